//! From where an entry is, and what of that may be told.

use url::{Position, Url};

use crate::article;
use crate::config::{Config, Place, Source};
use crate::import::feed::{About, Entry, Foreign};
use crate::publication::lock::{as_uri, known_uri, tag_uri};

/// What is shorter is no secret, and stands in many an address.
const SHORTEST_SECRET: usize = 6;

/// A source and what was found there.
pub(super) struct Elsewhere<'a> {
    pub(super) foreign: &'a Foreign,
    pub(super) source: &'a Source,
    pub(super) config: &'a Config,
    pub(super) authority: &'a str,
}

impl Elsewhere<'_> {
    /// Gives an entry's id: its own where that means the same everywhere, else one that no other
    /// source and no article of ours has.
    pub(super) fn id_of(&self, entry: &Entry) -> Option<String> {
        let url = || entry.url.as_ref().map(ToString::to_string);
        let id = entry.id.clone().or_else(url)?;
        let within = || tag_uri(self.authority, &format!("{}#{id}", self.key()));
        Some(known_uri(&id).unwrap_or_else(within))
    }

    /// Tells this source from all others, wherever it stands in the configuration.
    fn key(&self) -> String {
        match &self.source.place {
            Place::File(file) => {
                let below = file.strip_prefix(&self.config.root).ok();
                let name = below.unwrap_or_else(|| file.file_name().unwrap_or_default().as_ref());
                let parts: Vec<_> =
                    name.components().map(|part| part.as_os_str().to_string_lossy()).collect();
                parts.join("/")
            }
            Place::Web(url) => {
                let place = &url[Position::BeforeHost..Position::AfterPath];
                // A query may hold a key of its owner's, so the feed itself says which it is.
                let about = &self.foreign.about;
                let home = || about.home.as_ref().map(ToString::to_string);
                let itself = url.query().and(about.id.clone().filter(|id| self.may_tell(id)));
                match itself.or_else(|| url.query().and(home())) {
                    Some(itself) => format!("{place}?{itself}"),
                    None => place.to_owned(),
                }
            }
        }
    }

    /// Gives the feed an entry was first in: as the entry says, else the one it is in.
    pub(super) fn about<'e>(&'e self, entry: &'e Entry) -> &'e About {
        first(entry).unwrap_or(&self.foreign.about)
    }

    /// Names the feed an entry was first in: as itself, or as the configuration calls this source.
    pub(super) fn name(&self, entry: &Entry) -> String {
        if let Some(first) = first(entry) {
            return first.title.clone();
        }
        let own = Some(self.foreign.about.title.clone()).filter(|title| !title.is_empty());
        self.source.name.clone().or(own).unwrap_or_else(|| match &self.source.place {
            Place::File(file) => file.file_name().unwrap_or_default().to_string_lossy().into(),
            Place::Web(_) => self.source.place.name(),
        })
    }

    /// Says what readers are told of the feed an entry was first in.
    pub(super) fn told(&self, entry: &Entry) -> article::Source {
        let (about, title) = (self.about(entry), self.name(entry));
        let safe = |url: &Url| self.safe(url);
        let place = self.source.place.public().filter(|_| first(entry).is_none());
        let url = about.own.as_ref().and_then(safe).or(place);
        let home = about.home.as_ref().and_then(safe);
        let id = about.id.clone().filter(|id| self.may_tell(id));
        let id = id.or_else(|| url.as_ref().or(home.as_ref()).map(ToString::to_string));
        let id = as_uri(&id.unwrap_or_else(|| title.clone()), self.authority);
        article::Source { id, title, url, home }
    }

    /// Gives an address that a feed tells of itself, if it is one for everybody.
    fn safe(&self, url: &Url) -> Option<Url> {
        let is_open = url.username().is_empty() && url.password().is_none();
        (is_open && self.may_tell(url.as_str())).then(|| url.clone())
    }

    /// May a text be published that a feed says of itself? Some repeat the key they were asked with.
    fn may_tell(&self, text: &str) -> bool {
        let Place::Web(url) = &self.source.place else { return true };
        let values: Vec<_> = url.query_pairs().map(|(_, value)| value.into_owned()).collect();
        let written = url.query().into_iter().flat_map(|query| query.split('&'));
        let written = written.map(|pair| pair.split_once('=').map_or(pair, |(_, value)| value));
        let secrets = [url.username(), url.password().unwrap_or_default()];
        let secrets = secrets.into_iter().chain(written).chain(values.iter().map(String::as_str));
        let mut secrets = secrets.filter(|secret| secret.len() >= SHORTEST_SECRET);
        !secrets.any(|secret| text.contains(secret))
    }
}

/// Gives the feed an entry was first in, where it names one.
fn first(entry: &Entry) -> Option<&About> {
    entry.source.as_ref().filter(|about| !about.title.is_empty())
}
