//! Reading a session in from its JSON export: everything is looked at before anything is kept, and
//! what is kept gives the same export again, byte for byte.

use crate::budget::{Budget, Spent};
use crate::export::{EXPORT_OLDEST, EXPORT_VERSION, Export, redacted_within, sum};
use crate::limits::{CLOCK_AHEAD_MS, SESSION_ENTRIES_MAX};
use crate::outline::outline;
use crate::room::code::JoinCode;
use cards::Problem;
use game::{DeckOutline, Entry, Event, Gift, PassId, Role, State, TokenHash, take_in};
use serde_json::Value;
use serde_json::value::RawValue;

/// The session that comes with the server: team Zwijndrecht takes on the werkagenda of Coevorden,
/// played by `rehearse --example`.
pub const EXAMPLE: &str = include_str!("../examples/zwijndrecht-coevorden.json");

/// Why a file is not read in. Nothing of it was kept.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// It does not read as JSON to its end.
    #[error("the file is not JSON, or it was cut off")]
    NoJson,
    /// Another program's, or none of this program's exports.
    #[error("the file is not a JSON export of a session of the Competentiespel")]
    Other,
    /// From before sessions could be read in.
    #[error("the file has version {0}, which cannot be read in; export the session again")]
    Older(u64),
    /// From a later version of this program.
    #[error(
        "the file was made by a newer version of the Competentiespel: it has version {0}, and this \
         program reads version {EXPORT_VERSION}"
    )]
    Newer(u64),
    /// Not what was written.
    #[error("the file was damaged or changed since it was made: its sha256 is that of another")]
    Damaged,
    /// The deck in it cannot be played with; each with card, line and mend.
    #[error("the deck in the file is wrong")]
    Deck(Vec<Problem>),
    /// What it tells cannot have happened.
    #[error("the file tells what cannot have happened: {0}")]
    Impossible(String),
}

impl ImportError {
    fn impossible(why: impl ToString) -> ImportError {
        ImportError::Impossible(why.to_string())
    }
}

impl From<Spent> for ImportError {
    fn from(_: Spent) -> ImportError {
        ImportError::impossible("it tells so much that looking through it takes too long")
    }
}

/// The export of a text that was read, its sum compared: what was made, by whomever.
pub fn parse(json: &str, budget: &Budget) -> Result<Export, ImportError> {
    let file: Value = serde_json::from_str(json).map_err(|_| ImportError::NoJson)?;
    let version = file.get("competentiespel").and_then(Value::as_u64);
    match version.ok_or(ImportError::Other)? {
        older if older < u64::from(EXPORT_OLDEST) => return Err(ImportError::Older(older)),
        newer if newer > u64::from(EXPORT_VERSION) => return Err(ImportError::Newer(newer)),
        _ => {}
    }
    let told = file.get("sha256").and_then(Value::as_str);
    if told != Some(sum(&file).as_str()) {
        return Err(ImportError::Damaged);
    }
    let is_older = version != Some(u64::from(EXPORT_VERSION));
    let mut export = export_of(file)?;
    if is_older {
        as_told_now(&mut export, budget)?;
    }
    Ok(export)
}

/// A file of an older version as this program would have written it: without what all saw then, such as
/// the numbers of cards in hands.
fn as_told_now(export: &mut Export, budget: &Budget) -> Result<(), ImportError> {
    let tells = |event: &Event| !matches!(event, Event::Seen(seen) if seen.says_nothing());
    for entry in &mut export.entries {
        entry.events.retain(tells);
    }
    export.entries = redacted_within(&export.entries, budget)?;
    let again = serde_json::to_value(&*export).map_err(|_| ImportError::NoJson)?;
    export.sha256 = sum(&again);
    Ok(())
}

fn export_of(mut file: Value) -> Result<Export, ImportError> {
    let missing = || ImportError::impossible("a field is missing or of another kind");
    let text = |field: &Value| field.as_str().map(str::to_owned);
    let entries = match file.get_mut("entries").map(Value::take) {
        Some(Value::Array(entries)) => entries,
        _ => return Err(missing()),
    };
    let entries = (1..).zip(entries).map(|(seq, entry)| {
        // What serde says of it could quote a text.
        let unknown = |_| ImportError::impossible(format!("entry {seq}: it cannot be read"));
        serde_json::from_value::<Entry>(entry).map_err(unknown)
    });
    let retention_days = file["retention_days"].as_u64();
    let deck = RawValue::from_string(file["deck"].to_string()).map_err(|_| missing())?;
    Ok(Export {
        competentiespel: EXPORT_VERSION,
        sha256: text(&file["sha256"]).ok_or_else(missing)?,
        code: text(&file["code"]).ok_or_else(missing)?,
        retention_days: retention_days
            .and_then(|days| u16::try_from(days).ok())
            .ok_or_else(missing)?,
        deck,
        entries: entries.collect::<Result<_, _>>()?,
    })
}

/// A session that was read in and can be kept.
#[derive(Debug)]
pub struct Imported {
    /// Days it is kept.
    pub retention_days: u16,
    /// SHA-256 of `deck_json`, hexadecimal.
    pub deck_hash: String,
    /// The deck it was played with.
    pub deck_json: String,
    /// From 1; who may lead is in them.
    pub entries: Vec<Entry>,
}

/// Reads a file in for who has the token with this hash: it is the first facilitator's now.
/// `now_ms`: milliseconds since 1970. In the time there is: looking through a file of a few megabytes
/// that was made to be slow takes many times as long as through one that was played.
pub fn read(
    json: &str,
    leader: &TokenHash,
    now_ms: u64,
    budget: &Budget,
) -> Result<Imported, ImportError> {
    let Export {
        sha256,
        code,
        retention_days,
        deck,
        mut entries,
        ..
    } = parse(json, budget)?;
    let deck = cards::read_json(deck.get()).map_err(ImportError::Deck)?;
    let deck_json = deck.to_json();
    let of_deck = outline(&deck, &deck_json);
    let deck_hash = of_deck.hash.clone();
    if JoinCode::read(&code).is_none_or(|read| read.as_str() != code) {
        return Err(ImportError::impossible("no session has such a code"));
    }
    let state = check(&entries, retention_days, &of_deck, now_ms, budget)?;
    hand_over(&mut entries, &state, leader, code);
    let again = Export::of("", &entries, retention_days, deck_json.clone(), budget);
    budget.check()?;
    if !again.is_ok_and(|again| again.sha256 == sha256) {
        let other = "an export of this program would tell it in another way";
        return Err(ImportError::impossible(other));
    }
    Ok(Imported {
        retention_days,
        deck_hash,
        deck_json,
        entries,
    })
}

/// Folds all entries, each checked against the state before it.
fn check(
    entries: &[Entry],
    retention_days: u16,
    of_deck: &DeckOutline,
    now_ms: u64,
    budget: &Budget,
) -> Result<State, ImportError> {
    let mut state = State::default();
    if u64::try_from(entries.len()).is_ok_and(|many| many > SESSION_ENTRIES_MAX) {
        return Err(ImportError::impossible("it has too many entries"));
    }
    for entry in entries {
        budget.check()?;
        if entry.at > now_ms.saturating_add(CLOCK_AHEAD_MS) {
            let seq = entry.seq;
            return Err(ImportError::impossible(format!(
                "entry {seq}: it is from the future"
            )));
        }
        if let Some(Event::Opened {
            retention_days: days,
            deck,
            ..
        }) = entry.events.first()
        {
            if *days != retention_days {
                return Err(ImportError::impossible(
                    "entry 1: it is kept for two periods",
                ));
            }
            if !is_of(deck, of_deck) {
                return Err(ImportError::impossible(
                    "entry 1: it was played with another deck",
                ));
            }
        }
        take_in(&mut state, entry).map_err(ImportError::impossible)?;
    }
    if state.setup().is_none() {
        return Err(ImportError::impossible("it has no entries"));
    }
    // Before an export of it is made: where nothing is hidden, that goes fast.
    let is_told = |gift: &Gift| gift.shown && gift.counts();
    if !state.gifts().values().all(is_told) {
        return Err(ImportError::impossible(
            "it tells of a gift that nobody is shown",
        ));
    }
    Ok(state)
}

/// Sessions from before there were types have nothing of each card.
fn is_of(told: &DeckOutline, deck: &DeckOutline) -> bool {
    let cards = told.cards.is_empty() || told.cards == deck.cards;
    cards && (&told.id, &told.hash, &told.clusters) == (&deck.id, &deck.hash, &deck.clusters)
}

/// Lets the first facilitator who can still lead be the holder of this token, and remembers where
/// it was played. An export tells neither.
fn hand_over(entries: &mut [Entry], state: &State, leader: &TokenHash, code: String) {
    let mut passes = state.passes().iter();
    let led = passes.find(|(_, pass)| pass.role == Role::Facilitator && !pass.withdrawn);
    let led = led.map_or(PassId(1), |(id, _)| *id);
    for event in entries.iter_mut().flat_map(|entry| &mut entry.events) {
        match event {
            Event::Opened { hash, imported, .. } => {
                *imported = Some(code.clone());
                if led == PassId(1) {
                    *hash = leader.clone();
                }
            }
            Event::Admitted { pass, hash, .. } if *pass == led => *hash = leader.clone(),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn a_file_is_looked_through_in_the_time_there_is() {
        let leader = TokenHash("".into());
        let read = |budget| read(EXAMPLE, &leader, u64::MAX, &budget);
        assert!(read(Budget::unlimited()).is_ok());
        let why = read(Budget::of(Duration::ZERO)).map(drop).unwrap_err();
        assert!(why.to_string().ends_with("takes too long"), "{why}");
    }
}
