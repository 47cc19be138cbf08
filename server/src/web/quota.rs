//! What one address may do: wrong codes and tokens, new sessions, and files to read in. A whole workshop sits behind
//! one address, perhaps with somebody who guesses: a code that was opened with a valid token from
//! there waits for nothing, and only codes nobody there has a token for do.
//!
//! Who guesses may have many addresses. So a wrong code counts for the networks around its address
//! too, and for all of IPv4 or IPv6 together. Then a right code waits in the same line as the wrong
//! ones, since telling them apart is what guessing is after: a network whose own neighbours do not
//! guess waits only for the last, widest limit.

use crate::bucket::Bucket;
use crate::limits::{
    ADDRESSES, DECKS, FILES, FORGET_EVERY, IMPORTS, Rate, SUGGESTIONS, TRIES_WAITING, TRY_TIME,
    VOUCHED_MAX, VOUCHED_TIME, WRONG_CODES_ALL, WRONG_CODES_PROVIDER, WRONG_CODES_SITE,
    WRONG_TRIES,
};
use crate::metrics::{Lane, METRICS};
use crate::room::code::JoinCode;
use dashmap::DashMap;
use std::future::Future;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex as Lock, PoisonError};
use std::time::Duration;
use tokio::sync::{Mutex, Notify};
use tokio::time::{Instant, sleep, timeout};

/// Whom a limit counts for: an IPv4 address, or the /56 of IPv6 that a customer has at least (RIPE-690).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Network(IpAddr);

impl From<IpAddr> for Network {
    fn from(address: IpAddr) -> Network {
        Network(match address.to_canonical() {
            address @ IpAddr::V6(_) => first_bits(address, 56),
            address @ IpAddr::V4(_) => address,
        })
    }
}

impl Network {
    /// The networks around it, from narrow to wide, each by its size in bits with what it may do:
    /// what one organisation has, what one provider has, and all there are of its kind. One
    /// machine can have an address in every part of the first; the last costs an attacker most.
    fn around(self) -> impl Iterator<Item = (Around, Rate)> {
        let sizes: &[(u8, Rate)] = match self.0 {
            IpAddr::V4(_) => &[(16, WRONG_CODES_PROVIDER), (0, WRONG_CODES_ALL)],
            IpAddr::V6(_) => &[
                (48, WRONG_CODES_SITE),
                (32, WRONG_CODES_PROVIDER),
                (0, WRONG_CODES_ALL),
            ],
        };
        let around =
            move |&(bits, rate): &(u8, Rate)| (Around(first_bits(self.0, bits), bits), rate);
        sizes.iter().map(around)
    }
}

/// A network of so many bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Around(IpAddr, u8);

fn first_bits(address: IpAddr, bits: u8) -> IpAddr {
    let bits = u32::from(bits);
    match address {
        IpAddr::V4(v4) => {
            let mask = u32::MAX.checked_shl(32 - bits).unwrap_or(0);
            IpAddr::V4(Ipv4Addr::from_bits(v4.to_bits() & mask))
        }
        IpAddr::V6(v6) => {
            let mask = u128::MAX.checked_shl(128 - bits).unwrap_or(0);
            IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() & mask))
        }
    }
}

/// Too many tries: nothing was looked up. Come back later.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TooMany;

/// The limits of every address that did something lately.
#[derive(Debug)]
pub(crate) struct Quotas {
    addresses: DashMap<Network, Arc<Address>>,
    /// Wrong codes of the networks around those.
    around: DashMap<Around, Arc<Tries>>,
    /// When those that have nothing to make up for were last forgotten.
    forgot: Lock<Instant>,
    /// Until when a code needs not wait there: somebody there has a valid token of its session.
    vouched: DashMap<(Network, JoinCode), Instant>,
    /// When it was last looked through for those that are over.
    swept: std::sync::Mutex<Option<Instant>>,
    new_sessions: Option<Rate>,
}

#[derive(Debug)]
struct Address {
    tries: Arc<Tries>,
    sessions: Bucket,
    suggestions: Bucket,
    imports: Bucket,
    decks: Bucket,
    files: Bucket,
}

/// Tries that are left, and who waits for one.
#[derive(Debug)]
struct Tries {
    left: Bucket,
    /// A try was given back: who waits need not wait longer.
    given_back: Notify,
    /// Held while waiting for a try, so that tries at once count one by one.
    turn: Mutex<()>,
    waiting: AtomicUsize,
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
            around: DashMap::new(),
            forgot: Lock::new(Instant::now()),
            vouched: DashMap::new(),
            swept: std::sync::Mutex::default(),
            new_sessions: (new_sessions_per_hour > 0).then_some(rate),
        }
    }

    /// Looks something up for who brings a code (or a key) and no token. What is found costs
    /// nothing; what is not found costs a try of that address and of the networks around it.
    /// Without tries left, a look waits for its turn.
    pub(crate) async fn code<T>(
        &self,
        from: Network,
        code: Option<&JoinCode>,
        look: impl Future<Output = Option<T>>,
    ) -> Result<Option<T>, TooMany> {
        if self.is_vouched(from, code) {
            return self.look_then_pay(from, look).await;
        }
        let own = self.address(from).tries.clone();
        let all = [own].into_iter().chain(self.around(from)).collect();
        self.pay_then_look(all, look).await
    }

    /// The same for who brings a token, which nobody guesses: it costs a try of that address
    /// alone, and only an address that has no tries left pays before the look.
    pub(crate) async fn token<T>(
        &self,
        from: Network,
        code: Option<&JoinCode>,
        look: impl Future<Output = Option<T>>,
    ) -> Result<Option<T>, TooMany> {
        let tries = self.address(from).tries.clone();
        if self.is_vouched(from, code) || tries.left.missing() == 0.0 {
            return self.look_then_pay(from, look).await;
        }
        self.pay_then_look(vec![tries], look).await
    }

    /// Somebody there has a valid token of this code's session.
    pub(crate) fn vouch(&self, from: Network, code: &JoinCode) {
        let key = (from, code.clone());
        let now = Instant::now();
        if self.vouched.len() >= VOUCHED_MAX && !self.vouched.contains_key(&key) {
            self.forget_vouched(now);
            if self.vouched.len() >= VOUCHED_MAX {
                return; // Then they wait as everyone does.
            }
        }
        self.vouched.insert(key, now + VOUCHED_TIME);
    }

    /// A new session.
    pub(crate) fn new_session(&self, from: Network) -> Result<(), TooMany> {
        match self.new_sessions {
            None => Ok(()),
            Some(_) => paid(&self.address(from).sessions),
        }
    }

    /// A file to read in.
    pub(crate) fn import(&self, from: Network) -> Result<(), TooMany> {
        paid(&self.address(from).imports)
    }

    /// A deck file.
    pub(crate) fn deck(&self, from: Network) -> Result<(), TooMany> {
        paid(&self.address(from).decks)
    }

    /// A replay or an export.
    pub(crate) fn file(&self, from: Network) -> Result<(), TooMany> {
        paid(&self.address(from).files)
    }

    /// A text to suggest something for.
    pub(crate) fn suggestion(&self, from: Network) -> Result<(), TooMany> {
        paid(&self.address(from).suggestions)
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
            METRICS.wrong_tries.add(1);
            // However many tries are left: the answer is the same, it only takes longer.
            let _ = pay(&[self.address(from).tries.clone()]).await;
        }
        Ok(found)
    }

    /// Who leaves before the answer has paid: a look that nobody waits for is a look.
    async fn pay_then_look<T>(
        &self,
        all: Vec<Arc<Tries>>,
        look: impl Future<Output = Option<T>>,
    ) -> Result<Option<T>, TooMany> {
        pay(&all).await?;
        let found = look.await;
        match found {
            Some(_) => all.iter().for_each(|tries| tries.give_back()),
            None => METRICS.wrong_tries.add(1),
        }
        Ok(found)
    }

    fn address(&self, from: Network) -> Arc<Address> {
        if let Some(known) = self.addresses.get(&from) {
            return known.clone();
        }
        self.forget_idle();
        let rate = self.new_sessions.unwrap_or(Rate::new(0, 0.0));
        let new = || {
            Arc::new(Address {
                tries: Arc::new(Tries::new(WRONG_TRIES)),
                sessions: Bucket::new(rate),
                suggestions: Bucket::new(SUGGESTIONS),
                imports: Bucket::new(IMPORTS),
                decks: Bucket::new(DECKS),
                files: Bucket::new(FILES),
            })
        };
        self.addresses.entry(from).or_insert_with(new).clone()
    }

    fn around(&self, from: Network) -> impl Iterator<Item = Arc<Tries>> {
        from.around().map(|(network, rate)| {
            let tries = self.around.entry(network);
            tries.or_insert_with(|| Arc::new(Tries::new(rate))).clone()
        })
    }

    /// The older half goes first, so that who fills it keeps nobody out for long.
    fn forget_vouched(&self, now: Instant) {
        let mut swept = self.swept.lock().unwrap_or_else(PoisonError::into_inner);
        if swept.is_some_and(|swept| swept.elapsed() < FORGET_EVERY) {
            return;
        }
        *swept = Some(now);
        self.vouched.retain(|_, until| *until > now);
        if self.vouched.len() >= VOUCHED_MAX {
            let half = now + VOUCHED_TIME / 2;
            self.vouched.retain(|_, until| *until > half);
        }
    }

    /// Over the limit, and not at each new address: looking through all takes a while.
    fn forget_idle(&self) {
        if self.addresses.len() < ADDRESSES && self.around.len() < ADDRESSES {
            return;
        }
        let mut forgot = self.forgot.lock().unwrap_or_else(PoisonError::into_inner);
        if forgot.elapsed() < FORGET_EVERY {
            return;
        }
        *forgot = Instant::now();
        self.addresses.retain(|_, address| !address.is_idle());
        self.around.retain(|_, tries| !tries.is_idle());
    }
}

fn paid(bucket: &Bucket) -> Result<(), TooMany> {
    if bucket.take() { Ok(()) } else { Err(TooMany) }
}

/// Takes a try of each, the narrowest first, and waits where none is left. What was taken before
/// one that has none in time stays taken: it is nearer to who guesses.
async fn pay(all: &[Arc<Tries>]) -> Result<(), TooMany> {
    let each = async {
        for tries in all {
            tries.pay().await?;
        }
        Ok(())
    };
    timeout(TRY_TIME, each).await.unwrap_or(Err(TooMany))
}

impl Address {
    /// Nothing to make up for, so nothing to remember.
    fn is_idle(&self) -> bool {
        let buckets = [
            &self.sessions,
            &self.suggestions,
            &self.imports,
            &self.decks,
            &self.files,
        ];
        self.tries.is_idle() && buckets.iter().all(|bucket| bucket.is_full())
    }
}

impl Tries {
    fn new(rate: Rate) -> Tries {
        Tries {
            left: Bucket::new(rate),
            given_back: Notify::new(),
            turn: Mutex::new(()),
            waiting: AtomicUsize::new(0),
        }
    }

    /// Takes a try, and waits for one where none is left.
    async fn pay(&self) -> Result<(), TooMany> {
        let _waiting = Waiting::begin(&self.waiting)?;
        let _counted = METRICS.waiting(Lane::Tries);
        let _turn = self.turn.lock().await;
        while !self.left.take() {
            let missing = Duration::from_secs_f64(self.left.missing());
            tokio::select! {
                () = sleep(missing) => {}
                () = self.given_back.notified() => {}
            }
        }
        Ok(())
    }

    fn give_back(&self) {
        self.left.give_back();
        self.given_back.notify_one();
    }

    fn is_idle(&self) -> bool {
        self.waiting.load(Ordering::Relaxed) == 0 && self.left.is_full()
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
            while quotas.address(home()).tries.waiting.load(Ordering::Relaxed) < TRIES_WAITING {
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

    /// Guesses once from each address, so many at once, for so long; how many were looked up.
    async fn guess_from(
        quotas: &Quotas,
        addresses: impl Fn(u32) -> IpAddr,
        time: Duration,
    ) -> usize {
        let looks = AtomicUsize::new(0);
        let guess = |n: u32| {
            let from = Network::from(addresses(n));
            quotas.code(from, None, async {
                looks.fetch_add(1, Ordering::Relaxed);
                None::<()>
            })
        };
        let guessing = async {
            for round in 0.. {
                let many = (0..300).map(|n| guess(round * 300 + n));
                let _ = join_all(many).await;
                sleep(Duration::from_millis(100)).await;
            }
        };
        let _ = timeout(time, guessing).await;
        looks.load(Ordering::Relaxed)
    }

    fn v6(first: u128, n: u32, shift: u32) -> IpAddr {
        IpAddr::V6(Ipv6Addr::from_bits(
            (first << 96) | (u128::from(n) << shift) | 1,
        ))
    }

    #[tokio::test(start_paused = true)]
    async fn who_guesses_from_many_addresses_is_slowed_as_one() {
        let time = Duration::from_secs(20);
        let quotas = Quotas::new(0);
        // Another /56 of one /48 each time, another /48 of one provider, of any provider, and
        // other addresses of IPv4.
        let looks = guess_from(&quotas, |n| v6(0x2001_0db8, n & 0xff, 72), time).await;
        assert!(looks <= 60 + 2 * 20 + 1, "{looks}");
        let quotas = Quotas::new(0);
        let looks = guess_from(&quotas, |n| v6(0x2001_0db8, n, 80), time).await;
        assert!(looks <= 200 + 5 * 20 + 1, "{looks}");
        let quotas = Quotas::new(0);
        let looks = guess_from(&quotas, |n| v6(0x2001_0000 + u128::from(n), 0, 0), time).await;
        assert!(looks <= 600 + 10 * 20 + 1, "{looks}");
        let quotas = Quotas::new(0);
        let spread = |n: u32| IpAddr::V4(Ipv4Addr::from_bits(n.wrapping_mul(0x9e37_79b1)));
        let looks = guess_from(&quotas, spread, time).await;
        assert!(looks <= 600 + 10 * 20 + 1, "{looks}");
    }

    #[tokio::test(start_paused = true)]
    async fn while_others_guess_a_right_code_gets_in() {
        let quotas = Quotas::new(0);
        let code = ours();
        let at_home = Network::from(v6(0x2001_0db8, 7, 64));
        quotas.vouch(at_home, &code);
        let guessing = guess_from(&quotas, |n| v6(0x2001_0db8, n, 64), Duration::MAX);
        let joining = async {
            sleep(Duration::from_secs(20)).await;
            for (from, wait) in [
                // A teammate of who plays there, somebody of another provider, of another kind.
                (at_home, Duration::ZERO),
                (Network::from(v6(0x2a02_0000, 1, 64)), Duration::ZERO),
                (home(), Duration::ZERO),
            ] {
                let started = Instant::now();
                let found = quotas.code(from, Some(&code), async { Some("in") }).await;
                assert_eq!(found, Ok(Some("in")), "{from:?}");
                assert!(started.elapsed() <= wait, "{from:?}");
            }
            // And a token is never held up by what others guess.
            let near = Network::from(v6(0x2001_0db8, 9_999_999, 64));
            let found = quotas.token(near, None, async { Some("in") }).await;
            assert_eq!(found, Ok(Some("in")));
        };
        tokio::select! {
            _ = guessing => unreachable!("they guess for ever"),
            () = joining => {}
        }
    }

    #[tokio::test(start_paused = true)]
    async fn the_mistypes_of_the_largest_service_are_not_felt() {
        let quotas = Quotas::new(0);
        let started = Instant::now();
        for n in 0..950_u32 {
            // One in twenty of 19,000, spread over a quarter of an hour and over ten providers.
            let from = Network::from(IpAddr::from([
                80 + (n % 10) as u8,
                1,
                (n >> 8) as u8,
                n as u8,
            ]));
            let before = Instant::now();
            assert_eq!(
                quotas.code(from, None, async { None::<()> }).await,
                Ok(None)
            );
            assert_eq!(before.elapsed(), Duration::ZERO);
            sleep(Duration::from_millis(900_000 / 950)).await;
        }
        assert!(started.elapsed() <= Duration::from_secs(900));
    }

    #[test]
    fn networks_lie_around_each_other() {
        let around = |text: &str| -> Vec<String> {
            let from = Network::from(text.parse::<IpAddr>().unwrap());
            let each = from
                .around()
                .map(|(Around(ip, bits), _)| format!("{ip}/{bits}"));
            each.collect()
        };
        assert_eq!(around("192.0.2.7"), ["192.0.0.0/16", "0.0.0.0/0"]);
        let v6 = ["2001:db8:1::/48", "2001:db8::/32", "::/0"];
        assert_eq!(around("2001:db8:1:2::3"), v6);
        assert_eq!(around("::ffff:192.0.2.7"), around("192.0.2.7"));
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
        assert_eq!(of("2001:db8:1:200::1"), of("2001:db8:1:2ff::9"));
        assert_ne!(of("2001:db8:1:200::1"), of("2001:db8:1:300::1"));
        assert_eq!(of("::ffff:192.0.2.7"), of("192.0.2.7"));
    }
}
