//! A session as others may have it: as JSON whole, but for what stays hidden for ever, and as files
//! for people what all see at the end. Over HTTP and from the command line it is the same.

mod csv;
mod docx;
mod file;
mod markdown;
mod phrases;
mod prepared;
mod redaction;
pub mod results;
mod sum;
mod tables;
mod text;
mod words;
mod xlsx;

pub use file::{CsvTable, Kind, write};
pub use redaction::redacted;
pub(crate) use redaction::redacted_within;
pub use results::Results;
pub(crate) use sum::{hex, sum};

use crate::budget::Budget;
use game::{Entry, Event, Phase};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// The version of the JSON export. Version 2 told how many cards were in each hand too; it is read.
pub const EXPORT_VERSION: u32 = 3;
/// The oldest that is read.
pub const EXPORT_OLDEST: u32 = 2;

/// A session as JSON: another server that reads it replays the documents all see. It lets nobody
/// in, since it holds no token and no hash of one.
#[derive(Debug, Serialize, Deserialize)]
pub struct Export {
    /// Its version, and by its name what this file is.
    pub competentiespel: u32,
    /// Of what follows, see [`sum`]: that it is whole, not by whom it was made.
    pub sha256: String,
    /// The session's code where it was played, also when it was read in elsewhere since.
    pub code: String,
    /// Days it is kept after its last entry.
    pub retention_days: u16,
    /// The deck it was played with.
    pub deck: Box<RawValue>,
    /// All entries, see [`redacted`].
    pub entries: Vec<Entry>,
}

impl Export {
    /// Makes it of a stored session and its deck as JSON, in the time there is.
    pub fn new(
        code: &str,
        stored: &crate::log::Stored,
        deck_json: String,
        budget: &Budget,
    ) -> anyhow::Result<Export> {
        let days = stored.retention_days;
        Export::of(code, &stored.entries, days, deck_json, budget)
    }

    pub(crate) fn of(
        code: &str,
        entries: &[Entry],
        retention_days: u16,
        deck_json: String,
        budget: &Budget,
    ) -> anyhow::Result<Export> {
        let mut export = Export {
            competentiespel: EXPORT_VERSION,
            sha256: String::new(),
            code: played_under(entries).unwrap_or(code).into(),
            retention_days,
            deck: RawValue::from_string(deck_json)?,
            entries: redacted_within(entries, budget)?,
        };
        export.sha256 = sum(&serde_json::to_value(&export)?);
        Ok(export)
    }
}

/// The code of a session that was read in from a file, where it was played.
fn played_under(entries: &[Entry]) -> Option<&str> {
    match entries.first()?.events.first()? {
        Event::Opened { imported, .. } => imported.as_deref(),
        _ => None,
    }
}

/// Whether all may look back on a session: the talents were reached once.
pub fn is_told(entries: &[Entry]) -> bool {
    let to = Phase::Talents;
    let mut events = entries.iter().flat_map(|entry| &entry.events);
    events.any(|event| *event == Event::PhaseMoved { to })
}
