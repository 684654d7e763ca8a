//! `postrider subscribers export`: a newsletter's readers as CSV, which `import` reads back.

use std::fs::File;
use std::io::{self, BufWriter, ErrorKind, Write, stdout};

use super::super::answer::Answer;
use super::super::args::ExportArgs;
use super::super::context::Context;
use super::super::failure::Failure;
use super::super::outside::stored;
use super::{PAGE, one};
use crate::config::Config;
use crate::store::Store;
use crate::subscriber::SubscriberId;

/// Runs it.
pub async fn run(config: &Config, store: &Store, args: &ExportArgs) -> Result<Answer, Failure> {
    let newsletter = one(config, &args.which)?;
    let Some(path) = &args.file else {
        let written = write(store, newsletter, stdout().lock()).await?;
        return Ok(Answer { streamed: true, facts: written.facts, ..Answer::default() });
    };
    let say =
        |error: &io::Error| Failure::because(format!("cannot write {}", path.display()), error);
    let mut options = File::options();
    options.write(true).create_new(true);
    // Addresses are nobody else's business.
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(path).map_err(|error| say(&error))?;
    let mut answer = write(store, newsletter, file).await?;
    answer.fact("file", path);
    answer.say(format!("wrote {}", Context::shown(path)));
    Ok(answer)
}

async fn write(store: &Store, newsletter: &str, to: impl Write) -> Result<Answer, Failure> {
    let mut csv = csv::Writer::from_writer(BufWriter::new(to));
    let mut count = 0_u64;
    let mut after = SubscriberId(0);
    let mut open = going(csv.write_record(["email", "name", "status"]))?;
    while open {
        let page = store.list(Some(newsletter), after, PAGE).await.map_err(stored)?;
        let Some((last, _)) = page.last() else { break };
        after = last.id;
        for (subscriber, states) in &page {
            let name = subscriber.name.as_deref().unwrap_or_default();
            let state = states.first().map(|(_, state)| state.word()).unwrap_or_default();
            count += 1;
            open = open && going(csv.write_record([subscriber.address.as_str(), name, state]))?;
        }
    }
    going(csv.flush().map_err(csv::Error::from))?;
    let mut answer = Answer::default();
    answer.fact("newsletter", newsletter);
    answer.fact("readers", count);
    Ok(answer)
}

/// Says whether anybody still reads.
fn going(written: Result<(), csv::Error>) -> Result<bool, Failure> {
    match written {
        Ok(()) => Ok(true),
        Err(error) => match error.kind() {
            csv::ErrorKind::Io(io) if io.kind() == ErrorKind::BrokenPipe => Ok(false),
            _ => Err(Failure::because("cannot write the readers", &error)),
        },
    }
}
