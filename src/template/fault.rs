//! What a template error says: which template, which line, what.

use std::path::PathBuf;

use tera::{Error, ErrorKind, ReportError};

use crate::finding::Finding;

/// A template error in parts.
pub(super) struct Fault {
    /// The template's name.
    pub template: Option<String>,
    /// Its line, counted from 1.
    pub line: Option<u32>,
    /// What is wrong.
    pub what: String,
}

/// Takes an error apart.
pub(super) fn of(error: &Error) -> Fault {
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => reported(report),
        ErrorKind::CircularExtend { tpl, .. } | ErrorKind::CircularInclude { tpl, .. } => {
            Fault { template: Some(tpl.clone()), line: None, what: "it includes itself".into() }
        }
        ErrorKind::MissingParent { current, parent } => Fault {
            template: Some(current.clone()),
            line: Some(1),
            what: format!("it extends `{parent}`, which does not exist"),
        },
        other => told(&other.to_string()),
    }
}

fn reported(report: &ReportError) -> Fault {
    Fault {
        template: Some(report.filename().to_owned()),
        line: u32::try_from(report.span().start_line).ok(),
        what: sentence(report.message()),
    }
}

/// Reads a report that comes as text: `error: what`, then `--> name:line:column`.
fn told(text: &str) -> Fault {
    let first = text.lines().next().unwrap_or_default();
    let what = sentence(first.strip_prefix("error: ").unwrap_or(first));
    let place = text.lines().find_map(|line| line.trim().strip_prefix("--> "));
    let mut parts = place.unwrap_or_default().rsplitn(3, ':').skip(1);
    let line = parts.next().and_then(|line| line.parse().ok());
    Fault { template: parts.next().map(str::to_owned), line, what }
}

fn sentence(text: &str) -> String {
    let text = text.trim().trim_end_matches('.');
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_lowercase().chain(letters).collect(),
        None => "it is no valid template".to_owned(),
    }
}

impl Fault {
    /// Makes it a finding about a file.
    pub(super) fn finding(self, file: PathBuf) -> Finding {
        let finding = Finding::error(format!("template: {}", self.what))
            .file(file)
            .hint("mend this line, or delete the file to go back to the built-in template");
        match self.line {
            Some(line) => finding.line(line),
            None => finding,
        }
    }
}
