//! The conversation: whose turn it is, and what is said of the cards that lie there.

use crate::PICKED_MAX;
use crate::chance::Chance;
use crate::command::Answer;
use crate::decide::{Draft, changes, in_phase};
use crate::event::{Event, Source};
use crate::gifts::{check_receiver, take_from_table};
use crate::ids::{GiftId, Seat};
use crate::refusal::{Code, Refusal};
use crate::state::{Gift, Laid, Open, Phase, State};
use crate::text::{Line, REASON_CHARS_MAX, WORDING_CHARS_MAX};

/// When people add to what all see.
pub(crate) const TALKING: [Phase; 2] = [Phase::Conversation, Phase::Talents];

pub(crate) fn turn(state: &State, seat: Option<Seat>) -> Result<Event, Refusal> {
    in_phase(state, &[Phase::Conversation])?;
    if let Some(seat) = seat {
        let member = state
            .seats
            .get(&seat)
            .filter(|member| !member.forgotten)
            .ok_or(Code::UnknownSeat)?;
        if member.away {
            return Err(Code::SeatAway.into());
        }
    }
    changes(state.turn != seat)?;
    Ok(Event::TurnStarted { seat })
}

/// A gift this member received and that was not removed.
fn received(state: &State, seat: Seat, id: GiftId) -> Result<&Gift, Refusal> {
    state
        .gifts
        .get(&id)
        .filter(|gift| gift.to == seat && !gift.removed)
        .ok_or(Code::UnknownGift.into())
}

/// A gift that all may see and that counts.
pub(crate) fn on_the_table(state: &State, id: GiftId) -> Result<&Gift, Refusal> {
    state
        .gifts
        .get(&id)
        .filter(|gift| gift.shown && gift.counts())
        .ok_or(Code::UnknownGift.into())
}

pub(crate) fn pick(state: &State, seat: Seat, id: GiftId, picked: bool) -> Result<Event, Refusal> {
    in_phase(state, &[Phase::Conversation])?;
    let gift = received(state, seat, id)?;
    if !gift.counts() {
        return Err(Code::UnknownGift.into());
    }
    let others = state
        .gifts
        .iter()
        .filter(|(other, gift)| **other != id && gift.to == seat && gift.picked);
    if picked && others.count() >= PICKED_MAX {
        return Err(Code::EnoughPicked.with_limit(PICKED_MAX));
    }
    changes(gift.picked != picked)?;
    Ok(Event::Picked { gift: id, picked })
}

pub(crate) fn answer(
    state: &State,
    seat: Seat,
    id: GiftId,
    answer: Answer,
) -> Result<Event, Refusal> {
    in_phase(state, &[Phase::Conversation])?;
    changes(received(state, seat, id)?.answer != Some(answer))?;
    Ok(Event::Answered { gift: id, answer })
}

pub(crate) fn second(state: &State, seat: Seat, id: GiftId, on: bool) -> Result<Event, Refusal> {
    in_phase(state, &TALKING)?;
    let gift = on_the_table(state, id)?;
    if gift.from == seat || gift.to == seat {
        return Err(Code::NotAllowed.into());
    }
    changes(gift.seconds.contains(&seat) != on)?;
    Ok(Event::Seconded { gift: id, seat, on })
}

pub(crate) fn also(
    state: &State,
    draft: &mut Draft,
    from: Seat,
    id: GiftId,
    to: Seat,
    reason: Option<&str>,
    chance: &mut Chance,
) -> Result<(), Refusal> {
    in_phase(state, &[Phase::Conversation])?;
    let gift = on_the_table(state, id)?;
    if gift.to == to {
        return Err(Code::AlreadyGiven.into());
    }
    check_receiver(state, from, &gift.card, to)?;
    let reason = Line::read_optional(reason, REASON_CHARS_MAX)?;
    let reason = draft.write_optional(reason);
    let new = draft.gift(state, chance);
    draft.event(Event::Given {
        gift: new,
        card: gift.card.clone(),
        from,
        to,
        reason,
        source: Source::Also(id),
    });
    Ok(())
}

pub(crate) fn reword(
    state: &State,
    draft: &mut Draft,
    by: Seat,
    id: GiftId,
    wording: Option<&str>,
) -> Result<(), Refusal> {
    in_phase(state, &TALKING)?;
    on_the_table(state, id)?;
    let wording = Line::read_optional(wording, WORDING_CHARS_MAX)?;
    let wording = draft.write_optional(wording);
    draft.event(Event::Reworded {
        gift: id,
        by,
        wording,
    });
    Ok(())
}

/// The effect of [`Event::TurnStarted`]: what this member got is now for all to see.
pub(crate) fn turn_started(state: &mut State, seat: Option<Seat>) {
    state.turn = seat.filter(|seat| state.seats.contains_key(seat));
    let Some(seat) = state.turn else { return };
    if let Some(member) = state.seats.get_mut(&seat) {
        member.had_turn = true;
    }
    show(state, |gift| gift.to == seat);
}

/// Whether what this member gets now is for all to see at once: they were *aan de beurt*.
pub(crate) fn is_shown_at_once(state: &State, to: Seat) -> bool {
    let had_turn = state.seats.get(&to).is_some_and(|member| member.had_turn);
    had_turn && state.phase == Phase::Conversation
}

/// Shows gifts to all. What was left lying stays unseen.
pub(crate) fn show(state: &mut State, which: impl Fn(&Gift) -> bool) {
    for gift in state
        .gifts
        .values_mut()
        .filter(|gift| which(gift) && gift.answer != Some(Answer::LetLie))
    {
        gift.shown = true;
    }
}

/// The effect of [`Event::Answered`]. A card left lying goes to the open table; when its receiver
/// thinks better of it and it still lies there, it comes back.
pub(crate) fn answered(state: &mut State, id: GiftId, answer: Answer) {
    let Some(to) = state.gifts.get(&id).map(|gift| gift.to) else {
        return;
    };
    let at_once = is_shown_at_once(state, to);
    let Some(gift) = state.gifts.get_mut(&id) else {
        return;
    };
    let was = gift.answer.replace(answer);
    let lies = Some(Answer::LetLie);
    if gift.answer == lies && was != lies {
        gift.picked = false;
        let card = gift.card.clone();
        state.table.push(Open {
            card,
            laid: Laid::Lying(id),
        });
    } else if was == lies && gift.answer != lies {
        gift.shown |= at_once;
        take_from_table(state, |open| open.laid == Laid::Lying(id));
    }
}
