//! Where a request comes from: the other end of the socket, or, when that is a proxy of ours,
//! whom that proxy names. What no proxy of ours wrote is never believed.

use crate::web::App;
use crate::web::newcomers::Place;
use crate::web::quota::Network;
use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::request::Parts;
use ipnet::IpNet;
use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;

/// The socket a request came through.
#[derive(Clone, Debug)]
pub(crate) struct Peer {
    /// Its other end.
    pub(crate) address: IpAddr,
    /// Its place among the connections there can be; a websocket keeps it.
    pub(crate) place: Arc<Place>,
}

/// The address a request counts for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Origin(IpAddr);

impl Origin {
    pub(crate) fn network(&self) -> Network {
        Network::from(self.0)
    }
}

impl FromRequestParts<Arc<App>> for Origin {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Infallible> {
        let peer = parts.extensions.get::<Peer>();
        // Every request that came through a socket has a peer; none counts as unknown.
        let peer = peer.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |peer| peer.address);
        Ok(Origin(origin(peer, &parts.headers, &app.trusted_proxies)))
    }
}

/// Whether the other end of the socket is a proxy of ours.
pub(super) fn is_through_proxy(peer: Option<&Peer>, trusted: &[IpNet]) -> bool {
    peer.is_some_and(|peer| is_in(trusted, &peer.address.to_canonical()))
}

fn is_in(networks: &[IpNet], address: &IpAddr) -> bool {
    networks.iter().any(|net| net.contains(address))
}

/// Walks back along `X-Forwarded-For` or `Forwarded` as far as the proxies that are trusted: what
/// stands before that anyone can have written. A proxy writes one of the two and may pass on the
/// other as a stranger wrote it: where both are there and lead to different addresses, neither is
/// believed. `X-Real-IP` and the like name no way, so they never are.
fn origin(peer: IpAddr, headers: &HeaderMap, trusted: &[IpNet]) -> IpAddr {
    let peer = peer.to_canonical();
    let along = |name: &str| {
        let hops = elements(headers, name).map(|hop| match name {
            "forwarded" => parameter(hop, "for").and_then(node),
            _ => node(hop),
        });
        let is_there = elements(headers, name).next().is_some();
        is_there.then(|| walk(peer, hops, trusted))
    };
    match (along("x-forwarded-for"), along("forwarded")) {
        (Some(one), Some(other)) if one != other => peer,
        (Some(named), _) | (None, Some(named)) => named,
        (None, None) => peer,
    }
}

/// Until an address that is no proxy of ours, or a hop that cannot be read.
fn walk(peer: IpAddr, mut hops: impl Iterator<Item = Option<IpAddr>>, trusted: &[IpNet]) -> IpAddr {
    let mut origin = peer;
    while is_in(trusted, &origin) {
        match hops.next() {
            Some(Some(hop)) => origin = hop,
            Some(None) | None => break,
        }
    }
    origin
}

/// The elements of a header that is a list, the last first; empty ones are none. Bytes, since a
/// stranger's part of the list must not make a proxy's unreadable; and no comma is part of an
/// element, since a quote that a stranger leaves open must not swallow what follows.
pub(super) fn elements<'a>(headers: &'a HeaderMap, name: &str) -> impl Iterator<Item = &'a [u8]> {
    let lines: Vec<&[u8]> = headers.get_all(name).iter().map(|l| l.as_bytes()).collect();
    lines
        .into_iter()
        .rev()
        .flat_map(|line| line.rsplit(|byte| *byte == b','))
        .map(<[u8]>::trim_ascii)
        .filter(|element| !element.is_empty())
}

/// `for=…` and the like of an element of `Forwarded` (RFC 7239), without its quotes.
pub(super) fn parameter<'a>(element: &'a [u8], name: &str) -> Option<&'a [u8]> {
    element.split(|byte| *byte == b';').find_map(|pair| {
        let at = pair.iter().position(|byte| *byte == b'=')?;
        let (key, value) = (pair[..at].trim_ascii(), pair[at + 1..].trim_ascii());
        key.eq_ignore_ascii_case(name.as_bytes())
            .then(|| unquoted(value))
    })
}

fn unquoted(text: &[u8]) -> &[u8] {
    let inside = text.strip_prefix(b"\"").and_then(|t| t.strip_suffix(b"\""));
    inside.unwrap_or(text).trim_ascii()
}

/// An address as proxies write it: bare, with a port, IPv6 in brackets or not, in quotes or not,
/// with or without a zone. `unknown` and made-up names are none.
fn node(hop: &[u8]) -> Option<IpAddr> {
    let text = std::str::from_utf8(unquoted(hop)).ok()?;
    let address = match text.strip_prefix('[') {
        Some(rest) => {
            let (inside, after) = rest.split_once(']')?;
            let is_port = |port: &str| port.parse::<u16>().is_ok();
            let fits = after.is_empty() || after.strip_prefix(':').is_some_and(is_port);
            if !fits {
                return None;
            }
            IpAddr::V6(without_zone(inside).parse().ok()?)
        }
        None => match text.parse::<SocketAddr>() {
            Ok(with_port) => with_port.ip(),
            Err(_) => without_zone(text).parse().ok()?,
        },
    };
    Some(address.to_canonical())
}

fn without_zone(text: &str) -> &str {
    text.split_once('%').map_or(text, |(address, _)| address)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::{HeaderName, HeaderValue};

    /// Proxies at 10.0.0.1 and everywhere in 10.0.0.0/8 and 2001:db8:f::/48 are ours.
    fn origin_of(peer: &str, lines: &[(&str, &[u8])]) -> String {
        let mut headers = HeaderMap::new();
        for (name, value) in lines {
            let name = HeaderName::try_from(*name).unwrap();
            headers.append(name, HeaderValue::from_bytes(value).unwrap());
        }
        let trusted = ["10.0.0.0/8", "2001:db8:f::/48"].map(|net| net.parse().unwrap());
        origin(peer.parse().unwrap(), &headers, &trusted).to_string()
    }

    #[test]
    fn an_address_is_understood_as_any_proxy_writes_it() {
        let person = "192.0.2.7";
        for written in [
            "192.0.2.7",
            " 192.0.2.7\t",
            "192.0.2.7:4711",
            "\"192.0.2.7\"",
            "\"192.0.2.7:4711\"",
            "::ffff:192.0.2.7",
            "[::ffff:192.0.2.7]:4711",
            "198.51.100.1,192.0.2.7",
            "198.51.100.1 ,  192.0.2.7:80 , 10.0.0.2:81",
            "192.0.2.7,",
            ", 192.0.2.7, ,",
            "unknown, 192.0.2.7",
            "192.0.2.7, 2001:db8:f::1",
            "192.0.2.7, [2001:db8:f::1]:443, 10.9.9.9",
        ] {
            let lines = [("x-forwarded-for", written.as_bytes())];
            assert_eq!(origin_of("10.0.0.1", &lines), person, "{written:?}");
        }
        for written in [
            "2001:db8::1",
            "2001:DB8:0:0::1",
            "[2001:db8::1]",
            "[2001:db8::1]:4711",
            "\"[2001:db8::1]:4711\"",
            "2001:db8::1%eth0",
            "[2001:db8::1%25eth0]:80",
        ] {
            let lines = [("x-forwarded-for", written.as_bytes())];
            assert_eq!(origin_of("10.0.0.1", &lines), "2001:db8::1", "{written:?}");
        }
    }

    #[test]
    fn forwarded_is_understood_too() {
        for (written, origin) in [
            ("for=192.0.2.7", "192.0.2.7"),
            ("For=\"192.0.2.7:80\";proto=https;by=10.0.0.1", "192.0.2.7"),
            (
                "proto=http; for = 192.0.2.7 ;host=spel.example",
                "192.0.2.7",
            ),
            ("for=\"[2001:db8::1]:4711\"", "2001:db8::1"),
            ("for=\"[2001:db8::1]\", for=10.0.0.3", "2001:db8::1"),
            ("for=198.51.100.1, for=192.0.2.7", "192.0.2.7"),
            ("for=\"198.51.100.1, for=192.0.2.7", "192.0.2.7"),
            ("for=unknown", "10.0.0.1"),
            ("for=_hidden, for=10.0.0.3", "10.0.0.3"),
            ("for=198.51.100.1, proto=https", "10.0.0.1"),
            ("192.0.2.7", "10.0.0.1"),
        ] {
            let lines = [("forwarded", written.as_bytes())];
            assert_eq!(origin_of("10.0.0.1", &lines), origin, "{written:?}");
        }
    }

    #[test]
    fn several_lines_are_one_list() {
        let lines: [(&str, &[u8]); 3] = [
            ("x-forwarded-for", b"198.51.100.1"),
            ("x-forwarded-for", b"192.0.2.7, 10.0.0.3"),
            ("x-forwarded-for", b"10.0.0.2"),
        ];
        assert_eq!(origin_of("10.0.0.1", &lines), "192.0.2.7");
    }

    #[test]
    fn a_hop_that_cannot_be_read_ends_the_way_at_the_last_proxy() {
        for written in [
            &b"nonsense"[..],
            b"198.51.100.1, unknown",
            b"198.51.100.1, unix:",
            b"198.51.100.1, 192.0.2.7:port",
            b"198.51.100.1, 192.0.2.7:99999",
            b"198.51.100.1, [2001:db8::1",
            b"198.51.100.1, [2001:db8::1]x",
            b"198.51.100.1, [192.0.2.7]",
            b"198.51.100.1, 192.0.2.256",
            b"198.51.100.1, \xff",
            b"198.51.100.1, \"192.0.2.7",
            b"",
            b" , ,",
        ] {
            let lines = [("x-forwarded-for", written)];
            assert_eq!(origin_of("10.0.0.1", &lines), "10.0.0.1", "{written:?}");
        }
        let lines = [("x-forwarded-for", &b"198.51.100.1, unknown, 10.0.0.2"[..])];
        assert_eq!(origin_of("10.0.0.1", &lines), "10.0.0.2");
    }

    #[test]
    fn only_a_proxy_of_ours_is_believed() {
        for peer in ["203.0.113.9", "::1", "127.0.0.1", "2001:db8:e::1"] {
            for name in ["x-forwarded-for", "forwarded"] {
                let lines = [(name, &b"for=192.0.2.7"[..]), (name, b"192.0.2.7")];
                assert_eq!(origin_of(peer, &lines), peer, "{name}");
            }
        }
        // A person's own words before the proxy's, however they are written.
        for theirs in [&b"\xff\xfe"[..], b"\"", b"10.0.0.9", b"for=\""] {
            let written = [theirs, b", 192.0.2.7"].concat();
            let lines = [("x-forwarded-for", &written[..])];
            assert_eq!(origin_of("10.0.0.1", &lines), "192.0.2.7", "{theirs:?}");
        }
        // A header that our proxy does not write, beside the one that it does.
        let both: [(&str, &[u8]); 2] = [
            ("x-forwarded-for", b"192.0.2.7"),
            ("forwarded", b"for=198.51.100.1"),
        ];
        assert_eq!(origin_of("10.0.0.1", &both), "10.0.0.1");
        let same: [(&str, &[u8]); 2] = [
            ("x-forwarded-for", b"192.0.2.7:80"),
            ("forwarded", b"for=192.0.2.7"),
        ];
        assert_eq!(origin_of("10.0.0.1", &same), "192.0.2.7");
        let names: [(&str, &[u8]); 2] = [
            ("x-real-ip", b"192.0.2.7"),
            ("cf-connecting-ip", b"192.0.2.7"),
        ];
        assert_eq!(origin_of("10.0.0.1", &names), "10.0.0.1");
    }
}
