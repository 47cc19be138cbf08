//! How the server does, for who keeps it running.

use crate::frame::Where;
use crate::metrics::METRICS;
use crate::room::right::hash_of;
use crate::web::App;
use crate::web::address::From;
use crate::web::problem::Failure;
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
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

/// `GET /metrics`: from this machine, or with the key as Bearer.
pub(crate) async fn metrics(
    State(app): State<Arc<App>>,
    From(from): From,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let bearer = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.strip_prefix("Bearer "));
    let has_key = match (&app.metrics_key, bearer) {
        // Compared as hashes: how long that takes says nothing about the key.
        (Some(key), Some(given)) => hash_of(key) == hash_of(given),
        _ => false,
    };
    if !has_key && !is_local(from) {
        return Err(Failure::no_entry());
    }
    let kind = [(header::CONTENT_TYPE, "text/plain; version=0.0.4")];
    Ok((kind, METRICS.text()).into_response())
}

fn is_local(from: IpAddr) -> bool {
    from.to_canonical().is_loopback()
}
