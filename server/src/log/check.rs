//! Reading everything there is, to see whether it is as it was written. Names where, never what.

use super::{LogError, OpenError, Reader, SessionId, read, sum};
use game::State;
use rusqlite::Connection;
use std::path::Path;

/// Most problems that SQLite names.
const PROBLEMS_MAX: u32 = 20;

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
    let codes = codes(reader.db()).unwrap_or_else(|error| {
        checked.problems.extend(told(error));
        Vec::new()
    });
    for code in codes {
        checked.sessions += 1;
        match read::load(reader.db(), &code, true) {
            Ok(stored) => {
                let entries = stored.map(|stored| stored.entries).unwrap_or_default();
                let mut state = State::default();
                entries.iter().for_each(|entry| state.absorb(entry));
                checked.entries += entries.len() as u64;
            }
            Err(LogError::Damaged(why) | LogError::Failed(why)) => {
                checked.problems.push(format!("session {code}: {why}"));
            }
        }
    }
    Ok(checked)
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
    Ok(problems)
}

fn codes(db: &Connection) -> rusqlite::Result<Vec<String>> {
    let mut codes = db.prepare("SELECT code FROM session ORDER BY id")?;
    codes.query_map([], |row| row.get(0))?.collect()
}

/// How many entries and texts are not what was written, each told to the operator. The others can
/// be played on; a session with one of these does not open.
pub(super) fn sums(db: &Connection) -> rusqlite::Result<u64> {
    let mut wrong = 0;
    let sql = "SELECT session, seq, at, body, sum FROM entry WHERE sum NOT NULL";
    let mut entries = db.prepare(sql)?;
    let mut entries = entries.query([])?;
    while let Some(row) = entries.next()? {
        let (session, seq): (i64, i64) = (row.get(0)?, row.get(1)?);
        let body: String = row.get(3)?;
        let of = sum::of_entry(session, seq, row.get(2)?, &body);
        if !sum::is_right(row.get::<_, Option<Vec<u8>>>(4)?.as_deref(), of) {
            let session = SessionId(session);
            tracing::error!(?session, entry = seq, "an entry is not what was written");
            wrong += 1;
        }
    }
    let sql = "SELECT id, body, sum FROM text WHERE sum NOT NULL AND substr(body, 1, 1) <> x'00'";
    let mut texts = db.prepare(sql)?;
    let mut texts = texts.query([])?;
    while let Some(row) = texts.next()? {
        let (id, body): (i64, Vec<u8>) = (row.get(0)?, row.get(1)?);
        if !sum::is_right(
            row.get::<_, Option<Vec<u8>>>(2)?.as_deref(),
            sum::of_text(&body),
        ) {
            tracing::error!(row = id, "a text is not what was written");
            wrong += 1;
        }
    }
    Ok(wrong)
}
