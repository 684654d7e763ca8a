//! `postrider import`: articles from plain text, saved pages, and other tools' exports.

mod export;

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::answer::Answer;
use super::args::{ImportArgs, ImportSource};
use super::context::Context;
use super::failure::Failure;
use super::fields;
use crate::document::{Format, Rules};
use crate::import;

/// Runs it.
pub fn run(context: &Context, args: &ImportArgs) -> Result<Answer, Failure> {
    let config = context.config()?;
    if matches!(args.source, ImportSource::Ghost | ImportSource::Wordpress) {
        return export::run(context, args, &config);
    }
    let rules = Rules::of(&config);
    if args.source == ImportSource::Feed {
        let (name, bytes) = read(&args.path, rules.max_bytes)?;
        return export::feed(context, args, &config, &name, &bytes);
    }
    let (name, bytes) = read(&args.path, rules.max_bytes)?;
    if bytes.trim_ascii().is_empty() {
        return Err(Failure::new(format!(
            "{} is empty, so there is no article in it",
            name.display()
        ))
        .hint("nothing was written; name a file with the text of an article"));
    }
    let imported = match args.source {
        ImportSource::Text => import::text(&name, &bytes, &rules),
        _ => import::html(&name, &bytes, &rules),
    };
    if imported.text.is_empty() {
        return Err(Failure::found(imported.findings));
    }
    let mut answer = Answer::with(imported.findings);
    answer.fact("text", &imported.text);
    export::facts(&mut answer, &imported.fields);
    if args.print {
        answer.line(imported.text.trim_end());
        return Ok(answer.mend_errors());
    }
    let file = config.content.dir.join(&imported.file_name);
    write_new(&file, &imported.text)?;
    answer.fact("file", &file);
    answer.say(format!("wrote {}", Context::shown(&file)));
    let read_as = imported.format.map_or("HTML", Format::name);
    answer.say(format!("  read as {read_as}: {}", fields::told(&imported.fields, "fields")));
    answer.next(format!("read it over, then run `{}`", context.command("check")));
    Ok(answer.mend_errors())
}

/// Reads a file or standard input, one byte more than is allowed at most, and names it.
fn read(path: &Path, most: u64) -> Result<(PathBuf, Vec<u8>), Failure> {
    let is_input = path == Path::new("-");
    let name = if is_input { PathBuf::from("standard-input") } else { path.to_owned() };
    let open = || -> io::Result<Vec<u8>> {
        let source: Box<dyn Read> =
            if is_input { Box::new(io::stdin()) } else { Box::new(fs::File::open(path)?) };
        let mut bytes = Vec::new();
        source.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
        Ok(bytes)
    };
    match open() {
        Ok(bytes) => Ok((name, bytes)),
        Err(error) => {
            let failure = Failure::because(format!("cannot read {}", name.display()), &error);
            let is_web = path.to_str().is_some_and(|path| path.contains("://"));
            Err(if is_web { failure.hint("save it first, then import the file") } else { failure })
        }
    }
}

fn write_new(file: &Path, text: &str) -> Result<(), Failure> {
    let say = |error: &io::Error| match error.kind() {
        io::ErrorKind::AlreadyExists => {
            Failure::new(format!("{} is already there", file.display()))
                .hint("nothing was written; move it away, or use --print")
        }
        _ => Failure::because(format!("cannot write {}", file.display()), error),
    };
    export::write(file, text).map_err(|error| say(&error))
}
