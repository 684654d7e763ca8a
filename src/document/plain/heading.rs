//! Tells headings that have lost their marks.

use super::chunk::Chunk;
use crate::document::sections::titles::{self, key};
use crate::document::tree::{Element, Node};

/// Marks that end a sentence, or lead to what follows: a heading has none of them.
const STOPS: [char; 17] =
    ['.', ',', ';', ':', '!', '…', '。', '，', '；', '：', '！', '、', '।', '،', '؛', '۔', '．'];

/// What the section of questions and answers is called.
const QUESTIONS: &str = "\
    frequently asked questions, faq, faqs, questions and answers, q a, your questions answered,\
    häufige fragen, häufig gestellte fragen, fragen und antworten, questions fréquentes,\
    foire aux questions, preguntas frecuentes, perguntas frequentes, domande frequenti,\
    veelgestelde vragen, vanliga frågor, ofte stillede spørgsmål, ofte stilte spørsmål,\
    usein kysyttyä, często zadawane pytania, často kladené otázky, gyakori kérdések,\
    часто задаваемые вопросы, вопросы и ответы, часті запитання, sık sorulan sorular,\
    συχνές ερωτήσεις, الأسئلة الشائعة, שאלות נפוצות, अक्सर पूछे जाने वाले प्रश्न, 常见问题, 常見問題,\
    よくある質問, 자주 묻는 질문";

/// Could this line be a title: short, one sentence at most, not a list item?
#[must_use]
pub fn is_title(line: &str) -> bool {
    let line = line.trim();
    let words = line.split_whitespace().count();
    !line.is_empty()
        && words <= 30
        && line.len() <= 300
        && super::list::item(line).is_none()
        && !line.ends_with([',', ';', ':', '、', '，'])
        && !(words > 12 && line.ends_with(['.', '。']))
}

/// Could this line be a heading within the text?
#[must_use]
pub fn is_heading(line: &str) -> bool {
    let line = bare(line);
    let words: Vec<&str> = line.split_whitespace().collect();
    let starts = line.chars().find(|c| c.is_alphanumeric());
    let upright = starts.is_some_and(|c| !c.is_lowercase());
    let question = line.ends_with(['?', '？', '؟']);
    let long = if is_title_case(&words) || question { (18, 120) } else { (10, 80) };
    upright
        && !line.ends_with(STOPS)
        && words.len() <= long.0
        && line.chars().count() <= long.1
        && !(line.chars().count() > 40 && words.len() < 3)
        && !line.contains("://")
        && !is_indented_item(line)
}

fn is_indented_item(line: &str) -> bool {
    super::list::item(line).is_some_and(|item| item.number.is_none())
}

/// Do most words of some length start with a capital letter?
fn is_title_case(words: &[&str]) -> bool {
    let long = words.iter().filter(|word| word.chars().count() > 3);
    let (mut all, mut capital) = (0, 0);
    for word in long {
        all += 1;
        capital += usize::from(
            word.chars().find(|c| c.is_alphanumeric()).is_some_and(|c| !c.is_lowercase()),
        );
    }
    all > 0 && capital * 3 >= all * 2
}

/// Takes off what a page shows beside a question to unfold its answer.
fn bare(line: &str) -> &str {
    let line = line.trim();
    let unfolded = line.trim_end_matches(['+', '−', '▼', '▾', '⌄', '›', ' ']);
    if unfolded.ends_with(['?', '？', '؟']) { unfolded } else { line }
}

/// Does this title head questions and answers?
#[must_use]
pub fn is_questions(title: &str) -> bool {
    static KEYS: std::sync::LazyLock<Vec<String>> =
        std::sync::LazyLock::new(|| QUESTIONS.split(',').map(key).collect());
    KEYS.contains(&key(title))
}

/// Is it a heading of a kind that always starts a section of its own?
#[must_use]
pub fn is_known(title: &str) -> bool {
    titles::kind(title).is_some() || is_questions(title)
}

/// Is the chunk at this place a heading: a title-like line on its own, with text to head?
#[must_use]
pub fn stands_at(chunks: &[Chunk<'_>], at: usize) -> bool {
    let line = chunks.get(at).and_then(Chunk::single);
    line.is_some_and(is_heading) && chunks.get(at + 1).is_some()
}

/// Gives headings their levels, as far as a text shows them.
#[derive(Debug, Default)]
pub struct Headings {
    after_heading: bool,
    questions: bool,
}

impl Headings {
    /// Reads the chunk at this place, if it is a heading.
    pub fn read(&mut self, chunks: &[Chunk<'_>], at: usize) -> Option<Node> {
        let underlined = chunks.get(at).and_then(underlined);
        let line = match underlined {
            Some(line) => line,
            None => chunks.get(at)?.single().filter(|_| stands_at(chunks, at))?,
        };
        let title = bare(line);
        let question = title.ends_with(['?', '？', '؟']);
        let unfolds = title.len() < line.trim().len();
        // A question among questions, or a heading right below a heading, is of a lower level.
        let below =
            (question && (self.questions || unfolds)) || (self.after_heading && !is_known(title));
        if !below {
            self.questions = is_questions(title);
        }
        self.after_heading = !below || !question;
        let name = if below { "h3" } else { "h2" };
        Some(Element::new(name, vec![Node::text(title)]).into())
    }

    /// Takes note that text follows.
    pub fn text(&mut self) {
        self.after_heading = false;
    }
}

/// Gives the heading of two lines of which the second underlines the first.
fn underlined<'a>(chunk: &Chunk<'a>) -> Option<&'a str> {
    match chunk.lines.as_slice() {
        [title, line] => {
            let line = line.trim();
            let rule = |c: char| line.len() >= 3 && line.chars().all(|other| other == c);
            (rule('=') || rule('-') || rule('~')).then(|| title.trim())
        }
        _ => None,
    }
}

/// Divides lines of which the first is a heading that stands right above its text.
#[must_use]
pub fn with_text<'a, 'b>(lines: &'b [&'a str]) -> Option<(&'a str, &'b [&'a str])> {
    let (first, rest) = lines.split_first()?;
    let short = first.trim().chars().count() <= 60 && is_heading(first);
    let text = rest.first().is_some_and(|line| line.trim().chars().count() >= 100);
    (short && text).then(|| (bare(first), rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_short_upright_lines_without_a_stop() {
        for line in [
            "Before You Go",
            "What This Means for Your Boat: Six Steps to Take Before the Season Starts in May",
            "How fast does the tide come in?+",
            "Die ersten Mühlen",
            "潮汐磨坊",
            "1. Introduction",
        ] {
            assert!(is_heading(line), "{line}");
        }
        for line in [
            "Stay ahead of the curve.",
            "Here is what guides carry:",
            "and the mill turned",
            "The water does not come towards you from the horizon but it comes up from behind",
            "• A point",
            "https://tide.example/mills",
        ] {
            assert!(!is_heading(line), "{line}");
        }
    }
}
