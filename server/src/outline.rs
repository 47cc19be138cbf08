//! What the rules need of a deck: made when a session begins, and again when one is read in.

use crate::export::hex;
use cards::Deck;
use game::{CardId, CardOutline, ClusterId, DeckOutline};
use sha2::{Digest, Sha256};

/// Of a deck, and of the same as JSON: its hash names it in the log.
pub(crate) fn outline(deck: &Deck, json: &str) -> DeckOutline {
    let cards_of = |cluster: &str| -> Vec<CardId> {
        let cards = deck.cards.iter().filter(|card| card.cluster == cluster);
        cards.map(|card| CardId::from(card.id.as_str())).collect()
    };
    DeckOutline {
        id: deck.id.clone(),
        hash: hex(&Sha256::digest(json.as_bytes())),
        clusters: deck
            .clusters
            .iter()
            .map(|cluster| (ClusterId(cluster.id.as_str().into()), cards_of(&cluster.id)))
            .collect(),
        cards: deck.cards.iter().map(card_outline).collect(),
    }
}

fn card_outline(card: &cards::Card) -> CardOutline {
    CardOutline {
        card: CardId::from(card.id.as_str()),
        types: card.types.values(),
        roles: card.roles.values(),
        qualities: card.qualities.values(),
        words: cards::words_of(card),
    }
}
