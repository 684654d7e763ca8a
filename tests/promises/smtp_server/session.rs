//! One connection to a scripted server.

use std::io;
use std::sync::atomic::Ordering;
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;

use super::{Act, At, Came, Shared, Taken};

trait Wire: AsyncRead + AsyncWrite + Unpin + Send {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send> Wire for T {}

struct Session<'a> {
    wire: BufReader<Box<dyn Wire>>,
    number: usize,
    shared: &'a Shared,
    secure: bool,
    from: bool,
    to: Vec<String>,
    /// Are we still at what came in one write with a final dot?
    ahead: bool,
}

/// Serves one connection until it ends.
pub async fn run(stream: TcpStream, number: usize, shared: &Shared) -> io::Result<()> {
    let secure = shared.script.implicit_tls;
    let wire: Box<dyn Wire> = match &shared.tls {
        Some(tls) if secure => {
            obey_handshake(shared, number).await?;
            Box::new(tls.accept(stream).await?)
        }
        _ => Box::new(stream),
    };
    let wire = BufReader::new(wire);
    let to = Vec::new();
    let mut session = Session { wire, number, shared, secure, from: false, to, ahead: false };
    session.answer(At::Greeting, "220 test.example ESMTP").await?;
    while let Some(line) = session.line().await? {
        shared.said.lock().expect("the lines").push(line.clone());
        session = match session.command(&line).await? {
            Next::Go(session) => session,
            Next::End => return Ok(()),
        };
    }
    Ok(())
}

async fn obey_handshake(shared: &Shared, number: usize) -> io::Result<()> {
    match shared.act(At::Handshake, number, "", Came::default()) {
        Act::Drop => Err(io::ErrorKind::ConnectionAborted.into()),
        Act::Silent => std::future::pending().await,
        _ => Ok(()),
    }
}

enum Next<'a> {
    Go(Session<'a>),
    End,
}

impl<'a> Session<'a> {
    async fn line(&mut self) -> io::Result<Option<String>> {
        let mut octets = Vec::new();
        let read = self.wire.read_until(b'\n', &mut octets).await?;
        let text = String::from_utf8_lossy(&octets).trim_end().to_owned();
        Ok((read > 0).then_some(text))
    }

    /// Has more come already? What one write holds is there at once.
    async fn more(&mut self) -> bool {
        if !self.wire.buffer().is_empty() {
            return true;
        }
        tokio::select! {
            biased;
            more = self.wire.fill_buf() => more.is_ok_and(|octets| !octets.is_empty()),
            () = std::future::ready(()) => false,
        }
    }

    /// Asks the script.
    async fn act(&mut self, at: At, to: &str) -> Act {
        let came = Came { more: self.more().await, ahead: self.ahead };
        self.shared.act(at, self.number, to, came)
    }

    async fn say(&mut self, text: &str) -> io::Result<()> {
        self.octets(format!("{text}\r\n").as_bytes()).await
    }

    async fn octets(&mut self, octets: &[u8]) -> io::Result<()> {
        self.wire.get_mut().write_all(octets).await?;
        self.wire.get_mut().flush().await
    }

    /// Does what the script says, and tells whether it was the usual.
    async fn answer(&mut self, at: At, usual: &str) -> io::Result<bool> {
        let to = self.to.last().cloned().unwrap_or_default();
        let mut act = self.act(at, &to).await;
        loop {
            act = match act {
                Act::Usual => {
                    self.say(usual).await?;
                    return Ok(true);
                }
                Act::Say(text) => {
                    self.say(text).await?;
                    return Ok(text.starts_with('2') || text.starts_with('3'));
                }
                Act::Octets(octets) => {
                    self.octets(octets).await?;
                    return Ok(octets.starts_with(b"2") || octets.starts_with(b"3"));
                }
                other => self.otherwise(other).await?,
            }
        }
    }

    /// Does what an act means wherever it stands; gives the act that follows it.
    async fn otherwise(&mut self, act: Act) -> io::Result<Act> {
        match act {
            Act::SayAndDrop(text) => {
                self.say(text).await?;
                Err(io::ErrorKind::ConnectionAborted.into())
            }
            Act::Drop => Err(io::ErrorKind::ConnectionAborted.into()),
            Act::Silent => std::future::pending().await,
            Act::Deaf(then) => {
                let forgotten = self.wire.buffer().len();
                self.wire.consume(forgotten);
                Ok(*then)
            }
            Act::After(time, then) => {
                tokio::time::sleep(time).await;
                Ok(*then)
            }
            Act::Until(is_so, then) => {
                while !is_so.load(Ordering::SeqCst) {
                    tokio::time::sleep(Duration::from_millis(1)).await;
                }
                Ok(*then)
            }
            Act::Take(then) => Ok(*then),
            Act::Usual | Act::Say(_) | Act::Octets(_) => Ok(act),
        }
    }

    async fn command(mut self, line: &str) -> io::Result<Next<'a>> {
        let upper = line.to_uppercase();
        let verb = upper.split([' ', ':']).next().unwrap_or_default();
        match verb {
            "EHLO" | "HELO" => self.ehlo().await?,
            "STARTTLS" => return self.starttls().await,
            "AUTH" => self.auth(line).await?,
            "MAIL" => {
                self.to.clear();
                self.from = self.answer(At::Mail, "250 2.1.0 ok").await?;
            }
            "RCPT" => self.rcpt(line).await?,
            "DATA" => self.data().await?,
            "RSET" => {
                self.to.clear();
                (self.from, self.ahead) = (false, false);
                self.answer(At::Reset, "250 2.0.0 ok").await?;
            }
            "NOOP" => self.say("250 2.0.0 ok").await?,
            "QUIT" => {
                self.say("221 2.0.0 bye").await?;
                return Ok(Next::End);
            }
            _ => self.say("500 5.5.2 what?").await?,
        }
        Ok(Next::Go(self))
    }

    async fn ehlo(&mut self) -> io::Result<()> {
        let mut offers = vec!["test.example"];
        offers.extend(&self.shared.script.offers);
        if self.shared.tls.is_some() && !self.secure {
            offers.push("STARTTLS");
        }
        match (self.shared.script.login, self.shared.script.tokens) {
            (Some(_), Some(_)) => offers.push("AUTH PLAIN LOGIN XOAUTH2"),
            (Some(_), None) => offers.push("AUTH PLAIN LOGIN"),
            (None, Some(_)) => offers.push("AUTH XOAUTH2 GSSAPI"),
            (None, None) => {}
        }
        let last = offers.len() - 1;
        let lines = offers.iter().enumerate().map(|(n, offer)| {
            if n == last { format!("250 {offer}") } else { format!("250-{offer}") }
        });
        let usual = lines.collect::<Vec<_>>().join("\r\n");
        self.answer(At::Ehlo, &usual).await.map(|_| ())
    }

    async fn starttls(mut self) -> io::Result<Next<'a>> {
        let Some(tls) = self.shared.tls.clone() else {
            self.say("502 5.5.1 no").await?;
            return Ok(Next::Go(self));
        };
        if !self.answer(At::StartTls, "220 2.0.0 go ahead").await? {
            return Ok(Next::Go(self));
        }
        obey_handshake(self.shared, self.number).await?;
        let plain = self.wire.into_inner();
        let wire: Box<dyn Wire> = Box::new(tls.accept(plain).await?);
        Ok(Next::Go(Self { wire: BufReader::new(wire), secure: true, ..self }))
    }

    /// AUTH XOAUTH2: a wrong token is told in a challenge that wants an empty answer.
    async fn show_token(&mut self, given: &str) -> io::Result<()> {
        let Some((user, tokens)) = self.shared.script.tokens else {
            return self.say("504 5.5.4 no such way").await;
        };
        let shown =
            |token: &&str| base64(&format!("user={user}\u{1}auth=Bearer {token}\u{1}\u{1}"));
        if tokens.iter().any(|token| shown(token) == given) {
            return self.answer(At::Auth, "235 2.7.0 welcome").await.map(|_| ());
        }
        let why = r#"{"status":"401","schemes":"bearer","scope":"https://mail.example/send"}"#;
        self.say(&format!("334 {}", base64(why))).await?;
        let usual = match self.line().await?.as_deref() {
            Some("") => "535 5.7.8 token not accepted",
            _ => "501 5.5.2 an empty answer was due",
        };
        self.answer(At::Auth, usual).await.map(|_| ())
    }

    async fn auth(&mut self, line: &str) -> io::Result<()> {
        if let Some(given) = line.strip_prefix("AUTH XOAUTH2 ") {
            return self.show_token(given).await;
        }
        let Some((user, password)) = self.shared.script.login else {
            return self.say("502 5.5.1 no").await;
        };
        let mut words = line.split_whitespace().skip(1);
        let way = words.next().unwrap_or_default().to_uppercase();
        let right = if way == "PLAIN" {
            let given = words.next().unwrap_or_default();
            given == base64(&format!("\0{user}\0{password}"))
        } else {
            self.say("334 VXNlcm5hbWU6").await?;
            let given_user = self.line().await?.unwrap_or_default();
            self.say("334 UGFzc3dvcmQ6").await?;
            let given = self.line().await?.unwrap_or_default();
            given_user == base64(user) && given == base64(password)
        };
        let usual = if right { "235 2.7.0 welcome" } else { "535 5.7.8 wrong name or password" };
        self.answer(At::Auth, usual).await.map(|_| ())
    }

    async fn rcpt(&mut self, line: &str) -> io::Result<()> {
        if !self.from {
            return self.say("503 5.5.1 MAIL first").await;
        }
        let inside = line.split_once('<').and_then(|(_, rest)| rest.split_once('>'));
        self.to.push(inside.map(|(to, _)| to.to_owned()).unwrap_or_default());
        if !self.answer(At::Rcpt, "250 2.1.5 ok").await? {
            self.to.pop();
        }
        Ok(())
    }

    async fn data(&mut self) -> io::Result<()> {
        if self.to.is_empty() && self.shared.script.gullible {
            return self.nobody().await;
        }
        if self.to.is_empty() {
            return self.say("554 5.5.1 no valid recipients").await;
        }
        if !self.answer(At::Data, "354 go ahead").await? {
            return Ok(());
        }
        let Some(bytes) = self.content().await? else { return Ok(()) };
        let to = self.to.join(",");
        let taken = Taken { connection: self.number, to: to.clone(), bytes };
        let act = self.act(At::Dot, &to).await;
        self.ahead = self.more().await;
        self.dot(act, taken).await
    }

    /// Takes a content for nobody.
    async fn nobody(&mut self) -> io::Result<()> {
        self.say("354 go ahead").await?;
        if self.content().await?.is_some() {
            self.shared.empty.fetch_add(1, Ordering::SeqCst);
        }
        self.say("554 5.5.1 no valid recipients").await
    }

    async fn dot(&mut self, mut act: Act, taken: Taken) -> io::Result<()> {
        loop {
            act = match act {
                Act::Usual => {
                    self.shared.take(taken);
                    self.to.clear();
                    return self.say("250 2.0.0 queued").await;
                }
                Act::Take(then) => {
                    self.shared.take(taken);
                    self.to.clear();
                    return match *then {
                        Act::Silent => std::future::pending().await,
                        Act::Say(text) => self.say(text).await,
                        Act::Octets(octets) => self.octets(octets).await,
                        Act::Usual => self.say("250 2.0.0 queued").await,
                        _ => Err(io::ErrorKind::ConnectionAborted.into()),
                    };
                }
                Act::Say(text) => {
                    self.to.clear();
                    return self.say(text).await;
                }
                Act::Octets(octets) => {
                    self.to.clear();
                    return self.octets(octets).await;
                }
                other => self.otherwise(other).await?,
            }
        }
    }

    /// Reads a content up to its final dot; none if the script ends the connection in its middle.
    async fn content(&mut self) -> io::Result<Option<Vec<u8>>> {
        let mut content = Vec::new();
        let mut asked = false;
        loop {
            let mut line = Vec::new();
            if self.wire.read_until(b'\n', &mut line).await? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            if !asked {
                asked = true;
                let to = self.to.join(",");
                let act = self.shared.act(At::Content, self.number, &to, Came::default());
                self.otherwise(act).await?;
            }
            if line == b".\r\n" {
                return Ok(Some(content));
            }
            content.extend_from_slice(line.strip_prefix(b".").unwrap_or(&line));
        }
    }
}

/// Base64 (RFC 4648), for a login.
pub fn base64(text: &str) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for chunk in text.as_bytes().chunks(3) {
        let octet = |n: usize| u32::from(chunk.get(n).copied().unwrap_or(0));
        let bits = octet(0) << 16 | octet(1) << 8 | octet(2);
        for n in 0..4 {
            if n <= chunk.len() {
                out.push(char::from(LETTERS[(bits >> (18 - 6 * n) & 63) as usize]));
            } else {
                out.push('=');
            }
        }
    }
    out
}
