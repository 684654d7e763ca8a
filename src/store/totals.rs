//! How many readers an issue has, and where they stand.

use std::collections::BTreeMap;

use crate::ledger::{DeliveryState, Excluded};

/// The numbers of an issue; they balance.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Totals {
    /// Everyone with a subscription when the readers were chosen.
    pub candidates: u64,
    /// Those chosen.
    pub readers: u64,
    /// Those not chosen, by reason.
    pub excluded: BTreeMap<Excluded, u64>,
    /// The readers by the state of their delivery.
    pub states: BTreeMap<DeliveryState, u64>,
}

impl Totals {
    /// Gives how many deliveries are in a state.
    #[must_use]
    pub fn count(&self, state: DeliveryState) -> u64 {
        self.states.get(&state).copied().unwrap_or(0)
    }

    /// Gives how many deliveries are not in a final state.
    #[must_use]
    pub fn open(&self) -> u64 {
        self.states.iter().filter(|(state, _)| !state.is_final()).map(|(_, count)| count).sum()
    }

    /// Is every candidate a reader or excluded with a reason, and every reader in one state?
    #[must_use]
    pub fn balance(&self) -> bool {
        let excluded: u64 = self.excluded.values().sum();
        let readers: u64 = self.states.values().sum();
        self.candidates == self.readers + excluded && self.readers == readers
    }
}
