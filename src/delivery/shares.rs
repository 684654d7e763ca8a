//! Which relay takes the next message: shares in proportion to weights, pure.

use tokio::time::Instant;

/// What a relay can do for one reader now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// It takes the message now, or as soon as one before it is done with.
    Ready,
    /// All that it takes at once is held back by its own limits.
    Busy,
    /// It is in trouble, or does not answer, and somebody is finding out.
    Doubtful,
    /// It is left alone until then.
    Aside(Instant),
    /// It takes nobody.
    Out,
    /// It does not take this reader now.
    Barred,
}

/// What was chosen.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Choice<T> {
    /// This relay.
    At(T),
    /// None before then.
    Later(Instant),
    /// None at all.
    Nobody,
}

/// A relay that was chosen, and what that did to the shares.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Pick {
    /// Which relay.
    pub(super) index: usize,
    among: Vec<usize>,
}

/// How much each relay is owed.
///
/// Smooth weighted round robin: whoever may be chosen is owed its weight at each choice, who is owed
/// most is chosen, and then owes what was given out. So 3 and 1 come as A A B A, and a relay that
/// was away for a while neither lost its share nor gets all at once.
#[derive(Debug)]
pub(super) struct Shares {
    weights: Vec<i64>,
    owed: Vec<i64>,
}

impl Shares {
    pub(super) fn new(weights: impl IntoIterator<Item = u32>) -> Self {
        let weights: Vec<_> = weights.into_iter().map(i64::from).collect();
        let owed = vec![0; weights.len()];
        Self { weights, owed }
    }

    /// Chooses the next relay.
    ///
    /// Those that are ready come before those that are held back by their own limits. A relay of
    /// weight 0 stands by: it has a turn while no other takes anybody.
    pub(super) fn choose(&mut self, standings: &[Standing]) -> Choice<Pick> {
        let with = |share: bool, wanted: Standing| {
            let is_fit = |n: &usize| (self.weight(*n) > 0) == share && standings[*n] == wanted;
            (0..self.weights.len().min(standings.len())).filter(is_fit).collect::<Vec<_>>()
        };
        let mut doubtful = with(true, Standing::Doubtful);
        doubtful.extend(with(false, Standing::Doubtful));
        let tiers = [
            with(true, Standing::Ready),
            with(true, Standing::Busy),
            with(false, Standing::Ready),
            with(false, Standing::Busy),
            doubtful,
        ];
        if let Some(among) = tiers.into_iter().find(|tier| !tier.is_empty()) {
            return Choice::At(self.pick(among));
        }
        let aside = standings.iter().filter_map(|standing| match standing {
            Standing::Aside(until) => Some(*until),
            _ => None,
        });
        aside.min().map_or(Choice::Nobody, Choice::Later)
    }

    /// Takes a choice back, as if it had not been made.
    pub(super) fn undo(&mut self, pick: &Pick) {
        self.settle(pick, -1);
    }

    fn pick(&mut self, among: Vec<usize>) -> Pick {
        let owed = |n: &usize| self.owed(*n) + self.share(*n);
        // Of two that are owed the same, the first.
        let best = |a: usize, b: usize| if owed(&b) > owed(&a) { b } else { a };
        let index = among.iter().copied().reduce(best).unwrap_or_default();
        let pick = Pick { index, among };
        self.settle(&pick, 1);
        pick
    }

    fn settle(&mut self, pick: &Pick, sign: i64) {
        let total: i64 = pick.among.iter().map(|n| self.share(*n)).sum();
        for n in &pick.among {
            let share = self.share(*n) - if *n == pick.index { total } else { 0 };
            if let Some(owed) = self.owed.get_mut(*n) {
                *owed += sign * share;
            }
        }
    }

    fn weight(&self, n: usize) -> i64 {
        self.weights.get(n).copied().unwrap_or_default()
    }

    fn owed(&self, n: usize) -> i64 {
        self.owed.get(n).copied().unwrap_or_default()
    }

    /// Those that stand by share evenly.
    fn share(&self, n: usize) -> i64 {
        self.weight(n).max(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    use Standing::{Barred, Busy, Doubtful, Out, Ready};

    fn chosen(shares: &mut Shares, standings: &[Standing]) -> Option<usize> {
        match shares.choose(standings) {
            Choice::At(pick) => Some(pick.index),
            _ => None,
        }
    }

    /// A small generator of numbers that look random and are the same for the same seed.
    struct Dice(u64);

    impl Dice {
        fn below(&mut self, limit: u64) -> usize {
            self.0 ^= self.0 << 13;
            self.0 ^= self.0 >> 7;
            self.0 ^= self.0 << 17;
            usize::try_from(self.0 % limit).unwrap()
        }
    }

    #[test]
    fn three_and_one_come_as_evenly_as_can_be() {
        let mut shares = Shares::new([3, 1]);
        let order: Vec<_> = (0..8).filter_map(|_| chosen(&mut shares, &[Ready; 2])).collect();
        assert_eq!(order, [0, 0, 1, 0, 0, 0, 1, 0]);
    }

    #[test]
    fn each_has_its_share_exactly_whatever_the_weights() {
        let mut dice = Dice(0x5eed);
        for _ in 0..200 {
            let weights: Vec<u32> =
                (0..=dice.below(5)).map(|_| u32::try_from(1 + dice.below(9)).unwrap()).collect();
            let (mut shares, all) = (Shares::new(weights.clone()), vec![Ready; weights.len()]);
            let total: u32 = weights.iter().sum();
            let mut counts = vec![0; weights.len()];
            for n in 1..=3 * total {
                counts[chosen(&mut shares, &all).unwrap()] += 1;
                for (count, weight) in counts.iter().zip(&weights) {
                    let off = (i64::from(n * weight) - i64::from(total * count)).abs();
                    let most = i64::from(total) * i64::try_from(weights.len()).unwrap();
                    assert!(off < most, "{weights:?}: {counts:?} after {n}");
                }
                if n % total == 0 {
                    let whole: Vec<_> = weights.iter().map(|weight| weight * n / total).collect();
                    assert_eq!(counts, whole, "{weights:?}");
                }
            }
        }
    }

    #[test]
    fn a_choice_that_is_taken_back_changes_nothing_though_others_came_between() {
        let mut dice = Dice(0xfeed);
        for _ in 0..200 {
            let (mut one, mut other) = (Shares::new([5, 2, 0, 1]), Shares::new([5, 2, 0, 1]));
            let mut standings = || -> Vec<Standing> {
                (0..4).map(|_| [Ready, Ready, Out, Barred, Busy, Doubtful][dice.below(6)]).collect()
            };
            let Choice::At(back) = one.choose(&standings()) else { continue };
            let between = standings();
            if let Choice::At(pick) = one.choose(&between) {
                assert!(!matches!(between[pick.index], Out | Barred), "{between:?}: {pick:?}");
                other.settle(&pick, 1);
            }
            one.undo(&back);
            assert_eq!(one.owed, other.owed);
            assert_eq!(one.owed.iter().sum::<i64>(), 0);
        }
    }

    #[test]
    fn one_that_was_away_does_not_get_all_at_once() {
        let mut shares = Shares::new([1, 1]);
        (0..100).for_each(|_| assert_eq!(chosen(&mut shares, &[Ready, Out]), Some(0)));
        let order: Vec<_> = (0..6).filter_map(|_| chosen(&mut shares, &[Ready; 2])).collect();
        assert_eq!(order.iter().filter(|n| **n == 1).count(), 3, "{order:?}");
    }

    #[test]
    fn a_relay_of_weight_0_stands_by_until_no_other_takes_anybody() {
        let mut shares = Shares::new([1, 0]);
        for (first, taken) in [(Ready, 0), (Busy, 0), (Doubtful, 1), (Out, 1), (Barred, 1)] {
            assert_eq!(chosen(&mut shares, &[first, Ready]), Some(taken), "{first:?}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn who_is_left_alone_for_a_while_is_waited_for_and_who_is_out_is_not() {
        let (soon, later) = (Instant::now(), Instant::now() + std::time::Duration::from_secs(1));
        let mut shares = Shares::new([1, 1]);
        let aside = [Standing::Aside(later), Standing::Aside(soon)];
        assert_eq!(shares.choose(&aside), Choice::Later(soon));
        assert_eq!(shares.choose(&[Out, Standing::Aside(later)]), Choice::Later(later));
        assert_eq!(shares.choose(&[Out, Barred]), Choice::Nobody);
        assert_eq!(chosen(&mut shares, &[Doubtful, Standing::Aside(soon)]), Some(0));
    }
}
