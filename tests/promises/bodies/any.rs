//! Whatever is written: no panic, well-formed and clean output, the same bytes each time.

use std::collections::HashSet;

use postrider::document::Format;
use proptest::prelude::*;

use super::render;

/// Pieces that texts are made of: what authors write, and what attackers do.
const PIECES: &[&str] = &[
    "tide ",
    "mill",
    "\n",
    "\n\n",
    "- ",
    "1. ",
    "> ",
    "# ",
    "## ",
    "**",
    "*",
    "_",
    "`",
    "```\n",
    "    ",
    "| a | b |\n|---|---|\n",
    "|",
    "[",
    "](",
    ")",
    "![",
    "[^1]",
    "[^1]: ",
    "<",
    ">",
    "</",
    "/>",
    "\"",
    "'",
    "&amp;",
    "&",
    "&#1;",
    "&#0;",
    "&#x80;",
    "]]>",
    "<![CDATA[",
    "<!--",
    "-->",
    "<b>",
    "</b>",
    "<p>",
    "<div>",
    "</div>",
    "<script>",
    "</script>",
    "<style>",
    "<svg>",
    "<math>",
    "<table>",
    "<tr>",
    "<td>",
    "</table>",
    "<a href=\"",
    "javascript:alert(1)",
    "data:text/html,x",
    " onclick=x ",
    "<img src=",
    "x.png",
    "//h.example/",
    "../up",
    "#frag",
    "<iframe src=//youtube.com/embed/x>",
    "<noscript>",
    "<template>",
    "<textarea>",
    "<title>",
    "<li>",
    "<ul>",
    "<ol>",
    "</ul>",
    "<pre>",
    "<code>",
    "</pre>",
    "<br>",
    "<hr>",
    "<details>",
    "<summary>",
    "<dl><dt>",
    "<figure>",
    "<video>",
    "<select>",
    "<plaintext>",
    "<xmp>",
    "<form>",
    "<input type=checkbox>",
    "{{< ref x >}}",
    "{% raw %}",
    "{{ x }}",
    "{: .a}",
    "Key takeaways",
    "TL;DR",
    "June 2, 2026 11 min read",
    "About the Author",
    "Related Articles",
    "  • Lead: text\n",
    "What is it?+",
    "HeadCellCell",
    "\t",
    "\u{202e}",
    "潮",
    "م",
    "\u{feff}",
    "é",
    "🌊",
    "https://a.example/b?c=d&e=f",
    "\\",
    "~~",
    "://",
    "$x$",
    "=====",
    "---\n",
    "\u{b}",
    "\u{1}",
    "\u{fffe}",
];

fn source() -> impl Strategy<Value = String> {
    let piece =
        prop_oneof![9 => prop::sample::select(PIECES).prop_map(str::to_owned), 1 => "\\PC{0,8}"];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

fn format() -> impl Strategy<Value = Format> {
    prop::sample::select(
        &[Format::Markdown, Format::Html, Format::PlainText, Format::SavedPage][..],
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_gives_clean_html(source in source(), format in format()) {
        let (body, _) = render(format, &source);
        if let Err(wrong) = well_formed(&body.html) {
            panic!("{wrong} in {}", body.html);
        }
        prop_assert!(body.text.chars().all(postrider::text::is_xml_char));
        prop_assert_eq!(render(format, &source).0, body);
    }

    #[test]
    fn a_cleaner_of_another_hand_finds_nothing_to_clean(source in source(), format in format()) {
        let (body, _) = render(format, &source);
        let other = ammonia::Builder::default()
            .add_generic_attributes(["id", "class", "lang", "dir", "title"])
            .add_tags(["section", "video", "audio", "source"])
            .add_tag_attributes("img", ["srcset", "sizes"])
            .add_tag_attributes("td", ["colspan", "rowspan", "align", "scope"])
            .add_tag_attributes("video", ["src", "poster", "width", "height", "controls"])
            .add_tag_attributes("audio", ["src", "controls"])
            .add_tag_attributes("source", ["src", "type"])
            .add_tag_attributes("details", ["open"])
            .add_tag_attributes("ol", ["start", "reversed", "type"])
            .link_rel(None)
            .clean(&body.html)
            .to_string();
        prop_assert_eq!(names(&other), names(&body.html), "{}", body.html);
    }

    #[test]
    fn what_is_clean_stays_as_it_is(source in source()) {
        let (body, _) = render(Format::Html, &source);
        // What was a section of its own may be taken out once more.
        prop_assume!(body.takeaways.is_empty() && body.summary.is_none());
        // A template's mark that its author asked to see is one when it is read again.
        prop_assume!(!["{{", "{%", "{#"].iter().any(|mark| body.html.contains(mark)));
        let (again, _) = render(Format::Html, &body.html);
        prop_assert_eq!(again.html, body.html);
    }
}

/// Gives the names of all start tags, in order.
fn names(html: &str) -> Vec<&str> {
    let starts =
        html.split('<').skip(1).filter(|tag| tag.starts_with(|c: char| c.is_ascii_alphabetic()));
    starts.filter_map(|tag| tag.split([' ', '>', '/']).next()).collect()
}

/// Reads HTML as strictly as XML is read.
fn well_formed(html: &str) -> Result<(), String> {
    let mut open: Vec<&str> = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        text(&rest[..at])?;
        let end = rest[at..].find('>').ok_or("a tag without an end")? + at;
        let tag = &rest[at + 1..end];
        rest = &rest[end + 1..];
        if let Some(name) = tag.strip_prefix('/') {
            if open.pop() != Some(name) {
                return Err(format!("</{name}> closes nothing"));
            }
            continue;
        }
        let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        self::attributes(name, attributes.trim_end_matches('/').trim_end())?;
        if !tag.ends_with('/') {
            open.push(name);
        }
    }
    text(rest)?;
    if open.is_empty() { Ok(()) } else { Err(format!("{open:?} stay open")) }
}

fn text(text: &str) -> Result<(), String> {
    if let Some(bad) =
        text.chars().find(|c| !postrider::text::is_xml_char(*c) || *c == '>' || *c == '"')
    {
        return Err(format!("{bad:?} is not escaped"));
    }
    for entity in text.split('&').skip(1) {
        if !["amp;", "lt;", "gt;", "quot;"].iter().any(|known| entity.starts_with(known)) {
            return Err(format!("&{entity} is no entity of XML"));
        }
    }
    Ok(())
}

fn attributes(element: &str, written: &str) -> Result<(), String> {
    const NEVER: [&str; 9] =
        ["script", "style", "iframe", "form", "input", "object", "svg", "math", "link"];
    if NEVER.contains(&element)
        || !element.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
    {
        return Err(format!("<{element}> is not for readers"));
    }
    let mut seen = HashSet::new();
    let mut rest = written;
    while !rest.is_empty() {
        let (name, after) = rest.split_once("=\"").ok_or("an attribute without a value")?;
        let (value, left) = after.split_once('"').ok_or("a value without an end")?;
        text(value)?;
        let name = name.trim_start();
        if name.starts_with("on") || !seen.insert(name) {
            return Err(format!("the attribute {name} in {written}"));
        }
        let address = matches!(name, "href" | "src" | "poster" | "cite");
        let known = ["https://", "http://", "mailto:", "tel:", "ftp://", "sms:", "geo:"];
        if address && !known.iter().any(|start| value.starts_with(start)) {
            return Err(format!("the address {value} is not absolute"));
        }
        rest = left;
    }
    if element == "img" && !seen.contains("alt") {
        return Err("an image without alt".to_owned());
    }
    Ok(())
}
