//! What an import of another tool's export promises.

mod input;
mod shown;

use serde_json::{Value, json};

use crate::house::{CONFIG, House};

/// A small export of Ghost's.
fn ghost(posts: &Value) -> String {
    json!({ "db": [{ "meta": { "version": "5.0" }, "data": {
        "posts": posts,
        "posts_meta": [{ "post_id": "a1", "feature_image_alt": "A quay" }],
        "tags": [
            { "id": "t1", "name": "Mud" }, { "id": "t2", "name": "#hidden", "visibility": "internal" },
        ],
        "posts_tags": [
            { "post_id": "a1", "tag_id": "t1", "sort_order": 0 },
            { "post_id": "a1", "tag_id": "t2", "sort_order": 1 },
        ],
        "users": [{ "id": "u1", "name": "Ada Moor", "email": "ada@tidewater.example" }],
        "posts_authors": [{ "post_id": "a1", "author_id": "u1", "sort_order": 0 }],
    } }] })
    .to_string()
}

fn post(id: &str, slug: &str, title: &str) -> Value {
    json!({
        "id": id, "slug": slug, "title": title, "status": "published", "visibility": "public",
        "type": "post", "published_at": "2026-11-02T08:00:00.000Z",
        "updated_at": "2026-11-03T08:00:00.000Z", "custom_excerpt": "In short.",
        "html": "<p>Mud {{ is }} soft.</p><img src=\"__GHOST_URL__/content/images/m.png\" alt=\"M\">",
        "feature_image": "__GHOST_URL__/content/images/q.png",
    })
}

#[test]
fn ghosts_articles_come_with_all_that_belongs_to_them() {
    let mut page = post("p1", "about", "About");
    page["type"] = "page".into();
    let mut draft = post("d1", "later", "Later");
    draft["status"] = "draft".into();
    let mut members = post("m1", "ours", "Ours");
    members["visibility"] = "paid".into();
    let export = ghost(&json!([post("a1", "low-water", "Low: \"water\""), page, draft, members]));
    let house = House::new(CONFIG).write("ghost.json", export);
    let said = house.run(&["import", "ghost", "ghost.json"]).fine();
    assert!(said.out.contains("wrote 3 articles into content/, 1 draft among them"), "{said:#?}");
    assert!(said.out.contains("left out: 1 pages"), "{said:#?}");
    let text = house.read("content/2026-11-02-low-water.html");
    assert!(!text.contains("ada@"), "{text}");
    house.run(&["build"]).fine();
    let feed: Value = serde_json::from_str(&house.read("public/feed.json")).unwrap();
    let items = feed["items"].as_array().unwrap();
    assert_eq!(items.len(), 1, "{items:#?}");
    let item = &items[0];
    assert_eq!(item["url"], "https://tidewater.example/low-water/");
    assert_eq!(item["title"], "Low: \"water\"");
    assert_eq!(item["tags"], json!(["Mud"]));
    assert_eq!(item["authors"][0]["name"], "Ada Moor");
    assert_eq!(item["summary"], "In short.");
    assert_eq!(item["image"], "https://tidewater.example/content/images/q.png");
    assert_eq!(item["date_published"], "2026-11-02T08:00:00+00:00");
    assert_eq!(item["date_modified"], "2026-11-03T08:00:00+00:00");
    let html = item["content_html"].as_str().unwrap();
    assert!(html.contains("Mud {{ is }} soft."), "{html}");
    assert!(html.contains("src=\"https://tidewater.example/content/images/m.png\""), "{html}");
    assert!(item["id"].as_str().unwrap().ends_with(":a1"), "{item}");
}

/// A small export of WordPress's around some items.
fn wordpress(items: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" ?>\n<rss version=\"2.0\"\n\
         xmlns:excerpt=\"http://wordpress.org/export/1.2/excerpt/\"\n\
         xmlns:content=\"http://purl.org/rss/1.0/modules/content/\"\n\
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\"\n\
         xmlns:wp=\"http://wordpress.org/export/1.2/\">\n<channel>\n<title>Tides</title>\n\
         <wp:author><wp:author_login><![CDATA[ada]]></wp:author_login>\
         <wp:author_email><![CDATA[ada@tidewater.example]]></wp:author_email>\
         <wp:author_display_name><![CDATA[Ada Moor]]></wp:author_display_name></wp:author>\n\
         {items}\n</channel>\n</rss>\n"
    )
}

fn item(id: u32, slug: &str, content: &str, more: &str) -> String {
    format!(
        "<item>\n<title>Low &amp;amp; high</title>\n\
         <link>https://old.example/2026/11/02/{slug}/</link>\n\
         <dc:creator><![CDATA[ada]]></dc:creator>\n\
         <guid isPermaLink=\"false\">https://old.example/?p={id}</guid>\n\
         <content:encoded><![CDATA[{content}]]></content:encoded>\n\
         <excerpt:encoded><![CDATA[In short.]]></excerpt:encoded>\n\
         <wp:post_id>{id}</wp:post_id>\n\
         <wp:post_date><![CDATA[2026-11-02 09:00:00]]></wp:post_date>\n\
         <wp:post_date_gmt><![CDATA[2026-11-02 08:00:00]]></wp:post_date_gmt>\n\
         <wp:post_name><![CDATA[{slug}]]></wp:post_name>\n\
         <wp:status><![CDATA[publish]]></wp:status>\n\
         <wp:post_type><![CDATA[post]]></wp:post_type>\n\
         <category domain=\"category\" nicename=\"mud\"><![CDATA[Mud]]></category>\n\
         <category domain=\"post_tag\" nicename=\"b\"><![CDATA[Birds]]></category>\n{more}\n</item>"
    )
}

const THUMBNAIL: &str = "<wp:postmeta><wp:meta_key><![CDATA[_thumbnail_id]]></wp:meta_key>\
    <wp:meta_value><![CDATA[9]]></wp:meta_value></wp:postmeta>";
const IMAGE: &str = "<item><title>q</title><wp:post_id>9</wp:post_id>\
    <wp:post_type>attachment</wp:post_type>\
    <wp:attachment_url>https://old.example/q.png</wp:attachment_url></item>";

fn items(house: &House) -> Vec<Value> {
    let feed: Value = serde_json::from_str(&house.read("public/feed.json")).unwrap();
    feed["items"].as_array().unwrap().clone()
}

#[test]
fn wordpress_articles_come_with_all_that_belongs_to_them() {
    let content = "Two tides,\none *moon*.\n\n[caption id=\"x\" width=\"3\"]<img \
        src=\"https://old.example/m.png\" alt=\"M\" /> At low water[/caption]\n\n\
        <pre>a\n\nb</pre>\n\n[gallery ids=\"1\"][sic]";
    let export = wordpress(&(item(7, "low-water", content, THUMBNAIL) + IMAGE));
    let house = House::new(CONFIG).write("wp.xml", export);
    let said = house.run(&["import", "wordpress", "wp.xml"]).fine();
    assert!(said.err.contains("`Low & high`: `[gallery]` was left out"), "{said:#?}");
    house.run(&["build"]).fine();
    let item = &items(&house)[0];
    assert_eq!(item["url"], "https://tidewater.example/2026/11/02/low-water/");
    assert_eq!(item["title"], "Low & high");
    assert_eq!(item["id"], "https://old.example/?p=7");
    assert_eq!(item["date_published"], "2026-11-02T08:00:00+00:00");
    assert_eq!(item["tags"], json!(["Birds", "Mud"]));
    assert_eq!(
        (&item["authors"][0]["name"], &item["summary"]),
        (&"Ada Moor".into(), &"In short.".into())
    );
    assert_eq!(item["image"], "https://old.example/q.png");
    let html = item["content_html"].as_str().unwrap();
    for part in [
        "<p>Two tides,<br />\none *moon*.</p>",
        "src=\"https://old.example/m.png\"",
        "At low water</figcaption>",
        "a\n\nb",
        "[sic]",
    ] {
        assert!(html.contains(part), "{part} is not in {html}");
    }
}

#[test]
fn an_import_again_leaves_what_is_there_and_brings_the_rest() {
    let two = item(7, "low", "a", "") + &item(8, "high", "b", "");
    let house = House::new(CONFIG).write("wp.xml", wordpress(&item(7, "low", "a", "")));
    house.run(&["import", "wordpress", "wp.xml"]).fine();
    house.put("content/2026-11-02-low.html", "mine");
    house.put("wp.xml", wordpress(&two));
    let said = house.run(&["import", "wordpress", "wp.xml"]).fine();
    assert!(said.out.contains("wrote 1 article"), "{said:#?}");
    assert!(said.out.contains("already there, left as it was: content/2026-11-02-low.html"));
    assert_eq!(house.read("content/2026-11-02-low.html"), "mine");
}

#[test]
fn two_articles_of_one_name_become_two_files() {
    let two = item(7, "low", "a", "") + &item(8, "low", "b", "");
    let house = House::new(CONFIG).write("wp.xml", wordpress(&two));
    house.run(&["import", "wordpress", "wp.xml"]).fine();
    let names: Vec<String> = house.tree("content").into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["2026-11-02-low-2.html", "2026-11-02-low.html"]);
}

#[test]
fn a_hostile_export_writes_nowhere_else_and_grows_into_nothing() {
    let climbing = item(7, "../../../etc/x", "a ]]]]><![CDATA[> {% b %}", "");
    let bomb = "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]>";
    let text = wordpress(&(climbing + "<item><title>&b; &#x1;</title></item>"));
    let text = text.replacen("<rss", &format!("{bomb}<rss"), 1);
    let house = House::new(CONFIG).write("wp.xml", text);
    house.run(&["import", "wordpress", "wp.xml"]).fine();
    let names: Vec<String> = house.tree("content").into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["2026-11-02-etc-x.html", "b.html"]);
    house.run(&["build"]);
    let found = items(&house);
    let article = found.iter().find(|item| item["title"] == "Low & high").expect("the article");
    assert!(article["content_html"].as_str().unwrap().contains("a ]]&gt; {% b %}"), "{article}");
}

#[test]
fn a_broken_export_keeps_what_came_before_and_says_where_it_breaks() {
    let whole = wordpress(&(item(7, "low", "a", "") + &item(8, "high", "b", "")));
    let cut = whole.rfind("<wp:post_name>").unwrap();
    let house = House::new(CONFIG).write("wp.xml", &whole[..cut]);
    let said = house.run(&["import", "wordpress", "wp.xml"]);
    assert_eq!(said.code, 1);
    let line = whole[..cut].matches('\n').count() + 1;
    assert!(
        said.err.contains(&format!("wp.xml:{line}: error: the export is broken here")),
        "{said:#?}"
    );
    assert!(house.path("content/2026-11-02-low.html").exists());
    for (source, text) in [
        ("wordpress", "<html></html>"),
        ("wordpress", "<a></b>"),
        ("ghost", "{\"db\": 3}"),
        ("ghost", "[[[["),
        ("ghost", "{\"db\": []}"),
    ] {
        house.put("x", text);
        let said = house.run(&["import", source, "x"]);
        assert_eq!(said.code, 1, "{text}: {said:#?}");
        assert!(said.err.contains("error: "), "{said:#?}");
    }
}

#[test]
fn all_mistakes_of_an_export_are_told_at_once() {
    let mut first = post("a1", "a", "A");
    first["published_at"] = "soon".into();
    let mut second = post("a2", "b", "B");
    second["html"] = Value::Null;
    let house = House::new(CONFIG).write("ghost.json", ghost(&json!([first, second])));
    let said = house.run(&["import", "ghost", "ghost.json"]).fine();
    for told in ["`A`: published_at `soon` is no date", "`B` has no text"] {
        assert!(said.err.contains(told), "{told} is missing: {said:#?}");
    }
}

#[test]
fn a_ghost_export_with_nothing_where_something_may_be_is_read_whole() {
    let mut post = post("a1", "a", "A");
    post["custom_excerpt"] = "".into();
    let mut export: Value = serde_json::from_str(&ghost(&json!([post]))).unwrap();
    let data = &mut export["db"][0]["data"];
    data["posts_meta"][0]["meta_description"] = "Described.".into();
    data["posts_authors"][0]["sort_order"] = Value::Null;
    data["tags"] = Value::Null;
    data["posts_tags"] = Value::Null;
    let house = House::new(CONFIG).write("ghost.json", format!("\u{FEFF}{export}"));
    house.run(&["import", "ghost", "ghost.json"]).fine();
    let text = house.read("content/2026-11-02-a.html");
    assert!(text.contains("description: \"Described.\""), "{text}");
    assert!(text.contains("Ada Moor"), "{text}");
}

#[test]
fn half_a_character_in_an_export_costs_nothing_else() {
    let mut post = post("a1", "a", "A");
    post["custom_excerpt"] = "In short, HALF".into();
    let export = ghost(&json!([post])).replace("HALF", "cut\\ud83d");
    let house = House::new(CONFIG).write("ghost.json", export);
    house.run(&["import", "ghost", "ghost.json"]).fine();
    let text = house.read("content/2026-11-02-a.html");
    assert!(text.contains("In short, cut\""), "{text}");
}

#[test]
fn what_wordpress_does_not_know_itself_is_named_when_it_is_left_out() {
    let podcast = |id| item(id, "ep", "Heard.", "").replace("[post]", "[podcast]");
    let export = wordpress(&(item(7, "low", "a", "") + &podcast(8) + &podcast(9) + IMAGE));
    let house = House::new(CONFIG).write("wp.xml", export);
    let said = house.run(&["import", "wordpress", "wp.xml"]).fine();
    assert!(said.err.contains("2 items of the type `podcast` left out"), "{said:#?}");
    assert!(said.out.contains("left out: 1 pages, files"), "{said:#?}");
}

#[test]
fn an_import_says_how_much_of_the_export_was_used() {
    let mut first = post("a1", "a", "A");
    first["mobiledoc"] = "{}".into();
    first["codeinjection_head"] = Value::Null;
    let mut page = post("p1", "about", "About");
    page["type"] = "page".into();
    page["twitter_title"] = "About".into();
    let house = House::new(CONFIG).write("ghost.json", ghost(&json!([first, page])));
    let said = house.run(&["import", "ghost", "ghost.json"]).fine();
    assert!(said.out.contains("13 of 14 fields used; not used: mobiledoc"), "{said:#?}");
    let comment = "<wp:comment><wp:comment_content>Hm.</wp:comment_content></wp:comment>";
    let more = format!("{THUMBNAIL}<wp:ping_status>open</wp:ping_status>{comment}");
    house.put("wp.xml", wordpress(&(item(7, "low", "a", &more) + IMAGE)));
    let said = house.run(&["import", "wordpress", "wp.xml"]).fine();
    let told = "15 of 17 fields used; not used: wp:comment, wp:ping_status";
    assert!(said.out.contains(told), "{said:#?}");
}

#[test]
fn thousands_of_articles_are_imported() {
    let many: String = (0..2_000).map(|n| item(n, &format!("n{n}"), "text", "")).collect();
    let house = House::new(CONFIG).write("wp.xml", wordpress(&many));
    let said = house.run(&["import", "wordpress", "wp.xml"]).fine();
    assert!(said.out.contains("wrote 2000 articles"), "{said:#?}");
}
