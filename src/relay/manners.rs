//! How a relay may be spoken to: what saves round trips is tried before it is relied on.

use std::mem;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::failure::{Failure, Trouble};
use crate::ledger::Phase;

/// A way to save round trips that a relay may offer (RFC 2920) and yet not bear.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// MAIL, RCPT and DATA in one write.
    AtOnce,
    /// Those of the next message in one write with the final dot of this one.
    Ahead,
}

impl Manner {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::AtOnce, Self::Ahead];

    /// Its word in the store.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::AtOnce => "at once",
            Self::Ahead => "ahead",
        }
    }

    /// Reads the word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|manner| manner.word() == word)
    }
}

/// What is known of one manner.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Trust {
    #[default]
    Untried,
    /// One connection is finding out.
    OnTrial,
    Borne,
    Disliked,
    /// It is known elsewhere too.
    Told,
}

/// What is known of a relay's manners.
#[derive(Debug, Default)]
pub(super) struct Manners(Mutex<[Trust; 2]>);

/// Whether a manner may be used.
#[derive(Debug)]
pub(super) enum Leave {
    No,
    /// To find out.
    Trial(Trial),
    Yes,
}

impl Manners {
    fn of(&self) -> MutexGuard<'_, [Trust; 2]> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// May a manner be used, if one is free to find out?
    pub(super) fn allow(&self, manner: Manner) -> bool {
        matches!(self.of()[manner as usize], Trust::Untried | Trust::Borne)
    }

    /// Takes leave to use a manner. While one finds out, the others do without.
    pub(super) fn leave(self: &Arc<Self>, manner: Manner) -> Leave {
        let mut of = self.of();
        let trust = &mut of[manner as usize];
        match trust {
            Trust::Borne => Leave::Yes,
            Trust::Untried => {
                *trust = Trust::OnTrial;
                Leave::Trial(Trial { manners: Arc::clone(self), manner, came: Trust::Untried })
            }
            _ => Leave::No,
        }
    }

    /// It is known that the relay does not bear this one.
    pub(super) fn avoid(&self, manner: Manner) {
        self.of()[manner as usize] = Trust::Told;
    }

    /// Gives what was found to be disliked and was not told before.
    pub(super) fn news(&self) -> Vec<Manner> {
        let mut of = self.of();
        let news = |manner: &Manner| {
            let trust = &mut of[*manner as usize];
            let is_news = *trust == Trust::Disliked;
            is_news && mem::replace(trust, Trust::Told) == Trust::Disliked
        };
        Manner::ALL.into_iter().filter(news).collect()
    }
}

/// One connection that finds out; if it does not, another may.
#[derive(Debug)]
pub struct Trial {
    manners: Arc<Manners>,
    manner: Manner,
    came: Trust,
}

impl Trial {
    /// The relay bears it.
    pub(super) fn borne(mut self) {
        self.came = Trust::Borne;
    }

    /// The relay does not bear it.
    pub fn disliked(mut self) {
        self.came = Trust::Disliked;
    }

    /// May the manner be what this failure is about? So a relay answers to what it did not expect,
    /// and hardly ever to a reader or a message.
    pub(super) fn explains(&self, failure: &Failure) -> bool {
        let Trouble::Said { code, text } = &failure.trouble else {
            return matches!(failure.trouble, Trouble::Broken(_) | Trouble::Silent(_));
        };
        // It took this sender a moment ago.
        let is_sudden = self.manner == Manner::Ahead && failure.phase == Phase::Mail;
        let text = text.to_ascii_lowercase();
        matches!(code, 500..=504)
            || (is_sudden && *code >= 500)
            || ["pipelin", "synchron"].iter().any(|word| text.contains(word))
    }
}

impl Drop for Trial {
    fn drop(&mut self) {
        self.manners.of()[self.manner as usize] = self.came;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_finds_out_while_the_others_do_without() {
        let manners = Arc::new(Manners::default());
        let Leave::Trial(trial) = manners.leave(Manner::Ahead) else { panic!("no trial") };
        assert!(!manners.allow(Manner::Ahead) && manners.allow(Manner::AtOnce));
        assert!(matches!(manners.leave(Manner::Ahead), Leave::No));
        drop(trial);
        let Leave::Trial(trial) = manners.leave(Manner::Ahead) else { panic!("no other trial") };
        trial.borne();
        assert!(matches!(manners.leave(Manner::Ahead), Leave::Yes));
        assert!(manners.news().is_empty());
    }

    #[test]
    fn what_is_disliked_is_told_once_and_left() {
        let manners = Arc::new(Manners::default());
        let Leave::Trial(trial) = manners.leave(Manner::AtOnce) else { panic!("no trial") };
        trial.disliked();
        assert_eq!(manners.news(), [Manner::AtOnce]);
        assert!(manners.news().is_empty() && !manners.allow(Manner::AtOnce));
        manners.avoid(Manner::Ahead);
        assert!(manners.news().is_empty() && !manners.allow(Manner::Ahead));
    }

    #[test]
    fn words_about_a_reader_or_a_message_are_not_about_manners() {
        let manners = Arc::new(Manners::default());
        let Leave::Trial(trial) = manners.leave(Manner::AtOnce) else { panic!("no trial") };
        let explains = |code, text: &str| {
            let trouble = Trouble::Said { code, text: text.to_owned() };
            trial.explains(&Failure::new(Phase::Rcpt, trouble))
        };
        for (code, text) in
            [(503, "5.5.1 MAIL first"), (554, "SMTP synchronization error"), (500, "what?")]
        {
            assert!(explains(code, text), "{text}");
        }
        for (code, text) in [(550, "5.1.1 no such user"), (450, "4.2.0 later"), (421, "closing")] {
            assert!(!explains(code, text), "{text}");
        }
        assert!(trial.explains(&Failure::new(Phase::Mail, Trouble::Broken(String::new()))));
    }
}
