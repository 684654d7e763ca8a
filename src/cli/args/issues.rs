//! The words of `postrider issues`.

use clap::{Subcommand, ValueEnum};

use crate::address::Address;

/// `issues`.
#[derive(Debug, clap::Args)]
pub struct IssuesArgs {
    /// What to do with them; `list` where nothing is said
    #[command(subcommand)]
    pub verb: Option<IssuesVerb>,
}

/// What to do with issues.
#[derive(Debug, Subcommand)]
pub enum IssuesVerb {
    /// List all issues, newest first
    List,
    /// Show one issue and what became of each of its readers
    Show(ShowArgs),
    /// Choose a draft's readers, so that it can be sent
    Approve(IssueArg),
    /// Stop an issue until `resume`
    Pause(PauseArgs),
    /// Let a paused issue go on
    Resume(IssueArg),
    /// Give an issue up; readers not yet sent to get nothing
    Cancel(IssueArg),
    /// Decide about readers in doubt: no answer came after their message was handed over
    Resolve(ResolveArgs),
}

/// An issue's key.
#[derive(Debug, clap::Args)]
pub struct IssueArg {
    /// The issue's key, such as weekly/2026-W47
    #[arg(value_name = "ISSUE")]
    pub issue: String,
}

/// `issues show`.
#[derive(Debug, clap::Args)]
pub struct ShowArgs {
    /// The issue's key, such as weekly/2026-W47
    #[arg(value_name = "ISSUE")]
    pub issue: String,
    /// Only what became of this reader
    #[arg(long, value_name = "ADDRESS", value_parser = Address::parse)]
    pub reader: Option<Address>,
}

/// `issues pause`.
#[derive(Debug, clap::Args)]
pub struct PauseArgs {
    /// The issue's key, such as weekly/2026-W47
    #[arg(value_name = "ISSUE")]
    pub issue: String,
    /// Why, for those who read the ledger later
    #[arg(long, value_name = "TEXT", default_value = "paused by hand")]
    pub why: String,
}

/// `issues resolve`.
#[derive(Debug, clap::Args)]
pub struct ResolveArgs {
    /// The issue's key, such as weekly/2026-W47
    #[arg(value_name = "ISSUE")]
    pub issue: String,
    /// What to do with them
    #[arg(long = "as", value_name = "WHAT")]
    pub how: ResolveHow,
    /// Only this reader
    #[arg(long, value_name = "ADDRESS", value_parser = Address::parse)]
    pub reader: Option<Address>,
}

/// What becomes of readers in doubt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ResolveHow {
    /// Leave them in doubt: they get nothing more of this issue
    Hold,
    /// Send again, with the same Message-ID: some may get it twice
    Resend,
    /// Call it sent
    Accepted,
}
