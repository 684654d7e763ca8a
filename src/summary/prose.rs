//! Tells plain prose from code, markup, tables and questions.

use crate::text::{position, word};

/// What a byte of ASCII is to prose.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sign {
    /// A letter or a space.
    Plain,
    Digit,
    /// Never in prose.
    Foreign,
    /// Never twice, or only in pairs.
    Rare,
    Comma,
    Other,
}

static SIGNS: [Sign; 128] = {
    let mut signs = [Sign::Other; 128];
    let mut byte = 0_u8;
    while byte.is_ascii() {
        signs[byte as usize] = match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b' ' => Sign::Plain,
            b'0'..=b'9' => Sign::Digit,
            b'?' | b'@' | b'{' | b'}' | b'|' | b'<' | b'>' | b'`' | b'\\' | b'^' | b'~' | b'=' => {
                Sign::Foreign
            }
            b'*' | b'_' | b'/' | b':' | b'(' | b')' | b'[' | b']' | b'"' => Sign::Rare,
            b',' => Sign::Comma,
            _ => Sign::Other,
        };
        byte += 1;
    }
    signs
};

/// What was counted in a sentence.
#[derive(Default)]
pub(super) struct Tally {
    letters: i32,
    digits: i32,
    others: i32,
    /// Its commas, in any script.
    pub(super) commas: u16,
    round: i32,
    square: i32,
    curly: i32,
    /// How many bytes stand behind a label ("Over a link: This is slow"), where there is one.
    pub(super) label: Option<usize>,
    /// Is a low quotation mark open?
    low: bool,
    straight: i32,
}

/// Counts what is in plain prose: no question, code, markup, address or half a bracket.
pub(super) fn prose(text: &str) -> Option<Tally> {
    let mut tally = Tally::default();
    let mut rest = text.as_bytes();
    let mut before = b' ';
    while let Some((&byte, behind)) = rest.split_first() {
        match SIGNS.get(usize::from(byte)) {
            Some(Sign::Plain) => {
                let (run, behind) = plain(rest);
                tally.letters += letters(run);
                (rest, before) = (behind, run.last().copied().unwrap_or(before));
                continue;
            }
            Some(Sign::Digit) => tally.digits += 1,
            Some(Sign::Foreign) => return None,
            Some(Sign::Comma) => tally.comma(),
            Some(Sign::Other) => tally.others += 1,
            Some(Sign::Rare) => {
                if !tally.rare(byte, before, behind) {
                    return None;
                }
            }
            None => {
                let at = text.len() - rest.len();
                let c = text[at..].chars().next()?;
                if !tally.wide(c) {
                    return None;
                }
                rest = &rest[c.len_utf8()..];
                before = byte;
                continue;
            }
        }
        (rest, before) = (behind, byte);
    }
    tally.is_prose().then_some(tally)
}

/// Splits off the letters and spaces of ASCII a text starts with: most of what is read.
fn plain(text: &[u8]) -> (&[u8], &[u8]) {
    let is_plain = |byte: u8| byte.is_ascii_alphabetic() || byte == b' ';
    text.split_at(position(text, |byte| !is_plain(byte)).unwrap_or(text.len()))
}

/// Counts the letters among letters and spaces.
fn letters(run: &[u8]) -> i32 {
    run.iter().map(|byte| i32::from(*byte != b' ')).sum()
}

/// Is this byte of a name: no space and no mark?
fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || !byte.is_ascii()
}

/// Does what stands behind a colon begin like a sentence of its own?
fn is_sentence(behind: &[u8]) -> bool {
    matches!(behind, [b' ', next, ..] if next.is_ascii_uppercase())
}

impl Tally {
    /// Counts what is rare in ASCII; is it still prose?
    fn rare(&mut self, byte: u8, before: u8, behind: &[u8]) -> bool {
        match (before, byte) {
            (b'_', b'_') | (b'/', b'/') | (b']', b'(') => return false,
            // Two colons are prose within a name ("std::span").
            (b':', b':') if !behind.first().is_some_and(|next| is_name(*next)) => return false,
            (_, b':') if behind.starts_with(b":") && !is_name(before) => return false,
            // A star is prose where it joins two genders ("Leser*innen", "jede*r").
            (_, b'*')
                if !(is_name(before) && behind.first().is_some_and(|next| is_name(*next))) =>
            {
                return false;
            }
            // So is an empty bracket behind the name of a function.
            (_, b'(') if behind.starts_with(b")") && !is_name(before) => return false,
            (_, b'(') => self.round += 1,
            (_, b')') => self.round -= 1,
            (_, b'[') => self.square += 1,
            (_, b']') => self.square -= 1,
            (_, b'"') => self.straight += 1,
            (_, b':') if self.label.is_none() && is_sentence(behind) => {
                self.label = Some(behind.len());
            }
            _ => {}
        }
        self.others += 1;
        true
    }

    /// Counts a character beyond ASCII; is it still prose?
    fn wide(&mut self, c: char) -> bool {
        self.low |= c == '„';
        match c {
            '？' | '؟' | '\u{FFFD}' | '→' => return false,
            '，' | '、' | '،' => {
                self.comma();
                return true;
            }
            '（' => self.round += 1,
            '）' => self.round -= 1,
            '„' | '«' | '「' | '『' | '《' => self.curly += 1,
            // It opens in English, and closes what a low one opened in German.
            '“' => self.curly += if std::mem::take(&mut self.low) { -1 } else { 1 },
            '”' | '»' | '」' | '』' | '》' => self.curly -= 1,
            _ => {}
        }
        if word::is_letter(c) {
            self.letters += 1;
        } else {
            self.others += 1;
        }
        true
    }

    fn comma(&mut self) {
        self.commas = self.commas.saturating_add(1);
        self.others += 1;
    }

    fn is_prose(&self) -> bool {
        // Dates and figures are prose; a row of them is a table.
        let figures = self.digits * 2 <= self.letters;
        let marks = self.others * 4 <= self.letters;
        let pairs = self.round == 0 && self.square == 0 && self.straight % 2 == 0;
        pairs && self.curly.abs() <= 1 && figures && marks
    }
}
