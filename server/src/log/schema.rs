//! The database file itself: its versions, what it is opened with, and what it is looked at for
//! before that.

use super::folder::{connect_read_only, io, keep_owner, remove_all, sqlite, sync_dir, with_suffix};
use super::life::{self, Life};
use super::{LOCKED_WAIT, OpenError};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// What each version of the database adds to the one before it, in order.
const MIGRATIONS: [&str; 2] = [include_str!("v1.sql"), include_str!("v2.sql")];
/// The version this program writes.
pub(super) const VERSION: u32 = MIGRATIONS.len() as u32;
/// `cspl`: marks a database file as ours.
const APPLICATION_ID: i32 = 0x6373_706C;
/// Of a database file; the application's id stands at byte 68.
const HEADER_BYTES: u64 = 100;
/// Wiped texts stay behind as zeros; below this many bytes of them the table is not written anew.
const ZEROS_BYTES_MAX: i64 = 4 * 1024 * 1024;

/// Makes the database under another name first: a file of the right name is always whole.
pub(super) fn create(dir: &Path, file: &Path) -> Result<(), OpenError> {
    let new = with_suffix(file, ".new");
    remove_all(&new)?;
    let made = || -> rusqlite::Result<()> {
        let db = Connection::open(&new)?;
        db.pragma_update(None, "synchronous", "FULL")?;
        db.pragma_update(None, "application_id", APPLICATION_ID)?;
        migrate(&db)
    };
    made().map_err(sqlite(&new))?;
    keep_owner(dir, &new).map_err(io(&new))?;
    std::fs::rename(&new, file).map_err(io(file))?;
    sync_dir(dir)
}

/// Looks whether it is ours and whole, and changes nothing in it. The file's own header comes first:
/// a write-ahead log left beside another file would hide that it is another. What a server closed
/// is not read through: that takes seconds for every hundred megabytes, and `check` does it. Gives
/// what it knows of itself, which one of version 1 does not, and whether it was read through.
pub(super) fn inspect(
    file: &Path,
    is_closed: bool,
    must_check: impl FnOnce(Option<&Life>) -> bool,
) -> Result<(Option<Life>, bool), OpenError> {
    let header = check_header(file, is_closed)?;
    // With a log left beside it, only one who may write can work out what is in it: SQLite then
    // makes its index anew, which reading alone cannot.
    let db = match is_closed {
        true => connect_read_only(file, "immutable=1")?,
        false => connect_untouching(file).map_err(sqlite(file))?,
    };
    let version = match is_closed {
        true => header.version,
        false => version(file, &db)?,
    };
    let life = match version {
        ..2 => None,
        _ => Some(life::read(&db).map_err(sqlite(file))?),
    };
    let is_checked = !is_closed || must_check(life.as_ref());
    if is_checked {
        check_whole(file, &db)?;
    }
    Ok((life, is_checked))
}

struct Header {
    version: u32,
}

fn check_header(file: &Path, is_closed: bool) -> Result<Header, OpenError> {
    let mut header = Vec::new();
    let mut opened = File::open(file).map_err(io(file))?;
    let bytes = opened.metadata().map_err(io(file))?.len();
    let read = opened.by_ref().take(HEADER_BYTES).read_to_end(&mut header);
    read.map_err(io(file))?;
    let damaged = |why: &str| OpenError::Damaged {
        file: file.into(),
        why: why.into(),
    };
    if !header.starts_with(b"SQLite format 3\0") || header.len() as u64 != HEADER_BYTES {
        return Err(damaged("it does not begin as a database"));
    }
    // Big-endian, as the file format has them: <https://www.sqlite.org/fileformat.html>
    let number = |at: usize| {
        header[at..at + 4]
            .iter()
            .fold(0, |n, b| n << 8 | u32::from(*b))
    };
    if number(68).cast_signed() != APPLICATION_ID {
        return Err(OpenError::Foreign(file.into()));
    }
    let page = match u64::from(number(16) >> 16) {
        1 => 65_536,
        page => page,
    };
    if is_closed && bytes != page * u64::from(number(28)) {
        return Err(damaged("it is longer or shorter than it says"));
    }
    let version = known_version(file, i64::from(number(60)))?;
    Ok(Header { version })
}

fn known_version(file: &Path, found: i64) -> Result<u32, OpenError> {
    match u32::try_from(found) {
        Ok(found @ 1..=VERSION) => Ok(found),
        Ok(found @ 1..) => Err(OpenError::Newer {
            file: file.into(),
            found,
            known: VERSION,
        }),
        _ => Err(OpenError::Damaged {
            file: file.into(),
            why: format!("it says that its version is {found}"),
        }),
    }
}

/// The version of an open database, at most [`VERSION`]. Refuses what is not ours.
pub(super) fn version(file: &Path, db: &Connection) -> Result<u32, OpenError> {
    let number = |name| db.pragma_query_value(None, name, |row| row.get::<_, i32>(0));
    if number("application_id").map_err(sqlite(file))? != APPLICATION_ID {
        return Err(OpenError::Foreign(file.into()));
    }
    known_version(
        file,
        i64::from(number("user_version").map_err(sqlite(file))?),
    )
}

fn check_whole(file: &Path, db: &Connection) -> Result<(), OpenError> {
    let found: String = db
        .query_row("PRAGMA quick_check(1)", [], |row| row.get(0))
        .map_err(sqlite(file))?;
    match found.as_str() {
        "ok" => Ok(()),
        _ => Err(OpenError::Damaged {
            file: file.into(),
            why: found.replace('\n', "; "),
        }),
    }
}

/// What the write-ahead log holds stays there, also when this connection is the last to close.
fn connect_untouching(file: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let db = Connection::open_with_flags(file, flags)?;
    db.busy_timeout(LOCKED_WAIT)?;
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    db.pragma_update(None, "query_only", "ON")?;
    Ok(db)
}

/// The same with the index in memory, for who may leave no file behind. Nobody else can have it
/// open meanwhile. A read-only index does not do here: SQLite then reads no log that ends with its
/// header, nor one whose header is torn.
pub(super) fn connect_unclosed(file: &Path) -> Result<Connection, OpenError> {
    let opened = || {
        let db = connect_untouching(file)?;
        db.pragma_update_and_check(None, "locking_mode", "EXCLUSIVE", |_| Ok(()))?;
        Ok((db.is_readonly("main")?, db))
    };
    match opened().map_err(sqlite(file))? {
        (true, _) => Err(OpenError::Unclosed(file.into())),
        (false, db) => Ok(db),
    }
}

/// Opens a database that was checked.
pub(super) fn connect(file: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let db = Connection::open_with_flags(file, flags)?;
    db.busy_timeout(LOCKED_WAIT)?;
    db.set_prepared_statement_cache_capacity(32);
    let mode: String = db.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get(0))?;
    if mode != "wal" {
        let why = format!("this file system allows no write-ahead log, only {mode}");
        return Err(rusqlite::Error::InvalidParameterName(why));
    }
    db.pragma_update(None, "synchronous", "FULL")?;
    db.pragma_update_and_check(None, "secure_delete", "ON", |_| Ok(()))?;
    // What SQLite puts aside during a transaction would otherwise be a file somewhere.
    db.pragma_update(None, "temp_store", "MEMORY")?;
    db.pragma_update(None, "cell_size_check", "ON")?;
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_FKEY, true)?;
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    migrate(&db)?;
    drop_zeros(&db, ZEROS_BYTES_MAX)?;
    Ok(db)
}

fn migrate(db: &Connection) -> rusqlite::Result<()> {
    let version: u32 = db.pragma_query_value(None, "user_version", |row| row.get(0))?;
    for (next, sql) in (1..).zip(MIGRATIONS).skip(version as usize) {
        let transaction = db.unchecked_transaction()?;
        transaction.execute_batch(sql)?;
        transaction.pragma_update(None, "user_version", next)?;
        transaction.commit()?;
    }
    Ok(())
}

/// Writes the table of texts anew when most of the file is wiped texts. The old table's pages are zeroed.
fn drop_zeros(db: &Connection, zeros_max: i64) -> rusqlite::Result<()> {
    let zeros = life::zeros(db)?;
    let pages: i64 = db.pragma_query_value(None, "page_count", |row| row.get(0))?;
    let page: i64 = db.pragma_query_value(None, "page_size", |row| row.get(0))?;
    if zeros <= zeros_max || zeros < pages.saturating_mul(page) / 2 {
        return Ok(());
    }
    let transaction = db.unchecked_transaction()?;
    transaction.execute_batch(
        "CREATE TABLE text_left (id INTEGER PRIMARY KEY, body BLOB NOT NULL, sum BLOB) STRICT;
         INSERT INTO text_left SELECT id, body, sum FROM text
             WHERE substr(body, 1, 1) <> x'00' ORDER BY id;
         DROP TABLE text;
         ALTER TABLE text_left RENAME TO text;",
    )?;
    life::no_zeros(db)?;
    transaction.commit()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zeros_are_dropped_once_they_are_most_of_the_texts() {
        let dir = tempfile::tempdir().unwrap();
        let opened = super::super::folder::open(dir.path(), false).unwrap();
        let db = &opened.db;
        let texts = || -> Vec<(i64, String)> {
            let mut rows = db
                .prepare("SELECT id, CAST(body AS TEXT) FROM text")
                .unwrap();
            let rows = rows.query_map([], |row| Ok((row.get(0)?, row.get(1)?)));
            rows.unwrap().collect::<Result<_, _>>().unwrap()
        };
        let wipe = |id: i64| {
            let zeros = "UPDATE text SET body = zeroblob(length(body)) WHERE id = ?1
                         RETURNING length(body)";
            let bytes = db.query_row(zeros, [id], |row| row.get(0)).unwrap();
            life::wiped(db, bytes).unwrap();
        };
        // Most of the file, so that half of them is about half of it.
        let text = |n: i64| format!("reden {n} ").repeat(20_000);
        for n in 1..=4 {
            db.execute(
                "INSERT INTO text (body) VALUES (?1)",
                [text(n).into_bytes()],
            )
            .unwrap();
        }
        wipe(1);
        drop_zeros(db, 0).unwrap();
        assert_eq!(texts().len(), 4, "a quarter may stay");
        wipe(3);
        wipe(4);
        drop_zeros(db, 10_000_000).unwrap();
        assert_eq!(texts().len(), 4, "so little may stay");
        drop_zeros(db, 0).unwrap();
        assert_eq!(texts(), [(2, text(2))]);
        assert_eq!(life::zeros(db).unwrap(), 0);
        db.execute("INSERT INTO text (body) VALUES (x'41')", [])
            .unwrap();
        let schema: String = db
            .query_row(
                "SELECT sql FROM sqlite_schema WHERE name = 'text'",
                [],
                |row| row.get(0),
            )
            .unwrap();
        assert!(schema.contains("INTEGER PRIMARY KEY"), "{schema}");
    }
}
