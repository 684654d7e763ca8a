//! A sum by which bytes that were seen before are known again.

use xxhash_rust::xxh3::{Xxh3, xxh3_128};

/// A sum over parts, the same for the same parts in the same order (XXH3, 128 bits: no two texts ever
/// have one by chance).
///
/// For what we compare with what we made ourselves, in a tenth of the time of a SHA-256: who wants two
/// texts with one sum can make them.
#[derive(Default)]
pub struct Sum(Xxh3);

impl Sum {
    /// Gives the sum of a text.
    #[must_use]
    pub fn of(text: &[u8]) -> [u8; 16] {
        xxh3_128(text).to_le_bytes()
    }

    /// Adds a part.
    pub fn add(&mut self, part: &[u8]) {
        self.0.update(part);
        // Where one part ends and the next begins belongs to it.
        self.0.update(&part.len().to_le_bytes());
    }

    /// Gives the sum of all parts.
    #[must_use]
    pub fn finish(&self) -> [u8; 16] {
        self.0.digest128().to_le_bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sum_tells_parts_and_their_bounds_apart() {
        let text = b"The keeper winds up the clock of the lamp every four hours.".repeat(40);
        let (whole, mut bounds) = (Sum::of(&text), Vec::new());
        assert_eq!(whole, Sum::of(&text));
        for at in 0..text.len() {
            let mut other = text.clone();
            other[at] ^= 1;
            assert_ne!(whole, Sum::of(&other), "{at}");
            let mut halves = Sum::default();
            halves.add(&text[..at]);
            halves.add(&text[at..]);
            bounds.push(halves.finish());
        }
        bounds.sort_unstable();
        bounds.dedup();
        assert_eq!(bounds.len(), text.len());
    }
}
