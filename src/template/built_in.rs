//! The templates and words that come with the program.

/// Every built-in template by name.
pub(super) const TEMPLATES: [(&str, &str); 8] = [
    ("email/digest.html", include_str!("../../templates/email/digest.html")),
    ("email/digest.txt", include_str!("../../templates/email/digest.txt")),
    ("email/parts.html", include_str!("../../templates/email/parts.html")),
    ("page/article.html", include_str!("../../templates/page/article.html")),
    ("page/base.html", include_str!("../../templates/page/base.html")),
    ("page/list.html", include_str!("../../templates/page/list.html")),
    ("page/unsubscribe.html", include_str!("../../templates/page/unsubscribe.html")),
    ("page/issue.html", include_str!("../../templates/page/issue.html")),
];

/// Interface words by language.
pub(super) const WORDS: [(&str, &str); 1] =
    [("words/en.toml", include_str!("../../templates/words/en.toml"))];
