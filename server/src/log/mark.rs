//! The high-water mark beside the database: how many transactions it held once. A write-ahead log
//! that is lost or cut off leaves a database that looks whole and holds less; the mark tells.
//!
//! It is written after each commit and not synced: it may lag behind the database, and never leads.
//! One write within one sector: a power cut leaves the old one or the new one, or none.

use super::OpenError;
use super::folder::{exists, io, keep_owner, private, sync_dir};
use std::fs::File;
use std::io::{Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

fn path(dir: &Path) -> PathBuf {
    dir.join("competentiespel.mark")
}

/// What a mark says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    /// Of which life of the database; see `v2.sql`.
    pub(super) generation: String,
    /// Transactions it held.
    pub(super) commits: u64,
    /// Bytes of the list of what was forgotten that it had carried out.
    pub(super) listed: u64,
    /// When the last of them was, in milliseconds since 1970.
    pub(super) at: u64,
}

impl Mark {
    fn line(&self) -> String {
        let Mark {
            generation,
            commits,
            listed,
            at,
        } = self;
        let says = format!("{generation} {commits:020} {listed:020} {at:020}");
        let sum = crc32fast::hash(says.as_bytes());
        format!("{says} {sum:08x}\n")
    }

    fn of(line: &str) -> Option<Mark> {
        let mut words = line.split_whitespace();
        let mark = Mark {
            generation: words.next()?.to_owned(),
            commits: words.next()?.parse().ok()?,
            listed: words.next()?.parse().ok()?,
            at: words.next()?.parse().ok()?,
        };
        (mark.line() == line).then_some(mark)
    }
}

/// The mark of a folder. `None`: there is none, or what a power cut left of one.
pub(super) fn read(dir: &Path) -> Result<Option<Mark>, OpenError> {
    let path = path(dir);
    if !exists(&path)? {
        return Ok(None);
    }
    let bytes = std::fs::read(&path).map_err(io(&path))?;
    Ok(std::str::from_utf8(&bytes).ok().and_then(Mark::of))
}

/// Leaves no mark, for certain: before a database is used that it does not speak of.
pub(super) fn clear(dir: &Path) -> Result<(), OpenError> {
    let path = path(dir);
    if !exists(&path)? {
        return Ok(());
    }
    let cleared = File::options()
        .write(true)
        .truncate(true)
        .open(&path)
        .and_then(|file| file.sync_all());
    cleared.map_err(io(&path))
}

/// The mark, for who writes the database.
#[derive(Debug)]
pub(super) struct Marker {
    file: File,
    generation: String,
    is_failing: bool,
}

impl Marker {
    /// Sets the mark to this, on disk when this returns.
    pub(super) fn set(dir: &Path, mark: &Mark) -> Result<Marker, OpenError> {
        let path = path(dir);
        let mut options = private();
        options.create(true).truncate(false);
        let set = || {
            let mut marker = Marker {
                file: options.open(&path)?,
                generation: mark.generation.clone(),
                is_failing: false,
            };
            marker.write(mark)?;
            // Another mark could have been longer.
            marker.file.set_len(mark.line().len() as u64)?;
            marker.file.sync_all()?;
            Ok(marker)
        };
        let marker = set().map_err(io(&path))?;
        keep_owner(dir, &path).map_err(io(&path))?;
        sync_dir(dir)?;
        Ok(marker)
    }

    /// After a commit. A mark that cannot be written lags behind, which is told once.
    pub(super) fn committed(&mut self, commits: u64, listed: u64, at: u64) {
        let mark = Mark {
            generation: self.generation.clone(),
            commits,
            listed,
            at,
        };
        match self.write(&mark) {
            Ok(()) => self.is_failing = false,
            Err(error) if !self.is_failing => {
                self.is_failing = true;
                tracing::warn!(%error, "the mark beside the database cannot be written");
            }
            Err(_) => {}
        }
    }

    fn write(&mut self, mark: &Mark) -> std::io::Result<()> {
        self.file.seek(SeekFrom::Start(0))?;
        self.file.write_all(mark.line().as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_reads_as_written_and_a_torn_one_as_none() {
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(read(dir.path()).unwrap(), None);
        let mark = Mark {
            generation: "0f".repeat(16),
            commits: 41,
            listed: 7,
            at: 1_790_000_000_000,
        };
        let mut marker = Marker::set(dir.path(), &mark).unwrap();
        assert_eq!(read(dir.path()).unwrap(), Some(mark.clone()));
        marker.committed(42, 8, 1_790_000_000_001);
        let next = read(dir.path()).unwrap().unwrap();
        assert_eq!(
            (next.commits, next.listed, next.at),
            (42, 8, 1_790_000_000_001)
        );
        let whole = std::fs::read(path(dir.path())).unwrap();
        for cut in 0..whole.len() {
            std::fs::write(path(dir.path()), &whole[..cut]).unwrap();
            assert_eq!(read(dir.path()).unwrap(), None, "{cut}");
            let mut other = whole.clone();
            other[cut] ^= 1;
            std::fs::write(path(dir.path()), &other).unwrap();
            assert_eq!(read(dir.path()).unwrap(), None, "{cut}");
        }
        Marker::set(dir.path(), &mark).unwrap();
        assert_eq!(read(dir.path()).unwrap(), Some(mark));
    }
}
