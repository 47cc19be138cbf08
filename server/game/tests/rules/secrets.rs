//! What nobody is told, also not in passing: by a number that drops, a card that turns up, or a
//! look at the past.

use crate::moves::moves;
use crate::play::{Game, Move};
use game::{
    Answer, Audience, CardId, Document, Hindsight, Key, Lead, PassId, Phase, Play, Reach,
    Recipients, Seat, State, document, every_key, reach, render, touched,
};
use proptest::prelude::*;
use std::collections::BTreeSet;

fn play(game: &mut Game, seat: u16, play: Play) {
    game.make(&Move::Play(Seat(seat), None, play)).unwrap();
}

fn phase(game: &mut Game, to: Phase) {
    game.lead(Lead::Phase { to }).unwrap();
}

fn first_card(game: &Game, seat: u16) -> CardId {
    game.state.seats()[&Seat(seat)].hand[0].clone()
}

/// What of the documents of all changed with the last entry.
fn seen_to_change(game: &Game) -> BTreeSet<String> {
    let mut state = State::default();
    let (last, earlier) = game.entries.split_last().unwrap();
    for entry in earlier {
        state.absorb(entry);
    }
    let all = |state: &State, key| render(state, key).filter(|_| reach(state, key).all);
    let keys: BTreeSet<Key> = last
        .events
        .iter()
        .flat_map(|event| touched(&state, event))
        .collect();
    let changed = |key: &Key| all(&state, *key) != all(&game.state, *key);
    keys.iter()
        .filter(|key| changed(key))
        .map(ToString::to_string)
        .collect()
}

fn few(game: &Game) -> Vec<Seat> {
    match render(&game.state, Key::Few) {
        Some(Document::Few(few)) => few.seats.unwrap(),
        other => panic!("{other:?}"),
    }
}

fn table(game: &Game) -> game::TableDocument {
    match render(&game.state, Key::Table) {
        Some(Document::Table(table)) => table,
        other => panic!("{other:?}"),
    }
}

fn flow(game: &Game) -> u32 {
    match render(&game.state, Key::Flow) {
        Some(Document::Flow(flow)) => flow.gifts,
        other => panic!("{other:?}"),
    }
}

#[test]
fn that_cards_travel_is_told_for_three_givers_at_once() {
    let mut game = Game::seated(1, 5);
    phase(&mut game, Phase::Giving);
    let give = |game: &mut Game, from, to| {
        let card = first_card(game, from);
        game.give(from, &card, to).unwrap();
        flow(game)
    };
    let told: Vec<u32> = [
        (1, 2),
        (1, 3),
        (2, 1),
        (2, 3),
        (3, 4),
        (3, 1),
        (4, 1),
        (4, 2),
    ]
    .into_iter()
    .map(|(from, to)| give(&mut game, from, to))
    .collect();
    assert_eq!(told, [0, 0, 0, 0, 5, 5, 5, 5]);
    // Taken back is a change too, and what comes to nothing is none.
    let given = game.given();
    play(&mut game, 4, Play::TakeBack { gift: given[6] });
    play(&mut game, 4, Play::TakeBack { gift: given[7] });
    play(&mut game, 1, Play::TakeBack { gift: given[0] });
    assert_eq!(
        flow(&game),
        5,
        "since it moved: one more of 3, one fewer of 1, none of 4"
    );
    play(&mut game, 2, Play::TakeBack { gift: given[2] });
    assert_eq!(flow(&game), 4);
    // With the phase it is exact; and in the conversation it stays.
    give(&mut game, 5, 1);
    assert_eq!(flow(&game), 4);
    phase(&mut game, Phase::Conversation);
    assert_eq!(flow(&game), 5);
    for from in 1..=4 {
        give(&mut game, from, 5);
    }
    assert_eq!(flow(&game), 5);
    phase(&mut game, Phase::Giving);
    assert_eq!(flow(&game), 9);
    game.lead(Lead::Forget { seat: Seat(5) }).unwrap();
    assert_eq!(flow(&game), 9, "nothing is told of who is forgotten");
}

#[test]
fn two_givers_are_told_with_the_phase_alone() {
    let mut game = Game::seated(2, 2);
    phase(&mut game, Phase::Giving);
    for _ in 0..4 {
        for (from, to) in [(1, 2), (2, 1)] {
            let card = first_card(&game, from);
            game.give(from, &card, to).unwrap();
            assert_eq!(flow(&game), 0);
        }
    }
    phase(&mut game, Phase::Conversation);
    assert_eq!(flow(&game), 8);
}

#[test]
fn numbers_of_gifts_are_in_no_order_and_none_is_given_out_twice() {
    let mut rising = 0;
    for seed in 0..40 {
        let mut game = Game::seated(seed, 4);
        phase(&mut game, Phase::Giving);
        for round in 0..6 {
            for from in 1..=4 {
                let card = first_card(&game, from);
                game.give(from, &card, from % 4 + 1).unwrap();
                if round % 2 == 0 {
                    let gift = *game.given().last().unwrap();
                    play(&mut game, from, Play::TakeBack { gift });
                }
            }
        }
        let given = game.given();
        assert_eq!(given.iter().collect::<BTreeSet<_>>().len(), 24);
        rising += given.windows(2).filter(|pair| pair[0] < pair[1]).count();
    }
    // Of 920 pairs half rise, as with lots.
    assert!((360..560).contains(&rising), "{rising}");
}

#[test]
fn how_many_cards_are_in_a_hand_is_told_to_who_plays_it_alone() {
    let mut game = Game::seated(3, 3);
    phase(&mut game, Phase::Giving);
    for seat in 1..=3 {
        match render(&game.state, Key::Seat(Seat(seat))) {
            Some(Document::Seat(seat)) => assert_eq!(seat.hand, None),
            other => panic!("{other:?}"),
        }
        let reach = reach(&game.state, Key::Hand(Seat(seat)));
        assert_eq!(reach.only, BTreeSet::from([Audience::Seat(Seat(seat))]));
    }
}

#[test]
fn a_look_back_after_forgetting_hides_what_was_taken_back_before() {
    for forgotten in [1, 2] {
        let mut game = Game::seated(1, 3);
        phase(&mut game, Phase::Giving);
        let card = first_card(&game, 1);
        game.give(1, &card, 2).unwrap();
        let gift = game.given()[0];
        play(&mut game, 1, Play::TakeBack { gift });
        game.lead(Lead::Forget {
            seat: Seat(forgotten),
        })
        .unwrap();
        let mut state = State::with_hindsight(Hindsight::of(&game.state));
        for entry in game.entries_left() {
            state.absorb(&entry);
            assert_eq!(reach(&state, Key::Gift(gift)), Reach::default());
            assert_eq!(reach(&state, Key::Hand(Seat(forgotten))), Reach::default());
        }
    }
}

#[test]
fn who_lets_a_card_lie_before_their_turn_is_told_to_nobody() {
    let mut game = Game::seated(1, 4);
    phase(&mut game, Phase::Giving);
    for giver in [1, 3, 4] {
        let card = first_card(&game, giver);
        game.give(giver, &card, 2).unwrap();
    }
    phase(&mut game, Phase::Conversation);
    let before = few(&game);
    let (gift, answer) = (game.given()[0], Answer::LetLie);
    play(&mut game, 2, Play::Answer { gift, answer });
    assert_eq!(seen_to_change(&game), BTreeSet::from(["table".to_owned()]));
    assert_eq!(few(&game), before);
}

#[test]
fn forgetting_someone_shows_no_card_they_gave_or_got() {
    let mut game = Game::seated(2, 4);
    phase(&mut game, Phase::Giving);
    let (given, got) = (first_card(&game, 2), first_card(&game, 1));
    game.give(2, &given, 3).unwrap();
    game.give(1, &got, 2).unwrap();
    phase(&mut game, Phase::Conversation);
    game.lead(Lead::Forget { seat: Seat(2) }).unwrap();
    let table = table(&game);
    for card in [&given, &got] {
        assert!(
            !table.stack.contains(card) && !table.cards.contains(card),
            "{card}"
        );
    }
}

/// Nine members share 48 cards in hands of six, so some cards are there twice.
#[test]
fn one_card_given_to_two_takes_one_from_the_table_and_comes_back_as_it_lay() {
    let mut game = Game::seated(4, 9);
    phase(&mut game, Phase::Giving);
    let holders = |card: &CardId| {
        let seats = game.state.seats().iter();
        seats
            .filter(|(_, member)| member.hand.contains(card))
            .map(|(seat, _)| seat.0)
            .collect::<Vec<_>>()
    };
    let twice = game
        .deck()
        .into_iter()
        .find(|card| holders(card).len() == 2)
        .unwrap();
    let layers = holders(&twice);
    for seat in &layers {
        play(
            &mut game,
            *seat,
            Play::LayOpen {
                card: twice.clone(),
            },
        );
    }
    phase(&mut game, Phase::Conversation);
    let others: Vec<Seat> = (1..=9)
        .filter(|seat| !layers.contains(seat))
        .map(Seat)
        .collect();
    let to = Recipients::Many(others[1..3].to_vec());
    let before = table(&game).cards;
    play(
        &mut game,
        others[0].0,
        Play::Give {
            card: twice.clone(),
            to,
            reason: None,
        },
    );
    let lie = |game: &Game| {
        table(game)
            .cards
            .iter()
            .filter(|card| **card == twice)
            .count()
    };
    assert_eq!(lie(&game), 1);
    for gift in game.given() {
        play(&mut game, others[0].0, Play::TakeBack { gift });
    }
    assert_eq!(lie(&game), 2);
    assert_eq!(table(&game).cards.len(), before.len());
}

#[test]
fn what_was_left_lying_never_becomes_a_wish() {
    let mut game = Game::seated(5, 3);
    phase(&mut game, Phase::Giving);
    let card = first_card(&game, 1);
    game.give(1, &card, 2).unwrap();
    phase(&mut game, Phase::Conversation);
    let (gift, answer) = (game.given()[0], Answer::LetLie);
    play(&mut game, 2, Play::Answer { gift, answer });
    game.give(3, &card, 1).unwrap();
    let gift = game.given()[1];
    play(&mut game, 3, Play::TakeBack { gift });
    assert_eq!(table(&game).cards, [card]);
    phase(&mut game, Phase::Talents);
    assert_eq!(table(&game).cards, []);
}

#[test]
fn a_name_someone_once_had_is_found_in_what_others_wrote() {
    let mut game = Game::seated(6, 3);
    let describe = |name: &str| Play::Describe {
        name: name.into(),
        function: None,
        sector: None,
    };
    play(&mut game, 2, describe("Fatma Yilmaz"));
    play(&mut game, 2, describe("F. Y."));
    phase(&mut game, Phase::Giving);
    let give = Play::Give {
        card: first_card(&game, 1),
        to: Recipients::One(Seat(3)),
        reason: Some("Net als Fatma blijf je rustig.".into()),
    };
    play(&mut game, 1, give);
    game.lead(Lead::Forget { seat: Seat(2) }).unwrap();
    assert!(render(&game.state, Key::Mentions(Seat(2))).is_some());
}

#[test]
fn who_is_called_the_same_keeps_their_name_and_is_not_listed() {
    let mut game = Game::seated(6, 3);
    for (seat, name) in [(2, "Fatma Yilmaz"), (3, "Fatma de Boer")] {
        let describe = Play::Describe {
            name: name.into(),
            function: None,
            sector: None,
        };
        play(&mut game, seat, describe);
    }
    game.lead(Lead::Forget { seat: Seat(2) }).unwrap();
    assert!(render(&game.state, Key::Mentions(Seat(2))).is_none_or(
        |listed| matches!(listed, Document::Mentions(mentions) if mentions.texts.is_empty())
    ));
}

/// Who compares the two must not find which card on the table was left lying, and by whom.
#[test]
fn while_cards_go_round_the_numbers_of_a_look_back_are_those_all_see() {
    let mut game = Game::seated(4, 4);
    game.go(Phase::Giving);
    for giver in [1, 3, 4] {
        let card = game.state.seats()[&Seat(giver)].hand[0].clone();
        game.give(giver, &card, 2).unwrap();
    }
    game.go(Phase::Conversation);
    let (gift, answer) = (game.given()[0], Answer::LetLie);
    play(&mut game, 2, Play::Answer { gift, answer });
    game.lead(Lead::Forget { seat: Seat(3) }).unwrap();
    let mut state = State::with_hindsight(Hindsight::of(&game.state));
    for entry in game.entries_left() {
        state.absorb(&entry);
    }
    for key in every_key(&game.state) {
        for audience in [Audience::Watcher, Audience::Facilitator(PassId(1))] {
            let now = document(&game.state, key, audience);
            assert_eq!(document(&state, key, audience), now, "{key}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..Default::default() })]

    /// A look back shows nothing that was withdrawn since, and ends where everyone is now.
    #[test]
    fn hindsight_shows_nothing_that_was_withdrawn(seed: u64, moves in moves(150)) {
        let game = Game::played(seed, &moves);
        let hindsight = Hindsight::of(&game.state);
        let mut state = State::with_hindsight(hindsight.clone());
        let seats: Vec<Audience> = game.state.seats().keys().map(|seat| Audience::Seat(*seat)).collect();
        for entry in game.entries_left() {
            state.absorb(&entry);
            for seat in game.state.seats().keys() {
                if let Some(Document::Talents(talents)) = render(&state, Key::Talents(*seat)) {
                    let told = talents.cards.iter().flat_map(|card| &card.gifts);
                    prop_assert!(told.into_iter().all(|gift| !hindsight.lying.contains(gift)));
                }
            }
            for (id, gift) in state.gifts() {
                let shown = reach(&state, Key::Gift(*id));
                if hindsight.lying.contains(id) {
                    prop_assert!(!shown.all && !shown.includes(Audience::Seat(gift.from)));
                }
                let parties = [gift.from, gift.to];
                if parties.iter().any(|seat| hindsight.forgotten.contains(seat)) {
                    prop_assert!(!hindsight.gone.contains(id) || shown == Reach::default(), "taken back");
                    match render(&state, Key::Gift(*id)) {
                        Some(Document::Gift(gift)) => prop_assert!(gift.card.is_none() && gift.reason.is_none()),
                        other => prop_assert!(false, "{:?}", other),
                    }
                }
            }
        }
        let others = [Audience::Watcher, Audience::Facilitator(PassId(1))];
        for audience in seats.into_iter().chain(others) {
            for key in every_key(&game.state) {
                prop_assert_eq!(document(&state, key, audience), document(&game.state, key, audience), "{}", key);
            }
        }
    }
}
