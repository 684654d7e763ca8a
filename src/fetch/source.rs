//! Fetches feeds from elsewhere, and keeps of each the last that was one.

use std::net::IpAddr;
use std::path::{Path, PathBuf};

use reqwest::header::{ETAG, IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED, LOCATION};
use reqwest::{Client, Response, StatusCode};
use tokio::task::JoinSet;
use url::{Host, Url};

use super::{PATIENCE, builder, words};
use crate::config::{Config, Place, Source};
use crate::finding::Finding;
use crate::import::feed;

/// How often an answer may send us on.
const REDIRECTS: usize = 5;

/// Fetches every source of the configuration that is on the web, where it has changed.
///
/// What cannot be fetched, or is no feed, keeps its last good state and is told.
pub async fn refresh(config: &Config) -> Vec<Finding> {
    let mut asked = JoinSet::new();
    for (number, source) in config.sources.iter().enumerate() {
        if let Place::Web(url) = &source.place {
            let (url, source) = (url.clone(), source.clone());
            let (file, most) = (source.place.file(&config.root), config.content.max_bytes);
            let page = config.file.clone();
            asked.spawn(async move {
                let kept = Kept { file };
                let why = one(&url, source.private, &kept, most).await.err();
                (number, why.map(|why| told(&source, &page, &kept, &why)))
            });
        }
    }
    let mut answers = asked.join_all().await;
    answers.sort_by_key(|(number, _)| *number);
    answers.into_iter().filter_map(|(_, finding)| finding).collect()
}

fn told(source: &Source, config: &Path, kept: &Kept, why: &str) -> Finding {
    let left = if kept.file.exists() {
        "its articles are shown as they were last found"
    } else {
        "nothing of it is shown yet"
    };
    Finding::warning(format!("the source {} could not be read: {why}", source.place.name()))
        .file(config)
        .line(source.line)
        .hint(format!("{left}; it is asked again at the next run"))
}

/// Where the last good state of a source is.
struct Kept {
    file: PathBuf,
}

impl Kept {
    fn marks(&self) -> PathBuf {
        self.file.with_extension("marks")
    }

    /// Gives what the source said of its state: its entity tag and its date.
    fn read(&self) -> (Option<String>, Option<String>) {
        if !self.file.exists() {
            return (None, None);
        }
        let text = std::fs::read_to_string(self.marks()).unwrap_or_default();
        let mut lines = text.lines().map(|line| Some(line.to_owned()).filter(|l| !l.is_empty()));
        (lines.next().flatten(), lines.next().flatten())
    }

    fn write(&self, bytes: &[u8], marks: &str) -> Result<(), String> {
        let folder = self.file.parent().unwrap_or(Path::new("."));
        let written = std::fs::create_dir_all(folder)
            // Without its marks a state is asked for whole: never new marks beside an old state.
            .and_then(|()| remove(&self.marks()))
            .and_then(|()| replace(folder, &self.file, bytes))
            .and_then(|()| replace(folder, &self.marks(), marks.as_bytes()));
        written.map_err(|error| format!("it cannot be kept: {error}"))
    }
}

fn remove(file: &Path) -> std::io::Result<()> {
    match std::fs::remove_file(file) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

fn replace(folder: &Path, file: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut new = tempfile::NamedTempFile::new_in(folder)?;
    std::io::Write::write_all(&mut new, bytes)?;
    new.persist(file).map(drop).map_err(|error| error.error)
}

/// Fetches one source, and keeps it where it is a feed.
async fn one(url: &Url, private: bool, kept: &Kept, most: u64) -> Result<(), String> {
    let (tag, date) = kept.read();
    let mut url = url.clone();
    for _ in 0..=REDIRECTS {
        let client = guarded(&url, private).await?;
        let mut request = client.get(url.as_str());
        if let Some(tag) = &tag {
            request = request.header(IF_NONE_MATCH, tag);
        }
        if let Some(date) = &date {
            request = request.header(IF_MODIFIED_SINCE, date);
        }
        let answer = request.send().await.map_err(|error| said(&error))?;
        match answer.status() {
            StatusCode::NOT_MODIFIED if kept.file.exists() => return Ok(()),
            status if status.is_redirection() => url = onward(&url, &answer)?,
            status if status.is_success() => return keep(answer, &url, kept, most).await,
            status => return Err(format!("it answers {status}")),
        }
    }
    Err("it sends us on too often".to_owned())
}

fn said(error: &reqwest::Error) -> String {
    if error.is_timeout() { "it does not answer in time".to_owned() } else { words(error) }
}

fn onward(url: &Url, answer: &Response) -> Result<Url, String> {
    let location = answer.headers().get(LOCATION).and_then(|value| value.to_str().ok());
    let next = location.and_then(|location| url.join(location).ok());
    next.ok_or_else(|| format!("it answers {} and leads nowhere", answer.status()))
}

async fn keep(mut answer: Response, url: &Url, kept: &Kept, most: u64) -> Result<(), String> {
    let mark = |name| answer.headers().get(name).and_then(|value| value.to_str().ok());
    let (tag, date) = (mark(ETAG).unwrap_or_default(), mark(LAST_MODIFIED).unwrap_or_default());
    let marks = format!("{tag}\n{date}\n");
    let mut bytes = Vec::new();
    while let Some(piece) = answer.chunk().await.map_err(|error| said(&error))? {
        bytes.extend_from_slice(&piece);
        if bytes.len() as u64 > most {
            return Err(format!("it is longer than {most} bytes"));
        }
    }
    feed::feed(&bytes, Some(url))?;
    kept.write(&bytes, &marks)
}

/// Makes a client that goes to this address and to no other: not to another scheme, not on by
/// itself, and not to a private network, whatever the name is said to mean a moment later.
async fn guarded(url: &Url, private: bool) -> Result<Client, String> {
    if !matches!(url.scheme(), "http" | "https") {
        return Err(format!("it leads to `{}:`, which is not the web", url.scheme()));
    }
    let builder = builder("planet").redirect(reqwest::redirect::Policy::none()).no_proxy();
    let builder = match url.host() {
        None => return Err("its address names no host".to_owned()),
        Some(Host::Ipv4(ip)) => public(ip.into(), private).map(|()| builder)?,
        Some(Host::Ipv6(ip)) => public(ip.into(), private).map(|()| builder)?,
        Some(Host::Domain(name)) => {
            let port = url.port_or_known_default().unwrap_or(443);
            let found = tokio::time::timeout(PATIENCE, tokio::net::lookup_host((name, port)));
            let found = found.await.map_err(|_| "its host is not found in time".to_owned())?;
            let found = found.map_err(|error| format!("its host is not found: {error}"))?;
            let addresses: Vec<_> = found.collect();
            for address in &addresses {
                public(address.ip(), private)?;
            }
            builder.resolve_to_addrs(name, &addresses)
        }
    };
    builder.build().map_err(|error| words(&error))
}

fn public(ip: IpAddr, private: bool) -> Result<(), String> {
    if private || is_public(ip) {
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
mod tests {
    use super::*;

    #[tokio::test]
    async fn every_step_of_the_way_is_looked_at_before_it_is_taken() {
        for url in [
            "http://[::1]/",
            "http://0x7f.1/",
            "http://2130706433/",
            "http://localhost:1/",
            "http://[::ffff:10.0.0.1]/",
        ] {
            let why = guarded(&url.parse().unwrap(), false).await.unwrap_err();
            assert!(why.contains("private network"), "{url}: {why}");
            guarded(&url.parse().unwrap(), true).await.unwrap();
        }
        assert!(guarded(&"ftp://9.9.9.9/".parse().unwrap(), true).await.is_err());
    }

    #[test]
    fn only_addresses_anyone_may_have_are_public() {
        for ip in ["9.9.9.9", "172.32.0.1", "2600::1", "::ffff:9.9.9.9", "64:ff9b::909:909"] {
            assert!(is_public(ip.parse().unwrap()), "{ip}");
        }
        for ip in [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "198.18.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "::1",
            "::",
            "fe80::1",
            "fc00::1",
            "::ffff:127.0.0.1",
            "::127.0.0.1",
            "64:ff9b::7f00:1",
            "2002:7f00:1::",
            "2001:db8::1",
            "ff02::1",
        ] {
            assert!(!is_public(ip.parse().unwrap()), "{ip}");
        }
    }
}
