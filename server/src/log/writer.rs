//! The one thread that writes. It commits as soon as it is free, and never waits for company.

use super::folder::Opened;
use super::forgotten::{Gone, List};
use super::mark::Marker;
use super::write::{Did, Work};
use super::{
    BATCH_MAX, CHECKPOINT_EVERY, Committed, LOCKED_WAIT, OpenError, RETRY_EVERY, WAITING_MAX,
    folder, life, schema,
};
use crate::clock::now_ms;
use crate::metrics::{Lane, METRICS};
use crate::throttle::Throttle;
use rusqlite::Connection;
use rusqlite::ffi::ErrorCode;
use std::fs::File;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot, watch};

/// The handle to the thread. Dropping it waits until everything taken is written.
#[derive(Debug)]
pub(super) struct Writer {
    jobs: Option<Sender<Job>>,
    places: Arc<Semaphore>,
    thread: Option<JoinHandle<()>>,
}

struct Job {
    work: Work,
    answer: oneshot::Sender<Committed>,
    _place: OwnedSemaphorePermit,
}

impl Writer {
    pub(super) fn start(
        opened: Opened,
        wiped: watch::Sender<bool>,
        (unsettled, is_writing): (Arc<AtomicBool>, Arc<AtomicBool>),
    ) -> Result<Writer, OpenError> {
        let (jobs, waiting) = mpsc::channel();
        let mut desk = Desk {
            db: opened.db,
            marker: opened.marker,
            list: opened.list,
            wal: folder::write_ahead_log(&opened.file),
            placed: folder::Placed::of(opened.file.clone()),
            wiped,
            unsettled,
            is_writing,
            retry_at: Instant::now(),
            checkpoint_at: None,
            _lock: opened.lock,
        };
        // What a killed server left to wipe is not known, so it is always done.
        desk.empty_wal();
        let thread = std::thread::Builder::new()
            .name("log".into())
            .spawn(move || desk.run(&waiting))
            .map_err(|why| OpenError::Io {
                path: opened.file,
                why,
            })?;
        Ok(Writer {
            jobs: Some(jobs),
            places: Arc::new(Semaphore::new(WAITING_MAX)),
            thread: Some(thread),
        })
    }

    pub(super) async fn write(&self, work: Work) -> Committed {
        let _waiting = METRICS.waiting(Lane::Log);
        let stopped = || "the writer has stopped".to_owned();
        let (answer, answered) = oneshot::channel();
        let (Ok(place), Some(jobs)) = (self.places.clone().acquire_owned().await, &self.jobs)
        else {
            return Committed::No(stopped());
        };
        let job = Job {
            work,
            answer,
            _place: place,
        };
        if jobs.send(job).is_err() {
            return Committed::No(stopped());
        }
        match answered.await {
            Ok(committed) => committed,
            Err(_) => Committed::Unknown(stopped()),
        }
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.jobs = None;
        if let Some(thread) = self.thread.take() {
            // A panic there was reported by the panic hook; there is nobody left to tell.
            let _ = thread.join();
        }
    }
}

/// What the thread works with.
struct Desk {
    db: Connection,
    marker: Marker,
    list: List,
    placed: folder::Placed,
    wal: PathBuf,
    wiped: watch::Sender<bool>,
    /// A commit failed so that only the next one settles whether it happened.
    unsettled: Arc<AtomicBool>,
    /// The last commit, or what was written since, succeeded.
    is_writing: Arc<AtomicBool>,
    retry_at: Instant,
    /// When what was written is to go into the database file too; none when all of it is there.
    checkpoint_at: Option<Instant>,
    /// Released after the connection is closed.
    _lock: folder::Lock,
}

impl Desk {
    fn run(mut self, waiting: &Receiver<Job>) {
        loop {
            let retry_at = self.owes().then_some(self.retry_at);
            let next = match retry_at.into_iter().chain(self.checkpoint_at).min() {
                Some(at) => waiting.recv_timeout(at.saturating_duration_since(Instant::now())),
                None => waiting.recv().map_err(|_| RecvTimeoutError::Disconnected),
            };
            match next {
                Ok(first) => {
                    let mut batch = vec![first];
                    batch.extend(waiting.try_iter().take(BATCH_MAX - 1));
                    self.write(batch);
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return,
            }
            if self.owes() && self.retry_at <= Instant::now() {
                self.settle();
                self.empty_wal();
            }
            if self.checkpoint_at.is_some_and(|at| at <= Instant::now()) {
                self.checkpoint();
            }
        }
    }

    fn owes(&self) -> bool {
        !*self.wiped.borrow()
            || self.unsettled.load(Ordering::Acquire)
            || !self.is_writing.load(Ordering::Acquire)
    }

    /// Tells whether the disk takes what is written. While it does not, it is tried again.
    fn note(&mut self, is_writing: bool) {
        let was = self.is_writing.swap(is_writing, Ordering::AcqRel);
        match (was, is_writing) {
            (true, false) => {
                self.retry_at = Instant::now() + RETRY_EVERY;
                tracing::error!("the database is not written; it is tried until it is");
            }
            (false, true) => tracing::info!("the database is written again"),
            _ => {}
        }
    }

    /// Commits all of the batch at once, then answers each.
    fn write(&mut self, batch: Vec<Job>) {
        let began = Instant::now();
        let outcomes = self.commit(&batch);
        let is_written = |outcome: &Outcome| matches!(outcome, Outcome::Did(Did::Wrote { .. }));
        let is_failed = |outcome: &Outcome| !matches!(outcome, Outcome::Did(_));
        if outcomes.iter().any(is_written) {
            METRICS.commit_time.took(began.elapsed());
        }
        if outcomes.iter().any(is_written) {
            self.note(true);
        } else if outcomes.iter().any(is_failed) {
            self.note(false);
        }
        let wiped = outcomes.iter().any(|outcome| outcome.gone().is_some());
        let mut last = Vec::new();
        if wiped {
            self.wiped.send_replace(false);
        }
        for (job, outcome) in batch.into_iter().zip(outcomes) {
            if job.work.answers_after_wiping() {
                last.push((job, outcome));
            } else {
                let _ = job.answer.send(outcome.into());
            }
        }
        if wiped {
            self.empty_wal();
        }
        for (job, outcome) in last {
            let _ = job.answer.send(outcome.into());
        }
    }

    fn commit(&mut self, batch: &[Job]) -> Vec<Outcome> {
        let all = |outcome: Outcome| vec![outcome; batch.len()];
        if let Err(error) = self.execute("BEGIN IMMEDIATE") {
            return all(Outcome::No(error.to_string()));
        }
        let mut outcomes = Vec::with_capacity(batch.len());
        for job in batch {
            let outcome = match self.attempt(&job.work) {
                Ok(did) => Outcome::Did(did),
                Err(error) => Outcome::No(error.to_string()),
            };
            if self.db.is_autocommit() {
                // A full disk and the like undo the whole transaction.
                let why = match outcome {
                    Outcome::No(why) => why,
                    _ => "the transaction was undone".into(),
                };
                return all(Outcome::No(why));
            }
            outcomes.push(outcome);
        }
        let is_written = |outcome: &Outcome| matches!(outcome, Outcome::Did(Did::Wrote { .. }));
        if !outcomes.iter().any(is_written) {
            self.roll_back();
            return outcomes;
        }
        let Err(failed) = self.commit_listed(&outcomes) else {
            self.unsettled.store(false, Ordering::Release);
            return outcomes;
        };
        self.roll_back();
        if let Outcome::Unknown(why) = &failed {
            static FAILED: Throttle = Throttle::new();
            if let Some(more) = FAILED.pass() {
                tracing::error!(%why, more, "a commit failed: what it wrote may be on disk or not");
            }
            self.unsettled.store(true, Ordering::Release);
            self.retry_at = Instant::now();
        }
        for outcome in &mut outcomes {
            if is_written(outcome) {
                *outcome = failed.clone();
            }
        }
        outcomes
    }

    /// What goes is listed first: the list never knows less than the database.
    fn commit_listed(&mut self, outcomes: &[Outcome]) -> Result<(), Outcome> {
        self.is_in_place().map_err(Outcome::No)?;
        if self.unsettled.load(Ordering::Acquire) {
            // What was listed for a commit that did not happen is not to be confirmed by this one.
            let life = life::read(&self.db).map_err(|error| Outcome::No(error.to_string()))?;
            self.list.take_back(life.listed);
            self.list.done();
        }
        let gone = outcomes.iter().filter_map(Outcome::gone);
        let listed = self.list.add(gone);
        let before = listed.map_err(|error| {
            let why = format!("the list of what was forgotten cannot be written: {error}");
            Outcome::No(why)
        })?;
        let counted = life::listed(&self.db, self.list.id(), self.list.end())
            .and_then(|()| life::count(&self.db));
        let committed = counted.and_then(|commits| self.execute("COMMIT").map(|()| commits));
        match committed {
            Ok(commits) => {
                self.marker.committed(commits, self.list.end(), now_ms());
                if self.list.end() > before {
                    self.list.done();
                }
                let soon = || Instant::now() + CHECKPOINT_EVERY;
                self.checkpoint_at.get_or_insert_with(soon);
                Ok(())
            }
            Err(error) => {
                let failed = Outcome::of_failed_commit(&error);
                if matches!(failed, Outcome::No(_)) {
                    self.list.take_back(before);
                }
                Err(failed)
            }
        }
    }

    /// What is committed into a file without a name is on no disk for who looks for it.
    fn is_in_place(&self) -> Result<(), String> {
        if self.placed.is_in_place() {
            return Ok(());
        }
        Err("the database was removed, moved or replaced: put it back under its name".into())
    }

    /// Brings what was written into the database file as far as no reader needs the log, so that
    /// a copy of the file alone is never long behind.
    fn checkpoint(&mut self) {
        self.checkpoint_at = None;
        let done = self
            .db
            .query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()));
        if let Err(error) = done {
            tracing::warn!(%error, "the database file is behind its write-ahead log");
        }
    }

    /// Does one work within the transaction, or nothing of it.
    fn attempt(&self, work: &Work) -> rusqlite::Result<Did> {
        self.execute("SAVEPOINT work")?;
        let did = work.run(&self.db);
        if !matches!(did, Ok(Did::Wrote { .. })) && !self.db.is_autocommit() {
            self.execute("ROLLBACK TO work")?;
        }
        if !self.db.is_autocommit() {
            self.execute("RELEASE work")?;
        }
        did
    }

    fn execute(&self, sql: &str) -> rusqlite::Result<()> {
        self.db.prepare_cached(sql)?.execute([])?;
        Ok(())
    }

    fn roll_back(&self) {
        if !self.db.is_autocommit()
            && let Err(error) = self.execute("ROLLBACK")
        {
            tracing::error!(%error, "a transaction could not be undone");
        }
    }

    /// After a commit that failed: writes something small. If its outcome is unknown, only then
    /// does every reader see the same, and after a crash too. A commit that succeeded meanwhile did
    /// it as well.
    fn settle(&mut self) {
        if !self.unsettled.load(Ordering::Acquire) && self.is_writing.load(Ordering::Acquire) {
            return;
        }
        let written = self.is_in_place().and_then(|()| {
            let written = self.write_something();
            written.map_err(|error| error.to_string())
        });
        match written {
            Ok(()) => {
                self.unsettled.store(false, Ordering::Release);
                self.note(true);
            }
            Err(why) => tracing::debug!(why, "not written yet"),
        }
        self.retry_at = Instant::now() + RETRY_EVERY;
    }

    /// Without waiting for a lock: others wait for this thread.
    fn write_something(&self) -> rusqlite::Result<()> {
        self.db.busy_timeout(Duration::ZERO)?;
        let written = self.db.pragma_update(None, "user_version", schema::VERSION);
        self.db.busy_timeout(LOCKED_WAIT)?;
        written
    }

    /// Brings what is in the write-ahead log into the database and empties it, unless a reader
    /// still needs it: then nothing waits for that reader, and it is tried again.
    fn empty_wal(&mut self) {
        if *self.wiped.borrow() {
            return;
        }
        let emptied = self.try_to_empty_wal();
        self.retry_at = Instant::now() + RETRY_EVERY;
        match emptied {
            Ok(emptied) => {
                self.wiped.send_if_modified(|wiped| {
                    *wiped = emptied;
                    emptied
                });
            }
            Err(error) => {
                static NOT_EMPTIED: Throttle = Throttle::new();
                if let Some(more) = NOT_EMPTIED.pass() {
                    tracing::warn!(%error, more, "the write-ahead log could not be emptied yet");
                }
            }
        }
    }

    fn try_to_empty_wal(&self) -> Result<bool, Box<dyn std::error::Error>> {
        self.db.busy_timeout(Duration::ZERO)?;
        let busy = self
            .db
            .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| {
                row.get::<_, i64>(0)
            });
        self.db.busy_timeout(LOCKED_WAIT)?;
        if busy? != 0 {
            return Ok(false);
        }
        // SQLite does not sync the emptied file: after a power cut its old bytes could be back.
        File::open(&self.wal)?.sync_all()?;
        Ok(true)
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Outcome {
    Did(Did),
    No(String),
    Unknown(String),
}

impl Outcome {
    /// What must not stay in the files.
    fn gone(&self) -> Option<&Gone> {
        match self {
            Outcome::Did(Did::Wrote { gone }) => gone.as_ref(),
            _ => None,
        }
    }

    /// A full disk is noticed before the last frame of a commit is written, and a lock before the
    /// first; after any other error the commit may be on disk.
    fn of_failed_commit(error: &rusqlite::Error) -> Outcome {
        match error.sqlite_error_code() {
            Some(
                ErrorCode::DiskFull | ErrorCode::DatabaseBusy | ErrorCode::ConstraintViolation,
            ) => Outcome::No(error.to_string()),
            _ => Outcome::Unknown(error.to_string()),
        }
    }
}

impl From<Outcome> for Committed {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Did(Did::Wrote { .. } | Did::Nothing) => Committed::Done,
            Outcome::Did(Did::Conflict) => Committed::Conflict,
            Outcome::No(why) => Committed::No(why),
            Outcome::Unknown(why) => Committed::Unknown(why),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rusqlite::ffi;

    #[test]
    fn a_commit_that_failed_is_a_no_only_where_nothing_can_be_written() {
        let outcome = |code| {
            let error = rusqlite::Error::SqliteFailure(ffi::Error::new(code), None);
            Outcome::of_failed_commit(&error)
        };
        for code in [ffi::SQLITE_FULL, ffi::SQLITE_BUSY] {
            assert!(matches!(outcome(code), Outcome::No(_)), "{code}");
        }
        for code in [
            ffi::SQLITE_IOERR_FSYNC,
            ffi::SQLITE_IOERR_WRITE,
            ffi::SQLITE_READONLY,
        ] {
            assert!(matches!(outcome(code), Outcome::Unknown(_)), "{code}");
        }
    }
}
