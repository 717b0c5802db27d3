//! Whose request it is: the address for which limits count.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};

use axum::http::{HeaderMap, HeaderName, header::FORWARDED};
use ipnet::IpNet;
use rfc7239::NodeName;

/// The other end of a connection, as [`serve`](super::serve) writes it into each request.
#[derive(Clone, Copy, Debug)]
pub struct Peer(pub IpAddr);

/// The header in which proxies say for whom they ask.
///
/// One is read and the other is not: what a proxy does not write, its client may have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ForwardedHeader {
    /// `X-Forwarded-For`.
    #[default]
    XForwardedFor,
    /// `Forwarded`, of RFC 7239.
    Forwarded,
}

const X_FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

impl ForwardedHeader {
    /// The addresses, the last first; `None` for what is none.
    fn addresses(self, headers: &HeaderMap) -> Vec<Option<IpAddr>> {
        let name = match self {
            Self::XForwardedFor => X_FORWARDED_FOR,
            Self::Forwarded => FORWARDED,
        };
        let mut addresses = Vec::new();
        for value in headers.get_all(name) {
            // What is no text is one address that nobody knows.
            let text = value.to_str().unwrap_or_default();
            match self {
                Self::XForwardedFor => addresses.extend(text.split(',').map(address)),
                Self::Forwarded => addresses.extend(rfc7239::parse(text).map(|hop| {
                    match hop.ok()?.forwarded_for?.name {
                        NodeName::Ip(address) => Some(address),
                        _ => None,
                    }
                })),
            }
        }
        addresses.reverse();
        addresses
    }
}

/// An address, with or without a port.
fn address(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    let socket = || text.parse().ok().map(|socket: SocketAddr| socket.ip());
    text.parse().ok().or_else(socket)
}

/// Proxies in front of the server.
#[derive(Clone, Debug, Default)]
pub struct Proxies {
    /// Where they are; others are not believed, whatever their headers say.
    pub trusted: Vec<IpNet>,
    /// Where they say for whom they ask.
    pub header: ForwardedHeader,
}

impl Proxies {
    /// The address for which a request counts: the last that is no trusted proxy.
    ///
    /// What stands before it in the header was written by the client itself. Where a proxy
    /// names nobody, its own address.
    pub fn client(&self, Peer(peer): Peer, headers: &HeaderMap) -> IpAddr {
        let mut client = peer.to_canonical();
        if !contains(&self.trusted, client) {
            return client;
        }
        for address in self.header.addresses(headers) {
            let Some(address) = address else { break };
            client = address.to_canonical();
            if !contains(&self.trusted, client) {
                break;
            }
        }
        client
    }
}

/// Whether an address lies in one of the networks.
pub(super) fn contains(networks: &[IpNet], address: IpAddr) -> bool {
    networks.iter().any(|network| network.contains(&address))
}

/// What one client has: an address of IPv4, a network of 64 bits of IPv6.
pub(super) fn home(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(address) => {
            let network = address.to_bits() & !u128::from(u64::MAX);
            Ipv6Addr::from_bits(network).into()
        }
    }
}
