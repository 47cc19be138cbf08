//! Looking back over HTTP: the same changes from the first entry on with the token's eyes.

use crate::budget::Budget;
use crate::frame::{ServerFrame, Welcome};
use crate::limits::{FILE_TIME, REPLAY_BYTES_MAX};
use crate::log::Stored;
use crate::room::code::JoinCode;
use crate::room::lobby::number_of;
use crate::room::publish::{encode, publish};
use crate::room::right::{Right, hash_of};
use crate::room::welcome::{documents, epoch};
use crate::web::App;
use crate::web::address::Origin;
use crate::web::problem::{Failure, PathCode};
use crate::web::sessions::{admit, bearer};
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
    let (code, _, right) = admit(&app, &from, &code, &headers).await?;
    let lines = make(
        &app,
        &from,
        &code,
        &headers,
        move |stored, budget| match at {
            Some(seq) => documents_at(&stored, right, seq, budget),
            None => changes(&stored, right, budget),
        },
    )
    .await?;
    let kind = [(header::CONTENT_TYPE, "application/x-ndjson")];
    Ok((kind, lines).into_response())
}

/// Reads a session and makes something of it, in the lane of files.
pub(crate) async fn make<T: Send + 'static>(
    app: &App,
    from: &Origin,
    code: &JoinCode,
    headers: &HeaderMap,
    work: impl FnOnce(Stored, &Budget) -> Result<T, Failure> + Send + 'static,
) -> Result<T, Failure> {
    let paid = app.quotas.file(from.network());
    paid.map_err(|_| Failure::too_many_tries())?;
    let token = bearer(headers).map(hash_of);
    let turn = app.lanes.files.turn(from.network(), token.as_ref()).await?;
    let stored = match app.log.load(code.as_str()).await {
        Ok(stored) => stored,
        Err(error) => {
            let session = number_of(&app.log, code).await;
            tracing::warn!(session, %error, "a session could not be read");
            return Err(Failure::unavailable());
        }
    };
    let stored = stored.ok_or_else(Failure::no_entry)?;
    let made = turn.work(FILE_TIME, move |budget| work(stored, budget));
    made.await?
}

/// Where looking back begins: with what is known by now of gifts that were left lying and people
/// who were forgotten, so that an earlier moment does not show them.
fn before_the_first(stored: &Stored, budget: &Budget) -> Result<State, Failure> {
    let mut now = State::default();
    for entry in &stored.entries {
        go_on(stored, budget)?;
        now.absorb(entry);
    }
    Ok(State::with_hindsight(Hindsight::of(&now)))
}

/// What takes too long fails as what is too large.
pub(crate) fn go_on(stored: &Stored, budget: &Budget) -> Result<(), Failure> {
    budget.check().map_err(|error| {
        tracing::warn!(session = ?stored.id, %error, "work on a session was broken off");
        Failure::failed()
    })
}

/// A line for each entry, made by the same code as when it happened.
fn changes(stored: &Stored, right: Right, budget: &Budget) -> Result<String, Failure> {
    let mut state = before_the_first(stored, budget)?;
    let mut lines = String::new();
    for entry in &stored.entries {
        go_on(stored, budget)?;
        lines.push_str(publish(&mut state, entry).frame(right.audience()));
        lines.push('\n');
        if lines.len() > REPLAY_BYTES_MAX {
            tracing::error!(session = ?stored.id, "a replay over the limit");
            return Err(Failure::failed());
        }
    }
    Ok(lines)
}

fn documents_at(
    stored: &Stored,
    right: Right,
    seq: u64,
    budget: &Budget,
) -> Result<String, Failure> {
    let mut state = before_the_first(stored, budget)?;
    for entry in stored.entries.iter().take_while(|entry| entry.seq <= seq) {
        go_on(stored, budget)?;
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

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn a_replay_that_takes_too_long_is_broken_off() {
        let entry = crate::import::EXAMPLE;
        let export: crate::export::Export = serde_json::from_str(entry).unwrap();
        let stored = Stored {
            id: crate::log::SessionId(1),
            identity: "i".into(),
            retention_days: 90,
            deck_hash: "d".into(),
            entries: export.entries,
        };
        let watcher = Right::Screen(game::PassId(9));
        assert!(changes(&stored, watcher, &Budget::unlimited()).is_ok());
        let none = Budget::of(Duration::ZERO);
        assert!(changes(&stored, watcher, &none).is_err());
        assert!(documents_at(&stored, watcher, 1, &none).is_err());
    }
}
