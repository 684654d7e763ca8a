//! What a run leaves as it was.

use postrider::build;
use postrider::config::Config;
use postrider::schedule::archive;
use postrider::store::Store;
use postrider::summarize::Asking;

use super::{SPLASH, house, json};
use crate::house::{DAILY, House, NOW, config_with_newsletter};
use crate::post::at;
use crate::smtp_server::{Act, At, Script, SmtpServer};

const PAGE: &str = "public/issues/weekly/2026-W47/index.html";
const AT_ONCE: [&str; 3] = ["--no-link-check", "--wait", "0"];

fn house_at(port: u16) -> House {
    let house = House::new(&config_with_newsletter(port)).article("tides", "Two tides", SPLASH);
    house.run(&["subscribers", "add", "ana@reader.example"]).fine();
    house
}

#[test]
fn a_lost_store_takes_no_page_of_an_issue_off_the_web() {
    let server = SmtpServer::kind();
    let house = house_at(server.port);
    house.run(&[&["publish"][..], &AT_ONCE].concat()).fine();
    let before = house.tree("public/issues");
    assert!(house.path(PAGE).exists());
    std::fs::remove_file(house.path(".postrider/postrider.db")).unwrap();
    // Without a store, and with one that is empty.
    for verb in [&["build"][..], &["publish", "--dry-run"], &["build"]] {
        let said = house.run(verb);
        assert!(
            said.err.contains("the store knows nothing of this issue; its page stays"),
            "{said:#?}"
        );
        assert!(said.err.contains("was the store lost"), "{said:#?}");
        assert!(house.tree("public/issues") == before, "{verb:?}");
    }
}

#[test]
fn a_lost_store_sends_nobody_the_issue_again_until_its_copy_is_back() {
    let server = SmtpServer::kind();
    let house = house_at(server.port);
    house.run(&[&["publish"][..], &AT_ONCE].concat()).fine();
    let store = house.path(".postrider/postrider.db");
    let copy = std::fs::read(&store).unwrap();
    std::fs::remove_file(&store).unwrap();
    // The file of readers, or whoever imports it, brings everyone back but not who left.
    house.run(&["subscribers", "add", "ana@reader.example"]).fine();
    for verb in [&["publish"][..], &["send", "weekly"]] {
        let said = house.run(&[verb, &AT_ONCE].concat());
        assert_eq!((said.code, server.count()), (1, 1), "{said:#?}");
        for words in ["knows nothing of an issue that was published", "put the store's copy back"] {
            assert!(said.err.contains(words), "{said:#?}");
        }
        let issues = house.run(&["issues"]).fine();
        assert!(!issues.out.contains("weekly/"), "nothing is frozen: {issues:#?}");
    }
    std::fs::write(&store, copy).unwrap();
    house.run(&[&["publish"][..], &AT_ONCE].concat()).fine();
    assert_eq!(server.count(), 1);
}

#[test]
fn a_lost_state_folder_sends_nobody_the_issue_again_and_nobody_who_left() {
    let server = SmtpServer::kind();
    let house = house_at(server.port);
    house.run(&["subscribers", "add", "bo@reader.example"]).fine();
    house.run(&[&["publish"][..], &AT_ONCE].concat()).fine();
    house.run(&["subscribers", "remove", "ana@reader.example"]).fine();
    let page = house.read(PAGE);
    std::fs::remove_dir_all(house.path(".postrider")).unwrap();
    house.run(&["subscribers", "add", "ana@reader.example"]).fine();
    for verb in [&["publish"][..], &["send", "weekly"]] {
        let said = house.run(&[verb, &AT_ONCE].concat());
        assert_eq!((said.code, server.count()), (1, 2), "{said:#?}");
        assert!(said.err.contains("knows nothing of an issue that was published"), "{said:#?}");
    }
    assert_eq!(house.read(PAGE), page);
}

#[test]
fn whoever_begins_anew_without_a_store_says_so_by_removing_the_pages() {
    let server = SmtpServer::kind();
    let house = house_at(server.port);
    house.run(&[&["publish"][..], &AT_ONCE].concat()).fine();
    std::fs::remove_file(house.path(".postrider/postrider.db")).unwrap();
    std::fs::remove_dir_all(house.path("public/issues/weekly")).unwrap();
    house.run(&["subscribers", "add", "bo@reader.example"]).fine();
    house.run(&[&["publish"][..], &AT_ONCE].concat()).fine();
    assert_eq!(server.recipients(), ["ana@reader.example", "bo@reader.example"]);
}

#[tokio::test]
async fn a_build_that_began_before_an_issue_was_frozen_neither_removes_its_page_nor_calls_it_lost()
{
    let server = SmtpServer::kind();
    let house = house_at(server.port);
    let config = Config::load(&house.path("config.toml")).unwrap();
    let store = Store::open(&config.store).await.unwrap();
    let early = archive(&store, &config).await.unwrap();
    store.close().await;
    house.run(&[&["publish"][..], &AT_ONCE].concat()).fine();
    let before = house.tree("public/issues");
    let built = build::run(&config, at(NOW), false, &early, Asking::Never).unwrap();
    assert!(built.findings.is_empty(), "{:?}", built.findings);
    assert!(house.tree("public/issues") == before);
    house.run(&["build"]).fine();
    assert!(house.tree("public/issues") == before);
}

#[test]
fn an_issue_that_is_cancelled_before_anyone_got_it_has_no_page() {
    let house = house();
    house.run(&[&["send", "weekly"][..], &AT_ONCE].concat());
    assert!(house.path(PAGE).exists());
    house.run(&["issues", "cancel", "weekly/2026-W47"]).fine();
    let said = house.run(&["build"]).fine();
    assert!(!house.path("public/issues").exists(), "{said:#?}");
}

#[test]
fn a_page_of_an_issue_that_was_lost_comes_back() {
    let server = SmtpServer::kind();
    let house = house_at(server.port);
    house.run(&[&["publish"][..], &AT_ONCE].concat()).fine();
    let before = house.tree("public");
    for change in ["", "not ours any more"] {
        if change.is_empty() {
            std::fs::remove_file(house.path(PAGE)).unwrap();
        } else {
            house.put(PAGE, change);
        }
        house.run(&["build"]).fine();
        assert!(house.tree("public") == before);
    }
}

#[test]
fn a_dry_run_in_which_one_newsletter_fails_leaves_the_one_before_as_it_was() {
    let house = House::new(&(config_with_newsletter(9) + DAILY))
        .article("tides", "Two tides a day", SPLASH)
        .write("daily.csv", "email,confirmed\nbo@reader.example,yes\n");
    house.run(&["subscribers", "add", "ana@reader.example", "--newsletter", "weekly"]).fine();
    house.run(&["publish", "--dry-run"]).fine();
    let before = house.tree("outbox");
    std::fs::remove_file(house.path("daily.csv")).unwrap();
    let said = house.run(&["publish", "--dry-run"]);
    assert_eq!(said.code, 1, "{said:#?}");
    assert!(said.err.contains("nothing was written to outbox"), "{said:#?}");
    assert!(!said.out.contains("open outbox"), "{said:#?}");
    assert!(house.tree("outbox") == before);
}

#[test]
fn a_plan_names_a_paused_issue_and_what_it_waits_for() {
    let house = house();
    house.run(&[&["send", "weekly"][..], &AT_ONCE].concat());
    let key = "weekly/2026-W47";
    house.run(&["issues", "pause", key, "--why", "a wrong price"]).fine();
    let said = house.run(&["plan"]).fine();
    for words in [&format!("{key} is paused: a wrong price"), &format!("issues resume {key}")] {
        assert!(said.out.contains(words.as_str()), "{said:#?}");
    }
}

#[test]
fn what_a_relay_says_to_a_proof_shows_no_whole_address() {
    for (at, words) in [
        (At::Rcpt, "550 5.1.1 <me@desk.example> is nobody here"),
        (At::Dot, "250 2.0.0 queued for me@desk.example"),
    ] {
        let server = SmtpServer::start(Script::new(move |moment| {
            if moment.at == at { Act::Say(words) } else { Act::Usual }
        }));
        let said = house_at(server.port).run(&["send", "weekly", "--to", "me@desk.example"]);
        let all = format!("{}{}", said.out, said.err);
        assert!(all.contains("m…@desk.example") && !all.contains("me@desk"), "{said:#?}");
    }
}

#[test]
fn what_a_relay_never_said_is_not_told_as_its_words() {
    let server = SmtpServer::start(Script::default().offering(&["SIZE 10"]));
    let house = house_at(server.port);
    house.run(&[&["publish"][..], &AT_ONCE].concat());
    let issues = json(&house.run(&["issues", "--json"]));
    let key = issues["issues"][0]["issue"].as_str().unwrap().to_owned();
    let readers = json(&house.run(&["issues", "show", &key, "--json"]));
    let reader = readers["deliveries"][0]["address"].as_str().unwrap().to_owned();
    let said = house.run(&["issues", "show", &key, "--reader", &reader]).out;
    assert!(said.contains("what happened at mail: not offered, for it is too long"), "{said}");
    assert!(!said.contains("the relay said"), "{said}");
}

#[test]
fn an_article_has_one_id_in_all_feeds_and_the_mail_and_is_mailed_once_whatever_it_is_called() {
    let server = SmtpServer::kind();
    let house = house_at(server.port);
    let planned = json(&house.run(&["plan", "--json"]).fine());
    let id = planned["newsletters"][0]["holds"][0].as_str().unwrap().to_owned();
    house.run(&[&["publish"][..], &AT_ONCE].concat()).fine();
    let in_all_feeds = || {
        for (name, lead) in [("feed.xml", ">"), ("atom.xml", "<id>"), ("feed.json", "\"")] {
            let feed = house.read(&format!("public/{name}"));
            assert!(feed.contains(&format!("{lead}{id}")), "{id} is not in {feed}");
        }
    };
    in_all_feeds();
    std::fs::rename(house.path("content/tides.md"), house.path("content/ebb.md")).unwrap();
    house.run(&["build"]).fine();
    let retitled = format!("---\ntitle: The ebb\ndate: 2026-11-16\n---\n{SPLASH}\n");
    house.put("content/ebb.md", retitled);
    house.put("config.toml", config_with_newsletter(server.port).replace("https", "http"));
    let said = house.run_at("2026-11-27T09:00:00Z", &[&["publish"][..], &AT_ONCE].concat()).fine();
    in_all_feeds();
    assert_eq!(server.count(), 1, "{said:#?}");
    let plan = json(&house.run_at("2026-11-27T09:00:00Z", &["plan", "--json"]).fine());
    let left = &plan["newsletters"][0]["left_out"][0];
    assert_eq!((&left["id"], &left["why"]), (&id.into(), &"was in weekly/2026-W47".into()));
}

#[test]
fn a_lost_secret_is_told_and_not_made_anew_unasked() {
    let server = SmtpServer::kind();
    let house = house_at(server.port);
    house.run(&[&["publish"][..], &AT_ONCE].concat()).fine();
    let secret = house.path(".postrider/secret");
    let key = std::fs::read(&secret).unwrap();
    std::fs::remove_file(&secret).unwrap();
    for verb in [&["publish"][..], &["publish", "--dry-run"], &["worker", "--once"]] {
        let said = house.run(&[verb, &["--no-link-check"]].concat());
        assert_eq!(said.code, 1, "{said:#?}");
        assert!(said.err.contains("secret is gone") && said.err.contains("backup"), "{said:#?}");
        assert!(!secret.exists(), "{verb:?}");
    }
    std::fs::write(&secret, &key).unwrap();
    house.run(&["publish"]).fine();
    // Lost for good, and somebody said so.
    std::fs::write(&secret, "new\n").unwrap();
    house.run(&["publish"]).fine();
    let new = std::fs::read(&secret).unwrap();
    assert!(new.len() == key.len() && new != key);
}

#[test]
fn a_run_by_a_clock_that_was_years_ahead_is_told_and_set_right_by_send() {
    let server = SmtpServer::kind();
    let house = house_at(server.port);
    let at = |now: &str, verb: &[&str]| house.run_at(now, &[verb, &AT_ONCE].concat()).fine();
    at("2036-01-01T09:00:00Z", &["publish"]);
    assert_eq!(server.count(), 1);
    let text = "---\ntitle: Bells\ndate: 2026-11-22\n---\nThe bell rings at noon.\n";
    house.put("content/bells.md", text);
    let said = at("2026-11-23T09:00:00Z", &["publish"]);
    for words in ["noted for 2036-01-01", "postrider send weekly"] {
        assert!(said.err.contains(words), "{said:#?}");
    }
    let said = at("2026-11-23T10:00:00Z", &["send", "weekly"]);
    assert!(said.out.contains("1 of 1 reader accepted"), "{said:#?}");
    house.put("content/later.md", text.replace("Bells", "Later").replace("-22", "-29"));
    let said = at("2026-11-30T09:00:00Z", &["publish"]);
    assert!(!said.err.contains("2036") && server.count() == 3, "{said:#?}");
}
