//! What `postrider check` promises: every mistake of every kind, in one pass, with its place.

use crate::house::{CONFIG, House, config_with_newsletter};

#[test]
fn mistakes_of_every_kind_are_told_in_one_pass() {
    let config = config_with_newsletter(9).replace(
        "postal_address = \"1 Quay Street, 1000 Lisbon\"",
        "subscribers = \"readers.csv\"",
    );
    let house = House::new(&config)
        .article("tides", "Two tides a day", "The tide comes in.")
        .write("content/broken.md", "---\ntitle: A\ndate: 2026-99-99\n---\nText.\n")
        .write("templates/email/extra.html", "fine\n{% if %}\n")
        .write("readers.csv", "email\nnonsense\n");
    let said = house.run(&["check"]);
    assert_eq!(said.code, 1, "{said:#?}");
    for place in [
        "content/broken.md:3: error",
        "templates/email/extra.html:2: error",
        "readers.csv:2: error",
        "postal_address",
    ] {
        assert!(said.err.contains(place), "{place} is missing: {said:#?}");
    }
}

#[test]
fn a_check_writes_nothing() {
    let house = House::new(&config_with_newsletter(9)).article("tides", "Two tides", "It comes.");
    let before = house.tree("");
    house.run(&["check"]).fine();
    assert!(house.tree("") == before);
}

#[test]
fn a_machine_gets_every_mistake_with_its_place() {
    let house = House::new(&config_with_newsletter(9))
        .write("content/broken.md", "---\ntitle: A\ndate: 2026-99-99\n---\nText.\n");
    let said = house.run(&["check", "--json"]);
    let document: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    let finding = &document["findings"][0];
    assert_eq!((&finding["severity"], &finding["line"]), (&"error".into(), &3.into()), "{finding}");
    assert_eq!(finding["file"], "content/broken.md");
    assert_eq!((document["code"].as_i64(), said.code, said.err.as_str()), (Some(1), 1, ""));
}

#[test]
fn a_date_that_is_hard_to_believe_is_told_once_in_the_file_that_says_it() {
    let house = House::new(CONFIG)
        .write("content/old.md", "---\ntitle: Old\ndate: 0001-01-01\ntags: [x]\n---\nText.\n");
    for _ in 0..2 {
        let said = house.run(&["check"]);
        assert_eq!(said.err.matches("hard to believe").count(), 1, "{said:#?}");
        assert!(said.err.contains("content/old.md:3: warning"), "{said:#?}");
        house.put("content/new.md", "---\ntitle: New\ndate: 2026-11-01\n---\nText.\n");
    }
}

/// Runs a check of this configuration and insists that it is refused in this line.
#[track_caller]
fn refused(config: &str, line: usize, what: &str) {
    let house = House::new(config).article("mud", "On mud", "Mud is not sand.");
    let said = house.run(&["check"]);
    let place = format!("config.toml:{line}: error: ");
    let told = said.err.lines().any(|it| it.starts_with(&place) && it.contains(what));
    assert!(told && said.code == 1, "{place}{what}: {said:#?}");
    assert!(said.err.contains("hint: ") || what.contains("did you mean"), "{said:#?}");
}

#[test]
fn mistakes_of_the_configuration_are_told_with_its_line_before_anything_is_built() {
    for (section, line, what) in [
        ("[content]\npermalink = \"/:yeer/:slug/\"", 5, "did you mean `:year`?"),
        ("[content]\npermalink = \"/:colour/\"", 5, "`:colour` stands for nothing"),
        ("[server]\nlisten = \"8470\"", 5, "names no host"),
        ("[server]\nlisten = \"localhost:http\"", 5, "names no port"),
        ("templates = \"nosuch\"", 4, "names no folder"),
        ("[output]\ndir = \"content\"", 5, "the folder of articles"),
        ("[output]\ndir = \"content/../content/out/\"", 5, "the folder of articles"),
        ("[output]\ndir = \".\"", 5, "drafts and all"),
        ("[content]\ndir = \"nosuch\"", 5, "the content folder nosuch cannot be read"),
    ] {
        refused(&format!("{CONFIG}{section}\n"), line, what);
    }
    let home = CONFIG.replace("https://", "https://me:secret@");
    refused(&home, 3, "must not hold a user or a password");
    let said = House::new(&home).run(&["check"]);
    assert!(!said.err.contains("secret") && said.err.contains("https://…@tide"), "{said:#?}");
}

#[test]
fn mistakes_of_a_newsletter_that_show_later_are_told_with_its_line() {
    let whole = config_with_newsletter(9);
    let without = |key: &str| {
        let lines = whole.lines().filter(|line| !line.starts_with(key));
        lines.collect::<Vec<_>>().join("\n") + "\n"
    };
    let line = |text: &str, of: &str| 1 + text.lines().position(|it| it.starts_with(of)).unwrap();
    let table = line(&whole, "[newsletters.weekly]");
    refused(&without("from"), table, "has no `from`");
    refused(&without("postal_address"), table, "has no `postal_address`");
    let last = whole.lines().count() + 1;
    refused(&format!("{whole}subject = \"{{{{ nosuch.thing }}}}\"\n"), last, "the template");
    refused(&format!("{whole}subscribers = \"missing.csv\"\n"), last, "missing.csv");
}

#[test]
fn links_and_pictures_that_lead_to_nothing_are_told_with_file_and_line() {
    let text = "---\ntitle: Mud\ndate: 2026-11-16\nimage: /images/none.png\n---\nSee [sand](sand.md), \
        [gone](gone.md)\nand ![a boat](nothere.png)\nand ![a gull](gull.png) and ![x](/by-hand.png)\n\
        and ![far](https://far.example/x.png).\n";
    let house = House::new(&format!("{CONFIG}[output]\npages = true\n"))
        .article("sand", "Sand", "Sand is not mud.")
        .write("content/mud.md", text)
        .write("content/gull.png", "x")
        .write("public/by-hand.png", "x");
    let said = house.run(&["check"]).fine();
    for told in [
        "content/mud.md:4: warning: it shows `none.png`",
        "content/mud.md:6: warning: it links to `gone.md`",
        "content/mud.md:7: warning: it shows `nothere.png`",
    ] {
        assert!(said.err.contains(told), "{told}: {said:#?}");
    }
    assert!(said.err.contains("3 warnings"), "{said:#?}");
    // Where another program makes the pages, it may bring the pictures as well.
    house.put("config.toml", CONFIG);
    let said = house.run(&["check"]).fine();
    assert!(!said.err.contains("it shows") && said.err.contains("gone.md"), "{said:#?}");
}

#[test]
fn the_file_that_is_named_is_the_one_that_is_blamed() {
    let text = config_with_newsletter(9).replace("postal_address", "#");
    let house = House::new(CONFIG).article("mud", "On mud", "Not sand.").write("one.toml", &text);
    let said = house.run(&["--config", "one.toml", "check"]);
    assert!(said.err.contains("one.toml:10: error: [newsletters.weekly] has no"), "{said:#?}");
    assert!(!said.err.contains("config.toml"), "{said:#?}");
    std::fs::write(house.path("one.toml"), b"title = \"A\"\nauthor = \"Jos\xe9\"\n").unwrap();
    let said = house.run(&["--config", "one.toml", "check"]);
    assert!(
        said.err.contains("one.toml:2: error: the configuration is not valid UTF-8"),
        "{said:#?}"
    );
    assert!(said.err.contains("save the file as UTF-8"), "{said:#?}");
    let said = house.run(&["--config", "content", "check"]);
    assert!(said.err.contains("it is a folder"), "{said:#?}");
    assert!(said.err.contains("--config content/config.toml"), "{said:#?}");
}

#[test]
fn a_template_that_nothing_uses_is_told_with_the_name_it_may_have_meant() {
    let config = format!(
        "{CONFIG}[newsletters.weekly]\nat = \"Mon 08:00\"\ntemplate = \"email/own\"\n\
        from = \"T <t@tidewater.example>\"\npostal_address = \"1 Quay Street\"\n"
    );
    let house = House::new(&config)
        .write("templates/page/artcle.html", "x")
        .write("templates/list.html", "x")
        .write("templates/email/own.html", "{% include \"email/part.html\" %}")
        .write("templates/email/own.txt", "x")
        .write("templates/email/part.html", "x")
        .write("templates/email/bits.html", "{% component own.bit() %}x{% endcomponent own.bit %}")
        .write("templates/words/en.toml", "also = \"Also: {list}\"\n");
    let said = house.run(&["check"]);
    assert_eq!(said.err.matches("nothing uses this template").count(), 2, "{said:#?}");
    assert!(said.err.contains("page/artcle.html: warning: nothing uses"), "{said:#?}");
    assert!(said.err.contains("did you mean `page/article.html`?"), "{said:#?}");
    assert!(said.err.contains("did you mean `page/list.html`?"), "{said:#?}");
}

#[test]
fn output_never_lies_among_the_articles_nor_they_in_it_whatever_links_there_are() {
    let among = "config.toml:6: error: `dir`: the output would lie in the folder of articles";
    let around = "config.toml:6: error: `dir`: the folder of articles lies in it";
    for (dir, told) in [("content/public", among), ("./x/../content", among), (".", around)] {
        let house = House::new(&format!("{CONFIG}\n[output]\ndir = \"{dir}\"\n"));
        let said = house.article("mud", "On mud", "Not sand.").run(&["check"]);
        assert!(said.err.contains(told), "{dir}: {said:#?}");
    }
    #[cfg(unix)]
    {
        let house = House::new(&format!("{CONFIG}\n[output]\ndir = \"site/new\"\n"));
        let house = house.article("mud", "On mud", "Not sand.");
        std::os::unix::fs::symlink("content", house.path("site")).unwrap();
        let said = house.run(&["check"]);
        assert!(said.err.contains(among), "{said:#?}");
    }
}

#[test]
fn a_publication_that_does_not_say_its_language_hears_which_one_its_articles_look_like() {
    let body = "Der Leuchtturm am Hafen hat eine Lampe, die in der Nacht in einem eigenen Rhythmus \
        blinkt. Wer auf dem Meer ist und die Blitze zählt, der weiß, wo er ist, und findet den Weg \
        nach Hause, auch wenn es neblig ist und man von der Küste nichts sehen kann.";
    let told = |config: &str, body: &str| {
        let house = House::new(config).article("turm", "Der Leuchtturm", body);
        let said = house.run(&["check"]).fine();
        said.out + &said.err
    };
    let wanted = "config.toml: warning: most articles look as if they were in `de`, and feeds call";
    assert!(told(CONFIG, body).contains(wanted));
    let named = format!("language = \"en\"\n{CONFIG}");
    assert!(!told(&named, body).contains("look as if"));
    let english = "The lighthouse at the harbour has a lamp that flashes in a rhythm of its own at \
        night. Whoever is at sea and counts the flashes knows where they are and finds the way home.";
    assert!(!told(CONFIG, english).contains("look as if"));
}

#[test]
fn a_picture_without_an_ending_is_told_by_the_name_and_line_that_the_author_wrote() {
    let text = "---\ntitle: A pic\ndate: 2026-11-16\n---\nfirst pic\n\nsecond ![p](pic) (no pic)\n";
    let house =
        House::new(&format!("{CONFIG}[output]\npages = true\n")).write("content/n/a.md", text);
    let said = house.run(&["check"]).fine();
    let wanted = "content/n/a.md:7: warning: it shows `pic`, and there is no such file: n/a/pic\n";
    assert!(said.err.contains(wanted), "{said:#?}");
}

#[test]
fn the_build_that_takes_a_picture_away_tells_the_article_that_shows_it() {
    let house = House::new(&format!("{CONFIG}[output]\npages = true\n"))
        .article("mud", "Mud", "See ![a gull](/img/gull.png).")
        .write("content/img/gull.png", "x");
    let said = house.run(&["build"]).fine();
    assert!(!said.err.contains("it shows"), "{said:#?}");
    std::fs::remove_file(house.path("content/img/gull.png")).expect("a picture");
    for command in ["check", "build", "build"] {
        let said = house.run(&[command]).fine();
        assert!(said.err.contains("mud.md:5: warning: it shows `gull.png`"), "{said:#?}");
    }
    assert!(!house.path("public/img/gull.png").exists());
}

#[test]
fn a_template_that_nothing_uses_is_told_beside_one_that_is_broken() {
    let house = House::new(CONFIG)
        .article("mud", "Mud", "Mud is no sand.")
        .write("templates/page/artcle.html", "x")
        .write("templates/page/article.html", "{% if %}");
    let said = house.run(&["check"]);
    assert!(said.err.contains("article.html:1: error: template"), "{said:#?}");
    assert!(said.err.contains("artcle.html: warning: nothing uses this template"), "{said:#?}");
}

#[test]
fn a_mistake_about_newsletters_keeps_no_other_from_being_told() {
    let house = House::new(&format!(
        "{CONFIG}[feeds.aliases]\n\"a.xml\" = \"nope.xml\"\n[newsletters.weekly]\nat = \"Foo\"\n"
    ));
    let house = house
        .article("mud", "Mud", "Mud is no sand.")
        .write("content/sand.md", "---\ntitle: Sand\ndate: 2026-02-30\n---\nSand.\n");
    let said = house.run(&["check"]);
    for told in [
        "config.toml:7: error: `at`: `Foo` is no day and time",
        "config.toml:5: error: there is no feed at `nope.xml`",
        "config.toml:6: error: ",
        "content/sand.md:3: error: `date` is no date",
    ] {
        assert!(said.err.contains(told), "{told}: {said:#?}");
    }
    // What a mistake may say about the articles themselves says too much about them.
    house.put("config.toml", format!("{CONFIG}zone = \"Mars\"\n"));
    let said = house.run(&["check"]);
    assert!(said.err.contains("`zone`") && !said.err.contains("sand.md"), "{said:#?}");
}

#[test]
fn sixty_brackets_that_nothing_closes_are_one_mistake_and_a_tab_is_told_in_its_line() {
    let open = "[".repeat(60);
    let house = House::new(CONFIG)
        .write("content/a.md", format!("+++\ntitle = \"A\"\na = {open}\n+++\nx\n"))
        .write("content/b.md", "---\ntitle: B\ndate: 2026-11-01\n\ttags: [a]\n---\nx\n");
    let said = house.run(&["build"]);
    assert_eq!(said.err.matches("a.md:3: error: front matter").count(), 1, "{said:#?}");
    assert!(said.err.contains("b.md:4: error: front matter"), "{said:#?}");
    house.put("config.toml", format!("{CONFIG}a = {open}\n"));
    let said = house.run(&["check"]);
    assert_eq!(said.err.matches("config.toml:4: error: unclosed").count(), 1, "{said:#?}");
}

#[test]
fn a_table_of_the_configuration_is_named_as_it_is_written() {
    let house = House::new(&format!("{CONFIG}[feeds.of.\"tags/x\"]\nitem = 3\n"));
    let said = house.run(&["check"]);
    assert!(said.err.contains("unknown key `item` in [feeds.of.\"tags/x\"]"), "{said:#?}");
}
