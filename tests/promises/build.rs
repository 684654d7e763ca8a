//! What a build promises.

use std::collections::BTreeSet;
use std::path::Path;

use chrono::{DateTime, Utc};
use postrider::build::{self, Archive, BuildError, Built, IssuePage};
use postrider::config::Config;
use postrider::issue::{Edition, Issue, IssueKey};
use postrider::summarize::Asking;

use crate::house::{CONFIG, House, NOW};

const PAGES: &str = "[output]\npages = true\n";

fn build(house: &House) -> Built {
    build_with(house, NOW, false, &[]).unwrap()
}

fn build_with(
    house: &House,
    now: &str,
    locked: bool,
    issues: &[Issue],
) -> Result<Built, BuildError> {
    let config = Config::load(&house.path("config.toml")).unwrap();
    let now: DateTime<Utc> = now.parse().unwrap();
    let issues = issues.iter().map(IssuePage::from).collect();
    build::run(&config, now, locked, &Archive { issues, ..Archive::default() }, Asking::Never)
}

const BROKEN: &str = "---\ntitle: [\n---\nx\n";

fn two_articles() -> House {
    House::new(CONFIG).article("mud", "On mud", "Mud is not sand.").article(
        "sand",
        "On sand",
        "Sand is not mud.",
    )
}

fn told(built: &Built) -> String {
    built.findings.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

fn paths(house: &House) -> BTreeSet<String> {
    house.tree("public").into_iter().map(|(path, _)| path).collect()
}

fn issue(newsletter: &str, part: &str, at: &str) -> Issue {
    let web_url = format!("https://tidewater.example/issues/{newsletter}/{part}/");
    Issue {
        key: IssueKey(format!("{newsletter}/{part}")),
        newsletter: newsletter.to_owned(),
        frozen_at: at.parse().unwrap(),
        articles: Vec::new(),
        edition: Edition {
            subject: format!("Issue {part} & more"),
            web: format!("<!doctype html><title>{part}</title>"),
            web_url,
            ..Edition::default()
        },
    }
}

#[test]
fn a_second_build_changes_no_byte() {
    let house = House::new(&format!("{CONFIG}{PAGES}"))
        .article("mud", "On mud", "Mud is not sand.")
        .article("sand", "On sand", "Sand is not mud.");
    let first = build(&house);
    assert_eq!(told(&first), "");
    assert!(first.written.changed.contains(&Path::new("feed.xml").to_owned()));
    let before = (house.tree("public"), house.read("content/postrider.lock"));
    let second = build(&house);
    assert_eq!(second.written.changed.len() + second.written.removed.len(), 0);
    assert_eq!((house.tree("public"), house.read("content/postrider.lock")), before);
}

#[test]
fn another_time_and_another_machine_give_the_same_bytes() {
    let house = || {
        House::new(&format!("{CONFIG}{PAGES}"))
            .article("mud", "On mud", "Mud is not sand.")
            .article("sand", "On sand", "Sand is not mud.")
    };
    let (one, two) = (house(), house());
    build_with(&one, "2026-11-20T09:00:00Z", false, &[]).unwrap();
    build_with(&two, "2027-03-01T17:30:00Z", false, &[]).unwrap();
    assert_eq!(one.tree("public"), two.tree("public"));
}

#[test]
fn an_article_without_a_date_stands_behind_all_others_and_is_given_none() {
    let old = "---\ntitle: Old\ndate: 1995-05-06\n---\nMud.\n";
    let house = House::new(&format!("{CONFIG}{PAGES}"))
        .write("content/old.md", old)
        .write("content/bare.md", "---\ntitle: Bare\n---\nSand.\n");
    let said = house.run(&["build"]).fine();
    assert!(!said.err.contains("error"), "{said:#?}");
    for path in ["feed.xml", "atom.xml", "feed.json", "index.html"] {
        let text = house.read(&format!("public/{path}"));
        let (old, bare) = (text.find(">Old<"), text.find(">Bare<"));
        let (old, bare) = (old.or(text.find("\"Old\"")), bare.or(text.find("\"Bare\"")));
        assert!(old.expect("the old one") < bare.expect("the undated one"), "{path}: {text}");
        let entry = &text[bare.unwrap()..];
        for date in ["pubDate", "date_published", "<published>", "<time"] {
            assert!(!entry.contains(date), "{path}: {entry}");
        }
    }
    assert!(!house.read("public/bare/index.html").contains("2000"));
}

#[test]
fn no_date_comes_from_the_file_system() {
    let house = || {
        let (dated, undated) = ("---\ntitle: A\ndate: 2026-11-16\n---\nMud.\n", "Sand.\n");
        House::new(CONFIG).write("content/a.md", dated).write("content/b.md", undated)
    };
    let (one, two) = (house(), house());
    let long_ago =
        std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_000_000_000);
    for name in ["content/a.md", "content/b.md"] {
        std::fs::File::open(two.path(name)).unwrap().set_modified(long_ago).unwrap();
    }
    for house in [&one, &two] {
        build_with(house, "2026-11-20T09:00:00Z", false, &[]).unwrap();
    }
    assert_eq!(one.tree("public"), two.tree("public"));
    assert!(one.read("public/atom.xml").contains("<updated>2026-11-16T00:00:00+00:00</updated>"));
}

#[test]
fn one_broken_article_does_not_hold_up_the_rest() {
    let house = House::new(CONFIG)
        .article("mud", "On mud", "Mud is not sand.")
        .write("content/broken.md", "---\ntitle: [\n---\nx\n");
    let built = build(&house);
    assert_eq!(built.publication.articles.len(), 1);
    assert!(told(&built).contains("content/broken.md"), "{}", told(&built));
    assert!(house.read("public/feed.xml").contains("On mud"));
}

#[cfg(target_os = "linux")]
#[test]
fn a_file_whose_name_is_no_text_is_told_and_not_passed_over() {
    use std::os::unix::ffi::OsStrExt as _;
    let house = two_articles();
    let name = std::ffi::OsStr::from_bytes(b"caf\xe9.md");
    std::fs::write(house.path("content").join(name), "---\ntitle: C\n---\nx\n").unwrap();
    let built = build(&house);
    let what = "content/caf\u{FFFD}.md: warning: its name";
    assert!(told(&built).contains(what), "{}", told(&built));
    assert_eq!(built.publication.articles.len(), 2);
}

#[test]
fn what_generators_keep_beside_articles_is_passed_over_and_what_is_not_read_is_told() {
    let house = two_articles();
    for beside in ["_layouts/post.html", "_includes/card.html", "_site/mud/index.html"] {
        house.put(&format!("content/{beside}"), "<p>{{ content }}</p>\n");
    }
    house.put("content/notes/gulls.rst", "Gulls\n=====\n\nThey cry.\n");
    house.put("content/notes/README.rst", "Notes\n");
    house.put("content/notes/terns.njk", "<p>They dive.</p>\n");
    let built = build(&house);
    let what = "content/notes/gulls.rst: warning: it is reStructuredText, which is not read";
    assert!(told(&built).contains(what), "{}", told(&built));
    assert_eq!(told(&built).matches("warning").count(), 1, "{}", told(&built));
    let why = "it is a template in Nunjucks, which is not read";
    assert!(built.hidden.iter().any(|(file, told)| file.ends_with("terns.njk") && told == why));
    assert_eq!(built.publication.articles.len(), 2);
}

#[test]
fn an_article_that_drops_out_by_mistake_is_told_loudly() {
    let house = two_articles();
    build(&house);
    house.put("content/mud.md", BROKEN);
    let built = build(&house);
    let what = "content/mud.md: error: readers could see this article until now";
    assert!(told(&built).contains(what), "{}", told(&built));
    assert!(!house.read("public/feed.xml").contains("On mud"));
}

#[test]
fn when_every_article_is_broken_or_gone_the_old_output_stays_whole() {
    let house = two_articles();
    build(&house);
    let old = house.tree("public");
    for broken in [true, false] {
        for slug in ["mud", "sand"] {
            let file = format!("content/{slug}.md");
            if broken {
                house.put(&file, BROKEN);
            } else {
                std::fs::remove_file(house.path(&file)).unwrap();
            }
        }
        let Err(BuildError::Findings(findings)) = build_with(&house, NOW, false, &[]) else {
            panic!("it was built");
        };
        let last = findings.last().unwrap().to_string();
        assert!(last.contains("nothing was written and the old output stays"), "{last}");
        assert!(old == house.tree("public"));
    }
}

#[test]
fn an_article_that_is_taken_back_on_purpose_is_not_told() {
    let house = House::new(CONFIG).article("mud", "On mud", "Mud is not sand.");
    build(&house);
    house.put("content/mud.md", "---\ntitle: On mud\ndate: 2026-11-16\ndraft: true\n---\nx\n");
    let built = build(&house);
    assert_eq!(told(&built), "");
    assert!(!house.read("public/feed.xml").contains("On mud"));
}

#[test]
fn a_build_that_may_not_change_the_lock_says_what_it_would_change_and_writes_nothing() {
    let house = House::new(CONFIG).article("mud", "On mud", "Mud is not sand.");
    build_with(&house, NOW, false, &[]).unwrap();
    build_with(&house, NOW, true, &[]).unwrap();
    let before = (house.tree("public"), house.read("content/postrider.lock"));
    let house = house.article("sand", "On sand", "Sand is not mud.");
    match build_with(&house, NOW, true, &[]) {
        Err(BuildError::Locked(changes)) => {
            assert!(changes.iter().any(|change| change.contains("sand.md")), "{changes:?}");
        }
        other => panic!("{other:?}"),
    }
    assert_eq!((house.tree("public"), house.read("content/postrider.lock")), before);
}

#[test]
fn another_date_is_kept_in_the_lock_and_holds_up_no_build_that_may_not_change_it() {
    let house = two_articles();
    build(&house);
    let before = house.read("content/postrider.lock");
    let house = house.write("content/mud.md", "---\ntitle: On mud\ndate: 2026-11-10\n---\nx\n");
    build_with(&house, NOW, true, &[]).unwrap();
    assert_eq!(house.read("content/postrider.lock"), before);
    assert_eq!(build(&house).lock_changes, ["the dates of articles"]);
    assert_ne!(house.read("content/postrider.lock"), before);
    assert_eq!(build(&house).lock_changes, Vec::<String>::new());
}

#[test]
fn drafts_future_and_expired_articles_are_nowhere() {
    let house = House::new(&format!("{CONFIG}{PAGES}"))
        .article("mud", "On mud", "Mud is not sand.")
        .write("content/a.md", "---\ntitle: Heron\ndate: 2026-11-01\ndraft: true\n---\nHeron\n")
        .write("content/b.md", "---\ntitle: Heron\ndate: 2026-12-24\ntags: [heron]\n---\nHeron\n")
        .write(
            "content/c.md",
            "---\ntitle: Heron\ndate: 2026-11-01\nexpiryDate: 2026-11-19\n---\nHeron\n",
        );
    assert_eq!(told(&build(&house)), "");
    for (path, bytes) in house.tree("public") {
        let text = String::from_utf8(bytes).unwrap();
        assert!(!text.to_lowercase().contains("heron") && !path.contains("heron"), "{path}");
    }
    let updated = "<lastBuildDate>Mon, 16 Nov 2026 00:00:00 +0000</lastBuildDate>";
    assert!(house.read("public/feed.xml").contains(updated));
    // Its time comes, and it is there.
    build_with(&house, "2026-12-25T00:00:00Z", false, &[]).unwrap();
    assert!(house.read("public/tags/heron/feed.xml").contains("Heron"));
}

#[test]
fn what_is_taken_away_leaves_no_feed_behind() {
    let house = House::new(CONFIG)
        .write("content/a.md", "---\ntitle: A\ndate: 2026-11-01\ntags: [rare]\n---\nx\n")
        .article("mud", "On mud", "Mud is not sand.");
    build(&house);
    assert!(paths(&house).contains("tags/rare/feed.xml"));
    std::fs::remove_file(house.path("content/a.md")).unwrap();
    build(&house);
    assert!(!paths(&house).iter().any(|path| path.contains("rare")));
}

#[test]
fn issues_have_their_page_an_archive_each_and_one_archive_of_all() {
    let house = House::new(CONFIG).article("mud", "On mud", "Mud is not sand.");
    let issues = [
        issue("weekly", "2026-W46", "2026-11-09T08:00:00Z"),
        issue("weekly", "2026-W47", "2026-11-16T08:00:00Z"),
    ];
    build_with(&house, NOW, false, &issues).unwrap();
    assert!(house.read("public/issues/weekly/2026-W47/index.html").contains("2026-W47"));
    let archive = house.read("public/issues/weekly/index.html");
    let newest = archive.find("Issue 2026-W47 &amp; more").expect("the newest");
    assert!(newest < archive.find("Issue 2026-W46 &amp; more").expect("the older one"));
    assert!(archive.contains("href=\"../../issues/weekly/2026-W47/index.html\""), "{archive}");
    let all = house.read("public/issues/index.html");
    assert!(all.contains("href=\"../issues/weekly/index.html\""), "{all}");
}

#[test]
fn pages_are_written_only_where_they_are_wanted() {
    let house = House::new(CONFIG).article("mud", "On mud", "Mud is not sand.");
    build(&house);
    assert!(!paths(&house).iter().any(|p| p.ends_with("index.html")), "{:?}", paths(&house));
    house.put("config.toml", format!("{CONFIG}{PAGES}"));
    build(&house);
    let page = house.read("public/mud/index.html");
    for expected in [
        "<h1>On mud</h1>",
        "Mud is not sand.",
        "<link rel=\"canonical\" href=\"https://tidewater.example/mud/\">",
        "<link rel=\"alternate\" type=\"application/rss+xml\" title=\"Tidewater (RSS)\" \
         href=\"https://tidewater.example/feed.xml\">",
        "prefers-color-scheme: dark",
        "<html lang=\"en\" dir=\"ltr\">",
    ] {
        assert!(page.contains(expected), "`{expected}` is not in {page}");
    }
    assert!(house.read("public/index.html").contains("<a href=\"mud/index.html\">On mud</a>"));
    assert!(page.contains("<a href=\"../index.html\">"), "{page}");
}

#[test]
fn a_template_that_fails_takes_no_page_away_that_readers_had() {
    let house = House::new(&format!("{CONFIG}{PAGES}"))
        .article("mud", "On mud", "Mud is not sand.")
        .write("public/sand/index.html", "written by hand")
        .write("content/old.md", "---\ntitle: Old\ndate: 2026-11-01\naliases: [/ago/]\n---\nx\n");
    build(&house);
    let pages = ["public/mud/index.html", "public/old/index.html", "public/ago/index.html"];
    let before = pages.map(|page| house.read(page));
    for template in ["article", "moved", "list"] {
        let file = format!("templates/page/{template}.html");
        house.put(&file, "\n{{ there.is.no.such.thing }}");
        house.put("content/sand.md", "---\ntitle: On sand\ndate: 2026-11-16\n---\nx\n");
        let built = build(&house);
        let place = format!("templates/page/{template}.html:2: error");
        assert!(told(&built).contains(&place), "{}", told(&built));
        assert_eq!(built.written.removed, Vec::<std::path::PathBuf>::new());
        assert_eq!(pages.map(|page| house.read(page)), before, "{template}");
        assert_eq!(house.read("public/sand/index.html"), "written by hand");
        assert!(house.read("public/feed.xml").contains("On sand"));
        std::fs::remove_file(house.path(&file)).unwrap();
    }
    // Mended, what is no longer wanted goes as it always did.
    std::fs::remove_file(house.path("content/old.md")).unwrap();
    build(&house);
    assert!(!paths(&house).contains("old/index.html") && !paths(&house).contains("ago/index.html"));
}

#[test]
fn no_page_loads_anything_from_elsewhere() {
    let house = House::new(&format!("{CONFIG}{PAGES}")).article("mud", "On mud", "Mud.");
    build(&house);
    for (path, bytes) in house.tree("public") {
        let text = String::from_utf8(bytes).unwrap();
        for forbidden in ["<script", "@import", "url(", "rel=\"stylesheet\"", "<iframe"] {
            assert!(!text.contains(forbidden), "{path} holds {forbidden}");
        }
    }
}

#[test]
fn pages_bring_the_images_they_show_and_nothing_else() {
    let png = [137, 80, 78, 71, 13, 10, 26, 10, 0, 1, 2];
    let house = House::new(&format!("{CONFIG}{PAGES}"))
        .article("mud", "On mud", "![A boat](/images/boat.png) ![A gull](gull.png)")
        .write("content/images/boat.png", png)
        .write("content/images/secret.png", png)
        .write("content/mud/gull.png", png);
    build(&house);
    let media: Vec<_> = paths(&house).into_iter().filter(|path| path.contains(".png")).collect();
    assert_eq!(media, ["images/boat.png", "mud/gull.png"]);
}

#[test]
fn an_article_cannot_take_the_place_of_a_feed() {
    let house =
        House::new(&format!("{CONFIG}{PAGES}")).article("mud", "On mud", "Mud is not sand.").write(
            "content/thief.md",
            "---\ntitle: Thief\ndate: 2026-11-01\npermalink: /feed.xml\n---\nx\n",
        );
    let built = build(&house);
    assert!(told(&built).contains("thief.md"), "{}", told(&built));
    assert!(house.read("public/feed.xml").starts_with("<?xml"));
}

#[test]
fn a_page_of_the_users_own_is_left_alone_and_told() {
    let house = House::new(&format!("{CONFIG}{PAGES}"))
        .article("mud", "On mud", "Mud is not sand.")
        .write("public/index.html", "my own page");
    let built = build(&house);
    assert!(told(&built).contains("public/index.html: warning: a file that is not ours"));
    assert_eq!(house.read("public/index.html"), "my own page");
    assert!(house.read("public/feed.xml").contains("On mud"));
}

#[test]
fn a_broken_page_template_is_told_once_with_its_line_and_feeds_are_built() {
    let house = House::new(&format!("{CONFIG}{PAGES}"))
        .article("mud", "On mud", "Mud.")
        .article("sand", "On sand", "Sand.")
        .write("templates/page/article.html", "\n{{ nothing.at.all }}");
    let built = build(&house);
    assert_eq!(told(&built).matches("page/article.html:2").count(), 1, "{}", told(&built));
    assert!(house.read("public/feed.xml").contains("On mud"));
}

#[test]
fn a_publication_without_articles_builds() {
    let house = House::new(CONFIG);
    std::fs::create_dir_all(house.path("content")).unwrap();
    assert_eq!(told(&build(&house)), "");
    assert!(house.read("public/feed.xml").contains("<title>Tidewater</title>"));
}

#[test]
fn hosts_are_told_the_media_types_of_feeds() {
    let house = House::new(CONFIG).article("mud", "On mud", "Mud is not sand.");
    build(&house);
    let headers = house.read("public/_headers");
    for expected in [
        "\n/feed.xml\n  Content-Type: application/xml; charset=utf-8\n",
        "\n/*/atom.xml\n  Content-Type: application/xml; charset=utf-8\n",
        "\n/feed.json\n  Content-Type: application/feed+json; charset=utf-8\n",
    ] {
        assert!(headers.contains(expected), "{headers}");
    }
    // A file of the user's own is theirs.
    house.put("public/_headers", "/*\n  X-Frame-Options: DENY\n");
    let said = told(&build(&house));
    assert!(said.contains("_headers: warning: a file that is not ours stands here"), "{said}");
    assert!(house.read("public/_headers").contains("X-Frame-Options"));
    // Once it says what ours would, there is nothing to tell.
    house.put("public/_headers", format!("/*\n  X-Frame-Options: DENY\n{headers}"));
    assert_eq!(told(&build(&house)), "");
}

#[test]
fn a_feed_of_another_program_is_not_replaced_without_a_word() {
    let house = House::new(CONFIG).article("mud", "On mud", "Mud is not sand.");
    house.put("public/feed.xml", "<rss>Jekyll's</rss>");
    let said = told(&build(&house));
    assert!(said.contains("feed.xml: warning: a file stood here that was not ours"), "{said}");
    assert!(house.read("public/feed.xml").contains("On mud"));
    house.put("content/sand.md", "---\ntitle: Sand\ndate: 2026-11-17\n---\nSand.\n");
    assert_eq!(told(&build(&house)), "", "ours is replaced without a word");
    std::fs::remove_dir_all(house.path(".postrider")).unwrap();
    house.put("content/sand.md", "---\ntitle: Silt\ndate: 2026-11-17\n---\nSilt.\n");
    assert_eq!(told(&build(&house)), "", "and where the state folder is lost, too");
}

#[test]
fn what_a_killed_run_left_beside_articles_and_in_the_state_folder_goes_with_a_later_build() {
    let house = House::new(CONFIG).article("notes/mud", "On mud", "Mud is not sand.");
    build(&house);
    let hour = std::time::SystemTime::now() - std::time::Duration::from_hours(1);
    let names =
        ["content", "content/notes", ".postrider"].map(|dir| format!("{dir}/.postrider-new-"));
    for name in &names {
        for (end, time) in [("k1lled", hour), ("y0ung0", std::time::SystemTime::now())] {
            house.put(&format!("{name}{end}"), "half");
            let file =
                std::fs::File::options().write(true).open(house.path(&format!("{name}{end}")));
            file.unwrap().set_modified(time).unwrap();
        }
    }
    house.put("content/.postrider-notes", "mine");
    build(&house);
    for name in &names {
        assert!(!house.path(&format!("{name}k1lled")).exists(), "{name}");
        assert!(house.path(&format!("{name}y0ung0")).exists(), "another run may be at it: {name}");
    }
    assert!(house.path("content/.postrider-notes").exists());
}

#[test]
fn an_article_that_claims_a_file_of_ours_is_told_with_its_line_and_stays_in_the_feed() {
    for (config, address, path) in [
        (format!("{CONFIG}{PAGES}"), "/", "index.html"),
        (format!("{CONFIG}{PAGES}"), "/feed.xml", "feed.xml"),
        (CONFIG.to_owned(), "/feed.xml", "feed.xml"),
    ] {
        let text =
            format!("---\ntitle: On mud\ndate: 2026-11-16\npermalink: {address}\n---\nMud.\n");
        let house = House::new(&config).write("content/mud.md", text);
        let built = build(&house);
        let what =
            format!("content/mud.md:4: error: its page would be {path}, where Postrider's own");
        assert!(told(&built).contains(&what), "{}", told(&built));
        assert!(told(&built).contains("feeds and mail hold the article"), "{}", told(&built));
        assert!(house.read("public/feed.xml").contains("On mud"));
    }
}

#[test]
fn a_feed_with_an_error_is_never_written_over_a_good_one() {
    let house = two_articles();
    build(&house);
    let (good, lock) = (house.read("public/atom.xml"), house.read("content/postrider.lock"));
    // An authority that no id may have.
    house.put("content/postrider.lock", "authority = \"tide_water,2026\"\n\n[articles]\n");
    let built = build(&house);
    assert!(told(&built).contains("is no absolute URI"), "{}", told(&built));
    assert!(
        told(&built).contains("atom.xml: error: the feed would have an error"),
        "{}",
        told(&built)
    );
    assert_eq!(house.read("public/atom.xml"), good);
    house.put("content/postrider.lock", lock);
    assert_eq!(told(&build(&house)), "");
    assert_eq!(house.read("public/atom.xml"), good);
}

#[test]
fn an_article_whose_address_no_file_can_have_is_told_and_a_picture_with_an_ampersand_is_there() {
    let house = House::new(&format!("{CONFIG}[output]\npages = true\n"))
        .write(
            "content/a.md",
            "---\ntitle: A\ndate: 2026-11-01\npermalink: /?p=7\n---\n![x](/img/fish&chips.png)\n",
        )
        .write("content/img/fish&chips.png", "no real picture");
    let said = house.run(&["build"]);
    let told = said.out.clone() + &said.err;
    assert!(told.contains("content/a.md:4: warning: it has no page"), "{told}");
    assert!(!told.contains("no such file"), "{told}");
    let good = House::new("title = \"T\"\nhome = \"https://t.example/\"\nlanguage = \"english\"\n");
    let said = good.article("a", "A", "Text.").run(&["build"]);
    assert!(said.err.contains("config.toml:3: error: "), "{said:#?}");
    assert!(said.err.contains("begins with two or three letters"), "{said:#?}");
}
