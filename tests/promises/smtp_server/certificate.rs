//! A certificate authority for one test, and a server certificate it signed.

use std::sync::Arc;

use rcgen::{BasicConstraints, Certificate, CertificateParams, IsCa, Issuer, KeyPair};
use rustls::ServerConfig;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio_rustls::TlsAcceptor;

/// A server's certificate, its key, and whom to trust for it.
pub struct Identity {
    /// The CA's certificate, as PEM.
    pub authority: String,
    /// The server's certificate.
    pub leaf: Certificate,
    /// The server's key.
    pub key: KeyPair,
}

impl Identity {
    /// Makes a CA, and a server of these names or addresses.
    pub fn of(names: &[&str]) -> Self {
        let authority_key = KeyPair::generate().expect("a key");
        let mut params = CertificateParams::new(Vec::new()).expect("parameters");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let authority = params.self_signed(&authority_key).expect("a CA").pem();
        let issuer = Issuer::new(params, authority_key);

        let key = KeyPair::generate().expect("a key");
        let names: Vec<_> = names.iter().map(|name| (*name).to_owned()).collect();
        let leaf = CertificateParams::new(names).expect("parameters");
        let leaf = leaf.signed_by(&key, &issuer).expect("a certificate");
        Self { authority, leaf, key }
    }
}

/// Makes a CA, and a server at `127.0.0.1` and `localhost`; gives the CA's certificate as PEM.
pub fn make() -> (String, TlsAcceptor) {
    let Identity { authority, leaf, key } = Identity::of(&["127.0.0.1", "localhost"]);
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let private = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(vec![leaf.der().clone()], private)
        .expect("a server");
    (authority, TlsAcceptor::from(Arc::new(config)))
}
