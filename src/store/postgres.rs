//! The shared store: a schema of a PostgreSQL database, for workers on many machines.

mod copy;
mod migrations;
mod open;
mod session;
mod transport;

pub(super) use session::{Session, Sessions};
