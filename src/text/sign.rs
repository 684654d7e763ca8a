//! Short texts that are looked for in many long ones.

use std::sync::OnceLock;

use memchr::memmem::Finder;

/// A short text that is looked for in many long ones: how best to find it is worked out once.
#[derive(Debug)]
pub struct Sign {
    text: &'static str,
    finder: OnceLock<Finder<'static>>,
}

impl Sign {
    /// Takes the short text.
    #[must_use]
    pub const fn new(text: &'static str) -> Self {
        Self { text, finder: OnceLock::new() }
    }

    /// Does it stand in a text?
    #[must_use]
    pub fn is_in(&self, text: &str) -> bool {
        self.finder().find(text.as_bytes()).is_some()
    }

    /// Gives each place in a text where it stands.
    pub fn all_in<'t>(&'t self, text: &'t [u8]) -> impl Iterator<Item = usize> + 't {
        self.finder().find_iter(text)
    }

    fn finder(&self) -> &Finder<'static> {
        self.finder.get_or_init(|| Finder::new(self.text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sign_is_found_wherever_it_stands() {
        let sign = Sign::new("](@/");
        for at in 0..100 {
            assert!(sign.is_in(&format!("{}[a](@/b.md)", "x".repeat(at))), "{at}");
            assert!(!sign.is_in(&format!("{}[a](/b.md)", "x".repeat(at))), "{at}");
        }
    }
}
