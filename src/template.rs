//! How a page is dressed: templates and interface words, built in, each replaceable by a file of
//! the publication's own.

mod built_in;
mod fault;
mod filters;
mod unused;
pub mod words;
pub mod wrap;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Serialize;
use tera::{Context, Tera};

use crate::finding::Finding;
use words::{Dictionary, Words};

/// All templates and interface words of a publication.
#[derive(Debug, Clone)]
pub struct Templates {
    tera: Tera,
    own: BTreeMap<String, Own>,
    dictionary: Dictionary,
}

/// A template file of the publication's own.
#[derive(Debug, Clone)]
struct Own {
    file: PathBuf,
    text: String,
}

impl Templates {
    /// Gives the templates that are built in.
    ///
    /// # Errors
    /// Never, unless the built-in templates are broken, which a test holds against.
    pub fn built_in() -> Result<Self, Vec<Finding>> {
        Self::of(BTreeMap::new())
    }

    /// Reads the publication's own templates over the built-in ones, file by file.
    ///
    /// A folder that does not exist holds none.
    ///
    /// # Errors
    /// All files that cannot be read or are no valid template, each with its line.
    pub fn load(dir: &Path) -> Result<Self, Vec<Finding>> {
        let mut findings = Vec::new();
        let own = read_folder(dir, &mut findings);
        match Self::of(own) {
            Ok(templates) if findings.is_empty() => Ok(templates),
            Ok(_) => Err(findings),
            Err(more) => {
                findings.extend(more);
                Err(findings)
            }
        }
    }

    fn of(own: BTreeMap<String, Own>) -> Result<Self, Vec<Finding>> {
        let mut findings = Vec::new();
        let tera = dress(&own, &mut findings);
        let dictionary = Dictionary::new(
            own.iter().map(|(name, own)| (name.as_str(), own.text.as_str(), own.file.as_path())),
            &mut findings,
        );
        if findings.is_empty() { Ok(Self { tera, own, dictionary }) } else { Err(findings) }
    }

    /// Renders a template, such as `email/digest.html`; names that end in `.html` are escaped.
    ///
    /// # Errors
    /// What is wrong with the template, with its file and line.
    pub fn render(&self, name: &str, data: &impl Serialize) -> Result<String, Finding> {
        let context = context(data).map_err(|error| self.finding(name, &error))?;
        self.tera.render(name, &context).map_err(|error| self.finding(name, &error))
    }

    /// Renders a template that stands in a configuration file, unescaped.
    ///
    /// # Errors
    /// What is wrong with it; the caller knows the file.
    pub fn render_line(&self, source: &str, data: &impl Serialize) -> Result<String, Finding> {
        let rendered = context(data).and_then(|c| self.tera.render_str(source, &c, false));
        rendered.map_err(|error| {
            let fault = fault::of(&error);
            Finding::error(format!("the template `{source}` fails: {}", fault.what))
        })
    }

    /// Is there a template of this name?
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.tera.contains_template(name)
    }

    /// Gives the interface words of a language, English where it has none.
    #[must_use]
    pub fn words(&self, language: &str) -> Words {
        self.dictionary.words(language)
    }

    /// Gives the file a template comes from, as the user would type it, and its text.
    #[must_use]
    pub fn source(&self, name: &str) -> Option<(PathBuf, &str)> {
        if let Some(own) = self.own.get(name) {
            return Some((own.file.clone(), &own.text));
        }
        let text = built_in::TEMPLATES.iter().find(|(known, _)| *known == name)?.1;
        Some((Path::new("templates").join(name), text))
    }

    fn finding(&self, name: &str, error: &tera::Error) -> Finding {
        let fault = fault::of(error);
        let name = fault.template.as_deref().unwrap_or(name);
        let file = self.source(name).map_or_else(|| Path::new("templates").join(name), |s| s.0);
        fault.finding(file)
    }
}

fn context(data: &impl Serialize) -> tera::TeraResult<Context> {
    Context::from_serialize(data)
}

/// Adds all templates; an own one that is broken is named and left out, so that the next is seen.
fn dress(own: &BTreeMap<String, Own>, findings: &mut Vec<Finding>) -> Tera {
    let mut good = own.clone();
    good.retain(|name, _| !name.starts_with("words/"));
    loop {
        let mut tera = Tera::new();
        filters::register(&mut tera);
        let mut all: BTreeMap<&str, &str> = built_in::TEMPLATES.iter().copied().collect();
        all.extend(good.iter().map(|(name, own)| (name.as_str(), own.text.as_str())));
        let Err(error) = tera.add_raw_templates(all) else { return tera };
        let fault = fault::of(&error);
        let name = fault.template.clone().unwrap_or_default();
        let culprit = good.remove(&name);
        let mended = culprit.is_some();
        let file = culprit.map_or_else(|| Path::new("templates").join(name), |own| own.file);
        findings.push(fault.finding(file));
        if !mended {
            return tera;
        }
    }
}

fn read_folder(dir: &Path, findings: &mut Vec<Finding>) -> BTreeMap<String, Own> {
    let mut own = BTreeMap::new();
    let mut todo = vec![(dir.to_owned(), String::new())];
    while let Some((dir, below)) = todo.pop() {
        for entry in std::fs::read_dir(dir).into_iter().flatten().flatten() {
            let file = entry.path();
            let name = format!("{below}{}", entry.file_name().to_string_lossy());
            // Links to folders are not followed: they could lead round in a circle.
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                todo.push((file, format!("{name}/")));
            } else if matches!(extension(&name), "html" | "txt" | "toml" | "css") {
                match std::fs::read_to_string(&file) {
                    Ok(text) => drop(own.insert(name, Own { file, text })),
                    Err(error) => findings.push(
                        Finding::error(format!("cannot read the template: {error}")).file(file),
                    ),
                }
            }
        }
    }
    own
}

fn extension(name: &str) -> &str {
    name.rsplit_once('.').map_or("", |(_, extension)| extension)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn with(files: &[(&str, &str)]) -> (tempfile::TempDir, Result<Templates, Vec<Finding>>) {
        let dir = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let path = dir.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        let templates = Templates::load(dir.path());
        (dir, templates)
    }

    #[test]
    fn the_built_in_templates_and_words_are_whole() {
        Templates::built_in().unwrap();
    }

    #[test]
    fn a_folder_that_is_not_there_holds_no_templates_of_its_own() {
        Templates::load(Path::new("/no/such/folder")).unwrap();
    }

    #[test]
    fn a_file_of_the_same_path_replaces_a_built_in_template() {
        let (_dir, templates) = with(&[("email/digest.txt", "Hello {{ who }}")]);
        let text = templates.unwrap().render("email/digest.txt", &json!({"who": "<you>"}));
        assert_eq!(text.unwrap(), "Hello <you>");
    }

    #[test]
    fn html_is_escaped() {
        let (_dir, templates) = with(&[("a.html", "{{ who }}")]);
        let html = templates.unwrap().render("a.html", &json!({"who": "<you>"})).unwrap();
        assert_eq!(html, "&lt;you&gt;");
    }

    #[test]
    fn every_broken_template_is_named_with_its_line() {
        let (_dir, templates) = with(&[
            ("email/a.html", "fine\n{% if %}"),
            ("email/b.html", "\n\n{{ x | nofilter }}"),
            ("email/c.html", "fine"),
        ]);
        let findings = templates.unwrap_err();
        let told: Vec<_> = findings.iter().map(ToString::to_string).collect();
        assert_eq!(findings.len(), 2, "{told:#?}");
        assert!(told[0].contains("email/a.html:2"), "{told:#?}");
        assert!(told[1].contains("email/b.html:3"), "{told:#?}");
    }

    #[test]
    fn a_template_that_fails_on_its_data_is_named_with_its_line() {
        let (_dir, templates) = with(&[("email/a.html", "fine\n{{ lead.deck.words }}")]);
        let finding = templates.unwrap().render("email/a.html", &json!({"lead": {}})).unwrap_err();
        assert!(finding.file.unwrap().ends_with("email/a.html"));
        assert_eq!(finding.line, Some(2));
    }
}
