//! No two articles with one id or one address.

use foldhash::{HashMap, HashMapExt as _, HashSet};

use crate::article::Article;
use crate::finding::Finding;

/// The articles that have ids and addresses of their own, and those that were left out for others.
pub(super) struct Kept {
    pub(super) articles: Vec<Article>,
    pub(super) left: Vec<Article>,
}

/// Leaves out every article whose id or address an earlier one has, and names both files.
///
/// The rightful owner is one that was `known` before, else the one that was published first; the
/// other is more likely its copy.
pub(super) fn keep(
    mut articles: Vec<Article>,
    known: impl Fn(&Article) -> bool,
    findings: &mut Vec<Finding>,
) -> Kept {
    let ids = || articles.iter().map(|article| article.id.as_str());
    let urls = || articles.iter().map(|article| article.url.as_str());
    if are_distinct(ids) && are_distinct(urls) {
        return Kept { articles, left: Vec::new() };
    }
    articles
        .sort_by_cached_key(|article| (!known(article), article.published, article.file.clone()));
    let mut left = Vec::new();
    let articles = once(
        articles,
        |article| (article.id.clone(), article.offer.id_line),
        findings,
        |first, id| {
            Finding::error(format!("its id {id} is already that of {}", first.file.display()))
                .hint("give one of them another `id`; until then this one is left out")
        },
        &mut left,
    );
    let articles = once(
        articles,
        |article| (article.url.to_string(), article.offer.address_line),
        findings,
        |first, url| {
            Finding::error(format!("its address {url} is already that of {}", first.file.display()))
            .hint("give one of them another `slug`, or let `permalink` in [content] hold the date, such as \
                 `/:year/:month/:slug/`; until then this one is left out")
        },
        &mut left,
    );
    Kept { articles, left }
}

fn are_distinct<'a, I: Iterator<Item = &'a str>>(keys: impl Fn() -> I) -> bool {
    keys().collect::<HashSet<&str>>().len() == keys().count()
}

fn once(
    articles: Vec<Article>,
    key: impl Fn(&Article) -> (String, u32),
    findings: &mut Vec<Finding>,
    told: impl Fn(&Article, &str) -> Finding,
    left: &mut Vec<Article>,
) -> Vec<Article> {
    let mut owners: HashMap<String, usize> = HashMap::new();
    let mut kept: Vec<Article> = Vec::with_capacity(articles.len());
    for article in articles {
        let (key, line) = key(&article);
        if let Some(first) = owners.get(&key).and_then(|at| kept.get(*at)) {
            let finding = told(first, &key).file(&article.file);
            // Where nothing is written about it, no line is to blame.
            let line = Some(line).filter(|line| *line > 0);
            findings.push(match line {
                Some(line) => finding.line(line),
                None => finding,
            });
            left.push(article);
        } else {
            owners.insert(key, kept.len());
            kept.push(article);
        }
    }
    kept
}
