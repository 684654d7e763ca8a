//! Lines that stand together between empty lines.

use super::{heading, list};

/// Lines without an empty line between them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chunk<'a> {
    /// The first line's number, counted from 1.
    pub line: u32,
    /// The lines, with the white space they start with.
    pub lines: Vec<&'a str>,
}

impl<'a> Chunk<'a> {
    /// Gives the text, if it is one line.
    #[must_use]
    pub fn single(&self) -> Option<&'a str> {
        match self.lines.as_slice() {
            [line] => Some(line.trim()),
            _ => None,
        }
    }

    /// Is every line a list item, or goes on with the one before?
    #[must_use]
    pub fn is_list(&self) -> bool {
        let first = self.lines.first().is_some_and(|line| list::item(line).is_some());
        first && self.lines.iter().all(|line| list::item(line).is_some() || line.starts_with("  "))
    }

    /// Finds the first list item, if the chunk ends in a list.
    #[must_use]
    pub fn first_item(&self) -> Option<usize> {
        let at = self.lines.iter().position(|line| list::item(line).is_some())?;
        let rest = self.lines.get(at..)?;
        let all = rest.iter().all(|line| list::item(line).is_some() || line.starts_with("  "));
        (at > 0 && rest.len() > 1 && all).then_some(at)
    }
}

/// Is it a title such as "Key takeaways" right above its first point?
fn heads_list(chunk: &Chunk<'_>, line: &str) -> bool {
    chunk.single().is_some_and(heading::is_known) && list::item(line).is_some()
}

/// Splits a text at its empty lines.
#[must_use]
pub fn split(text: &str) -> Vec<Chunk<'_>> {
    let mut chunks: Vec<Chunk<'_>> = Vec::new();
    let mut open = false;
    for (number, line) in (1_u32..).zip(text.lines()) {
        let line = line.trim_end();
        if line.trim().is_empty() {
            open = false;
            continue;
        }
        match chunks.last_mut() {
            Some(chunk) if open && !heads_list(chunk, line) => chunk.lines.push(line),
            _ => chunks.push(Chunk { line: number, lines: vec![line] }),
        }
        open = true;
    }
    chunks
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn a_known_title_right_above_its_points_stands_on_its_own() {
        let lines = |text| split(text).iter().map(|chunk| chunk.lines.len()).collect::<Vec<_>>();
        assert_eq!(lines("Key Takeaways\n• one\n• two\n\nText"), [1, 2, 1]);
        assert_eq!(lines("We need:\n• one\n• two"), [3]);
    }
}
