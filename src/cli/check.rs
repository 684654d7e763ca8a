//! `postrider check`: every mistake in config, content, templates, feeds and emails, in one pass.

use chrono::{DateTime, Utc};

use super::answer::{Answer, Code};
use super::build::number;
use super::context::Context;
use super::failure::Failure;
use super::summarize::{open, origin_counts};
use super::{fields, signing};
use crate::address::Address;
use crate::article::Article;
use crate::build;
use crate::config::{Config, Dialect, Newsletter};
use crate::finding::Finding;
use crate::issue::IssueKey;
use crate::message::{self, Composer, Reader, Selection};
use crate::newsletter::{self, History};
use crate::publication::{self, Publication, Recognised};
use crate::subscriber::{SubscriberId, csv};
use crate::summarize::{self, Asking};
use crate::template::Templates;
use crate::token::Keyring;

/// Runs it.
pub fn run(context: &Context) -> Result<Answer, Failure> {
    let (config, mistakes) = context.config_to_check()?;
    let now = context.now(config.zone)?;
    let mut findings = Vec::new();
    let templates = templates(&config, &mut findings)?;
    findings.extend(config.newsletters.iter().flat_map(|it| readers(it, &config)));
    let named = |name: &str| config.newsletters.iter().any(|it| it.template == name);
    findings.extend(Templates::unused(&config.templates, &named));
    findings.extend(signing::check(&config));
    let mut recognised = Recognised::default();
    let mut bill = None;
    let articles = match publication::read(&config, now) {
        Ok(mut reading) => {
            let articles = &mut reading.publication.articles;
            let summarized = summarize::complete(articles, &config, &templates, Asking::Never);
            findings.extend(summarized.findings);
            bill = summarized.bill;
            let publication = &reading.publication;
            findings.extend(reading.findings);
            findings.extend(build::check(publication, &config, &templates));
            for newsletter in &config.newsletters {
                findings.extend(email(&config, publication, &templates, newsletter, now));
            }
            recognised = reading.recognised;
            reading.publication.articles
        }
        Err(more) => {
            findings.extend(more);
            Vec::new()
        }
    };
    let origins = origin_counts(&articles);
    let articles = articles.len();
    let mut answer = Answer::with(once(beside(mistakes, findings))).mend_errors();
    let newsletters = config.newsletters.len();
    if recognised.dialect.is_some() {
        answer.say(told(&recognised));
    }
    answer.fact("dialect", dialect(&recognised));
    if answer.code == Code::Done {
        let (articles, newsletters) =
            (number(articles, "article"), number(newsletters, "newsletter"));
        answer.say(format!("{articles} and {newsletters}: all in order"));
    }
    answer.fact("articles", articles);
    answer.fact("newsletters", newsletters);
    answer.fact("origins", origins);
    open(&mut answer, bill);
    Ok(answer)
}

/// Says which dialect was recognised, and how many fields of its front matter were used.
fn told(recognised: &Recognised) -> String {
    let name = recognised.dialect.map_or("", Dialect::name);
    let by = recognised.by.as_ref().map_or_else(String::new, |file| format!(" (by {file})"));
    let fields = fields::told(&recognised.fields, "front matter fields");
    format!("articles as {name} keeps them{by}: {fields}")
}

fn dialect(recognised: &Recognised) -> serde_json::Value {
    serde_json::json!({
        "name": recognised.dialect.map(Dialect::name),
        "by": recognised.by,
        "fields": recognised.fields.count,
        "used": recognised.fields.used(),
        "unused": recognised.fields.unused(),
    })
}

/// Loads the templates; where they are broken, the rest is checked with the built-in ones.
fn templates(config: &Config, findings: &mut Vec<Finding>) -> Result<Templates, Failure> {
    match Templates::load(&config.templates) {
        Ok(templates) => Ok(templates),
        Err(more) => {
            findings.extend(more);
            Templates::built_in().map_err(Failure::found)
        }
    }
}

/// Reads a newsletter's file of readers and keeps nothing but its mistakes.
fn readers(newsletter: &Newsletter, config: &Config) -> Vec<Finding> {
    match csv::of(newsletter, config) {
        None => Vec::new(),
        Some(Err(finding)) => vec![finding],
        Some(Ok(mut rows)) => {
            rows.by_ref().for_each(drop);
            rows.into_findings()
        }
    }
}

/// Composes a newsletter's next issue for a reader nobody is, and holds the rules of mail over it.
fn email(
    config: &Config,
    publication: &Publication,
    templates: &Templates,
    newsletter: &Newsletter,
    now: DateTime<Utc>,
) -> Vec<Finding> {
    let articles = sample(publication, newsletter, now);
    if articles.is_empty() {
        return Vec::new();
    }
    let key = IssueKey(newsletter::key(newsletter, &History::default(), now));
    let selection = Selection { key: &key, newsletter, articles: &articles, date: now };
    match compose(&selection, publication, config, templates) {
        Ok(findings) | Err(findings) => findings,
    }
}

/// Gives the articles an issue would hold now, or the newest ones where it would hold none.
fn sample<'a>(
    publication: &'a Publication,
    newsletter: &Newsletter,
    now: DateTime<Utc>,
) -> Vec<&'a Article> {
    let choice = newsletter::choose(newsletter, &publication.articles, &History::default(), now);
    let taken = |article: &&Article| choice.taken.contains(&article.id);
    let chosen: Vec<_> = publication.articles.iter().filter(taken).collect();
    if chosen.is_empty() {
        publication.articles.iter().take(newsletter.max_articles).collect()
    } else {
        chosen
    }
}

fn compose(
    selection: &Selection<'_>,
    publication: &Publication,
    config: &Config,
    templates: &Templates,
) -> Result<Vec<Finding>, Vec<Finding>> {
    let (edition, mut findings) = message::edition(selection, publication, config, templates)?;
    // The key only has to be as long as a real one: nothing of this is kept or sent.
    let keyring = Keyring::of_keys([0; 32], &[]);
    let composer = Composer::new(&edition, &keyring, selection.key)?;
    let address = Address::parse("a.reader.with.a.long.name@mail.department.example.org")
        .map_err(|error| vec![Finding::error(error.to_string())])?;
    let name = Some("A Reader With Rather A Long Name");
    let reader = Reader { subscriber: SubscriberId(i64::MAX), address: &address, name };
    findings.extend(message::check(&composer.compose(&reader, selection.date).bytes));
    let about = &selection.newsletter.name;
    for finding in findings.iter_mut().filter(|finding| finding.file.is_none()) {
        finding.what = format!("newsletter {about}: {}", finding.what);
    }
    Ok(findings)
}

/// Adds what else was found to the mistakes of the configuration, but for what follows from them: it
/// is in the same line.
fn beside(mistakes: Vec<Finding>, found: Vec<Finding>) -> Vec<Finding> {
    let place = |finding: &Finding| (finding.file.clone(), finding.line);
    let known: Vec<_> = mistakes.iter().map(place).collect();
    let more = found.into_iter().filter(|finding| !known.contains(&place(finding)));
    let more: Vec<Finding> = more.collect();
    [mistakes, more].concat()
}

/// Leaves out what was found twice, keeping the order: files first, by name and line.
fn once(mut findings: Vec<Finding>) -> Vec<Finding> {
    findings.sort_by(|a, b| {
        let place =
            |finding: &Finding| (finding.file.is_none(), finding.file.clone(), finding.line);
        place(a).cmp(&place(b)).then_with(|| a.what.cmp(&b.what))
    });
    findings.dedup();
    findings
}
