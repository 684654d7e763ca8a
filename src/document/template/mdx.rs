//! Markdown with components (MDX): statements and components drop out, their text stays.

mod component;
mod margin;
mod tag;

use super::left_out::{Dropped, LeftOut};
use super::{BUDGET, code, ends_line, go_through, window};
use component::{Meaning, Stands};
use margin::{Frame, Margins};
use tag::Tag;

/// Gives an MDX source as Markdown, and what was left out of it.
#[must_use]
pub fn without(source: &str) -> (String, Vec<Dropped>) {
    let mut writer = Writer {
        out: String::with_capacity(source.len()),
        line: 1,
        frames: Vec::new(),
        images: Vec::new(),
        dropped: LeftOut::default(),
        margins: Margins::default(),
        whole: 0,
        budget: BUDGET,
    };
    go_through(source, |rest, line| {
        writer.line = line;
        writer.step(rest)
    });
    (writer.out, writer.dropped.into_dropped())
}

struct Writer {
    out: String,
    line: u32,
    frames: Vec<Frame>,
    /// The images that statements imported: name and path.
    images: Vec<(String, String)>,
    dropped: LeftOut,
    margins: Margins,
    /// The last line that was one component from end to end.
    whole: u32,
    /// How many more bytes may be searched in vain.
    budget: usize,
}

impl Writer {
    fn at_line_start(&self) -> bool {
        self.out.is_empty() || self.out.ends_with('\n')
    }

    /// Gives the line so far, or the end of a long one.
    fn margin_so_far(&self) -> &str {
        let from = self.out.len().saturating_sub(1_000);
        let from = (from..=self.out.len()).find(|at| self.out.is_char_boundary(*at)).unwrap_or(0);
        let tail = self.out.get(from..).unwrap_or_default();
        tail.rsplit('\n').next().unwrap_or_default()
    }

    /// Is the line so far nothing but a margin?
    fn at_margin(&self) -> bool {
        self.margin_so_far().trim().is_empty()
    }

    /// Takes what stands first, and says how many bytes that were.
    fn step(&mut self, rest: &str) -> usize {
        if self.at_line_start() {
            if let Some(statement) = self.statement(rest) {
                return statement;
            }
            if let Some(code) = code::fenced(rest) {
                self.copy_lines(code);
                return code.len();
            }
            let margin = rest.len() - rest.trim_start_matches([' ', '\t']).len();
            if margin > 0 {
                let blank = rest.get(margin..).is_none_or(|after| after.starts_with('\n'));
                let kept = if blank {
                    0
                } else {
                    self.margin(margin, rest.get(margin..).unwrap_or_default())
                };
                self.out.extend(std::iter::repeat_n(' ', kept));
                return if kept == 0 && !blank { self.after_margin(rest, margin) } else { margin };
            }
            if !rest.starts_with('\n') {
                self.margin(0, rest);
            }
        }
        self.inline(rest)
    }

    /// Goes on behind a margin that left nothing, so that it is not taken for one again.
    fn after_margin(&mut self, rest: &str, margin: usize) -> usize {
        let after = rest.get(margin..).unwrap_or_default();
        margin + self.inline(after)
    }

    fn inline(&mut self, rest: &str) -> usize {
        if let Some(code) = code::inline(rest).or_else(|| code::formula(rest)) {
            self.out.push_str(code);
            return code.len();
        }
        if let Some(used) = escaped(rest) {
            self.out.push_str(rest.get(..used).unwrap_or_default());
            return used;
        }
        if rest.starts_with(['{', '<']) && self.budget > 0 {
            let near = window(rest);
            if let Some(expression) = near.strip_prefix('{').and_then(|_| tag::braces(near)) {
                self.expression(expression);
                return expression.len();
            }
            if let Some(tag) = Tag::read(near) {
                return self.tag(&tag, rest);
            }
            self.budget = self.budget.saturating_sub(near.len());
        }
        let next = rest.char_indices().skip(1).find(|(_, c)| "\n`{<\\$".contains(*c));
        let end = if rest.starts_with('\n') { 1 } else { next.map_or(rest.len(), |(at, _)| at) };
        self.out.push_str(rest.get(..end).unwrap_or(rest));
        end
    }

    /// Gives how far a line is set in once the components around it are gone; `text` follows.
    fn margin(&mut self, written: usize, text: &str) -> usize {
        let shift = self.frames.last_mut().map_or(0, |frame| frame.shift_at(written));
        self.margins.kept(written, shift, text)
    }

    /// Copies a block of code, each line set in as its components' absence wants it.
    fn copy_lines(&mut self, code: &str) {
        let first = code.len() - code.trim_start_matches(' ').len();
        let less = first - self.margin(first, "").min(first);
        for line in code.split_inclusive('\n') {
            let bare = line.trim_start_matches(' ');
            let margin = (line.len() - bare.len()).saturating_sub(less);
            let kept = if bare.trim().is_empty() { 0 } else { margin };
            self.out.extend(std::iter::repeat_n(' ', kept));
            self.out.push_str(bare);
        }
    }

    /// Drops an `import` or `export`, keeping in mind which images it brings.
    fn statement(&mut self, rest: &str) -> Option<usize> {
        let statement = tag::statement(rest)?;
        if let Some((name, path)) = tag::imported_image(statement) {
            self.images.push((name, path));
        }
        self.out.extend(statement.chars().filter(|c| *c == '\n'));
        Some(statement.len())
    }

    fn expression(&mut self, expression: &str) {
        if let Some(text) = tag::literal(expression) {
            self.out.push_str(&text);
        } else {
            let first: String = expression.chars().take(40).collect();
            self.dropped.note(crate::text::one_line(&first), self.line);
        }
        self.keep_line_ends(expression);
    }

    fn keep_line_ends(&mut self, part: &str) {
        self.out.extend(part.chars().filter(|c| *c == '\n'));
    }

    fn tag(&mut self, tag: &Tag<'_>, rest: &str) -> usize {
        let after = rest.get(tag.written.len()..).unwrap_or_default();
        let blank = ends_line(after);
        if tag.closes {
            self.close(tag, blank);
        } else {
            let in_line = !tag.alone && tag.is_component() && self.closes_in_line(tag, after);
            if in_line && self.at_margin() {
                self.part_whole_lines(tag, after);
            }
            let stands = Stands { in_line, alone: self.at_margin() && ends_after(tag, after) };
            match component::meaning(tag, &self.images, stands) {
                Meaning::Shown { opening, closing } => {
                    let block = blank || tag.is_block() || opening.contains("\n\n");
                    self.open(tag, &opening, closing, block && self.at_margin());
                }
                Meaning::Unknown => {
                    self.dropped.note(format!("<{} />", tag.name), self.line);
                }
            }
        }
        self.keep_line_ends(tag.written);
        tag.written.len()
    }

    /// Does the end tag stand on the same line?
    fn closes_in_line(&mut self, tag: &Tag<'_>, after: &str) -> bool {
        if self.budget == 0 {
            return false;
        }
        let line = window(after).split('\n').next().unwrap_or_default();
        let closes = line.contains(&format!("</{}>", tag.name));
        self.budget = self.budget.saturating_sub(line.len());
        closes
    }

    /// Parts two lines that are one component each: in MDX such a line is a block.
    fn part_whole_lines(&mut self, tag: &Tag<'_>, after: &str) {
        let line = window(after).split('\n').next().unwrap_or_default();
        if !line.trim_end().ends_with(&format!("</{}>", tag.name)) {
            return;
        }
        if self.whole > 0 && self.whole + 1 == self.line {
            let margin = self.margin_so_far().to_owned();
            self.paragraph(&margin, "");
            self.out.push_str(&margin);
        }
        self.whole = self.line;
    }

    fn open(&mut self, tag: &Tag<'_>, opening: &str, closing: String, block: bool) {
        if !block {
            // A paragraph within a line keeps Markdown from being read.
            if tag.name == "p" {
                return;
            }
            self.within_line(opening);
            if !tag.alone && !closing.is_empty() {
                let shift = self.frames.last().and_then(|frame| frame.shift);
                let (indent, out) =
                    self.frames.last().map_or((0, 0), |frame| (frame.indent, frame.out));
                let name = tag.name.to_owned();
                self.frames.push(Frame { name, indent, out, shift, closing });
            }
            return;
        }
        let margin = self.margin_so_far().to_owned();
        self.paragraph(&margin, opening);
        if !tag.alone {
            let (name, indent, out) = (tag.name.to_owned(), self.margins.written, margin.len());
            self.frames.push(Frame { name, indent, out, shift: None, closing });
            self.margins.end_region();
            // What follows on this line stands on a line of its own.
            self.out.push_str(&margin);
        }
    }

    /// Writes what opens within a line; a title would run into the words around it.
    fn within_line(&mut self, opening: &str) {
        let is_title = opening.starts_with("**");
        if is_title && !self.at_line_start() && !self.out.ends_with(' ') {
            self.out.push(' ');
        }
        self.out.push_str(opening);
        if is_title {
            self.out.push(' ');
        }
    }

    /// Writes a block with empty lines around it, its lines set in alike.
    fn paragraph(&mut self, margin: &str, text: &str) {
        self.out.truncate(self.out.len() - margin.len());
        self.out.push('\n');
        for line in text.lines() {
            if !line.is_empty() {
                self.out.push_str(margin);
                self.out.push_str(line);
            }
            self.out.push('\n');
        }
        if !text.is_empty() {
            self.out.push('\n');
        }
    }

    fn close(&mut self, tag: &Tag<'_>, ends_line: bool) {
        let Some(at) = self.frames.iter().rposition(|frame| frame.name == tag.name) else {
            return;
        };
        self.margins.end_region();
        let frame = self.frames.drain(at..).next();
        let closing = frame.map(|frame| frame.closing).unwrap_or_default();
        if self.at_margin() {
            let margin = self.margin_so_far().to_owned();
            self.paragraph(&margin, &closing);
        } else if ends_line && (tag.is_block() || closing == "</blockquote>") {
            self.out.push_str("\n\n");
            self.out.push_str(&closing);
            self.out.push_str("\n\n");
        } else {
            self.out.push_str(&closing);
        }
    }
}

/// Does nothing follow on the line but the end tag?
fn ends_after(tag: &Tag<'_>, after: &str) -> bool {
    let end =
        after.strip_prefix("</").and_then(|end| end.strip_prefix(tag.name)?.strip_prefix('>'));
    ends_line(end.unwrap_or(after))
}

/// A character that a backslash keeps from meaning anything, or a formula on one line.
fn escaped(rest: &str) -> Option<usize> {
    if rest.starts_with('\\') {
        return rest.char_indices().nth(2).map(|(at, _)| at).or(Some(rest.len()));
    }
    let inner = rest.strip_prefix('$')?;
    let end = inner.find(['$', '\n']).filter(|end| *end > 0 && inner[*end..].starts_with('$'))?;
    let formula = inner.get(..end)?;
    let means = formula.contains(['\\', '^', '_']) && !formula.starts_with([' ', '{']);
    means.then_some(end + 2)
}
