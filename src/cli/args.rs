//! The words of the command line; verbs and options are fixed, so that scripts can rely on them.

mod dkim;
mod issues;
mod subscribers;
mod words;

use std::path::PathBuf;
use std::time::Duration;

use clap::{Parser, Subcommand, ValueEnum};

use crate::address::Address;
use words::{duration, instant};

pub use dkim::*;
pub use issues::*;
pub use subscribers::*;

/// The configuration's file where none is named.
pub const CONFIG: &str = "config.toml";
/// Where a dry run writes where no path is named.
const OUTBOX: &str = "outbox";

/// The first screen: short, with the two commands a newcomer needs.
const FIRST_SCREEN: &str = "\
{about}

{usage-heading} {usage}

Start here:
  postrider init my-letter            a publication that builds and dry-runs at once
  postrider publish --dry-run         its feeds into public/, its emails into outbox/

Write and look:
  init [DIR]       start a publication
  check            tell every mistake, with file and line
  build            write feeds and the issue archive
  plan             what the next issue would hold, and for how many
  summarize        summaries and takeaways, to read or to write into front matter
  import           articles from a feed, a saved page, plain text, Ghost or WordPress

Send:
  publish          build, then send every newsletter that is due; safe every minute
  send             send one newsletter's next issue, or go on with an issue
  worker           one more sender on a shared store (PostgreSQL)
  issues           what was sent: list, show, approve, pause, resume, cancel, resolve
  subscribers      readers: add, import, export, list, show, remove
  serve            unsubscribe links, feeds and archive over HTTP
  dkim             keys that sign mail, and their DNS records

Options:
{options}

Exit codes: 0 done, 1 something you can mend, 2 wrong usage, 3 sent but some readers
were deferred, rejected or in doubt. More on a verb: postrider VERB --help
";

/// Carries a publication's articles to its readers: feeds, and digest newsletters over SMTP.
#[derive(Debug, Parser)]
#[command(name = "postrider", version, help_template = FIRST_SCREEN, max_term_width = 100)]
#[command(subcommand_value_name = "VERB")]
pub struct Args {
    /// What every verb takes.
    #[command(flatten)]
    pub global: Global,
    /// What to do.
    #[command(subcommand)]
    pub verb: Verb,
}

/// What every verb takes.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Everywhere")]
pub struct Global {
    /// The publication's configuration
    #[arg(long, global = true, value_name = "FILE", default_value = CONFIG)]
    pub config: PathBuf,
    /// Act as if it were this time
    #[arg(long, global = true, value_name = "TIME", value_parser = instant)]
    pub now: Option<String>,
    /// Answer with one JSON document on standard output
    #[arg(long, global = true)]
    pub json: bool,
    /// Print only what was asked for, and errors
    #[arg(long, short, global = true)]
    pub quiet: bool,
    /// When to use colours
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    #[arg(hide_possible_values = true)]
    pub color: Color,
}

/// When to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Start a publication that builds and dry-runs at once
    Init(InitArgs),
    /// Tell every mistake in config, content, templates, feeds and emails, with file and line
    Check,
    /// Read articles, write feeds and the issue archive to the output folder
    Build(BuildArgs),
    /// Show what the next issue would hold and for how many; sends nothing, ever
    Plan(PlanArgs),
    /// Send a newsletter's next issue, or go on with an issue
    Send(SendArgs),
    /// Build, then send every newsletter that is due; safe to run every minute
    Publish(PublishArgs),
    /// Take part in whatever issue is being sent, beside other senders on the same store
    Worker(WorkerArgs),
    /// The ledger, by issue
    Issues(IssuesArgs),
    /// Readers
    Subscribers(SubscribersArgs),
    /// Show summaries and takeaways, or write them into front matter for you to edit
    Summarize(SummarizeArgs),
    /// Make articles of texts and pages from elsewhere
    Import(ImportArgs),
    /// Answer unsubscribe links, and serve the output folder, over HTTP
    Serve(ServeArgs),
    /// Keys that sign mail
    Dkim(DkimArgs),
}

impl Verb {
    /// Gives the verb as it is typed.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Init(_) => "init",
            Self::Check => "check",
            Self::Build(_) => "build",
            Self::Plan(_) => "plan",
            Self::Send(_) => "send",
            Self::Publish(_) => "publish",
            Self::Worker(_) => "worker",
            Self::Issues(_) => "issues",
            Self::Subscribers(_) => "subscribers",
            Self::Summarize(_) => "summarize",
            Self::Import(_) => "import",
            Self::Serve(_) => "serve",
            Self::Dkim(_) => "dkim",
        }
    }
}

/// `init`.
#[derive(Debug, clap::Args)]
pub struct InitArgs {
    /// Where; made if it is not there
    #[arg(value_name = "DIR", default_value = ".")]
    pub dir: PathBuf,
}

/// `build`.
#[derive(Debug, clap::Args)]
pub struct BuildArgs {
    /// Fail where content/postrider.lock or postrider.archive would change (for CI)
    #[arg(long)]
    pub locked: bool,
}

/// `plan`.
#[derive(Debug, clap::Args)]
pub struct PlanArgs {
    /// Only this newsletter
    pub newsletter: Option<String>,
}

/// Where messages are handed over, and how.
#[derive(Debug, clap::Args)]
pub struct HandOver {
    /// Write the same bytes to PATH instead: a folder of .eml files with an index, FILE.mbox,
    /// or a Maildir
    #[arg(long, value_name = "PATH", num_args = 0..=1, require_equals = true)]
    #[arg(default_missing_value = OUTBOX)]
    pub dry_run: Option<PathBuf>,
    /// Hand over here instead, such as `smtp://127.0.0.1:2525` for a plain catcher
    #[arg(long, value_name = "URL", conflicts_with = "dry_run")]
    pub relay: Option<String>,
    /// How long to stay for deferred readers; later runs take up the rest
    #[arg(long, value_name = "DURATION", default_value = "10m", value_parser = duration)]
    pub wait: Duration,
    /// Do not try first whether the articles are online
    #[arg(long)]
    pub no_link_check: bool,
}

/// `worker`.
#[derive(Debug, clap::Args)]
pub struct WorkerArgs {
    /// Stop when nobody is due; else it stays until it is stopped
    #[arg(long)]
    pub once: bool,
    /// Hand over here instead, such as `smtp://127.0.0.1:2525` for a plain catcher
    #[arg(long, value_name = "URL")]
    pub relay: Option<String>,
    /// Do not try first whether the articles are online
    #[arg(long)]
    pub no_link_check: bool,
}

/// `send`.
#[derive(Debug, clap::Args)]
pub struct SendArgs {
    /// A newsletter's name, or an issue's key such as weekly/2026-W47
    #[arg(value_name = "NEWSLETTER|ISSUE")]
    pub target: String,
    /// Send a proof to this address only; leaves no trace in the ledger
    #[arg(long, value_name = "ADDRESS", value_parser = Address::parse)]
    pub to: Option<Address>,
    /// That issue again, to those rejected for a cause since mended, or given up; to nobody else
    #[arg(long, conflicts_with = "to")]
    pub missed: bool,
    /// Where to, and how.
    #[command(flatten)]
    pub hand_over: HandOver,
}

/// `publish`.
#[derive(Debug, clap::Args)]
pub struct PublishArgs {
    /// Where to, and how.
    #[command(flatten)]
    pub hand_over: HandOver,
}

/// `summarize`.
#[derive(Debug, clap::Args)]
pub struct SummarizeArgs {
    /// Only these articles: files or folders of the content folder. A draft must be named
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Write what is missing into the articles' front matter; all else stays byte for byte
    #[arg(long)]
    pub write: bool,
}

/// `import`.
#[derive(Debug, clap::Args)]
pub struct ImportArgs {
    /// What it is
    pub source: ImportSource,
    /// The file; `-` is standard input
    pub path: PathBuf,
    /// Print what was read instead of writing it into the content folder
    #[arg(long)]
    pub print: bool,
}

/// What is imported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ImportSource {
    /// Plain text, as it is copied out of a page
    Text,
    /// A web page, saved from a browser
    Html,
    /// Ghost's export, a JSON file: every article of it
    Ghost,
    /// WordPress's export, an XML file: every article of it
    Wordpress,
    /// A feed, RSS, Atom or JSON: every article of it
    Feed,
}

/// `serve`.
#[derive(Debug, clap::Args)]
pub struct ServeArgs {
    /// Where to listen; port 0 takes any free one
    #[arg(long, value_name = "HOST:PORT")]
    pub listen: Option<String>,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_well_formed() {
        Args::command().debug_assert();
    }

    #[test]
    fn a_dry_run_without_a_path_goes_to_the_outbox() {
        let parse = |words: &[&str]| Args::try_parse_from([&["postrider"], words].concat());
        let Verb::Publish(args) = parse(&["publish", "--dry-run"]).unwrap().verb else {
            panic!("publish is publish")
        };
        assert_eq!(args.hand_over.dry_run, Some(PathBuf::from("outbox")));
        let Verb::Send(args) = parse(&["send", "--dry-run=x.mbox", "weekly"]).unwrap().verb else {
            panic!("send is send")
        };
        assert_eq!(args.hand_over.dry_run, Some(PathBuf::from("x.mbox")));
        assert_eq!(args.target, "weekly");
    }
}
