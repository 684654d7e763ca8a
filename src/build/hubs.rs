//! Which `WebSub` hubs have not been told yet of which feeds.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use aws_lc_rs::digest::{SHA256, digest};

use crate::config::Config;
use crate::feed::{Feed, Format};
use crate::fetch::{self, Ping};
use crate::finding::Finding;
use crate::output::{self, OutputError};

/// What was told: a line of the hash of the bytes, the hub and the feed for each.
const NAME: &str = "hubs";

/// Finds what hubs are still to be told: every feed whose bytes in the output folder are not those
/// they were last told of.
pub(super) fn due(config: &Config, feeds: &[Feed<'_>]) -> Vec<Ping> {
    if config.feeds.hubs.is_empty() {
        return Vec::new();
    }
    let told = load(&config.root);
    let mut pings = Vec::new();
    for (feed, format) in feeds.iter().flat_map(|feed| Format::ALL.map(|format| (feed, format))) {
        let Ok(bytes) = std::fs::read(config.output.dir.join(feed.path(format))) else { continue };
        let (hash, topic) = (hash(&bytes), feed.url(format).to_string());
        for hub in config.feeds.hubs.iter().map(ToString::to_string) {
            if told.get(&(hub.clone(), topic.clone())) != Some(&hash) {
                pings.push(Ping { hub, topic: topic.clone(), hash: hash.clone() });
            }
        }
    }
    pings
}

/// Tells hubs of feeds; what could not be told is named, and told again at the next run.
///
/// # Errors
/// When it cannot be kept what was told.
pub async fn tell(config: &Config, pings: Vec<Ping>) -> Result<Vec<Finding>, OutputError> {
    if pings.is_empty() {
        return Ok(Vec::new());
    }
    let mut told = load(&config.root);
    let mut refused: BTreeMap<String, (usize, String)> = BTreeMap::new();
    for (ping, answer) in fetch::publish(pings).await {
        match answer {
            Ok(()) => drop(told.insert((ping.hub, ping.topic), ping.hash)),
            Err(why) => refused.entry(ping.hub).or_insert((0, why)).0 += 1,
        }
    }
    let wanted = |(hub, _): &(String, String), _: &mut String| {
        config.feeds.hubs.iter().any(|known| known.as_str() == hub)
    };
    told.retain(wanted);
    let mut text = String::new();
    for ((hub, topic), hash) in &told {
        let _ = writeln!(text, "{hash} {hub} {topic}");
    }
    output::replace(&path(&config.root), text.as_bytes())?;
    Ok(refused.into_iter().map(|(hub, (count, why))| untold(&hub, count, &why)).collect())
}

fn untold(hub: &str, count: usize, why: &str) -> Finding {
    let feeds = if count == 1 { "1 feed".to_owned() } else { format!("{count} feeds") };
    Finding::warning(format!("the hub {hub} could not be told of {feeds}: {why}"))
        .hint("the feeds are in place; the hub is told again at the next run")
}

fn path(root: &Path) -> PathBuf {
    root.join(".postrider").join(NAME)
}

fn load(root: &Path) -> BTreeMap<(String, String), String> {
    let text = std::fs::read_to_string(path(root)).unwrap_or_default();
    let line = |line: &str| {
        let mut parts = line.split(' ').map(str::to_owned);
        let hash = parts.next()?;
        Some(((parts.next()?, parts.next()?), hash))
    };
    text.lines().filter_map(line).collect()
}

fn hash(bytes: &[u8]) -> String {
    crate::text::hex(digest(&SHA256, bytes).as_ref())
}
