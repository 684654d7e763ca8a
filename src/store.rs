//! What is kept: subscribers, issues, and the ledger of deliveries.

#[cfg(test)]
mod contract;
mod error;
#[cfg(feature = "postgres")]
mod postgres;
mod quota;
mod sender;
mod shared;
mod sql;
mod sqlite;
mod totals;

pub use error::StoreError;
pub use quota::{Full, Quota};
pub use sender::Sender;
pub use shared::{
    BY_CONFIGURATION, DeliveryLine, Imported, IssueLine, Person, Resolve, Store, StoredIssue,
    Subscribed,
};
pub use totals::Totals;
