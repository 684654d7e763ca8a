//! Any plain text: clean HTML, the same twice, never a panic.
#![no_main]

#[path = "../reading.rs"]
mod reading;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| reading::holds("2026-11-20-name.txt", bytes));
