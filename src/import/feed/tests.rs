use super::*;

fn read(text: &str) -> Foreign {
    feed(text.as_bytes(), None).unwrap()
}

#[test]
fn rss_is_read_with_entities_of_html_and_without_dates() {
    let feed = read(
        "<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY x 'y'>]><rss version='2.0' \
         xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel><title>Quay &amp;amp; \
         Co</title><link>https://quay.example/</link><item><title>Ropes&nbsp;&lt;b&gt;up&lt;/b&gt;\
         </title><link>/ropes/</link><guid isPermaLink='false'>7</guid><pubDate>Mon, 16 Nov 2026 \
         08:00:00 GMT</pubDate><author>a@quay.example (Ada Marsh)</author><description>Short.\
         </description><content:encoded><![CDATA[<p>Long.</p>]]></content:encoded><enclosure \
         url='/a.mp3' length='5' type='audio/mpeg'/></item></channel></rss>",
    );
    assert_eq!(feed.about.title, "Quay & Co");
    let entry = &feed.entries[0];
    assert_eq!(entry.title.as_deref(), Some("Ropes up"));
    assert_eq!(entry.url.as_ref().unwrap().as_str(), "https://quay.example/ropes/");
    assert_eq!((entry.id.as_deref(), entry.authors[0].name.as_str()), (Some("7"), "Ada Marsh"));
    assert_eq!((entry.summary.as_deref(), entry.html.as_str()), (Some("Short."), "<p>Long.</p>"));
    assert_eq!(entry.enclosure.as_ref().unwrap().length, Some(5));
}

#[test]
fn rss_1_keeps_its_items_beside_the_channel_in_its_own_encoding() {
    let mut bytes = b"<?xml version='1.0' encoding='ISO-8859-1'?><rdf:RDF \
        xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/' \
        xmlns:dc='http://purl.org/dc/elements/1.1/'><channel><title>Mar"
        .to_vec();
    bytes.extend_from_slice(
        b"\xe9e</title></channel><item><title>A</title><link>https://quay.example/a</link>\
        <dc:date>2026-11-16T08:00:00Z</dc:date></item></rdf:RDF>",
    );
    let feed = feed(&bytes, None).unwrap();
    assert_eq!(feed.about.title, "Marée");
    assert!(feed.entries[0].published.is_some());
}

#[test]
fn atom_is_read_with_text_html_and_xhtml() {
    let feed = read(
        "<feed xmlns='http://www.w3.org/2005/Atom' xml:lang='pt'><title type='html'>A &amp;lt; \
         B</title><id>tag:quay.example,2026:f</id><link href='https://quay.example/'/><entry><title>\
         1 &lt; 2</title><id>tag:quay.example,2026:1</id><link rel='alternate' \
         href='https://quay.example/1'/><updated>2026-11-16T08:00:00Z</updated><author><name>Rui \
         Costa</name></author><summary>S</summary><content type='xhtml'><div \
         xmlns='http://www.w3.org/1999/xhtml'><p>One <b>two</b></p></div></content></entry></feed>",
    );
    assert_eq!((feed.about.title.as_str(), feed.language.as_deref()), ("A < B", Some("pt")));
    let entry = &feed.entries[0];
    assert_eq!(entry.title.as_deref(), Some("1 < 2"));
    assert!(entry.html.contains("<p>One <b>two</b></p>"), "{}", entry.html);
    assert_eq!(entry.published, entry.updated);
}

#[test]
fn xhtml_is_read_as_what_it_means_and_not_as_html_would_take_it() {
    let feed = read(
        "<feed xmlns='http://www.w3.org/2005/Atom' xmlns:xh='http://www.w3.org/1999/xhtml'><entry>\
         <content type='xhtml'><xh:div xml:lang='pt'><xh:script src='x'/><xh:p>1 &lt; 2<xh:br/><xh:em/>\
         <xh:b title='\"a\"'>b</xh:b></xh:p><xh:iframe src='https://v.example/'/><xh:p>&nbsp;<![CDATA[<c>\
         ]]></xh:p></xh:div></content></entry></feed>",
    );
    assert_eq!(
        feed.entries[0].html,
        "<div lang=\"pt\"><script src=\"x\"></script><p>1 &lt; 2<br><em></em>\
         <b title=\"&quot;a&quot;\">b</b></p><iframe src=\"https://v.example/\"></iframe>\
         <p>\u{a0}&lt;c></p></div>"
    );
    let rss = read(
        "<rss><channel><item><body xmlns='http://www.w3.org/1999/xhtml'><p>A <i/>b</p></body></item>\
         </channel></rss>",
    );
    assert_eq!(rss.entries[0].html, "<p>A <i></i>b</p>");
}

#[test]
fn addresses_of_atom_start_where_xml_base_says() {
    let feed = read(
        "<feed xmlns='http://www.w3.org/2005/Atom' xml:base='https://a.example/blog/'><link href='./'/>\
         <entry xml:base='2026/'><link href='mud'/><link rel='enclosure' href='mud.mp3'/><content \
         type='html' xml:base='img/'>&lt;img src=\"a.png\"></content></entry><entry><link \
         xml:base='https://b.example/' href='b'/><summary>S</summary></entry></feed>",
    );
    let url = |url: &Option<Url>| url.as_ref().unwrap().to_string();
    assert_eq!(url(&feed.about.home), "https://a.example/blog/");
    let [first, second] = &feed.entries[..] else { panic!("{feed:?}") };
    assert_eq!(url(&first.url), "https://a.example/blog/2026/mud");
    assert_eq!(first.enclosure.as_ref().unwrap().src, "https://a.example/blog/2026/mud.mp3");
    let base = "<base href=\"https://a.example/blog/2026/img/\">";
    assert_eq!(first.html, format!("{base}<img src=\"a.png\">"));
    assert_eq!(url(&second.url), "https://b.example/b");
}

#[test]
fn json_is_read() {
    let feed = read(
        r#"{"version": "https://jsonfeed.org/version/1", "title": "Quay", "items": [{"id": 7,
           "url": "https://quay.example/7", "content_text": "1 < 2", "author": {"name": "Ada"}}]}"#,
    );
    assert_eq!(feed.entries[0].id.as_deref(), Some("7"));
    assert_eq!(feed.entries[0].html, "<p>1 &lt; 2</p>");
}

#[test]
fn what_is_no_feed_says_why() {
    let deep = "<a>".repeat(100_000);
    for (text, why) in [
        ("", "empty"),
        ("<html><body></body></html>", "web page"),
        ("{\"a\": 1}", "no JSON Feed"),
        ("<opml/>", "<opml>"),
        ("<rss></rss>", "no channel"),
        (deep.as_str(), "deeper"),
    ] {
        let told = feed(text.as_bytes(), None).unwrap_err().to_string();
        assert!(told.contains(why), "{told}");
    }
}

#[test]
fn a_feed_that_is_not_whole_says_where() {
    let whole = "\n<rss><channel>\n<item><title>A</title>\n</item></channel></rss>";
    let json = "{\"version\": \"https://jsonfeed.org/version/1\",\n \"items\": [{\"id\": \"7";
    for (text, why) in [
        (&whole[..38], "it breaks off at line 3, column 23, within <item>"),
        (&whole[..30], "it breaks off at line 3, column 15, within <title>"),
        (&whole[..36], "it breaks off at line 3, column 15, within <title>"),
        ("<rss><channel><description><![CDATA[A", "it breaks off at line 1, column 28, within"),
        ("<feed xmlns='http://www.w3.org/2005/Atom'>\n<entry>", "line 2, column 8, within <entry>"),
        ("<rss>\n<channel></rss>", "it is not well-formed at line 2, column 10: ill-formed"),
        (json, "it breaks off at line 2, column 20"),
        ("{\"a\": 1,}", "it is no JSON: trailing comma at line 1 column 9"),
    ] {
        let Err(Unread::Broken(told)) = feed(text.as_bytes(), None) else { panic!("{text}") };
        assert!(told.contains(why), "{why}: {told}");
    }
    for page in ["<!DOCTYPE html><html><body><p>A<br></p>", "<html><p>A</b>"] {
        let told = feed(page.as_bytes(), None).unwrap_err();
        assert_eq!(told, Unread::Other("it is a web page, not a feed".to_owned()));
    }
}
