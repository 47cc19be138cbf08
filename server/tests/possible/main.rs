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
use game::{Entry, Impossible, Lead, PassId, Phase, State, take_in};
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
