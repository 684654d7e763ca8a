//! Links as Kramdown reads them: an address may hold spaces, `![p](/assets/My Picture.png)`.

use super::code::{self, Start};
use super::missing::Missing;
use super::{BUDGET, go_through};
use crate::config::Dialect;
use crate::text::Sign;

static LINK: Sign = Sign::new("](");

/// How far the start of a link's text is looked for, and how long its address may be, in bytes.
const FURTHEST: usize = 2_000;

/// Gives a source in which no address of a link holds a space, if one did; code is left alone.
pub fn links(source: &str, dialect: Option<Dialect>) -> Option<String> {
    if dialect != Some(Dialect::Jekyll) || !LINK.is_in(source) {
        return None;
    }
    let text = String::with_capacity(source.len());
    let mut writer = Writer { text, in_list: false, budget: BUDGET, missing: Missing::default() };
    go_through(source, |rest, _| writer.step(rest));
    (writer.text != source).then_some(writer.text)
}

struct Writer {
    text: String,
    /// Does a list go on, in which lines are set in and no code?
    in_list: bool,
    /// How many more bytes may be searched in vain.
    budget: usize,
    missing: Missing,
}

impl Writer {
    /// Takes what stands first, and says how many bytes that were.
    fn step(&mut self, rest: &str) -> usize {
        let line = self.text.is_empty() || self.text.ends_with('\n');
        if line && !rest.starts_with([' ', '\t', '\n']) {
            self.in_list = starts_item(rest);
        }
        let start = Start { line, block: line && !self.in_list && self.ends_paragraph() };
        let code = code::element(rest, &mut self.missing).or_else(|| code::span(rest, start));
        if let Some(code) = code {
            self.text.push_str(code);
            return code.len();
        }
        if rest.starts_with("](") && self.budget > 0 {
            match spaced(rest) {
                Ok(address) if is_open(&self.text) => {
                    self.text.push_str("](");
                    self.text.push_str(&without_spaces(address));
                    return "](".len() + address.len();
                }
                Ok(_) => self.budget = self.budget.saturating_sub(2 * FURTHEST),
                Err(looked) => self.budget = self.budget.saturating_sub(looked),
            }
        }
        // A line end belongs to the line before it, so that the next starts on its own.
        let next = rest.char_indices().skip(1).find(|(_, c)| "\n`<$]".contains(*c));
        let end = if rest.starts_with('\n') { 1 } else { next.map_or(rest.len(), |(at, _)| at) };
        self.text.push_str(rest.get(..end).unwrap_or(rest));
        end
    }

    fn ends_paragraph(&self) -> bool {
        self.text.is_empty() || self.text.ends_with("\n\n")
    }
}

/// Is it the first line of an item?
fn starts_item(line: &str) -> bool {
    let number = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let mark = if number.len() < line.len() {
        number.strip_prefix('.')
    } else {
        line.strip_prefix(['-', '*', '+'])
    };
    mark.is_some_and(|rest| rest.starts_with([' ', '\t']))
}

/// Gives the address in `](address)` or `](address "title")`, if it holds a space; else how many
/// bytes were looked at.
fn spaced(rest: &str) -> Result<&str, usize> {
    let inner = near(rest.get("](".len()..).unwrap_or_default());
    if inner.starts_with('<') {
        return Err(1);
    }
    let end = end(inner)?;
    // A link in the place of an address is a slip; on its own, it leads somewhere.
    let fits = |it: &&str| it.trim().contains([' ', '\t']) && !it.trim().starts_with('[');
    let address = inner.get(..end).filter(fits);
    address.ok_or(end)
}

/// Finds the end of an address: its closing bracket, or the space before a title.
fn end(inner: &str) -> Result<usize, usize> {
    let mut depth = 0_usize;
    for (at, c) in inner.char_indices() {
        let rest = inner.get(at + c.len_utf8()..).unwrap_or_default();
        match c {
            '(' => depth += 1,
            ')' if depth == 0 => return Ok(at),
            ')' => depth -= 1,
            ' ' | '\t' if rest.starts_with(['"', '\'']) => {
                return if is_title(rest) { Ok(at) } else { Err(inner.len()) };
            }
            _ => {}
        }
    }
    Err(inner.len())
}

/// Ends a title that starts here the link?
fn is_title(rest: &str) -> bool {
    let Some(quote) = rest.chars().next() else { return false };
    let closes = |at: usize| rest.get(at + 1..).is_some_and(|it| it.trim_start().starts_with(')'));
    rest.match_indices(quote).skip(1).any(|(at, _)| closes(at))
}

/// Gives as much of a line as is looked at.
fn near(rest: &str) -> &str {
    let end = (0..=FURTHEST.min(rest.len())).rev().find(|at| rest.is_char_boundary(*at));
    let most = rest.get(..end.unwrap_or_default()).unwrap_or_default();
    most.split('\n').next().unwrap_or_default()
}

/// Does a text end within the brackets of a link, which a `]` would close? A footnote's are none.
fn is_open(text: &str) -> bool {
    if text.ends_with('\\') {
        return false;
    }
    let bytes = text.as_bytes();
    let is_escaped = |at: usize| at > 0 && bytes.get(at - 1) == Some(&b'\\');
    let mut depth = 0_usize;
    for at in (0..bytes.len()).rev().take(FURTHEST) {
        match bytes.get(at) {
            Some(b'\n') if at > 0 && bytes.get(at - 1) == Some(&b'\n') => return false,
            Some(b']') if !is_escaped(at) => depth += 1,
            Some(b'[') if !is_escaped(at) && depth > 0 => depth -= 1,
            Some(b'[') if !is_escaped(at) => return bytes.get(at + 1) != Some(&b'^'),
            _ => {}
        }
    }
    false
}

/// Writes an address as CommonMark takes it; in one of mail, a space is a slip.
fn without_spaces(address: &str) -> String {
    let address = address.trim();
    let is_mail = address.get(..7).is_some_and(|start| start.eq_ignore_ascii_case("mailto:"));
    let space = if is_mail { "" } else { "%20" };
    address.replace(['\t', ' '], space)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_with_spaces_is_one_as_kramdown_reads_it_and_code_stays() {
        for (source, wanted) in [
            ("![p](/assets/My Picture.png)", "![p](/assets/My%20Picture.png)"),
            ("See [a `b` c](/files/My Doc (1).pdf).", "See [a `b` c](/files/My%20Doc%20(1).pdf)."),
            ("[d]( /a b.pdf  \"The \"b\" of a\")", "[d](/a%20b.pdf \"The \"b\" of a\")"),
            ("[![i](/a b.png)](/c d/)", "[![i](/a%20b.png)](/c%20d/)"),
            ("[m](mailto: x@y.example)", "[m](mailto:x@y.example)"),
            ("- one\n\n    ![p](/a b.png)", "- one\n\n    ![p](/a%20b.png)"),
        ] {
            assert_eq!(links(source, Some(Dialect::Jekyll)).as_deref(), Some(wanted), "{source}");
            assert_eq!(links(source, None), None);
        }
        for source in [
            "[a](/b) and [c](/d \"e f\")",
            "[a]([b c](/d)) [a]([b c]\\(/d\\))",
            "[a](</b c>)",
            "`[a](b c)` and ``[a](b ` c)``",
            "```\n[a](b c)\n```",
            "Text\n\n    [a](b c)",
            "<pre>[a](b c)</pre>",
            "A note[^1](see below), no](link here), \\[a](b c), [a\\](b c)",
            "[a](b\nc) [a](b c",
        ] {
            assert_eq!(links(source, Some(Dialect::Jekyll)), None, "{source}");
        }
    }
}
