//! Texts of front matter as readers see them: plain, whatever HTML stands in them.

use dom_query::Document;

use crate::config::Dialect;
use crate::text::is_xml_char;

/// A longer text is no title and no summary, and is left as it is.
const LONGEST: usize = 20_000;

/// Elements that only dress some words.
const DRESS: [&str; 21] = [
    "a", "abbr", "b", "cite", "code", "del", "em", "i", "ins", "kbd", "mark", "p", "q", "s",
    "samp", "small", "span", "strong", "sub", "sup", "tt",
];

/// Gives a title or a summary as its readers see it on the pages that this generator makes.
///
/// Jekyll and Pelican put both into their pages as they are, so there they are HTML; elsewhere only
/// the references are read that exports leave behind.
pub(super) fn shown(written: String, dialect: Option<Dialect>) -> String {
    match dialect {
        Some(Dialect::Jekyll | Dialect::Pelican) if written.len() <= LONGEST => {
            read(&undressed(written), |_| true)
        }
        _ => plain(written),
    }
}

/// Reads references to signs that no keyboard has, such as `&#8217;`.
///
/// Nobody writes about those, and other programs leave them behind. What stands for a sign of HTML's
/// own, such as `&amp;`, may be meant as it stands.
pub(super) fn plain(written: String) -> String {
    if written.contains('&') && written.len() <= LONGEST {
        read(&written, |sign| !sign.is_ascii())
    } else {
        written
    }
}

/// Takes off every pair of tags that only dresses what stands between them.
fn undressed(mut text: String) -> String {
    let mut from = 0;
    while let Some(end) = text.get(from..).and_then(|rest| rest.find("</")).map(|at| from + at) {
        match pair(&text, end) {
            Some((start, name)) => {
                text.replace_range(end..end + name.len() + 3, "");
                let length = text[start..].find('>').map_or(0, |at| at + 1);
                text.replace_range(start..start + length, "");
                from = end - length;
            }
            None => from = end + 2,
        }
    }
    text
}

/// Finds where the element starts that ends here, and its name.
fn pair(text: &str, end: usize) -> Option<(usize, &'static str)> {
    let (name, _) = text.get(end + 2..)?.split_once('>')?;
    let name = DRESS.into_iter().find(|known| name.eq_ignore_ascii_case(known))?;
    let starts = text.get(..end)?.rmatch_indices('<').map(|(at, _)| at);
    let is_start = |at: &usize| {
        let tag = text.get(at + 1..end).and_then(|rest| rest.split_once('>'));
        let named = tag.and_then(|(tag, _)| tag.split_ascii_whitespace().next());
        named.is_some_and(|named| named.eq_ignore_ascii_case(name))
    };
    starts.into_iter().find(is_start).map(|start| (start, name))
}

/// Reads the references that stand for one of some signs.
fn read(text: &str, is_read: impl Fn(char) -> bool) -> String {
    let mut read = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let (before, from) = rest.split_at(at);
        read.push_str(before);
        let reference = reference(from);
        match meant(reference).filter(|meant| meant.chars().all(&is_read)) {
            Some(meant) => read.push_str(&meant),
            None => read.push_str(reference),
        }
        rest = &from[reference.len()..];
    }
    read.push_str(rest);
    read
}

/// Gives the signs a reference stands for, if XML can hold them.
fn meant(reference: &str) -> Option<String> {
    let meant = (reference.len() > 1).then(|| Document::fragment(reference).text().to_string())?;
    meant.chars().all(is_xml_char).then_some(meant)
}

/// Gives the reference a text starts with; the sign `&` alone if it is none.
fn reference(from: &str) -> &str {
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'#';
    let name = from.bytes().skip(1).take(32).take_while(|byte| is_name(*byte)).count();
    let whole = name > 0 && from.as_bytes().get(name + 1) == Some(&b';');
    &from[..if whole { name + 2 } else { 1 }]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_no_keyboard_has_are_read_and_html_stays_as_it_was_written() {
        for (written, read) in [
            ("The mill&#8217;s wheel &ndash; a d&iacute;a", "The mill’s wheel – a día"),
            ("&#x1F30A; and &#150;", "🌊 and –"),
            ("Mud &amp; <b>birds</b> &lt; &#38;", "Mud &amp; <b>birds</b> &lt; &#38;"),
            ("AT&T, R&D; &tide; & &#xFFFE; &", "AT&T, R&D; &tide; & &#xFFFE; &"),
        ] {
            assert_eq!(plain(written.to_owned()), read);
            assert_eq!(shown(written.to_owned(), Some(Dialect::Hugo)), read);
        }
    }

    #[test]
    fn a_title_that_is_html_is_read_as_html() {
        for (written, read) in [
            (
                "Avoid <code>drift()</code> &amp; <em class=\"x\"><b>mud</b></em>",
                "Avoid drift() & mud",
            ),
            ("A <code>Vec&lt;Tide&gt;</code>", "A Vec<Tide>"),
            ("A list<Tide> of <i>it and </b>", "A list<Tide> of <i>it and </b>"),
            ("</code> then <code>", "</code> then <code>"),
        ] {
            for dialect in [Dialect::Jekyll, Dialect::Pelican] {
                assert_eq!(shown(written.to_owned(), Some(dialect)), read);
            }
        }
    }
}
