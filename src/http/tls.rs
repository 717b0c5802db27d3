//! TLS: a certificate and its key from two files, exchanged while connections go on.

use std::{
    fmt, io,
    path::{Path, PathBuf},
    sync::Arc,
};

use arc_swap::ArcSwap;
use thiserror::Error;
use tokio_rustls::{
    TlsAcceptor,
    rustls::{
        self, ServerConfig,
        crypto::ring,
        pki_types::{
            CertificateDer, PrivateKeyDer,
            pem::{self, PemObject},
        },
    },
};

/// The protocols that a client may choose from, the better first.
const PROTOCOLS: [&[u8]; 2] = [b"h2", b"http/1.1"];

/// Why there is no TLS with these files.
#[derive(Debug, Error)]
pub enum TlsError {
    /// A file is not there, or may not be read.
    #[error("{}: cannot be read: {error}", file.display())]
    Read {
        /// The file.
        file: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// A file does not hold what it should.
    #[error("{}: expected {expected} in PEM form, found {found}", file.display())]
    Content {
        /// The file.
        file: PathBuf,
        /// What it should hold.
        expected: &'static str,
        /// What it holds.
        found: String,
    },
    /// Both hold what they should, but do not go together.
    #[error(
        "{} and {}: cannot be used together: {error}",
        certificate.display(),
        key.display()
    )]
    Pair {
        /// The file of the certificate.
        certificate: PathBuf,
        /// The file of the key.
        key: PathBuf,
        /// Why not.
        error: rustls::Error,
    },
}

/// A certificate, and the files that it came from.
pub struct Tls {
    certificate: PathBuf,
    key: PathBuf,
    config: ArcSwap<ServerConfig>,
}

impl Tls {
    /// Reads the certificate, with those that vouch for it behind it, and its private key.
    ///
    /// # Errors
    /// Which file is wrong, and how.
    pub fn load(certificate: PathBuf, key: PathBuf) -> Result<Self, TlsError> {
        let config = ArcSwap::from_pointee(read(&certificate, &key)?);
        Ok(Self {
            certificate,
            key,
            config,
        })
    }

    /// Reads the files again, for connections from now on.
    ///
    /// # Errors
    /// As [`Self::load`]; what was read before is still used then.
    pub fn reload(&self) -> Result<(), TlsError> {
        let config = read(&self.certificate, &self.key)?;
        self.config.store(Arc::new(config));
        Ok(())
    }

    pub(super) fn acceptor(&self) -> TlsAcceptor {
        TlsAcceptor::from(self.config.load_full())
    }
}

impl fmt::Debug for Tls {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let files = (&self.certificate, &self.key);
        formatter.debug_tuple("Tls").field(&files).finish()
    }
}

fn read(certificate: &Path, key: &Path) -> Result<ServerConfig, TlsError> {
    let chain = CertificateDer::pem_file_iter(certificate).and_then(Iterator::collect);
    let chain: Vec<_> = chain.map_err(|error| wrong(certificate, "a certificate", error))?;
    if chain.is_empty() {
        return Err(wrong(
            certificate,
            "a certificate",
            pem::Error::NoItemsFound,
        ));
    }
    let secret = PrivateKeyDer::from_pem_file(key);
    let secret = secret.map_err(|error| wrong(key, "a private key", error))?;
    let pair = |error| TlsError::Pair {
        certificate: certificate.to_owned(),
        key: key.to_owned(),
        error,
    };
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()));
    let config = config.with_safe_default_protocol_versions().map_err(pair)?;
    let config = config.with_no_client_auth();
    let mut config = config.with_single_cert(chain, secret).map_err(pair)?;
    config.alpn_protocols = PROTOCOLS.map(Vec::from).into();
    Ok(config)
}

fn wrong(file: &Path, expected: &'static str, error: pem::Error) -> TlsError {
    let file = file.to_owned();
    match error {
        pem::Error::Io(error) => TlsError::Read { file, error },
        pem::Error::NoItemsFound => TlsError::Content {
            file,
            expected,
            found: "none".to_owned(),
        },
        error => TlsError::Content {
            file,
            expected,
            found: error.to_string(),
        },
    }
}
