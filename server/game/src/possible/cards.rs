//! Whether cards in a file can have gone round so.

use super::texts::{Kind, Texts};
use super::{Check, NUMBER_MAX, in_deck, known, must, present, ruled};
use crate::event::{Event, Source};
use crate::ids::{CardId, Seat};
use crate::seen::Seen;
use crate::state::{Phase, State};
use crate::text::REASON_CHARS_MAX;
use crate::{HAND_CARDS, decide, gifts};
use std::collections::BTreeSet;

/// Cards on the open table: almost twice what 48 people with full hands could lay there.
const TABLE_CARDS_MAX: usize = 1_000;
/// Gifts in all: 48 people who each give every card of a full hand to eight others. The rules set no
/// such limit, but a file comes at once, where people take an afternoon.
const GIFTS_MAX: usize = 5_000;

pub(super) fn seen(state: &State, seen: &Seen) -> Check {
    let Seen { table, stack, flow } = seen;
    let table = table.iter().flatten().map(|(card, _)| card);
    let mut cards = table.clone().chain(stack.iter().flatten());
    cards.try_for_each(|card| in_deck(state, card))?;
    must(
        table.count() <= TABLE_CARDS_MAX,
        "there are too many cards on the table",
    )?;
    let different: BTreeSet<&CardId> = stack.iter().flatten().collect();
    must(
        different.len() == stack.iter().flatten().count(),
        "a card is twice among those nobody has",
    )?;
    must(
        flow.is_none_or(|gifts| gifts <= NUMBER_MAX),
        "there are too many gifts",
    )
}

pub(super) fn dealt(state: &State, size: u8, hands: &[(Seat, Vec<CardId>)]) -> Check {
    ruled(decide::in_phase(state, &[Phase::Giving]))?;
    must(HAND_CARDS.contains(&size), "a hand has 5 to 12 cards")?;
    must(
        state.hand_size == 0 || state.hand_size == size,
        "hands are of one size",
    )?;
    let seats: BTreeSet<Seat> = hands.iter().map(|(seat, _)| *seat).collect();
    must(seats.len() == hands.len(), "a seat has two hands")?;
    for (seat, hand) in hands {
        must(hand.is_empty(), "an export does not tell hands")?;
        must(
            !known(state, *seat)?.dealt,
            "a member is dealt a hand only once",
        )?;
    }
    Ok(())
}

pub(super) fn given(state: &State, event: &Event, texts: &mut Texts<'_>) -> Check {
    let Event::Given {
        gift,
        card,
        from,
        to,
        reason,
        source,
    } = event
    else {
        return Ok(());
    };
    must(
        gift.0 > 0 && gift.0 <= NUMBER_MAX && !state.numbered.contains(gift),
        "each gift has a number of its own",
    )?;
    must(state.gifts.len() < GIFTS_MAX, "there are too many gifts")?;
    ruled(decide::in_phase(state, &gifts::MOVING))?;
    present(state, *from)?;
    in_deck(state, card)?;
    ruled(gifts::check_receiver(state, *from, card, *to))?;
    if let Source::Also(other) = source {
        let same = state.gifts.get(other).map(|other| &other.card);
        must(same == Some(card), "the card goes on from no gift there is")?;
    }
    texts.take(state, &[(*reason, Kind::Line(REASON_CHARS_MAX))])
}
