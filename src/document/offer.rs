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

pub(super) fn read(keys: &Keys<'_>) -> WrittenOffer {
    WrittenOffer {
        no_feed: no_feed(keys),
        aliases: aliases(keys),
        episode: WrittenEpisode {
            explicit: keys.find(&EXPLICIT).and_then(|entry| truth(&entry.node)),
            number: number(keys, &EPISODE),
            season: number(keys, &SEASON),
            transcript: address(keys, &TRANSCRIPT).map(Box::new),
            chapters: address(keys, &CHAPTERS).map(Box::new),
        },
    }
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

fn number(keys: &Keys<'_>, names: &[&str]) -> Option<u32> {
    keys.find(names)?.node.text()?.parse().ok().filter(|number| *number > 0)
}

/// Reads an address: a text, or the `src` or `url` of a table.
fn address(keys: &Keys<'_>, names: &[&str]) -> Option<Written<String>> {
    let entry = keys.find(names)?;
    let text = entry.node.text().or_else(|| entry.node.text_of(&["src", "url", "file", "href"]))?;
    // `transcript: true` says that there is one, not where.
    let is_address = text.contains(['/', '.']) && !text.contains(char::is_whitespace);
    is_address.then(|| Written { value: text.to_owned(), line: entry.line })
}
