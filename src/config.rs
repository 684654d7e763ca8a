//! `config.toml`: read once, valid ever after, every key with its default.

mod dialect;
mod feeds;
mod lines;
mod model;
mod newsletter;
mod reader;
mod relay;
mod secret;
mod store;

use std::path::{Path, PathBuf};

use chrono_tz::Tz;
use url::Url;

use crate::finding::Finding;
pub use dialect::{Dialect, PLAIN, Permalink};
pub use feeds::{Alias, FeedBy, FeedSettings, Feeds, Place, Podcast, Source};
pub use lines::Lines;
pub use model::{Model, Provider};
pub use newsletter::{InDoubt, Mode, Newsletter, Overflow};
pub use relay::{Dkim, Limits, Login, Proof, Relay, Security, Smtp, Token, Way};
pub use secret::{Secret, SecretError};
pub use store::{Durability, Store, StoreServer};

/// The whole configuration, valid by construction.
#[derive(Debug, Clone)]
pub struct Config {
    /// The file itself, for findings.
    pub file: PathBuf,
    /// The folder that holds `config.toml`; all paths below are already joined to it.
    pub root: PathBuf,
    /// The publication's title.
    pub title: String,
    /// Its home page; ends in `/`.
    pub home: Url,
    /// What it is about, in one sentence.
    pub description: Option<String>,
    /// Its language, BCP 47.
    pub language: String,
    /// The zone in which dates without one are read.
    pub zone: Tz,
    /// Who wrote the articles that name no author.
    pub author: Option<String>,
    /// `[content]`.
    pub content: Content,
    /// `[output]`.
    pub output: Output,
    /// `[feeds]`.
    pub feeds: Feeds,
    /// `[podcast]`; without it feeds have no itunes: and podcast: elements.
    pub podcast: Option<Podcast>,
    /// `[[sources]]`: feeds from elsewhere whose articles are shown among our own.
    pub sources: Vec<Source>,
    /// `[summary]`.
    pub summary: SummaryLimits,
    /// The language model of `[summary]`, where it names one; without it nothing is asked anywhere.
    pub model: Option<Model>,
    /// `[store]`.
    pub store: Store,
    /// `[relay]`, or each of `[[relays]]`; without one nothing can be sent, but all can be tried dry.
    pub relays: Vec<Relay>,
    /// `[[dkim]]`: the keys that sign mail.
    pub dkim: Vec<Dkim>,
    /// `[server]`.
    pub server: Server,
    /// `[newsletters.NAME]`, in the order of the file.
    pub newsletters: Vec<Newsletter>,
    /// Where the publication's own templates are.
    pub templates: PathBuf,
    /// Which line of the file says what.
    pub lines: Lines,
}

impl Config {
    /// Reads a `config.toml`.
    ///
    /// # Errors
    /// All mistakes of the file at once, each with its line.
    pub fn load(file: &Path) -> Result<Self, Vec<Finding>> {
        whole(Self::load_to_check(file)?)
    }

    /// Reads a `config.toml` to look for mistakes: gives its own with it, where they leave what it says
    /// about articles as it is.
    ///
    /// # Errors
    /// All mistakes of the file at once, each with its line, where nothing else can be looked at.
    pub fn load_to_check(file: &Path) -> Result<(Self, Vec<Finding>), Vec<Finding>> {
        let bytes = std::fs::read(file).map_err(|error| vec![unread(file, &error)])?;
        let text = std::str::from_utf8(&bytes).map_err(|error| {
            let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
            let line = 1 + before.split(|byte| *byte == b'\n').count().saturating_sub(1);
            vec![
                Finding::error("the configuration is not valid UTF-8")
                    .file(file)
                    .line(u32::try_from(line).unwrap_or(u32::MAX))
                    .hint("save the file as UTF-8; the fault is in this line"),
            ]
        })?;
        let (config, mut findings) = reader::read(text, file)?;
        if config.lines.has("templates") && !config.templates.is_dir() {
            let what = format!("`templates` names no folder: {}", config.templates.display());
            let hint = "name the folder of your own templates, or leave `templates` out";
            findings.push(config.place("templates", Finding::error(what).hint(hint)));
        }
        Ok((config, findings))
    }

    /// Reads the text of a `config.toml` that is, or would be, at `file`.
    ///
    /// # Errors
    /// All mistakes of the text at once, each with its line.
    pub fn parse(text: &str, file: &Path) -> Result<Self, Vec<Finding>> {
        whole(reader::read(text, file)?)
    }

    /// Places a mistake in the line that is to blame: a key's, or its table's where it is missing.
    #[must_use]
    pub fn place(&self, key: &str, finding: Finding) -> Finding {
        let finding = finding.file(&self.file);
        match self.lines.line(key) {
            Some(line) => finding.line(line),
            None => finding,
        }
    }

    /// Finds a newsletter by name.
    #[must_use]
    pub fn newsletter(&self, name: &str) -> Option<&Newsletter> {
        self.newsletters.iter().find(|newsletter| newsletter.name == name)
    }
}

/// Gives a configuration without mistakes.
fn whole((config, findings): (Config, Vec<Finding>)) -> Result<Config, Vec<Finding>> {
    if findings.is_empty() { Ok(config) } else { Err(findings) }
}

/// Says why a configuration cannot be read, and what to do about it.
fn unread(file: &Path, error: &std::io::Error) -> Finding {
    let is_folder = file.is_dir();
    let hint = match error.kind() {
        _ if is_folder => {
            format!("name the file in it: --config {}", file.join("config.toml").display())
        }
        std::io::ErrorKind::PermissionDenied => "see who may read this file".to_owned(),
        _ => "run `postrider init` to start a publication, or name a file with --config".to_owned(),
    };
    let why = if is_folder { "it is a folder".to_owned() } else { error.to_string() };
    Finding::error(format!("cannot read the configuration: {why}")).file(file).hint(hint)
}

/// Where articles are and how they are read.
#[derive(Debug, Clone)]
pub struct Content {
    /// The folder of articles.
    pub dir: PathBuf,
    /// How an article's address below `home` is made, where it names none itself.
    pub permalink: Permalink,
    /// Headings of sections that never reach a reader, compared without case or punctuation.
    pub private_sections: Vec<String>,
    /// How many words a reader reads in a minute.
    pub words_per_minute: u32,
    /// The largest file that is read, in bytes.
    pub max_bytes: u64,
}

/// Where the output goes.
#[derive(Debug, Clone)]
pub struct Output {
    /// The folder of feeds and issue pages.
    pub dir: PathBuf,
    /// Also write a page for each article (for publications without a site generator).
    pub pages: bool,
}

/// How long summaries may be.
#[derive(Debug, Clone)]
pub struct SummaryLimits {
    /// The most words of a summary.
    pub words: usize,
    /// The most takeaways of an article.
    pub takeaways: usize,
}

/// The small web server for readers.
#[derive(Debug, Clone)]
pub struct Server {
    /// Its public address, with which unsubscribe links start; ends in `/`.
    pub url: Url,
    /// Where it listens.
    pub listen: String,
}
