//! The list of what was forgotten and deleted, beside the database. A backup still holds it: what
//! is listed is forgotten again when one is restored. The list holds no text: the session, and the
//! numbers of texts with the time of the entry that brought each, so that another text which got
//! the same number after a restore is not meant.
//!
//! One JSON object a line. A line is on disk before the database forgets, so that the list never
//! knows less than the database; a line too many only forgets what was asked to be forgotten.

use super::OpenError;
use super::folder::{exists, io, sync_dir};
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
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

/// The list, for who writes the database.
#[derive(Debug)]
pub(super) struct List {
    file: File,
    /// Which list it is.
    id: String,
    /// Bytes up to which it is whole.
    end: u64,
}

impl List {
    /// Opens the list, and begins one where there is none. What a power cut left of a last line is
    /// taken off: what it was to tell did not happen.
    pub(super) fn open(dir: &Path) -> Result<List, OpenError> {
        let path = path(dir);
        let is_new = !exists(&path)?;
        let mut options = File::options();
        options.read(true).write(true).create(true).truncate(false);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let opened = || -> std::io::Result<List> {
            let mut file = options.open(&path)?;
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes)?;
            let whole = bytes.iter().rposition(|byte| *byte == b'\n');
            let head = bytes
                .split(|byte| *byte == b'\n')
                .next()
                .unwrap_or_default();
            let known: Option<Head> = serde_json::from_slice(head).ok();
            let id = || format!("{:032x}", rand::random::<u128>());
            let mut list = List {
                file,
                id: known.map_or_else(id, |head| head.list),
                end: whole.map_or(0, |at| at as u64 + 1),
            };
            list.file.set_len(list.end)?;
            if list.end == 0 {
                let list_id = list.id.clone();
                list.write(&line(&Head { list: list_id })?)?;
            }
            Ok(list)
        };
        let list = opened().map_err(io(&path))?;
        if is_new {
            sync_dir(dir)?;
        }
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
        self.end = end;
        if let Err(error) = self.file.set_len(end) {
            tracing::warn!(%error, "the list of what was forgotten says more than was forgotten");
        }
    }

    fn write(&mut self, lines: &[u8]) -> std::io::Result<()> {
        // What could not be taken back before is not to be read as part of these.
        self.file.set_len(self.end)?;
        self.file.seek(SeekFrom::Start(self.end))?;
        self.file.write_all(lines)?;
        self.file.sync_all()?;
        self.end += lines.len() as u64;
        Ok(())
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
    /// Which list it is.
    pub(super) list: String,
    /// Bytes of it.
    pub(super) end: u64,
    pub(super) gone: Vec<Gone>,
}

/// Reads the list of a folder; `None`: there is none, or (where that loss is accepted) it cannot be
/// read. An error names the line.
pub(super) fn read(dir: &Path, accept_loss: bool) -> Result<Option<Told>, OpenError> {
    match read_whole(dir) {
        Err(OpenError::Damaged { .. }) if accept_loss => Ok(None),
        read => read,
    }
}

fn read_whole(dir: &Path) -> Result<Option<Told>, OpenError> {
    let path = path(dir);
    if !exists(&path)? {
        return Ok(None);
    }
    let text = std::fs::read_to_string(&path).map_err(io(&path))?;
    let damaged = |number: usize| OpenError::Damaged {
        file: path.clone(),
        why: format!("line {number} cannot be read"),
    };
    // What follows the last line's end is what a power cut left of one.
    let whole = text.rfind('\n').map_or("", |end| &text[..end]);
    let mut lines = (1..).zip(whole.lines());
    let Some((_, head)) = lines.next() else {
        return Ok(None);
    };
    let head: Head = serde_json::from_str(head).map_err(|_| damaged(1))?;
    let gone = lines.map(|(number, line)| serde_json::from_str(line).map_err(|_| damaged(number)));
    Ok(Some(Told {
        list: head.list,
        end: whole.len() as u64 + 1,
        gone: gone.collect::<Result<_, _>>()?,
    }))
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

    fn told(dir: &Path) -> Vec<String> {
        let told = read(dir, false).unwrap().unwrap();
        let codes = told.gone.into_iter().map(|gone| gone.code);
        codes.collect()
    }

    #[test]
    fn a_list_goes_on_after_what_a_power_cut_left_of_a_line() {
        let dir = tempfile::tempdir().unwrap();
        assert!(read(dir.path(), false).unwrap().is_none());
        let mut list = List::open(dir.path()).unwrap();
        list.add([&gone("A"), &gone("B")]).unwrap();
        drop(list);
        let whole = std::fs::read(path(dir.path())).unwrap();
        let second = whole.len() - line(&gone("B")).unwrap().len();
        for cut in second..whole.len() {
            std::fs::write(path(dir.path()), &whole[..cut]).unwrap();
            assert_eq!(told(dir.path()), Vec::<String>::from(["A".into()]), "{cut}");
            let mut list = List::open(dir.path()).unwrap();
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
        List::open(dir.path()).unwrap();
        assert_eq!(told(dir.path()), Vec::<String>::from([]));
    }

    #[test]
    fn what_was_not_forgotten_is_taken_back() {
        let dir = tempfile::tempdir().unwrap();
        let mut list = List::open(dir.path()).unwrap();
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
        let mut list = List::open(dir.path()).unwrap();
        list.add([&gone("A"), &gone("B")]).unwrap();
        let text = std::fs::read_to_string(path(dir.path())).unwrap();
        std::fs::write(path(dir.path()), text.replace("\"A\"", "A")).unwrap();
        let why = read(dir.path(), false).unwrap_err().to_string();
        assert!(why.contains("line 2"), "{why}");
    }
}
