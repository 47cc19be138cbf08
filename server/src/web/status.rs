//! How the server does, for who keeps it running.

use crate::frame::Where;
use crate::metrics::METRICS;
use crate::room::right::hash_of;
use crate::web::App;
use crate::web::address::Peer;
use crate::web::problem::Failure;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use std::net::IpAddr;
use std::sync::Arc;

/// `GET /healthz`
pub(crate) async fn healthz(State(app): State<Arc<App>>) -> Response {
    if app.life.is_stopping() {
        return (StatusCode::SERVICE_UNAVAILABLE, "stopping\n").into_response();
    }
    "ok\n".into_response()
}

/// `GET /api/where`
pub(crate) async fn whereabouts(State(app): State<Arc<App>>) -> Json<Where> {
    Json(Where {
        url: app.url.clone(),
    })
}

/// `GET /metrics`: with the key as Bearer; on a server without a key from this machine itself.
pub(crate) async fn metrics(
    State(app): State<Arc<App>>,
    peer: Option<Extension<Peer>>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let bearer = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.strip_prefix("Bearer "));
    let is_let_in = match &app.metrics_key {
        // Compared as hashes: how long that takes says nothing about the key.
        Some(key) => bearer.is_some_and(|given| hash_of(key) == hash_of(given)),
        None => peer.is_some_and(|Extension(peer)| is_local(peer.address, &headers)),
    };
    if !is_let_in {
        return Err(Failure::no_entry());
    }
    let kind = [(header::CONTENT_TYPE, "text/plain; version=0.0.4")];
    Ok((kind, METRICS.text()).into_response())
}

/// What a proxy on this machine passes on comes from anywhere, whether that proxy is trusted to
/// say from where or not.
fn is_local(peer: IpAddr, headers: &HeaderMap) -> bool {
    let is_passed_on = headers.contains_key("x-forwarded-for") || headers.contains_key("forwarded");
    peer.to_canonical().is_loopback() && !is_passed_on
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_proxy_passes_on_is_not_local() {
        let here = IpAddr::from([127, 0, 0, 1]);
        let mut headers = HeaderMap::new();
        assert!(is_local(here, &headers));
        assert!(is_local("::ffff:127.0.0.1".parse().unwrap(), &headers));
        assert!(!is_local(IpAddr::from([192, 0, 2, 7]), &headers));
        for name in ["x-forwarded-for", "forwarded"] {
            headers.insert(name, "for=127.0.0.1".parse().unwrap());
            assert!(!is_local(here, &headers), "{name}");
            headers.clear();
        }
    }
}
