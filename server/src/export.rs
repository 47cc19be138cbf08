//! A session as others may have it: whole, but for what stays hidden for ever. Over HTTP and from
//! the command line it is the same.

use game::{
    CardId, Document, Entry, Event, GiftId, Key, Phase, Seat, Source, State, TextId, TokenHash,
    Who, render,
};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use std::collections::BTreeSet;

/// The version of the JSON export.
pub const EXPORT_VERSION: u32 = 1;
/// Who laid a card open is never told: nobody has this seat.
const NOBODY: Seat = Seat(0);
/// More copies of cards than ever lie on a table: a file written by hand must not keep us.
const LAID_MAX: usize = 10_000;

/// A session as JSON: another server that reads it replays the documents all see. It lets nobody
/// in, since it holds no token and no hash of one.
#[derive(Debug, Serialize, Deserialize)]
pub struct Export {
    /// Its version, and by its name what this file is.
    pub competentiespel: u32,
    /// The session's code where it was played.
    pub code: String,
    /// Days it is kept after its last entry.
    pub retention_days: u16,
    /// The deck it was played with.
    pub deck: Box<RawValue>,
    /// All entries, see [`redacted`].
    pub entries: Vec<Entry>,
}

impl Export {
    /// Makes it of a stored session and its deck as JSON.
    pub fn new(
        code: &str,
        stored: &crate::log::Stored,
        deck_json: String,
    ) -> serde_json::Result<Export> {
        Ok(Export {
            competentiespel: EXPORT_VERSION,
            code: code.into(),
            retention_days: stored.retention_days,
            deck: RawValue::from_string(deck_json)?,
            entries: redacted(&stored.entries),
        })
    }
}

/// Whether all may look back on a session: the talents were reached once.
pub fn is_told(entries: &[Entry]) -> bool {
    let to = Phase::Talents;
    let mut events = entries.iter().flat_map(|entry| &entry.events);
    events.any(|event| *event == Event::PhaseMoved { to })
}

/// The same entries without what not all may see by now: gifts that were left lying, taken back,
/// removed or never shown, with their texts; hands; who laid which card open; who asked, from which
/// device; tokens. Every entry is there, some with nothing in it. Folded, from the talents on, they
/// give the documents all see.
pub fn redacted(entries: &[Entry]) -> Vec<Entry> {
    let mut now = State::default();
    for entry in entries {
        now.absorb(entry);
    }
    let told = now.gifts().iter();
    let told = told.filter(|(_, gift)| gift.shown && gift.counts());
    let mut redaction = Redaction {
        told: told.map(|(id, _)| *id).collect(),
        real: State::default(),
        redacted: State::default(),
    };
    entries
        .iter()
        .map(|entry| redaction.redact(entry))
        .collect()
}

/// Goes through a session twice at once: as it was, and as it is told.
struct Redaction {
    told: BTreeSet<GiftId>,
    real: State,
    redacted: State,
}

impl Redaction {
    fn redact(&mut self, entry: &Entry) -> Entry {
        let mut redacted = Entry {
            who: Who::Door,
            device: 0,
            n: 0,
            events: Vec::new(),
            texts: entry.texts.clone(),
            ..*entry
        };
        for event in &entry.events {
            let is_told = gift_of(event).is_none_or(|gift| self.told.contains(&gift));
            let moves_more = match event {
                // The hand goes along, and comes back.
                Event::Left { .. } | Event::Returned { .. } | Event::Forgotten { .. } => true,
                // Its card came from the table, or went back there, before everyone's eyes.
                Event::Given { .. } | Event::TakenBack { .. } => !is_told,
                // That its receiver lets a card lie shows nowhere.
                _ => false,
            };
            let before = moves_more.then(|| table(&self.real));
            self.real.absorb(&one(entry, event.clone()));
            if is_told {
                redacted.events.push(self.anonymous(event));
            } else {
                let written = text_of(event);
                redacted.texts.retain(|text| Some(text.id) != written);
            }
            if let Some(before) = before {
                redacted.events.extend(moved(&before, &table(&self.real)));
            }
        }
        self.redacted.absorb(&redacted);
        if self.real.phase() >= Phase::Talents {
            let laid_again = laid_again(&mut self.redacted, &table(&self.real), entry);
            redacted.events.extend(laid_again);
        }
        redacted
    }

    /// A told event without what only some may know.
    fn anonymous(&self, event: &Event) -> Event {
        let mut event = event.clone();
        match &mut event {
            Event::Opened { hash, .. }
            | Event::Admitted { hash, .. }
            | Event::Joined {
                hash: Some(hash), ..
            } => *hash = TokenHash("".into()),
            Event::Dealt { hands, .. } => hands.iter_mut().for_each(|(_, hand)| hand.clear()),
            Event::LaidOpen { seat, .. } | Event::PickedUp { seat, .. } => *seat = NOBODY,
            Event::Given { source, .. } => {
                if matches!(source, Source::Also(from) if !self.told.contains(from)) {
                    *source = Source::Stack;
                }
            }
            _ => {}
        }
        event
    }
}

/// This event of an entry alone, with all its texts.
fn one(entry: &Entry, event: Event) -> Entry {
    Entry {
        events: vec![event],
        texts: entry.texts.clone(),
        ..*entry
    }
}

/// The gift an event is about.
fn gift_of(event: &Event) -> Option<GiftId> {
    match event {
        Event::Given { gift, .. }
        | Event::TakenBack { gift }
        | Event::Picked { gift, .. }
        | Event::Answered { gift, .. }
        | Event::Seconded { gift, .. }
        | Event::Reworded { gift, .. } => Some(*gift),
        _ => None,
    }
}

/// The text an event about a gift brings.
fn text_of(event: &Event) -> Option<TextId> {
    match event {
        Event::Given { reason, .. } => *reason,
        Event::Reworded { wording, .. } => *wording,
        _ => None,
    }
}

/// The open table as all see it.
fn table(state: &State) -> Vec<CardId> {
    match render(state, Key::Table) {
        Some(Document::Table(table)) => table.cards,
        _ => Vec::new(),
    }
}

/// What has come on the table and what has gone, told without by whom.
fn moved(before: &[CardId], after: &[CardId]) -> Vec<Event> {
    let mut gone = before.to_vec();
    let mut events = Vec::new();
    for card in after {
        match gone.iter().position(|other| other == card) {
            Some(at) => drop(gone.remove(at)),
            None => events.push(laid_open(card)),
        }
    }
    gone.iter().map(picked_up).chain(events).collect()
}

/// Clears the told table and lays it anew, where it is not what all see: a card that was let lie
/// and then given from the table may have left another copy behind.
fn laid_again(told: &mut State, seen: &[CardId], entry: &Entry) -> Vec<Event> {
    let mut events = Vec::new();
    let mut lies = table(told);
    if lies == seen {
        return events;
    }
    let mut does = |event: Event| {
        told.absorb(&one(entry, event.clone()));
        events.push(event);
        table(told)
    };
    for _ in 0..LAID_MAX {
        let Some(card) = lies.first() else { break };
        lies = does(picked_up(card));
    }
    for card in seen {
        does(laid_open(card));
    }
    events
}

fn laid_open(card: &CardId) -> Event {
    Event::LaidOpen {
        seat: NOBODY,
        card: card.clone(),
    }
}

fn picked_up(card: &CardId) -> Event {
    Event::PickedUp {
        seat: NOBODY,
        card: card.clone(),
    }
}
