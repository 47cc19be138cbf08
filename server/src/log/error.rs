//! How writing, reading and opening can end.

use super::mark::Mark;
use crate::room::publish::time;
use std::path::PathBuf;

/// How a write ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Committed {
    /// It is on disk.
    Done,
    /// Nothing was written: what it builds on is not what is there. Catch up and decide again.
    Conflict,
    /// Nothing was written: the disk is full, the database is locked, … with the reason.
    No(String),
    /// It may or may not be written: tell nobody anything and load again before deciding.
    Unknown(String),
}

/// Whether what was deleted is gone from the files too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wiped {
    /// No byte is left.
    Yes,
    /// A reader has the database open; it is tried again until it succeeds.
    NotYet,
}

/// A reading, or a deletion, that did not succeed. It says nothing about what is there.
#[derive(Debug, thiserror::Error)]
pub enum LogError {
    /// What is stored is not what was written.
    #[error("the log is damaged: {0}")]
    Damaged(String),
    /// The database did not do it.
    #[error("the log cannot be used now: {0}")]
    Failed(String),
}

impl From<rusqlite::Error> for LogError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ffi::ErrorCode::{DatabaseCorrupt, NotADatabase};
        match error.sqlite_error_code() {
            Some(DatabaseCorrupt | NotADatabase) => LogError::Damaged(error.to_string()),
            _ => LogError::Failed(error.to_string()),
        }
    }
}

/// What a database once held, by its mark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Once {
    /// Transactions.
    pub commits: u64,
    /// When the last of them was, in milliseconds since 1970.
    pub at: u64,
}

impl From<Mark> for Once {
    fn from(mark: Mark) -> Once {
        Once {
            commits: mark.commits,
            at: mark.at,
        }
    }
}

impl std::fmt::Display for Once {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}, the last of {}", self.commits, time(self.at))
    }
}

/// Why a data folder was not opened. Nothing in it was changed.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Another process has it.
    #[error(
        "the data folder {} is in use by another competentiespel; stop that one, or give this one \
         a folder of its own with --data",
        .0.display()
    )]
    InUse(PathBuf),
    /// There is no database in it, and none was to be made.
    #[error(
        "there is no database in the data folder {}: name the folder of the server with --data, or \
         start the server on it once",
        .0.display()
    )]
    Missing(PathBuf),
    /// The database is not as it was left.
    #[error(
        "the database {} is damaged and was left as it is: {why}; competentiespel check names what \
         else is, and competentiespel restore puts a backup in its place",
        .file.display()
    )]
    Damaged {
        /// Which file.
        file: PathBuf,
        /// What was found.
        why: String,
    },
    /// The list of what was forgotten is not as it was left.
    #[error(
        "the list of what was forgotten, {}, {why}: what was forgotten could come back with a \
         backup; put the list back as it was, or go on with what it says: --accept-loss",
        .file.display()
    )]
    List {
        /// Which file.
        file: PathBuf,
        /// What is wrong with it.
        why: String,
    },
    /// A journal that is not of this database.
    #[error(
        "{} is of another database or program, and would change this one: move it away, and start \
         again",
        .0.display()
    )]
    Stray(PathBuf),
    /// Another program's database.
    #[error(
        "{} is not a database of competentiespel and was left as it is: move it away, or name \
         another folder with --data",
        .0.display()
    )]
    Foreign(PathBuf),
    /// A later version of this program wrote it.
    #[error(
        "the database {} has version {found}, and this program reads up to {known}: use a newer \
         competentiespel",
        .file.display()
    )]
    Newer {
        /// Which file.
        file: PathBuf,
        /// Its version.
        found: u32,
        /// The newest known.
        known: u32,
    },
    /// An earlier version wrote it, and it was opened for reading only.
    #[error(
        "the database {} has version {found}: start the server on it once, which brings it up to \
         date",
        .file.display()
    )]
    Older {
        /// Which file.
        file: PathBuf,
        /// Its version.
        found: u32,
    },
    /// A server was killed on it: what is in its write-ahead log can be worked out only by who may
    /// write.
    #[error(
        "the database {} was not closed, and this user cannot write it: start the server on it once",
        .0.display()
    )]
    Unclosed(PathBuf),
    /// It holds less than it once did.
    #[error(
        "the database {} holds {found} transactions and once held {once}: its write-ahead log, \
         {}-wal, {}; put that back, restore a backup, or go on with what there is: \
         competentiespel serve --accept-loss",
        .file.display(), .file.display(),
        if *.is_closed { "is not there" } else { "is cut off or another" }
    )]
    Less {
        /// Which file.
        file: PathBuf,
        /// Transactions it holds.
        found: u64,
        /// What its mark says.
        once: Once,
        /// There is no write-ahead log beside it.
        is_closed: bool,
    },
    /// It is not there, and was.
    #[error(
        "the database {} is not there and once held {}; put it back, restore a backup, or begin \
         anew: competentiespel serve --accept-loss",
        .0.display(), .1
    )]
    Gone(PathBuf, Once),
    /// It is not the one its mark is of.
    #[error(
        "the database {} is another than the one that was here last and held {}; put that back, \
         put a backup in its place with competentiespel restore, or go on with this one: \
         competentiespel serve --accept-loss",
        .0.display(), .1
    )]
    Another(PathBuf, Once),
    /// A file could not be used.
    #[error("{}: {why}", .path.display())]
    Io {
        /// Which file or folder.
        path: PathBuf,
        /// What the system said.
        why: std::io::Error,
    },
    /// This user may not write it.
    #[error(
        "the database {} cannot be written by this user ({why}): it, its -wal and its -shm must be \
         files of the user that runs the server",
        .file.display()
    )]
    ReadOnly {
        /// Which file.
        file: PathBuf,
        /// What SQLite said.
        why: String,
    },
    /// The database could not be used.
    #[error("the database {} cannot be used: {why}", .file.display())]
    Sqlite {
        /// Which file.
        file: PathBuf,
        /// What SQLite said.
        why: String,
    },
}

impl OpenError {
    /// What was found, without which file it was.
    pub(super) fn cause(self) -> String {
        match self {
            OpenError::Damaged { why, .. }
            | OpenError::ReadOnly { why, .. }
            | OpenError::Sqlite { why, .. } => why,
            OpenError::Foreign(_) => "it is not of competentiespel".into(),
            OpenError::Newer { found, known, .. } => format!(
                "it has version {found}, and this program reads up to {known}: use a newer \
                 competentiespel"
            ),
            other => other.to_string(),
        }
    }
}

/// Why no backup was made. Nothing of it is left.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// Something has that name.
    #[error("{} is there already: give the backup another name", .0.display())]
    Taken(PathBuf),
    /// A file could not be written.
    #[error(transparent)]
    Io(#[from] OpenError),
    /// The database could not be read, or its copy not be written.
    #[error("the backup could not be written: {0}")]
    Sqlite(String),
    /// The log cannot be read now.
    #[error(transparent)]
    Log(#[from] LogError),
}

impl BackupError {
    /// With a path.
    pub(super) fn io(path: &std::path::Path) -> impl Fn(std::io::Error) -> BackupError {
        let at = super::folder::io(path);
        move |why| BackupError::Io(at(why))
    }
}

/// Why a backup was not restored. What was there is there still.
#[derive(Debug, thiserror::Error)]
pub enum RestoreError {
    /// The folder, or the backup.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// There is no list of what was forgotten.
    #[error(
        "the list of what was forgotten, {}, is not there: what was forgotten since the backup \
         would be back; put the list there, or restore with --accept-loss",
        .0.display()
    )]
    NoList(PathBuf),
    /// The list was begun after the backup was taken.
    #[error(
        "the list of what was forgotten is not the one there was when the backup was made: what was \
         forgotten since would be back; put that list there, or restore with --accept-loss"
    )]
    OtherList,
    /// The backup itself.
    #[error("the backup {} cannot be used: {}; take another", .0.display(), .1)]
    Unfit(PathBuf, String),
    /// Some of the backup is damaged.
    #[error(
        "in the backup {} these many entries and texts are not what was written: {}; take another, \
         or restore with --accept-loss: the other sessions can be played on",
        .0.display(), .1
    )]
    Wrong(PathBuf, u64),
    /// An earlier restore moved a database aside that is still there.
    #[error(
        "{} is there still, from an earlier restore: put it elsewhere or delete it, and restore \
         again",
        .0.display()
    )]
    OldLeft(PathBuf),
}
