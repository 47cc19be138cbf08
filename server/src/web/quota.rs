//! What one address may do: wrong codes and tokens, and new sessions. A valid token is never
//! limited by address, since a whole workshop sits behind one.

use crate::limits::{ADDRESSES, Rate, TRIES_WAITING, TRY_TIME, WRONG_TRIES};
use crate::metrics::METRICS;
use dashmap::DashMap;
use std::future::Future;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::sync::Mutex;
use tokio::time::{Instant, sleep, timeout};

/// Whom a limit counts for: an IPv4 address, or the /64 that one IPv6 customer has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Network(IpAddr);

impl From<IpAddr> for Network {
    fn from(address: IpAddr) -> Network {
        Network(match address.to_canonical() {
            IpAddr::V6(address) => {
                let [a, b, c, d, ..] = address.segments();
                IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
            }
            address @ IpAddr::V4(_) => address,
        })
    }
}

/// Too many tries: come back later.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TooMany;

/// The limits of every address that did something lately.
#[derive(Debug)]
pub(crate) struct Quotas {
    addresses: DashMap<Network, Arc<Address>>,
    new_sessions: Option<Rate>,
}

#[derive(Debug)]
struct Address {
    /// Held from before a look until its outcome is known, so that tries at once count one by one.
    tries: Mutex<Bucket>,
    waiting: AtomicUsize,
    sessions: std::sync::Mutex<Bucket>,
}

impl Quotas {
    /// With so many new sessions an hour for each address; 0: no limit.
    pub(crate) fn new(new_sessions_per_hour: u32) -> Quotas {
        let rate = Rate::new(
            new_sessions_per_hour,
            f64::from(new_sessions_per_hour) / 3600.0,
        );
        Quotas {
            addresses: DashMap::new(),
            new_sessions: (new_sessions_per_hour > 0).then_some(rate),
        }
    }

    /// Looks something up for who brings a code and no token. What is found costs nothing; what is
    /// not found costs a try. Without tries left, a look waits for its turn: about a second each.
    pub(crate) async fn door<T>(
        &self,
        from: Network,
        look: impl Future<Output = Option<T>>,
    ) -> Result<Option<T>, TooMany> {
        let address = self.address(from);
        let _waiting = address.wait()?;
        let turn = timeout(TRY_TIME, address.tries.lock()).await;
        let mut tries = turn.map_err(|_| TooMany)?;
        let was_out = wait_for_one(&mut tries).await;
        let found = look.await;
        if found.is_none() {
            METRICS.wrong_tries.add(1);
            tries.take();
            if was_out {
                return Err(TooMany);
            }
        }
        Ok(found)
    }

    /// A token that opened nothing. Without tries left the answer waits for its turn.
    pub(crate) async fn wrong(&self, from: Network) -> Result<(), TooMany> {
        self.door(from, async { None::<()> }).await.map(|_| ())
    }

    /// A new session.
    pub(crate) fn new_session(&self, from: Network) -> Result<(), TooMany> {
        if self.new_sessions.is_none() {
            return Ok(());
        }
        let address = self.address(from);
        let mut sessions = lock(&address.sessions);
        if sessions.take() {
            Ok(())
        } else {
            Err(TooMany)
        }
    }

    fn address(&self, from: Network) -> Arc<Address> {
        if let Some(known) = self.addresses.get(&from) {
            return known.clone();
        }
        if self.addresses.len() >= ADDRESSES {
            self.addresses.retain(|_, address| !address.is_idle());
        }
        let rate = self.new_sessions.unwrap_or(Rate::new(0, 0.0));
        let new = || {
            Arc::new(Address {
                tries: Mutex::new(Bucket::new(WRONG_TRIES)),
                waiting: AtomicUsize::new(0),
                sessions: std::sync::Mutex::new(Bucket::new(rate)),
            })
        };
        self.addresses.entry(from).or_insert_with(new).clone()
    }
}

impl Address {
    fn wait(&self) -> Result<Waiting<'_>, TooMany> {
        let waiting = Waiting(&self.waiting);
        if self.waiting.fetch_add(1, Ordering::Relaxed) < TRIES_WAITING {
            Ok(waiting)
        } else {
            Err(TooMany)
        }
    }

    /// Nothing to make up for, so nothing to remember.
    fn is_idle(&self) -> bool {
        let tries = self.tries.try_lock().is_ok_and(|mut tries| tries.is_full());
        tries && lock(&self.sessions).is_full()
    }
}

struct Waiting<'a>(&'a AtomicUsize);

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Waits until there is a try; whether that took time.
async fn wait_for_one(tries: &mut Bucket) -> bool {
    let missing = tries.missing();
    if missing > 0.0 {
        sleep(std::time::Duration::from_secs_f64(missing)).await;
    }
    missing > 0.0
}

fn lock<T>(mutex: &std::sync::Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner)
}

/// So many at once, and so many a second after that.
#[derive(Debug)]
pub(crate) struct Bucket {
    rate: Rate,
    left: f64,
    at: Instant,
}

impl Bucket {
    pub(crate) fn new(rate: Rate) -> Bucket {
        Bucket {
            rate,
            left: f64::from(rate.burst),
            at: Instant::now(),
        }
    }

    /// Takes one, if there is one.
    pub(crate) fn take(&mut self) -> bool {
        self.fill();
        let is_left = self.left >= 1.0;
        if is_left {
            self.left -= 1.0;
        }
        is_left
    }

    /// Seconds until there is one.
    fn missing(&mut self) -> f64 {
        self.fill();
        if self.left >= 1.0 {
            return 0.0;
        }
        // A little more than exactly: the clock counts in whole nanoseconds.
        (1.0 - self.left) / self.rate.per_second + 0.001
    }

    fn is_full(&mut self) -> bool {
        self.fill();
        self.left >= f64::from(self.rate.burst)
    }

    fn fill(&mut self) {
        let now = Instant::now();
        let since = now.duration_since(self.at).as_secs_f64();
        self.at = now;
        self.left = (self.left + since * self.rate.per_second).min(f64::from(self.rate.burst));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    fn home() -> Network {
        Network::from(IpAddr::from([192, 0, 2, 7]))
    }

    async fn guess(quotas: &Quotas) -> Result<Option<()>, TooMany> {
        quotas.door(home(), async { None }).await
    }

    #[tokio::test(start_paused = true)]
    async fn twenty_wrong_codes_are_free_and_then_one_a_second() {
        let quotas = Quotas::new(0);
        let started = Instant::now();
        for _ in 0..20 {
            assert_eq!(guess(&quotas).await, Ok(None));
        }
        assert!(started.elapsed() < Duration::from_millis(100));
        for _ in 0..5 {
            assert_eq!(guess(&quotas).await, Err(TooMany));
        }
        assert!(started.elapsed() >= Duration::from_secs(5));
    }

    #[tokio::test(start_paused = true)]
    async fn a_team_joins_behind_the_address_of_who_guesses() {
        let quotas = Quotas::new(0);
        for _ in 0..25 {
            let _ = guess(&quotas).await;
        }
        let started = Instant::now();
        for _ in 0..40 {
            let found = quotas.door(home(), async { Some("in") }).await;
            assert_eq!(found, Ok(Some("in")));
        }
        assert!(
            started.elapsed() < Duration::from_secs(2),
            "one wait for all"
        );
    }

    #[tokio::test(start_paused = true)]
    async fn guesses_at_once_count_one_by_one() {
        let quotas = Quotas::new(0);
        let looks = AtomicUsize::new(0);
        let guess = || {
            quotas.door(home(), async {
                looks.fetch_add(1, Ordering::Relaxed);
                None::<()>
            })
        };
        let all = futures_util::future::join_all((0..200).map(|_| guess()));
        let _ = tokio::time::timeout(Duration::from_secs(3), all).await;
        assert!(looks.load(Ordering::Relaxed) <= 20 + 4);
    }

    #[tokio::test(start_paused = true)]
    async fn new_sessions_are_counted_by_the_hour() {
        let quotas = Quotas::new(2);
        let elsewhere = Network::from(IpAddr::from([192, 0, 2, 8]));
        assert_eq!(quotas.new_session(home()), Ok(()));
        assert_eq!(quotas.new_session(home()), Ok(()));
        assert_eq!(quotas.new_session(home()), Err(TooMany));
        assert_eq!(quotas.new_session(elsewhere), Ok(()));
        tokio::time::advance(Duration::from_secs(1801)).await;
        assert_eq!(quotas.new_session(home()), Ok(()));
    }

    #[test]
    fn an_ipv6_customer_is_one_network() {
        let of = |text: &str| Network::from(text.parse::<IpAddr>().unwrap());
        assert_eq!(of("2001:db8:1:2::1"), of("2001:db8:1:2:ffff::9"));
        assert_ne!(of("2001:db8:1:2::1"), of("2001:db8:1:3::1"));
        assert_eq!(of("::ffff:192.0.2.7"), of("192.0.2.7"));
    }
}
