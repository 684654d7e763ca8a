//! The templates and words that come with the program.

/// Every built-in template by name.
pub(super) const TEMPLATES: &[(&str, &str)] = &[
    ("email/digest.html", include_str!("../../templates/email/digest.html")),
    ("email/digest.txt", include_str!("../../templates/email/digest.txt")),
    ("email/parts.html", include_str!("../../templates/email/parts.html")),
    ("page/article.html", include_str!("../../templates/page/article.html")),
    ("page/base.html", include_str!("../../templates/page/base.html")),
    ("page/feed.css", include_str!("../../templates/page/feed.css")),
    ("page/list.html", include_str!("../../templates/page/list.html")),
    ("page/moved.html", include_str!("../../templates/page/moved.html")),
    ("page/unsubscribe.html", include_str!("../../templates/page/unsubscribe.html")),
    ("page/issue.html", include_str!("../../templates/page/issue.html")),
    ("prompt/summary.txt", include_str!("../../templates/prompt/summary.txt")),
];

/// Includes the interface words of these languages.
macro_rules! words {
    ($($language:literal)*) => {
        [$((concat!("words/", $language, ".toml"),
            include_str!(concat!("../../templates/words/", $language, ".toml")))),*]
    };
}

/// Interface words by language.
pub(super) const WORDS: [(&str, &str); 26] = words![
    "ar" "cs" "da" "de" "en" "en-us" "es" "fa" "fi" "fr" "he" "hi" "id" "it" "ja" "ko" "nb" "nl" "pl" "pt" "pt-br" "ru" "sv" "tr" "uk" "zh"
];
