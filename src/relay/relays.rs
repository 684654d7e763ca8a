//! All relays of a run: one as a rule, or several that share the messages among them.

use super::{FilesError, Relay, SmtpError};
use crate::config;
use crate::issue::Issue;

/// One relay or several.
#[derive(Debug, Clone)]
pub struct Relays(Vec<Relay>);

impl From<Relay> for Relays {
    fn from(one: Relay) -> Self {
        Self(vec![one])
    }
}

impl Relays {
    /// Makes the relays of the configuration; none if it names none.
    ///
    /// # Errors
    /// When what proves a login or its CA certificates are not to be had.
    pub fn configured(
        relays: &[config::Relay],
        environment: impl Fn(&str) -> Option<String>,
    ) -> Result<Option<Self>, SmtpError> {
        let made = |relay| Relay::configured(relay, &environment);
        let all = relays.iter().map(made).collect::<Result<Vec<_>, _>>()?;
        Ok((!all.is_empty()).then_some(Self(all)))
    }

    /// Gives each, in the order of the configuration.
    #[must_use]
    pub fn all(&self) -> &[Relay] {
        &self.0
    }

    /// Gives each, the one with the greatest share first.
    #[must_use]
    pub fn by_weight(&self) -> Vec<&Relay> {
        let mut all: Vec<_> = self.0.iter().collect();
        all.sort_by_key(|relay| std::cmp::Reverse(relay.weight()));
        all
    }

    /// Are there more than one?
    #[must_use]
    pub fn are_several(&self) -> bool {
        self.0.len() > 1
    }

    /// Names them all.
    #[must_use]
    pub fn name(&self) -> String {
        self.0.iter().map(Relay::name).collect::<Vec<_>>().join(", ")
    }

    /// How many messages may be handed over at once?
    #[must_use]
    pub fn connections(&self) -> usize {
        self.0.iter().map(Relay::connections).sum()
    }

    /// Is this a dry run?
    #[must_use]
    pub fn is_dry(&self) -> bool {
        self.0.iter().any(Relay::is_dry)
    }

    /// Was a message accepted by one of them since the program started?
    #[must_use]
    pub fn has_accepted(&self) -> bool {
        self.0.iter().any(Relay::has_accepted)
    }

    /// Tells a file relay which issue comes next; the others need not know.
    ///
    /// # Errors
    /// When the issue's page cannot be written.
    pub fn announce(&self, issue: &Issue) -> Result<(), FilesError> {
        self.0.iter().try_for_each(|relay| relay.announce(issue))
    }

    /// Ends the work: files of a dry run take their places now, all at once.
    ///
    /// # Errors
    /// When a file cannot be put in its place.
    pub fn close(&self) -> Result<(), FilesError> {
        self.0.iter().try_for_each(Relay::close)
    }
}
