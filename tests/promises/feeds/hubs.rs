//! Hubs are told of what changed, once it is in place (W3C `WebSub`).

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU16, Ordering};
use std::sync::{Arc, Mutex};

use crate::house::{CONFIG, House};

/// A hub that notes what it is told, and what the feed looked like at that moment.
struct Hub {
    url: String,
    status: Arc<AtomicU16>,
    told: Arc<Mutex<Vec<(String, String)>>>,
}

impl Hub {
    fn start(feed: PathBuf) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/hub", listener.local_addr().unwrap());
        let hub =
            Self { url, status: Arc::new(AtomicU16::new(204)), told: Arc::new(Mutex::default()) };
        let (status, told) = (Arc::clone(&hub.status), Arc::clone(&hub.told));
        std::thread::spawn(move || {
            for mut stream in listener.incoming().flatten() {
                let asked = request(&mut stream);
                let there = std::fs::read_to_string(&feed).unwrap_or_default();
                told.lock().unwrap().push((asked, there));
                let status = status.load(Ordering::SeqCst);
                let answer = format!(
                    "HTTP/1.1 {status} x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                );
                let _ = stream.write_all(answer.as_bytes());
            }
        });
        hub
    }

    /// Takes what it was told since it was last asked, sorted.
    fn told(&self) -> Vec<(String, String)> {
        let mut told = std::mem::take(&mut *self.told.lock().unwrap());
        told.sort();
        told
    }
}

/// Reads a whole request: head and, by its length, body.
fn request(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    let mut piece = [0; 4096];
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.to_lowercase();
            let length = length.split("content-length: ").nth(1).unwrap_or("0");
            let length: usize = length.split("\r\n").next().unwrap().parse().unwrap();
            if body.len() >= length {
                return text;
            }
        }
        match stream.read(&mut piece).unwrap_or(0) {
            0 => return text,
            read => bytes.extend_from_slice(&piece[..read]),
        }
    }
}

fn house_and_hub() -> (House, Hub) {
    let house = House::new(CONFIG).article("mud", "On mud", "Not sand.");
    let hub = Hub::start(house.path("public/feed.xml"));
    house.put("config.toml", format!("{CONFIG}[feeds]\nby = []\nhubs = [\"{}\"]\n", hub.url));
    (house, hub)
}

#[test]
fn there_is_no_hub_unless_one_is_configured() {
    let house = House::new(CONFIG).article("mud", "On mud", "Not sand.");
    house.run(&["build"]).fine();
    for name in ["feed.xml", "atom.xml", "feed.json"] {
        assert!(!house.read(&format!("public/{name}")).contains("hub"));
    }
}

#[test]
fn a_feed_names_its_hub_in_every_format() {
    let (house, hub) = house_and_hub();
    house.run(&["build"]).fine();
    let link = format!("href=\"{}\" rel=\"hub\"", hub.url);
    assert!(house.read("public/feed.xml").contains(&link), "{}", house.read("public/feed.xml"));
    assert!(house.read("public/atom.xml").contains(&link), "{}", house.read("public/atom.xml"));
    let json: serde_json::Value = serde_json::from_str(&house.read("public/feed.json")).unwrap();
    assert_eq!(json["hubs"][0]["type"], "WebSub");
    assert_eq!(json["hubs"][0]["url"], hub.url.as_str());
    house.run(&["check"]).fine();
}

#[test]
fn a_hub_is_told_after_the_feed_is_in_place_and_only_of_what_changed() {
    let (house, hub) = house_and_hub();
    house.run(&["build"]).fine();
    let told = hub.told();
    assert_eq!(told.len(), 3, "{told:#?}");
    assert!(told.iter().all(|(asked, there)| {
        asked.starts_with("POST /hub ")
            && asked.contains("hub.mode=publish")
            && there.contains("On mud")
    }));
    let feed = "hub.url=https%3A%2F%2Ftidewater.example%2Ffeed.xml";
    assert_eq!(told.iter().filter(|(asked, _)| asked.contains(feed)).count(), 1);

    house.run(&["build"]).fine();
    assert_eq!(hub.told(), [], "nothing changed");

    house.put("content/sand.md", "---\ntitle: On sand\ndate: 2026-11-17\n---\nNot mud.\n");
    house.run(&["build"]).fine();
    let told = hub.told();
    assert_eq!(told.len(), 3);
    assert!(told.iter().all(|(_, there)| there.contains("On sand")), "told before it was in place");
}

#[test]
fn a_hub_that_fails_is_a_warning_and_is_told_again_at_the_next_run() {
    let (house, hub) = house_and_hub();
    hub.status.store(503, Ordering::SeqCst);
    let said = house.run(&["build"]).fine();
    assert!(said.err.contains("could not be told of 3 feeds: it answers 503"), "{said:#?}");
    assert_eq!(hub.told().len(), 3);
    hub.status.store(202, Ordering::SeqCst);
    house.run(&["build"]).fine();
    assert_eq!(hub.told().len(), 3, "again, although nothing changed");
    house.run(&["build"]).fine();
    assert_eq!(hub.told(), []);
}
