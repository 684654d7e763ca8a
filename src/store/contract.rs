//! What any store promises, written against its public face alone.

#[cfg(feature = "postgres")]
mod effort;
mod finding;
mod house;
mod ledger;
mod opening;
mod people;
#[cfg(feature = "postgres")]
mod postgres;
mod quota;
mod random;
mod scale;
mod turns;
