//! Cover images and enclosures: their addresses, and what their files tell when they are at hand.

mod header;

use std::cell::RefCell;
use std::path::{Component, Path, PathBuf};

use url::Url;

use super::{Enclosure, Image};
use crate::document::{Cover, Document, Written, WrittenEnclosure};
use crate::finding::Finding;
use crate::text::{is_media_type, percent_decoded_if_any};

/// The media type of a file of which nothing is known (RFC 2046, section 4.5.1).
const UNKNOWN: &str = "application/octet-stream";

/// Where files are looked for.
pub(super) struct Files<'a> {
    /// The content folder.
    pub(super) content: &'a Path,
    /// The home page.
    pub(super) home: &'a Url,
    /// The article's own address.
    pub(super) base: &'a Url,
    /// The article.
    pub(super) document: &'a Document,
    /// The paths at which a file was looked for; what is there decides what the article is.
    pub(super) looked: &'a RefCell<Vec<PathBuf>>,
}

/// What a file of the content folder tells.
struct Local {
    length: u64,
    media_type: Option<&'static str>,
    size: Option<(u32, u32)>,
}

impl Files<'_> {
    /// Completes a cover image.
    pub(super) fn cover(
        &self,
        written: &Written<Cover>,
        findings: &mut Vec<Finding>,
    ) -> Option<Image> {
        let cover = &written.value;
        let (url, local) = self.find(&cover.src, written.line, findings)?;
        Some(Image {
            media_type: media_type(local.as_ref(), &url).map(str::to_owned),
            length: local.as_ref().map(|local| local.length),
            size: local.and_then(|local| local.size),
            alt: cover.alt.clone().or_else(|| cover.caption.clone()).unwrap_or_default(),
            url,
        })
    }

    /// Completes an image that is known by its absolute address.
    pub(super) fn image(&self, address: &str, alt: &str) -> Option<Image> {
        let cover = Cover { src: address.to_owned(), alt: Some(alt.to_owned()), caption: None };
        let image = self.cover(&Written { value: cover, line: 1 }, &mut Vec::new())?;
        matches!(image.url.scheme(), "http" | "https").then_some(image)
    }

    /// Completes an attached file; a length that nobody knows is told.
    pub(super) fn enclosure(
        &self,
        written: &Written<WrittenEnclosure>,
        findings: &mut Vec<Finding>,
    ) -> Option<Enclosure> {
        let given = &written.value;
        let (url, local) = self.find(&given.src, written.line, findings)?;
        let length = local.as_ref().map(|local| local.length).or(given.length);
        if length.is_none() {
            let what = format!("nobody knows the length of the attached file `{}`", given.src);
            findings.push(
                Finding::warning(what)
                    .file(&self.document.file)
                    .line(written.line)
                    .hint("put it into the content folder, or write its `length` in bytes"),
            );
        }
        let found = media_type(local.as_ref(), &url).unwrap_or(UNKNOWN);
        let media_type = self.media_type(given.media_type.as_ref(), found, findings);
        Some(Enclosure { url, media_type, length: length.unwrap_or(0), seconds: given.seconds })
    }

    /// Gives the media type that is written, else the one that was found; what is none is told.
    fn media_type(
        &self,
        written: Option<&Written<String>>,
        found: &str,
        findings: &mut Vec<Finding>,
    ) -> String {
        let Some(Written { value, line }) = written else { return found.to_owned() };
        if is_media_type(value) {
            return value.clone();
        }
        let says = if found == UNKNOWN {
            "for its ending tells nothing"
        } else {
            "as the file or its ending tells"
        };
        findings.push(
            Finding::warning(format!("`{value}` is no media type"))
                .file(&self.document.file)
                .line(*line)
                .hint(format!("`{found}` is used, {says}")),
        );
        found.to_owned()
    }

    /// Resolves an address, and finds its file in the content folder.
    fn find(
        &self,
        src: &str,
        line: u32,
        findings: &mut Vec<Finding>,
    ) -> Option<(Url, Option<Local>)> {
        let mut wrong =
            |what: String| {
                findings.push(Finding::warning(what).file(&self.document.file).line(line).hint(
                    "it is left out; write a web address, or a path inside the content folder",
                ));
            };
        let url = match self.resolve(src) {
            Ok(url) => url,
            Err(why) => {
                wrong(why);
                return None;
            }
        };
        let local = self.local(src, &url);
        if local.is_err() {
            wrong(format!("`{src}` climbs out of the content folder"));
        }
        Some((url, local.ok()?))
    }

    /// Makes an address absolute: `/x` is below the home page's host, `x` below the article.
    fn resolve(&self, src: &str) -> Result<Url, String> {
        let url = self.base.join(src).map_err(|error| format!("`{src}`: {error}"))?;
        if matches!(url.scheme(), "http" | "https") {
            Ok(url)
        } else {
            Err(format!("`{}:` is no address that readers can fetch", url.scheme()))
        }
    }

    /// Looks for the file: beside the article, then below the content folder.
    fn local(&self, src: &str, url: &Url) -> Result<Option<Local>, ()> {
        let path = src.split(['?', '#']).next().unwrap_or_default();
        let mut places = Vec::new();
        if !src.contains("://") && !src.starts_with("//") {
            let path = percent_decoded_if_any(path);
            let beside = self.document.path.parent().unwrap_or(Path::new(""));
            if let Some(from_top) = path.strip_prefix('/') {
                places.push(inside(Path::new(from_top)).ok_or(())?);
            } else {
                places.push(inside(&beside.join(path)).ok_or(())?);
            }
        }
        if let Some(below) = below_home(url, self.home) {
            places.extend(inside(Path::new(&below)));
        }
        for place in places {
            let path = self.content.join(place);
            self.looked.borrow_mut().push(path.clone());
            if let Ok(about) = path.metadata()
                && about.is_file()
            {
                return self
                    .is_really_inside(&path)
                    .then(|| tell(&path, about.len()))
                    .ok_or(())
                    .map(Some);
            }
        }
        Ok(None)
    }

    /// Does the file lie in the content folder once symbolic links are followed?
    fn is_really_inside(&self, path: &Path) -> bool {
        match (path.canonicalize(), self.content.canonicalize()) {
            (Ok(path), Ok(content)) => path.starts_with(content),
            _ => false,
        }
    }
}

fn tell(path: &Path, length: u64) -> Local {
    let (media_type, size) = header::read(path);
    Local { length, media_type, size }
}

/// Resolves `..` on paper; nothing if the path would leave the folder it starts in.
fn inside(path: &Path) -> Option<PathBuf> {
    let mut clean = PathBuf::new();
    for part in path.components() {
        match part {
            Component::Normal(part) => clean.push(part),
            Component::CurDir => {}
            Component::ParentDir if clean.pop() => {}
            Component::ParentDir | Component::RootDir | Component::Prefix(_) => return None,
        }
    }
    Some(clean)
}

fn below_home(url: &Url, home: &Url) -> Option<String> {
    let same = url.host() == home.host();
    let below = url.path().strip_prefix(home.path()).filter(|_| same)?;
    Some(percent_decoded_if_any(below))
}

/// Names a file's media type: from its first bytes, else from its name.
fn media_type(local: Option<&Local>, url: &Url) -> Option<&'static str> {
    local.and_then(|local| local.media_type).or_else(|| by_name(url.path()))
}

fn by_name(path: &str) -> Option<&'static str> {
    let extension = path.rsplit('/').next()?.rsplit_once('.')?.1.to_ascii_lowercase();
    Some(match extension.as_str() {
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "svg" => "image/svg+xml",
        "mp3" => "audio/mpeg",
        "m4a" | "m4b" => "audio/mp4",
        "ogg" | "oga" => "audio/ogg",
        "opus" => "audio/opus",
        "flac" => "audio/flac",
        "wav" => "audio/wav",
        "aac" => "audio/aac",
        "mp4" | "m4v" => "video/mp4",
        "webm" => "video/webm",
        "mov" => "video/quicktime",
        "pdf" => "application/pdf",
        "epub" => "application/epub+zip",
        "zip" => "application/zip",
        _ => return None,
    })
}
