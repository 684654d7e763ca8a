//! What feeds promise, rule by rule.

mod any;
mod archive;
mod checked;
mod former;
mod hubs;
mod kinds;
mod look;
mod making;
mod parts;
mod podcast;
mod read;
mod refused;
mod said;
mod settings;
