//! Beginning a session, coming in, and what one may ask about it over HTTP.

use crate::frame::{
    Door, DoorCode, Erased, GivePass, OpenSession, Opened, PassGiven, Seated, TakeSeat,
};
use crate::limits::{BODY_BYTES_MAX, DECK_BODY_BYTES_MAX};
use crate::log::Wiped;
use crate::room::code::JoinCode;
use crate::room::input::{Accepted, Input, Look, Shut};
use crate::room::lobby::ask;
use crate::room::right::{Right, hash_of, is_token};
use crate::web::App;
use crate::web::address::Origin;
use crate::web::body::{Body, is_larger_than};
use crate::web::problem::{Failure, PathCode};
use axum::Json;
use axum::extract::{FromRequest, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use game::{Command, Enter, TokenHash};
use std::sync::Arc;

type Answer<T> = Result<T, Failure>;

/// `POST /api/sessions`
pub(crate) async fn open(
    State(app): State<Arc<App>>,
    from: Origin,
    request: Request,
) -> Answer<Response> {
    // Before anything large is read. Only a deck makes it large.
    let is_large = is_larger_than(&request, BODY_BYTES_MAX);
    if is_large {
        let paid = app.quotas.deck(from.network());
        paid.map_err(|_| Failure::too_many_tries().unread())?;
    }
    let Body(wish) = Body::<OpenSession, DECK_BODY_BYTES_MAX>::from_request(request, &app).await?;
    if wish.deck_file.is_some() && !is_large {
        let paid = app.quotas.deck(from.network());
        paid.map_err(|_| Failure::too_many_tries())?;
    }
    check_create_key(&app, &from, wish.create_key.as_deref()).await?;
    check_token(&wish.token)?;
    let opened = super::opening::open(&app, from.network(), wish).await?;
    let (code, again) = opened;
    app.quotas.vouch(from.network(), &code);
    let code = code.to_string();
    Ok((status(again), Json(Opened { code })).into_response())
}

/// `GET /api/sessions/{code}/door`
pub(crate) async fn door(
    State(app): State<Arc<App>>,
    from: Origin,
    PathCode(code): PathCode,
) -> Answer<Json<Door>> {
    let (_, look) = find(&app, &from, &code).await?;
    Ok(Json(look.door))
}

/// `POST /api/sessions/{code}/seats`
pub(crate) async fn take_seat(
    State(app): State<Arc<App>>,
    from: Origin,
    PathCode(code): PathCode,
    headers: HeaderMap,
    Body(wish): Body<TakeSeat, BODY_BYTES_MAX>,
) -> Answer<Response> {
    let (code, leader) = match bearer(&headers) {
        None => (find(&app, &from, &code).await?.0, None),
        Some(_) => {
            let (code, _, right) = admit(&app, &from, &code, &headers).await?;
            match right {
                Right::Facilitator(pass) => (code, Some(pass)),
                _ => return Err(Failure::no_right()),
            }
        }
    };
    let hash = match &wish.token {
        Some(token) => Some(check_token(token)?),
        None if leader.is_some() => None,
        None => {
            return Err(Failure::bad_request(
                "only a facilitator leaves out the token",
            ));
        }
    };
    let join = Enter::Join {
        hash,
        name: wish.name,
        function: wish.function,
        sector: wish.sector,
        leader,
    };
    let accepted = let_in(&app, &code, join).await?;
    match accepted.entered {
        Some(Right::Member(seat)) => {
            Ok((status(accepted.again), Json(Seated { seat })).into_response())
        }
        _ => Err(Failure::failed()),
    }
}

/// `POST /api/sessions/{code}/passes`
pub(crate) async fn give_pass(
    State(app): State<Arc<App>>,
    from: Origin,
    PathCode(code): PathCode,
    headers: HeaderMap,
    Body(wish): Body<GivePass, BODY_BYTES_MAX>,
) -> Answer<Response> {
    let (code, _, right) = admit(&app, &from, &code, &headers).await?;
    let Right::Facilitator(by) = right else {
        return Err(Failure::no_right());
    };
    let admit = Enter::Admit {
        by,
        hash: check_token(&wish.token)?,
        role: wish.role,
        name: wish.name,
    };
    let accepted = let_in(&app, &code, admit).await?;
    match accepted.entered {
        Some(Right::Facilitator(pass) | Right::Screen(pass) | Right::Observer(pass)) => {
            Ok((status(accepted.again), Json(PassGiven { pass })).into_response())
        }
        _ => Err(Failure::failed()),
    }
}

/// `GET /api/sessions/{code}/deck`
pub(crate) async fn deck(
    State(app): State<Arc<App>>,
    from: Origin,
    PathCode(code): PathCode,
    headers: HeaderMap,
) -> Answer<Response> {
    let (_, look, _) = admit(&app, &from, &code, &headers).await?;
    match app.log.deck(&look.deck_hash).await {
        Ok(Some(json)) => Ok(([(header::CONTENT_TYPE, "application/json")], json).into_response()),
        Ok(None) => Err(Failure::failed()),
        Err(error) => {
            tracing::warn!(session = ?look.session, %error, "a deck could not be read");
            Err(Failure::unavailable())
        }
    }
}

/// `DELETE /api/sessions/{code}`
pub(crate) async fn delete(
    State(app): State<Arc<App>>,
    from: Origin,
    PathCode(code): PathCode,
    headers: HeaderMap,
) -> Answer<Json<Erased>> {
    let (code, _, right) = admit(&app, &from, &code, &headers).await?;
    let Right::Facilitator(_) = right else {
        return Err(Failure::no_right());
    };
    let wiped = app.lobby.ask(&code, Input::Delete).await?;
    let wiped = wiped == Wiped::Yes;
    Ok(Json(Erased { wiped }))
}

/// `GET /api/sessions/{code}/wiped`
pub(crate) async fn wiped(
    State(app): State<Arc<App>>,
    from: Origin,
    PathCode(code): PathCode,
    headers: HeaderMap,
) -> Answer<Json<Erased>> {
    let (_, _, right) = admit(&app, &from, &code, &headers).await?;
    let Right::Facilitator(_) = right else {
        return Err(Failure::no_right());
    };
    let wiped = app.log.is_wiped();
    Ok(Json(Erased { wiped }))
}

/// The session of that code, for who has no token. Guessing codes is slowed.
async fn find(app: &App, from: &Origin, code: &str) -> Answer<(JoinCode, Look)> {
    let code = JoinCode::read(code);
    let look = async {
        let code = code.as_ref()?;
        let look = async {
            let room = app.room(code, from.network()).await?;
            ask(&room, |reply| Input::Look(None, reply)).await
        };
        match look.await {
            Err(Shut::NoSession) => None,
            look => Some(look.map(|look| (code.clone(), look))),
        }
    };
    let found = app.quotas.code(from.network(), code.as_ref(), look).await;
    let found = found.map_err(|_| Failure::too_many_tries())?;
    Ok(found.ok_or_else(Failure::unknown_code)??)
}

/// The session of that code and what the token is good for in it. No token, a wrong one and an
/// unknown session get one answer.
pub(super) async fn admit(
    app: &App,
    from: &Origin,
    code: &str,
    headers: &HeaderMap,
) -> Answer<(JoinCode, Look, Right)> {
    let token = bearer(headers).ok_or_else(Failure::no_entry)?;
    let code = JoinCode::read(code);
    let look = async {
        let code = code.as_ref()?;
        let hash = Some(hash_of(token));
        let look = async {
            let room = app.room(code, from.network()).await?;
            ask(&room, |reply| Input::Look(hash, reply)).await
        };
        match look.await {
            Ok(look) => look.right.map(|right| Ok((code.clone(), look, right))),
            Err(Shut::NoSession | Shut::NoRight) => None,
            Err(shut) => Some(Err(shut)),
        }
    };
    let found = app.quotas.token(from.network(), code.as_ref(), look).await;
    let found = found.map_err(|_| Failure::too_many_tries())?;
    let admitted = found.ok_or_else(Failure::no_entry)??;
    app.quotas.vouch(from.network(), &admitted.0);
    Ok(admitted)
}

/// Asks the room to let somebody in.
async fn let_in(app: &App, code: &JoinCode, enter: Enter) -> Answer<Accepted> {
    let outcome = app.lobby.at_the_door(code, Command::Enter(enter)).await?;
    Ok(outcome?)
}

/// On a closed server: whether this is what it asks for. Guessing is slowed as that of codes.
pub(super) async fn check_create_key(app: &App, from: &Origin, given: Option<&str>) -> Answer<()> {
    let Some(key) = &app.create_key else {
        return Ok(());
    };
    let look = async {
        let given = given.map(hash_of);
        given
            .is_some_and(|given| given == hash_of(key))
            .then_some(())
    };
    let found = app.quotas.code(from.network(), None, look).await;
    let found = found.map_err(|_| Failure::too_many_tries())?;
    let why = "this server asks for its create_key";
    found.ok_or_else(|| Failure::new(DoorCode::CreateKey, why))
}

pub(super) fn check_token(token: &str) -> Answer<TokenHash> {
    if is_token(token) {
        Ok(hash_of(token))
    } else {
        Err(Failure::bad_request(
            "a token is 32 lower-case hexadecimal digits",
        ))
    }
}

pub(super) fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

pub(super) fn status(again: bool) -> StatusCode {
    if again {
        StatusCode::OK
    } else {
        StatusCode::CREATED
    }
}
