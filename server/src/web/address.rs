//! Where a request comes from: the other end of the socket, or, when that is a proxy of ours,
//! whom that proxy names.

use crate::web::App;
use crate::web::quota::Network;
use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::request::Parts;
use ipnet::IpNet;
use std::convert::Infallible;
use std::net::IpAddr;
use std::sync::Arc;
use tokio::sync::OwnedSemaphorePermit;

/// The socket a request came through.
#[derive(Clone, Debug)]
pub(crate) struct Peer {
    /// Its other end.
    pub(crate) address: IpAddr,
    /// Its place among the connections there can be; a websocket keeps it.
    pub(crate) place: Arc<OwnedSemaphorePermit>,
}

/// The address a request counts for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Origin(pub(crate) IpAddr);

impl Origin {
    pub(crate) fn network(self) -> Network {
        Network::from(self.0)
    }
}

impl FromRequestParts<Arc<App>> for Origin {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Infallible> {
        // Every request that came through a socket has a peer; none counts as unknown.
        let peer = parts.extensions.get::<Peer>();
        let peer = peer.map_or(IpAddr::from([0, 0, 0, 0]), |peer| peer.address);
        Ok(Origin(origin(peer, &parts.headers, &app.trusted_proxies)))
    }
}

/// Walks back along `X-Forwarded-For` as far as the proxies that are trusted: what stands before
/// that anyone can have written.
fn origin(peer: IpAddr, headers: &HeaderMap, trusted: &[IpNet]) -> IpAddr {
    let is_trusted = |address: &IpAddr| trusted.iter().any(|net| net.contains(address));
    let mut origin = peer.to_canonical();
    let named = headers.get_all("x-forwarded-for");
    let lines: Vec<&str> = named.iter().filter_map(|line| line.to_str().ok()).collect();
    let mut hops = lines.iter().rev().flat_map(|line| line.rsplit(','));
    while is_trusted(&origin) {
        match hops
            .next()
            .and_then(|hop| hop.trim().parse::<IpAddr>().ok())
        {
            Some(hop) => origin = hop.to_canonical(),
            None => break,
        }
    }
    origin
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origin_of(peer: &str, forwarded: &str, trusted: &str) -> String {
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", forwarded.parse().unwrap());
        let trusted: Vec<IpNet> = trusted
            .split_whitespace()
            .map(|net| net.parse().unwrap())
            .collect();
        origin(peer.parse().unwrap(), &headers, &trusted).to_string()
    }

    #[test]
    fn only_a_trusted_proxy_is_believed() {
        let (proxy, person) = ("10.0.0.1", "192.0.2.7");
        assert_eq!(origin_of(proxy, person, "10.0.0.0/8"), person);
        assert_eq!(origin_of(person, "198.51.100.1", "10.0.0.0/8"), person);
        assert_eq!(origin_of(proxy, person, ""), proxy);
    }

    #[test]
    fn what_a_person_writes_before_the_proxy_is_not_believed() {
        let forwarded = "198.51.100.1, 192.0.2.7, 10.0.0.2";
        assert_eq!(origin_of("10.0.0.1", forwarded, "10.0.0.0/8"), "192.0.2.7");
        assert_eq!(origin_of("10.0.0.1", "nonsense", "10.0.0.0/8"), "10.0.0.1");
    }
}
