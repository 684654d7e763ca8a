//! Many rows in one statement.

use super::Value;

/// The type of a column that is handed in.
#[derive(Clone, Copy)]
pub(in crate::store) enum Type {
    Number,
    Text,
}

impl Type {
    /// A value of this type that is none.
    pub(in crate::store) fn nothing<'q>(self) -> Value<'q> {
        match self {
            Self::Number => Value::Number(None),
            Self::Text => Value::Text(None),
        }
    }
}

/// How many rows one statement takes at most: each number of rows is a statement of its own to the
/// database, and those it has seen are ready.
pub(in crate::store) const MOST_ROWS: usize = 16;

/// Writes `(CAST($3 AS BIGINT), CAST($4 AS TEXT)), (…)` for rows whose values come from `$first` on.
///
/// The casts tell PostgreSQL what the values are; to SQLite they say what it knows.
pub(in crate::store) fn values(first: usize, columns: &[Type], rows: usize) -> String {
    let place = |number: usize, column: &Type| match column {
        Type::Number => format!("CAST(${number} AS BIGINT)"),
        Type::Text => format!("CAST(${number} AS TEXT)"),
    };
    let row = |row: usize| {
        let first = first + row * columns.len();
        let places: Vec<String> = (first..).zip(columns).map(|(n, c)| place(n, c)).collect();
        format!("({})", places.join(", "))
    };
    (0..rows).map(row).collect::<Vec<_>>().join(", ")
}
