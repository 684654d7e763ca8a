//! Addresses that stand alone on a line, where WordPress shows a player or a card.

use crate::text::html::escape;

/// Makes links of them: what a reader cannot play, they can follow.
pub fn linked(html: &str) -> String {
    let mut in_code = false;
    let lines = html.split('\n').map(|line| {
        in_code |= line.contains("<pre");
        let shown = if in_code { line.to_owned() } else { link(line) };
        in_code &= !line.contains("</pre>");
        shown
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn link(line: &str) -> String {
    let url = line.trim();
    let is_web = url.starts_with("https://") || url.starts_with("http://");
    if !is_web || !url.chars().all(|c| !c.is_whitespace() && !"<>\"'[]".contains(c)) {
        return line.to_owned();
    }
    let url = escape(&url.replace("&amp;", "&"));
    format!("<a href=\"{url}\">{url}</a>")
}
