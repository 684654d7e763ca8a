//! Judges whether a sentence can stand alone in front of a reader.

use crate::summary::languages::{Language, Signs};
use crate::summary::prose::{Tally, prose};
use crate::text::sentence::is_cjk;
use crate::text::word;

/// Fewer words say nothing alone.
const FEWEST: usize = 5;
/// More words are no sentence to skim.
const MOST: usize = 60;

/// A name that begins small and has a capital inside is short: iPhone, eBay.
const LONGEST_NAME: usize = 7;

/// So many bytes hold every opening we know, and the name of a piece behind it.
const OPENING: usize = 160;

/// In so many bytes a sentence has named what it is about.
const NUMBERED: usize = 24;

/// How a sentence stands without the one before it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Stand {
    /// By itself.
    #[default]
    Firm,
    /// By itself, but by its opening it says little.
    Weak,
    /// It leans on it and may be shown only after it.
    Leaning,
}

/// What form says about a sentence.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Form {
    /// It is a whole sentence of plain words and may be shown.
    pub sound: bool,
    /// How it stands without the sentence before it.
    pub stand: Stand,
    /// It points elsewhere on the page.
    pub elsewhere: bool,
    /// Its commas, in any script.
    pub commas: u16,
}

/// What a sentence is judged beside.
#[derive(Clone, Copy)]
pub(super) struct Page<'p> {
    /// The language of the article.
    pub language: &'static Language,
    /// Its title in lower case: what the article is about is no boilerplate.
    pub title: &'p str,
}

/// What is known about a sentence by its place and its words.
#[derive(Clone, Copy)]
pub(super) struct Known {
    /// How many words it has.
    pub words: usize,
    /// What it gives a sign of.
    pub signs: Signs,
    /// Does it speak of the piece itself?
    pub own: bool,
    /// Does it soon draw a conclusion from what stands before ("The lamp is thus lit")?
    pub draws: bool,
    /// Is it the first of all?
    pub first: bool,
}

/// Judges a sentence; `lower` is room to write in.
pub(super) fn judge(text: &str, known: Known, page: Page, lower: &mut String) -> Form {
    let fits = (FEWEST..=MOST).contains(&known.words);
    if !(fits && starts_well(text) && ends_well(text)) {
        return Form::default();
    }
    let Some(Tally { commas, label, .. }) = prose(text) else { return Form::default() };
    let mut form = Form { sound: true, commas, ..Form::default() };
    let mut takes_up = false;
    if known.signs.page {
        word::lower_into(text, lower);
        let found = page.language.of_the_page(lower, page.title);
        form = Form { sound: !found.boilerplate, elsewhere: found.elsewhere, ..form };
        takes_up = found.takes_up && !known.own;
    }
    if known.signs.opens {
        form.stand = stand(opening(text, lower), known, page);
    }
    if (takes_up || known.draws || counts(text)) && form.stand == Stand::Firm {
        form.stand = Stand::Weak;
    }
    if let Some(behind) = label
        && page.language.leans(opening(&text[text.len() - behind..], lower), known.own)
    {
        form.stand = Stand::Leaning;
    }
    form
}

/// Does it soon name something by its number in the article ("Case #8 is the one to avoid")?
fn counts(text: &str) -> bool {
    let start = &text.as_bytes()[..text.len().min(NUMBERED)];
    start.windows(3).any(|three| matches!(three, [b' ', b'#', b'0'..=b'9']))
}

/// Says how a sentence stands that opens so.
fn stand(opening: &str, known: Known, page: Page) -> Stand {
    let may_be_empty = known.first && is_empty(opening);
    if page.language.leans(opening, known.own) && !may_be_empty {
        return Stand::Leaning;
    }
    if page.language.is_weak(opening) { Stand::Weak } else { Stand::Firm }
}

/// Gives the opening of a text in lower case.
fn opening<'l>(text: &str, lower: &'l mut String) -> &'l str {
    word::lower_into(&text[..text.floor_char_boundary(OPENING)], lower);
    lower.trim_start_matches(|c: char| !c.is_alphanumeric())
}

/// Does an opening stand for nothing, where nothing stands before it: "It is winter"?
fn is_empty(opening: &str) -> bool {
    let rest = ["it is ", "it's ", "it’s "].iter().find_map(|empty| opening.strip_prefix(empty));
    rest.is_some_and(|rest| !rest.starts_with("this ") && !rest.starts_with("that "))
}

/// Does it start like a sentence: with a capital, a figure, or a letter that has no case?
fn starts_well(text: &str) -> bool {
    let mut chars = text.chars();
    let first = match chars.next() {
        Some('"' | '“' | '„' | '«' | '「' | '『' | '‘' | '\'' | '¿' | '¡' | '《' | '【') => {
            chars.next()
        }
        first => first,
    };
    let Some(first) = first else { return false };
    if first.is_ascii_digit() {
        // "3. Install it." is a marker that lost its list.
        let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
        let stop = rest.strip_prefix(['.', '．']);
        let is_marker = stop.is_some_and(|rest| rest.starts_with(' ') || rest.starts_with(is_cjk));
        return !rest.starts_with([')', '、']) && !is_marker;
    }
    // So is "a. From here on".
    if first.is_ascii_lowercase() && text.get(1..).is_some_and(|rest| rest.starts_with(". ")) {
        return false;
    }
    if !first.is_alphabetic() {
        return false;
    }
    // In a writing without capitals, a small letter begins a name ("npm 을").
    let is_cased = first.is_ascii_alphabetic() && text.contains(is_cjk);
    if is_cased { !starts_with_code(text) } else { !first.is_lowercase() }
}

/// Is the first word a file or a variable (`index.astro`, `imageSource`) rather than a name
/// (Node.js, iPhone), with no space that parts it from the sentence?
fn starts_with_code(text: &str) -> bool {
    let is_code = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '/');
    let (word, rest) = text.split_at(text.find(|c| !is_code(c)).unwrap_or(text.len()));
    if !rest.starts_with(is_cjk) {
        return false;
    }
    let stem = word.split(['.', '_', '/']).next().unwrap_or_default();
    let humps = stem.chars().skip(1).any(|c| c.is_ascii_uppercase());
    let is_small = stem.starts_with(|c: char| c.is_ascii_lowercase());
    let has_parts = stem.len() + 1 < word.len();
    if has_parts { humps || is_small } else { humps && is_small && stem.len() > LONGEST_NAME }
}

/// Does it end like a statement: not an ellipsis, not the way into a list?
fn ends_well(text: &str) -> bool {
    let bare = text.trim_end_matches(['"', '\'', '”', '’', '»', ')', ']', '』', '」', '）', '】']);
    if ends_with_noun(bare) {
        return false;
    }
    let stops = ['.', '!', '。', '！', '．', '｡', '۔', '।', '॥', '።', '။', '։'];
    bare.ends_with(stops) && !bare.ends_with("..")
}

/// Is it Japanese without the verb that ends its sentences ("…のリスト。")?
fn ends_with_noun(text: &str) -> bool {
    let last = text.trim_end_matches(['。', '．', '｡']).chars().next_back();
    let is_noun = |c| matches!(c, '\u{30A1}'..='\u{30FA}' | 'ー' | '\u{4E00}'..='\u{9FFF}');
    last.is_some_and(is_noun) && text.contains(|c| matches!(c, '\u{3041}'..='\u{3096}'))
}
