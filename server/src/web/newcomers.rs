//! Connections that are not inside: that have no welcome on a websocket. Each address has a few, and where
//! those are taken an old one makes room: who comes in needs the place for a moment only. Who came just
//! now stays, however many come after them; who is being sent an answer goes last; who is inside does not
//! count.

use crate::limits::{NEWCOMER_GRACE, WRITE_TIME};
use crate::web::quota::Network;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::{Notify, OwnedSemaphorePermit};
use tokio::time::{Instant, sleep};

/// All newcomers.
#[derive(Debug)]
pub(crate) struct Newcomers {
    each: usize,
    inner: Mutex<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    next: u64,
    /// The oldest first.
    all: BTreeMap<u64, Known>,
    by: HashMap<Network, BTreeSet<u64>>,
}

/// What is known of a newcomer.
#[derive(Clone, Debug)]
struct Known {
    from: Network,
    since: Instant,
    manner: Arc<Manner>,
}

/// How a connection does.
#[derive(Debug, Default)]
struct Manner {
    /// It makes room for another.
    leaves: Notify,
    /// Answers that are being sent to it.
    answers: AtomicUsize,
    /// Pieces of answers that it took.
    taken: AtomicU64,
}

/// One newcomer, until this is gone.
#[derive(Debug)]
struct Newcomer {
    of: Arc<Newcomers>,
    nr: u64,
    from: Network,
}

/// A connection's place among those there can be.
#[derive(Debug)]
pub(crate) struct Place {
    _permit: OwnedSemaphorePermit,
    manner: Arc<Manner>,
    newcomer: Mutex<Option<Newcomer>>,
}

/// An answer that is being sent, until this is gone.
#[derive(Debug)]
pub(crate) struct Answering(Arc<Manner>);

impl Newcomers {
    /// At most so many for each address.
    pub(crate) fn new(each: usize) -> Arc<Newcomers> {
        Arc::new(Newcomers {
            each,
            inner: Mutex::default(),
        })
    }

    /// Lets one of all make room. `false`: nobody is there long enough.
    pub(crate) fn make_room(&self) -> bool {
        let mut inner = self.inner();
        let oldest = inner.oldest(inner.all.keys());
        inner.make_room(oldest)
    }

    /// Nothing: as many of that address are there, all since just now.
    fn come(self: &Arc<Self>, from: Network, manner: &Arc<Manner>) -> Option<Newcomer> {
        let mut inner = self.inner();
        let own = inner.by.get(&from);
        if let Some(own) = own.filter(|own| own.len() >= self.each) {
            let oldest = inner.oldest(own.iter());
            if !inner.make_room(oldest) {
                return None;
            }
        }
        let nr = inner.next;
        inner.next += 1;
        let known = Known {
            from,
            since: Instant::now(),
            manner: manner.clone(),
        };
        inner.all.insert(nr, known);
        inner.by.entry(from).or_default().insert(nr);
        Some(Newcomer {
            of: self.clone(),
            nr,
            from,
        })
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inner {
    /// Of these the oldest to whom nothing is being sent, or the oldest; nobody who came just now.
    fn oldest<'a>(&self, oldest_first: impl Iterator<Item = &'a u64> + Clone) -> Option<u64> {
        let known = oldest_first.filter_map(|nr| Some((*nr, self.all.get(nr)?)));
        let mut old = known.take_while(|(_, known)| known.since.elapsed() >= NEWCOMER_GRACE);
        let first = old.clone().next();
        let waits = |known: &Known| known.manner.answers.load(Ordering::Relaxed) == 0;
        let idle = old.find(|(_, known)| waits(known));
        idle.or(first).map(|(nr, _)| nr)
    }

    /// It counts no more from now on: the next makes another go.
    fn make_room(&mut self, nr: Option<u64>) -> bool {
        let known = nr.and_then(|nr| Some((nr, self.all.get(&nr)?.clone())));
        let Some((nr, known)) = known else {
            return false;
        };
        known.manner.leaves.notify_one();
        self.leave(known.from, nr);
        true
    }

    fn leave(&mut self, from: Network, nr: u64) {
        self.all.remove(&nr);
        if let Some(own) = self.by.get_mut(&from) {
            own.remove(&nr);
            if own.is_empty() {
                self.by.remove(&from);
            }
        }
    }
}

impl Drop for Newcomer {
    fn drop(&mut self) {
        self.of.inner().leave(self.from, self.nr);
    }
}

impl Place {
    pub(crate) fn new(permit: OwnedSemaphorePermit) -> Place {
        Place {
            _permit: permit,
            manner: Arc::default(),
            newcomer: Mutex::default(),
        }
    }

    /// Counts as a newcomer from there, until it is inside. `false`: there is no room for it.
    pub(crate) fn comes(&self, newcomers: &Arc<Newcomers>, from: Network) -> bool {
        let newcomer = newcomers.come(from, &self.manner);
        let fits = newcomer.is_some();
        *self.newcomer() = newcomer;
        fits
    }

    /// Was welcomed.
    pub(crate) fn is_inside(&self) {
        *self.newcomer() = None;
    }

    /// An answer is being sent to it.
    pub(crate) fn answers(&self) -> Answering {
        self.manner.answers.fetch_add(1, Ordering::Relaxed);
        Answering(self.manner.clone())
    }

    /// Waits until it makes room for another.
    pub(crate) async fn leaves(&self) {
        loop {
            self.manner.leaves.notified().await;
            // Not who came inside just then.
            if self.newcomer().is_some() {
                return;
            }
        }
    }

    /// Waits until it took nothing of an answer for so long that it does not read.
    pub(crate) async fn stalls(&self) {
        loop {
            let taken = self.manner.taken.load(Ordering::Relaxed);
            sleep(WRITE_TIME).await;
            let is_sent = self.manner.answers.load(Ordering::Relaxed) > 0;
            if is_sent && self.manner.taken.load(Ordering::Relaxed) == taken {
                return;
            }
        }
    }

    fn newcomer(&self) -> MutexGuard<'_, Option<Newcomer>> {
        self.newcomer.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Answering {
    /// A piece was taken.
    pub(crate) fn goes_on(&self) {
        self.0.taken.fetch_add(1, Ordering::Relaxed);
    }
}

impl Drop for Answering {
    fn drop(&mut self) {
        self.0.answers.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::FutureExt;
    use std::net::IpAddr;
    use tokio::sync::Semaphore;
    use tokio::time::advance;

    fn places(many: usize) -> Vec<Place> {
        let permits = Arc::new(Semaphore::new(many));
        let permit = || Place::new(permits.clone().try_acquire_owned().unwrap());
        (0..many).map(|_| permit()).collect()
    }

    fn left(places: &[Place]) -> Vec<usize> {
        let left = |(at, place): (usize, &Place)| place.leaves().now_or_never().map(|()| at);
        places.iter().enumerate().filter_map(left).collect()
    }

    fn address(n: u8) -> Network {
        Network::from(IpAddr::from([192, 0, 2, n]))
    }

    #[tokio::test(start_paused = true)]
    async fn the_oldest_of_the_same_address_to_whom_nothing_is_sent_makes_room() {
        let newcomers = Newcomers::new(3);
        let places = places(8);
        places[0].comes(&newcomers, address(2));
        for place in &places[1..4] {
            assert!(place.comes(&newcomers, address(1)));
        }
        let sent = places[1].answers();
        advance(NEWCOMER_GRACE).await;
        assert!(places[4].comes(&newcomers, address(1)));
        assert_eq!(left(&places), [2]);
        // Who is inside stays, and counts no more.
        places[3].is_inside();
        assert!(places[5].comes(&newcomers, address(1)));
        assert_eq!(left(&places), [0; 0]);
        // Where all others came just now the one who is sent something goes.
        assert!(places[6].comes(&newcomers, address(1)));
        assert_eq!(left(&places), [1]);
        drop(sent);
        assert!(newcomers.make_room());
        assert_eq!(left(&places), [0]);
        drop(places);
        let inner = newcomers.inner();
        assert!(inner.all.is_empty() && inner.by.is_empty());
    }

    #[tokio::test(start_paused = true)]
    async fn who_came_just_now_stays_however_many_come() {
        let newcomers = Newcomers::new(2);
        let places = places(4);
        assert!(places[0].comes(&newcomers, address(1)));
        assert!(places[1].comes(&newcomers, address(1)));
        assert!(!places[2].comes(&newcomers, address(1)) && !newcomers.make_room());
        assert!(places[3].comes(&newcomers, address(2)), "others can come");
        assert_eq!(left(&places), [0; 0]);
        advance(NEWCOMER_GRACE).await;
        assert!(places[2].comes(&newcomers, address(1)));
        assert_eq!(left(&places), [0]);
    }

    #[tokio::test(start_paused = true)]
    async fn who_came_inside_just_then_stays() {
        let newcomers = Newcomers::new(3);
        let places = places(1);
        places[0].comes(&newcomers, address(1));
        advance(NEWCOMER_GRACE).await;
        assert!(newcomers.make_room());
        places[0].is_inside();
        assert_eq!(left(&places), [0; 0]);
    }

    #[tokio::test(start_paused = true)]
    async fn who_takes_nothing_of_an_answer_stalls_and_who_takes_it_slowly_does_not() {
        let places = places(1);
        let stalls = tokio::time::timeout(WRITE_TIME * 3, places[0].stalls());
        assert!(stalls.await.is_err(), "nothing is sent");
        let sent = places[0].answers();
        let slowly = async {
            for _ in 0..6 {
                sent.goes_on();
                sleep(WRITE_TIME / 2).await;
            }
        };
        tokio::select! {
            () = slowly => {}
            () = places[0].stalls() => unreachable!("it takes it"),
        }
        let stalls = tokio::time::timeout(WRITE_TIME * 3, places[0].stalls());
        assert!(stalls.await.is_ok());
    }
}
