//! Who fits an action, and why: the cards, and by which gifts they came.
//!
//! The formula, our own choice, in whole numbers from 0 to 1000. A card that counts *u* quarters of
//! a gift covers `1000 · u / (u + 4)`: one gift 500, two 667, three 750, so every voice counts and
//! each next one less. A card of the same cluster covers two fifths of that, one whose weights are
//! alike one fifth. For each need the best card counts, and the fit is the mean over the needs.
//! None of these numbers stands in a document.

use super::kin::{Kin, Need, Related};
use super::worth::{self, GIFT, Strengths};
use crate::event::DeckOutline;
use crate::ids::{CardId, GiftId, Seat};
use crate::state::State;
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use ts_rs::TS;

/// What a card would cover if everybody in the world had given it.
const FULL: u64 = 1000;
/// What a related card counts beside the card itself: less than half, so that two of them do not
/// make up for one card that says exactly what is needed.
const OF_CLUSTER: (u64, u64) = (2, 5);
/// The same for a card of another cluster: weights are a coarser thing than a cluster.
const OF_WEIGHTS: (u64, u64) = (1, 5);
/// From this fit on it is *strong*: what the card itself gives, once, for every need.
const STRONG_MIN: u32 = 500;
/// From this fit on it is *good*: half of that.
const GOOD_MIN: u32 = 250;

/// How well a member fits an action. Who brings nothing it needs is in no list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum FitLevel {
    /// Something of what it needs.
    Some,
    /// About half of what it needs.
    Good,
    /// About all it needs.
    Strong,
}

/// What a member brings to one need.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Because {
    /// What the action needs.
    pub need: CardId,
    /// The member's card.
    pub card: CardId,
    /// How the card is related to the need; null: it is the card itself.
    pub related: Option<Related>,
    /// The gifts by which the member has it, in order of giver: they name the givers and the reasons.
    pub gifts: Vec<GiftId>,
}

/// A member who fits an action.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Fit {
    /// Who.
    pub seat: Seat,
    /// In a word.
    pub level: FitLevel,
    /// What they bring, in the order of the needs.
    pub because: Vec<Because>,
}

/// Two members who complete each other for an action.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Pair {
    /// Who fits well.
    pub first: Seat,
    /// Who brings most of what the first lacks.
    pub second: Seat,
    /// What the second adds, in the order of the needs.
    pub adds: Vec<CardId>,
}

/// An action beside the whole team.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, TS)]
pub struct ActionFit {
    /// Who fits, in order of seat: not a ranking.
    pub fits: Vec<Fit>,
    /// Needs for which nobody has the card or one of its cluster.
    pub missing: Vec<CardId>,
    /// Two who would do it together.
    pub pair: Option<Pair>,
}

/// What someone brings to one need, or several people together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Brought {
    /// 0 to [`FULL`].
    cover: u32,
    /// The place of the card and how it is related to the need; `None` when nothing is brought.
    by: Option<(usize, Option<Related>)>,
}

impl Brought {
    /// It is the needed card itself.
    fn is_itself(&self) -> bool {
        matches!(self.by, Some((_, None)))
    }

    /// How much `other` adds where this is all there is. Where the card itself is there nothing is
    /// lacking: a second person with the same card is welcome, and no completion.
    fn lacks_of(&self, other: &Brought) -> u32 {
        if self.is_itself() {
            0
        } else {
            other.cover.saturating_sub(self.cover)
        }
    }
}

/// What this is, rounded to the nearest whole number.
fn rounded(over: u64, under: u64) -> u32 {
    u32::try_from((over + under / 2) / under).unwrap_or(u32::MAX)
}

/// What a card of this worth covers.
fn cover(worth: u32, related: Option<Related>) -> u32 {
    let (over, under) = match related {
        None => (1, 1),
        Some(Related::Cluster) => OF_CLUSTER,
        Some(Related::Weights) => OF_WEIGHTS,
    };
    let worth = u64::from(worth);
    rounded(FULL * worth * over, (worth + u64::from(GIFT)) * under)
}

/// What these strengths, by place, bring to each of these needs.
pub(super) fn brought(strengths: &[u32], needs: &[Need]) -> Vec<Brought> {
    let to_need = |need: &Need| {
        let mut best = Brought::default();
        for (place, related) in &need.filled_by {
            let worth = strengths.get(*place).copied().unwrap_or_default();
            let cover = cover(worth, *related);
            // Between equals the first: they stand from the card itself to the least related.
            if cover > best.cover {
                let by = Some((*place, *related));
                best = Brought { cover, by };
            }
        }
        best
    };
    needs.iter().map(to_need).collect()
}

/// The mean over the needs; 0 without needs.
pub(super) fn fit(brought: &[Brought]) -> u32 {
    let sum: u64 = brought.iter().map(|one| u64::from(one.cover)).sum();
    match brought.len() {
        0 => 0,
        needs => rounded(sum, needs as u64),
    }
}

/// How much of what is lacking the other brings, over all needs.
pub(super) fn completes(brought: &[Brought], other: &[Brought]) -> u32 {
    let needs = brought.iter().zip(other);
    needs.map(|(here, there)| here.lacks_of(there)).sum()
}

/// What both bring together: of each need the best.
pub(super) fn together(brought: &[Brought], other: &[Brought]) -> Vec<Brought> {
    let needs = brought.iter().zip(other);
    let best = |(here, there): (&Brought, &Brought)| match here.lacks_of(there) {
        0 => *here,
        _ => *there,
    };
    needs.map(best).collect()
}

/// Who of the team fit an action with these needs, as all may see it. Who went home early is of
/// the team. Needs that are no cards of the deck are passed over.
pub fn of_action(state: &State, needs: &[CardId]) -> ActionFit {
    let Some(setup) = &state.setup else {
        return ActionFit::default();
    };
    let got = super::got(state);
    let gifts = |seat, card: &CardId| got.get(&(seat, card)).cloned().unwrap_or_default();
    of(&setup.deck, &worth::of_all(state), needs, gifts)
}

/// Who of these members fit; `gifts` are those by which someone has a card.
pub fn of(
    deck: &DeckOutline,
    members: &BTreeMap<Seat, Strengths>,
    needs: &[CardId],
    gifts: impl Fn(Seat, &CardId) -> Vec<GiftId>,
) -> ActionFit {
    let kin = Kin::of(deck);
    let needs = kin.needs(needs);
    let strengths: BTreeMap<Seat, Vec<u32>> = members
        .iter()
        .map(|(seat, strengths)| (*seat, kin.by_place(strengths)))
        .collect();
    let brought: BTreeMap<Seat, Vec<Brought>> = strengths
        .iter()
        .map(|(seat, strengths)| (*seat, brought(strengths, &needs)))
        .filter(|(_, brought)| fit(brought) > 0)
        .collect();
    let fits = brought.iter().map(|(seat, brought)| Fit {
        seat: *seat,
        level: match fit(brought) {
            STRONG_MIN.. => FitLevel::Strong,
            GOOD_MIN.. => FitLevel::Good,
            _ => FitLevel::Some,
        },
        because: because(&kin, &needs, brought, |card| gifts(*seat, card)),
    });
    let is_missing = |need: &&Need| {
        let mut close = need
            .filled_by
            .iter()
            .filter(|(_, r)| *r != Some(Related::Weights));
        close.all(|(place, _)| {
            strengths
                .values()
                .all(|worths| worths.get(*place) == Some(&0))
        })
    };
    let missing = needs.iter().filter(is_missing);
    ActionFit {
        fits: fits.collect(),
        missing: missing.map(|need| need.card.clone()).collect(),
        pair: pair(&needs, &brought),
    }
}

fn because(
    kin: &Kin,
    needs: &[Need],
    brought: &[Brought],
    gifts: impl Fn(&CardId) -> Vec<GiftId>,
) -> Vec<Because> {
    let needs = needs.iter().zip(brought);
    let because = needs.filter_map(|(need, brought)| {
        let (place, related) = brought.by?;
        let card = kin.card(place)?;
        Some(Because {
            need: need.card.clone(),
            card: card.clone(),
            related,
            gifts: gifts(card),
        })
    });
    because.collect()
}

/// Of those who fit best and those who bring most of what these lack: the two who complete each
/// other most. Between equals it is the lowest seat.
fn pair(needs: &[Need], members: &BTreeMap<Seat, Vec<Brought>>) -> Option<Pair> {
    let highest = members.values().map(|brought| fit(brought)).max()?;
    let firsts = members
        .iter()
        .filter(|(_, brought)| fit(brought) == highest);
    let pairs = firsts.flat_map(|(first, has)| {
        members.iter().map(move |(second, brings)| {
            (
                completes(has, brings),
                Reverse((*first, *second)),
                has,
                brings,
            )
        })
    });
    let best = pairs.max_by_key(|(adds, seats, ..)| (*adds, *seats));
    let (_, Reverse((first, second)), has, brings) = best.filter(|(adds, ..)| *adds > 0)?;
    let adds = needs
        .iter()
        .zip(has.iter().zip(brings))
        .filter(|(_, (has, brings))| has.lacks_of(brings) > 0)
        .map(|(need, _)| need.card.clone())
        .collect();
    Some(Pair {
        first,
        second,
        adds,
    })
}
