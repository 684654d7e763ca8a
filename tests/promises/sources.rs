//! Feeds from elsewhere, shown among our own articles.

mod archived;
mod ids;
mod kept;
mod left_out;
mod told;

use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};

use serde_json::Value;

use crate::house::{CONFIG, House, Said};

const RSS: &str = "<?xml version=\"1.0\"?><rss version=\"2.0\" \
    xmlns:content=\"http://purl.org/rss/1.0/modules/content/\"><channel><title>Quay Notes</title>\
    <link>https://quay.example/</link><description>d</description><language>en</language><item>\
    <title>Ropes &amp;amp; knots</title><link>https://quay.example/ropes/</link>\
    <guid isPermaLink=\"false\">tag:quay.example,2026:ropes</guid>\
    <pubDate>Tue, 17 Nov 2026 08:00:00 +0000</pubDate><category>ropes</category>\
    <description>On ropes.</description><content:encoded><![CDATA[<p onclick=\"x()\">A rope is \
    <a href=\"/lay/\">laid</a>. {{ page.title }} {% raw %}</p><script>steal()</script><img src=\"rope.png\">]]>\
    </content:encoded></item><item><title>Still to come</title>\
    <link>https://quay.example/later/</link><pubDate>Tue, 17 Nov 2037 08:00:00 +0000</pubDate>\
    <description>Later.</description></item></channel></rss>";

const ATOM: &str = "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>Mudlark</title>\
    <id>tag:mudlark.example,2026:feed</id><link href=\"https://mudlark.example/\"/>\
    <updated>2026-11-15T08:00:00Z</updated><author><name>Inês Prado</name></author><entry>\
    <title>Clay pipes</title><id>urn:uuid:1225c695-cfb8-4ebb-aaaa-80da344efa6a</id>\
    <link href=\"https://mudlark.example/pipes/\"/><updated>2026-11-15T08:00:00Z</updated>\
    <content type=\"html\">&lt;p&gt;They wash out of the bank.&lt;/p&gt;</content></entry></feed>";

/// What a server answers at a path: the head's further lines, and the body.
type Page = (&'static str, String, Vec<u8>);

/// A web server for feeds that notes what it is asked.
struct Web {
    host: String,
    pages: Arc<Mutex<Vec<(String, Page)>>>,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Web {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let host = listener.local_addr().unwrap().to_string();
        let web = Self { host, pages: Arc::default(), asked: Arc::default() };
        let (pages, asked) = (Arc::clone(&web.pages), Arc::clone(&web.asked));
        std::thread::spawn(move || {
            for mut stream in listener.incoming().flatten() {
                let mut head = Vec::new();
                let mut byte = [0];
                while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).unwrap_or(0) == 1 {
                    head.push(byte[0]);
                }
                let head = String::from_utf8_lossy(&head).into_owned();
                let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
                let page = pages.lock().unwrap().iter().find(|(p, _)| *p == path).cloned();
                let (status, more, body) =
                    page.map_or(("404 x", String::new(), Vec::new()), |(_, page)| page);
                let known = more.strip_prefix("ETag: ").map(str::trim);
                let same = known.is_some_and(|tag| head.contains(&format!("if-none-match: {tag}")));
                let (status, body) = if same { ("304 x", Vec::new()) } else { (status, body) };
                asked.lock().unwrap().push(head);
                let length = body.len();
                let answer = format!(
                    "HTTP/1.1 {status}\r\n{more}Content-Length: {length}\r\nConnection: close\r\n\r\n"
                );
                let _ = stream.write_all(answer.as_bytes()).and_then(|()| stream.write_all(&body));
            }
        });
        web
    }

    fn put(&self, path: &str, status: &'static str, more: &str, body: &str) {
        let mut pages = self.pages.lock().unwrap();
        pages.retain(|(known, _)| known != path);
        pages.push((path.to_owned(), (status, more.to_owned(), body.into())));
    }

    /// Has what is at a path have another body.
    fn put_bytes(&self, path: &str, body: Vec<u8>) {
        let mut pages = self.pages.lock().unwrap();
        let page = pages.iter_mut().find(|(known, _)| known == path).unwrap();
        page.1.2 = body;
    }

    fn source(&self, path: &str, more: &str) -> String {
        format!("{CONFIG}[[sources]]\nurl = \"http://{}{path}\"\n{more}\n", self.host)
    }
}

/// A publication without an article of its own.
fn planet(config: &str) -> House {
    House::new(config).write("content/.gitkeep", "")
}

fn items(house: &House) -> Vec<Value> {
    let feed: Value = serde_json::from_str(&house.read("public/feed.json")).unwrap();
    feed["items"].as_array().unwrap().clone()
}

fn ids(house: &House) -> Vec<String> {
    items(house).iter().map(|item| item["id"].as_str().unwrap().to_owned()).collect()
}

fn warned(said: &Said, what: &str) {
    assert!(said.err.contains(what), "`{what}` is not in {said:#?}");
}

#[test]
fn feeds_from_elsewhere_are_merged_each_article_with_its_id_source_and_author() {
    let config = format!(
        "{CONFIG}[[sources]]\nfile = \"rss.xml\"\nname = \"Notes from the quay\"\ntags = \
         [\"planet\"]\n[[sources]]\nfile = \"atom.xml\"\n"
    );
    let house = House::new(&config).write("rss.xml", RSS).write("atom.xml", ATOM).article(
        "mud",
        "On mud",
        "Not sand.",
    );
    house.run(&["build"]).fine();
    let quay = "tag:quay.example,2026:ropes";
    let pipes = "urn:uuid:1225c695-cfb8-4ebb-aaaa-80da344efa6a";
    assert_eq!(ids(&house), [quay, "tag:tidewater.example,2026:mud", pipes]);
    let items = items(&house);
    assert_eq!(items[0]["title"], "Ropes & knots");
    assert_eq!(items[0]["url"], "https://quay.example/ropes/");
    assert_eq!(items[0]["tags"], serde_json::json!(["ropes", "planet"]));
    assert_eq!(items[0]["authors"][0]["name"], "Notes from the quay");
    assert_eq!(items[0]["_postrider"]["source"]["title"], "Notes from the quay");
    assert_eq!(items[2]["authors"][0]["name"], "Inês Prado");
    assert!(items[1]["_postrider"].get("source").is_none());
    let atom = house.read("public/atom.xml");
    assert!(atom.contains("<source>") && atom.contains("tag:mudlark.example,2026:feed"), "{atom}");
    house.run(&["check"]).fine();
    assert!(!house.run(&["check"]).err.contains("warning"));
}

#[test]
fn html_from_elsewhere_is_cleaned_and_its_addresses_are_whole() {
    let house = planet(&format!("{CONFIG}[[sources]]\nfile = \"rss.xml\"\n")).write("rss.xml", RSS);
    house.run(&["build"]).fine();
    let html = items(&house)[0]["content_html"].as_str().unwrap().to_owned();
    assert!(html.contains("href=\"https://quay.example/lay/\""), "{html}");
    assert!(html.contains("src=\"https://quay.example/ropes/rope.png\""), "{html}");
    assert!(html.contains("{{ page.title }} {% raw %}"), "not a template's marks: {html}");
    assert!(!html.contains("script") && !html.contains("onclick"), "{html}");
    assert!(
        html.contains("<a href=\"https://quay.example/\">Quay Notes</a>"),
        "attribution: {html}"
    );
}

#[test]
fn a_source_is_asked_only_for_what_has_changed() {
    let web = Web::start();
    web.put("/rss", "200 x", "ETag: \"one\"\r\n", RSS);
    let house = planet(&web.source("/rss", "allow_private = true"));
    house.run(&["build"]).fine();
    let feed = house.read("public/feed.xml");
    assert!(
        feed.contains(&format!("<source url=\"http://{}/rss\">Quay Notes</source>", web.host)),
        "{feed}"
    );
    house.run(&["build"]).fine();
    let asked = web.asked.lock().unwrap().clone();
    assert!(!asked[0].contains("if-none-match") && asked[1].contains("if-none-match: \"one\""));
    assert_eq!(house.read("public/feed.xml"), feed);
}

#[test]
fn a_source_that_fails_keeps_its_last_good_state_and_says_so() {
    let web = Web::start();
    web.put("/rss", "200 x", "", RSS);
    let house = planet(&web.source("/rss", "allow_private = true"));
    house.run(&["build"]).fine();
    for (status, body) in
        [("503 x", ""), ("200 x", "<html><body>Sorry</body></html>"), ("200 x", "<rss>")]
    {
        web.put("/rss", status, "", body);
        let said = house.run(&["build"]).fine();
        warned(&said, "config.toml:4: warning: the source http://");
        warned(&said, "its articles are shown as they were last found");
        assert_eq!(ids(&house), ["tag:quay.example,2026:ropes"]);
    }
}

#[test]
fn a_source_may_not_lie_in_a_private_network_by_number_or_by_name() {
    let web = Web::start();
    web.put("/rss", "200 x", "", RSS);
    let house = planet(&web.source("/rss", ""));
    warned(&house.run(&["build"]), "127.0.0.1 is an address of a private network");
    let port = web.host.rsplit(':').next().unwrap();
    house.put(
        "config.toml",
        format!("{CONFIG}[[sources]]\nurl = \"http://localhost:{port}/rss\"\n"),
    );
    warned(&house.run(&["build"]), "is an address of a private network");
    assert_eq!(web.asked.lock().unwrap().len(), 0, "nobody was asked");
}

#[test]
fn a_redirect_leads_neither_round_in_circles_nor_out_of_the_web() {
    let web = Web::start();
    web.put("/moved", "301 x", "Location: /rss\r\n", "");
    web.put("/rss", "200 x", "", RSS);
    let house = planet(&web.source("/moved", "allow_private = true"));
    house.run(&["build"]).fine();
    assert_eq!(ids(&house).len(), 1);
    web.put("/moved", "302 x", "Location: /moved\r\n", "");
    warned(&house.run(&["build"]), "it sends us on too often");
    web.put("/moved", "302 x", "Location: file:///etc/passwd\r\n", "");
    warned(&house.run(&["build"]), "it leads to `file:`, which is not the web");
}

#[test]
fn a_source_that_is_too_long_is_not_read_to_its_end() {
    let web = Web::start();
    web.put("/rss", "200 x", "", &"x".repeat(5_000));
    let config = web.source("/rss", "allow_private = true");
    let house = planet(&format!("{config}[content]\nmax_bytes = 4000\n"));
    warned(&house.run(&["build"]), "it is longer than 4000 bytes");
}

#[test]
fn a_source_is_http_or_https_and_nothing_else() {
    for (line, what) in [
        ("url = \"ftp://quay.example/rss\"", "`ftp:` is no address of the web"),
        ("name = \"x\"", "a source needs either `url` or `file`"),
        ("url = \"https://a.example/\"\nfile = \"b\"", "a source needs either `url` or `file`"),
    ] {
        let house = House::new(&format!("{CONFIG}[[sources]]\n{line}\n"));
        warned(&house.run(&["build"]), what);
    }
}

#[test]
fn a_source_that_fails_does_not_keep_the_others_from_being_shown() {
    let web = Web::start();
    web.put("/gone", "410 x", "", "");
    web.put("/page", "200 x", "", "<html><body>Sorry</body></html>");
    web.put("/away", "302 x", "Location: gopher://quay.example/\r\n", "");
    web.put("/rss", "200 x", "", RSS);
    let source = |path: &str| {
        format!("[[sources]]\nurl = \"http://{}{path}\"\nallow_private = true\n", web.host)
    };
    let bad = ["/gone", "/page", "/away"].map(source).concat();
    let files = "[[sources]]\nfile = \"none.xml\"\n[[sources]]\nfile = \"atom.xml\"\n";
    let house = planet(&format!("{CONFIG}{bad}{files}{}", source("/rss"))).write("atom.xml", ATOM);
    let said = house.run(&["build"]).fine();
    for (line, why) in
        [(4, "it answers 410"), (7, ""), (10, "which is not the web"), (13, "none.xml")]
    {
        let told = said.err.lines().find(|told| told.starts_with(&format!("config.toml:{line}:")));
        assert!(told.is_some_and(|told| told.contains(why)), "line {line}: {said:#?}");
    }
    let pipes = "urn:uuid:1225c695-cfb8-4ebb-aaaa-80da344efa6a";
    assert_eq!(ids(&house), ["tag:quay.example,2026:ropes", pipes]);
}

#[test]
fn what_is_ours_or_came_from_another_source_is_taken_once() {
    let config =
        format!("{CONFIG}[[sources]]\nfile = \"rss.xml\"\n[[sources]]\nfile = \"rss.xml\"\n");
    let house = House::new(&config).write("rss.xml", RSS).write(
        "content/mud.md",
        "---\ntitle: Ours\ndate: 2026-11-16\nid: tag:quay.example,2026:ropes\n---\nOurs.\n",
    );
    house.run(&["build"]).fine();
    let items = items(&house);
    assert_eq!((items.len(), items[0]["title"].as_str()), (1, Some("Ours")));
}

#[test]
fn check_and_dry_runs_read_what_was_kept_and_ask_nobody() {
    let web = Web::start();
    web.put("/rss", "200 x", "", RSS);
    let house = planet(&web.source("/rss", "allow_private = true"));
    house.run(&["build"]).fine();
    let before = web.asked.lock().unwrap().len();
    warned(&house.run(&["check"]).fine(), "");
    assert_eq!(web.asked.lock().unwrap().len(), before);
}
