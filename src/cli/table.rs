//! Columns that stand below each other.

/// Rows of cells, the first of them a heading.
#[derive(Default)]
pub struct Table {
    rows: Vec<Vec<String>>,
    /// How wide the columns were in the lines already given.
    before: Vec<usize>,
}

impl Table {
    /// Starts with a heading.
    pub fn new(heading: &[&str]) -> Self {
        Self {
            rows: vec![heading.iter().map(|&cell| cell.to_owned()).collect()],
            before: Vec::new(),
        }
    }

    /// Adds a row.
    pub fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        self.rows.push(cells.into_iter().map(|cell| crate::text::one_line(&cell)).collect());
    }

    /// Gives the lines so far; numbers stand to the right of their column.
    ///
    /// The rows are forgotten, so that a long table can be given page by page. No column gets
    /// narrower from one page to the next.
    pub fn take_lines(&mut self) -> Vec<String> {
        let widths = self.widths();
        let line = |row: &Vec<String>| {
            let cells: Vec<String> =
                row.iter().zip(&widths).map(|(cell, width)| padded(cell, *width)).collect();
            cells.join("  ").trim_end().to_owned()
        };
        let lines = self.rows.iter().map(line).collect();
        self.rows.clear();
        self.before = widths;
        lines
    }

    fn widths(&self) -> Vec<usize> {
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        let width = |column: usize| {
            let cells = self.rows.iter().filter_map(|row| row.get(column));
            let before = self.before.get(column).copied();
            cells.map(|cell| cell.chars().count()).chain(before).max().unwrap_or(0)
        };
        (0..columns).map(width).collect()
    }
}

fn padded(cell: &str, width: usize) -> String {
    let is_number = !cell.is_empty() && cell.bytes().all(|byte| byte.is_ascii_digit());
    if is_number { format!("{cell:>width$}") } else { format!("{cell:<width$}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stand_below_each_other() {
        let mut table = Table::new(&["issue", "readers", "subject"]);
        table.row(["weekly/1".to_owned(), "7".to_owned(), "Über".to_owned()]);
        table.row(["w".to_owned(), "1200".to_owned(), String::new()]);
        assert_eq!(
            table.take_lines(),
            ["issue     readers  subject", "weekly/1        7  Über", "w            1200"]
        );
        table.row(["w".to_owned(), "8".to_owned(), "the next page".to_owned()]);
        assert_eq!(table.take_lines(), ["w               8  the next page"]);
    }
}
