//! Cuts a paragraph into sentences, in every script we meet.

use super::word;

/// Marks that end a sentence only before white space (Latin, Cyrillic, Greek, Korean…).
const SPACED: [char; 5] = ['.', '!', '?', '…', '։'];
/// Marks that end a sentence wherever they stand (CJK, Arabic, Urdu, Devanagari, Ethiopic, Burmese).
const FULL: [char; 11] = ['。', '！', '？', '．', '｡', '؟', '۔', '।', '॥', '።', '။'];
/// What may close around a sentence's end.
const CLOSERS: [char; 15] =
    ['"', '\'', '”', '’', '»', ')', ']', '』', '」', '）', '】', '›', '》', '〉', '*'];
/// Pairs whose inside is not cut: half a quotation or half a bracket is no sentence.
const PAIRS: [(char, char); 9] = [
    ('(', ')'),
    ('（', '）'),
    ('“', '”'),
    ('„', '“'),
    ('«', '»'),
    ('「', '」'),
    ('『', '』'),
    ('"', '"'),
    ('[', ']'),
];
/// A pair wider than this many bytes is cut like running text: it may never have been meant to close.
const WIDEST_PAIR: usize = 320;

/// Words that end with a full stop inside a sentence, in the languages we know them of.
///
/// Sorted, lower case, without the last stop; searched by halves.
#[rustfmt::skip]
const ABBREVIATIONS: &[&str] = &[
    "a.d", "a.k.a", "a.m", "abb", "abs", "adj", "al", "anm", "approx", "apr", "aprox", "art",
    "asst", "aug", "av", "b.c", "bd", "best.-nr", "bl", "bspw", "bzgl", "bzw", "c.-à-d", "c.f",
    "ca", "cap", "cf", "ch", "chap", "cit", "cm", "co", "col", "corp", "d.h", "dec", "dept", "dez",
    "dr", "dra", "drs", "e.a", "e.g", "eds", "eff", "ej", "engl", "esp", "est", "ev", "evtl", "ex",
    "excl", "feb", "fig", "figs", "g.e", "gal", "geb", "gen", "ggf", "gov", "hon", "hr", "hrsg",
    "i.d.r", "i.e", "i.e.s", "inc", "incl", "ing", "inkl", "jan", "jr", "jul", "jun", "kap", "lic",
    "lt", "ltd", "m.in", "maj", "mar", "max", "messrs", "min", "mio", "mm", "mme", "mr", "mrd",
    "mrs", "ms", "mt", "mwst", "n.chr", "nl", "no", "nov", "np", "nr", "nrs", "núm", "o.g", "o.ä",
    "oct", "okt", "op", "orig", "ott", "p.ej", "p.ex", "p.m", "p.s", "pag", "par", "ph.d", "phil",
    "pol", "pos", "pp", "prof", "profa", "prov", "pvt", "pág", "págs", "q.v", "rd", "rep", "resp",
    "rev", "s.a", "s.o", "s.u", "sec", "sen", "sep", "sept", "sgt", "sig", "sog", "sr", "sra",
    "sres", "srta", "st", "std", "ste", "str", "tab", "tel", "tzn", "u.a", "u.k", "u.s", "u.s.a",
    "u.u", "ud", "uds", "ul", "usu", "v.a", "v.chr", "verf", "vgl", "viz", "vol", "vols", "vs",
    "wg", "y.o", "z.b", "z.t", "zzgl", "г", "г-н", "гг", "др", "ед", "им", "млн", "млрд", "напр",
    "п", "пр", "проф", "рис", "руб", "см", "ср", "стр", "т", "т.д", "т.е", "т.к", "т.н", "т.п",
    "тыс", "ул",
];
/// Abbreviations that may also be the last word of a sentence: a capital after them starts the next.
const LAST_TOO: [&str; 12] =
    ["a.m", "al", "co", "corp", "inc", "jr", "ltd", "p.m", "u.k", "u.s", "u.s.a", "др"];
/// Of these, names of countries: far oftener than a sentence, a name follows ("U.S. Department").
const COUNTRIES: [&str; 3] = ["u.k", "u.s", "u.s.a"];
/// English words that open the next sentence behind a country's name, rather than go on with it.
const OPENERS: [&str; 64] = [
    "a", "about", "after", "all", "also", "although", "an", "and", "as", "at", "because", "before",
    "both", "but", "by", "despite", "each", "even", "every", "for", "from", "he", "her", "here",
    "his", "how", "however", "i", "if", "in", "it", "its", "many", "more", "most", "my", "no",
    "not", "now", "of", "on", "one", "our", "she", "since", "so", "some", "that", "the", "their",
    "then", "there", "these", "they", "this", "those", "to", "today", "we", "what", "when",
    "while", "with", "you",
];
/// Languages that write ordinal numbers with a full stop ("am 3. Mai").
const ORDINALS: [&str; 14] =
    ["bs", "cs", "da", "de", "et", "fi", "hr", "hu", "nb", "nn", "no", "pl", "sk", "sl"];

/// Gives the sentences of a paragraph in order, each a part of it without white space around.
#[must_use]
pub fn sentences<'t>(text: &'t str, language: &str) -> Vec<&'t str> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut shield = 0;
    let mut at = 0;
    while let Some((mark, c)) = next_mark(text, at) {
        at = mark + c.len_utf8();
        if let Some(close) = pair_of(text, mark, c) {
            shield = shield.max(close);
        }
        let full = FULL.contains(&c);
        if !full && !SPACED.contains(&c) {
            continue;
        }
        let mut stops = 1;
        for c in text[at..].chars() {
            let more = SPACED.contains(&c) || FULL.contains(&c);
            if !more && !CLOSERS.contains(&c) {
                break;
            }
            stops += usize::from(more);
            at += c.len_utf8();
        }
        let single_stop = c == '.' && stops == 1;
        // Around a quotation's marks there may be a space, where they were set in italics.
        let quoted = text[..at].ends_with(['」', '』']);
        let after = if quoted { text[at..].trim_start() } else { &text[at..] };
        if at > shield && ends_here(&text[start..mark], after, full, single_stop, language) {
            push(&mut found, &text[start..at]);
            start = at;
        }
    }
    push(&mut found, &text[start..]);
    found
}

/// Finds the next character from `at` on that may end a sentence or open a pair.
fn next_mark(text: &str, mut at: usize) -> Option<(usize, char)> {
    // Most of a text is letters and spaces: passed by as bytes, decoded only where it must be.
    while let Some(&byte) = text.as_bytes().get(at) {
        if byte.is_ascii() {
            if matches!(byte, b'.' | b'!' | b'?' | b'(' | b'[' | b'"') {
                return Some((at, char::from(byte)));
            }
            at += 1;
            continue;
        }
        let c = text[at..].chars().next()?;
        if !word::is_letter(c) {
            return Some((at, c));
        }
        at += c.len_utf8();
    }
    None
}

fn push<'t>(found: &mut Vec<&'t str>, sentence: &'t str) {
    let sentence = sentence.trim();
    if !sentence.is_empty() {
        found.push(sentence);
    }
}

/// Gives where the pair opened at `at` closes, if it does soon.
fn pair_of(text: &str, at: usize, open: char) -> Option<usize> {
    let &(_, close) = PAIRS.iter().find(|(o, _)| *o == open)?;
    if open == '"' && !text[..at].chars().next_back().is_none_or(|c| c.is_whitespace() || c == '(')
    {
        return None;
    }
    let inside = &text[at + open.len_utf8()..];
    let wide = inside.floor_char_boundary(WIDEST_PAIR);
    inside[..wide].find(close).map(|i| at + open.len_utf8() + i)
}

/// Does the sentence `before` end at its mark, with `after` going on behind mark and closers?
fn ends_here(before: &str, after: &str, full: bool, single_stop: bool, language: &str) -> bool {
    let Some(next) = after.chars().next() else { return true };
    if full {
        // A quotation's end inside a Japanese sentence goes on with a particle.
        return !matches!(
            next,
            'と' | 'っ' | 'は' | 'が' | 'を' | 'に' | 'の' | 'で' | 'も' | 'や'
        );
    }
    if !next.is_whitespace() {
        return is_cjk(next) && !single_stop;
    }
    let next = after.trim_start_matches(|c: char| !c.is_alphanumeric());
    if next.starts_with(char::is_lowercase) {
        return false;
    }
    !(single_stop && stops_short(before, next, language))
}

/// Is the last word before a full stop one that a full stop belongs to?
fn stops_short(before: &str, next: &str, language: &str) -> bool {
    let mark = |c: char| c.is_whitespace() || matches!(c, '(' | '[' | '"' | '“' | '«' | '/' | '„');
    let word = before.rsplit(mark).next().unwrap_or(before);
    let mut letters = word.chars();
    if let (Some(only), None) = (letters.next(), letters.next()) {
        // An initial, a list's letter; but "vitamin C. The" is rarer than "J. Smith".
        if only.is_alphabetic() {
            return !is_cjk(only);
        }
    }
    if !word.is_empty() && word.len() <= 2 && word.bytes().all(|b| b.is_ascii_digit()) {
        return ORDINALS.contains(&primary(language));
    }
    if word.len() > 12 {
        return false;
    }
    let word = word.to_lowercase();
    if LAST_TOO.contains(&word.as_str()) && next.starts_with(char::is_uppercase) {
        return COUNTRIES.contains(&word.as_str()) && !opens(next);
    }
    ABBREVIATIONS.binary_search(&word.as_str()).is_ok()
}

/// Does a text start with a word that opens sentences?
fn opens(text: &str) -> bool {
    let end = text.find(|c: char| !c.is_alphanumeric()).unwrap_or(text.len());
    OPENERS.binary_search(&text[..end].to_ascii_lowercase().as_str()).is_ok()
}

/// Gives the language of a BCP 47 tag without script and region.
#[must_use]
pub fn primary(tag: &str) -> &str {
    tag.split(['-', '_']).next().unwrap_or(tag)
}

/// Is this a character of Chinese, Japanese or Korean writing?
#[must_use]
#[inline]
pub fn is_cjk(c: char) -> bool {
    // Most characters are below: asked of every one, this comes first.
    c >= '\u{3040}'
        && matches!(c, '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}'
        | '\u{AC00}'..='\u{D7A3}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

#[cfg(test)]
mod tests {
    use super::{ABBREVIATIONS, OPENERS, sentences};

    #[test]
    fn every_abbreviation_is_found() {
        assert!(ABBREVIATIONS.is_sorted() && OPENERS.is_sorted());
    }

    fn cut(language: &str, marked: &str) {
        let text = marked.replace('|', "");
        let expected: Vec<&str> = marked.split('|').map(str::trim).collect();
        assert_eq!(sentences(&text, language), expected);
    }

    #[test]
    fn an_abbreviation_an_initial_and_a_number_end_no_sentence() {
        cut("en", "Dr. J. Moss paid 3.50 at 9 a.m. on Friday, e.g. for tea.| She left.");
        cut("de", "Am 3. Mai kam z.B. Frau Dr. Amsel.| Es war kalt.");
        cut("en", "It moved to the U.S.| The rest stayed.| Version 2.0.1 is out.");
        cut("en", "The U.S. Department of Tides and the U.K. Office moved.| She stayed.");
        cut("en", "She left the U.S.| However, the U.S. President stayed.");
        cut("ru", "Это было в 1990 г. в Москве, т.е. давно.| Потом всё изменилось.");
    }

    #[test]
    fn a_quotation_and_a_bracket_stay_whole() {
        cut("en", "“Is it? I doubt it.” she said.| Then (it was late. Very late.) they went.");
        cut("ja", "「行きます。」と彼は言った。| そして帰った。");
        cut("ja", "彼は 「行きます。」 と言った。| そして帰った。");
        cut("en", "He asked \"Why now? Why here?\" twice.| Nobody knew.");
    }

    #[test]
    fn every_script_has_its_own_marks() {
        cut("zh", "今天天气很好。|我们出去走走！|你去吗？");
        cut("hi", "यह पहला वाक्य है।| यह दूसरा है।");
        cut("ar", "هل أنت هنا؟| نعم أنا هنا.| شكرا.");
    }

    #[test]
    fn a_mark_inside_a_word_or_before_a_small_letter_ends_nothing() {
        cut("en", "Open main.rs on relay.example and wait... then go.| Yahoo! is not the end.");
    }
}
