//! The words of `postrider dkim`.

use clap::Subcommand;

/// `dkim`.
#[derive(Debug, clap::Args)]
pub struct DkimArgs {
    /// What to do with them
    #[command(subcommand)]
    pub verb: DkimVerb,
}

/// What to do with keys that sign mail.
#[derive(Debug, Subcommand)]
pub enum DkimVerb {
    /// Make an RSA and an Ed25519 key, and tell the DNS records to paste
    New(NewKeyArgs),
}

/// `dkim new`.
#[derive(Debug, clap::Args)]
pub struct NewKeyArgs {
    /// The domain to sign for; default: that of the newsletters' `from`
    #[arg(long, value_name = "DOMAIN")]
    pub domain: Option<String>,
    /// The name in the DNS; default: the month, such as `2026-11`
    #[arg(long, value_name = "NAME")]
    pub selector: Option<String>,
}
