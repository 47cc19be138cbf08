//! Looking back over HTTP: the same changes from the first entry on with the token's eyes.

use crate::frame::{ServerFrame, Welcome};
use crate::limits::REPLAY_BYTES_MAX;
use crate::log::Stored;
use crate::room::code::JoinCode;
use crate::room::publish::{encode, publish};
use crate::room::right::Right;
use crate::room::welcome::{documents, epoch};
use crate::web::App;
use crate::web::address::Origin;
use crate::web::problem::{Failure, PathCode};
use crate::web::sessions::admit;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State as Shared};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use game::{Hindsight, State};
use serde::Deserialize;
use std::sync::Arc;

/// What a replay can be asked for.
#[derive(Deserialize)]
pub(crate) struct At {
    /// Only the documents after this entry.
    at: Option<u64>,
}

/// `GET /api/sessions/{code}/replay`
pub(crate) async fn replay(
    Shared(app): Shared<Arc<App>>,
    from: Origin,
    PathCode(code): PathCode,
    at: Result<Query<At>, QueryRejection>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let Query(At { at }) = at.map_err(|_| Failure::bad_request("at is an entry's number"))?;
    let (code, _, right) = admit(&app, from, &code, &headers).await?;
    let lines = make(&app, &code, move |stored| match at {
        Some(seq) => documents_at(&stored, right, seq),
        None => changes(&stored, right),
    })
    .await?;
    let kind = [(header::CONTENT_TYPE, "application/x-ndjson")];
    Ok((kind, lines).into_response())
}

/// Reads a session and makes something of it, a few at a time and beside the rooms' threads.
pub(crate) async fn make<T: Send + 'static>(
    app: &App,
    code: &JoinCode,
    work: impl FnOnce(Stored) -> Result<T, Failure> + Send + 'static,
) -> Result<T, Failure> {
    let _turn = app
        .replays
        .acquire()
        .await
        .map_err(|_| Failure::unavailable())?;
    let stored = app.log.load(code.as_str()).await.map_err(|error| {
        tracing::warn!(%error, "a session could not be read");
        Failure::unavailable()
    })?;
    let stored = stored.ok_or_else(Failure::no_entry)?;
    let made = tokio::task::spawn_blocking(move || work(stored)).await;
    made.unwrap_or_else(|error| {
        tracing::error!(%error, "a replay failed");
        Err(Failure::failed())
    })
}

/// Where looking back begins: with what is known by now of gifts that were left lying and people
/// who were forgotten, so that an earlier moment does not show them.
fn before_the_first(stored: &Stored) -> State {
    let mut now = State::default();
    for entry in &stored.entries {
        now.absorb(entry);
    }
    State::with_hindsight(Hindsight::of(&now))
}

/// A line for each entry, made by the same code as when it happened.
fn changes(stored: &Stored, right: Right) -> Result<String, Failure> {
    let mut state = before_the_first(stored);
    let mut lines = String::new();
    for entry in &stored.entries {
        lines.push_str(publish(&mut state, entry).frame(right.audience()));
        lines.push('\n');
        if lines.len() > REPLAY_BYTES_MAX {
            tracing::error!(session = ?stored.id, "a replay over the limit");
            return Err(Failure::failed());
        }
    }
    Ok(lines)
}

fn documents_at(stored: &Stored, right: Right, seq: u64) -> Result<String, Failure> {
    let mut state = before_the_first(stored);
    for entry in stored.entries.iter().take_while(|entry| entry.seq <= seq) {
        state.absorb(entry);
    }
    let welcome = Welcome {
        you: right.you(),
        epoch: epoch(&stored.identity, right.audience()),
        seq: state.seq(),
        docs: documents(&state, right.audience()),
    };
    let mut line = encode(&ServerFrame::Welcome { welcome }).to_string();
    line.push('\n');
    Ok(line)
}
