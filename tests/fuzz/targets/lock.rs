//! Any lock file: read back as it was written, or its mistakes, never a panic.
#![no_main]

use std::path::Path;

use libfuzzer_sys::fuzz_target;
use postrider::publication::Lock;

fuzz_target!(|text: &str| {
    let path = Path::new("postrider.lock");
    match Lock::parse(text, path) {
        Ok(lock) => assert_eq!(Lock::parse(&lock.to_text(), path), Ok(lock)),
        Err(findings) => assert!(!findings.is_empty()),
    }
});
