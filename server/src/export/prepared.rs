//! The werkagenda in an export. A facilitator can prepare it before all see it: of that an export
//! tells what stood there when all came to see it, and nothing of what was changed before.

use game::{
    ActionDocument, ActionId, AgendaDocument, Document, Entry, Event, Key, Part, Place, State,
    TextId, render,
};
use std::collections::{BTreeMap, BTreeSet};

/// What of the preparation may be told.
#[derive(Default)]
pub(super) struct Prepared {
    /// All came to see the agenda.
    reached: bool,
    /// Every text until then.
    texts: Texts,
    /// The texts that stood there at that moment.
    shown: BTreeSet<TextId>,
}

impl Prepared {
    /// Looks at each entry just after it happened, for when all came to see the agenda and what
    /// stood there.
    pub(super) fn look(&mut self, state: &State, entry: &Entry) {
        if self.reached {
            return;
        }
        for event in &entry.events {
            remember(&mut self.texts, entry.seq, event);
        }
        if state.is_agenda_shown() {
            self.reached = true;
            let texts = std::mem::take(&mut self.texts);
            let shown = standing(state).filter_map(|at| texts.get(&at).copied().flatten());
            self.shown = shown.collect();
        }
    }

    /// What is told of what was written in the agenda, and its texts that are; `shown`: all saw it
    /// happen. Any other event is told to nobody here.
    pub(super) fn written(&self, event: &Event, shown: bool) -> Option<(Event, Vec<TextId>)> {
        if !shown && !self.reached {
            return None;
        }
        let event = match event {
            // What one writer sent was merged before anyone saw it.
            Event::Wrote {
                place,
                sent: _,
                stands,
            } => Event::Wrote {
                place: *place,
                sent: *stands,
                stands: *stands,
            },
            Event::Offered {
                place,
                text,
                by,
                instead,
            } => Event::Offered {
                place: *place,
                text: *text,
                by: *by,
                instead: *instead,
            },
            Event::Settled {
                place: _,
                offer: _,
                taken: _,
            }
            | Event::ActionAdded { action: _ } => event.clone(),
            _ => return None,
        };
        let texts = event.texts().into_iter().map(|text| text.text);
        let texts = texts.filter(|text| shown || self.shown.contains(text));
        let texts = texts.collect();
        Some((event, texts))
    }
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
        cap_chosen,
    } = agenda;
    let mut events = Vec::new();
    if cap_chosen {
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
    let keys = keys.filter(|key| matches!(key, Key::Field(_)));
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
