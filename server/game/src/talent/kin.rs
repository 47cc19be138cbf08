//! Cards that say much the same, so that one can stand in for the other where it must.

use super::worth::Strengths;
use crate::event::{CardOutline, DeckOutline};
use crate::ids::CardId;
use serde::Serialize;
use std::collections::BTreeMap;
use ts_rs::TS;

/// Why one card stands in for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Related {
    /// They are of one cluster.
    Cluster,
    /// They say much the same about the types, roles and qualities.
    Weights,
}

/// From this cosine on (22/25 = 0.88) the weights of two cards of different clusters are alike.
/// Our own choice: in the standard deck it gives a card one such relation on average, and those
/// are ones people see at once (*Lef* and *Ziet kansen ondanks kaders*); below it come pairs that
/// would have to be explained.
const ALIKE: (u64, u64) = (22, 25);

/// The cards of a deck, and how they are related. A card is known here by its place in the deck.
pub(super) struct Kin<'d> {
    cards: Vec<Known<'d>>,
    places: BTreeMap<&'d CardId, usize>,
}

/// What is known of a card.
struct Known<'d> {
    card: &'d CardId,
    cluster: usize,
    /// Those of types, roles and qualities; none in a deck that came without.
    weights: Vec<u64>,
}

/// A card that an action needs.
pub(super) struct Need<'d> {
    pub(super) card: &'d CardId,
    /// The places of the cards that can fill it, and how each is related: first the card itself,
    /// then its cluster, then those that are alike, in the deck's order.
    pub(super) filled_by: Vec<(usize, Option<Related>)>,
}

impl<'d> Kin<'d> {
    pub(super) fn of(deck: &'d DeckOutline) -> Kin<'d> {
        let mut kin = Kin {
            cards: Vec::new(),
            places: BTreeMap::new(),
        };
        for (cluster, (_, of_cluster)) in deck.clusters.iter().enumerate() {
            for card in of_cluster {
                if kin.places.contains_key(card) {
                    continue;
                }
                kin.places.insert(card, kin.cards.len());
                kin.cards.push(Known {
                    card,
                    cluster,
                    weights: Vec::new(),
                });
            }
        }
        for outline in &deck.cards {
            let place = kin.places.get(&outline.card);
            if let Some(known) = place.and_then(|place| kin.cards.get_mut(*place)) {
                known.weights = weights(outline);
            }
        }
        kin
    }

    /// The card at this place.
    pub(super) fn card(&self, place: usize) -> Option<&'d CardId> {
        self.cards.get(place).map(|known| known.card)
    }

    /// The same strengths by place; cards that are not of this deck are left out.
    pub(super) fn by_place(&self, strengths: &Strengths) -> Vec<u32> {
        let mut by_place = vec![0; self.cards.len()];
        for (card, worth) in strengths {
            let place = self.places.get(card);
            if let Some(at) = place.and_then(|place| by_place.get_mut(*place)) {
                *at = *worth;
            }
        }
        by_place
    }

    /// The needs that are cards of this deck, each once, in the order given.
    pub(super) fn needs(&self, cards: &[CardId]) -> Vec<Need<'d>> {
        let mut needs: Vec<Need> = Vec::new();
        for place in cards.iter().filter_map(|card| self.places.get(card)) {
            if let Some(need) = self.cards.get(*place)
                && needs.iter().all(|other| other.card != need.card)
            {
                needs.push(self.need(need));
            }
        }
        needs
    }

    fn need(&self, need: &Known<'d>) -> Need<'d> {
        let mut filled_by: Vec<(usize, Option<Related>)> = Vec::new();
        for (place, known) in self.cards.iter().enumerate() {
            if known.card == need.card {
                filled_by.push((place, None));
            } else if let Some(related) = related(need, known) {
                filled_by.push((place, Some(related)));
            }
        }
        filled_by.sort_by_key(|(_, related)| *related);
        Need {
            card: need.card,
            filled_by,
        }
    }
}

/// How two cards are related. A cluster that both are of is what the deck's maker says, and goes
/// before what the weights say.
fn related(one: &Known, other: &Known) -> Option<Related> {
    if one.cluster == other.cluster {
        Some(Related::Cluster)
    } else {
        are_alike(&one.weights, &other.weights).then_some(Related::Weights)
    }
}

fn weights(outline: &CardOutline) -> Vec<u64> {
    let all = [&outline.types[..], &outline.roles, &outline.qualities];
    all.into_iter()
        .flatten()
        .map(|weight| u64::from(*weight))
        .collect()
}

/// Whether the cosine of the angle between two lists of weights is at least [`ALIKE`], squared on
/// both sides to stay in whole numbers.
fn are_alike(one: &[u64], other: &[u64]) -> bool {
    let product =
        |a: &[u64], b: &[u64]| -> u64 { a.iter().zip(b).map(|(a, b)| a.saturating_mul(*b)).sum() };
    let both = product(one, other);
    let (over, under) = ALIKE;
    both > 0
        && both.pow(2) * under.pow(2) >= product(one, one) * product(other, other) * over.pow(2)
}
