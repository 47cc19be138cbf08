//! When the time of a session is over, and when its bytes go. Every reopened log is another life of
//! the server, in which only the wall clock says how long ago something was.

use crate::support::{begin, copy, entries, folder, forgotten, given, id, session, stranger};
use competentiespel::log::{Committed, Found, Log, Over, Reader, SessionId, When};
use std::path::Path;
use std::time::Duration;

const HOUR: u64 = 60 * 60 * 1000;
const DAY: u64 = 24 * HOUR;
/// When the sessions of these tests had their last entry.
const PLAYED: u64 = 1_000;
/// The first millisecond that is too long after it.
const OVER: u64 = PLAYED + 90 * DAY + 1;

fn hours(hours: u64) -> Duration {
    Duration::from_secs(hours * 60 * 60)
}

fn opened(dir: &Path) -> Log {
    Log::open(dir).unwrap()
}

async fn look(log: &Log, now: u64, when: When) -> Found {
    log.look(now, when).await.unwrap()
}

/// One session, and the start that finds it over.
async fn closed(dir: &Path) -> (Log, SessionId) {
    let id = begin(&opened(dir), "ABCDEF").await;
    let log = opened(dir);
    let found = look(&log, OVER, When::Start).await;
    assert_eq!(found.over, [over(id, true, false)]);
    (log, id)
}

fn over(id: SessionId, is_new: bool, is_due: bool) -> Over {
    let code = "ABCDEF".into();
    Over {
        id,
        code,
        is_new,
        is_due,
    }
}

fn is_due(found: &Found) -> bool {
    assert_eq!(found.over.len(), 1);
    found.over[0].is_due
}

#[tokio::test]
async fn a_session_whose_time_is_over_is_closed_at_once_and_its_bytes_stay() {
    let dir = folder();
    let (log, id) = closed(dir.path()).await;
    assert_eq!(log.load("ABCDEF").await.unwrap(), None);
    assert_eq!(log.find("ABCDEF").await.unwrap(), Some((id, true)));
    let entry = given(2, &[(3, "te laat")]);
    assert_eq!(log.append(id, 1, vec![entry]).await, Committed::Conflict);
    assert_eq!(
        log.create(session("ABCDEF")).await,
        Committed::Conflict,
        "its code stays taken"
    );
    let found = look(&log, OVER, When::Running).await;
    assert_eq!(found.over, [over(id, false, false)], "new only once");

    // Who has the folder can still look back, beside the server and without it.
    let kept = |reader: Reader| reader.load("ABCDEF").unwrap().unwrap().entries.len();
    assert_eq!(kept(Reader::open(dir.path()).unwrap()), 1);
    drop(log);
    assert_eq!(kept(Reader::open(dir.path()).unwrap()), 1);
    let reader = Reader::open(dir.path()).unwrap();
    assert_eq!(reader.find("ABCDEF").unwrap(), Some((id, true)));
    assert_eq!(reader.find("GHJKLM").unwrap(), None);
}

#[tokio::test]
async fn it_is_open_again_when_the_clock_is_set_right() {
    let dir = folder();
    for restart in [false, true] {
        let dir = dir.path().join(restart.to_string());
        let (mut log, id) = closed(&dir).await;
        let mut when = When::Running;
        if restart {
            drop(log);
            log = opened(&dir);
            when = When::Start;
        }
        let found = look(&log, OVER - 1, when).await;
        assert_eq!((found.over, found.reopened), (vec![], vec![id]));
        assert_eq!(log.find("ABCDEF").await.unwrap(), Some((id, false)));
        let entry = given(2, &[(3, "op tijd")]);
        assert_eq!(log.append(id, 1, vec![entry]).await, Committed::Done);
        assert_eq!(entries(&log, "ABCDEF").await.len(), 2);
        // The day of grace begins anew.
        log.run_on(hours(23));
        look(&log, OVER - 1, When::Stop).await;
        drop(log);
        let log = opened(&dir);
        let late = OVER + 90 * DAY;
        assert!(!is_due(&look(&log, late, When::Start).await));
        log.run_on(hours(23));
        assert!(!is_due(&look(&log, late, When::Running).await));
    }
}

#[tokio::test]
async fn its_bytes_go_after_a_day_of_running_in_all() {
    let dir = folder();
    let (mut log, id) = closed(dir.path()).await;
    for _ in 0..4 {
        log.run_on(Duration::from_secs(5 * 60 * 60 + 59 * 60));
        assert!(!is_due(&look(&log, OVER, When::Stop).await));
        drop(log);
        log = opened(dir.path());
        assert!(!is_due(&look(&log, OVER, When::Start).await));
    }
    log.run_on(Duration::from_secs(5 * 60));
    let found = look(&log, OVER, When::Running).await;
    assert_eq!(found.over, [over(id, false, true)]);
    log.delete(id).await.unwrap();
    assert_eq!(log.find("ABCDEF").await.unwrap(), None);
    assert_eq!(look(&log, OVER, When::Running).await.over, []);
}

#[tokio::test]
async fn or_at_a_start_a_week_later_by_the_latest_time_ever_seen() {
    let dir = folder();
    let (log, _) = closed(dir.path()).await;
    let week = OVER + 7 * DAY;
    // A clock that leaps in the middle of a run deletes nothing.
    assert!(!is_due(&look(&log, week - 1, When::Running).await));
    assert!(!is_due(&look(&log, week + DAY, When::Running).await));
    drop(log);
    let other = folder();
    let (log, _) = closed(other.path()).await;
    drop(log);
    assert!(!is_due(
        &look(&opened(other.path()), week - 1, When::Start).await
    ));
    assert!(is_due(
        &look(&opened(other.path()), week, When::Start).await
    ));
    // The latest time, not the one there is: this clock was set back a little since.
    let log = opened(other.path());
    assert!(is_due(&look(&log, OVER, When::Start).await));
}

/// What the issue began with: 91 days ahead at a start. Also with restarts under the leap.
#[tokio::test]
async fn a_leap_deletes_nothing_however_far() {
    for leap in [91 * DAY, 400 * DAY, 40_000 * DAY, u64::MAX - PLAYED] {
        let dir = folder();
        begin(&opened(dir.path()), "ABCDEF").await;
        look(&opened(dir.path()), PLAYED, When::Start).await;
        for start in 0..3 {
            let log = opened(dir.path());
            let found = look(&log, PLAYED + leap, When::Start).await;
            assert!(!is_due(&found), "{leap}");
            assert_eq!(found.over[0].is_new, start == 0);
            assert_eq!(found.leap_ms.is_some(), start == 0, "told once");
            log.run_on(hours(7));
            assert!(!is_due(&look(&log, PLAYED + leap, When::Stop).await));
        }
        let log = opened(dir.path());
        let found = look(&log, PLAYED + DAY, When::Start).await;
        assert_eq!((found.over.len(), found.reopened.len()), (0, 1));
        assert!(found.leap_ms < Some(0), "that it was set back is told");
        assert_eq!(entries(&log, "ABCDEF").await.len(), 1);
    }
}

/// An entry of this life needs no clock: a meeting under way goes on when the clock is set right.
#[tokio::test]
async fn in_one_life_it_is_the_time_that_passed_that_counts() {
    let dir = folder();
    for days in [30, 90, 365] {
        let log = opened(&dir.path().join(days.to_string()));
        let mut new = session("ABCDEF");
        new.retention_days = u16::try_from(days).unwrap();
        new.at = 100 * 365 * DAY;
        assert_eq!(log.create(new.clone()).await, Committed::Done);
        let mut now = new.at;
        assert_eq!(look(&log, now, When::Start).await, Found::default());
        now += 730 * DAY;
        let found = look(&log, now, When::Running).await;
        assert_eq!(found.over, []);
        let leap = found.leap_ms.unwrap() as u64;
        assert!((729 * DAY..=730 * DAY).contains(&leap));
        log.run_on(hours(24 * days - 1));
        assert_eq!(look(&log, now + days * DAY, When::Running).await.over, []);
        log.run_on(hours(1));
        let found = look(&log, now + days * DAY, When::Running).await;
        assert!(found.over[0].is_new, "{days}");
    }
}

/// It counts from the last entry, and for a session that was read in from when it came here.
#[tokio::test]
async fn it_counts_from_the_last_entry_or_from_when_it_came() {
    for days in [30, 90, 365] {
        let dir = folder();
        let log = opened(dir.path());
        let mut new = session("ABCDEF");
        new.retention_days = u16::try_from(days).unwrap();
        new.at = 500 * DAY;
        new.entries.push(given(2, &[(3, "blijft"), (4, "gaat")]));
        new.entries.push(forgotten(3, &[4]));
        assert_eq!(log.create(new).await, Committed::Done);
        drop(log);
        let is_over = async |now| {
            let found = look(&opened(dir.path()), now, When::Start).await;
            found.over.len() == 1
        };
        assert!(!is_over((500 + days) * DAY).await);
        assert!(is_over((500 + days) * DAY + 1).await);
        assert!(!is_over((500 + days) * DAY).await);
        let log = opened(dir.path());
        let mut later = given(4, &[]);
        later.at = 510 * DAY;
        let id = id(&log, "ABCDEF").await;
        assert_eq!(log.append(id, 3, vec![later]).await, Committed::Done);
        drop(log);
        assert!(!is_over((510 + days) * DAY).await);
        assert!(is_over((510 + days) * DAY + 1).await);
    }
}

/// An empty clock battery: it says nothing, and the day of grace goes on.
#[tokio::test]
async fn a_clock_before_the_last_entry_changes_nothing() {
    let dir = folder();
    let (mut log, id) = closed(dir.path()).await;
    for now in [0, PLAYED - 1] {
        look(&log, OVER, When::Stop).await;
        drop(log);
        log = opened(dir.path());
        let found = look(&log, now, When::Start).await;
        assert_eq!(
            (found.over, found.reopened),
            (vec![over(id, false, false)], vec![])
        );
        log.run_on(hours(12));
        assert_eq!(look(&log, now, When::Running).await.over.len(), 1);
    }
    assert!(is_due(&look(&log, OVER, When::Running).await));
}

#[tokio::test]
async fn a_leap_is_told_where_it_is_seen_and_nowhere_else() {
    let dir = folder();
    let log = opened(dir.path());
    let mut now = 20_000 * DAY;
    let leap = async |log: &Log, now, when| look(log, now, when).await.leap_ms;
    assert_eq!(leap(&log, now, When::Start).await, None, "a new folder");
    now += 50 * 60 * 1000;
    assert_eq!(
        leap(&log, now, When::Running).await,
        None,
        "less than an hour"
    );
    log.run_on(hours(1_000));
    now += 1_000 * HOUR;
    assert_eq!(leap(&log, now, When::Running).await, None, "it passed");
    now += 2 * HOUR;
    assert!(leap(&log, now, When::Running).await > Some(0));
    assert_eq!(leap(&log, now, When::Running).await, None, "once");
    now -= 3 * HOUR;
    assert!(leap(&log, now, When::Running).await < Some(0));
    drop(log);
    // The latest time seen is three hours on.
    let at_start = async |now| leap(&opened(dir.path()), now, When::Start).await;
    assert!(at_start(now).await < Some(0));
    now += 3 * HOUR;
    assert_eq!(at_start(now - HOUR).await, None);
    now += 30 * DAY;
    assert_eq!(at_start(now).await, None, "a month without the laptop");
    now += 30 * DAY + 1;
    assert!(at_start(now).await > Some(0));
    assert_eq!(at_start(now).await, None, "once");
}

/// A database of before remembers the latest time it was told.
#[tokio::test]
async fn a_leap_at_the_first_start_of_this_version_is_told_too() {
    let dir = folder();
    let old = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/v1.db");
    std::fs::copy(old, dir.path().join("competentiespel.db")).unwrap();
    let latest: i64 = stranger(dir.path())
        .query_row("SELECT max(last_at) FROM session", [], |row| row.get(0))
        .unwrap();
    let leapt = latest as u64 + 400 * DAY;
    let found = look(&opened(dir.path()), leapt, When::Start).await;
    assert_eq!(found.leap_ms, Some(400 * DAY as i64));
    assert!(found.over.iter().all(|over| over.is_new && !over.is_due));
    assert!(!found.over.is_empty());
}

/// The largest and smallest times there are, also in a database that somebody edited.
#[tokio::test]
async fn no_time_is_too_large() {
    let dir = folder();
    begin(&opened(dir.path()), "ABCDEF").await;
    let numbers = [i64::MIN, -1, 0, i64::MAX];
    for last in numbers {
        for now in [0, i64::MAX as u64, u64::MAX] {
            let update =
                "UPDATE session SET last_at = ?1, last_ran = ?1, over_ran = ?2, over_at = ?1";
            for over in [None, Some(last)] {
                let db = stranger(dir.path());
                db.execute(update, (last, over)).unwrap();
                db.execute("UPDATE life SET ran_ms = ?1, latest_at = ?1", [last])
                    .unwrap();
                drop(db);
                let log = opened(dir.path());
                for when in [When::Start, When::Running, When::Stop] {
                    look(&log, now, when).await;
                    log.run_on(Duration::MAX);
                }
            }
        }
    }
}

/// Ten minutes at most are lost of how long a killed server ran, and nothing is written between.
#[tokio::test]
async fn what_a_server_ran_is_written_down_every_ten_minutes() {
    let (dir, killed) = (folder(), folder());
    let log = opened(dir.path());
    look(&log, PLAYED, When::Start).await;
    let ran = || -> i64 {
        let ran = "SELECT ran_ms / 60000 FROM life";
        stranger(dir.path())
            .query_row(ran, [], |row| row.get(0))
            .unwrap()
    };
    for (minutes, written) in [(9, 0), (2, 11), (9, 11), (2, 22)] {
        log.run_on(Duration::from_secs(minutes * 60));
        look(&log, PLAYED, When::Running).await;
        assert_eq!(ran(), written);
    }
    log.run_on(Duration::from_secs(5 * 60));
    copy(dir.path(), killed.path());
    look(&log, PLAYED, When::Stop).await;
    assert_eq!(ran(), 27);
    let log = opened(killed.path());
    log.run_on(Duration::from_secs(60));
    look(&log, PLAYED, When::Stop).await;
    let ran: i64 = stranger(killed.path())
        .query_row("SELECT ran_ms / 60000 FROM life", [], |row| row.get(0))
        .unwrap();
    assert_eq!(ran, 23);
}
