//! What is shown already, so that nothing from elsewhere is shown twice.

use std::collections::{HashMap, HashSet};

use url::Url;

use crate::article::Article;

/// Whose an article is that has an id already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Holder {
    /// It is ours.
    Own,
    /// An earlier source brought it.
    Source,
    /// The same source brought it.
    Itself,
}

impl Holder {
    /// Names it, after "the id of".
    fn name(self) -> &'static str {
        match self {
            Self::Own => "an article of yours",
            Self::Source => "one from another source",
            Self::Itself => "a newer one there",
        }
    }
}

/// The ids and the addresses that are taken; apart, for an article's address is often its id.
#[derive(Default)]
pub(super) struct Taken {
    ids: HashMap<String, (Url, Holder)>,
    urls: HashSet<Url>,
}

impl Taken {
    pub(super) fn take(&mut self, articles: &[Article], holder: Holder) {
        let ids = articles.iter().map(|it| (it.id.clone(), (it.url.clone(), holder)));
        self.ids.extend(ids);
        self.urls.extend(articles.iter().map(|article| article.url.clone()));
    }

    /// Leaves out what is shown already, and of two entries with one id the second; says where that
    /// may lose something: the id is the same, the address is not.
    pub(super) fn leave_out(&self, found: &mut Vec<Article>) -> Vec<String> {
        let mut here: HashMap<String, Url> = HashMap::new();
        let mut clashes: Vec<(Holder, String)> = Vec::new();
        found.retain(|article| {
            let held = self.ids.get(&article.id).map(|(url, holder)| (url, *holder));
            let known = held.or_else(|| here.get(&article.id).map(|url| (url, Holder::Itself)));
            if let Some((url, holder)) = known {
                if *url != article.url {
                    clashes.push((holder, article.id.clone()));
                }
                return false;
            }
            if self.urls.contains(&article.url) {
                return false;
            }
            here.insert(article.id.clone(), article.url.clone());
            true
        });
        told(&clashes)
    }
}

/// Says it in one sentence for each kind.
fn told(clashes: &[(Holder, String)]) -> Vec<String> {
    let of = |holder: Holder| {
        let ids: Vec<&String> =
            clashes.iter().filter(|it| it.0 == holder).map(|it| &it.1).collect();
        let first = ids.first()?;
        let name = holder.name();
        Some(match ids.len() {
            1 => {
                format!("one of its articles is not shown, for its id `{first}` is that of {name}")
            }
            many => format!(
                "{many} of its articles are not shown, for the id of each, such as `{first}`, is that \
                 of {name}"
            ),
        })
    };
    [Holder::Own, Holder::Source, Holder::Itself].into_iter().filter_map(of).collect()
}
