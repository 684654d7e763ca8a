//! Which articles each full page of a feed's archive holds, for ever (RFC 5005, section 4).

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use aws_lc_rs::digest::{SHA256, digest};
use foldhash::{HashMap, HashMapExt as _};

use crate::article::Article;
use crate::finding::Finding;

const HEAD: &str = "\
# Which articles each full page of a feed's archive holds (RFC 5005): a feed's folder, then a mark
# of each article's id, oldest page first. Postrider writes this file; commit it with the articles.
# A line never changes once it is here: readers keep what they fetched. In a merge keep the lines
# of both sides.
";

/// How the feed of everything is named, whose folder has no name.
const WHOLE: &str = "/";

/// Six bytes of the hash of an article's id.
type Mark = u64;

/// A page of an archive: its number, counted from 1 for the oldest, and its articles, newest first.
pub(super) type Page<'a> = (usize, Vec<&'a Article>);

/// The full pages of the archives of all feeds, by the folder of the feed, oldest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Archive {
    pages: BTreeMap<String, Vec<Vec<Mark>>>,
    changes: Vec<String>,
}

impl Archive {
    /// Reads the text of an archive file; `path` is where it is, for findings.
    ///
    /// # Errors
    /// All lines that are none.
    pub fn parse(text: &str, path: &Path) -> Result<Self, Vec<Finding>> {
        let mut archive = Self::default();
        let mut findings = Vec::new();
        for (number, line) in (1..).zip(text.lines()) {
            if line.trim().is_empty() || line.starts_with('#') {
                continue;
            }
            match page(line) {
                Some((folder, marks)) => archive.pages.entry(folder).or_default().push(marks),
                None => findings.push(broken(path, number)),
            }
        }
        if findings.is_empty() && archive.pages.is_empty() {
            // It was written when its first page was full.
            findings.push(broken(path, 1));
        }
        if findings.is_empty() { Ok(archive) } else { Err(findings) }
    }

    /// Writes the text of the archive file; nothing where no page is full yet.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        for (folder, pages) in &self.pages {
            for marks in pages {
                text.push_str(if folder.is_empty() { WHOLE } else { folder });
                for mark in marks {
                    let _ = write!(text, " {mark:012x}");
                }
                text.push('\n');
            }
        }
        if text.is_empty() { text } else { format!("{HEAD}{text}") }
    }

    /// Says which pages are new since the file was read, a sentence each.
    #[must_use]
    pub fn changes(&self) -> &[String] {
        &self.changes
    }

    /// Divides a feed's articles, newest first, into its full pages, oldest first, and those of ours
    /// that are on none.
    ///
    /// An article stays on the page it is on. As long as more than `size` of ours are on none, the
    /// oldest of them fill a page, and that page is kept. Articles from elsewhere fill none: a source
    /// that goes on no longer has them, and the page would lose them. A page of which every article
    /// was withdrawn is none, and the others keep their numbers.
    pub(super) fn divide<'a>(
        &mut self,
        folder: &str,
        articles: &[&'a Article],
        size: usize,
    ) -> (Vec<Page<'a>>, Vec<&'a Article>) {
        let known = self.pages.get(folder).map_or(&[][..], Vec::as_slice);
        let mut page_of: HashMap<Mark, usize> = HashMap::new();
        for (number, marks) in known.iter().enumerate() {
            for mark in marks {
                page_of.entry(*mark).or_insert(number);
            }
        }
        let mut pages: Vec<Vec<&'a Article>> = vec![Vec::new(); known.len()];
        let mut rest = Vec::new();
        for article in articles {
            let page = page_of.get(&mark(&article.id)).and_then(|number| pages.get_mut(*number));
            match page {
                Some(page) => page.push(*article),
                None if article.offer.source.is_none() => rest.push(*article),
                None => {}
            }
        }
        while size > 0 && rest.len() > size {
            let full = rest.split_off(rest.len() - size);
            self.close(folder, &full);
            pages.push(full);
        }
        let numbered = (1..).zip(pages);
        (numbered.filter(|(_, articles)| !articles.is_empty()).collect(), rest)
    }

    /// Keeps a page that is full.
    fn close(&mut self, folder: &str, full: &[&Article]) {
        let pages = self.pages.entry(folder.to_owned()).or_default();
        pages.push(full.iter().map(|article| mark(&article.id)).collect());
        let name = if folder.is_empty() { "the feed of everything" } else { folder };
        self.changes.push(format!("{name}: page {} of its archive is full", pages.len()));
    }
}

fn page(line: &str) -> Option<(String, Vec<Mark>)> {
    let mut parts = line.split_ascii_whitespace();
    let folder = parts.next().filter(|it| it.ends_with('/') && !it.starts_with('#'))?;
    let mark = |text: &str| {
        let fits = text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        fits.then(|| Mark::from_str_radix(text, 16).ok()).flatten()
    };
    let marks = parts.map(mark).collect::<Option<Vec<_>>>()?;
    let folder = if folder == WHOLE { "" } else { folder };
    (!marks.is_empty()).then(|| (folder.to_owned(), marks))
}

fn broken(path: &Path, line: u32) -> Finding {
    Finding::error("the archive file is broken").file(path).line(line).hint(
        "it holds which page of an archive an article is on, so it is never replaced: take it from \
         version control, and after a merge keep the lines of both sides",
    )
}

fn mark(id: &str) -> Mark {
    let hash = digest(&SHA256, id.as_bytes());
    hash.as_ref().iter().take(6).fold(0, |mark, byte| (mark << 8) | Mark::from(*byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_archive_reads_back_what_it_wrote() {
        let mut archive = Archive::default();
        archive.pages.insert(String::new(), vec![vec![1, 2], vec![0xFFFF_FFFF_FFFF]]);
        archive.pages.insert("tags/テスト/".to_owned(), vec![vec![3]]);
        let text = archive.to_text();
        assert!(text.contains("\n/ 000000000001 000000000002\n/ ffffffffffff\ntags/テスト/ 0"));
        assert_eq!(Archive::parse(&text, Path::new("postrider.archive")), Ok(archive));
        assert_eq!(Archive::default().to_text(), "");
    }

    #[test]
    fn a_broken_line_is_told_and_not_replaced() {
        for line in
            ["<<<<<<< ours", "/", "/ 12", "tags 000000000001", "/ 00000000000g", " #/ 000000000001"]
        {
            let text = format!("# head\n{line}\n");
            let findings = Archive::parse(&text, Path::new("a")).unwrap_err();
            assert_eq!(findings[0].line, Some(2), "{line}");
        }
    }

    #[test]
    fn a_file_without_a_page_was_emptied_and_is_not_replaced() {
        for text in ["", "\n", HEAD] {
            assert!(Archive::parse(text, Path::new("a")).is_err(), "{text:?}");
        }
    }
}
