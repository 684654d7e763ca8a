//! Whether the feeds a build makes are right, and which article is to blame where they are not.

use std::collections::HashMap;
use std::path::Path;

use rayon::prelude::*;

use crate::config::Config;
use crate::feed::{self, Feed, Format};
use crate::finding::Finding;
use crate::output::{Content, File};
use crate::publication::Publication;

/// Judges every document of every feed.
pub(super) fn all(
    feeds: &[Feed<'_>],
    files: &[File],
    publication: &Publication,
    config: &Config,
) -> Vec<Finding> {
    let bytes: HashMap<&Path, &Content> =
        files.iter().map(|file| (&*file.path, &file.content)).collect();
    let documents: Vec<(Feed<'_>, Format)> = feeds
        .iter()
        .flat_map(|feed| std::iter::once(feed.clone()).chain(feed.pages()))
        .flat_map(|feed| Format::ALL.map(|format| (feed.clone(), format)))
        .collect();
    let judge = |(feed, format): &(Feed<'_>, Format)| {
        let path = feed.path(*format);
        let Some(Content::Bytes(bytes)) = bytes.get(Path::new(&path)) else { return Vec::new() };
        let place = config.output.dir.join(path);
        let found = feed::check(feed, *format, bytes, publication.now).into_iter();
        found.map(|finding| finding.file(&place)).collect()
    };
    documents.par_iter().flat_map_iter(judge).collect()
}
