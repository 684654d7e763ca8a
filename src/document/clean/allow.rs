//! The list of what may reach a reader: elements, attributes, classes.

/// What becomes of an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It stays, under this name.
    Keep(&'static str),
    /// What it holds stays, as a block of its own.
    Block,
    /// What it holds stays, within the line.
    Inline,
    /// It goes, with all it holds.
    Drop,
}

/// Decides by an element's name.
#[must_use]
pub fn fate(name: &str) -> Fate {
    if let Some(kept) = KEPT.iter().find(|kept| **kept == name) {
        return Fate::Keep(kept);
    }
    match name {
        "strike" => Fate::Keep("s"),
        "tt" => Fate::Keep("code"),
        "dir" | "menu" => Fate::Keep("ul"),
        "div" | "section" | "article" | "main" | "header" | "footer" | "center" | "address"
        | "hgroup" | "fieldset" | "legend" | "form" | "body" | "html" | "search" | "listing" => {
            Fate::Block
        }
        "script" | "style" | "template" | "head" | "title" | "nav" | "object" | "embed"
        | "applet" | "svg" | "canvas" | "select" | "textarea" | "button" | "datalist"
        | "dialog" | "frame" | "frameset" | "noframes" | "noembed" | "xmp" | "plaintext"
        | "meter" | "progress" | "map" | "area" | "link" | "meta" | "base" | "track" | "col"
        | "colgroup" | "param" => Fate::Drop,
        _ => Fate::Inline,
    }
}

const KEPT: [&str; 59] = [
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "blockquote",
    "pre",
    "code",
    "table",
    "caption",
    "thead",
    "tbody",
    "tfoot",
    "tr",
    "th",
    "td",
    "hr",
    "aside",
    "figure",
    "figcaption",
    "details",
    "summary",
    "video",
    "audio",
    "source",
    "a",
    "em",
    "strong",
    "b",
    "i",
    "u",
    "s",
    "del",
    "ins",
    "mark",
    "small",
    "sub",
    "sup",
    "abbr",
    "cite",
    "q",
    "kbd",
    "samp",
    "var",
    "dfn",
    "time",
    "bdi",
    "bdo",
    "br",
    "wbr",
    "img",
];

/// Gives the kept name of an attribute, if an element of this name may have it.
#[must_use]
pub fn attribute(element: &str, name: &str) -> Option<&'static str> {
    let of_all = ["id", "class", "lang", "dir", "title"];
    let own: &[&'static str] = match element {
        "a" => &["href"],
        "img" => &["src", "srcset", "sizes", "alt", "width", "height"],
        "video" => &["src", "poster", "width", "height"],
        "audio" => &["src"],
        "source" => &["src", "type"],
        "td" | "th" => &["colspan", "rowspan", "align", "scope"],
        "ol" => &["start", "reversed", "type"],
        "li" => &["value"],
        "time" | "del" | "ins" => &["datetime", "cite"],
        "blockquote" | "q" => &["cite"],
        "details" => &["open"],
        _ => &[],
    };
    own.iter().chain(&of_all).find(|kept| **kept == name).copied()
}

/// May an attribute have this value? Numbers must be numbers; only our own classes stay.
#[must_use]
pub fn value(name: &str, value: &str) -> Option<String> {
    let trimmed = value.trim();
    match name {
        "width" | "height" | "colspan" | "rowspan" | "start" | "value" => {
            let digits = trimmed.strip_suffix("px").unwrap_or(trimmed);
            let is_number = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
            is_number.then(|| digits.to_owned())
        }
        "align" => ["left", "right", "center"].contains(&trimmed).then(|| trimmed.to_owned()),
        "dir" => ["ltr", "rtl", "auto"].contains(&trimmed).then(|| trimmed.to_owned()),
        "open" | "reversed" => Some(name.to_owned()),
        "id" => id(trimmed),
        "class" => class(trimmed),
        "alt" => Some(crate::text::one_line(value)),
        _ => (!trimmed.is_empty()).then(|| trimmed.to_owned()),
    }
}

/// Makes an id that can stand in a fragment; an empty one is none.
fn id(written: &str) -> Option<String> {
    let fit = |c: char| if c.is_alphanumeric() || "-_:.".contains(c) { c } else { '-' };
    (!written.is_empty()).then(|| written.chars().map(fit).collect())
}

/// Keeps the classes that carry meaning: footnotes and the language of code.
fn class(written: &str) -> Option<String> {
    let known = |class: &&str| {
        matches!(*class, "footnotes" | "footnote-ref" | "footnote-backref")
            || class.starts_with("language-")
    };
    written.split_whitespace().find(known).map(str::to_owned)
}
