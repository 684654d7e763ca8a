//! HTML as feed readers and validators know it: a little less than a page may hold.

use std::borrow::Cow;
use std::fmt::Write as _;

use super::text::escape;
use crate::text::Sign;

/// Starts of tags that give feed validators pause.
const ELEMENTS: [&str; 7] = ["<mark", "<details", "<summary", "<bdi", "<bdo", "<audio", "<video"];

/// Attributes that do, whatever they stand on.
static ATTRIBUTES: [Sign; 4] =
    [Sign::new(" sizes="), Sign::new(" poster="), Sign::new(" controls"), Sign::new(" reversed")];

/// Rewrites what feed readers do not know into what says the same to them.
///
/// Marked text becomes strong, a folded part is shown with its summary in bold, and a player, which
/// many readers drop, is followed by a link to what it plays. `html` is clean already.
pub(super) fn known(html: &str) -> Cow<'_, str> {
    if !holds_unknown(html) {
        return Cow::Borrowed(html);
    }
    let mut rewriter = Rewriter { out: String::with_capacity(html.len()), playing: None };
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let (before, tag) = rest.split_at(at);
        rewriter.out.push_str(before);
        let end = end_of_tag(tag);
        rewriter.tag(&tag[..end]);
        rest = &tag[end..];
    }
    rewriter.out.push_str(rest);
    Cow::Owned(rewriter.out)
}

/// Is there a tag in it that would be rewritten?
fn holds_unknown(html: &str) -> bool {
    let mut tags = memchr::memchr_iter(b'<', html.as_bytes()).map(|at| &html[at..]);
    let is_unknown = |tag: &str| ELEMENTS.iter().any(|name| tag.starts_with(name));
    // What reads like an attribute may be words of the text: seldom is a second look needed.
    let may_have = ATTRIBUTES.iter().any(|name| name.is_in(html));
    tags.any(|tag| is_unknown(tag) || (may_have && has_unknown_attribute(tag)))
}

/// Has the tag a text starts with an attribute that is not known?
fn has_unknown_attribute(text: &str) -> bool {
    let tag = &text[..end_of_tag(text)];
    let attributes = tag.find(' ').map_or("", |end| &tag[end..]);
    ATTRIBUTES.iter().any(|name| name.is_in(attributes))
}

/// Gives the length of the tag a text starts with; a quoted `>` does not end it.
fn end_of_tag(text: &str) -> usize {
    let mut quoted = false;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            b'>' if !quoted => return at + 1,
            _ => {}
        }
    }
    text.len()
}

struct Rewriter {
    out: String,
    /// What the player we are in plays, once known.
    playing: Option<String>,
}

impl Rewriter {
    fn tag(&mut self, tag: &str) {
        let inner = tag.trim_start_matches('<').trim_end_matches('>').trim_end_matches('/');
        let name_end = inner.find(char::is_whitespace).unwrap_or(inner.len());
        let (name, attributes) = inner.split_at(name_end);
        match name {
            "mark" => self.out.push_str("<strong>"),
            "/mark" => self.out.push_str("</strong>"),
            "summary" => self.out.push_str("<p><strong>"),
            "/summary" => self.out.push_str("</strong></p>"),
            "details" => self.out.push_str("<div>"),
            "/details" => self.out.push_str("</div>"),
            "bdi" if !attributes.contains(" dir=") => self.out.push_str("<span dir=\"auto\">"),
            "bdi" | "bdo" => self.start("span", attributes),
            "/bdi" | "/bdo" => self.out.push_str("</span>"),
            "/audio" | "/video" => self.end_player(tag),
            "audio" | "video" | "source" => {
                self.play(attributes);
                self.start(name, attributes);
            }
            "img" | "ol" => self.start(name, attributes),
            _ => self.out.push_str(tag),
        }
    }

    /// Writes a start tag without the attributes that are not known.
    fn start(&mut self, name: &str, attributes: &str) {
        let _ = write!(self.out, "<{name}");
        for (key, value) in pairs(attributes) {
            if !matches!(key, "sizes" | "poster" | "controls" | "reversed" | "open") {
                let _ = write!(self.out, " {key}=\"{value}\"");
            }
        }
        self.out.push('>');
    }

    fn play(&mut self, attributes: &str) {
        if self.playing.is_none() {
            let source = pairs(attributes).find(|(key, _)| *key == "src");
            self.playing = source.map(|(_, value)| value.to_owned());
        }
    }

    /// Ends a player and adds a link to what it plays.
    fn end_player(&mut self, tag: &str) {
        self.out.push_str(tag);
        if let Some(address) = self.playing.take() {
            let path = address.split(['?', '#']).next().unwrap_or_default();
            let name = path.rsplit('/').find(|part| !part.is_empty()).unwrap_or(path);
            let _ = write!(self.out, " <a href=\"{address}\">{}</a>", escape(name));
        }
    }
}

/// Lists attributes as name and still escaped value; one without a value has an empty one.
fn pairs(attributes: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = attributes.trim();
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let end = rest.find(|c: char| c == '=' || c.is_whitespace()).unwrap_or(rest.len());
        let (key, after) = rest.split_at(end);
        let quoted = after.strip_prefix("=\"").and_then(|value| value.split_once('"'));
        let (value, left) = quoted.unwrap_or(("", after.trim_start_matches('=')));
        rest = left.trim_start();
        Some((key, value))
    })
}

#[cfg(test)]
mod tests {
    use super::known;

    #[test]
    fn what_is_known_stays_as_it_is() {
        let html =
            "<p class=\"a\">1 &lt; 2 <img src=\"https://a.example/b.png\" alt=\"&gt;\" /></p>";
        assert_eq!(known(html), html);
        // Words that are attributes elsewhere are words here.
        let words = "<p>The controls, reversed: sizes= <img src=\"a.png\" alt=\"x\" /></p>";
        assert_eq!(known(words), words);
    }

    #[test]
    fn what_is_not_known_says_the_same_in_known_words() {
        for (html, expected) in [
            ("<mark>new</mark>", "<strong>new</strong>"),
            (
                "<details open=\"open\"><summary>More</summary><p>x</p></details>",
                "<div><p><strong>More</strong></p><p>x</p></div>",
            ),
            ("<bdi>عربي</bdi>", "<span dir=\"auto\">عربي</span>"),
            ("<bdo dir=\"rtl\">abc</bdo>", "<span dir=\"rtl\">abc</span>"),
            (
                "<img src=\"https://a.example/a>b.png\" alt=\"x\" sizes=\"100vw\" />",
                "<img src=\"https://a.example/a>b.png\" alt=\"x\">",
            ),
            ("<ol start=\"3\" reversed=\"reversed\">", "<ol start=\"3\">"),
            (
                "<audio src=\"https://a.example/x/bell.mp3?a=1&amp;b=2\" controls=\"controls\"></audio>",
                "<audio src=\"https://a.example/x/bell.mp3?a=1&amp;b=2\"></audio> \
                 <a href=\"https://a.example/x/bell.mp3?a=1&amp;b=2\">bell.mp3</a>",
            ),
            (
                "<video controls poster=\"https://a.example/p.png\"><source src=\"https://a.example/\
                 v.webm\" type=\"video/webm\"></video>",
                "<video><source src=\"https://a.example/v.webm\" type=\"video/webm\"></video> \
                 <a href=\"https://a.example/v.webm\">v.webm</a>",
            ),
        ] {
            assert_eq!(known(html), expected);
        }
    }
}
