//! `postrider subscribers import`: many readers from a CSV file, only ever towards less.

use std::io::{Read, stdin};
use std::path::Path;

use chrono::{DateTime, Utc};

use super::super::answer::Answer;
use super::super::args::SubscribersImportArgs;
use super::super::failure::Failure;
use super::super::outside::stored;
use super::one;
use crate::config::Config;
use crate::finding::Finding;
use crate::store::{Imported, Store};
use crate::subscriber::{Row, Source, csv};

/// Runs it.
pub async fn run(
    config: &Config,
    store: &Store,
    args: &SubscribersImportArgs,
    now: DateTime<Utc>,
) -> Result<Answer, Failure> {
    let newsletter = one(config, &args.which)?;
    let scratch =
        if args.dry_run { Some(store.scratch_copy().await.map_err(stored)?) } else { None };
    let store = scratch.as_ref().unwrap_or(store);
    let (imported, findings) = take_in(store, newsletter, &args.file, now).await?;
    let mut answer = Answer::with(findings);
    tell(&mut answer, newsletter, &imported, args.dry_run);
    Ok(answer.mend_errors())
}

async fn take_in(
    store: &Store,
    newsletter: &str,
    file: &Path,
    now: DateTime<Utc>,
) -> Result<(Imported, Vec<Finding>), Failure> {
    let told = |finding: Finding| Failure::found(vec![finding]);
    let source = Source::of(format!("import of {}", file.display()));
    if file == Path::new("-") {
        let rows = csv::read(stdin(), Path::new("standard input")).map_err(told)?;
        return stream(store, newsletter, rows, &source, now).await;
    }
    stream(store, newsletter, csv::open(file).map_err(told)?, &source, now).await
}

async fn stream<R: Read>(
    store: &Store,
    newsletter: &str,
    mut rows: csv::Rows<R>,
    source: &Source,
    now: DateTime<Utc>,
) -> Result<(Imported, Vec<Finding>), Failure>
where
    csv::Rows<R>: Iterator<Item = Row>,
{
    let imported = store.take_in(newsletter, rows.by_ref(), source, now).await.map_err(stored)?;
    Ok((imported, rows.into_findings()))
}

fn tell(answer: &mut Answer, newsletter: &str, imported: &Imported, dry: bool) {
    let would = if dry { "would be " } else { "" };
    let count = |count: u64, one: &str, many: &str| match count {
        1 => format!("1 {one}"),
        count => format!("{count} {many}"),
    };
    let people = count(imported.people, "person", "people");
    answer.say(format!("{newsletter}: {people} in {}", count(imported.rows, "row", "rows")));
    let mut part = |count: u64, what: &str| {
        if count > 0 {
            answer.say(format!("  {count} {what}"));
        }
    };
    part(imported.added, &format!("{would}added"));
    part(imported.added_out, &format!("{would}noted as gone, and not written to"));
    part(imported.moved, &format!("{would}moved towards less"));
    part(imported.unchanged, "stood so already");
    part(imported.kept_out, "left, bounced or complained before, and stay out");
    part(imported.duplicates, "rows named somebody twice");
    if dry {
        answer.say("nothing was changed");
    }
    answer.fact("newsletter", newsletter);
    answer.fact("dry_run", dry);
    answer.fact("rows", imported.rows);
    answer.fact("people", imported.people);
    answer.fact("added", imported.added);
    answer.fact("added_out", imported.added_out);
    answer.fact("moved", imported.moved);
    answer.fact("unchanged", imported.unchanged);
    answer.fact("kept_out", imported.kept_out);
    answer.fact("duplicates", imported.duplicates);
}
