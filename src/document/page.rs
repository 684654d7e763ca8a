//! A whole web page, saved from a browser: the article in it, without all that stands around it.

use dom_query::{Document as Page, NodeRef, Selection};
use dom_smoothie::{Config, Readability};

use super::html::{TooDeep, parse_page};
use super::tree::{self, Node};
use super::{Meta, clean, outline, plain};

/// What a page shows around its articles, by element, class and id.
const AROUND: &str = "nav, header:not(article header), footer:not(blockquote footer), aside.related, dialog, \
    [role=navigation], [role=banner], [role=contentinfo], [role=complementary], [role=search], \
    #comments, .comments, .comment-list, #disqus_thread, .related, .related-posts, .sidebar, \
    .share, .sharing, .social, .cookie, .cookies, .cookie-banner, .newsletter-signup, .subscribe, \
    .breadcrumb, .breadcrumbs, .pagination, .post-navigation, .byline, .post-meta, .entry-meta";

/// What pages call the boxes around their articles; others call the article itself so, or what it
/// stands in.
const BOXES: &str = ".nav, .navbar, .navigation, .menu, .masthead, .topbar, .site-header, \
    .page-header, .footer, .site-footer, .page-footer, .ad, .ads, .advert, .advertisement, \
    .adsbygoogle, .sponsor, .sponsored, .promo, .promotion, #nav, #navbar, #navigation, #menu, \
    #header, #masthead, #footer, #sidebar, #ads, #related";

/// Of two readings of a page, the shorter is the cleaner one, unless it is shorter than this part
/// of the other: then it lost something.
const LEAST_SHARE: (usize, usize) = (2, 3);

/// Is it a page as browsers save them, rather than HTML written by hand?
#[must_use]
pub fn is_saved(html: &str) -> bool {
    let lower = html.to_ascii_lowercase();
    let whole = lower.contains("<html") && lower.contains("<body");
    let signs = [
        "<script",
        "<style",
        "<nav",
        "rel=\"stylesheet\"",
        "rel=stylesheet",
        "<footer",
        "property=\"og:",
        "<form",
        "<noscript",
        "saved from url",
        "<aside",
        "<iframe",
    ];
    whole && signs.iter().filter(|sign| lower.contains(**sign)).count() >= 2
}

/// Reads what the page says about its article.
#[must_use]
pub fn meta(html: &str) -> Meta {
    super::html::meta(html)
}

/// Reads the article of a page.
///
/// # Errors
/// HTML that nests deeper than `clean::MAX_DEPTH`.
pub fn read(html: &str) -> Result<Vec<Node>, TooDeep> {
    let page = parse_page(html)?;
    page.select(AROUND).remove();
    drop_boxes(&page);
    let marked = marked(&page).ok_or(TooDeep { line: 1 })?;
    let extracted = extracted(page);
    let mut nodes = cleaner(marked, extracted);
    drop_datelines(&mut nodes);
    Ok(nodes)
}

/// Drops the boxes around the article, unless more than half of the page's words are in one.
fn drop_boxes(page: &Page) {
    let all = words_shown(&page.select("body"));
    for node in page.select(BOXES).nodes() {
        if words_shown(&Selection::from(*node)) * 2 < all {
            node.remove_from_parent();
        }
    }
}

fn words_shown(part: &Selection<'_>) -> usize {
    let words = |part: &Selection<'_>| outline::count_words(&part.text());
    words(part).saturating_sub(words(&part.select("script, style, template")))
}

fn cleaner(marked: Vec<Node>, extracted: Vec<Node>) -> Vec<Node> {
    let words = |nodes: &[Node]| outline::count_words(&tree::text(nodes));
    let (own, found) = (words(&marked), words(&extracted));
    let (shorter, longer) = if found <= own { (found, own) } else { (own, found) };
    let whole = shorter * LEAST_SHARE.1 >= longer * LEAST_SHARE.0;
    if whole == (found <= own) { extracted } else { marked }
}

/// Takes what the page itself marks as its article.
fn marked(page: &Page) -> Option<Vec<Node>> {
    let only = |selector: &str| {
        let found = page.select(selector);
        (found.length() == 1).then(|| found.nodes().first().copied()).flatten()
    };
    let marks = ["[itemprop=articleBody]", "article", "main", "[role=main]", "body"];
    let root: NodeRef<'_> = marks.iter().find_map(|mark| only(mark)).unwrap_or(page.root());
    clean::children(&root).map(tree::shape)
}

/// Finds the article by the density of its text, as a browser's reading view does.
fn extracted(page: Page) -> Vec<Node> {
    let config = Config { keep_classes: true, ..Config::default() };
    let Ok(mut readability) = Readability::with_document(page, None, Some(config)) else {
        return Vec::new();
    };
    let Ok(article) = readability.parse() else { return Vec::new() };
    let content = Page::fragment(article.content);
    clean::children(&content.root()).map(tree::shape).unwrap_or_default()
}

/// Drops the line with date and author below the title: it is said elsewhere.
fn drop_datelines(nodes: &mut Vec<Node>) {
    let mut seen = 0;
    nodes.retain(|node| {
        seen += 1;
        let Some(paragraph) = node.named("p").filter(|_| seen <= 6) else { return true };
        let line = tree::line(&paragraph.children);
        !plain::is_dateline(&line)
    });
}
