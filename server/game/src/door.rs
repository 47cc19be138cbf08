//! Coming in: opening a session, taking a seat, letting others watch or lead.

use crate::chance::Chance;
use crate::command::{Enter, Opening};
use crate::decide::{Decision, Draft, deal_to};
use crate::event::Event;
use crate::ids::{PassId, Seat, TextId, TokenHash};
use crate::refusal::{Code, Refusal};
use crate::state::{Phase, Role, State};
use crate::text::{Line, NAME_CHARS_MAX, TITLE_CHARS_MAX};
use crate::{HAND_CARDS, MEMBERS_MAX, NUMBERS_MAX, PASSES_MAX, RETENTION_DAYS};
use std::collections::BTreeMap;

pub(crate) fn decide(
    state: &State,
    enter: &Enter,
    chance: &mut Chance,
) -> Result<Decision, Refusal> {
    match enter {
        Enter::Open(opening) => open(state, opening),
        Enter::Join {
            hash,
            name,
            function,
            sector,
            leader,
        } => {
            let person = Person {
                name,
                function: function.as_deref(),
                sector: sector.as_deref(),
            };
            join(state, hash.as_ref(), &person, *leader, chance)
        }
        Enter::Admit {
            by,
            hash,
            role,
            name,
        } => {
            if !state.facilitators().any(|other| other == *by) {
                return Err(Code::NotAllowed.into());
            }
            admit(state, hash, *role, name.as_deref())
        }
    }
}

fn open(state: &State, opening: &Opening) -> Result<Decision, Refusal> {
    if state.setup.is_some() {
        return Err(Code::AlreadySo.into());
    }
    if opening
        .hand
        .is_some_and(|cards| !HAND_CARDS.contains(&cards))
    {
        return Err(Code::HandSize.into());
    }
    if !RETENTION_DAYS.contains(&opening.retention_days) {
        return Err(Code::Retention.into());
    }
    let cards: usize = opening
        .deck
        .clusters
        .iter()
        .map(|(_, cards)| cards.len())
        .sum();
    if cards < usize::from(*HAND_CARDS.end()) {
        return Err(Code::DeckUnfit.into());
    }
    let mut draft = Draft::new(state);
    let title = draft.write(Line::read(&opening.title, TITLE_CHARS_MAX)?);
    let team = draft.write(Line::read(&opening.team, TITLE_CHARS_MAX)?);
    draft.event(Event::Opened {
        hash: opening.hash.clone(),
        title,
        team,
        form: opening.form,
        hand: opening.hand,
        retention_days: opening.retention_days,
        deck: opening.deck.clone(),
        reasons_in_exports: opening.reasons_in_exports,
        imported: None,
    });
    Ok(draft.done())
}

/// Whether no other fits: as many as can be at once count, or the numbers are used up.
pub(crate) fn is_full<K, T>(all: &BTreeMap<K, T>, counts: impl Fn(&T) -> bool, max: usize) -> bool {
    all.values().filter(|one| counts(one)).count() >= max || all.len() >= NUMBERS_MAX
}

/// How someone is called, before it is checked.
struct Person<'a> {
    name: &'a str,
    function: Option<&'a str>,
    sector: Option<&'a str>,
}

/// How someone is called, checked and numbered.
pub(crate) struct Described {
    pub(crate) name: TextId,
    pub(crate) function: Option<TextId>,
    pub(crate) sector: Option<TextId>,
}

pub(crate) fn describe(
    draft: &mut Draft,
    name: &str,
    function: Option<&str>,
    sector: Option<&str>,
) -> Result<Described, Refusal> {
    let name = Line::read(name, NAME_CHARS_MAX)?;
    let function = Line::read_optional(function, TITLE_CHARS_MAX)?;
    let sector = Line::read_optional(sector, TITLE_CHARS_MAX)?;
    Ok(Described {
        name: draft.write(name),
        function: draft.write_optional(function),
        sector: draft.write_optional(sector),
    })
}

fn join(
    state: &State,
    hash: Option<&TokenHash>,
    person: &Person<'_>,
    leader: Option<PassId>,
    chance: &mut Chance,
) -> Result<Decision, Refusal> {
    if state.is_locked() || state.setup.is_none() {
        return Err(Code::Locked.into());
    }
    if is_full(&state.seats, |member| !member.forgotten, MEMBERS_MAX) {
        return Err(Code::Full.with_limit(MEMBERS_MAX));
    }
    let is_taken =
        |hash: &TokenHash| state.seat_of(hash).is_some() || state.pass_of(hash).is_some();
    let leads = leader.is_none_or(|pass| state.facilitators().any(|other| other == pass));
    // Only a facilitator can make a seat for someone without a token of their own.
    if hash.is_some_and(is_taken) || !leads || (hash.is_none() && leader.is_none()) {
        return Err(Code::NotAllowed.into());
    }
    let mut draft = Draft::new(state);
    let described = describe(&mut draft, person.name, person.function, person.sector)?;
    let last = state.seats.keys().next_back().map_or(0, |seat| seat.0);
    let seat = Seat(last + 1);
    draft.event(Event::Joined {
        seat,
        hash: hash.cloned(),
        name: described.name,
        function: described.function,
        sector: described.sector,
        proxy: leader.filter(|_| hash.is_none()),
        leader: leader.filter(|_| hash.is_some()),
    });
    if state.phase == Phase::Giving {
        deal_to(state, &mut draft, vec![seat], chance);
    }
    Ok(draft.done())
}

/// Lets in who has this token, which is nobody's yet.
pub(crate) fn admit(
    state: &State,
    hash: &TokenHash,
    role: Role,
    name: Option<&str>,
) -> Result<Decision, Refusal> {
    let is_taken =
        state.seat_of(hash).is_some() || state.passes.values().any(|pass| pass.hash == *hash);
    if is_taken {
        return Err(Code::NotAllowed.into());
    }
    if is_full(&state.passes, |pass| !pass.withdrawn, PASSES_MAX) {
        return Err(Code::Full.with_limit(PASSES_MAX));
    }
    let mut draft = Draft::new(state);
    let name = match role {
        // A facilitator or observer is a person: the others should know who looks on.
        Role::Facilitator | Role::Observer => {
            Some(draft.write(Line::read(name.unwrap_or_default(), NAME_CHARS_MAX)?))
        }
        Role::Screen => None,
    };
    let last = state.passes.keys().next_back().map_or(0, |pass| pass.0);
    draft.event(Event::Admitted {
        pass: PassId(last + 1),
        hash: hash.clone(),
        role,
        name,
    });
    Ok(draft.done())
}

/// Takes a pass away, and wipes the name that was on it.
pub(crate) fn withdraw(state: &State, draft: &mut Draft, pass: PassId) -> Result<(), Refusal> {
    let known = state
        .passes
        .get(&pass)
        .filter(|pass| !pass.withdrawn)
        .ok_or(Code::UnknownPass)?;
    if known.role == Role::Facilitator && state.facilitators().count() == 1 {
        return Err(Code::LastFacilitator.into());
    }
    draft.event(Event::Withdrawn { pass });
    let texts: Vec<TextId> = known.name.into_iter().collect();
    if !texts.is_empty() {
        draft.event(Event::Wiped { texts });
    }
    Ok(())
}
