//! A PostgreSQL server for one test, started by `tests/postgres`.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

/// A server that ends with this value, or with the process that started it.
pub struct PostgresServer {
    url: String,
    child: Child,
    orders: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
}

impl PostgresServer {
    /// Starts a server; where there is none to start, says what is left out.
    pub fn start() -> Option<Self> {
        Self::start_with(&[])
    }

    /// Starts one that is reached over TCP, with a certificate and its key (PEM) or in the clear.
    #[allow(dead_code)]
    pub fn start_on_tcp(certificate: Option<(&str, &str)>) -> Option<Self> {
        let (certificate, key) = certificate.unwrap_or_default();
        Self::start_with(&[("TCP", "yes"), ("CERTIFICATE", certificate), ("KEY", key)])
    }

    fn start_with(environment: &[(&str, &str)]) -> Option<Self> {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/postgres");
        let mut command = Command::new(script);
        command.envs(environment.iter().copied());
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let orders = child.stdin.take();
        let answers = BufReader::new(child.stdout.take().unwrap());
        let mut server = Self { url: String::new(), child, orders, answers };
        server.url = server.answer();
        if server.url.starts_with("postgres:") {
            return Some(server);
        }
        println!("left out, for want of a PostgreSQL server: {:?}", server.url);
        None
    }

    /// Where it is.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Stops it as a careful administrator does; what was committed stays.
    #[allow(dead_code)]
    pub fn stop(&mut self) {
        self.order("stop");
    }

    /// Starts it again.
    #[allow(dead_code)]
    pub fn start_again(&mut self) {
        self.order("start");
    }

    fn order(&mut self, word: &str) {
        writeln!(self.orders.as_mut().unwrap(), "{word}").unwrap();
        assert_eq!(self.answer(), "done");
    }

    fn answer(&mut self) -> String {
        let mut line = String::new();
        self.answers.read_line(&mut line).unwrap();
        line.trim_end().to_owned()
    }
}

impl Drop for PostgresServer {
    fn drop(&mut self) {
        drop(self.orders.take());
        let _ = self.child.wait();
    }
}
