//! Any list of what the pages of an archive hold: read back as it was written, never a panic.
#![no_main]

use std::path::Path;

use libfuzzer_sys::fuzz_target;
use postrider::feed::Archive;

fuzz_target!(|text: &str| {
    let path = Path::new("postrider.archive");
    match Archive::parse(text, path) {
        Ok(archive) => assert_eq!(Archive::parse(&archive.to_text(), path), Ok(archive)),
        Err(findings) => assert!(!findings.is_empty()),
    }
});
