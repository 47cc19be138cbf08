//! What can be written, and how: each [`Work`] is all or nothing within the writer's transaction.

use super::clock::{self, Found, Moment};
use super::forgotten::Gone;
use super::{LogError, NewSession, SessionId, life, sum};
use game::{Entry, Event, Who};
use rusqlite::{Connection, OptionalExtension, params};
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

/// One thing to write, encoded already.
#[derive(Debug)]
pub(super) enum Work {
    Create(Box<Create>),
    Append {
        session: SessionId,
        after: i64,
        rows: Vec<Row>,
        /// [`super::clock::Clock::passed`] when it was asked for.
        passed: i64,
    },
    Delete(SessionId),
    /// What it finds is laid down here, and true once it is committed.
    Look(Moment, Arc<OnceLock<Found>>),
    /// For tests of a full disk.
    LimitPages(u32),
}

#[derive(Debug)]
pub(super) struct Create {
    code: String,
    identity: String,
    retention_days: u16,
    deck_hash: String,
    deck_json: String,
    at: i64,
    rows: Vec<Row>,
    passed: i64,
}

/// One entry as it is stored.
#[derive(Debug)]
pub(super) struct Row {
    seq: i64,
    at: i64,
    body: String,
    texts: Vec<(u32, String)>,
    wiped: Vec<u32>,
}

/// What a work that did not fail did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Did {
    /// It wrote; `gone`: what must not stay in the files, and is listed beside them.
    Wrote { gone: Option<Gone> },
    /// There was nothing to write.
    Nothing,
    /// It does not fit what is there.
    Conflict,
}

#[derive(Serialize)]
struct Body<'a> {
    who: Who,
    device: u64,
    n: u32,
    events: &'a [Event],
}

impl Row {
    fn encode(entry: &Entry) -> Result<Row, LogError> {
        // A wiped text is stored as zeros, so no text may look like one.
        if entry.texts.iter().any(|text| text.text.starts_with('\0')) {
            return Err(LogError::Failed("a text begins with a NUL".into()));
        }
        let body = serde_json::to_string(&Body {
            who: entry.who,
            device: entry.device,
            n: entry.n,
            events: &entry.events,
        })
        .map_err(|error| LogError::Failed(error.to_string()))?;
        let texts = entry.texts.iter();
        let wiped = entry.events.iter().flat_map(Event::wiped);
        Ok(Row {
            seq: integer(entry.seq)?,
            at: integer(entry.at)?,
            body,
            texts: texts.map(|text| (text.id.0, text.text.clone())).collect(),
            wiped: wiped.map(|text| text.0).collect(),
        })
    }
}

impl Work {
    pub(super) fn create(new: NewSession, passed: i64) -> Result<Work, LogError> {
        numbered_from(0, &new.entries)?;
        let rows = new.entries.iter().map(Row::encode);
        Ok(Work::Create(Box::new(Create {
            code: new.code,
            identity: new.identity,
            retention_days: new.retention_days,
            deck_hash: new.deck_hash,
            deck_json: new.deck_json,
            at: integer(new.at)?,
            rows: rows.collect::<Result<_, _>>()?,
            passed,
        })))
    }

    pub(super) fn append(
        session: SessionId,
        after: u64,
        entries: &[Entry],
        passed: i64,
    ) -> Result<Work, LogError> {
        numbered_from(after, entries)?;
        let rows = entries.iter().map(Row::encode).collect::<Result<_, _>>()?;
        Ok(Work::Append {
            session,
            after: integer(after)?,
            rows,
            passed,
        })
    }

    pub(super) fn delete(session: SessionId) -> Work {
        Work::Delete(session)
    }

    /// Whether its answer says that something is gone from the files too.
    pub(super) fn answers_after_wiping(&self) -> bool {
        matches!(self, Work::Delete(_))
    }

    /// Writes it. After an error or a conflict the caller undoes what was begun.
    pub(super) fn run(&self, db: &Connection) -> rusqlite::Result<Did> {
        match self {
            Work::Create(new) => create(db, new),
            Work::Append {
                session,
                after,
                rows,
                passed,
            } => append(db, *session, *after, rows, None, *passed),
            Work::Delete(session) => delete(db, *session),
            Work::Look(at, found) => {
                let (looked, wrote) = clock::look(db, at)?;
                let _ = found.set(looked); // It is run once.
                Ok(if wrote {
                    Did::Wrote { gone: None }
                } else {
                    Did::Nothing
                })
            }
            Work::LimitPages(pages) => {
                db.pragma_update_and_check(None, "max_page_count", pages, |_| Ok(()))?;
                Ok(Did::Wrote { gone: None })
            }
        }
    }
}

/// SQLite's integers have a sign.
pub(super) fn integer(number: u64) -> Result<i64, LogError> {
    i64::try_from(number).map_err(|_| LogError::Failed(format!("{number} is too large")))
}

fn numbered_from(after: u64, entries: &[Entry]) -> Result<(), LogError> {
    let fits = entries
        .iter()
        .zip(after + 1..)
        .all(|(entry, seq)| entry.seq == seq);
    if entries.is_empty() || !fits {
        return Err(LogError::Failed(format!(
            "these are no entries numbered on from {after}"
        )));
    }
    Ok(())
}

fn create(db: &Connection, new: &Create) -> rusqlite::Result<Did> {
    db.prepare_cached("INSERT INTO deck (hash, body) VALUES (?1, ?2) ON CONFLICT DO NOTHING")?
        .execute(params![new.deck_hash, new.deck_json])?;
    let created = db
        .prepare_cached(
            "INSERT INTO session
                 (code, identity, created_at, retention_days, deck_hash, last_seq, last_at)
             VALUES (?1, ?2, ?3, ?4, ?5, 0, ?3)
             ON CONFLICT (code) DO NOTHING",
        )?
        .execute(params![
            new.code,
            new.identity,
            new.at,
            new.retention_days,
            new.deck_hash
        ])?;
    if created == 0 {
        return Ok(Did::Conflict);
    }
    let session = SessionId(db.last_insert_rowid());
    append(db, session, 0, &new.rows, Some(new.at), new.passed)
}

/// `kept_from`: when it is not the time of the last row that the days it is kept are counted from.
fn append(
    db: &Connection,
    session: SessionId,
    after: i64,
    rows: &[Row],
    kept_from: Option<i64>,
    passed: i64,
) -> rusqlite::Result<Did> {
    let Some(last) = rows.last() else {
        return Ok(Did::Conflict);
    };
    let moved = db
        .prepare_cached(
            "UPDATE session SET last_seq = ?3, last_at = ?4, last_ran = ?5
             WHERE id = ?1 AND last_seq = ?2 AND over_ran IS NULL",
        )?
        .execute(params![
            session.0,
            after,
            last.seq,
            kept_from.unwrap_or(last.at),
            passed
        ])?;
    if moved == 0 {
        return Ok(Did::Conflict);
    }
    for row in rows {
        let mut places = Vec::with_capacity(row.texts.len());
        for (id, text) in &row.texts {
            db.prepare_cached("INSERT INTO text (body, sum) VALUES (?1, ?2)")?
                .execute(params![
                    text.as_bytes(),
                    sum::of_text(session.0, row.seq, *id, text.as_bytes())
                ])?;
            places.push((*id, db.last_insert_rowid()));
        }
        db.prepare_cached(
            "INSERT INTO entry (session, seq, at, body, texts, sum)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute(params![
            session.0,
            row.seq,
            row.at,
            row.body,
            encode_places(&places),
            sum::of_entry(session.0, row.seq, row.at, row.body.as_bytes())
        ])?;
    }
    let wiped: Vec<u32> = rows.iter().flat_map(|row| &row.wiped).copied().collect();
    if wiped.is_empty() {
        return Ok(Did::Wrote { gone: None });
    }
    let mut gone = gone_of(db, session)?;
    gone.texts = wipe(db, session, |id, _| wiped.contains(&id))?;
    Ok(Did::Wrote { gone: Some(gone) })
}

/// Of this session nothing yet.
fn gone_of(db: &Connection, session: SessionId) -> rusqlite::Result<Gone> {
    db.prepare_cached("SELECT code, identity FROM session WHERE id = ?1")?
        .query_row([session.0], |row| {
            Ok(Gone {
                code: row.get(0)?,
                identity: row.get(1)?,
                texts: Vec::new(),
                deleted: false,
            })
        })
}

pub(super) fn delete(db: &Connection, session: SessionId) -> rusqlite::Result<Did> {
    let deck: Option<String> = db
        .query_row(
            "SELECT deck_hash FROM session WHERE id = ?1",
            [session.0],
            |row| row.get(0),
        )
        .optional()?;
    let Some(deck) = deck else {
        return Ok(Did::Conflict);
    };
    let mut gone = gone_of(db, session)?;
    gone.deleted = true;
    wipe(db, session, |_, _| true)?;
    db.execute("DELETE FROM entry WHERE session = ?1", [session.0])?;
    db.execute("DELETE FROM session WHERE id = ?1", [session.0])?;
    db.execute(
        "DELETE FROM deck WHERE hash = ?1
             AND NOT EXISTS (SELECT 1 FROM session WHERE deck_hash = ?1)",
        [deck],
    )?;
    Ok(Did::Wrote { gone: Some(gone) })
}

/// Overwrites these texts of a session with zeros, and lets its entries no longer point there.
/// `is_wiped` is asked with a text's number and the time of the entry that brought it; gives those
/// of what went. What a damaged entry no longer says is found by what nobody says any more, and goes.
pub(super) fn wipe(
    db: &Connection,
    session: SessionId,
    is_wiped: impl Fn(u32, i64) -> bool,
) -> rusqlite::Result<Vec<(u32, i64)>> {
    let mut pointing = db
        .prepare_cached("SELECT seq, at, texts FROM entry WHERE session = ?1 AND texts NOT NULL")?;
    let pointing = pointing
        .query_map([session.0], |row| {
            let places = decode_places(row.get_ref(2)?.as_bytes().unwrap_or_default()).ok();
            Ok((row.get(0)?, (row.get(1)?, places)))
        })?
        .collect::<rusqlite::Result<BTreeMap<i64, (i64, Option<Places>)>>>()?;
    let mut wiped = Vec::new();
    let mut is_damaged = false;
    for (seq, (at, places)) in pointing {
        let Some(places) = places else {
            is_damaged = true;
            continue;
        };
        let (gone, left): (Vec<_>, Vec<_>) =
            places.into_iter().partition(|(id, _)| is_wiped(*id, at));
        if gone.is_empty() {
            continue;
        }
        for (id, place) in gone {
            // In place, and as long as it was: a row that grows or shrinks can be moved.
            let wiped_bytes: Option<i64> = db
                .prepare_cached(
                    "UPDATE text SET body = zeroblob(length(body)), sum = zeroblob(length(sum))
                     WHERE id = ?1 RETURNING length(body)",
                )?
                .query_row([place], |row| row.get(0))
                .optional()?;
            life::wiped(db, wiped_bytes.unwrap_or_default())?;
            wiped.push((id, at));
        }
        db.prepare_cached("UPDATE entry SET texts = ?3 WHERE session = ?1 AND seq = ?2")?
            .execute(params![session.0, seq, encode_places(&left)])?;
    }
    if is_damaged {
        wipe_orphans(db)?;
    }
    Ok(wiped)
}

/// Overwrites every text that no entry points at.
fn wipe_orphans(db: &Connection) -> rusqlite::Result<()> {
    db.execute_batch(
        "UPDATE text SET body = zeroblob(length(body)), sum = zeroblob(length(sum))
         WHERE substr(body, 1, 1) <> x'00' AND id NOT IN (
             SELECT json_extract(place.value, '$[1]')
             FROM entry, json_each(CASE WHEN json_valid(texts) THEN texts ELSE '[]' END) AS place
             WHERE texts NOT NULL
         )",
    )
}

/// Where the texts of an entry are: by number in the session, the row in `text`.
pub(super) type Places = Vec<(u32, i64)>;

fn encode_places(places: &Places) -> Option<String> {
    let one = |(id, place): &(u32, i64)| format!("[{id},{place}]");
    let all: Vec<String> = places.iter().map(one).collect();
    (!all.is_empty()).then(|| format!("[{}]", all.join(",")))
}

pub(super) fn decode_places(json: &[u8]) -> rusqlite::Result<Places> {
    serde_json::from_slice(json).map_err(|error| {
        rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, error.into())
    })
}
