//! Front matter's words on feeds, former addresses, and episodes.

use super::front_matter::{Node, Value};
use super::keys::{Keys, truth};
use super::{Written, WrittenEpisode, WrittenOffer};
use crate::text::one_set_line;

/// Keys that keep an article out of feeds when false.
const IN_FEEDS: [&str; 6] = ["feed", "feeds", "infeed", "infeeds", "rss", "inrss"];
/// Keys that keep an article out of feeds when true.
const NOT_IN_FEEDS: [&str; 10] = [
    "nofeed",
    "norss",
    "excludefromfeed",
    "excludefromrss",
    "hiddenfromfeed",
    "hiddenfromrss",
    "hiddeninrss",
    "rssignore",
    "disablefeed",
    "eleventyexcludefromcollections",
];
const ALIASES: [&str; 4] = ["aliases", "alias", "redirectfrom", "redirectsfrom"];
const EPISODE: [&str; 3] = ["episode", "episodenumber", "podcastepisode"];
const SEASON: [&str; 3] = ["season", "seasonnumber", "podcastseason"];
const EXPLICIT: [&str; 2] = ["explicit", "podcastexplicit"];
const TRANSCRIPT: [&str; 3] = ["transcript", "transcripturl", "podcasttranscript"];
const CHAPTERS: [&str; 3] = ["chapters", "chaptersurl", "podcastchapters"];

/// Reads them; what is wrong of an episode is told where the article `is_episode`: elsewhere its
/// words may mean anything, such as the season of a recipe.
pub(super) fn read(keys: &mut Keys<'_>, is_episode: bool) -> WrittenOffer {
    let before = keys.findings.len();
    let episode = WrittenEpisode {
        explicit: explicit(keys),
        number: number(keys, &EPISODE),
        season: number(keys, &SEASON),
        transcript: address(keys, &TRANSCRIPT).map(Box::new),
        chapters: address(keys, &CHAPTERS).map(Box::new),
    };
    if !is_episode {
        keys.findings.truncate(before);
    }
    WrittenOffer { no_feed: no_feed(keys), aliases: aliases(keys), episode }
}

fn explicit(keys: &mut Keys<'_>) -> Option<bool> {
    let entry = keys.find(&EXPLICIT)?;
    // Directories know `clean` as well.
    let is_clean = entry.node.text().is_some_and(|text| text.eq_ignore_ascii_case("clean"));
    let explicit = truth(&entry.node).or_else(|| is_clean.then_some(false));
    if explicit.is_none() {
        keys.left_out(entry.line, &format!("`{}`", entry.key), "true or false", &entry.node);
    }
    explicit
}

/// Is it said that the article stays out of feeds? Jekyll's feed plugin says `feed: {exclude: true}`.
fn no_feed(keys: &Keys<'_>) -> bool {
    let said =
        |names: &[&str], what| keys.all(names).iter().any(|entry| truth(&entry.node) == Some(what));
    let excluded = || {
        let entry = keys.find(&["feed"])?;
        truth(entry.node.get("exclude")?)
    };
    said(&IN_FEEDS, false) || said(&NOT_IN_FEEDS, true) || excluded() == Some(true)
}

fn aliases(keys: &Keys<'_>) -> Vec<Written<String>> {
    let mut aliases = Vec::new();
    for entry in keys.all(&ALIASES) {
        let nodes: Vec<&Node> = match &entry.node.value {
            Value::List(nodes) => nodes.iter().collect(),
            _ => vec![&entry.node],
        };
        let written = |node: &Node| {
            let value = node.text().map(one_set_line)?;
            Some(Written { value, line: node.line.max(entry.line) })
        };
        aliases.extend(nodes.into_iter().filter_map(written));
    }
    aliases
}

fn number(keys: &mut Keys<'_>, names: &[&str]) -> Option<u32> {
    let entry = keys.find(names)?;
    let number = entry.node.text().and_then(|text| text.parse().ok()).filter(|number| *number > 0);
    if number.is_none() {
        keys.left_out(entry.line, &format!("`{}`", entry.key), "a number from 1 on", &entry.node);
    }
    number
}

/// Reads an address: a text, or the `src` or `url` of a table.
fn address(keys: &mut Keys<'_>, names: &[&str]) -> Option<Written<String>> {
    let entry = keys.find(names)?;
    let text = entry.node.text().or_else(|| entry.node.text_of(&["src", "url", "file", "href"]));
    let is_address = |text: &&str| text.contains(['/', '.']) && !text.contains(char::is_whitespace);
    let address = text.filter(is_address);
    // `transcript: true` says that there is one, not where.
    if address.is_none() && truth(&entry.node).is_none() {
        let what = format!("`{}`", entry.key);
        keys.left_out(entry.line, &what, "the address of a file", &entry.node);
    }
    address.map(|text| Written { value: text.to_owned(), line: entry.line })
}
