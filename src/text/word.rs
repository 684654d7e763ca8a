//! Cuts a text into words that can be compared: lower case, cut short, CJK in pairs.

use super::sentence::is_cjk;

/// A word is compared by its first letters: this does as well as a stemmer in any language.
const LETTERS: usize = 6;

/// A word as a number; equal numbers mean equal stems.
pub type Stem = u64;

/// Calls `each` with the stem of every word of a text, in order, and the word's length in letters.
pub fn stems(text: &str, mut each: impl FnMut(Stem, usize)) {
    let mut word = Hash::default();
    let mut letters = 0;
    let mut pair: Option<char> = None;
    for c in text.chars() {
        if is_cjk(c) {
            flush(&mut word, &mut letters, &mut each);
            if let Some(before) = pair {
                let mut both = Hash::default();
                both.add(before);
                both.add(c);
                each(both.0, 2);
            }
            pair = Some(c);
            continue;
        }
        pair = None;
        if is_letter(c) {
            if letters < LETTERS {
                word.add_lower(c);
            }
            letters += 1;
        } else {
            flush(&mut word, &mut letters, &mut each);
        }
    }
    flush(&mut word, &mut letters, &mut each);
}

fn flush(word: &mut Hash, letters: &mut usize, each: &mut impl FnMut(Stem, usize)) {
    if *letters > 0 {
        each(word.0, *letters);
        *word = Hash::default();
        *letters = 0;
    }
}

/// Does this character belong to a word? Marks count, for Devanagari and Arabic.
fn is_letter(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric();
    }
    c.is_alphanumeric()
        || matches!(c, '\u{300}'..='\u{36F}' | '\u{64B}'..='\u{65F}' | '\u{900}'..='\u{94D}')
}

/// Counts the words a reader reads: a CJK character is half a word.
#[must_use]
pub fn count(text: &str) -> usize {
    let (mut words, mut halves, mut inside) = (0, 0_usize, false);
    for c in text.chars() {
        let letter = is_letter(c);
        if is_cjk(c) {
            halves += 1;
            inside = false;
        } else {
            words += usize::from(letter && !inside);
            inside = letter;
        }
    }
    words + halves.div_ceil(2)
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
        stems(text, |stem, _| found.push(stem));
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
