//! Chooses the sentences of an article that say most of it.

use std::borrow::Cow;
use std::ops::Range;

use crate::config::SummaryLimits;
use crate::document::Block;
use crate::summary::Piece;
use crate::summary::choose;
use crate::summary::cover;
use crate::summary::outline::Outline;
use crate::summary::weights;
use crate::text::sentence::is_cjk;

/// A summary and takeaways made of an article's own sentences.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Extract {
    /// One to three sentences, or nothing.
    pub summary: Option<String>,
    /// None, or a few sentences in the article's order.
    pub takeaways: Vec<String>,
}

/// Fewer takeaways are no list.
const FEWEST: usize = 3;
/// An article of fewer words is its own takeaway.
const TOO_SHORT: usize = 120;
/// Where nobody gave the language, so many bytes of text tell it.
const ENOUGH: usize = 1_000;

/// Extracts a summary and takeaways; an article too short for them gets less, or nothing.
#[must_use]
pub fn extract(piece: &Piece, limits: &SummaryLimits) -> Extract {
    let tag = language_of(piece);
    let outline = Outline::of(piece, &tag);
    let Some(span) = choose::summary(&outline, limits.words, &weights::SUMMARY) else {
        return Extract::default();
    };
    let most = limits.takeaways.min(5);
    let words: usize = outline.sentences.iter().map(|sentence| sentence.words).sum();
    let mut takeaways = Vec::new();
    if words >= TOO_SHORT && most > 0 {
        takeaways = cover::takeaways(&outline, &span, most, &weights::TAKEAWAYS);
    }
    if takeaways.len() < FEWEST.min(most) {
        takeaways.clear();
    }
    Extract {
        summary: Some(joined(&outline, span)),
        takeaways: takeaways.into_iter().map(|at| outline.sentences[at].text.to_owned()).collect(),
    }
}

/// Gives the piece's language, or what its text looks like.
fn language_of<'a>(piece: &Piece<'a>) -> Cow<'a, str> {
    if !piece.language.is_empty() {
        return Cow::Borrowed(piece.language);
    }
    let mut text = String::new();
    for block in piece.blocks {
        let (Block::Paragraph { text: more } | Block::Item { text: more, .. }) = block else {
            continue;
        };
        text.push_str(more);
        text.push(' ');
        if text.len() > ENOUGH {
            break;
        }
    }
    Cow::Borrowed(whatlang::detect_lang(&text).map_or("", two_letters))
}

/// Gives the ISO 639-1 code of a language whose words we know.
fn two_letters(lang: whatlang::Lang) -> &'static str {
    use whatlang::Lang;
    match lang {
        Lang::Eng => "en",
        Lang::Deu => "de",
        Lang::Nld => "nl",
        Lang::Swe => "sv",
        Lang::Dan => "da",
        Lang::Nob => "nb",
        Lang::Fra => "fr",
        Lang::Spa => "es",
        Lang::Por => "pt",
        Lang::Ita => "it",
        Lang::Rus => "ru",
        Lang::Ukr => "uk",
        Lang::Pol => "pl",
        Lang::Ces => "cs",
        Lang::Tur => "tr",
        Lang::Ara => "ar",
        Lang::Pes => "fa",
        Lang::Cmn => "zh",
        Lang::Jpn => "ja",
        Lang::Kor => "ko",
        Lang::Hin => "hi",
        _ => "",
    }
}

/// Puts sentences one after another as their script does.
fn joined(outline: &Outline, span: Range<usize>) -> String {
    let mut text = String::new();
    for sentence in &outline.sentences[span] {
        if !text.is_empty() && !sentence.text.starts_with(is_cjk) {
            text.push(' ');
        }
        text.push_str(sentence.text);
    }
    text
}
