//! Work that anyone can ask for, beside the rooms: each kind has a lane of its own, and most a bounded part
//! of the processor's time for each piece.
//! In a lane one address and one token take turns with themselves only: whatever they ask for, there is
//! a place left for others.

use crate::beside;
use crate::budget::Budget;
use crate::limits::{
    DOOR_PATIENCE, DOOR_WAITING, LANE_ADDRESS, LANE_PATIENCE, LANE_TOKEN, LANE_WAITING,
    LANE_WORKERS,
};
use crate::metrics::{Lane as Waits, METRICS};
use crate::web::problem::Failure;
use crate::web::quota::Network;
use dashmap::DashMap;
use game::TokenHash;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

/// One for each kind of work.
#[derive(Debug)]
pub(crate) struct Lanes {
    /// Reading a deck file.
    pub(crate) decks: Lane,
    /// Reading a session in.
    pub(crate) imports: Lane,
    /// Replays and exports.
    pub(crate) files: Lane,
    /// Suggesting cards for a text.
    pub(crate) suggestions: Lane,
    /// Opening a session's room.
    pub(crate) openings: Lane,
    /// Making welcomes: all there is to see.
    pub(crate) welcomes: Lane,
}

impl Lanes {
    pub(crate) fn new() -> Lanes {
        Lanes {
            decks: Lane::new(Waits::Decks),
            imports: Lane::new(Waits::Imports),
            files: Lane::new(Waits::Files),
            suggestions: Lane::new(Waits::Suggestions),
            openings: Lane::at_the_door(Waits::Openings),
            welcomes: Lane::at_the_door(Waits::Welcomes),
        }
    }
}

/// One kind of work.
#[derive(Debug)]
pub(crate) struct Lane {
    /// What waits here is counted as.
    kind: Waits,
    places: Arc<Semaphore>,
    queues: DashMap<Whose, Arc<Queue>>,
    /// Pieces of work of one address or token that can wait, and how long.
    waiting: usize,
    patience: Duration,
}

/// Whom work is for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Whose {
    Address(Network),
    Token(TokenHash),
}

/// The work of one address or token, which waits for each other.
#[derive(Debug)]
struct Queue {
    places: Arc<Semaphore>,
    waiting: AtomicUsize,
}

/// Leave to work; the next may begin when it is gone.
#[derive(Debug)]
pub(crate) struct Turn {
    _place: OwnedSemaphorePermit,
    _own: (Own, Option<Own>),
}

/// A place in a queue, which is remembered as long as somebody has one.
#[derive(Debug)]
struct Own {
    _queue: Arc<Queue>,
    _place: OwnedSemaphorePermit,
}

impl Lane {
    fn new(kind: Waits) -> Lane {
        Lane {
            kind,
            places: Arc::new(Semaphore::new(LANE_WORKERS)),
            queues: DashMap::new(),
            waiting: LANE_WAITING,
            patience: LANE_PATIENCE,
        }
    }

    /// For what everyone needs who comes, all at once after a restart.
    fn at_the_door(kind: Waits) -> Lane {
        Lane {
            waiting: DOOR_WAITING,
            patience: DOOR_PATIENCE,
            ..Lane::new(kind)
        }
    }

    /// Waits for a turn, not longer than is sensible: who is told to come back can do so.
    pub(crate) async fn turn(
        &self,
        from: Network,
        token: Option<&TokenHash>,
    ) -> Result<Turn, Failure> {
        let wait = async {
            // First among their own: in the lane itself there waits no more than one place's worth of
            // each address, so that nobody stands behind all that somebody else asked for.
            let of_token = match token {
                Some(token) => {
                    let queue = self.queue(Whose::Token(token.clone()), LANE_TOKEN);
                    Some(queue.place(self.waiting).await?)
                }
                None => None,
            };
            let queue = self.queue(Whose::Address(from), LANE_ADDRESS);
            let of_address = queue.place(self.waiting).await?;
            let places = Arc::clone(&self.places);
            let place = places.acquire_owned().await.ok()?;
            Some(Turn {
                _place: place,
                _own: (of_address, of_token),
            })
        };
        let _counted = METRICS.waiting(self.kind);
        let turn = timeout(self.patience, wait).await.ok().flatten();
        turn.ok_or_else(Failure::unavailable)
    }

    fn queue(&self, whose: Whose, places: usize) -> Arc<Queue> {
        // Who is working or waiting holds theirs.
        self.queues.retain(|_, queue| Arc::strong_count(queue) > 1);
        let new = || {
            Arc::new(Queue {
                places: Arc::new(Semaphore::new(places)),
                waiting: AtomicUsize::new(0),
            })
        };
        self.queues.entry(whose).or_insert_with(new).clone()
    }
}

impl Queue {
    /// The next place; `None` when too many wait for one.
    async fn place(self: Arc<Self>, most: usize) -> Option<Own> {
        let place = {
            let _waits = Waiting::begin(&self.waiting, most)?;
            Arc::clone(&self.places).acquire_owned().await.ok()?
        };
        Some(Own {
            _place: place,
            _queue: self,
        })
    }
}

/// Counts who waits, until they do not.
struct Waiting<'a>(&'a AtomicUsize);

impl Waiting<'_> {
    fn begin(count: &AtomicUsize, most: usize) -> Option<Waiting<'_>> {
        let waits = Waiting(count);
        (count.fetch_add(1, Ordering::Relaxed) < most).then_some(waits)
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Turn {
    /// Works on a thread of its own, in the processor time there is and as long as somebody waits. The
    /// turn is over when the work is: who goes away meanwhile makes no room for one more.
    pub(crate) async fn work<T: Send + 'static>(
        self,
        time: Duration,
        work: impl FnOnce(&Budget) -> T + Send + 'static,
    ) -> Result<T, Failure> {
        let (budget, _waiting) = Budget::waited_for();
        let begun = beside::begin(move || {
            let made = work(&budget.begin(time));
            drop(self);
            made
        });
        let made = begun.map_err(|error| {
            tracing::warn!(%error, "no thread for more work");
            Failure::unavailable()
        })?;
        // What ended it otherwise was a panic, which was told.
        made.await.map_err(|_| Failure::failed())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::FutureExt;
    use std::net::IpAddr;
    use std::thread;
    use tokio::sync::oneshot;

    fn network(last: u8) -> Network {
        Network::from(IpAddr::from([192, 0, 2, last]))
    }

    fn token(text: &str) -> TokenHash {
        TokenHash(text.into())
    }

    #[tokio::test(start_paused = true)]
    async fn one_address_leaves_a_place_for_others_and_is_told_to_come_back() {
        let lane = Lane::new(Waits::Files);
        let mut held = Vec::new();
        for _ in 0..LANE_ADDRESS {
            held.push(lane.turn(network(1), None).await.unwrap());
        }
        let began = tokio::time::Instant::now();
        assert!(lane.turn(network(1), None).await.is_err());
        assert_eq!(began.elapsed(), LANE_PATIENCE);
        // Others are not waiting for that, also while it waits.
        let waiting = lane.turn(network(1), None);
        let other = async {
            tokio::task::yield_now().await;
            lane.turn(network(2), None).await
        };
        tokio::select! {
            biased;
            _ = waiting => unreachable!("its address works on"),
            turn = other => assert!(turn.is_ok()),
        }
        held.pop();
        assert!(lane.turn(network(1), None).await.is_ok());
    }

    #[tokio::test(start_paused = true)]
    async fn one_token_works_on_one_thing_wherever_it_is_used() {
        let lane = Lane::new(Waits::Files);
        let first = lane.turn(network(1), Some(&token("a"))).await.unwrap();
        let (a, b) = (token("a"), token("b"));
        let again = lane.turn(network(2), Some(&a));
        let colleague = lane.turn(network(1), Some(&b));
        let (again, colleague) = tokio::join!(again, colleague);
        assert!(again.is_err() && colleague.is_ok());
        drop(first);
        assert!(lane.turn(network(2), Some(&token("a"))).await.is_ok());
    }

    #[tokio::test(start_paused = true)]
    async fn so_many_wait_and_the_next_is_told_at_once() {
        let lane = Lane::new(Waits::Files);
        let token = token("a");
        let held = lane.turn(network(1), Some(&token)).await.unwrap();
        let many = (0..LANE_WAITING).map(|_| lane.turn(network(1), Some(&token)));
        let mut many = Box::pin(futures_util::future::join_all(many));
        assert!((&mut many).now_or_never().is_none());
        let more = lane.turn(network(1), Some(&token)).now_or_never();
        assert!(more.is_some_and(|more| more.is_err()));
        drop(many);
        // Nobody waits and nobody works: nothing is remembered.
        drop(held);
        assert!(lane.turn(network(3), None).await.is_ok());
        assert_eq!(lane.queues.len(), 1);
    }

    #[tokio::test]
    async fn who_goes_away_ends_the_work_and_makes_no_room_before_it_ended() {
        let lane = Lane::new(Waits::Files);
        let turn = lane.turn(network(1), None).await.unwrap();
        let (begins, begun) = oneshot::channel();
        let work = turn.work(Duration::from_secs(3600), |budget| {
            begins.send(()).unwrap();
            while budget.check().is_ok() {
                thread::yield_now();
            }
        });
        let work = tokio::spawn(work);
        begun.await.unwrap();
        assert_eq!(lane.places.available_permits(), LANE_WORKERS - 1);
        work.abort();
        let all = u32::try_from(LANE_WORKERS).unwrap();
        let all = timeout(Duration::from_secs(60), lane.places.acquire_many(all));
        assert!(all.await.is_ok(), "it ends long before its time is over");
    }

    #[tokio::test]
    async fn work_that_takes_too_much_of_the_processor_is_over() {
        let lane = Lane::new(Waits::Files);
        let turn = lane.turn(network(1), None).await.unwrap();
        let spent = turn.work(
            Duration::from_millis(20),
            |budget| {
                while budget.check().is_ok() {}
            },
        );
        assert!(spent.await.is_ok());
    }
}
