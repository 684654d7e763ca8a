//! Language tags (BCP 47): their usual spelling, and which way they run.

use super::Direction;

/// Languages written from right to left unless their tag names another script.
const RIGHT_TO_LEFT: [&str; 14] =
    ["ar", "arc", "ckb", "dv", "fa", "he", "iw", "ks", "nqo", "ps", "sd", "syr", "ug", "ur"];

/// Scripts that run from right to left (ISO 15924).
const SCRIPTS: [&str; 6] = ["arab", "hebr", "nkoo", "rohg", "syrc", "thaa"];

/// Spells a tag as usual (`pt-BR`, `zh-Hant`); nothing if it is no tag.
pub(super) fn normalised(tag: &str) -> Option<String> {
    let mut parts = tag.trim().split(['-', '_']);
    let first = parts.next()?;
    if !matches!(first.len(), 2 | 3) || !first.bytes().all(|b| b.is_ascii_alphabetic()) {
        return None;
    }
    let mut spelled = first.to_ascii_lowercase();
    for part in parts {
        // `en_US.UTF-8` is how systems name a locale.
        let part = part.split('.').next().unwrap_or_default();
        if !(1..=8).contains(&part.len()) || !part.bytes().all(|b| b.is_ascii_alphanumeric()) {
            return None;
        }
        spelled.push('-');
        spelled.push_str(&subtag(part));
        if tag.contains('.') {
            break;
        }
    }
    Some(spelled)
}

fn subtag(part: &str) -> String {
    let lower = part.to_ascii_lowercase();
    match part.len() {
        2 => part.to_ascii_uppercase(),
        4 if part.bytes().all(|b| b.is_ascii_alphabetic()) => {
            let (first, rest) = lower.split_at(1);
            first.to_ascii_uppercase() + rest
        }
        _ => lower,
    }
}

/// Says which way a language runs.
pub(super) fn direction(tag: &str) -> Direction {
    let tag = tag.to_ascii_lowercase();
    let mut parts = tag.split('-');
    let first = parts.next().unwrap_or_default();
    let rtl = match parts.find(|part| part.len() == 4) {
        Some(script) => SCRIPTS.contains(&script),
        None => RIGHT_TO_LEFT.contains(&first) || first == "yi",
    };
    if rtl { Direction::Rtl } else { Direction::Ltr }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_spelled_as_usual() {
        for (written, wanted) in [
            ("EN", Some("en")),
            ("en_US", Some("en-US")),
            ("pt-br", Some("pt-BR")),
            ("zh-hant-tw", Some("zh-Hant-TW")),
            ("de_DE.UTF-8", Some("de-DE")),
            ("english", None),
            ("e", None),
            ("en--US", None),
        ] {
            assert_eq!(normalised(written).as_deref(), wanted, "{written}");
        }
    }

    #[test]
    fn a_script_says_more_than_a_language() {
        assert_eq!(direction("fa"), Direction::Rtl);
        assert_eq!(direction("ks-Deva"), Direction::Ltr);
        assert_eq!(direction("az-Arab"), Direction::Rtl);
        assert_eq!(direction("en-GB"), Direction::Ltr);
    }
}
