//! Tells how deep HTML nests before a parser spends time on it.
//!
//! Building a tree costs depth times length, so a few hundred kilobytes of nested elements would
//! hold a build up for minutes. This walk costs the length alone.

/// Gives the line, counted from 1, on which HTML becomes deeper than `most`.
#[must_use]
pub fn too_deep(html: &str, most: usize) -> Option<u32> {
    let mut open: Vec<&str> = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        rest = rest.get(at + 1..)?;
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = comment.find("-->").and_then(|end| comment.get(end + 3..))?;
            continue;
        }
        let (closing, name) = tag(rest);
        if name.is_empty() || !nests(name) {
            continue;
        }
        if closing {
            close(&mut open, name);
            continue;
        }
        open.push(name);
        if open.len() > most {
            let before = html.len() - rest.len();
            let lines = html.get(..before)?.matches('\n').count();
            return Some(u32::try_from(lines).unwrap_or(u32::MAX).saturating_add(1));
        }
        if is_raw_text(name) {
            rest = after_raw_text(rest, name)?;
            open.pop();
        }
    }
    None
}

/// Reads what stands behind `<`: is it an end tag, and its name.
fn tag(rest: &str) -> (bool, &str) {
    let closing = rest.starts_with('/');
    let rest = rest.strip_prefix('/').unwrap_or(rest);
    let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(rest.len());
    (closing, rest.get(..end).unwrap_or_default())
}

/// Can an element of this name stay open around others? Those that close themselves cannot.
fn nests(name: &str) -> bool {
    const NOT: [&str; 34] = [
        "p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "colgroup", "option",
        "optgroup", "rt", "rp", "br", "hr", "img", "input", "meta", "link", "area", "base", "col",
        "embed", "source", "track", "wbr", "param", "html", "head", "body", "image", "frame",
    ];
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && !NOT.iter().any(|not| name.eq_ignore_ascii_case(not))
}

/// Closes the nearest open element of this name, and blocks between, as a parser would.
fn close(open: &mut Vec<&str>, name: &str) {
    let fence =
        |open: &str| ["table", "object", "template"].iter().any(|f| open.eq_ignore_ascii_case(f));
    let is_fence = fence(name);
    for at in (0..open.len()).rev() {
        let Some(candidate) = open.get(at) else { return };
        if candidate.eq_ignore_ascii_case(name) {
            if closes_what_it_holds(name) {
                open.truncate(at);
            } else {
                open.remove(at);
            }
            return;
        }
        if fence(candidate) && !is_fence {
            return;
        }
    }
}

fn closes_what_it_holds(name: &str) -> bool {
    const BLOCKS: [&str; 17] = [
        "div",
        "section",
        "article",
        "main",
        "ul",
        "ol",
        "dl",
        "table",
        "blockquote",
        "figure",
        "header",
        "footer",
        "aside",
        "nav",
        "details",
        "form",
        "pre",
    ];
    BLOCKS.iter().any(|block| name.eq_ignore_ascii_case(block))
}

fn is_raw_text(name: &str) -> bool {
    ["script", "style", "textarea", "title", "xmp"].iter().any(|raw| name.eq_ignore_ascii_case(raw))
}

fn after_raw_text<'a>(rest: &'a str, name: &str) -> Option<&'a str> {
    let mut from = 0;
    while let Some(at) = rest.get(from..)?.find("</") {
        let start = from + at + 2;
        let end = start + name.len();
        if rest.get(start..end).is_some_and(|found| found.eq_ignore_ascii_case(name)) {
            return rest.get(end..);
        }
        from = start;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_on_which_it_becomes_too_deep_is_named() {
        let html = format!("<p>\n{}", "<div>\n".repeat(300));
        assert_eq!(too_deep(&html, 200), Some(202));
        assert_eq!(too_deep(&html, 300), None);
    }

    #[test]
    fn long_flat_pages_are_not_deep() {
        let html = "<div><p>a<li>b<br><img><b>c</b></div><script>'<div>'</script>".repeat(1000);
        assert_eq!(too_deep(&html, 10), None);
    }

    #[test]
    fn stray_end_tags_do_not_hide_depth() {
        assert!(too_deep(&"<div></x>".repeat(300), 200).is_some());
        assert!(too_deep(&"<b><div></b>".repeat(300), 200).is_some());
        assert!(too_deep(&"<div><table></div>".repeat(300), 200).is_some());
    }
}
