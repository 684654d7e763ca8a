//! What readers are told of where an article is from.

use super::{RSS, Web, items, planet};
use crate::house::{CONFIG, House};

fn published(house: &House) -> String {
    let files = house.tree("public").into_iter().chain(house.tree("content"));
    files.map(|(_, bytes)| String::from_utf8_lossy(&bytes).into_owned()).collect()
}

#[test]
fn the_password_and_the_key_in_the_address_of_a_source_are_told_to_nobody() {
    let web = Web::start();
    let link = "<link>https://quay.example/</link>";
    let bare = RSS
        .replace("<title>Quay Notes</title>", "")
        .replace(link, "")
        .replace("https://quay.example/ropes/", "/ropes/")
        .replace("tag:quay.example,2026:ropes", "7");
    let own = |url: &str| {
        let atom = "xmlns:atom=\"http://www.w3.org/2005/Atom\"";
        let link = format!("<atom:link {atom} rel=\"self\" href=\"{url}\"/>");
        bare.replacen("<channel>", &format!("<channel>{link}"), 1)
    };
    let path = "/at.xml?token=SECRET42";
    let host = web.host.clone();
    let source = web.source(path, "allow_private = true").replace("//127", "//user12:hidden7@127");
    let house = planet(&source);
    let mine = format!("http://{host}/at.xml");
    for (body, expected) in [
        (bare.clone(), mine.as_str()),
        (own(&format!("http://{host}{path}")), mine.as_str()),
        (own("https://u:p@quay.example/"), mine.as_str()),
        (own("https://quay.example/rss"), "https://quay.example/rss"),
    ] {
        web.put(path, "200 x", "", &body);
        let said = house.run(&["build"]).fine();
        let all = published(&house) + &said.out + &said.err;
        for secret in ["SECRET42", "hidden7", "user12", "token"] {
            assert!(!all.contains(secret), "{secret} is told:\n{all}");
        }
        let source = &items(&house)[0]["_postrider"]["source"];
        assert_eq!(source["feed_url"], expected);
        assert!(house.read("public/feed.xml").contains(&format!("<source url=\"{expected}\">")));
        assert!(all.contains(&format!("tag:tidewater.example,2026:{}", host.replace(':', "%3A"))));
    }
    let keys = web.asked.lock().unwrap().clone();
    assert!(keys.iter().all(|head| head.contains("SECRET42")), "but to the source: {keys:?}");
    web.put(path, "500 x", "", "");
    let said = house.run(&["build"]).fine();
    assert!(said.err.contains("at.xml") && !said.err.contains("SECRET42"), "{said:#?}");
}

#[test]
fn an_entry_that_says_where_it_is_from_is_said_to_be_from_there() {
    let atom = "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>Planet</title><id>tag:p,2026:f\
        </id><link href=\"https://planet.example/\"/><author><name>P</name></author><entry><title>A\
        </title><id>tag:a.example,2026:1</id><link href=\"https://a.example/1\"/><updated>2026-11-\
        15T08:00:00Z</updated><summary>S</summary><source><title>Ada's Notes</title><id>tag:a.example,\
        2026:f</id><link href=\"https://a.example/\"/><link rel=\"self\" \
        href=\"https://a.example/at.xml\"/></source></entry></feed>";
    let item = "<item><title>B</title><link>https://b.example/1</link><pubDate>14 Nov 2026 08:00:00 \
        +0000</pubDate><description>S</description><source url=\"https://b.example/rss\">Bo</source>\
        </item>";
    let rss = format!("<rss version=\"2.0\"><channel><title>Q</title>{item}</channel></rss>");
    let config = format!(
        "{CONFIG}[[sources]]\nfile = \"a.xml\"\nname = \"My planet\"\n[[sources]]\nfile = \"b.xml\"\n"
    );
    let house = planet(&config).write("a.xml", atom).write("b.xml", rss);
    house.run(&["build"]).fine();
    let items = items(&house);
    let source = &items[0]["_postrider"]["source"];
    assert_eq!(source["title"], "Ada's Notes");
    assert_eq!(source["home_page_url"], "https://a.example/");
    assert_eq!(source["feed_url"], "https://a.example/at.xml");
    assert_eq!(items[0]["authors"][0]["name"], "Ada's Notes", "not the planet's author");
    assert!(items[0]["content_html"].as_str().unwrap().contains(">Ada's Notes</a>"));
    assert!(house.read("public/atom.xml").contains("<id>tag:a.example,2026:f</id>"));
    assert_eq!(items[1]["_postrider"]["source"]["title"], "Bo");
    assert_eq!(items[1]["_postrider"]["source"]["feed_url"], "https://b.example/rss");
    house.run(&["check"]).fine();
}
