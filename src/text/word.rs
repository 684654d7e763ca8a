//! Cuts a text into words that can be compared: lower case, cut short, CJK in pairs.

mod ascii;

use super::sentence::is_cjk;
use ascii::{is_simple, packed, simple};

/// A word is compared by its first letters: this does as well as a stemmer in any language.
const LETTERS: u32 = 6;

/// A word as a number; equal numbers mean equal stems.
pub type Stem = u64;

/// A word cut short.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cut {
    /// The word's stem.
    pub stem: Stem,
    /// How many letters the word has.
    pub letters: u32,
    /// Its first four and first five letters.
    heads: [u64; 2],
}

impl Cut {
    /// Cuts a word of so many ASCII letters, the first eight side by side.
    #[inline]
    fn simple(packed: u64, letters: usize) -> Self {
        // In ASCII, this bit makes a capital small, and every other letter and figure has it.
        let small = packed | 0x2020_2020_2020;
        let whole = small & !(u64::MAX << (8 * letters.min(LETTERS as usize)));
        let letters = u32::try_from(letters).unwrap_or(u32::MAX);
        Self { stem: spread(whole), letters, heads: [whole & 0xFFFF_FFFF, whole & 0xFF_FFFF_FFFF] }
    }

    /// Gives the stems its first four and first five letters alone would have.
    #[must_use]
    pub fn heads(&self) -> [Stem; 2] {
        self.heads.map(spread)
    }
}

/// Calls `each` with every word of a text, in order; CJK comes as overlapping pairs.
///
/// Gives how many words a reader reads: a CJK character is half a word.
pub fn stems(text: &str, mut each: impl FnMut(Cut)) -> usize {
    let mut pair: Option<char> = None;
    let (mut words, mut halves, mut at) = (0, 0_usize, 0);
    while let Some(&byte) = text.as_bytes().get(at) {
        if byte.is_ascii() && !is_simple(byte) {
            (pair, at) = (None, at + 1);
            continue;
        }
        let rest = &text.as_bytes()[at..];
        let length = if byte.is_ascii() { simple(rest) } else { 0 };
        if length > 0 {
            each(Cut::simple(packed(rest), length));
            (words, pair, at) = (words + 1, None, at + length);
            continue;
        }
        let Some(c) = text[at..].chars().next() else { break };
        if is_cjk(c) {
            (halves, at) = (halves + 1, at + c.len_utf8());
            if let Some(before) = pair.replace(c) {
                each(pair_of(before, c));
            }
            continue;
        }
        pair = None;
        if let Some((cut, end)) = mixed(text, at) {
            each(cut);
            (words, at) = (words + 1, end);
        } else {
            at += c.len_utf8();
        }
    }
    words + halves.div_ceil(2)
}

/// Cuts the word that starts at `at`, in any letters but CJK; gives its end.
fn mixed(text: &str, at: usize) -> Option<(Cut, usize)> {
    let mut word = Cutter::default();
    let mut end = at;
    for c in text[at..].chars().take_while(|c| is_letter(*c) && !is_cjk(*c)) {
        word.add(c);
        end += c.len_utf8();
    }
    Some((word.cut()?, end))
}

fn pair_of(before: char, c: char) -> Cut {
    let mut both = Letters::default();
    both.add(before);
    both.add(c);
    Cut { stem: spread(both.0), letters: 2, heads: [both.0; 2] }
}

/// A word while it is being read.
#[derive(Default)]
struct Cutter {
    first: Letters,
    heads: [u64; 2],
    letters: u32,
}

impl Cutter {
    fn add(&mut self, c: char) {
        if self.letters < LETTERS {
            self.first.add_lower(c);
            self.letters += 1;
            match self.letters {
                4 => self.heads = [self.first.0; 2],
                5 => self.heads[1] = self.first.0,
                _ => {}
            }
        } else {
            self.letters = self.letters.saturating_add(1);
        }
    }

    fn cut(self) -> Option<Cut> {
        let whole = self.first.0;
        let heads = if self.letters < 4 { [whole; 2] } else { self.heads };
        (self.letters > 0).then_some(Cut { stem: spread(whole), letters: self.letters, heads })
    }
}

/// Does this character belong to a word? Marks count, for Devanagari and Arabic.
#[must_use]
#[inline]
pub fn is_letter(c: char) -> bool {
    match c {
        '\0'..='\u{7F}' => c.is_ascii_alphanumeric(),
        // The bulk of what is read, without a look into the tables of Unicode.
        '\u{C0}'..='\u{24F}' => c != '×' && c != '÷',
        '\u{300}'..='\u{36F}'
        | '\u{400}'..='\u{481}'
        | '\u{620}'..='\u{65F}'
        | '\u{66E}'..='\u{6D3}'
        | '\u{900}'..='\u{94D}'
        | '\u{3041}'..='\u{3096}'
        | '\u{30A1}'..='\u{30FA}'
        | '\u{4E00}'..='\u{9FFF}'
        | '\u{AC00}'..='\u{D7A3}' => true,
        '\u{A0}'
        | '«'
        | '»'
        | '·'
        | '।'
        | '\u{2000}'..='\u{206F}'
        | '\u{3000}'..='\u{3004}'
        | '\u{3008}'..='\u{3020}'
        | '\u{FF00}'..='\u{FF0F}'
        | '\u{FF1A}'..='\u{FF20}' => false,
        _ => c.is_alphanumeric(),
    }
}

/// Writes a text in lower case into `lower`; what stays as it is, is taken over by runs.
pub fn lower_into(text: &str, lower: &mut String) {
    lower.clear();
    if text.is_ascii() {
        lower.push_str(text);
        lower.make_ascii_lowercase();
        return;
    }
    lower.reserve(text.len());
    let mut rest = text;
    while let Some((at, c)) = rest.char_indices().find(|(_, c)| may_be_capital(*c)) {
        lower.push_str(&rest[..at]);
        lower.extend(c.to_lowercase());
        rest = &rest[at + c.len_utf8()..];
    }
    lower.push_str(rest);
}

/// May this character have another one in lower case? Of most that have none, this is known.
#[inline]
fn may_be_capital(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_uppercase();
    }
    !matches!(c, '\u{80}'..='\u{BF}' | '\u{DF}'..='\u{FF}' | '\u{430}'..='\u{45F}'
        | '\u{5D0}'..='\u{DFF}' | '\u{2010}'..='\u{2027}' | '\u{3000}'..='\u{9FFF}'
        | '\u{AC00}'..='\u{D7A3}')
}

/// Counts the words a reader reads: a CJK character is half a word.
#[must_use]
pub fn count(text: &str) -> usize {
    stems(text, |_| {})
}

/// A word's first letters as a number: ASCII side by side, all others mixed in (FNV-1a).
#[derive(Default)]
struct Letters(u64);

impl Letters {
    /// Set once a letter did not fit beside the others.
    const MIXED: u64 = 1 << 63;

    fn add(&mut self, c: char) {
        if c.is_ascii() && self.0 & Self::MIXED == 0 {
            self.0 |= u64::from(u32::from(c)) << (64 - self.0.leading_zeros()).next_multiple_of(8);
        } else {
            let mixed = (self.0 ^ u64::from(u32::from(c))).wrapping_mul(0x0100_0000_01b3);
            self.0 = mixed | Self::MIXED;
        }
    }

    fn add_lower(&mut self, c: char) {
        if c.is_ascii() {
            self.add(c.to_ascii_lowercase());
        } else if may_be_capital(c) {
            c.to_lowercase().for_each(|c| self.add(c));
        } else {
            self.add(c);
        }
    }
}

/// Spreads a number over all bits of a stem, which tables take for a hash: the same everywhere.
fn spread(letters: u64) -> Stem {
    letters.wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(32)
}

#[cfg(test)]
mod tests {
    use super::{count, may_be_capital, stems};

    fn all(text: &str) -> Vec<u64> {
        let mut found = Vec::new();
        stems(text, |cut| found.push(cut.stem));
        found
    }

    #[test]
    fn forms_of_a_word_are_one_word() {
        assert_eq!(all("Delivery DELIVERIES"), all("deliver delivered"));
        assert_ne!(all("sun"), all("son"));
    }

    #[test]
    fn a_word_is_the_same_whatever_letters_come_behind_its_first_six() {
        assert_eq!(all("retournent RETOUR"), all("retournée retour"));
        assert_eq!(all("GRÖßER"), all("größer"));
        assert_ne!(all("résumé"), all("resume"));
        assert_eq!(count("naïve café — 2 mètres"), 4);
    }

    #[test]
    fn what_is_taken_over_as_it_is_has_no_other_lower_case() {
        for c in ('\0'..=char::MAX).filter(|c| !may_be_capital(*c)) {
            assert!(c.to_lowercase().eq([c]), "{c}");
        }
    }

    #[test]
    fn chinese_is_compared_in_pairs() {
        assert_eq!(all("邮件列表").len(), 3);
        assert_eq!(count("邮件列表 in short"), 4);
    }
}
