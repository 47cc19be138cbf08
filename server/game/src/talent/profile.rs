//! A member's profile over the types, roles and qualities: words, and the cards behind them.
//!
//! The formula, our own choice, for each type *t* (and likewise each role and each quality):
//!
//! ```text
//! raw_t      = sum over the member's cards of worth · weight_t        (worth in quarters of a gift)
//! deck_t     = sum over the whole deck of weight_t
//! strength_t = raw_t / (4 · deck_t)         1: as much as every card of the deck, given once
//! share_t    = (strength_t + K / cards) / sum over all u of (strength_u + K / cards)
//! index_t    = share_t · number of types    1: as the deck itself
//! ```
//!
//! Dividing by what the deck could give keeps a deck with many doener cards from making everybody a
//! doener. The `K / cards` stands for K cards that are the average of the deck: it draws whoever
//! has few cards towards 1. A type about which no card says anything has no strength and no share,
//! and is left out. All of it is worked out in whole numbers, so the order of the cards makes no
//! difference. What people see is the index as a word, and the cards behind it.

use super::worth::{self, GIFT, Strengths};
use crate::event::{CardOutline, DeckOutline};
use crate::ids::{CardId, Seat};
use crate::state::State;
use cards::limits::WEIGHT_MAX;
use cards::{Qualities, Roles, Types};
use serde::Serialize;
use ts_rs::TS;

/// Average cards of the deck that everybody is thought to have beside their own: with four, three
/// cards count for less than half, and twelve for three quarters.
pub const PRIOR_CARDS: u32 = 4;
/// Different cards below which there is nothing to say: *te weinig kaarten om iets te zeggen*.
pub const CARDS_MIN: usize = 3;
/// Indexes in tenths from which a strand is *present*, *clear* and *strong*. A fifth to either side
/// of the deck itself is what luck does to a member with eight cards; twice that has to be earned.
pub const LEVELS_TENTHS: [u32; 3] = [8, 12, 14];
/// What all gifts together must count, in quarters of a gift, before anything is *strong*: as much
/// as the average cards they are laid beside. So three cards never shout, in any deck.
pub const STRONG_WORTH_MIN: u32 = PRIOR_CARDS * GIFT;

/// How much of a person shows in one type, role or quality. None of them says that something is
/// lacking: it compares a person with themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Other strands stand more to the front with this person.
    Background,
    /// About as in the deck itself.
    Present,
    /// More than in the deck itself.
    Clear,
    /// Much more than in the deck itself.
    Strong,
}

/// One type, role or quality of a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Strand {
    /// Such as `frontliniewerker`: an id of [`cards::Types`], [`cards::Roles`] or
    /// [`cards::Qualities`].
    pub id: String,
    /// In a word.
    pub level: Level,
    /// The cards behind it, those that say most first.
    pub cards: Vec<CardId>,
}

/// A member's profile. Never one label: every strand the deck says something about is there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Profile {
    /// False: too few cards to say anything, and the lists are empty.
    pub enough: bool,
    /// The types of best persons.
    pub types: Vec<Strand>,
    /// The roles of a wijkverbinder.
    pub roles: Vec<Strand>,
    /// The five qualities.
    pub qualities: Vec<Strand>,
}

/// One of the three ways to look at a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// The types of best persons.
    Types,
    /// The roles of a wijkverbinder.
    Roles,
    /// The five qualities.
    Qualities,
}

impl View {
    /// The names of its strands, in a fixed order.
    pub fn ids(self) -> &'static [&'static str] {
        match self {
            View::Types => &Types::IDS,
            View::Roles => &Roles::IDS,
            View::Qualities => &Qualities::IDS,
        }
    }

    /// A card's weight for the strand at this place; a deck that was tampered with says no more
    /// than any other.
    fn weight(self, card: &CardOutline, strand: usize) -> u64 {
        let weights = match self {
            View::Types => &card.types[..],
            View::Roles => &card.roles,
            View::Qualities => &card.qualities,
        };
        let weight = weights.get(strand).copied().unwrap_or_default();
        u64::from(weight.min(WEIGHT_MAX))
    }
}

/// The numbers behind one view of a member, exact. They stand in no document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Numbers {
    /// By strand: what the member's gifts say, as worth · weight.
    pub raw: Vec<u64>,
    /// By strand: the weights of the whole deck. 0: the deck says nothing about it.
    pub deck: Vec<u64>,
    /// Cards in the deck.
    pub cards: usize,
}

impl Numbers {
    /// The numbers of one view of these strengths.
    pub fn of(deck: &DeckOutline, strengths: &Strengths, view: View) -> Numbers {
        let sum = |strand: usize, worth: &dyn Fn(&CardOutline) -> u64| {
            let weighed = deck
                .cards
                .iter()
                .map(|card| view.weight(card, strand) * worth(card));
            weighed.fold(0_u64, u64::saturating_add)
        };
        let worth = |card: &CardOutline| strengths.get(&card.card).map_or(0, |n| u64::from(*n));
        let strands = 0..view.ids().len();
        Numbers {
            raw: strands.clone().map(|strand| sum(strand, &worth)).collect(),
            deck: strands.map(|strand| sum(strand, &|_| 1)).collect(),
            cards: deck.cards.len(),
        }
    }

    /// The strength of a strand, as a numerator and a denominator.
    pub fn strength(&self, strand: usize) -> Option<(u64, u64)> {
        let (raw, deck) = (self.raw.get(strand)?, self.deck.get(strand)?);
        (*deck > 0).then_some((*raw, u64::from(GIFT) * deck))
    }

    /// The shares of all strands as whole parts (`None`: the deck says nothing about it), and what
    /// they are parts of: their sum.
    pub fn shares(&self) -> (Vec<Option<u128>>, u128) {
        // strength + K / cards = (raw · cards + 4 · K · deck) / (4 · cards · deck). What is the
        // same for all strands falls out; the product of all other `deck`s replaces the division.
        // It fits: with 50,000 cards, more than any file can bring, this needs fewer than 120 bits.
        let cards = self.cards as u128;
        let prior = u128::from(GIFT * PRIOR_CARDS);
        let product: u128 = self
            .deck
            .iter()
            .filter(|deck| **deck > 0)
            .map(|deck| u128::from(*deck))
            .product();
        let part = |(raw, deck): (&u64, &u64)| {
            let (raw, deck) = (u128::from(*raw), u128::from(*deck));
            (deck > 0).then(|| (raw * cards + prior * deck) * (product / deck))
        };
        let parts: Vec<Option<u128>> = self.raw.iter().zip(&self.deck).map(part).collect();
        let whole = parts.iter().flatten().sum();
        (parts, whole)
    }
}

/// A member's profile as all may see it; `None` when the deck came without weights.
pub fn of_member(state: &State, seat: Seat) -> Option<Profile> {
    let deck = &state.setup.as_ref()?.deck;
    of(deck, &worth::strengths(state, seat))
}

/// The profile these strengths make; `None` when the deck came without weights. Cards that are not
/// in the deck say nothing.
pub fn of(deck: &DeckOutline, strengths: &Strengths) -> Option<Profile> {
    if deck.cards.is_empty() {
        return None;
    }
    let worths: Vec<u32> = deck
        .cards
        .iter()
        .filter_map(|card| strengths.get(&card.card).copied())
        .filter(|worth| *worth > 0)
        .collect();
    if worths.len() < CARDS_MIN {
        return Some(Profile {
            enough: false,
            types: Vec::new(),
            roles: Vec::new(),
            qualities: Vec::new(),
        });
    }
    let worth = worths.into_iter().fold(0, u32::saturating_add);
    let highest = if worth < STRONG_WORTH_MIN {
        Level::Clear
    } else {
        Level::Strong
    };
    let strands = |view| strands(deck, strengths, view, highest);
    Some(Profile {
        enough: true,
        types: strands(View::Types),
        roles: strands(View::Roles),
        qualities: strands(View::Qualities),
    })
}

fn strands(deck: &DeckOutline, strengths: &Strengths, view: View, highest: Level) -> Vec<Strand> {
    let (parts, whole) = Numbers::of(deck, strengths, view).shares();
    let kinds = parts.iter().flatten().count() as u128;
    let strand = |(strand, part): (usize, &Option<u128>)| {
        let tenths_of_whole = (*part)? * kinds * 10;
        let reached = |tenths: &u32| tenths_of_whole >= whole * u128::from(*tenths);
        let level = match LEVELS_TENTHS
            .iter()
            .filter(|tenths| reached(tenths))
            .count()
        {
            0 => Level::Background,
            1 => Level::Present,
            2 => Level::Clear,
            _ => Level::Strong,
        };
        Some(Strand {
            id: (*view.ids().get(strand)?).to_owned(),
            level: level.min(highest),
            cards: behind(deck, strengths, view, strand),
        })
    };
    parts.iter().enumerate().filter_map(strand).collect()
}

/// The member's cards that say something about a strand, most first, then in the deck's order.
fn behind(deck: &DeckOutline, strengths: &Strengths, view: View, strand: usize) -> Vec<CardId> {
    let says = |card: &CardOutline| {
        let worth = strengths
            .get(&card.card)
            .map_or(0, |worth| u64::from(*worth));
        view.weight(card, strand) * worth
    };
    let mut cards: Vec<(u64, &CardId)> = deck
        .cards
        .iter()
        .map(|card| (says(card), &card.card))
        .filter(|(says, _)| *says > 0)
        .collect();
    cards.sort_by_key(|(says, _)| std::cmp::Reverse(*says));
    cards.into_iter().map(|(_, card)| card.clone()).collect()
}
