//! What feeds promise, rule by rule.

mod any;
mod checked;
mod making;
mod parts;
mod read;
mod said;
