//! The words of `postrider subscribers`.

use std::path::PathBuf;

use clap::{ArgAction, Subcommand};

use crate::address::Address;

/// `subscribers`.
#[derive(Debug, clap::Args)]
pub struct SubscribersArgs {
    /// What to do with them
    #[command(subcommand)]
    pub verb: SubscribersVerb,
}

/// Which newsletter is meant.
#[derive(Debug, clap::Args)]
pub struct Which {
    /// The newsletter; may be left out where there is only one
    #[arg(long, short, value_name = "NAME")]
    pub newsletter: Option<String>,
}

/// What to do with subscribers.
#[derive(Debug, Subcommand)]
pub enum SubscribersVerb {
    /// Add one reader who agreed to be written to
    Add(AddArgs),
    /// Take in a CSV file with a header; it never brings back someone who left
    Import(SubscribersImportArgs),
    /// Write a newsletter's readers as CSV to standard output, or to a new file
    Export(ExportArgs),
    /// List readers and where they stand
    List(ListArgs),
    /// Show all that is known of one reader
    Show(AddressArg),
    /// Take a reader off; without a newsletter, off all of them
    Remove(RemoveArgs),
}

/// `subscribers add`.
#[derive(Debug, clap::Args)]
pub struct AddArgs {
    /// The reader's address
    #[arg(value_parser = Address::parse)]
    pub address: Address,
    /// The reader's name
    #[arg(long)]
    pub name: Option<String>,
    /// Which newsletter.
    #[command(flatten)]
    pub which: Which,
}

/// `subscribers import`.
#[derive(Debug, clap::Args)]
pub struct SubscribersImportArgs {
    /// The CSV file; `-` is standard input
    pub file: PathBuf,
    /// Which newsletter.
    #[command(flatten)]
    pub which: Which,
    /// Say what would change, and change nothing
    #[arg(long, action = ArgAction::SetTrue)]
    pub dry_run: bool,
}

/// `subscribers export`.
#[derive(Debug, clap::Args)]
pub struct ExportArgs {
    /// The file to write; standard output where none is named
    pub file: Option<PathBuf>,
    /// Which newsletter.
    #[command(flatten)]
    pub which: Which,
}

/// `subscribers list`.
#[derive(Debug, clap::Args)]
pub struct ListArgs {
    /// Which newsletter.
    #[command(flatten)]
    pub which: Which,
}

/// A reader's address.
#[derive(Debug, clap::Args)]
pub struct AddressArg {
    /// The reader's address
    #[arg(value_parser = Address::parse)]
    pub address: Address,
}

/// `subscribers remove`.
#[derive(Debug, clap::Args)]
pub struct RemoveArgs {
    /// The reader's address
    #[arg(value_parser = Address::parse)]
    pub address: Address,
    /// Which newsletter.
    #[command(flatten)]
    pub which: Which,
}
