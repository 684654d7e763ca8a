//! By what an article is known again when its file has another name.

use std::str::FromStr;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::document::Document;

/// Lines shorter than this stand in many articles and tell none from another.
const TELLING: usize = 40;
/// So many octets of a line are enough: what follows them may be edited.
const ENOUGH: usize = 64;
/// How many of the body's lines are kept as marks.
const LINES: usize = 4;

/// A mark of title and day, marks of how up to four lines of the body begin, and that of the first.
///
/// The four are those with the smallest hashes, so that an edit of one paragraph changes at most one
/// of them. Under a long footer all four may be of that; the first line seldom is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::publication) struct Marks {
    /// The mark of title and day; none for a note without a title.
    title: Option<u32>,
    lines: Vec<u32>,
    /// The mark of the first line; none in a lock that did not keep it yet.
    opening: Option<u32>,
}

impl Marks {
    /// Takes the marks of the lines of a source; those of title and day are still open.
    pub(in crate::publication) fn of_lines(source: &str) -> Self {
        let telling = telling(source);
        let opening = telling.first().map(|line| short(hash(line)));
        let mut hashes = hashes(telling);
        if hashes.is_empty() && !source.trim().is_empty() {
            hashes.push(hash(source.trim().as_bytes()));
        }
        hashes.sort_unstable();
        hashes.dedup();
        let lines = hashes.into_iter().take(LINES).map(short).collect();
        Self { title: None, lines, opening }
    }

    /// Takes the mark of a document's title, published on `day`.
    pub(in crate::publication) fn and_title(mut self, document: &Document, day: NaiveDate) -> Self {
        let title = document.meta.title.as_ref();
        self.title = title.map(|title| short(hash(&of_day(&title.value, day))));
        self
    }

    /// Gives the mark of title and day.
    pub(super) fn title(&self) -> Option<u32> {
        self.title
    }

    /// Writes `1a2b3c:4d5e6f,708192/708192`, the title's mark before the colon, the first line's behind
    /// the slash.
    pub(super) fn write(&self, text: &mut String) {
        if let Some(title) = self.title {
            write(title, text);
        }
        text.push(':');
        for (at, line) in self.lines.iter().enumerate() {
            if at > 0 {
                text.push(',');
            }
            write(*line, text);
        }
        if let Some(opening) = self.opening {
            text.push('/');
            write(opening, text);
        }
    }

    /// Do they tell nothing of their article? So it is with an empty file.
    pub(super) fn are_none(&self) -> bool {
        self.title.is_none() && self.lines.is_empty()
    }

    /// Gives the marks of lines; that of the first may come twice.
    pub(super) fn lines(&self) -> impl Iterator<Item = u32> {
        self.lines.iter().copied().chain(self.opening)
    }

    /// Have both one title on one day?
    pub(super) fn are_named_alike(&self, other: &Self) -> bool {
        self.title.is_some() && self.title == other.title
    }

    /// Do both marks belong to one article? Where all lines that they share stand in others too, as
    /// those of a footer do, that says nothing: at least one is to be such that it `tells`. What opens
    /// in another way and has another title is another article.
    pub(super) fn fit(&self, other: &Self, tells: impl Fn(u32) -> bool) -> bool {
        let is_shared = |mark: &u32| other.lines.contains(mark);
        let shared = || self.lines.iter().filter(|mark| is_shared(mark));
        let are_alike = || self.lines == other.lines || shared().count() >= LINES - 1;
        let opening = self.opening.filter(|_| other.opening.is_some());
        let opens_alike = || opening.is_none() || opening == other.opening;
        let tell = || shared().copied().chain(opening).any(tells);
        self.are_named_alike(other) || (opens_alike() && are_alike() && tell())
    }
}

/// Writes what the mark of a title and a day is made of: `Low water`, a line end, `2026-05-07`.
fn of_day(title: &str, day: NaiveDate) -> Vec<u8> {
    let mut text = Vec::with_capacity(title.len() + "\n2026-05-07".len());
    text.extend_from_slice(title.as_bytes());
    match u32::try_from(day.year()) {
        Ok(year @ 0..=9999) => {
            let digit = |number: u32, of: u32| b'0' + (number / of % 10) as u8;
            let (month, day) = (day.month(), day.day());
            text.extend([
                b'\n',
                digit(year, 1000),
                digit(year, 100),
                digit(year, 10),
                digit(year, 1),
            ]);
            text.extend([b'-', digit(month, 10), digit(month, 1)]);
            text.extend([b'-', digit(day, 10), digit(day, 1)]);
        }
        _ => text.extend(format!("\n{day}").into_bytes()),
    }
    text
}

/// Gives the beginnings of the lines of a source that are long enough to tell it from others.
fn telling(source: &str) -> Vec<&[u8]> {
    let (mut telling, mut start) = (Vec::new(), 0);
    let ends = memchr::memchr_iter(b'\n', source.as_bytes()).chain([source.len()]);
    for end in ends {
        if end - start >= TELLING {
            let line = source.get(start..end).unwrap_or_default().trim();
            let head = line.as_bytes().get(..ENOUGH).unwrap_or(line.as_bytes());
            telling.extend((line.len() >= TELLING).then_some(head));
        }
        start = end + 1;
    }
    telling
}

/// Keeps 24 bits; the low ones, for the smallest hashes all start alike.
fn short(hash: u64) -> u32 {
    u32::try_from(hash & 0x00FF_FFFF).unwrap_or_default()
}

/// Writes a mark's 24 bits in six digits.
fn write(mark: u32, text: &mut String) {
    let digit = |at: &u32| char::from_digit((mark >> at) & 0xF, 16);
    text.extend([20, 16, 12, 8, 4, 0].iter().filter_map(digit));
}

/// FNV-1a with 64 bits: the same on every machine and in every year, as a file needs it.
pub(super) fn hash(bytes: &[u8]) -> u64 {
    bytes.iter().fold(START, |hash, byte| step(hash, *byte))
}

const START: u64 = 0xCBF2_9CE4_8422_2325;

fn step(hash: u64, byte: u8) -> u64 {
    (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)
}

/// Hashes many texts, in no order: four at a time, for each step of one has to wait for the last.
fn hashes(mut texts: Vec<&[u8]>) -> Vec<u64> {
    texts.sort_unstable_by_key(|text| text.len());
    let (fours, rest) = texts.as_chunks::<4>();
    let rest = rest.iter().map(|text| hash(text));
    fours.iter().flat_map(four).chain(rest).collect()
}

/// Hashes four texts, the shortest first.
fn four(texts: &[&[u8]; 4]) -> [u64; 4] {
    let [a, b, c, d] = texts.map(|text| text.as_chunks::<8>().0);
    let (pieces, mut hashes) = (a.len(), [START; 4]);
    for (((a, b), c), d) in a.iter().zip(b).zip(c).zip(d) {
        for at in 0..8 {
            let bytes = [a[at], b[at], c[at], d[at]];
            for (hash, byte) in hashes.iter_mut().zip(bytes) {
                *hash = step(*hash, byte);
            }
        }
    }
    for (hash, text) in hashes.iter_mut().zip(texts) {
        *hash = text.iter().skip(pieces * 8).fold(*hash, |hash, byte| step(hash, *byte));
    }
    hashes
}

impl FromStr for Marks {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (title, lines) = text.split_once(':').ok_or(())?;
        let mark = |text: &str| {
            let fits = text.len() == 6 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
            if fits { u32::from_str_radix(text, 16).map_err(|_| ()) } else { Err(()) }
        };
        let title = if title.is_empty() { None } else { Some(mark(title)?) };
        let (lines, opening) = match lines.split_once('/') {
            Some((lines, opening)) => (lines, Some(mark(opening)?)),
            None => (lines, None),
        };
        let lines = lines.split(',').filter(|line| !line.is_empty()).map(mark);
        Ok(Self { title, lines: lines.collect::<Result<_, _>>()?, opening })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_written_as_it_is_read() {
        let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap();
        for day in
            [day(2026, 5, 7), day(999, 12, 31), day(0, 1, 1), day(-3, 2, 9), day(12345, 6, 7)]
        {
            assert_eq!(of_day("Mud", day), format!("Mud\n{day}").into_bytes());
        }
    }

    #[test]
    fn many_texts_have_the_hashes_that_each_has_alone() {
        for count in 0..11 {
            let texts: Vec<String> = (0..count).map(|n| "tide".repeat((n * 7) % 11)).collect();
            let mut alone: Vec<u64> = texts.iter().map(|text| hash(text.as_bytes())).collect();
            let mut together = hashes(texts.iter().map(String::as_bytes).collect());
            alone.sort_unstable();
            together.sort_unstable();
            assert_eq!(together, alone);
        }
        assert_eq!(hash(b"foobar"), 0x8594_4171_F739_67E8);
    }
}
