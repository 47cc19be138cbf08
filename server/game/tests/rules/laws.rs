//! The laws of the rules, on random games: any command by anybody, sensible or not.

use crate::moves::moves;
use crate::play::{Game, Move};
use game::{
    Audience, Code, Document, Entry, Event, Key, Phase, Reach, Seat, State, document, every_key,
    reach, render, touched,
};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use std::collections::{BTreeMap, BTreeSet};

/// Every document that anybody sees, and who may see it.
fn pictures(state: &State) -> BTreeMap<Key, (Reach, Document)> {
    let keys = every_key(state).into_iter();
    keys.filter_map(|key| {
        let reach = reach(state, key);
        let is_seen = reach.all || !reach.only.is_empty();
        let document = is_seen.then(|| render(state, key)).flatten()?;
        Some((key, (reach, document)))
    })
    .collect()
}

fn audiences(state: &State) -> Vec<Audience> {
    let seats = state.seats().keys().map(|seat| Audience::Seat(*seat));
    let facilitators = state
        .passes()
        .keys()
        .map(|pass| Audience::Facilitator(*pass));
    seats
        .chain(facilitators)
        .chain([Audience::Watcher])
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..Default::default() })]

    /// L1: the live state is the fold of its entries, with the texts that are left.
    #[test]
    fn l1_state_is_the_fold_of_its_entries(seed: u64, moves in moves(120)) {
        let game = Game::played(seed, &moves);
        let mut again = State::default();
        for entry in game.entries_left() {
            again.absorb(&entry);
        }
        // A text that is wiped later is missing in the replay from its first entry on, and gone in
        // the end from both.
        prop_assert_eq!(&again, &game.state);
    }

    /// L1 through JSON, as the log keeps it.
    #[test]
    fn l1_entries_survive_writing_and_reading(seed: u64, moves in moves(60)) {
        let game = Game::played(seed, &moves);
        for entry in &game.entries {
            let json = serde_json::to_string(entry).unwrap();
            prop_assert_eq!(&serde_json::from_str::<Entry>(&json).unwrap(), entry);
        }
    }

    /// L2: for every audience, welcome plus changes is the welcome later.
    #[test]
    fn l2_welcome_and_changes_agree(seed: u64, moves in moves(120)) {
        let game = Game::played(seed, &moves);
        let mut state = State::default();
        let everyone = audiences(&game.state).into_iter();
        let mut seen: BTreeMap<Audience, BTreeMap<Key, Document>> = everyone.map(|who| (who, BTreeMap::new())).collect();
        for entry in &game.entries {
            let mut keys = BTreeSet::new();
            state.absorb_watched(entry, |before, event| keys.extend(touched(before, event)));
            let pictures = pictures(&state);
            for (audience, seen) in &mut seen {
                // Folded in from the touched keys only.
                for key in &keys {
                    match pictures.get(key) {
                        Some((reach, document)) if reach.includes(*audience) => seen.insert(*key, document.clone()),
                        _ => seen.remove(key),
                    };
                }
                let welcome = pictures.iter().filter(|(_, (reach, _))| reach.includes(*audience));
                let welcome = welcome.map(|(key, (_, document))| (key, document));
                prop_assert!(welcome.eq(seen.iter()), "{:?} after {:?}", audience, entry);
            }
        }
    }

    /// L3: a change names nobody it is not about. What all are sent anew without anything in it
    /// having changed tells who did something, or to whom.
    #[test]
    fn l3_changes_name_nobody_they_are_not_about(seed: u64, moves in moves(150)) {
        let game = Game::played(seed, &moves);
        let mut state = State::default();
        for entry in &game.entries {
            let before = state.clone();
            state.absorb(entry);
            let [event] = &entry.events[..] else { continue };
            let is_rare = matches!(event, Event::PhaseMoved { .. } | Event::Admitted { .. }
                | Event::Withdrawn { .. } | Event::Wiped { .. } | Event::Forgotten { .. } | Event::Described { .. }
                | Event::ReadySet { .. } | Event::TurnStarted { .. });
            if is_rare {
                continue; // About everyone, or openly about who is named.
            }
            let keys = touched(&before, event);
            for key in keys.iter().copied() {
                if let Key::Profile(seat) = key {
                    // The same cards in other words: never without them.
                    prop_assert!(keys.contains(&Key::Talents(seat)), "{:?} names {}", event, key);
                }
                let names = matches!(key, Key::Seat(_) | Key::Talents(_) | Key::Gift(_) | Key::Hand(_));
                if !names || !reach(&before, key).all || !reach(&state, key).all {
                    continue;
                }
                let is_same = render(&before, key) == render(&state, key);
                let is_open = matches!(
                    event,
                    Event::Answered { .. } | Event::Picked { .. } | Event::Seconded { .. } | Event::Reworded { .. }
                        | Event::Left { .. } | Event::Returned { .. }
                );
                prop_assert!(!is_same || is_open, "{:?} names {}", event, key);
            }
        }
    }

    /// Nobody but a facilitator sees anything of the werkagenda before its phase; from then on all
    /// see all of it, and never by a step back less.
    #[test]
    fn l3_the_agenda_is_for_facilitators_until_its_phase(seed: u64, moves in moves(120)) {
        let game = Game::played(seed, &moves);
        let mut state = State::default();
        let mut is_reached = false;
        for entry in &game.entries {
            state.absorb(entry);
            is_reached |= state.phase() == Phase::Werkagenda;
            for (key, (reach, _)) in pictures(&state) {
                match key {
                    Key::Agenda | Key::Field(_) | Key::Action(_) => {
                        let is_led = |audience: &Audience| matches!(audience, Audience::Facilitator(_));
                        prop_assert!(reach.all == is_reached && reach.only.iter().all(is_led), "{}", key);
                    }
                    Key::Fit(_) | Key::Proposal => prop_assert!(is_reached, "{}", key),
                    _ => {}
                }
            }
        }
    }

    /// L5: sequence numbers count entries.
    #[test]
    fn l5_sequence_numbers_have_no_gaps(seed: u64, moves in moves(60)) {
        let game = Game::played(seed, &moves);
        for (seq, entry) in (1..).zip(&game.entries) {
            prop_assert_eq!(entry.seq, seq);
        }
    }

    /// While giving, no card is lost and none is made: hands, table and gifts hold what was dealt.
    #[test]
    fn no_card_is_lost(seed: u64, members in 2..=8_usize, moves in moves(80)) {
        let mut game = Game::seated(seed, members);
        game.lead(game::Lead::Phase { to: Phase::Giving }).unwrap();
        let dealt = cards(&game.state);
        for one in &moves {
            // Leaving out what brings people in, wipes or moves on.
            if matches!(one, Move::Play(..)) && !one.is_forgetting() {
                let _refused_or_not = game.make(one);
                prop_assert_eq!(&cards(&game.state), &dealt, "after {:?}", one);
            }
        }
    }

    /// Stepping back hides nothing that was shown to all, and shows nothing new.
    #[test]
    fn stepping_back_widens_nothing(seed: u64, moves in moves(120)) {
        let mut game = Game::played(seed, &moves);
        let Some(before_phase) = Phase::ALL.iter().rev().find(|phase| **phase < game.state.phase()).copied() else {
            return Ok(());
        };
        let before = game.state.clone();
        game.lead(game::Lead::Phase { to: before_phase }).unwrap();
        for (id, gift) in before.gifts() {
            let key = Key::Gift(*id);
            let (was, is) = (reach(&before, key), reach(&game.state, key));
            if gift.answer == Some(game::Answer::LetLie) {
                continue; // Its receiver may see it again in the conversation; nobody else ever.
            }
            prop_assert_eq!(was, is);
        }
    }
}

/// Every card that was dealt, wherever it is now. One card given to several people is one card.
fn cards(state: &State) -> BTreeMap<String, usize> {
    let mut cards = BTreeMap::new();
    for seat in state.seats().values() {
        for card in &seat.hand {
            *cards.entry(card.to_string()).or_default() += 1;
        }
    }
    if let Some(Document::Table(table)) = document(state, Key::Table, Audience::Watcher) {
        for card in table.cards {
            *cards.entry(card.to_string()).or_default() += 1;
        }
    }
    let given: BTreeSet<(Seat, String)> = state
        .gifts()
        .values()
        .map(|gift| (gift.from, gift.card.to_string()))
        .collect();
    for (_, card) in given {
        *cards.entry(card).or_default() += 1;
    }
    cards
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..Default::default() })]

    /// Hands are as even as can be, hold no card twice, and use the whole deck before a second copy.
    #[test]
    fn hands_are_even_and_without_doubles(seed: u64, members in 2..=48_usize, hand in proptest::option::of(5..=12_u8)) {
        let mut game = Game::opened(seed, hand);
        for _ in 0..members {
            game.join();
        }
        game.lead(game::Lead::Phase { to: Phase::Giving }).unwrap();
        let hands: Vec<_> = game.state.seats().values().map(|member| member.hand.clone()).collect();
        let sizes: Vec<usize> = hands.iter().map(Vec::len).collect();
        let (least, most) = (sizes.iter().min().unwrap(), sizes.iter().max().unwrap());
        prop_assert!(most - least <= 1, "{:?}", sizes);
        match hand {
            Some(hand) => prop_assert_eq!((*least, *most), (hand.into(), hand.into())),
            None => prop_assert!(*least >= 6 && *most <= 12),
        }
        let mut copies = BTreeMap::new();
        for hand in &hands {
            prop_assert_eq!(hand.iter().collect::<BTreeSet<_>>().len(), hand.len(), "a card twice in a hand");
            for card in hand {
                *copies.entry(card.clone()).or_insert(0_usize) += 1;
            }
        }
        let total: usize = sizes.iter().sum();
        let (even, over) = (total / 48, total % 48);
        let more = copies.values().filter(|n| **n == even + 1).count();
        let full = copies.values().filter(|n| **n == even).count();
        prop_assert_eq!(more, over);
        prop_assert_eq!(full, if even == 0 { 0 } else { 48 - over });
    }

    /// Who comes late gets the cards with the fewest copies out.
    #[test]
    fn a_late_comer_gets_what_is_scarce(seed: u64, members in 2..=20_usize) {
        let mut game = Game::seated(seed, members);
        game.lead(game::Lead::Phase { to: Phase::Giving }).unwrap();
        let copies = cards(&game.state);
        let late = game.join();
        let hand = game.state.seats()[&late].hand.clone();
        prop_assert!(hand.len() >= 5);
        prop_assert_eq!(hand.iter().collect::<BTreeSet<_>>().len(), hand.len());
        let out = |card: &game::CardId| copies.get(&card.to_string()).copied().unwrap_or(0);
        let most_in_hand = hand.iter().map(out).max().unwrap();
        let least_outside = game.deck().into_iter().filter(|card| !hand.contains(card)).map(|card| out(&card)).min();
        prop_assert!(least_outside.is_none_or(|least| most_in_hand <= least));
    }
}

/// A refusal says why, and never because of what the giver cannot know.
#[test]
fn giving_tells_nothing_about_what_others_gave() {
    let mut game = Game::seated(7, 3);
    game.lead(game::Lead::Phase { to: Phase::Giving }).unwrap();
    // Both get the same card by hand: with three members hands hold no doubles, so it goes round
    // by the conversation instead.
    game.lead(game::Lead::Phase {
        to: Phase::Conversation,
    })
    .unwrap();
    let stack = game.stack();
    let card = stack
        .first()
        .expect("twelve of 48 cards are not dealt to three");
    game.give(1, card, 3).unwrap();
    assert_eq!(
        game.give(2, card, 3),
        Err(Code::NotInHand),
        "the card has left the stack"
    );
    assert_eq!(
        game.give(1, card, 3),
        Err(Code::AlreadyGiven),
        "one's own gift is known"
    );
    assert_eq!(game.give(1, card, 1), Err(Code::ToYourself));
    assert_eq!(game.give(1, card, 9), Err(Code::UnknownSeat));
    game.give(1, card, 2).expect("to one more teammate");
}

/// The laws are about all that can happen only if it does.
#[test]
fn random_games_have_every_kind_of_event() {
    let mut runner = TestRunner::deterministic();
    let mut kinds = BTreeMap::new();
    for seed in 0..96 {
        let moves = moves(120).new_tree(&mut runner).unwrap().current();
        for event in Game::played(seed, &moves)
            .entries
            .iter()
            .flat_map(|entry| &entry.events)
        {
            let event = serde_json::to_value(event).unwrap();
            *kinds
                .entry(event["is"].as_str().unwrap().to_owned())
                .or_insert(0) += 1;
        }
    }
    let all = [
        "opened",
        "admitted",
        "withdrawn",
        "joined",
        "described",
        "phase_moved",
        "dealt",
        "given",
        "taken_back",
        "laid_open",
        "picked_up",
        "ready_set",
        "turn_started",
        "picked",
        "answered",
        "seconded",
        "reworded",
        "left",
        "returned",
        "lock_set",
        "forgotten",
        "wiped",
        "wrote",
        "offered",
        "settled",
        "action_added",
        "action_removed",
        "needs_set",
        "function_set",
        "assigned",
        "cap_set",
    ];
    let missing: Vec<_> = all
        .into_iter()
        .filter(|kind| !kinds.contains_key(*kind))
        .collect();
    assert_eq!(missing, [""; 0], "{kinds:?}");
    println!("{kinds:?}");
    assert_eq!(
        kinds.len(),
        all.len(),
        "a new kind of event; have the random games make it too"
    );
}
