//! Has a language model write the summaries that authors did not, where the publication wants that.
//!
//! Answers of earlier runs are taken from the cache; what is left is asked, within the budget. An
//! answer that does not hold, or does not come, leaves the extracted summary, and says so.

#[cfg(feature = "model")]
mod ask;
mod bill;
mod question;

use crate::article::Article;
use crate::cache::answers::Answers;
use crate::config::{Config, Model};
use crate::finding::Finding;
use crate::summary::{Origin, answer};
use crate::template::Templates;

pub use bill::Bill;
use question::{Question, question};

/// Whether the model may be asked.
#[derive(Clone, Copy)]
pub enum Asking<'a> {
    /// No: what it answered before is used, nothing else.
    Never,
    /// Yes; what it will cost is told first.
    Now(&'a dyn Fn(&str)),
}

/// What came of it.
#[derive(Debug, Default)]
pub struct Outcome {
    /// The articles whose summary is extracted though a model was to write it, and why.
    pub findings: Vec<Finding>,
    /// What is still to be asked, or was asked now; none where all is known.
    pub bill: Option<Bill>,
}

/// How many articles are named one by one for one reason.
const NAMED: usize = 5;

/// Puts the model's summaries into articles whose authors wrote none.
///
/// Without a model in the configuration nothing is done, and nothing opened.
pub fn complete(
    articles: &mut [Article],
    config: &Config,
    templates: &Templates,
    asking: Asking<'_>,
) -> Outcome {
    let mut outcome = Outcome::default();
    let Some(model) = &config.model else { return outcome };
    let answers = Answers::of(&config.root.join(".postrider"));
    let mut open = Vec::new();
    for (at, article) in articles.iter_mut().enumerate() {
        let question = match question(at, article, config, model, templates) {
            Ok(Some(question)) => question,
            Ok(None) => continue,
            Err(finding) => {
                outcome.findings.push(finding);
                return outcome;
            }
        };
        match answers.get(&question.key) {
            Some(raw) => outcome.findings.extend(settle(article, &raw, config)),
            None => open.push(question),
        }
    }
    if !open.is_empty() {
        outcome.bill = Some(Bill::of(&open, model));
        if let Asking::Now(tell) = asking {
            now(articles, open, config, model, &answers, tell, &mut outcome.findings);
        }
    }
    outcome
}

/// Asks what is open, as far as the budget goes.
fn now(
    articles: &mut [Article],
    open: Vec<Question>,
    config: &Config,
    model: &Model,
    answers: &Answers,
    tell: &dyn Fn(&str),
    findings: &mut Vec<Finding>,
) {
    let secret = match secret(model) {
        Ok(secret) => secret,
        Err(finding) => return findings.push(finding),
    };
    let (open, over) = bill::within(open, model);
    tell(&Bill::of(&open, model).sentence(model));
    let over: Vec<usize> = over.iter().map(|question| question.at).collect();
    let budget = "the budget of a run is used up, so the summary is extracted";
    named(articles, &over, budget, "run it again, or raise the budget in [summary]", findings);
    let replies = ask_all(open, model, secret);
    let mut unasked = Vec::new();
    for (question, reply) in replies {
        let Some(article) = articles.get_mut(question.at) else { continue };
        match reply {
            Reply::Said(raw) => {
                if let Err(error) = answers.put(&question.key, &raw) {
                    let what = format!("the model's answer cannot be kept: {error}");
                    findings.push(Finding::warning(what).file(&article.file));
                }
                findings.extend(settle(article, &raw, config));
            }
            Reply::Nothing(why) => {
                let what = format!("{why}, so the summary is extracted");
                let hint = "the next run asks again";
                findings.push(Finding::warning(what).file(&article.file).hint(hint));
            }
            Reply::Unasked => unasked.push(question.at),
        }
    }
    let why = "the model was not asked after that, so the summary is extracted";
    named(articles, &unasked, why, "the next run asks", findings);
}

/// What came of one question.
#[cfg_attr(not(feature = "model"), allow(dead_code))]
enum Reply {
    /// These words, unchecked.
    Said(String),
    /// Nothing, and why.
    Nothing(String),
    /// It was not put.
    Unasked,
}

#[cfg(feature = "model")]
fn ask_all(open: Vec<Question>, model: &Model, secret: Option<String>) -> Vec<(Question, Reply)> {
    ask::all(open, model, secret)
}

/// A program without models never gets here: its configuration cannot name one.
#[cfg(not(feature = "model"))]
fn ask_all(open: Vec<Question>, _: &Model, _: Option<String>) -> Vec<(Question, Reply)> {
    open.into_iter().map(|question| (question, Reply::Unasked)).collect()
}

/// Reads the key from the environment; it is told nowhere.
fn secret(model: &Model) -> Result<Option<String>, Finding> {
    let Some(name) = &model.key_env else { return Ok(None) };
    match std::env::var(name) {
        Ok(secret) if !secret.trim().is_empty() => Ok(Some(secret.trim().to_owned())),
        _ => {
            let what = format!("no model is asked: the environment variable {name} is not set");
            Err(Finding::warning(what)
                .hint("set it to your key; until then summaries are extracted"))
        }
    }
}

/// Names the first of some articles, and how many more there are.
fn named(articles: &[Article], at: &[usize], why: &str, hint: &str, into: &mut Vec<Finding>) {
    for article in at.iter().take(NAMED).filter_map(|at| articles.get(*at)) {
        into.push(Finding::warning(why).file(&article.file).hint(hint));
    }
    if let Some(more) = at.len().checked_sub(NAMED).filter(|more| *more > 0) {
        into.push(Finding::warning(format!("{why}: {more} more articles")).hint(hint));
    }
}

/// Takes an answer into an article if it holds; tells why not.
fn settle(article: &mut Article, raw: &str, config: &Config) -> Option<Finding> {
    let held = answer::check(raw, &question::subject(article), &config.summary);
    match held {
        Ok(answer) => {
            article.kept_as = None;
            let summary = &mut article.summary;
            if summary.text_origin == Origin::Extracted {
                summary.text = Some(answer.summary);
                summary.text_origin = Origin::Model;
            }
            if summary.takeaways_origin == Origin::Extracted {
                summary.takeaways = answer.takeaways;
                summary.takeaways_origin = Origin::Model;
            }
            None
        }
        Err(why) => {
            let what = format!("the model's answer is not used: {why}; the summary is extracted");
            let hint =
                "write one yourself, or delete .postrider/answers to have the model asked again";
            Some(Finding::warning(what).file(&article.file).hint(hint))
        }
    }
}
