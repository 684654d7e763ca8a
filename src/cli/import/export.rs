//! Every article of another tool's export, each into a file of its own.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::Path;

use super::super::answer::Answer;
use super::super::args::{ImportArgs, ImportSource};
use super::super::build::number;
use super::super::context::Context;
use super::super::failure::Failure;
use crate::config::Config;
use crate::document::Fields;
use crate::finding::Finding;
use crate::import::{self, Imported, LeftOut};

/// How many files that were there already are named one by one.
const NAMED: usize = 5;

/// The largest export that is read from standard input, in bytes: it is kept in memory.
const LARGEST_INPUT: u64 = 1 << 30;

/// Runs it.
pub fn run(context: &Context, args: &ImportArgs, config: &Config) -> Result<Answer, Failure> {
    let is_input = args.path == Path::new("-");
    let path = if is_input { Path::new("standard-input") } else { &args.path };
    let cannot = |error| Failure::because(format!("cannot read {}", path.display()), &error);
    let input = is_input.then(input).transpose()?;
    let open = || -> io::Result<Box<dyn BufRead + '_>> {
        Ok(match &input {
            Some(bytes) => Box::new(bytes.as_slice()),
            None => Box::new(BufReader::new(File::open(path)?)),
        })
    };
    let first = open().map_err(cannot)?;
    let mut writer = Writer::new(&config.content.dir, args.print);
    let take = |article| writer.take(article);
    let (what, read) = if args.source == ImportSource::Ghost {
        let pages = import::ghost(path, first, &config.home, take);
        let left_out = |furniture| LeftOut { furniture, ..LeftOut::default() };
        ("Ghost's export", pages.map(left_out))
    } else {
        let most = config.content.max_bytes;
        ("WordPress's export", import::wordpress(path, open, &config.home, most, take))
    };
    let left_out = match read {
        Ok(left_out) => left_out,
        Err(finding) => {
            writer.answer.findings.push(finding);
            LeftOut::default()
        }
    };
    if let Some((file, error)) = writer.failed {
        return Err(Failure::because(format!("cannot write {file}"), &error));
    }
    for (name, count) in &left_out.foreign {
        writer.answer.findings.push(foreign(path, name, *count));
    }
    let left_out = (left_out.furniture, "pages, files and the like, no articles");
    Ok(told(writer, what, left_out, context, config))
}

/// Reads the whole of standard input: an export is read more than once.
fn input() -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let read = io::stdin().take(LARGEST_INPUT.saturating_add(1)).read_to_end(&mut bytes);
    read.map_err(|error| Failure::because("cannot read standard input", &error))?;
    if bytes.len() as u64 > LARGEST_INPUT {
        let what = format!("standard input holds more than {LARGEST_INPUT} bytes");
        return Err(Failure::new(what).hint("save it as a file and name that"));
    }
    Ok(bytes)
}

/// Tells of what may well be articles to their author, and is not to us.
fn foreign(path: &Path, name: &str, count: usize) -> Finding {
    let what = format!("{} of the type `{name}` left out, each with a text", number(count, "item"));
    let hint = format!("if they are articles, write `post` for `{name}` in a copy of the export");
    Finding::warning(what).file(path).hint(hint)
}

/// Takes every article of a feed.
pub fn feed(
    context: &Context,
    args: &ImportArgs,
    config: &Config,
    name: &Path,
    bytes: &[u8],
) -> Result<Answer, Failure> {
    let most = config.content.max_bytes;
    if bytes.len() as u64 > most {
        let what = format!("{} has more than {most} bytes", name.display());
        return Err(Failure::new(what).hint("raise `max_bytes` in [content]"));
    }
    let mut writer = Writer::new(&config.content.dir, args.print);
    let read = import::entries(name, bytes, &config.home, |article| writer.take(article));
    let (format, left_out) = read.map_err(|finding| Failure::found(vec![finding]))?;
    if let Some((file, error)) = writer.failed {
        return Err(Failure::because(format!("cannot write {file}"), &error));
    }
    let left_out = (left_out, "entries without a text");
    Ok(told(writer, &format!("the feed, {format}"), left_out, context, config))
}

fn told(
    writer: Writer<'_>,
    what: &str,
    (left_out, why): (usize, &str),
    context: &Context,
    config: &Config,
) -> Answer {
    let Writer { mut answer, fields, written, drafts, there, print, .. } = writer;
    let dir = Context::shown(&config.content.dir);
    if !print {
        let drafts = match drafts {
            0 => String::new(),
            some => format!(", {} among them", number(some, "draft")),
        };
        answer.say(format!("{what}: wrote {} into {dir}/{drafts}", number(written, "article")));
        answer.say(format!("  {}", super::super::fields::told(&fields, "fields")));
        if left_out > 0 {
            answer.say(format!("  left out: {left_out} {why}"));
        }
        for file in there.iter().take(NAMED) {
            answer.say(format!("  already there, left as it was: {file}"));
        }
        if let Some(more) = there.len().checked_sub(NAMED).filter(|more| *more > 0) {
            answer.say(format!("  already there, left as they were: {more} more"));
        }
        if written > 0 {
            answer.next(format!("read them over, then run `{}`", context.command("check")));
        }
    }
    facts(&mut answer, &fields);
    answer.fact("written", written);
    answer.fact("drafts", drafts);
    answer.fact("left_out", left_out);
    answer.fact("already_there", there);
    answer.mend_errors()
}

/// Tells machines how much was used.
pub fn facts(answer: &mut Answer, fields: &Fields) {
    answer.fact("fields", fields.count);
    answer.fact("used", fields.used());
    answer.fact("unused", fields.unused());
}

/// Writes articles as they come, none over a file that is there.
struct Writer<'a> {
    dir: &'a Path,
    print: bool,
    answer: Answer,
    fields: Fields,
    names: HashSet<String>,
    written: usize,
    drafts: usize,
    there: Vec<String>,
    failed: Option<(String, io::Error)>,
}

impl<'a> Writer<'a> {
    fn new(dir: &'a Path, print: bool) -> Self {
        Self {
            dir,
            print,
            answer: Answer::default(),
            fields: Fields::default(),
            names: HashSet::new(),
            written: 0,
            drafts: 0,
            there: Vec::new(),
            failed: None,
        }
    }

    fn take(&mut self, article: Imported) {
        let Imported { file_name, text, fields, findings, .. } = article;
        self.fields.join(&fields);
        self.answer.findings.extend::<Vec<Finding>>(findings);
        if self.failed.is_some() {
            return;
        }
        self.drafts += usize::from(text.contains("\ndraft: true\n"));
        if self.print {
            self.answer.line(text.trim_end());
            return;
        }
        let file = self.dir.join(self.free(&file_name));
        let shown = Context::shown(&file);
        match write(&file, &text) {
            Ok(()) => self.written += 1,
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => self.there.push(shown),
            Err(error) => self.failed = Some((shown, error)),
        }
    }

    /// Gives a name that no other article of this export has.
    fn free(&mut self, name: &str) -> String {
        let (stem, end) = name.rsplit_once('.').unwrap_or((name, "html"));
        let mut free = name.to_owned();
        let mut number = 1_u32;
        while !self.names.insert(free.clone()) {
            number += 1;
            free = format!("{stem}-{number}.{end}");
        }
        free
    }
}

/// Writes a file that must not be there yet, and the folders above it.
pub fn write(file: &Path, text: &str) -> io::Result<()> {
    if let Some(dir) = file.parent() {
        fs::create_dir_all(dir)?;
    }
    let mut opened = fs::OpenOptions::new().write(true).create_new(true).open(file)?;
    opened.write_all(text.as_bytes())
}
