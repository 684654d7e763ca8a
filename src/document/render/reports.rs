//! Findings about one document while it is rendered, each with its line.

use super::escaped;
use crate::document::clean::Drawings;
use crate::document::plain::Plain;
use crate::document::reference::{self, Leads, Lost};
use crate::document::template::{self, Clean, Dropped, Kind};
use crate::document::tree::Node;
use crate::document::{Document, Format, control, links};
use crate::finding::Finding;

/// Of how many links that are lost the line is looked for: each takes a look at the source.
const MOST_PLACED: usize = 1_000;

/// Where findings about one document go.
pub struct Reports<'a> {
    document: &'a Document,
    findings: &'a mut Vec<Finding>,
}

impl<'a> Reports<'a> {
    pub fn new(document: &'a Document, findings: &'a mut Vec<Finding>) -> Self {
        Self { document, findings }
    }

    /// Takes a plain text's body, and warns of what could not be told.
    pub fn plain(&mut self, plain: Plain) -> Vec<Node> {
        for doubt in plain.doubts {
            let finding = Finding::warning(doubt.value)
                .file(&self.document.file)
                .line(self.line(doubt.line))
                .hint("set a tab or `|` between the cells, or write the article as Markdown");
            self.findings.push(finding);
        }
        plain.nodes
    }

    /// Gives the source without template marks, and warns of those that may be missed.
    pub(super) fn without_marks(&mut self, leads: Leads<'_>) -> Clean<'a> {
        let document = self.document;
        let kind = match document.format {
            Format::Markdown if document.path.extension().is_some_and(|end| end == "mdx") => {
                Kind::Mdx
            }
            Format::Markdown => Kind::Markdown,
            _ => Kind::Html,
        };
        let clean = template::clean(&document.source, kind, document.placed.dialect, leads);
        self.findings.extend(clean.dropped.iter().map(|dropped| left_out(dropped, document)));
        for lost in &clean.lost {
            self.lost(lost);
        }
        clean
    }

    /// Puts addresses in the place of files that links name, and warns of links that are lost.
    pub(super) fn resolve(&mut self, nodes: &mut [Node], leads: Leads<'_>) {
        let mut from = 0;
        for (count, mut lost) in reference::resolve(nodes, leads).into_iter().enumerate() {
            if count < MOST_PLACED
                && let Some(at) = self.linked(&lost.written, from)
            {
                lost.line = Some(self.line_at(at));
                from = at + lost.written.len();
            }
            self.lost(&lost);
        }
    }

    /// Finds where a link names a file: behind another place if it does there, else anywhere.
    fn linked(&self, written: &str, from: usize) -> Option<usize> {
        const BEFORE: [&str; 10] = ["](", "](<", "](./", "]: ", "]: <", "\"", "'", "@/", "}", "|"];
        let source = &self.document.source;
        let behind = |from: usize| {
            let mut all = source.get(from..)?.match_indices(written).map(|(at, _)| from + at);
            all.find(|at| {
                BEFORE.iter().any(|start| source.get(..*at).unwrap_or_default().ends_with(start))
            })
        };
        behind(from)
            .or_else(|| behind(0).filter(|_| from > 0))
            .or_else(|| source.find(written))
            .or_else(|| escaped::find(written, source))
    }

    /// Warns of a link that leads to no article for readers.
    fn lost(&mut self, lost: &Lost) {
        let Lost { written, line, hidden } = lost;
        let finding = match hidden {
            None => Finding::warning(format!(
                "it links to `{written}`, and there is no such article here"
            ))
            .hint("mend the name, or write the address itself"),
            Some(why) => Finding::warning(format!("it links to `{written}`, which {why}"))
                .hint("the words stay without a link until readers may see that article"),
        };
        let finding = finding.file(&self.document.file);
        self.findings.push(match line {
            Some(line) => finding.line(self.line(*line)),
            None => finding,
        });
    }

    /// Gives the line of the body on which something first stands.
    fn line_of(&self, written: &str) -> Option<u32> {
        let source = &self.document.source;
        let at = source.find(written).or_else(|| escaped::find(written, source))?;
        Some(self.line_at(at))
    }

    /// Gives the line of the body on which a place is.
    fn line_at(&self, at: usize) -> u32 {
        let before = self.document.source.get(..at).unwrap_or_default();
        u32::try_from(before.matches('\n').count()).unwrap_or(u32::MAX).saturating_add(1)
    }

    /// Warns of drawings whose words no reader will see.
    pub(super) fn drawings(&mut self, drawings: &Drawings) {
        let Some(words) = &drawings.first else { return };
        let what = match drawings.times {
            1 => "a drawing (`<svg>`) with words in it was left out".to_owned(),
            times => format!("{times} drawings (`<svg>`) with words in them were left out"),
        };
        let finding = Finding::warning(what).file(&self.document.file).hint(
            "readers of feeds show none: save it as a file, and show that as an image (`![words](drawing.svg)`)",
        );
        self.findings.push(match self.drawing_line(words) {
            Some(line) => finding.line(self.line(line)),
            None => finding,
        });
    }

    /// Gives the line on which a drawing with these words starts.
    fn drawing_line(&self, words: &str) -> Option<u32> {
        let source = &self.document.source;
        let first = words.lines().next()?;
        let at = source.find("<svg").and_then(|at| Some(at + source.get(at..)?.find(first)?))?;
        let start = source.get(..at)?.rfind("<svg")?;
        Some(self.line_at(start))
    }

    /// Warns of the control characters that references such as `&#1;` brought in.
    pub(super) fn controls(&mut self, dropped: &[char]) {
        let document = self.document;
        for (line, finding) in control::referred(&document.source, dropped) {
            self.findings.push(finding.file(&document.file).line(self.line(line)));
        }
    }

    /// Gives the line of the file for a line of the body.
    fn line(&self, line: u32) -> u32 {
        self.document.body_line.saturating_add(line.saturating_sub(1))
    }

    /// Tells of a text that nests too deep.
    pub fn too_deep(&mut self, line: u32) {
        let finding = Finding::error("the text nests deeper than any reader could follow")
            .file(&self.document.file)
            .line(self.line(line))
            .hint("take quotations, lists or elements out of one another");
        self.findings.push(finding);
    }

    /// Warns about an address that was left out.
    pub(super) fn address(&mut self, dropped: &links::Dropped) {
        let written = &dropped.address;
        let shown = match written.char_indices().nth(60) {
            Some((end, _)) => format!("{}…", written.get(..end).unwrap_or_default()),
            None => written.clone(),
        };
        let fate = if dropped.kept { "" } else { ", so it was left out" };
        let what = format!("the address `{shown}` {}{fate}", dropped.why);
        self.warn_at(written, &what);
    }

    /// Warns about something written, naming the line on which it first stands.
    fn warn_at(&mut self, written: &str, what: &str) {
        let finding = Finding::warning(what).file(&self.document.file);
        self.findings.push(match self.line_of(written) {
            Some(line) => finding.line(self.line(line)),
            None => finding,
        });
    }
}

/// Says that a mark was left out whose meaning only another program knows.
fn left_out(dropped: &Dropped, document: &Document) -> Finding {
    let Dropped { name, line, times, is_open } = dropped;
    let often = if *times > 1 { format!(" {times} times") } else { String::new() };
    if *is_open {
        return Finding::warning(format!("`{name}` opens a mark{often} that is never closed"))
            .file(&document.file)
            .line(document.body_line.saturating_add(line.saturating_sub(1)))
            .hint("close it; until then its sign is left out, and what follows is text");
    }
    let what =
        format!("`{name}` was left out{often}: only the program it was written for knows it");
    Finding::warning(what)
        .file(&document.file)
        .line(document.body_line.saturating_add(line.saturating_sub(1)))
        .hint("write what readers should see in its place, or take it out")
}
