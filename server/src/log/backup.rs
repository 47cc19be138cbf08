//! Backups: a copy of the database at one moment, also while the server runs, and putting one back.
//! What was forgotten since is forgotten again in what is put back, from the list beside the
//! database (`forgotten.rs`): without that list nothing is restored unless the loss is accepted.

use super::error::{BackupError, OpenError, RestoreError};
use super::folder::{
    connect_read_only, database, exists, files_of, io, keep_owner, lock, make_dir, private,
    remove_all, restored, sqlite, sync_dir, with_suffix, write_ahead_log,
};
use super::forgotten::{self, Gone, Told};
use super::life::Life;
use super::mark::{self, Marker};
use super::schema::{connect, inspect};
use super::{SessionId, check, life, write};
use crate::clock::now_ms;
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::HashSet;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

/// Writes the database as it is now to a file that is not there yet. It has that name only once it
/// is whole and on disk. Other connections go on writing meanwhile. Gives how many entries and texts
/// in it are not what was written.
pub(super) fn backup(db: &Connection, to: &Path) -> Result<u64, BackupError> {
    if to.try_exists().map_err(BackupError::io(to))? {
        return Err(BackupError::Taken(to.into()));
    }
    let part = with_suffix(to, ".part");
    let made = begin(&part)?;
    let copied = copy(db, &made, &part).and_then(|wrong| {
        std::fs::rename(&part, to).map_err(BackupError::io(to))?;
        match to.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => sync_dir(folder)?,
            _ => {}
        }
        Ok(wrong)
    });
    if copied.is_err() {
        remove_all(&part)?;
    }
    copied
}

/// A file to write the backup to, which nobody else does meanwhile. What a killed backup left there
/// goes.
fn begin(part: &Path) -> Result<File, BackupError> {
    let open = || private().read(true).create(true).truncate(false).open(part);
    let mut made = open().map_err(BackupError::io(part))?;
    if made.try_lock().is_err() {
        return Err(BackupError::Taken(part.into()));
    }
    let left = made.metadata().map_err(BackupError::io(part))?.len();
    if left > 0 {
        if !begins_as_database(part).map_err(BackupError::io(part))? {
            return Err(BackupError::Taken(part.into()));
        }
        remove_all(part)?;
        made = open().map_err(BackupError::io(part))?;
        made.try_lock()
            .map_err(|_| BackupError::Taken(part.into()))?;
    }
    Ok(made)
}

fn begins_as_database(file: &Path) -> std::io::Result<bool> {
    let mut begin = Vec::new();
    File::open(file)?.take(16).read_to_end(&mut begin)?;
    Ok(begin == b"SQLite format 3\0")
}

fn copy(db: &Connection, made: &File, part: &Path) -> Result<u64, BackupError> {
    let name = part.to_str().ok_or_else(|| {
        let why = std::io::Error::other("its name is not UTF-8");
        BackupError::io(part)(why)
    })?;
    let failed = |error: rusqlite::Error| BackupError::Sqlite(error.to_string());
    db.execute("VACUUM INTO ?1", [name]).map_err(failed)?;
    made.sync_all().map_err(BackupError::io(part))?;
    let copied = connect_read_only(part, "immutable=1")?;
    check::sums(&copied).map_err(failed)
}

/// What was restored.
#[derive(Debug, PartialEq, Eq)]
pub struct Restored {
    /// Sessions there are now.
    pub sessions: u64,
    /// Of the last entry there is, in milliseconds since 1970.
    pub last_at: Option<u64>,
    /// Texts that were forgotten again.
    pub texts_again: u64,
    /// Sessions that were deleted again.
    pub sessions_again: u64,
    /// Entries and texts that are not what was written; the sessions they belong to do not open.
    pub wrong: u64,
    /// The files of the database that was there before.
    pub before: Vec<PathBuf>,
}

/// Puts a backup in the place of the database of a folder that no server runs on. What is there
/// is moved aside first, and nothing of it is lost when this fails halfway: it can be done again.
pub fn restore(dir: &Path, from: &Path, accept_loss: bool) -> Result<Restored, RestoreError> {
    from.metadata().map_err(io(from))?;
    let read = || match forgotten::read(dir, accept_loss)? {
        None if !accept_loss => Err(RestoreError::NoList(forgotten::path(dir))),
        list => Ok(list),
    };
    // Refused before a folder is made for it.
    read()?;
    make_dir(dir).map_err(io(dir))?;
    let _lock = lock(dir)?;
    let list = read()?;
    if !accept_loss && let (Some(list), Some(mark)) = (&list, mark::read(dir)?) {
        list.must_reach(mark.listed)?;
    }
    let file = database(dir);
    let old = with_suffix(&file, ".old");
    if exists(&file)? {
        for left in files_of(&old) {
            if exists(&left)? {
                return Err(RestoreError::OldLeft(left));
            }
        }
    }
    let new = restored(&file);
    let is_left = |new: &Path| Some(from.canonicalize().ok()? == new.canonicalize().ok()?);
    if is_left(&new) == Some(true) {
        return Err(RestoreError::OldLeft(new));
    }
    let made = make(dir, from, list.as_ref(), accept_loss);
    let (restored, life) = made.inspect_err(|_| {
        // Why it failed says more than that something of it is left; the next time removes it.
        let _ = remove_all(&new);
    })?;
    // First: until the restored one is there a start is refused as with another database.
    Marker::set(dir, &life.mark(now_ms()))?;
    move_aside(&file, &old)?;
    std::fs::rename(&new, &file).map_err(io(&file))?;
    sync_dir(dir)?;
    let there = files_of(&old).into_iter().filter(|file| file.exists());
    Ok(Restored {
        before: there.collect(),
        ..restored
    })
}

/// Makes the database that will be there, under another name.
fn make(
    dir: &Path,
    from: &Path,
    list: Option<&Told>,
    accept_loss: bool,
) -> Result<(Restored, Life), RestoreError> {
    let new = &restored(&database(dir));
    remove_all(new)?;
    for (from, new) in [(from, new)]
        .into_iter()
        .map(|(from, new)| (from.to_owned(), new.to_owned()))
        .chain([(write_ahead_log(from), write_ahead_log(new))])
    {
        if exists(&from)? {
            let mut to = private().create_new(true).open(&new).map_err(io(&new))?;
            let mut from = File::open(&from).map_err(io(&from))?;
            std::io::copy(&mut from, &mut to).map_err(io(&new))?;
        }
    }
    let is_closed = !exists(&write_ahead_log(new))?;
    let unfit = |why: OpenError| RestoreError::Unfit(from.into(), why.cause());
    inspect(new, is_closed, |_| true).map_err(unfit)?;
    let db = connect(new).map_err(sqlite(new))?;
    let wrong = check::sums(&db).map_err(sqlite(new)).map_err(unfit)?;
    if wrong > 0 && !accept_loss {
        return Err(RestoreError::Wrong(from.into(), wrong));
    }
    let restored = Restored {
        wrong,
        ..begin_anew(&db, list, accept_loss, from)?
    };
    let life = life::read(&db).map_err(sqlite(new))?;
    db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
        .map_err(sqlite(new))?;
    db.close().map_err(|(_, error)| sqlite(new)(error))?;
    let synced = File::open(new).and_then(|file| file.sync_all());
    let kept = synced.and_then(|()| keep_owner(dir, new));
    kept.map_err(io(new))?;
    Ok((restored, life))
}

/// Forgets again what is listed, and lets everyone who was here begin afresh.
fn begin_anew(
    db: &Connection,
    list: Option<&Told>,
    accept_loss: bool,
    from: &Path,
) -> Result<Restored, RestoreError> {
    let wrong = sqlite(from);
    let number = |sql: &str| db.query_row(sql, [], |row| row.get::<_, Option<i64>>(0));
    let unsigned = |number: Option<i64>| number.and_then(|number| u64::try_from(number).ok());
    let life = life::read(db).map_err(&wrong)?;
    if let Some(list) = list.filter(|_| !accept_loss) {
        list.must_reach(life.listed)?;
        if list.list != life.list {
            return Err(RestoreError::OtherList);
        }
    }
    let gone = list.map_or(&[][..], |list| &list.gone);
    let done = || -> rusqlite::Result<Restored> {
        let transaction = db.unchecked_transaction()?;
        let (texts_again, sessions_again) = forget_again(db, gone)?;
        life::renew(db)?;
        if let Some(list) = list {
            life::listed(db, &list.list, list.end)?;
        }
        // What was over when the backup was taken is looked at anew: nothing goes at once.
        db.execute("UPDATE session SET over_ran = NULL, over_at = NULL", [])?;
        transaction.commit()?;
        Ok(Restored {
            sessions: unsigned(number("SELECT count(*) FROM session")?).unwrap_or_default(),
            last_at: unsigned(number("SELECT max(last_at) FROM session")?),
            texts_again,
            sessions_again,
            wrong: 0,
            before: Vec::new(),
        })
    };
    Ok(done().map_err(wrong)?)
}

/// Forgets what is listed; how many texts and sessions there were of that.
pub(super) fn forget_again(db: &Connection, gone: &[Gone]) -> rusqlite::Result<(u64, u64)> {
    let (mut texts, mut sessions) = (0, 0);
    for gone in gone {
        let session: Option<i64> = db
            .prepare_cached("SELECT id FROM session WHERE code = ?1 AND identity = ?2")?
            .query_row(params![gone.code, gone.identity], |row| row.get(0))
            .optional()?;
        let Some(session) = session.map(SessionId) else {
            continue;
        };
        if gone.deleted {
            write::delete(db, session)?;
            sessions += 1;
        } else {
            let listed: HashSet<&(u32, i64)> = gone.texts.iter().collect();
            let wiped = write::wipe(db, session, |text, at| listed.contains(&(text, at)))?;
            texts += wiped.len() as u64;
        }
    }
    Ok((texts, sessions))
}

/// What a killed restore had moved already stays where it is.
fn move_aside(file: &Path, before: &Path) -> Result<(), OpenError> {
    for (from, to) in files_of(file).into_iter().zip(files_of(before)) {
        if !exists(&from)? {
            continue;
        }
        // The index is made anew from the others.
        let is_nothing = from == with_suffix(file, "-shm")
            || from == write_ahead_log(file)
                && std::fs::metadata(&from).map_err(io(&from))?.len() == 0;
        match is_nothing {
            true => std::fs::remove_file(&from).map_err(io(&from))?,
            false => std::fs::rename(&from, &to).map_err(io(&from))?,
        }
    }
    Ok(())
}
