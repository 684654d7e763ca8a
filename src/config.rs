//! `config.toml`: read once, valid ever after, every key with its default.

mod dialect;
mod feeds;
mod reader;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use chrono_tz::Tz;
use url::Url;

use crate::address::{Address, Mailbox};
use crate::finding::Finding;
use crate::time::Cadence;
pub use dialect::{Dialect, PLAIN, Permalink};
pub use feeds::{Alias, FeedBy, FeedSettings, Feeds, Place, Podcast, Source};

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
    /// `[relay]`; without it nothing can be sent, but all can be tried dry.
    pub relay: Option<Relay>,
    /// `[[dkim]]`: the keys that sign mail.
    pub dkim: Vec<Dkim>,
    /// `[server]`.
    pub server: Server,
    /// `[newsletters.NAME]`, in the order of the file.
    pub newsletters: Vec<Newsletter>,
    /// Where the publication's own templates are.
    pub templates: PathBuf,
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

/// A language model that writes the summaries their authors did not write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Model {
    /// Who runs it.
    pub provider: Provider,
    /// Its name, as the provider has it.
    pub name: String,
    /// The server, where it is not the provider's own; ends in `/`.
    pub url: Option<Url>,
    /// The environment variable that holds the key; none where no key is wanted.
    pub key_env: Option<String>,
    /// How long to wait for an answer, in seconds.
    pub timeout_seconds: u32,
    /// How many tokens a run may use.
    pub budget_tokens: u64,
    /// How much money a run may cost, in millionths of the unit of the prices.
    pub budget: u64,
    /// What a million tokens read and a million tokens written cost, in millionths.
    pub prices: Option<[u64; 2]>,
}

/// Who runs a model, and so the dialect it is spoken to in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Provider {
    /// OpenAI, and every server that speaks like it (`url`).
    OpenAi,
    /// Anthropic.
    Anthropic,
    /// Google Gemini.
    Gemini,
    /// Ollama, on this machine unless `url` says otherwise.
    Ollama,
}

/// Where the ledger is.
#[derive(Debug, Clone)]
pub struct Store {
    /// The SQLite file.
    pub path: PathBuf,
    /// What a commit outlives.
    pub durability: Durability,
    /// The PostgreSQL database that is used instead of a file.
    pub server: Option<StoreServer>,
}

impl Store {
    /// May there be something in it? Of a server that is not known before it is asked.
    #[must_use]
    pub fn may_exist(&self) -> bool {
        self.server.is_some() || self.path.exists()
    }
}

/// A PostgreSQL database, and where in it the store is.
#[derive(Debug, Clone)]
pub struct StoreServer {
    /// Its address, without a password.
    pub url: Url,
    /// Where the password is; never the password itself.
    pub password: Option<Secret>,
    /// The schema: letters, digits and underscores, none of them first a digit.
    pub schema: String,
}

/// What a commit outlives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Durability {
    /// A power cut (SQLite: synchronous FULL; PostgreSQL: `synchronous_commit` on).
    #[default]
    Power,
    /// A crash of the process (SQLite: synchronous NORMAL; PostgreSQL: `synchronous_commit` off).
    Process,
}

/// The SMTP server messages are handed to.
#[derive(Debug, Clone)]
pub struct Relay {
    /// Its host name.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is protected.
    pub security: Security,
    /// The login name, if it wants one.
    pub user: Option<String>,
    /// Where the password is; never the password itself.
    pub password: Option<Secret>,
    /// How many connections at most.
    pub connections: usize,
    /// How many messages over one connection.
    pub messages_per_connection: u32,
    /// How long to wait for the relay in any phase, in seconds; RFC 5321's times where shorter.
    pub timeout_seconds: u32,
    /// A CA certificate (PEM) to trust besides the system's.
    pub ca_file: Option<PathBuf>,
    /// The name to say in EHLO.
    pub hello: Option<String>,
    /// What it allows in all.
    pub limits: Limits,
    /// What it allows to one recipient domain, by its name in small letters.
    pub domains: BTreeMap<String, Limits>,
}

/// How many messages a relay allows in a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Limits {
    /// In a second, evenly.
    pub per_second: Option<u32>,
    /// In any sixty minutes.
    pub per_hour: Option<u32>,
    /// In any twenty-four hours.
    pub per_day: Option<u32>,
}

/// Where a secret is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Secret {
    /// In an environment variable of this name.
    Env(String),
    /// In a file, its last line end dropped.
    File(PathBuf),
}

/// A key that signs mail (RFC 6376).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dkim {
    /// The domain it signs for, in lower case.
    pub domain: String,
    /// The name under which its public half is in the DNS.
    pub selector: String,
    /// Where the private key is, in PEM form; never the key itself.
    pub key: Secret,
    /// The line of its table.
    pub line: u32,
}

/// How a connection to a relay is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Security {
    /// STARTTLS, required (port 587).
    #[default]
    StartTls,
    /// TLS from the first octet (port 465).
    Tls,
    /// None, said in so many words: for a catcher on this machine.
    None,
}

/// The small web server for readers.
#[derive(Debug, Clone)]
pub struct Server {
    /// Its public address, with which unsubscribe links start; ends in `/`.
    pub url: Url,
    /// Where it listens.
    pub listen: String,
}

/// A named series of issues.
#[derive(Debug, Clone)]
pub struct Newsletter {
    /// Its name, as in `postrider send NAME`.
    pub name: String,
    /// Its title, as readers see it.
    pub title: String,
    /// When an issue is due.
    pub cadence: Cadence,
    /// The zone of its cadence.
    pub zone: Tz,
    /// It takes up no article published before this; without it, one cadence before its first run.
    pub since: Option<chrono::DateTime<chrono::Utc>>,
    /// Only articles with one of these tags; empty means all.
    pub tags: Vec<String>,
    /// No articles with one of these tags.
    pub without_tags: Vec<String>,
    /// Fewer articles than this: no issue yet, they wait.
    pub min_articles: usize,
    /// More articles than this do not fit into one issue.
    pub max_articles: usize,
    /// What becomes of articles that do not fit.
    pub overflow: Overflow,
    /// No articles: no issue.
    pub skip_if_empty: bool,
    /// Whether a person approves each issue.
    pub mode: Mode,
    /// Who it is from.
    pub from: Option<Mailbox>,
    /// Where answers go, if not to `from`.
    pub reply_to: Option<Mailbox>,
    /// The mailbox for unsubscribing by mail.
    pub unsubscribe_mailto: Option<Address>,
    /// The sender's postal address, one line.
    pub postal_address: Option<String>,
    /// The subject, a template.
    pub subject: String,
    /// The template of the digest, below `templates/`, without extension.
    pub template: String,
    /// A CSV file of readers that is taken in at each run.
    pub subscribers: Option<PathBuf>,
}

/// What becomes of articles over `max_articles`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Overflow {
    /// They wait for the next issue.
    #[default]
    Wait,
    /// They are skipped for good.
    Skip,
}

/// Whether a person approves each issue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mode {
    /// Sent when due.
    #[default]
    Auto,
    /// Frozen as a draft until `issues approve`.
    Draft,
}

impl Config {
    /// Reads a `config.toml`.
    ///
    /// # Errors
    /// All mistakes of the file at once, each with its line.
    pub fn load(file: &Path) -> Result<Self, Vec<Finding>> {
        let text = std::fs::read_to_string(file).map_err(|error| {
            vec![
                Finding::error(format!("cannot read the configuration: {error}")).file(file).hint(
                    "run `postrider init` to start a publication, or name a file with --config",
                ),
            ]
        })?;
        Self::parse(&text, file)
    }

    /// Reads the text of a `config.toml` that is, or would be, at `file`.
    ///
    /// # Errors
    /// All mistakes of the text at once, each with its line.
    pub fn parse(text: &str, file: &Path) -> Result<Self, Vec<Finding>> {
        reader::read(text, file)
    }

    /// Finds a newsletter by name.
    #[must_use]
    pub fn newsletter(&self, name: &str) -> Option<&Newsletter> {
        self.newsletters.iter().find(|newsletter| newsletter.name == name)
    }
}
