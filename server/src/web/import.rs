//! `POST /api/sessions/import`: a session that was exported here or elsewhere comes back, with a
//! code and a facilitator of its own.

use crate::budget::Budget;
use crate::clock::now_ms;
use crate::frame::{DoorCode, ImportSession, Opened};
use crate::import::{self, EXAMPLE, ImportError};
use crate::limits::{FILE_TIME, IMPORT_BODY_BYTES_MAX, SHORT_TIME};
use crate::web::App;
use crate::web::address::Origin;
use crate::web::body::{Held, Unread, gather, read_body};
use crate::web::opening::{Session, begin};
use crate::web::problem::Failure;
use crate::web::quota::Network;
use crate::web::sessions::{check_create_key, check_token, status};
use axum::Json;
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use game::TokenHash;
use serde::de::IgnoredAny;
use std::sync::Arc;

/// `POST /api/sessions/import`
pub(crate) async fn import(
    State(app): State<Arc<App>>,
    from: Origin,
    request: Request,
) -> Result<Response, Failure> {
    // Before anything large is read.
    let asked = app.quotas.import(from.network());
    asked.map_err(|_| Failure::too_many_tries().unread())?;
    let share = app.bodies.none(from.network());
    let stream = request.into_body().into_data_stream();
    let held = gather(stream, IMPORT_BODY_BYTES_MAX, share).await;
    let held = held.map_err(|why| match why {
        Unread::TooLarge(_) => Failure::from(why).but(DoorCode::ImportTooLarge),
        Unread::Slow | Unread::Full => why.into(),
    })?;
    let turn = app.lanes.imports.turn(from.network(), None).await?;
    // The file in it is not looked into yet. What is held counts until all is done.
    let (wish, _held) = turn.work(SHORT_TIME, |_| (wish_of(&held), held)).await?;
    let wish = wish?;
    check_create_key(&app, &from, wish.create_key.as_deref()).await?;
    let hash = check_token(&wish.token)?;
    let file = match (wish.session, wish.example) {
        (Some(session), None | Some(false)) => File::Theirs(session.into()),
        (None, Some(true)) => File::Example,
        _ => return Err(Failure::bad_request("either a session or the example")),
    };
    let read_in = async {
        let sessions = app.quotas.new_session(from.network());
        sessions.map_err(|_| Failure::too_many_tries())?;
        read(&app, from.network(), file, hash.clone()).await
    };
    let (code, again) = begin(&app, from.network(), &hash, read_in).await?;
    app.quotas.vouch(from.network(), &code);
    let code = code.to_string();
    Ok((status(again), Json(Opened { code })).into_response())
}

/// What is read in.
enum File {
    Theirs(Box<str>),
    Example,
}

fn wish_of(held: &Held) -> Result<ImportSession, Failure> {
    read_body(&held.bytes).map_err(|failure| {
        // A file that was cut off leaves a body that ends too early.
        let is_json = serde_json::from_slice::<IgnoredAny>(&held.bytes).is_ok();
        if is_json {
            failure
        } else {
            refused(ImportError::NoJson)
        }
    })
}

/// Reads a file, in the lane for that.
async fn read(app: &App, from: Network, file: File, leader: TokenHash) -> Result<Session, Failure> {
    let at = now_ms();
    let read = move |budget: &Budget| match file {
        File::Theirs(json) => import::read(&json, &leader, at, budget),
        // We made it: a clock that runs behind ours keeps nobody out.
        File::Example => import::read(EXAMPLE, &leader, u64::MAX, budget),
    };
    let turn = app.lanes.imports.turn(from, None).await?;
    let read = turn.work(FILE_TIME, read).await?;
    let read = read.map_err(refused)?;
    Ok(Session {
        retention_days: read.retention_days,
        deck_hash: read.deck_hash,
        deck_json: read.deck_json,
        at,
        entries: read.entries,
    })
}

fn refused(error: ImportError) -> Failure {
    let (code, details) = match &error {
        ImportError::NoJson => (DoorCode::ImportNoJson, Vec::new()),
        ImportError::Other => (DoorCode::ImportOther, Vec::new()),
        ImportError::Older(_) => (DoorCode::ImportOlder, Vec::new()),
        ImportError::Newer(_) => (DoorCode::ImportNewer, Vec::new()),
        ImportError::Damaged => (DoorCode::ImportDamaged, Vec::new()),
        ImportError::Deck(problems) => (
            DoorCode::DeckWrong,
            problems.iter().map(ToString::to_string).collect(),
        ),
        ImportError::Impossible(why) => (DoorCode::ImportImpossible, vec![why.clone()]),
    };
    Failure::new(code, error.to_string()).with_details(details)
}
