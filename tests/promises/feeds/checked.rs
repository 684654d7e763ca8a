//! The check of feeds sees what is wrong: each line breaks a good feed in one way.

use postrider::feed::{Format, check};

use super::making::{article, config, documents, feeds, publication, rich};

/// Changes a document of a good feed and gives what the check says of it.
fn after(format: Format, from: &str, to: &str) -> Vec<String> {
    let publication = publication(vec![article("one"), rich("two")]);
    let config = config("");
    let document = documents(&publication, &config)
        .into_iter()
        .find(|document| document.path == format.file_name())
        .unwrap();
    let text = String::from_utf8(document.bytes).unwrap();
    assert!(text.contains(from), "`{from}` is not in the document to be broken:\n{text}");
    let broken = text.replacen(from, to, 1);
    let feeds = feeds(&publication, &config);
    let findings = check(&feeds[0], format, broken.as_bytes(), publication.now);
    findings.iter().map(ToString::to_string).collect()
}

#[track_caller]
fn seen(format: Format, from: &str, to: &str, expected: &str) {
    let told = after(format, from, to);
    assert!(
        told.iter().any(|finding| finding.contains(expected)),
        "`{from}` became `{to}`, and the check said {told:#?} and not `{expected}`"
    );
}

#[test]
fn nothing_is_said_of_a_good_feed() {
    for format in Format::ALL {
        assert_eq!(after(format, "Tidewater", "Tidewater"), [""; 0]);
    }
}

#[test]
fn the_check_of_rss_sees_what_is_wrong() {
    for (from, to, expected) in [
        ("</title>", "</titel>", "no XML"),
        ("version=\"2.0\"", "version=\"0.91\"", "<rss version"),
        (" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"", "", "prefix `dc`"),
        ("<title>Tidewater", "<title>\u{1}Tidewater", "U+0001"),
        ("<title>Tidewater</title>", "<title></title>", "empty title"),
        ("<title>Tidewater</title>", "<title>A</title><title>B</title>", "2 times title"),
        ("<link>https://tidewater.example/</link>", "<link>/</link>", "link is no address"),
        ("<language>en</language>", "", "language"),
        ("rel=\"self\"", "rel=\"related\"", "rel=self"),
        ("https://tidewater.example/feed.xml\" rel", "https://other.example/\" rel", "rel=self"),
        ("Tue, 10 Nov 2026 05:46:00 +0000</lastB", "10.11.2026</lastB", "no date"),
        ("</guid>\n   <pubDate>Tue, 10 Nov 2026", "</guid>\n   <pubDate>Tue, 10 Nov 26", "no date"),
        (
            "</guid>\n   <pubDate>Tue, 10 Nov 2026",
            "</guid>\n   <pubDate>Sat, 10 Nov 2029",
            "believe",
        ),
        ("<title>On two</title>", "<title></title>", "empty title"),
        ("<title>On two</title>", "<title>On &lt;/b></title>", "taken for HTML"),
        ("<title>On two</title>", "<title>On &amp;amp;</title>", "taken for HTML"),
        ("26:two</guid>", "26:one</guid>", "two items have the guid"),
        (" isPermaLink=\"false\">tag", ">tag", "no permalink"),
        (
            "isPermaLink=\"false\">tag:tidewater.example,2026:two",
            "isPermaLink=\"false\">12",
            "unique",
        ),
        ("length=\"1234567\"", "length=\"-1\"", "no length"),
        ("type=\"audio/mpeg\"", "type=\"mp3\"", "no media type"),
        (
            "<enclosure ",
            "<enclosure url=\"a\" length=\"1\" type=\"a/b\"/><enclosure ",
            "more than one",
        ),
        ("isPermaLink=\"false\"", "isPermaLink=\"no\"", "neither true nor false"),
        ("medium=\"image\"", "medium=\"picture\"", "the medium `picture`"),
        ("duration=\"754\"", "duration=\"12:34\"", "duration of media:content"),
        ("<sy:updatePeriod>hourly", "<sy:updatePeriod>often", "updatePeriod"),
        (
            "rel=\"self\" type=\"application/rss+xml\"",
            "rel=\"self\" type=\"rss\"",
            "no media type: `rss`",
        ),
        ("</generator>", "</generator><generator>x</generator>", "2 times generator"),
        (" </channel>", "<generator>x</generator></channel>", "stands after an entry"),
        ("The whole text of two", "The\u{85}whole text of two", "wrong decoding"),
        (
            "<dc:creator>Rui",
            "<source url=\"x\">y</source><dc:creator>Rui",
            "the source of item `On two` has the address",
        ),
        ("<dc:creator>Rui", "<dc:language>english</dc:language><dc:creator>Rui", "no language"),
        ("<dc:creator>Rui", "<author>a@b.example</author><dc:creator>Rui", "both author"),
        ("<dc:creator>Rui Costa", "<dc:creator>", "empty dc:creator"),
        ("<p>The whole", "<p onclick=\"x()\">The whole", "`onclick`"),
        ("<p>The whole", "<script>x()</script><p>The whole", "<script>"),
        ("<p>The whole", "<iframe src=\"https://a.example/\"></iframe><p>The whole", "<iframe>"),
        ("<p>The whole", "<p><a href=\"/about\">x</a> The whole", "relative address"),
        ("<p>The whole", "<p><a href=\"#n1\">x</a> The whole", "relative address"),
        ("<p>The whole", "<p><a href=\"//a.example/\">x</a> The whole", "relative address"),
        ("<p>The whole", "<p><a href=\"javascript:x()\">x</a> The whole", "no reader may follow"),
        ("<p>The whole", "<p><a href=\"feed:data:a,b\">x</a> The whole", "no reader may follow"),
        ("<p>The whole", "<p><a href=\"https://a.example/ö\">x</a> The whole", "percent-encoded"),
        (
            "<p>The whole",
            "<p><img src=\"https://a.example/a.png\"> The whole",
            "without src or alt",
        ),
        (
            "<p>The whole",
            "<p><img src=\"https://a.example/a.png\" alt=\"\" srcset=\"b.png 2x\"> The whole",
            "relative address",
        ),
        (
            "<dc:creator>Rui",
            "<itunes:duration xmlns:itunes=\"http://www.itunes.com/dtds/podcast-1.0.dtd\">9</itunes:duration><dc:creator>Rui",
            "lacks itunes:category",
        ),
    ] {
        seen(Format::Rss, from, to, expected);
    }
}

#[test]
fn the_check_of_atom_sees_what_is_wrong() {
    for (from, to, expected) in [
        ("<feed xmlns=", "<feed xmlns:x=", "no Atom feed"),
        (
            "<id>tag:tidewater.example,2026:feed/</id>",
            "<id>https://tidewater.example/atom.xml</id>",
            "its own address",
        ),
        ("<id>tag:tidewater.example,2026:feed/</id>", "<id>feed</id>", "no absolute URI"),
        ("<id>tag:tidewater.example,2026:two</id>", "<id>tag:two</id>", "no absolute URI"),
        ("26:two</id>", "26:one</id>", "two entries have the id"),
        (
            "rel=\"alternate\" type=\"text/html\"/>\n <link",
            "rel=\"via\" type=\"text/html\"/>\n <link",
            "lacks link",
        ),
        (
            "<link href=\"https://tidewater.example/\" rel=\"alternate\" type=\"text/html\"/>\n <link href=\"https://tidewater.example/atom.xml\" rel=\"self\" type=\"application/atom+xml\"/>",
            "<link href=\"https://tidewater.example/atom.xml\" rel=\"self\" type=\"application/atom+xml\"/>\n <link href=\"https://tidewater.example/\" rel=\"alternate\" type=\"text/html\"/>",
            "before rel=alternate",
        ),
        ("xml:lang=\"en\"", "", "no language"),
        ("<title>On two</title>", "", "0 times atom:title"),
        ("<title>On two</title>", "<title>On &lt;/b&gt;</title>", "taken for HTML"),
        ("<title>On two</title>", "<title type=\"text/html\">On two</title>", "has the type"),
        ("<name>Rui Costa</name>", "<name></name>", "without a name"),
        ("<uri>https://tidewater.example/ada/</uri>", "<uri>/ada/</uri>", "with the page"),
        ("<published>2026", "<published>2027", "before it was published"),
        ("rel=\"self\"", "rel=\"mine\"", "the relation `mine`"),
        ("</entry>", "</entry><rights>x</rights>", "stands after an entry"),
        ("<id>tag:tidewater.example,2026:two", "<id>urn:uuid:12", "no absolute URI"),
        (
            "rel=\"enclosure\" type=\"audio/mpeg\" length=\"1234567\"/>",
            "rel=\"enclosure\" type=\"audio/mpeg\" length=\"1234567\">x</link>",
            "something in it",
        ),
        ("<published>2026-11-10T", "<published>2026-11-10 at ", "no date"),
        ("<category term=\"tides\"", "<category term=\"\"", "empty category"),
        ("<content type=\"html\">", "<content>", "not typed html"),
        ("length=\"1234567\"", "length=\"many\"", "no number"),
        ("<link href=\"https://tidewater.example/two/\"", "<link href=\"/two/\"", "a link to"),
        ("&lt;p&gt;The whole", "&lt;form&gt;&lt;p&gt;The whole", "<form>"),
    ] {
        seen(Format::Atom, from, to, expected);
    }
}

#[test]
fn the_check_of_atom_sees_entries_that_share_a_date() {
    let one = article("one");
    let mut two = article("two");
    two.published = one.published;
    two.updated = one.updated;
    two.atom_updated = one.atom_updated;
    let told = super::making::findings(vec![one, two]);
    assert!(told.iter().any(|finding| finding.contains("shares its date")), "{told:#?}");
}

#[test]
fn the_check_of_json_sees_what_is_wrong() {
    for (from, to, expected) in [
        ("\"items\": [", "\"items\": ", "no JSON"),
        ("version/1.1", "version/1", "the version is"),
        ("\"title\": \"Tidewater\"", "\"title\": \"\"", "no title"),
        ("\"home_page_url\": \"https:", "\"home_page_url\": \"", "no home page"),
        ("tidewater.example/feed.json", "tidewater.example/json", "not where the feed is"),
        ("\"language\": \"en\"", "\"language\": \"\"", "no language"),
        ("26:two\"", "26:one\"", "two items have the id"),
        ("\"url\": \"https://tidewater.example/two/\"", "\"url\": \"/two/\"", "has the address"),
        ("\"title\": \"On two\"", "\"title\": \" \"", "empty title"),
        ("\"title\": \"On two\"", "\"title\": \"\\u0001\"", "U+0001"),
        ("\"content_html\"", "\"content\"", "no content"),
        ("\"date_published\": \"2026", "\"date_published\": \"26", "no date"),
        ("\"name\": \"Rui Costa\"", "\"name\": \"\"", "without a name"),
        ("\"image\": \"https://", "\"image\": \"//", "the image of"),
        ("\"language\": \"en\"", "\"language\": \"en\", \"next_url\": \"x\"", "next_url says"),
        ("\"mime_type\": \"audio/mpeg\"", "\"mime_type\": \"\"", "attachment"),
        ("<p>The whole", "<p style='color:red'>The whole", "`style`"),
    ] {
        seen(Format::Json, from, to, expected);
    }
}

#[test]
fn a_fault_names_the_article_that_is_to_blame() {
    for (format, from) in [
        (Format::Rss, "<p>The whole text of two"),
        (Format::Atom, "&lt;p&gt;The whole text of two"),
        (Format::Json, "<p>The whole text of two"),
    ] {
        let bad = from
            .replace("The whole", "<form>The whole")
            .replace("p&gt;<form>", "p&gt;&lt;form&gt;");
        let told = after(format, from, &bad);
        let blames = |finding: &String| finding.starts_with("content/two.md: error:");
        assert!(told.iter().any(blames), "{told:#?}");
    }
    let told = after(Format::Rss, "<language>en</language>", "");
    assert!(told.iter().all(|finding| finding.starts_with("feed.xml: ")), "{told:#?}");
}
