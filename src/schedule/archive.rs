//! Which issues have pages on the web.

use super::ScheduleError;
use crate::build::{Archive, IssuePage, page_of};
use crate::config::Config;
use crate::ledger::{DeliveryState, IssueState};
use crate::store::{IssueLine, Store};

/// Tells a build of all issues that readers got, or are about to get.
///
/// Only a page that does not stand yet is read from the store: an issue never changes.
///
/// # Errors
/// When the store fails, or the list of what was written cannot be read.
pub async fn archive(store: &Store, config: &Config) -> Result<Archive, ScheduleError> {
    let mut archive = Archive::before_store(config)?;
    for line in store.issues().await? {
        if !is_public(&line) {
            archive.withdrawn.push(line.key);
            continue;
        }
        let stands = archive.stood.contains(&page_of(&line.newsletter, &line.key));
        let web = if stands { None } else { Some(store.web_page(&line.key).await?) };
        let IssueLine { key, newsletter, frozen_at, subject, .. } = line;
        archive.issues.push(IssuePage { key, newsletter, frozen_at, subject, web });
    }
    Ok(archive)
}

fn is_public(line: &IssueLine) -> bool {
    let sent = || line.totals.count(DeliveryState::Accepted);
    let in_doubt = || line.totals.count(DeliveryState::InDoubt);
    match line.state {
        IssueState::Draft => false,
        IssueState::Cancelled => sent() + in_doubt() > 0,
        _ => true,
    }
}
