//! The data folder: its lock, and opening its database without ever taking a damaged one for an
//! empty one.

use super::backup::forget_again;
use super::forgotten::{self, List, Told};
use super::life::{self, Life};
use super::mark::{self, Mark, Marker};
use super::{LOCKED_WAIT, OpenError, check, schema};
use crate::clock::now_ms;
use rusqlite::{Connection, OpenFlags};
use std::ffi::OsString;
use std::fmt::Write;
use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::time::Instant;

/// The database file of a data folder.
pub(super) fn database(dir: &Path) -> PathBuf {
    dir.join("competentiespel.db")
}

/// Bytes of the write-ahead log; 0 when there is none.
pub(super) fn wal_bytes(dir: &Path) -> std::io::Result<u64> {
    match std::fs::metadata(write_ahead_log(&database(dir))) {
        Ok(file) => Ok(file.len()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(0),
        Err(error) => Err(error),
    }
}

/// Which file the database is. It is not opened for that: closing it again would end the locks that
/// SQLite has on it.
#[derive(Clone, Debug)]
pub(super) struct Placed {
    path: PathBuf,
    id: Option<(u64, u64)>,
}

impl Placed {
    /// The file that stands under that name now.
    pub(super) fn of(path: PathBuf) -> Placed {
        Placed {
            id: file_id(&path),
            path,
        }
    }

    /// Whether it was not removed, moved or replaced since.
    pub(super) fn is_in_place(&self) -> bool {
        file_id(&self.path) == self.id
    }
}

#[cfg(unix)]
fn file_id(path: &Path) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt;
    let file = std::fs::metadata(path).ok()?;
    Some((file.dev(), file.ino()))
}

/// Where files have no number: whether there is one.
#[cfg(not(unix))]
fn file_id(path: &Path) -> Option<(u64, u64)> {
    path.exists().then_some((0, 0))
}

/// Its write-ahead log.
pub(super) fn write_ahead_log(database: &Path) -> PathBuf {
    with_suffix(database, "-wal")
}

/// Where a restore makes the database that will be there.
pub(super) fn restored(database: &Path) -> PathBuf {
    with_suffix(database, ".restored")
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
    pub(super) marker: Marker,
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
    keep_owner(dir, &path).map_err(io(&path))?;
    match file.try_lock() {
        Ok(()) => Ok(Lock(file)),
        Err(TryLockError::WouldBlock) => Err(OpenError::InUse(dir.into())),
        Err(TryLockError::Error(why)) => Err(io(&path)(why)),
    }
}

/// Files of one database: itself, and what SQLite can leave beside it.
pub(super) fn files_of(database: &Path) -> [PathBuf; 4] {
    ["", "-wal", "-shm", "-journal"].map(|suffix| with_suffix(database, suffix))
}

pub(super) fn remove_all(database: &Path) -> Result<(), OpenError> {
    for left in files_of(database) {
        match std::fs::remove_file(&left) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(io(&left)(error));
            }
            _ => {}
        }
    }
    Ok(())
}

/// Options of a file for its owner alone: what colleagues say of each other is not for other users of
/// this machine.
pub(super) fn private() -> std::fs::OpenOptions {
    let mut options = File::options();
    options.write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// What root makes in a folder is its owner's, whose server is to use it.
#[cfg(unix)]
pub(super) fn keep_owner(dir: &Path, made: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::MetadataExt;
    let (folder, file) = (std::fs::metadata(dir)?, std::fs::metadata(made)?);
    if rustix::process::geteuid().is_root() && folder.uid() != file.uid() {
        std::os::unix::fs::chown(made, Some(folder.uid()), Some(folder.gid()))?;
    }
    Ok(())
}

/// Where files have no such owner.
#[cfg(not(unix))]
pub(super) fn keep_owner(_: &Path, _: &Path) -> std::io::Result<()> {
    Ok(())
}

/// A database that competentiespel opened never has a journal: SQLite would put what stands in one
/// of another database into it.
fn refuse_journal(file: &Path) -> Result<(), OpenError> {
    let journal = with_suffix(file, "-journal");
    match exists(&journal)? {
        true => Err(OpenError::Stray(journal)),
        false => Ok(()),
    }
}

/// There is a database, good or bad.
pub(super) fn must_be_there(dir: &Path) -> Result<(), OpenError> {
    let file = database(dir);
    if exists(&file)? {
        return Ok(());
    }
    Err(match mark::read(dir)? {
        Some(mark) => OpenError::Gone(file, mark.into()),
        None => OpenError::Missing(dir.into()),
    })
}

/// Whether another process has it.
pub(super) fn is_in_use(dir: &Path) -> bool {
    let lock = File::open(lock_file(dir)).map(|lock| lock.try_lock_shared());
    matches!(lock, Ok(Err(TryLockError::WouldBlock)))
}

/// Opens a data folder for writing; see [`super::Log::open`].
pub(super) fn open(dir: &Path, accept_loss: bool) -> Result<Opened, OpenError> {
    make_dir(dir).map_err(io(dir))?;
    let lock = lock(dir)?;
    let file = database(dir);
    refuse_journal(&file)?;
    let wal = write_ahead_log(&file);
    let mark = mark::read(dir)?;
    let is_closed = !exists(&wal)?;
    let is_new = !exists(&file)?;
    if is_new {
        let mark = mark.as_ref().filter(|_| !accept_loss);
        create(dir, &file, mark, is_closed)?;
    }
    let started = Instant::now();
    let proof = |life: Option<&Life>| compare(&file, mark.as_ref(), life, is_closed);
    let unproven = |life: Option<&Life>| !is_new && !matches!(proof(life), Ok(true));
    let (life, is_checked) = schema::inspect(&file, is_closed, unproven)?;
    let is_proven = match proof(life.as_ref()) {
        Err(OpenError::Another(..)) if is_hidden(&file, mark.as_ref(), is_closed) => {
            return Err(OpenError::Stray(wal));
        }
        Err(_) if accept_loss => false,
        proof => proof? || is_new,
    };
    // All that can be refused is, before anything is changed.
    let mut told = forgotten::read(dir, accept_loss)?;
    if !accept_loss {
        check_list(life.as_ref(), told.as_ref())?;
    }
    let db = schema::connect(&file).map_err(sqlite(&file))?;
    // A restore that was killed left its texts there.
    remove_all(&restored(&file))?;
    // Something is written: who may not is told now, and not with the first card that is given.
    db.pragma_update(None, "user_version", schema::VERSION)
        .map_err(sqlite(&file))?;
    if is_checked {
        let wrong = check::sums(&db).map_err(sqlite(&file))?;
        let took_ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
        tracing::info!(took_ms, wrong, "it was not stopped in order: all was read");
    }
    if !is_proven {
        tracing::warn!("nothing proves that all that was shown is there: everyone begins afresh");
        // Killed before the new mark is there, the next start finds none, and not one of before.
        mark::clear(dir)?;
        life::renew(&db).map_err(sqlite(&file))?;
    }
    let mut list = List::open(dir, told.as_mut())?;
    if told.is_none() && !is_new {
        tracing::warn!("the list of what was forgotten was not there: a new one begins");
    }
    catch_up(dir, &db, &mut list, told.as_ref(), is_proven)?;
    let life = life::read(&db).map_err(sqlite(&file))?;
    let marker = Marker::set(dir, &life.mark(now_ms()))?;
    Ok(Opened {
        db,
        lock,
        file,
        marker,
        list,
    })
}

/// Makes the database where there was none, by its mark too.
fn create(dir: &Path, file: &Path, mark: Option<&Mark>, is_closed: bool) -> Result<(), OpenError> {
    if !is_closed {
        return Err(OpenError::Damaged {
            file: file.into(),
            why: "it is missing, but its write-ahead log is there".into(),
        });
    }
    if let Some(mark) = mark {
        return Err(OpenError::Gone(file.into(), mark.clone().into()));
    }
    // From here on no mark may speak of another database than the one that is there.
    mark::clear(dir)?;
    schema::create(dir, file)
}

/// The write-ahead log is another database's: without it, this is the one that the mark is of.
fn is_hidden(file: &Path, mark: Option<&Mark>, is_closed: bool) -> bool {
    let alone = || schema::inspect(file, true, |_| false).ok()?.0;
    let is_its = |mark: &Mark| alone().is_some_and(|life| life.generation == mark.generation);
    !is_closed && mark.is_some_and(is_its)
}

/// The list is that of the database, and says no less than the database has carried out.
fn check_list(life: Option<&Life>, told: Option<&Told>) -> Result<(), OpenError> {
    // A database of version 1 has none yet.
    let (Some(life), Some(told)) = (life.filter(|life| !life.list.is_empty()), told) else {
        return Ok(());
    };
    if told.list == life.list {
        return told.must_reach(life.listed);
    }
    // One that was missing began anew, and the start got no further.
    if told.gone.is_empty() {
        return Ok(());
    }
    Err(told.wrong("is that of another database"))
}

/// Forgets again what the list says and this database may not have done. What a killed server listed
/// and did not commit did not happen: nobody was told that it is forgotten, and it is taken off the
/// list. What the list says was done is beyond this database only where it stands beside an older one.
fn catch_up(
    dir: &Path,
    db: &Connection,
    list: &mut List,
    told: Option<&Told>,
    is_proven: bool,
) -> Result<(), OpenError> {
    let file = database(dir);
    let wrong = sqlite(&file);
    let life = life::read(db).map_err(&wrong)?;
    let is_known = is_proven && life.list == list.id() && life.listed <= list.end();
    if is_known && !told.is_some_and(|told| told.did_more_than(life.listed)) {
        list.take_back(life.listed);
        list.done();
        return Ok(());
    }
    // Killed before the new mark is there, the next start finds none, and not one of before.
    mark::clear(dir)?;
    let again = || -> rusqlite::Result<()> {
        let transaction = db.unchecked_transaction()?;
        let gone = told.map_or(&[][..], |told| &told.gone);
        let (texts, sessions) = forget_again(db, gone)?;
        if texts + sessions > 0 {
            // Who was shown them begins afresh.
            life::renew(db)?;
            tracing::warn!(texts, sessions, "what the list says was forgotten again");
        }
        life::listed(db, list.id(), list.end())?;
        transaction.commit()
    };
    again().map_err(wrong)?;
    list.done();
    Ok(())
}

/// What the mark of a folder says against its database; see [`compare`].
pub(super) fn compare_with_mark(dir: &Path, db: &Connection) -> Result<bool, OpenError> {
    // First: beside a server that writes, the mark of later would lead.
    let (file, mark) = (database(dir), mark::read(dir)?);
    let life = life::read(db).map_err(sqlite(&file))?;
    let is_closed = !exists(&write_ahead_log(&file))?;
    compare(&file, mark.as_ref(), Some(&life), is_closed)
}

/// Whether the mark proves that nothing is missing. Without one nothing is proven; one that says
/// that something is missing is an error.
fn compare(
    file: &Path,
    mark: Option<&Mark>,
    life: Option<&Life>,
    is_closed: bool,
) -> Result<bool, OpenError> {
    let Some(mark) = mark else {
        return Ok(false);
    };
    match life.filter(|life| life.generation == mark.generation) {
        None => Err(OpenError::Another(file.into(), mark.clone().into())),
        Some(life) if life.commits < mark.commits => Err(OpenError::Less {
            file: file.into(),
            found: life.commits,
            once: mark.clone().into(),
            is_closed,
        }),
        Some(_) => Ok(true),
    }
}

pub(super) fn make_dir(dir: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    // What colleagues say of each other is not for other users of this machine.
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(dir)
}

/// A new name must be on disk before anything is promised.
pub(super) fn sync_dir(dir: &Path) -> Result<(), OpenError> {
    #[cfg(unix)]
    File::open(dir)
        .and_then(|dir| dir.sync_all())
        .map_err(io(dir))?;
    Ok(())
}

/// Opens a database so that no file is made or changed, with or without a server running on it.
pub(super) fn open_for_reading(dir: &Path) -> Result<(Connection, Option<Lock>), OpenError> {
    let file = database(dir);
    must_be_there(dir)?;
    refuse_journal(&file)?;
    let has_wal = exists(&write_ahead_log(&file))?;
    let path = lock_file(dir);
    let mut lock = None;
    if exists(&path)? {
        let shared = File::open(&path).map_err(io(&path))?;
        match shared.try_lock_shared() {
            Ok(()) => lock = Some(Lock(shared)),
            Err(TryLockError::Error(why)) => return Err(io(&path)(why)),
            Err(TryLockError::WouldBlock) if has_wal => {
                return Ok((connect_read_only(&file, "readonly_shm=1")?, None));
            }
            Err(TryLockError::WouldBlock) => {
                let why = "the server is starting or stopping: try again";
                return Err(io(&path)(std::io::Error::other(why)));
            }
        }
    }
    // Nobody else has it open: without a write-ahead log it is a file that never changes.
    let db = match has_wal {
        true => schema::connect_unclosed(&file)?,
        false => connect_read_only(&file, "immutable=1")?,
    };
    Ok((db, lock))
}

/// `how`: `immutable=1` where nobody has it open and it has no write-ahead log; `readonly_shm=1`
/// beside a server, whose index is then used.
pub(super) fn connect_read_only(file: &Path, how: &str) -> Result<Connection, OpenError> {
    if std::fs::metadata(file).map_err(io(file))?.len() == 0 {
        return Err(OpenError::Damaged {
            file: file.into(),
            why: "it is empty".into(),
        });
    }
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
    use rusqlite::ffi::ErrorCode::{CannotOpen, DatabaseCorrupt, NotADatabase, ReadOnly};
    let file = file.to_owned();
    move |error| {
        let (file, why) = (file.clone(), error.to_string());
        match error.sqlite_error_code() {
            Some(DatabaseCorrupt | NotADatabase) => OpenError::Damaged { file, why },
            Some(ReadOnly | CannotOpen) => OpenError::ReadOnly { file, why },
            _ => OpenError::Sqlite { file, why },
        }
    }
}
