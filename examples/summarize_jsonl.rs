//! Summarises articles given as JSON lines, to measure the summaries against their authors' own.
//!
//! Reads lines with `id`, `lang`, `title` and `body_markdown`; writes lines with `id`, `summary`
//! and `takeaways`. Nothing else of a line is looked at.
//!
//! ```text
//! cargo run --release --example summarize_jsonl < articles.jsonl > predictions.jsonl
//! cargo run --release --example summarize_jsonl -- --time < articles.jsonl
//! ```

use std::error::Error;
use std::io::{self, BufRead, Write};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use postrider::config::SummaryLimits;
use postrider::document::{
    Block, Body, Document, Format, Meta, Placed, Rules, Signs, Written, render,
};
use postrider::summary::{self, Piece};
use serde::Deserialize;
use serde_json::json;
use url::Url;

/// The program's allocator, so that what is measured is what it does.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// What is read of a line.
#[derive(Deserialize)]
struct Line {
    id: String,
    #[serde(default)]
    lang: String,
    #[serde(default)]
    title: String,
    body_markdown: String,
}

/// A line, its body, and that laid out for a summary.
type Article = (Line, Body, Vec<Block>);

fn main() -> Result<(), Box<dyn Error>> {
    let lines: Result<Vec<Line>, Box<dyn Error>> =
        io::stdin().lock().lines().map(|line| Ok(serde_json::from_str(&line?)?)).collect();
    let articles: Vec<Article> = lines?.into_iter().map(rendered).collect::<Result<_, _>>()?;
    if std::env::args().any(|argument| argument == "--time") {
        println!("{}", timed(&articles));
        return Ok(());
    }
    let mut out = io::stdout().lock();
    for (line, body, blocks) in &articles {
        let author = (body.summary.clone(), body.takeaways.clone());
        let extracted = || summary::extract(&piece(line, blocks), &limits());
        let found = summary::complete(author.0, author.1, extracted);
        let summary = found.text.unwrap_or_default();
        writeln!(
            out,
            "{}",
            json!({"id": line.id, "summary": summary, "takeaways": found.takeaways})
        )?;
    }
    Ok(())
}

/// The limits a configuration has when it says nothing, with every takeaway there is.
fn limits() -> SummaryLimits {
    SummaryLimits { words: 60, takeaways: 5 }
}

fn piece<'a>(line: &'a Line, blocks: &'a [Block]) -> Piece<'a> {
    Piece { title: &line.title, language: &line.lang, assumed: "", blocks }
}

fn rendered(line: Line) -> Result<Article, Box<dyn Error>> {
    let file = PathBuf::from(format!("{}.md", line.id));
    let title = Written { value: line.title.clone(), line: 1 };
    let document = Document {
        path: file.clone(),
        file,
        meta: Meta { title: Some(title), ..Meta::default() },
        format: Format::Markdown,
        source: line.body_markdown.clone(),
        body_line: 1,
        signs: Signs::default(),
        placed: Placed::default(),
    };
    let rules = Rules {
        private_sections: Vec::new(),
        max_bytes: u64::MAX,
        bare_fragments: false,
        words_per_minute: 200,
    };
    let base = Url::parse("https://articles.example/")?;
    let body = render(&document, &base, &rules, &mut Vec::new());
    let blocks = body.blocks();
    Ok((line, body, blocks))
}

/// Extracts again and again for five seconds on one core and says how fast that went.
fn timed(articles: &[Article]) -> String {
    let (mut count, mut words) = (0_u32, 0.0);
    let start = Instant::now();
    while start.elapsed() < Duration::from_secs(5) && !articles.is_empty() {
        for (line, body, blocks) in articles {
            std::hint::black_box(summary::extract(&piece(line, blocks), &limits()));
            count += 1;
            words += f64::from(u32::try_from(body.words).unwrap_or(u32::MAX));
        }
    }
    let seconds = start.elapsed().as_secs_f64();
    let articles = f64::from(count) / seconds;
    let average = words / f64::from(count.max(1));
    let of_1300 = words / seconds / 1300.0;
    format!(
        "{articles:.0} articles of {average:.0} words a second; {of_1300:.0} of 1,300 words a second"
    )
}
