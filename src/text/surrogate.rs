//! Escapes of half a character (`\ud83d`), as programs write them that cut texts in mid-character.

use std::io::{self, Read};

/// So many bytes are a whole character written as two escapes (RFC 8259, section 7).
const PAIR: usize = 12;
const ESCAPE: usize = 6;

/// Drops escapes of half a character from JSON, or from YAML in double quotes; gives the lines they
/// stood in, counted from 1, and nothing where there is none.
#[must_use]
pub fn without_halves(text: &str) -> Option<(String, Vec<u32>)> {
    if !text.contains("\\u") {
        return None;
    }
    let mut halves = Vec::new();
    let (kept, _) = sift(text.as_bytes(), true, &mut |at| halves.push(at));
    if halves.is_empty() {
        return None;
    }
    let line = |at: &usize| {
        let breaks = text.bytes().take(*at).filter(|byte| *byte == b'\n').count();
        u32::try_from(breaks + 1).unwrap_or(u32::MAX)
    };
    Some((String::from_utf8(kept).ok()?, halves.iter().map(line).collect()))
}

/// Reads JSON without escapes of half a character.
pub struct WithoutHalves<R> {
    from: R,
    /// What was read and not looked at yet.
    raw: Vec<u8>,
    /// What may be given out, and how much of it was.
    kept: Vec<u8>,
    given: usize,
    ended: bool,
}

impl<R: Read> WithoutHalves<R> {
    /// Begins.
    pub fn of(from: R) -> Self {
        Self { from, raw: Vec::new(), kept: Vec::new(), given: 0, ended: false }
    }

    fn fill(&mut self) -> io::Result<()> {
        const MANY: u64 = 1 << 16;
        let read = self.from.by_ref().take(MANY).read_to_end(&mut self.raw)?;
        self.ended = read == 0;
        let (kept, used) = sift(&self.raw, self.ended, &mut |_| {});
        self.raw.drain(..used);
        (self.kept, self.given) = (kept, 0);
        Ok(())
    }
}

impl<R: Read> Read for WithoutHalves<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.given == self.kept.len() && !self.ended {
            self.fill()?;
        }
        let mut rest = self.kept.get(self.given..).unwrap_or_default();
        let read = rest.read(into)?;
        self.given += read;
        Ok(read)
    }
}

/// Gives some bytes without halves, and how many of them that were: the last few wait for what
/// follows, unless they are the `end`.
fn sift(bytes: &[u8], end: bool, half: &mut dyn FnMut(usize)) -> (Vec<u8>, usize) {
    let mut kept = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(rest) = bytes.get(at..).filter(|rest| !rest.is_empty()) {
        let plain = super::position(rest, |byte| byte == b'\\').unwrap_or(rest.len());
        kept.extend_from_slice(&rest[..plain]);
        at += plain;
        let rest = &rest[plain..];
        if rest.is_empty() || (rest.len() < PAIR && !end) {
            break;
        }
        let whole = match (unit(rest), rest.get(ESCAPE..).and_then(unit)) {
            (Some(0xD800..=0xDBFF), Some(0xDC00..=0xDFFF)) => PAIR,
            (Some(0xD800..=0xDFFF), _) => {
                half(at);
                at += ESCAPE;
                continue;
            }
            _ => 2.min(rest.len()),
        };
        kept.extend_from_slice(&rest[..whole]);
        at += whole;
    }
    (kept, at)
}

/// Reads the escape that some bytes begin with.
fn unit(bytes: &[u8]) -> Option<u16> {
    let digits = bytes.strip_prefix(b"\\u")?.get(..4)?;
    digits.iter().try_fold(0_u16, |sum, digit| {
        let value = char::from(*digit).to_digit(16)?;
        Some(sum << 4 | u16::try_from(value).ok()?)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_a_character_is_dropped_and_whole_ones_stay() {
        for (text, kept) in [
            (r#""a\ud83d""#, Some(r#""a""#)),
            (r#""a\ud83d\ude00b""#, None),
            (r#""\ude00\ud83d\ud83d\ude00""#, Some(r#""\ud83d\ude00""#)),
            (r#""\\ud83d""#, None),
            (r#""\u00e9 \uD83Dx""#, Some(r#""\u00e9 x""#)),
            ("\"\\", None),
            ("\\ud8", None),
        ] {
            let found = without_halves(text);
            assert_eq!(found.as_ref().map(|(text, _)| text.as_str()), kept, "{text}");
        }
        assert_eq!(without_halves("\n\n\"\\ud83d\"").map(|(_, lines)| lines), Some(vec![3]));
    }

    #[test]
    fn a_long_text_is_read_as_a_short_one_is() {
        let pair = r"\ud83d\ude00";
        let text = format!("{}{}", "x".repeat(65_530), pair.repeat(10_000) + r"\ud83d.\\ud83d");
        let mut read = String::new();
        WithoutHalves::of(text.as_bytes()).read_to_string(&mut read).unwrap();
        assert_eq!(Some(read), without_halves(&text).map(|(text, _)| text));
    }
}
