//! Markdown with components (MDX): statements and components drop out, their text stays.

mod component;
mod tag;

use super::{Dropped, code, note};
use component::Meaning;
use tag::Tag;

/// Gives an MDX source as Markdown.
#[must_use]
pub fn without(source: &str, dropped: &mut Vec<Dropped>) -> String {
    let mut writer = Writer {
        out: String::with_capacity(source.len()),
        line: 1,
        frames: Vec::new(),
        images: Vec::new(),
        dropped,
    };
    let mut rest = source;
    while !rest.is_empty() {
        let used = writer.step(rest).max(1);
        let part = rest.get(..used).unwrap_or(rest);
        let ends = part.bytes().filter(|byte| *byte == b'\n').count();
        writer.line = writer.line.saturating_add(u32::try_from(ends).unwrap_or(u32::MAX));
        rest = rest.get(used..).unwrap_or_default();
    }
    writer.out
}

/// A component that is open, and by how much the lines in it are set in more than it is.
struct Frame {
    name: String,
    indent: usize,
    shift: Option<usize>,
    closing: String,
}

struct Writer<'d> {
    out: String,
    line: u32,
    frames: Vec<Frame>,
    /// The images that statements imported: name and path.
    images: Vec<(String, String)>,
    dropped: &'d mut Vec<Dropped>,
}

impl Writer<'_> {
    fn at_line_start(&self) -> bool {
        self.out.is_empty() || self.out.ends_with('\n')
    }

    /// Is the line so far nothing but a margin?
    fn at_margin(&self) -> bool {
        self.out.rsplit('\n').next().is_none_or(|line| line.trim().is_empty())
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
                let kept = if blank { 0 } else { self.margin(margin) };
                self.out.extend(std::iter::repeat_n(' ', kept));
                return if kept == 0 && !blank { self.after_margin(rest, margin) } else { margin };
            }
            if !rest.starts_with('\n') {
                self.margin(0);
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
        if rest.starts_with('{')
            && let Some(expression) = tag::braces(rest)
        {
            self.expression(expression);
            return expression.len();
        }
        if let Some(tag) = Tag::read(rest) {
            return self.tag(&tag, rest);
        }
        let next = rest.char_indices().skip(1).find(|(_, c)| "\n`{<\\$".contains(*c));
        let end = if rest.starts_with('\n') { 1 } else { next.map_or(rest.len(), |(at, _)| at) };
        self.out.push_str(rest.get(..end).unwrap_or(rest));
        end
    }

    /// Gives how far a line is set in once the components around it are gone.
    fn margin(&mut self, written: usize) -> usize {
        let outer: usize = match self.frames.as_slice() {
            [.., before, _] => before.shift.unwrap_or(0),
            _ => 0,
        };
        let Some(frame) = self.frames.last_mut() else { return written };
        let shift = *frame.shift.get_or_insert(outer + written.saturating_sub(frame.indent));
        written.saturating_sub(shift)
    }

    /// Copies a block of code, each line set in as its components' absence wants it.
    fn copy_lines(&mut self, code: &str) {
        for line in code.split_inclusive('\n') {
            let bare = line.trim_start_matches(' ');
            let kept =
                if bare.trim().is_empty() { 0 } else { self.margin(line.len() - bare.len()) };
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
        match tag::literal(expression) {
            Some(text) => self.out.push_str(&text),
            None => {
                let first: String = expression.chars().take(40).collect();
                let name = crate::text::one_line(&first);
                note(self.dropped, name, self.line);
            }
        }
        self.keep_line_ends(expression);
    }

    fn keep_line_ends(&mut self, part: &str) {
        self.out.extend(part.chars().filter(|c| *c == '\n'));
    }

    fn tag(&mut self, tag: &Tag<'_>, rest: &str) -> usize {
        let after = rest.get(tag.written.len()..).unwrap_or_default();
        let line = after.split('\n').next().unwrap_or_default();
        let blank = line.trim().is_empty();
        if tag.closes {
            self.close(tag, blank);
        } else {
            let whole_line = line.contains(&format!("</{}>", tag.name));
            match component::meaning(tag, &self.images, whole_line) {
                Meaning::Shown { opening, closing } => {
                    let block = blank || tag.is_block() || opening.contains("\n\n");
                    self.open(tag, opening, closing, block && self.at_margin());
                }
                Meaning::Unknown => {
                    note(self.dropped, format!("<{} />", tag.name), self.line);
                }
            }
        }
        self.keep_line_ends(tag.written);
        tag.written.len()
    }

    fn open(&mut self, tag: &Tag<'_>, opening: String, closing: String, block: bool) {
        if !block {
            self.out.push_str(&opening);
            if !tag.alone && !closing.is_empty() {
                let shift = self.frames.last().and_then(|frame| frame.shift);
                let indent = self.frames.last().map_or(0, |frame| frame.indent);
                self.frames.push(Frame { name: tag.name.to_owned(), indent, shift, closing });
            }
            return;
        }
        let margin = self.out.rsplit('\n').next().unwrap_or_default().to_owned();
        self.paragraph(&margin, &opening);
        if !tag.alone {
            let outer = self.frames.last().and_then(|frame| frame.shift).unwrap_or(0);
            let indent = margin.len() + outer;
            let name = tag.name.to_owned();
            self.frames.push(Frame { name, indent, shift: None, closing });
            // What follows on this line stands on a line of its own.
            self.out.push_str(&margin);
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
        let frame = self.frames.drain(at..).next();
        let closing = frame.map(|frame| frame.closing).unwrap_or_default();
        if self.at_margin() {
            let margin = self.out.rsplit('\n').next().unwrap_or_default().to_owned();
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

/// A character that a backslash keeps from meaning anything, or a formula on one line.
fn escaped(rest: &str) -> Option<usize> {
    if rest.starts_with('\\') {
        return rest.char_indices().nth(2).map(|(at, _)| at).or(Some(rest.len()));
    }
    let inner = rest.strip_prefix('$')?;
    let line = inner.split('\n').next()?;
    let end = line.find('$').filter(|end| *end > 0)?;
    let formula = line.get(..end)?;
    let means = formula.contains(['\\', '^', '_']) && !formula.starts_with([' ', '{']);
    means.then_some(end + 2)
}
