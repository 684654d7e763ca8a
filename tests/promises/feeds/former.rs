//! Old addresses keep working.

use crate::house::{CONFIG, House};

const ALIASES: &str = "[output]\npages = true\n[feeds.aliases]\n\"index.xml\" = \"feed.xml\"\n\
                       \"blog/feed/\" = \"feed.xml\"\n\"blog/atom.xml\" = \"atom.xml\"\n";

#[test]
fn a_former_path_of_a_feed_gives_the_same_bytes_and_is_named_to_hosts() {
    let house = House::new(&format!("{CONFIG}{ALIASES}")).article("mud", "On mud", "Not sand.");
    house.run(&["build"]).fine();
    let feed = house.read("public/feed.xml");
    assert_eq!(house.read("public/index.xml"), feed);
    assert_eq!(house.read("public/blog/feed/index.html"), feed);
    assert_eq!(house.read("public/blog/atom.xml"), house.read("public/atom.xml"));
    let redirects = house.read("public/_redirects");
    assert!(redirects.contains("\n/blog/feed/ /feed.xml 301\n"), "{redirects}");
    let headers = house.read("public/_headers");
    let typed = "/blog/feed/\n  Content-Type: application/xml; charset=utf-8\n";
    assert!(headers.contains(typed), "{headers}");
    assert_eq!(house.run(&["build"]).fine().out.matches("nothing changed").count(), 1);
}

#[test]
fn below_a_path_both_files_for_hosts_name_what_readers_ask_for() {
    let config =
        format!("{CONFIG}{ALIASES}").replace("tidewater.example/", "tidewater.example/mag/");
    let house = House::new(&config).article("mud", "On mud", "Not sand.");
    house.run(&["build"]).fine();
    let redirects = house.read("public/_redirects");
    assert!(redirects.contains("\n/mag/index.xml /mag/feed.xml 301\n"), "{redirects}");
    let headers = house.read("public/_headers");
    let paths: Vec<&str> = headers.lines().filter(|line| line.starts_with('/')).collect();
    assert!(paths.iter().all(|path| path.starts_with("/mag/")), "{headers}");
    for path in ["/mag/feed.xml", "/mag/*/feed.xml", "/mag/index.xml", "/mag/blog/feed/"] {
        assert!(paths.contains(&path), "{path}: {headers}");
    }
}

#[test]
fn a_former_path_that_leads_nowhere_or_is_taken_is_told_with_its_line() {
    let config =
        format!("{CONFIG}[feeds.aliases]\n\"index.xml\" = \"rss.xml\"\n\"../x\" = \"feed.xml\"\n");
    let house = House::new(&config).article("mud", "On mud", "Not sand.");
    let said = house.run(&["build"]);
    assert!(said.err.contains("config.toml:6: error: `../x` is no path"), "{said:#?}");
    house.put(
        "config.toml",
        config.replace("\"../x\" = \"feed.xml\"\n", "\"atom.xml\" = \"feed.xml\"\n"),
    );
    let said = house.run(&["build"]);
    assert!(said.err.contains("config.toml:5: error: there is no feed at `rss.xml`"), "{said:#?}");
    let taken = "config.toml:6: error: the former path atom.xml cannot be where Postrider's own";
    assert!(said.err.contains(taken), "{said:#?}");
    assert!(house.read("public/atom.xml").contains("<feed"), "the feed itself stays");
}

#[test]
fn a_former_path_that_is_an_articles_page_is_to_blame_and_not_the_article() {
    for pages in [true, false] {
        let config = format!(
            "{CONFIG}[output]\npages = {pages}\n[feeds.aliases]\n\"mud/\" = \"feed.xml\"\n"
        );
        let house = House::new(&config).article("mud", "On mud", "Not sand.");
        let said = house.run(&["build"]);
        let told = "config.toml:7: error: the former path mud/index.html of a feed is where the page of \
                    content/mud.md has to be";
        assert!(said.err.contains(told) && !said.err.contains("content/mud.md:"), "{said:#?}");
        assert!(!pages || house.read("public/mud/index.html").contains("Not sand."));
    }
}

#[test]
fn a_former_address_of_an_article_sends_its_readers_on() {
    let text = "---\ntitle: On mud\ndate: 2026-11-16\naliases:\n  - /2019/mud.html\n  - old-mud\n  \
                - https://elsewhere.example/mud/\n  - /sand/\n---\nMud is not sand.\n";
    let house = House::new(&format!("{CONFIG}[output]\npages = true\n"))
        .write("content/mud.md", text)
        .article("sand", "On sand", "Not mud.");
    let said = house.run(&["build"]);
    for page in ["2019/mud.html", "old-mud/index.html"] {
        let page = house.read(&format!("public/{page}"));
        assert!(
            page.contains(
                "http-equiv=\"refresh\" content=\"0; url=https://tidewater.example/mud/\""
            )
        );
        assert!(page.contains("<link rel=\"canonical\" href=\"https://tidewater.example/mud/\">"));
    }
    let redirects = house.read("public/_redirects");
    assert!(redirects.contains("/2019/mud.html /mud/ 301\n/old-mud /mud/ 301\n"), "{redirects}");
    assert!(!redirects.contains("/sand/"), "a page is never hidden: {redirects}");
    assert!(said.err.contains("content/mud.md:7: warning: the former address"), "{said:#?}");
    assert!(said.err.contains("content/mud.md:8: warning: its former address"), "{said:#?}");
    assert!(house.read("public/sand/index.html").contains("Not mud."));
}

#[test]
fn a_former_address_that_hosts_would_take_for_many_is_not_handed_to_them() {
    let text =
        "---\ntitle: On mud\ndate: 2026-11-16\naliases: [\"/*\", \"/:x\", /old/]\n---\nMud.\n";
    let house =
        House::new(&format!("{CONFIG}[output]\npages = true\n")).write("content/mud.md", text);
    house.run(&["build"]).fine();
    let redirects = house.read("public/_redirects");
    assert!(redirects.contains("/old/ /mud/ 301"), "{redirects}");
    assert!(!redirects.contains(['*', ':']), "{redirects}");
}

#[test]
fn where_another_program_makes_the_pages_none_is_made_for_former_addresses() {
    let text = "---\ntitle: On mud\ndate: 2026-11-16\naliases: [/old/]\n---\nMud.\n";
    let house = House::new(CONFIG).write("content/mud.md", text);
    house.run(&["build"]).fine();
    let names: Vec<_> = house.tree("public").into_iter().map(|(name, _)| name).collect();
    assert!(!names.iter().any(|name| name.starts_with("old") || name == "_redirects"), "{names:?}");
}

#[test]
fn a_former_address_with_and_without_its_last_slash_is_one_and_not_in_its_own_way() {
    let text = "---\ntitle: On mud\ndate: 2026-11-16\naliases: [/old, /old/]\n---\nMud.\n";
    let house = House::new(&format!("{CONFIG}[output]\npages = true\n"));
    let house = house.write("content/mud.md", text);
    let said = house.run(&["build"]).fine();
    assert!(!said.err.contains("warning"), "{said:#?}");
    assert!(house.path("public/old/index.html").exists());
    let redirects = house.read("public/_redirects");
    assert!(redirects.contains("/old /mud/ 301\n/old/ /mud/ 301\n"), "{redirects}");
}
