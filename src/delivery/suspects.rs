//! Is the relay unwell, or does it only say so to one reader?

use std::collections::HashMap;

use crate::ledger::reply::Cause;
use crate::ledger::{Claim, Phase};

/// How often a relay that hangs up on a reader is taken at its word.
const HUNG_UP: u32 = 3;
/// How often one that finds us too fast is; some readers meet that several times by chance.
const TOO_FAST: u32 = 5;

/// Readers at whose turn the relay said that it is unwell, or that we are too fast.
///
/// Such words are about the relay, so the reader is untouched. But said to the same reader again and
/// again, while others are served, they are about that one: such a reader is deferred like any
/// other, for else it would stand in the way of all who come after it, in this run and in each later.
#[derive(Debug, Default)]
pub(super) struct Suspects {
    is_served: bool,
    tries: HashMap<i64, u32>,
}

impl Suspects {
    /// Begins a run; `is_served` where the relay was seen to serve others before.
    pub(super) fn new(is_served: bool) -> Self {
        Self { is_served, tries: HashMap::new() }
    }

    /// The relay served a reader.
    pub(super) fn served(&mut self) {
        self.is_served = true;
    }

    /// How often did the relay say so at this reader's turn?
    pub(super) fn tries(&self, claim: &Claim) -> u32 {
        self.tries.get(&claim.delivery).copied().unwrap_or(0)
    }

    /// Is what the relay said at this reader's turn about the reader?
    pub(super) fn is_to_blame(&mut self, claim: &Claim, phase: Phase, cause: Cause) -> bool {
        let most = match cause {
            Cause::RelayUnwell => HUNG_UP,
            Cause::Throttled => TOO_FAST,
            _ => return false,
        };
        // Up to MAIL the relay has not heard of the reader.
        if !matches!(phase, Phase::Rcpt | Phase::Data | Phase::Dot) {
            return false;
        }
        let tries = self.tries.entry(claim.delivery).or_default();
        *tries += 1;
        // An earlier run found out already.
        claim.cause == Some(cause) || (self.is_served && *tries >= most)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::address::Address;
    use crate::subscriber::SubscriberId;

    fn claim(delivery: i64, cause: Option<Cause>) -> Claim {
        let address = Address::parse("ana@reader.example").unwrap();
        Claim {
            delivery,
            fence: 1,
            subscriber: SubscriberId(1),
            address,
            name: None,
            attempts: u32::from(cause.is_some()),
            first_attempt: None,
            cause,
        }
    }

    fn blamed(suspects: &mut Suspects, claim: &Claim, times: u32) -> u32 {
        let blamed = |_: &u32| suspects.is_to_blame(claim, Phase::Rcpt, Cause::RelayUnwell);
        u32::try_from((0..times).filter(blamed).count()).unwrap()
    }

    #[test]
    fn a_relay_that_serves_nobody_is_unwell_whomever_it_says_it_to() {
        let mut suspects = Suspects::default();
        assert_eq!(blamed(&mut suspects, &claim(1, None), 20), 0);
    }

    #[test]
    fn one_whom_it_turns_down_three_times_while_it_serves_others_is_to_blame() {
        let mut suspects = Suspects::default();
        let reader = claim(1, None);
        assert_eq!(blamed(&mut suspects, &reader, 2), 0);
        suspects.served();
        assert_eq!(blamed(&mut suspects, &reader, 1), 1);
        assert_eq!(blamed(&mut suspects, &claim(2, None), 2), 0, "each has three tries");
    }

    #[test]
    fn one_who_was_to_blame_in_an_earlier_run_is_so_at_once() {
        let mut suspects = Suspects::default();
        assert_eq!(blamed(&mut suspects, &claim(1, Some(Cause::RelayUnwell)), 1), 1);
        assert_eq!(blamed(&mut suspects, &claim(2, Some(Cause::Greylisted)), 1), 0);
    }

    #[test]
    fn words_before_the_recipient_was_named_are_about_the_relay() {
        let mut suspects = Suspects::new(true);
        let reader = claim(1, Some(Cause::RelayUnwell));
        for phase in [Phase::Connect, Phase::Auth, Phase::Mail] {
            assert!(!(0..9).any(|_| suspects.is_to_blame(&reader, phase, Cause::RelayUnwell)));
        }
    }

    #[test]
    fn too_fast_is_believed_longer() {
        let mut suspects = Suspects::new(true);
        let mut slow = || suspects.is_to_blame(&claim(1, None), Phase::Rcpt, Cause::Throttled);
        assert_eq!([slow(), slow(), slow(), slow(), slow()], [false, false, false, false, true]);
    }
}
