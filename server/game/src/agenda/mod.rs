//! The lokale werkagenda: what the team is going to take up, written together, and who takes up
//! what. `field.rs` is about writing, `action.rs` about actions; both hold rules and effects.

mod action;
mod field;
mod place;
mod possible;

pub use action::{NEEDS_MAX, Part};
pub use field::OFFERS_MAX;
pub use place::{ActionField, AgendaField, Place};

pub(crate) use action::{Action, forgotten, needs_of, reread};
pub(crate) use field::{Field, Offer, superseded_at, text_at};
pub(crate) use possible::{counted, possible};

use crate::command::Agenda as Asked;
use crate::decide::{Decision, Draft};
use crate::event::Event;
use crate::ids::{ActionId, Seat, Who};
use crate::refusal::{Code, Refusal};
use crate::state::{Phase, State};
use std::collections::BTreeMap;

/// Actions an agenda can have, without those taken away: a workshop of forty with five each.
pub const ACTIONS_MAX: usize = 200;
/// Actions one member can be proposed for.
pub const CAPS: std::ops::RangeInclusive<u8> = 1..=20;

/// The werkagenda as it stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Agenda {
    /// The phase werkagenda was reached once: from then on all see it.
    pub(crate) reached: bool,
    /// Actions a member is proposed for at most, as the facilitator chose; see [`cap`].
    pub(crate) cap: Option<u8>,
    pub(crate) fields: BTreeMap<Place, Field>,
    pub(crate) actions: BTreeMap<ActionId, Action>,
}

impl Agenda {
    /// Actions that were not taken away.
    pub(crate) fn standing(&self) -> impl Iterator<Item = (ActionId, &Action)> + '_ {
        let standing = self.actions.iter().filter(|(_, action)| !action.removed);
        standing.map(|(id, action)| (*id, action))
    }
}

/// Actions a member is proposed for at most: as the facilitator chose, and until then as many as it
/// takes when everyone who is here takes up equally many. So the load is fair, and nobody is passed
/// over while another is asked three times.
pub(crate) fn cap(state: &State) -> u8 {
    state.agenda.cap.unwrap_or_else(|| {
        let fair = state
            .agenda
            .standing()
            .count()
            .div_ceil(state.present().count().max(1));
        let fair = u8::try_from(fair).unwrap_or(u8::MAX);
        fair.clamp(*CAPS.start(), *CAPS.end())
    })
}

pub(crate) fn decide(state: &State, who: Who, asked: &Asked) -> Result<Decision, Refusal> {
    let by = writer(state, who)?;
    let mut draft = Draft::new(state);
    match asked {
        Asked::Write { place, base, text } => {
            field::write(state, &mut draft, by, *place, *base, text)?;
        }
        Asked::Settle {
            place,
            offer,
            take,
            base,
        } => draft.event(field::settle(state, *place, *offer, *take, *base)?),
        Asked::AddActions { actions } => action::add(state, &mut draft, actions)?,
        Asked::RemoveAction { action, removed } => {
            draft.event(action::remove(state, *action, *removed)?);
        }
        Asked::Need { action, card, on } => {
            draft.event(action::need(state, *action, card, *on)?);
        }
        Asked::ByFunction { action, seat } => {
            draft.event(action::by_function(state, *action, *seat)?);
        }
        Asked::Assign { action, seat, part } => {
            draft.event(action::assign(state, *action, *seat, *part)?);
        }
    }
    Ok(draft.done())
}

/// Whether this person may work on the agenda now, and from which seat: facilitators prepare it
/// beforehand, members work on it when its turn has come.
fn writer(state: &State, who: Who) -> Result<Option<Seat>, Refusal> {
    match who {
        Who::Facilitator(pass) if state.facilitators().any(|other| other == pass) => {
            if state.phase == Phase::Closed {
                return Err(Code::WrongPhase.into());
            }
            Ok(None)
        }
        Who::Seat(seat) => {
            let member = state.seats.get(&seat).ok_or(Code::UnknownSeat)?;
            if member.forgotten {
                return Err(Code::UnknownSeat.into());
            }
            if state.phase != Phase::Werkagenda {
                return Err(Code::WrongPhase.into());
            }
            if member.away {
                return Err(Code::SeatAway.into());
            }
            Ok(Some(seat))
        }
        Who::Facilitator(_) | Who::Door => Err(Code::NotAllowed.into()),
    }
}

/// The effect of every event of the agenda; any other changes nothing.
pub(crate) fn apply(state: &mut State, event: &Event) {
    // The entry that is being folded in.
    let seq = state.seq + 1;
    match event {
        Event::Wrote {
            place,
            sent,
            stands,
        } => field::wrote(state, seq, *place, *sent, *stands),
        Event::Offered {
            place,
            text,
            by,
            instead,
        } => field::offered(state, seq, *place, *text, *by, *instead),
        Event::Settled {
            place,
            offer,
            taken,
        } => field::settled(state, seq, *place, *offer, *taken),
        Event::ActionAdded { action } => {
            state.agenda.actions.insert(*action, Action::default());
        }
        Event::ActionRemoved { action, removed } => {
            action::change(state, *action, |action| action.removed = *removed);
        }
        Event::NeedsSet { action, cards } => {
            action::change(state, *action, |action| action.needs = Some(cards.clone()));
        }
        Event::FunctionSet { action, seat } => {
            action::change(state, *action, |action| action.by_function = *seat);
        }
        Event::Assigned { action, seat, part } => {
            action::change(state, *action, |action| action.assign(*seat, *part));
        }
        Event::CapSet { cap } => state.agenda.cap = Some(*cap),
        _ => {}
    }
}
