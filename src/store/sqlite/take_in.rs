//! Taking in many people at once, only ever towards less.

/// What an import did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Imported {
    /// How many rows were read.
    pub rows: u64,
}
