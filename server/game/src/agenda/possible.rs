//! Whether an event of the werkagenda that was read from a file can have happened.

use super::{ACTIONS_MAX, CAPS, NEEDS_MAX, OFFERS_MAX, action, field};
use crate::NUMBERS_MAX;
use crate::event::Event;
use crate::possible::{Check, must, ruled};
use crate::state::{Phase, State};
use std::collections::BTreeSet;

/// All but its texts. Any other event is none of the werkagenda's.
pub(crate) fn possible(state: &State, event: &Event) -> Check {
    if let Event::CapSet { cap } = event {
        return must(
            CAPS.contains(cap),
            "a member can be proposed for 1 to 20 actions",
        );
    }
    must(state.phase != Phase::Closed, "not in this phase")?;
    match event {
        Event::Wrote { place, .. } => ruled(field::check_place(state, *place)),
        Event::Offered {
            place, by, instead, ..
        } => {
            ruled(field::check_place(state, *place))?;
            by.map_or(Ok(()), |by| ruled(action::known_seat(state, by)))?;
            let none = Vec::new();
            let offers = state
                .agenda
                .fields
                .get(place)
                .map_or(&none, |field| &field.offers);
            let waits = |seq: u64| offers.iter().any(|offer| offer.seq == seq);
            // An offer is known by its entry.
            must(
                !waits(state.seq + 1),
                "two texts were laid beside one at once",
            )?;
            match instead {
                Some(seq) => must(waits(*seq), "no such text waits there"),
                None => must(offers.len() < OFFERS_MAX, "too many texts wait there"),
            }
        }
        Event::Settled { place, offer, .. } => {
            ruled(field::settle(state, *place, *offer, false, 0))
        }
        Event::ActionAdded { action } => {
            let actions = &state.agenda.actions;
            let last = actions.keys().next_back().map_or(0, |id| id.0);
            must(action.0 == last + 1, "actions are numbered from 1")?;
            must(
                actions.len() < NUMBERS_MAX
                    && (!state.agenda.reached || state.agenda.standing().count() < ACTIONS_MAX),
                "there are too many actions",
            )
        }
        Event::ActionRemoved { action, removed } => ruled(action::remove(state, *action, *removed)),
        Event::NeedsSet { action, cards } => {
            ruled(action::standing(state, *action))?;
            let different: BTreeSet<_> = cards.iter().collect();
            must(
                different.len() == cards.len(),
                "an action needs a card once",
            )?;
            must(cards.len() <= NEEDS_MAX, "an action needs too many cards")?;
            must(
                cards.iter().all(|card| state.cluster_of(card).is_some()),
                "there is no such card in the deck",
            )
        }
        Event::FunctionSet { action, seat } => ruled(action::by_function(state, *action, *seat)),
        Event::Assigned { action, seat, part } => {
            ruled(action::assign(state, *action, *seat, *part))
        }
        _ => Ok(()),
    }
}

/// What was taken away while the agenda was prepared is told when all come to see it: only then
/// can the actions be counted.
pub(crate) fn counted(state: &State) -> Check {
    let standing = state.agenda.standing().count();
    must(
        !state.agenda.reached || standing <= ACTIONS_MAX,
        "there are too many actions",
    )
}
