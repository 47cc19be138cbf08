//! Warnings of what can happen many times a second: one line now and then, with how many more there were.

use crate::limits::WARN_EVERY;
use std::sync::{Mutex, PoisonError};
use tokio::time::Instant;

/// One kind of warning.
#[derive(Debug, Default)]
pub(crate) struct Throttle(Mutex<Inner>);

#[derive(Debug, Default)]
struct Inner {
    at: Option<Instant>,
    held_back: u64,
}

impl Throttle {
    /// Before the first warning.
    pub(crate) const fn new() -> Throttle {
        Throttle(Mutex::new(Inner {
            at: None,
            held_back: 0,
        }))
    }

    /// Whether to say it now, and how often it was not said since it was said last.
    pub(crate) fn pass(&self) -> Option<u64> {
        let mut inner = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        if inner.at.is_some_and(|at| now < at + WARN_EVERY) {
            inner.held_back += 1;
            return None;
        }
        inner.at = Some(now);
        Some(std::mem::take(&mut inner.held_back))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn one_now_and_then_with_how_many_more() {
        let throttle = Throttle::new();
        let said: Vec<_> = (0..100).filter_map(|_| throttle.pass()).collect();
        assert_eq!(said, [0]);
        tokio::time::advance(WARN_EVERY).await;
        assert_eq!(throttle.pass(), Some(99));
        assert_eq!(throttle.pass(), None);
    }
}
