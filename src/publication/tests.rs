mod ids;

use std::path::Path;

use super::*;
use crate::config::Config;

const NOW: &str = "2026-11-20T09:00:00Z";

/// A publication in a folder of its own.
struct Folder(tempfile::TempDir);

impl Folder {
    fn new(files: &[(&str, &str)]) -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        std::fs::create_dir_all(folder.0.path().join("content")).unwrap();
        for (path, text) in files {
            folder.put(path, text);
        }
        folder
    }

    fn put(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.0.path().join("content").join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    fn rename(&self, from: &str, to: &str) {
        let content = self.0.path().join("content");
        std::fs::create_dir_all(content.join(to).parent().unwrap()).unwrap();
        std::fs::rename(content.join(from), content.join(to)).unwrap();
    }

    fn config(&self, home: &str) -> Config {
        let text = format!("title = \"Tidewater\"\nhome = \"{home}\"\n");
        Config::parse(&text, &self.0.path().join("config.toml")).unwrap()
    }

    fn read(&self) -> Reading {
        self.read_at("https://tidewater.example/", NOW)
    }

    fn read_at(&self, home: &str, now: &str) -> Reading {
        read(&self.config(home), now.parse().unwrap()).unwrap()
    }

    /// Reads, and keeps the lock as `build` does.
    fn build(&self) -> Reading {
        let reading = self.read();
        self.put("postrider.lock", reading.lock.to_text());
        reading
    }
}

fn told(reading: &Reading) -> String {
    reading.findings.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

fn ids(reading: &Reading) -> Vec<&str> {
    reading.publication.articles.iter().map(|article| article.id.as_str()).collect()
}

const LOW: &str = "---\ntitle: Low water\ndate: 2026-11-16\n---\n\
    The tide leaves twice a day, and what it leaves behind is ours to read.\n";
const HIGH: &str = "+++\ntitle = \"High water\"\ndate = 2026-11-17\n+++\n\
    At the top of the tide the quay is a line drawn with a ruler.\n";

#[test]
fn a_folder_becomes_a_publication_newest_first() {
    let folder = Folder::new(&[("notes/low.md", LOW), ("high.md", HIGH)]);
    let reading = folder.read();
    assert_eq!(told(&reading), "");
    let [high, low] = reading.publication.articles.as_slice() else { panic!("{reading:#?}") };
    assert_eq!(high.title.as_deref(), Some("High water"));
    assert_eq!(high.url.as_str(), "https://tidewater.example/high/");
    assert_eq!(low.url.as_str(), "https://tidewater.example/notes/low/");
    assert_eq!(low.id, "tag:tidewater.example,2026:notes/low");
    assert_eq!(low.section.as_deref(), Some("notes"));
    assert!(low.html.contains("<p>The tide"), "{}", low.html);
}

#[test]
fn an_id_outlives_renaming_retitling_and_another_host() {
    let folder = Folder::new(&[("notes/low.md", LOW), ("high.md", HIGH)]);
    let before = folder.build();
    folder.rename("notes/low.md", "notes/ebb.md");
    folder.put("high.md", HIGH.replace("High water", "Slack").replace("2026-11-17", "2026-11-18"));
    let after = folder.read_at("http://other.example/", NOW);
    assert_eq!(ids(&before), ids(&after));
    assert_eq!(after.lock_changes, ["notes/low.md is now notes/ebb.md and keeps its id"]);
}

#[test]
fn a_second_reading_leaves_the_lock_as_it_is() {
    let folder = Folder::new(&[("low.md", LOW), ("high.md", HIGH)]);
    let first = folder.build();
    assert!(!first.lock_changes.is_empty());
    let second = folder.build();
    assert_eq!(second.lock_changes, Vec::<String>::new());
    assert_eq!(first.lock.to_text(), second.lock.to_text());
}

#[test]
fn a_broken_lock_is_told_and_never_replaced() {
    let folder = Folder::new(&[("low.md", LOW)]);
    folder.build();
    let text = std::fs::read_to_string(folder.0.path().join("content/postrider.lock")).unwrap();
    let merged = format!("<<<<<<< ours\n{text}=======\n>>>>>>> theirs\n");
    for broken in ["articles = 7\n", merged.as_str(), "\u{0}"] {
        folder.put("postrider.lock", broken);
        let config = folder.config("https://tidewater.example/");
        let findings = read(&config, NOW.parse().unwrap()).unwrap_err();
        assert!(findings.iter().all(|f| f.is_error() && f.line.is_some()), "{findings:#?}");
        assert!(findings[0].hint.as_ref().unwrap().contains("version control"));
    }
}

#[test]
fn what_may_not_be_seen_is_listed_with_its_reason() {
    let folder = Folder::new(&[
        ("low.md", LOW),
        ("draft.md", "---\ntitle: D\ndraft: true\n---\nx\n"),
        ("later.md", "---\ntitle: L\ndate: 2027-01-01\n---\nx\n"),
        ("gone.md", "---\ntitle: G\ndate: 2026-01-01\nexpiryDate: 2026-02-01\n---\nx\n"),
        ("about.md", "---\ntitle: About\nlayout: page\n---\nx\n"),
        ("README.md", "# Read me\n"),
        ("_index.md", "---\ntitle: All\n---\n"),
    ]);
    let reading = folder.read();
    assert_eq!(told(&reading), "");
    assert_eq!(reading.publication.articles.len(), 1);
    let hidden: Vec<_> = reading
        .hidden
        .iter()
        .map(|(file, why)| (file.file_name().and_then(|n| n.to_str()).unwrap(), why.as_str()))
        .collect();
    assert_eq!(
        hidden,
        [
            ("about.md", "its layout `page` is not an article's"),
            ("draft.md", "it is a draft"),
            ("gone.md", "it expired on 2026-02-01"),
            ("later.md", "it is dated 2027-01-01, which is still to come"),
        ]
    );
}

#[test]
fn two_articles_with_one_id_or_one_address_are_told_with_both_files() {
    let one = "---\nid: tide-1\ntitle: A\ndate: 2026-11-16\n---\nx\n";
    let two = "---\nid: tide-1\ntitle: B\ndate: 2026-11-17\n---\ny\n";
    let there = "---\ntitle: C\ndate: 2026-11-18\npermalink: /high/\n---\nz\n";
    let folder = Folder::new(&[("a.md", one), ("b.md", two), ("high.md", HIGH), ("c.md", there)]);
    let reading = folder.build();
    let told = told(&reading);
    assert!(told.contains("b.md:2: error: its id tag:tidewater.example,2026:tide-1 is already"));
    assert!(told.contains("content/a.md"), "{told}");
    assert!(told.contains("c.md:4: error: its address https://tidewater.example/high/ is already"));
    assert_eq!(reading.publication.articles.len(), 2);
    folder.read();
}

#[test]
fn atom_tells_entries_of_one_day_apart_and_never_moves_one_again() {
    let article = |title: &str| format!("---\ntitle: {title}\ndate: 2026-11-16\n---\n{title}\n");
    let folder = Folder::new(&[("m.md", &article("M")), ("p.md", &article("P"))]);
    let instants = |reading: &Reading| {
        let articles = reading.publication.articles.iter();
        articles.map(|a| (a.id.clone(), a.atom_updated)).collect::<Vec<_>>()
    };
    let before = instants(&folder.build());
    assert_ne!(before[0].1, before[1].1);
    for name in ["a", "c", "n", "z"] {
        folder.put(&format!("{name}.md"), article(name));
    }
    let after = instants(&folder.build());
    assert!(before.iter().all(|entry| after.contains(entry)), "{before:?} {after:?}");
    let distinct: std::collections::HashSet<_> = after.iter().map(|(_, at)| at).collect();
    assert_eq!(distinct.len(), 6);
}

#[test]
fn a_path_that_climbs_out_is_refused() {
    let folder = Folder::new(&[(
        "a.md",
        "---\ntitle: A\ndate: 2026-11-16\npermalink: /../../etc/\n---\nx\n",
    )]);
    let outside = folder.0.path().join("outside.md");
    std::fs::write(&outside, LOW).unwrap();
    std::os::unix::fs::symlink(&outside, folder.0.path().join("content/link.md")).unwrap();
    let reading = folder.read();
    assert!(reading.publication.articles.is_empty());
    let told = told(&reading);
    assert!(told.contains("a.md:4: error: the address `/../../etc/` climbs out"), "{told}");
    assert!(told.contains("link.md: error: a symbolic link that leads out"), "{told}");
    assert!(Path::new(&outside).exists());
}

#[test]
fn an_article_keeps_its_date_in_feeds_when_another_one_is_given_the_same() {
    let article = |title: &str, day: &str| {
        format!("---\ntitle: {title}\ndate: 2026-11-{day}\n---\n{title}\n")
    };
    let updated = |reading: &Reading, title: &str| {
        let mut articles = reading.publication.articles.iter();
        articles.find(|a| a.title.as_deref() == Some(title)).unwrap().atom_updated
    };
    let folder = Folder::new(&[
        ("zeta.md", &article("Zeta", "01")),
        ("alpha.md", &article("Alpha", "02")),
        ("mu.md", &article("Mu", "03")),
    ]);
    let zeta = updated(&folder.build(), "Zeta");
    folder.put("alpha.md", article("Alpha", "01"));
    let moved = folder.build();
    assert_eq!(updated(&moved, "Zeta"), zeta);
    assert_ne!(updated(&moved, "Alpha"), zeta);
    // One that already has seconds of its own does not take the place of another, either.
    let alpha = updated(&moved, "Alpha");
    folder.put("beta.md", article("Beta", "01"));
    let (beta, three) = (updated(&folder.build(), "Beta"), folder.build());
    folder.put("alpha.md", article("Alpha", "03"));
    folder.put("beta.md", article("Beta", "03"));
    let mu = updated(&three, "Mu");
    let last = folder.build();
    assert_eq!((updated(&last, "Zeta"), updated(&last, "Mu")), (zeta, mu));
    assert!(alpha != beta && updated(&last, "Alpha") != updated(&last, "Beta"));
}

#[test]
fn an_article_that_comes_back_moves_nobody_who_came_while_it_was_away() {
    let article = |title: &str| format!("---\ntitle: {title}\ndate: 2026-11-01\n---\n{title}\n");
    let updated = |reading: &Reading, title: &str| {
        let mut articles = reading.publication.articles.iter();
        articles.find(|a| a.title.as_deref() == Some(title)).unwrap().atom_updated
    };
    let draft = article("Alpha").replace("date", "draft: true\ndate");
    for away in [Some(draft.as_str()), Some("---\ntitle: [\n---\n"), None] {
        let folder = Folder::new(&[("alpha.md", &article("Alpha"))]);
        let alpha = updated(&folder.build(), "Alpha");
        match away {
            Some(text) => folder.put("alpha.md", text),
            None => std::fs::remove_file(folder.0.path().join("content/alpha.md")).unwrap(),
        }
        folder.put("beta.md", article("Beta"));
        folder.put("mu.md", "---\ntitle: Mu\ndate: 2026-11-02\n---\nMu\n");
        let beta = updated(&folder.build(), "Beta");
        assert_eq!(beta, alpha);
        folder.put("alpha.md", article("Alpha"));
        let after = folder.build();
        assert_eq!(updated(&after, "Beta"), beta, "{away:?}");
        assert_ne!(updated(&after, "Alpha"), beta);
        assert_eq!(folder.build().lock_changes, Vec::<String>::new());
    }
}

#[test]
fn an_article_that_was_away_keeps_its_date_in_feeds_where_nobody_took_it() {
    let article = |title: &str| format!("---\ntitle: {title}\ndate: 2026-11-01\n---\n{title}\n");
    let folder = Folder::new(&[("a.md", &article("A")), ("b.md", &article("B"))]);
    let dates = |reading: Reading| {
        let articles = reading.publication.articles;
        articles.into_iter().map(|it| (it.id, it.atom_updated)).collect::<Vec<_>>()
    };
    let before = dates(folder.build());
    for name in ["a.md", "b.md"] {
        let text = std::fs::read(folder.0.path().join("content").join(name)).unwrap();
        folder.put(name, "---\ntitle: [\n---\n");
        folder.build();
        folder.put(name, text);
        assert_eq!(dates(folder.build()), before);
    }
}

#[test]
fn scheduled_articles_have_their_ids_before_their_day() {
    let folder = Folder::new(&[("later.md", "---\ntitle: L\ndate: 2027-01-01\n---\nx\n")]);
    assert_eq!(folder.build().publication.articles.len(), 0);
    let later = folder.read_at("https://tidewater.example/", "2027-01-02T00:00:00Z");
    assert_eq!(later.lock_changes, Vec::<String>::new());
    assert_eq!(later.publication.articles.len(), 1);
}
