//! What `send` and `publish` share: where messages go, and what is said about a run.

mod told;

use std::path::Path;
use std::sync::Arc;

use super::args::HandOver;
use super::build;
use super::context::Context;
use super::failure::Failure;
use super::outside::{self, stored};
use super::signing;
use crate::config::Config;
use crate::delivery::{Clock, DeliveryError, Options, Stop, Unrecorded};
use crate::finding::{Finding, Severity};
use crate::relay::{Pictures, Relay, Relays};
use crate::schedule::{Office, ScheduleError};
use crate::store::{Store, StoreError};
use crate::token::{Keyring, SigningKey};

pub use told::{look, numbers, tell, tell_reports};

/// How many readers are named whose answers could not be recorded.
const NAMED: usize = 20;

/// All that sending needs from the outside.
pub struct Opened {
    /// The ledger.
    pub store: Arc<Store>,
    /// The secret keys.
    pub keyring: Keyring,
    /// Where messages go.
    pub relays: Relays,
    /// How the run is to go.
    pub options: Options,
    /// Why the emails of a dry run are unsigned, if they are.
    pub unsigned: Vec<Finding>,
}

/// Opens what sending needs; must be called within a runtime.
pub async fn open(context: &Context, config: &Config, to: &HandOver) -> Result<Opened, Failure> {
    let relays = relays(config, to)?;
    let store = Arc::new(outside::store(config).await?);
    let (keys, unsigned) = keys(config, to)?;
    let keyring = outside::keyring(config, &store).await?.with_signing(keys);
    let clock = context.fixed_now(config.zone)?.map_or(Clock::Wall, Clock::Fixed);
    let in_doubt = config.newsletters.iter().map(|one| (one.name.clone(), one.in_doubt)).collect();
    let (wait, link_check, stop) = (to.wait, !to.no_link_check, Stop::on_signals());
    Ok(Opened {
        store,
        keyring,
        relays,
        options: Options { clock, wait, link_check, stop, in_doubt },
        unsigned,
    })
}

impl Opened {
    /// Gives what a run needs.
    pub fn office<'a>(&'a self, config: &'a Config) -> Office<'a> {
        Office {
            config,
            store: &self.store,
            keyring: &self.keyring,
            relays: &self.relays,
            options: &self.options,
        }
    }

    /// Closes the ledger, so that its file stands alone, no log beside it.
    pub async fn close(self) {
        if let Some(store) = Arc::into_inner(self.store) {
            store.close().await;
        }
    }
}

/// Reads the keys that sign; a dry run without them shows unsigned emails and says so.
fn keys(config: &Config, to: &HandOver) -> Result<(Vec<SigningKey>, Vec<Finding>), Failure> {
    match signing::keys(config) {
        Ok(keys) => Ok((keys, Vec::new())),
        Err(findings) if to.dry_run.is_none() => Err(Failure::found(findings)),
        Err(mut findings) => {
            for finding in &mut findings {
                finding.severity = Severity::Warning;
                finding.what.push_str("; the emails of this dry run are not signed");
            }
            Ok((Vec::new(), findings))
        }
    }
}

fn relays(config: &Config, to: &HandOver) -> Result<Relays, Failure> {
    let environment = |name: &str| std::env::var(name).ok();
    if let Some(path) = &to.dry_run {
        refuse_own(config, path)?;
        let pictures = Pictures::new(&config.home, &[&config.output.dir, &config.content.dir]);
        return Ok(Relay::dry(path, pictures)?.into());
    }
    if let Some(url) = &to.relay {
        return Ok(Relay::at(url, &config.relays, environment)?.into());
    }
    Relays::configured(&config.relays, environment)?.ok_or_else(|| {
        Failure::new("there is no relay to hand messages over to")
            .hint("add a section [relay] to the configuration; --dry-run shows every email before")
    })
}

/// Refuses to lay the files of a dry run among those that others are made from: its emails would be
/// read as articles, or its files mixed with what the publication is kept in.
fn refuse_own(config: &Config, path: &Path) -> Result<(), Failure> {
    let text = path.to_string_lossy();
    let path = text.strip_prefix("maildir:").map_or(path, Path::new);
    let real = |path: &Path| {
        // What a configuration is named without a folder stands in this one.
        let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
        let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        // What is not there yet stands below what is.
        let there = path.ancestors().find_map(|up| Some((up, up.canonicalize().ok()?)));
        there.map_or(path.clone(), |(up, real)| match path.strip_prefix(up) {
            Ok(below) if !below.as_os_str().is_empty() => real.join(below),
            _ => real,
        })
    };
    let (path, root) = (real(path), real(&config.root));
    let state = real(&config.root.join(".postrider"));
    let content = real(&config.content.dir);
    let what = if path == root {
        "the publication's own folder"
    } else if path.starts_with(&state) {
        "the folder of the store"
    } else if path.starts_with(&content) && (content != root || !path.starts_with(&root)) {
        "the folder of the articles"
    } else {
        return Ok(());
    };
    Err(Failure::usage(format!("a dry run does not write into {what}"))
        .hint("name another place, such as --dry-run=outbox"))
}

/// Says why a run could not begin, or broke off.
pub fn failed(config: &Config, error: ScheduleError) -> Failure {
    match error {
        ScheduleError::Build(error) => build::failed(error),
        ScheduleError::Delivery(error) => undelivered(error),
        ScheduleError::Unknown(name) => super::subscribers::no_newsletter(config, &name),
    }
}

/// Names whom the ledger knows less about than the relay.
fn unrecorded(answers: &[Unrecorded], error: StoreError) -> Failure {
    let told = |answer: &Unrecorded| format!("{}: {}", answer.reader, answer.words);
    let mut causes = vec![error.to_string()];
    causes.extend(std::error::Error::source(&error).map(ToString::to_string));
    let mend = match error {
        StoreError::DiskFull(_) => "make room on the disk before anything else is sent",
        _ => "mend the store before anything else is sent",
    };
    causes.extend(answers.iter().take(NAMED).map(told));
    if let Some(more) = answers.len().checked_sub(NAMED).filter(|more| *more > 0) {
        causes.push(format!("and {more} more"));
    }
    let what = DeliveryError::Unrecorded { answers: answers.to_vec(), error }.to_string();
    let mut failure = Failure::new(what).hint(format!(
        "{mend}; these readers count as in doubt then, and get nothing more of the issue until \
         `postrider issues resolve` says what became of them",
    ));
    failure.causes = causes;
    failure
}

/// Says why an issue could not be made or handed over.
pub fn undelivered(error: DeliveryError) -> Failure {
    match error {
        DeliveryError::Store(error) => stored(error),
        DeliveryError::Findings(findings) => Failure::found(findings),
        DeliveryError::Readers(findings) => {
            let what = DeliveryError::Readers(Vec::new()).to_string();
            let mut failure = Failure::new(what).hint(
                "a line that cannot be read may be of someone who left: mend or drop the lines named \
                 above, then run the same command again",
            );
            failure.findings = findings;
            failure
        }
        DeliveryError::Files(error) => Failure::from(error),
        DeliveryError::Unrecorded { answers, error } => unrecorded(&answers, error),
        DeliveryError::Forgotten { page } => {
            let shown = Context::shown(page.parent().unwrap_or(&page));
            Failure::new(DeliveryError::Forgotten { page }.to_string()).hint(format!(
                "put the store's copy back, for example from a backup; to begin anew without it, and \
                 write to people who may have it or may have left, remove {shown} and its like",
            ))
        }
        DeliveryError::Proof { ref failed, .. }
            if failed.iter().any(|(_, failure)| failure.is_in_doubt()) =>
        {
            Failure::new(error.to_string())
                .hint("look into that mailbox, and into the relay's log, before you send another")
        }
        DeliveryError::Proof { .. } => Failure::new(error.to_string()).hint(
            "`postrider send` says more of what a relay answers; check [relay] or [[relays]]",
        ),
    }
}
