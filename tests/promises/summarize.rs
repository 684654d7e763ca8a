//! What `postrider summarize` promises: it shows who wrote what, and writes what is missing, once.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::Value;

use crate::house::{CONFIG, House};

const BODY: &str = "\
Every lighthouse on the coast flashes in a rhythm of its own. Ships count the seconds between two
flashes and look the number up in a table of all the lamps.

## The clock

The first lamp with a rhythm was turned by a clock whose weight the keeper wound up every four hours.
A keeper who slept through the winding could sink a ship. The clocks were built in one workshop for
ninety years, and the last of them still turns in the museum of the harbour town.

## The table

A ship at sea counts the seconds between two flashes and looks the number up in a table. The table
gives the name of the lighthouse and its distance from the harbour. It took two hundred years until
all countries had agreed on one table of rhythms. Radio took over much of this work, but small boats
still trust the lamp more than a screen, because a rhythm of light needs no battery on board.
";

fn json(said: &str) -> Value {
    serde_json::from_str(said).unwrap()
}

#[test]
fn each_article_is_shown_with_who_wrote_its_summary() {
    let own = "---\ntitle: Own\ndate: 2026-11-15\ndescription: My own words.\n---\nText.\n";
    let house = House::new(CONFIG).article("lamps", "Lamps", BODY).write("content/own.md", own);
    let said = house.run(&["summarize"]).fine();
    for words in [
        "content/lamps.md: Lamps\n  summary (extracted)\n    Every lighthouse",
        "takeaways (extracted)\n    - ",
        "content/own.md: Own\n  summary (author)\n    My own words.\n",
        "2 articles; summaries: 1 author, 1 extracted",
    ] {
        assert!(said.out.contains(words), "{words}: {}", said.out);
    }
    let facts = json(&house.run(&["summarize", "--json", "content/own.md"]).fine().out);
    assert_eq!(facts["articles"].as_array().unwrap().len(), 1);
    assert_eq!(facts["articles"][0]["summary_origin"], "author");
    assert_eq!(facts["articles"][0]["takeaways_origin"], Value::Null);
    let facts = json(&house.run(&["check", "--json"]).fine().out);
    assert_eq!(facts["origins"]["summaries"]["extracted"], 1);
}

const GERMAN: &str = "\
Das Uhrwerk der Lampe läuft vier Stunden. Der Wärter zieht am Abend ein Gewicht auf, das die Nacht
hindurch sinkt und die Linse dreht. Wer das verschläft, löscht einen Takt, auf den die Schiffe zählen.

Damit dreht das Uhrwerk der Lampe die Linse eines Leuchtturms in jeder Nacht in ihrem eigenen Takt.
";

#[test]
fn an_article_is_judged_in_its_own_language_whatever_it_is_said_to_be() {
    let title = "Das Uhrwerk der Lampe dreht die Linse eines Leuchtturms";
    let summary = |config: &str| {
        let house = House::new(config).article("uhrwerk", title, GERMAN);
        let facts = json(&house.run(&["summarize", "--json"]).fine().out);
        facts["articles"][0]["summary"].as_str().unwrap().to_owned()
    };
    // "Damit" leans on what stands before, for whoever reads German.
    let (unsaid, said) = (summary(CONFIG), summary(&format!("language = \"de\"\n{CONFIG}")));
    assert!(!unsaid.starts_with("Damit"), "{unsaid}");
    assert_eq!(unsaid, said);
    assert_eq!(summary(&format!("language = \"en\"\n{CONFIG}")), said);
}

#[test]
fn what_is_missing_is_written_once_and_shown_as_the_authors_from_then_on() {
    let toml = format!("+++\r\ntitle = \"B\" # mine\r\ndate = 2026-11-15\r\n+++\r\n{BODY}");
    let house = House::new(CONFIG).article("lamps", "Lamps", BODY).write("content/b.md", &toml);
    let shown = json(&house.run(&["summarize", "--json"]).fine().out);
    let said = house.run(&["summarize", "--write"]).fine();
    assert!(
        said.out.contains("wrote content/lamps.md\nwrote content/b.md\n2 articles changed"),
        "{said:#?}"
    );
    let written = house.read("content/b.md");
    assert!(
        written.starts_with("+++\r\ntitle = \"B\" # mine\r\ndate = 2026-11-15\r\nsummary = "),
        "{written}"
    );
    assert!(written.ends_with(&format!("]\r\n+++\r\n{BODY}")), "{written}");
    let again = json(&house.run(&["summarize", "--json"]).fine().out);
    for at in 0..2 {
        for key in ["summary", "takeaways"] {
            assert_eq!(again["articles"][at][key], shown["articles"][at][key]);
            assert_eq!(again["articles"][at][format!("{key}_origin")], "author");
        }
    }
    let before = house.tree("content");
    let said = house.run(&["summarize", "--write"]).fine();
    assert!(said.out.contains("nothing to write"), "{said:#?}");
    assert_eq!(house.tree("content"), before);
}

#[test]
fn a_draft_is_summarised_when_it_is_named_and_a_future_article_always() {
    let draft = format!("---\ntitle: Draft\ndraft: true\n---\n{BODY}");
    let later = format!("---\ntitle: Later\ndate: 2027-01-01\n---\n{BODY}");
    let house = House::new(CONFIG).write("content/d.md", draft).write("content/later.md", later);
    let said = house.run(&["summarize"]).fine();
    assert!(said.out.contains("Later") && !said.out.contains("Draft"), "{said:#?}");
    let said = house.run(&["summarize", "content/d.md", "--write"]).fine();
    assert!(said.out.contains("wrote content/d.md"), "{said:#?}");
    assert!(house.read("content/d.md").starts_with("---\ntitle: Draft\ndraft: true\nsummary: "));
}

#[test]
fn a_file_without_front_matter_is_told_why_it_is_left_alone() {
    let text = format!("Lamps\n\n16 November 2026\n\n{}", BODY.replace("## ", ""));
    let house = House::new(CONFIG).write("content/2026-11-16-lamps.txt", text);
    let before = house.tree("content");
    let said = house.run(&["summarize", "--write"]).fine();
    assert!(said.err.contains("plain text has no front matter"), "{said:#?}");
    assert!(said.err.contains("postrider import text"), "{said:#?}");
    assert_eq!(house.tree("content"), before);
}

#[test]
fn a_path_that_holds_no_article_is_told() {
    let house = House::new(CONFIG).article("lamps", "Lamps", BODY);
    let said = house.run(&["summarize", "content/none.md"]);
    assert_eq!(said.code, 1);
    assert!(said.err.contains("content/none.md: error: there is no article here"), "{said:#?}");
}

#[cfg(unix)]
#[test]
fn a_link_to_an_article_and_its_permissions_stay() {
    use std::os::unix::fs::PermissionsExt as _;
    let text = format!("---\ntitle: A\ndate: 2026-11-15\n---\n{BODY}");
    let house = House::new(CONFIG).write("content/.real/a", text);
    let real = house.path("content/.real/a");
    std::fs::set_permissions(&real, std::fs::Permissions::from_mode(0o640)).unwrap();
    std::os::unix::fs::symlink(".real/a", house.path("content/a.md")).unwrap();
    house.run(&["summarize", "--write"]).fine();
    assert!(house.path("content/a.md").is_symlink());
    assert!(house.read("content/.real/a").contains("summary: "));
    assert_eq!(real.metadata().unwrap().permissions().mode() & 0o777, 0o640);
}

/// Counts the connections that are opened to it; whatever asks the web by a proxy comes here too.
fn watch() -> (u16, Arc<AtomicUsize>) {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let count = Arc::<AtomicUsize>::default();
    let seen = Arc::clone(&count);
    std::thread::spawn(move || {
        for _ in listener.incoming() {
            seen.fetch_add(1, Ordering::SeqCst);
        }
    });
    (port, count)
}

#[test]
fn with_no_model_in_the_configuration_not_one_connection_is_opened() {
    let (port, count) = watch();
    let proxy = format!("http://127.0.0.1:{port}");
    let house = House::new(&crate::house::config_with_newsletter(port)).article("a", "A", BODY);
    for args in [&["build"][..], &["check"], &["plan"], &["summarize"], &["summarize", "--write"]] {
        let mut command = house.command(args);
        for name in ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy"] {
            command.env(name, &proxy);
        }
        for name in ["OPENAI_API_KEY", "ANTHROPIC_API_KEY", "GEMINI_API_KEY"] {
            command.env(name, "a-key");
        }
        let said = crate::house::Said::of(&command.output().unwrap()).fine();
        assert!(!said.err.contains("asking"), "{said:#?}");
    }
    assert_eq!(count.load(Ordering::SeqCst), 0);
    assert!(!house.path(".postrider/answers").exists());
}

#[cfg(not(feature = "model"))]
#[test]
fn a_program_built_without_models_says_how_to_build_it_with_them() {
    let config = format!("{CONFIG}\n[summary]\nmethod = \"model\"\nprovider = \"openai\"\n");
    let said = House::new(&config).article("a", "A", BODY).run(&["build"]);
    assert_eq!(said.code, 1);
    assert!(
        said.err.contains("config.toml:6: error: this program was built without models"),
        "{said:#?}"
    );
    assert!(said.err.contains("--features model"), "{said:#?}");
}
