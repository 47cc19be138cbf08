//! The list of what was forgotten and deleted, beside the database. A backup still holds it: what
//! is listed is forgotten again when one is restored. The list holds no text: the session, and the
//! numbers of texts with the time of the entry that brought each, so that another text which got
//! the same number after a restore is not meant.
//!
//! One JSON value a line. A line is on disk before the database forgets, so that the list never
//! knows less than the database; a line too many only forgets what was asked to be forgotten. Once
//! the database has forgotten, the line `"done"` follows: what stands before it happened.

use super::OpenError;
use super::folder::{exists, io, keep_owner, private, sync_dir, with_suffix};
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::io::{Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// The list of a data folder.
pub(super) fn path(dir: &Path) -> PathBuf {
    dir.join("competentiespel.forgotten")
}

/// The first line.
#[derive(Debug, Serialize, Deserialize)]
struct Head {
    /// Random: a list that was begun later knows nothing of what was forgotten before.
    list: String,
}

/// What is gone of one session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Gone {
    /// Its join code.
    pub(super) code: String,
    /// As given to [`super::Log::create`].
    pub(super) identity: String,
    /// The number of each text, and when the entry that brought it was made, in milliseconds.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) texts: Vec<(u32, i64)>,
    /// All of it is gone.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) deleted: bool,
}

impl Gone {
    fn is_anything(&self) -> bool {
        self.deleted || !self.texts.is_empty()
    }
}

/// What all listed before it happened.
const DONE: &[u8] = b"\"done\"\n";

/// The list, for who writes the database.
#[derive(Debug)]
pub(super) struct List {
    file: File,
    /// Which list it is.
    id: String,
    /// Bytes up to which it is whole.
    end: u64,
    /// It ends with the line that says so.
    is_done: bool,
}

impl List {
    /// Opens the list that tells this, and begins one where there is none. What a power cut left of a
    /// last line is taken off: what it was to tell did not happen. So are lines that cannot be read,
    /// whose loss was accepted by now.
    pub(super) fn open(dir: &Path, told: Option<&mut Told>) -> Result<List, OpenError> {
        let path = path(dir);
        let told = match told {
            Some(told) if told.unread.is_some() => {
                rewrite(dir, told)?;
                Some(told)
            }
            told => told,
        };
        let told = told.as_deref();
        let mut options = private();
        options.create(true).truncate(false);
        let opened = || -> std::io::Result<List> {
            let is_new = !path.try_exists()?;
            let mut list = List {
                file: options.open(&path)?,
                id: told.map_or_else(
                    || format!("{:032x}", rand::random::<u128>()),
                    |told| told.list.clone(),
                ),
                end: told.map_or(0, |told| told.end),
                is_done: told.is_some_and(|told| told.done + DONE.len() as u64 == told.end),
            };
            list.file.set_len(list.end)?;
            if list.end == 0 {
                let head = line(&Head {
                    list: list.id.clone(),
                })?;
                list.write(&head)?;
            }
            if is_new {
                keep_owner(dir, &path)?;
            }
            Ok(list)
        };
        let list = opened().map_err(io(&path))?;
        sync_dir(dir)?;
        Ok(list)
    }

    pub(super) fn id(&self) -> &str {
        &self.id
    }

    /// Bytes of it.
    pub(super) fn end(&self) -> u64 {
        self.end
    }

    /// Adds these, on disk when this returns. Gives where the list ended before, for
    /// [`List::take_back`].
    pub(super) fn add<'a>(
        &mut self,
        gone: impl IntoIterator<Item = &'a Gone>,
    ) -> std::io::Result<u64> {
        let before = self.end;
        let mut lines = Vec::new();
        for gone in gone.into_iter().filter(|gone| gone.is_anything()) {
            lines.extend(line(gone)?);
        }
        if !lines.is_empty()
            && let Err(error) = self.write(&lines)
        {
            self.take_back(before);
            return Err(error);
        }
        Ok(before)
    }

    /// Shortens the list to where it ended: what was to be forgotten was not.
    pub(super) fn take_back(&mut self, end: u64) {
        self.is_done &= end == self.end;
        self.end = end;
        if let Err(error) = self.file.set_len(end) {
            tracing::warn!(%error, "the list of what was forgotten says more than was forgotten");
        }
    }

    /// What is listed happened. On disk before the database says how long the list is.
    pub(super) fn done(&mut self) {
        if self.is_done {
            return;
        }
        match self.put(DONE).and_then(|()| self.file.sync_all()) {
            Ok(()) => {
                self.end += DONE.len() as u64;
                self.is_done = true;
            }
            Err(error) => {
                tracing::warn!(%error, "the list of what was forgotten does not say that it is done");
            }
        }
    }

    fn write(&mut self, lines: &[u8]) -> std::io::Result<()> {
        self.put(lines)?;
        self.file.sync_all()?;
        self.end += lines.len() as u64;
        self.is_done = false;
        Ok(())
    }

    fn put(&mut self, lines: &[u8]) -> std::io::Result<()> {
        // What could not be taken back before is not to be read as part of these.
        self.file.set_len(self.end)?;
        self.file.seek(SeekFrom::Start(self.end))?;
        self.file.write_all(lines)
    }
}

fn line(of: &impl Serialize) -> std::io::Result<Vec<u8>> {
    let mut line = serde_json::to_vec(of)?;
    line.push(b'\n');
    Ok(line)
}

/// Everything a list tells.
#[derive(Debug)]
pub(super) struct Told {
    file: PathBuf,
    /// Which list it is.
    pub(super) list: String,
    /// Bytes of it, as far as it can be read.
    pub(super) end: u64,
    /// In order.
    pub(super) gone: Vec<Gone>,
    /// Where the last line stands that says that what is before it is done.
    done: u64,
    /// The first line that cannot be read, whose loss is accepted.
    unread: Option<usize>,
}

impl Told {
    /// Refuses a list that ends before what a database has carried out.
    pub(super) fn must_reach(&self, listed: u64) -> Result<(), OpenError> {
        if self.end >= listed {
            return Ok(());
        }
        Err(self.wrong("ends before what was forgotten last"))
    }

    /// The error that says so of this list.
    pub(super) fn wrong(&self, why: &str) -> OpenError {
        OpenError::List {
            file: self.file.clone(),
            why: why.into(),
        }
    }

    /// Whether it says that something happened which stands after so many bytes.
    pub(super) fn did_more_than(&self, listed: u64) -> bool {
        self.done > listed
    }

    fn reads(&mut self, at: u64, line: &[u8]) -> bool {
        if line == DONE.trim_ascii_end() {
            self.done = at;
            return true;
        }
        match serde_json::from_slice(line) {
            Ok(gone) => self.gone.push(gone),
            Err(_) => return false,
        }
        true
    }
}

/// Reads the list of a folder; `None`: there is none. An error names the line that cannot be read,
/// unless its loss is accepted.
pub(super) fn read(dir: &Path, accept_loss: bool) -> Result<Option<Told>, OpenError> {
    let path = path(dir);
    if !exists(&path)? {
        return Ok(None);
    }
    let bytes = std::fs::read(&path).map_err(io(&path))?;
    // What follows the last line's end is what a power cut left of one.
    let whole = bytes.iter().rposition(|byte| *byte == b'\n');
    let whole = whole.map_or(&[][..], |end| &bytes[..end]);
    let mut lines = (1..).zip(whole.split(|byte| *byte == b'\n'));
    let head = lines.next().map(|(_, head)| head).unwrap_or_default();
    if head.is_empty() {
        return Ok(None);
    }
    let known: Option<Head> = serde_json::from_slice(head).ok();
    let mut told = Told {
        file: path,
        unread: known.is_none().then_some(1),
        // Of which nothing is known: another than any.
        list: known.map_or_else(
            || format!("{:032x}", rand::random::<u128>()),
            |head| head.list,
        ),
        end: whole.len() as u64 + 1,
        gone: Vec::new(),
        done: 0,
    };
    let mut at = head.len() as u64 + 1;
    for (number, line) in lines {
        if !told.reads(at, line) {
            told.unread.get_or_insert(number);
        }
        at += line.len() as u64 + 1;
    }
    match told.unread {
        Some(number) if !accept_loss => {
            Err(told.wrong(&format!("cannot be read in line {number}")))
        }
        _ => Ok(Some(told)),
    }
}

/// Puts a list with what could be read in its place.
fn rewrite(dir: &Path, told: &mut Told) -> Result<(), OpenError> {
    let path = path(dir);
    let new = with_suffix(&path, ".new");
    let write = || -> std::io::Result<Vec<u8>> {
        let mut lines = line(&Head {
            list: told.list.clone(),
        })?;
        for gone in &told.gone {
            lines.extend(line(gone)?);
        }
        let mut file = private().create(true).truncate(true).open(&new)?;
        file.write_all(&lines)?;
        file.sync_all()?;
        keep_owner(dir, &new)?;
        std::fs::rename(&new, &path)?;
        Ok(lines)
    };
    told.end = write().map_err(io(&new))?.len() as u64;
    told.done = 0;
    let line = told.unread.take();
    tracing::warn!(
        line,
        "what could not be read of the list of what was forgotten is gone"
    );
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gone(code: &str) -> Gone {
        Gone {
            code: code.into(),
            identity: "i".into(),
            texts: vec![(7, 1_000)],
            deleted: false,
        }
    }

    fn open(dir: &Path) -> List {
        let mut told = read(dir, true).unwrap();
        List::open(dir, told.as_mut()).unwrap()
    }

    fn told(dir: &Path) -> Vec<String> {
        codes(&read(dir, false).unwrap().unwrap())
    }

    fn codes(told: &Told) -> Vec<String> {
        told.gone.iter().map(|gone| gone.code.clone()).collect()
    }

    #[test]
    fn a_list_goes_on_after_what_a_power_cut_left_of_a_line() {
        let dir = tempfile::tempdir().unwrap();
        assert!(read(dir.path(), false).unwrap().is_none());
        let mut list = open(dir.path());
        list.add([&gone("A"), &gone("B")]).unwrap();
        drop(list);
        let whole = std::fs::read(path(dir.path())).unwrap();
        let second = whole.len() - line(&gone("B")).unwrap().len();
        for cut in second..whole.len() {
            std::fs::write(path(dir.path()), &whole[..cut]).unwrap();
            assert_eq!(told(dir.path()), Vec::<String>::from(["A".into()]), "{cut}");
            let mut list = open(dir.path());
            list.add([&gone("C")]).unwrap();
            assert_eq!(
                told(dir.path()),
                Vec::<String>::from(["A".into(), "C".into()]),
                "{cut}"
            );
        }
        // Cut in its first line it says nothing, and begins anew.
        std::fs::write(path(dir.path()), &whole[..4]).unwrap();
        assert!(read(dir.path(), false).unwrap().is_none());
        open(dir.path());
        assert_eq!(told(dir.path()), Vec::<String>::from([]));
    }

    #[test]
    fn what_was_not_forgotten_is_taken_back() {
        let dir = tempfile::tempdir().unwrap();
        let mut list = open(dir.path());
        list.add([&gone("A")]).unwrap();
        let before = list.add([&gone("B")]).unwrap();
        list.take_back(before);
        list.add([&gone("C")]).unwrap();
        assert_eq!(
            told(dir.path()),
            Vec::<String>::from(["A".into(), "C".into()])
        );
    }

    #[test]
    fn a_line_that_cannot_be_read_is_named() {
        let dir = tempfile::tempdir().unwrap();
        let mut list = open(dir.path());
        list.add([&gone("A"), &gone("B")]).unwrap();
        let text = std::fs::read_to_string(path(dir.path())).unwrap();
        std::fs::write(path(dir.path()), text.replace("\"A\"", "A")).unwrap();
        let why = read(dir.path(), false).unwrap_err().to_string();
        assert!(why.contains("line 2"), "{why}");
        assert_eq!(codes(&read(dir.path(), true).unwrap().unwrap()), ["B"]);
        // Once accepted, the rest is a list like any other.
        open(dir.path()).add([&gone("C")]).unwrap();
        assert_eq!(told(dir.path()), ["B", "C"]);
        std::fs::write(path(dir.path()), b"\xff\n").unwrap();
        let why = read(dir.path(), false).unwrap_err().to_string();
        assert!(why.contains("line 1"), "{why}");
        open(dir.path());
        assert!(told(dir.path()).is_empty());
    }

    #[test]
    fn what_was_done_is_told_from_what_was_only_listed() {
        let dir = tempfile::tempdir().unwrap();
        let mut list = open(dir.path());
        list.add([&gone("A")]).unwrap();
        let listed = list.end();
        list.done();
        let did_more = || {
            read(dir.path(), false)
                .unwrap()
                .unwrap()
                .did_more_than(listed)
        };
        assert!(!did_more());
        list.add([&gone("B")]).unwrap();
        assert!(!did_more());
        list.done();
        assert!(did_more());
        assert_eq!(told(dir.path()), ["A", "B"]);
    }
}
