//! Marks of shortcodes that nobody knows: they drop out, and what stands between them stays.

use std::collections::HashSet;

use super::{KNOWN, name_of};

/// Tells them from words in brackets, such as `[sic]` and `a[0]`.
pub struct Unknown<'a> {
    /// The names that are closed somewhere.
    closed: HashSet<&'a str>,
    in_code: bool,
}

impl<'a> Unknown<'a> {
    /// Looks for what is closed in a text.
    pub fn of(html: &'a str) -> Self {
        let marks = html.split("[/").skip(1).filter_map(|rest| rest.split_once(']'));
        let closed = marks.map(|(name, _)| name).filter(|name| is_name(name)).collect();
        Self { closed, in_code: false }
    }

    /// Passes over text without a bracket.
    pub fn pass(&mut self, text: &str) {
        for (at, _) in text.match_indices('<') {
            let tag = text.get(at + 1..).unwrap_or_default();
            if tag.starts_with("pre") || tag.starts_with("code") {
                self.in_code = true;
            } else if tag.starts_with("/pre") || tag.starts_with("/code") {
                self.in_code = false;
            }
        }
    }

    /// Gives the length and the name of the mark that starts here, if one does.
    pub fn mark(&self, tail: &str) -> Option<(usize, String)> {
        let closing = tail.starts_with("[/");
        let name = if closing { name_of(tail.get(1..)?) } else { name_of(tail) };
        if self.in_code || KNOWN.contains(&name.as_str()) || !is_name(&name) {
            return None;
        }
        // No mark holds another; one that is never closed is not searched for to the end.
        let end = tail.get(1..)?.find(['[', ']']).map(|at| at + 1)?;
        if tail.as_bytes().get(end) != Some(&b']') {
            return None;
        }
        let rest = tail.get(1 + usize::from(closing) + name.len()..end)?;
        let is_mark = if closing {
            rest.is_empty()
        } else {
            self.closed.contains(name.as_str()) && (rest.is_empty() || rest.starts_with(' '))
                || has_attribute(rest)
        };
        is_mark.then_some((end + 1, name))
    }
}

fn is_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
}

/// Does ` key="value"` follow?
fn has_attribute(rest: &str) -> bool {
    let Some((key, value)) = rest.split_once('=') else { return false };
    rest.starts_with(' ') && is_name(key.trim()) && value.starts_with(['"', '\''])
}
