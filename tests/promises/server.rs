//! What `postrider serve` promises, over real HTTP.

mod leave;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Stdio};
use std::time::Duration;

use crate::house::{CONFIG, House};

/// A running server; stopped when dropped.
pub struct Served {
    child: Child,
    address: String,
}

impl Served {
    /// Starts the server on a free port and waits until it says where it listens.
    pub fn start(house: &House) -> Self {
        let mut child = house
            .command_without_clock(&["serve", "--listen", "127.0.0.1:0"])
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let address = lines
            .find_map(|line| Some(line.ok()?.strip_prefix("listening on http://")?.to_owned()))
            .expect("it says where it listens");
        // What it says later is read too, so that it never waits for us.
        std::thread::spawn(move || lines.for_each(drop));
        Self { child, address: address.trim_end_matches('/').to_owned() }
    }

    /// Says where it listens: host and port.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Sends a request and gives the whole answer.
    pub fn ask(&self, method: &str, path: &str, headers: &str, body: &str) -> Answered {
        let length = body.len();
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{headers}Content-Length: {length}\r\n\r\n{body}"
        );
        self.send(request.as_bytes())
    }

    /// Sends any bytes and gives the whole answer.
    pub fn send(&self, request: &[u8]) -> Answered {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        // The server may answer, and hang up, before it has read all.
        let _ = stream.write_all(request);
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
        let status = head.split(' ').nth(1).and_then(|word| word.parse().ok()).unwrap_or(0);
        Answered { status, head: head.to_ascii_lowercase(), body: body.to_owned() }
    }

    /// Asks with GET.
    pub fn get(&self, path: &str) -> Answered {
        self.ask("GET", path, "", "")
    }

    /// Asks the process to end, as a service manager does, and gives its exit code.
    pub fn terminate(mut self) -> Option<i32> {
        let id = self.child.id().to_string();
        std::process::Command::new("kill").args(["-TERM", &id]).status().unwrap();
        self.child.wait().unwrap().code()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What the server answered.
#[derive(Debug)]
pub struct Answered {
    /// The status.
    pub status: u16,
    /// The headers in small letters.
    pub head: String,
    /// The body.
    pub body: String,
}

impl Answered {
    /// Gives a header's value.
    pub fn header(&self, name: &str) -> Option<&str> {
        let lines = self.head.lines();
        lines.filter_map(|line| line.split_once(": ")).find(|(key, _)| *key == name).map(|h| h.1)
    }
}

fn house() -> House {
    House::new(CONFIG)
        .write("public/feed.xml", "<rss/>")
        .write("public/issues/weekly/index.html", "<p>all issues</p>")
        .write("public/.secret", "hidden")
        .write("public-not/x.txt", "beside")
}

#[test]
fn it_serves_the_output_folder_with_the_types_of_its_files() {
    let house = house();
    let served = Served::start(&house);
    let feed = served.get("/feed.xml");
    assert_eq!((feed.status, feed.body.as_str()), (200, "<rss/>"));
    assert_eq!(feed.header("content-type"), Some("application/rss+xml; charset=utf-8"));
    assert_eq!(feed.header("x-content-type-options"), Some("nosniff"));
    assert_eq!(feed.header("referrer-policy"), Some("no-referrer"));
    assert!(feed.header("content-security-policy").unwrap().contains("default-src 'none'"));
    assert_eq!(served.get("/issues/weekly/?x=1").body, "<p>all issues</p>");
    assert_eq!(served.get("/issues/weekly").header("location"), Some("./weekly/"));
    let head = served.ask("HEAD", "/feed.xml", "", "");
    assert_eq!((head.status, head.body.as_str()), (200, ""));
    assert_eq!(head.header("content-length"), Some("6"));
}

#[test]
fn a_client_that_knows_a_feed_is_told_that_nothing_changed() {
    let house = house();
    let served = Served::start(&house);
    let first = served.get("/feed.xml");
    for (name, known) in [("etag", "If-None-Match"), ("last-modified", "If-Modified-Since")] {
        // Dates are compared as HTTP writes them, not in small letters.
        let value = first.header(name).unwrap().to_owned();
        let again = served.ask("GET", "/feed.xml", &format!("{known}: {value}\r\n"), "");
        assert_eq!((again.status, again.body.as_str()), (304, ""), "{again:?}");
        assert_eq!(again.header("etag"), first.header("etag"));
    }
}

#[test]
fn no_path_leads_out_of_the_output_folder() {
    let house = house();
    #[cfg(unix)]
    std::os::unix::fs::symlink(house.path("config.toml"), house.path("public/link")).unwrap();
    let served = Served::start(&house);
    for path in [
        "/../config.toml",
        "/%2e%2e/config.toml",
        "/..%2fconfig.toml",
        "/issues/../../config.toml",
        "/..%5cconfig.toml",
        "/../public-not/x.txt",
        "/.secret",
        "/link",
        "//etc/passwd",
        "/feed.xml/",
        "/feed.xml%00",
        "/nothing",
    ] {
        let answer = served.get(path);
        assert_eq!(answer.status, 404, "{path}: {answer:?}");
    }
}

#[test]
fn other_methods_are_refused_and_options_are_told() {
    let house = house();
    let served = Served::start(&house);
    let options = served.ask("OPTIONS", "/feed.xml", "", "");
    assert_eq!((options.status, options.header("allow")), (204, Some("get, head, options")));
    for method in ["POST", "PUT", "DELETE", "PATCH"] {
        let answer = served.ask(method, "/feed.xml", "", "x");
        assert_eq!((answer.status, answer.header("allow")), (405, Some("get, head, options")));
    }
}

#[test]
fn it_stops_when_asked_to() {
    let house = house();
    let served = Served::start(&house);
    assert_eq!(served.get("/feed.xml").status, 200);
    assert_eq!(served.terminate(), Some(0));
}
