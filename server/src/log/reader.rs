//! Reading: the server's own connections, and the command line's look at a data folder.

use super::{
    LOCKED_WAIT, LogError, OpenError, READINGS_MAX, SessionId, Stored, folder, read, schema,
};
use rusqlite::{Connection, OpenFlags};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Connections for reading beside the writer's, made on first need.
#[derive(Debug)]
pub(super) struct Readings {
    file: PathBuf,
    idle: Mutex<Vec<Connection>>,
    permits: Arc<Semaphore>,
}

impl Readings {
    pub(super) fn new(file: PathBuf) -> Readings {
        Readings {
            file,
            idle: Mutex::default(),
            permits: Arc::new(Semaphore::new(READINGS_MAX)),
        }
    }

    pub(super) async fn permit(&self) -> Result<OwnedSemaphorePermit, LogError> {
        let permit = Arc::clone(&self.permits).acquire_owned().await;
        permit.map_err(|error| LogError::Failed(error.to_string()))
    }

    /// Blocks the thread. A connection on which a reading failed is not used again.
    pub(super) fn read<T>(
        &self,
        reading: impl FnOnce(&Connection) -> Result<T, LogError>,
    ) -> Result<T, LogError> {
        let idle = || self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        let used = idle().pop();
        let db = match used {
            Some(db) => db,
            None => self.connect()?,
        };
        let read = reading(&db)?;
        idle().push(db);
        Ok(read)
    }

    fn connect(&self) -> rusqlite::Result<Connection> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let db = Connection::open_with_flags(&self.file, flags)?;
        db.busy_timeout(LOCKED_WAIT)?;
        Ok(db)
    }
}

/// A data folder opened for reading only, with or without a server running on it. It makes no
/// file and changes none.
#[derive(Debug)]
pub struct Reader {
    db: Connection,
    dir: PathBuf,
    /// Without a server: keeps one from starting for as long as this reads.
    _lock: Option<folder::Lock>,
}

impl Reader {
    /// Opens the database in this folder.
    pub fn open(dir: &Path) -> Result<Reader, OpenError> {
        let (db, lock) = folder::open_for_reading(dir)?;
        let file = folder::database(dir);
        let version = schema::version(&file, &db)?;
        if version < schema::VERSION {
            return Err(OpenError::Older {
                file,
                found: version,
            });
        }
        Ok(Reader {
            db,
            dir: dir.to_owned(),
            _lock: lock,
        })
    }

    pub(super) fn db(&self) -> &Connection {
        &self.db
    }

    /// Refuses where the mark beside the database says that something is missing in it.
    pub fn check_mark(&self) -> Result<(), OpenError> {
        folder::compare_with_mark(&self.dir, &self.db).map(drop)
    }

    /// The session of that code, whole; also when its time is over.
    pub fn load(&self, code: &str) -> Result<Option<Stored>, LogError> {
        read::load(&self.db, code, true)
    }

    /// As [`super::Log::find`].
    pub fn find(&self, code: &str) -> Result<Option<(SessionId, bool)>, LogError> {
        read::find(&self.db, code)
    }

    /// The deck with that hash, as JSON.
    pub fn deck(&self, hash: &str) -> Result<Option<String>, LogError> {
        read::deck(&self.db, hash)
    }
}
