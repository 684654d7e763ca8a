//! The pieces of MDX: tags, expressions in braces, statements.

/// A tag of a component or an element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag<'a> {
    /// The whole tag.
    pub written: &'a str,
    /// Its name; empty for `<>`.
    pub name: &'a str,
    /// Is it an end tag?
    pub closes: bool,
    /// Does it close itself?
    pub alone: bool,
    /// Its attributes; values in braces keep them.
    pub attributes: Vec<(&'a str, &'a str)>,
}

impl<'a> Tag<'a> {
    /// Reads the tag that starts here.
    #[must_use]
    pub fn read(text: &'a str) -> Option<Self> {
        let inner = text.strip_prefix('<')?;
        let closes = inner.starts_with('/');
        let inner = inner.strip_prefix('/').unwrap_or(inner);
        let end = inner.find(|c: char| !c.is_alphanumeric() && !"._-:$".contains(c))?;
        let (name, mut rest) = inner.split_at(end);
        // `<https://…>` and `<a@b>` are addresses.
        let fits = name.starts_with(|c: char| c.is_ascii_alphabetic());
        // `a < b` is a comparison; only `<>` and `</>` have no name.
        let fits = fits || (name.is_empty() && rest.starts_with('>'));
        if !fits || name.ends_with(':') || rest.starts_with('@') {
            return None;
        }
        let mut attributes = Vec::new();
        loop {
            rest = rest.trim_start();
            let alone = rest.starts_with("/>");
            if alone || rest.starts_with('>') {
                let used = text.len() - rest.len() + if alone { 2 } else { 1 };
                let written = text.get(..used)?;
                return Some(Self { written, name, closes, alone, attributes });
            }
            let (attribute, after) = attribute(rest)?;
            attributes.push(attribute);
            rest = after;
        }
    }

    /// Is it a component rather than an element of HTML?
    #[must_use]
    pub fn is_component(&self) -> bool {
        self.name.is_empty()
            || self.name.contains('.')
            || self.name.starts_with(|c: char| c.is_uppercase())
    }

    /// Is it an element that holds blocks, in which Markdown means what it means outside?
    #[must_use]
    pub fn is_block(&self) -> bool {
        const NOT: [&str; 9] =
            ["<hr", "<pre", "<iframe", "<col", "<h", "<summary", "<dt", "<caption", "<figcaption"];
        let plain = self.written.replacen("</", "<", 1);
        !self.is_component()
            && crate::document::template::element::starts_block(&plain)
            && !NOT.iter().any(|not| plain.starts_with(not))
    }

    /// Gives the text of the first of some attributes.
    #[must_use]
    pub fn text(&self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|name| {
            let value = self.raw(name)?;
            let text = if value.starts_with('{') { literal(value)? } else { value.to_owned() };
            (!text.trim().is_empty()).then_some(text)
        })
    }

    /// Gives an attribute as written, a value in braces with them.
    #[must_use]
    pub fn raw(&self, name: &str) -> Option<&'a str> {
        self.attributes.iter().find(|(key, _)| *key == name).map(|(_, value)| *value)
    }
}

/// Reads one attribute: a key, `key="text"`, `key={expression}` or `{...spread}`.
fn attribute(rest: &str) -> Option<((&str, &str), &str)> {
    if rest.starts_with('{') {
        let spread = braces(rest)?;
        return Some((("", spread), rest.get(spread.len()..)?));
    }
    let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '=' | '>' | '/'))?;
    let (key, after) = rest.split_at(end);
    if key.is_empty() || !key.chars().all(|c| c.is_alphanumeric() || "-_:.@".contains(c)) {
        return None;
    }
    let Some(value) = after.trim_start().strip_prefix('=') else { return Some(((key, ""), after)) };
    let value = value.trim_start();
    if value.starts_with('{') {
        let expression = braces(value)?;
        return Some(((key, expression), value.get(expression.len()..)?));
    }
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let (text, after) = value.get(1..)?.split_once(quote)?;
    Some(((key, text), after))
}

/// Gives what stands between a brace and its partner, both included; texts in quotes left aside.
#[must_use]
pub fn braces(text: &str) -> Option<&str> {
    balanced(text).filter(|end| *end > 0).and_then(|end| text.get(..end))
}

/// Finds where brackets that open are all closed again.
fn balanced(text: &str) -> Option<usize> {
    let (mut depth, mut quote) = (0_usize, None);
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        match quote {
            Some(open) if c == open && before != '\\' => quote = None,
            Some('\'' | '"') if c == '\n' => quote = None,
            // An apostrophe within a word quotes nothing.
            None if matches!(c, '"' | '`') || (c == '\'' && !before.is_alphanumeric()) => {
                quote = Some(c);
            }
            None if matches!(c, '{' | '(' | '[') => depth += 1,
            None if matches!(c, '}' | ')' | ']') => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some(at + c.len_utf8());
                }
            }
            _ => {}
        }
        before = c;
    }
    None
}

/// Gives the text of an expression that is nothing but one, or a comment's nothing.
#[must_use]
pub fn literal(expression: &str) -> Option<String> {
    let inner = expression.strip_prefix('{')?.strip_suffix('}')?.trim();
    if inner.is_empty() || inner.starts_with("/*") || inner.starts_with('#') {
        return Some(String::new());
    }
    let quote = inner.chars().next().filter(|c| "\"'`".contains(*c))?;
    let text = inner.strip_prefix(quote)?.strip_suffix(quote)?;
    let plain = !(text.contains(quote) || quote == '`' && text.contains("${"));
    plain.then(|| text.to_owned())
}

/// Gives a statement with its line end: `import …` or `export …`.
#[must_use]
pub fn statement(rest: &str) -> Option<&str> {
    let first = rest.split('\n').next()?;
    let starts = if let Some(imported) = first.strip_prefix("import ") {
        imported.starts_with(['{', '*', '"', '\''])
            || (imported.contains(" from ") && first.trim_end().ends_with(['"', '\'', ';', '}']))
    } else {
        let exported = first.strip_prefix("export ")?;
        let kinds =
            ["const ", "let ", "var ", "default ", "function ", "class ", "async ", "{", "*"];
        kinds.iter().any(|kind| exported.starts_with(kind))
    };
    if !starts {
        return None;
    }
    let (mut end, mut brackets) = (0, Brackets::default());
    for line in rest.split_inclusive('\n') {
        end += line.len();
        brackets.read(line);
        if !brackets.are_open() || (line.trim().is_empty() && first.starts_with("import ")) {
            break;
        }
    }
    rest.get(..end)
}

/// The brackets and quotes that are open at the end of what was read.
#[derive(Default)]
struct Brackets {
    depth: i64,
    quote: Option<char>,
    before: char,
}

impl Brackets {
    fn read(&mut self, text: &str) {
        for c in text.chars() {
            match self.quote {
                Some(open) if c == open && self.before != '\\' => self.quote = None,
                Some('\'' | '"') if c == '\n' => self.quote = None,
                None if "\"'`".contains(c) => self.quote = Some(c),
                None if "{([".contains(c) => self.depth += 1,
                None if "})]".contains(c) => self.depth -= 1,
                _ => {}
            }
            self.before = c;
        }
    }

    /// Are brackets or a template text still open?
    fn are_open(&self) -> bool {
        self.depth > 0 || self.quote == Some('`')
    }
}

/// Gives the name and the path of an image that a statement imports.
#[must_use]
pub fn imported_image(statement: &str) -> Option<(String, String)> {
    let (name, path) = statement.strip_prefix("import ")?.split_once(" from ")?;
    let path = path.trim().trim_end_matches(';').trim_matches(['"', '\'']);
    let ends = [".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg"];
    let lower = path.split('?').next()?.to_ascii_lowercase();
    let image = ends.iter().any(|end| lower.ends_with(end));
    image.then(|| (name.trim().to_owned(), path.to_owned()))
}
