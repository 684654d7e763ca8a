//! What Postrider promises, one sentence a test, shown as its user sees it.

mod floors;
mod house;
