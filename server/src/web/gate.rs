//! Whose page sends a request, and to which name: what a browser may ask of the API on behalf of a
//! page that is not ours is nothing. Programs that are no browser say neither and are let through;
//! what they may do, tokens and quotas decide.

use crate::frame::DoorCode;
use crate::web::App;
use crate::web::address::{Peer, elements, is_through_proxy, parameter};
use crate::web::problem::Failure;
use axum::extract::{Request, State};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, Method, Uri, header};
use axum::middleware::Next;
use axum::response::Response;
use std::net::{Ipv4Addr, Ipv6Addr};
use std::sync::{Arc, Once};

/// A name or address, and a port where one is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Host {
    /// In lower case, without the dot that may end a name.
    name: String,
    port: Option<u16>,
}

impl Host {
    fn read(text: &str) -> Option<Host> {
        let authority: Authority = text.trim().parse().ok()?;
        // Somebody's name and password before the host: no browser sends them.
        if authority.as_str().contains('@') {
            return None;
        }
        let name = authority.host().to_ascii_lowercase();
        let name = name.strip_suffix('.').unwrap_or(&name);
        let rest = &authority.as_str()[authority.host().len()..];
        let port = match rest {
            "" | ":" => None,
            rest => Some(rest.strip_prefix(':')?.parse().ok()?),
        };
        let name = match name.starts_with('[') {
            true => name.parse::<Ipv6Bracketed>().ok()?.0,
            false => name.to_owned(),
        };
        (!name.is_empty()).then_some(Host { name, port })
    }

    /// The host of an address such as `https://spel.example/`, with its port: what it says, or
    /// that of the scheme. Nothing of another scheme than a page of ours can have.
    pub(crate) fn of_url(url: &str) -> Option<Host> {
        let (scheme, rest) = url.split_once("://")?;
        let default = match scheme.to_ascii_lowercase().as_str() {
            "http" => 80,
            "https" => 443,
            _ => return None,
        };
        let host = Host::read(rest.split(['/', '?', '#']).next()?)?;
        Some(Host {
            port: host.port.or(Some(default)),
            ..host
        })
    }

    /// The same of what a browser says is a page's origin, which has nothing after the host.
    fn of_origin(origin: &str) -> Option<Host> {
        let (_, rest) = origin.split_once("://")?;
        let is_bare = !rest.contains(['/', '?', '#']);
        is_bare.then(|| Host::of_url(origin)).flatten()
    }

    /// Whether a page of this host (with the port of its scheme) is one of `reached`, where the
    /// port of either scheme may be left out.
    fn is_page_of(&self, reached: &Host) -> bool {
        self.name == reached.name
            && match reached.port {
                None => matches!(self.port, Some(80 | 443)),
                port => self.port == port,
            }
    }

    /// A name that nobody outside can have point to this machine: an address, a name without a
    /// dot, or one of this machine or network alone.
    fn is_of_here(&self) -> bool {
        self.name.starts_with('[')
            || self.name.parse::<Ipv4Addr>().is_ok()
            || !self.name.contains('.')
            || self.name.ends_with(".localhost")
            || self.name.ends_with(".local")
    }
}

/// An IPv6 address between brackets, as it is written shortest.
struct Ipv6Bracketed(String);

impl std::str::FromStr for Ipv6Bracketed {
    type Err = ();

    fn from_str(text: &str) -> Result<Ipv6Bracketed, ()> {
        let inside = text.strip_prefix('[').and_then(|t| t.strip_suffix(']'));
        let address: Ipv6Addr = inside.ok_or(())?.parse().map_err(|_| ())?;
        Ok(Ipv6Bracketed(format!("[{address}]")))
    }
}

/// Before anything of the API: 421 for a name that is not this server's, 403 for somebody else's
/// page, 415 for a body that says it is no JSON.
pub(super) async fn gate(
    State(app): State<Arc<App>>,
    request: Request,
    next: Next,
) -> Result<Response, Failure> {
    let peer = request.extensions().get::<Peer>();
    let is_through_proxy = is_through_proxy(peer, &app.trusted_proxies);
    let reached = reached(request.uri(), request.headers(), is_through_proxy);
    let public = app.public_host.as_ref();
    let checked = check_host(&reached, public, is_through_proxy)
        .and_then(|()| check_origin(request.method(), request.headers(), &reached, public))
        .inspect_err(tell_operator)
        .and_then(|()| check_type(&request));
    match checked {
        Ok(()) => Ok(next.run(request).await),
        Err(failure) => Err(failure.unread()),
    }
}

/// Once: who set up a proxy sees why nobody can play, and nobody can fill the log with it.
fn tell_operator(failure: &Failure) {
    static TOLD: Once = Once::new();
    TOLD.call_once(|| {
        tracing::warn!(
            why = failure.message(),
            "a request to the API was refused; it is told only this once"
        );
    });
}

/// The hosts a request says it is for; nothing where one cannot be read.
type Reached = Option<Vec<Host>>;

/// As this server was asked, and, through a proxy of ours, as that was asked.
fn reached(uri: &Uri, headers: &HeaderMap, is_through_proxy: bool) -> Reached {
    let mut written: Vec<&[u8]> = match uri.authority() {
        Some(authority) => vec![authority.as_str().as_bytes()],
        None => headers
            .get_all(header::HOST)
            .iter()
            .map(|h| h.as_bytes())
            .collect(),
    };
    if written.len() > 1 {
        return None;
    }
    if is_through_proxy {
        written.extend(elements(headers, "x-forwarded-host"));
        written.extend(elements(headers, "forwarded").filter_map(|one| parameter(one, "host")));
    }
    let read = |text: &[u8]| Host::read(std::str::from_utf8(text).ok()?);
    written.into_iter().map(read).collect()
}

/// A page of somebody else's can have its own name point to this machine and then counts as ours
/// for a browser. Where people reach this server only `--public-url` tells: without it any name may
/// be right, such as one that a municipality gave a laptop. Then nothing is lost either: tokens are
/// kept by name, and that page has none. Of a proxy of ours the host is its own affair.
fn check_host(
    reached: &Reached,
    public: Option<&Host>,
    is_through_proxy: bool,
) -> Result<(), Failure> {
    let fits = match (reached, public) {
        (None, _) => false,
        (Some(_), None) => true,
        (Some(hosts), Some(public)) => {
            let is_ours = |host: &Host| host.name == public.name || host.is_of_here();
            is_through_proxy || hosts.iter().all(is_ours)
        }
    };
    if fits {
        return Ok(());
    }
    let why = "the Host is not this server's; see --public-url";
    Err(Failure::new(DoorCode::WrongHost, why))
}

fn check_origin(
    method: &Method,
    headers: &HeaderMap,
    reached: &Reached,
    public: Option<&Host>,
) -> Result<(), Failure> {
    let pages = || reached.iter().flatten().chain(public);
    let is_ours = |origin: &[u8]| {
        let page = std::str::from_utf8(origin).ok().and_then(Host::of_origin);
        page.is_some_and(|page| pages().any(|host| page.is_page_of(host)))
    };
    let mut origins = headers.get_all(header::ORIGIN).iter();
    if origins.all(|origin| is_ours(origin.as_bytes())) && !is_foreign_fetch(method, headers) {
        return Ok(());
    }
    let why =
        "a page of another origin asks; behind a proxy that changes the Host, see --public-url";
    Err(Failure::new(DoorCode::ForeignOrigin, why))
}

/// What a browser says of a request without an origin, such as for an image: another site's page
/// has it made. Who follows a link is at the wheel themselves.
fn is_foreign_fetch(method: &Method, headers: &HeaderMap) -> bool {
    let says = |name: &str, words: &[&str]| {
        let lines = headers.get_all(name).iter();
        let said = lines.flat_map(|line| line.as_bytes().split(|byte| *byte == b','));
        let mut said = said.map(<[u8]>::trim_ascii);
        said.any(|said| {
            words
                .iter()
                .any(|word| said.eq_ignore_ascii_case(word.as_bytes()))
        })
    };
    let follows = method == Method::GET && says("sec-fetch-mode", &["navigate"]);
    says("sec-fetch-site", &["cross-site", "same-site"]) && !follows
}

/// A form of another site can send text without asking first, but not JSON that says what it is.
fn check_type(request: &Request) -> Result<(), Failure> {
    use axum::body::HttpBody;
    let is_body = request.method() == Method::POST || !request.body().is_end_stream();
    let is_json = |value: &[u8]| {
        let kind = value.split(|byte| *byte == b';').next().unwrap_or_default();
        kind.trim_ascii().eq_ignore_ascii_case(b"application/json")
    };
    let mut types = request.headers().get_all(header::CONTENT_TYPE).iter();
    if !is_body || types.all(|value| is_json(value.as_bytes())) {
        return Ok(());
    }
    let why = "the body says that it is not application/json";
    Err(Failure::new(DoorCode::MediaType, why))
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn asked(host: &str, origin: &str, public: Option<&str>) -> bool {
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, HeaderValue::try_from(host).unwrap());
        headers.insert(header::ORIGIN, HeaderValue::try_from(origin).unwrap());
        let public = public.map(|url| Host::of_url(url).unwrap());
        let reached = reached(&Uri::from_static("/api/where"), &headers, false);
        check_origin(&Method::POST, &headers, &reached, public.as_ref()).is_ok()
    }

    #[test]
    fn a_page_of_ours_is_one_of_the_host_that_was_reached() {
        for (host, origin) in [
            ("127.0.0.1:8080", "http://127.0.0.1:8080"),
            ("localhost:5173", "http://localhost:5173"),
            ("laptop.local:8080", "http://Laptop.local:8080"),
            ("LAPTOP.local.:8080", "http://laptop.local:8080"),
            ("spel.example", "https://spel.example"),
            ("spel.example", "http://spel.example"),
            ("spel.example:443", "https://spel.example"),
            ("spel.example:80", "http://spel.example"),
            ("spel.example", "https://spel.example:443"),
            ("[::1]:8080", "http://[::1]:8080"),
            ("[0:0:0:0:0:0:0:1]:8080", "http://[::1]:8080"),
            ("[2001:DB8::1]", "http://[2001:db8::1]"),
        ] {
            assert!(asked(host, origin, None), "{origin} at {host}");
        }
    }

    #[test]
    fn every_other_page_is_foreign() {
        for (host, origin) in [
            ("127.0.0.1:8080", "http://evil.example"),
            ("127.0.0.1:8080", "http://127.0.0.1:8081"),
            ("127.0.0.1:8080", "http://127.0.0.1"),
            ("127.0.0.1:8080", "http://localhost:8080"),
            ("127.0.0.1:8080", "null"),
            ("127.0.0.1:8080", "http://127.0.0.1:8080/x"),
            ("127.0.0.1:8080", "http://127.0.0.1:8080#@evil"),
            ("127.0.0.1:8080", ""),
            ("127.0.0.1:8080", "127.0.0.1:8080"),
            ("127.0.0.1:8080", "file://127.0.0.1:8080"),
            ("127.0.0.1:8080", "http://evil.example@127.0.0.1:8080"),
            ("127.0.0.1:8080", "http://127.0.0.1:8080.evil.example"),
            ("spel.example", "https://evil.spel.example"),
            ("spel.example", "https://spel.example.evil"),
            ("spel.example", "https://spel.example:8443"),
            ("spel.example:443", "http://spel.example"),
            ("spel.example", "http://spel.example, http://evil.example"),
        ] {
            assert!(!asked(host, origin, None), "{origin} at {host}");
        }
        let mut both = HeaderMap::new();
        both.insert(header::HOST, HeaderValue::from_static("spel.example"));
        both.append(
            header::ORIGIN,
            HeaderValue::from_static("https://spel.example"),
        );
        both.append(
            header::ORIGIN,
            HeaderValue::from_static("https://evil.example"),
        );
        let reached = reached(&Uri::from_static("/api"), &both, false);
        assert!(check_origin(&Method::GET, &both, &reached, None).is_err());
    }

    #[test]
    fn behind_a_proxy_that_changes_the_host_the_public_url_is_ours_too() {
        for public in [
            "https://spel.example",
            "https://SPEL.example:443/",
            "https://spel.example/x",
        ] {
            let asked = |origin| asked("127.0.0.1:8080", origin, Some(public));
            assert!(asked("https://spel.example"), "{public}");
            assert!(asked("http://127.0.0.1:8080"), "who keeps it running");
            assert!(!asked("http://spel.example"), "another port");
            assert!(!asked("https://evil.example"), "{public}");
        }
    }

    #[test]
    fn of_a_proxy_that_is_trusted_the_host_it_names_counts() {
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, HeaderValue::from_static("10.0.0.2:8080"));
        headers.insert(
            header::ORIGIN,
            HeaderValue::from_static("https://spel.example"),
        );
        let is_ours = |headers: &HeaderMap, is_through_proxy| {
            let reached = reached(&Uri::from_static("/api"), headers, is_through_proxy);
            check_origin(&Method::GET, headers, &reached, None).is_ok()
        };
        for (name, value) in [
            ("x-forwarded-host", "spel.example"),
            ("x-forwarded-host", "spel.example, 10.0.0.2:8080"),
            ("forwarded", "for=192.0.2.7;host=spel.example;proto=https"),
            ("forwarded", "host=\"spel.example:443\""),
        ] {
            headers.insert(name, HeaderValue::from_static(value));
            assert!(is_ours(&headers, true), "{value}");
            assert!(!is_ours(&headers, false), "{value}");
            headers.remove(name);
        }
        assert!(!is_ours(&headers, true));
    }

    #[test]
    fn once_it_is_known_what_the_host_must_be_it_is_checked() {
        let check = |host: &'static str, public: Option<&str>| {
            let mut headers = HeaderMap::new();
            headers.insert(header::HOST, HeaderValue::from_static(host));
            let public = public.map(|url| Host::of_url(url).unwrap());
            let reached = reached(&Uri::from_static("/api"), &headers, false);
            check_host(&reached, public.as_ref(), false).is_ok()
        };
        for host in [
            "spel.example",
            "SPEL.example.:8443",
            "127.0.0.1:8080",
            "192.168.1.20:8080",
            "[::1]:8080",
            "localhost",
            "spel.localhost",
            "laptop.local:8080",
            "competentiespel:8080",
        ] {
            assert!(check(host, Some("https://spel.example")), "{host}");
        }
        for host in [
            "evil.example",
            "evil.example:443",
            "spel.example.evil.example",
            "127.0.0.1.evil.example",
            "127.0.0.1@evil.example",
            "local.evil.example",
            "[evil.example]",
            "[v1.evil]",
            "[::1].evil.example",
            "",
        ] {
            assert!(!check(host, Some("https://spel.example")), "{host}");
        }
        assert!(
            check("spel.gemeente.example", None),
            "any name may be right"
        );
        let url = Uri::from_static("http://evil.example/api");
        let named = reached(&url, &HeaderMap::new(), false);
        let public = Host::of_url("https://spel.example");
        assert!(check_host(&named, public.as_ref(), false).is_err());
        let unnamed = reached(&Uri::from_static("/api"), &HeaderMap::new(), false);
        assert!(
            check_host(&unnamed, public.as_ref(), false).is_ok(),
            "no browser"
        );
    }

    #[test]
    fn what_another_site_has_fetched_is_foreign_and_a_link_is_not() {
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, HeaderValue::from_static("spel.example"));
        let is_ours = |method: &Method, headers: &HeaderMap| {
            let reached = reached(&Uri::from_static("/api"), headers, false);
            check_origin(method, headers, &reached, None).is_ok()
        };
        for (site, mode, fits) in [
            ("cross-site", "no-cors", false),
            ("Cross-Site", "no-cors", false),
            ("same-origin, cross-site", "no-cors", false),
            ("same-site", "no-cors", false),
            ("cross-site", "websocket", false),
            ("cross-site", "navigate", true),
            ("same-origin", "cors", true),
            ("none", "navigate", true),
        ] {
            headers.insert("sec-fetch-site", HeaderValue::from_static(site));
            headers.insert("sec-fetch-mode", HeaderValue::from_static(mode));
            assert_eq!(is_ours(&Method::GET, &headers), fits, "{site} {mode}");
        }
        headers.insert("sec-fetch-site", HeaderValue::from_static("cross-site"));
        assert!(!is_ours(&Method::POST, &headers), "no link does that");
    }
}
