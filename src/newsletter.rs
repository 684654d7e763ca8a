//! What a newsletter's next issue holds, and when it is due.

mod cadence;
mod choice;

pub use cadence::{Due, due, key};
pub use choice::{Choice, History, Why, choose};
