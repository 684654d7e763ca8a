//! `postrider build`: articles in, feeds out.

use super::answer::Answer;
use super::args::BuildArgs;
use super::context::Context;
use super::failure::Failure;

/// Runs it.
pub fn run(context: &Context, _args: &BuildArgs) -> Result<Answer, Failure> {
    context.config()?;
    Err(Failure::new("building is not wired"))
}
