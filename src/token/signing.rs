//! The private keys that sign mail (DKIM, RFC 6376).

use aws_lc_rs::digest;
use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der, PublicKeyX509Der};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair, RSA_PKCS1_SHA256, RsaKeyPair};
use rustls::pki_types::PrivateKeyDer;
use rustls::pki_types::pem::PemObject;

/// The shortest RSA key that receivers count (RFC 8301 section 3.2), in bits.
const RSA_BITS: usize = 2048;

/// How a key signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Algorithm {
    /// `rsa-sha256` (RFC 8301): every receiver reads it.
    Rsa,
    /// `ed25519-sha256` (RFC 8463): short and quick, not yet read by all.
    Ed25519,
}

/// A private key, and the name under which its public half stands in the DNS.
pub struct SigningKey {
    domain: String,
    selector: String,
    pair: Pair,
}

enum Pair {
    // An RSA pair is large, and one sits in each keyring.
    Rsa(Box<RsaKeyPair>),
    Ed25519(Ed25519KeyPair),
}

/// Why a text is no key to sign mail with.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum SigningKeyError {
    /// It is no PEM text of a private key.
    #[error("it is no private key in PEM form")]
    NoPem,
    /// It is a key of another kind.
    #[error("it is neither an RSA nor an Ed25519 key")]
    OtherKind,
    /// Receivers do not count signatures of keys this short.
    #[error("its RSA key has {0} bits; receivers want 2048 or more (RFC 8301)")]
    TooShort(usize),
}

impl std::fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (algorithm, domain, selector) = (self.algorithm(), &self.domain, &self.selector);
        write!(f, "SigningKey({algorithm:?} {selector}._domainkey.{domain})")
    }
}

impl SigningKey {
    /// Reads a private key in PEM form: PKCS #8, or PKCS #1 for RSA.
    ///
    /// # Errors
    /// When it is none, of another kind, or too short.
    pub fn from_pem(domain: &str, selector: &str, pem: &str) -> Result<Self, SigningKeyError> {
        let der =
            PrivateKeyDer::from_pem_slice(pem.as_bytes()).map_err(|_| SigningKeyError::NoPem)?;
        let rsa = match &der {
            PrivateKeyDer::Pkcs1(key) => RsaKeyPair::from_der(key.secret_pkcs1_der()).ok(),
            PrivateKeyDer::Pkcs8(key) => RsaKeyPair::from_pkcs8(key.secret_pkcs8_der()).ok(),
            _ => None,
        };
        let pair = match (rsa, &der) {
            (Some(pair), _) => Pair::Rsa(Box::new(long_enough(pair)?)),
            (None, PrivateKeyDer::Pkcs8(key)) => {
                // Ed25519 keys made by openssl come without their public half.
                Ed25519KeyPair::from_pkcs8_maybe_unchecked(key.secret_pkcs8_der())
                    .map(Pair::Ed25519)
                    .map_err(|_| SigningKeyError::OtherKind)?
            }
            _ => return Err(SigningKeyError::OtherKind),
        };
        Ok(Self { domain: domain.to_ascii_lowercase(), selector: selector.to_owned(), pair })
    }

    /// Makes a new private key from the system's randomness, as PKCS #8; RSA has 2048 bits.
    ///
    /// `None` when the system gives no random numbers.
    #[must_use]
    pub fn generate(algorithm: Algorithm) -> Option<Vec<u8>> {
        match algorithm {
            Algorithm::Rsa => {
                let pair = RsaKeyPair::generate(aws_lc_rs::rsa::KeySize::Rsa2048).ok()?;
                let der: Pkcs8V1Der<'_> = pair.as_der().ok()?;
                Some(der.as_ref().to_vec())
            }
            Algorithm::Ed25519 => {
                let pair = Ed25519KeyPair::generate().ok()?;
                Some(pair.to_pkcs8v1().ok()?.as_ref().to_vec())
            }
        }
    }

    /// How does it sign?
    #[must_use]
    pub fn algorithm(&self) -> Algorithm {
        match self.pair {
            Pair::Rsa(_) => Algorithm::Rsa,
            Pair::Ed25519(_) => Algorithm::Ed25519,
        }
    }

    /// The domain it signs for (`d=`), in lower case.
    #[must_use]
    pub fn domain(&self) -> &str {
        &self.domain
    }

    /// Its selector (`s=`).
    #[must_use]
    pub fn selector(&self) -> &str {
        &self.selector
    }

    /// Gives the public half as it stands in the DNS: a `SubjectPublicKeyInfo` for RSA (RFC 6376
    /// section 3.6.1), the bare 32 octets for Ed25519 (RFC 8463 section 4).
    #[must_use]
    pub fn public(&self) -> Vec<u8> {
        match &self.pair {
            Pair::Rsa(pair) => {
                let der: Result<PublicKeyX509Der<'_>, _> = pair.public_key().as_der();
                // A key that was read can be written.
                der.map(|der| der.as_ref().to_vec()).unwrap_or_default()
            }
            Pair::Ed25519(pair) => pair.public_key().as_ref().to_vec(),
        }
    }

    /// Signs what a DKIM signature covers; the same text gives the same signature.
    ///
    /// `None` when the crypto library refuses, which it has no reason to.
    #[must_use]
    pub fn sign(&self, text: &[u8]) -> Option<Vec<u8>> {
        match &self.pair {
            Pair::Rsa(pair) => {
                let mut signature = vec![0; pair.public_modulus_len()];
                let random = SystemRandom::new();
                pair.sign(&RSA_PKCS1_SHA256, &random, text, &mut signature).ok()?;
                Some(signature)
            }
            // RFC 8463 section 3 signs the hash, not the text.
            Pair::Ed25519(pair) => {
                let hash = digest::digest(&digest::SHA256, text);
                Some(pair.sign(hash.as_ref()).as_ref().to_vec())
            }
        }
    }
}

fn long_enough(pair: RsaKeyPair) -> Result<RsaKeyPair, SigningKeyError> {
    let bits = pair.public_modulus_len() * 8;
    if bits < RSA_BITS { Err(SigningKeyError::TooShort(bits)) } else { Ok(pair) }
}
