//! What a folder in a generator's dialect promises: its addresses, its links, nothing configured.

mod marks;
mod told;

use std::fs;

use serde_json::{Value, json};

use crate::house::{CONFIG, House, Said};

/// Builds, and gives all addresses below the home page by title, sorted.
fn addresses(house: &House) -> Vec<(String, String)> {
    let said = house.run(&["build"]);
    assert_eq!(said.code, 0, "{said:#?}");
    let mut found: Vec<_> = items(house)
        .iter()
        .map(|item| {
            let url = item["url"].as_str().expect("a url");
            let path = url.strip_prefix("https://tidewater.example").expect("below home");
            (item["title"].as_str().unwrap_or_default().to_owned(), path.to_owned())
        })
        .collect();
    found.sort();
    found
}

fn items(house: &House) -> Vec<Value> {
    let feed: Value = serde_json::from_str(&house.read("public/feed.json")).expect("a feed");
    feed["items"].as_array().expect("items").clone()
}

fn html(house: &House, title: &str) -> String {
    let item = items(house).into_iter().find(|item| item["title"] == title).expect("the article");
    item["content_html"].as_str().expect("html").to_owned()
}

fn owned(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
}

fn dialect(said: &Said) -> Value {
    let document: Value = serde_json::from_str(&said.out).expect("JSON");
    document["dialect"].clone()
}

#[test]
fn a_jekyll_site_keeps_its_addresses_and_the_links_among_its_posts() {
    let house = House::new(CONFIG)
        .write(
            "content/_posts/2026-11-02-low-water.md",
            "---\ntitle: Low\nlayout: post\ncategories: Mud birds\nmood: calm\n---\nSee \
             [high]({% post_url 2026-11-03-high-water %}) and `{% post_url x %}`.\n",
        )
        .write(
            "content/_posts/2026-11-03-high-water.md",
            "---\ntitle: High\nlayout: post\n---\n{% highlight c %}\nint a;\n{% endhighlight %}\n",
        )
        .write("content/_guides/de/buoys.md", "---\ntitle: Buoys\ndate: 2026-11-04\n---\nRed.\n");
    let wanted = [
        ("Buoys", "/guides/de/buoys.html"),
        ("High", "/2026/11/03/high-water.html"),
        ("Low", "/mud/birds/2026/11/02/low-water.html"),
    ];
    assert_eq!(addresses(&house), owned(&wanted));
    let low = html(&house, "Low");
    let link = "<a href=\"https://tidewater.example/2026/11/03/high-water.html\">high</a>";
    assert!(low.contains(link), "{low}");
    assert!(low.contains("<code>{% post_url x %}</code>"), "{low}");
    let said = house.run(&["check", "--json"]);
    let found = dialect(&said);
    assert_eq!((found["name"].as_str(), &found["unused"]), (Some("Jekyll"), &json!(["mood"])));
    assert_eq!((found["fields"].as_u64(), found["used"].as_u64()), (Some(8), Some(7)), "{found}");
    let said = house.run(&["check"]).fine();
    let words = "articles as Jekyll keeps them: 7 of 8 front matter fields used; not used: mood";
    assert!(said.out.contains(words), "{said:#?}");
}

#[test]
fn a_generators_own_pattern_is_followed() {
    let house = House::new(CONFIG)
        .write("_config.yml", "title: Tides\npermalink: /log/:year/:title/\n")
        .write("content/_posts/2026-11-02-low-water.md", "---\ntitle: Low\n---\nx\n");
    assert_eq!(addresses(&house), owned(&[("Low", "/log/2026/low-water/")]));
    let house = House::new(CONFIG)
        .write("hugo.toml", "[permalinks]\nlog = \"/:year/:slug/\"\n")
        .write("content/log/a.md", "---\ntitle: Low Water\ndate: 2026-11-02\n---\nx\n")
        .write("content/tide/b.md", "---\ntitle: High\ndate: 2026-11-02\n---\nx\n");
    assert_eq!(
        addresses(&house),
        owned(&[("High", "/tide/b/"), ("Low Water", "/2026/low-water/")])
    );
    let house = House::new(CONFIG)
        .write("pelicanconf.py", "ARTICLE_URL = 'log/{date:%Y}/{slug}/'\n")
        .write("content/a.md", "Title: Low Water\nDate: 2026-11-02\n\nx\n");
    assert_eq!(addresses(&house), owned(&[("Low Water", "/log/2026/low-water/")]));
}

#[test]
fn a_hugo_site_keeps_folders_bundles_and_translations() {
    let house = House::new(CONFIG)
        .write("hugo.toml", "baseURL = \"https://tidewater.example/\"\n")
        .write(
            "content/Log/2026/11/2026-11-02-Low Water.md",
            "+++\ntitle = \"Low\"\ndate = 2026-11-02\n+++\n[h]({{< relref \"high.md#top\" >}})\n",
        )
        .write(
            "content/log/high.md",
            "+++\ntitle = \"High\"\ndate = 2026-11-02\nslug = \"up\"\n+++\nx\n",
        )
        .write(
            "content/log/bundle/index.md",
            "+++\ntitle = \"Bundle\"\ndate = 2026-11-02\n+++\nx\n",
        )
        .write("content/log/buoy.de.md", "+++\ntitle = \"Boje\"\ndate = 2026-11-02\n+++\nx\n");
    let wanted = [
        ("Boje", "/de/log/buoy/"),
        ("Bundle", "/log/bundle/"),
        ("High", "/log/up/"),
        ("Low", "/log/2026/11/2026-11-02-low-water/"),
    ];
    assert_eq!(addresses(&house), owned(&wanted));
    let low = html(&house, "Low");
    assert!(low.contains("href=\"https://tidewater.example/log/up/#top\""), "{low}");
}

#[test]
fn what_lies_in_a_bundle_of_hugos_is_no_article_and_elsewhere_it_is() {
    let article = |title: &str| format!("+++\ntitle = \"{title}\"\ndate = 2026-11-02\n+++\nx\n");
    let house = House::new(CONFIG)
        .write("hugo.toml", "baseURL = \"https://tidewater.example/\"\n")
        .write("content/index.md", article("Home"))
        .write("content/posts/_index.md", article("Posts"))
        .write("content/posts/one.md", article("One"))
        .write("content/posts/bundle/index.md", article("Bundle"))
        .write("content/posts/bundle/index.de.md", article("Bündel"))
        .write("content/posts/bundle/snip.md", "No front matter, and no date: \u{1}.\n")
        .write("content/posts/bundle/parts/deep.md", article("Deep"));
    let titles = || -> Vec<String> { addresses(&house).into_iter().map(|it| it.0).collect() };
    for _ in 0..2 {
        let said = house.run(&["build"]).fine();
        let why = "(it belongs to the bundle of posts/bundle/index.md)";
        for file in ["snip.md", "parts/deep.md"] {
            let told = format!("not shown: content/posts/bundle/{file} {why}");
            assert!(said.out.contains(&told), "{said:#?}");
        }
        assert!(!said.err.contains("snip.md"), "{said:#?}");
    }
    let shown = titles();
    assert!(shown.iter().any(|title| title == "One" || title == "Home"), "{shown:?}");
    assert!(!shown.iter().any(|title| title == "Deep"), "{shown:?}");
    for file in ["hugo.toml", "content/posts/bundle/index.de.md"] {
        fs::remove_file(house.path(file)).unwrap();
    }
    house.put("eleventy.config.js", "");
    assert!(titles().iter().any(|title| title == "Deep"));
}

#[test]
fn a_zola_site_keeps_its_addresses() {
    let zola = |slug: &str, title: &str, body: &str| {
        (
            format!("content/log/{slug}.md"),
            format!("+++\ntitle = \"{title}\"\ndate = 2026-11-02\n[extra]\na = 1\n+++\n{body}\n"),
        )
    };
    let mut house = House::new(CONFIG);
    for (path, text) in [
        zola("2026-11-02-maré", "Low", "[h](@/log/high.md)"),
        zola("high", "High", "{{ youtube(id=\"abc\") }}"),
    ] {
        house = house.write(&path, text);
    }
    assert_eq!(addresses(&house), owned(&[("High", "/log/high/"), ("Low", "/log/mare/")]));
    assert!(html(&house, "Low").contains("href=\"https://tidewater.example/log/high/\""));
    assert!(html(&house, "High").contains("https://www.youtube.com/watch?v=abc"));
}

#[test]
fn an_eleventy_site_keeps_its_addresses() {
    let house = House::new(CONFIG)
        .write(".eleventy.js", "module.exports = {}\n")
        .write("content/log/2026-11-02-low.md", "---\ntitle: Low\n---\nx\n")
        .write(
            "content/log/high.md",
            "---\ntitle: High Water\ndate: 2026-11-02\npermalink: \"/up/{{ title | slugify }}/\"\n---\nx\n",
        )
        .write(
            "content/log/odd.md",
            "---\ntitle: Odd\ndate: 2026-11-02\npermalink: \"/{{ lib.odd }}/\"\n---\nx\n",
        );
    let wanted = [("High Water", "/up/high-water/"), ("Low", "/log/low/"), ("Odd", "/log/odd/")];
    assert_eq!(addresses(&house), owned(&wanted));
}

#[test]
fn an_astro_site_keeps_its_addresses_and_folders_of_languages() {
    let mdx = |title: &str| {
        format!(
            "---\ntitle: {title}\npubDate: 2026-11-02\n---\nimport A from './A.astro'\n\n<A>\n  x\n</A>\n"
        )
    };
    let house = House::new(CONFIG)
        .write("content/src/content/docs/de/Erste Schritte.mdx", mdx("Erste"))
        .write("content/src/content/docs/en/first.mdx", mdx("First"))
        .write("content/src/content/blog/low.mdx", mdx("Low"))
        .write("content/src/pages/tides/index.md", mdx("Tides"));
    let wanted = [
        ("Erste", "/de/erste-schritte/"),
        ("First", "/en/first/"),
        ("Low", "/blog/low/"),
        ("Tides", "/tides/"),
    ];
    assert_eq!(addresses(&house), owned(&wanted));
    let language = |title: &str| {
        let item = items(&house).into_iter().find(|item| item["title"] == title).unwrap();
        item["language"].as_str().map(str::to_owned)
    };
    assert_eq!((language("Erste").as_deref(), language("First")), (Some("de"), None));
}

#[test]
fn a_weekly_letter_in_pelicans_way_has_an_address_for_each_week() {
    let house = House::new(CONFIG)
        .write("content/2026-11-02-letter.md", "Title: Letter 1\nDate: 2026-11-02\n\nx\n")
        .write(
            "content/2026-11-9-letter.md",
            "Title: Létter 2\nDate: 2026-11-09\n\n[a]({filename}2026-11-02-letter.md)\n",
        );
    let wanted = [("Letter 1", "/letter-1.html"), ("Létter 2", "/letter-2.html")];
    assert_eq!(addresses(&house), owned(&wanted));
    let html = html(&house, "Létter 2");
    assert!(html.contains("href=\"https://tidewater.example/letter-1.html\""), "{html}");
}

#[test]
fn a_link_to_an_article_that_is_not_here_is_told_with_its_line() {
    let house = House::new(CONFIG).write(
        "content/_posts/2026-11-02-low.md",
        "---\ntitle: Low\n---\nA\n[b]({% post_url 2026-01-01-gone %})\n",
    );
    let said = house.run(&["build"]).fine();
    let told = "content/_posts/2026-11-02-low.md:5: warning: it links to `2026-01-01-gone`";
    assert!(said.err.contains(told), "{said:#?}");
}

#[test]
fn a_dialect_or_a_pattern_may_be_named() {
    let house = |permalink: &str| {
        House::new(&format!("{CONFIG}[content]\npermalink = \"{permalink}\"\n"))
            .write("content/log/2026-11-02-low.md", "---\ntitle: Low\n---\nx\n")
    };
    for (permalink, wanted) in [
        ("auto", "/log/low/"),
        ("jekyll", "/log/2026/11/02/low.html"),
        ("Hugo", "/log/2026-11-02-low/"),
        ("/:year/:month/:slug/", "/2026/11/low/"),
    ] {
        assert_eq!(addresses(&house(permalink)), owned(&[("Low", wanted)]), "{permalink}");
    }
    let said = house("jeckyll").run(&["build"]);
    assert_eq!(said.code, 1);
    assert!(said.err.contains("neither a pattern nor a generator's name"), "{said:#?}");
}

#[test]
fn an_article_without_a_date_stands_last_and_is_told() {
    let house = House::new(CONFIG)
        .write("content/a.md", "---\ntitle: Undated\n---\nx\n")
        .write("content/about.md", "---\ntitle: About\n---\nx\n")
        .write("content/law/legal.md", "---\ntitle: Zones\n---\nx\n")
        .article("b", "Dated", "x");
    let said = house.run(&["build"]).fine();
    assert!(said.err.contains("content/a.md:1: warning: the article has no date"), "{said:#?}");
    let titles: Vec<_> = items(&house).iter().map(|item| item["title"].clone()).collect();
    assert_eq!((titles.len(), &titles[0]), (3, &"Dated".into()), "{titles:?}");
    assert!(said.out.contains("content/about.md (it has no date and is named like a page)"));
}

#[test]
fn ids_stay_when_a_dialect_is_recognised_later() {
    let house =
        House::new(CONFIG).write("content/log/2026-11-02-low.md", "---\ntitle: Low\n---\nx\n");
    house.run(&["build"]).fine();
    let id = items(&house)[0]["id"].clone();
    house.put("_config.yml", "title: Tides\n");
    assert_eq!(addresses(&house), owned(&[("Low", "/log/2026/11/02/low.html")]));
    assert_eq!(items(&house)[0]["id"], id);
}
