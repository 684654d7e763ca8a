//! What any store promises, written against its public face alone.

mod finding;
mod house;
mod ledger;
mod opening;
mod people;
#[cfg(feature = "postgres")]
mod postgres;
mod random;
mod scale;
mod turns;
