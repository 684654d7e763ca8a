//! One mistake, shown with the line it is in.

use serde_json::{Value, json};

use super::{BLUE, Printer};
use crate::finding::Finding;

/// The longest part of a line that is shown, in characters.
const WIDTH: usize = 100;
impl Printer {
    /// Shows a mistake, line by line: where and what, the line itself, and a hint.
    pub(super) fn finding(&self, finding: &Finding) -> Vec<String> {
        let word = self.severity(finding.is_error());
        let mut lines = vec![format!("{}{word}: {}", place(finding), visible(&finding.what))];
        if let Some((number, line)) = self.snippet(finding) {
            let margin = self.paint(BLUE, &format!("{number:>5} |"));
            lines.push(format!("{margin} {line}"));
        }
        lines.extend(finding.hint.as_ref().map(|hint| self.hint(&visible(hint))));
        lines
    }

    /// Gives the line a mistake is in, where it can be had cheaply.
    fn snippet(&self, finding: &Finding) -> Option<(u32, String)> {
        let number = finding.line?;
        let line = self.source.line(finding.file.as_deref()?, number)?;
        let line = without_password(line.trim_end());
        let mut shown: String = visible(&line).chars().take(WIDTH).collect();
        if line.chars().count() > WIDTH {
            shown.push('…');
        }
        (!shown.trim().is_empty()).then_some((number, shown))
    }
}

/// Gives a mistake for machines.
pub(super) fn value(finding: &Finding) -> Value {
    json!({
        "severity": if finding.is_error() { "error" } else { "warning" },
        "file": finding.file,
        "line": finding.line,
        "what": finding.what,
        "hint": finding.hint,
    })
}

/// Counts mistakes, in words.
pub(super) fn count(findings: &[&Finding]) -> Option<String> {
    let errors = findings.iter().filter(|finding| finding.is_error()).count();
    let warnings = findings.len() - errors;
    let many = |number: usize, word: &str| match number {
        0 => None,
        1 => Some(format!("1 {word}")),
        _ => Some(format!("{number} {word}s")),
    };
    match (many(errors, "error"), many(warnings, "warning")) {
        (Some(errors), Some(warnings)) => Some(format!("{errors}, {warnings}")),
        (one, other) => one.or(other),
    }
}

fn place(finding: &Finding) -> String {
    match (&finding.file, finding.line) {
        (Some(file), Some(line)) => format!("{}:{line}: ", visible(&file.to_string_lossy())),
        (Some(file), None) => format!("{}: ", visible(&file.to_string_lossy())),
        _ => String::new(),
    }
}

/// Leaves out a user and password that stand in an address.
fn without_password(line: &str) -> String {
    let mut shown = String::with_capacity(line.len());
    let mut rest = line;
    while let Some((before, after)) = rest.split_once("://") {
        let end = after.find(['/', '"', '\'', ' ']).unwrap_or(after.len());
        let host = after.get(..end).and_then(|authority| authority.rfind('@')).map(|at| at + 1);
        shown.push_str(before);
        shown.push_str(if host.is_some() { "://…@" } else { "://" });
        rest = after.get(host.unwrap_or(0)..).unwrap_or_default();
    }
    shown + rest
}

/// Replaces what could steer a terminal; a file's text is not trusted.
fn visible(text: &str) -> String {
    text.chars().map(|c| if c.is_control() && c != '\t' { '\u{FFFD}' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::args::Color;

    #[test]
    fn a_mistake_is_shown_with_its_line_and_hint() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("a.md");
        std::fs::write(&file, "one\ntwo \u{1b}[31mred\n").unwrap();
        let finding = Finding::error("no good").file(&file).line(2).hint("mend it");
        let text = Printer::new(false, false, Color::Never).finding(&finding).join("\n");
        assert!(text.contains("a.md:2: error: no good\n    2 | two \u{FFFD}[31mred\n"), "{text}");
        assert!(text.ends_with("\n  hint: mend it"), "{text}");
    }

    #[test]
    fn mistakes_are_counted_in_words() {
        let (error, warning) = (Finding::error("a"), Finding::warning("b"));
        assert_eq!(count(&[]), None);
        assert_eq!(count(&[&error]).as_deref(), Some("1 error"));
        assert_eq!(count(&[&error, &warning, &warning]).as_deref(), Some("1 error, 2 warnings"));
    }
}
