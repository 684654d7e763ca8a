//! Any CSV of readers: rows with valid addresses or findings, never a panic.
#![no_main]

use std::path::Path;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(mut rows) = postrider::subscriber::csv::read(bytes, Path::new("readers.csv")) {
        let count = rows.by_ref().count();
        assert!(count <= bytes.len());
        let _ = rows.into_findings();
    }
});
