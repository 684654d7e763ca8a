//! Fetches feeds from elsewhere, and keeps of each the last that was one.

use std::net::IpAddr;
use std::path::Path;

use reqwest::header::{
    CONTENT_TYPE, ETAG, IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED, LOCATION,
};
use reqwest::{Client, Response, StatusCode};
use tokio::task::JoinSet;
use url::{Host, Url};

use super::{PATIENCE, builder, words};
use crate::config::{Config, Place, Source};
use crate::finding::Finding;
use crate::import::feed;
use crate::import::kept::{Kept, Marks};

/// How often an answer may send us on.
const REDIRECTS: usize = 5;

/// What is said of a source that keeps us waiting.
const LATE: &str = "it does not answer in time";

/// Says which addresses may be asked.
type May = fn(IpAddr) -> bool;

/// Fetches every source of the configuration that is on the web, where it has changed, and keeps those
/// in files, as [`keep_files`] does.
///
/// What cannot be fetched, or is no feed, keeps its last good state and is told.
pub async fn refresh(config: &Config) -> Vec<Finding> {
    keep_files(config);
    let mut asked = JoinSet::new();
    for (number, source) in config.sources.iter().enumerate() {
        if let Place::Web(url) = &source.place {
            let (url, source) = (url.clone(), source.clone());
            let most = config.content.max_bytes;
            let (kept, page) = (Kept::at(source.place.kept(&config.root)), config.file.clone());
            asked.spawn(async move {
                let may: May = if source.private { |_| true } else { is_public };
                let why = in_time(&url, may, &kept, most).await.err();
                (number, why.map(|why| told(&source, &page, &kept, &why)))
            });
        }
    }
    let mut answers = asked.join_all().await;
    answers.sort_by_key(|(number, _)| *number);
    answers.into_iter().filter_map(|(_, finding)| finding).collect()
}

/// Keeps the state of every source in a file that is a feed now: what it may be later is told by who
/// reads it.
pub fn keep_files(config: &Config) {
    for source in &config.sources {
        let Place::File(file) = &source.place else { continue };
        if file.metadata().map_or(u64::MAX, |about| about.len()) > config.content.max_bytes {
            continue;
        }
        let Ok(bytes) = std::fs::read(file) else { continue };
        let kept = Kept::at(source.place.kept(&config.root));
        let is_kept = kept.read().is_ok_and(|known| known.is_some_and(|(old, _)| old == bytes));
        if !is_kept && feed::feed(&bytes, None).is_ok() {
            // It is read from where it is; where this fails, no more is lost than was kept before.
            let _ = kept.write(&bytes, &Marks::default());
        }
    }
}

fn told(source: &Source, config: &Path, kept: &Kept, why: &str) -> Finding {
    let left = if kept.is_whole() {
        "its articles are shown as they were last found"
    } else {
        "nothing of it is shown yet"
    };
    Finding::warning(format!("the source {} could not be read: {why}", source.place.name()))
        .file(config)
        .line(source.line)
        .hint(format!("{left}; it is asked again at the next run"))
}

/// Fetches one source; all of its redirects and its last byte must come within [`PATIENCE`].
async fn in_time(url: &Url, may: May, kept: &Kept, most: u64) -> Result<(), String> {
    let fetched = tokio::time::timeout(PATIENCE, one(url, may, kept, most)).await;
    fetched.unwrap_or_else(|_| Err(LATE.to_owned()))
}

/// Fetches one source, and keeps it where it is a feed.
async fn one(url: &Url, may: May, kept: &Kept, most: u64) -> Result<(), String> {
    let state = kept.read().ok().flatten();
    let is_whole = state.is_some();
    let Marks { tag, date } = state.map(|(_, marks)| marks).unwrap_or_default();
    let mut url = url.clone();
    for _ in 0..=REDIRECTS {
        let client = guarded(&url, may).await?;
        let mut request = client.get(url.as_str());
        if let Some(tag) = &tag {
            request = request.header(IF_NONE_MATCH, tag);
        }
        if let Some(date) = &date {
            request = request.header(IF_MODIFIED_SINCE, date);
        }
        let answer = request.send().await.map_err(|error| said(&error))?;
        match answer.status() {
            StatusCode::NOT_MODIFIED if is_whole => return Ok(()),
            status if status.is_redirection() => url = onward(&url, &answer)?,
            status if status.is_success() => return keep(answer, &url, kept, most).await,
            status => return Err(format!("it answers {status}")),
        }
    }
    Err("it sends us on too often".to_owned())
}

fn said(error: &reqwest::Error) -> String {
    if error.is_timeout() { LATE.to_owned() } else { words(error) }
}

fn onward(url: &Url, answer: &Response) -> Result<Url, String> {
    let location = answer.headers().get(LOCATION).and_then(|value| value.to_str().ok());
    let next = location.and_then(|location| url.join(location).ok());
    next.ok_or_else(|| format!("it answers {} and leads nowhere", answer.status()))
}

async fn keep(mut answer: Response, url: &Url, kept: &Kept, most: u64) -> Result<(), String> {
    let header = |name| answer.headers().get(name).and_then(|value| value.to_str().ok());
    let mark = |name| header(name).map(str::to_owned);
    let marks = Marks { tag: mark(ETAG), date: mark(LAST_MODIFIED) };
    let kind = header(CONTENT_TYPE).unwrap_or_default().to_ascii_lowercase();
    let charset = kind.split_once("charset=").map(|(_, charset)| charset.to_owned());
    let mut bytes = Vec::new();
    while let Some(piece) = answer.chunk().await.map_err(|error| said(&error))? {
        bytes.extend_from_slice(&piece);
        if bytes.len() as u64 > most {
            return Err(format!("it is longer than {most} bytes"));
        }
    }
    let bytes = feed::in_utf8(bytes, charset.as_deref());
    feed::feed(&bytes, Some(url)).map_err(|why| why.to_string())?;
    kept.write(&bytes, &marks).map_err(|error| format!("it cannot be kept: {error}"))
}

/// Makes a client that goes to this address and to no other: not to another scheme, not on by
/// itself, and not to a private network, whatever the name is said to mean a moment later.
async fn guarded(url: &Url, may: May) -> Result<Client, String> {
    if !matches!(url.scheme(), "http" | "https") {
        return Err(format!("it leads to `{}:`, which is not the web", url.scheme()));
    }
    let builder = builder("planet").redirect(reqwest::redirect::Policy::none()).no_proxy();
    let builder = match url.host() {
        None => return Err("its address names no host".to_owned()),
        Some(Host::Ipv4(ip)) => allowed(ip.into(), may).map(|()| builder)?,
        Some(Host::Ipv6(ip)) => allowed(ip.into(), may).map(|()| builder)?,
        Some(Host::Domain(name)) => {
            let port = url.port_or_known_default().unwrap_or(443);
            let found = tokio::net::lookup_host((name, port)).await;
            let found = found.map_err(|error| format!("its host is not found: {error}"))?;
            let addresses: Vec<_> = found.collect();
            for address in &addresses {
                allowed(address.ip(), may)?;
            }
            builder.resolve_to_addrs(name, &addresses)
        }
    };
    builder.build().map_err(|error| words(&error))
}

fn allowed(ip: IpAddr, may: May) -> Result<(), String> {
    if may(ip) {
        return Ok(());
    }
    Err(format!("{ip} is an address of a private network; `allow_private = true` lets it be asked"))
}

/// Is it an address anyone on the internet may have (RFC 6890)?
fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => {
            let [a, b, c, _] = ip.octets();
            let special = ip.is_private()
                || ip.is_loopback()
                || ip.is_link_local()
                || ip.is_broadcast()
                || ip.is_documentation()
                || ip.is_multicast();
            let reserved = a == 0
                || a >= 240
                || (a == 100 && (64..128).contains(&b))
                || (a == 192 && b == 0 && c == 0)
                || (a == 198 && (18..20).contains(&b));
            !special && !reserved
        }
        IpAddr::V6(ip) => {
            let parts = ip.segments();
            let [.., high, low] = parts;
            let [[a, b], [c, d]] = [high.to_be_bytes(), low.to_be_bytes()];
            let inner = IpAddr::V4([a, b, c, d].into());
            match parts {
                // IPv4 in other clothes: mapped, compatible, and by way of NAT64.
                [0, 0, 0, 0, 0, 0xFFFF | 0, ..] | [0x64, 0xFF9B, 0, 0, 0, 0, ..] => {
                    is_public(inner)
                }
                // 6to4 carries the address in its second and third part.
                [0x2002, high, low, ..] => {
                    let [[a, b], [c, d]] = [high.to_be_bytes(), low.to_be_bytes()];
                    is_public(IpAddr::V4([a, b, c, d].into()))
                }
                // Only 2000::/3 is given out; of it, not the examples and not Teredo.
                [first, second, ..] => {
                    first & 0xE000 == 0x2000
                        && !(first == 0x2001 && (second == 0x0DB8 || second < 0x0200))
                }
            }
        }
    }
}

#[cfg(test)]
mod tests;
