//! Which articles no output of a build holds, so that nobody has to render them.

use foldhash::{HashMap, HashMapExt as _};
use url::Url;

use super::candidate::Candidate;
use crate::config::Config;

/// How a build knows which articles it can do without.
#[derive(Debug, Clone, Copy)]
pub(super) struct Need {
    /// How many of the newest are in a feed.
    most: usize,
}

/// What is known of a candidate before it is completed.
pub(super) struct Known<'a> {
    pub(super) candidate: &'a Candidate,
    pub(super) id: &'a str,
    /// Its address; none where a mistake keeps it from having one.
    pub(super) url: Option<Url>,
    /// May a reader see it now?
    pub(super) visible: bool,
}

impl Need {
    /// Takes the need of a publication that offers nothing but feeds of its newest articles; any
    /// other needs them all.
    pub(super) fn of(config: &Config) -> Option<Self> {
        let feeds = &config.feeds;
        let more = feeds.archive
            || !feeds.by.is_empty()
            || !feeds.of.is_empty()
            || !feeds.aliases.is_empty()
            || config.output.pages
            || config.podcast.is_some()
            || config.model.is_some()
            || !config.newsletters.is_empty()
            || !config.sources.is_empty();
        (!more).then_some(Self { most: feeds.items })
    }

    /// Says of each candidate whether it is needed.
    ///
    /// What may keep another from being shown is needed too: two with one id or one address, and an
    /// address where a file of ours may be.
    pub(super) fn wanted(self, all: &[Known<'_>], home: &Url) -> Vec<bool> {
        let mut owners: HashMap<&str, usize> = HashMap::with_capacity(2 * all.len());
        for known in all {
            *owners.entry(known.id).or_default() += 1;
            let url = known.url.iter().map(Url::as_str);
            url.for_each(|url| *owners.entry(url).or_default() += 1);
        }
        let alone = |key: &str| owners.get(key).is_none_or(|times| *times < 2);
        let is_plain = |known: &Known<'_>| {
            let fits = |url: &Url| alone(url.as_str()) && !may_meet(url, home);
            alone(known.id) && known.url.as_ref().is_some_and(fits)
        };
        let mut wanted: Vec<bool> = all.iter().map(|known| !is_plain(known)).collect();
        let counts = |known: &Known<'_>| {
            let offered = !known.candidate.document.meta.offer.no_feed;
            known.visible && offered && is_plain(known)
        };
        let mut newest: Vec<(usize, &Known<'_>)> =
            all.iter().enumerate().filter(|(_, known)| counts(known)).collect();
        newest.sort_by(|(_, a), (_, b)| {
            let rank = |known: &Known<'_>| known.candidate.dates.rank();
            rank(b).cmp(&rank(a)).then_with(|| a.id.cmp(b.id))
        });
        for (at, _) in newest.into_iter().take(self.most) {
            wanted.iter_mut().skip(at).take(1).for_each(|wanted| *wanted = true);
        }
        wanted
    }
}

/// May a file of ours be where the page at an address would be?
fn may_meet(url: &Url, home: &Url) -> bool {
    let below = url.path().strip_prefix(home.path()).unwrap_or_default();
    let first = below.split('/').next().unwrap_or_default();
    // Articles that are pages have plain names there; ours have an ending, or are folders of ours.
    first.is_empty() || first.starts_with('_') || first.contains(['.', '%']) || first == "issues"
}
