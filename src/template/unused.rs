//! Template files that nothing uses: their names are mistyped, most likely.

use std::path::Path;

use super::Templates;
use super::built_in::TEMPLATES;
use crate::finding::Finding;

/// How a file begins to hold components, which other templates use by the component's name.
const COMPONENT: &str = "{% component";
/// How far a mistyped name may be from the right one.
const NEAR: usize = 3;

impl Templates {
    /// Tells of the publication's own template files that stand for no built-in one, and that
    /// neither another of them nor `named`, a newsletter's template without extension, uses.
    ///
    /// The folder is looked at once more: where one of its files is broken, there are no templates to
    /// ask, and both are to be told at once.
    #[must_use]
    pub fn unused(dir: &Path, named: &dyn Fn(&str) -> bool) -> Vec<Finding> {
        let own = super::read_folder(dir, &mut Vec::new());
        let is_used = |name: &str, text: &str| {
            let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
            TEMPLATES.iter().any(|(known, _)| *known == name)
                || name.starts_with("words/")
                || named(stem)
                || text.contains(COMPONENT)
                || own.iter().any(|(other, own)| other != name && own.text.contains(name))
        };
        let unused = own.iter().filter(|(name, own)| !is_used(name, &own.text));
        unused
            .map(|(name, own)| {
                let hint = near(name).map_or_else(
                    || "the names that count are those of docs/templates.md".to_owned(),
                    |known| format!("did you mean `{known}`?"),
                );
                Finding::warning("nothing uses this template").file(&own.file).hint(hint)
            })
            .collect()
    }
}

/// Finds the built-in template whose name is nearly this one.
fn near(name: &str) -> Option<&'static str> {
    let file = name.rsplit('/').next().unwrap_or(name);
    let names = TEMPLATES.iter().map(|(known, _)| *known);
    let misplaced = names.clone().find(|known| known.rsplit('/').next() == Some(file));
    let typed = names.map(|known| (crate::text::distance(name, known), known));
    misplaced.or_else(|| typed.filter(|(far, _)| *far <= NEAR).min().map(|(_, known)| known))
}
