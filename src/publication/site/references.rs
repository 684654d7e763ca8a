//! Links among articles, as authors write them for their generator: by file, not by address.

use std::collections::HashMap;
use std::path::{Component, Path};
use std::sync::OnceLock;

use url::Url;

use crate::article::{self, Mark};
use crate::document::{Document, Lead, Reference, folders_of};
use crate::text::Sign;

/// What a link by file holds, if it is no mark of a template.
const LINKS: [&[u8]; 6] = [b"@/", b"|filename|", b".md", b".markdown", b".MD", b".Md"];
/// How the ends of files' names begin: dots alone stand in every sentence.
static ENDS: [Sign; 2] = [Sign::new(".m"), Sign::new(".M")];

/// A file that a link may lead to.
#[derive(Debug, Clone)]
enum Target {
    /// An article that readers may see now.
    Seen(Url),
    /// One that they may not see yet, or any more.
    Unseen(Url),
    /// No article for readers at all, and why not.
    Hidden(String),
}

impl Target {
    fn is_hidden(&self) -> bool {
        matches!(self, Self::Hidden(_))
    }
}

/// The addresses of all articles, by the ways their files are named.
#[derive(Debug, Default)]
pub struct References {
    by_path: HashMap<String, Target>,
    by_name: HashMap<String, Option<Target>>,
    /// All of them, one after another, and the mark of that.
    all: String,
    mark: OnceLock<Mark>,
}

impl References {
    /// Takes in an article, its address, and whether readers may see it now.
    pub fn add(&mut self, document: &Document, url: Url, is_seen: bool) {
        let path = plain(&document.path.to_string_lossy());
        let end = if is_seen { "\n" } else { " unseen\n" };
        for part in [path.as_str(), " ", url.as_str(), end] {
            self.all.push_str(part);
        }
        let target = if is_seen { Target::Seen(url) } else { Target::Unseen(url) };
        // Two files of one name are told apart by their paths alone.
        let known = self.by_name.entry(name_of(&path).to_owned());
        let both = |known: &mut Option<Target>| *known = either(known.as_ref(), &target);
        known.and_modify(both).or_insert_with(|| Some(target.clone()));
        self.by_path.insert(path, target);
    }

    /// Takes in a file that is no article for readers, once all articles are: those go before it.
    pub fn hide(&mut self, below: &str, why: &str) {
        let path = plain(below);
        for part in [path.as_str(), " hidden: ", why, "\n"] {
            self.all.push_str(part);
        }
        let target = Target::Hidden(why.to_owned());
        self.by_name.entry(name_of(&path).to_owned()).or_insert_with(|| Some(target.clone()));
        self.by_path.entry(path).or_insert(target);
    }

    /// Stands for all of them: equal marks, equal answers.
    #[must_use]
    pub fn mark(&self) -> Mark {
        *self.mark.get_or_init(|| article::mark(&self.all))
    }

    /// May a source hold references at all?
    #[must_use]
    pub fn may_be_in(source: &str) -> bool {
        let mut marks = memchr::memchr_iter(b'{', source.as_bytes());
        marks.any(|at| names(source, at)) || holds_link(source.as_bytes())
    }

    /// Says where a link of a document leads; `own` is the document's language.
    #[must_use]
    pub fn lead(&self, reference: &Reference<'_>, from: &Path, own: Option<&str>) -> Lead {
        match self.find(reference, from, own) {
            None => Lead::Nowhere,
            Some(Target::Seen(url)) => Lead::To(url.clone()),
            Some(Target::Unseen(url)) if self.is_unseen(from) => Lead::To(url.clone()),
            Some(Target::Unseen(_)) => Lead::Hidden("is still to come or has expired".to_owned()),
            Some(Target::Hidden(why)) => Lead::Hidden(format!("is not shown: {why}")),
        }
    }

    /// Is it an article that readers may not see itself? By the time they may, what it links to may
    /// be there as well; it is made again then, for [`mark`](Self::mark) is another.
    fn is_unseen(&self, path: &Path) -> bool {
        let own = self.by_path.get(&plain(&path.to_string_lossy()));
        matches!(own, Some(Target::Unseen(_)))
    }

    /// Finds a file in the language that is asked for, else in the document's own, else as named.
    fn find(&self, reference: &Reference<'_>, from: &Path, own: Option<&str>) -> Option<&Target> {
        let named = folders_of(from).1;
        let own = named.as_deref().or(own).filter(|_| reference.is_loose);
        let language = reference.language.or(own).map(str::to_lowercase);
        let search = Search { all: self, reference, from };
        language.and_then(|language| search.run(Some(&language))).or_else(|| search.run(None))
    }
}

/// A search for the file that a link names.
struct Search<'a, 'r> {
    all: &'a References,
    reference: &'r Reference<'r>,
    from: &'r Path,
}

impl<'a> Search<'a, '_> {
    fn run(&self, language: Option<&str>) -> Option<&'a Target> {
        let written = self.reference.path.trim().trim_start_matches("./");
        let in_language = |path: &str| match language {
            Some(language) => format!("{}.{language}", plain(path)),
            None => plain(path),
        };
        let beside = || {
            let joined = self.from.parent().unwrap_or(Path::new("")).join(written);
            self.all.by_path.get(&in_language(&normal(&joined)?))
        };
        let wanted = in_language(written.trim_start_matches('/'));
        let from_top = || {
            // The folder of a language may hold all that is in it.
            let folder = || self.all.by_path.get(&format!("{}/{}", language?, plain(written)));
            self.all.by_path.get(&wanted).or_else(folder)
        };
        let first = if self.reference.from_top { from_top() } else { None };
        let name = || self.all.by_name.get(&in_language(written))?.as_ref();
        first.or_else(beside).or_else(from_top).or_else(name).or_else(|| self.below(&wanted))
    }

    /// Finds a path from the top of a site whose content lies in a folder of its own.
    fn below(&self, wanted: &str) -> Option<&'a Target> {
        let wanted = format!("/{wanted}");
        let fits = self.all.by_path.iter().filter(|(known, _)| known.ends_with(&wanted));
        let (hidden, articles): (Vec<_>, Vec<_>) = fits.partition(|(_, target)| target.is_hidden());
        match articles.as_slice() {
            [(_, target)] => Some(target),
            [] => hidden.into_iter().min_by_key(|(path, _)| *path).map(|(_, target)| target),
            _ => None,
        }
    }
}

/// Holds a source a link by file?
fn holds_link(source: &[u8]) -> bool {
    let is_link = |at: usize| {
        let here = source.get(at..).unwrap_or_default();
        LINKS.iter().any(|link| here.starts_with(link))
    };
    memchr::memchr2_iter(b'@', b'|', source).any(is_link)
        || ENDS.iter().any(|end| end.all_in(source).any(is_link))
}

/// Starts a mark here that may name an article?
fn names(source: &str, at: usize) -> bool {
    const NAMES: [&str; 6] = ["post_url", "post-url", "link", "ref", "relref", "filename}"];
    let after = source.get(at..).unwrap_or_default();
    // No further than a mark's own brackets: a text full of them is not searched for each.
    let brackets = after.bytes().take(40).take_while(|byte| b"{%<-+ \t\r\n".contains(byte));
    let mark = after.get(brackets.count()..).unwrap_or_default();
    NAMES.iter().any(|name| mark.get(..name.len()).is_some_and(|it| it.eq_ignore_ascii_case(name)))
}

/// Gives what a name stands for that two articles have: none of them, and no hint of one that readers
/// may not see.
fn either(known: Option<&Target>, new: &Target) -> Option<Target> {
    let are_seen = matches!((known, new), (Some(Target::Seen(_)) | None, Target::Seen(_)));
    (!are_seen).then(|| Target::Hidden("several articles have this name".to_owned()))
}

/// Makes a path comparable: without extension, `index` and `_posts`.
fn plain(path: &str) -> String {
    let lower = path.trim_matches('/').to_lowercase();
    let bare = [".md", ".mdx", ".markdown", ".html"]
        .iter()
        .find_map(|end| lower.strip_suffix(end))
        .unwrap_or(&lower);
    let index = bare.rsplit_once('/').and_then(|(folder, name)| {
        let end = name.strip_prefix("_index").or_else(|| name.strip_prefix("index"))?;
        // A translation of it names its language.
        (end.is_empty() || end.starts_with('.')).then(|| format!("{folder}{end}"))
    });
    index.unwrap_or_else(|| bare.to_owned()).replace("_posts/", "")
}

fn name_of(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or_default()
}

fn normal(path: &Path) -> Option<String> {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.components() {
        match part {
            Component::Normal(part) => parts.push(part.to_str()?),
            Component::ParentDir => {
                parts.pop()?;
            }
            Component::CurDir => {}
            Component::RootDir | Component::Prefix(_) => return None,
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_may_name_an_article_is_asked_for_links() {
        for source in
            ["[a](b.md)", "{% post_url x %}", "{{<\n relref \"x\" >}}", "{{ ref(\"x\") }}"]
        {
            assert!(References::may_be_in(source), "{source}");
        }
        for source in ["a link {{< figure >}}", "{ x: ref }", "[a](/b/)"] {
            assert!(!References::may_be_in(source), "{source}");
        }
        assert!(!References::may_be_in(&"{".repeat(1 << 20)));
    }
}
