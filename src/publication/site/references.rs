//! Links among articles, as authors write them for their generator: by file, not by address.

use std::collections::HashMap;
use std::path::{Component, Path};
use std::sync::OnceLock;

use url::Url;

use crate::article::{self, Mark};
use crate::document::Document;
use crate::finding::Finding;
use crate::text::Sign;

/// Without one of these, a source refers to no file.
static BRACE: Sign = Sign::new("{");
static LINKS: [Sign; 3] = [Sign::new("](@/"), Sign::new("|filename|"), Sign::new(".md")];

/// An article that a link may lead to.
#[derive(Debug, Clone)]
struct Target {
    url: Url,
    /// May a reader see it now?
    is_seen: bool,
}

/// Why a link leads nowhere.
enum Lost<'l> {
    /// There is no such article.
    Unknown(&'l str),
    /// Readers may not see it yet, or any more, so its address is not given away.
    Unseen(&'l str),
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
        let name = path.rsplit('/').next().unwrap_or_default().to_owned();
        let end = if is_seen { "\n" } else { " unseen\n" };
        for part in [path.as_str(), " ", url.as_str(), end] {
            self.all.push_str(part);
        }
        let target = Target { url, is_seen };
        // Two files of one name are told apart by their paths alone.
        self.by_name.entry(name).and_modify(|known| *known = None).or_insert(Some(target.clone()));
        self.by_path.insert(path, target);
    }

    /// Stands for all of them: equal marks, equal answers.
    #[must_use]
    pub fn mark(&self) -> Mark {
        *self.mark.get_or_init(|| article::mark(&self.all))
    }

    /// May a source hold references at all?
    #[must_use]
    pub fn may_be_in(source: &str) -> bool {
        let marks = ["post_url", "{% link", "ref ", "{filename}"];
        (BRACE.is_in(source) && marks.iter().any(|mark| source.contains(mark)))
            || LINKS.iter().any(|link| link.is_in(source))
    }

    /// Finds the article that a file's name or path stands for in a document at `from`.
    fn find(&self, written: &str, from: &Path) -> Option<&Target> {
        let written = written.trim().trim_start_matches("./");
        let path = |path: &str| self.by_path.get(&plain(path));
        let beside = || {
            let joined = from.parent().unwrap_or(Path::new("")).join(written);
            path(&normal(&joined)?)
        };
        let from_top = || path(written.trim_start_matches('/'));
        let below = || {
            // A path from the top of a site whose content lies in a folder of its own.
            let wanted = format!("/{}", plain(written.trim_start_matches('/')));
            let mut fits = self.by_path.iter().filter(|(known, _)| known.ends_with(&wanted));
            match (fits.next(), fits.next()) {
                (Some((_, target)), None) => Some(target),
                _ => None,
            }
        };
        let name = || self.by_name.get(&plain(written))?.as_ref();
        beside().or_else(from_top).or_else(name).or_else(below)
    }

    /// Puts addresses in the place of references, and tells of those that lead to no article here;
    /// nothing if the document has none.
    pub fn resolved(&self, document: &Document, findings: &mut Vec<Finding>) -> Option<String> {
        let source = &document.source;
        if !Self::may_be_in(source) {
            return None;
        }
        let mut resolved = String::with_capacity(source.len());
        let mut fence: Option<&str> = None;
        for (line, number) in source.split_inclusive('\n').zip(document.body_line..) {
            let bare = line.trim_start();
            let mark = ["```", "~~~"].into_iter().find(|mark| bare.starts_with(mark));
            match (fence, mark) {
                (None, Some(_)) => fence = mark,
                (Some(open), Some(mark)) if open == mark => fence = None,
                (None, None) => {
                    for lost in self.line(line, &document.path, &mut resolved) {
                        findings.push(lost.told().file(&document.file).line(number));
                    }
                    continue;
                }
                _ => {}
            }
            resolved.push_str(line);
        }
        (resolved != *source).then_some(resolved)
    }

    /// Copies a line with addresses in it; gives the references that lead nowhere.
    fn line<'l>(&self, line: &'l str, from: &Path, out: &mut String) -> Vec<Lost<'l>> {
        let mut lost = Vec::new();
        let mut rest = line;
        while !rest.is_empty() {
            let found = reference(rest).filter(|found| !in_code(line, rest.len(), found.start));
            let Some(found) = found else { break };
            let (before, after) = rest.split_at(found.start);
            out.push_str(before);
            let (written, after) = after.split_at(found.length.min(after.len()));
            match self.find(found.target, from) {
                Some(target) if target.is_seen || self.is_unseen(from) => {
                    found.put(&target.url, out);
                }
                target => {
                    out.push_str(written);
                    lost.extend(target.map(|_| Lost::Unseen(found.target)));
                    let is_lost = target.is_none() && found.only;
                    lost.extend(is_lost.then_some(Lost::Unknown(found.target)));
                }
            }
            rest = after;
        }
        out.push_str(rest);
        lost
    }

    /// Is it an article that readers may not see itself? By the time they may, what it links to may
    /// be there as well; it is made again then, for [`mark`](Self::mark) is another.
    fn is_unseen(&self, path: &Path) -> bool {
        let own = self.by_path.get(&plain(&path.to_string_lossy()));
        own.is_some_and(|own| !own.is_seen)
    }
}

impl Lost<'_> {
    fn told(&self) -> Finding {
        match self {
            Self::Unknown(target) => Finding::warning(format!(
                "it links to `{target}`, and there is no such article here"
            ))
            .hint("mend the name, or write the address itself"),
            Self::Unseen(target) => Finding::warning(format!(
                "it links to `{target}`, which is still to come or has expired"
            ))
            .hint("the link leads there as soon as readers may see that article; else take it out"),
        }
    }
}

/// Stands a place of a line within a code span?
fn in_code(line: &str, left: usize, start: usize) -> bool {
    let before = line.get(..line.len() - left + start).unwrap_or_default();
    before.matches('`').count() % 2 == 1
}

struct Reference<'a> {
    start: usize,
    length: usize,
    /// What of the written form stays before the address.
    open: &'static str,
    target: &'a str,
    fragment: Option<&'a str>,
    /// Can it mean nothing but an article here?
    only: bool,
}

impl Reference<'_> {
    /// Writes it with the address it stands for.
    fn put(&self, url: &Url, out: &mut String) {
        out.push_str(self.open);
        out.push_str(url.as_str());
        if let Some(fragment) = self.fragment {
            out.push('#');
            out.push_str(fragment);
        }
    }
}

/// Finds the first reference of a line.
fn reference(rest: &str) -> Option<Reference<'_>> {
    let link = rest.match_indices("](").find_map(|(at, _)| link(rest, at));
    let mark = rest.match_indices('{').find_map(|(at, _)| mark(rest, at));
    match (link, mark) {
        (Some(link), Some(mark)) => Some(if mark.start <= link.start { mark } else { link }),
        (link, mark) => link.or(mark),
    }
}

/// `](path.md#part)`, `](@/path.md)`, `]({filename}path.md)`.
fn link(rest: &str, at: usize) -> Option<Reference<'_>> {
    let inner = rest.get(at + 2..)?;
    let end = inner.find([')', ' ', '\n'])?;
    let written = inner.get(..end)?;
    let (path, fragment) =
        written.split_once('#').map_or((written, None), |(path, part)| (path, Some(part)));
    let starts = ["{filename}", "|filename|", "@/"];
    let based = starts.iter().find_map(|base| path.strip_prefix(base));
    let fits =
        based.is_some() || (is_markdown(path) && !path.contains("://") && !path.contains('{'));
    let target = based.unwrap_or(path);
    // A file in Markdown is nothing that a reader could open, so it can mean nothing else.
    fits.then_some(Reference {
        start: at,
        length: end + 2,
        open: "](",
        target,
        fragment,
        only: true,
    })
}

/// Is it the name of a file in Markdown?
fn is_markdown(path: &str) -> bool {
    [".md", ".mdx", ".markdown"].iter().any(|ext| path.ends_with(ext))
}

/// `{% post_url name %}`, `{% link path %}`, `{{< ref "path" >}}`.
fn mark(rest: &str, at: usize) -> Option<Reference<'_>> {
    const CLOSES: [&str; 4] = ["%}}", ">}}", "%}", "}}"];
    let inner = rest.get(at..)?;
    let open = ["{{<", "{{%", "{%-", "{%"].iter().find(|open| inner.starts_with(**open))?;
    let (close, end) = CLOSES
        .iter()
        .filter_map(|close| Some((close, inner.find(close)?)))
        .min_by_key(|(_, at)| *at)?;
    let words = inner.get(open.len()..end)?.trim_matches([' ', '-']);
    let (name, target) = words.split_once(' ')?;
    if !["post_url", "link", "ref", "relref"].contains(&name) {
        return None;
    }
    let target = target.trim().trim_matches(['"', '\'', '`']);
    let (target, fragment) =
        target.split_once('#').map_or((target, None), |(path, part)| (path, Some(part)));
    let fits = !target.is_empty() && !target.contains(char::is_whitespace);
    let length = end + close.len();
    let only = name != "link" || is_markdown(target);
    fits.then_some(Reference { start: at, length, open: "", target, fragment, only })
}

/// Makes a path comparable: without extension, `index`, `_posts` and language.
fn plain(path: &str) -> String {
    let lower = path.trim_matches('/').to_lowercase();
    let bare = [".md", ".mdx", ".markdown", ".html"]
        .iter()
        .find_map(|end| lower.strip_suffix(end))
        .unwrap_or(&lower);
    let bare = bare.strip_suffix("/index").or(bare.strip_suffix("/_index")).unwrap_or(bare);
    bare.replace("_posts/", "")
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
