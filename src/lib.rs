//! Postrider carries a publication's articles to its readers.
//!
//! Read the modules below from top to bottom and you have read the product. Each paragraph is a
//! floor: a module imports only from floors above its own, and modules of one floor do not import
//! each other. `tests/promises/floors.rs` holds this.

pub mod address;
pub mod finding;
pub mod stamp;
pub mod text;
pub mod time;
pub mod token;
pub mod xml;

pub mod config;
pub mod template;

pub mod document;

pub mod summary;

pub mod article;
pub mod import;

pub mod publication;

pub mod feed;
pub mod newsletter;
pub mod subscriber;

pub mod issue;

pub mod ledger;
pub mod message;

pub mod cache;
pub mod fetch;
#[cfg(feature = "model")]
pub mod model;
pub mod output;
pub mod relay;
pub mod store;

pub mod summarize;

pub mod build;
pub mod delivery;

pub mod schedule;

pub mod server;

pub mod cli;
