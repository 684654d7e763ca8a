//! Words fit for an address, as the generators make them.

/// Letters, digits, `_` and `-`, lower case, spaces as hyphens: as GitHub and Astro do it.
#[must_use]
pub fn words(text: &str) -> String {
    let mut slug = String::new();
    for c in text.trim().chars().flat_map(char::to_lowercase) {
        match c {
            c if c.is_alphanumeric() || matches!(c, '_' | '-') => slug.push(c),
            c if c.is_whitespace() => slug.push('-'),
            _ => {}
        }
    }
    slug
}

/// What Hugo leaves of a part of a path: lower case, hyphens for spaces, no marks but `._-+~`.
#[must_use]
pub fn path_part(text: &str) -> String {
    let mut slug = String::new();
    for c in text.trim().chars().flat_map(char::to_lowercase) {
        match c {
            c if c.is_alphanumeric() || "._-+~".contains(c) => slug.push(c),
            c if c.is_whitespace() && !slug.ends_with('-') => slug.push('-'),
            _ => {}
        }
    }
    slug
}

/// Letters without accents, digits and single hyphens, lower case: as Zola and Pelican do it;
/// letters of other scripts stay.
#[must_use]
pub fn ascii(text: &str) -> String {
    let mut slug = String::new();
    for c in text.chars().flat_map(char::to_lowercase) {
        match plain(c) {
            Some(letters) => slug.push_str(letters),
            None if c.is_alphanumeric() => slug.push(c),
            // These stand within words, which they do not divide.
            None if matches!(c, '\'' | '’') => {}
            None => hyphen(&mut slug),
        }
    }
    slug.trim_end_matches('-').to_owned()
}

fn hyphen(slug: &mut String) {
    if !slug.is_empty() && !slug.ends_with('-') {
        slug.push('-');
    }
}

/// Gives a Latin letter without its accent.
fn plain(c: char) -> Option<&'static str> {
    const LETTERS: [(&str, &str); 34] = [
        ("àáâãäåāăą", "a"),
        ("æ", "ae"),
        ("çćĉċč", "c"),
        ("ďđ", "d"),
        ("ð", "d"),
        ("èéêëēĕėęě", "e"),
        ("ĝğġģ", "g"),
        ("ĥħ", "h"),
        ("ìíîïĩīĭįı", "i"),
        ("ĵ", "j"),
        ("ķ", "k"),
        ("ĺļľŀł", "l"),
        ("ñńņňŉ", "n"),
        ("òóôõöøōŏő", "o"),
        ("œ", "oe"),
        ("ŕŗř", "r"),
        ("śŝşšș", "s"),
        ("ß", "ss"),
        ("ţťŧț", "t"),
        ("þ", "th"),
        ("ùúûüũūŭůűų", "u"),
        ("ŵ", "w"),
        ("ýÿŷ", "y"),
        ("źżž", "z"),
        ("ấầẩẫậắằẳẵặạả", "a"),
        ("ếềểễệẹẻẽ", "e"),
        ("ỉị", "i"),
        ("ốồổỗộớờởỡợơọỏ", "o"),
        ("ứừửữựụủư", "u"),
        ("ỳỵỷỹ", "y"),
        ("ǎ", "a"),
        ("ǐ", "i"),
        ("ǒ", "o"),
        ("ǔ", "u"),
    ];
    if c.is_ascii() {
        return None;
    }
    LETTERS.iter().find(|(letters, _)| letters.contains(c)).map(|(_, plain)| *plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_become_words() {
        assert_eq!(ascii("C'était l'été: Ñandú & Straße"), "cetait-lete-nandu-strasse");
        assert_eq!(ascii("This Week in Mud 90"), "this-week-in-mud-90");
        assert_eq!(ascii("潮の話"), "潮の話");
        assert_eq!(words("Low Water, twice!"), "low-water-twice");
        assert_eq!(path_part("Low  Water_v1.2?"), "low-water_v1.2");
    }
}
