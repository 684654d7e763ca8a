//! What holds of every article, whatever its form: one body for every target that reads one.

use std::path::Path;

use postrider::document::{Rules, read, render};
use url::Url;

/// Reads and renders the bytes as a file of that name: clean, the same twice, never a panic.
pub fn holds(name: &str, bytes: &[u8]) {
    let rules = Rules {
        private_sections: vec!["Internal Links".to_owned()],
        max_bytes: 1_000_000,
        bare_fragments: false,
        words_per_minute: 220,
    };
    let base = Url::parse("https://fuzz.example/a/b/").expect("an address");
    let mut findings = Vec::new();
    let path = Path::new(name);
    let Some(document) = read(path, path, bytes, &rules, &mut findings) else { return };
    let body = render(&document, &base, &rules, &mut findings);
    assert!(!body.html.contains("<script"));
    assert!(body.html.chars().chain(body.text.chars()).all(postrider::text::is_xml_char));
    let mut again = Vec::new();
    assert_eq!(body, render(&document, &base, &rules, &mut again));
}
