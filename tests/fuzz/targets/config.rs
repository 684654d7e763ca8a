//! Any `config.toml`: a configuration or findings, never a panic.
#![no_main]

use std::path::Path;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Err(findings) = postrider::config::Config::parse(text, Path::new("config.toml")) {
        assert!(!findings.is_empty());
    }
});
