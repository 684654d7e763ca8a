//! Finds the marks of templates in a source, code left aside, and puts in their place what they
//! stand for.

use std::borrow::Cow;

use super::element::starts_block;
use super::left_out::LeftOut;
use super::missing::Missing;
use super::shown::{Place, Shown};
use super::{
    Abbreviation, BUDGET, Clean, Kind, abbreviation, blocks, code, go_through, line_ends, mark,
    named, pelican,
};
use crate::config::Dialect;
use crate::document::reference::{Leads, Lost};
use crate::text::Sign;

/// What no mark is without.
static BRACE: Sign = Sign::new("{");
const SIGNS: [&str; 8] = ["{{", "{%", "{:", "{#", "{/*", "{filename}", "{static}", "{attach}"];
/// What else a line can be that is nothing but a mark.
static LINES: [Sign; 5] = [
    Sign::new("[TOC]"),
    Sign::new("[[toc]]"),
    Sign::new("[[_TOC_]]"),
    Sign::new("import "),
    Sign::new("\n^\n"),
];

/// Takes the marks out of a source; its lines keep their numbers, but for those after a caption.
pub fn take(
    clean: &mut Clean<'_>,
    source: &str,
    kind: Kind,
    (dialect, leads): (Option<Dialect>, Leads<'_>),
) {
    if !holds_any(source) && !abbreviation::may_be_in(source, dialect) {
        return;
    }
    let mut writer = Writer {
        text: String::with_capacity(source.len()),
        line: 1,
        kind,
        dialect,
        dropped: LeftOut::default(),
        abbreviations: &mut clean.abbreviations,
        leads,
        lost: &mut clean.lost,
        raw: false,
        html: false,
        markdown: Vec::new(),
        owed: 0,
        read: 0,
        searched: 0,
        budget: BUDGET,
        missing: Missing::default(),
    };
    go_through(source, |rest, line| {
        writer.line = line;
        writer.step(rest)
    });
    clean.text = Cow::Owned(writer.text);
    clean.dropped = writer.dropped.into_dropped();
}

/// May there be a mark in it?
fn holds_any(source: &str) -> bool {
    let braces = || SIGNS.iter().any(|sign| source.contains(sign)) || pelican::may_be_in(source);
    (BRACE.is_in(source) && braces()) || LINES.iter().any(|line| line.is_in(source))
}

struct Writer<'d> {
    text: String,
    line: u32,
    kind: Kind,
    dialect: Option<Dialect>,
    dropped: LeftOut,
    abbreviations: &'d mut Vec<Abbreviation>,
    /// Where the marks lead that name an article, and which lead to none for readers.
    leads: Leads<'d>,
    lost: &'d mut Vec<Lost>,
    /// Between `{% raw %}` and `{% endraw %}`, where no mark is one.
    raw: bool,
    /// Is a line of the block that is being written the start of HTML?
    html: bool,
    /// The elements around it that say their content is Markdown.
    markdown: Vec<String>,
    /// Line ends of marks within lines: they are made up for at the next empty line, for here they
    /// would part a paragraph.
    owed: usize,
    /// Up to where lines were looked at, and line ends searched.
    read: usize,
    searched: usize,
    /// How many more bytes may be searched in vain.
    budget: usize,
    missing: Missing,
}

impl Writer<'_> {
    /// Takes what stands first, and says how many bytes that were.
    fn step(&mut self, rest: &str) -> usize {
        let line = self.text.is_empty() || self.text.ends_with('\n');
        if let Some(code) = self.code(rest, line) {
            self.text.push_str(&code::shown(code, self.dialect));
            return code.len();
        }
        if line
            && self.kind != Kind::Html
            && let Some(mark) = dropped_line(rest)
        {
            return self.drop(mark);
        }
        if line && self.dialect == Some(Dialect::Jekyll) && super::line(rest) == Some("^") {
            // Kramdown's end of a block: what follows is no part of the list or paragraph before.
            self.text.push_str("<!-- -->");
            return 1;
        }
        if line && let Some(defined) = self.abbreviation(rest) {
            return self.drop(defined);
        }
        if rest.starts_with('{') && self.budget > 0 {
            let mark = mark::read(rest, &self.text, self.kind, &mut self.missing);
            if let Some(mark) = mark.filter(|mark| !self.raw || mark.ends_raw()) {
                return self.mark(&mark, rest);
            }
            if !self.raw
                && let Some((sign, name)) = mark::unclosed(rest, self.dialect)
            {
                self.dropped.note_open(name, self.line);
                return sign.len();
            }
            self.budget = self.budget.saturating_sub(super::window(rest).len());
        }
        let next = rest.char_indices().skip(1).find(|(_, c)| "\n`~{<$".contains(*c));
        if line && rest.starts_with('\n') {
            self.text.extend(std::iter::repeat_n('\n', std::mem::take(&mut self.owed)));
        }
        // A line end belongs to the line before it, so that the next starts on its own.
        let end = if rest.starts_with('\n') { 1 } else { next.map_or(rest.len(), |(at, _)| at) };
        self.text.push_str(rest.get(..end).unwrap_or(rest));
        end
    }

    /// Gives the code that starts here.
    fn code<'r>(&mut self, rest: &'r str, line: bool) -> Option<&'r str> {
        if self.kind == Kind::Html || self.in_html() {
            return code::element(rest, &mut self.missing);
        }
        let block = line && ends_in_empty_line(&self.text);
        code::span(rest, code::Start { line, block })
            .or_else(|| code::element(rest, &mut self.missing))
    }

    /// Does the text end within a block of HTML (CommonMark 0.31, section 4.6), where Markdown
    /// means nothing?
    fn in_html(&mut self) -> bool {
        let starts = |line: &str| {
            let bare = line.trim_start_matches(' ');
            line.len() - bare.len() < 4
                && starts_block(bare)
                && blocks::says_markdown(bare).is_none()
        };
        while let Some(end) = self.text.get(self.searched..).and_then(|rest| rest.find('\n')) {
            let end = self.searched + end;
            let line = self.text.get(self.read..end).unwrap_or_default();
            let bare = line.trim_start();
            if let Some(name) = blocks::says_markdown(bare) {
                self.markdown.push(name);
                self.html = false;
            } else if self.markdown.last().is_some_and(|name| closes(bare, name)) {
                self.markdown.pop();
                self.html = false;
            } else {
                self.html = !line.trim().is_empty() && (self.html || starts(line));
            }
            self.read = end + 1;
            self.searched = self.read;
        }
        self.searched = self.text.len();
        let line = self.text.get(self.read..).unwrap_or_default();
        self.html || line.get(..200).map_or_else(|| starts(line), starts)
    }

    /// Takes a line that says what an abbreviation stands for, where the dialect knows such.
    fn abbreviation<'r>(&mut self, rest: &'r str) -> Option<&'r str> {
        if self.kind == Kind::Html || !abbreviation::are_known_to(self.dialect) {
            return None;
        }
        if !abbreviation::may_start(rest) {
            return None;
        }
        let line = super::line(rest)?;
        self.abbreviations.push(abbreviation::read(line)?);
        Some(line)
    }

    fn mark(&mut self, mark: &mark::Mark<'_>, rest: &str) -> usize {
        if let Some(raw) = mark.raw {
            self.raw = raw;
        }
        if matches!(mark.shown, Shown::Unknown | Shown::Words { known: false, .. }) {
            self.dropped.note(mark.name(), self.line);
        }
        let after = rest.get(mark.written.len()..).unwrap_or_default();
        let before_ends = self.text.is_empty() || self.text.ends_with('\n');
        let after_ends = super::ends_line(after);
        let html = self.kind == Kind::Html || self.in_html();
        let led = match &mark.shown {
            Shown::Page(page) => Some(named::led(page, self.leads, self.line, self.lost)),
            _ => None,
        };
        if led.is_some() {
            self.drop_base();
        }
        let shown = led.as_ref().unwrap_or(&mark.shown);
        let written = shown.written(Place { html, alone: before_ends && after_ends });
        self.text.push_str(if self.is_lost_address(shown) { "<>" } else { &written });
        // Line ends that the mark had beyond those of what it became.
        let more = line_ends(mark.written).saturating_sub(line_ends(&written)) as usize;
        if before_ends {
            self.text.extend(std::iter::repeat_n('\n', more));
        } else {
            self.owed += more;
        }
        // With an address goes the part of the page that was meant.
        let lost = led.is_some_and(|shown| shown == Shown::Unknown);
        mark.written.len() + if lost { part(after).len() } else { 0 }
    }

    /// Drops what stands before the address of an article within a link: the address is a whole one, and
    /// `/blog` before it was the path of the site.
    fn drop_base(&mut self) {
        const STARTS: [&str; 4] = ["](", "]: ", "=\"", "='"];
        const LONGEST: usize = 200;
        let near = self.text.floor_char_boundary(self.text.len().saturating_sub(LONGEST));
        let found = |start: &&str| Some(self.text.get(near..)?.rfind(*start)? + near + start.len());
        let Some(at) = STARTS.iter().filter_map(found).max() else { return };
        let base = self.text.get(at..).unwrap_or_default();
        let is_path = base.starts_with('/') || base.starts_with("http");
        if is_path && !base.contains(|c: char| c.is_whitespace() || "()<>\"'#?".contains(c)) {
            self.text.truncate(at);
        }
    }

    /// Is it where a link leads to, and nobody knows where that is? Nothing at all would leave the
    /// brackets of the link to its readers.
    fn is_lost_address(&self, shown: &Shown) -> bool {
        let is_address = self.text.ends_with("](") || self.text.ends_with("]: ");
        *shown == Shown::Unknown && self.kind != Kind::Html && is_address
    }

    /// Drops a part but for its line ends.
    fn drop(&mut self, part: &str) -> usize {
        self.text.extend(part.chars().filter(|c| *c == '\n'));
        part.len()
    }
}

/// Gives the part of a page that a text starts with.
fn part(after: &str) -> &str {
    let is_end = |c: char| c.is_whitespace() || ")\"'<>".contains(c);
    let end = after.find(is_end).unwrap_or(after.len());
    if after.starts_with(['#', '?']) { after.get(..end).unwrap_or_default() } else { "" }
}

/// Starts a line with the end tag of this element?
fn closes(bare: &str, name: &str) -> bool {
    let rest = bare.strip_prefix("</");
    rest.and_then(|rest| rest.strip_prefix(name)).is_some_and(|rest| rest.starts_with('>'))
}

fn ends_in_empty_line(text: &str) -> bool {
    text.trim_end_matches([' ', '\t']).is_empty()
        || text.trim_end_matches([' ', '\t']).ends_with("\n\n")
}

/// Gives a line that is nothing but a mark: an import, attributes, a table of contents.
fn dropped_line(rest: &str) -> Option<&str> {
    const STARTS: [&str; 6] = ["import ", "[", "{:", "* TOC", "- TOC", "1. TOC"];
    let start = rest.trim_start_matches(|c: char| c != '\n' && c.is_whitespace());
    if !STARTS.iter().any(|one| start.starts_with(one)) {
        return None;
    }
    let line = super::line(rest)?;
    let bare = line.trim();
    // A whole statement ends with what it imports; a sentence that begins with the word goes on.
    let import = bare.starts_with("import ")
        && bare.trim_end_matches(';').ends_with(['\'', '"'])
        && (bare.contains(" from ") || bare.matches(' ').count() == 1);
    let contents = ["[TOC]", "[[toc]]", "[[_TOC_]]", "{:toc}", "{: toc}"].contains(&bare)
        || (["* TOC", "- TOC", "1. TOC"].contains(&bare)
            && rest.get(line.len()..)?.trim_start().starts_with("{:"));
    let attributes = bare.starts_with("{:") && !bare.starts_with("{::") && bare.ends_with('}');
    (import || contents || attributes).then_some(line)
}
