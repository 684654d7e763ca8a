//! What links among articles promise, though what they lead to comes and goes.

use crate::house::{CONFIG, House};

const TOLD: &str = "content/l.md:7: warning: it links to `fut.md`, which is still to come or has";

/// An article that links to one that is to come, and to one that expires.
fn house() -> House {
    let article = |date: &str, more: &str| format!("---\ntitle: A\ndate: {date}\n{more}\n---\n");
    House::new(CONFIG)
        .write(
            "content/l.md",
            article("2026-11-01", "") + "\n[x](fut.md#top) [y](old.md) [z](b.md)\n",
        )
        .write(
            "content/fut.md",
            article("2027-06-01", "slug: secret-launch") + "See [it](fut2.md).\n",
        )
        .write("content/fut2.md", article("2027-06-01", "slug: second-launch") + "Boats.\n")
        .write(
            "content/old.md",
            article("2026-10-01", "slug: gone\nexpires: 2026-12-01") + "Mud.\n",
        )
        // Of the same name, and meant by nobody.
        .write("content/other/fut.md", article("2026-10-02", "slug: another") + "Tides.\n")
        .write("content/b.md", article("2026-10-03", "slug: there") + "Birds.\n")
}

#[test]
fn the_address_of_an_article_to_come_is_not_given_away_by_links_to_it() {
    let house = house();
    let said = house.run(&["build"]).fine();
    assert!(said.err.contains(TOLD), "{said:#?}");
    // What is to come itself is judged as it will be.
    assert!(!said.err.contains("fut2.md") && !said.err.contains("to `old.md`"), "{said:#?}");
    for (path, bytes) in house.tree("public") {
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains("launch"), "{path}: {text}");
    }
    let feed = house.read("public/feed.json");
    assert!(feed.contains("https://tidewater.example/gone/") && feed.contains("/there/"), "{feed}");
    assert!(!feed.contains("href=\\\"https://tidewater.example/other/another/"), "{feed}");
}

#[test]
fn a_link_leads_to_an_article_from_when_it_may_be_seen_until_it_expires() {
    let house = house();
    house.run(&["build"]).fine();
    let said = house.run_at("2027-07-01T00:00:00Z", &["build"]).fine();
    let told =
        "content/l.md:7: warning: it links to `old.md`, which is still to come or has expired";
    assert!(said.err.contains(told) && !said.err.contains("`fut"), "{said:#?}");
    let feed = house.read("public/feed.json");
    for there in ["/secret-launch/#top", "/second-launch/", "/there/"] {
        assert!(feed.contains(&format!("href=\\\"https://tidewater.example{there}")), "{feed}");
    }
    assert!(!feed.contains("/gone/"), "{feed}");
    assert!(house.run(&["build"]).fine().err.contains(TOLD));
    assert!(!house.read("public/feed.json").contains("launch"));
}

/// An article with some front matter.
fn article(more: &str, body: &str) -> String {
    format!("---\ntitle: A\n{more}\n---\n\n{body}\n")
}

/// Builds what an article `content/n/r.md` makes beside `o.md`, one to come and a draft; gives its
/// HTML, and what was said.
fn made(body: &str) -> (String, String) {
    let house = House::new(CONFIG)
        .write("content/n/o.md", article("date: 2026-11-01", "Otters."))
        .write("content/n/later.md", article("date: 2027-11-01\nslug: merger", "Later."))
        .write("content/n/fire-bob.md", article("date: 2026-11-01\ndraft: true", "Draft."))
        .write("content/_posts/2027-01-05-plan.md", article("", "Plan."))
        .write("content/_posts/2026-11-07-sell.md", article("published: false", "Sell."))
        .write("content/n/r.md", article("date: 2026-11-02", body));
    let said = house.run(&["build"]).fine();
    let feed: serde_json::Value = serde_json::from_str(&house.read("public/feed.json")).unwrap();
    let items = feed["items"].as_array().unwrap();
    // The marks in it may make it one of Hugo's, or of Jekyll's.
    let is_it = |url: &str| url.contains("/r/") || url.contains("/r.");
    let item = items.iter().find(|item| item["url"].as_str().is_some_and(is_it)).unwrap();
    (item["content_html"].as_str().unwrap().to_owned(), said.err)
}

#[test]
fn a_link_to_what_readers_may_not_see_keeps_its_words_and_gives_no_name_away() {
    for to in [
        "later.md",
        "later.md#part",
        "./later.md",
        "<later.md>",
        "later.md \"Title\"",
        "@/n/later.md",
        "{filename}later.md",
        "{filename}/n/later.md",
        "{{< ref \"later\" >}}",
        "{{< ref \"later#part\" >}}",
        "{{< ref \"later\" >}}#part",
        "{{< relref \"n/later.md\" >}}",
        "{{% relref path=\"/n/later\" %}}",
        "{% post_url 2027-01-05-plan %}",
        "{{ site.baseurl }}{% post_url 2027-01-05-plan %}",
        "{% link _posts/2027-01-05-plan.md %}",
        "fire-bob.md",
        "@/n/fire-bob.md",
        "{{< ref \"fire-bob\" >}}",
        "{% post_url 2026-11-07-sell %}",
    ] {
        let (html, said) = made(&format!("See [some words]({to}) there."));
        assert_eq!(html, "<p>See some words there.</p>", "{to}");
        let draft = to.contains("bob") || to.contains("sell");
        let why = if draft { "is not shown: it is a draft" } else { "is still to come" };
        let lines: Vec<&str> = said.lines().filter(|line| line.contains("links to")).collect();
        assert_eq!(lines.len(), 1, "{to}: {said}");
        assert!(lines[0].contains("content/n/r.md:6: ") && lines[0].contains(why), "{to}: {said}");
    }
    for whole in [
        "See <a href=\"later.md\">some words</a> there.",
        "See <a href=\"{% post_url 2027-01-05-plan %}\">some words</a> there.",
        "See <a href='{{< ref \"fire-bob\" >}}#x'>some words</a> there.",
        "See [some words][to] there.\n\n[to]: later.md \"Title\"",
        "See [some words][to] there.\n\n[to]: {{< ref \"later\" >}}",
    ] {
        assert_eq!(made(whole).0, "<p>See some words there.</p>", "{whole}");
    }
}

#[test]
fn a_link_by_file_leads_to_its_article_however_it_is_written() {
    for (body, words) in [
        ("See [x][to].\n\n[to]: o.md \"Title\"", "See "),
        ("See <a href=\"o.md\">x</a>.", "See "),
        ("See [x](<o.md>).", "See "),
        ("See [x](o.md?x=1).", "See "),
        ("See [x](./o.md#part).", "See "),
        ("See [x](o.markdown).", "See "),
        ("See [x]({filename}o.html).", "See "),
        ("`[a](o.md) and` [x](o.md)", "<code>[a](o.md) and</code>"),
        ("Rock `n roll [x](o.md)", "Rock `n roll"),
        ("```code``` starts.\n\nThen [x](o.md).", "Then "),
    ] {
        let (html, said) = made(body);
        assert!(html.contains("href=\"https://tidewater.example/n/o"), "{body}: {html}");
        assert!(html.contains(words) && !said.contains("links to"), "{body}: {html} {said}");
    }
    let (html, said) = made("See [x](o.md) and\n`gone.md` and [y](gone.md).");
    assert!(said.contains("content/n/r.md:7: warning: it links to `gone.md`"), "{html} {said}");
}

#[test]
fn what_looks_like_a_link_by_file_in_code_stays_as_it_is() {
    let ask = "[x](o.md) {{< ref \"o.md\" >}} [y](later.md)";
    for body in [
        format!("````\n```\n{ask}\n```\n````"),
        format!("> ```\n> {ask}\n> ```"),
        format!("Text:\n\n    {ask}"),
        format!("``{ask} ` {ask}``"),
        format!("`a\n{ask} b`"),
        format!("<pre><code>{}</code></pre>", ask.replace('<', "&lt;").replace('>', "&gt;")),
    ] {
        let (html, said) = made(&body);
        let shown = html.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
        assert!(shown.contains(ask), "{body}: {html}");
        assert!(!html.contains("href") && !said.contains("links to"), "{body}: {html} {said}");
    }
    assert_eq!(made("\\[m](o.md) is none.").0, "<p>[m](o.md) is none.</p>");
}

#[test]
fn in_hugo_a_reference_leads_to_the_article_in_its_own_language_or_the_one_it_names() {
    let hugo = "baseURL = \"https://tidewater.example/\"\n[languages.en]\n[languages.de]\n";
    let body = "[a]({{< relref \"o\" >}}) [b]({{< ref \"/n/o.md\" >}}) [c]({{< ref \"n/o\" >}}) \
        [d]({{< ref path=\"n/o\" lang=\"de\" >}}) [e]({{< relref \"o.md#top\" \"de\" >}}) \
        [f]({{< ref path=\"o.md\" lang=\"en\" >}}) [g](o.md) [h]({{< ref \"box\" >}})";
    let house = House::new(CONFIG)
        .write("hugo.toml", hugo)
        .write("content/n/o.md", article("date: 2026-11-01", "Otters."))
        .write("content/n/o.de.md", article("date: 2026-11-01", "Otter."))
        .write("content/n/box/index.md", article("date: 2026-11-01", "Box."))
        .write("content/n/box/index.de.md", article("date: 2026-11-01", "Kasten."))
        .write("content/n/r.md", article("date: 2026-11-02", body))
        .write("content/n/r.de.md", article("date: 2026-11-02", body));
    house.run(&["build"]).fine();
    let feed: serde_json::Value = serde_json::from_str(&house.read("public/feed.json")).unwrap();
    let led = |url: &str| -> Vec<String> {
        let items = feed["items"].as_array().unwrap();
        let item = items.iter().find(|item| item["url"] == url).unwrap();
        let html = item["content_html"].as_str().unwrap();
        let parts = html.split("href=\"https://tidewater.example").skip(1);
        parts.map(|part| part.split('"').next().unwrap().to_owned()).collect()
    };
    let (en, de) = ("/n/o/", "/de/n/o/");
    let wanted = [en, en, en, de, "/de/n/o/#top", en, en, "/n/box/"];
    assert_eq!(led("https://tidewater.example/n/r/"), wanted);
    let wanted = [de, de, de, de, "/de/n/o/#top", en, en, "/de/n/box/"];
    assert_eq!(led("https://tidewater.example/de/n/r/"), wanted);
}

#[test]
fn a_link_to_a_page_that_is_no_article_stays_and_a_name_of_several_gives_none_away() {
    let body = "See [a page]({{< ref \"/about\" >}}), [its draft]({{< ref \"/legal\" >}}) and \
        [one of two]({{< ref \"twice\" >}}).";
    let house = House::new(CONFIG)
        .write("content/about.md", article("", "About."))
        .write("content/legal.md", article("draft: true", "Legal."))
        .write("content/n/twice.md", article("date: 2026-11-01", "Once."))
        .write("content/m/twice.md", article("date: 2027-11-01", "Twice."))
        .write("content/r.md", article("date: 2026-11-02", body));
    let said = house.run(&["build"]).fine();
    let feed = house.read("public/feed.json");
    let wanted = "See <a href=\\\"https://tidewater.example/about\\\">a page</a>, its draft and one of \
        two.";
    assert!(feed.contains(wanted), "{feed}");
    assert!(said.err.contains("`twice`, which is not shown: several articles have"), "{said:#?}");
    assert!(said.err.contains("`/legal`, which is not shown: it is a draft"), "{said:#?}");
}
