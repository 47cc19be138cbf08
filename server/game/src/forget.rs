//! Forgetting: a member's name and everything written by or about them goes, for good.

use crate::decide::{Decision, Draft};
use crate::event::Event;
use crate::ids::{Seat, TextId};
use crate::refusal::{Code, Refusal};
use crate::state::{Laid, Open, Phase, State};
use crate::{agenda, ids::Who, text};
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
    // Under every name they ever had, and by their first name alone.
    let names: Vec<&str> = member
        .names
        .iter()
        .filter_map(|id| state.text(*id))
        .collect();
    let is_named = |text: &str| {
        let mut names = names.iter();
        names.any(|name| {
            let first = name.split(' ').next().unwrap_or_default();
            text::names(text, name) || text::names(text, first)
        })
    };
    let named: BTreeSet<TextId> = state
        .texts
        .iter()
        .filter(|(_, other)| is_named(other))
        .map(|(id, _)| *id)
        .collect();
    // What the werkagenda no longer shows goes at once, also what is in the log alone and may hold
    // the name; what it shows is the team's to change.
    let superseded: BTreeSet<TextId> = agenda::superseded(state).collect();
    let may_name = |id: &TextId| named.contains(id) || state.text(*id).is_none();
    let goes = |id: &TextId| is_theirs(id) || (superseded.contains(id) && may_name(id));
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

/// Wipes one text that names someone who is forgotten.
pub(crate) fn wipe(state: &State, text: TextId) -> Result<Event, Refusal> {
    if state.mentions.values().any(|texts| texts.contains(&text)) {
        Ok(Event::Wiped { texts: vec![text] })
    } else {
        Err(Code::UnknownText.into())
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
    state.mentions.insert(seat, mentions.to_vec());
    state.done.remove(&Who::Seat(seat));
}

/// The effect of [`Event::Wiped`].
pub(crate) fn wiped(state: &mut State, texts: &[TextId]) {
    for id in texts {
        state.texts.remove(id);
        state.written.remove(id);
        for named in state.mentions.values_mut() {
            named.retain(|other| other != id);
        }
    }
}
