//! What feeds promise, rule by rule.

mod any;
mod archive;
mod checked;
mod making;
mod parts;
mod read;
mod said;
