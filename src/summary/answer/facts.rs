//! What an article says: its numbers, its names, its words; an answer may bring no others.

mod number;
mod opening;

use std::collections::HashSet;

use super::{Refusal, Subject};
use crate::summary::languages::{Class, Language};
use crate::text::sentence::{is_cjk, primary};
use crate::text::{sentences, word};
use number::{numbers, spelled};
use opening::opens_sentences;

/// Languages in which a name has many endings.
const INFLECTED: &str = "ru uk be pl cs sk hr sr sl bg mk fi et hu tr lt lv el de is ro la";

/// An article as far as answers are held against it.
pub(super) struct Facts<'a> {
    language: &'a str,
    words: HashSet<String>,
    stems: HashSet<word::Stem>,
    numbers: HashSet<String>,
    tongue: Option<whatlang::Lang>,
}

impl<'a> Facts<'a> {
    pub(super) fn of(subject: &Subject<'a>) -> Self {
        let mut stems = HashSet::new();
        let (mut words, mut found) = (HashSet::new(), HashSet::new());
        for text in [subject.title, subject.deck, subject.text] {
            word::stems(text, |cut| {
                stems.insert(cut.stem);
            });
            words.extend(words_of(text).map(str::to_lowercase));
            found.extend(numbers(text));
        }
        let spoken: Vec<_> = words.iter().filter_map(|word| spelled(word)).collect();
        found.extend(spoken.into_iter().map(str::to_owned));
        let tongue = reliable(subject.text);
        Self { language: subject.language, words, stems, numbers: found, tongue }
    }

    /// Holds the numbers, names and words of a text against the article.
    pub(super) fn hold(&self, text: &str) -> Result<(), Refusal> {
        if let Some(number) = numbers(text).find(|number| !self.numbers.contains(number)) {
            return Err(Refusal::Number(number));
        }
        let is_new = |word: &&str| {
            spelled(&word.to_lowercase()).is_some_and(|number| !self.numbers.contains(number))
        };
        if let Some(word) = words_of(text).find(is_new) {
            return Err(Refusal::Number(word.to_owned()));
        }
        for sentence in sentences(text, self.language) {
            self.names(sentence)?;
        }
        self.words(text)
    }

    fn names(&self, sentence: &str) -> Result<(), Refusal> {
        let mut first = true;
        for word in words_of(sentence) {
            let opens = std::mem::take(&mut first);
            let named = word.chars().any(char::is_uppercase) || is_katakana(word);
            if !named
                || self.knows(word)
                || (opens && (self.is_function(word) || opens_sentences(word)))
            {
                continue;
            }
            // A lone letter is an initial or the English "I"; it names nobody.
            if word.chars().count() > 1 {
                return Err(Refusal::Name(word.to_owned()));
            }
        }
        Ok(())
    }

    /// Does a word stand in the article, be it with another ending?
    fn knows(&self, word: &str) -> bool {
        let word = word.to_lowercase();
        if self.words.contains(&word) {
            return true;
        }
        let bare = word.strip_suffix('s').unwrap_or(&word);
        if self.words.contains(bare) || self.words.contains(&format!("{word}s")) {
            return true;
        }
        let inflected = INFLECTED.split(' ').any(|tag| tag == primary(self.language));
        inflected && self.words.iter().any(|known| is_form(known, &word))
    }

    fn is_function(&self, word: &str) -> bool {
        let mut function = false;
        let language = Language::get(self.language);
        word::stems(word, |cut| {
            let class = language.class(cut);
            function = class.is(Class::FUNCTION) || class.is(Class::POINTS);
        });
        function
    }

    /// At least half of the words must be the article's; where no capital marks a name, two thirds.
    fn words(&self, text: &str) -> Result<(), Refusal> {
        let (mut all, mut known) = (0, 0);
        word::stems(text, |cut| {
            all += 1;
            known += usize::from(self.stems.contains(&cut.stem));
        });
        let cased = text.chars().any(char::is_lowercase);
        let enough = if cased { known * 2 >= all } else { known * 3 >= all * 2 };
        if enough { Ok(()) } else { Err(Refusal::Elsewhere) }
    }

    /// Refuses an answer that is surely in another language.
    pub(super) fn language(&self, text: &str) -> Result<(), Refusal> {
        match (self.tongue, reliable(text)) {
            (Some(own), Some(other)) if own != other => Err(Refusal::Language),
            _ => Ok(()),
        }
    }
}

/// Gives the language a text is surely in; the first thousand characters tell.
fn reliable(text: &str) -> Option<whatlang::Lang> {
    let text = text.get(..text.floor_char_boundary(2_000)).unwrap_or(text);
    whatlang::detect(text).filter(whatlang::Info::is_reliable).map(|info| info.lang())
}

/// Are two words forms of one, the same but for their last three letters?
fn is_form(known: &str, word: &str) -> bool {
    let shared = known.chars().zip(word.chars()).take_while(|(a, b)| a == b).count();
    let long = known.chars().count().max(word.chars().count());
    shared >= 4 && shared + 3 >= long
}

/// Lists the words, cut at everything but letters, figures and marks; Katakana apart.
fn words_of(text: &str) -> impl Iterator<Item = &str> {
    let parts = text.split(|c: char| !word::is_letter(c) && !is_mark(c));
    parts
        .flat_map(|part| {
            let apart = part.contains(is_cjk);
            let whole = (!apart).then_some(part);
            let cut = part.split(|c: char| !is_katakana_letter(c) && is_cjk(c));
            whole.into_iter().chain(cut.filter(move |_| apart))
        })
        .filter(|word| !word.is_empty())
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{591}'..='\u{5C7}' | '\u{64B}'..='\u{65F}' | '\u{93A}'..='\u{94F}')
}

fn is_katakana_letter(c: char) -> bool {
    matches!(c, '\u{30A1}'..='\u{30FA}' | '\u{30FC}')
}

/// A word of three or more Katakana letters is a name or a loan.
fn is_katakana(word: &str) -> bool {
    word.chars().count() >= 3 && word.chars().all(is_katakana_letter)
}
