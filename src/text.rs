//! Plain text: what may stand in it, its words, its sentences.

mod encoding;
pub mod html;
mod media_type;
pub mod sentence;
mod sign;
pub mod slug;
mod sum;
mod surrogate;
pub mod uri;
pub mod word;

pub use encoding::{hex, percent_decoded, percent_decoded_if_any, percent_encoded};
pub use media_type::is_media_type;
pub use sentence::sentences;
pub use sign::Sign;
pub use sum::Sum;
pub use surrogate::{WithoutHalves, without_halves};

/// May this character stand in XML 1.0 (production `Char`)?
#[must_use]
pub fn is_xml_char(c: char) -> bool {
    !matches!(c, '\0'..='\u{8}' | '\u{B}' | '\u{C}' | '\u{E}'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}')
}

/// May this character stand in an article: one that XML 1.0 can hold, and no other control, which
/// only a wrong decoding leaves behind?
#[must_use]
pub fn is_fit(c: char) -> bool {
    is_xml_char(c) && !matches!(c, '\u{7F}'..='\u{9F}')
}

/// Finds the first of certain bytes, many at a time: such bytes are rare, and texts are long.
#[must_use]
#[inline]
pub fn position(text: &[u8], is: impl Fn(u8) -> bool) -> Option<usize> {
    const MANY: usize = 64;
    // Looking at all of them, whether one was found or not, is what a processor does at once.
    let holds = |bytes: &[u8]| bytes.iter().fold(0, |found, byte| found | u8::from(is(*byte))) > 0;
    let at = text.chunks(MANY).position(holds)? * MANY;
    let rest = text.get(at..)?;
    rest.iter().position(|byte| is(*byte)).map(|found| at + found)
}

/// Makes one line of a text: every run of white space becomes one space.
///
/// That is what HTML and other programs mean; for what an author set, there is [`one_set_line`].
#[must_use]
pub fn one_line(text: &str) -> String {
    if is_one_line(text.as_bytes()) {
        return text.to_owned();
    }
    let mut line = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

/// Makes one line of a text, as [`one_line`] does; one that is a line already stays where it is.
#[must_use]
pub fn into_one_line(text: String) -> String {
    if is_one_line(text.as_bytes()) { text } else { one_line(&text) }
}

/// Makes one line of a stranger's words for a terminal or a log: without what steers it, turns the
/// direction of writing, or is not seen at all.
#[must_use]
pub fn visible_line(text: &str) -> String {
    let hides = |c: char| {
        matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}'
            | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
    };
    let shown = text.chars().map(|c| if c.is_control() || hides(c) { ' ' } else { c });
    one_line(&shown.collect::<String>())
}

/// Makes one line of a text as its author set it: a space that does not break (as in `« mot »`)
/// stays one.
#[must_use]
pub fn one_set_line(text: &str) -> String {
    if is_one_line(text.as_bytes()) {
        return text.to_owned();
    }
    let breaks = |c: char| c.is_whitespace() && !matches!(c, '\u{a0}' | '\u{202f}' | '\u{2007}');
    let words: Vec<&str> = text.trim().split(breaks).filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

/// Is it surely one line already? ASCII alone can tell.
fn is_one_line(text: &[u8]) -> bool {
    // What other white space there is, is a control, or begins with one of these bytes.
    let other = |byte: u8| byte < 0x20 || matches!(byte, 0xC2 | 0xE1..=0xE3);
    let pairs = text.iter().zip(text.get(1..).unwrap_or_default());
    let twice = |(one, next): (&u8, &u8)| u8::from(*one == b' ') & u8::from(*next == b' ');
    !text.starts_with(b" ")
        && !text.ends_with(b" ")
        && position(text, other).is_none()
        && pairs.map(twice).fold(0, |found, twice| found | twice) == 0
}

/// Gives at most the first `most` words of a text, with `…` where it goes on.
#[must_use]
pub fn first_words(text: &str, most: usize) -> String {
    let mut words = text.split_whitespace();
    let first = words.by_ref().take(most).collect::<Vec<_>>().join(" ");
    if words.next().is_none() {
        return first;
    }
    let end = first.trim_end_matches([',', ';', ':', '.', '،', '、', '-', '–', '—', ' ']);
    format!("{end}…")
}

/// Counts the edits (insert, drop, change) between two short words.
#[must_use]
pub fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut corner = i;
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let change = corner + usize::from(x != *y);
            corner = row[j + 1];
            row[j + 1] = change.min(row[j] + 1).min(corner + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_is_found_where_it_first_stands() {
        for at in 0..100 {
            let text = "a".repeat(at) + "<a<";
            assert_eq!(position(text.as_bytes(), |byte| byte == b'<'), Some(at));
            assert_eq!(position(text.as_bytes(), |byte| byte == b'>'), None);
        }
    }

    #[test]
    fn a_line_stays_as_it_is_and_all_else_becomes_one() {
        for text in ["", "a", "a b", "1 < 2 é"] {
            assert_eq!(into_one_line(text.to_owned()), text);
        }
        for text in [" a b", "a b ", "a  b", "a\nb", "a\u{a0}b", "a\u{2003} b"] {
            assert_eq!(into_one_line(text.to_owned()), "a b", "{text:?}");
        }
    }

    #[test]
    fn a_space_that_does_not_break_stays_one_only_where_an_author_set_it() {
        let text = " «\u{a0}mot\u{a0}»\u{202f}!\n  two\u{2003}";
        assert_eq!(one_line(text), "« mot » ! two");
        assert_eq!(one_set_line(text), "«\u{a0}mot\u{a0}»\u{202f}! two");
    }
}
