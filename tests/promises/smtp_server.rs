//! An SMTP server that does what its script says, and logs what it accepted before it says so.
#![allow(dead_code)]

pub mod certificate;
mod script;
mod session;

use std::fs::File;
use std::io::Write;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

pub use script::{Act, At, Moment, Script};
pub use session::base64;

/// A message as it was accepted.
#[derive(Debug, Clone)]
pub struct Taken {
    /// Over which connection, counted from 0.
    pub connection: usize,
    /// The envelope's recipient.
    pub to: String,
    /// The message, dots unstuffed.
    pub bytes: Vec<u8>,
}

impl Taken {
    /// Gives the Message-ID.
    pub fn message_id(&self) -> String {
        let text = String::from_utf8_lossy(&self.bytes).into_owned();
        let line = text.lines().find(|line| line.to_lowercase().starts_with("message-id:"));
        line.unwrap_or_default().to_owned()
    }
}

/// What a server knows of its work.
pub struct Shared {
    script: Script,
    tls: Option<TlsAcceptor>,
    file: Mutex<File>,
    taken: Mutex<Vec<Taken>>,
    said: Mutex<Vec<String>>,
    connections: AtomicUsize,
    open: AtomicUsize,
    most_open: AtomicUsize,
    moments: Mutex<std::collections::HashMap<At, usize>>,
    ahead: AtomicUsize,
    grouped: AtomicUsize,
    empty: AtomicUsize,
}

/// A server on a port of this machine; it ends when dropped.
pub struct SmtpServer {
    /// Where it listens.
    pub port: u16,
    shared: Arc<Shared>,
    runtime: Option<tokio::runtime::Runtime>,
    dir: tempfile::TempDir,
}

impl SmtpServer {
    /// Starts a server.
    pub fn start(script: Script) -> Self {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let (authority, acceptor) = certificate::make();
        std::fs::write(dir.path().join("ca.pem"), authority).expect("the CA's certificate");
        let file = File::create(dir.path().join("accepted.log")).expect("a log");
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .expect("a runtime");
        let any = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        let listener = std::net::TcpListener::bind(any).expect("a port");
        listener.set_nonblocking(true).expect("a socket");
        let port = listener.local_addr().expect("an address").port();
        let shared = Arc::new(Shared {
            tls: script.tls.then_some(acceptor),
            script,
            file: Mutex::new(file),
            taken: Mutex::default(),
            said: Mutex::default(),
            connections: AtomicUsize::new(0),
            open: AtomicUsize::new(0),
            most_open: AtomicUsize::new(0),
            moments: Mutex::default(),
            ahead: AtomicUsize::new(0),
            grouped: AtomicUsize::new(0),
            empty: AtomicUsize::new(0),
        });
        runtime.spawn(serve(listener, Arc::clone(&shared)));
        Self { port, shared, runtime: Some(runtime), dir }
    }

    /// Starts a server that accepts everything.
    pub fn kind() -> Self {
        Self::start(Script::default())
    }

    /// Gives all accepted messages so far, in the order of acceptance.
    pub fn taken(&self) -> Vec<Taken> {
        self.shared.taken.lock().expect("the log").clone()
    }

    /// Gives the recipients of all accepted messages, in the order of acceptance.
    pub fn recipients(&self) -> Vec<String> {
        self.shared.taken.lock().expect("the log").iter().map(|m| m.to.clone()).collect()
    }

    /// How many messages were accepted?
    pub fn count(&self) -> usize {
        self.shared.taken.lock().expect("the log").len()
    }

    /// Gives every line a client said in the clear or in TLS, contents left out.
    pub fn said(&self) -> Vec<String> {
        self.shared.said.lock().expect("the lines").clone()
    }

    /// How many connections were made?
    pub fn connections(&self) -> usize {
        self.shared.connections.load(Ordering::SeqCst)
    }

    /// How many connections are open now?
    pub fn open(&self) -> usize {
        self.shared.open.load(Ordering::SeqCst)
    }

    /// How many connections were open at once, at most?
    pub fn most_open(&self) -> usize {
        self.shared.most_open.load(Ordering::SeqCst)
    }

    /// After how many final dots did the next commands come in the same write?
    pub fn ahead(&self) -> usize {
        self.shared.ahead.load(Ordering::SeqCst)
    }

    /// After how many MAILs did the next commands come in the same write?
    pub fn grouped(&self) -> usize {
        self.shared.grouped.load(Ordering::SeqCst)
    }

    /// How many contents came for nobody?
    pub fn empty(&self) -> usize {
        self.shared.empty.load(Ordering::SeqCst)
    }

    /// The file with the CA's certificate.
    pub fn ca_file(&self) -> PathBuf {
        self.dir.path().join("ca.pem")
    }
}

impl Drop for SmtpServer {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

async fn serve(listener: std::net::TcpListener, shared: Arc<Shared>) {
    let listener = TcpListener::from_std(listener).expect("a socket");
    while let Ok((stream, _)) = listener.accept().await {
        let _ = stream.set_nodelay(true);
        let number = shared.connections.fetch_add(1, Ordering::SeqCst);
        let open = shared.open.fetch_add(1, Ordering::SeqCst) + 1;
        shared.most_open.fetch_max(open, Ordering::SeqCst);
        let shared = Arc::clone(&shared);
        tokio::spawn(async move {
            // A client that goes away is what many tests are about.
            let _ = session::run(stream, number, &shared).await;
            shared.open.fetch_sub(1, Ordering::SeqCst);
        });
    }
}

/// How a moment came.
#[derive(Debug, Clone, Copy, Default)]
struct Came {
    more: bool,
    ahead: bool,
}

impl Shared {
    /// What the script says to this moment; the number counts moments of a kind from 0.
    fn act(&self, at: At, connection: usize, to: &str, came: Came) -> Act {
        let Came { more, ahead } = came;
        match at {
            At::Dot if more => self.ahead.fetch_add(1, Ordering::SeqCst),
            At::Mail if more => self.grouped.fetch_add(1, Ordering::SeqCst),
            _ => 0,
        };
        let nth = {
            let mut moments = self.moments.lock().expect("the counts");
            let count = moments.entry(at).or_default();
            *count += 1;
            *count - 1
        };
        (self.script.act)(&Moment { at, connection, nth, to: to.to_owned(), more, ahead })
    }

    /// Logs a message and syncs the log: only now may it be called accepted.
    fn take(&self, taken: Taken) {
        let mut file = self.file.lock().expect("the log");
        writeln!(file, "{} {} {}", taken.connection, taken.to, taken.message_id()).expect("logged");
        file.sync_data().expect("synced");
        self.taken.lock().expect("the log").push(taken);
    }
}
