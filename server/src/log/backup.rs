//! Backups: a copy of the database at one moment, also while the server runs, and putting one back.
//! What was forgotten since is forgotten again in what is put back, from the list beside the
//! database (`forgotten.rs`): without that list nothing is restored unless the loss is accepted.

use super::error::{BackupError, OpenError, RestoreError};
use super::folder::{
    database, exists, io, lock, make_dir, sqlite, sync_dir, with_suffix, write_ahead_log,
};
use super::forgotten::{self, Gone, Told};
use super::life::Life;
use super::mark::Marker;
use super::schema::{connect, inspect};
use super::{SessionId, check, life, write};
use crate::clock::now_ms;
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::HashSet;
use std::fs::File;
use std::path::{Path, PathBuf};

/// What SQLite can leave beside a database.
const BESIDE: [&str; 4] = ["", "-wal", "-shm", "-journal"];

/// Writes the database as it is now to a file that is not there yet. It has that name only once it
/// is whole and on disk. Other connections go on writing meanwhile.
pub(super) fn backup(db: &Connection, to: &Path) -> Result<(), BackupError> {
    if to.try_exists().map_err(BackupError::io(to))? {
        return Err(BackupError::Taken(to.into()));
    }
    let part = with_suffix(to, ".part");
    if part.try_exists().map_err(BackupError::io(&part))? {
        return Err(BackupError::Taken(part));
    }
    let copied = copy(db, &part).and_then(|()| {
        std::fs::rename(&part, to).map_err(BackupError::io(to))?;
        match to.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => Ok(sync_dir(folder)?),
            _ => Ok(()),
        }
    });
    if copied.is_err() {
        remove_all(&part)?;
    }
    copied
}

fn copy(db: &Connection, part: &Path) -> Result<(), BackupError> {
    // What colleagues say of each other is not for other users of this machine.
    let made = private().create_new(true).open(part);
    let made = made.map_err(BackupError::io(part))?;
    let name = part.to_str().ok_or_else(|| {
        let why = std::io::Error::other("its name is not UTF-8");
        BackupError::io(part)(why)
    })?;
    db.execute("VACUUM INTO ?1", [name])?;
    made.sync_all().map_err(BackupError::io(part))
}

fn private() -> std::fs::OpenOptions {
    let mut options = File::options();
    options.write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
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
    /// Where the database is that was there before.
    pub before: Option<PathBuf>,
}

/// Puts a backup in the place of the database of a folder that no server runs on. What is there
/// is moved aside first, and nothing of it is lost when this fails halfway: it can be done again.
pub fn restore(dir: &Path, from: &Path, accept_loss: bool) -> Result<Restored, RestoreError> {
    from.metadata().map_err(io(from))?;
    make_dir(dir).map_err(io(dir))?;
    let _lock = lock(dir)?;
    let list = forgotten::read(dir, accept_loss)?;
    if list.is_none() && !accept_loss {
        return Err(RestoreError::NoList(forgotten::path(dir)));
    }
    let file = database(dir);
    let before = with_suffix(&file, ".old");
    if exists(&file)? && exists(&before)? {
        return Err(RestoreError::OldLeft(before));
    }
    let new = with_suffix(&file, ".restored");
    let is_left = |new: &Path| Some(from.canonicalize().ok()? == new.canonicalize().ok()?);
    if is_left(&new) == Some(true) {
        return Err(RestoreError::OldLeft(new));
    }
    let made = make(from, &new, list.as_ref(), accept_loss);
    let (restored, life) = made.inspect_err(|_| {
        // Why it failed says more than that something of it is left; the next time removes it.
        let _ = remove_all(&new);
    })?;
    // First: until the restored one is there a start is refused as with another database.
    Marker::set(dir, &life.mark(now_ms()))?;
    move_aside(&file, &before)?;
    std::fs::rename(&new, &file).map_err(io(&file))?;
    sync_dir(dir)?;
    Ok(Restored {
        before: exists(&before)?.then_some(before),
        ..restored
    })
}

/// Makes the database that will be there, under another name.
fn make(
    from: &Path,
    new: &Path,
    list: Option<&Told>,
    accept_loss: bool,
) -> Result<(Restored, Life), RestoreError> {
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
    let unfit = |why: OpenError| RestoreError::Unfit(from.into(), Box::new(why));
    inspect(new, is_closed, |_| true).map_err(unfit)?;
    let db = connect(new).map_err(sqlite(new))?;
    let wrong = check::sums(&db).map_err(sqlite(new)).map_err(unfit)?;
    if wrong > 0 {
        let why = format!("{wrong} entries and texts are not what was written");
        let file = new.into();
        return Err(unfit(OpenError::Damaged { file, why }));
    }
    let restored = begin_anew(&db, list, accept_loss, from)?;
    let life = life::read(&db).map_err(sqlite(new))?;
    db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
        .map_err(sqlite(new))?;
    db.close().map_err(|(_, error)| sqlite(new)(error))?;
    let synced = File::open(new).and_then(|file| file.sync_all());
    synced.map_err(io(new))?;
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
    if list.is_some_and(|list| list.list != life.list) && !accept_loss {
        return Err(RestoreError::OtherList);
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
            before: None,
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
    for suffix in BESIDE {
        let (from, to) = (with_suffix(file, suffix), with_suffix(before, suffix));
        if !exists(&from)? {
            continue;
        }
        match suffix {
            // Made anew from the others.
            "-shm" => std::fs::remove_file(&from).map_err(io(&from))?,
            _ => std::fs::rename(&from, &to).map_err(io(&from))?,
        }
    }
    Ok(())
}

fn remove_all(file: &Path) -> Result<(), OpenError> {
    for suffix in BESIDE {
        let left = with_suffix(file, suffix);
        match std::fs::remove_file(&left) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(io(&left)(error));
            }
            _ => {}
        }
    }
    Ok(())
}
