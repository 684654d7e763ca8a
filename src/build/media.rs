//! The images and sounds of the content folder that article pages show.

use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};

use super::claims::{Claims, Owner};
use super::page::Dresser;
use super::pages::path_below;
use crate::article::Article;
use crate::finding::Finding;
use crate::output::{Content, Earlier, File};

/// Endings of files that are articles themselves, or ours.
const NOT_MEDIA: [&str; 8] = ["md", "markdown", "html", "htm", "txt", "lock", "toml", "json"];

/// Copies every file of the content folder that an article refers to below the home page, and tells
/// of pictures and sounds that nobody will find there.
pub(super) fn copy(dresser: &Dresser<'_>, claims: &mut Claims<'_>, findings: &mut Vec<Finding>) {
    let home = &dresser.publication.home;
    let Ok(content) = dresser.config.content.dir.canonicalize() else { return };
    let output = &dresser.config.output.dir;
    let earlier = OnceCell::new();
    let load = || Earlier::load(output, &dresser.config.root.join(".postrider")).ok();
    // What lies in the output folder already is the user's own, unless an earlier build laid it there:
    // then this one takes it away.
    let is_there = |path: &str| {
        let is_ours = |earlier: &Earlier| earlier.is_ours(Path::new(path));
        output.join(path).exists() && !earlier.get_or_init(load).as_ref().is_some_and(is_ours)
    };
    let mut copied = BTreeSet::new();
    for article in &dresser.publication.articles {
        let shown = shown(article, home.as_str());
        let mut told = BTreeSet::new();
        let parts = parts(article).into_iter().map(|address| (address, true));
        let others = addresses(article, home.as_str()).into_iter().map(|address| (address, false));
        for (address, declared) in parts.chain(others) {
            let Some(path) = home.join(&address).ok().and_then(|url| path_below(&url, home)) else {
                continue;
            };
            let Some(from) = find(&path, article, dresser, &content, declared) else {
                let path = as_file(path, &address);
                if shown.contains(&address) && !is_there(&path) && told.insert(path.clone()) {
                    findings.push(missing(&path, article));
                }
                continue;
            };
            if copied.insert(path.clone()) {
                let content = Content::CopyOf(from);
                claims.take(File { path: path.into(), content, yields: false }, Owner::Ours);
            }
        }
    }
}

/// Lists the addresses of files that front matter names, whatever they are called.
fn parts(article: &Article) -> Vec<String> {
    let episode = &article.offer.episode;
    let parts = [&episode.transcript, &episode.chapters].into_iter().flatten();
    parts.map(|part| part.url.to_string()).collect()
}

/// Lists all addresses below the home page that an article's text, cover and enclosure hold.
fn addresses(article: &Article, home: &str) -> Vec<String> {
    let cover = article.cover.iter().map(|cover| cover.url.to_string());
    let enclosure = article.enclosure.iter().map(|enclosure| enclosure.url.to_string());
    let text = article.html.match_indices(home).map(|(at, _)| {
        let rest = &article.html[at..];
        let end = rest.find(|c: char| c.is_whitespace() || "\"'<>,&?#".contains(c));
        rest[..end.unwrap_or(rest.len())].to_owned()
    });
    cover.chain(enclosure).chain(text).collect()
}

/// Lists the addresses below the home page of what an article's page shows or plays.
fn shown(article: &Article, home: &str) -> BTreeSet<String> {
    let cover = article.cover.iter().map(|cover| cover.url.to_string());
    let sources = article.html.match_indices(" src=\"").filter_map(|(at, mark)| {
        let written = article.html.get(at + mark.len()..)?.split('"').next()?;
        let address = written.split(['?', '#', ',']).next()?.replace("&amp;", "&");
        address.starts_with(home).then_some(address)
    });
    cover.chain(sources).collect()
}

fn missing(path: &str, article: &Article) -> Finding {
    let name = path.rsplit('/').next().unwrap_or(path);
    let what = format!("it shows `{name}`, and there is no such file: {path}");
    let finding = Finding::warning(what);
    let line = line_of(&article.file, name);
    finding.file(&article.file).line(line.unwrap_or(1)).hint(
        "put it into the content folder, beside the article or at this path, or mend the name",
    )
}

/// Gives the path of a file that is shown: what has no ending is a page only where it is linked to.
fn as_file(path: String, address: &str) -> String {
    const PAGE: &str = "/index.html";
    let short = path.strip_suffix(PAGE).filter(|_| !address.ends_with(PAGE)).map(str::to_owned);
    short.unwrap_or(path)
}

/// Finds the line on which an article names a file: in an address, else as a value of front matter.
fn line_of(file: &Path, name: &str) -> Option<u32> {
    let text = std::fs::read_to_string(file).ok()?;
    let encoded = crate::text::percent_encoded(name);
    let named = [name, &encoded];
    let find = |before: &dyn Fn(char) -> bool| {
        let all = named.iter().flat_map(|name| text.match_indices(*name));
        let mut fits = all.filter(|(at, found)| {
            let (start, rest) = (text.get(..*at), text.get(at + found.len()..));
            start.is_some_and(|start| start.ends_with(before))
                && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(ends_address))
        });
        fits.next().map(|(at, _)| at)
    };
    let in_address = |c: char| "(\"'</=".contains(c);
    let at = find(&in_address).or_else(|| find(&char::is_whitespace))?;
    u32::try_from(text.get(..at)?.matches('\n').count() + 1).ok()
}

fn ends_address(c: char) -> bool {
    c.is_whitespace() || ")\"'>?#,]}".contains(c)
}

/// Finds the file: at its path below the content folder, or beside the article.
fn find(
    path: &str,
    article: &Article,
    dresser: &Dresser<'_>,
    content: &Path,
    declared: bool,
) -> Option<PathBuf> {
    let path = Path::new(path);
    let own = path_below(&article.url, &dresser.publication.home)?;
    let beside = Path::new(&own).parent().and_then(|folder| path.strip_prefix(folder).ok());
    let beside = beside.and_then(|rest| Some(article.file.parent()?.join(rest)));
    let below = dresser.config.content.dir.join(path);
    [Some(below), beside].into_iter().flatten().find(|file| is_media(file, content, declared))
}

/// Is it a file within the content folder that is not hidden, and no article unless `declared`?
fn is_media(file: &Path, content: &Path, declared: bool) -> bool {
    let Ok(real) = file.canonicalize() else { return false };
    let Ok(below) = real.strip_prefix(content) else { return false };
    let shown = below.components().all(
        |part| matches!(part, Component::Normal(name) if !name.to_string_lossy().starts_with('.')),
    );
    let ending = real.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
    let fits = ending.is_some_and(|ending| declared || !NOT_MEDIA.contains(&ending.as_str()));
    shown && real.is_file() && fits
}
