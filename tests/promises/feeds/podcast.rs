//! What podcast directories want to know.

use std::borrow::Cow;

use postrider::article::{Article, Episode, Offer, Part};

use super::making::{article, config, document, publication, rich, with_config};
use crate::house::{CONFIG, House};

const PODCAST: &str = "[podcast]\ncategory = \"Science\"\nsubcategory = \"Nature\"\n\
                       owner = \"Ada Marsh <ada@tidewater.example>\"\nimage = \"/cover.png\"\n";

fn episode() -> Article {
    let part = |path: &str, media_type: &'static str| {
        let url = format!("https://tidewater.example/{path}").parse().unwrap();
        Some(Box::new(Part { url, media_type: Cow::Borrowed(media_type) }))
    };
    let episode = Episode {
        explicit: Some(true),
        number: Some(7),
        season: Some(2),
        transcript: part("low.vtt", "text/vtt"),
        chapters: part("low.json", "application/json+chapters"),
    };
    Article { offer: Offer { episode, ..Offer::default() }, ..rich("one") }
}

#[test]
fn an_episode_tells_directories_all_they_ask_for() {
    let publication = publication(vec![episode(), article("two")]);
    let rss = document(&publication, &config(PODCAST), "feed.xml");
    for expected in [
        "<itunes:author>Tidewater</itunes:author>",
        "<itunes:category text=\"Science\">",
        "<itunes:category text=\"Nature\"",
        "<itunes:image href=\"https://tidewater.example/cover.png\"/>",
        "<itunes:explicit>false</itunes:explicit>",
        "<itunes:name>Ada Marsh</itunes:name>",
        "<itunes:email>ada@tidewater.example</itunes:email>",
        "<podcast:guid>",
        "<itunes:duration>754</itunes:duration>",
        "<itunes:explicit>true</itunes:explicit>",
        "<itunes:episode>7</itunes:episode>",
        "<itunes:season>2</itunes:season>",
        "<itunes:image href=\"https://tidewater.example/images/low.jpg?a=1&amp;b=2\">",
        "<podcast:transcript type=\"text/vtt\" url=\"https://tidewater.example/low.vtt\">",
        "<podcast:chapters type=\"application/json+chapters\" url=\"https://tidewater.example/low.json\">",
    ] {
        assert_eq!(rss.matches(expected).count(), 1, "{expected} in {rss}");
    }
    assert_eq!(with_config(vec![episode(), article("two")], PODCAST), [""; 0]);
}

#[test]
fn without_a_podcast_section_or_without_sound_nothing_is_said_to_directories() {
    for (article, more) in [(episode(), ""), (article("two"), PODCAST)] {
        let rss = document(&publication(vec![article]), &config(more), "feed.xml");
        assert!(!rss.contains("itunes:") && !rss.contains("podcast:"), "{rss}");
    }
}

#[test]
fn sound_is_said_to_be_sound() {
    let rss = document(&publication(vec![rich("one")]), &config(""), "feed.xml");
    assert!(rss.contains("medium=\"audio\" type=\"audio/mpeg\""), "{rss}");
    assert!(rss.contains("medium=\"image\" type=\"image/jpeg\""), "{rss}");
}

#[test]
fn what_an_episode_brings_is_read_from_front_matter_and_copied() {
    let text = "---\ntitle: Bell\ndate: 2026-11-16\nepisode: 3\nexplicit: no\naudio: /bell.mp3\n\
                transcript: /bell.html\nchapters: {url: /bell.json}\n---\nListen.\n";
    let house = House::new(&format!("{CONFIG}[output]\npages = true\n{PODCAST}"))
        .write("content/bell.md", text)
        .write("content/bell.mp3", "not really sound")
        .write("content/bell.json", "{}");
    house.run(&["build"]).fine();
    let rss = house.read("public/feed.xml");
    let transcript = "type=\"text/html\" url=\"https://tidewater.example/bell.html\"";
    assert!(rss.contains(transcript), "{rss}");
    assert!(rss.contains("<itunes:episode>3</itunes:episode>"), "{rss}");
    assert_eq!(house.read("public/bell.json"), "{}");
    house.run(&["check"]).fine();
}

#[test]
fn a_category_apple_does_not_know_is_told_with_its_line() {
    let house = House::new(&format!("{CONFIG}{}", PODCAST.replace("\"Science\"", "\"Tides\"")));
    let said = house.run(&["check"]);
    assert!(said.err.contains("config.toml:5: error: `Tides` is none of Apple's"), "{said:#?}");
}

#[test]
fn the_check_sees_what_directories_would_refuse() {
    use postrider::feed::{Format, check};
    let publication = publication(vec![episode()]);
    let config = config(PODCAST);
    let feeds = super::making::feeds(&publication, &config);
    let good = document(&publication, &config, "feed.xml");
    for (from, to, expected) in [
        ("<itunes:duration>754", "<itunes:duration>12 min", "no duration"),
        ("<itunes:explicit>true", "<itunes:explicit>maybe", "itunes:explicit of item"),
        ("ada@tidewater.example<", "ada<", "mail address is `ada`"),
        ("<itunes:episode>7", "<itunes:episode>seven", "itunes:episode of item"),
        (
            "url=\"https://tidewater.example/low.vtt\"",
            "url=\"low.vtt\"",
            "podcast:transcript of item",
        ),
        ("<podcast:guid>", "<podcast:guid>x", "no UUID"),
    ] {
        assert!(good.contains(from), "{from}: {good}");
        let told =
            check(&feeds[0], Format::Rss, good.replacen(from, to, 1).as_bytes(), publication.now);
        assert!(told.iter().any(|finding| finding.what.contains(expected)), "{to}: {told:#?}");
    }
}

#[test]
fn a_media_type_that_is_none_is_told_with_its_line_and_refuses_no_feed() {
    for (written, ending, used) in [
        ("audio/x m4a", "m4a", "audio/mp4"),
        ("audio/mpeg, audio/mp3", "mp3", "audio/mpeg"),
        ("audio/mpeg\"", "mp3", "audio/mpeg"),
        ("mp3", "mp3", "audio/mpeg"),
        ("audio/", "bin", "application/octet-stream"),
    ] {
        let text = format!(
            "---\ntitle: One\ndate: 2026-11-03\nenclosure:\n  src: https://a.example/a.{ending}\n  \
             length: 5\n  type: '{written}'\n---\nText.\n"
        );
        let house = House::new(CONFIG).write("content/one.md", text);
        let said = house.run(&["build"]).fine();
        let told = format!("content/one.md:7: warning: `{written}` is no media type\n");
        assert!(said.err.contains(&told), "{said:#?}");
        assert!(said.err.contains(&format!("`{used}` is used")), "{said:#?}");
        let feed = house.read("public/feed.xml");
        assert!(feed.contains(&format!("length=\"5\" type=\"{used}\"")), "{feed}");
    }
}
