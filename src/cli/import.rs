//! `postrider import`: articles from plain text and saved pages.

use super::answer::Answer;
use super::args::ImportArgs;
use super::context::Context;
use super::failure::Failure;

/// Runs it.
pub fn run(_context: &Context, _args: &ImportArgs) -> Result<Answer, Failure> {
    Err(Failure::new("import is not wired"))
}
