//! TLS: both protocols, a certificate that is exchanged, and files that are no good.

use std::{
    fs,
    io::{Read, Write},
    net::TcpStream,
    path::{Path, PathBuf},
    sync::Arc,
    time::Instant,
};

use rcgen::{CertifiedKey, generate_simple_self_signed};
use tokio_rustls::rustls::{
    ClientConfig, ClientConnection, RootCertStore, StreamOwned, crypto::ring,
    pki_types::CertificateDer,
};

use super::process::{PATIENCE, Server, refused};

const REQUEST: &[u8] =
    b"GET /graphql?query=%7B__typename%7D HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n";
const ANSWER: &str = r#"{"data":{"__typename":"Query"}}"#;

/// A certificate and its key in files, with what a client must trust.
struct Files {
    certificate: PathBuf,
    key: PathBuf,
    trusted: CertificateDer<'static>,
}

impl Files {
    fn new(test: &str) -> Self {
        let file = |kind: &str| {
            Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("tls-{test}.{kind}.pem"))
        };
        let (certificate, key) = (file("cert"), file("key"));
        let mut files = Self {
            certificate,
            key,
            trusted: CertificateDer::from(Vec::new()),
        };
        files.renew();
        files
    }

    /// Writes a new certificate in the place of the old one.
    fn renew(&mut self) {
        let made = generate_simple_self_signed(["localhost".to_owned()]);
        let CertifiedKey { cert, signing_key } = made.expect("a certificate");
        fs::write(&self.certificate, cert.pem()).expect("it can be written");
        fs::write(&self.key, signing_key.serialize_pem()).expect("it can be written");
        self.trusted = cert.der().clone();
    }

    fn options(&self) -> [&str; 4] {
        let [cert, key] = [&self.certificate, &self.key].map(|file| file.to_str().expect("text"));
        ["--tls-cert", cert, "--tls-key", key]
    }

    /// A connection that offers these protocols and trusts the certificate.
    fn connect(
        &self,
        server: &Server,
        protocols: &[&[u8]],
    ) -> StreamOwned<ClientConnection, TcpStream> {
        let mut roots = RootCertStore::empty();
        roots.add(self.trusted.clone()).expect("a certificate");
        let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()));
        let config = config.with_safe_default_protocol_versions().expect("some");
        let config = config.with_root_certificates(roots);
        let mut config = config.with_no_client_auth();
        config.alpn_protocols = protocols.iter().map(|name| name.to_vec()).collect();
        let name = "localhost".try_into().expect("a name");
        let client = ClientConnection::new(Arc::new(config), name).expect("a client");
        StreamOwned::new(client, server.connect())
    }

    /// Asks with HTTP/1.1; nothing where the certificate is another.
    fn ask(&self, server: &Server) -> Option<String> {
        let mut stream = self.connect(server, &[b"http/1.1"]);
        stream.write_all(REQUEST).ok()?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).ok()?;
        Some(answer)
    }
}

#[test]
fn a_client_chooses_the_protocol() {
    let files = Files::new("protocols");
    let server = Server::start(&files.options());
    let answer = files.ask(&server).expect("an answer");
    assert!(answer.starts_with("HTTP/1.1 200 OK"), "{answer}");
    assert!(answer.ends_with(ANSWER), "{answer}");

    let mut stream = files.connect(&server, &[b"http/1.1", b"h2"]);
    stream.write_all(super::frames::PREFACE).expect("sent");
    assert_eq!(stream.conn.alpn_protocol(), Some(&b"h2"[..]), "the better");
    stream
        .write_all(&super::frames::frame(super::frames::SETTINGS, 0, 0, &[]))
        .expect("sent");
    let mut head = [0; 9];
    stream.read_exact(&mut head).expect("a frame");
    assert_eq!(head[3], super::frames::SETTINGS);
}

#[test]
fn a_client_without_tls_is_not_answered() {
    let files = Files::new("plain");
    let server = Server::start(&files.options());
    let answer = server.exchange(REQUEST);
    assert!(!answer.contains("HTTP/1.1 200"), "{answer}");
    assert!(files.ask(&server).is_some());
}

#[test]
fn a_handshake_that_does_not_come_about_is_cut_off() {
    let files = Files::new("slow");
    let [a, b, c, d] = files.options();
    let server = Server::start(&[a, b, c, d, "--head-time-ms", "200"]);
    assert_eq!(server.exchange(b"\x16\x03\x01"), "");
}

#[test]
fn sighup_brings_a_new_certificate_and_keeps_the_old_for_a_bad_one() {
    let mut files = Files::new("renewed");
    let server = Server::start(&files.options());
    assert!(files.ask(&server).is_some());
    files.renew();
    assert!(files.ask(&server).is_none(), "it is not loaded yet");
    server.signal("HUP");
    let begin = Instant::now();
    while files.ask(&server).is_none() {
        assert!(begin.elapsed() < PATIENCE, "it was not loaded");
    }
    fs::write(&files.certificate, "nonsense").expect("it can be written");
    server.signal("HUP");
    // The data are loaded after the certificate.
    std::thread::sleep(std::time::Duration::from_millis(200));
    assert!(files.ask(&server).is_some());
    server.signal("TERM");
    let (_, log) = server.end();
    assert!(
        log.contains("the certificate from before is still used"),
        "{log}"
    );
}

#[test]
fn files_that_are_no_good_are_named_at_the_start() {
    let (files, others) = (Files::new("good"), Files::new("other"));
    let [cert, key] = [&files.certificate, &files.key].map(|file| file.to_str().expect("text"));
    let other_key = others.key.to_str().expect("text");
    for (cert, key, expected) in [
        ("/nowhere.pem", key, "/nowhere.pem: cannot be read"),
        (cert, "/nowhere.pem", "/nowhere.pem: cannot be read"),
        (
            key,
            key,
            "key.pem: expected a certificate in PEM form, found none",
        ),
        (
            cert,
            cert,
            "cert.pem: expected a private key in PEM form, found none",
        ),
        (cert, other_key, "cannot be used together"),
    ] {
        let told = refused(&["--tls-cert", cert, "--tls-key", key]);
        assert!(told.contains(expected), "{told}");
    }
}
