//! Names as parts of a path: readable, stable, and no two names with one.

use std::borrow::Cow;
use std::collections::BTreeMap;

use aws_lc_rs::digest::{SHA256, digest};
use foldhash::{HashMap, HashMapExt as _, HashSet};
use unicode_normalization::UnicodeNormalization as _;

/// The longest slug in bytes; file systems take 255 for a name, percent-encoded ones look longer.
const LONGEST: usize = 96;

/// Makes a name into a part of a path: lower case, `-` between words, letters of all scripts.
#[must_use]
pub fn slug(name: &str) -> String {
    let mut slug = String::with_capacity(name.len());
    for c in composed(name).chars() {
        match c {
            '+' => separate_then(&mut slug, "plus"),
            '#' => separate_then(&mut slug, "sharp"),
            '&' => separate_then(&mut slug, "and"),
            '\'' | '’' => {}
            c if fits(c) => slug.extend(c.to_lowercase()),
            _ if slug.is_empty() || slug.ends_with('-') => {}
            _ => slug.push('-'),
        }
    }
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() {
        return format!("x-{}", mark(name));
    }
    if slug.len() > LONGEST {
        let cut = (0..=LONGEST).rev().find(|at| slug.is_char_boundary(*at)).unwrap_or(0);
        return format!("{}-{}", slug[..cut].trim_end_matches('-'), mark(name));
    }
    slug.to_owned()
}

/// Gives each name its slug. Names that differ in case or spacing only share one; of others that
/// would, the plainest keeps it and the rest are marked by a hash of their own.
#[must_use]
pub fn slugs<'a>(names: impl Iterator<Item = &'a str>) -> HashMap<&'a str, String> {
    let mut claims: BTreeMap<String, BTreeMap<String, Vec<&'a str>>> = BTreeMap::new();
    // Thousands of articles have the same few.
    for name in names.collect::<HashSet<_>>() {
        claims.entry(slug(name)).or_default().entry(fold(name)).or_default().push(name);
    }
    let mut slugs = HashMap::new();
    for (slug, claimants) in claims {
        let keeper = claimants.keys().min_by_key(|folded| (**folded != slug, (*folded).clone()));
        let keeper = keeper.cloned();
        for (folded, names) in claimants {
            let own = if Some(&folded) == keeper.as_ref() {
                slug.clone()
            } else {
                format!("{slug}-{}", mark(&folded))
            };
            slugs.extend(names.into_iter().map(|name| (name, own.clone())));
        }
    }
    slugs
}

/// Brings names that mean the same to one form: `Data Science`, `data-science`, `data_science`.
#[must_use]
pub fn fold(name: &str) -> String {
    let spaced = composed(name).to_lowercase().replace(['-', '_'], " ");
    spaced.split_whitespace().collect::<Vec<_>>().join("-")
}

/// Writes a letter and its accents as one character, as most keyboards do (Unicode's NFC): the same
/// name typed on another machine may come in parts.
fn composed(name: &str) -> Cow<'_, str> {
    if name.is_ascii() { Cow::Borrowed(name) } else { Cow::Owned(name.nfc().collect()) }
}

/// May it stand in a path as it is? Beyond ASCII, all but space, control and punctuation.
fn fits(c: char) -> bool {
    match c {
        '\0'..='\u{7F}' => c.is_ascii_alphanumeric(),
        '\u{80}'..='\u{BF}' => c.is_alphanumeric(),
        '\u{2000}'..='\u{206F}' | '\u{3000}'..='\u{303F}' | '\u{FE00}'..='\u{FE0F}' => {
            // Marks that shape letters in Indic and Persian script are part of the word.
            matches!(c, '\u{200C}' | '\u{200D}' | '\u{3005}'..='\u{3007}')
        }
        '\u{E000}'..='\u{F8FF}' | '\u{FF00}'..='\u{FF0F}' | '\u{FFF0}'..='\u{FFFF}' => false,
        _ => !c.is_whitespace() && !c.is_control(),
    }
}

fn separate_then(slug: &mut String, word: &str) {
    if !slug.is_empty() && !slug.ends_with('-') {
        slug.push('-');
    }
    slug.push_str(word);
    slug.push('-');
}

/// Six hexadecimal digits that tell names apart.
fn mark(name: &str) -> String {
    let hash = digest(&SHA256, name.as_bytes());
    hash.as_ref().get(..3).map(crate::text::hex).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slug_reads_like_its_name_in_every_script() {
        for (name, expected) in [
            ("Data Science", "data-science"),
            ("C++", "c-plus-plus"),
            ("C#", "c-sharp"),
            ("Q&A", "q-and-a"),
            ("Rock ’n’ Roll!", "rock-n-roll"),
            ("Café", "café"),
            ("テスト", "テスト"),
            ("العربية", "العربية"),
            ("हिन्दी", "हिन्दी"),
            ("../../etc/passwd", "etc-passwd"),
            ("🚀", "🚀"),
        ] {
            assert_eq!(slug(name), expected);
        }
    }

    #[test]
    fn a_slug_is_never_empty_and_never_too_long() {
        assert!(slug("!!!").starts_with("x-"));
        assert_ne!(slug("!!!"), slug("???"));
        let long = "ü".repeat(500);
        assert!(slug(&long).len() <= LONGEST + 7);
        assert_ne!(slug(&long), slug(&format!("{long}ü")));
    }

    #[test]
    fn names_that_mean_the_same_share_a_slug_and_others_never_do() {
        let names = ["Data Science", "data-science", "data, science", "Data/Science"];
        let slugs = slugs(names.into_iter());
        assert_eq!(slugs["Data Science"], "data-science");
        assert_eq!(slugs["data-science"], "data-science");
        assert_ne!(slugs["data, science"], "data-science");
        assert_ne!(slugs["data, science"], slugs["Data/Science"]);
    }

    #[test]
    fn a_name_typed_on_another_machine_shares_a_slug() {
        let (whole, parts) = ("caf\u{E9}", "cafe\u{301}");
        let slugs = slugs([whole, parts].into_iter());
        assert_eq!((&*slugs[whole], &*slugs[parts]), ("caf\u{E9}", "caf\u{E9}"));
        assert_eq!(fold(whole), fold(parts));
    }
}
