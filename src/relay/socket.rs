//! A socket of ours below lettre's connection: without Nagle's delay, in the clear or in TLS.
//!
//! lettre writes commands and reads replies; contents we write ourselves, by a [`Pen`].

use std::fmt;
use std::future::{Future, poll_fn};
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker, ready};

use lettre::transport::smtp::client::AsyncTokioStream;
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt, ReadBuf};
use tokio::net::TcpStream;
use tokio::task::unconstrained;
use tokio_rustls::client::TlsStream;

use super::digest::Digest;

/// A connected socket.
pub(super) struct Socket(Pen);

/// Writes to a connected socket, and sees what came over it unasked; a clone does so to the same one.
#[derive(Clone)]
pub(super) struct Pen(Arc<Mutex<Ends>>);

/// Both directions of a socket.
struct Ends {
    wire: Wire,
    /// What the reader is told; before the peer speaks, the greeting already taken in the clear.
    told: Digest,
    /// The line that the reader was told last.
    last: Vec<u8>,
}

enum Wire {
    Plain(TcpStream),
    Tls(Box<TlsStream<TcpStream>>),
}

impl Socket {
    /// Talks in the clear.
    pub(super) fn plain(stream: TcpStream) -> Self {
        Self::on(Wire::Plain(stream))
    }

    /// Talks in TLS from the first octet.
    pub(super) fn tls(stream: TlsStream<TcpStream>) -> Self {
        Self::on(Wire::Tls(Box::new(stream)))
    }

    /// Talks in TLS after STARTTLS, when the server greets no second time (RFC 3207 section 4.2).
    pub(super) fn after_starttls(stream: TlsStream<TcpStream>) -> Self {
        let socket = Self::tls(stream);
        socket.0.ends().told.feed(b"220 ready\r\n");
        socket
    }

    fn on(wire: Wire) -> Self {
        Self(Pen(Arc::new(Mutex::new(Ends { wire, told: Digest::default(), last: Vec::new() }))))
    }

    /// Gives a pen for it.
    pub(super) fn pen(&self) -> Pen {
        self.0.clone()
    }
}

impl Pen {
    /// Writes all of it.
    pub(super) async fn write_whole(&mut self, octets: &[u8]) -> io::Result<()> {
        self.write_all(octets).await?;
        self.flush().await
    }

    /// Writes a content whole, and of what ends it as much as goes in the same write; says how much.
    ///
    /// When this fails or is dropped, no octet of the end was taken.
    pub(super) async fn write_with_end(&mut self, content: &[u8], end: &[u8]) -> io::Result<usize> {
        let mut rest = content;
        while !rest.is_empty() {
            let both = [io::IoSlice::new(rest), io::IoSlice::new(end)];
            let taken = self.write_vectored(&both).await?;
            match rest.split_at_checked(taken) {
                None => return Ok(taken - rest.len()),
                Some((b"", _)) => return Err(io::ErrorKind::WriteZero.into()),
                Some((_, more)) => rest = more,
            }
        }
        self.flush().await?;
        Ok(0)
    }

    /// Gives the line that was read last.
    pub(super) fn last_line(&self) -> String {
        String::from_utf8_lossy(&self.ends().last).into_owned()
    }

    /// Gives what came and was not read, without waiting for more; none where nothing did. It is
    /// empty where the peer has hung up.
    ///
    /// While an answer is outstanding this may be the answer.
    pub(super) fn unread(&self) -> Option<String> {
        let mut ends = self.ends();
        let mut context = Context::from_waker(Waker::noop());
        // A look must not be put off because the task did much before it.
        let look = std::pin::pin!(unconstrained(poll_fn(|context| ends.hear(context))));
        let heard = look.poll(&mut context);
        match heard {
            Poll::Ready(Ok(true)) => Some(ends.told.unread()),
            Poll::Pending => None,
            Poll::Ready(Ok(false) | Err(_)) => Some(String::new()),
        }
    }

    fn ends(&self) -> MutexGuard<'_, Ends> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Ends {
    /// Hears something, unless some of it is untold yet; says whether there is anything.
    fn hear(&mut self, context: &mut Context<'_>) -> Poll<io::Result<bool>> {
        if !self.told.is_empty() {
            return Poll::Ready(Ok(true));
        }
        let mut octets = [0; 2048];
        let mut read = ReadBuf::new(&mut octets);
        ready!(self.wire.poll_read(context, &mut read))?;
        self.told.feed(read.filled());
        Poll::Ready(Ok(!read.filled().is_empty()))
    }

    /// Hears on up to a whole line, or to the end.
    fn hear_a_line(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        while self.told.ready().is_empty() {
            let mut octets = [0; 2048];
            let mut read = ReadBuf::new(&mut octets);
            ready!(self.wire.poll_read(context, &mut read))?;
            if read.filled().is_empty() {
                self.told.end();
                break;
            }
            self.told.feed(read.filled());
        }
        Poll::Ready(Ok(()))
    }
}

impl fmt::Debug for Socket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Socket").finish_non_exhaustive()
    }
}

impl AsyncTokioStream for Socket {
    fn peer_addr(&self) -> io::Result<SocketAddr> {
        match &self.0.ends().wire {
            Wire::Plain(stream) => stream.peer_addr(),
            Wire::Tls(stream) => stream.get_ref().0.peer_addr(),
        }
    }
}

impl AsyncRead for Socket {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let mut ends = self.0.ends();
        ready!(ends.hear_a_line(context))?;
        // One line and no more: what comes behind a reply stays here, where it can be seen.
        let ready = ends.told.ready();
        let line =
            ready.iter().position(|octet| *octet == b'\n').map_or(ready.len(), |end| end + 1);
        let count = line.min(into.remaining());
        let line = ready.split_at(count).0;
        into.put_slice(line);
        ends.last = line.to_vec();
        ends.told.taken(count);
        Poll::Ready(Ok(()))
    }
}

impl Wire {
    fn poll_read(
        &mut self,
        context: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        match self {
            Self::Plain(stream) => Pin::new(stream).poll_read(context, into),
            Self::Tls(stream) => Pin::new(stream).poll_read(context, into),
        }
    }
}

impl AsyncWrite for Pen {
    fn poll_write(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        octets: &[u8],
    ) -> Poll<io::Result<usize>> {
        match &mut self.ends().wire {
            Wire::Plain(stream) => Pin::new(stream).poll_write(context, octets),
            Wire::Tls(stream) => Pin::new(stream).poll_write(context, octets),
        }
    }

    /// Several pieces in the clear; in TLS the first, for what is encrypted waits to be sent.
    fn poll_write_vectored(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        pieces: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        match &mut self.ends().wire {
            Wire::Plain(stream) => Pin::new(stream).poll_write_vectored(context, pieces),
            Wire::Tls(stream) => {
                let first = pieces.iter().find(|piece| !piece.is_empty());
                Pin::new(stream).poll_write(context, first.map_or(&[], |piece| piece))
            }
        }
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        match &mut self.ends().wire {
            Wire::Plain(stream) => Pin::new(stream).poll_flush(context),
            Wire::Tls(stream) => Pin::new(stream).poll_flush(context),
        }
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        match &mut self.ends().wire {
            Wire::Plain(stream) => Pin::new(stream).poll_shutdown(context),
            Wire::Tls(stream) => Pin::new(stream).poll_shutdown(context),
        }
    }
}

impl AsyncWrite for Socket {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        octets: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.0).poll_write(context, octets)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_shutdown(context)
    }
}
