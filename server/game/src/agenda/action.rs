//! The actions of the werkagenda: adding them, what each needs, and who takes it up.

use super::field::text_at;
use super::place::{ActionField, Place};
use super::{ACTIONS_MAX, field};
use crate::NUMBERS_MAX;
use crate::command::NewAction;
use crate::decide::{Draft, changes};
use crate::event::Event;
use crate::ids::{ActionId, CardId, Seat};
use crate::refusal::{Code, Refusal};
use crate::state::State;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::sync::Arc;
use ts_rs::TS;

/// Competenties an action can need: with more it is two actions.
pub const NEEDS_MAX: usize = 5;
/// Competenties that stand in for what an action needs until the team has said so.
pub const NEEDS_SUGGESTED: usize = 3;

/// What someone does in an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// Takes it up.
    Owner,
    /// Helps who takes it up.
    Helper,
}

/// One action. Its texts stand in the fields.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Action {
    /// Taken away; it can be put back.
    pub(crate) removed: bool,
    /// What the team says it needs; `None` until somebody said so.
    pub(crate) needs: Option<Vec<CardId>>,
    /// Who would do this by job title.
    pub(crate) by_function: Option<Seat>,
    /// Who takes it up, as the team decided.
    pub(crate) owner: Option<Seat>,
    /// Who helps, as the team decided.
    pub(crate) helpers: BTreeSet<Seat>,
    /// What its text asks for, best first, and the words that say so. It follows from the text, and
    /// is kept because everything that is made of the agenda asks for it.
    pub(crate) suggested: Arc<Vec<(CardId, Vec<String>)>>,
}

impl Action {
    fn part_of(&self, seat: Seat) -> Option<Part> {
        if self.owner == Some(seat) {
            Some(Part::Owner)
        } else {
            self.helpers.contains(&seat).then_some(Part::Helper)
        }
    }

    pub(crate) fn assign(&mut self, seat: Seat, part: Option<Part>) {
        self.helpers.remove(&seat);
        if self.owner == Some(seat) {
            self.owner = None;
        }
        match part {
            Some(Part::Owner) => self.owner = Some(seat),
            Some(Part::Helper) => drop(self.helpers.insert(seat)),
            None => {}
        }
    }
}

/// What an action needs: as the team said, or (`false`) as its text suggests.
pub(crate) fn needs_of(action: &Action) -> (Vec<CardId>, bool) {
    match &action.needs {
        Some(cards) => (cards.clone(), true),
        None => {
            let suggested = action.suggested.iter().take(NEEDS_SUGGESTED);
            (suggested.map(|(card, _)| card.clone()).collect(), false)
        }
    }
}

/// What is written in this place, or stood there and was wiped, may ask for other competenties.
pub(crate) fn reread(state: &mut State, place: Place) {
    let Place::Action(id, ActionField::What | ActionField::How) = place else {
        return;
    };
    let texts = [ActionField::What, ActionField::How]
        .map(|field| text_at(state, Place::Action(id, field)).unwrap_or_default());
    let texts = texts.join("\n");
    let Some(setup) = &state.setup else { return };
    let suggested = setup.finder.suggest(&setup.deck, &texts);
    change(state, id, |action| action.suggested = Arc::new(suggested));
}

pub(crate) fn add(state: &State, draft: &mut Draft, actions: &[NewAction]) -> Result<(), Refusal> {
    if actions.is_empty() {
        return Err(Code::TextEmpty.into());
    }
    if state.agenda.standing().count() + actions.len() > ACTIONS_MAX
        || state.agenda.actions.len() + actions.len() > NUMBERS_MAX
    {
        return Err(too_many());
    }
    let last = state.agenda.actions.keys().last().map_or(0, |id| id.0);
    for (id, new) in (last + 1..).map(ActionId).zip(actions) {
        draft.event(Event::ActionAdded { action: id });
        let texts = [
            (ActionField::What, &new.what),
            (ActionField::WithWhom, &new.with_whom),
            (ActionField::How, &new.how),
            (ActionField::When, &new.when),
        ];
        for (name, text) in texts {
            field::write_new(draft, Place::Action(id, name), text.as_deref())?;
        }
    }
    Ok(())
}

fn too_many() -> Refusal {
    Code::EnoughActions.with_limit(ACTIONS_MAX)
}

/// An action that was not taken away.
pub(super) fn standing(state: &State, id: ActionId) -> Result<&Action, Refusal> {
    state
        .agenda
        .actions
        .get(&id)
        .filter(|action| !action.removed)
        .ok_or(Code::UnknownAction.into())
}

pub(crate) fn remove(state: &State, id: ActionId, removed: bool) -> Result<Event, Refusal> {
    let action = state.agenda.actions.get(&id).ok_or(Code::UnknownAction)?;
    changes(action.removed != removed)?;
    if !removed && state.agenda.standing().count() >= ACTIONS_MAX {
        return Err(too_many());
    }
    Ok(Event::ActionRemoved {
        action: id,
        removed,
    })
}

/// One competentie more or less. The first touch takes over what the text suggested: from then on
/// it is the team's.
pub(crate) fn need(state: &State, id: ActionId, card: &CardId, on: bool) -> Result<Event, Refusal> {
    let action = standing(state, id)?;
    if !state.deck().any(|other| other == card) {
        return Err(Code::UnknownCard.into());
    }
    let (mut cards, is_theirs) = needs_of(action);
    // What was only suggested and is agreed with is said: then it stays when the text changes.
    changes(cards.contains(card) != on || (on && !is_theirs))?;
    cards.retain(|other| other != card);
    if on {
        if cards.len() >= NEEDS_MAX {
            return Err(Code::EnoughNeeds.with_limit(NEEDS_MAX));
        }
        cards.push(card.clone());
    }
    Ok(Event::NeedsSet { action: id, cards })
}

pub(super) fn known_seat(state: &State, seat: Seat) -> Result<(), Refusal> {
    let member = state.seats.get(&seat).filter(|member| !member.forgotten);
    member.map(drop).ok_or(Code::UnknownSeat.into())
}

pub(crate) fn by_function(
    state: &State,
    id: ActionId,
    seat: Option<Seat>,
) -> Result<Event, Refusal> {
    let action = standing(state, id)?;
    if let Some(seat) = seat {
        known_seat(state, seat)?;
    }
    changes(action.by_function != seat)?;
    Ok(Event::FunctionSet { action: id, seat })
}

pub(crate) fn assign(
    state: &State,
    id: ActionId,
    seat: Seat,
    part: Option<Part>,
) -> Result<Event, Refusal> {
    let action = standing(state, id)?;
    known_seat(state, seat)?;
    changes(action.part_of(seat) != part)?;
    Ok(Event::Assigned {
        action: id,
        seat,
        part,
    })
}

/// The effect on an action; one that is not known changes nothing.
pub(crate) fn change(state: &mut State, id: ActionId, change: impl FnOnce(&mut Action)) {
    if let Some(action) = state.agenda.actions.get_mut(&id) {
        change(action);
    }
}

/// Nobody takes up anything any more under a name that is gone.
pub(crate) fn forgotten(state: &mut State, seat: Seat) {
    for action in state.agenda.actions.values_mut() {
        action.assign(seat, None);
        if action.by_function == Some(seat) {
            action.by_function = None;
        }
    }
}
