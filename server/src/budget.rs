//! How much work on a whole session may be: time of the processor, not of the clock, so that the same
//! work fits on a busy machine and on an idle one. It is done beside the rooms, a few at a time: a
//! session that was made to be slow, and one nobody waits for any more, must not keep others waiting.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// The processor time there is for one piece of work, on the thread that began it. Who works asks now
/// and then whether to go on.
#[derive(Clone, Debug, Default)]
pub struct Budget {
    until: Option<Duration>,
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

    /// Without a limit yet, for work that somebody waits for: it is over when they are gone.
    pub fn waited_for() -> (Budget, Waiting) {
        let budget = Budget::default();
        let waiting = Waiting(Arc::clone(&budget.left));
        (budget, waiting)
    }

    /// So much of this thread's time, from now on.
    pub fn of(time: Duration) -> Budget {
        Budget::default().begin(time)
    }

    /// The same, for work that begins now on this thread.
    pub fn begin(mut self, time: Duration) -> Budget {
        self.until = Some(worked() + time);
        self
    }

    /// Whether to go on.
    pub fn check(&self) -> Result<(), Spent> {
        let is_over = self.until.is_some_and(|until| worked() >= until);
        if is_over || self.left.load(Ordering::Relaxed) {
            Err(Spent)
        } else {
            Ok(())
        }
    }
}

/// The time the processor has worked for this thread.
#[cfg(unix)]
fn worked() -> Duration {
    use rustix::time::{ClockId, clock_gettime};
    let time = clock_gettime(ClockId::ThreadCPUTime);
    let seconds = u64::try_from(time.tv_sec).unwrap_or_default();
    let nanos = u32::try_from(time.tv_nsec).unwrap_or_default();
    Duration::new(seconds, nanos)
}

/// Where that is not told, the clock.
#[cfg(not(unix))]
fn worked() -> Duration {
    use std::sync::LazyLock;
    use std::time::Instant;
    static BEGAN: LazyLock<Instant> = LazyLock::new(Instant::now);
    BEGAN.elapsed()
}

/// Somebody waits; once this is gone, the work stops.
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
        let (budget, waiting) = Budget::waited_for();
        let hour = budget.begin(Duration::from_secs(3600));
        assert_eq!(hour.check(), Ok(()));
        drop(waiting);
        assert_eq!(hour.clone().check(), Err(Spent));
        assert_eq!(Budget::of(Duration::ZERO).check(), Err(Spent));
    }

    #[cfg(unix)]
    #[test]
    fn who_waits_for_the_processor_has_not_worked() {
        let before = worked();
        std::thread::sleep(Duration::from_millis(50));
        assert!(worked() - before < Duration::from_millis(50));
    }
}
