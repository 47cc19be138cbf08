//! How long work on a whole session may take. It is done beside the rooms, a few at a time: a session
//! that was made to be slow, and one nobody waits for any more, must not keep others waiting.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// The time there is for one piece of work. Who works asks now and then whether to go on.
#[derive(Clone, Debug, Default)]
pub struct Budget {
    until: Option<Instant>,
    left: Arc<AtomicBool>,
}

/// It takes too long, or nobody waits for it any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("it takes too long")]
pub struct Spent;

impl Budget {
    /// As long as it takes, for who waits at their own machine.
    pub fn unlimited() -> Budget {
        Budget::default()
    }

    /// So long, from now on.
    pub fn of(time: Duration) -> Budget {
        Budget {
            until: Some(Instant::now() + time),
            left: Arc::default(),
        }
    }

    /// Whether to go on.
    pub fn check(&self) -> Result<(), Spent> {
        let is_over = self.until.is_some_and(|until| Instant::now() >= until);
        if is_over || self.left.load(Ordering::Relaxed) {
            Err(Spent)
        } else {
            Ok(())
        }
    }

    /// Held by who waits for the work: once it is gone, the work stops.
    pub fn waiting(&self) -> Waiting {
        Waiting(Arc::clone(&self.left))
    }
}

/// Somebody waits.
#[derive(Debug)]
pub struct Waiting(Arc<AtomicBool>);

impl Drop for Waiting {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_goes_on_until_its_time_is_over_or_who_waits_has_gone() {
        assert_eq!(Budget::unlimited().check(), Ok(()));
        let hour = Budget::of(Duration::from_secs(3600));
        let waiting = hour.waiting();
        assert_eq!(hour.check(), Ok(()));
        drop(waiting);
        assert_eq!(hour.clone().check(), Err(Spent));
        assert_eq!(Budget::of(Duration::ZERO).check(), Err(Spent));
    }
}
