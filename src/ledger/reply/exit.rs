//! What the exit code of a mail program means (sysexits.h).

use super::Cause;

/// Gives the name that sysexits.h has for a code.
#[must_use]
pub fn name(code: i32) -> Option<&'static str> {
    const NAMES: [&str; 15] = [
        "EX_USAGE",
        "EX_DATAERR",
        "EX_NOINPUT",
        "EX_NOUSER",
        "EX_NOHOST",
        "EX_UNAVAILABLE",
        "EX_SOFTWARE",
        "EX_OSERR",
        "EX_OSFILE",
        "EX_CANTCREAT",
        "EX_IOERR",
        "EX_TEMPFAIL",
        "EX_PROTOCOL",
        "EX_NOPERM",
        "EX_CONFIG",
    ];
    let nth = usize::try_from(code.checked_sub(64)?).ok()?;
    NAMES.get(nth).copied()
}

/// Finds the row of an exit code.
///
/// `EX_NOHOST` suppresses nobody: some programs say so of the server behind them. `EX_IOERR` and
/// `EX_PROTOCOL` are what a program says that speaks SMTP itself when its connection breaks, perhaps
/// after its final dot. Whatever is not known to be about the reader or the message is about the
/// program, and leaves the reader untouched.
pub(super) fn cause(code: i32) -> Cause {
    match code {
        0 => Cause::Accepted,
        65 => Cause::Message,
        67 => Cause::NoMailbox,
        68 | 69 => Cause::Hard,
        74 | 76 => Cause::SilentAfterDot,
        75 => Cause::Soft,
        77 => Cause::Sender,
        _ => Cause::RelayUnwell,
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Reply, Then, judge};
    use super::*;
    use crate::ledger::{Outcome, Phase};

    #[test]
    fn each_exit_code_has_its_row_of_the_table() {
        for (code, called, outcome, then) in [
            (0, None, Some(Outcome::Accepted), Then::GoOn),
            (65, Some("EX_DATAERR"), Some(Outcome::Rejected), Then::PauseAfter(3)),
            (67, Some("EX_NOUSER"), Some(Outcome::Rejected), Then::GoOn),
            (68, Some("EX_NOHOST"), Some(Outcome::Rejected), Then::GoOn),
            (69, Some("EX_UNAVAILABLE"), Some(Outcome::Rejected), Then::GoOn),
            (74, Some("EX_IOERR"), Some(Outcome::InDoubt), Then::Reconnect),
            (75, Some("EX_TEMPFAIL"), Some(Outcome::Deferred), Then::GoOn),
            (76, Some("EX_PROTOCOL"), Some(Outcome::InDoubt), Then::Reconnect),
            (77, Some("EX_NOPERM"), Some(Outcome::Rejected), Then::PauseAfter(3)),
        ] {
            let verdict = judge(Phase::Dot, Reply::Exit(code), 0);
            assert_eq!((verdict.outcome, verdict.then), (outcome, then), "{code}");
            assert_eq!(verdict.retry_after.is_some(), outcome == Some(Outcome::Deferred));
            assert_eq!(name(code), called);
        }
    }

    #[test]
    fn a_programs_own_trouble_leaves_the_reader_untouched() {
        for code in [-1, 1, 2, 64, 66, 70, 71, 72, 73, 78, 79, 127, 255] {
            let verdict = judge(Phase::Dot, Reply::Exit(code), 0);
            assert_eq!((verdict.cause, verdict.outcome), (Cause::RelayUnwell, None), "{code}");
        }
    }

    #[test]
    fn only_a_missing_mailbox_suppresses() {
        let suppressing: Vec<_> =
            (0..256).filter(|code| cause(*code).suppresses().is_some()).collect();
        assert_eq!(suppressing, [67]);
        assert_eq!((name(63), name(79), name(i32::MIN)), (None, None, None));
    }
}
