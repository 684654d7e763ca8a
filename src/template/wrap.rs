//! Wraps plain text for a terminal, whatever its script.

use unicode_segmentation::UnicodeSegmentation;

/// Wraps text to lines of at most `most` columns, the first after `first`, the others after `rest`.
///
/// A word longer than a line, such as an address, stays whole. Chinese, Japanese and Korean text
/// also breaks between its characters, but never before a closing mark.
#[must_use]
pub fn fill(text: &str, most: usize, first: &str, rest: &str) -> String {
    let mut out = first.to_owned();
    let mut column = width(first);
    let mut empty = true;
    for (piece, space) in pieces(text) {
        let wide = width(piece);
        let gap = usize::from(space && !empty);
        if !empty && column + gap + wide > most {
            out.push('\n');
            out.push_str(rest);
            column = width(rest);
        } else if gap == 1 {
            out.push(' ');
            column += 1;
        }
        out.push_str(piece);
        column += wide;
        empty = false;
    }
    out
}

/// Gives how many terminal columns a text takes.
#[must_use]
pub fn width(text: &str) -> usize {
    text.graphemes(true).map(|g| g.chars().next().map_or(0, columns)).sum()
}

fn columns(c: char) -> usize {
    if c.is_control() { 0 } else { 1 + usize::from(is_wide(c)) }
}

/// East Asian wide characters and emoji (Unicode Standard Annex 11), in broad ranges.
fn is_wide(c: char) -> bool {
    matches!(c,
        '\u{1100}'..='\u{115F}' | '\u{2E80}'..='\u{303E}' | '\u{3041}'..='\u{33FF}'
        | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{A000}'..='\u{A4CF}'
        | '\u{AC00}'..='\u{D7A3}' | '\u{F900}'..='\u{FAFF}' | '\u{FE30}'..='\u{FE4F}'
        | '\u{FF00}'..='\u{FF60}' | '\u{FFE0}'..='\u{FFE6}' | '\u{1F300}'..='\u{1F64F}'
        | '\u{1F900}'..='\u{1F9FF}' | '\u{20000}'..='\u{3FFFD}')
}

/// Scripts that are written without spaces, between whose characters a line may break.
fn breaks_anywhere(c: char) -> bool {
    is_wide(c) && !matches!(c, '\u{1100}'..='\u{115F}' | '\u{AC00}'..='\u{D7A3}')
}

fn clings_to_the_left(c: char) -> bool {
    "、。，．：；？！）」』】〉》〕］｝ー々…・".contains(c) || c.is_ascii_punctuation()
}

fn opens(c: char) -> bool {
    "（「『【〈《〔［｛".contains(c)
}

/// Cuts text into pieces that stay whole, each with whether a space stands before it.
fn pieces(text: &str) -> Vec<(&str, bool)> {
    let mut pieces = Vec::new();
    for word in text.split_whitespace() {
        let mut start = 0;
        let mut last = None;
        let mut space = true;
        for (at, c) in word.char_indices() {
            let may = last.is_some_and(|last| {
                (breaks_anywhere(c) || breaks_anywhere(last))
                    && !clings_to_the_left(c)
                    && !opens(last)
            });
            if may {
                pieces.push((&word[start..at], space));
                space = false;
                start = at;
            }
            last = Some(c);
        }
        pieces.push((&word[start..], space));
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_never_wider_than_asked_unless_one_word_is() {
        let text = "the tide comes in and goes out https://tidewater.example/a-very-long-path/ ok";
        let filled = fill(text, 20, "- ", "  ");
        assert!(filled.starts_with("- the tide"));
        for line in filled.lines() {
            assert!(width(line) <= 20 || line.contains("https://"), "{line}");
        }
    }

    #[test]
    fn text_without_spaces_breaks_between_characters_but_not_before_a_stop() {
        let filled = fill("潮は一日に二度満ち、二度引く。海辺の町はそれを知っている。", 12, "", "");
        for line in filled.lines() {
            assert!(width(line) <= 14, "{line}");
            assert!(!line.starts_with('、') && !line.starts_with('。'), "{line}");
        }
        assert_eq!(
            filled.replace('\n', ""),
            "潮は一日に二度満ち、二度引く。海辺の町はそれを知っている。"
        );
    }
}
