//! `postrider summarize`: what each article says in short, and who wrote it.

mod write;

use serde_json::{Value, json};

use super::answer::Answer;
use super::args::SummarizeArgs;
use super::build::number;
use super::context::Context;
use super::failure::Failure;
use crate::article::Article;
use crate::publication;
use crate::summarize::{self, Asking, Bill};
use crate::summary::Origin;
use crate::template::Templates;
use crate::template::wrap::fill;

/// How wide lines are.
const WIDTH: usize = 96;

/// Runs it.
pub fn run(context: &Context, args: &SummarizeArgs) -> Result<Answer, Failure> {
    let config = context.config()?;
    let now = context.now(config.zone)?;
    let (mut articles, findings) =
        publication::named(&config, now, &args.paths).map_err(Failure::found)?;
    let templates = Templates::load(&config.templates).map_err(Failure::found)?;
    let note = |line: &str| context.note(line);
    let summarized = summarize::complete(&mut articles, &config, &templates, Asking::Now(&note));
    let mut answer = Answer::with(findings);
    answer.findings.extend(summarized.findings);
    if let Some(bill) = &summarized.bill {
        answer.fact("asked", bill);
    }
    if args.write {
        write::write(&articles, &config, &mut answer);
    } else {
        for article in &articles {
            tell(article, &mut answer);
        }
        answer.say(count(&articles));
    }
    answer.fact("articles", articles.iter().map(value).collect::<Vec<_>>());
    Ok(answer.mend_errors())
}

/// Says what a model is still to be asked.
pub fn open(answer: &mut Answer, bill: Option<Bill>) {
    let Some(bill) = bill else { return };
    let articles = number(bill.articles, "article");
    let cost = bill.cost.as_ref().map(|cost| format!(", at most {cost}")).unwrap_or_default();
    let tokens = bill.tokens;
    answer.say(format!("`build` will ask the model about {articles}: some {tokens} tokens{cost}"));
    answer.fact("to_ask", bill);
}

/// Gives the word for an origin.
pub fn word(origin: Origin) -> &'static str {
    match origin {
        Origin::Author => "author",
        Origin::Extracted => "extracted",
        Origin::Model => "model",
    }
}

fn tell(article: &Article, answer: &mut Answer) {
    let draft = if article.draft { " (draft)" } else { "" };
    answer.line(format!("{}: {}{draft}", Context::shown(&article.file), article.headline()));
    let summary = &article.summary;
    match &summary.text {
        Some(text) => {
            answer.line(format!("  summary ({})", word(summary.text_origin)));
            answer.line(fill(text, WIDTH, "    ", "    "));
        }
        None => answer.line("  no summary: the article is too short for one"),
    }
    if !summary.takeaways.is_empty() {
        answer.line(format!("  takeaways ({})", word(summary.takeaways_origin)));
    }
    for point in &summary.takeaways {
        answer.line(fill(point, WIDTH, "    - ", "      "));
    }
    answer.line("");
}

fn value(article: &Article) -> Value {
    let mut value = origins(article);
    let summary = &article.summary;
    if let Value::Object(value) = &mut value {
        value.insert("file".to_owned(), json!(article.file));
        value.insert("title".to_owned(), json!(article.title));
        value.insert("language".to_owned(), json!(article.language));
        value.insert("draft".to_owned(), json!(article.draft));
        value.insert("summary".to_owned(), json!(summary.text));
        value.insert("takeaways".to_owned(), json!(summary.takeaways));
    }
    value
}

/// Gives the origins of a summary and takeaways that are there, for machines.
pub fn origins(article: &Article) -> Value {
    let summary = &article.summary;
    json!({
        "summary_origin": summary.text.as_ref().map(|_| word(summary.text_origin)),
        "takeaways_origin":
            (!summary.takeaways.is_empty()).then(|| word(summary.takeaways_origin)),
    })
}

/// Counts summaries and takeaways by origin, for machines.
pub fn origin_counts(articles: &[Article]) -> Value {
    let all = [Origin::Author, Origin::Extracted, Origin::Model];
    let count = |of: &dyn Fn(&Article) -> Option<Origin>| -> Value {
        let with = |origin| articles.iter().filter(|article| of(article) == Some(origin)).count();
        all.into_iter().map(|origin| (word(origin).to_owned(), json!(with(origin)))).collect()
    };
    json!({
        "summaries": count(&|article| article.summary.text.as_ref().map(|_| article.summary.text_origin)),
        "takeaways": count(&|article| {
            (!article.summary.takeaways.is_empty()).then_some(article.summary.takeaways_origin)
        }),
    })
}

fn count(articles: &[Article]) -> String {
    let of = |origin| {
        let summaries = articles.iter().filter(|article| article.summary.text.is_some());
        summaries.filter(|article| article.summary.text_origin == origin).count()
    };
    let parts =
        [Origin::Author, Origin::Extracted, Origin::Model].map(|origin| (of(origin), origin));
    let told = parts.iter().filter(|(count, _)| *count > 0);
    let told: Vec<_> = told.map(|(count, origin)| format!("{count} {}", word(*origin))).collect();
    let articles = number(articles.len(), "article");
    if told.is_empty() { articles } else { format!("{articles}; summaries: {}", told.join(", ")) }
}
