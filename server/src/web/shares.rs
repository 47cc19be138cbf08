//! What the server holds for others before it knows whether it is good for anything: bounded in all, and
//! for each address, so that one address leaves enough for the rest.

use crate::web::quota::Network;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// So much in all, and so much for each address.
#[derive(Debug)]
pub(crate) struct Shares {
    all: usize,
    each: usize,
    taken: Mutex<Taken>,
}

#[derive(Debug, Default)]
struct Taken {
    all: usize,
    by: HashMap<Network, usize>,
}

/// What is held for somebody, until this is gone.
#[derive(Debug)]
pub(crate) struct Share {
    of: Arc<Shares>,
    from: Network,
    much: usize,
}

impl Shares {
    pub(crate) fn new(all: usize, each: usize) -> Arc<Shares> {
        Arc::new(Shares {
            all,
            each,
            taken: Mutex::default(),
        })
    }

    /// Nothing yet, for this address.
    pub(crate) fn none(self: &Arc<Self>, from: Network) -> Share {
        Share {
            of: self.clone(),
            from,
            much: 0,
        }
    }

    fn taken(&self) -> MutexGuard<'_, Taken> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Share {
    /// So much more, or nothing and `false` where there is not so much left.
    pub(crate) fn more(&mut self, much: usize) -> bool {
        let mut taken = self.of.taken();
        let own = taken.by.get(&self.from).copied().unwrap_or_default();
        let fits = taken.all + much <= self.of.all && own + much <= self.of.each;
        if fits && much > 0 {
            taken.all += much;
            taken.by.insert(self.from, own + much);
            self.much += much;
        }
        fits
    }

    /// All of it.
    pub(crate) fn give_back(&mut self) {
        let mut taken = self.of.taken();
        taken.all -= self.much;
        if let Some(own) = taken.by.get_mut(&self.from) {
            *own -= self.much;
            if *own == 0 {
                taken.by.remove(&self.from);
            }
        }
        self.much = 0;
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        self.give_back();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::IpAddr;

    #[test]
    fn one_address_leaves_enough_for_others_and_gives_back() {
        let [one, two, three] = [1, 2, 3].map(|n| Network::from(IpAddr::from([192, 0, 2, n])));
        let shares = Shares::new(10, 6);
        let mut first = shares.none(one);
        assert!(first.more(6) && !first.more(1));
        assert!(!shares.none(one).more(1));
        let mut second = shares.none(two);
        assert!(second.more(4));
        assert!(!shares.none(three).more(1), "that was all");
        drop(first);
        assert!(shares.none(three).more(5));
        drop(second);
        let taken = shares.taken();
        assert_eq!((taken.all, taken.by.len()), (0, 0));
    }
}
