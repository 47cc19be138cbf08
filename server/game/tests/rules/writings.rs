//! Which texts an event brings: each is wiped with whoever wrote it or whom it is about, by every kind
//! of event that brings one.

use crate::moves::moves;
use crate::play::Game;
use game::{Brought, Event, Lead, Of, Seat, TextId};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// The members who lose this text when they are forgotten.
fn whose(game: &Game, brought: &Brought) -> BTreeSet<Seat> {
    match brought.of {
        Of::Member(seat) => [seat].into(),
        Of::Reason { from, to } => [from, to].into(),
        Of::Wording { by, gift } => {
            let about = game.state.gifts().get(&gift).map(|gift| gift.to);
            about.into_iter().chain([by]).collect()
        }
        Of::Session | Of::Place(_) => BTreeSet::new(),
    }
}

fn events(game: &Game) -> impl Iterator<Item = &Event> {
    game.entries.iter().flat_map(|entry| &entry.events)
}

/// Texts by the name of their event, and of a field if it has more.
fn kinds(event: &Event) -> Vec<(String, TextId)> {
    let json = serde_json::to_value(event).unwrap();
    let is = json["is"].as_str().unwrap().to_owned();
    event
        .texts()
        .iter()
        .map(|text| (is.clone(), text.text))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..Default::default() })]

    /// Every text of an entry is brought by one of its events, and every text that is brought is there.
    #[test]
    fn every_text_is_brought_by_an_event(seed: u64, moves in moves(120)) {
        let game = Game::played(seed, &moves);
        for entry in &game.entries {
            let brought: BTreeSet<TextId> = entry.events.iter().flat_map(Event::texts).map(|text| text.text).collect();
            let written: BTreeSet<TextId> = entry.texts.iter().map(|text| text.id).collect();
            prop_assert_eq!(brought, written, "{:?}", entry.events);
        }
    }

    #[test]
    fn a_text_goes_with_who_wrote_it_or_whom_it_is_about(seed: u64, moves in moves(120), who in 1..=6_u16) {
        let mut game = Game::played(seed, &moves);
        let who = Seat(who);
        let texts: Vec<Brought> = events(&game).flat_map(Event::texts).collect();
        let theirs: Vec<TextId> = texts
            .iter()
            .filter(|text| whose(&game, text).contains(&who))
            .map(|text| text.text)
            .collect();
        if game.lead(Lead::Forget { seat: who }).is_ok() {
            for text in theirs {
                prop_assert_eq!(game.state.text(text), None, "{:?}", text);
                let left = game.entries_left();
                prop_assert!(left.iter().flat_map(|entry| &entry.texts).all(|written| written.id != text));
            }
        }
    }
}

/// The two above say something of every kind of event that brings a text.
#[test]
fn random_games_write_in_every_way() {
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut brought: BTreeMap<String, usize> = BTreeMap::new();
    for seed in 0..40 {
        let game = Game::played(seed, &moves(120).new_tree(&mut runner).unwrap().current());
        for (kind, _) in events(&game).flat_map(kinds) {
            *brought.entry(kind).or_default() += 1;
        }
    }
    let kinds: Vec<&str> = brought.keys().map(String::as_str).collect();
    let all = [
        "admitted",
        "described",
        "given",
        "joined",
        "offered",
        "opened",
        "reworded",
        "wrote",
    ];
    assert_eq!(kinds, all, "{brought:?}");
}
