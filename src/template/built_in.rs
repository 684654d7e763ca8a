//! The templates and words that come with the program.

/// Every built-in template by name.
pub(super) const TEMPLATES: [(&str, &str); 5] = [
    ("email/digest.html", include_str!("../../templates/email/digest.html")),
    ("email/digest.txt", include_str!("../../templates/email/digest.txt")),
    ("email/parts.html", include_str!("../../templates/email/parts.html")),
    ("page/unsubscribe.html", include_str!("../../templates/page/unsubscribe.html")),
    ("page/issue.html", include_str!("../../templates/page/issue.html")),
];

/// Interface words by language.
pub(super) const WORDS: [(&str, &str); 1] =
    [("words/en.toml", include_str!("../../templates/words/en.toml"))];
