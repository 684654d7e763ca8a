//! The mail program of this machine as a relay: each message is one run of it.

mod letter;

use std::fmt;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::ExitStatus;
use std::time::Duration;

use tokio::process::{Child, Command};
use tokio::time::{Instant, timeout};

use super::Timeouts;
use super::answer::in_time;
use super::failure::{Failure, Trouble};
use super::terms::Terms;
use crate::address::Address;
use crate::config;
use crate::ledger::Phase;

/// What a mail program may need of our environment: where programs and its own settings are.
const KEPT: [&str; 8] =
    ["PATH", "HOME", "USER", "LOGNAME", "TZ", "TMPDIR", "XDG_CONFIG_HOME", "XDG_RUNTIME_DIR"];

/// A program that an interrupt hits between its birth and its start is dead when we first look, and
/// on a busy machine that may take a while.
const EARLY: Duration = Duration::from_secs(30);

/// A mail program, such as `/usr/sbin/sendmail`.
pub struct Sendmail {
    program: PathBuf,
    time: Duration,
    environment: Vec<(&'static str, String)>,
    terms: Terms,
}

/// Sender and recipient of the message that comes next.
#[derive(Debug)]
pub struct Parties {
    from: Address,
    to: Address,
}

/// One run of the program.
struct Run {
    child: Child,
    /// What it reads; where it stands is known to both of us.
    letter: File,
    /// What it writes.
    said: File,
}

impl Parties {
    pub(super) fn new(from: &Address, to: &Address) -> Self {
        Self { from: from.clone(), to: to.clone() }
    }
}

impl fmt::Debug for Sendmail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sendmail").field("program", &self.program).finish_non_exhaustive()
    }
}

impl Sendmail {
    /// Prepares a relay; nothing is started yet.
    ///
    /// `environment` gives the value of an environment variable.
    #[must_use]
    pub fn new(
        program: &Path,
        relay: &config::Relay,
        environment: impl Fn(&str) -> Option<String>,
    ) -> Self {
        let most = Duration::from_secs(u64::from(relay.timeout_seconds));
        Self {
            program: program.to_owned(),
            time: Timeouts::at_most(most).dot,
            environment: KEPT
                .into_iter()
                .filter_map(|name| Some((name, environment(name)?)))
                .collect(),
            terms: Terms::new(relay),
        }
    }

    pub(super) fn terms(&self) -> &Terms {
        &self.terms
    }

    /// Looks whether the program is there. Nothing is started before a message is whole.
    pub(super) fn look(&self) -> Result<(), Failure> {
        match std::fs::metadata(&self.program) {
            Ok(found) if found.is_file() => Ok(()),
            Ok(_) => Err(absent("it is no file")),
            Err(error) => Err(absent(&error.to_string())),
        }
    }

    /// Hands one message over, and takes the program's verdict.
    ///
    /// The message lies whole in a file without a name before the program starts. A pipe would end
    /// in mid-message if we were killed, and the program would send what it has.
    pub(super) async fn hand_over(
        &self,
        parties: &Parties,
        content: &[u8],
    ) -> Result<String, Failure> {
        let Run { mut child, letter, said } = self.start(parties, content).map_err(unstarted)?;
        let begun = Instant::now();
        let Ok(ended) = in_time(self.time, child.wait()).await else {
            end(&mut child).await;
            return Err(doubt(Trouble::Endless(self.time)));
        };
        let ended = ended.map_err(|error| doubt(Trouble::Killed(error.to_string())))?;
        if begun.elapsed() < EARLY && by_keyboard(ended) && letter::is_untouched(letter) {
            return Err(Failure::new(Phase::Connect, Trouble::Unstarted(ended.to_string())));
        }
        let verdict = verdict(ended, letter::words(said))?;
        self.terms.note_accepted();
        Ok(verdict)
    }

    fn start(&self, parties: &Parties, content: &[u8]) -> std::io::Result<Run> {
        // Also without names, and not pipes: what the program leaves behind may write to them for
        // longer than we listen.
        let (letter, said) = (letter::written(content)?, tempfile::tempfile()?);
        let mut command = Command::new(&self.program);
        command.args(["-i", "-f", parties.from.as_str(), "--", parties.to.as_str()]);
        command.env_clear().envs(self.environment.iter().map(|(name, value)| (name, value)));
        // So that its words are the same everywhere.
        command.env("LC_ALL", "C");
        command.stdin(letter.try_clone()?).stdout(said.try_clone()?).stderr(said.try_clone()?);
        // An interrupt from the keyboard is for us: what is in flight is finished.
        #[cfg(unix)]
        command.process_group(0);
        Ok(Run { child: command.spawn()?, letter, said })
    }
}

/// Ends a program that takes too long.
async fn end(child: &mut Child) {
    // It is reaped later if it does not end now.
    let _ = timeout(Duration::from_secs(2), child.kill()).await;
}

/// Was it killed by what comes from a terminal?
///
/// An interrupt goes to all of our process group. A program is in a group of its own, but for the
/// instant before it starts: killed then, with nothing read, it has not begun.
#[cfg(unix)]
fn by_keyboard(ended: ExitStatus) -> bool {
    // SIGHUP, SIGINT and SIGQUIT have these numbers everywhere (POSIX, kill).
    std::os::unix::process::ExitStatusExt::signal(&ended).is_some_and(|n| matches!(n, 1..=3))
}

#[cfg(not(unix))]
fn by_keyboard(_: ExitStatus) -> bool {
    false
}

/// The exit code is the program's word; without one nobody knows.
fn verdict(ended: ExitStatus, words: String) -> Result<String, Failure> {
    match ended.code() {
        Some(0) if words.is_empty() => Ok("exit 0".to_owned()),
        Some(0) => Ok(format!("exit 0: {words}")),
        Some(code) => Err(doubt(Trouble::Exit { code, words })),
        None if words.is_empty() => Err(doubt(Trouble::Killed(ended.to_string()))),
        None => Err(doubt(Trouble::Killed(format!("{ended}: {words}")))),
    }
}

fn doubt(trouble: Trouble) -> Failure {
    Failure::new(Phase::Dot, trouble)
}

fn absent(why: &str) -> Failure {
    Failure::new(Phase::Connect, Trouble::NoProgram(why.to_owned()))
}

#[allow(clippy::needless_pass_by_value)]
fn unstarted(error: std::io::Error) -> Failure {
    Failure::new(Phase::Connect, Trouble::Unstarted(error.to_string()))
}
