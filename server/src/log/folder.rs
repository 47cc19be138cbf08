//! The data folder: its lock, and opening its database without ever taking a damaged one for an
//! empty one.

use super::forgotten::List;
use super::{LOCKED_WAIT, OpenError};
use crate::clock::now_ms;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use std::ffi::OsString;
use std::fmt::Write;
use std::fs::{File, TryLockError};
use std::io::Read;
use std::path::{Path, PathBuf};

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

/// The database file of a data folder.
pub(super) fn database(dir: &Path) -> PathBuf {
    dir.join("competentiespel.db")
}

/// Its write-ahead log.
pub(super) fn write_ahead_log(database: &Path) -> PathBuf {
    with_suffix(database, "-wal")
}

fn lock_file(dir: &Path) -> PathBuf {
    dir.join("competentiespel.lock")
}

pub(super) fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(suffix);
    name.into()
}

/// The lock on a data folder. It is given up in so many words: a file that is only closed stays
/// locked while a program that was started meanwhile still has a copy of it.
#[derive(Debug)]
pub(super) struct Lock(File);

impl Drop for Lock {
    fn drop(&mut self) {
        if let Err(error) = self.0.unlock() {
            tracing::warn!(%error, "the data folder could not be unlocked");
        }
    }
}

/// A data folder this process has for itself, with a connection that can write.
pub(super) struct Opened {
    pub(super) db: Connection,
    pub(super) lock: Lock,
    pub(super) file: PathBuf,
    pub(super) list: List,
}

/// Has a data folder for this process alone.
pub(super) fn lock(dir: &Path) -> Result<Lock, OpenError> {
    let path = lock_file(dir);
    let file = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&path)
        .map_err(io(&path))?;
    match file.try_lock() {
        Ok(()) => Ok(Lock(file)),
        Err(TryLockError::WouldBlock) => Err(OpenError::InUse(dir.into())),
        Err(TryLockError::Error(why)) => Err(io(&path)(why)),
    }
}

/// Opens a data folder for writing; see [`super::Log::open`].
pub(super) fn open(dir: &Path) -> Result<Opened, OpenError> {
    make_dir(dir).map_err(io(dir))?;
    let lock = lock(dir)?;
    let file = database(dir);
    let wal = write_ahead_log(&file);
    if exists(&file)? {
        let index = with_suffix(&file, "-shm");
        if exists(&wal)? && !exists(&index)? {
            File::create(&index).map_err(io(&index))?; // To be able to read first, and write later.
        }
        check(dir, &file)?;
    } else if exists(&wal)? {
        return Err(OpenError::Damaged {
            file,
            why: "it is missing, but its write-ahead log is there".into(),
        });
    } else {
        create(dir, &file)?;
    }
    let db = connect(&file).map_err(sqlite(&file))?;
    let list = List::open(dir, now_ms())?;
    Ok(Opened {
        db,
        lock,
        file,
        list,
    })
}

pub(super) fn make_dir(dir: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    // What colleagues say of each other is not for other users of this machine.
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(dir)
}

/// Makes the database under another name first: a file of the right name is always whole.
fn create(dir: &Path, file: &Path) -> Result<(), OpenError> {
    let new = with_suffix(file, ".new");
    for left in [new.clone(), with_suffix(&new, "-journal")] {
        if exists(&left)? {
            std::fs::remove_file(&left).map_err(io(&left))?;
        }
    }
    let made = || -> rusqlite::Result<()> {
        let db = Connection::open(&new)?;
        db.pragma_update(None, "synchronous", "FULL")?;
        db.pragma_update(None, "application_id", APPLICATION_ID)?;
        migrate(&db)
    };
    made().map_err(sqlite(&new))?;
    std::fs::rename(&new, file).map_err(io(file))?;
    sync_dir(dir)
}

/// A new name must be on disk before anything is promised.
pub(super) fn sync_dir(dir: &Path) -> Result<(), OpenError> {
    #[cfg(unix)]
    File::open(dir)
        .and_then(|dir| dir.sync_all())
        .map_err(io(dir))?;
    Ok(())
}

/// Looks whether it is ours and whole, without changing it. The file's own header comes first: a
/// write-ahead log left beside another file would hide that it is another.
pub(super) fn check(dir: &Path, file: &Path) -> Result<(), OpenError> {
    let mut header = Vec::new();
    File::open(file)
        .and_then(|file| file.take(HEADER_BYTES).read_to_end(&mut header))
        .map_err(io(file))?;
    let damaged = |why: &str| OpenError::Damaged {
        file: file.into(),
        why: why.into(),
    };
    if !header.starts_with(b"SQLite format 3\0") || header.len() as u64 != HEADER_BYTES {
        return Err(damaged("it does not begin as a database"));
    }
    if header.get(68..72) != Some(&APPLICATION_ID.to_be_bytes()) {
        return Err(OpenError::Foreign(file.into()));
    }
    let db = connect_read_only(file)?;
    version(dir, &db)?;
    let found: String = db
        .query_row("PRAGMA quick_check(1)", [], |row| row.get(0))
        .map_err(sqlite(file))?;
    if found != "ok" {
        return Err(damaged(&found));
    }
    Ok(())
}

/// The version of an open database, at most [`VERSION`]. Refuses what is not ours.
pub(super) fn version(dir: &Path, db: &Connection) -> Result<u32, OpenError> {
    let file = database(dir);
    let number = |name| db.pragma_query_value(None, name, |row| row.get::<_, i32>(0));
    if number("application_id").map_err(sqlite(&file))? != APPLICATION_ID {
        return Err(OpenError::Foreign(file));
    }
    let found = number("user_version").map_err(sqlite(&file))?;
    match u32::try_from(found) {
        Ok(found @ 1..=VERSION) => Ok(found),
        Ok(found @ 1..) => Err(OpenError::Newer {
            file,
            found,
            known: VERSION,
        }),
        _ => Err(OpenError::Damaged {
            file,
            why: format!("it says that its version is {found}"),
        }),
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

/// Writes the table of texts anew when most of it is wiped. The old table's pages are zeroed.
fn drop_zeros(db: &Connection, zeros_max: i64) -> rusqlite::Result<()> {
    let sum = "SELECT coalesce(sum(length(body)) FILTER (WHERE substr(body, 1, 1) = x'00'), 0),
                      coalesce(sum(length(body)), 0)
               FROM text";
    let (zeros, all): (i64, i64) = db.query_row(sum, [], |row| Ok((row.get(0)?, row.get(1)?)))?;
    if zeros <= zeros_max || zeros < all / 2 {
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
    transaction.commit()
}

/// Opens a database so that no file is made or changed, with or without a server running on it.
pub(super) fn open_for_reading(dir: &Path) -> Result<(Connection, Option<Lock>), OpenError> {
    let file = database(dir);
    if !exists(&file)? {
        return Err(OpenError::Missing(dir.into()));
    }
    let mut lock = None;
    if exists(&write_ahead_log(&file))? {
        if !exists(&with_suffix(&file, "-shm"))? {
            return Err(OpenError::Unclosed(file));
        }
    } else {
        let path = lock_file(dir);
        if exists(&path)? {
            let shared = File::open(&path).map_err(io(&path))?;
            match shared.try_lock_shared() {
                Ok(()) => lock = Some(Lock(shared)),
                Err(TryLockError::Error(why)) => return Err(io(&path)(why)),
                Err(TryLockError::WouldBlock) => {
                    let why = "the server is starting or stopping: try again";
                    return Err(io(&path)(std::io::Error::other(why)));
                }
            }
        }
    }
    Ok((connect_read_only(&file)?, lock))
}

/// Without a write-ahead log nobody else has the file open (the lock says so), and it can be read
/// as a file that never changes. With one, its index is used as it is or made in memory.
fn connect_read_only(file: &Path) -> Result<Connection, OpenError> {
    if std::fs::metadata(file).map_err(io(file))?.len() == 0 {
        return Err(OpenError::Damaged {
            file: file.into(),
            why: "it is empty".into(),
        });
    }
    let how = if exists(&write_ahead_log(file))? {
        "readonly_shm=1"
    } else {
        "immutable=1"
    };
    let full = std::path::absolute(file).map_err(io(file))?;
    let mut uri = String::from("file:");
    for byte in full.as_os_str().as_encoded_bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' => {
                uri.push(char::from(*byte));
            }
            // Writing to a string cannot fail.
            _ => drop(write!(uri, "%{byte:02X}")),
        }
    }
    uri.push_str("?mode=ro&");
    uri.push_str(how);
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_URI;
    let opened = || {
        let db = Connection::open_with_flags(&uri, flags)?;
        db.busy_timeout(LOCKED_WAIT)?;
        Ok(db)
    };
    opened().map_err(sqlite(file))
}

pub(super) fn exists(path: &Path) -> Result<bool, OpenError> {
    path.try_exists().map_err(io(path))
}

pub(super) fn io(path: &Path) -> impl Fn(std::io::Error) -> OpenError {
    let path = path.to_owned();
    move |why| OpenError::Io {
        path: path.clone(),
        why,
    }
}

pub(super) fn sqlite(file: &Path) -> impl Fn(rusqlite::Error) -> OpenError {
    use rusqlite::ffi::ErrorCode::{DatabaseCorrupt, NotADatabase};
    let file = file.to_owned();
    move |error| {
        let (file, why) = (file.clone(), error.to_string());
        match error.sqlite_error_code() {
            Some(DatabaseCorrupt | NotADatabase) => OpenError::Damaged { file, why },
            _ => OpenError::Sqlite { file, why },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zeros_are_dropped_once_they_are_most_of_the_texts() {
        let dir = tempfile::tempdir().unwrap();
        let opened = open(dir.path()).unwrap();
        let db = &opened.db;
        let texts = || -> Vec<(i64, String)> {
            let mut rows = db
                .prepare("SELECT id, CAST(body AS TEXT) FROM text")
                .unwrap();
            let rows = rows.query_map([], |row| Ok((row.get(0)?, row.get(1)?)));
            rows.unwrap().collect::<Result<_, _>>().unwrap()
        };
        let wipe = |id: i64| {
            db.execute(
                "UPDATE text SET body = zeroblob(length(body)) WHERE id = ?1",
                [id],
            )
        };
        for n in 1..=4 {
            let text = format!("reden {n}").into_bytes();
            db.execute("INSERT INTO text (body) VALUES (?1)", [text])
                .unwrap();
        }
        wipe(1).unwrap();
        drop_zeros(db, 0).unwrap();
        assert_eq!(texts().len(), 4, "a quarter may stay");
        wipe(3).unwrap();
        drop_zeros(db, 100).unwrap();
        assert_eq!(texts().len(), 4, "so little may stay");
        drop_zeros(db, 0).unwrap();
        assert_eq!(texts(), [(2, "reden 2".into()), (4, "reden 4".into())]);
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
