//! Front matter of another kind than it must be.

use crate::house::{CONFIG, House};

/// What a build says of an article with this front matter, from line 4 on.
fn told(front_matter: &str) -> String {
    let text = format!("---\ntitle: One\ndate: 2026-11-03\n{front_matter}\n---\nText.\n");
    let house = House::new(CONFIG).write("content/one.md", text).write("content/b.mp3", "ID3.");
    house.run(&["build"]).fine().err
}

#[test]
fn what_is_of_the_wrong_kind_is_told_with_its_line_and_left_out() {
    for (written, line, expected) in [
        ("tags:\n  - kept\n  - [a, b]", 6, "each of `tags` must be a text, not a list"),
        ("tags: [kept, {t: table}]", 4, "each of `tags` must be a text, not a table"),
        ("categories: {t: table}", 4, "each of `categories` must be a text, not a table"),
        ("audio: b.mp3\nepisode: first", 5, "`episode` must be a number from 1 on, not `first`"),
        ("audio: b.mp3\nseason: -1", 5, "`season` must be a number from 1 on, not `-1`"),
        ("audio: b.mp3\nexplicit: maybe", 5, "`explicit` must be true or false, not `maybe`"),
        (
            "audio: b.mp3\ntranscript: \"javascript:1\"",
            5,
            "`transcript` must be the address of a file, not `javascript:1`",
        ),
        (
            "author:\n  name: Ada\n  url: \"javascript:x\"",
            6,
            "an author's `url` must be an address of the web, not `javascript:x`",
        ),
        (
            "authors:\n  - Ada\n  - [Rui]",
            6,
            "an author must be a name, or a table with `name`, not",
        ),
        (
            "enclosure:\n  - b.mp3\n  - c.mp3",
            6,
            "an article has one attached file, and `b.mp3` is the first",
        ),
    ] {
        let told = told(written);
        let expected = format!("content/one.md:{line}: warning: {expected}");
        assert!(told.contains(&expected), "{expected}\n{told}");
        assert!(told.contains("left out"), "{told}");
        assert_eq!(told.matches("warning: ").count(), 1, "{told}");
    }
}

#[test]
fn what_is_of_the_right_kind_or_means_something_else_is_no_mistake() {
    for written in [
        "tags: [a, {name: b}, 7]\nauthor: {name: Ada, url: /ada/}",
        "season: winter\nepisode: first",
        "audio: b.mp3\ntranscript: true\nexplicit: clean\nseason: 2",
        "audio: b.mp3\nenclosure: b.mp3\npodcast: true",
    ] {
        assert_eq!(told(written), "", "{written}");
    }
}
