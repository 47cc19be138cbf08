//! What of a session's entries others may have: what all may see by now.

use super::prepared::{self, Prepared};
use crate::budget::{Budget, Spent};
use game::{CardId, Entry, Event, GiftId, Phase, Seat, Source, State, TextId, TokenHash, Who};
use std::collections::BTreeSet;
use std::convert::Infallible;

/// Who laid a card open is never told: nobody has this seat.
const NOBODY: Seat = Seat(0);
/// More copies of one card than ever lie on a table: a file written by hand must not keep us.
const LAID_MAX: usize = 1_000;

/// The same entries without what not all may see by now: gifts that were left lying, taken back,
/// removed or never shown, with their texts; hands; who laid which card open; what was prepared of a
/// werkagenda that nobody was shown, or written there and changed before it was shown; who asked,
/// from which device; tokens. Every entry is there, some with nothing in it. Folded, from the talents
/// on, they give the documents all see.
pub fn redacted(entries: &[Entry]) -> Vec<Entry> {
    let Ok(told) = redact_all(entries, || Ok::<_, Infallible>(()));
    told
}

/// The same for entries of others, in the time there is.
pub(super) fn redacted_within(entries: &[Entry], budget: &Budget) -> Result<Vec<Entry>, Spent> {
    redact_all(entries, || budget.check())
}

/// Goes on from entry to entry while `go_on` says so.
fn redact_all<E>(
    entries: &[Entry],
    mut go_on: impl FnMut() -> Result<(), E>,
) -> Result<Vec<Entry>, E> {
    let mut now = State::default();
    let mut prepared = Prepared::default();
    for entry in entries {
        go_on()?;
        now.absorb(entry);
        prepared.look(&now, entry);
    }
    let told = now.gifts().iter();
    let told = told.filter(|(_, gift)| gift.shown && gift.counts());
    let telling = Telling {
        prepared,
        told: told.map(|(id, _)| *id).collect(),
    };
    let mut real = State::default();
    let mut redacted = State::default();
    let redact = |entry| {
        go_on()?;
        Ok(redact(&telling, &mut real, &mut redacted, entry))
    };
    entries.iter().map(redact).collect()
}

/// Goes one entry further in a session twice at once: as it was (`real`), and as it is told.
fn redact(telling: &Telling, real: &mut State, redacted: &mut State, entry: &Entry) -> Entry {
    let mut told = Entry {
        who: Who::Door,
        device: 0,
        n: 0,
        events: Vec::new(),
        texts: Vec::new(),
        ..*entry
    };
    let mut untold = BTreeSet::new();
    real.absorb_around(
        entry,
        |before, event| telling.note(before, event),
        |after, event, noted| telling.tell(noted, event, after, &mut told.events, &mut untold),
    );
    // How the cards lie does not follow from what is written.
    redacted.absorb(&told);
    if real.phase() >= Phase::Talents && entry.events.iter().any(may_move_cards) {
        let laid_again = laid_again(redacted, &real.open_cards(), entry.seq);
        told.events.extend(laid_again);
    }
    let texts = entry.texts.iter();
    let texts = texts.filter(|text| !untold.contains(&text.id));
    told.texts = texts.cloned().collect();
    told
}

/// What is told of a session.
struct Telling {
    prepared: Prepared,
    told: BTreeSet<GiftId>,
}

/// What was so just before an event.
struct Noted {
    is_told: bool,
    /// All saw the werkagenda.
    shown: bool,
    /// The open table, if the event moves more on it than it tells.
    table: Option<Vec<CardId>>,
}

impl Telling {
    fn note(&self, before: &State, event: &Event) -> Noted {
        let is_told = gift_of(event).is_none_or(|gift| self.told.contains(&gift));
        let moves_more = match event {
            // The hand goes along, and comes back.
            Event::Left { .. } | Event::Returned { .. } | Event::Forgotten { .. } => true,
            // Its card came from the table, or went back there, before everyone's eyes.
            Event::Given { .. } | Event::TakenBack { .. } => !is_told,
            // That its receiver lets a card lie shows nowhere.
            _ => false,
        };
        Noted {
            is_told,
            shown: before.is_agenda_shown(),
            table: moves_more.then(|| before.open_cards()),
        }
    }

    /// Tells an event, if it is told; texts that are not told go to `untold`.
    fn tell(
        &self,
        noted: Noted,
        event: &Event,
        after: &State,
        events: &mut Vec<Event>,
        untold: &mut BTreeSet<TextId>,
    ) {
        if prepared::is_of_agenda(event) {
            events.extend(self.prepared.tell(event, noted.shown, untold));
        } else if noted.is_told {
            events.push(self.anonymous(event));
            if !noted.shown && after.is_agenda_shown() {
                events.extend(prepared::chosen(after));
            }
        } else {
            untold.extend(text_of(event));
        }
        if let Some(before) = noted.table {
            events.extend(moved(&before, &after.open_cards()));
        }
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

/// Whether cards may lie otherwise after this event, or be seen otherwise.
fn may_move_cards(event: &Event) -> bool {
    matches!(
        event,
        Event::PhaseMoved { .. }
            | Event::Given { .. }
            | Event::TakenBack { .. }
            | Event::LaidOpen { .. }
            | Event::PickedUp { .. }
            | Event::Answered { .. }
            | Event::Left { .. }
            | Event::Returned { .. }
            | Event::Forgotten { .. }
    )
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
fn laid_again(told: &mut State, seen: &[CardId], seq: u64) -> Vec<Event> {
    let mut all = Vec::new();
    let mut does = |events: Vec<Event>| {
        let again = Entry {
            seq,
            at: 0,
            who: Who::Door,
            device: 0,
            n: 0,
            events,
            texts: Vec::new(),
        };
        told.absorb(&again);
        all.extend(again.events);
        told.open_cards()
    };
    let mut lies = does(Vec::new());
    if lies == seen {
        return all;
    }
    // A card that lies there more than once is seen once.
    for _ in 0..LAID_MAX {
        if lies.is_empty() {
            break;
        }
        lies = does(lies.iter().map(picked_up).collect());
    }
    does(seen.iter().map(laid_open).collect());
    all
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
