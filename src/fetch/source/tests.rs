//! Which sources are asked, and for how long.

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use super::*;

#[tokio::test]
async fn every_step_of_the_way_is_looked_at_before_it_is_taken() {
    for url in [
        "http://[::1]/",
        "http://0x7f.1/",
        "http://2130706433/",
        "http://localhost:1/",
        "http://[::ffff:10.0.0.1]/",
    ] {
        let why = guarded(&url.parse().unwrap(), is_public).await.unwrap_err();
        assert!(why.contains("private network"), "{url}: {why}");
        guarded(&url.parse().unwrap(), |_| true).await.unwrap();
    }
    assert!(guarded(&"ftp://9.9.9.9/".parse().unwrap(), |_| true).await.is_err());
}

#[test]
fn only_addresses_anyone_may_have_are_public() {
    for ip in ["9.9.9.9", "172.32.0.1", "2600::1", "::ffff:9.9.9.9", "64:ff9b::909:909"] {
        assert!(is_public(ip.parse().unwrap()), "{ip}");
    }
    for ip in [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "198.18.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fc00::1",
        "::ffff:127.0.0.1",
        "::127.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "2001:db8::1",
        "ff02::1",
    ] {
        assert!(!is_public(ip.parse().unwrap()), "{ip}");
    }
}

/// Answers everyone who asks at this address with these bytes, and then keeps silent.
async fn serve(at: &str, answer: String) -> Url {
    let listener = TcpListener::bind(at).await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap()).parse().unwrap();
    tokio::spawn(async move {
        let mut open = Vec::new();
        while let Ok((mut stream, _)) = listener.accept().await {
            let _ = stream.read(&mut [0; 1024]).await;
            let _ = stream.write_all(answer.as_bytes()).await;
            open.push(stream);
        }
    });
    url
}

fn kept(folder: &tempfile::TempDir) -> Kept {
    Kept::at(folder.path().join("one.feed"))
}

#[tokio::test(start_paused = true)]
async fn a_source_that_never_answers_or_never_ends_is_given_up() {
    let folder = tempfile::tempdir().unwrap();
    let kept = kept(&folder);
    kept.write(b"the last good state", &Marks::default()).unwrap();
    for answer in ["", "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n<rss>"] {
        let url = serve("127.0.0.1:0", answer.to_owned()).await;
        let why = in_time(&url, |_| true, &kept, 1_000).await.unwrap_err();
        assert_eq!(why, "it does not answer in time", "after `{answer}`");
        let (state, _) = kept.read().unwrap().unwrap();
        assert_eq!(state, b"the last good state");
    }
}

#[tokio::test]
async fn a_redirect_to_a_private_network_is_not_followed() {
    let folder = tempfile::tempdir().unwrap();
    let inner = TcpListener::bind("127.0.0.2:0").await.unwrap();
    let private = inner.local_addr().unwrap();
    let moved = format!("HTTP/1.1 302 x\r\nLocation: http://{private}/rss\r\n\r\n");
    let url = serve("127.0.0.1:0", moved).await;
    // The first is taken for an address of the internet, every other for a private one.
    let may: May = |ip| ip == IpAddr::from([127, 0, 0, 1]);
    let why = one(&url, may, &kept(&folder), 1_000).await.unwrap_err();
    assert!(why.starts_with("127.0.0.2 is an address of a private network"), "{why}");
    let nobody = inner.into_std().unwrap().accept().unwrap_err();
    assert_eq!(nobody.kind(), std::io::ErrorKind::WouldBlock, "nobody came");
}
