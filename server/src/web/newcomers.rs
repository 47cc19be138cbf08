//! Connections that have not shown a token that is good for something. Each address has a few, and where
//! those are taken the oldest idle one makes room: who comes in needs the place for a moment only, who
//! waits for nothing loses it, and who is inside does not count.

use crate::web::quota::Network;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::{Notify, OwnedSemaphorePermit};

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
    all: BTreeMap<u64, (Network, Arc<Manner>)>,
    by: HashMap<Network, BTreeSet<u64>>,
}

/// How a connection does.
#[derive(Debug, Default)]
struct Manner {
    /// It makes room for another.
    leaves: Notify,
    /// A request of it is being answered.
    is_busy: AtomicBool,
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

impl Newcomers {
    /// At most so many for each address.
    pub(crate) fn new(each: usize) -> Arc<Newcomers> {
        Arc::new(Newcomers {
            each,
            inner: Mutex::default(),
        })
    }

    /// Lets the oldest of all make room: an idle one, if there is one. `false`: there is nobody.
    pub(crate) fn make_room(&self) -> bool {
        let mut inner = self.inner();
        let oldest = inner.oldest(inner.all.keys());
        inner.make_room(oldest);
        oldest.is_some()
    }

    fn come(self: &Arc<Self>, from: Network, manner: &Arc<Manner>) -> Newcomer {
        let mut inner = self.inner();
        let own = inner.by.get(&from);
        let oldest = own
            .filter(|own| own.len() >= self.each)
            .and_then(|own| inner.oldest(own.iter()));
        inner.make_room(oldest);
        let nr = inner.next;
        inner.next += 1;
        inner.all.insert(nr, (from, manner.clone()));
        inner.by.entry(from).or_default().insert(nr);
        Newcomer {
            of: self.clone(),
            nr,
            from,
        }
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inner {
    /// Of these, the oldest that is idle, or the oldest.
    fn oldest<'a>(&self, oldest_first: impl Iterator<Item = &'a u64> + Clone) -> Option<u64> {
        let is_idle = |nr: &&u64| {
            let manner = self.all.get(*nr);
            manner.is_some_and(|(_, manner)| !manner.is_busy.load(Ordering::Relaxed))
        };
        let mut idle = oldest_first.clone().filter(is_idle);
        idle.next().or(oldest_first.clone().next()).copied()
    }

    /// It counts no more from now on: the next makes another go.
    fn make_room(&mut self, nr: Option<u64>) {
        let Some(nr) = nr else { return };
        if let Some((from, manner)) = self.all.get(&nr).cloned() {
            manner.leaves.notify_one();
            self.leave(from, nr);
        }
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

    /// Counts as a newcomer from there, until it is known.
    pub(crate) fn comes(&self, newcomers: &Arc<Newcomers>, from: Network) {
        let newcomer = newcomers.come(from, &self.manner);
        *self.newcomer() = Some(newcomer);
    }

    /// Showed a token that is good for something.
    pub(crate) fn is_known(&self) {
        *self.newcomer() = None;
    }

    /// A request is being answered, or no more.
    pub(crate) fn is_busy(&self, busy: bool) {
        self.manner.is_busy.store(busy, Ordering::Relaxed);
    }

    /// Waits until it makes room for another.
    pub(crate) async fn leaves(&self) {
        loop {
            self.manner.leaves.notified().await;
            // Not who became known just then.
            if self.newcomer().is_some() {
                return;
            }
        }
    }

    fn newcomer(&self) -> MutexGuard<'_, Option<Newcomer>> {
        self.newcomer.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::FutureExt;
    use std::net::IpAddr;
    use tokio::sync::Semaphore;

    fn places(many: usize) -> Vec<Place> {
        let permits = Arc::new(Semaphore::new(many));
        let permit = || Place::new(permits.clone().try_acquire_owned().unwrap());
        (0..many).map(|_| permit()).collect()
    }

    fn left(places: &[Place]) -> Vec<usize> {
        let left = |(at, place): (usize, &Place)| place.leaves().now_or_never().map(|()| at);
        places.iter().enumerate().filter_map(left).collect()
    }

    #[tokio::test]
    async fn the_oldest_idle_one_of_the_same_address_makes_room() {
        let [one, two] = [1, 2].map(|n| Network::from(IpAddr::from([192, 0, 2, n])));
        let newcomers = Newcomers::new(3);
        let places = places(8);
        places[0].comes(&newcomers, two);
        for place in &places[1..4] {
            place.comes(&newcomers, one);
        }
        assert_eq!(left(&places), [0; 0]);
        places[1].is_busy(true);
        places[4].comes(&newcomers, one);
        assert_eq!(left(&places), [2]);
        // Who is known stays, and counts no more.
        places[3].is_known();
        places[5].comes(&newcomers, one);
        assert_eq!(left(&places), [0; 0]);
        // Where all are busy the oldest goes.
        places[4].is_busy(true);
        places[5].is_busy(true);
        places[6].comes(&newcomers, one);
        assert_eq!(left(&places), [1]);
        assert!(newcomers.make_room());
        assert_eq!(left(&places), [0]);
        drop(places);
        let inner = newcomers.inner();
        assert!(inner.all.is_empty() && inner.by.is_empty());
    }

    #[tokio::test]
    async fn who_became_known_just_then_stays() {
        let newcomers = Newcomers::new(3);
        let places = places(1);
        places[0].comes(&newcomers, Network::from(IpAddr::from([192, 0, 2, 1])));
        newcomers.make_room();
        places[0].is_known();
        assert_eq!(left(&places), [0; 0]);
    }
}
