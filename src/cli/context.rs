//! What every verb is given: the configuration, the clock, and who is listening.

use std::path::Path;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::args::Global;
use super::failure::Failure;
use crate::config::Config;
use crate::finding::Finding;
use crate::time::parse_instant;

/// What every verb is given.
pub struct Context {
    global: Global,
}

impl Context {
    /// Takes the options that every verb has.
    pub fn new(global: Global) -> Self {
        Self { global }
    }

    /// Reads the configuration.
    pub fn config(&self) -> Result<Config, Failure> {
        Config::load(&self.global.config).map_err(Failure::found)
    }

    /// Reads the configuration to look for mistakes; gives its own as well, where they leave the rest
    /// to be looked at.
    pub fn config_to_check(&self) -> Result<(Config, Vec<Finding>), Failure> {
        Config::load_to_check(&self.global.config).map_err(Failure::found)
    }

    /// Gives the instant `--now` names, read in `zone` where it names none.
    pub fn fixed_now(&self, zone: Tz) -> Result<Option<DateTime<Utc>>, Failure> {
        let now = self.global.now.as_deref().map(|text| parse_instant(text, zone)).transpose();
        now.map_err(|error| {
            Failure::usage(format!("--now: {error}")).hint("such as 2026-11-20T09:00:00Z")
        })
    }

    /// Gives the instant the verb lives in.
    pub fn now(&self, zone: Tz) -> Result<DateTime<Utc>, Failure> {
        Ok(self.fixed_now(zone)?.unwrap_or_else(Utc::now))
    }

    /// Is the answer to be one JSON document?
    pub fn json(&self) -> bool {
        self.global.json
    }

    /// Is only what was asked for to be said?
    pub fn quiet(&self) -> bool {
        self.global.quiet
    }

    /// Says at once what is about to be done, to people who listen.
    pub fn note(&self, line: &str) {
        if !self.json() && !self.quiet() {
            super::print::err(&format!("{line}\n"));
        }
    }

    /// Gives a path as it is typed from here, for lines that say what to open.
    pub fn shown(path: &Path) -> String {
        let shown = path.strip_prefix("./").unwrap_or(path);
        if shown.as_os_str().is_empty() { ".".to_owned() } else { shown.display().to_string() }
    }

    /// Says with which options a further command must be run to mean this publication.
    pub fn command(&self, words: &str) -> String {
        if self.global.config == Path::new(super::args::CONFIG) {
            format!("postrider {words}")
        } else {
            format!("postrider --config {} {words}", self.global.config.display())
        }
    }
}
