//! One template mark, and what becomes of it.

/// A mark as written, and what stands in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag<'a> {
    /// The whole mark.
    pub written: &'a str,
    /// What stands in its place.
    pub becomes: String,
}

/// Reads the mark that starts here; `before` is the text already written.
#[must_use]
pub fn read<'a>(rest: &'a str, before: &str) -> Option<Tag<'a>> {
    if !rest.starts_with('{') || before.ends_with('$') {
        return None;
    }
    hugo(rest)
        .or_else(|| liquid(rest))
        .or_else(|| output(rest))
        .or_else(|| enclosed(rest, "{/*", "*/}"))
        .or_else(|| attributes(rest, before))
        .or_else(|| {
            let bases = ["{filename}", "{static}", "{attach}", "{index}"];
            let base = bases.iter().find(|base| rest.starts_with(**base))?;
            Some(Tag { written: rest.get(..base.len())?, becomes: String::new() })
        })
}

fn enclosed<'a>(rest: &'a str, open: &str, close: &str) -> Option<Tag<'a>> {
    let inner = rest.strip_prefix(open)?;
    let end = inner.find(close)? + open.len() + close.len();
    Some(Tag { written: rest.get(..end)?, becomes: String::new() })
}

/// `{{< name args >}}` and `{{% name args %}}`.
fn hugo(rest: &str) -> Option<Tag<'_>> {
    let shown = enclosed(rest, "{{</*", "*/>}}").or_else(|| enclosed(rest, "{{%/*", "*/%}}"));
    if let Some(tag) = shown {
        let becomes = tag.written.replacen("/*", "", 1).replacen("*/", "", 1);
        return Some(Tag { becomes: format!("`{becomes}`"), ..tag });
    }
    let tag = enclosed(rest, "{{<", ">}}").or_else(|| enclosed(rest, "{{%", "%}}"))?;
    let inner = tag.written.get(3..tag.written.len() - 3)?;
    Some(Tag { becomes: shortcode(inner), ..tag })
}

/// `{% name args %}`; a comment with all it holds.
fn liquid(rest: &str) -> Option<Tag<'_>> {
    let tag = enclosed(rest, "{%", "%}")?;
    let inner = tag.written.get(2..tag.written.len() - 2)?.trim_matches(['-', ' ']);
    if inner == "comment" {
        let end = rest.find("endcomment")?;
        let end = end + rest.get(end..)?.find("%}")? + 2;
        return Some(Tag { written: rest.get(..end)?, becomes: String::new() });
    }
    Some(Tag { becomes: shortcode(inner), ..tag })
}

/// `{{ expression }}`, if it is one of a template's.
fn output(rest: &str) -> Option<Tag<'_>> {
    let tag = enclosed(rest, "{{", "}}")?;
    let inner = tag.written.get(2..tag.written.len() - 2)?.trim();
    if tag.written.contains('\n') {
        return None;
    }
    let literal = inner.strip_prefix(['"', '\'']).and_then(|text| text.split(['"', '\'']).next());
    Some(Tag { becomes: literal.unwrap_or_default().to_owned(), ..tag })
}

/// Kramdown's `{: .class}` anywhere, and `{#id}` at the end of a heading.
fn attributes<'a>(rest: &'a str, before: &str) -> Option<Tag<'a>> {
    let line = rest.split('\n').next()?;
    let end = line.find('}')? + 1;
    let written = line.get(..end)?;
    let heading = before.rsplit('\n').next().is_some_and(|line| line.starts_with('#'));
    let id = written.starts_with("{#") && heading && line.get(end..)?.trim().is_empty();
    let kramdown = written.starts_with("{:") && !before.ends_with(char::is_alphanumeric);
    (id || kramdown).then(|| Tag { written, becomes: String::new() })
}

/// Gives what a shortcode stands for, if that is an image, a video, an address or code.
fn shortcode(inner: &str) -> String {
    let mut words = arguments(inner).into_iter();
    let Some((_, name)) = words.next() else { return String::new() };
    let words: Vec<(String, String)> = words.collect();
    let named = |names: &[&str]| {
        let found = words.iter().find(|(key, _)| names.contains(&key.as_str()));
        found.map(|(_, value)| value.clone())
    };
    let first = || words.iter().find(|(key, _)| key.is_empty()).map(|(_, value)| value.clone());
    match name.as_str() {
        "ref" | "relref" => first().map(|path| page(&path)).unwrap_or_default(),
        "link" => {
            first().filter(|path| path.contains('/')).map(|path| page(&path)).unwrap_or_default()
        }
        "post_url" => first().map(|name| post(&name)).unwrap_or_default(),
        "highlight" => format!("```{}", first().unwrap_or_default()),
        "endhighlight" | "/highlight" => "```".to_owned(),
        "youtube" => video(named(&["id"]).or_else(first), "https://www.youtube.com/watch?v="),
        "vimeo" => video(named(&["id"]).or_else(first), "https://vimeo.com/"),
        name if ["img", "image", "figure", "picture"].iter().any(|kind| name.contains(kind)) => {
            let source = named(&["src", "url", "link", "href"]).or_else(first);
            let alt =
                named(&["alt", "caption", "title"]).unwrap_or_default().replace(['[', ']'], "");
            source
                .filter(|_| !name.starts_with('/'))
                .map_or_else(String::new, |src| format!("![{alt}](<{src}>)"))
        }
        _ => String::new(),
    }
}

/// Divides a shortcode into words and `key="value"` pairs; the first word is its name.
fn arguments(inner: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut rest = inner.trim_matches(|c: char| c.is_whitespace() || c == '-');
    while !rest.is_empty() {
        let key_end =
            rest.find(|c: char| c == '=' || c.is_whitespace() || c == '"').unwrap_or(rest.len());
        let (key, after) = rest.split_at(key_end);
        let (key, value) = match after.strip_prefix('=') {
            Some(value) if !key.is_empty() => (key, value),
            _ => ("", rest),
        };
        let (value, left) = word(value);
        found.push((key.to_owned(), value.to_owned()));
        rest = left.trim_start();
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
    rest.split_once(char::is_whitespace).unwrap_or((rest, ""))
}

/// The address of a page that is named by its file.
fn page(path: &str) -> String {
    let (path, fragment) = path.split_once('#').map_or((path, ""), |(path, id)| (path, id));
    let bare = path.strip_suffix(".md").unwrap_or(path);
    let bare = bare.strip_suffix("/index").or(bare.strip_suffix("/_index")).unwrap_or(bare);
    let end = if bare == path || bare.ends_with('/') { "" } else { "/" };
    let mark = if fragment.is_empty() { "" } else { "#" };
    format!("{bare}{end}{mark}{fragment}")
}

/// The address of a post beside this one that is named by date and words.
fn post(name: &str) -> String {
    let file = name.rsplit('/').next().unwrap_or(name);
    let slug = file.splitn(4, '-').nth(3).unwrap_or(file);
    format!("../{slug}/")
}

fn video(id: Option<String>, page: &str) -> String {
    let fits = |id: &String| id.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c));
    id.filter(fits).map(|id| format!("<{page}{id}>")).unwrap_or_default()
}
