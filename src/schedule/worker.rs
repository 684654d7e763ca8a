//! One more sender: takes part in whatever issue is being sent.

use std::collections::BTreeMap;
use std::time::Duration;

use super::due_by;
use super::{Office, ScheduleError};
use crate::delivery::{self, DeliveryError, Progress, Report};
use crate::issue::IssueKey;
use crate::ledger::IssueState;
use crate::store::StoreError;

/// How long a worker rests when nobody is due.
const REST: Duration = Duration::from_secs(2);
/// How long it rests when the relay, or a fault of ours, put an end to a turn.
const LONG_REST: Duration = Duration::from_secs(30);

/// Takes part in every issue that is being sent, until it is asked to stop; with `once`, until
/// nobody is due.
///
/// It builds nothing and begins no issue: `publish` and `send` do. Leases, fencing numbers and the
/// relay's limits are in the store, so that any number of workers share the readers among them.
/// While the database does not answer it waits; what was in flight then is in doubt at worst.
///
/// Gives the last report of each issue it took part in.
///
/// # Errors
/// When the store fails in another way, an issue cannot be composed, or (with `once`) the database
/// does not answer.
pub async fn work(
    office: &Office<'_>,
    once: bool,
    progress: &dyn Progress,
) -> Result<Vec<Report>, ScheduleError> {
    let stop = &office.options.stop;
    let mut reports = BTreeMap::new();
    while !stop.is_asked() {
        let mut rest = REST;
        match turn(office, &mut reports, progress).await {
            Ok(_) if once => break,
            Ok(is_well) => rest = if is_well { REST } else { LONG_REST },
            Err(error) if once || !is_passing(&error) => return Err(error.into()),
            Err(error) => progress.note(&format!("{error}; trying again")),
        }
        tokio::select! {
            () = stop.asked() => {}
            () = tokio::time::sleep(rest) => {}
        }
    }
    Ok(reports.into_values().collect())
}

/// Goes once through all issues of which someone is due; says whether nothing broke off.
async fn turn(
    office: &Office<'_>,
    reports: &mut BTreeMap<IssueKey, Report>,
    progress: &dyn Progress,
) -> Result<bool, DeliveryError> {
    let mut is_well = true;
    let Office { store, relays, keyring, options, .. } = office;
    for line in store.issues().await?.into_iter().rev() {
        let sending = matches!(line.state, IssueState::Frozen | IssueState::Sending);
        let is_due = due_by(store, &line.key, &line.totals, options.clock.now());
        if sending && !options.stop.is_asked() && is_due.await? {
            let key = line.key;
            let report = delivery::run(store, &key, relays, keyring, options, progress).await?;
            is_well &= report.end.is_none();
            reports.insert(key, report);
        }
    }
    Ok(is_well)
}

/// Will this pass by itself?
fn is_passing(error: &DeliveryError) -> bool {
    let (DeliveryError::Store(error) | DeliveryError::Unrecorded { error, .. }) = error else {
        return false;
    };
    matches!(error, StoreError::Unreachable(_) | StoreError::Locked(_))
}
