//! Which types, roles and qualities the team covers, by whom, and what hangs on one person.

use super::profile::{self, Level, Numbers, Profile, Strand, View};
use super::worth::{self, GIFT, Strengths};
use crate::event::DeckOutline;
use crate::ids::Seat;
use crate::state::State;
use cards::limits::WEIGHT_MAX;
use serde::Serialize;
use std::collections::BTreeMap;
use ts_rs::TS;

/// Who has this much of a strand brings it, unless it stays in the background with them: as much as
/// three cards that say most about it, given once. Without this a team of people who are good at
/// many things would be told that it covers nothing, since nothing stands out with any of them.
const MUCH: u64 = 3 * WEIGHT_MAX as u64 * GIFT as u64;

/// Who in the team bring one type, role or quality.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Cover {
    /// Such as `frontliniewerker`.
    pub id: String,
    /// Who bring it, in order of seat. Nobody: *wie zoeken we er nog bij*.
    pub seats: Vec<Seat>,
    /// It hangs on this one person.
    pub sole: Option<Seat>,
}

/// The team over the types, roles and qualities.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Coverage {
    /// False: nobody has enough cards to say anything, and the lists are empty.
    pub enough: bool,
    /// The types of best persons.
    pub types: Vec<Cover>,
    /// The roles of a wijkverbinder.
    pub roles: Vec<Cover>,
    /// The five qualities.
    pub qualities: Vec<Cover>,
}

/// The team's coverage as all may see it; `None` when the deck came without weights.
pub fn of_team(state: &State) -> Option<Coverage> {
    let deck = &state.setup.as_ref()?.deck;
    of(deck, &worth::of_all(state))
}

/// The coverage by these members; `None` when the deck came without weights. Who has too few cards
/// for a profile does not count yet.
pub fn of(deck: &DeckOutline, members: &BTreeMap<Seat, Strengths>) -> Option<Coverage> {
    if deck.cards.is_empty() {
        return None;
    }
    let profiles: Vec<(Seat, &Strengths, Profile)> = members
        .iter()
        .filter_map(|(seat, strengths)| Some((*seat, strengths, profile::of(deck, strengths)?)))
        .filter(|(.., profile)| profile.enough)
        .collect();
    let enough = !profiles.is_empty();
    let covers = |view, strands: fn(&Profile) -> &[Strand]| {
        let brought = |(seat, strengths, profile): &'_ (Seat, &Strengths, Profile)| {
            (*seat, brought(deck, strengths, view, strands(profile)))
        };
        if enough {
            covers(
                deck,
                view,
                &profiles.iter().map(brought).collect::<Vec<_>>(),
            )
        } else {
            Vec::new()
        }
    };
    Some(Coverage {
        enough,
        types: covers(View::Types, |profile| &profile.types),
        roles: covers(View::Roles, |profile| &profile.roles),
        qualities: covers(View::Qualities, |profile| &profile.qualities),
    })
}

/// The strands a member brings: those that stand out with them, and those they have much of.
fn brought(
    deck: &DeckOutline,
    strengths: &Strengths,
    view: View,
    strands: &[Strand],
) -> Vec<String> {
    let numbers = Numbers::of(deck, strengths, view);
    let has_much = |id: &str| {
        let mut all = view.ids().iter().zip(&numbers.raw);
        all.any(|(other, raw)| *other == id && *raw >= MUCH)
    };
    let brings = |strand: &&Strand| match strand.level {
        Level::Background => false,
        Level::Present => has_much(&strand.id),
        Level::Clear | Level::Strong => true,
    };
    let brought = strands.iter().filter(brings);
    brought.map(|strand| strand.id.clone()).collect()
}

fn covers(deck: &DeckOutline, view: View, members: &[(Seat, Vec<String>)]) -> Vec<Cover> {
    // A strand the deck says nothing about is nobody's, and nothing to look for either.
    let numbers = Numbers::of(deck, &Strengths::new(), view);
    let ids = view.ids().iter().zip(&numbers.deck);
    ids.filter(|(_, weights)| **weights > 0)
        .map(|(id, _)| {
            let who = members
                .iter()
                .filter(|(_, ids)| ids.iter().any(|other| other == id));
            let seats: Vec<Seat> = who.map(|(seat, _)| *seat).collect();
            Cover {
                id: (*id).to_owned(),
                sole: match seats[..] {
                    [seat] => Some(seat),
                    _ => None,
                },
                seats,
            }
        })
        .collect()
}
