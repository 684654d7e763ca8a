//! Where TOML takes a key: before the first table, for there every key is the table's.

use std::fmt::Write as _;

use ::toml::Spanned;
use ::toml::de::{DeTable, DeValue};

use super::lines::lines;
use super::quote::quoted;
use super::{Edit, Wanted, fill, row};

/// Gives the edits that add what is wanted.
///
/// Zola takes no key it does not know but under `[extra]`, and calls a summary `description`.
pub(super) fn ways(matter: &str, end: &str, wanted: &Wanted<'_>) -> Vec<Vec<Edit>> {
    let (edits, rest) = fill(matter, '=', wanted, quoted, row);
    let zola = is_zola(matter);
    let name = if zola { "description" } else { "summary" };
    let summary = rest.summary.map(|text| format!("{name} = {}{end}", quoted(text)));
    let points = (!rest.takeaways.is_empty()).then(|| list(rest.takeaways, end));
    let way = |top: usize| {
        let mut edits = edits.clone();
        let mut first = summary.clone().unwrap_or_default();
        match points.as_ref().filter(|_| zola) {
            Some(points) => edits.push(extra(matter, points, end)),
            None => first.extend(points.clone()),
        }
        if !first.is_empty() {
            edits.push(Edit { at: top..top, text: first });
        }
        edits
    };
    [top_end(matter), 0].into_iter().map(way).collect()
}

fn list(texts: &[String], end: &str) -> String {
    let mut lines = format!("takeaways = [{end}");
    for text in texts {
        let _ = write!(lines, "  {},{end}", quoted(text));
    }
    lines + "]" + end
}

/// Does the front matter have a table that Zola knows and others do not?
fn is_zola(matter: &str) -> bool {
    lines(matter).any(|(_, line)| is_header(line, "extra") || is_header(line, "taxonomies"))
}

fn is_header(line: &str, name: &str) -> bool {
    let inner = line.trim().strip_prefix('[').and_then(|rest| rest.split_once(']'));
    inner.is_some_and(|(inner, _)| inner.trim() == name)
}

/// Puts a key first into `[extra]`, which is made at the end where there is none.
fn extra(matter: &str, text: &str, end: &str) -> Edit {
    let header = lines(matter).find(|(_, line)| is_header(line, "extra"));
    if let Some((start, _)) = header {
        let at = after_line(matter, start);
        return Edit { at: at..at, text: text.to_owned() };
    }
    let at = super::lines::last_end(matter);
    Edit { at: at..at, text: format!("{end}[extra]{end}{text}") }
}

fn after_line(matter: &str, start: usize) -> usize {
    let rest = matter.get(start..).unwrap_or_default();
    start + rest.find('\n').map_or(rest.len(), |at| at + 1)
}

/// Finds the end of the line on which the last value before the first table ends.
fn top_end(matter: &str) -> usize {
    let (table, _) = DeTable::parse_recoverable(matter);
    let top = table.get_ref().iter().filter(|(key, _)| !in_header(matter, key.span().start));
    top.map(|(_, value)| end_of(value)).max().map_or(0, |end| after_line(matter, end))
}

fn in_header(matter: &str, at: usize) -> bool {
    let before = matter.get(..at).unwrap_or_default();
    let line = before.rsplit('\n').next().unwrap_or_default();
    line.trim_start().starts_with('[')
}

fn end_of(value: &Spanned<DeValue<'_>>) -> usize {
    let inner = match value.get_ref() {
        DeValue::Table(table) => table.iter().map(|(_, value)| end_of(value)).max(),
        _ => None,
    };
    inner.unwrap_or(0).max(value.span().end)
}
