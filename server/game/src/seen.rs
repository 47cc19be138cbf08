//! What all saw of the cards that only some know: how many are in a hand, how many travelled, which
//! lie open, which nobody has. An export tells that, and neither whose card lies there nor what is in
//! a hand; so the rules could not say it of what is told alone.

use crate::document::{Audience, Document, Key, document};
use crate::event::Source;
use crate::ids::{CardId, Seat};
use crate::state::{Gift, Laid, Open, State};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Cards as all see them. What is absent is as it follows from what is told.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Seen {
    /// The open table, in order: each card, and whether it is a wish of the team while it lies there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub table: Option<Vec<(CardId, bool)>>,
    /// In the conversation: the deck's cards that nobody has, in its order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stack: Option<Vec<CardId>>,
    /// How many cards these have in hand.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hands: Vec<(Seat, u16)>,
    /// How many cards have travelled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub flow: Option<u32>,
}

impl Seen {
    /// All of it, as who watches sees it now.
    pub fn of(state: &State) -> Seen {
        let hand = |seat: &Seat| Some((*seat, seen_hand(state, *seat)?));
        Seen {
            table: Some(state.open_cards()),
            stack: state.seen_stack(),
            hands: state.seats.keys().filter_map(hand).collect(),
            flow: seen_flow(state),
        }
    }

    /// What of it must be told where `told` is what followed so far; `None` if nothing.
    pub fn beyond(mut self, told: &Seen) -> Option<Seen> {
        // What nobody has follows from what lies there too.
        if self.table == told.table {
            self.table = None;
            if self.stack == told.stack {
                self.stack = None;
            }
        }
        if self.flow == told.flow {
            self.flow = None;
        }
        self.hands.retain(|hand| !told.hands.contains(hand));
        (self != Seen::default()).then_some(self)
    }
}

/// The cards a session that was read in knows only the number of. A session that is played knows all.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Untold {
    /// In each hand.
    pub(crate) hands: BTreeMap<Seat, u16>,
    /// That travelled.
    pub(crate) flow: u32,
    /// That somebody has.
    pub(crate) had: BTreeSet<CardId>,
}

impl Untold {
    /// One of the cards in this hand was given.
    pub(crate) fn gave(&mut self, from: Seat) {
        if let Some(cards) = self.hands.get_mut(&from) {
            *cards = cards.saturating_sub(1);
        }
    }
}

/// How many cards travelled, where all see it.
fn seen_flow(state: &State) -> Option<u32> {
    match document(state, Key::Flow, Audience::Watcher) {
        Some(Document::Flow(flow)) => Some(flow.gifts),
        _ => None,
    }
}

/// How many cards are in a hand, where all see it.
fn seen_hand(state: &State, seat: Seat) -> Option<u16> {
    match document(state, Key::Seat(seat), Audience::Watcher) {
        Some(Document::Seat(member)) => member.hand,
        _ => None,
    }
}

/// The effect of [`crate::Event::Seen`].
pub(crate) fn apply(state: &mut State, seen: &Seen) {
    // Before the table is another: cards one laid there count in one's hand.
    if let (Some(flow), Some(known)) = (seen.flow, seen_flow(state)) {
        let untold = &mut state.untold.flow;
        *untold = untold.saturating_add(flow).saturating_sub(known);
    }
    for (seat, cards) in &seen.hands {
        let known = seen_hand(state, *seat).unwrap_or_default();
        let untold = state.untold.hands.entry(*seat).or_default();
        *untold = untold.saturating_add(*cards).saturating_sub(known);
    }
    if let Some(table) = &seen.table {
        let lies = |(card, wish): &(CardId, bool)| Open {
            card: card.clone(),
            laid: Laid::Untold { wish: *wish },
        };
        state.table = table.iter().map(lies).collect();
    }
    if let Some(stack) = &seen.stack {
        let had = state.deck().filter(|card| !stack.contains(card));
        state.untold.had = had.cloned().collect();
    }
}

/// How many cards a hand holds to others. To who looks back, a gift that was left lying or forgotten
/// was never given: a number that drops would tell of it.
pub(crate) fn in_hand(state: &State, seat: Seat) -> usize {
    let known = state.seats.get(&seat).map_or(0, |member| member.hand.len());
    let untold = state.untold.hands.get(&seat).copied().unwrap_or_default();
    known + state.laid_by(seat).count() + usize::from(untold) + withdrawn(state, seat)
}

/// How many cards went from this hand only to who left them lying or is forgotten by now.
fn withdrawn(state: &State, seat: Seat) -> usize {
    let theirs = |gift: &Gift| gift.from == seat && gift.source == Source::Hand;
    let gone = state
        .hindsight
        .withdrawn()
        .filter_map(|id| state.gifts.get(&id));
    let gone = gone.filter(|gift| theirs(gift)).map(|gift| &gift.card);
    let is_given = |card: &CardId| {
        let mut gifts = state.gifts.iter();
        gifts.any(|(id, gift)| theirs(gift) && gift.card == *card && !state.hindsight.withdrew(*id))
    };
    let gone: BTreeSet<&CardId> = gone.collect();
    gone.into_iter().filter(|card| !is_given(card)).count()
}
