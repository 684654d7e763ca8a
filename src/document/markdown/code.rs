//! Blocks of code, and what stands behind their language.

use comrak::nodes::NodeCodeBlock;

use crate::document::tree::{Element, Node};

/// What generators call the line above a block of code, mostly the name of its file.
const NAMES: [&str; 5] = ["title", "filename", "file", "caption", "label"];

/// Makes the element of a block of code, below its title if it has one.
pub(super) fn block(code: &NodeCodeBlock) -> Element {
    let inner = Element::new("code", vec![Node::text(&code.literal)]);
    let (language, more) = code.info.split_at(language_end(&code.info));
    let inner = match language {
        "" => inner,
        language => inner.with("class", format!("language-{language}")),
    };
    let block = Element::new("pre", vec![inner.into()]);
    match title(more) {
        Some(title) => {
            let caption = Element::new("figcaption", vec![Node::text(title)]);
            Element::new("figure", vec![caption.into(), block.into()])
        }
        None => block,
    }
}

fn language_end(info: &str) -> usize {
    info.find([' ', ',', '{', '\t']).unwrap_or(info.len())
}

/// Finds the title among a block's settings: `title="a.rs"`, in any quotation marks.
///
/// What else stands there tells a highlighter which lines to mark.
fn title(settings: &str) -> Option<&str> {
    let mut rest = settings;
    while let Some(at) = rest.find('=') {
        let (before, after) = (&rest[..at], &rest[at + 1..]);
        let is_name = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
        let name = &before[before.trim_end_matches(is_name).len()..];
        let Some((value, behind)) = quoted(after) else {
            rest = after;
            continue;
        };
        if NAMES.contains(&name) && !value.trim().is_empty() {
            return Some(value.trim());
        }
        rest = behind;
    }
    None
}

/// Gives what stands in the quotation marks at the start of a text, and what is behind them.
fn quoted(text: &str) -> Option<(&str, &str)> {
    let mark = text.chars().next().filter(|mark| matches!(mark, '"' | '\''))?;
    text[1..].split_once(mark)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_found_among_what_a_highlighter_is_told() {
        for (settings, found) in [
            (" title=\"src/a.rs\"", Some("src/a.rs")),
            (" {4-5} title='a \"b\".rs' ins={2}", Some("a \"b\".rs")),
            ("{linenos=true, filename=\"a.go\"}", Some("a.go")),
            (" 'method=\"POST\"' title=\"form.html\"", Some("form.html")),
            (" \"title=\" ins={2}", None),
            (" subtitle=\"no\" title=\"\"", None),
            (" title=bare", None),
            (" title=\"open", None),
            (" {1,2}\u{a0}title=\"a.js\"", Some("a.js")),
            ("\u{ff1a}title=\"x\"", Some("x")),
            (" \u{2192}out=x \u{201c}title\u{201d}=\"x\"", None),
            ("", None),
        ] {
            assert_eq!(title(settings), found, "{settings}");
        }
    }
}
