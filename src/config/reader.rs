//! Reads `config.toml` key by key, so that all mistakes are told at once, each with its line.

mod sections;
mod table;

use std::path::Path;

use super::Config;
use crate::finding::Finding;
use table::{Notes, Table};

/// Reads a configuration; gives its mistakes with it, where what it says about articles is without.
pub(super) fn read(text: &str, file: &Path) -> Result<(Config, Vec<Finding>), Vec<Finding>> {
    let notes = Notes::new(text, file);
    let (root, broken) = toml::de::DeTable::parse_recoverable(text);
    for error in &broken {
        notes.syntax(error);
    }
    let mut top = Table::new(root.get_ref(), root.span(), &notes, String::new());
    let config = sections::config(&mut top, file);
    // A key that nobody knows may be meant to say where the articles are.
    let is_known = top.finish();
    let lines = notes.lines();
    let findings = notes.into_findings();
    match config {
        Some(config) if is_known => Ok((Config { lines, ..config }, findings)),
        _ => Err(findings),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_at(text: &str) -> Result<Config, Vec<Finding>> {
        match read(text, Path::new("config.toml"))? {
            (config, findings) if findings.is_empty() => Ok(config),
            (_, findings) => Err(findings),
        }
    }

    #[test]
    fn a_title_and_a_home_are_enough() {
        let config = read_at("title = \"A\"\nhome = \"https://a.example\"\n").unwrap();
        assert_eq!(config.home.as_str(), "https://a.example/");
        assert_eq!(config.feeds.items, 20);
        assert!(config.relays.is_empty());
    }

    #[test]
    fn every_mistake_is_told_in_one_pass_with_its_line() {
        let findings = read_at(
            "titel = \"A\"\nhome = \"not a url\"\nzone = \"Mars/Olympus\"\n[feeds]\nitems = \"many\"\n[newsletters.weekly]\nat = \"Noday 08:00\"\n",
        )
        .unwrap_err();
        let lines: Vec<_> = findings.iter().map(|f| f.line.unwrap_or(0)).collect();
        for line in [1, 2, 3, 5, 7] {
            assert!(lines.contains(&line), "no finding for line {line}: {findings:#?}");
        }
        let told = findings.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
        assert!(told.contains("did you mean `title`"), "{told}");
    }

    #[test]
    fn broken_syntax_is_a_finding_with_a_line() {
        let findings = read_at("title = \"A\"\nhome = \n").unwrap_err();
        assert_eq!(findings[0].line, Some(2));
    }
}
