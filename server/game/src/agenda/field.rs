//! Writing in a field together: each save names the text it began with. What moved on meanwhile is
//! merged by word where the places differ; otherwise both stand, for the team to choose.
//!
//! A text is known by the number of the entry that brought it. The texts of the werkagenda are the
//! team's, whoever wrote last.

use super::action::reread;
use super::place::Place;
use crate::command::Base;
use crate::decide::{Draft, changes};
use crate::event::Event;
use crate::ids::{Seat, TextId};
use crate::merge::merge;
use crate::refusal::{Code, Refusal};
use crate::state::State;
use crate::text::Block;
use std::collections::{BTreeSet, VecDeque};

/// Earlier texts a field remembers, to merge with: of five people saving every second the last ten
/// seconds, and of one who was away while others paused now and then some minutes. A save that
/// began with an older one stands beside what is there now. Older texts are in the log alone: kept
/// in memory they would be most of what a long afternoon of writing takes there.
const REMEMBERED: usize = 50;
/// Texts that can wait beside the one that stands: with more nobody sees the choice.
pub const OFFERS_MAX: usize = 6;

/// A field as it stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Field {
    /// What stood here after which entry; the last is what stands here now.
    stood: VecDeque<(u64, Option<TextId>)>,
    /// What was sent in which entry, before it was merged or laid beside.
    sent: VecDeque<(u64, Option<TextId>)>,
    /// What stands beside it for the team to choose.
    pub(crate) offers: Vec<Offer>,
}

/// A text that did not go together with what stood there.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Offer {
    /// The entry it came with.
    pub(crate) seq: u64,
    /// Who wrote it; a facilitator is nobody here.
    pub(crate) by: Option<Seat>,
    pub(crate) text: Option<TextId>,
}

impl Field {
    /// What stands here now, and since which entry; 0 where nobody ever wrote.
    pub(crate) fn now(&self) -> (u64, Option<TextId>) {
        self.stood.back().copied().unwrap_or_default()
    }

    /// Texts that are too old to be remembered, and needed for nothing else.
    fn let_go(&mut self) -> Vec<TextId> {
        let old = [&mut self.stood, &mut self.sent].map(|texts| {
            let too_many = texts.len().saturating_sub(REMEMBERED);
            texts.drain(..too_many).collect::<Vec<_>>()
        });
        let kept = self.stood.iter().chain(&self.sent).map(|(_, text)| *text);
        let kept = kept.chain(self.offers.iter().map(|offer| offer.text));
        let kept: BTreeSet<TextId> = kept.flatten().collect();
        let old = old.into_iter().flatten().filter_map(|(_, text)| text);
        old.filter(|text| !kept.contains(text)).collect()
    }
}

/// Changes a field, and forgets what it need not remember any more.
fn change(state: &mut State, place: Place, change: impl FnOnce(&mut Field)) {
    let field = state.agenda.fields.entry(place).or_default();
    let stood = field.now();
    change(field);
    let stands_anew = field.now() != stood;
    for text in field.let_go() {
        state.texts.remove(&text);
    }
    // What is laid beside it changes nothing of what an action asks for.
    if stands_anew {
        reread(state, place);
    }
}

/// What stands there now; `None` where nothing does or it was wiped.
pub(crate) fn text_at(state: &State, place: Place) -> Option<&str> {
    let (_, text) = state.agenda.fields.get(&place)?.now();
    state.text(text?)
}

/// Where a text was written that nobody sees any more; `None` when it is no text of the agenda, or
/// it stands there, or beside what stands there.
pub(crate) fn superseded_at(state: &State, id: TextId) -> Option<Place> {
    let place = state.written.get(&id)?.place?;
    let is_seen = state.agenda.fields.get(&place).is_some_and(|field| {
        let mut offered = field.offers.iter().map(|offer| offer.text);
        field.now().1 == Some(id) || offered.any(|offered| offered == Some(id))
    });
    (!is_seen).then_some(place)
}

pub(super) fn check_place(state: &State, place: Place) -> Result<(), Refusal> {
    match place.action() {
        // Also of one that was taken away meanwhile: what was being written is not lost.
        Some(action) if !state.agenda.actions.contains_key(&action) => {
            Err(Code::UnknownAction.into())
        }
        _ => Ok(()),
    }
}

pub(crate) fn write(
    state: &State,
    draft: &mut Draft,
    by: Option<Seat>,
    place: Place,
    base: Base,
    text: &str,
) -> Result<(), Refusal> {
    check_place(state, place)?;
    let mine = Block::read(text, place.chars_max())?;
    let empty = Field::default();
    let field = state.agenda.fields.get(&place).unwrap_or(&empty);
    let (seq, now) = field.now();
    let now = known(state, now).unwrap_or_default();
    changes(mine.as_str() != now)?;
    // Where nothing moved on: also what was wiped, which is an empty field to who writes there.
    let began = if base.seq == seq && !base.mine {
        Some(now)
    } else {
        began_with(state, field, base)
    };
    changes(began != Some(mine.as_str()))?;
    let own = |offer: &&Offer| base.mine && offer.seq == base.seq && offer.by == by;
    if let Some(offer) = field.offers.iter().find(own) {
        let text = draft.write_block(mine);
        draft.event(Event::Offered {
            place,
            text,
            by,
            instead: Some(offer.seq),
        });
        return Ok(());
    }
    let moved_on = began != Some(now);
    // Before anything is merged: where it would not go, all of it was for nothing.
    if moved_on && field.offers.len() >= OFFERS_MAX {
        return Err(Code::EnoughOffers.with_limit(OFFERS_MAX));
    }
    let merged = began.and_then(|began| merge(began, now, mine.as_str()));
    let merged = merged.and_then(|merged| Block::read(&merged, place.chars_max()).ok());
    match merged {
        Some(merged) => {
            changes(merged.as_str() != now)?;
            let as_sent = merged == mine;
            let sent = draft.write_block(mine);
            let stands = if as_sent {
                sent
            } else {
                draft.write_block(merged)
            };
            draft.event(Event::Wrote {
                place,
                sent,
                stands,
            });
        }
        None => {
            let text = draft.write_block(mine);
            draft.event(Event::Offered {
                place,
                text,
                by,
                instead: None,
            });
        }
    }
    Ok(())
}

/// The text a save began with; `None` when nobody knows it any more.
fn began_with<'a>(state: &'a State, field: &Field, base: Base) -> Option<&'a str> {
    if base.seq == 0 {
        return Some("");
    }
    let texts = if base.mine { &field.sent } else { &field.stood };
    let (_, text) = texts.iter().rev().find(|(seq, _)| *seq == base.seq)?;
    known(state, *text)
}

/// An empty text has no number; a wiped one is not known any more.
fn known(state: &State, text: Option<TextId>) -> Option<&str> {
    match text {
        None => Some(""),
        Some(id) => state.text(id),
    }
}

/// The first text of a field of a new action.
pub(crate) fn write_new(
    draft: &mut Draft,
    place: Place,
    text: Option<&str>,
) -> Result<(), Refusal> {
    let text = Block::read(text.unwrap_or_default(), place.chars_max())?;
    if let Some(text) = draft.write_block(text) {
        draft.event(Event::Wrote {
            place,
            sent: Some(text),
            stands: Some(text),
        });
    }
    Ok(())
}

/// The team chooses: takes what stands beside, or lets it go.
pub(crate) fn settle(
    state: &State,
    place: Place,
    offer: u64,
    take: bool,
    base: u64,
) -> Result<Event, Refusal> {
    check_place(state, place)?;
    let field = state.agenda.fields.get(&place);
    let offered = |field: &&Field| field.offers.iter().any(|other| other.seq == offer);
    let field = field.filter(offered).ok_or(Code::AlreadySo)?;
    // What would go was not seen by who chooses.
    if take && field.now().0 != base {
        return Err(Code::MovedOn.into());
    }
    Ok(Event::Settled {
        place,
        offer,
        taken: take,
    })
}

/// The effect of [`Event::Wrote`].
pub(crate) fn wrote(
    state: &mut State,
    seq: u64,
    place: Place,
    sent: Option<TextId>,
    stands: Option<TextId>,
) {
    change(state, place, |field| {
        field.sent.push_back((seq, sent));
        field.stood.push_back((seq, stands));
    });
}

/// The effect of [`Event::Offered`].
pub(crate) fn offered(
    state: &mut State,
    seq: u64,
    place: Place,
    text: Option<TextId>,
    by: Option<Seat>,
    instead: Option<u64>,
) {
    change(state, place, |field| {
        field.sent.push_back((seq, text));
        field.offers.retain(|offer| Some(offer.seq) != instead);
        field.offers.push(Offer { seq, by, text });
    });
}

/// The effect of [`Event::Settled`].
pub(crate) fn settled(state: &mut State, seq: u64, place: Place, offer: u64, taken: bool) {
    if !state.agenda.fields.contains_key(&place) {
        return;
    }
    change(state, place, |field| {
        let at = field.offers.iter().position(|other| other.seq == offer);
        let offer = at.map(|at| field.offers.remove(at));
        if let Some(offer) = offer.filter(|_| taken) {
            field.stood.push_back((seq, offer.text));
        }
    });
}
