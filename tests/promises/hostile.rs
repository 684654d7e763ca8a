//! A publication made by someone who means no good, or by no one in particular: clear errors, and
//! valid feeds for the rest.

use std::fmt::Write;

use super::house::{CONFIG, House, Said};

/// The largest file that is read unless the configuration says otherwise, and a hundred more.
const TOO_LARGE: u64 = 100_000_000;

fn dated(rest: &str) -> String {
    format!("---\ndate: 2026-11-16\n{rest}")
}

/// An alias bomb: six lists, each holding the one before nine times.
fn bomb() -> String {
    let mut text = "---\ntitle: Bomb\na: &a [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for (name, of) in [("b", "a"), ("c", "b"), ("d", "c"), ("e", "d"), ("f", "e")] {
        let nine = vec![format!("*{of}"); 9].join(", ");
        let _ = writeln!(text, "{name}: &{name} [{nine}]");
    }
    text + "---\nx\n"
}

fn house() -> House {
    let deep = format!("{}deep{}", "<div>".repeat(5000), "</div>".repeat(5000));
    let house = House::new(CONFIG)
        .article("good", "A good one", "It has nothing to hide.")
        .write("content/fence.md", dated("title: \"x ]]> & <b>y</b>\"\n---\n```\na ]]> b\n```\n"))
        .write("content/ampersand.md", dated("title: Q\n---\n[q](/s?a=1&b=2&copy=3)\n"))
        .write(
            "content/bell.md",
            dated("title: \"Ring\\x07\"\ntags: [\"mu\\x01d\"]\n---\nA\u{b}B\n"),
        )
        .write("content/entity.md", dated("title: E\n---\n<p>one &#7; &#x1F; &#xFFFE; two</p>\n"))
        .write("content/long.md", dated(&format!("title: {}\n---\nx\n", "y".repeat(200_000))))
        .write("content/deep.html", dated(&format!("title: Deep\n---\n{deep}\n")))
        .write("content/quotes.md", dated(&format!("title: Quotes\n---\n{}x\n", "> ".repeat(5000))))
        .write("content/pile.md", dated(&format!("title: Pile\n---\n{}x\n", ">".repeat(400_000))))
        .write("content/lists.md", dated(&format!("title: L\n---\n{}x\n", "1. ".repeat(130_000))))
        .write("content/brackets.md", dated(&format!("x: {}\n---\nx\n", "[".repeat(5000))))
        .write("content/latin.md", b"---\ndate: 2026-11-16\ntitle: caf\xe9\n---\nx\n")
        .write("content/bomb.md", bomb())
        .write("content/climb.md", dated("title: C\npermalink: /../../../etc/x/\n---\nx\n"))
        .write("content/slug.md", dated("title: S\nslug: ../../x\n---\nx\n"))
        .write("content/cover.md", dated("title: V\nimage: ../../../etc/hostname\n---\nx\n"))
        .write("content/twin-a.md", dated("title: A\nid: urn:example:twin\n---\nx\n"))
        .write("content/twin-b.md", dated("title: B\nid: urn:example:twin\n---\ny\n"));
    let huge = std::fs::File::create(house.path("content/huge.md")).expect("a file");
    huge.set_len(TOO_LARGE).expect("a hundred megabytes of nothing");
    house
}

fn build(house: &House) -> Said {
    house.run(&["build"])
}

/// Gives a title as a reader shows it, whether it came as text or as HTML.
fn plain(title: &feed_rs::model::Text) -> String {
    let text = &title.content;
    if title.content_type.subty() == "html" {
        text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    } else {
        text.clone()
    }
}

#[test]
fn a_hostile_publication_gives_clear_errors_and_valid_feeds_for_the_rest() {
    let house = house();
    let said = build(&house);
    assert_eq!(said.code, 1, "{said:#?}");
    let told = said.out.clone() + &said.err;
    for wanted in [
        "content/long.md:3: error: the title is 200000 characters long",
        "content/brackets.md:3: error: the front matter nests or repeats itself",
        "content/latin.md:3: error: the file is not valid UTF-8",
        "error: the front matter nests or repeats itself",
        "content/climb.md:4: error: the address `/../../../etc/x/` climbs out",
        "content/slug.md:4: error: the address",
        "content/pile.md:5: error: the text nests deeper than any reader could follow",
        "content/lists.md:5: error: the text nests deeper than any reader could follow",
        "content/cover.md:4: warning: `../../../etc/hostname` climbs out",
        "content/twin-b.md:4: error: its id urn:example:twin is already that of content/twin-a.md",
        "content/huge.md: error: the file has 100000000 bytes",
        "content/bell.md:3: warning: the control character U+0007 is dropped",
        "content/bell.md:4: warning: the control character U+0001 is dropped",
        "content/bell.md:6: warning: the control character U+000B is dropped",
    ] {
        assert!(told.contains(wanted), "{wanted}\n{told}");
    }
    let titles = ["A good one", "x ]]> & <b>y</b>", "Q", "Ring", "E", "V", "A"];
    for name in ["feed.xml", "atom.xml", "feed.json"] {
        let text = house.read(&format!("public/{name}"));
        assert!(text.chars().all(|c| c >= ' ' || matches!(c, '\n' | '\t')), "{name}");
        let feed = feed_rs::parser::parse(text.as_bytes()).expect(name);
        let found: Vec<String> =
            feed.entries.iter().filter_map(|entry| Some(plain(entry.title.as_ref()?))).collect();
        for title in titles {
            assert!(found.iter().any(|found| found == title), "{name}: {title}\n{found:#?}");
        }
    }
}

#[test]
fn a_hostile_publication_is_read_twice_alike() {
    let house = house();
    build(&house);
    let first = house.tree("public");
    build(&house);
    assert_eq!(first, house.tree("public"));
}

#[test]
fn half_a_character_in_front_matter_is_dropped_and_named() {
    let house = House::new(CONFIG)
        .write("content/yaml.md", dated("title: \"Cut \\ud83d\"\n---\nx\n"))
        .write(
            "content/json.md",
            "{\n\"date\": \"2026-11-16\",\n\"title\": \"Half \\ud83d\"\n}\nx\n",
        );
    let said = build(&house).fine();
    for file in ["yaml.md:3", "json.md:3"] {
        let wanted = format!("content/{file}: warning: an escape of half a character is dropped");
        assert!(said.err.contains(&wanted), "{wanted}\n{said:#?}");
    }
    let feed = house.read("public/feed.xml");
    assert!(feed.contains("<title>Cut</title>") && feed.contains("<title>Half</title>"), "{feed}");
}

#[test]
fn no_sign_before_a_code_blocks_title_stops_a_build() {
    let signs = ["\u{a0}", "\u{3000}", "\u{ff1a}", "\u{2192}", "\u{201c}"];
    let fences = signs.map(|sign| format!("```js {{1,2}}{sign}title=\"a.js\"\ncode\n```\n\n"));
    let house =
        House::new(CONFIG).write("content/a.md", dated("title: A\n---\n") + &fences.concat());
    build(&house).fine();
    let feed = house.read("public/feed.xml");
    assert_eq!(feed.matches(">code\n</code>").count(), signs.len(), "{feed}");
}

#[test]
fn a_broken_lock_file_leaves_the_old_feeds_whole() {
    let house = House::new(CONFIG).article("good", "A good one", "Nothing to hide.");
    build(&house).fine();
    let before = house.tree("public");
    house.put("content/postrider.lock", "<<<<<<< ours\n");
    house.put("content/new.md", "---\ntitle: New\ndate: 2026-11-17\n---\nx\n");
    let said = build(&house);
    assert_eq!(said.code, 1, "{said:#?}");
    assert!((said.out + &said.err).contains("content/postrider.lock:1: error:"));
    assert_eq!(before, house.tree("public"));
    assert_eq!(house.read("content/postrider.lock"), "<<<<<<< ours\n");
}

#[test]
fn an_article_of_ten_thousand_tags_stops_nobody_and_is_told_with_its_line() {
    let tags: Vec<String> = (0..10_000).map(|number| format!("t{number}")).collect();
    let article = format!(
        "---\ntitle: All of it\ndate: 2026-11-02\ntags: [{}]\n---\nMud.\n",
        tags.join(", ")
    );
    let house = House::new(CONFIG).write("content/many.md", article);
    let said = house.run(&["build"]).fine();
    assert!(said.err.contains("many.md:4: warning: the article has 10000 tags"), "{said:#?}");
    assert!(house.path("public/tags/t99/feed.xml").exists());
    assert!(!house.path("public/tags/t100").exists());
}

#[cfg(unix)]
#[test]
fn a_pipe_among_the_articles_is_told_and_never_waited_for() {
    let house = House::new(CONFIG).article("one", "One", "Mud.");
    let pipe = house.path("content/pipe.md");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let said = house.run(&["build"]);
    assert!(said.err.contains("pipe.md: error: is no file to read"), "{said:#?}");
    assert!(house.path("public/feed.xml").exists());
}

#[test]
fn what_a_wrong_decoding_left_is_told_with_its_line_and_an_old_line_end_parts_words() {
    let house = House::new(CONFIG);
    let body = "one\u{85}two\n\n    code\u{9f} and\u{7f} more";
    let house = house.article("decoded", "Lamps", body);
    let said = house.run(&["build"]).fine();
    let told = said.out.clone() + &said.err;
    let wanted = "decoded.md:7: warning: the control characters U+007F, U+009F are dropped";
    assert!(told.contains(wanted), "{told}");
    let html = house.read("public/feed.json");
    assert!(html.contains("one two") && html.contains("code and more"), "{html}");
}

#[test]
fn a_note_that_a_text_refers_to_ten_thousand_times_leads_back_to_a_hundred_places() {
    let body = format!("title: N\n---\n{}\n\n[^a]: The note.\n", "word[^a] ".repeat(10_000));
    let house = House::new(CONFIG).write("content/n.md", dated(&body));
    build(&house).fine();
    let feed = house.read("public/feed.json");
    assert_eq!(feed.matches("footnote-backref").count(), 100);
    assert_eq!(feed.matches("n/#n-fn-a").count(), 10_000, "each still leads to the note");
    assert!(feed.len() < 1_200_000, "{}", feed.len());
}
