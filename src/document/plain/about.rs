//! The section about the author, and the name in it.

use super::chunk::Chunk;
use super::heading;
use crate::document::sections::titles::key;
use crate::text::one_line;

const TITLES: &str = "\
    about the author, about the authors, about the writer, author bio, über den autor,\
    über die autorin, über die autoren, zur autorin, zum autor, à propos de l auteur,\
    à propos de l autrice, sobre el autor, sobre la autora, sobre o autor, sobre a autora,\
    l autore, l autrice, sull autore, over de auteur, om författaren, om forfatteren,\
    tietoa kirjoittajasta, o autorze, o autorce, o autorovi, a szerzőről, despre autor,\
    об авторе, про автора, yazar hakkında, σχετικά με τον συγγραφέα, عن الكاتب, عن المؤلف,\
    על המחבר, על המחברת, लेखक के बारे में, tentang penulis, về tác giả, 关于作者, 關於作者, 作者简介, 作者簡介,\
    著者について, 執筆者, 저자 소개, 글쓴이";

/// Words after which a name is over, in the first sentence about someone.
const VERBS: &str = "\
    is are was were has have writes works lives covers runs edits teaches founded leads studies \
    reports walks spent spends grew writes, ist sind schreibt arbeitet lebt est sont écrit \
    travaille vit es son escribe trabaja vive é escreve trabalha è scrive lavora schrijft werkt \
    woont är er skriver arbetar jest pisze pracuje пишет работает живёт пише працює";

/// Words that end the name of a group.
const GROUPS: &str = "\
    team desk staff editors board crew group office collective department newsroom committee \
    society authors writers";

/// Does a section about the author start here?
#[must_use]
pub fn is_title(chunk: &Chunk<'_>) -> bool {
    static KEYS: std::sync::LazyLock<Vec<String>> =
        std::sync::LazyLock::new(|| TITLES.split(',').map(key).collect());
    chunk.single().is_some_and(|line| line.len() <= 120 && KEYS.contains(&key(line)))
}

/// Finds where the section that starts at `at` ends.
#[must_use]
pub fn end(chunks: &[Chunk<'_>], at: usize) -> usize {
    let mut after_title = true;
    for (index, chunk) in chunks.iter().enumerate().skip(at + 1) {
        let is_heading = heading::stands_at(chunks, index);
        let known = chunk.single().is_some_and(heading::is_known);
        if is_heading && (known || !after_title) {
            return index;
        }
        after_title = false;
    }
    chunks.len()
}

/// Finds the name in what is said about someone.
#[must_use]
pub fn name(chunks: &[Chunk<'_>]) -> Option<String> {
    let first = chunks.first()?;
    let line = one_line(first.lines.first()?);
    let alone = first.lines.len() > 1 || chunks.len() > 1;
    let short = line.split(' ').count() <= 5 && !line.ends_with(['.', '。']);
    if alone && short {
        return Some(line.split([',', '·', '|']).next()?.trim().to_owned());
    }
    in_sentence(&line).filter(|name| !name.is_empty())
}

fn in_sentence(sentence: &str) -> Option<String> {
    if let Some(name) = before_particle(sentence) {
        return Some(name);
    }
    let words: Vec<&str> = sentence.split(' ').collect();
    let article = words.first().is_some_and(|word| ["The", "Die", "Das", "Der"].contains(word));
    let words = words.get(usize::from(article)..)?;
    let first = words.get(..words.len().min(9))?;
    let group = first.iter().position(|word| is_one_of(GROUPS, word));
    let verb = first.iter().position(|word| is_one_of(VERBS, word));
    let end = match (group.map(|at| at + 1), verb) {
        (Some(group), Some(verb)) => group.min(verb),
        (Some(end), None) | (None, Some(end)) => end,
        (None, None) => first.iter().take_while(|word| is_name_part(word)).count(),
    };
    let name = first.get(..end)?.join(" ");
    let name = name.split(',').next()?.trim();
    let has_name = name.chars().any(char::is_uppercase) || group.is_some() || !has_case(name);
    (has_name && end > 0).then(|| name.to_owned())
}

/// Reads a name that a particle follows: `佐藤は…`, `李华是…`, `김민은 …`.
fn before_particle(sentence: &str) -> Option<String> {
    let (at, _) = sentence.char_indices().find(|(_, c)| matches!(c, '是' | 'は' | '，'))?;
    let name = sentence.get(..at)?;
    ((2..=12).contains(&name.chars().count())).then(|| name.to_owned())
}

/// Is it one of these words, but for case and punctuation?
fn is_one_of(words: &str, word: &str) -> bool {
    let word = bare(word);
    words.split(' ').any(|known| known == word)
}

fn bare(word: &str) -> String {
    word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()
}

fn has_case(name: &str) -> bool {
    name.chars().any(|c| c.is_lowercase() || c.is_uppercase())
}

/// A capitalised word, or a small one that stands within names.
fn is_name_part(word: &str) -> bool {
    const PARTICLES: [&str; 16] = [
        "de", "da", "do", "dos", "van", "von", "der", "den", "la", "le", "bin", "ibn", "al", "el",
        "y", "&",
    ];
    word.starts_with(char::is_uppercase) || PARTICLES.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_is_found_in_the_first_sentence() {
        for (sentence, name) in [
            (
                "The tide.example editorial team is a group of sailors.",
                "tide.example editorial team",
            ),
            ("The Tidewater field desk walks, rows and wades.", "Tidewater field desk"),
            ("Ida van der Strand writes about mills.", "Ida van der Strand"),
            ("Ida Strand, a miller, lives by the sea.", "Ida Strand"),
            ("Jens Watt schreibt über das Meer.", "Jens Watt"),
            ("李小海是一名记者。", "李小海"),
        ] {
            assert_eq!(in_sentence(sentence).as_deref(), Some(name), "{sentence}");
        }
        assert_eq!(in_sentence("we do not say who we were"), None);
    }
}
