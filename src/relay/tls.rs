//! TLS with a relay: whom to trust, the handshake, and STARTTLS before it.

use std::io;
use std::path::Path;
use std::sync::Arc;

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{CertificateError, ClientConfig};
use rustls_platform_verifier::Verifier;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use super::Timeouts;
use super::answer::{said, within};
use super::failure::{Failure, Trouble};
use super::smtp::SmtpError;
use crate::ledger::Phase;

/// The longest answer taken before TLS.
const MOST: usize = 20_000;

/// Trusts what the system trusts, and the certificates of `ca_file`.
pub(super) fn connector(ca_file: Option<&Path>) -> Result<TlsConnector, SmtpError> {
    let extra = ca_file.map(certificates).transpose()?.unwrap_or_default();
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let verifier = Verifier::new_with_extra_roots(extra, Arc::clone(&provider))?;
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(verifier))
        .with_no_client_auth();
    Ok(TlsConnector::from(Arc::new(config)))
}

fn certificates(file: &Path) -> Result<Vec<CertificateDer<'static>>, SmtpError> {
    let fail = |why: String| SmtpError::CaFile { file: file.to_owned(), why };
    let read = CertificateDer::pem_file_iter(file).map_err(|error| fail(error.to_string()))?;
    let found = read.collect::<Result<Vec<_>, _>>().map_err(|error| fail(error.to_string()))?;
    if found.is_empty() {
        return Err(fail("it holds no certificate".to_owned()));
    }
    Ok(found)
}

/// Shakes hands.
pub(super) async fn wrap(
    connector: &TlsConnector,
    stream: TcpStream,
    host: &str,
    timeouts: &Timeouts,
) -> Result<TlsStream<TcpStream>, Failure> {
    let fail = |why: String| Failure::new(Phase::Connect, Trouble::Tls(why));
    let name = ServerName::try_from(host.to_owned()).map_err(|error| fail(error.to_string()))?;
    let shaken = within(timeouts.greeting, Phase::Connect, connector.connect(name, stream)).await?;
    shaken.map_err(|error| {
        // What is wrong with the peer, its certificate above all, is a verdict; a broken pipe is not.
        match error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>()) {
            Some(verdict) => fail(told(verdict)),
            None => broken(io::Error::new(error.kind(), format!("in the TLS handshake: {error}"))),
        }
    })
}

/// Says what is wrong in words that say what to do.
fn told(verdict: &rustls::Error) -> String {
    let rustls::Error::InvalidCertificate(error) = verdict else { return verdict.to_string() };
    match error {
        CertificateError::UnknownIssuer | CertificateError::BadSignature => format!(
            "nobody this machine trusts vouches for its certificate: it is self-signed, or a private \
             CA's ({error:?}); name the certificate of who signed it with `ca_file`"
        ),
        // What the library says of it has no name of its own.
        CertificateError::Other(other) if other.to_string().contains("CaUsedAsEndEntity") => {
            "its certificate is self-signed and made as a CA's, which cannot stand for a server \
             (CaUsedAsEndEntity); have the server's own signed by it, and name the CA's with `ca_file`"
                .to_owned()
        }
        _ => verdict.to_string(),
    }
}

/// Asks for TLS in the clear (RFC 3207) and shakes hands; nothing else is said before.
///
/// The three answers are read here, octet by octet's owner: whatever a stranger put behind the last
/// one is an error, never an answer to a later command.
pub(super) async fn starttls(
    connector: &TlsConnector,
    mut stream: TcpStream,
    host: &str,
    hello: &str,
    timeouts: &Timeouts,
) -> Result<TlsStream<TcpStream>, Failure> {
    let mut held = Vec::new();
    take(&mut stream, &mut held, timeouts).await?;
    let offers = ask(&mut stream, &mut held, &format!("EHLO {hello}\r\n"), timeouts).await?;
    let offered = offers
        .lines()
        .skip(1)
        .any(|line| line.get(4..).is_some_and(|word| word.trim().eq_ignore_ascii_case("STARTTLS")));
    if !offered {
        return Err(Failure::new(Phase::Connect, Trouble::NoStartTls));
    }
    ask(&mut stream, &mut held, "STARTTLS\r\n", timeouts).await?;
    if !held.is_empty() {
        let why = "something was sent between STARTTLS and the handshake".to_owned();
        return Err(Failure::new(Phase::Connect, Trouble::Tls(why)));
    }
    wrap(connector, stream, host, timeouts).await
}

async fn ask(
    stream: &mut TcpStream,
    held: &mut Vec<u8>,
    command: &str,
    timeouts: &Timeouts,
) -> Result<String, Failure> {
    let written = within(timeouts.greeting, Phase::Connect, stream.write_all(command.as_bytes()));
    written.await?.map_err(broken)?;
    take(stream, held, timeouts).await
}

/// Takes one whole answer; only 2xx is none of the failures.
async fn take(
    stream: &mut TcpStream,
    held: &mut Vec<u8>,
    timeouts: &Timeouts,
) -> Result<String, Failure> {
    let answer = within(timeouts.greeting, Phase::Connect, read_answer(stream, held)).await?;
    let answer = answer.map_err(broken)?;
    match answer.get(..3).and_then(|code| code.parse::<u16>().ok()) {
        Some(200..=299) => Ok(answer),
        Some(code @ 400..=599) => {
            let text = answer.get(4..).unwrap_or_default();
            Err(Failure::new(Phase::Connect, said(code, text)))
        }
        _ => Err(Failure::new(Phase::Connect, Trouble::Broken("this is not SMTP".to_owned()))),
    }
}

async fn read_answer(stream: &mut TcpStream, held: &mut Vec<u8>) -> io::Result<String> {
    let mut answer = String::new();
    loop {
        while let Some(end) = held.iter().position(|octet| *octet == b'\n') {
            let line: Vec<u8> = held.drain(..=end).collect();
            answer.push_str(&String::from_utf8_lossy(&line));
            if line.get(3) != Some(&b'-') {
                return Ok(answer);
            }
        }
        let read = stream.read_buf(held).await?;
        if read == 0 || held.len() + answer.len() > MOST {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
    }
}

#[allow(clippy::needless_pass_by_value)]
fn broken(error: io::Error) -> Failure {
    Failure::new(Phase::Connect, Trouble::Broken(error.to_string()))
}
