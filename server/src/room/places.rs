//! What the connections of one token, and of one right, share: how many there can be, and how
//! fast they may ask. So no single person keeps the others of a room out.

use crate::bucket::Bucket;
use crate::limits::{COMMANDS, REFUSALS_MAX, REFUSALS_TIME, TOKEN_CONNECTIONS_MAX, WELCOMES};
use crate::room::right::Right;
use game::TokenHash;
use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::Notify;
use tokio::time::Instant;

/// The connections of one room.
#[derive(Debug, Default)]
pub(crate) struct Places {
    /// By token, the oldest first.
    taken: HashMap<TokenHash, VecDeque<Arc<Notify>>>,
    asking: HashMap<Right, Arc<Asking>>,
    welcomes: HashMap<Right, Bucket>,
}

/// A connection's own place, taken as long as this lives.
#[derive(Debug)]
pub(crate) struct Place {
    /// Wakes when a newer connection takes this place.
    lost: Arc<Notify>,
    /// Shared by all connections of this right.
    asking: Arc<Asking>,
}

/// What the connections of one right may ask, and how often they were refused lately.
#[derive(Debug)]
struct Asking {
    commands: Bucket,
    /// Since when, and how often.
    refusals: Mutex<(Instant, u32)>,
}

impl Places {
    /// Whether this right may have one more welcome now: each is made of all there is to see.
    pub(crate) fn may_enter(&mut self, right: Right) -> bool {
        let welcomes = self.welcomes.entry(right);
        welcomes.or_insert_with(|| Bucket::new(WELCOMES)).take()
    }

    /// A place for one more connection; the oldest of this token loses its own if there are many.
    pub(crate) fn take(&mut self, hash: &TokenHash, right: Right) -> Place {
        self.taken.retain(|_, places| {
            places.retain(|place| Arc::strong_count(place) > 1);
            !places.is_empty()
        });
        let places = self.taken.entry(hash.clone()).or_default();
        while places.len() >= TOKEN_CONNECTIONS_MAX {
            if let Some(oldest) = places.pop_front() {
                oldest.notify_one();
            }
        }
        let lost = Arc::new(Notify::new());
        places.push_back(lost.clone());
        let new = || {
            Arc::new(Asking {
                commands: Bucket::new(COMMANDS),
                refusals: Mutex::new((Instant::now(), 0)),
            })
        };
        let asking = self.asking.entry(right).or_insert_with(new).clone();
        Place { lost, asking }
    }
}

impl Place {
    /// Waits until a newer connection of this token takes this place.
    pub(crate) async fn lost(&self) {
        self.lost.notified().await;
    }

    /// Gives it up before taking another, so that this connection counts once.
    pub(crate) fn give_up(&mut self) {
        self.lost = Arc::default();
    }

    /// Whether this right may ask for something now.
    pub(crate) fn may_ask(&self) -> bool {
        self.asking.commands.take()
    }

    /// Counts a refusal. `true`: there were so many that nobody looks at them any more. Who comes back
    /// at once goes on where they were.
    pub(crate) fn refused(&self) -> bool {
        let refusals = self.asking.refusals.lock();
        let mut refusals = refusals.unwrap_or_else(PoisonError::into_inner);
        let (since, many) = &mut *refusals;
        let now = Instant::now();
        if now > *since + REFUSALS_TIME {
            (*since, *many) = (now, 0);
        }
        *many = many.saturating_add(1);
        *many > REFUSALS_MAX
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::FutureExt;
    use game::Seat;

    fn is_lost(place: &Place) -> bool {
        place.lost().now_or_never().is_some()
    }

    #[tokio::test]
    async fn the_oldest_connection_of_a_token_loses_its_place() {
        let mut places = Places::default();
        let (own, other) = (TokenHash("own".into()), TokenHash("other".into()));
        let right = Right::Member(Seat(1));
        let somebody_else = places.take(&other, Right::Member(Seat(2)));
        let mut held: VecDeque<Place> = (0..TOKEN_CONNECTIONS_MAX)
            .map(|_| places.take(&own, right))
            .collect();
        assert!(!held.iter().any(is_lost));
        // One that left by itself makes room.
        held.pop_back();
        held.push_back(places.take(&own, right));
        assert!(!held.iter().any(is_lost));
        // And so does one that takes another for its own.
        held[0].give_up();
        held[0] = places.take(&own, right);
        assert!(!held.iter().any(is_lost));
        let newest = places.take(&own, right);
        let lost: Vec<bool> = held.iter().map(is_lost).collect();
        assert_eq!(lost.iter().filter(|lost| **lost).count(), 1);
        assert!(lost[1], "the oldest");
        assert!(!is_lost(&newest) && !is_lost(&somebody_else));
    }

    #[tokio::test(start_paused = true)]
    async fn all_connections_of_a_right_ask_from_one_bucket() {
        let mut places = Places::default();
        let of =
            |places: &mut Places, token: &str, right| places.take(&TokenHash(token.into()), right);
        let right = Right::Member(Seat(1));
        let (phone, laptop) = (of(&mut places, "a", right), of(&mut places, "a", right));
        let colleague = of(&mut places, "b", Right::Member(Seat(2)));
        let asked = (0..100).filter(|_| phone.may_ask()).count();
        assert_eq!(asked, COMMANDS.burst as usize);
        assert!(!laptop.may_ask());
        assert!(colleague.may_ask());
        let refused = (0..=REFUSALS_MAX).filter(|_| phone.refused()).count();
        assert_eq!(refused, 1);
        assert!(laptop.refused() && !colleague.refused());
        tokio::time::advance(REFUSALS_TIME * 2).await;
        assert!(!laptop.refused());
    }
}
