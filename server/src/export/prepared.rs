//! The werkagenda in an export. A facilitator can prepare it before all see it: of that an export
//! tells what stood there when all came to see it, and nothing of what was changed before.

use game::{
    ActionDocument, ActionId, AgendaDocument, Document, Entry, Event, Key, Part, Place, State,
    TextId, WrittenText, reach, render,
};
use std::collections::{BTreeMap, BTreeSet};

/// What of the preparation may be told.
pub(super) struct Prepared {
    /// All came to see the agenda.
    reached: bool,
    /// The texts that stood there at that moment.
    shown: BTreeSet<TextId>,
}

impl Prepared {
    /// Looks up when all came to see the agenda, and what stood there.
    pub(super) fn of(entries: &[Entry]) -> Prepared {
        let mut state = State::default();
        let mut texts = BTreeMap::new();
        for entry in entries {
            state.absorb(entry);
            for event in &entry.events {
                remember(&mut texts, entry.seq, event);
            }
            if is_shown(&state) {
                let shown = standing(&state).filter_map(|at| texts.get(&at).copied().flatten());
                return Prepared {
                    reached: true,
                    shown: shown.collect(),
                };
            }
        }
        Prepared {
            reached: false,
            shown: BTreeSet::new(),
        }
    }

    /// What is told of an event of the agenda; `shown`: all saw it happen. Texts that are not told
    /// are taken out of `texts`.
    pub(super) fn tell(
        &self,
        event: &Event,
        shown: bool,
        texts: &mut Vec<WrittenText>,
    ) -> Option<Event> {
        let mut event = event.clone();
        let brought = match &mut event {
            Event::Wrote { sent, stands, .. } => {
                // What one writer sent was merged before anyone saw it.
                let brought = [*sent, *stands];
                if sent != stands {
                    texts.retain(|text| Some(text.id) != *sent);
                    *sent = *stands;
                }
                brought
            }
            Event::Offered { text, .. } => [*text, None],
            _ => [None, None],
        };
        if shown {
            return Some(event);
        }
        texts.retain(|text| self.shown.contains(&text.id) || !brought.contains(&Some(text.id)));
        let is_frame = matches!(
            event,
            Event::Wrote { .. }
                | Event::Offered { .. }
                | Event::Settled { .. }
                | Event::ActionAdded { .. }
        );
        // The rest is told as it stands when all come to see it.
        (self.reached && is_frame).then_some(event)
    }
}

/// Whether all see the agenda.
pub(super) fn is_shown(state: &State) -> bool {
    reach(state, Key::Agenda).all
}

/// Whether an event is about the agenda.
pub(super) fn is_of_agenda(event: &Event) -> bool {
    matches!(
        event,
        Event::Wrote { .. }
            | Event::Offered { .. }
            | Event::Settled { .. }
            | Event::ActionAdded { .. }
            | Event::ActionRemoved { .. }
            | Event::NeedsSet { .. }
            | Event::FunctionSet { .. }
            | Event::Assigned { .. }
            | Event::CapSet { .. }
    )
}

/// What was chosen in the agenda, told at once to those who come to see it.
pub(super) fn chosen(state: &State) -> Vec<Event> {
    let Some(Document::Agenda(agenda)) = render(state, Key::Agenda) else {
        return Vec::new();
    };
    let AgendaDocument {
        actions,
        removed,
        cap,
    } = agenda;
    let mut events = Vec::new();
    if cap != cap_untouched() {
        events.push(Event::CapSet { cap });
    }
    let actions: BTreeSet<ActionId> = actions.into_iter().chain(removed).collect();
    for action in actions {
        if let Some(Document::Action(document)) = render(state, Key::Action(action)) {
            events.extend(chosen_in(document));
        }
    }
    events
}

fn chosen_in(document: ActionDocument) -> Vec<Event> {
    let action = document.action;
    let mut events = Vec::new();
    if document.needs_by_team {
        events.push(Event::NeedsSet {
            action,
            cards: document.needs,
        });
    }
    if document.by_function.is_some() {
        events.push(Event::FunctionSet {
            action,
            seat: document.by_function,
        });
    }
    let owner = document.owner.map(|seat| (seat, Part::Owner));
    let helpers = document.helpers.into_iter();
    let parts = owner
        .into_iter()
        .chain(helpers.map(|seat| (seat, Part::Helper)));
    events.extend(parts.map(|(seat, part)| Event::Assigned {
        action,
        seat,
        part: Some(part),
    }));
    if document.removed {
        events.push(Event::ActionRemoved {
            action,
            removed: true,
        });
    }
    events
}

/// The cap of an agenda in which nobody chose one.
fn cap_untouched() -> u8 {
    match render(&State::default(), Key::Agenda) {
        Some(Document::Agenda(agenda)) => agenda.cap,
        _ => 0,
    }
}

/// Texts of the agenda by where and in which entry they came to be.
type Texts = BTreeMap<(Place, u64), Option<TextId>>;

fn remember(texts: &mut Texts, seq: u64, event: &Event) {
    match event {
        Event::Wrote { place, stands, .. } => drop(texts.insert((*place, seq), *stands)),
        Event::Offered { place, text, .. } => drop(texts.insert((*place, seq), *text)),
        Event::Settled {
            place,
            offer,
            taken: true,
        } => {
            let offered = texts.get(&(*place, *offer)).copied().flatten();
            texts.insert((*place, seq), offered);
        }
        _ => {}
    }
}

/// The places and entries of the texts that stand in the agenda, or beside what stands there.
fn standing(state: &State) -> impl Iterator<Item = (Place, u64)> {
    let keys = game::every_key(state).into_iter();
    let fields = keys.filter_map(|key| match render(state, key) {
        Some(Document::Field(field)) => Some(field),
        _ => None,
    });
    let seqs = fields.flat_map(|field| {
        let offers = field.offers.into_iter().map(|offer| offer.seq);
        let seqs: Vec<u64> = offers.chain([field.seq]).collect();
        seqs.into_iter().map(move |seq| (field.place, seq))
    });
    seqs.collect::<Vec<_>>().into_iter()
}
