//! What is counted and measured for who keeps the server running, as Prometheus reads it.

use crate::process;
use std::fmt::{Display, Write};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// One number that counts up, or up and down.
#[derive(Debug)]
pub(crate) struct Counter(AtomicU64);

impl Counter {
    const fn new() -> Counter {
        Counter(AtomicU64::new(0))
    }

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

/// Where work waits for its turn.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Lane {
    /// Writing to the log.
    Log,
    /// Wrong codes, and codes from where no token is known while there are many of those.
    Tries,
    /// Reading deck files.
    Decks,
    /// Reading sessions in.
    Imports,
    /// Replays and exports.
    Files,
    /// Suggesting cards for texts.
    Suggestions,
    /// Opening rooms.
    Openings,
    /// Making welcomes.
    Welcomes,
}

impl Lane {
    const ALL: [(Lane, &str); 8] = [
        (Lane::Log, "log"),
        (Lane::Tries, "tries"),
        (Lane::Decks, "decks"),
        (Lane::Imports, "imports"),
        (Lane::Files, "files"),
        (Lane::Suggestions, "suggestions"),
        (Lane::Openings, "openings"),
        (Lane::Welcomes, "welcomes"),
    ];
}

/// HTTP answers by their status.
#[derive(Debug)]
pub(crate) struct Statuses([Counter; 500]);

impl Statuses {
    const FIRST: u16 = 100;

    pub(crate) fn count(&self, status: u16) {
        if let Some(counter) = self.0.get(usize::from(status.wrapping_sub(Self::FIRST))) {
            counter.add(1);
        }
    }
}

/// How long something took, and how often.
#[derive(Debug)]
pub(crate) struct Times(Mutex<Taken>);

#[derive(Clone, Debug)]
struct Taken {
    /// By the first bound it stays under; the last is for all that took longer.
    counts: [u64; Times::BOUNDS.len() + 1],
    sum: Duration,
}

impl Times {
    /// Seconds: an fsync of a good disk takes a millisecond, one of a bad card most of a second.
    const BOUNDS: [f64; 11] = [
        0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0,
    ];

    const fn new() -> Times {
        Times(Mutex::new(Taken {
            counts: [0; Times::BOUNDS.len() + 1],
            sum: Duration::ZERO,
        }))
    }

    pub(crate) fn took(&self, time: Duration) {
        let mut taken = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let at = Self::BOUNDS.partition_point(|bound| *bound < time.as_secs_f64());
        taken.counts[at] += 1;
        taken.sum += time;
    }
}

/// All that is counted in this process.
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
    pub(crate) statuses: Statuses,
    /// From the beginning of a transaction until it is on disk.
    pub(crate) commit_time: Times,
    lanes: [Counter; Lane::ALL.len()],
}

pub(crate) static METRICS: Metrics = Metrics {
    rooms: Counter::new(),
    connections: Counter::new(),
    entries: Counter::new(),
    commits: Counter::new(),
    not_committed: Counter::new(),
    encodings: Counter::new(),
    refusals: Counter::new(),
    welcomes: Counter::new(),
    slow: Counter::new(),
    wrong_tries: Counter::new(),
    statuses: Statuses([const { Counter::new() }; 500]),
    commit_time: Times::new(),
    lanes: [const { Counter::new() }; Lane::ALL.len()],
};

/// What is not counted but looked at when it is asked for.
#[derive(Debug)]
pub(crate) struct Looked {
    /// Time since the start.
    pub(crate) uptime: Duration,
    /// Bytes of the write-ahead log.
    pub(crate) wal_bytes: Option<u64>,
    /// Bytes left for the data folder.
    pub(crate) free_bytes: Option<u64>,
}

impl Metrics {
    /// Something waits in this lane as long as the guard lives.
    pub(crate) fn waiting(&'static self, lane: Lane) -> Present {
        self.lanes[lane as usize].present()
    }

    /// The text a Prometheus server reads.
    pub(crate) fn text(&self, looked: &Looked) -> String {
        let mut page = Page(String::new());
        let build = [
            ("version", env!("CARGO_PKG_VERSION")),
            ("build", env!("COMPETENTIESPEL_BUILD")),
        ];
        let name = page.family("gauge", "competentiespel_build_info", "Which build this is");
        page.line(name, &build, 1);
        self.counters(&mut page);
        self.families(&mut page);
        let uptime = Some(looked.uptime.as_secs());
        for (name, help, value) in [
            (
                "competentiespel_uptime_seconds",
                "Time since the start",
                uptime,
            ),
            (
                "competentiespel_wal_bytes",
                "Size of the write-ahead log",
                looked.wal_bytes,
            ),
            (
                "competentiespel_disk_free_bytes",
                "Room left for the data folder",
                looked.free_bytes,
            ),
            (
                "process_resident_memory_bytes",
                "Memory in use",
                process::resident_bytes(),
            ),
            (
                "process_open_fds",
                "Open descriptors",
                process::open_descriptors(),
            ),
            (
                "process_max_fds",
                "Most descriptors there can be",
                process::most_descriptors(),
            ),
        ] {
            // Where it cannot be known there is no line, rather than a nought.
            if let Some(value) = value {
                let name = page.family("gauge", name, help);
                page.line(name, &[], value);
            }
        }
        page.0
    }

    fn counters(&self, page: &mut Page) {
        for (kind, name, help, counter) in [
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
        ] {
            let name = page.family(kind, &format!("competentiespel_{name}"), help);
            page.line(name, &[], counter.read());
        }
    }

    fn families(&self, page: &mut Page) {
        let name = page.family(
            "counter",
            "competentiespel_http_answers_total",
            "HTTP answers",
        );
        for (status, counter) in (Statuses::FIRST..).zip(&self.statuses.0) {
            let count = counter.read();
            if count > 0 {
                page.line(name.clone(), &[("status", &status.to_string())], count);
            }
        }
        let name = page.family(
            "gauge",
            "competentiespel_waiting",
            "Work that waits for its turn",
        );
        for (lane, label) in Lane::ALL {
            let count = self.lanes[lane as usize].read();
            page.line(name.clone(), &[("lane", label)], count);
        }
        page.times(
            "competentiespel_commit_seconds",
            "Time of a commit, until it is on disk",
            &self.commit_time,
        );
    }
}

/// A page in Prometheus's text format.
struct Page(String);

impl Page {
    /// Begins the lines of one name, which all come after this.
    fn family(&mut self, kind: &str, name: &str, help: &str) -> String {
        // Writing to a string cannot fail; the same below.
        let _ = writeln!(self.0, "# HELP {name} {help}\n# TYPE {name} {kind}");
        name.to_owned()
    }

    fn line(&mut self, name: String, labels: &[(&str, &str)], value: impl Display) {
        self.0.push_str(&name);
        for (at, (label, text)) in labels.iter().enumerate() {
            let before = if at == 0 { '{' } else { ',' };
            let _ = write!(self.0, "{before}{label}=\"{}\"", escaped(text));
        }
        let end = if labels.is_empty() { "" } else { "}" };
        let _ = writeln!(self.0, "{end} {value}");
    }

    /// Each bound counts all that stayed under it, so also what the bounds before it count.
    fn times(&mut self, name: &str, help: &str, times: &Times) {
        let taken = times
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        self.family("histogram", name, help);
        let bounds = Times::BOUNDS.iter().map(ToString::to_string);
        let mut count = 0;
        for (bound, taken) in bounds.chain(["+Inf".to_owned()]).zip(taken.counts) {
            count += taken;
            self.line(format!("{name}_bucket"), &[("le", &bound)], count);
        }
        self.line(format!("{name}_sum"), &[], taken.sum.as_secs_f64());
        self.line(format!("{name}_count"), &[], count);
    }
}

/// A label's text as it stands between quotes.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\")
        .replace('"', "\\\"")
        .replace('\n', "\\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_name_is_described_once_and_before_its_lines() {
        METRICS.statuses.count(200);
        METRICS.statuses.count(404);
        METRICS.statuses.count(7);
        METRICS.commit_time.took(Duration::from_millis(3));
        let looked = Looked {
            uptime: Duration::from_secs(90),
            wal_bytes: Some(32),
            free_bytes: None,
        };
        let text = METRICS.text(&looked);
        let mut described = BTreeSet::new();
        let (mut family, mut histogram) = (String::new(), false);
        for line in text.lines() {
            let words: Vec<&str> = line.split(' ').collect();
            match words[..] {
                ["#", "HELP", name, ..] => {
                    assert!(described.insert(name.to_owned()), "{name} twice");
                    family = name.to_owned();
                }
                ["#", "TYPE", name, kind] => {
                    assert_eq!(name, family);
                    histogram = kind == "histogram";
                }
                [name, value] => {
                    let name = name.split('{').next().unwrap();
                    let rest = name.strip_prefix(&family).expect("under its own name");
                    let parts = ["_bucket", "_sum", "_count"];
                    assert!(
                        rest.is_empty() || histogram && parts.contains(&rest),
                        "{line}"
                    );
                    assert!(value.parse::<f64>().is_ok(), "{line}");
                }
                _ => panic!("{line}"),
            }
        }
        assert!(text.contains("competentiespel_http_answers_total{status=\"404\"}"));
        assert!(text.contains("competentiespel_uptime_seconds 90\n"));
        assert!(!text.contains("disk_free"), "what is not known is left out");
    }

    #[test]
    fn a_bound_counts_all_that_stayed_under_it() {
        let times = Times::new();
        for ms in [1, 3, 3, 400, 60_000] {
            times.took(Duration::from_millis(ms));
        }
        let mut page = Page(String::new());
        page.times("t", "h", &times);
        let counts: Vec<&str> = page.0.lines().skip(2).collect();
        for line in [
            "t_bucket{le=\"0.001\"} 1",
            "t_bucket{le=\"0.0025\"} 1",
            "t_bucket{le=\"0.005\"} 3",
            "t_bucket{le=\"0.25\"} 3",
            "t_bucket{le=\"0.5\"} 4",
            "t_bucket{le=\"5\"} 4",
            "t_bucket{le=\"+Inf\"} 5",
            "t_sum 60.407",
            "t_count 5",
        ] {
            assert!(counts.contains(&line), "{line} in {counts:?}");
        }
    }

    #[test]
    fn what_stands_between_quotes_is_escaped() {
        assert_eq!(escaped("a\"b\\c\nd"), "a\\\"b\\\\c\\nd");
    }
}
