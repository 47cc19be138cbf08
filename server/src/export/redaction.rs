//! What of a session's entries others may have: what all may see by now.

use super::prepared::{self, Prepared};
use game::{
    CardId, Document, Entry, Event, GiftId, Key, Phase, Seat, Source, State, TextId, TokenHash,
    Who, render,
};
use std::collections::BTreeSet;

/// Who laid a card open is never told: nobody has this seat.
const NOBODY: Seat = Seat(0);
/// More copies of cards than ever lie on a table: a file written by hand must not keep us.
const LAID_MAX: usize = 10_000;

/// The same entries without what not all may see by now: gifts that were left lying, taken back,
/// removed or never shown, with their texts; hands; who laid which card open; what was prepared of a
/// werkagenda that nobody was shown, or written there and changed before it was shown; who asked,
/// from which device; tokens. Every entry is there, some with nothing in it. Folded, from the talents
/// on, they give the documents all see.
pub fn redacted(entries: &[Entry]) -> Vec<Entry> {
    let mut now = State::default();
    for entry in entries {
        now.absorb(entry);
    }
    let told = now.gifts().iter();
    let told = told.filter(|(_, gift)| gift.shown && gift.counts());
    let mut redaction = Redaction {
        prepared: Prepared::of(entries),
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
    prepared: Prepared,
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
            let shown = prepared::is_shown(&self.real);
            self.real.absorb(&one(entry, event.clone()));
            if prepared::is_of_agenda(event) {
                let told = self.prepared.tell(event, shown, &mut redacted.texts);
                redacted.events.extend(told);
            } else if is_told {
                redacted.events.push(self.anonymous(event));
                if !shown && prepared::is_shown(&self.real) {
                    redacted.events.extend(prepared::chosen(&self.real));
                }
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
            Event::Opened { hash, imported, .. } => {
                *hash = TokenHash("".into());
                *imported = None; // The export has its code elsewhere.
            }
            Event::Admitted { hash, .. }
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
    if before == after {
        return Vec::new();
    }
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
