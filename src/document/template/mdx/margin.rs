//! How far lines are set in, once the components around them are gone.

/// A component that is open, and by how much the lines in it are set in more than it is.
pub(super) struct Frame {
    pub(super) name: String,
    /// How far it is set in as written, and as it is shown.
    pub(super) indent: usize,
    pub(super) out: usize,
    pub(super) shift: Option<usize>,
    pub(super) closing: String,
}

impl Frame {
    /// Gives by how much a line in it is set in more than it is; its first one tells.
    pub(super) fn shift_at(&mut self, written: usize) -> usize {
        *self.shift.get_or_insert(written.max(self.indent).saturating_sub(self.out))
    }
}

/// The margins of the lines so far.
#[derive(Debug, Default)]
pub(super) struct Margins {
    /// How far the line is set in as written.
    pub(super) written: usize,
    /// Where the text of the line above starts, behind the mark of a list.
    column: usize,
    /// Lines set in so far or more are moved to the second number.
    region: Option<(usize, usize)>,
}

impl Margins {
    /// Gives how far a line stays set in that was set in so far, `shift` of it by components; `text`
    /// follows.
    ///
    /// MDX knows no code that is set in, so a line far to the right belongs to what is above it.
    pub(super) fn kept(&mut self, written: usize, shift: usize, text: &str) -> usize {
        self.written = written;
        let kept = self.settled(written.saturating_sub(shift));
        self.column = kept + list_mark(text);
        kept
    }

    /// Lines far to the right are no longer moved.
    pub(super) fn end_region(&mut self) {
        self.region = None;
    }

    fn settled(&mut self, margin: usize) -> usize {
        if let Some((from, to)) = self.region {
            if margin >= from {
                return margin - (from - to);
            }
            self.region = None;
        }
        if margin <= self.column + 3 {
            return margin;
        }
        self.region = Some((margin, self.column));
        self.column
    }
}

/// Gives the length of a list's mark and the spaces behind it, if the line starts with one.
fn list_mark(text: &str) -> usize {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let mark = match text.as_bytes().get(digits) {
        Some(b'.' | b')') if digits > 0 => digits + 1,
        Some(b'-' | b'*' | b'+') if digits == 0 => 1,
        _ => return 0,
    };
    let spaces = text.bytes().skip(mark).take_while(|byte| *byte == b' ').count();
    if (1..=4).contains(&spaces) { mark + spaces } else { 0 }
}
