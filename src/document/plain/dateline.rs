//! The line below a title that tells the date, how long reading takes, and who wrote it.

use chrono::NaiveDate;

use super::months;
use crate::text::one_line;

/// What such a line tells; at least a date or a reading time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dateline {
    /// The day.
    pub date: Option<NaiveDate>,
    /// The minutes reading takes.
    pub minutes: Option<u32>,
    /// Who wrote it.
    pub author: Option<String>,
}

/// A number or a word of the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Token<'a> {
    Number(u32, usize),
    Word(&'a str),
}

/// Reads a line, if it tells nothing but date, reading time and author.
#[must_use]
pub fn read(line: &str) -> Option<Dateline> {
    if line.len() > 160 {
        return None;
    }
    let mut author = None;
    let mut rest = String::new();
    for segment in segments(line) {
        let name = byline(segment).or_else(|| lone_name(segment, line));
        match name {
            Some(name) if author.is_none() => author = Some(name),
            _ => {
                rest.push_str(segment);
                rest.push_str(" | ");
            }
        }
    }
    let lower = rest.to_lowercase();
    let mut tokens = tokens(&lower);
    let minutes = take_minutes(&mut tokens);
    let date = take_date(&mut tokens);
    let only_fillers = tokens.iter().all(|token| match token {
        Token::Word(word) => months::is_filler(word),
        Token::Number(number, _) => *number < 60,
    });
    (only_fillers && (date.is_some() || minutes.is_some())).then_some(Dateline {
        date,
        minutes,
        author,
    })
}

/// Parts of a line that a page sets apart.
fn segments(line: &str) -> impl Iterator<Item = &str> {
    line.split(['·', '|', '•', '∙', '—', '–']).map(str::trim).filter(|part| !part.is_empty())
}

/// Gives the name in `By Jane Doe`, in several languages.
#[must_use]
pub fn byline(line: &str) -> Option<String> {
    const WORDS: [&str; 20] = [
        "by ",
        "written by ",
        "von ",
        "text: ",
        "par ",
        "por ",
        "di ",
        "door ",
        "av ",
        "af ",
        "autor: ",
        "author: ",
        "автор: ",
        "автор ",
        "作者：",
        "作者:",
        "文：",
        "著者：",
        "بقلم ",
        "מאת ",
    ];
    let line = line.trim();
    let word = WORDS
        .iter()
        .find(|word| line.get(..word.len()).is_some_and(|start| start.to_lowercase() == **word))?;
    let name = one_line(line.get(word.len()..)?);
    let is_name = !name.is_empty() && name.split(' ').count() <= 6 && !name.ends_with('.');
    let has_digit = name.chars().any(|c| c.is_ascii_digit());
    (is_name && !has_digit).then_some(name)
}

/// Takes a part of a divided line for a name, if it is some capitalised words and no date.
fn lone_name(segment: &str, line: &str) -> Option<String> {
    let words: Vec<&str> = segment.split_whitespace().collect();
    let capital = words.iter().all(|word| word.starts_with(char::is_uppercase));
    let is_name = segment.len() < line.trim().len() && (2..=4).contains(&words.len()) && capital;
    let lower = segment.to_lowercase();
    let tokens = tokens(&lower);
    let is_other = tokens.iter().any(|token| match token {
        Token::Number(..) => true,
        Token::Word(word) => months::is_filler(word) || months::is_minutes(word),
    });
    (is_name && !is_other).then(|| segment.to_owned())
}

/// Divides a line into numbers and words; a number ends where letters start.
fn tokens(line: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut rest = line;
    while let Some(first) = rest.chars().next() {
        let is_digit = first.is_ascii_digit();
        let same = |c: char| if is_digit { c.is_ascii_digit() } else { is_letter(c) };
        let end = rest.find(|c: char| !same(c)).unwrap_or(rest.len()).max(first.len_utf8());
        let (word, after) = rest.split_at(end);
        if is_digit {
            tokens.push(Token::Number(word.parse().unwrap_or(u32::MAX), word.len()));
        } else if is_letter(first) {
            tokens.push(Token::Word(word));
        }
        rest = after;
    }
    tokens
}

/// Letters, and the vowel signs of scripts that write them as marks.
fn is_letter(c: char) -> bool {
    (c.is_alphanumeric() && !c.is_ascii_digit())
        || matches!(c, '\u{0900}'..='\u{097F}' | '\u{0300}'..='\u{036F}')
}

/// Takes `11 min` out of the tokens.
fn take_minutes(tokens: &mut Vec<Token<'_>>) -> Option<u32> {
    let at = tokens.windows(2).position(|two| {
        matches!(two, [Token::Number(1..=600, _), Token::Word(word)] if months::is_minutes(word))
    })?;
    let Some(Token::Number(minutes, _)) = tokens.get(at).copied() else { return None };
    tokens.drain(at..at + 2);
    Some(minutes)
}

/// Takes a date out of the tokens: with the name of a month, or in numbers.
fn take_date(tokens: &mut Vec<Token<'_>>) -> Option<NaiveDate> {
    let (date, used) = named(tokens).or_else(|| numeric(tokens))?;
    let mut index = 0;
    tokens.retain(|_| {
        index += 1;
        !used.contains(&(index - 1))
    });
    Some(date)
}

/// Reads `June 2, 2026`, `2. Juni 2026`, `2 de junio de 2026`.
fn named(tokens: &[Token<'_>]) -> Option<(NaiveDate, Vec<usize>)> {
    let (at, month) = tokens.iter().enumerate().find_map(|(at, token)| match token {
        Token::Word(word) => months::month(word).map(|month| (at, month)),
        Token::Number(..) => None,
    })?;
    let number = |at: usize, fits: fn(u32, usize) -> bool| match tokens.get(at) {
        Some(Token::Number(number, digits)) if fits(*number, *digits) => Some((at, *number)),
        _ => None,
    };
    let is_day = |number, digits| (1..=31).contains(&number) && digits <= 2;
    let is_year = |number, digits| (1900..2200).contains(&number) && digits == 4;
    let before = [at.checked_sub(1), at.checked_sub(2)];
    let day = before.into_iter().flatten().find_map(|at| number(at, is_day));
    let (day_at, day) = day.or_else(|| number(at + 1, is_day))?;
    let around = [at + 1, at + 2, at + 3].into_iter().chain(day_at.checked_sub(1));
    let (year_at, year) = around.filter(|at| *at != day_at).find_map(|at| number(at, is_year))?;
    let date = NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)?;
    Some((date, vec![at, day_at, year_at]))
}

/// Reads `2026-06-02`, `2026年6月2日`, `02.06.2026`; `02/06/2026` only where it is one day.
fn numeric(tokens: &[Token<'_>]) -> Option<(NaiveDate, Vec<usize>)> {
    let numbers: Vec<(usize, u32, usize)> = tokens
        .iter()
        .enumerate()
        .filter_map(|(at, token)| match token {
            Token::Number(number, digits) => Some((at, *number, *digits)),
            Token::Word(_) => None,
        })
        .collect();
    let at = numbers
        .iter()
        .position(|(_, number, digits)| *digits == 4 && (1900..2200).contains(number))?;
    let (year_at, year, _) = *numbers.get(at)?;
    let year = i32::try_from(year).ok()?;
    if let (Some((a, month, _)), Some((b, day, _))) = (numbers.get(at + 1), numbers.get(at + 2))
        && let Some(date) = NaiveDate::from_ymd_opt(year, *month, *day)
    {
        return Some((date, vec![year_at, *a, *b]));
    }
    let (a, first, _) = *numbers.get(at.checked_sub(2)?)?;
    let (b, second, _) = *numbers.get(at - 1)?;
    let date = match (first, second) {
        (1..=12, 13..=31) => NaiveDate::from_ymd_opt(year, first, second),
        (day, month) if day > 12 || day == month => NaiveDate::from_ymd_opt(year, month, day),
        // Which one is the month cannot be told.
        _ => None,
    };
    Some((date?, vec![a, b, year_at]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(year, month, day)
    }

    #[test]
    fn dates_and_reading_times_are_read_in_many_forms() {
        for (line, date, minutes) in [
            ("June 2, 2026 11 min read", day(2026, 6, 2), Some(11)),
            ("Jun 2nd, 2026 · 4 minute read", day(2026, 6, 2), Some(4)),
            ("Published on Tuesday, 2 June 2026", day(2026, 6, 2), None),
            ("2. Juni 2026 | Lesezeit: 7 Minuten", day(2026, 6, 2), Some(7)),
            ("Publié le 1er août 2026 — 5 min de lecture", day(2026, 8, 1), Some(5)),
            ("2 de junio de 2026 · 3 minutos de lectura", day(2026, 6, 2), Some(3)),
            ("2026-06-02 · 9 min", day(2026, 6, 2), Some(9)),
            ("2026年6月2日 阅读时间 11 分钟", day(2026, 6, 2), Some(11)),
            ("2026년 6월 2일", day(2026, 6, 2), None),
            ("25.12.2026", day(2026, 12, 25), None),
            ("2 июня 2026 г. 8 мин чтения", day(2026, 6, 2), Some(8)),
            ("2 يونيو 2026", day(2026, 6, 2), None),
            ("11 min read", None, Some(11)),
        ] {
            let read = read(line).unwrap_or_else(|| panic!("{line}"));
            assert_eq!((read.date, read.minutes), (date, minutes), "{line}");
        }
    }

    #[test]
    fn a_sentence_with_a_date_is_no_dateline() {
        assert_eq!(read("On June 2, 2026 the mill was closed."), None);
        assert_eq!(read("The walk takes 11 min"), None);
        assert_eq!(read("May the tide be with you"), None);
    }

    #[test]
    fn a_day_that_could_be_two_is_not_guessed() {
        assert_eq!(read("02/06/2026"), None);
    }

    #[test]
    fn the_author_is_read_from_the_line() {
        let author = |line| read(line).and_then(|read| read.author);
        assert_eq!(author("By Ida Strand · June 2, 2026"), Some("Ida Strand".into()));
        assert_eq!(author("Ida Strand | 2 June 2026 | 3 min read"), Some("Ida Strand".into()));
        assert_eq!(author("June 2, 2026 | Tuesday"), None);
    }
}
