//! What the database knows of itself: the one row of the table `life`.

use super::mark::Mark;
use rusqlite::Connection;

/// That row, as far as opening asks.
#[derive(Debug)]
pub(super) struct Life {
    /// Random; another one whenever what was shown may have been lost.
    pub(super) generation: String,
    /// Transactions so far.
    pub(super) commits: u64,
    /// Which list of what was forgotten belongs to it.
    pub(super) list: String,
    /// How many bytes of that list it has carried out.
    pub(super) listed: u64,
}

impl Life {
    /// What a mark says of it.
    pub(super) fn mark(&self, at: u64) -> Mark {
        Mark {
            generation: self.generation.clone(),
            commits: self.commits,
            listed: self.listed,
            at,
        }
    }
}

/// Reads it.
pub(super) fn read(db: &Connection) -> rusqlite::Result<Life> {
    let row = "SELECT generation, commits, list, listed FROM life";
    db.query_row(row, [], |row| {
        let number = |at: usize| -> rusqlite::Result<u64> {
            let number: i64 = row.get(at)?;
            Ok(u64::try_from(number).unwrap_or_default())
        };
        Ok(Life {
            generation: row.get(0)?,
            commits: number(1)?,
            list: row.get(2)?,
            listed: number(3)?,
        })
    })
}

/// Counts the transaction under way; how many there are with it.
pub(super) fn count(db: &Connection) -> rusqlite::Result<u64> {
    db.prepare_cached("UPDATE life SET commits = commits + 1 RETURNING commits")?
        .query_row([], |row| row.get::<_, i64>(0))
        .map(|commits| u64::try_from(commits).unwrap_or_default())
}

/// So many bytes of this list are carried out.
pub(super) fn listed(db: &Connection, list: &str, bytes: u64) -> rusqlite::Result<()> {
    let bytes = i64::try_from(bytes).unwrap_or(i64::MAX);
    let new = "UPDATE life SET list = ?1, listed = ?2";
    db.prepare_cached(new)?.execute((list, bytes)).map(drop)
}

/// Entries that were shown may be missing: whoever saw them begins afresh.
pub(super) fn renew(db: &Connection) -> rusqlite::Result<()> {
    let new = "UPDATE life SET generation = lower(hex(randomblob(16)))";
    db.execute(new, []).map(drop)
}

/// Notes that so many bytes of texts were wiped; they stay behind as zeros.
pub(super) fn wiped(db: &Connection, bytes: i64) -> rusqlite::Result<()> {
    let more = "UPDATE life SET zeros = zeros + ?1";
    db.prepare_cached(more)?.execute([bytes]).map(drop)
}

/// Bytes of wiped texts that stayed behind.
pub(super) fn zeros(db: &Connection) -> rusqlite::Result<i64> {
    db.query_row("SELECT zeros FROM life", [], |row| row.get(0))
}

/// They are gone.
pub(super) fn no_zeros(db: &Connection) -> rusqlite::Result<()> {
    db.execute("UPDATE life SET zeros = 0", []).map(drop)
}
