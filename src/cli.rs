//! The door: the command line, what it prints, and its exit codes.

mod answer;
mod args;
mod build;
mod check;
mod context;
mod dkim;
mod failure;
mod fields;
mod import;
mod init;
mod issues;
mod outside;
mod plan;
mod print;
mod progress;
mod publish;
mod send;
mod sending;
mod serve;
mod signing;
mod subscribers;
mod summarize;
mod table;
mod worker;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{CommandFactory, FromArgMatches};

use answer::{Answer, Code};
use args::{Args, Color, Verb};
use context::Context;
use failure::Failure;
use print::Printer;

/// Runs the program and gives its exit code: 0 done, 1 something the user can mend, 2 wrong usage,
/// 3 sent but some readers were deferred, rejected or in doubt.
#[must_use]
pub fn main() -> ExitCode {
    // Two crates bring a TLS library each; without a choice made first, they stop the program.
    // An error here means that the choice was made already.
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    let words: Vec<OsString> = std::env::args_os().collect();
    let code = match parse(&words) {
        Ok(args) => run(args),
        Err(error) => usage(&error, words.iter().any(|word| word == "--json")),
    };
    ExitCode::from(code as u8)
}

fn parse(words: &[OsString]) -> Result<Args, clap::Error> {
    let plain = words.iter().any(|word| word == "--color=never")
        || words.windows(2).any(|pair| pair == ["--color", "never"]);
    let color = if plain { clap::ColorChoice::Never } else { clap::ColorChoice::Auto };
    let matches = Args::command().color(color).try_get_matches_from(words)?;
    Args::from_arg_matches(&matches)
}

/// Tells a mistake on the command line, or gives the help that was asked for.
fn usage(error: &clap::Error, json: bool) -> Code {
    let asked_for = matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion);
    if json && !asked_for {
        let text = error.render().to_string();
        let what = text.trim().trim_start_matches("error: ").to_owned();
        Printer::new(true, false, Color::Never).failure("postrider", &Failure::usage(what));
    } else {
        // A closed pipe is no mistake of the reader's.
        let _ = error.print();
    }
    if asked_for { Code::Done } else { Code::Usage }
}

fn run(args: Args) -> Code {
    let name = args.verb.name();
    let mut printer = Printer::new(args.global.json, args.global.quiet, args.global.color);
    let context = Context::new(args.global);
    match perform(&context, args.verb) {
        Ok(answer) => printer.answer(name, answer),
        Err(failure) => printer.failure(name, &failure),
    }
}

fn perform(context: &Context, verb: Verb) -> Result<Answer, Failure> {
    match verb {
        Verb::Init(args) => init::run(context, &args),
        Verb::Check => check::run(context),
        Verb::Build(args) => build::run(context, &args),
        Verb::Summarize(args) => summarize::run(context, &args),
        Verb::Import(args) => import::run(context, &args),
        Verb::Issues(args) => issues::run(context, args),
        Verb::Subscribers(args) => subscribers::run(context, args),
        Verb::Serve(args) => serve::run(context, &args),
        Verb::Dkim(args) => dkim::run(context, &args),
        Verb::Plan(args) => plan::run(context, &args),
        Verb::Send(args) => send::run(context, &args),
        Verb::Publish(args) => publish::run(context, &args),
        Verb::Worker(args) => worker::run(context, &args),
    }
}
