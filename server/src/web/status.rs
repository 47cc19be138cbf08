//! How the server does, for who keeps it running.

use crate::frame::Where;
use crate::limits::DISK_FREE_MIN;
use crate::metrics::{Looked, METRICS};
use crate::room::right::hash_of;
use crate::web::App;
use crate::web::address::Origin;
use crate::web::problem::Failure;
use crate::web::sessions::bearer;
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use std::sync::Arc;

/// `GET /healthz`: it is alive.
pub(crate) async fn healthz(State(app): State<Arc<App>>) -> Response {
    if app.life.is_stopping() {
        return (StatusCode::SERVICE_UNAVAILABLE, "stopping\n").into_response();
    }
    "ok\n".into_response()
}

/// `GET /readyz`: it can take people in and keep what they do; otherwise which part cannot.
pub(crate) async fn readyz(State(app): State<Arc<App>>) -> Response {
    let room = app.log.room().await;
    let full = match room.free_bytes {
        Some(free) if free < DISK_FREE_MIN => Some(format!(
            "the disk of the data folder is nearly full: {} MiB left of the {} that are needed",
            free >> 20,
            DISK_FREE_MIN >> 20
        )),
        Some(_) => None,
        None => Some("the data folder cannot be looked at".to_owned()),
    };
    let moved = "the database was removed, moved or replaced: nothing is kept until it is back under its \
        name, or the server starts again";
    let moved = (!room.is_in_place).then(|| moved.to_owned());
    let stopping = app.life.is_stopping().then(|| "stopping".to_owned());
    let not_written = "the last commit failed";
    let not_written = (!app.log.is_writing()).then(|| not_written.to_owned());
    let failed: Vec<String> = [stopping, not_written, moved, full]
        .into_iter()
        .flatten()
        .collect();
    if failed.is_empty() {
        return "ok\n".into_response();
    }
    (StatusCode::SERVICE_UNAVAILABLE, failed.join("\n") + "\n").into_response()
}

/// `GET /api/where`
pub(crate) async fn whereabouts(State(app): State<Arc<App>>) -> Json<Where> {
    Json(Where {
        url: app.url.clone(),
    })
}

/// `GET /metrics`: with the key as Bearer. Without a key they are closed: a request that a proxy
/// passes on can look as one of this machine itself in everything.
pub(crate) async fn metrics(
    State(app): State<Arc<App>>,
    from: Origin,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let look = async {
        // Compared as hashes: how long that takes says nothing about the key.
        let (key, given) = (app.metrics_key.as_deref()?, bearer(&headers)?);
        (hash_of(key) == hash_of(given)).then_some(())
    };
    let found = app.quotas.token(from.network(), None, look).await;
    let found = found.map_err(|_| Failure::too_many_tries())?;
    found.ok_or_else(Failure::no_entry)?;
    let room = app.log.room().await;
    let looked = Looked {
        uptime: app.started.elapsed(),
        wal_bytes: room.wal_bytes,
        free_bytes: room.free_bytes,
    };
    let kind = [(header::CONTENT_TYPE, "text/plain; version=0.0.4")];
    Ok((kind, METRICS.text(&looked)).into_response())
}
