//! The way out of a newsletter: what links in old mails do, for ever.

use super::Served;
use crate::house::{House, config_with_newsletter};

/// The server's public address has a path, as behind a proxy.
const SERVER: &str = "\n[server]\nurl = \"https://letters.tidewater.example/post/\"\n";
const FORM: &str = "Content-Type: application/x-www-form-urlencoded\r\n";
const ONE_CLICK: &str = "List-Unsubscribe=One-Click";

/// A publication with one reader, and the path of the reader's unsubscribe link.
fn house_with_link() -> (House, String) {
    let config = format!("{}{SERVER}", config_with_newsletter(9));
    let house = House::new(&config).article("tides", "Two tides a day", "The tide comes in.");
    house.run(&["subscribers", "add", "ana@reader.example"]).fine();
    house.run(&["send", "weekly", "--dry-run=mail.mbox"]).fine();
    let mail = house.read("mail.mbox").replace("\n ", "");
    let (_, link) =
        mail.split_once("List-Unsubscribe: <https://letters.tidewater.example").unwrap();
    let path = link.split('>').next().unwrap().to_owned();
    assert!(path.starts_with("/post/unsubscribe/weekly/"), "{path}");
    (house, path)
}

fn standing(house: &House) -> String {
    let list = house.run(&["subscribers", "list"]).fine().out;
    list.split('\t').nth(1).unwrap_or_default().trim().to_owned()
}

#[test]
fn looking_at_the_page_changes_nothing() {
    let (house, path) = house_with_link();
    let served = Served::start(&house);
    for method in ["GET", "HEAD", "OPTIONS", "PUT", "DELETE"] {
        served.ask(method, &path, "", "");
    }
    let page = served.get(&path);
    assert_eq!(page.status, 200);
    assert_eq!(page.header("content-type"), Some("text/html; charset=utf-8"));
    assert_eq!(page.header("cache-control"), Some("no-store"));
    assert!(page.header("content-security-policy").unwrap().contains("form-action 'self'"));
    assert!(page.body.contains("Tidewater Weekly"), "{}", page.body);
    assert_eq!(page.body.matches("<button").count(), 1);
    assert!(!page.body.contains("ana@"), "nothing personal is shown");
    assert_eq!(standing(&house), "weekly: confirmed");
}

#[test]
fn one_click_works_again_and_again() {
    let (house, path) = house_with_link();
    let served = Served::start(&house);
    for _ in 0..3 {
        let answer = served.ask("POST", &path, FORM, ONE_CLICK);
        assert_eq!(answer.status, 200, "{answer:?}");
        assert_eq!(answer.header("location"), None);
        assert_eq!(answer.header("set-cookie"), None);
        assert_eq!(standing(&house), "weekly: unsubscribed");
    }
}

#[test]
fn both_encodings_of_a_form_are_taken() {
    let (house, path) = house_with_link();
    let served = Served::start(&house);
    let multipart = "--b\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\n\
        One-Click\r\n--b--\r\n";
    let headers = "Content-Type: multipart/form-data; boundary=b\r\n";
    assert_eq!(served.ask("POST", &path, headers, multipart).status, 200);
    assert_eq!(standing(&house), "weekly: unsubscribed");
}

#[test]
fn a_proxy_may_take_the_path_of_the_public_address_off() {
    let (house, path) = house_with_link();
    let served = Served::start(&house);
    let path = path.strip_prefix("/post").unwrap();
    assert_eq!(served.ask("POST", path, FORM, ONE_CLICK).status, 200);
    assert_eq!(standing(&house), "weekly: unsubscribed");
}

#[test]
fn a_link_outlives_the_store_and_its_readers() {
    let (house, path) = house_with_link();
    for file in house.tree(".postrider").into_iter().map(|(name, _)| name) {
        if file.starts_with("postrider.db") {
            std::fs::remove_file(house.path(".postrider").join(file)).unwrap();
        }
    }
    let served = Served::start(&house);
    assert_eq!(served.ask("POST", &path, FORM, ONE_CLICK).status, 200);
}

#[test]
fn a_wrong_link_takes_nobody_off_and_tells_nothing() {
    let (house, path) = house_with_link();
    let served = Served::start(&house);
    let (base, token) = path.rsplit_once('/').unwrap();
    let forged =
        format!("{base}/{}{}", if token.starts_with('a') { 'b' } else { 'a' }, &token[1..]);
    let other = path.replace("/weekly/", "/daily/");
    let (short, long) = (format!("{base}/x"), format!("{base}/{}", "a".repeat(2_000)));
    let pages: Vec<_> = [forged, other, short, long]
        .iter()
        .flat_map(|path| [served.get(path), served.ask("POST", path, FORM, ONE_CLICK)])
        .collect();
    for page in &pages {
        assert_eq!(page.status, 404, "{page:?}");
        assert_eq!(page.body, pages[0].body, "all wrong links look alike");
        assert!(!page.body.contains("<button"));
    }
    assert_eq!(standing(&house), "weekly: confirmed");
}

#[test]
fn a_flood_of_a_form_is_refused() {
    let (house, path) = house_with_link();
    let served = Served::start(&house);
    let answer = served.ask("POST", &path, FORM, &"x".repeat(200_000));
    assert_eq!(answer.status, 413, "{answer:?}");
    assert_eq!(standing(&house), "weekly: confirmed");
    assert_eq!(served.get(&path).status, 200, "it goes on serving");
}

#[test]
fn broken_requests_do_not_stop_the_server() {
    let (house, path) = house_with_link();
    let served = Served::start(&house);
    let bytes: [&[u8]; 4] = [
        b"",
        b"\x16\x03\x01nonsense\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"POST / HTTP/1.1\r\n\r\n",
    ];
    for bytes in bytes {
        let mut stream = std::net::TcpStream::connect(served.address()).unwrap();
        let _ = std::io::Write::write_all(&mut stream, bytes);
        drop(stream);
    }
    assert_eq!(served.get(&path).status, 200);
}

#[test]
fn the_page_speaks_the_publications_language() {
    let config = format!("{}{SERVER}", config_with_newsletter(9));
    let config = config.replacen("title =", "language = \"ar\"\ntitle =", 1);
    let house = House::new(&config);
    let served = Served::start(&house);
    let page = served.get("/unsubscribe/weekly/nothing");
    assert!(page.body.contains("<html lang=\"ar\" dir=\"rtl\">"), "{}", page.body);
}
