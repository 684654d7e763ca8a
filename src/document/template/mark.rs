//! One template mark, and what it stands for.

use super::Kind;
use super::arguments::Arguments;
use super::missing::Missing;
use super::shown::Shown;
use super::{comment, pelican, shortcode};
use crate::config::Dialect;

/// A mark as written, and what it stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark<'a> {
    /// The whole mark.
    pub written: &'a str,
    /// What it stands for.
    pub shown: Shown,
    /// Does it start (or end) a text in which no mark is one?
    pub raw: Option<bool>,
}

impl Mark<'_> {
    pub(super) fn new(written: &str, shown: Shown) -> Mark<'_> {
        Mark { written, shown, raw: None }
    }

    /// Ends it a text in which no mark is one?
    #[must_use]
    pub fn ends_raw(&self) -> bool {
        self.raw == Some(false)
    }

    /// Gives the mark as its author knows it: brackets and name.
    #[must_use]
    pub fn name(&self) -> String {
        let open = ["{{<", "{{%", "{{-", "{{", "{%-", "{%"];
        let open = open.iter().find(|open| self.written.starts_with(**open)).unwrap_or(&"");
        let close: String = open.chars().rev().map(mirrored).collect();
        let inner = self.written.get(open.len()..).unwrap_or_default();
        let inner = inner.trim_end_matches(['}', '%', '>', '-']).trim();
        let call = inner.find(|c: char| c.is_whitespace() || c == '(').unwrap_or(inner.len());
        let (name, rest) = inner.split_at(call);
        // What is included tells more than that something is.
        let file = rest.split_whitespace().next().filter(|_| name.starts_with("include"));
        let name = file.map_or_else(|| name.to_owned(), |file| format!("{name} {file}"));
        let short: String = name.chars().take(60).collect();
        if open.is_empty() {
            return self.written.chars().take(60).collect();
        }
        format!("{open} {short} {close}")
    }
}

fn mirrored(bracket: char) -> char {
    match bracket {
        '{' => '}',
        '<' => '>',
        other => other,
    }
}

/// Reads the mark that starts here; `before` is the text already written.
#[must_use]
pub fn read<'a>(
    rest: &'a str,
    before: &str,
    kind: Kind,
    missing: &mut Missing,
) -> Option<Mark<'a>> {
    if !rest.starts_with('{') || before.ends_with('$') {
        return None;
    }
    comment::read(rest, before, missing)
        .or_else(|| hugo(rest, missing))
        .or_else(|| liquid(rest, missing))
        .or_else(|| output(rest))
        .or_else(|| Some(Mark::new(enclosed(rest, "{/*", "*/}")?, Shown::Nothing)))
        .or_else(|| if kind == Kind::Html { None } else { attributes(rest, before) })
        .or_else(|| pelican::read(rest, before))
}

pub(super) fn enclosed<'a>(rest: &'a str, open: &str, close: &str) -> Option<&'a str> {
    let inner = super::window(rest).strip_prefix(open)?;
    let end = inner.find(close)? + open.len() + close.len();
    rest.get(..end)
}

/// Gives the mark that starts here; none where it is never closed, and what would close it belongs to
/// another: behind an empty line, or behind the sign that opens that one.
pub(super) fn closed<'a>(rest: &'a str, open: &str, close: &str) -> Option<&'a str> {
    let written = enclosed(rest, open, close)?;
    let inner = written.get(open.len()..written.len() - close.len())?;
    let lines: Vec<&str> = inner.split('\n').collect();
    let between = lines.get(1..lines.len().saturating_sub(1)).unwrap_or_default();
    let is_parted = between.iter().any(|line| line.trim().is_empty());
    // Texts in backticks may have empty lines, and so may what Liquid calls by its own name.
    let may_be_parted = inner.contains('`') || inner.trim_start().starts_with("liquid");
    (!inner.contains(open) && (!is_parted || may_be_parted)).then_some(written)
}

/// Gives the sign of a mark that starts here and is never closed, and the mark as its author knows
/// it: `{{< figure`.
#[must_use]
pub fn unclosed(rest: &str, dialect: Option<Dialect>) -> Option<(&str, String)> {
    let liquid = matches!(dialect, Some(Dialect::Jekyll | Dialect::Eleventy | Dialect::Zola));
    let signs: &[&str] = if liquid { &["{{<", "{{%", "{%-", "{%"] } else { &["{{<", "{{%"] };
    let sign = signs.iter().find(|sign| rest.starts_with(**sign))?;
    let inner = rest.get(sign.len()..)?.trim_start_matches(' ');
    let end = inner.find(|c: char| !(c.is_ascii_alphanumeric() || "_-/".contains(c)));
    let name = inner.get(..end.unwrap_or(inner.len())).filter(|name| !name.is_empty())?;
    let name: String = name.chars().take(60).collect();
    Some((rest.get(..rest.len() - inner.len())?, format!("{sign} {name}")))
}

/// A mark that an author wanted shown as it is.
fn quoted<'a>(rest: &'a str, open: &str, close: &str) -> Option<Mark<'a>> {
    let written = enclosed(rest, open, close)?;
    let plain = written.replacen("/*", "", 1).replacen("*/", "", 1);
    Some(Mark::new(written, Shown::Text(format!("`{plain}`"))))
}

/// How the mark starts that closes one of Hugo's.
pub(super) const HUGO_ENDS: [&str; 4] = ["{{< /", "{{</", "{{% /", "{{%/"];

/// `{{< name args >}}` and `{{% name args %}}`.
fn hugo<'a>(rest: &'a str, missing: &mut Missing) -> Option<Mark<'a>> {
    if let Some(mark) = quoted(rest, "{{</*", "*/>}}").or_else(|| quoted(rest, "{{%/*", "*/%}}")) {
        return Some(mark);
    }
    let written = closed(rest, "{{<", ">}}").or_else(|| closed(rest, "{{%", "%}}"))?;
    let inner = written.get(3..written.len() - 3)?;
    Some(block(rest, written, inner, &HUGO_ENDS, missing))
}

/// `{% name args %}`.
fn liquid<'a>(rest: &'a str, missing: &mut Missing) -> Option<Mark<'a>> {
    if let Some(mark) = quoted(rest, "{%/*", "*/%}") {
        return Some(mark);
    }
    let written = closed(rest, "{%", "%}")?;
    let inner = written.get(2..written.len() - 2)?.trim_matches(['-', '+', ' ', '\n']);
    match inner {
        "raw" | "verbatim" => Some(Mark { raw: Some(true), ..Mark::new(written, Shown::Nothing) }),
        "endraw" | "endverbatim" => {
            Some(Mark { raw: Some(false), ..Mark::new(written, Shown::Nothing) })
        }
        _ => {
            let ends = ["{% end", "{%- end", "{%end", "{%-end"];
            Some(block(rest, written, inner, &ends, missing))
        }
    }
}

/// A mark whose end belongs to it where it holds code; `ends` start the mark that closes it.
fn block<'a>(
    rest: &'a str,
    written: &'a str,
    inner: &str,
    ends: &[&str],
    missing: &mut Missing,
) -> Mark<'a> {
    let arguments = Arguments::read(inner);
    let is_code = matches!(arguments.name.as_str(), "highlight" | "codeblock" | "code" | "mermaid");
    let whole = || whole(rest, written, &arguments.name, ends);
    let known = missing.has(&arguments.name);
    let found = (is_code && !known).then(whole).flatten();
    if is_code && found.is_none() {
        missing.add(&arguments.name);
    }
    if let Some((code, whole)) = found {
        return Mark::new(whole, Shown::Code { language: language(&arguments), text: code.into() });
    }
    Mark::new(written, shortcode::meaning(&arguments))
}

/// Gives what a mark of this name encloses, and both with the mark that closes it.
pub(super) fn whole<'a>(
    rest: &'a str,
    written: &str,
    name: &str,
    ends: &[&str],
) -> Option<(&'a str, &'a str)> {
    let after = rest.get(written.len()..)?;
    let closes = |at: &usize| {
        let here = after.get(*at..).unwrap_or_default();
        let closed = ends.iter().find_map(|end| here.strip_prefix(end));
        closed.is_some_and(|closed| closed.starts_with(name))
    };
    let at = after.match_indices('{').map(|(at, _)| at).find(closes)?;
    let end = at + after.get(at..)?.find('}')?;
    let end = end + after.get(end..)?.chars().take_while(|c| *c == '}').count();
    Some((after.get(..at)?, rest.get(..written.len() + end)?))
}

fn language(arguments: &Arguments) -> String {
    let named = arguments.named(&["lang", "language"]);
    let word = || arguments.word(0).map(|word| word.strip_prefix("lang:").unwrap_or(word));
    let language = named.or_else(word).unwrap_or_default();
    let fits = |c: char| c.is_ascii_alphanumeric() || "+#-_.".contains(c);
    if language.is_empty() && arguments.name == "mermaid" {
        return "mermaid".to_owned();
    }
    if language.chars().all(fits) { language.to_owned() } else { String::new() }
}

/// `{{ expression }}`, if it is one of a template's.
fn output(rest: &str) -> Option<Mark<'_>> {
    if let Some(mark) = quoted(rest, "{{/*", "*/}}") {
        return Some(mark);
    }
    let written = enclosed(rest, "{{", "}}")?;
    let inner = written.get(2..written.len() - 2)?.trim_matches(['-', ' ', '\n', '\t']);
    let called = inner.find('(').filter(|_| inner.ends_with(')'));
    let name = called.and_then(|at| inner.get(..at)).unwrap_or_default();
    if !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') {
        return Some(Mark::new(written, shortcode::meaning(&Arguments::read(inner))));
    }
    // Over several lines, only what is surely one expression: braces in braces are a formula's.
    if written.contains('\n') && (!is_balanced(inner) || is_parted(written)) {
        return None;
    }
    Some(Mark::new(written, value(inner)))
}

/// Is each brace in it closed, and none that opened before it?
fn is_balanced(text: &str) -> bool {
    let mut open = 0_usize;
    let fits = text.chars().all(|c| match c {
        '{' => {
            open += 1;
            true
        }
        '}' => open.checked_sub(1).map(|left| open = left).is_some(),
        _ => true,
    });
    fits && open == 0
}

/// Is there an empty line in it?
fn is_parted(text: &str) -> bool {
    text.lines().any(|line| line.trim().is_empty())
}

/// What an expression gives, as far as that can be told.
fn value(inner: &str) -> Shown {
    let (subject, filters) = inner.split_once('|').unwrap_or((inner, ""));
    let subject = subject.trim();
    let quote = |quote: char| subject.strip_prefix(quote)?.strip_suffix(quote);
    if let Some(literal) = quote('"').or_else(|| quote('\'')) {
        let fits = |filter: &str| {
            let name = filter.trim().split([':', '(', ' ']).next().unwrap_or_default();
            ["", "relative_url", "absolute_url", "url", "escape", "safe", "xml_escape", "raw"]
                .contains(&name)
        };
        let known = filters.split('|').all(fits);
        return if known { Shown::Text(literal.to_owned()) } else { Shown::Unknown };
    }
    // What stands before a path on the site itself: the path that follows says it all.
    let bases = [
        "site.baseurl",
        "site.url",
        "site.github.url",
        "site.base_url",
        "site.BaseURL",
        "config.base_url",
        "metadata.url",
        "SITEURL",
        "base_url",
        "baseurl",
        "relative_root",
        ".Site.BaseURL",
    ];
    if bases.contains(&subject) { Shown::Nothing } else { Shown::Unknown }
}

/// Kramdown's `{: .class}` anywhere, and `{#id}` at the end of a heading.
fn attributes<'a>(rest: &'a str, before: &str) -> Option<Mark<'a>> {
    if comment::is_escaped(before) {
        return None;
    }
    let near = super::window(rest);
    let end =
        near.find(['}', '\n']).filter(|at| near.get(*at..).is_some_and(|it| it.starts_with('}')));
    let end = end? + 1;
    let written = rest.get(..end)?;
    let id = written.starts_with("{#")
        && super::ends_line(rest.get(end..)?)
        && before.rsplit('\n').next().is_some_and(|line| line.starts_with('#'));
    let extension = written.starts_with("{::") || written.starts_with("{:/");
    let kramdown =
        extension || (written.starts_with("{:") && !before.ends_with(char::is_alphanumeric));
    let shown = if id { anchor(written) } else { Shown::Nothing };
    (id || kramdown).then(|| Mark::new(written, shown))
}

/// Names the place of `{#id}`: links within the article lead there.
fn anchor(written: &str) -> Shown {
    let id = written.trim_matches(['{', '}', '#']).split_whitespace().next().unwrap_or_default();
    let fits = !id.is_empty() && id.chars().all(|c| c.is_alphanumeric() || "-_.:".contains(c));
    if fits { Shown::Text(format!("<a id=\"{id}\"></a>")) } else { Shown::Nothing }
}
