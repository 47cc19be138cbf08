//! `GET /api/sessions/{code}/live`: from an HTTP request to a websocket.

use crate::limits::{FRAME_BYTES_MAX, READ_BUFFER_BYTES, WRITE_BUFFER_BYTES, WRITE_BYTES_MAX};
use crate::room::code::JoinCode;
use crate::web::App;
use crate::web::address::{Origin, Peer, is_through_proxy};
use crate::web::connection::talk;
use crate::web::heard::Heard;
use crate::web::problem::{Failure, PathCode};
use axum::Extension;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use hyper_util::rt::TokioIo;
use std::sync::Arc;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;

/// Any well-formed upgrade is accepted: whether there is such a session is told to nobody before
/// the hello.
pub(crate) async fn live(
    State(app): State<Arc<App>>,
    PathCode(code): PathCode,
    from: Origin,
    Extension(peer): Extension<Peer>,
    mut request: Request,
) -> Result<Response, Failure> {
    let key = websocket_key(request.headers())
        .ok_or_else(|| Failure::bad_request("this address wants a websocket, version 13"))?;
    let accept = derive_accept_key(&key);
    let upgrade = hyper::upgrade::on(&mut request);
    let code = JoinCode::read(&code);
    let life = app.life.clone();
    life.spawn(async move {
        let is_through_proxy = is_through_proxy(Some(&peer), &app.trusted_proxies);
        let place = peer.place;
        // Through a proxy each person has a connection of their own from here on.
        if is_through_proxy && !place.comes(&app.newcomers, from.network()) {
            return;
        }
        // Who leaves before the upgrade is done needs nothing more.
        if let Ok(upgraded) = upgrade.await {
            let io = TokioIo::new(upgraded);
            let socket = Heard::on(io, config()).await;
            talk(&app, socket, code, from.network(), &place).await;
        }
    });
    let headers = [
        (header::UPGRADE, "websocket"),
        (header::CONNECTION, "Upgrade"),
        (header::SEC_WEBSOCKET_ACCEPT, accept.as_str()),
    ];
    Ok((StatusCode::SWITCHING_PROTOCOLS, headers).into_response())
}

fn config() -> WebSocketConfig {
    WebSocketConfig::default()
        .read_buffer_size(READ_BUFFER_BYTES)
        .write_buffer_size(WRITE_BUFFER_BYTES)
        .max_write_buffer_size(WRITE_BYTES_MAX)
        .max_message_size(Some(FRAME_BYTES_MAX))
        .max_frame_size(Some(FRAME_BYTES_MAX))
}

fn websocket_key(headers: &HeaderMap) -> Option<Vec<u8>> {
    let has = |name: header::HeaderName, word: &str| {
        let lines = headers.get_all(name);
        let mut words = lines
            .iter()
            .filter_map(|line| line.to_str().ok())
            .flat_map(|line| line.split(','));
        words.any(|found| found.trim().eq_ignore_ascii_case(word))
    };
    let is_websocket = has(header::CONNECTION, "upgrade")
        && has(header::UPGRADE, "websocket")
        && has(header::SEC_WEBSOCKET_VERSION, "13");
    let key = headers.get(header::SEC_WEBSOCKET_KEY)?;
    is_websocket.then(|| key.as_bytes().to_vec())
}
