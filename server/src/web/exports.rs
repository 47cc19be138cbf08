//! A session to take home: as JSON for another server, and as files for people.

use crate::deck::Lang;
use crate::export::{CsvTable, Export, Kind, Results, is_told, write};
use crate::log::SessionId;
use crate::room::input::Look;
use crate::room::right::Right;
use crate::web::App;
use crate::web::address::Origin;
use crate::web::problem::{Failure, PathCode};
use crate::web::replay::make;
use crate::web::sessions::admit;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State as Shared};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get};
use cards::Deck;
use game::{Code, Refusal};
use serde::Deserialize;
use std::fmt::Write;
use std::sync::Arc;

/// How people want a file.
#[derive(Deserialize)]
pub(crate) struct Wish {
    /// In which language; without it Dutch.
    lang: Option<Lang>,
    /// Which table of a CSV.
    table: Option<CsvTable>,
}

/// `GET /api/sessions/{code}/export.json`
pub(crate) async fn json(
    Shared(app): Shared<Arc<App>>,
    from: Origin,
    PathCode(code): PathCode,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let (code, look, right) = admit(&app, &from, &code, &headers).await?;
    let deck = deck(&app, right, &look).await?;
    let name = format!("competentiespel-{code}.json");
    let json = make(
        &app,
        &from,
        &code.clone(),
        &headers,
        move |stored, budget| {
            if !is_told(&stored.entries) {
                return Err(not_yet());
            }
            let export = Export::new(code.as_str(), &stored, deck, budget);
            let json = export.and_then(|export| Ok(serde_json::to_vec(&export)?));
            json.map_err(|error| failed(stored.id, &error))
        },
    )
    .await?;
    Ok(attached("application/json", &name, json))
}

/// `GET /api/sessions/{code}/export.md` and its like.
pub(crate) fn file(kind: fn(CsvTable) -> Kind) -> MethodRouter<Arc<App>> {
    let answer = async move |Shared(app): Shared<Arc<App>>,
                             from: Origin,
                             PathCode(code): PathCode,
                             wish: Result<Query<Wish>, QueryRejection>,
                             headers: HeaderMap| {
        let (code, look, right) = admit(&app, &from, &code, &headers).await?;
        let wish = wish.map_err(|_| {
            Failure::bad_request("lang is nl or en, and table is talents or werkagenda")
        })?;
        let Query(Wish { lang, table }) = wish;
        let kind = kind(table.unwrap_or_default());
        let deck = deck(&app, right, &look).await?;
        let (name, bytes) = make(
            &app,
            &from,
            &code.clone(),
            &headers,
            move |stored, budget| {
                let deck: Deck = serde_json::from_str(&deck)
                    .map_err(|error| failed(stored.id, &error.into()))?;
                let lang = lang.unwrap_or(Lang::Nl);
                let results = Results::within(code.as_str(), &stored.entries, &deck, lang, budget);
                let results = results.map_err(|error| failed(stored.id, &error.into()))?;
                let results = results.ok_or_else(not_yet)?;
                let bytes = write(kind, &results).map_err(|error| failed(stored.id, &error))?;
                Ok((kind.file_name(&results), bytes.ok_or_else(not_yet)?))
            },
        )
        .await?;
        Ok::<_, Failure>(attached(kind.content_type(), &name, bytes))
    };
    get(answer)
}

/// The deck of a session as JSON, for its facilitators.
async fn deck(app: &App, right: Right, look: &Look) -> Result<String, Failure> {
    let Right::Facilitator(_) = right else {
        return Err(Failure::no_right());
    };
    let deck = app.log.deck(&look.deck_hash).await.map_err(|error| {
        tracing::warn!(session = ?look.session, %error, "a deck could not be read");
        Failure::unavailable()
    })?;
    deck.ok_or_else(Failure::unavailable)
}

/// Until the talents the facilitator may not know who gave what to whom.
fn not_yet() -> Failure {
    Refusal::from(Code::WrongPhase).into()
}

fn failed(session: SessionId, error: &anyhow::Error) -> Failure {
    tracing::error!(?session, %error, "an export could not be made");
    Failure::failed()
}

/// An answer that is kept as a file of that name. Old programs get it in ASCII.
fn attached(content_type: &'static str, name: &str, bytes: Vec<u8>) -> Response {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
    let ascii = name.replace(|c| !plain(c), "-");
    let mut exact = String::new();
    for byte in name.bytes() {
        match char::from(byte) {
            c if plain(c) => exact.push(c),
            _ => drop(write!(exact, "%{byte:02X}")),
        }
    }
    let disposition = format!("attachment; filename=\"{ascii}\"; filename*=UTF-8''{exact}");
    let headers = [
        (header::CONTENT_TYPE, content_type.to_owned()),
        (header::CONTENT_DISPOSITION, disposition),
    ];
    (headers, bytes).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_has_the_name_of_its_team_in_every_program() {
        let response = attached(
            "text/csv",
            "Talenten Wijk \"Zuid\" é 2026-03-09.csv",
            Vec::new(),
        );
        let disposition = &response.headers()[header::CONTENT_DISPOSITION];
        assert_eq!(
            disposition,
            "attachment; filename=\"Talenten-Wijk--Zuid----2026-03-09.csv\"; \
             filename*=UTF-8''Talenten%20Wijk%20%22Zuid%22%20%C3%A9%202026-03-09.csv"
        );
    }
}
