//! So many at once, and so many a second after that.

use crate::limits::Rate;
use std::sync::{Mutex, MutexGuard, PoisonError};
use tokio::time::Instant;

/// What is left of a [`Rate`], for all who hold it.
#[derive(Debug)]
pub(crate) struct Bucket(Mutex<Inner>);

#[derive(Debug)]
struct Inner {
    rate: Rate,
    left: f64,
    at: Instant,
}

impl Bucket {
    pub(crate) fn new(rate: Rate) -> Bucket {
        Bucket(Mutex::new(Inner {
            rate,
            left: f64::from(rate.burst),
            at: Instant::now(),
        }))
    }

    /// Takes one, if there is one.
    pub(crate) fn take(&self) -> bool {
        let mut inner = self.filled();
        let is_left = inner.left >= 1.0;
        if is_left {
            inner.left -= 1.0;
        }
        is_left
    }

    /// Gives one back that was not needed after all.
    pub(crate) fn give_back(&self) {
        let mut inner = self.filled();
        inner.left = (inner.left + 1.0).min(f64::from(inner.rate.burst));
    }

    /// Seconds until there is one.
    pub(crate) fn missing(&self) -> f64 {
        let inner = self.filled();
        if inner.left >= 1.0 {
            return 0.0;
        }
        // A little more than exactly: the clock counts in whole nanoseconds.
        (1.0 - inner.left) / inner.rate.per_second + 0.001
    }

    pub(crate) fn is_full(&self) -> bool {
        let inner = self.filled();
        inner.left >= f64::from(inner.rate.burst)
    }

    fn filled(&self) -> MutexGuard<'_, Inner> {
        let mut inner = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        let since = now.duration_since(inner.at).as_secs_f64();
        inner.at = now;
        let left = inner.left + since * inner.rate.per_second;
        inner.left = left.min(f64::from(inner.rate.burst));
        inner
    }
}
