//! Counters for who keeps the server running, as Prometheus reads them.

use std::fmt::Write;
use std::sync::atomic::{AtomicU64, Ordering};

/// One number that counts up, or up and down.
#[derive(Debug, Default)]
pub(crate) struct Counter(AtomicU64);

impl Counter {
    pub(crate) fn add(&self, n: usize) {
        self.0.fetch_add(n as u64, Ordering::Relaxed);
    }

    fn read(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }

    /// Counts one as long as the guard lives.
    pub(crate) fn present(&'static self) -> Present {
        self.0.fetch_add(1, Ordering::Relaxed);
        Present(self)
    }
}

/// See [`Counter::present`].
#[derive(Debug)]
pub(crate) struct Present(&'static Counter);

impl Drop for Present {
    fn drop(&mut self) {
        self.0.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// All counters of this process.
#[derive(Debug)]
pub(crate) struct Metrics {
    pub(crate) rooms: Counter,
    pub(crate) connections: Counter,
    pub(crate) entries: Counter,
    pub(crate) commits: Counter,
    pub(crate) not_committed: Counter,
    pub(crate) encodings: Counter,
    pub(crate) refusals: Counter,
    pub(crate) welcomes: Counter,
    pub(crate) slow: Counter,
    pub(crate) wrong_tries: Counter,
}

pub(crate) static METRICS: Metrics = Metrics {
    rooms: Counter(AtomicU64::new(0)),
    connections: Counter(AtomicU64::new(0)),
    entries: Counter(AtomicU64::new(0)),
    commits: Counter(AtomicU64::new(0)),
    not_committed: Counter(AtomicU64::new(0)),
    encodings: Counter(AtomicU64::new(0)),
    refusals: Counter(AtomicU64::new(0)),
    welcomes: Counter(AtomicU64::new(0)),
    slow: Counter(AtomicU64::new(0)),
    wrong_tries: Counter(AtomicU64::new(0)),
};

impl Metrics {
    /// The text a Prometheus server reads.
    pub(crate) fn text(&self) -> String {
        let lines = [
            ("gauge", "rooms", "Sessions in memory", &self.rooms),
            ("gauge", "connections", "Open websockets", &self.connections),
            (
                "counter",
                "entries_total",
                "Entries committed",
                &self.entries,
            ),
            (
                "counter",
                "commits_total",
                "Batches committed by rooms",
                &self.commits,
            ),
            (
                "counter",
                "not_committed_total",
                "Batches that could not be committed",
                &self.not_committed,
            ),
            (
                "counter",
                "encodings_total",
                "Frames encoded for entries",
                &self.encodings,
            ),
            (
                "counter",
                "refusals_total",
                "Commands refused",
                &self.refusals,
            ),
            (
                "counter",
                "welcomes_total",
                "Welcomes given",
                &self.welcomes,
            ),
            (
                "counter",
                "slow_total",
                "Connections closed because they read too slowly",
                &self.slow,
            ),
            (
                "counter",
                "wrong_tries_total",
                "Wrong codes and tokens",
                &self.wrong_tries,
            ),
        ];
        let mut text = String::new();
        for (kind, name, help, counter) in lines {
            let value = counter.read();
            let name = format!("competentiespel_{name}");
            let _ = write!(
                text,
                "# HELP {name} {help}\n# TYPE {name} {kind}\n{name} {value}\n"
            );
        }
        text
    }
}
