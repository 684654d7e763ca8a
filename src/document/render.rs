//! Turns the source of a document into a body for readers.

mod escaped;
mod reports;

use url::Url;

use super::clean::Kept;
use super::html::{self, TooDeep};
use super::links::{self, Links};
use super::plain;
use super::reference::Leads;
use super::sections::titles::{self, Private};
use super::template::Clean;
use super::tree::{self, Node};
use super::{Body, Document, Format, Rules, abbreviations, ids, markdown, outline, page, sections};
use crate::finding::Finding;
pub(super) use reports::Reports;

/// Renders a document whose own address is `base`.
///
/// What had to be left out is told in `findings`, with its line.
#[must_use]
pub fn render(document: &Document, base: &Url, rules: &Rules, findings: &mut Vec<Finding>) -> Body {
    render_among(document, base, rules, None, findings)
}

/// Renders a document that stands among others, to which it may link by their files.
#[must_use]
pub fn render_among(
    document: &Document,
    base: &Url,
    rules: &Rules,
    leads: Leads<'_>,
    findings: &mut Vec<Finding>,
) -> Body {
    let mut reports = Reports::new(document, findings);
    let private = Private::new(&rules.private_sections);
    let Some(mut nodes) = read(document, base, (&private, leads), &mut reports) else {
        return Body::default();
    };
    let links = Links { base, bare_fragments: rules.bare_fragments };
    for dropped in links::resolve(&mut nodes, links) {
        reports.address(&dropped);
    }
    let mut nodes = tree::shape(nodes);
    drop_title(&mut nodes, document);
    let taken = sections::take(&mut nodes, &private, sections::Own::of(&document.meta));
    ids::give(&mut nodes);
    if rules.bare_fragments {
        ids::prefix(&mut nodes, &id_prefix(base));
    }
    let text = tree::text(&nodes);
    Body {
        html: tree::write(&nodes),
        words: outline::count_words(&text),
        text,
        image: outline::first_image(&nodes),
        takeaways: taken.takeaways,
        takeaways_stand: taken.stands,
        summary: taken.summary,
        nodes,
    }
}

/// Drops a first heading that repeats the title: every page and feed shows that itself.
pub(super) fn drop_title(nodes: &mut Vec<Node>, document: &Document) {
    let Some(title) = &document.meta.title else { return };
    let title = titles::key(&title.value);
    let at = nodes.iter().take(3).position(|node| {
        let heading =
            node.element().filter(|element| matches!(element.heading_level(), Some(1 | 2)));
        heading.is_some_and(|heading| titles::key(&tree::line(&heading.children)) == title)
    });
    if let Some(at) = at {
        nodes.remove(at);
    }
}

/// Reads the source into a tree, by its format.
fn read(
    document: &Document,
    base: &Url,
    (private, leads): (&Private, Leads<'_>),
    reports: &mut Reports<'_>,
) -> Option<Vec<Node>> {
    let result = match document.format {
        Format::Markdown => {
            let Clean { text, abbreviations, .. } = reports.without_marks(leads);
            markdown(&text, base).map(|Kept { mut nodes, drawings }| {
                reports.drawings(&drawings);
                abbreviations::explain(&mut nodes, &abbreviations);
                reports.resolve(&mut nodes, leads);
                nodes
            })
        }
        Format::Html => html::read(&reports.without_marks(leads).text).map(|kept| {
            let Kept { mut nodes, drawings } = kept;
            reports.drawings(&drawings);
            reports.resolve(&mut nodes, leads);
            nodes
        }),
        Format::SavedPage => page::read(&document.source),
        Format::PlainText => Ok(reports.plain(plain::read(&document.source, private))),
    };
    match result {
        Ok(mut nodes) => {
            if tree::may_need_scrub(&document.source) {
                reports.controls(&tree::scrub(&mut nodes));
            }
            Some(nodes)
        }
        Err(TooDeep { line }) => {
            reports.too_deep(line);
            None
        }
    }
}

/// Reads Markdown; only where it holds HTML is it written, parsed and cleaned as HTML.
fn markdown(source: &str, base: &Url) -> Result<Kept, TooDeep> {
    let read = markdown::read(source, &id_prefix(base));
    match read.too_deep {
        Some(line) => Err(TooDeep { line }),
        None if read.raw => {
            html::check_depth(source)?;
            html::read(&tree::write_uncleaned(&read.nodes))
        }
        None => Ok(Kept { nodes: read.nodes, ..Kept::default() }),
    }
}

/// Starts the ids of an article's footnotes, so that several articles can share a page.
fn id_prefix(base: &Url) -> String {
    let mut prefix = String::new();
    for part in base.path().split('/').filter(|part| !part.is_empty()) {
        let part = part.strip_suffix(".html").unwrap_or(part);
        prefix.extend(part.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }));
        prefix.push('-');
    }
    prefix
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Block, Meta, Placed, Signs};

    fn rendered(source: &str) -> (Body, Vec<Finding>) {
        let document = Document {
            path: "a.md".into(),
            file: "content/a.md".into(),
            meta: Meta::default(),
            format: Format::Markdown,
            source: source.to_owned(),
            body_line: 5,
            signs: Signs::default(),
            placed: Placed::default(),
        };
        let rules = Rules {
            private_sections: Vec::new(),
            max_bytes: 1 << 20,
            bare_fragments: false,
            words_per_minute: 220,
        };
        let base = Url::parse("https://tide.example/notes/mills/").unwrap();
        let mut findings = Vec::new();
        let body = render(&document, &base, &rules, &mut findings);
        (body, findings)
    }

    #[test]
    fn markdown_becomes_html_text_and_blocks() {
        let (body, findings) =
            rendered("## Mills\n\nTwo *tides* a day[^1].\n\n- **Gate**: oak\n\n[^1]: Often.");
        assert_eq!(findings, []);
        assert!(body.html.starts_with("<h2"), "{}", body.html);
        assert!(body.html.contains("<em>tides</em>"));
        assert!(body.html.contains("<li id=\"notes-mills-fn-1\"><p>Often."), "{}", body.html);
        assert!(
            body.text.starts_with("Mills\n\nTwo tides a day[1].\n\n- Gate: oak"),
            "{}",
            body.text
        );
        let blocks = body.blocks();
        assert_eq!(blocks.len(), 3);
        let lead = Some("Gate".to_owned());
        let text = "Gate: oak".to_owned();
        assert_eq!(blocks[2], Block::Item { depth: 1, ordered: false, lead, text, linked: false });
    }

    #[test]
    fn an_item_that_is_a_link_as_a_whole_is_told_apart() {
        let (body, _) =
            rendered("- [Mills](x).\n- [Mills](x) and weirs\n- Mills\n- [a](x), [b](y)");
        let linked = |block: &Block| matches!(block, Block::Item { linked: true, .. });
        assert_eq!(
            body.blocks().iter().map(linked).collect::<Vec<_>>(),
            [true, false, false, true]
        );
    }

    #[test]
    fn every_address_becomes_absolute_and_encoded() {
        let (body, _) = rendered(
            "[a](../x?a=1&b=ü [b](//cdn.example/y) [c](#part)\n\n![d](d|e.png)\n\n[a](<../x y?a=1&b=ü>)",
        );
        assert!(
            body.html.contains("\"https://tide.example/notes/x%20y?a=1&amp;b=%C3%BC\""),
            "{}",
            body.html
        );
        assert!(body.html.contains("\"https://cdn.example/y\""));
        assert!(body.html.contains("\"https://tide.example/notes/mills/#part\""));
        assert!(body.html.contains("src=\"https://tide.example/notes/mills/d%7Ce.png\""));
    }

    #[test]
    fn an_image_that_climbs_above_the_site_is_told_with_its_line() {
        let (body, findings) = rendered("![a](../../a.png)\n\n![b](../../../b.png?c=..)");
        assert!(body.html.contains("https://tide.example/b.png"), "{}", body.html);
        let told: Vec<String> = findings.iter().map(ToString::to_string).collect();
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(told[0].contains("content/a.md:7: warning"), "{told:?}");
        assert!(told[0].contains("climbs above the top of the site"), "{told:?}");
    }

    #[test]
    fn a_shortcode_within_html_is_shown_and_an_unknown_one_is_told_with_its_line() {
        let (body, findings) = rendered(
            "<div>\nInside {{< figure src=\"a.png\" alt=\"x\" >}} end\n</div>\n\n{{< chart >}}",
        );
        assert!(body.html.contains("notes/mills/a.png\" alt=\"x\""), "{}", body.html);
        assert!(!body.html.contains("!["), "{}", body.html);
        assert_eq!(findings.len(), 1);
        assert!(findings[0].to_string().contains("content/a.md:9"), "{}", findings[0]);
    }

    #[test]
    fn a_formula_loses_nothing_to_markdown() {
        let (body, _) = rendered("$$\na_1 * b_2 * \\frac{{c}}{d}\n$$\n\nand $e_1 * f_2$");
        assert!(body.html.contains("<code>a_1 * b_2 * \\frac{{c}}{d}</code>"), "{}", body.html);
        assert!(body.html.contains("<code>e_1 * f_2</code>"), "{}", body.html);
    }

    #[test]
    fn a_link_that_runs_code_is_dropped_and_told_with_its_line() {
        let (body, findings) = rendered("One.\n\n[a](javascript:alert(1))");
        assert!(!body.html.contains("javascript"), "{}", body.html);
        assert_eq!(findings[0].line, Some(7));
        for written in [
            "<a href=\" java&#10;script:alert(1)\">a</a>",
            "[a](java&#115;cript:x)",
            "[a](javascript&colon;x)",
        ] {
            let (_, findings) = rendered(&format!("One & two.\n\n{written}"));
            assert_eq!(findings[0].line, Some(7), "{written}: {}", findings[0]);
        }
    }
}
