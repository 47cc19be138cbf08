//! How many cards travelled, as all are told. A number that moves with every gift would tell who gave,
//! beside who was busy at that moment; so it moves for at least three givers at once, or with the phase.

use crate::ids::{GiftId, Seat};
use crate::state::{Gift, Phase, State};
use std::collections::BTreeMap;

/// Givers whose cards are told together while people give: fewer, and who takes part could subtract
/// their own and know another's.
const GIVERS_MIN: usize = 3;

/// How many cards travelled.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Flow {
    /// As all were told last.
    pub(crate) told: u32,
    /// By now. What was left lying or forgotten since is among them: a number that drops at that
    /// moment would tell of it.
    gifts: u32,
    /// How many more or fewer each giver gave since it was told; nobody with 0.
    since: BTreeMap<Seat, i32>,
}

impl Flow {
    fn tell(&mut self) {
        self.told = self.gifts;
        self.since.clear();
    }

    /// What a file says that all saw.
    pub(crate) fn set(&mut self, told: u32) {
        self.gifts = self.gifts.saturating_add(told).saturating_sub(self.told);
        self.told = told;
    }
}

/// A gift was made (`more` is 1), or taken back (-1).
pub(crate) fn travelled(state: &mut State, id: GiftId, gift: &Gift, more: i32) {
    let hindsight = &state.hindsight;
    if hindsight.withdrew(id, gift) || (hindsight.settled && hindsight.gone.contains(&id)) {
        return;
    }
    let flow = &mut state.flow;
    flow.gifts = flow.gifts.saturating_add_signed(more);
    let since = flow.since.entry(gift.from).or_default();
    *since += more;
    if *since == 0 {
        flow.since.remove(&gift.from);
    }
    // In the conversation some gifts are for all to see at once, and would be counted off. To who looks
    // back when all is told, a move would tell when something was given that is not told.
    let moves = state.phase == Phase::Giving && !hindsight.settled;
    if moves && flow.since.len() >= GIVERS_MIN {
        flow.tell();
    }
}

/// The session went on, or back.
pub(crate) fn phase_moved(state: &mut State) {
    state.flow.tell();
}
