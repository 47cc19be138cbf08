//! Dealing: hands as even as they can be, no card twice in a hand, and every card of the deck out
//! before a second copy of any.

use crate::chance::Chance;
use crate::ids::{CardId, Seat};
use crate::state::State;

/// Without a choice a hand is the deck divided by the members, but within these bounds: fewer
/// gives no choice, more does not fit a phone.
const DEFAULT_HAND: std::ops::RangeInclusive<usize> = 6..=12;

/// The hands at the start, and the size of the smallest.
pub(crate) fn hands(
    state: &State,
    seats: &[Seat],
    chance: &mut Chance,
) -> (u8, Vec<(Seat, Vec<CardId>)>) {
    let deck: Vec<CardId> = state.deck().cloned().collect();
    let chosen = state
        .setup
        .as_ref()
        .and_then(|setup| setup.hand)
        .map(usize::from);
    let mut seats = seats.to_vec();
    chance.shuffle(&mut seats); // Who gets the odd card over is luck too.
    let sizes = sizes(deck.len(), seats.len(), chosen);
    let mut stack: Vec<CardId> = Vec::new();
    let mut hands = Vec::new();
    for (seat, size) in seats.iter().zip(&sizes) {
        let mut hand: Vec<CardId> = Vec::new();
        while hand.len() < *size {
            // What is left of one round of the deck can all be in this hand already; the next
            // round then has a card that is not.
            let fresh = stack.iter().rposition(|card| !hand.contains(card));
            match fresh {
                Some(at) => hand.push(stack.remove(at)),
                None if hand.len() >= deck.len() => break,
                None => {
                    let mut round = deck.clone();
                    chance.shuffle(&mut round);
                    stack.splice(0..0, round);
                }
            }
        }
        hands.push((*seat, hand));
    }
    hands.sort_by_key(|(seat, _)| *seat);
    let smallest = sizes.iter().min().copied().unwrap_or_default();
    (u8::try_from(smallest).unwrap_or(u8::MAX), hands)
}

/// How many cards each gets: as chosen, or the whole deck divided.
fn sizes(deck: usize, members: usize, chosen: Option<usize>) -> Vec<usize> {
    let members_or_one = members.max(1);
    let (even, over) = match chosen {
        Some(size) => (size, 0),
        None => (deck / members_or_one, deck % members_or_one),
    };
    (0..members)
        .map(|place| {
            let size = even + usize::from(place < over);
            let size = if chosen.is_some() {
                size
            } else {
                size.clamp(*DEFAULT_HAND.start(), *DEFAULT_HAND.end())
            };
            size.min(deck)
        })
        .collect()
}

/// Hands for who come while the others are giving: the cards with the fewest copies out.
pub(crate) fn late_hands(
    state: &State,
    seats: &[Seat],
    chance: &mut Chance,
) -> Vec<(Seat, Vec<CardId>)> {
    let out = state.copies_out();
    let copies = |card| out.get(card).copied().unwrap_or_default();
    let deck = state.deck();
    let mut deck: Vec<(usize, CardId)> = deck.map(|card| (copies(card), card.clone())).collect();
    let size = usize::from(state.hand_size).min(deck.len());
    let mut hands = Vec::new();
    for seat in seats {
        chance.shuffle(&mut deck);
        deck.sort_by_key(|(out, _)| *out); // Stable: equals stay in their random order.
        let (hand, _) = deck.split_at_mut(size);
        hands.push((*seat, hand.iter().map(|(_, card)| card.clone()).collect()));
        for (out, _) in hand {
            *out += 1; // The next late comer gets other cards.
        }
    }
    hands
}

#[cfg(test)]
mod tests {
    use super::sizes;

    #[test]
    fn hands_are_the_deck_divided() {
        assert_eq!(sizes(48, 4, None), [12; 4]);
        assert_eq!(sizes(48, 5, None), [10, 10, 10, 9, 9]);
        assert_eq!(sizes(48, 3, None), [12; 3], "never more than fits a phone");
        assert_eq!(sizes(48, 40, None), [6; 40], "never too few to choose from");
        assert_eq!(sizes(48, 4, Some(5)), [5; 4]);
        assert_eq!(
            sizes(10, 2, Some(12)),
            [10; 2],
            "never more than the deck has"
        );
    }
}
