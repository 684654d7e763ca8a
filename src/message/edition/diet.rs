//! Keeps a digest below the size at which mail programs cut it off.

use crate::config::Config;
use crate::finding::Finding;
use crate::issue::Edition;
use crate::message::Selection;
use crate::message::compose::longest;

use super::draft::Draft;

/// How large a message may grow, in bytes; Gmail cuts off what comes after 102 KB.
const ROOM: usize = 90_000;

/// What an edition goes without.
#[derive(Debug, Clone, Copy)]
pub(super) struct Diet {
    /// The most words of a summary.
    pub summary: Option<usize>,
    /// Are images shown?
    pub images: bool,
    /// How many articles are shown whole.
    pub whole: usize,
}

impl Diet {
    const NONE: Self = Self { summary: None, images: true, whole: usize::MAX };

    /// Says what the digest goes without.
    pub(super) fn finding(&self, selection: &Selection<'_>, config: &Config) -> Option<Finding> {
        let all = selection.articles.len();
        let without = match self {
            Self { whole, .. } if *whole < all => {
                format!("{} of its {all} articles are links only", all - whole)
            }
            Self { images: false, .. } => "its images are left out".to_owned(),
            Self { summary: Some(words), .. } => format!("its summaries are cut at {words} words"),
            _ => return None,
        };
        let name = &selection.newsletter.name;
        let what = format!("issue {} would be too long: {without}", selection.key.0);
        let hint = format!("lower `max_articles` of [newsletters.{name}]");
        let key = format!("newsletters.{name}.max_articles");
        Some(config.place(&key, Finding::warning(what).hint(hint)))
    }
}

/// Renders the edition on the mildest diet that fits.
pub(super) fn fit(draft: &Draft<'_>) -> Result<(Edition, Diet), Vec<Finding>> {
    let short = Diet { summary: Some(40), ..Diet::NONE };
    let shorter = Diet { summary: Some(25), ..Diet::NONE };
    let bare = Diet { images: false, ..shorter };
    for diet in [Diet::NONE, short, shorter, bare] {
        let edition = draft.mail(&diet).map_err(|finding| vec![finding])?;
        if fits(draft, &edition)? {
            return Ok((edition, diet));
        }
    }
    fewest(draft, bare)
}

/// Finds how many articles fit whole, by halving; at least one stays whole.
fn fewest(draft: &Draft<'_>, bare: Diet) -> Result<(Edition, Diet), Vec<Finding>> {
    let (mut good, mut bad) = (1, draft.selection.articles.len().max(1));
    while good + 1 < bad {
        let whole = good.midpoint(bad);
        let edition = draft.mail(&Diet { whole, ..bare }).map_err(|finding| vec![finding])?;
        if fits(draft, &edition)? { good = whole } else { bad = whole }
    }
    let diet = Diet { whole: good, ..bare };
    Ok((draft.mail(&diet).map_err(|finding| vec![finding])?, diet))
}

fn fits(draft: &Draft<'_>, edition: &Edition) -> Result<bool, Vec<Finding>> {
    Ok(longest(edition, draft.selection.key)?.len() < ROOM)
}
