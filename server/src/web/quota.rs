//! What one address may do: wrong codes and tokens, new sessions, and files to read in. A whole workshop sits behind
//! one address, perhaps with somebody who guesses: a code that was opened with a valid token from
//! there waits for nothing, and only codes nobody there has a token for do.

use crate::bucket::Bucket;
use crate::limits::{
    ADDRESSES, IMPORTS, Rate, SUGGESTIONS, TRIES_WAITING, TRY_TIME, VOUCHED_MAX, VOUCHED_TIME,
    WRONG_TRIES,
};
use crate::metrics::METRICS;
use crate::room::code::JoinCode;
use dashmap::DashMap;
use std::future::Future;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::sync::{Mutex, Notify};
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

/// Too many tries: nothing was looked up. Come back later.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TooMany;

/// The limits of every address that did something lately.
#[derive(Debug)]
pub(crate) struct Quotas {
    addresses: DashMap<Network, Arc<Address>>,
    /// Until when a code needs not wait there: somebody there has a valid token of its session.
    vouched: DashMap<(Network, JoinCode), Instant>,
    new_sessions: Option<Rate>,
}

#[derive(Debug)]
struct Address {
    tries: Bucket,
    /// A try was given back: who waits need not wait longer.
    given_back: Notify,
    /// Held while waiting for a try, so that tries at once count one by one.
    turn: Mutex<()>,
    waiting: AtomicUsize,
    sessions: Bucket,
    suggestions: Bucket,
    imports: Bucket,
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
            vouched: DashMap::new(),
            new_sessions: (new_sessions_per_hour > 0).then_some(rate),
        }
    }

    /// Looks something up for who brings a code and no token. What is found costs nothing; what is
    /// not found costs a try. Without tries left, a look waits for its turn: about a second each.
    pub(crate) async fn code<T>(
        &self,
        from: Network,
        code: Option<&JoinCode>,
        look: impl Future<Output = Option<T>>,
    ) -> Result<Option<T>, TooMany> {
        if self.is_vouched(from, code) {
            return self.look_then_pay(from, look).await;
        }
        self.pay_then_look(from, look).await
    }

    /// The same for who brings a token, which nobody guesses: only an address that has no tries
    /// left pays before the look.
    pub(crate) async fn token<T>(
        &self,
        from: Network,
        code: Option<&JoinCode>,
        look: impl Future<Output = Option<T>>,
    ) -> Result<Option<T>, TooMany> {
        if self.is_vouched(from, code) || self.address(from).tries.missing() == 0.0 {
            return self.look_then_pay(from, look).await;
        }
        self.pay_then_look(from, look).await
    }

    /// A key that opened nothing. Without tries left the answer waits for its turn.
    pub(crate) async fn wrong(&self, from: Network) -> Result<(), TooMany> {
        METRICS.wrong_tries.add(1);
        self.address(from).pay().await
    }

    /// Somebody there has a valid token of this code's session.
    pub(crate) fn vouch(&self, from: Network, code: &JoinCode) {
        let key = (from, code.clone());
        let now = Instant::now();
        if self.vouched.len() >= VOUCHED_MAX && !self.vouched.contains_key(&key) {
            self.vouched.retain(|_, until| *until > now);
            if self.vouched.len() >= VOUCHED_MAX {
                return; // Then they wait as everyone does.
            }
        }
        self.vouched.insert(key, now + VOUCHED_TIME);
    }

    /// A new session.
    pub(crate) fn new_session(&self, from: Network) -> Result<(), TooMany> {
        if self.new_sessions.is_none() || self.address(from).sessions.take() {
            Ok(())
        } else {
            Err(TooMany)
        }
    }

    /// A file to read in.
    pub(crate) fn import(&self, from: Network) -> Result<(), TooMany> {
        let is_left = self.address(from).imports.take();
        if is_left { Ok(()) } else { Err(TooMany) }
    }

    /// A text to suggest something for.
    pub(crate) fn suggestion(&self, from: Network) -> Result<(), TooMany> {
        let is_left = self.address(from).suggestions.take();
        if is_left { Ok(()) } else { Err(TooMany) }
    }

    fn is_vouched(&self, from: Network, code: Option<&JoinCode>) -> bool {
        let until = code.and_then(|code| self.vouched.get(&(from, code.clone())));
        until.is_some_and(|until| *until > Instant::now())
    }

    async fn look_then_pay<T>(
        &self,
        from: Network,
        look: impl Future<Output = Option<T>>,
    ) -> Result<Option<T>, TooMany> {
        let found = look.await;
        if found.is_none() {
            // However many tries are left: the answer is the same, it only takes longer.
            let _ = self.wrong(from).await;
        }
        Ok(found)
    }

    /// Who leaves before the answer has paid: a look that nobody waits for is a look.
    async fn pay_then_look<T>(
        &self,
        from: Network,
        look: impl Future<Output = Option<T>>,
    ) -> Result<Option<T>, TooMany> {
        let address = self.address(from);
        address.pay().await?;
        let found = look.await;
        match found {
            Some(_) => address.give_back(),
            None => METRICS.wrong_tries.add(1),
        }
        Ok(found)
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
                tries: Bucket::new(WRONG_TRIES),
                given_back: Notify::new(),
                turn: Mutex::new(()),
                waiting: AtomicUsize::new(0),
                sessions: Bucket::new(rate),
                suggestions: Bucket::new(SUGGESTIONS),
                imports: Bucket::new(IMPORTS),
            })
        };
        self.addresses.entry(from).or_insert_with(new).clone()
    }
}

impl Address {
    /// Takes a try, and waits for one where none is left.
    async fn pay(&self) -> Result<(), TooMany> {
        let _waiting = Waiting::begin(&self.waiting)?;
        let turn = timeout(TRY_TIME, self.turn.lock()).await;
        let _turn = turn.map_err(|_| TooMany)?;
        while !self.tries.take() {
            let missing = Duration::from_secs_f64(self.tries.missing());
            tokio::select! {
                () = sleep(missing) => {}
                () = self.given_back.notified() => {}
            }
        }
        Ok(())
    }

    fn give_back(&self) {
        self.tries.give_back();
        self.given_back.notify_one();
    }

    /// Nothing to make up for, so nothing to remember.
    fn is_idle(&self) -> bool {
        let nobody_waits = self.waiting.load(Ordering::Relaxed) == 0;
        let buckets = [
            &self.tries,
            &self.sessions,
            &self.suggestions,
            &self.imports,
        ];
        nobody_waits && buckets.iter().all(|bucket| bucket.is_full())
    }
}

struct Waiting<'a>(&'a AtomicUsize);

impl Waiting<'_> {
    fn begin(count: &AtomicUsize) -> Result<Waiting<'_>, TooMany> {
        let waiting = Waiting(count);
        if count.fetch_add(1, Ordering::Relaxed) < TRIES_WAITING {
            Ok(waiting)
        } else {
            Err(TooMany)
        }
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::future::join_all;
    use std::future::pending;

    fn home() -> Network {
        Network::from(IpAddr::from([192, 0, 2, 7]))
    }

    fn ours() -> JoinCode {
        JoinCode::read("KWX7P2").unwrap()
    }

    async fn guess(quotas: &Quotas) -> Result<Option<()>, TooMany> {
        quotas.code(home(), None, async { None }).await
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
            assert_eq!(guess(&quotas).await, Ok(None));
        }
        assert!(started.elapsed() >= Duration::from_secs(5));
    }

    #[tokio::test(start_paused = true)]
    async fn a_team_joins_behind_the_address_of_who_guessed() {
        let quotas = Quotas::new(0);
        for _ in 0..25 {
            let _ = guess(&quotas).await;
        }
        let started = Instant::now();
        let code = ours();
        let joins = (0..40).map(|_| quotas.code(home(), Some(&code), async { Some("in") }));
        for found in join_all(joins).await {
            assert_eq!(found, Ok(Some("in")));
        }
        let took = started.elapsed();
        assert!(took < Duration::from_secs(2), "one wait for all");
    }

    #[tokio::test(start_paused = true)]
    async fn a_code_someone_has_a_token_for_waits_for_nothing() {
        let quotas = Quotas::new(0);
        let code = ours();
        quotas.vouch(home(), &code);
        let guessing = async {
            loop {
                let _ = join_all((0..300).map(|_| guess(&quotas))).await;
            }
        };
        let joining = async {
            // Until there is no try left, and the queue is as long as it gets.
            while quotas.address(home()).waiting.load(Ordering::Relaxed) < TRIES_WAITING {
                tokio::task::yield_now().await;
            }
            let started = Instant::now();
            let found = quotas.code(home(), Some(&code), async { Some("in") }).await;
            assert_eq!(found, Ok(Some("in")));
            let known = quotas.token(home(), Some(&code), async { Some("in") });
            assert_eq!(known.await, Ok(Some("in")));
            assert_eq!(started.elapsed(), Duration::ZERO);
            // From elsewhere, or for another code, it says nothing.
            let elsewhere = Network::from(IpAddr::from([192, 0, 2, 8]));
            assert!(!quotas.is_vouched(elsewhere, Some(&code)));
            assert!(!quotas.is_vouched(home(), JoinCode::read("KWX7P3").as_ref()));
        };
        tokio::select! {
            () = guessing => unreachable!("they guess for ever"),
            () = joining => {}
        }
        tokio::time::advance(VOUCHED_TIME).await;
        assert!(!quotas.is_vouched(home(), Some(&code)));
    }

    #[tokio::test(start_paused = true)]
    async fn a_look_that_takes_long_keeps_nobody_waiting() {
        let quotas = Quotas::new(0);
        let slow = quotas.code(home(), None, pending::<Option<()>>());
        let others = join_all((0..19).map(|_| guess(&quotas)));
        tokio::select! {
            biased;
            _ = slow => unreachable!("it takes for ever"),
            others = others => assert_eq!(others.len(), 19),
        }
    }

    #[tokio::test(start_paused = true)]
    async fn without_tries_left_a_token_pays_before_the_look() {
        let quotas = Quotas::new(0);
        let looks = AtomicUsize::new(0);
        let wrong = || {
            quotas.token(home(), None, async {
                looks.fetch_add(1, Ordering::Relaxed);
                None::<()>
            })
        };
        for _ in 0..20 {
            assert_eq!(wrong().await, Ok(None));
        }
        let many = join_all((0..200).map(|_| wrong()));
        let _ = timeout(Duration::from_secs(3), many).await;
        assert!(looks.load(Ordering::Relaxed) <= 20 + 4);
    }

    #[tokio::test(start_paused = true)]
    async fn guesses_at_once_count_one_by_one() {
        let quotas = Quotas::new(0);
        let looks = AtomicUsize::new(0);
        let guess = || {
            quotas.code(home(), None, async {
                looks.fetch_add(1, Ordering::Relaxed);
                None::<()>
            })
        };
        let all = join_all((0..200).map(|_| guess()));
        let _ = timeout(Duration::from_secs(3), all).await;
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
