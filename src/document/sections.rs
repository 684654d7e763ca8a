//! Takes out of a body what is not body: its own takeaways and private sections; finds its summary.

mod head;
pub mod titles;

use super::Meta;
use super::tree::{self, Node};
use head::{BOLD, PLAIN, ends_section, is_any_title, label, labelled, title_of, tldr};
use titles::{Kind, Private};

/// The most points a takeaways section has; a longer list is an article's own matter.
const MOST_POINTS: usize = 12;
/// The most blocks that a section of points or a summary may be: nothing longer is taken, so no more
/// are looked at.
const MOST_LOOKED_AT: usize = 9;
/// The most words of one point.
const MOST_WORDS: usize = 60;
/// The most words of a sentence that says no more than that the points follow.
const MOST_LEAD_WORDS: usize = 12;
/// The most words of a summary.
const MOST_SUMMARY_WORDS: usize = 150;

/// What was taken out of a body.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// The points of its takeaways section.
    pub takeaways: Vec<String>,
    /// Does the section stand in the body still, for points alone would lose something of it?
    pub stands: bool,
    /// Its own summary.
    pub summary: Option<String>,
    /// How many private sections were dropped.
    pub private: usize,
}

/// What an article says in short already: other words for it stay where they stand, or nobody would
/// see them.
#[derive(Debug, Clone, Copy, Default)]
pub struct Own<'a> {
    /// Its summary.
    pub summary: Option<&'a str>,
    /// Its takeaways.
    pub takeaways: &'a [String],
}

impl<'a> Own<'a> {
    /// Takes what stands in front matter.
    #[must_use]
    pub fn of(meta: &'a Meta) -> Self {
        let summary = meta.summary.as_ref().map(|summary| summary.value.as_str());
        Self { summary, takeaways: &meta.takeaways }
    }
}

/// Takes takeaways and private sections out of a body that is in shape, and finds its summary.
pub fn take(nodes: &mut Vec<Node>, private: &Private, own: Own<'_>) -> Taken {
    let summary = own.summary.map(titles::key);
    let takeaways = keys(own.takeaways);
    let (taken, standing) = (Taken::default(), Vec::new());
    let mut walk = Taker { private, summary, takeaways, taken, standing, lead: None };
    walk.flow(nodes, Where::Body);
    let Taker { mut taken, standing, .. } = walk;
    // Where points were taken out, those that stand are read where they are.
    if taken.takeaways.is_empty() {
        taken.stands = !standing.is_empty();
        taken.takeaways = standing;
    }
    taken
}

fn keys(points: &[String]) -> Vec<String> {
    points.iter().map(|point| titles::key(point)).collect()
}

/// Where a flow of blocks stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Where {
    Body,
    /// In a quotation, an aside or a fold, as boxes for key points are made.
    Box,
}

/// How far a flow of blocks has been gone through.
#[derive(Debug, Clone, Copy)]
struct Flow {
    place: Where,
    /// How many blocks stay so far.
    kept: usize,
    /// Are they nothing but a title and pictures?
    opens: bool,
}

struct Taker<'a> {
    private: &'a Private,
    /// The summary there is already, as titles are compared, and the takeaways.
    summary: Option<String>,
    takeaways: Vec<String>,
    taken: Taken,
    /// The points of sections that stay.
    standing: Vec<String>,
    /// What led to the points that were just taken, and says more than that.
    lead: Option<Node>,
}

impl Taker<'_> {
    /// Goes through blocks once; those that stay move to the front, and no gap is closed twice.
    fn flow(&mut self, nodes: &mut Vec<Node>, place: Where) {
        let mut flow = Flow { place, kept: 0, opens: true };
        let mut at = 0;
        while at < nodes.len() {
            let end = self.private_end(nodes, at).or_else(|| self.points_end(nodes, at, flow));
            if let Some(end) = end {
                at = self.put_lead(nodes, end);
                continue;
            }
            self.opening(nodes, at, flow);
            if !self.empties(nodes, at) {
                flow.opens = flow.opens && nodes.get(at).is_some_and(is_opening);
                nodes.swap(flow.kept, at);
                flow.kept += 1;
            }
            at += 1;
        }
        nodes.truncate(flow.kept);
    }

    /// Puts what led to the points before what follows them; gives where to go on.
    fn put_lead(&mut self, nodes: &mut [Node], end: usize) -> usize {
        let Some(lead) = self.lead.take() else { return end };
        let at = end.saturating_sub(1);
        if let Some(place) = nodes.get_mut(at) {
            *place = lead;
        }
        at
    }

    /// Looks into a box; is nothing left of it?
    fn empties(&mut self, nodes: &mut [Node], at: usize) -> bool {
        let Some(Node::Element(element)) = nodes.get_mut(at) else { return false };
        if !matches!(element.name, "blockquote" | "aside" | "details" | "div") {
            return false;
        }
        let place = if element.name == "div" { Where::Body } else { Where::Box };
        self.flow(&mut element.children, place);
        element.children.is_empty()
    }

    /// Finds the end of a private section that starts here.
    fn private_end(&mut self, nodes: &[Node], at: usize) -> Option<usize> {
        let element = nodes.get(at)?.element()?;
        let (title, level) = title_of(element)?;
        let is_private =
            if level == PLAIN { self.private.equals(&title) } else { self.private.matches(&title) };
        if !is_private {
            return None;
        }
        self.taken.private += 1;
        let rest = nodes.get(at + 1..)?;
        let end = if level == PLAIN {
            rest.iter().position(|node| !is_list(node))
        } else {
            rest.iter().position(|node| ends_section(node, level))
        };
        Some(at + 1 + end.unwrap_or(rest.len()))
    }

    /// Finds the end of key points or of a summary that start here under a title, and takes them.
    fn points_end(&mut self, nodes: &[Node], at: usize, flow: Flow) -> Option<usize> {
        let element = nodes.get(at)?.element()?;
        let (title, level) = title_of(element)?;
        let kind = titles::kind(&title)?;
        let allowed = match kind {
            Kind::Summary => flow.opens,
            // A heading may say for whom it is; a paragraph that goes on is the summary itself.
            Kind::Tldr => titles::is_bare_tldr(&title) || (level < BOLD && !title.contains(':')),
            Kind::Points => level != PLAIN || flow.place == Where::Box,
        };
        if !allowed {
            return None;
        }
        let rest = nodes.get(at + 1..)?;
        let rest = rest.get(..rest.len().min(MOST_LOOKED_AT)).unwrap_or_default();
        let rest = rest.split(is_any_title).next()?;
        // Nobody knows where a section ends that no heading begins: its first paragraph is sure.
        let is_open = kind == Kind::Tldr && level >= BOLD && flow.place == Where::Body;
        let paragraphs = if is_open { rest.get(..1).unwrap_or_default() } else { rest };
        let is_plain = element.children.iter().all(is_words);
        let used = self
            .take_list(rest, is_plain)
            .or_else(|| self.take_paragraphs(paragraphs, is_plain))?;
        Some(at + 1 + used)
    }

    /// Takes a list, with a short line that leads to it; gives how many nodes it was. What holds more
    /// than words is told as points, and stays.
    fn take_list(&mut self, nodes: &[Node], is_plain: bool) -> Option<usize> {
        let at = nodes.iter().position(is_list).filter(|at| *at <= 1)?;
        let leads = nodes.get(..at)?.iter().all(|node| words(node) <= 40);
        let list = nodes.get(at)?.element().filter(|_| leads)?;
        let points: Vec<String> = list.children.iter().filter_map(point).collect();
        let fits = points.len() == list.children.len() && (1..=MOST_POINTS).contains(&points.len());
        if !fits {
            return None;
        }
        if !self.takes(points, is_plain && list.children.iter().all(is_words)) {
            return None;
        }
        self.lead = nodes.get(..at)?.iter().find(|node| says_more(node)).cloned();
        Some(at + 1)
    }

    /// Keeps points; are they to be taken out? Not what other ones in front matter stand for.
    fn takes(&mut self, points: Vec<String>, are_words: bool) -> bool {
        if !self.takeaways.is_empty() && self.takeaways != keys(&points) {
            return false;
        }
        let list = if are_words { &mut self.taken.takeaways } else { &mut self.standing };
        list.extend(points);
        are_words
    }

    /// Takes paragraphs: one is a summary, and stays; several short ones are points.
    fn take_paragraphs(&mut self, nodes: &[Node], is_plain: bool) -> Option<usize> {
        let is_paragraph = |node: &Node| node.named("p").is_some();
        if nodes.is_empty() || !nodes.iter().all(is_paragraph) {
            return None;
        }
        let texts = || nodes.iter().map(|node| tree::line(std::slice::from_ref(node)));
        let fits = |most: usize| nodes.iter().all(|node| words(node) <= most);
        if nodes.len() == 1 {
            texts().for_each(|text| self.sum_up(&text));
            return None;
        }
        if !((2..=8).contains(&nodes.len()) && fits(40)) {
            return None;
        }
        let are_words = is_plain && nodes.iter().all(is_words);
        self.takes(texts().collect(), are_words).then_some(nodes.len())
    }

    /// Takes a paragraph that says of itself that it is the summary: `**TL;DR:** It works.` It stays: in
    /// a text in full the summary does not stand elsewhere.
    fn opening(&mut self, nodes: &[Node], at: usize, flow: Flow) {
        let Some(paragraph) = nodes.get(at).and_then(|node| node.named("p")) else { return };
        let boxed = || {
            let label = label(paragraph).filter(|_| flow.place == Where::Box && flow.kept == 0)?;
            let is_summary = !matches!(titles::kind(&label), None | Some(Kind::Tldr));
            labelled(paragraph, &label).filter(|_| is_summary)
        };
        if let Some(text) = tldr(paragraph).or_else(boxed) {
            self.sum_up(&text);
        }
    }

    /// Takes a text as the summary, if it is short and there is no other.
    fn sum_up(&mut self, text: &str) {
        let is_short = super::outline::count_words(text) <= MOST_SUMMARY_WORDS;
        let is_own = self.summary.as_ref().is_none_or(|own| *own == titles::key(text));
        if is_short && is_own && self.taken.summary.is_none() {
            self.taken.summary = Some(text.to_owned());
        }
    }
}

/// Says what stands before points something that is lost without it? A few words and a colon do not.
fn says_more(lead: &Node) -> bool {
    let text = tree::line(std::slice::from_ref(lead));
    let leads = lead.named("p").is_some() && text.trim_end().ends_with([':', '：']);
    !(leads && words(lead) <= MOST_LEAD_WORDS && is_words(lead))
}

/// Is it nothing but words, set in whatever way: no link or picture that is lost where the words alone
/// are shown? A formula is words here, as it was typed.
fn is_words(node: &Node) -> bool {
    const SET: [&str; 18] = [
        "li", "p", "em", "i", "strong", "b", "code", "kbd", "samp", "var", "mark", "small", "del",
        "ins", "s", "span", "br", "abbr",
    ];
    node.element().is_none_or(|it| SET.contains(&it.name) && it.children.iter().all(is_words))
}

fn is_list(node: &Node) -> bool {
    node.named("ul").is_some() || node.named("ol").is_some()
}

/// Is it a title or a picture, which may stand before the first words of a text?
fn is_opening(node: &Node) -> bool {
    node.named("h1").is_some() || tree::line(std::slice::from_ref(node)).is_empty()
}

/// Gives the text of a list item that is a point: short, and only text.
fn point(item: &Node) -> Option<String> {
    let item = item.named("li")?;
    let is_text = |node: &Node| !node.is_block() || node.named("p").is_some();
    let text = tree::line(&item.children);
    let fits = super::outline::count_words(&text) <= MOST_WORDS;
    (fits && !text.is_empty() && item.children.iter().all(is_text)).then_some(text)
}

fn words(node: &Node) -> usize {
    super::outline::count_words(&tree::line(std::slice::from_ref(node)))
}

#[cfg(test)]
mod tests;
