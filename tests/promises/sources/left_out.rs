//! Which articles from elsewhere are shown, and what is told of the others.

use serde_json::Value;

use super::{items, planet, warned};
use crate::house::CONFIG;

#[test]
fn an_article_with_a_date_in_any_usual_form_is_shown_and_one_without_is_told() {
    let item = |title: &str, rest: &str| {
        format!(
            "<item><title>{title}</title><link>https://quay.example/{title}</link>{rest}</item>"
        )
    };
    let all = [
        item("day", "<date>2026-11-01</date>"),
        item("minutes", "<date>2026-11-02T12:00+00:00</date>"),
        item("weekday", "<pubDate>Mon, 03 Nov 2026 12:00:00 +0100</pubDate>"),
        item("zone", "<pubDate>Wed, 04 Nov 2026 12:00:00 CET</pubDate>"),
        item("local", "<pubDate>Thu, 05 Nov 2026 12:00:00</pubDate>"),
        item("never", ""),
        item("odd", "<pubDate>at low tide</pubDate>"),
        "<item><title>nowhere</title><pubDate>Thu, 05 Nov 2026 12:00:00 GMT</pubDate></item>"
            .into(),
        "<item><link>https://quay.example/e</link></item>".into(),
    ];
    let all = all.concat().replace("<date>", "<dc:date>").replace("</date>", "</dc:date>");
    let rss = format!(
        "<rss xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><channel><title>Q</title>{all}\
         </channel></rss>"
    );
    let json = serde_json::json!({
        "version": "https://jsonfeed.org/version/1.1", "title": "L", "items": [
            { "id": "7", "external_url": "https://elsewhere.example/7", "content_text": "A link.",
              "date_published": "2026-10-02" },
        ],
    });
    let config =
        format!("{CONFIG}[[sources]]\nfile = \"rss.xml\"\n[[sources]]\nfile = \"links.json\"\n");
    let house = planet(&config).write("rss.xml", rss).write("links.json", json.to_string());
    let said = house.run(&["build"]).fine();
    let dates: Vec<Value> =
        items(&house).iter().map(|item| item["date_published"].clone()).collect();
    let expected = [
        "2026-11-05T12:00:00+00:00",
        "2026-11-04T12:00:00+01:00",
        "2026-11-03T12:00:00+01:00",
        "2026-11-02T12:00:00+00:00",
        "2026-11-01T00:00:00+00:00",
        "2026-10-02T00:00:00+00:00",
    ];
    assert_eq!(dates, expected);
    let last = items(&house).pop().unwrap();
    assert_eq!(last["url"], "https://elsewhere.example/7");
    for told in [
        "config.toml:4: warning: the source rss.xml: 1 of its articles is left out: it has no date\n",
        "1 of its articles is left out: it has a date that cannot be read, `at low tide`",
        "1 of its articles is left out: it has no address",
        "1 of its articles is left out: it has no date and neither a title nor a text",
    ] {
        warned(&said, told);
    }
}
