//! A relay far away: passes connections on to one nearby, each octet late by the same time.
//!
//! `distance PORT MILLISECONDS` prints the port at which it listens and passes all on to `PORT` of
//! this machine, each way late by so many milliseconds. However much is on its way, nothing waits for
//! what came before it: what is far away is late, not slow.

use std::io;
use std::net::Ipv4Addr;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::time::{Instant, sleep_until};

/// Octets, and when they are there.
type Late = (Instant, Vec<u8>);

#[tokio::main(flavor = "current_thread")]
async fn main() -> io::Result<()> {
    let mut args = std::env::args().skip(1).map(|arg| arg.parse::<u16>());
    let (Some(Ok(port)), Some(Ok(late))) = (args.next(), args.next()) else {
        return Err(io::Error::other("usage: distance PORT MILLISECONDS"));
    };
    let late = Duration::from_millis(late.into());
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    println!("{}", listener.local_addr()?.port());
    loop {
        let (near, _) = listener.accept().await?;
        tokio::spawn(pass_on(near, port, late));
    }
}

async fn pass_on(near: TcpStream, port: u16, late: Duration) -> io::Result<()> {
    let far = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await?;
    near.set_nodelay(true)?;
    far.set_nodelay(true)?;
    let (from_near, to_near) = near.into_split();
    let (from_far, to_far) = far.into_split();
    for (from, to) in [(from_near, to_far), (from_far, to_near)] {
        let (depart, arrive) = unbounded_channel();
        tokio::spawn(take(from, late, depart));
        tokio::spawn(give(to, arrive));
    }
    Ok(())
}

/// Takes what comes, and notes when it is to be there.
async fn take(mut from: OwnedReadHalf, late: Duration, depart: UnboundedSender<Late>) {
    let mut octets = vec![0; 64 * 1024];
    while let Ok(count @ 1..) = from.read(&mut octets).await {
        if depart.send((Instant::now() + late, octets[..count].to_vec())).is_err() {
            return;
        }
    }
}

/// Gives it when its time has come; the end of all comes as late.
async fn give(mut to: OwnedWriteHalf, mut arrive: UnboundedReceiver<Late>) {
    while let Some((at, octets)) = arrive.recv().await {
        sleep_until(at).await;
        if to.write_all(&octets).await.is_err() {
            return;
        }
    }
}
