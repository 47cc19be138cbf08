//! Which documents an event can change.

use super::Key;
use crate::agenda::{ActionField, Place};
use crate::event::{Event, Source};
use crate::ids::{GiftId, Seat};
use crate::state::{Gift, Laid, State};

/// Every document there is in this state.
pub fn every_key(state: &State) -> Vec<Key> {
    let mut keys = vec![
        Key::Session,
        Key::Table,
        Key::Flow,
        Key::Watching,
        Key::Team,
        Key::Coverage,
        Key::Few,
        Key::FewCount,
        Key::Passes,
        Key::Agenda,
        Key::Proposal,
    ];
    for seat in state.seats.keys() {
        keys.extend([Key::Seat(*seat), Key::Hand(*seat)]);
        keys.extend([Key::Talents(*seat), Key::Profile(*seat)]);
    }
    for action in state.agenda.actions.keys() {
        keys.extend([Key::Action(*action), Key::Fit(*action)]);
    }
    keys.extend(state.agenda.fields.keys().map(|place| Key::Field(*place)));
    keys.extend(state.gifts.keys().map(|gift| Key::Gift(*gift)));
    keys.extend(mentions(state));
    keys
}

/// The documents this event can change: their content, or who may see them. `state` is the state
/// before the event.
///
/// What concerns a card that only some may see never names the `seat` or `talents` of others: a
/// document that all are sent anew tells that something happened to that person.
pub fn touched(state: &State, event: &Event) -> Vec<Key> {
    let mut keys = Vec::new();
    match event {
        Event::Opened { .. } => {
            keys.extend([
                Key::Session,
                Key::Table,
                Key::Flow,
                Key::Watching,
                Key::Passes,
                Key::Few,
                Key::Agenda,
            ]);
        }
        // Rare, and they change who may see almost anything.
        Event::Admitted { .. }
        | Event::Withdrawn { .. }
        | Event::PhaseMoved { .. }
        | Event::Wiped { .. } => keys = every_key(state),
        Event::Forgotten { seat, .. } => {
            keys = every_key(state);
            keys.push(Key::Mentions(*seat));
        }
        Event::Joined { seat, .. } => {
            keys.extend([Key::Seat(*seat), Key::Talents(*seat), Key::Profile(*seat)]);
            keys.extend([Key::Passes, Key::Agenda, Key::Proposal]);
            keys.extend(FEW);
        }
        Event::Described { seat, .. } => keys.extend([Key::Seat(*seat), Key::Proposal]),
        Event::ReadySet { seat, .. } => keys.push(Key::Seat(*seat)),
        Event::Dealt { hands, .. } => {
            keys.extend([Key::Session, Key::Table]);
            let dealt = hands.iter().map(|(seat, _)| *seat);
            keys.extend(dealt.flat_map(|seat| [Key::Seat(seat), Key::Hand(seat)]));
        }
        Event::Given {
            gift,
            card,
            from,
            to,
            source,
            ..
        } => {
            keys.extend(of_gift(*gift, *from));
            if *source == Source::Table {
                // The one that will be taken is the first.
                let open = state.table.iter().find(|open| open.card == *card);
                keys.extend(open.and_then(|open| hand_of_layer(open.laid)));
            }
            if crate::conversation::is_shown_at_once(state, *to) {
                keys.extend(talents_of(state, *to));
            }
        }
        Event::TakenBack { gift } => {
            keys.extend(mentions(state));
            if let Some(taken) = state.gifts.get(gift) {
                keys.extend(of_gift(*gift, taken.from));
                keys.extend(taken.taken.and_then(hand_of_layer));
            }
        }
        Event::LaidOpen { seat, .. } | Event::PickedUp { seat, .. } => {
            keys.extend([Key::Hand(*seat), Key::Table, Key::Team]);
        }
        Event::TurnStarted { seat } => {
            keys.push(Key::Session);
            if let Some(seat) = seat {
                keys.push(Key::Seat(*seat));
                let new = |gift: &Gift| gift.to == *seat && !gift.shown;
                let theirs = state.gifts.iter().filter(|(_, gift)| new(gift));
                keys.extend(theirs.map(|(id, _)| Key::Gift(*id)));
                keys.extend(talents_of(state, *seat));
            }
        }
        Event::Picked { gift, .. } => keys.push(Key::Gift(*gift)),
        Event::Reworded { gift, .. } => {
            keys.push(Key::Gift(*gift));
            // Which gift a listed text is of.
            keys.extend(mentions(state));
        }
        Event::Seconded { gift, .. } => {
            keys.push(Key::Gift(*gift));
            let seconded = state.gifts.get(gift);
            keys.extend(
                seconded
                    .into_iter()
                    .flat_map(|gift| talents_of(state, gift.to)),
            );
        }
        Event::Answered { gift, .. } => {
            keys.extend([Key::Gift(*gift), Key::Table, Key::Team]);
            let answered = state.gifts.get(gift);
            let seen =
                |gift: &&Gift| gift.shown || crate::conversation::is_shown_at_once(state, gift.to);
            let answered = answered.filter(seen).map(|gift| gift.to);
            keys.extend(answered.into_iter().flat_map(|to| talents_of(state, to)));
        }
        Event::Left { seat } | Event::Returned { seat } => {
            keys.extend([
                Key::Session,
                Key::Seat(*seat),
                Key::Hand(*seat),
                Key::Table,
                Key::Team,
                Key::Agenda,
                Key::Proposal,
            ]);
            keys.extend(FEW);
        }
        Event::LockSet { .. } => keys.push(Key::Session),
        Event::Seen(_) => keys.extend([Key::Table, Key::Flow, Key::Team]),
        Event::Wrote { place, .. }
        | Event::Offered { place, .. }
        | Event::Settled { place, .. } => {
            keys.push(Key::Field(*place));
            keys.extend(mentions(state));
            // What an action needs may follow from what is written there.
            if let Place::Action(action, ActionField::What | ActionField::How) = place {
                keys.extend([Key::Action(*action), Key::Fit(*action), Key::Proposal]);
            }
        }
        Event::ActionAdded { action } | Event::ActionRemoved { action, .. } => {
            keys.extend([Key::Agenda, Key::Proposal]);
            keys.extend([Key::Action(*action), Key::Fit(*action)]);
        }
        Event::NeedsSet { action, .. } => {
            keys.extend([Key::Action(*action), Key::Fit(*action), Key::Proposal]);
        }
        Event::FunctionSet { action, .. } => keys.push(Key::Action(*action)),
        Event::Assigned { action, .. } => keys.extend([Key::Action(*action), Key::Proposal]),
        Event::CapSet { .. } => keys.extend([Key::Agenda, Key::Proposal]),
    }
    keys
}

/// The texts that may hold a forgotten name.
fn mentions(state: &State) -> impl Iterator<Item = Key> + '_ {
    state.mentions.keys().map(|seat| Key::Mentions(*seat))
}

/// Who has few cards, for either kind of facilitator.
const FEW: [Key; 2] = [Key::Few, Key::FewCount];

/// What a card that is given or taken back changes.
fn of_gift(gift: GiftId, from: Seat) -> Vec<Key> {
    let mut keys = vec![
        Key::Gift(gift),
        Key::Hand(from),
        Key::Table,
        Key::Flow,
        Key::Team,
    ];
    keys.extend(FEW);
    keys
}

/// The hand of who laid a card open, which lists it until it is gone.
fn hand_of_layer(laid: Laid) -> Option<Key> {
    match laid {
        Laid::By(seat) => Some(Key::Hand(seat)),
        Laid::Leaving(_) | Laid::Lying(_) | Laid::Untold { .. } => None,
    }
}

/// What is made of the cards someone got, as far as all may see it.
fn talents_of(state: &State, seat: Seat) -> Vec<Key> {
    let mut keys = Vec::new();
    if state.talents_reached {
        keys.extend([Key::Talents(seat), Key::Team]);
        keys.extend([Key::Profile(seat), Key::Coverage]);
    }
    if state.agenda.reached {
        keys.extend(state.agenda.standing().map(|(action, _)| Key::Fit(action)));
        keys.push(Key::Proposal);
    }
    keys
}
