//! How a server is reached: its address, TLS, the admin's token.

use super::Failure;
use castgraph::http::{Tls, admin::Token};
use clap::Args;
use std::env;
use std::fs;
use std::io;
use std::net::{SocketAddr, ToSocketAddrs};
use std::path::PathBuf;
use std::sync::Arc;
use tokio::net::{TcpListener, TcpSocket};

/// Connections that the system holds until they are accepted.
const BACKLOG: u32 = 1_024;

/// Files that a server has open beside its connections, with those that it sheds.
const OTHER_FILES: u64 = 512;

/// The variable that may hold the token itself; no option does, since everyone can read those.
const ADMIN_TOKEN: &str = "CASTGRAPH_ADMIN_TOKEN";

/// Where a server listens, and to whom.
#[derive(Debug, Args)]
pub(super) struct ListenArgs {
    /// Address to listen on; port 0 takes a free one
    #[arg(
        long,
        value_name = "ADDR",
        env = "CASTGRAPH_LISTEN",
        default_value = "127.0.0.1:8080"
    )]
    listen: String,
    /// Share the address with other servers of this user that say so too, as for a restart
    #[arg(long, env = "CASTGRAPH_REUSE_PORT")]
    reuse_port: bool,
    /// Certificate for TLS, with those that vouch for it behind it, in PEM form
    #[arg(
        long,
        value_name = "FILE",
        env = "CASTGRAPH_TLS_CERT",
        requires = "tls_key"
    )]
    tls_cert: Option<PathBuf>,
    /// Private key of the certificate, in PEM form
    #[arg(
        long,
        value_name = "FILE",
        env = "CASTGRAPH_TLS_KEY",
        requires = "tls_cert"
    )]
    tls_key: Option<PathBuf>,
    /// File with the token for POST /admin/reload; without one, there is no such route
    #[arg(long, value_name = "FILE", env = "CASTGRAPH_ADMIN_TOKEN_FILE")]
    admin_token_file: Option<PathBuf>,
}

impl ListenArgs {
    /// The socket to listen on; needs a runtime.
    pub(super) fn listener(&self) -> Result<TcpListener, Failure> {
        listener("--listen", &self.listen, self.reuse_port)
    }

    /// What connections are encrypted with.
    pub(super) fn tls(&self) -> Result<Option<Arc<Tls>>, Failure> {
        let (Some(certificate), Some(key)) = (&self.tls_cert, &self.tls_key) else {
            return Ok(None);
        };
        let tls = Tls::load(certificate.clone(), key.clone());
        tls.map(|tls| Some(Arc::new(tls))).map_err(|error| {
            let advice = "--tls-cert and --tls-key take PEM files, the key without a passphrase";
            format!("castgraph: {error}; {advice}").into()
        })
    }

    /// The admin's token, from the file or from the environment.
    pub(super) fn admin(&self) -> Result<Option<Token>, Failure> {
        let (place, text) = if let Some(file) = &self.admin_token_file {
            let place = file.display().to_string();
            let text = fs::read_to_string(file)
                .map_err(|error| format!("castgraph: {place}: cannot be read: {error}"))?;
            (place, text)
        } else if let Some(text) = env::var_os(ADMIN_TOKEN) {
            (ADMIN_TOKEN.to_owned(), text.to_string_lossy().into_owned())
        } else {
            return Ok(None);
        };
        // Never the text itself: it is a secret, even where it is not fit to be one.
        let token = Token::new(text.trim_end()).ok_or_else(|| {
            let least = Token::LENGTH_MIN;
            format!(
                "castgraph: {place}: expected a token of at least {least} letters, digits and \
                 signs without spaces, such as one of `openssl rand -hex 32`"
            )
        })?;
        Ok(Some(token))
    }
}

/// Lets the process have as many files open as connections need, where the system allows it.
pub(super) fn raise_open_files(connections_max: usize) {
    let wanted = connections_max as u64 + OTHER_FILES;
    match rlimit::increase_nofile_limit(wanted) {
        Ok(allowed) if allowed < wanted => {
            tracing::warn!(
                allowed,
                wanted,
                "the system allows fewer open files than --connections-max needs"
            );
        }
        Ok(_) => {}
        Err(error) => tracing::warn!(%error, "the bound on open files is unknown"),
    }
}

/// Opens a socket; the text says which address, why not, and what to do with the option that gave
/// it.
pub(super) fn listener(
    option: &str,
    listen: &str,
    reuse_port: bool,
) -> Result<TcpListener, Failure> {
    bind(listen, reuse_port).map_err(|error| {
        let advice = match error.kind() {
            io::ErrorKind::AddrInUse => format!(
                "another program listens there; choose another port with {option}, such as \
                 127.0.0.1:0 for a free one"
            ),
            io::ErrorKind::PermissionDenied => {
                format!("ports below 1024 need a privilege; choose another with {option}")
            }
            _ => format!(
                "{option} takes an address of this machine and a port, such as 127.0.0.1:8080"
            ),
        };
        format!("castgraph: cannot listen on {listen}: {error}; {advice}").into()
    })
}

/// The first of the addresses that can be had.
fn bind(listen: &str, reuse_port: bool) -> io::Result<TcpListener> {
    let mut refused = io::Error::new(io::ErrorKind::InvalidInput, "it is no address");
    for address in listen.to_socket_addrs()? {
        match bind_one(address, reuse_port) {
            Ok(listener) => return Ok(listener),
            Err(error) => refused = error,
        }
    }
    Err(refused)
}

fn bind_one(address: SocketAddr, reuse_port: bool) -> io::Result<TcpListener> {
    let socket = match address {
        SocketAddr::V4(_) => TcpSocket::new_v4()?,
        SocketAddr::V6(_) => TcpSocket::new_v6()?,
    };
    // Connections of an earlier process may still be on their way out.
    socket.set_reuseaddr(true)?;
    socket.set_reuseport(reuse_port)?;
    socket.bind(address)?;
    socket.listen(BACKLOG)
}
