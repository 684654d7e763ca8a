//! Before the first reader: does the web have what the issue points to?

use crate::fetch::{DeadLink, dead_links};
use crate::issue::Issue;
use crate::subscriber::SubscriberId;
use crate::token::Keyring;

/// Nobody's number: its token is well formed and leaves no newsletter.
const NOBODY: SubscriberId = SubscriberId(0);

/// Finds what does not answer: the articles, the issue's own page, and the page for leaving.
pub(super) async fn dead(issue: &Issue, keyring: &Keyring) -> Vec<DeadLink> {
    let token = keyring.unsubscribe_token(NOBODY, &issue.newsletter);
    let leave = format!("{}{token}", issue.edition.unsubscribe_base);
    let articles = issue.articles.iter().map(|article| article.url.clone());
    dead_links(articles.chain([issue.edition.web_url.clone(), leave])).await
}
