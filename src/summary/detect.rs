//! Which language an article is written in, where nobody said so.

use std::borrow::Cow;

use crate::document::Block;
use crate::summary::Piece;
use crate::summary::languages::{Class, Language};
use crate::text::sentence::primary;
use crate::text::word;

/// So many bytes of text tell a language.
const ENOUGH: usize = 1_000;
/// Of a language's commonest words, prose in it has more than one among so many; in another language
/// there are few that look the same.
const ONE_IN: usize = 5;

/// Gives the piece's language; where nobody gave one, the assumed one if the text reads like it, else
/// what the text looks like.
pub(super) fn language_of<'a>(piece: &Piece<'a>) -> Cow<'a, str> {
    if !piece.language.is_empty() {
        return Cow::Borrowed(piece.language);
    }
    let text = beginning(piece.blocks);
    if reads_like(&text, piece.assumed) {
        return Cow::Borrowed(piece.assumed);
    }
    Cow::Borrowed(match whatlang::detect_lang(&text) {
        Some(lang) => two_letters(lang),
        None => piece.assumed,
    })
}

/// Gives the language of a text (ISO 639-1), if it surely is none that is assumed.
#[must_use]
pub fn other_language(text: &str, assumed: &str) -> Option<&'static str> {
    let text = &text[..text.floor_char_boundary(2 * ENOUGH)];
    if reads_like(text, assumed) {
        return None;
    }
    let found = whatlang::detect(text).filter(whatlang::Info::is_reliable)?;
    let tag = two_letters(found.lang());
    let reads = found.script() != whatlang::Script::Latin || reads_like(text, tag);
    (!tag.is_empty() && tag != primary(assumed) && reads).then_some(tag)
}

/// Gives the language an article is written in, where it surely is another than was said: a
/// translation that is still to come.
pub(super) fn correction(piece: &Piece, said: &str) -> Option<&'static str> {
    let other = other_language(&beginning(piece.blocks), said)?;
    Language::is_known(other).then_some(other)
}

/// Are so many function words, of so many words, too few for prose in a language?
pub(super) fn is_poor(function: usize, words: usize) -> bool {
    function * ONE_IN <= words
}

/// Gives the first sentences of an article.
fn beginning(blocks: &[Block]) -> String {
    let mut text = String::new();
    for block in blocks {
        let (Block::Paragraph { text: more } | Block::Item { text: more, .. }) = block else {
            continue;
        };
        text.push_str(more);
        text.push(' ');
        if text.len() > ENOUGH {
            break;
        }
    }
    text
}

/// Is a text rich in the commonest words of a language? To see that takes a hundredth of finding out
/// which one it is.
fn reads_like(text: &str, tag: &str) -> bool {
    let language = Language::get(tag);
    let (mut words, mut common) = (0, 0);
    word::stems(text, |cut| {
        words += 1;
        common += usize::from(language.class(cut).is(Class::FUNCTION));
    });
    !is_poor(common, words)
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
