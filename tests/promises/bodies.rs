//! What readers get to see of what authors wrote.

mod any;
mod odd;
mod players;

use std::path::Path;

use crate::house::{CONFIG, House};
use postrider::document::{
    self, Block, Body, Document, Format, Meta, Placed, Rules, Signs, WrittenDate,
};
use postrider::finding::Finding;
use url::Url;

/// The article of the shape in which text is copied out of a page.
const TEXT: &str = include_str!("fixtures/lighthouses.txt");
/// The same subject as a browser saves it.
const PAGE: &str = include_str!("fixtures/lighthouses.html");

pub fn rules() -> Rules {
    let config = postrider::config::Config::parse(super::house::CONFIG, Path::new("config.toml"));
    Rules::of(&config.expect("a valid configuration"))
}

pub fn base() -> Url {
    Url::parse("https://tide.example/notes/lamps/").expect("a valid address")
}

/// Reads and renders a file of this name.
pub fn read(name: &str, text: &str) -> (Document, Body, Vec<Finding>) {
    let mut findings = Vec::new();
    let file = Path::new("content").join(name);
    let read = document::read(Path::new(name), &file, text.as_bytes(), &rules(), &mut findings);
    let document = read.unwrap_or_else(|| panic!("no article: {findings:?}"));
    let base = document.meta.permalink.as_ref().and_then(|link| Url::parse(&link.value).ok());
    let body = document::render(&document, &base.unwrap_or_else(base_url), &rules(), &mut findings);
    (document, body, findings)
}

fn base_url() -> Url {
    base()
}

/// Renders a body of this format.
pub fn render(format: Format, source: &str) -> (Body, Vec<Finding>) {
    let document = Document {
        path: "a".into(),
        file: "content/a".into(),
        meta: Meta::default(),
        format,
        source: source.to_owned(),
        body_line: 1,
        signs: Signs::default(),
        placed: Placed::default(),
    };
    let mut findings = Vec::new();
    let body = document::render(&document, &base(), &rules(), &mut findings);
    (body, findings)
}

fn headings(blocks: &[Block]) -> Vec<(u8, &str)> {
    let heading = |block| match block {
        &Block::Heading { level, ref text } => Some((level, text.as_str())),
        _ => None,
    };
    blocks.iter().filter_map(heading).collect()
}

#[test]
fn a_copied_text_tells_title_deck_date_minutes_and_author() {
    let (document, ..) = read("lighthouses.txt", TEXT);
    let meta = document.meta;
    let title = meta.title.expect("a title");
    assert_eq!(
        (title.value.as_str(), title.line),
        ("Keeping the Light: What Automatic Lighthouses Changed", 1)
    );
    assert!(meta.deck.expect("a deck").value.starts_with("The last keepers went ashore"));
    let day = chrono::NaiveDate::from_ymd_opt(2026, 4, 14).expect("a day");
    let date = meta.date.expect("a date");
    assert_eq!((date.value, date.line), (WrittenDate::Day(day), 5));
    assert_eq!(meta.reading_minutes, Some(7));
    let names: Vec<&str> = meta.authors.iter().map(|author| author.name.as_str()).collect();
    assert_eq!(names, ["seamark.example harbour team"]);
}

#[test]
fn a_copied_text_keeps_its_headings_lists_and_questions() {
    let (_, body, _) = read("lighthouses.txt", TEXT);
    let expected = [
        (2, "A Household on a Rock"),
        (2, "The Work Nobody Saw"),
        (2, "Lamps Compared: From Wick to Diode"),
        (2, "How to Visit a Station"),
        (2, "Frequently Asked Questions"),
        (3, "Are there any keepers left?"),
        (3, "Why are the towers still lit?"),
        (3, "Can I stay overnight?"),
        (3, "Who paints the towers?"),
    ];
    assert_eq!(headings(&body.blocks()), expected);
    let blocks = body.blocks();
    let items = |deep: u8, numbered: bool| {
        let fits = |block: &&Block| matches!(block, Block::Item { depth, ordered, .. } if *depth == deep && *ordered == numbered);
        blocks.iter().filter(fits).count()
    };
    assert_eq!((items(1, false), items(2, false), items(1, true)), (3, 2, 5));
    let lead = blocks.iter().find_map(|block| match block {
        Block::Item { lead, .. } => lead.as_deref(),
        _ => None,
    });
    assert_eq!(lead, Some("Weather Reports"));
}

#[test]
fn a_copied_texts_takeaways_are_its_takeaways() {
    let (_, body, _) = read("lighthouses.txt", TEXT);
    assert_eq!(body.takeaways.len(), 5);
    assert_eq!(body.takeaways[4], "The empty houses are the true monument.");
    assert!(!body.text.contains("Key Takeaways") && !body.html.contains("true monument"));
}

#[test]
fn what_was_not_meant_for_readers_never_reaches_them() {
    let (_, body, _) = read("lighthouses.txt", TEXT);
    for private in [
        "Anchor Text",
        "Linking",
        "Fog Horns Fell",
        "Women Who Kept",
        "Recommended",
        "Hand-picked",
        "Stay ahead",
        "Bookmark",
        "Explore more",
        "Meet the Owner",
        "Ida",
        "Norwegian",
        "About the Author",
        "harbour team",
        "min read",
        "A white tower",
        "+",
    ] {
        assert!(!body.html.contains(private), "{private} in {}", body.html);
        assert!(!body.text.contains(private), "{private} in {}", body.text);
    }
}

#[test]
fn a_table_whose_cells_ran_together_is_kept_and_told_with_its_line() {
    let (_, body, findings) = read("lighthouses.txt", TEXT);
    assert!(body.text.contains("Reach in Miles18252218"), "{}", body.text);
    let line = TEXT.lines().position(|line| line.starts_with("YearsWick")).expect("the table");
    let warned: Vec<_> =
        findings.iter().map(|finding| (finding.line, finding.is_error())).collect();
    assert_eq!(warned, [(u32::try_from(line + 1).ok(), false)]);
}

#[test]
fn a_saved_page_gives_its_article_and_nothing_around_it() {
    let (document, body, _) = read("lighthouses.html", PAGE);
    assert_eq!(document.format, Format::SavedPage);
    for around in [
        "Home",
        "cookie",
        "First!",
        "Imprint",
        "track(",
        "min read",
        "onclick",
        "javascript",
        "stats.example",
    ] {
        assert!(!body.html.contains(around), "{around} in {}", body.html);
    }
    assert_eq!(headings(&body.blocks()), [(2, "The work nobody saw"), (2, "What is left")]);
    assert_eq!(body.takeaways, ["Lamps report no weather.", "The lens is the treasure."]);
    for kept in [
        "src=\"https://seamark.example/img/lens.png\"",
        "alt=\"\"",
        "href=\"https://seamark.example/stories/logs/?a=1&amp;b=2\"",
        "<code class=\"language-sh\">light &amp;&amp; log\n</code>",
        "<code>d = 2\\sqrt{h}</code>",
        "<a href=\"https://www.youtube.com/watch?v=lamp123\">A lamp being lit</a>",
    ] {
        assert!(body.html.contains(kept), "{kept} not in {}", body.html);
    }
    assert!(!body.html.contains("√") && !body.html.contains("<p></p>"), "{}", body.html);
}

#[test]
fn what_stands_around_an_article_in_plain_boxes_does_not_come_along() {
    let boxes = |article: &str| {
        format!(
            "<!DOCTYPE html><html><head><title>Slack water</title><style>p{{}}</style>\
             <script src=\"a.js\"></script></head><body class=\"page nav footer\">\
             <div class=\"site-header\"><ul class=\"menu\"><li>Front page</li></ul></div>\
             {article}<div id=\"footer\"><p>All rights kept by the harbour office.</p></div>\
             <script>{}</script></body></html>",
            "var harbour = 1; ".repeat(500)
        )
    };
    let prose = "<h1>Slack water</h1><p>Between two tides the harbour stands still for a quarter of \
        an hour, and the pilots use it to turn the long ships.</p>\
        <div class=\"advert wide\"><p>Rope at half price, this week only.</p></div>\
        <p>Nobody rings a bell for it: the buoys lean the other way, and that is all.</p>";
    for class in ["text", "promo"] {
        let page = boxes(&format!("<div class=\"{class}\">{prose}</div>"));
        let (document, body, _) = read("slack.html", &page);
        assert_eq!(document.format, Format::SavedPage);
        for kept in ["long ships", "that is all"] {
            assert!(body.html.contains(kept), "{kept} not in {} ({class})", body.html);
        }
        for around in ["Front page", "half price", "harbour office"] {
            assert!(!body.html.contains(around), "{around} in {} ({class})", body.html);
        }
    }
}

#[test]
fn a_saved_page_says_who_wrote_it_and_when() {
    let (document, ..) = read("lighthouses.html", PAGE);
    let meta = document.meta;
    assert_eq!(meta.title.expect("a title").value, "Keeping the light");
    let names: Vec<&str> = meta.authors.iter().map(|author| author.name.as_str()).collect();
    assert_eq!(names, ["Ida Strand", "Per Holm"]);
    assert_eq!(
        meta.summary.expect("a summary").value,
        "What automatic lamps changed, & what they did not."
    );
    assert!(
        matches!(meta.date.expect("a date").value, WrittenDate::Instant(at) if at.to_rfc3339() == "2026-04-14T06:30:00+02:00")
    );
    assert_eq!(meta.language.expect("a language").value, "en-GB");
    assert_eq!(meta.cover.expect("a cover").value.alt.as_deref(), Some("A white tower at dusk"));
}

#[test]
fn an_imported_article_reads_like_the_file_it_came_from() {
    for (name, source) in [("lighthouses.txt", TEXT), ("lighthouses.html", PAGE)] {
        let (own, body, _) = read(name, source);
        let file = Path::new(name);
        let import = if file.extension().is_some_and(|end| end == "txt") {
            postrider::import::text
        } else {
            postrider::import::html
        };
        let imported = import(file, source.as_bytes(), &rules());
        let (again, same, _) = read(&imported.file_name, &imported.text);
        let told = |meta: &Meta| {
            let texts = [&meta.title, &meta.deck, &meta.language, &meta.permalink];
            let texts = texts.map(|text| text.as_ref().map(|text| text.value.clone()));
            (
                texts,
                meta.date.as_ref().map(|date| date.value),
                meta.authors.clone(),
                meta.reading_minutes,
            )
        };
        assert_eq!(told(&again.meta), told(&own.meta), "{}", imported.text);
        let takeaways = [again.meta.takeaways, same.takeaways.clone()].concat();
        assert_eq!(takeaways, body.takeaways);
        assert_eq!(headings(&same.blocks()), headings(&body.blocks()));
        assert_eq!(
            same.text.split_whitespace().collect::<Vec<_>>(),
            body.text.split_whitespace().collect::<Vec<_>>()
        );
    }
}

#[test]
fn both_ways_of_reading_markdown_agree() {
    let article = "Two tides[^1] *a* day & more: `x < y`.\n\n## The *mill*\n\n- [ ] one\n- [x] two\n\n\
        1. a\n\n   b\n2. c\n\n> [!NOTE]\n> d\n\n| a | b |\n|---|:-:|\n| c | d\\|e |\n\n```rust\nfn a() {}\n```\n\n\
        ![e](f.png \"g\") <https://h.example/?a=b&c=d>  \ni ~~j~~ www.k.example\n\n---\n\n[^1]: l[m](#the-mill)\n";
    let (fast, _) = render(Format::Markdown, article);
    let (slow, _) = render(Format::Markdown, &format!("{article}\n<b></b>\n"));
    assert_eq!(slow, fast);
    let (html, _) = render(Format::Html, &fast.html);
    assert_eq!(html.html, fast.html);
    assert_eq!(html.blocks(), fast.blocks());
}

#[test]
fn text_that_nests_thousands_deep_is_refused_with_its_line() {
    for (format, deep) in [
        (Format::Markdown, format!("a\n\n{} b", ">".repeat(5000))),
        (Format::Html, format!("a\n\n{}b", "<div>".repeat(5000))),
        (Format::Markdown, format!("a\n\n{}b", "<div>".repeat(5000))),
        (Format::SavedPage, format!("<html><body>\n\n{}b", "<div>".repeat(50_000))),
        (Format::Html, format!("a\n\n{}b", "<b>".repeat(50_000))),
    ] {
        let (body, findings) = render(format, &deep);
        assert!(body == Body::default(), "{format:?}");
        assert!(findings[0].is_error(), "{findings:?}");
        assert_eq!(findings[0].line, Some(3), "{format:?}");
    }
    for odd in [
        "- ".repeat(5000),
        "*a **b ".repeat(5000),
        "[".repeat(5000),
        "![".repeat(5000),
        "<".repeat(50_000),
        "`".repeat(5000),
    ] {
        let _ = render(Format::Markdown, &odd);
    }
}

#[test]
fn links_that_stay_on_a_page_arrive_in_their_own_article() {
    let document =
        read("a.md", "[a](#the-mill) b[^1] [d](#pond)\n\n## The mill\n\n[^1]: c\n\n## E {#pond}").0;
    let rules = Rules { bare_fragments: true, ..rules() };
    let body = document::render(&document, &base(), &rules, &mut Vec::new());
    for kept in [
        "href=\"#notes-lamps-the-mill\"",
        "id=\"notes-lamps-the-mill\"",
        "href=\"#notes-lamps-pond\"",
        "<h2 id=\"notes-lamps-pond\">E</h2>",
        "href=\"#notes-lamps-fn-1\"",
        "id=\"notes-lamps-fn-1\"",
        "href=\"#notes-lamps-fnref-1\"",
    ] {
        assert!(body.html.contains(kept), "{kept} not in {}", body.html);
    }
}

#[test]
fn the_name_above_a_block_of_code_is_kept() {
    let text = "```rust title=\"src/lamp.rs\" {2-3}\nfn light() {}\n```\n\n```sh\nlight\n```\n";
    let house = House::new(CONFIG).article("lamp", "Lamp", text);
    house.run(&["build"]).fine();
    let feed: serde_json::Value = serde_json::from_str(&house.read("public/feed.json")).unwrap();
    assert_eq!(
        feed["items"][0]["content_html"],
        "<figure>\n<figcaption>src/lamp.rs</figcaption>\n\
         <pre><code class=\"language-rust\">fn light() {}\n</code></pre>\n</figure>\n\
         <pre><code class=\"language-sh\">light\n</code></pre>"
    );
}
