//! The command line that looks at a data folder, beside a running server or without one: `replay`
//! and `export`. Who can read the folder is its operator, so no token is asked.

mod export;
mod story;
mod verify;

pub use export::{ExportOptions, Format, export};

use crate::budget::Budget;
use crate::config::{DataFolder, flag, ordinary_file};
use crate::export::redacted;
use crate::import;
use crate::log::{self, Checked, Reader, Stored};
use crate::operate::{no_session, read_code};
use crate::room::code::JoinCode;
use anyhow::{Context, bail};
use clap::{ArgAction, Args};
use game::{Entry, Hindsight, State};
use std::io::{ErrorKind, Write};
use std::path::Path;

/// `replay FILE|CODE`
#[derive(Clone, Debug, Args)]
pub struct ReplayOptions {
    /// A JSON export, or the code of a session in the data folder.
    #[arg(value_name = "FILE|CODE")]
    pub what: String,
    /// The data folder, for a code.
    #[command(flatten)]
    pub data: DataFolder,
    /// Stop after this entry.
    #[arg(long, env = "COMPETENTIESPEL_AT", value_name = "SEQ")]
    pub at: Option<u64>,
    /// Fold the entries again in every way there is, and compare.
    #[arg(
        long,
        env = "COMPETENTIESPEL_VERIFY",
        action = ArgAction::SetTrue,
        value_parser = flag
    )]
    pub verify: bool,
}

/// `check`
#[derive(Clone, Debug, Args)]
pub struct CheckOptions {
    /// The data folder.
    #[command(flatten)]
    pub data: DataFolder,
}

/// Reads everything, and tells what is not as it was written.
pub fn check(options: CheckOptions) -> anyhow::Result<()> {
    let Checked {
        sessions,
        entries,
        problems,
    } = log::check(options.data.folder()?)?;
    if !problems.is_empty() {
        let lines: String = problems.iter().map(|line| format!("{line}\n")).collect();
        print(lines.as_bytes())?;
        bail!(
            "not all is as it was written (problems: {})",
            problems.len()
        );
    }
    print(
        format!("all is as it was written (sessions: {sessions}, entries: {entries})\n").as_bytes(),
    )
}

/// Prints the story of a session, or verifies that every way to fold it gives the same.
pub fn replay(options: ReplayOptions) -> anyhow::Result<()> {
    let mut entries = entries_of(&options)?;
    verify::numbering(&entries)?;
    let last = match options.at {
        None => entries.len(),
        Some(at) => usize::try_from(at)
            .ok()
            .filter(|at| *at <= entries.len())
            .with_context(|| format!("the session has {} entries", entries.len()))?,
    };
    let mut lines = String::new();
    if options.verify {
        let mut now = State::default();
        entries.iter().for_each(|entry| now.absorb(entry));
        let hindsight = State::with_hindsight(Hindsight::of(&now));
        entries.truncate(last);
        for begin in [State::default(), hindsight] {
            verify::folds(&begin, &entries)?;
        }
        lines = format!("verified {last} entries\n");
    } else {
        // What was left lying or forgotten since is not told, however early one looks.
        let mut story = story::Story::default();
        for entry in redacted(&entries).iter().take(last) {
            story.tell(entry, &mut lines);
        }
    }
    print(lines.as_bytes())
}

fn entries_of(options: &ReplayOptions) -> anyhow::Result<Vec<Entry>> {
    let file = Path::new(&options.what);
    if file.is_file() {
        let json = std::fs::read(file).with_context(|| options.what.clone())?;
        // What is no UTF-8 is no JSON either.
        let export = import::parse(&String::from_utf8_lossy(&json), &Budget::unlimited());
        return Ok(export.with_context(|| options.what.clone())?.entries);
    }
    let missing = || format!("there is no file {}", options.what);
    let code = read_code(&options.what).or_else(|error| {
        ordinary_file(file)?;
        Err(match options.what.trim() {
            "" => error,
            _ => error.context(missing()),
        })
    })?;
    let reader = Reader::open(options.data.folder()?)?;
    let no_session = || format!("{}, and {}", missing(), no_session(&code));
    let stored = load(&reader, &code, no_session)?;
    tell_if_over(&reader, &code)?;
    Ok(stored.entries)
}

/// The session of that code. That there is none is only said where nothing is missing.
fn load(
    reader: &Reader,
    code: &JoinCode,
    no_session: impl FnOnce() -> String,
) -> anyhow::Result<Stored> {
    if let Some(stored) = reader.load(code.as_str())? {
        return Ok(stored);
    }
    reader.check_mark()?;
    bail!(no_session());
}

/// Beside what was asked for: nobody else finds this session any more.
fn tell_if_over(reader: &Reader, code: &JoinCode) -> anyhow::Result<()> {
    if let Some((_, true)) = reader.find(code.as_str())? {
        eprintln!(
            "the time of session {code} is over: the server shows it to nobody, and deletes it \
             after 24 hours of running, or at a start a week or more later"
        );
    }
    Ok(())
}

/// Who stops reading, such as `head`, is no failure.
pub(crate) fn print(bytes: &[u8]) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}
