//! Cuts a text into words that can be compared: lower case, cut short, CJK in pairs.

use super::sentence::is_cjk;

/// A word is compared by its first letters: this does as well as a stemmer in any language.
const LETTERS: u32 = 6;

/// A word as a number; equal numbers mean equal stems.
pub type Stem = u64;

/// A word cut short.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cut {
    /// The word's stem.
    pub stem: Stem,
    /// The stems its first four and first five letters alone would have.
    pub heads: [Stem; 2],
    /// How many letters the word has.
    pub letters: u32,
}

/// Calls `each` with every word of a text, in order; CJK comes as overlapping pairs.
///
/// Gives how many words a reader reads: a CJK character is half a word.
pub fn stems(text: &str, mut each: impl FnMut(Cut)) -> usize {
    let mut word = Cutter::default();
    let mut pair: Option<char> = None;
    let (mut words, mut halves) = (0, 0_usize);
    for c in text.chars() {
        if is_cjk(c) {
            words += word.end(&mut each);
            halves += 1;
            if let Some(before) = pair {
                each(pair_of(before, c));
            }
            pair = Some(c);
            continue;
        }
        pair = None;
        if is_letter(c) {
            word.add(c);
        } else {
            words += word.end(&mut each);
        }
    }
    words + word.end(&mut each) + halves.div_ceil(2)
}

fn pair_of(before: char, c: char) -> Cut {
    let mut both = Hash::default();
    both.add(before);
    both.add(c);
    Cut { stem: both.0, heads: [both.0; 2], letters: 2 }
}

/// A word while it is being read.
#[derive(Default)]
struct Cutter {
    hash: Hash,
    heads: [Stem; 2],
    letters: u32,
}

impl Cutter {
    fn add(&mut self, c: char) {
        if self.letters < LETTERS {
            self.hash.add_lower(c);
            self.letters += 1;
            match self.letters {
                4 => self.heads = [self.hash.0; 2],
                5 => self.heads[1] = self.hash.0,
                _ => {}
            }
        } else {
            self.letters = self.letters.saturating_add(1);
        }
    }

    fn end(&mut self, each: &mut impl FnMut(Cut)) -> usize {
        if self.letters == 0 {
            return 0;
        }
        let stem = self.hash.0;
        let heads = if self.letters < 4 { [stem; 2] } else { self.heads };
        each(Cut { stem, heads, letters: self.letters });
        *self = Self::default();
        1
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
        | '\u{900}'..='\u{94D}'
        | '\u{3041}'..='\u{3096}'
        | '\u{30A1}'..='\u{30FA}'
        | '\u{4E00}'..='\u{9FFF}'
        | '\u{AC00}'..='\u{D7A3}' => true,
        '\u{2000}'..='\u{206F}'
        | '\u{3000}'..='\u{3004}'
        | '\u{3008}'..='\u{3020}'
        | '\u{FF00}'..='\u{FF0F}'
        | '\u{FF1A}'..='\u{FF20}' => false,
        _ => c.is_alphanumeric(),
    }
}

/// Writes a text in lower case into `lower`, without a look at what has no case.
pub fn lower_into(text: &str, lower: &mut String) {
    lower.clear();
    if text.is_ascii() {
        lower.push_str(text);
        lower.make_ascii_lowercase();
        return;
    }
    for c in text.chars() {
        if c.is_ascii() {
            lower.push(c.to_ascii_lowercase());
        } else if matches!(c, '\u{5D0}'..='\u{DFF}' | '\u{2010}'..='\u{2027}' | '\u{3000}'..='\u{9FFF}')
        {
            lower.push(c);
        } else {
            lower.extend(c.to_lowercase());
        }
    }
}

/// Counts the words a reader reads: a CJK character is half a word.
#[must_use]
pub fn count(text: &str) -> usize {
    stems(text, |_| {})
}

/// FNV-1a over characters, small and the same everywhere.
struct Hash(u64);

impl Default for Hash {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Hash {
    fn add(&mut self, c: char) {
        self.0 = (self.0 ^ u64::from(u32::from(c))).wrapping_mul(0x0100_0000_01b3);
    }

    fn add_lower(&mut self, c: char) {
        if c.is_ascii() {
            self.add(c.to_ascii_lowercase());
        } else {
            c.to_lowercase().for_each(|c| self.add(c));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{count, stems};

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
    fn chinese_is_compared_in_pairs() {
        assert_eq!(all("邮件列表").len(), 3);
        assert_eq!(count("邮件列表 in short"), 4);
    }
}
