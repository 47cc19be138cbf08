//! What can be read, from any connection. Each reading sees one moment of the database.

use super::write::{decode_places, integer};
use super::{LogError, SessionId, Stored, sum};
use game::{Entry, Event, TextId, Who, WrittenText};
use rusqlite::{Connection, OptionalExtension, Row};
use serde::Deserialize;

#[derive(Deserialize)]
struct Body {
    who: Who,
    device: u64,
    n: u32,
    events: Vec<Event>,
}

/// `also_over`: also when its time is over.
pub(super) fn load(
    db: &Connection,
    code: &str,
    also_over: bool,
) -> Result<Option<Stored>, LogError> {
    let moment = db.unchecked_transaction()?;
    let session = moment
        .prepare_cached(
            "SELECT id, identity || ' ' || (SELECT generation FROM life), retention_days, deck_hash,
                    last_seq
             FROM session WHERE code = ?1 AND (?2 OR over_ran IS NULL)",
        )?
        .query_row((code, also_over), |row| {
            let stored = Stored {
                id: SessionId(row.get(0)?),
                identity: row.get(1)?,
                retention_days: row.get(2)?,
                deck_hash: row.get(3)?,
                entries: Vec::new(),
            };
            Ok((stored, number(row, 4)?))
        })
        .optional()?;
    let Some((mut stored, last_seq)) = session else {
        return Ok(None);
    };
    stored.entries = entries(&moment, stored.id, 0)?;
    let found = stored.entries.last().map_or(0, |entry| entry.seq);
    if found != last_seq {
        return Err(LogError::Damaged(format!(
            "the session has {last_seq} entries, and {found} were found"
        )));
    }
    Ok(Some(stored))
}

pub(super) fn load_after(
    db: &Connection,
    session: SessionId,
    after: u64,
) -> Result<Vec<Entry>, LogError> {
    let moment = db.unchecked_transaction()?;
    entries(&moment, session, after)
}

fn entries(db: &Connection, session: SessionId, after: u64) -> Result<Vec<Entry>, LogError> {
    let mut statement = db.prepare_cached(
        "SELECT seq, at, body, texts, sum FROM entry WHERE session = ?1 AND seq > ?2 ORDER BY seq",
    )?;
    let mut rows = statement.query((session.0, integer(after)?))?;
    let mut entries = Vec::new();
    let mut next = after + 1;
    while let Some(row) = rows.next()? {
        let seq = number(row, 0)?;
        if seq != next {
            return Err(LogError::Damaged(format!("entry {next} is missing")));
        }
        next += 1;
        let wrong = |_| LogError::Damaged(format!("entry {seq} cannot be read"));
        let body = row.get_ref(2)?.as_bytes().map_err(wrong)?;
        let sum = row.get_ref(4)?.as_bytes_or_null().map_err(wrong)?;
        let right = sum::of_entry(session.0, row.get(0)?, row.get(1)?, body);
        if !sum::is_right(sum, right) {
            return Err(LogError::Damaged(format!(
                "entry {seq} is not what was written"
            )));
        }
        let body: Body = serde_json::from_slice(body)
            // What the reader of JSON says can hold what stands there.
            .map_err(|_| LogError::Damaged(format!("entry {seq} cannot be read")))?;
        let texts = match row.get_ref(3)?.as_bytes_or_null().map_err(wrong)? {
            Some(places) => texts(db, session, seq, places)?,
            None => Vec::new(),
        };
        entries.push(Entry {
            seq,
            at: number(row, 1)?,
            who: body.who,
            device: body.device,
            n: body.n,
            events: body.events,
            texts,
        });
    }
    Ok(entries)
}

fn number(row: &Row<'_>, column: usize) -> rusqlite::Result<u64> {
    let number: i64 = row.get(column)?;
    u64::try_from(number).map_err(|_| rusqlite::Error::IntegralValueOutOfRange(column, number))
}

fn texts(
    db: &Connection,
    session: SessionId,
    seq: u64,
    places: &[u8],
) -> Result<Vec<WrittenText>, LogError> {
    let damaged = || LogError::Damaged(format!("a text of entry {seq} is not what was written"));
    let mut statement = db.prepare_cached("SELECT body, sum FROM text WHERE id = ?1")?;
    let mut texts = Vec::new();
    for (id, place) in decode_places(places).map_err(|_| damaged())? {
        let row = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?));
        let stored: Option<(Vec<u8>, Option<Vec<u8>>)> =
            statement.query_row([place], row).optional()?;
        let text = stored
            .filter(|(body, sum)| {
                let right = sum::of_text(session.0, integer(seq).unwrap_or_default(), id, body);
                sum::is_right(sum.as_deref(), right)
            })
            .map(|(body, _)| body)
            .and_then(|body| String::from_utf8(body).ok())
            .filter(|text| !text.starts_with('\0'))
            .ok_or_else(damaged)?;
        texts.push(WrittenText {
            id: TextId(id),
            text,
        });
    }
    Ok(texts)
}

pub(super) fn deck(db: &Connection, hash: &str) -> Result<Option<String>, LogError> {
    Ok(db
        .prepare_cached("SELECT body FROM deck WHERE hash = ?1")?
        .query_row([hash], |row| row.get(0))
        .optional()?)
}

/// Whose code that is, and whether its time is over.
pub(super) fn find(db: &Connection, code: &str) -> Result<Option<(SessionId, bool)>, LogError> {
    Ok(db
        .prepare_cached("SELECT id, over_ran NOT NULL FROM session WHERE code = ?1")?
        .query_row([code], |row| Ok((SessionId(row.get(0)?), row.get(1)?)))
        .optional()?)
}
