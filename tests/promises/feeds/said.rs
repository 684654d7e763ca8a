//! What a feed says of an article, in each format.

use postrider::article::{Article, Direction};
use postrider::feed::Format;
use postrider::summary::{Origin, Summary};
use serde_json::Value;

use crate::house::{CONFIG, House};

use super::making::{
    article, at, config, document, findings, offered, publication, rich, rss_of, with_config,
};

fn json(articles: Vec<Article>) -> Value {
    let publication = publication(articles);
    serde_json::from_str(&document(&publication, &config(""), "feed.json")).unwrap()
}

#[test]
fn an_ordinary_publication_gives_feeds_without_an_error_or_a_warning() {
    assert_eq!(findings(vec![article("one"), article("two"), rich("three")]), [""; 0]);
}

#[test]
fn a_publication_without_articles_gives_feeds_without_an_error_or_a_warning() {
    assert_eq!(findings(Vec::new()), [""; 0]);
}

#[test]
fn the_three_formats_carry_the_same_articles_under_the_same_ids() {
    let publication = publication(vec![article("one"), rich("two")]);
    for format in Format::ALL {
        let feed = offered(&publication, "", format);
        for (entry, article) in feed.entries.iter().zip(&publication.articles) {
            assert_eq!(entry.id, article.id);
            assert_eq!(entry.published, Some(article.published.to_utc()));
            assert_eq!(entry.links[0].href, article.url.as_str());
            let title = entry.title.as_ref().map(|title| title.content.as_str());
            assert_eq!(title, article.title.as_deref());
        }
        assert_eq!(feed.entries.len(), 2);
    }
}

#[test]
fn the_id_of_a_feed_is_not_its_address_and_outlives_another_host() {
    let mut publication = publication(vec![article("one")]);
    let before = offered(&publication, "tags/tides/", Format::Atom).id;
    publication.home = "https://elsewhere.example/sea/".parse().unwrap();
    let after = offered(&publication, "tags/tides/", Format::Atom);
    assert_eq!(before, after.id);
    assert_eq!(before, "tag:tidewater.example,2026:feed/tags/tides/");
    assert!(after.links.iter().all(|link| link.href != after.id));
}

#[test]
fn a_guid_is_a_permalink_only_where_it_is_the_address() {
    let mut one = article("one");
    one.id = one.url.to_string();
    let two = article("two");
    let xml = rss_of(vec![one, two]);
    assert!(xml.contains("<guid>https://tidewater.example/one/</guid>"), "{xml}");
    assert!(
        xml.contains("<guid isPermaLink=\"false\">tag:tidewater.example,2026:two</guid>"),
        "{xml}"
    );
}

#[test]
fn in_atom_the_page_stands_before_the_feed_and_in_rss_the_feed_names_itself() {
    let publication = publication(vec![article("one")]);
    let atom = document(&publication, &config(""), "atom.xml");
    let page = atom.find("rel=\"alternate\"").unwrap();
    let own = atom.find("rel=\"self\"").unwrap();
    assert!(page < own);
    let rss = document(&publication, &config(""), "feed.xml");
    assert!(rss.contains(
        "<atom:link href=\"https://tidewater.example/feed.xml\" rel=\"self\" \
         type=\"application/rss+xml\"></atom:link>"
    ));
}

#[test]
fn dates_carry_their_zone_and_rss_gives_the_date_of_change_too() {
    let mut one = article("one");
    one.published = at("2026-03-01T08:05:09+01:00");
    one.updated = at("2026-03-02T00:00:00+01:00");
    one.atom_updated = at("2026-03-02T00:00:07+01:00");
    let publication = publication(vec![one]);
    let rss = document(&publication, &config(""), "feed.xml");
    assert!(rss.contains("<pubDate>Sun, 01 Mar 2026 08:05:09 +0100</pubDate>"), "{rss}");
    assert!(rss.contains("<atom:updated>2026-03-02T00:00:00+01:00</atom:updated>"), "{rss}");
    let atom = document(&publication, &config(""), "atom.xml");
    assert!(atom.contains("<published>2026-03-01T08:05:09+01:00</published>"), "{atom}");
    assert!(atom.contains("<updated>2026-03-02T00:00:07+01:00</updated>"), "{atom}");
    let json = document(&publication, &config(""), "feed.json");
    assert!(json.contains("\"date_modified\": \"2026-03-02T00:00:00+01:00\""), "{json}");
}

#[test]
fn the_date_of_a_feed_is_that_of_its_newest_change() {
    let mut one = article("one");
    one.updated = at("2026-11-12T10:00:00+00:00");
    one.atom_updated = one.updated;
    let xml = rss_of(vec![one, article("two")]);
    assert!(xml.contains("<lastBuildDate>Thu, 12 Nov 2026 10:00:00 +0000</lastBuildDate>"));
}

#[test]
fn the_takeaways_stand_at_the_head_of_the_full_text_and_in_a_field_of_their_own() {
    let json = json(vec![rich("one")]);
    let item = &json["items"][0];
    let html = item["content_html"].as_str().unwrap();
    let heading = html.find("<h2>Key takeaways</h2>").expect("a heading");
    let list = html.find("<li>Mud is &lt;b&gt;not&lt;/b&gt; sand.</li>").expect("a point");
    assert!(heading < list && list < html.find("<p>The whole text").unwrap());
    let ours = &item["_postrider"];
    assert_eq!(ours["takeaways"][0], "Mud is <b>not</b> sand.");
    assert_eq!(ours["takeaways_origin"], "extracted");
    assert_eq!(ours["summary_origin"], "author");
    assert_eq!(ours["reading_minutes"], 3);
    assert_eq!(ours["deck"], "What the sea leaves & takes");
}

#[test]
fn takeaways_that_the_text_shows_itself_are_shown_once() {
    let body =
        "Text.\n\n## Key takeaways\n\n- See the [table](https://tide.example/table)\n- Wind it up";
    let house = House::new(&format!("{CONFIG}[output]\npages = true\n"));
    let house = house.article("lamps", "Lamps", body);
    house.run(&["build"]).fine();
    for file in ["feed.xml", "atom.xml", "feed.json", "lamps/index.html"] {
        let text = house.read(&format!("public/{file}"));
        // In JSON a field of their own holds them as well.
        let times = if file == "feed.json" { 2 } else { 1 };
        assert_eq!(text.matches("Wind it up").count(), times, "{file}");
        assert!(text.contains("https://tide.example/table"), "{file}");
    }
    house.put("config.toml", format!("{CONFIG}[feeds]\nfull_text = false\n"));
    house.run(&["build"]).fine();
    assert!(house.read("public/feed.xml").contains("Wind it up"));
}

#[test]
fn the_heading_of_the_takeaways_is_in_the_language_of_the_article() {
    let one = Article { language: "de-AT".to_owned(), ..rich("one") };
    assert!(rss_of(vec![one]).contains("<h2>Das Wichtigste</h2>"));
}

#[test]
fn summary_and_full_text_stand_together() {
    let publication = publication(vec![rich("one")]);
    let rss = document(&publication, &config(""), "feed.xml");
    let summary = rss.find("<description><![CDATA[Boats wait for water &amp; men for boats.]]>");
    assert!(summary.expect("a description") < rss.find("<content:encoded>").unwrap());
    let atom = offered(&publication, "", Format::Atom);
    let summary = atom.entries[0].summary.as_ref().unwrap();
    assert_eq!(summary.content, "Boats wait for water & men for boats.");
    let content = atom.entries[0].content.as_ref().unwrap().body.as_ref().unwrap();
    assert!(content.contains("<p>The whole text of one.</p>"));
}

#[test]
fn a_feed_of_summaries_holds_no_full_text() {
    let publication = publication(vec![rich("one")]);
    for path in ["feed.xml", "atom.xml", "feed.json"] {
        let text = document(&publication, &config("[feeds]\nfull_text = false"), path);
        assert!(!text.contains("The whole text"), "{text}");
        assert!(text.contains("Boats wait for water"), "{text}");
    }
    assert_eq!(with_config(vec![rich("one")], "[feeds]\nfull_text = false"), [""; 0]);
}

#[test]
fn a_feed_of_summaries_holds_the_takeaways_in_every_format() {
    let publication = publication(vec![rich("one")]);
    for path in ["feed.xml", "atom.xml", "feed.json"] {
        let text = document(&publication, &config("[feeds]\nfull_text = false"), path);
        assert!(text.contains("Water returns."), "{text}");
    }
}

#[test]
fn in_a_feed_of_summaries_a_text_too_short_for_one_stands_itself() {
    let short = Article { summary: Summary::default(), ..article("one") };
    let publication = publication(vec![short.clone()]);
    for path in ["feed.xml", "atom.xml", "feed.json"] {
        let text = document(&publication, &config("[feeds]\nfull_text = false"), path);
        assert!(text.contains("The whole text of one."), "{text}");
    }
    assert_eq!(with_config(vec![short], "[feeds]\nfull_text = false"), [""; 0]);
}

#[test]
fn a_note_with_nothing_but_a_picture_is_told_by_the_pictures_words_and_never_by_its_address() {
    let picture = |alt: &str| {
        let mut note = Article { title: None, summary: Summary::default(), ..rich("one") };
        note.text = "".into();
        note.html = "<p><img src=\"https://tidewater.example/low.jpg\" alt=\"\"></p>".into();
        if let Some(cover) = &mut note.cover {
            alt.clone_into(&mut cover.alt);
        }
        note
    };
    let said = picture("A boat on the mud");
    let atom = offered(&publication(vec![said.clone()]), "", Format::Atom);
    assert_eq!(atom.entries[0].title.as_ref().unwrap().content, "A boat on the mud");
    assert_eq!(atom.entries[0].summary.as_ref().unwrap().content, "A boat on the mud");
    let dumb = picture("");
    let feed = json(vec![dumb.clone()]);
    assert!(feed["items"][0].get("summary").is_none(), "{feed}");
    let rss = rss_of(vec![dumb.clone()]);
    assert!(!rss.contains("<description><![CDATA[http"), "{rss}");
    assert_eq!([findings(vec![said]), findings(vec![dumb])].concat(), [""; 0]);
}

#[test]
fn a_note_without_a_title_has_none_and_atom_takes_its_first_words() {
    let note = Article { title: None, summary: Summary::default(), ..article("one") };
    let publication = publication(vec![note.clone()]);
    let rss = document(&publication, &config(""), "feed.xml");
    assert_eq!(rss.matches("<title>").count(), 1, "only the channel's: {rss}");
    assert!(rss.contains("<description><![CDATA[The whole text of one.]]></description>"));
    let atom = offered(&publication, "", Format::Atom);
    assert_eq!(atom.entries[0].title.as_ref().unwrap().content, "The whole text of one.");
    let json = json(vec![note.clone()]);
    assert!(json["items"][0].get("title").is_none());
    assert_eq!(findings(vec![note]), [""; 0]);
}

#[test]
fn a_title_that_looks_like_markup_is_read_as_it_was_written() {
    let title = "Why </b> & &amp; are <i>not</i> ]]> markup";
    let one = Article { title: Some(title.to_owned()), ..article("one") };
    let publication = publication(vec![one.clone()]);
    let rss = offered(&publication, "", Format::Rss);
    assert_eq!(rss.entries[0].title.as_ref().unwrap().content, title);
    let json = json(vec![one]);
    assert_eq!(json["items"][0]["title"], title);
    let atom = offered(&publication, "", Format::Atom);
    let read = atom.entries[0].title.as_ref().unwrap();
    assert_eq!(read.content_type.essence().to_string(), "text/html");
    assert_eq!(
        read.content,
        "Why &lt;/b&gt; &amp; &amp;amp; are &lt;i&gt;not&lt;/i&gt; ]]&gt; markup"
    );
}

#[test]
fn authors_are_named_in_every_entry_and_nobody_is_invented() {
    let mut nobody = article("two");
    nobody.authors.clear();
    let publication = publication(vec![rich("one"), nobody]);
    let rss = document(&publication, &config(""), "feed.xml");
    assert_eq!(rss.matches("<dc:creator>").count(), 2);
    assert!(!rss.contains("<author>") && !rss.contains("Unknown"));
    let atom = offered(&publication, "", Format::Atom);
    let names = |at: usize| -> Vec<&str> {
        atom.entries[at].authors.iter().map(|author| author.name.as_deref().unwrap()).collect()
    };
    assert_eq!((names(0), names(1)), (vec!["Tidewater"], vec!["Ada Marsh", "Rui Costa"]));
    let json: Value =
        serde_json::from_str(&document(&publication, &config(""), "feed.json")).unwrap();
    assert!(json["items"][0].get("authors").is_none());
    assert_eq!(json["items"][1]["authors"][0]["url"], "https://tidewater.example/ada/");
}

#[test]
fn an_author_whom_nobody_knows_is_none() {
    let house = House::new(CONFIG)
        .write("content/a.md", "---\ndate: 2026-11-16\ntitle: A\nauthor: Unknown\n---\nx\n");
    house.run(&["build"]).fine();
    assert!(!house.read("public/feed.xml").contains("creator"));
}

#[test]
fn an_enclosure_has_its_real_length_and_type_and_there_is_one() {
    let publication = publication(vec![rich("one")]);
    for format in Format::ALL {
        let feed = offered(&publication, "", format);
        let text = format!("{:?}", feed.entries[0]);
        assert!(text.contains("/listen/low.mp3") && text.contains("audio/mpeg"), "{text}");
        assert!(text.contains("1234567"), "{text}");
    }
    let rss = document(&publication, &config(""), "feed.xml");
    assert_eq!(rss.matches("<enclosure ").count(), 1);
    assert!(rss.contains("duration=\"754\""), "{rss}");
}

#[test]
fn a_cover_comes_with_its_alternative_text_and_is_shown_once() {
    let mut twice = rich("two");
    let url = "https://tidewater.example/images/low.jpg?a=1&amp;b=2";
    twice.html = format!("<p><img src=\"{url}\" alt=\"A boat\"></p>").into();
    let publication = publication(vec![rich("one"), twice]);
    let rss = document(&publication, &config(""), "feed.xml");
    assert_eq!(rss.matches("<media:content ").count(), 4, "two pictures, two sounds: {rss}");
    assert!(rss.contains(
        "<media:description type=\"plain\">A boat on the mud at low water</media:description>"
    ));
    assert_eq!(rss.matches("<img ").count(), 2, "one in each text: {rss}");
    let json: Value =
        serde_json::from_str(&document(&publication, &config(""), "feed.json")).unwrap();
    assert_eq!(json["items"][0]["image"], "https://tidewater.example/images/low.jpg?a=1&b=2");
    assert_eq!(json["items"][0]["_postrider"]["image_alt"], "A boat on the mud at low water");
}

#[test]
fn the_language_stands_on_the_feed_and_on_entries_that_differ() {
    let spanish = Article { language: "es".to_owned(), ..article("two") };
    let publication = publication(vec![article("one"), spanish]);
    let rss = document(&publication, &config(""), "feed.xml");
    assert!(rss.contains("<language>en</language>"));
    assert_eq!(rss.matches("<dc:language>es</dc:language>").count(), 1);
    assert!(!rss.contains("<dc:language>en"));
    let atom = document(&publication, &config(""), "atom.xml");
    assert!(
        atom.contains("<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"en\">"),
        "{atom}"
    );
    for text in ["<title xml:lang=\"es\"", "<summary xml:lang=\"es\"", "<content xml:lang=\"es\""] {
        assert_eq!(atom.matches(text).count(), 1, "{text}: {atom}");
    }
    let json: Value =
        serde_json::from_str(&document(&publication, &config(""), "feed.json")).unwrap();
    assert_eq!(json["language"], "en");
    assert_eq!(json["items"][0]["language"], "es");
    assert!(json["items"][1].get("language").is_none());
}

#[test]
fn a_text_from_right_to_left_is_wrapped_with_its_direction_and_language() {
    let arabic = Article {
        language: "ar".to_owned(),
        direction: Direction::Rtl,
        html: "<p>البحر</p>".into(),
        summary: Summary {
            text: Some("البحر".to_owned()),
            text_origin: Origin::Author,
            takeaways: vec!["المد".to_owned()],
            ..Summary::default()
        },
        ..article("one")
    };
    let rss = rss_of(vec![arabic.clone()]);
    let start =
        rss.find("<content:encoded><![CDATA[<div dir=\"rtl\" lang=\"ar\">").expect("a wrap");
    assert!(start < rss.find("أهم النقاط").expect("the heading in Arabic"));
    assert!(rss.contains("</div>]]></content:encoded>"));
    let wrapped = "<description><![CDATA[<div dir=\"rtl\" lang=\"ar\">البحر</div>]]></description>";
    assert!(rss.contains(wrapped), "{rss}");
    assert_eq!(findings(vec![arabic]), [""; 0]);
}

#[test]
fn tags_and_the_section_are_categories_with_a_scheme() {
    let publication = publication(vec![rich("one")]);
    let rss = document(&publication, &config(""), "feed.xml");
    assert!(rss.contains("<category domain=\"https://tidewater.example/tags/\">C++</category>"));
    assert!(rss.contains(
        "<category domain=\"https://tidewater.example/sections/\">Field Notes</category>"
    ));
    let atom = offered(&publication, "", Format::Atom);
    let schemes: Vec<_> = atom.entries[0].categories.iter().map(|c| c.scheme.as_deref()).collect();
    assert!(schemes.iter().all(Option::is_some), "{schemes:?}");
}
