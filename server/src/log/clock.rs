//! When the time of a session is over, and when its bytes go.
//!
//! No wall clock is believed at once: it may stand at 1970 or a year ahead, and be set right in the
//! middle of a game. A session whose time is over by it is closed at once, which is undone when the
//! clock is set right. Its bytes go only after a day of running since then, or at a start a week
//! later by the latest time ever seen: for a laptop that runs two hours a month. A clock that leapt
//! far ahead once must not be that for ever: one that stands lower for a day of running is believed.
//!
//! Two more clocks go on by themselves and never leap: how long servers *ran* on this folder in
//! all, and how much time *passed*, sleep included, since this one opened it.

use super::SessionId;
use rusqlite::{Connection, Row};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

const HOUR_MS: i64 = 60 * 60 * 1000;
const DAY_MS: i64 = 24 * HOUR_MS;
/// How long servers run in all before the bytes of a closed session go.
const GRACE_RAN_MS: i64 = DAY_MS;
/// How much later a start must be, by the latest time ever seen, for them to go then.
const GRACE_AT_START_MS: i64 = 7 * DAY_MS;
/// How long servers run in all under a clock that stands lower than the latest time ever seen, before
/// it is believed.
const BELIEVED_RAN_MS: i64 = DAY_MS;
/// How much of it may be not written down yet, of how long servers ran and the latest time seen.
const WRITTEN_EVERY_MS: i64 = 10 * 60 * 1000;
/// From here on a difference between the clocks is told.
const LEAP_MS: i64 = HOUR_MS;
/// From here on a start after the latest time ever seen is told: longer than a holiday.
const LEAP_AT_START_MS: i64 = 30 * DAY_MS;

/// When in the life of a server is looked at the clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// Before anyone is let in.
    Start,
    /// Every now and then.
    Running,
    /// For the last time.
    Stop,
}

/// What a look at the clock found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// Every session whose time is over, which is closed.
    pub over: Vec<Over>,
    /// Sessions that were closed until now, and are open again.
    pub reopened: Vec<SessionId>,
    /// How far the clock stands from where it was expected, in milliseconds, if that is strange: at
    /// a start against the latest time ever seen, later against the time that passed.
    pub leap_ms: Option<i64>,
    /// The clock stood lower than the latest time ever seen for so long that it is believed now.
    pub is_believed: bool,
}

/// A session whose time is over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Over {
    /// Names it in the other calls.
    pub id: SessionId,
    /// Its join code.
    pub code: String,
    /// It was open until now.
    pub is_new: bool,
    /// Its bytes are to go now.
    pub is_due: bool,
}

/// The clocks that never leap, from the moment a folder was opened.
#[derive(Debug)]
pub(super) struct Clock {
    /// How long servers had run before, in milliseconds.
    ran_before: i64,
    /// What [`Clock::passed`] began with: more than at any earlier entry.
    life_from: i64,
    opened: std::time::Instant,
    /// The same moment on the clock that counts sleep.
    opened_awake: Duration,
    /// Only tests let time pass by themselves.
    skipped: AtomicI64,
    /// The wall clock and [`Clock::passed`] at the last look.
    last: Mutex<Option<(i64, i64)>>,
}

/// What all clocks say at one look.
#[derive(Clone, Copy, Debug)]
pub(super) struct Moment {
    now: i64,
    ran: i64,
    passed: i64,
    life_from: i64,
    when: When,
}

impl Clock {
    pub(super) fn open(db: &Connection) -> rusqlite::Result<Clock> {
        let sql = "SELECT ran_ms, (SELECT coalesce(max(last_ran), -1) FROM session) FROM life";
        let (ran_before, last): (i64, i64) =
            db.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(Clock {
            ran_before,
            life_from: last.saturating_add(1),
            opened: std::time::Instant::now(),
            opened_awake: since_boot(),
            skipped: AtomicI64::new(0),
            last: Mutex::default(),
        })
    }

    /// How much time passed, in milliseconds: compared with nothing but itself. It goes on from
    /// where the last entry before this life was, and while the machine sleeps.
    pub(super) fn passed(&self) -> i64 {
        let passed = millis(since_boot().saturating_sub(self.opened_awake));
        let passed = passed.saturating_add(self.skipped.load(Ordering::Relaxed));
        self.life_from.saturating_add(passed)
    }

    /// How long servers ran on this folder in all, in milliseconds, without sleep.
    fn ran(&self) -> i64 {
        let ran = millis(self.opened.elapsed());
        let ran = ran.saturating_add(self.skipped.load(Ordering::Relaxed));
        self.ran_before.saturating_add(ran)
    }

    /// For tests: as if so much time passed.
    pub(super) fn skip(&self, time: Duration) {
        self.skipped.fetch_add(millis(time), Ordering::Relaxed);
    }

    /// All clocks, given the wall clock's milliseconds since 1970.
    pub(super) fn moment(&self, now_ms: u64, when: When) -> Moment {
        Moment {
            now: i64::try_from(now_ms).unwrap_or(i64::MAX),
            ran: self.ran(),
            passed: self.passed(),
            life_from: self.life_from,
            when,
        }
    }

    /// After a look that succeeded: how far the wall clock moved beside the time that passed since
    /// the one before it.
    pub(super) fn moved(&self, at: &Moment) -> Option<i64> {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let (now, passed) = last.replace((at.now, at.passed))?;
        let moved = at.now.saturating_sub(now);
        let moved = moved.saturating_sub(at.passed.saturating_sub(passed));
        (moved.saturating_abs() >= LEAP_MS).then_some(moved)
    }
}

/// Goes on while the machine sleeps, where the system has such a clock.
fn since_boot() -> Duration {
    #[cfg(target_os = "linux")]
    {
        let time = rustix::time::clock_gettime(rustix::time::ClockId::Boottime);
        Duration::try_from(time).unwrap_or_default()
    }
    #[cfg(not(target_os = "linux"))]
    {
        static FIRST: std::sync::OnceLock<std::time::Instant> = std::sync::OnceLock::new();
        FIRST.get_or_init(std::time::Instant::now).elapsed()
    }
}

fn millis(time: Duration) -> i64 {
    i64::try_from(time.as_millis()).unwrap_or(i64::MAX)
}

/// Closes what is over and opens again what is not, and writes down how long servers ran. Within
/// the writer's transaction, so no entry comes in between. `true`: it wrote.
pub(super) fn look(db: &Connection, at: &Moment) -> rusqlite::Result<(Found, bool)> {
    let (seen, written) = read_seen(db)?;
    let now_seen = seen.with(at);
    let mut found = Found {
        leap_ms: leap_at_start(seen.latest, at),
        is_believed: now_seen.latest < seen.latest,
        ..Found::default()
    };
    if found.is_believed {
        // By a time that nothing reaches any more, a start would never be a week later.
        db.prepare_cached("UPDATE session SET over_at = ?1 WHERE over_at > ?1")?
            .execute([now_seen.latest])?;
    }
    for (id, code, kept) in kept_too_long(db, at.now)? {
        let verdict = judge(&kept, at, now_seen.latest);
        match verdict {
            Verdict::Open => continue,
            Verdict::Reopened => {
                set_over(db, id, None)?;
                found.reopened.push(id);
                continue;
            }
            Verdict::New => set_over(db, id, Some((at.ran, now_seen.latest)))?,
            Verdict::Over | Verdict::Due => {}
        }
        found.over.push(Over {
            id,
            code,
            is_new: verdict == Verdict::New,
            is_due: verdict == Verdict::Due,
        });
    }
    let changed = !found.reopened.is_empty() || found.over.iter().any(|over| over.is_new);
    let unwritten = now_seen.latest.saturating_sub(seen.latest);
    let unwritten = at.ran.saturating_sub(written).max(unwritten);
    let is_time = unwritten >= WRITTEN_EVERY_MS || found.is_believed;
    let writes = changed || is_time || at.when != When::Running;
    if writes {
        db.prepare_cached(
            "UPDATE life SET ran_ms = max(ran_ms, ?1), latest_at = ?2, latest_ran = ?3",
        )?
        .execute((at.ran, now_seen.latest, now_seen.ran))?;
    }
    Ok((found, writes))
}

/// The latest time ever seen.
#[derive(Clone, Copy, Debug)]
struct Seen {
    latest: i64,
    /// [`Moment::ran`] when a clock last said that, or later.
    ran: i64,
}

impl Seen {
    fn with(self, at: &Moment) -> Seen {
        let is_believed = at.ran.saturating_sub(self.ran) >= BELIEVED_RAN_MS;
        match at.now < self.latest && !is_believed {
            true => self,
            false => Seen {
                latest: at.now,
                ran: at.ran,
            },
        }
    }
}

/// With how long servers ran, as far as that is written down.
fn read_seen(db: &Connection) -> rusqlite::Result<(Seen, i64)> {
    let life = "SELECT latest_at, latest_ran, ran_ms FROM life";
    db.query_row(life, [], |row| {
        let (latest, ran) = (row.get(0)?, row.get(1)?);
        Ok((Seen { latest, ran }, row.get(2)?))
    })
}

fn leap_at_start(seen: i64, at: &Moment) -> Option<i64> {
    let leap = at.now.saturating_sub(seen);
    let is_strange = !(-LEAP_MS..=LEAP_AT_START_MS).contains(&leap);
    // A new folder has seen no time at all.
    (at.when == When::Start && seen > 0 && is_strange).then_some(leap)
}

/// What says whether the time of a session is over.
#[derive(Clone, Copy, Debug)]
struct Kept {
    days: i64,
    last_at: i64,
    last_ran: i64,
    /// [`Moment::ran`] and the latest time ever seen when it was closed.
    over: Option<(i64, i64)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    Open,
    /// It is over, and was not.
    New,
    Over,
    /// It is over, and its bytes are to go.
    Due,
    /// It was over, and is not.
    Reopened,
}

fn judge(kept: &Kept, at: &Moment, latest: i64) -> Verdict {
    let days = kept.days.saturating_mul(DAY_MS);
    let passed = at.passed.saturating_sub(kept.last_ran);
    // A meeting under way, or of this very life: for that is no clock needed.
    let is_known_young = kept.last_ran >= at.life_from && passed < days;
    let is_over = kept.last_at.saturating_add(days) < at.now && !is_known_young;
    match kept.over {
        None if is_over => Verdict::New,
        None => Verdict::Open,
        // Before its last entry: this clock is wrong, or that one was. It says nothing, or a clock
        // that stands at 1970 at each start would begin the day of grace anew each time.
        Some(_) if at.now < kept.last_at => Verdict::Over,
        Some(_) if !is_over => Verdict::Reopened,
        Some((ran, seen)) => {
            let ran_enough = at.ran.saturating_sub(ran) >= GRACE_RAN_MS;
            let started_late = at.when == When::Start;
            let started_late = started_late && latest.saturating_sub(seen) >= GRACE_AT_START_MS;
            if ran_enough || started_late {
                Verdict::Due
            } else {
                Verdict::Over
            }
        }
    }
}

/// Sessions that are over by the wall clock, and those that were closed.
fn kept_too_long(db: &Connection, now: i64) -> rusqlite::Result<Vec<(SessionId, String, Kept)>> {
    let mut found = db.prepare_cached(
        "SELECT id, code, retention_days, last_at, last_ran, over_ran, over_at FROM session
         WHERE over_ran NOT NULL OR last_at < ?1 - retention_days * ?2",
    )?;
    let one = |row: &Row<'_>| {
        let ran: Option<i64> = row.get(5)?;
        let seen: Option<i64> = row.get(6)?;
        let kept = Kept {
            days: row.get(2)?,
            last_at: row.get(3)?,
            last_ran: row.get(4)?,
            over: ran.map(|ran| (ran, seen.unwrap_or(i64::MAX))),
        };
        Ok((SessionId(row.get(0)?), row.get(1)?, kept))
    };
    found.query_map((now, DAY_MS), one)?.collect()
}

fn set_over(db: &Connection, id: SessionId, over: Option<(i64, i64)>) -> rusqlite::Result<()> {
    db.prepare_cached("UPDATE session SET over_ran = ?2, over_at = ?3 WHERE id = ?1")?
        .execute((id.0, over.map(|over| over.0), over.map(|over| over.1)))?;
    Ok(())
}

#[cfg(test)]
mod tests;
