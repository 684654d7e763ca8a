//! The YAML that nearly all front matter is: a line for each key, with a text or a list of words.
//!
//! Read without a parser, which takes ten times as long; whatever is not plainly of this kind is
//! left to it.

use std::borrow::Cow;

use granit_parser::ScalarStyle;

use super::super::{Entry, Node, Value};
use super::reader::scalar;

/// A text longer than this may meet a parser's limits.
const LONGEST: usize = 4096;

/// Reads a text that is surely understood; nothing of any other.
pub(super) fn read(text: &str) -> Option<Vec<Entry>> {
    if text.len() > LONGEST {
        return None;
    }
    text.lines().zip(1..).map(|(text, line)| entry(text, line)).collect()
}

fn entry(text: &str, line: u32) -> Option<Entry> {
    let (key, value) = text.split_once(": ")?;
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    if !key.starts_with(|c: char| c.is_ascii_alphabetic()) || !key.bytes().all(fits) {
        return None;
    }
    let value = value_of(value.trim_matches(' '), line)?;
    Some(Entry { key: key.to_owned(), line, node: Node { value, line } })
}

fn value_of(text: &str, line: u32) -> Option<Value> {
    let Some(list) = text.strip_prefix('[') else {
        return quoted(text).or_else(|| plain(text, |byte| matches!(byte, b',' | b'[' | b']')));
    };
    let node = |text: &str| {
        let value = quoted(text).or_else(|| plain(text, |_| false))?;
        Some(Node { value, line })
    };
    let nodes = list.strip_suffix(']')?.split(',').map(|item| node(item.trim_matches(' ')));
    nodes.collect::<Option<_>>().map(Value::List)
}

/// Reads a text in quotes, with nothing in it that stands for something else.
fn quoted(text: &str) -> Option<Value> {
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let inner = text.get(1..)?.strip_suffix(quote)?;
    let fits = |c: char| (is_usual(c) && c != '\\') && c != quote;
    inner.chars().all(fits).then(|| Value::Text(inner.to_owned()))
}

/// Reads a text without quotes, with no sign in it that may mean something; `may` allows some more.
fn plain(text: &str, may: impl Fn(u8) -> bool) -> Option<Value> {
    let is_plain = |c: char| {
        c.is_alphanumeric()
            || matches!(c, ' ' | '-' | '_' | '.' | '/' | '(' | ')' | '\'' | ';' | '+' | '=' | '$')
            || u8::try_from(c).is_ok_and(&may)
    };
    // A colon within a word, as in a time of day.
    let is_part =
        |part: &str| part.starts_with(char::is_alphanumeric) && part.chars().all(is_plain);
    text.split(':').all(is_part).then(|| scalar(Cow::Borrowed(text), ScalarStyle::Plain, None))
}

fn is_usual(c: char) -> bool {
    c == ' ' || c.is_ascii_graphic() || c.is_alphanumeric()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::reader::Reader;
    use super::*;

    fn by_parser(text: &str) -> Option<Vec<Entry>> {
        match Reader::new(text).document().ok()?.value {
            Value::Table(entries) => Some(entries),
            _ => None,
        }
    }

    #[test]
    fn usual_front_matter_is_read_without_a_parser() {
        let text = "title: \"Low water: a day\"\ndate: 2024-05-06T07:08:09+02:00\n\
            tags: [moon, 'salt marsh', null]\nsummary: It's (nearly) low, at 1.5 m\nold: ~x\n";
        assert_eq!(read(text), None);
        let text = text.replace("~x", "null");
        let entries = read(&text);
        assert!(entries.is_some());
        assert_eq!(entries, by_parser(&text));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn what_is_read_without_a_parser_is_what_the_parser_reads(
            text in "([a-z\\-_]{1,4}:? {0,2}[\\[\"']?[a-zé0\\-:,'\"#&*!|>%@`~.\\[\\]{}?\\\\ \t]{0,12}[\\]\"']? ?\n){1,3}"
        ) {
            if let Some(entries) = read(&text) {
                prop_assert_eq!(Some(entries), by_parser(&text), "{:?}", text);
            }
        }

        #[test]
        fn usual_values_are_what_the_parser_reads(
            text in "([a-z]{1,3}: (\"[a-z ,:#']{0,9}\"|'[a-z ,:#]{0,9}'|[a-z0-9][a-z0-9 :.,/()'-]{0,9}|\\[[a-z0' ,:\"-]{1,9}\\]|null|~)\n?){1,3}"
        ) {
            if let Some(entries) = read(&text) {
                prop_assert_eq!(Some(entries), by_parser(&text), "{:?}", text);
            }
        }
    }
}
