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

/// Three paragraphs that tell one article from another.
fn article(title: &str, about: &str) -> String {
    format!(
        "---\ntitle: {title}\ndate: 2026-11-16\n---\n\
         The first thing to know of {about} is where to stand and when.\n\n\
         The second thing to know of {about} is how to come back in time.\n\n\
         The third thing to know of {about} is whom to tell before you go.\n\n\
         The fourth thing to know of {about} is what to take along, and no more.\n"
    )
}

#[test]
fn a_file_renamed_and_edited_at_once_is_still_the_same_article() {
    let low = article("Low water", "low water");
    for edited in [
        low.replace("title: Low water", "title: Ebb"),
        low.replace("The second thing", "The other thing"),
        low.replace("2026-11-16", "2026-11-17"),
        low.replace("know of low water", "learn of the ebb"),
    ] {
        let folder = Folder::new(&[("low.md", &low), ("high.md", &article("High", "high water"))]);
        let before = folder.build();
        folder.rename("low.md", "2026/ebb.md");
        folder.put("2026/ebb.md", &edited);
        folder.put("new.md", article("New", "something new"));
        let after = folder.build();
        assert!(ids(&before).iter().all(|id| ids(&after).contains(id)), "{edited}");
        assert_eq!(ids(&after).len(), 3);
    }
}

#[test]
fn where_two_files_could_be_the_renamed_one_nobody_guesses() {
    let low = article("Low water", "low water");
    let folder = Folder::new(&[("low.md", &low)]);
    let id = folder.build().publication.articles[0].id.clone();
    folder.rename("low.md", "a.md");
    folder.put("b.md", &low);
    let told = told(&folder.read());
    assert!(told.contains("`a.md` may be what `low.md` became"), "{told}");
    assert!(told.contains(&format!("write `id: {id}` into its front matter")), "{told}");
    folder.put("b.md", low.replace("---\ntitle", &format!("---\nid: {id}\ntitle")));
    let reading = folder.build();
    let owner = reading.publication.articles.iter().find(|article| article.id == id).unwrap();
    assert!(owner.file.ends_with("b.md"));
}

#[test]
fn an_article_that_comes_back_is_the_same_one() {
    let low = article("Low water", "low water");
    let folder = Folder::new(&[("low.md", &low), ("high.md", &article("High", "high water"))]);
    let before = folder.build();
    std::fs::remove_file(folder.0.path().join("content/low.md")).unwrap();
    assert_eq!(folder.build().lock_changes, Vec::<String>::new());
    folder.put("ebb.md", &low);
    assert_eq!(ids(&before).len(), 2);
    assert!(ids(&before).iter().all(|id| ids(&folder.build()).contains(id)));
}

#[test]
fn a_new_article_in_an_old_place_has_an_id_of_its_own() {
    let folder = Folder::new(&[("low.md", &article("Low water", "low water"))]);
    let before = folder.build();
    folder.rename("low.md", "ebb.md");
    folder.build();
    folder.put("low.md", article("Another", "something else"));
    let after = folder.build();
    assert_eq!(ids(&after).len(), 2);
    assert!(ids(&after).contains(&ids(&before)[0]));
}

#[test]
fn two_files_that_change_names_keep_the_ids_of_their_articles() {
    let (low, high) = (article("Low water", "low water"), article("High", "high water"));
    let folder = Folder::new(&[("a.md", &low), ("b.md", &high)]);
    let id_of = |reading: &Reading, title: &str| {
        let mut articles = reading.publication.articles.iter();
        articles.find(|it| it.title.as_deref() == Some(title)).unwrap().id.clone()
    };
    let before = folder.build();
    folder.put("a.md", &high);
    folder.put("b.md", &low);
    let after = folder.build();
    for title in ["Low water", "High"] {
        assert_eq!(id_of(&after, title), id_of(&before, title));
    }
    assert_eq!(after.lock_changes.len(), 2, "{:?}", after.lock_changes);
    assert_eq!(folder.build().lock_changes, Vec::<String>::new());
}

#[test]
fn an_article_that_makes_room_for_another_keeps_its_id() {
    let folder = Folder::new(&[("low.md", &article("Low water", "low water"))]);
    let before = folder.build();
    folder.rename("low.md", "low-old.md");
    folder.put("low.md", article("Another", "something else"));
    let after = folder.build();
    let old = after.publication.articles.iter().find(|it| it.id == ids(&before)[0]).unwrap();
    assert!(old.file.ends_with("low-old.md"), "{after:#?}");
    assert_ne!(ids(&after)[0], ids(&after)[1]);
}

#[test]
fn an_article_moved_to_where_a_withdrawn_one_was_keeps_its_id() {
    let (low, high) = (article("Low water", "low water"), article("High", "high water"));
    let folder = Folder::new(&[("a.md", &low), ("b.md", &high)]);
    let before = folder.build();
    std::fs::remove_file(folder.0.path().join("content/a.md")).unwrap();
    folder.build();
    folder.rename("b.md", "a.md");
    let after = folder.build();
    assert_eq!(ids(&after).len(), 1);
    let high = before.publication.articles.iter().find(|it| it.title.as_deref() == Some("High"));
    assert_eq!(ids(&after)[0], high.unwrap().id);
    let told = after.lock_changes.join("\n");
    assert!(told.contains("a.md: what had the id tag:tidewater.example,2026:a stood"), "{told}");
}

#[test]
fn an_article_rewritten_from_the_title_on_keeps_its_id() {
    let folder = Folder::new(&[
        ("low.md", &article("Low water", "low water")),
        ("high.md", &article("High", "high water")),
    ]);
    let before = folder.build();
    folder.put("low.md", article("The ebb", "what leaves"));
    let after = folder.build();
    assert_eq!(ids(&before).len(), 2);
    assert!(ids(&before).iter().all(|id| ids(&after).contains(id)));
    assert_eq!(after.lock_changes, Vec::<String>::new());
}

#[test]
fn an_old_text_that_comes_back_does_not_take_the_id_of_what_replaced_it() {
    let low = article("Low water", "low water");
    let folder = Folder::new(&[("low.md", &low)]);
    let id = ids(&folder.build())[0].to_owned();
    folder.put("low.md", article("The ebb", "what leaves"));
    folder.build();
    folder.put("again.md", &low);
    let reading = folder.build();
    let owner = reading.publication.articles.iter().find(|article| article.id == id).unwrap();
    assert!(owner.file.ends_with("low.md"), "{reading:#?}");
    assert_eq!(reading.publication.articles.len(), 2);
}

#[test]
fn a_copy_is_another_article() {
    let low = article("Low water", "low water");
    let folder = Folder::new(&[("low.md", &low)]);
    let before = folder.build();
    folder.put("copy.md", &low);
    let after = folder.build();
    assert_eq!(ids(&after).len(), 2);
    assert!(ids(&after).contains(&ids(&before)[0]));
}

#[test]
fn a_file_that_cannot_be_read_for_a_while_keeps_its_id() {
    let low = article("Low water", "low water");
    let folder = Folder::new(&[("low.md", &low)]);
    let before = folder.build();
    folder.put("low.md", b"---\ntitle: \xff\n");
    folder.put("ebb.md", &low);
    assert_ne!(ids(&folder.build()), ids(&before));
    folder.put("low.md", &low);
    assert!(ids(&folder.build()).contains(&ids(&before)[0]));
}

#[test]
fn locks_of_two_branches_merge_line_by_line() {
    let folder = Folder::new(&[("m.md", &article("M", "the middle"))]);
    let base = folder.build().lock.to_text();
    let with = |name: &str| {
        let folder = Folder::new(&[("m.md", &article("M", "the middle"))]);
        folder.put("postrider.lock", &base);
        folder.put(&format!("{name}.md"), article(name, name));
        folder.build().lock.to_text()
    };
    let (ours, theirs) = (with("a"), with("z"));
    let added = theirs.lines().find(|line| line.contains("z.md")).unwrap();
    folder.put("postrider.lock", format!("{ours}{added}\n"));
    folder.put("a.md", article("a", "a"));
    folder.put("z.md", article("z", "z"));
    let merged = folder.build();
    assert_eq!(merged.publication.articles.len(), 3);
    assert!(merged.lock_changes.iter().all(|change| change.contains("Atom")), "{merged:#?}");
}

#[test]
fn a_merge_that_keeps_two_lines_of_one_article_keeps_its_id() {
    let folder = Folder::new(&[("m.md", &article("M", "the middle"))]);
    let before = folder.build();
    let ours = before.lock.to_text();
    folder.put("m.md", article("M", "something else").replace("16", "17"));
    let theirs = folder.build().lock.to_text();
    let line = |text: &str| text.lines().find(|line| line.contains("m.md")).unwrap().to_owned();
    assert_ne!(line(&ours), line(&theirs));
    for merged in [format!("{ours}{}\n", line(&theirs)), format!("{theirs}{}\n", line(&ours))] {
        folder.put("postrider.lock", merged);
        let after = folder.build();
        assert_eq!((ids(&after), after.lock.to_text()), (ids(&before), theirs.clone()));
    }
    // Two ids of one file are for a person to choose from.
    folder.put("postrider.lock", format!("{ours}{}\n", line(&ours).replace(":m\"", ":n\"")));
    let findings = read(&folder.config("https://t.example"), NOW.parse().unwrap()).unwrap_err();
    assert_eq!(findings[0].line, Some(8), "{findings:#?}");
}

#[test]
fn the_lock_takes_any_path() {
    let name = "a \"b\" 'c' \\ é {}=#.md";
    let folder = Folder::new(&[(name, &article("Odd", "odd names"))]);
    let before = folder.build();
    let after = folder.build();
    assert_eq!(after.lock_changes, Vec::<String>::new());
    assert_eq!(ids(&before), ids(&after));
    assert!(ids(&after)[0].is_ascii());
}

#[test]
fn a_lock_that_gives_one_id_twice_is_told_with_both_lines() {
    let folder = Folder::new(&[("low.md", LOW)]);
    let text = folder.build().lock.to_text();
    let twice = text.replace(
        "[articles]\n",
        "[articles]\n\"b.md\" = { id = \"tag:tidewater.example,2026:low\" }\n",
    );
    folder.put("postrider.lock", &twice);
    folder.put("b.md", HIGH);
    let findings = read(&folder.config("https://t.example"), NOW.parse().unwrap()).unwrap_err();
    assert_eq!(findings[0].line, Some(8));
    assert!(findings[0].what.ends_with("twice, first in line 7"), "{findings:#?}");
}

proptest::proptest! {
    #[test]
    fn any_text_in_place_of_the_lock_gives_no_panic(text in "(?s).{0,200}|\\[articles\\]\n.{0,80}") {
        let folder = Folder::new(&[("low.md", LOW)]);
        folder.put("postrider.lock", text);
        let _ = read(&folder.config("https://tidewater.example/"), NOW.parse().unwrap());
    }
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
