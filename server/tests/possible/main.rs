//! What an export tells can have happened; what a forged file tells cannot.

#![allow(clippy::unwrap_used)] // Helpers of tests may panic as tests do.

#[allow(dead_code)] // The laws of the rules use more of it.
#[path = "../../game/tests/rules/agenda_moves.rs"]
mod agenda_moves;
mod forged;
mod large;
#[path = "../../game/tests/rules/moves.rs"]
mod moves;
#[allow(dead_code)] // The laws of the rules use more of it.
#[path = "../../game/tests/rules/play.rs"]
mod play;

use competentiespel::export::redacted;
use game::{Answer, Entry, Event, Impossible, Lead, PassId, Phase, Play, Seat, State, take_in};
use moves::moves;
use play::{Game, Move};
use proptest::prelude::*;

fn taken_in(entries: &[Entry]) -> Result<State, Impossible> {
    let mut state = State::default();
    for entry in entries {
        take_in(&mut state, entry)?;
    }
    Ok(state)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..Default::default() })]

    #[test]
    fn every_entry_of_every_export_is_taken_in(
        seed: u64,
        giving in moves(80),
        talking in moves(80),
        after in moves(60),
    ) {
        let on = |to| Move::Lead(PassId(1), Lead::Phase { to });
        let moves = [
            &giving[..], &[on(Phase::Conversation)], &talking[..], &[on(Phase::Talents)], &after[..],
        ]
        .concat();
        let export = redacted(&Game::played(seed, &moves).entries_left());
        let state = taken_in(&export).map_err(|why| TestCaseError::fail(why.to_string()))?;
        let mut folded = State::default();
        export.iter().for_each(|entry| folded.absorb(entry));
        prop_assert_eq!(state, folded);
    }
}

/// What its receiver does with a gift before others see it.
#[test]
fn second_thoughts_nobody_saw_leave_nothing_and_the_rest_is_taken_in() {
    let pick = |picked| Some((picked, None));
    let answer = |answer| Some((false, Some(answer)));
    for thoughts in [
        vec![pick(true), pick(false)],
        vec![answer(Answer::LetLie), answer(Answer::Recognise)],
        vec![
            pick(true),
            answer(Answer::LetLie),
            answer(Answer::TalkOn),
            pick(true),
            pick(false),
        ],
        vec![
            answer(Answer::LetLie),
            None,
            answer(Answer::Recognise),
            answer(Answer::LetLie),
            answer(Answer::Recognise),
        ],
    ] {
        let mut game = Game::seated(1, 3);
        game.go(Phase::Giving);
        let card = game.state.seats()[&Seat(1)].hand[0].clone();
        game.give(1, &card, 2).unwrap();
        let gift = *game.state.gifts().keys().next().unwrap();
        game.go(Phase::Conversation);
        for thought in &thoughts {
            let play = match thought {
                Some((_, Some(answer))) => Play::Answer {
                    gift,
                    answer: *answer,
                },
                Some((picked, None)) => Play::Pick {
                    gift,
                    picked: *picked,
                },
                None => {
                    game.lead(Lead::Turn {
                        seat: Some(Seat(2)),
                    })
                    .unwrap();
                    for to in [Phase::Giving, Phase::Conversation] {
                        game.lead(Lead::Phase { to }).unwrap();
                    }
                    continue;
                }
            };
            game.make(&Move::Play(Seat(2), None, play)).unwrap();
        }
        game.lead(Lead::Turn {
            seat: Some(Seat(2)),
        })
        .unwrap();
        game.go(Phase::Talents);
        let export = redacted(&game.entries);
        taken_in(&export).unwrap_or_else(|why| panic!("{thoughts:?}: {why}"));
        let events = export.iter().flat_map(|entry| &entry.events);
        let told =
            events.filter(|event| matches!(event, Event::Answered { .. } | Event::Picked { .. }));
        assert!(told.count() < thoughts.len(), "{thoughts:?}");
    }
}
