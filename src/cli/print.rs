//! Prints answers and failures: for people in lines and colours, for machines as one document.

mod findings;
mod source;
mod stream;

use std::io::{self, IsTerminal, Write};

use clap::builder::styling::{AnsiColor, Style};
use serde_json::{Map, Value, json};

use super::answer::{Answer, Code, Trouble};
use super::args::Color;
use super::failure::Failure;
use crate::finding::Finding;

use source::Source;
pub use stream::Stream;

/// How errors look.
const RED: Style = AnsiColor::Red.on_default().bold();
/// How warnings look.
const YELLOW: Style = AnsiColor::Yellow.on_default().bold();
/// How hints and margins look.
const BLUE: Style = AnsiColor::Cyan.on_default();

/// Prints to standard output what was asked for, to standard error what went wrong.
pub struct Printer {
    json: bool,
    quiet: bool,
    color: bool,
    source: Source,
}

/// Says whether a stream gets colours.
pub fn colored(color: Color, terminal: bool) -> bool {
    let wanted = || {
        let plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        terminal && !plain && std::env::var_os("TERM").is_none_or(|term| term != "dumb")
    };
    match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => wanted(),
    }
}

impl Printer {
    /// Prints as the options say.
    pub fn new(json: bool, quiet: bool, color: Color) -> Self {
        Self {
            json,
            quiet,
            color: colored(color, io::stderr().is_terminal()),
            source: Source::default(),
        }
    }

    /// Prints an answer and gives the exit code.
    pub fn answer(&mut self, verb: &str, answer: Answer) -> Code {
        let code = answer.code;
        if answer.streamed {
            return code;
        }
        if self.json {
            return document(verb, code, &answer.findings, answer.facts);
        }
        self.findings(&answer.findings);
        let chat = |lines: Vec<String>| if self.quiet { Vec::new() } else { lines };
        let mut lines = answer.product;
        lines.extend(chat(answer.said));
        let code = out(&text(&lines), code);
        answer.troubles.iter().for_each(|trouble| self.trouble(trouble));
        out(&text(&chat(answer.next)), code)
    }

    fn trouble(&self, trouble: &Trouble) {
        let mut lines = vec![format!("{}: {}", self.severity(trouble.grave), trouble.what)];
        lines.extend(trouble.hint.as_ref().map(|hint| self.hint(hint)));
        err(&text(&lines));
    }

    /// Prints why a verb stopped and gives the exit code.
    pub fn failure(&mut self, verb: &str, failure: &Failure) -> Code {
        if self.json {
            let mut facts = Map::new();
            if let Some(what) = &failure.what {
                let error = json!({"what": what, "causes": failure.causes, "hint": failure.hint});
                facts.insert("error".to_owned(), error);
            }
            return document(verb, failure.code, &failure.findings, facts);
        }
        self.findings(&failure.findings);
        let mut lines = Vec::new();
        lines.extend(failure.what.iter().map(|what| format!("{}: {what}", self.severity(true))));
        lines.extend(failure.causes.iter().map(|cause| format!("  because: {cause}")));
        lines.extend(failure.hint.as_ref().map(|hint| self.hint(hint)));
        err(&text(&lines));
        failure.code
    }

    fn findings(&self, findings: &[Finding]) {
        let shown: Vec<_> =
            findings.iter().filter(|finding| !self.quiet || finding.is_error()).collect();
        let mut lines: Vec<_> = shown.iter().flat_map(|finding| self.finding(finding)).collect();
        lines.extend(findings::count(&shown));
        err(&text(&lines));
    }

    fn severity(&self, is_error: bool) -> String {
        if is_error { self.paint(RED, "error") } else { self.paint(YELLOW, "warning") }
    }

    fn hint(&self, hint: &str) -> String {
        format!("  {}: {hint}", self.paint(BLUE, "hint"))
    }

    fn paint(&self, style: Style, text: &str) -> String {
        if self.color { format!("{style}{text}{style:#}") } else { text.to_owned() }
    }
}

fn document(verb: &str, code: Code, findings: &[Finding], facts: Map<String, Value>) -> Code {
    let mut document = opening(verb, code, facts);
    document.insert("findings".to_owned(), findings.iter().map(findings::value).collect());
    out(&format!("{:#}\n", Value::Object(document)), code)
}

/// Gives what every document for machines begins with, and the verb's own facts.
fn opening(verb: &str, code: Code, facts: Map<String, Value>) -> Map<String, Value> {
    let mut document = Map::new();
    document.insert("command".to_owned(), json!(verb));
    document.insert("code".to_owned(), json!(code as u8));
    document.extend(facts);
    document
}

fn text(lines: &[String]) -> String {
    lines.iter().flat_map(|line| [line, "\n"]).collect()
}

/// Writes to standard output; a reader that has gone away is no mistake.
pub fn out(text: &str, code: Code) -> Code {
    let mut stdout = io::stdout().lock();
    match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            err(&format!("error: cannot write to standard output: {error}\n"));
            if code == Code::Done { Code::Mend } else { code }
        }
        _ => code,
    }
}

/// Writes to standard error; where that is closed, there is nobody left to tell.
pub fn err(text: &str) {
    let _ = io::stderr().lock().write_all(text.as_bytes());
}
