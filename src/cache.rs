//! What was computed or paid for once and need not be again. Deleting any of it is safe.

pub mod answers;
