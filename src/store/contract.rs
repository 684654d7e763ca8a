//! What any store promises, written against its public face alone.

mod house;
mod ledger;
mod opening;
mod people;
mod random;
mod scale;
