//! A socket of ours below lettre's connection: without Nagle's delay, in the clear or in TLS.
//!
//! lettre writes commands and reads replies; contents we write ourselves, by a [`Pen`].

use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};

use lettre::transport::smtp::client::AsyncTokioStream;
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt, ReadBuf};
use tokio::net::TcpStream;
use tokio_rustls::client::TlsStream;

use super::digest::Digest;

/// A connected socket.
pub(super) struct Socket {
    /// What the reader is told; before the peer speaks, the greeting already taken in the clear.
    told: Digest,
    pen: Pen,
}

/// Writes to a connected socket; a clone writes to the same one.
#[derive(Clone)]
pub(super) struct Pen(Arc<Mutex<Wire>>);

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
        let mut socket = Self::tls(stream);
        socket.told.feed(b"220 ready\r\n");
        socket
    }

    fn on(wire: Wire) -> Self {
        Self { told: Digest::default(), pen: Pen(Arc::new(Mutex::new(wire))) }
    }

    /// Gives a pen for it.
    pub(super) fn pen(&self) -> Pen {
        self.pen.clone()
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

    fn wire(&self) -> MutexGuard<'_, Wire> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Socket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Socket").finish_non_exhaustive()
    }
}

impl AsyncTokioStream for Socket {
    fn peer_addr(&self) -> io::Result<SocketAddr> {
        match &*self.pen.wire() {
            Wire::Plain(stream) => stream.peer_addr(),
            Wire::Tls(stream) => stream.get_ref().0.peer_addr(),
        }
    }
}

impl AsyncRead for Socket {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        while self.told.ready().is_empty() {
            let mut octets = [0; 2048];
            let mut read = ReadBuf::new(&mut octets);
            ready!(self.pen.wire().poll_read(context, &mut read))?;
            if read.filled().is_empty() {
                self.told.end();
                break;
            }
            self.told.feed(read.filled());
        }
        let ready = self.told.ready();
        let count = ready.len().min(into.remaining());
        into.put_slice(ready.split_at(count).0);
        self.told.taken(count);
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
        match &mut *self.wire() {
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
        match &mut *self.wire() {
            Wire::Plain(stream) => Pin::new(stream).poll_write_vectored(context, pieces),
            Wire::Tls(stream) => {
                let first = pieces.iter().find(|piece| !piece.is_empty());
                Pin::new(stream).poll_write(context, first.map_or(&[], |piece| piece))
            }
        }
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        match &mut *self.wire() {
            Wire::Plain(stream) => Pin::new(stream).poll_flush(context),
            Wire::Tls(stream) => Pin::new(stream).poll_flush(context),
        }
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        match &mut *self.wire() {
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
        Pin::new(&mut self.pen).poll_write(context, octets)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.pen).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.pen).poll_shutdown(context)
    }
}
