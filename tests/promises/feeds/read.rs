//! From files to feeds, through everything.

use postrider::build::{self, Archive};
use postrider::config::Config;
use postrider::feed::Format;
use postrider::summarize::Asking;

use crate::house::{CONFIG, House, NOW};

/// Builds, and gives what was found wrong.
fn build(house: &House) -> String {
    let config = Config::load(&house.path("config.toml")).unwrap();
    let built =
        build::run(&config, NOW.parse().unwrap(), false, &Archive::default(), Asking::Never)
            .unwrap();
    built.findings.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

/// Reads a feed of the whole publication back by another parser.
fn read(house: &House, format: Format) -> feed_rs::model::Feed {
    let text = house.read(&format!("public/{}", format.file_name()));
    feed_rs::parser::parse(text.as_bytes()).unwrap_or_else(|why| panic!("{why}\n{text}"))
}

fn ids(house: &House) -> Vec<Vec<String>> {
    let ids = |format| read(house, format).entries.into_iter().map(|entry| entry.id).collect();
    Format::ALL.map(ids).to_vec()
}

#[test]
fn control_characters_are_dropped_and_named_with_file_and_line() {
    let house = House::new(CONFIG).write(
        "content/mud.md",
        "---\ntitle: \"On \u{8}mud\"\ndate: 2026-11-16\n---\nFirst.\n\nMud \u{1}is \u{FFFE}not.\n",
    );
    let told = build(&house);
    assert!(told.contains("content/mud.md:2") && told.contains("content/mud.md:7"), "{told}");
    for format in Format::ALL {
        let feed = read(&house, format);
        assert_eq!(feed.entries[0].title.as_ref().unwrap().content, "On mud");
        let text = format!("{:?}", feed.entries[0].content);
        assert!(text.contains("Mud is not."), "{text}");
    }
}

#[test]
fn code_with_a_cdata_end_and_markup_is_read_as_it_was_written() {
    let code = "if (a[b[0]]>1 && c < \"d\") { x = ']]>' + '&amp;' + '<b>'; }";
    let house =
        House::new(CONFIG).article("code", "Code", &format!("Look:\n\n```js\n{code}\n```\n"));
    assert_eq!(build(&house), "");
    for format in Format::ALL {
        let feed = read(&house, format);
        let html = feed.entries[0].content.as_ref().unwrap().body.clone().unwrap();
        let text = html.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
        assert!(text.replace("&amp;", "&").contains(code), "{format:?}: {html}");
    }
}

#[test]
fn an_id_outlives_another_name_another_title_https_and_another_host() {
    let house = House::new(&CONFIG.replace("https", "http")).article("mud", "On mud", "Mud.");
    build(&house);
    let before = ids(&house);
    assert!(before.iter().all(|ids| *ids == before[0]), "{before:?}");
    std::fs::rename(house.path("content/mud.md"), house.path("content/silt.md")).unwrap();
    build(&house);
    assert_eq!(ids(&house), before, "after another name");
    house.put("content/silt.md", "---\ntitle: On silt\ndate: 2026-11-16\n---\nMud.\n");
    build(&house);
    assert_eq!(ids(&house), before, "after another title");
    house.put("config.toml", CONFIG.replace("tidewater.example", "sea.example"));
    build(&house);
    assert_eq!(ids(&house), before, "after another host");
}

#[test]
fn what_is_cut_is_cut_between_words_and_escaped_once_afterwards() {
    // Sixty words, each with a mark that grows when it is escaped, at and around the cut.
    let words: Vec<String> = (1..=60).map(|n| format!("a&b<{n}>\"é]]>")).collect();
    let text = words.join(" ").replace('&', "&amp;").replace('<', "&lt;");
    for config in [CONFIG.to_owned(), format!("{CONFIG}[feeds]\nfull_text = false\n")] {
        let house = House::new(&config)
            .write("content/note.md", format!("---\ndate: 2026-11-16\n---\n{text}\n"));
        build(&house);
        let first = format!("{}…", words[..40].join(" "));
        // RSS holds HTML in its description, which is that text escaped; the others hold the text.
        let html = first.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        for format in Format::ALL {
            let said = read(&house, format).entries[0].summary.as_ref().unwrap().content.clone();
            let wanted = if format == Format::Rss { &html } else { &first };
            assert_eq!(&said, wanted, "{format:?}");
        }
    }
}

#[test]
fn an_id_of_the_authors_own_is_kept() {
    let house = House::new(CONFIG).write(
        "content/mud.md",
        "---\ntitle: Mud\ndate: 2026-11-16\nguid: https://old.example/?p=12\n---\nMud.\n",
    );
    build(&house);
    assert_eq!(ids(&house), vec![vec!["https://old.example/?p=12".to_owned()]; 3]);
    assert!(house.read("public/feed.xml").contains("isPermaLink=\"false\">https://old"));
}

#[test]
fn two_articles_with_one_id_are_an_error_that_names_both() {
    let text = "---\ntitle: Mud\ndate: 2026-11-16\nid: tag:x.example,2026:1\n---\nMud.\n";
    let house = House::new(CONFIG).write("content/a.md", text).write("content/b.md", text);
    let told = build(&house);
    assert!(told.contains("a.md") && told.contains("b.md") && told.contains("error"), "{told}");
}

#[test]
fn a_date_without_time_is_read_in_the_publications_zone() {
    let house =
        House::new(&format!("zone = \"Asia/Kolkata\"\n{CONFIG}")).article("mud", "On mud", "Mud.");
    build(&house);
    let rss = house.read("public/feed.xml");
    assert!(rss.contains("<pubDate>Mon, 16 Nov 2026 00:00:00 +0530</pubDate>"), "{rss}");
    assert!(house.read("public/atom.xml").contains("<published>2026-11-16T00:00:00+05:30"));
}

#[test]
fn articles_dated_by_day_are_told_apart_in_atom_and_never_move_again() {
    let house =
        House::new(CONFIG).article("mud", "On mud", "Mud.").article("sand", "On sand", "Sand.");
    build(&house);
    let updated = |house: &House| -> Vec<_> {
        let entries = read(house, Format::Atom).entries;
        let mut dates: Vec<_> = entries.into_iter().map(|e| (e.id, e.updated.unwrap())).collect();
        dates.sort();
        dates
    };
    let before = updated(&house);
    assert_ne!(before[0].1, before[1].1);
    let house = house.article("clay", "On clay", "Clay.");
    build(&house);
    let after = updated(&house);
    assert!(before.iter().all(|entry| after.contains(entry)), "{before:?} {after:?}");
    let mut dates: Vec<_> = after.iter().map(|(_, date)| *date).collect();
    dates.sort();
    dates.dedup();
    assert_eq!(dates.len(), 3);
}

#[test]
fn every_address_is_absolute() {
    let house = House::new(CONFIG).article(
        "mud",
        "On mud",
        "[a](../x) [b](//host.example/y) [c](?q=1) [d](/é ü) ![e](i.png)\n\nNote[^1].\n\n[^1]: Here.",
    );
    build(&house);
    let html = read(&house, Format::Json).entries[0].content.clone().unwrap().body.unwrap();
    for expected in [
        "href=\"https://tidewater.example/x\"",
        "href=\"https://host.example/y\"",
        "href=\"https://tidewater.example/mud/?q=1\"",
        "src=\"https://tidewater.example/mud/i.png\"",
        "href=\"https://tidewater.example/mud/#",
    ] {
        assert!(html.contains(expected), "`{expected}` is not in {html}");
    }
}

#[test]
fn what_readers_drop_or_fear_is_gone() {
    let house = House::new(CONFIG).article(
        "mud",
        "On mud",
        "<script>x()</script><style>p{}</style><form><input></form>\n\n\
         <p onclick=\"x()\" style=\"color:red\">Mud <a href=\"javascript:x()\">here</a></p>\n\n\
         <iframe src=\"https://video.example/1\"></iframe>\n\n<img data-src=\"/a.png\" alt=\"A\">\n",
    );
    build(&house);
    let html = read(&house, Format::Json).entries[0].content.clone().unwrap().body.unwrap();
    for forbidden in ["script", "style", "form", "onclick", "javascript", "iframe", "data-src"] {
        assert!(!html.contains(forbidden), "`{forbidden}` is in {html}");
    }
    assert!(html.contains("href=\"https://video.example/1\""), "{html}");
    assert!(html.contains("src=\"https://tidewater.example/a.png\""), "{html}");
}

#[test]
fn the_sample_publication_has_feeds_without_an_error_or_a_warning() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let config = Config::load(&root.join("config.toml")).unwrap();
    let now = "2026-11-22T12:00:00Z".parse().unwrap();
    let reading = postrider::publication::read(&config, now).unwrap();
    let templates = postrider::template::Templates::load(&config.templates).unwrap();
    let told = build::check(&reading.publication, &config, &templates);
    assert_eq!(told.iter().map(ToString::to_string).collect::<Vec<_>>(), [""; 0]);
    assert!(reading.publication.articles.len() >= 10);
}

#[test]
fn whatever_html_an_author_may_use_gives_feeds_without_an_error_or_a_warning() {
    let house = House::new(CONFIG).article(
        "mud",
        "On mud",
        "<details open><summary>More</summary>\n\n==x== <mark>new</mark>\n\n</details>\n\n\
         <p><bdi>عربي</bdi> <bdo dir=\"rtl\">abc</bdo> <kbd>Ctrl</kbd> <ruby>漢<rt>kan</rt></ruby></p>\n\n\
         <video src=\"/v.webm\" controls poster=\"/p.png\" loop muted preload=\"none\"></video>\n\n\
         <picture><source srcset=\"/b.avif\" type=\"image/avif\"><img src=\"/b.png\" alt=\"B\" \
         loading=\"lazy\" decoding=\"async\" srcset=\"/b.png 1x, /c.png 2x\" sizes=\"50vw\"></picture>\n\n\
         <table><colgroup><col></colgroup><tr><th scope=\"col\">A</th></tr></table>\n\n\
         <figure><img src=\"/d.png\"><figcaption>D</figcaption></figure>\n\n\
         <ol reversed start=\"3\"><li value=\"2\">x</li></ol>\n\n\
         <math><mi>x</mi></math> <svg><path d=\"M0\"/></svg> <custom-element data-x=\"1\">y</custom-element>\n\n\
         | a | b |\n|:-:|--:|\n| 1 | 2 |\n\n- [x] done\n- [ ] open\n\n> [!NOTE]\n> Careful.\n\n\
         Note[^1].\n\n[^1]: Here.\n",
    );
    let config = Config::load(&house.path("config.toml")).unwrap();
    let now = NOW.parse().unwrap();
    let reading = postrider::publication::read(&config, now).unwrap();
    let templates = postrider::template::Templates::built_in().unwrap();
    let told = build::check(&reading.publication, &config, &templates);
    assert_eq!(told.iter().map(ToString::to_string).collect::<Vec<_>>(), [""; 0]);
}
