//! Any bytes as a message: the rules are checked without a panic.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = postrider::message::check(bytes);
});
