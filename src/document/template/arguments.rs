//! What stands between the brackets of a mark: a name, words, and `key="value"` pairs.

/// A name and its arguments.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Arguments {
    /// The name, such as `figure` or `/note`.
    pub name: String,
    words: Vec<(String, String)>,
}

impl Arguments {
    /// Reads `name a "b c" key=value`, `name(key="value", …)` and `name "a", "b"`.
    #[must_use]
    pub fn read(inner: &str) -> Self {
        let inner = inner.trim_matches(|c: char| c.is_whitespace() || c == '-');
        let is_end = |c: char| c.is_whitespace() || matches!(c, '(' | '=' | '"');
        let name_end = inner.find(is_end).unwrap_or(inner.len());
        let (name, rest) = inner.split_at(name_end);
        let rest = match rest.strip_prefix('(') {
            Some(called) => called.trim_end().strip_suffix(')').unwrap_or(called),
            None => rest,
        };
        Self { name: name.trim_end_matches('/').to_owned(), words: words(rest) }
    }

    /// Gives the first of some named arguments.
    #[must_use]
    pub fn named(&self, names: &[&str]) -> Option<&str> {
        let find = |name: &&str| self.words.iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
        let found = names.iter().find_map(find);
        found.map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
    }

    /// Gives the word at a place, counted from 0 among those without a name.
    #[must_use]
    pub fn word(&self, at: usize) -> Option<&str> {
        self.words().nth(at)
    }

    /// Lists the words without a name.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.words.iter().filter(|(key, _)| key.is_empty()).map(|(_, value)| value.as_str())
    }
}

fn words(text: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let between = |c: char| c.is_whitespace() || c == ',';
    let mut rest = text.trim_matches(between);
    while !rest.is_empty() {
        let key_end =
            rest.find(|c: char| c == '=' || between(c) || "\"'`".contains(c)).unwrap_or(rest.len());
        let (key, after) = rest.split_at(key_end);
        let pair = after.trim_start().strip_prefix('=').filter(|_| !key.is_empty());
        let (key, value) = match pair {
            Some(value) => (key, value.trim_start()),
            None => ("", rest),
        };
        let (value, left) = word(value);
        if !(key.is_empty() && matches!(value, "/" | "")) {
            found.push((key.to_owned(), value.to_owned()));
        }
        rest = left.trim_start_matches(between);
    }
    found
}

/// Takes a word, or a text between quotation marks.
fn word(rest: &str) -> (&str, &str) {
    for quote in ['"', '\'', '`'] {
        if let Some(inner) = rest.strip_prefix(quote) {
            return inner.split_once(quote).unwrap_or((inner, ""));
        }
    }
    rest.split_at(rest.find(|c: char| c.is_whitespace() || c == ',').unwrap_or(rest.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_ways_to_write_arguments_are_read() {
        let hugo = Arguments::read(" figure src=\"a b.png\" wide alt='c' ");
        assert_eq!((hugo.name.as_str(), hugo.named(&["src"])), ("figure", Some("a b.png")));
        assert_eq!((hugo.word(0), hugo.named(&["alt"])), (Some("wide"), Some("c")));
        let zola = Arguments::read("youtube(id=\"x,y\", autoplay=true)");
        assert_eq!((zola.name.as_str(), zola.named(&["id"])), ("youtube", Some("x,y")));
        let nunjucks = Arguments::read("image \"./a.png\", \"A quay\"");
        assert_eq!((nunjucks.word(0), nunjucks.word(1)), (Some("./a.png"), Some("A quay")));
        assert_eq!(Arguments::read("/note").name, "/note");
    }
}
