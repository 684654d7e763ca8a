//! One issue as a whole, and all of its readers.

use serde_json::{Value, json};

use super::told::{Readers, counts, delivery, sentence};
use crate::cli::answer::Answer;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::outside::stored;
use crate::cli::print::Stream;
use crate::issue::{ArticleRef, IssueKey};
use crate::store::{Store, StoredIssue, Totals};

/// How many deliveries are read at once.
const PAGE: u32 = 1_000;

/// Tells of an issue, then of its readers page by page, so that memory does not grow with the list.
pub async fn show(context: &Context, store: &Store, key: &IssueKey) -> Result<Answer, Failure> {
    let found = store.issue(key).await.map_err(stored)?;
    let totals = store.totals(key).await.map_err(stored)?;
    let mut stream = Stream::after(known(&found, &totals), context.json(), "issues", "deliveries");
    // Which relay it was is of interest where there was more than one.
    let mut readers = Readers::new(store.had_several_relays(key).await.map_err(stored)?);
    let mut after = 0;
    loop {
        let page = store.deliveries(key, None, after, PAGE).await.map_err(stored)?;
        let Some(last) = page.last() else { return stream.end() };
        if context.json() {
            for line in &page {
                stream.value(&delivery(line));
            }
        } else {
            let gap = (after == 0).then(String::new);
            stream.lines(gap.into_iter().chain(readers.lines(&page)));
        }
        after = last.delivery;
        if !stream.flush()? {
            return stream.end();
        }
    }
}

fn known(found: &StoredIssue, totals: &Totals) -> Answer {
    let issue = &found.issue;
    let mut answer = Answer::default();
    answer.line(format!("{}: {}", issue.key, issue.edition.subject));
    let why = found.why.as_ref().map(|why| format!(": {why}")).unwrap_or_default();
    answer.line(format!("  {}{why}", found.state));
    answer.line(format!("  frozen {}", issue.frozen_at.format("%Y-%m-%d %H:%M UTC")));
    for article in &issue.articles {
        answer.line(format!("  - {}  {}", article.headline, article.url));
    }
    answer.line(format!("  {}", sentence(totals)));
    answer.fact("issue", &issue.key.0);
    answer.fact("state", found.state.word());
    answer.fact("why", &found.why);
    answer.fact("subject", &issue.edition.subject);
    answer.fact("frozen_at", issue.frozen_at.to_rfc3339());
    answer.fact("articles", issue.articles.iter().map(named).collect::<Vec<_>>());
    answer.fact("totals", counts(totals));
    answer
}

fn named(article: &ArticleRef) -> Value {
    json!({"id": article.id, "headline": article.headline, "url": article.url})
}
