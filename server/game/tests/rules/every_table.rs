//! Every table of talents can be reached from every deal: who should have which card is decided
//! by the team, never by luck.

use crate::play::{Game, Move};
use game::{
    Audience, CardId, Document, GiftId, Key, Lead, Phase, Play, Recipients, Seat, document,
};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

type Table = BTreeMap<CardId, BTreeSet<Seat>>;

fn play(game: &mut Game, seat: Seat, play: Play) {
    game.make(&Move::Play(seat, None, play)).unwrap();
}

/// Gives a card to all of `to` but the giver, who cannot give to themselves.
fn give(game: &mut Game, from: Seat, card: &CardId, to: &BTreeSet<Seat>) {
    let to: Vec<Seat> = to.iter().copied().filter(|seat| *seat != from).collect();
    let reason = Some("Dat heb ik gezien.".to_owned());
    play(
        game,
        from,
        Play::Give {
            card: card.clone(),
            to: Recipients::Many(to),
            reason,
        },
    );
}

/// What people would do: give from the hand; lay open what is for oneself; give the open cards
/// and those that were not dealt in the tafelronde; *past ook bij …* for who is still missing.
fn play_to(game: &mut Game, table: &Table) {
    let seats: Vec<Seat> = game.state.seats().keys().copied().collect();
    game.lead(Lead::Phase { to: Phase::Giving }).unwrap();
    let mut left = table.clone();
    for holder in &seats {
        for card in game.state.seats()[holder].hand.clone() {
            let Some(to) = left.get(&card) else { continue };
            if *to == BTreeSet::from([*holder]) {
                play(game, *holder, Play::LayOpen { card });
            } else {
                let to = left.remove(&card).unwrap();
                give(game, *holder, &card, &to);
            }
        }
    }
    game.lead(Lead::Phase {
        to: Phase::Conversation,
    })
    .unwrap();
    for (card, to) in left {
        let giver = seats
            .iter()
            .find(|seat| !to.contains(seat))
            .or(seats.first())
            .unwrap();
        give(game, *giver, &card, &to);
    }
    for seat in &seats {
        game.lead(Lead::Turn { seat: Some(*seat) }).unwrap();
    }
    for (card, to) in table {
        for missing in to.difference(&holders(game, card)) {
            let (gift, _) = gift_of(game, card);
            let other = seats.iter().find(|seat| *seat != missing).unwrap();
            play(
                game,
                *other,
                Play::Also {
                    gift,
                    to: *missing,
                    reason: None,
                },
            );
        }
    }
    game.lead(Lead::Phase { to: Phase::Talents }).unwrap();
}

fn holders(game: &Game, card: &CardId) -> BTreeSet<Seat> {
    game.state
        .gifts()
        .values()
        .filter(|gift| gift.card == *card)
        .map(|gift| gift.to)
        .collect()
}

fn gift_of(game: &Game, card: &CardId) -> (GiftId, Seat) {
    game.state
        .gifts()
        .iter()
        .find(|(_, gift)| gift.card == *card)
        .map(|(id, gift)| (*id, gift.to))
        .unwrap()
}

/// The talents as everyone sees them.
fn talents(game: &Game) -> Table {
    let mut table = Table::new();
    for seat in game.state.seats().keys() {
        let Some(Document::Talents(talents)) =
            document(&game.state, Key::Talents(*seat), Audience::Watcher)
        else {
            panic!("talents of {seat:?} are for all to see");
        };
        for card in talents.cards {
            table.entry(card.card).or_default().insert(*seat);
        }
    }
    table
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..Default::default() })]

    #[test]
    fn every_table_of_talents_can_be_reached(
        seed: u64,
        members in 2..=9_u16,
        hand in proptest::option::of(5..=12_u8),
        wanted in proptest::collection::btree_map(0..48_usize, proptest::collection::btree_set(0..9_u16, 1..4), 0..30),
    ) {
        let mut game = Game::opened(seed, hand);
        for _ in 0..members {
            game.join();
        }
        let deck = game.deck();
        let table: Table = wanted
            .into_iter()
            .map(|(card, seats)| (deck[card].clone(), seats.into_iter().map(|seat| Seat(seat % members + 1)).collect()))
            .collect();
        play_to(&mut game, &table);
        prop_assert_eq!(talents(&game), table);
    }
}
