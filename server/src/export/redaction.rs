//! What of a session's entries others may have: what all may see by now.

use super::prepared::{self, Prepared};
use crate::budget::{Budget, Spent};
use game::{Entry, Event, GiftId, Hindsight, Seen, Source, State, TextId, TokenHash, Who};
use std::collections::BTreeSet;
use std::convert::Infallible;

/// The same entries without what not all may see by now: gifts that were left lying, taken back,
/// removed or never shown, with their texts; hands; who laid which card open; what was prepared of a
/// werkagenda that nobody was shown, or written there and changed before it was shown; who asked,
/// from which device; tokens. Every entry is there, some with nothing in it. Folded, they give the
/// documents all see who look back, after every entry, but for gifts of who is forgotten.
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
    // Once with what is known by now, as who looks back sees it.
    let mut real = State::with_hindsight(Hindsight::of(&now));
    let mut redacted = State::default();
    let redact = |entry| {
        go_on()?;
        Ok(redact(&telling, &mut real, &mut redacted, entry))
    };
    entries.iter().map(redact).collect()
}

/// Goes one entry further in a session twice at once: as it was (`real`), and as it is told.
fn redact(telling: &Telling, real: &mut State, redacted: &mut State, entry: &Entry) -> Entry {
    let mut told = by_nobody(entry.seq, entry.at);
    let mut untold = BTreeSet::new();
    real.absorb_around(
        entry,
        |before, _| before.is_agenda_shown(),
        |after, event, shown| telling.tell(shown, event, after, &mut told.events, &mut untold),
    );
    redacted.absorb(&told);
    // How the cards lie does not follow from what is told. The agenda moves none.
    let moves_cards = !entry.events.iter().all(prepared::is_of_agenda);
    let seen = moves_cards.then(|| Seen::of(real).beyond(&Seen::of(redacted)));
    if let Some(seen) = seen.flatten() {
        let mut lies = by_nobody(entry.seq, entry.at);
        lies.events.push(Event::Seen(seen));
        redacted.absorb(&lies);
        told.events.append(&mut lies.events);
    }
    let texts = entry.texts.iter();
    let texts = texts.filter(|text| !untold.contains(&text.id));
    told.texts = texts.cloned().collect();
    told
}

/// An entry that does not say who asked, or anything else yet.
fn by_nobody(seq: u64, at: u64) -> Entry {
    Entry {
        seq,
        at,
        who: Who::Door,
        device: 0,
        n: 0,
        events: Vec::new(),
        texts: Vec::new(),
    }
}

/// What is told of a session.
struct Telling {
    prepared: Prepared,
    told: BTreeSet<GiftId>,
}

impl Telling {
    /// Tells an event, if it is told; `shown`: all saw the werkagenda before it. Texts that are not
    /// told go to `untold`.
    fn tell(
        &self,
        shown: bool,
        event: &Event,
        after: &State,
        events: &mut Vec<Event>,
        untold: &mut BTreeSet<TextId>,
    ) {
        if prepared::is_of_agenda(event) {
            events.extend(self.prepared.tell(event, shown, untold));
        } else if self.is_told(event) {
            events.push(self.anonymous(event));
            if !shown && after.is_agenda_shown() {
                events.extend(prepared::chosen(after));
            }
        } else {
            untold.extend(text_of(event));
        }
    }

    /// Who laid which card open never is: only how the cards lie.
    fn is_told(&self, event: &Event) -> bool {
        let laid = matches!(event, Event::LaidOpen { .. } | Event::PickedUp { .. });
        !laid && gift_of(event).is_none_or(|gift| self.told.contains(&gift))
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
