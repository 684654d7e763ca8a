//! `postrider summarize --write`: what is missing goes into front matter, for the author to edit.

use std::path::Path;

use super::super::answer::Answer;
use super::super::build::number;
use super::super::context::Context;
use crate::article::Article;
use crate::config::Config;
use crate::document::Rules;
use crate::document::amend::{Additions, Refusal, amend};
use crate::finding::Finding;
use crate::output::{self, OutputError};
use crate::summary::Origin;

/// Writes; a file that cannot be added to is named with the reason, and the others are written.
pub fn write(articles: &[Article], config: &Config, answer: &mut Answer) {
    let rules = Rules::of(config);
    let mut written = Vec::new();
    for article in articles {
        let additions = additions(article);
        if additions.is_empty() {
            continue;
        }
        let below = article.file.strip_prefix(&config.content.dir).unwrap_or(&article.file);
        match one(below, &article.file, &rules, &additions) {
            Ok(true) => written.push(&article.file),
            Ok(false) => {}
            Err(finding) => answer.findings.push(finding.file(&article.file)),
        }
    }
    for file in &written {
        answer.line(format!("wrote {}", Context::shown(file)));
    }
    answer.say(match written.len() {
        0 => "nothing to write".to_owned(),
        count => format!("{} changed: read them over, then commit them", number(count, "article")),
    });
    answer.fact("written", written);
}

/// Gives what an article has that its author did not write.
fn additions(article: &Article) -> Additions {
    let summary = &article.summary;
    let computed = |origin| origin != Origin::Author;
    let takeaways =
        if computed(summary.takeaways_origin) { summary.takeaways.clone() } else { vec![] };
    Additions { summary: summary.text.clone().filter(|_| computed(summary.text_origin)), takeaways }
}

/// Writes one file; gives whether it was changed.
fn one(below: &Path, file: &Path, rules: &Rules, additions: &Additions) -> Result<bool, Finding> {
    let old = std::fs::read(file).map_err(|error| failed(&error))?;
    let Some(new) = amend(below, &old, rules, additions).map_err(|refusal| told(&refusal))? else {
        return Ok(false);
    };
    match output::rewrite(file, &old, &new) {
        Ok(true) => Ok(true),
        Ok(false) => {
            let what = "not written: the file has just been changed";
            Err(Finding::warning(what).hint("run it again"))
        }
        Err(OutputError::Io { source, .. }) => Err(failed(&source)),
        Err(error) => Err(Finding::error(format!("not written: {error}"))),
    }
}

fn failed(error: &std::io::Error) -> Finding {
    Finding::error(format!("not written: {error}"))
}

fn told(refusal: &Refusal) -> Finding {
    Finding::warning(format!("not written: {refusal}")).hint(refusal.hint())
}
