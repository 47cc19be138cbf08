//! The log: entries on disk, and the texts beside them. All truth about a session is here.
//!
//! A [`Log`] is a handle to one data folder. Writing goes through one thread with one connection:
//! it takes everything that waits, commits it with one fsync, and then answers; one room's
//! conflict undoes no other's work. Reading has connections of its own.
//!
//! [`Reader`] reads a data folder for the command line, also while a server runs on it.

mod backup;
mod check;
mod clock;
mod error;
mod folder;
mod forgotten;
mod life;
mod mark;
mod read;
mod reader;
mod schema;
mod sum;
mod write;
mod writer;

pub use backup::{Restored, restore};
pub use check::{Checked, check};
pub use clock::{Found, Over, When};
pub use error::{BackupError, Committed, LogError, Once, OpenError, RestoreError, Wiped};
pub use reader::Reader;

use game::Entry;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;
use tokio::sync::watch;

/// Commands to the writer that can wait at once. With one per room it is all rooms of a large
/// server; past that the next waits for its turn, which is what a full disk queue means.
const WAITING_MAX: usize = 4096;
/// Most commands in one commit: keeps the transaction, and so the wait of the first, short.
const BATCH_MAX: usize = 512;
/// Readings at once. More than this only makes each slower on a small machine.
const READINGS_MAX: usize = 4;
/// How long a write waits for another process that has the database locked.
const LOCKED_WAIT: Duration = Duration::from_secs(2);
/// How often what is left to do is tried again: wiping while a reader has the database open, and
/// writing after an fsync that failed.
const RETRY_EVERY: Duration = Duration::from_millis(250);
/// How long what was written stands in the write-ahead log alone, at most; what fills a thousand
/// pages goes before that.
const CHECKPOINT_EVERY: Duration = Duration::from_secs(60);
/// How long a deletion waits for short readings to end before it reports *not yet wiped*.
const WIPE_PATIENCE: Duration = Duration::from_secs(1);

/// The log's own number of a session. It is never given out again, also after deletion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SessionId(pub(crate) i64);

/// A session that begins.
#[derive(Clone, Debug)]
pub struct NewSession {
    /// Its join code, which is its name.
    pub code: String,
    /// Random, made by who calls this: another log of the same code is another session.
    pub identity: String,
    /// Days it is kept after its last entry.
    pub retention_days: u16,
    /// SHA-256 of `deck_json`, hexadecimal.
    pub deck_hash: String,
    /// The deck it is played with; kept once for all sessions that use it.
    pub deck_json: String,
    /// When it came here, in milliseconds since 1970: it is kept from then on, until there is an
    /// entry after these.
    pub at: u64,
    /// From 1: one where a session begins, many where one is read in.
    pub entries: Vec<Entry>,
}

/// A session as it was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Stored {
    /// Names it in the other calls.
    pub id: SessionId,
    /// As given to [`Log::create`], and the generation of the database: another one once entries
    /// that were shown may have been lost.
    pub identity: String,
    /// Days it is kept after its last entry.
    pub retention_days: u16,
    /// Names its deck.
    pub deck_hash: String,
    /// All entries from 1, without gaps, each with those of its texts that are left.
    pub entries: Vec<Entry>,
}

/// A data folder that this process has for itself. Clones are the same log; when the last one is
/// dropped, what waits is written, and the folder is free again.
#[derive(Clone, Debug)]
pub struct Log(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    readings: reader::Readings,
    /// Dropped after the readings: the last connection to close tidies up, and only this one can.
    writer: writer::Writer,
    wiped: watch::Receiver<bool>,
    unsettled: Arc<AtomicBool>,
    clock: clock::Clock,
    is_writing: Arc<AtomicBool>,
    dir: PathBuf,
    placed: folder::Placed,
}

/// What the disk says of the data folder; nothing where it cannot be asked.
#[derive(Clone, Copy, Debug)]
pub struct Room {
    /// Bytes left for it.
    pub free_bytes: Option<u64>,
    /// Bytes of the write-ahead log; 0 when there is none.
    pub wal_bytes: Option<u64>,
    /// The database is the file under its name, and not one that was removed or moved away since.
    pub is_in_place: bool,
}

/// Whether another process has that folder.
pub fn is_in_use(dir: &Path) -> bool {
    folder::is_in_use(dir)
}

/// Refuses a folder in which there is no database, good or bad.
pub fn must_be_there(dir: &Path) -> Result<(), OpenError> {
    folder::must_be_there(dir)
}

impl Log {
    /// Opens the data folder, and makes it when it is not there. A folder another process has open
    /// is refused, and so is a database that is damaged, foreign or newer: it stays as it is.
    /// An older one is brought up to date.
    pub fn open(dir: &Path) -> Result<Log, OpenError> {
        Log::of(dir, folder::open(dir, false)?)
    }

    /// The same, also where the mark beside the database says that something is missing: with what
    /// there is, which may be nothing.
    pub fn open_accepting_loss(dir: &Path) -> Result<Log, OpenError> {
        Log::of(dir, folder::open(dir, true)?)
    }

    fn of(dir: &Path, opened: folder::Opened) -> Result<Log, OpenError> {
        let clock = clock::Clock::open(&opened.db).map_err(folder::sqlite(&opened.file))?;
        let unsettled = Arc::new(AtomicBool::new(false));
        let is_writing = Arc::new(AtomicBool::new(true));
        let (tell_wiped, wiped) = watch::channel(false);
        let flags = (unsettled.clone(), is_writing.clone());
        let writer = writer::Writer::start(opened, tell_wiped, flags)?;
        Ok(Log(Arc::new(Inner {
            writer,
            readings: reader::Readings::new(folder::database(dir)),
            wiped,
            unsettled,
            clock,
            is_writing,
            dir: dir.to_owned(),
            placed: folder::Placed::of(folder::database(dir)),
        })))
    }

    /// Writes a new session with its entries, all or nothing. [`Committed::Conflict`]: the code is
    /// taken.
    /// [`Log::load`] then gives its [`SessionId`].
    pub async fn create(&self, new: NewSession) -> Committed {
        match write::Work::create(new, self.0.clock.passed()) {
            Ok(work) => self.0.writer.write(work).await,
            Err(error) => Committed::No(error.to_string()),
        }
    }

    /// Writes entries after entry number `after`, all or none, and wipes the texts their events
    /// name as wiped in the same transaction. [`Committed::Conflict`]: `after` is not the last
    /// entry, or the session is gone or its time is over. It goes on when the caller stops waiting.
    pub async fn append(&self, session: SessionId, after: u64, entries: Vec<Entry>) -> Committed {
        let passed = self.0.clock.passed();
        match write::Work::append(session, after, &entries, passed) {
            Ok(work) => self.0.writer.write(work).await,
            Err(error) => Committed::No(error.to_string()),
        }
    }

    /// The session of that code, whole. `None`: there is none, or its time is over; that is another
    /// thing than an error, which says nothing about what is there.
    pub async fn load(&self, code: &str) -> Result<Option<Stored>, LogError> {
        let code = code.to_owned();
        self.read(move |db| read::load(db, &code, false)).await
    }

    /// Whose code that is, also of a session whose time is over (`true`): that keeps its code.
    pub async fn find(&self, code: &str) -> Result<Option<(SessionId, bool)>, LogError> {
        let code = code.to_owned();
        self.read(move |db| read::find(db, &code)).await
    }

    /// The entries after number `after`; none when the session is gone.
    pub async fn load_after(&self, session: SessionId, after: u64) -> Result<Vec<Entry>, LogError> {
        self.read(move |db| read::load_after(db, session, after))
            .await
    }

    /// The deck with that hash, as JSON, while a session uses it.
    pub async fn deck(&self, hash: &str) -> Result<Option<String>, LogError> {
        let hash = hash.to_owned();
        self.read(move |db| read::deck(db, &hash)).await
    }

    /// Writes all there is now to a file that is not there yet, while writing goes on. Gives how many
    /// entries and texts in it are not what was written.
    pub async fn backup(&self, to: &Path) -> Result<u64, BackupError> {
        let to = to.to_owned();
        self.read(move |db| Ok(backup::backup(db, &to))).await?
    }

    /// Deletes all of a session. A session that is gone already is no error.
    pub async fn delete(&self, session: SessionId) -> Result<Wiped, LogError> {
        match self.0.writer.write(write::Work::delete(session)).await {
            Committed::Done | Committed::Conflict => Ok(self.wait_wiped(WIPE_PATIENCE).await),
            Committed::No(why) | Committed::Unknown(why) => Err(LogError::Failed(why)),
        }
    }

    /// Looks at the clock, which says `now_ms` milliseconds since 1970: closes each session whose
    /// time is over, so that nothing but the command line finds it, and opens it again when that
    /// proves wrong. What [`Over::is_due`] is for the caller to delete.
    pub async fn look(&self, now_ms: u64, when: When) -> Result<Found, LogError> {
        let at = self.0.clock.moment(now_ms, when);
        let found = Arc::new(OnceLock::new());
        let look = write::Work::Look(at, found.clone());
        match self.0.writer.write(look).await {
            Committed::Done | Committed::Conflict => {}
            Committed::No(why) | Committed::Unknown(why) => return Err(LogError::Failed(why)),
        }
        let mut found = found.get().cloned().unwrap_or_default();
        let moved = self.0.clock.moved(&at);
        found.leap_ms = found.leap_ms.or(moved);
        Ok(found)
    }

    /// Whether nothing of any wiped text is left in the files. After a wipe that is not so until
    /// the write-ahead log could be emptied, which a reader that has the database open prevents;
    /// it is tried until it succeeds.
    pub fn is_wiped(&self) -> bool {
        *self.0.wiped.borrow()
    }

    /// Waits until [`Log::is_wiped`], but not longer than `patience`.
    pub async fn wait_wiped(&self, patience: Duration) -> Wiped {
        if self.is_wiped() {
            return Wiped::Yes;
        }
        let mut wiped = self.0.wiped.clone();
        match tokio::time::timeout(patience, wiped.wait_for(|wiped| *wiped)).await {
            Ok(Ok(_)) => Wiped::Yes,
            Ok(Err(_)) | Err(_) => Wiped::NotYet,
        }
    }

    /// Whether the last commit succeeded, or there was none yet. After one that failed something
    /// small is written until it succeeds, so that this is true again without anyone's doing.
    pub fn is_writing(&self) -> bool {
        self.0.is_writing.load(Ordering::Acquire)
    }

    /// The data folder.
    pub fn dir(&self) -> &Path {
        &self.0.dir
    }

    /// How much room there is.
    pub async fn room(&self) -> Room {
        let (dir, placed) = (self.0.dir.clone(), self.0.placed.clone());
        let look = move || Room {
            free_bytes: fs4::available_space(&dir).ok(),
            wal_bytes: folder::wal_bytes(&dir).ok(),
            is_in_place: placed.is_in_place(),
        };
        let looked = tokio::task::spawn_blocking(look).await;
        looked.unwrap_or(Room {
            free_bytes: None,
            wal_bytes: None,
            is_in_place: false,
        })
    }

    /// For tests of a full disk: the database cannot grow past so many pages.
    #[doc(hidden)]
    pub async fn limit_pages(&self, pages: u32) -> Committed {
        self.0.writer.write(write::Work::LimitPages(pages)).await
    }

    /// For tests: as if the server ran so much longer.
    #[doc(hidden)]
    pub fn run_on(&self, time: Duration) {
        self.0.clock.skip(time);
    }

    async fn read<T: Send + 'static>(
        &self,
        reading: impl FnOnce(&rusqlite::Connection) -> Result<T, LogError> + Send + 'static,
    ) -> Result<T, LogError> {
        let permit = self.0.readings.permit().await?;
        let inner = self.0.clone();
        // Of a session that was made to be long this takes a while.
        let read = crate::beside::begin(move || {
            // As long as it takes: who goes away meanwhile makes no room for one more.
            let _permit = permit;
            // After an fsync that failed, what a reader sees may not be what a restart would see.
            if inner.unsettled.load(Ordering::Acquire) {
                return Err(LogError::Failed("the last write is not settled yet".into()));
            }
            inner.readings.read(reading)
        });
        let read = read.map_err(|error| LogError::Failed(error.to_string()))?;
        match read.await {
            Ok(result) => result,
            // Never the words of a fault: they can quote what it broke on.
            Err(_) => Err(LogError::Failed("a reading broke off".into())),
        }
    }
}
