//! Forgetting: a member's name and everything written by or about them goes, for good.

use crate::agenda::{self, Place};
use crate::decide::{Decision, Draft};
use crate::event::Event;
use crate::ids::Who;
use crate::ids::{Seat, TextId};
use crate::naming::{Naming, Words};
use crate::refusal::{Code, Refusal};
use crate::state::{Laid, Mentions, Open, Phase, State};
use std::collections::BTreeSet;

pub(crate) fn decide(state: &State, seat: Seat) -> Result<Decision, Refusal> {
    let member = state.seats.get(&seat).ok_or(Code::UnknownSeat)?;
    if member.forgotten {
        return Err(Code::AlreadySo.into());
    }
    let is_theirs = |id: &TextId| {
        state
            .written
            .get(id)
            .is_some_and(|written| written.by == Some(seat) || written.about == Some(seat))
    };
    // Under every name they ever had.
    let names = member.names.iter().filter_map(|id| state.text(*id));
    let names: Vec<Naming> = names.map(Naming::of).collect();
    let is_named = |text: &Words| names.iter().any(|name| name.is_in(text));
    let named: BTreeSet<TextId> = state
        .texts
        .iter()
        .filter(|(_, other)| is_named(&Words::of(other)))
        .map(|(id, _)| *id)
        .collect();
    // What the werkagenda no longer shows goes at once, also what is in the log alone and may hold
    // the name; what it shows is the team's to change.
    let may_name = |id: &TextId| named.contains(id) || state.text(*id).is_none();
    let is_old = |id: &TextId| agenda::superseded_at(state, *id).is_some();
    let goes = |id: &TextId| is_theirs(id) || (may_name(id) && is_old(id));
    let texts: Vec<TextId> = state.written.keys().copied().filter(goes).collect();
    // Who else is called the same has a name of their own.
    let others: BTreeSet<TextId> = state
        .seats
        .values()
        .flat_map(|member| member.names.iter().copied())
        .collect();
    let is_listed = |id: &TextId| !goes(id) && !others.contains(id);
    let mentions = named.iter().copied().filter(is_listed).collect();
    let mut draft = Draft::new(state);
    draft.event(Event::Forgotten {
        seat,
        texts,
        mentions,
    });
    Ok(draft.done())
}

/// Wipes one text that names someone who is forgotten. Of a place of the werkagenda where it does
/// not stand any more: everything that stood there before and may hold the name.
pub(crate) fn wipe(state: &State, text: TextId) -> Result<Event, Refusal> {
    let mut listed = state.mentions.values();
    let line = (place_of(state, text), text);
    if !listed.any(|listed| listed.contains(&line)) {
        return Err(Code::UnknownText.into());
    }
    let texts: BTreeSet<TextId> = match agenda::superseded_at(state, text) {
        None => [text].into(),
        Some(place) => state
            .mentions
            .values()
            .flat_map(|listed| at(listed, place))
            .filter(|other| agenda::superseded_at(state, *other).is_some())
            .collect(),
    };
    Ok(Event::Wiped {
        texts: texts.into_iter().collect(),
    })
}

/// Where in the werkagenda a text was written.
fn place_of(state: &State, text: TextId) -> Option<Place> {
    state.written.get(&text)?.place
}

/// The listed texts of one place.
fn at(listed: &Mentions, place: Place) -> impl Iterator<Item = TextId> + '_ {
    let from_there = listed.range((Some(place), TextId(0))..);
    from_there
        .take_while(move |(other, _)| *other == Some(place))
        .map(|(_, text)| *text)
}

/// What is written where a name stands may hold it too: also when it goes later, the log has it.
pub(crate) fn names_on(state: &mut State, place: Place, text: TextId) {
    for listed in state.mentions.values_mut() {
        if at(listed, place).next().is_some() {
            listed.insert((Some(place), text));
        }
    }
}

/// The effect of [`Event::Forgotten`]: the seat stays, as *Teamlid C*; its gifts count nowhere.
pub(crate) fn forgotten(state: &mut State, seat: Seat, texts: &[TextId], mentions: &[TextId]) {
    // They were written; an export does not tell them all, and no later text has their number.
    let named = texts.iter().chain(mentions).map(|id| id.0);
    state.last_text = named.fold(state.last_text, u32::max);
    wiped(state, texts);
    let Some(member) = state.seats.get_mut(&seat) else {
        return;
    };
    member.hash = None;
    member.name = None;
    member.names.clear();
    member.function = None;
    member.sector = None;
    member.proxy = None;
    member.leader = None;
    member.ready = false;
    member.away = true;
    member.forgotten = true;
    let hand = std::mem::take(&mut member.hand);
    if state.phase <= Phase::Conversation {
        state.table.extend(hand.into_iter().map(|card| Open {
            card,
            laid: Laid::Leaving(seat),
        }));
    }
    for gift in state.gifts.values_mut() {
        gift.seconds.remove(&seat);
        if gift.from == seat || gift.to == seat {
            gift.removed = true;
        }
    }
    if state.turn == Some(seat) {
        state.turn = None;
    }
    agenda::forgotten(state, seat);
    let mentions = mentions.iter().map(|id| (place_of(state, *id), *id));
    let mentions = mentions.collect();
    state.mentions.insert(seat, mentions);
    state.done.remove(&Who::Seat(seat));
}

/// The effect of [`Event::Wiped`]. Who wipes what stood somewhere before has what stands there now
/// before them, and says that it does not hold the name.
pub(crate) fn wiped_by_leader(state: &mut State, texts: &[TextId]) {
    let before = texts
        .iter()
        .filter_map(|id| agenda::superseded_at(state, *id));
    let before: BTreeSet<Place> = before.collect();
    wiped(state, texts);
    for listed in state.mentions.values_mut() {
        listed.retain(|(place, _)| place.is_none_or(|place| !before.contains(&place)));
    }
}

fn wiped(state: &mut State, texts: &[TextId]) {
    for id in texts {
        state.texts.remove(id);
        let written = state.written.remove(id);
        let place = written.and_then(|written| written.place);
        for listed in state.mentions.values_mut() {
            listed.remove(&(place, *id));
        }
        if let Some(place) = place {
            agenda::reread(state, place);
        }
    }
}
