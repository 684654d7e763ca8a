//! How long the first who want to write wait for others to share their commit.
//!
//! A commit costs about the same for one connection as for all. Where a relay answers at once, most of
//! them are about to write as well; where it is far away, nobody comes in so short a time, and waiting
//! would only make the way longer. Which of the two it is shows in who came.

use std::time::Duration;

use tokio::sync::mpsc::Receiver;
use tokio::time::{Instant, timeout_at};

/// How long others are waited for.
const WAIT: Duration = Duration::from_millis(1);
/// How often in a row it may be in vain.
const IN_VAIN: u32 = 2;
/// How many commits go without waiting then.
const ALONE: u32 = 32;

/// What is known of who comes when.
#[derive(Debug)]
pub(super) struct Company {
    /// How many there are at most.
    most: usize,
    in_vain: u32,
    alone: u32,
}

impl Company {
    /// Of `most` connections.
    pub(super) fn of(most: usize) -> Self {
        Self { most, in_vain: 0, alone: 0 }
    }

    /// Takes up whoever has come by now, and those who come soon, where that is worth it.
    pub(super) async fn join<T>(&mut self, here: &mut Vec<T>, coming: &mut Receiver<T>) {
        // Answers come in bunches: whoever is about to write as well shares this commit.
        tokio::task::yield_now().await;
        while let Ok(one) = coming.try_recv() {
            here.push(one);
        }
        if here.len() >= self.most {
            return;
        }
        if self.alone > 0 {
            self.alone -= 1;
            return;
        }
        let (before, end) = (here.len(), Instant::now() + WAIT);
        let missing = self.most - before;
        while here.len() < self.most
            && let Ok(Some(one)) = timeout_at(end, coming.recv()).await
        {
            here.push(one);
        }
        // One or two come by chance, and are not worth the time of the others.
        self.learn((here.len() - before) * 2 >= missing);
    }

    fn learn(&mut self, was_worth_it: bool) {
        self.in_vain = if was_worth_it { 0 } else { self.in_vain + 1 };
        if self.in_vain == IN_VAIN {
            (self.in_vain, self.alone) = (0, ALONE);
        }
    }
}

#[cfg(test)]
mod tests {
    use tokio::sync::mpsc::{self, Sender};

    use super::*;

    /// Says how many one who is here becomes, and after how long, while another is soon there or not.
    async fn joined(company: &mut Company, is_soon: bool) -> (usize, Duration) {
        let (sender, mut coming): (Sender<()>, _) = mpsc::channel(8);
        let (since, mut here) = (Instant::now(), vec![()]);
        let later = tokio::spawn(async move {
            // Not at once: after the first look.
            for _ in 0..5 {
                tokio::task::yield_now().await;
            }
            if !is_soon {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            let _ = sender.send(()).await;
        });
        company.join(&mut here, &mut coming).await;
        let kept = since.elapsed();
        drop(coming);
        later.await.unwrap();
        (here.len(), kept)
    }

    #[tokio::test(start_paused = true)]
    async fn who_comes_soon_shares_the_commit() {
        let mut company = Company::of(2);
        for _ in 0..100 {
            assert_eq!(joined(&mut company, true).await, (2, Duration::ZERO));
        }
    }

    #[tokio::test(start_paused = true)]
    async fn where_nobody_comes_few_are_kept_waiting() {
        let mut company = Company::of(2);
        let mut waited = 0;
        for _ in 0..(IN_VAIN + ALONE) * 10 {
            let (here, kept) = joined(&mut company, false).await;
            assert_eq!(here, 1);
            waited += u32::from(!kept.is_zero());
        }
        assert_eq!(waited, IN_VAIN * 10);
    }

    #[tokio::test(start_paused = true)]
    async fn one_who_comes_by_chance_keeps_few_waiting() {
        let mut company = Company::of(8);
        let mut shared = 0;
        for _ in 0..(IN_VAIN + ALONE) * 10 {
            shared += joined(&mut company, true).await.0 - 1;
        }
        assert_eq!(shared, 10 * IN_VAIN as usize);
    }

    #[tokio::test(start_paused = true)]
    async fn the_only_one_waits_for_nobody() {
        let mut company = Company::of(1);
        assert_eq!(joined(&mut company, false).await, (1, Duration::ZERO));
    }
}
