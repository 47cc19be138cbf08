//! The form *dealt*: giving cards from the hand, laying them open, taking them back.

use crate::chance::Chance;
use crate::command::Answer;
use crate::decide::{Draft, in_phase};
use crate::event::{Event, Source};
use crate::flow;
use crate::ids::{CardId, GiftId, Seat};
use crate::refusal::{Code, Refusal};
use crate::state::{Gift, Laid, Member, Open, Phase, State};
use crate::text::{Line, REASON_CHARS_MAX};
use std::collections::{BTreeMap, BTreeSet};

/// When cards change hands.
pub(crate) const MOVING: [Phase; 2] = [Phase::Giving, Phase::Conversation];

pub(crate) fn give(
    state: &State,
    draft: &mut Draft,
    from: Seat,
    card: &CardId,
    to: &[Seat],
    reason: Option<&str>,
    chance: &mut Chance,
) -> Result<(), Refusal> {
    in_phase(state, &MOVING)?;
    let source = source(state, from, card)?;
    let receivers: BTreeSet<Seat> = to.iter().copied().collect();
    if receivers.is_empty() {
        return Err(Code::NobodyNamed.into());
    }
    let reason = Line::read_optional(reason, REASON_CHARS_MAX)?;
    for to in receivers {
        check_receiver(state, from, card, to)?;
        // A text of its own for each gift: who is forgotten takes only theirs along.
        let reason = draft.write_optional(reason.clone());
        let gift = draft.gift(state, chance);
        draft.event(Event::Given {
            gift,
            card: card.clone(),
            from,
            to,
            reason,
            source,
        });
    }
    Ok(())
}

/// Where this giver can take this card from.
fn source(state: &State, from: Seat, card: &CardId) -> Result<Source, Refusal> {
    if !state.deck().any(|other| other == card) {
        return Err(Code::UnknownCard.into());
    }
    let in_hand = state
        .seats
        .get(&from)
        .is_some_and(|member| member.hand.contains(card));
    if in_hand {
        return Ok(Source::Hand);
    }
    // Given by this giver before: it may go to one more teammate, and it is the same card, if it was one
    // of their own and not another's that went on from them.
    let given = state
        .gifts
        .values()
        .filter(|gift| gift.from == from && gift.card == *card && gift.counts());
    let given = given.min_by_key(|gift| matches!(gift.source, Source::Also(_)));
    if let Some(gift) = given {
        return Ok(gift.source);
    }
    if state.phase == Phase::Conversation {
        if state.table.iter().any(|open| open.card == *card) {
            return Ok(Source::Table);
        }
        if state.stack().any(|other| other == card) {
            return Ok(Source::Stack);
        }
    }
    Err(Code::NotInHand.into())
}

/// Whether `from` can give this card to `to`. Looks only at what the giver knows: what `to` got
/// from others is not the giver's to find out.
pub(crate) fn check_receiver(
    state: &State,
    from: Seat,
    card: &CardId,
    to: Seat,
) -> Result<(), Refusal> {
    if to == from {
        return Err(Code::ToYourself.into());
    }
    let member = state
        .seats
        .get(&to)
        .filter(|member| !member.forgotten)
        .ok_or(Code::UnknownSeat)?;
    if member.away {
        return Err(Code::SeatAway.into());
    }
    let same =
        |gift: &&Gift| gift.from == from && gift.to == to && gift.card == *card && !gift.removed;
    // A gift left lying by its receiver is the giver's no more: they may not learn of it this way.
    if state
        .gifts
        .values()
        .filter(|gift| gift.counts())
        .any(|gift| same(&gift))
    {
        return Err(Code::AlreadyGiven.into());
    }
    Ok(())
}

pub(crate) fn take_back(state: &State, seat: Seat, id: GiftId) -> Result<Event, Refusal> {
    in_phase(state, &MOVING)?;
    let gift = state
        .gifts
        .get(&id)
        .filter(|gift| gift.from == seat && gift.counts())
        .ok_or(Code::UnknownGift)?;
    if gift.shown {
        return Err(Code::AlreadyShown.into());
    }
    Ok(Event::TakenBack { gift: id })
}

pub(crate) fn lay_open(
    state: &State,
    seat: Seat,
    member: &Member,
    card: &CardId,
) -> Result<Event, Refusal> {
    in_phase(state, &MOVING)?;
    if !member.hand.contains(card) {
        return Err(Code::NotInHand.into());
    }
    Ok(Event::LaidOpen {
        seat,
        card: card.clone(),
    })
}

pub(crate) fn pick_up(state: &State, seat: Seat, card: &CardId) -> Result<Event, Refusal> {
    in_phase(state, &MOVING)?;
    if !state
        .table
        .iter()
        .any(|open| open.card == *card && open.laid == Laid::By(seat))
    {
        return Err(Code::NotInHand.into());
    }
    Ok(Event::PickedUp {
        seat,
        card: card.clone(),
    })
}

/// The effect of [`Event::Given`]; `gift` is new.
pub(crate) fn given(state: &mut State, id: GiftId, mut gift: Gift) {
    state.numbered.insert(id);
    gift.removed = state.hindsight.forgets(&gift);
    flow::travelled(state, id, &gift, 1);
    let mut others = state.gifts.values();
    let is_one_more = others.any(|other| is_same_card(&state.seats, other, &gift));
    match gift.source {
        Source::Hand => {
            if let Some(member) = state.seats.get_mut(&gift.from) {
                member.hand.retain(|card| *card != gift.card);
            }
        }
        Source::Table if !is_one_more => {
            gift.taken = take_from_table(state, |open| open.card == gift.card);
        }
        Source::Table | Source::Stack | Source::Also(_) => {}
    }
    state.gifts.insert(id, gift);
}

/// Whether two gifts are one card that a giver gave to several people. Asked of who is forgotten by
/// now, not of [`Gift::removed`]: to a look back a gift is removed before its receiver is forgotten,
/// and cards lie where they lay.
fn is_same_card(seats: &BTreeMap<Seat, Member>, one: &Gift, other: &Gift) -> bool {
    let is_held = |gift: &Gift| {
        let to = seats.get(&gift.to);
        gift.answer != Some(Answer::LetLie) && to.is_some_and(|member| !member.forgotten)
    };
    one.from == other.from
        && one.card == other.card
        && one.source == other.source
        && is_held(one)
        && is_held(other)
}

/// The effect of [`Event::TakenBack`]: the card goes back where it came from, unless the giver
/// gave it to others too.
pub(crate) fn taken_back(state: &mut State, id: GiftId) {
    let Some(gift) = state.gifts.remove(&id) else {
        return;
    };
    flow::travelled(state, id, &gift, -1);
    let mut others = state.gifts.values_mut();
    if let Some(other) = others.find(|other| is_same_card(&state.seats, other, &gift)) {
        other.taken = other.taken.or(gift.taken);
        return;
    }
    match gift.source {
        Source::Hand => {
            if let Some(member) = state.seats.get_mut(&gift.from) {
                member.hand.push(gift.card);
            }
        }
        Source::Table => {
            let card = gift.card;
            let back = gift.taken.map(|laid| Open { card, laid });
            state.table.extend(back);
        }
        Source::Stack | Source::Also(_) => {}
    }
}

/// The effect of [`Event::LaidOpen`].
pub(crate) fn laid_open(state: &mut State, seat: Seat, card: &CardId) {
    if let Some(member) = state.seats.get_mut(&seat) {
        member.hand.retain(|other| other != card);
    }
    if state.deck().any(|other| other == card) {
        let (card, laid) = (card.clone(), Laid::By(seat));
        state.table.push(Open { card, laid });
    }
}

/// The effect of [`Event::PickedUp`].
pub(crate) fn picked_up(state: &mut State, seat: Seat, card: &CardId) {
    let laid = Laid::By(seat);
    let taken = take_from_table(state, |open| open.card == *card && open.laid == laid);
    if let (Some(_), Some(member)) = (taken, state.seats.get_mut(&seat)) {
        member.hand.push(card.clone());
    }
}

/// Takes the first open card that fits, and says how it lay there.
pub(crate) fn take_from_table(state: &mut State, fits: impl Fn(&Open) -> bool) -> Option<Laid> {
    let at = state.table.iter().position(fits)?;
    Some(state.table.remove(at).laid)
}

/// The effect of [`Event::Left`]: the hand goes to the open table.
pub(crate) fn left(state: &mut State, seat: Seat) {
    let Some(member) = state.seats.get_mut(&seat) else {
        return;
    };
    member.away = true;
    member.ready = false;
    let hand = std::mem::take(&mut member.hand);
    state.table.extend(hand.into_iter().map(|card| Open {
        card,
        laid: Laid::Leaving(seat),
    }));
    if state.turn == Some(seat) {
        state.turn = None;
    }
}

/// The effect of [`Event::Returned`]: what lies there still because they left comes back.
pub(crate) fn returned(state: &mut State, seat: Seat) {
    let Some(member) = state.seats.get_mut(&seat) else {
        return;
    };
    member.away = false;
    let laid = Laid::Leaving(seat);
    member.hand.extend(
        state
            .table
            .iter()
            .filter(|open| open.laid == laid)
            .map(|open| open.card.clone()),
    );
    state.table.retain(|open| open.laid != laid);
}
