//! Any feed from elsewhere: read, or refused with a reason, never a panic; and any archive file.
#![no_main]

use std::path::Path;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    match postrider::import::feed::feed(bytes, None) {
        Ok(feed) => drop(feed),
        Err(why) => assert!(!why.is_empty()),
    }
    let text = String::from_utf8_lossy(bytes);
    if let Ok(archive) = postrider::feed::Archive::parse(&text, Path::new("postrider.archive")) {
        let again = postrider::feed::Archive::parse(&archive.to_text(), Path::new("x"));
        assert_eq!(again, Ok(archive));
    }
});
