//! Tables by tabs or pipes; and tables whose cells ran together, which are never guessed at.

use crate::document::tree::{Element, Node};

/// Reads lines as a table, if tabs or pipes divide them all alike.
#[must_use]
pub fn read(lines: &[&str]) -> Option<Node> {
    let rows = divided(lines, '\t').or_else(|| divided(lines, '|'))?;
    let mut rows = rows.into_iter().enumerate().map(|(at, cells)| {
        let name = if at == 0 { "th" } else { "td" };
        let cells = cells.iter().map(|cell| Element::new(name, vec![Node::text(*cell)]).into());
        Node::from(Element::new("tr", cells.collect()))
    });
    let head = Element::new("thead", vec![rows.next()?]);
    Some(
        Element::new("table", vec![head.into(), Element::new("tbody", rows.collect()).into()])
            .into(),
    )
}

/// Divides every line into the same number of cells.
fn divided<'a>(lines: &[&'a str], by: char) -> Option<Vec<Vec<&'a str>>> {
    let cells = |line: &'a str| -> Vec<&'a str> {
        let inner = if by == '|' { line.trim().trim_matches('|') } else { line };
        inner.split(by).map(str::trim).collect()
    };
    let is_rule = |line: &str| line.chars().all(|c| "-|:+= ".contains(c));
    let rows: Vec<_> = lines.iter().filter(|line| !is_rule(line)).map(|line| cells(line)).collect();
    let columns = rows.first()?.len();
    (columns > 1 && rows.len() > 1 && rows.iter().all(|row| row.len() == columns)).then_some(rows)
}

/// Do these lines look like a table whose cells lost what stood between them?
///
/// The header shows it (`ItemWeightPrice`), and most of the rows do.
#[must_use]
pub fn ran_together(lines: &[&str]) -> bool {
    let joined = lines.iter().filter(|line| has_joint(line)).count();
    let header = lines.first().is_some_and(|line| has_joint(line) && !line.trim().ends_with('.'));
    let sentences = lines.iter().filter(|line| line.trim().ends_with('.')).count();
    header && lines.len() >= 3 && joined * 3 >= lines.len() * 2 && sentences * 2 < lines.len()
}

/// Do two words of a line follow one another without a space?
fn has_joint(line: &str) -> bool {
    line.split_whitespace().any(|word| {
        let mut small = 0;
        let mut before = ' ';
        word.chars().any(|c| {
            // One small letter before a capital is a name such as "iPhone"; one or two before a
            // digit are one such as "mp3".
            let capital =
                c.is_uppercase() && (small > 1 || matches!(before, ')' | '%' | '?' | '!'));
            let digit = c.is_ascii_digit() && small > 2;
            small = if c.is_lowercase() { small + 1 } else { 0 };
            before = c;
            capital || digit
        })
    })
}

/// Shows each row as it stands: a table of one column claims nothing about cells.
#[must_use]
pub fn rows_as_they_are(lines: &[&str]) -> Node {
    let row = |name, line: &&str| {
        let cell = Element::new(name, vec![Node::text(line.trim())]);
        Node::from(Element::new("tr", vec![cell.into()]))
    };
    let head = lines.first().map(|line| row("th", line)).into_iter().collect();
    let body = lines.iter().skip(1).map(|line| row("td", line)).collect();
    let parts = vec![Element::new("thead", head).into(), Element::new("tbody", body).into()];
    Element::new("table", parts).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tabs_and_pipes_make_a_table() {
        assert!(read(&["a\tb", "c\td"]).is_some());
        assert!(read(&["| a | b |", "|---|---|", "| c | d |"]).is_some());
        assert!(read(&["a | b", "c"]).is_none());
    }

    #[test]
    fn cells_that_ran_together_are_noticed_and_kept() {
        let lines =
            ["ItemWhySunny day", "CompassFog hides the shoreyes", "WhistleHeard furtheryes"];
        assert!(ran_together(&lines));
        assert!(!ran_together(&["A line about JavaScript", "and an iPhone", "and more"]));
    }
}
