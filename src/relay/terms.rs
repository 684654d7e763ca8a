//! What a relay that passes messages on allows, and whether it has taken one.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::manners::Manners;
use crate::config;

/// The bounds of a relay as configured, and its first acceptance.
pub(super) struct Terms {
    /// What it is called.
    pub(super) name: String,
    /// Its share beside those of other relays.
    pub(super) weight: u32,
    /// How many messages may be handed over at once.
    pub(super) connections: usize,
    limits: (config::Limits, BTreeMap<String, config::Limits>),
    accepted: AtomicBool,
    /// How it may be spoken to.
    pub(super) manners: Arc<Manners>,
}

impl Terms {
    pub(super) fn new(relay: &config::Relay) -> Self {
        Self {
            name: relay.called(),
            weight: relay.weight,
            connections: relay.connections,
            limits: (relay.limits, relay.domains.clone()),
            accepted: AtomicBool::new(false),
            manners: Arc::default(),
        }
    }

    /// What it allows in a time, in all and to each domain with limits of its own.
    pub(super) fn limits(&self) -> (config::Limits, BTreeMap<String, config::Limits>) {
        self.limits.clone()
    }

    /// Was a message accepted here since we started?
    pub(super) fn has_accepted(&self) -> bool {
        self.accepted.load(Ordering::Relaxed)
    }

    /// Remembers that a message was accepted.
    pub(super) fn note_accepted(&self) {
        self.accepted.store(true, Ordering::Relaxed);
    }
}
