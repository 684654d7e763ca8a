//! A plan in words, and for machines.

use serde_json::{Value, json};

use super::super::answer::Answer;
use super::super::build::number;
use super::super::issues::counts;
use super::super::summarize::origins;
use crate::article::Article;
use crate::config::Newsletter;
use crate::delivery::Plan;
use crate::ledger::IssueState;
use crate::newsletter::{Due, Why};
use crate::publication::Publication;
use crate::store::IssueLine;

/// How many articles are named that wait or are left out.
const NAMED: usize = 10;

/// Tells what a newsletter's next issue would be.
pub fn tell(
    answer: &mut Answer,
    newsletter: &Newsletter,
    plan: &Plan,
    begun: &[IssueLine],
    publication: &Publication,
) {
    for line in begun {
        answer.line(begun_line(line));
    }
    let head = format!("{}: {}", newsletter.name, due(newsletter, plan));
    match (&plan.none_because, &plan.issue) {
        (Some(why), _) => answer.line(format!("{head}, but no issue: {why}")),
        (None, issue) => {
            let readers = number(usize::try_from(plan.readers).unwrap_or(usize::MAX), "reader");
            answer.line(format!("{head}, as {}, for {readers}", plan.key));
            let subject = issue.as_ref().map(|issue| issue.edition.subject.as_str());
            answer.line(format!("  subject: {}", subject.unwrap_or_default()));
        }
    }
    let headline = |id: &str| {
        let article = publication.articles.iter().find(|article| article.id == id);
        article.map_or_else(|| id.to_owned(), Article::headline)
    };
    list(answer, "holds", plan.choice.taken.iter().map(|id| headline(id)).collect(), usize::MAX);
    let told = |(id, why): &(String, Why)| format!("{} ({why})", headline(id));
    list(answer, "waits", plan.choice.waiting.iter().map(told).collect(), NAMED);
    list(answer, "left out", plan.choice.skipped.iter().map(told).collect(), NAMED);
}

/// Says where an issue stands that keeps a new one waiting.
fn begun_line(line: &IssueLine) -> String {
    let IssueLine { key, newsletter, state, subject, .. } = line;
    if *state != IssueState::Paused {
        return format!("{key} is {state}: it comes first ({subject})");
    }
    let why = line.why.as_deref().unwrap_or("no reason was given");
    format!(
        "{key} is paused: {why}; nothing new of {newsletter} goes out until `postrider issues resume \
         {key}` or `postrider issues cancel {key}` ({subject})"
    )
}

fn due(newsletter: &Newsletter, plan: &Plan) -> String {
    match plan.due {
        Due::Now { .. } => "due now".to_owned(),
        Due::Later(next) => {
            let next = next.with_timezone(&newsletter.zone).format("%a %Y-%m-%d %H:%M %Z");
            format!("due {next}")
        }
        Due::Never => "never due".to_owned(),
    }
}

fn list(answer: &mut Answer, what: &str, lines: Vec<String>, most: usize) {
    if lines.is_empty() {
        return;
    }
    let more = lines.len().saturating_sub(most);
    answer.line(format!("  {what}"));
    for line in lines.into_iter().take(most) {
        answer.line(format!("    - {line}"));
    }
    if more > 0 {
        answer.line(format!("    and {more} more"));
    }
}

/// Gives the plan for machines.
pub fn value(
    newsletter: &Newsletter,
    plan: &Plan,
    begun: &[IssueLine],
    publication: &Publication,
) -> Value {
    let (due, next) = match plan.due {
        Due::Now { .. } => (true, None),
        Due::Later(next) => (false, Some(next.to_rfc3339())),
        Due::Never => (false, None),
    };
    let why = |all: &[(String, Why)]| {
        let one = |(id, why): &(String, Why)| json!({"id": id, "why": why.to_string()});
        all.iter().map(one).collect::<Vec<_>>()
    };
    let taken = plan.choice.taken.iter();
    let articles = taken.filter_map(|id| publication.articles.iter().find(|a| a.id == *id));
    let begun = begun.iter().map(|line| {
        let (state, totals) = (line.state.word(), counts(&line.totals));
        json!({"issue": line.key.0, "state": state, "why": line.why, "totals": totals})
    });
    json!({
        "newsletter": newsletter.name,
        "due": due,
        "next": next,
        "issue": plan.key.0,
        "subject": plan.issue.as_ref().map(|issue| &issue.edition.subject),
        "readers": plan.readers,
        "none_because": plan.none_because,
        "holds": plan.choice.taken,
        "articles": articles.map(article).collect::<Vec<_>>(),
        "waits": why(&plan.choice.waiting),
        "left_out": why(&plan.choice.skipped),
        "begun": begun.collect::<Vec<_>>(),
    })
}

fn article(article: &Article) -> Value {
    let mut value = origins(article);
    if let Value::Object(value) = &mut value {
        value.insert("id".to_owned(), json!(article.id));
        value.insert("headline".to_owned(), json!(article.headline()));
    }
    value
}
