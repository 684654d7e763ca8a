//! Any feed from elsewhere: read, the same twice, or refused with a reason, never a panic.
#![no_main]

use libfuzzer_sys::fuzz_target;
use postrider::import::feed::feed;
use url::Url;

fuzz_target!(|bytes: &[u8]| {
    let base = Url::parse("https://fuzz.example/a/b/").expect("an address");
    let read = feed(bytes, Some(&base));
    if let Err(why) = &read {
        assert!(!why.to_string().is_empty());
    }
    assert_eq!(read, feed(bytes, Some(&base)));
});
