//! Comments of templates: they go with all they hold, however many lines that is.

use super::mark::{HUGO_ENDS, Mark, closed, enclosed, whole};
use super::missing::Missing;
use super::shown::Shown;

/// Reads the comment that starts here.
#[must_use]
pub fn read<'a>(rest: &'a str, before: &str, missing: &mut Missing) -> Option<Mark<'a>> {
    let kramdown = if is_escaped(before) { None } else { kramdown(rest, missing) };
    let written = kramdown
        .or_else(|| hugo(rest, missing))
        .or_else(|| liquid(rest, missing))
        .or_else(|| nunjucks(rest, missing))?;
    Some(Mark::new(written, Shown::Nothing))
}

/// Takes a stroke before a mark its meaning away? Only where Markdown is read at once with it.
pub(super) fn is_escaped(before: &str) -> bool {
    let strokes = before.len() - before.trim_end_matches('\\').len();
    strokes % 2 == 1
}

/// Kramdown's `{::comment} text {:/comment}`, which `{:/}` ends as well.
fn kramdown<'a>(rest: &'a str, missing: &mut Missing) -> Option<&'a str> {
    const START: &str = "{::comment}";
    let inner = rest.strip_prefix(START)?;
    let ends = ["{:/comment}", "{:/}"].into_iter();
    let ends = ends.filter_map(|end| Some(START.len() + missing.find(inner, end)? + end.len()));
    rest.get(..ends.min().unwrap_or(START.len()))
}

/// `{{< comment >}} text {{< /comment >}}`, and the same with `%`.
fn hugo<'a>(rest: &'a str, missing: &mut Missing) -> Option<&'a str> {
    const NAME: &str = "comment";
    let written = closed(rest, "{{<", ">}}").or_else(|| closed(rest, "{{%", "%}}"))?;
    let inner = written.get(3..written.len() - 3)?.trim();
    if inner.split_whitespace().next() != Some(NAME) || inner.ends_with('/') {
        return None;
    }
    if missing.has(NAME) {
        return Some(written);
    }
    let whole = whole(rest, written, NAME, &HUGO_ENDS).map(|(_, whole)| whole);
    if whole.is_none() {
        missing.add(NAME);
    }
    Some(whole.unwrap_or(written))
}

/// Liquid's `{% comment %} text {% endcomment %}`.
fn liquid<'a>(rest: &'a str, missing: &mut Missing) -> Option<&'a str> {
    const END: &str = "endcomment";
    let written = closed(rest, "{%", "%}")?;
    if written.get(2..written.len() - 2)?.trim_matches(['-', '+', ' ', '\n']) != "comment" {
        return None;
    }
    let whole = missing.find(rest, END).and_then(|end| {
        let end = end + rest.get(end..)?.find("%}")? + 2;
        rest.get(..end)
    });
    if whole.is_none() {
        missing.add(END);
    }
    Some(whole.unwrap_or(written))
}

/// Jinja's and Nunjucks' `{# text #}`; `{#text#}` may be a heading's id, so it holds no brace.
fn nunjucks<'a>(rest: &'a str, missing: &mut Missing) -> Option<&'a str> {
    const END: &str = "#}";
    let inner = rest.strip_prefix("{#")?;
    if inner.starts_with(|c: char| c.is_whitespace() || c == '-') {
        let end = missing.find(rest, END)? + END.len();
        return rest.get(..end);
    }
    enclosed(rest, "{#", END).filter(|written| written.matches('}').count() == 1)
}
