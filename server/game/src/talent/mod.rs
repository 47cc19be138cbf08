//! Talents: what a member and the team got, as far as all may see it. Never a score, a ranking or
//! one label: cards, and who gave them.

pub mod assign;
pub mod coverage;
pub mod fit;
mod kin;
pub mod profile;
pub mod worth;

pub use kin::Related;

use crate::document::TeamDocument;
use crate::ids::{CardId, ClusterId, GiftId, Seat};
use crate::state::{Gift, State};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use ts_rs::TS;

/// A card a member has, and the gifts it came by.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct TalentCard {
    /// Which card.
    pub card: CardId,
    /// At least one, in order of who gave it.
    pub gifts: Vec<GiftId>,
}

/// A member's row in the team's grid.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct GridRow {
    /// Whose row.
    pub seat: Seat,
    /// Different cards in each cluster, in the order of the grid's clusters.
    pub cards: Vec<u16>,
}

/// A card and who have it.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct Held {
    /// Which card.
    pub card: CardId,
    /// Who have it, in order of seat.
    pub seats: Vec<Seat>,
}

/// A cluster that hangs on one person.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct Sole {
    /// Which cluster.
    pub cluster: ClusterId,
    /// Who alone has cards in it.
    pub seat: Seat,
}

/// Gifts that count and that all may see: a picture made of these gives nothing away.
fn seen(state: &State) -> impl Iterator<Item = (GiftId, &Gift)> + '_ {
    let lying = &state.hindsight.lying;
    state
        .gifts
        .iter()
        .filter(|(id, gift)| gift.shown && gift.counts() && !lying.contains(id))
        .map(|(id, gift)| (*id, gift))
}

/// By which gifts each has each card, in order of who gave it: in which order they came would tell when
/// something was given that is told to nobody.
fn got(state: &State) -> BTreeMap<(Seat, &CardId), Vec<GiftId>> {
    let mut by_giver: Vec<(GiftId, &Gift)> = seen(state).collect();
    by_giver.sort_by_key(|(id, gift)| (gift.from, *id));
    let mut got: BTreeMap<(Seat, &CardId), Vec<GiftId>> = BTreeMap::new();
    for (id, gift) in by_giver {
        got.entry((gift.to, &gift.card)).or_default().push(id);
    }
    got
}

/// A member's cards, in the deck's order.
pub(crate) fn of_member(state: &State, seat: Seat) -> Vec<TalentCard> {
    let got = got(state).into_iter();
    let mut cards: Vec<TalentCard> = got
        .filter(|((to, _), _)| *to == seat)
        .map(|((_, card), gifts)| TalentCard {
            card: card.clone(),
            gifts,
        })
        .collect();
    // A log can name a card that its deck has not: those come first.
    cards.sort_by_key(|talent| state.deck().position(|card| *card == talent.card));
    cards
}

/// The team as a whole.
pub(crate) fn of_team(state: &State) -> TeamDocument {
    let clusters: Vec<ClusterId> = state
        .setup
        .iter()
        .flat_map(|setup| setup.deck.clusters.iter().map(|(id, _)| id.clone()))
        .collect();
    let mut holders: BTreeMap<&CardId, BTreeSet<Seat>> = BTreeMap::new();
    for (_, gift) in seen(state) {
        holders.entry(&gift.card).or_default().insert(gift.to);
    }
    let members: BTreeSet<Seat> = holders.values().flatten().copied().collect();
    let cards_in = |seat: Seat, cluster: &ClusterId| {
        let theirs = holders.iter().filter(|(card, seats)| {
            seats.contains(&seat) && state.cluster_of(card) == Some(cluster)
        });
        u16::try_from(theirs.count()).unwrap_or(u16::MAX)
    };
    let rows: Vec<GridRow> = members
        .iter()
        .map(|seat| GridRow {
            seat: *seat,
            cards: clusters
                .iter()
                .map(|cluster| cards_in(*seat, cluster))
                .collect(),
        })
        .collect();
    let sole = clusters
        .iter()
        .enumerate()
        .filter_map(|(column, cluster)| {
            let mut with = rows
                .iter()
                .filter(|row| row.cards.get(column).is_some_and(|n| *n > 0));
            match (with.next(), with.next()) {
                (Some(row), None) => Some(Sole {
                    cluster: cluster.clone(),
                    seat: row.seat,
                }),
                _ => None,
            }
        })
        .collect();
    TeamDocument {
        clusters,
        many: many(&holders, members.len()),
        rows,
        sole,
        wishes: wishes(state),
    }
}

/// Cards that half the members or more have, and at least two: most shared first, then deck order
/// of their keys.
fn many(holders: &BTreeMap<&CardId, BTreeSet<Seat>>, members: usize) -> Vec<Held> {
    let enough = members.div_ceil(2).max(2);
    let mut many: Vec<Held> = holders
        .iter()
        .filter(|(_, seats)| seats.len() >= enough)
        .map(|(card, seats)| Held {
            card: (*card).clone(),
            seats: seats.iter().copied().collect(),
        })
        .collect();
    many.sort_by_key(|held| std::cmp::Reverse(held.seats.len()));
    many
}

/// Cards still open on the table.
pub(crate) fn wishes(state: &State) -> Vec<CardId> {
    let mut wishes: Vec<CardId> = Vec::new();
    for open in state.table.iter().filter(|open| open.laid.is_wish()) {
        if !wishes.contains(&open.card) {
            wishes.push(open.card.clone());
        }
    }
    wishes
}
