//! Decks as the rules know them: the standard one, and any other.

use game::talent::worth::{GIFT, Strengths};
use game::{CardId, CardOutline, ClusterId, DeckOutline};
use proptest::prelude::*;

/// What the rules know of a deck.
pub fn outline(deck: &cards::Deck) -> DeckOutline {
    let id = |card: &cards::Card| CardId::from(card.id.as_str());
    let of_cluster = |cluster: &cards::Cluster| {
        let cards = deck.cards.iter().filter(|card| card.cluster == cluster.id);
        (
            ClusterId(cluster.id.as_str().into()),
            cards.map(id).collect(),
        )
    };
    let card = |card: &cards::Card| CardOutline {
        card: id(card),
        types: card.types.values(),
        roles: card.roles.values(),
        qualities: card.qualities.values(),
        words: cards::words_of(card),
    };
    DeckOutline {
        id: deck.id.clone(),
        hash: "00".into(),
        clusters: deck.clusters.iter().map(of_cluster).collect(),
        cards: deck.cards.iter().map(card).collect(),
    }
}

pub fn standard() -> DeckOutline {
    outline(cards::standard())
}

/// Any deck of so many cards in four clusters. Some have a type, role or quality that no card says
/// anything about.
pub fn any_deck(cards: std::ops::Range<usize>) -> impl Strategy<Value = DeckOutline> {
    let weight = || 0..=3_u8;
    let card = (
        proptest::array::uniform4(weight()),
        proptest::array::uniform4(weight()),
        proptest::array::uniform5(weight()),
    );
    let silent = proptest::option::of(0..4_usize);
    (proptest::collection::vec(card, cards), silent).prop_map(|(cards, silent)| {
        let card = |(number, (mut types, roles, qualities)): (usize, ([u8; 4], _, _))| {
            if let Some(silent) = silent {
                types[silent] = 0;
            }
            CardOutline {
                card: CardId::from(format!("card-{number:03}").as_str()),
                types,
                roles,
                qualities,
                words: Vec::new(),
            }
        };
        let cards: Vec<CardOutline> = cards.into_iter().enumerate().map(card).collect();
        let of_cluster = |cluster: usize| {
            let those = cards.iter().skip(cluster).step_by(4);
            let id = ClusterId(format!("cluster-{cluster}").into());
            (id, those.map(|card| card.card.clone()).collect())
        };
        DeckOutline {
            id: "any".into(),
            hash: "00".into(),
            clusters: (0..4).map(of_cluster).collect(),
            cards,
        }
    })
}

/// These cards, each given once.
pub fn once<'c>(cards: impl IntoIterator<Item = &'c CardId>) -> Strengths {
    cards.into_iter().map(|card| (card.clone(), GIFT)).collect()
}

/// Each card of this deck.
pub fn all(deck: &DeckOutline) -> Vec<CardId> {
    deck.cards.iter().map(|card| card.card.clone()).collect()
}
