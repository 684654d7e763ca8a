//! Judges whether a sentence can stand alone in front of a reader.

use crate::summary::languages::Language;
use crate::text::word;

/// Fewer words say nothing alone.
const FEWEST: usize = 5;
/// More words are no sentence to skim.
const MOST: usize = 60;

/// What form says about a sentence.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Form {
    /// It is a whole sentence of plain words and may be shown.
    pub sound: bool,
    /// It leans on the sentence before it and may be shown only after that.
    pub leans: bool,
    /// It points elsewhere on the page.
    pub elsewhere: bool,
}

/// What a sentence is judged beside.
#[derive(Clone, Copy)]
pub(super) struct Page<'p> {
    /// The language of the article.
    pub language: &'static Language,
    /// Its title in lower case: what the article is about is no boilerplate.
    pub title: &'p str,
}

/// Judges a sentence of so many words; `lower` is room to write in.
pub(super) fn judge(text: &str, words: usize, page: Page, lower: &mut String) -> Form {
    let sound =
        (FEWEST..=MOST).contains(&words) && starts_well(text) && ends_well(text) && is_prose(text);
    if !sound {
        return Form::default();
    }
    word::lower_into(text, lower);
    let (boilerplate, elsewhere) = page.language.of_the_page(lower, page.title);
    let opening = lower.trim_start_matches(|c: char| !c.is_alphanumeric());
    Form { sound: !boilerplate, leans: page.language.leans(opening), elsewhere }
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
        return !rest.starts_with([')', '、']) && !rest.starts_with(". ");
    }
    first.is_alphabetic() && !first.is_lowercase()
}

/// Does it end like a statement: not an ellipsis, not the way into a list?
fn ends_well(text: &str) -> bool {
    let bare = text.trim_end_matches(['"', '\'', '”', '’', '»', ')', ']', '』', '」', '）', '】']);
    let stops = ['.', '!', '。', '！', '．', '｡', '۔', '।', '॥', '።', '။', '։'];
    bare.ends_with(stops) && !bare.ends_with("..")
}

/// Is it plain prose: no question, code, markup, address or half a bracket?
fn is_prose(text: &str) -> bool {
    let (mut letters, mut others, mut round, mut square, mut straight) = (0, 0, 0_i32, 0_i32, 0);
    let (mut curly, mut digits, mut before) = (0_i32, 0, ' ');
    for c in text.chars() {
        if c == ' ' || c.is_ascii_alphabetic() {
            letters += i32::from(c != ' ');
            before = c;
            continue;
        }
        match c {
            '?' | '？' | '؟' | '{' | '}' | '|' | '<' | '>' | '`' | '*' | '\\' | '^' | '~' | '='
            | '\u{FFFD}' | '→' => {
                return false;
            }
            '_' if before == '_' => return false,
            '/' if before == '/' => return false,
            ':' if before == ':' => return false,
            '(' if before == ']' => return false,
            ')' if before == '(' => return false,
            '(' | '（' => round += 1,
            ')' | '）' => round -= 1,
            '[' => square += 1,
            ']' => square -= 1,
            '“' | '„' | '«' | '「' | '『' | '《' => curly += 1,
            '”' | '»' | '」' | '』' | '》' => curly -= 1,
            '"' => straight += 1,
            _ => {}
        }
        if c.is_ascii_digit() {
            digits += 1;
        } else if word::is_letter(c) {
            letters += 1;
        } else {
            others += 1;
        }
        before = c;
    }
    // Dates and figures are prose; a row of them is a table.
    let figures = digits * 2 <= letters;
    let marks = others * 4 <= letters;
    round == 0 && square == 0 && straight % 2 == 0 && curly.abs() <= 1 && figures && marks
}
