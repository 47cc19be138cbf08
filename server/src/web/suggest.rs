//! `GET /api/decks/{id}/suggest`: which competenties the text of an action asks for, for who
//! prepares a werkagenda elsewhere. It needs no session.

use crate::frame::{DoorCode, Suggestions};
use crate::limits::{SHORT_TIME, SUGGEST_CHARS_MAX};
use crate::web::App;
use crate::web::address::Origin;
use crate::web::problem::{Failure, PathCode};
use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use cards::{Finder, words_of};
use game::Code;
use serde::Deserialize;
use std::sync::{Arc, LazyLock};

/// Suggestions given at most: with more nobody chooses.
const SUGGESTIONS_MAX: usize = 10;

/// Of the standard deck: to make it takes longer than to ask it.
static FINDER: LazyLock<Finder> = LazyLock::new(|| {
    let cards = cards::standard().cards.iter();
    Finder::new(cards.map(|card| (card.id.as_str(), words_of(card))))
});

/// What can be asked.
#[derive(Deserialize)]
pub(crate) struct About {
    /// The text of an action, in Dutch.
    text: String,
}

/// `GET /api/decks/{id}/suggest?text=…`
pub(crate) async fn suggest(
    State(app): State<Arc<App>>,
    from: Origin,
    PathCode(deck): PathCode,
    about: Result<Query<About>, QueryRejection>,
) -> Result<Json<Suggestions>, Failure> {
    let Query(About { text }) = about.map_err(|_| Failure::bad_request("text is missing"))?;
    let asked = app.quotas.suggestion(from.network());
    asked.map_err(|_| Failure::too_many_tries())?;
    let standard = cards::standard();
    if deck != standard.id {
        let why = "this server has no deck of that name";
        return Err(Failure::new(DoorCode::UnknownDeck, why));
    }
    if text.chars().count() > SUGGEST_CHARS_MAX {
        return Err(Code::TextTooLong.with_limit(SUGGEST_CHARS_MAX).into());
    }
    let turn = app.lanes.suggestions.turn(from.network(), None).await?;
    let suggest = turn.work(SHORT_TIME, move |_| FINDER.suggest(&text));
    let mut suggestions = suggest.await?;
    suggestions.truncate(SUGGESTIONS_MAX);
    Ok(Json(Suggestions { suggestions }))
}
