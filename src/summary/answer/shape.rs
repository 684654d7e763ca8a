//! Plain text: no markup, no address, no character that hides or turns others.

use super::Refusal;

/// Endings that make a word with a dot in it a file or a product rather than a host.
const FILES: [&str; 16] = [
    "js", "ts", "rs", "py", "rb", "go", "md", "txt", "json", "toml", "yaml", "yml", "html", "css",
    "xml", "sql",
];

/// Refuses all that a reader's program could make more of than text.
pub(super) fn plain(text: &str) -> Result<(), Refusal> {
    let markup = |c: char| "<>{}[]|`*\\^~#=_".contains(c) || is_hidden(c);
    if let Some(word) = text.split_whitespace().find(|word| word.contains(markup)) {
        return Err(refused(word));
    }
    text.split_whitespace().find(|word| is_address(word)).map_or(Ok(()), |word| Err(refused(word)))
}

fn refused(word: &str) -> Refusal {
    let fit = word.chars().filter(|c| !is_hidden(*c));
    Refusal::Markup(fit.take(60).collect())
}

/// Controls, and marks that turn the direction of a line or take no room in it.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}'
            | '\u{E000}'..='\u{F8FF}' | '\u{E0000}'..='\u{E0FFF}')
}

/// Would a mail program make a link of it?
fn is_address(word: &str) -> bool {
    let lower = word.to_lowercase();
    let inside = |part: &str| {
        let (before, after) = lower.split_once(part)?;
        let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        Some(letter(before.chars().next_back()) && letter(after.chars().next()))
    };
    if lower.contains("://") || lower.contains("www.") || inside("@") == Some(true) {
        return true;
    }
    if ["mailto:", "tel:", "javascript:", "data:"].iter().any(|scheme| lower.contains(scheme)) {
        return true;
    }
    lower.split(|c: char| !(c.is_alphanumeric() || matches!(c, '.' | '-'))).any(is_host)
}

fn is_host(word: &str) -> bool {
    let Some((before, last)) = word.trim_matches(['.', '-']).rsplit_once('.') else {
        return false;
    };
    let name = before.rsplit('.').next().unwrap_or_default();
    let is_name =
        |label: &str| label.chars().count() >= 2 && label.chars().all(char::is_alphabetic);
    is_name(last)
        && name.chars().any(char::is_alphanumeric)
        && name.chars().count() >= 2
        && !FILES.contains(&last)
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn what_a_mail_program_would_link_is_refused() {
        for text in [
            "See https://evil.example/ now.",
            "See evil.example for more.",
            "Visit shop.evil.example/x today.",
            "Write to a@b.example soon.",
            "Call tel:123 now.",
            "See [this](that).",
            "A <b>bold</b> claim.",
            "Turned \u{202e}around.",
            "A zero\u{200b}width space.",
            "Täter.example ist da.",
        ] {
            assert!(plain(text).is_err(), "{text}");
        }
    }

    #[test]
    fn figures_files_and_abbreviations_are_text() {
        for text in [
            "It costs 3.50 euros, e.g. in the U.S. at 9 a.m. sharp.",
            "Node.js reads main.rs (and/or none).",
            "Z.B. um 12.30 Uhr; 50 % – “so”.",
            "Wait... and see.",
        ] {
            assert_eq!(plain(text), Ok(()), "{text}");
        }
    }
}
