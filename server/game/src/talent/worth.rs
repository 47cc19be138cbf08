//! How much a gift counts, in whole numbers: the one place where that is decided.
//!
//! Our own choice: one colleague's card is the measure, and a colleague who says *zie ik ook* adds
//! half of it, since seeing it too costs less than picking the card and saying why. A card the
//! receiver wants to talk on about is open still, so it counts for half. Quarters of a gift keep
//! all of that in whole numbers.

use crate::command::Answer;
use crate::ids::{CardId, Seat};
use crate::state::{Gift, State};
use std::collections::BTreeMap;

/// A given card, in quarters of a gift.
pub const GIFT: u32 = 4;
/// Each *zie ik ook*, in quarters of a gift.
pub const SECOND: u32 = 2;
/// An open *doorpraten* divides by this.
pub const TALK_ON: u32 = 2;

/// A member's cards, and what the gifts of each count together, in quarters of a gift. Never 0.
pub type Strengths = BTreeMap<CardId, u32>;

/// What one gift counts, in quarters of a gift: 0 when its receiver left it lying or it was
/// removed.
pub fn worth(gift: &Gift) -> u32 {
    if !gift.counts() {
        return 0;
    }
    let seconds = u32::try_from(gift.seconds.len()).unwrap_or(u32::MAX);
    let whole = GIFT.saturating_add(SECOND.saturating_mul(seconds));
    match gift.answer {
        Some(Answer::TalkOn) => whole / TALK_ON,
        _ => whole,
    }
}

/// A member's strengths, from the gifts that all may see. One card from two people counts twice.
pub fn strengths(state: &State, seat: Seat) -> Strengths {
    let mut strengths = Strengths::new();
    for (_, gift) in super::seen(state).filter(|(_, gift)| gift.to == seat) {
        add(&mut strengths, gift);
    }
    strengths
}

/// The strengths of everyone who is of the team, also of who went home early: what they bring does
/// not leave with them. Who is forgotten is not there.
pub fn of_all(state: &State) -> BTreeMap<Seat, Strengths> {
    let members = state.seats.iter().filter(|(_, member)| !member.forgotten);
    let mut all: BTreeMap<Seat, Strengths> =
        members.map(|(seat, _)| (*seat, Strengths::new())).collect();
    for (_, gift) in super::seen(state) {
        if let Some(strengths) = all.get_mut(&gift.to) {
            add(strengths, gift);
        }
    }
    all
}

/// A gift that counts for nothing is no strength, so that none of them is 0.
fn add(strengths: &mut Strengths, gift: &Gift) {
    let worth = worth(gift);
    if worth > 0 {
        let sum = strengths.entry(gift.card.clone()).or_default();
        *sum = sum.saturating_add(worth);
    }
}
