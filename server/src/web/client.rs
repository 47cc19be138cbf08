//! The client's files, and the headers every answer carries.

use crate::metrics::METRICS;
use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use memory_serve::CacheControl;

const OPENER_POLICY: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");
const PERMISSIONS_POLICY: HeaderName = HeaderName::from_static("permissions-policy");
/// What a page of ours never asks a browser for, so nobody can ask it through one. Copying and the
/// whole screen it may use.
const PERMISSIONS: &str = "accelerometer=(), camera=(), display-capture=(), geolocation=(), \
    gyroscope=(), hid=(), magnetometer=(), microphone=(), midi=(), payment=(), \
    publickey-credentials-get=(), serial=(), usb=()";

/// The files, and the page itself on every path that names no file.
pub(super) fn files() -> Router {
    memory_serve::load!()
        .index_file(Some("/index.html"))
        .fallback(Some("/index.html"))
        .html_cache_control(CacheControl::NoCache)
        .into_router()
        .layer(from_fn(as_page))
}

/// The fallback is the page with *not found*. On a path of the client's own, such as `/KWX7P2`,
/// it is found; a file that is not there is not. Built files have their content in their name.
async fn as_page(request: Request, next: Next) -> Response {
    let is_asset = request.uri().path().starts_with("/assets/");
    let is_file = request.uri().path().contains('.');
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    let mut response = next.run(request).await;
    match response.status() {
        StatusCode::NOT_FOUND if reads && !is_file => *response.status_mut() = StatusCode::OK,
        StatusCode::OK if is_asset => {
            let forever = HeaderValue::from_static("max-age=31536000, immutable");
            response
                .headers_mut()
                .insert(header::CACHE_CONTROL, forever);
        }
        _ => {}
    }
    response
}

/// Keeps pages to what is their own. Answers of the API are nobody's to keep.
pub(super) async fn headers(request: Request, next: Next) -> Response {
    let is_api = request.uri().path().starts_with("/api/");
    let policy = policy(request.headers());
    let mut response = next.run(request).await;
    METRICS.statuses.count(response.status().as_u16());
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    for (name, value) in [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (OPENER_POLICY, "same-origin"),
        (RESOURCE_POLICY, "same-origin"),
        (PERMISSIONS_POLICY, PERMISSIONS),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if is_api {
        let nobody = HeaderValue::from_static("no-store");
        headers.insert(header::CACHE_CONTROL, nobody);
    }
    response
}

/// Everything comes from here and nowhere else. Safari before 15.4 does not count a websocket to
/// the same host as `'self'`, so the host is named, if it is one.
fn policy(request: &HeaderMap) -> HeaderValue {
    let host = request
        .get(header::HOST)
        .and_then(|host| host.to_str().ok());
    let is_host = |host: &&str| {
        let fits =
            |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b':' | b'[' | b']');
        host.bytes().all(fits)
    };
    let sockets = match host.filter(is_host) {
        Some(host) => format!(" ws://{host} wss://{host}"),
        None => String::new(),
    };
    let policy = format!(
        "default-src 'self'; connect-src 'self'{sockets}; img-src 'self' data:; \
         object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    );
    HeaderValue::try_from(policy).unwrap_or(HeaderValue::from_static("default-src 'self'"))
}
