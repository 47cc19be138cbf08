//! Reading everything there is, to see whether it is as it was written. Names where, never what.

use super::forgotten::{self, Told};
use super::write::decode_places;
use super::{LogError, OpenError, Reader, SessionId, Stored, folder, read, sum};
use game::{Entry, Event, State, TextId};
use rusqlite::{Connection, OptionalExtension};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::Path;

/// Most problems that SQLite names.
const PROBLEMS_MAX: u32 = 20;

/// What is forgotten is zeros, and no entry points there any more.
const TEXTS_OF_NOBODY: &str = "SELECT count(*) FROM text WHERE substr(body, 1, 1) <> x'00'
    AND id NOT IN (
        SELECT place.value ->> 1 FROM entry, json_each(entry.texts) AS place
        WHERE json_valid(entry.texts)
    )";

/// What was found.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Checked {
    /// Sessions that were read.
    pub sessions: u64,
    /// Their entries.
    pub entries: u64,
    /// What is not as it was written, each in a line.
    pub problems: Vec<String>,
}

/// Reads a data folder through, with or without a server running on it, and changes nothing.
pub fn check(dir: &Path) -> Result<Checked, OpenError> {
    let reader = Reader::open(dir)?;
    let mut checked = Checked::default();
    // What cannot even be looked for is a problem like the others.
    let told = |error: rusqlite::Error| vec![error.to_string()];
    let wrong = structure(reader.db()).unwrap_or_else(told);
    checked.problems.extend(wrong);
    checked.problems.extend(beside(dir, reader.db())?);
    checked
        .problems
        .extend(decks(reader.db()).unwrap_or_else(told));
    let codes = codes(reader.db()).unwrap_or_else(|error| {
        checked.problems.extend(told(error));
        Vec::new()
    });
    let list = forgotten::read(dir, true)?;
    for (number, code) in codes {
        checked.sessions += 1;
        match read::load(reader.db(), &code, true) {
            Ok(Some(stored)) => {
                let mut state = State::default();
                stored.entries.iter().for_each(|entry| state.absorb(entry));
                checked.entries += stored.entries.len() as u64;
                let missing = missing(&stored, list.as_ref());
                let line = |seq: u64| {
                    format!("session {number} ({code}): a text of entry {seq} is missing")
                };
                checked.problems.extend(missing.into_iter().map(line));
            }
            Ok(None) => {}
            Err(LogError::Damaged(why) | LogError::Failed(why)) => {
                checked
                    .problems
                    .push(format!("session {number} ({code}): {why}"));
            }
        }
    }
    Ok(checked)
}

/// What the mark says against the database, and whether the list is there.
fn beside(dir: &Path, db: &Connection) -> Result<Vec<String>, OpenError> {
    let mut problems = Vec::new();
    if let Err(error) = folder::compare_with_mark(dir, db) {
        problems.push(error.to_string());
    }
    match forgotten::read(dir, false) {
        Ok(Some(_)) => {}
        Ok(None) => problems.push("the list of what was forgotten is not there".into()),
        Err(error) => problems.push(error.to_string()),
    }
    Ok(problems)
}

/// Decks that are no JSON, or another deck than their name says.
fn decks(db: &Connection) -> rusqlite::Result<Vec<String>> {
    let mut decks = db.prepare("SELECT hash, body FROM deck")?;
    let mut decks = decks.query([])?;
    let mut problems = Vec::new();
    while let Some(row) = decks.next()? {
        let body = row.get_ref(1)?.as_bytes().unwrap_or_default();
        let mut hash = String::new();
        for byte in Sha256::digest(body) {
            let _ = write!(hash, "{byte:02x}"); // Writing to a string cannot fail.
        }
        if row.get_ref(0)?.as_bytes().unwrap_or_default() != hash.as_bytes() {
            problems.push("a deck is not what was written".to_owned());
        }
    }
    Ok(problems)
}

/// Entries of which a text is gone that nobody forgot. What was read in from a file names texts that
/// were never in it.
fn missing(stored: &Stored, list: Option<&Told>) -> Vec<u64> {
    let events = || stored.entries.iter().flat_map(|entry| &entry.events);
    let is_imported = events().any(|event| {
        let Event::Opened { imported, .. } = event else {
            return false;
        };
        imported.is_some()
    });
    if is_imported {
        return Vec::new();
    }
    let wiped: BTreeSet<TextId> = events().flat_map(Event::wiped).copied().collect();
    let gone = list.iter().flat_map(|list| &list.gone);
    let gone = gone.filter(|gone| stored.identity.starts_with(&gone.identity));
    let again: BTreeSet<(u32, i64)> = gone.flat_map(|gone| gone.texts.iter().copied()).collect();
    let lacks = |entry: &&Entry| {
        let is_there = |text: TextId| entry.texts.iter().any(|there| there.id == text);
        let at = i64::try_from(entry.at).unwrap_or(i64::MAX);
        let mut brought = entry.events.iter().flat_map(Event::texts);
        brought.any(|brought| {
            let text = brought.text;
            !is_there(text) && !wiped.contains(&text) && !again.contains(&(text.0, at))
        })
    };
    stored
        .entries
        .iter()
        .filter(lacks)
        .map(|entry| entry.seq)
        .collect()
}

fn structure(db: &Connection) -> rusqlite::Result<Vec<String>> {
    let sql = format!("PRAGMA integrity_check({PROBLEMS_MAX})");
    let mut found = db.prepare(&sql)?;
    let found = found.query_map([], |row| row.get::<_, String>(0))?;
    let mut problems: Vec<String> = found.collect::<rusqlite::Result<_>>()?;
    problems.retain(|line| line != "ok");
    let mut dangling = db.prepare("PRAGMA foreign_key_check")?;
    let dangling = dangling.query_map([], |row| row.get::<_, String>(0))?;
    for table in dangling {
        let table = table?;
        problems.push(format!("table {table}: a row belongs to nothing"));
    }
    let nobodys: i64 = db.query_row(TEXTS_OF_NOBODY, [], |row| row.get(0))?;
    if nobodys > 0 {
        let why = format!("{nobodys} texts belong to no entry, and are not wiped");
        problems.push(why);
    }
    Ok(problems)
}

/// Of every session its number, as the server's log names it, and its code.
fn codes(db: &Connection) -> rusqlite::Result<Vec<(i64, String)>> {
    let mut codes = db.prepare("SELECT id, code FROM session ORDER BY id")?;
    codes
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect()
}

/// How many entries and texts are not what was written, each told to the operator. The others can
/// be played on; a session with one of these does not open.
pub(super) fn sums(db: &Connection) -> rusqlite::Result<u64> {
    let mut wrong = 0;
    let mut entries = db.prepare("SELECT session, seq, at, body, sum, texts FROM entry")?;
    let mut entries = entries.query([])?;
    while let Some(row) = entries.next()? {
        let (session, seq): (i64, i64) = (row.get(0)?, row.get(1)?);
        let body = row.get_ref(3)?.as_bytes().unwrap_or_default();
        let of = sum::of_entry(session, seq, row.get(2)?, body);
        let stored = row.get_ref(4)?.as_bytes_or_null().unwrap_or_default();
        let places = row.get_ref(5)?.as_bytes_or_null().unwrap_or_default();
        let texts = texts_are_right(db, session, seq, places.unwrap_or(b"[]"));
        if !sum::is_right(stored, of) || !texts? {
            let session = SessionId(session);
            tracing::error!(?session, entry = seq, "an entry is not what was written");
            wrong += 1;
        }
    }
    Ok(wrong)
}

fn texts_are_right(
    db: &Connection,
    session: i64,
    seq: i64,
    places: &[u8],
) -> rusqlite::Result<bool> {
    let Ok(places) = decode_places(places) else {
        return Ok(false);
    };
    let mut text = db.prepare_cached("SELECT body, sum FROM text WHERE id = ?1")?;
    for (number, place) in places {
        let right = text
            .query_row([place], |row| {
                let body = row.get_ref(0)?.as_bytes().unwrap_or_default();
                let stored = row.get_ref(1)?.as_bytes_or_null().unwrap_or_default();
                Ok(sum::is_right(
                    stored,
                    sum::of_text(session, seq, number, body),
                ))
            })
            .optional()?;
        if right != Some(true) {
            return Ok(false);
        }
    }
    Ok(true)
}
