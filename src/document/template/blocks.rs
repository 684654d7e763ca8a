//! Blocks that only some programs know: `:::tip`, `!!! note`, and HTML whose content is Markdown
//! (`markdown="1"`). They become what all Markdown readers know.

use std::fmt::Write;

use super::Kind;
use super::element::starts_block;
use crate::text::Sign;

/// Without one of these, a text has no such block.
static SIGNS: [Sign; 4] =
    [Sign::new(":::"), Sign::new("markdown="), Sign::new("!!! "), Sign::new("??? ")];

/// Opens the blocks of a Markdown text; nothing if it has none.
#[must_use]
pub fn open(text: &str, kind: Kind) -> Option<String> {
    if kind != Kind::Mdx && !SIGNS.iter().any(|sign| sign.is_in(text)) {
        return None;
    }
    let mut opener = Opener { mdx: kind == Kind::Mdx, ..Opener::default() };
    for line in text.split_inclusive('\n') {
        opener.line(line);
    }
    opener.end_note();
    Some(opener.out)
}

#[derive(Default)]
struct Opener {
    out: String,
    mdx: bool,
    /// The mark and length of the fence whose code is being copied.
    fence: Option<(char, usize)>,
    /// Which of the open directives are quotations.
    directives: Vec<bool>,
    /// By how much the text of an open `!!!` note is set in.
    note: Option<usize>,
    /// The open elements whose content is Markdown, each with how many of its name are open in it.
    elements: Vec<(String, usize)>,
}

impl Opener {
    fn line(&mut self, line: &str) {
        let line = self.out_of_note(line).to_owned();
        let bare = line.trim();
        let indent = line.len() - line.trim_start().len();
        let margin = line.get(..indent).unwrap_or_default().trim_end_matches('\n').to_owned();
        if self.in_fence(bare) {
            self.out.push_str(&line);
        } else if let Some(title) = note_title(bare) {
            self.end_note();
            self.start_quotation(&margin, &title);
            self.note = Some(indent + 4);
        } else if let Some(rest) = bare.strip_prefix(":::") {
            self.directive(rest.trim_start_matches(':').trim(), &margin);
        } else if !self.element(bare, &margin) {
            self.copy(&line, bare);
        }
    }

    /// Is this line code, or the start or end of some?
    fn in_fence(&mut self, bare: &str) -> bool {
        let bare = bare.trim_start_matches(['>', ' ', '-', '*']);
        let Some(mark) = bare.chars().next().filter(|c| matches!(c, '`' | '~')) else {
            return self.fence.is_some();
        };
        let length = bare.chars().take_while(|c| *c == mark).count();
        match self.fence {
            Some((open, least)) => {
                if mark == open && length >= least && bare.chars().all(|c| c == mark) {
                    self.fence = None;
                }
                true
            }
            None if length >= 3 && !bare.get(length..).unwrap_or_default().contains('`') => {
                self.fence = Some((mark, length));
                true
            }
            None => false,
        }
    }

    /// Gives a line of an open note as it is without it; ends the note before a line outside.
    fn out_of_note<'l>(&mut self, line: &'l str) -> &'l str {
        let Some(indent) = self.note else { return line };
        if line.trim().is_empty() {
            return line;
        }
        if line.len() - line.trim_start_matches(' ').len() >= indent {
            return line.get(4..).unwrap_or(line);
        }
        self.end_note();
        line
    }

    fn end_note(&mut self) {
        if self.note.take().is_some() {
            self.out.push_str("\n</blockquote>\n\n");
        }
    }

    fn start_quotation(&mut self, margin: &str, title: &str) {
        let _ = write!(self.out, "\n{margin}<blockquote>\n\n");
        if !title.is_empty() {
            let _ = write!(self.out, "{margin}**{title}**\n\n");
        }
    }

    /// Starts what `:::name Title` starts, or ends it.
    fn directive(&mut self, rest: &str, margin: &str) {
        if rest.is_empty() {
            match self.directives.pop() {
                Some(true) => {
                    let _ = write!(self.out, "\n{margin}</blockquote>\n\n");
                }
                _ => self.out.push('\n'),
            }
            return;
        }
        let (name, title) = directive_parts(rest);
        let known = title_of(&name);
        self.directives.push(known.is_some());
        match known {
            Some(own) => {
                let title = if title.is_empty() { own } else { title };
                self.start_quotation(margin, &title);
            }
            None if title.is_empty() => self.out.push('\n'),
            None => {
                let _ = write!(self.out, "\n{margin}**{title}**\n\n");
            }
        }
    }

    /// Starts or ends an element whose content is Markdown; `false` if the line does neither.
    fn element(&mut self, bare: &str, margin: &str) -> bool {
        if let Some((tag, name, rest)) = markdown_tag(bare) {
            // A paragraph of its own would hold those that its content becomes.
            let shown = if name == "p" { tag.replacen("<p", "<div", 1) } else { tag };
            let _ = write!(self.out, "\n{margin}{shown}\n\n");
            self.elements.push((name, 0));
            if !rest.is_empty() {
                self.line(&format!("{margin}{rest}\n"));
            }
            return true;
        }
        let Some((name, open)) = self.elements.last_mut() else { return false };
        let (starts, end) = (format!("<{name}"), format!("</{name}>"));
        let ends = bare.matches(&end).count();
        *open += bare.matches(&starts).count();
        if ends <= *open {
            *open -= ends;
            return false;
        }
        let Some((before, after)) = bare.rsplit_once(&end) else { return false };
        let name = if name == "p" { "div".to_owned() } else { name.clone() };
        self.elements.pop();
        let (before, after) = (before.to_owned(), after.trim().to_owned());
        if !before.trim().is_empty() {
            self.copy(&format!("{margin}{before}\n"), before.trim());
        }
        let _ = write!(self.out, "\n{margin}</{name}>\n\n");
        if !after.is_empty() {
            self.line(&format!("{margin}{after}\n"));
        }
        true
    }

    /// Copies a line; one that is a single tag within a line of text is kept from starting HTML.
    fn copy(&mut self, line: &str, bare: &str) {
        let opened = self.mdx || !self.elements.is_empty();
        let name = bare.trim_start_matches(['<', '/']);
        let name_end = name.find(|c: char| !c.is_ascii_alphanumeric() && c != '-');
        let is_name = name_end.is_some_and(|end| {
            end > 0 && name.get(end..).is_some_and(|rest| rest.starts_with(['>', ' ', '/']))
        });
        let tag = bare.starts_with('<')
            && is_name
            && bare.find('>') == Some(bare.len().saturating_sub(1))
            && !starts_block(bare);
        if self.mdx && starts_block(bare) && !bare.starts_with("<pre") {
            // What follows is Markdown, as it is everywhere in MDX.
            self.out.push_str(line);
            self.out.push('\n');
        } else if opened && tag {
            self.out.push_str(line.trim_end());
            self.out.push_str("<!---->\n");
        } else {
            self.out.push_str(line);
        }
    }
}

/// Gives the title of `!!! note "Title"`.
fn note_title(bare: &str) -> Option<String> {
    let rest = bare.strip_prefix("!!! ").or_else(|| bare.strip_prefix("??? "))?.trim();
    let rest = rest.trim_start_matches('+').trim();
    let (name, title) = rest.split_once('"').unwrap_or((rest, ""));
    let own = name.split_whitespace().next()?;
    let word = own.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    let title = title.trim_end_matches('"').trim();
    let shown = if title.is_empty() { title_of(own).unwrap_or_default() } else { title.to_owned() };
    word.then_some(shown)
}

/// Divides `tip[Title]`, `tip Title`, `tip{title="Title"}` and `{.tip}` into name and title.
fn directive_parts(rest: &str) -> (String, String) {
    let rest = rest.trim_start_matches(['{', '.', ' ']);
    let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && !"-_".contains(c));
    let (name, after) = rest.split_at(end.unwrap_or(rest.len()));
    let title = match after.strip_prefix('[') {
        Some(inner) => inner.rsplit_once(']').map_or(inner, |(title, _)| title),
        None if after.contains("title=") => {
            after.split_once("title=").map_or("", |(_, title)| title).trim_matches(['"', '\'', '}'])
        }
        None => after.split('{').next().unwrap_or_default().trim_matches([' ', '}']),
    };
    (name.to_ascii_lowercase(), title.trim().to_owned())
}

/// The title of a kind of note that has none of its own; nothing for what is no note.
pub fn title_of(name: &str) -> Option<String> {
    const NOTES: [&str; 22] = [
        "note",
        "tip",
        "info",
        "warning",
        "caution",
        "danger",
        "important",
        "hint",
        "success",
        "question",
        "example",
        "bug",
        "abstract",
        "failure",
        "error",
        "attention",
        "quote",
        "alert",
        "callout",
        "aside",
        "admonition",
        "seealso",
    ];
    let name = name.to_ascii_lowercase();
    NOTES.contains(&name.as_str()).then(|| {
        // These name the form, not what is said.
        if ["quote", "alert", "callout", "aside", "admonition"].contains(&name.as_str()) {
            return String::new();
        }
        let mut letters = name.chars();
        letters
            .next()
            .map(|first| first.to_uppercase().chain(letters).collect())
            .unwrap_or_default()
    })
}

/// How a tag says that its content is Markdown.
const SAYS: [&str; 6] = [
    "markdown=\"1\"",
    "markdown='1'",
    "markdown=1",
    "markdown=\"block\"",
    "markdown=\"span\"",
    "markdown=\"on\"",
];

/// Gives the name of the element whose tag a line starts with, if it says its content is Markdown.
#[must_use]
pub fn says_markdown(bare: &str) -> Option<String> {
    let may = bare.starts_with('<') && bare.contains("markdown=");
    may.then(|| markdown_tag(bare)).flatten().map(|(_, name, _)| name)
}

/// Reads a tag that says its content is Markdown: gives it without saying so, its name, and what
/// follows it.
fn markdown_tag(bare: &str) -> Option<(String, String, String)> {
    let inner = bare.strip_prefix('<')?;
    let end = inner.find('>')?;
    let (tag, rest) = (inner.get(..end)?, inner.get(end + 1..)?);
    let name: String = tag.chars().take_while(char::is_ascii_alphanumeric).collect();
    let said = SAYS.iter().find(|says| tag.contains(**says))?;
    let tag = tag.replacen(&format!(" {said}"), "", 1);
    (!name.is_empty() && !tag.ends_with('/')).then(|| {
        (format!("<{}>", tag.trim_end()), name.to_ascii_lowercase(), rest.trim().to_owned())
    })
}
