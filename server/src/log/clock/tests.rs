//! Servers that start, run, sleep and are killed under a clock that leaps, in a time of their own.

use super::*;
use proptest::prelude::*;
use std::collections::BTreeMap;

const MINUTE_MS: i64 = 60 * 1000;
/// 2026, in milliseconds since 1970.
const TODAY: i64 = 1_790_000_000_000;
/// Retention periods there are.
const DAYS: [i64; 3] = [30, 90, 365];

/// A data folder, and the world around it.
struct World {
    db: Connection,
    /// The time it is.
    honest: i64,
    /// How far the wall clock stands from that.
    wrong: i64,
    clock: Option<Clock>,
    ran: i64,
    passed: i64,
    /// The honest time of each session's last entry, with its days.
    played: BTreeMap<i64, (i64, i64)>,
    /// What was deleted, with its honest age in milliseconds beyond its days.
    deleted: Vec<(i64, i64)>,
    starts: u32,
}

impl World {
    fn new() -> World {
        let db = Connection::open_in_memory().unwrap();
        db.execute_batch(include_str!("../v1.sql")).unwrap();
        db.execute_batch(include_str!("../v2.sql")).unwrap();
        db.execute("INSERT INTO deck VALUES ('d', '{}')", [])
            .unwrap();
        World {
            db,
            honest: TODAY,
            wrong: 0,
            clock: None,
            ran: 0,
            passed: 0,
            played: BTreeMap::new(),
            deleted: Vec::new(),
            starts: 0,
        }
    }

    fn wall(&self) -> i64 {
        self.honest + self.wrong
    }

    fn start(&mut self) -> Found {
        self.starts += 1;
        self.clock = Some(Clock::open(&self.db).unwrap());
        (self.ran, self.passed) = (0, 0);
        self.look(When::Start)
    }

    /// Looks every minute, or (for long runs) every half hour.
    fn run(&mut self, time: i64) {
        let step = if time <= 2 * HOUR_MS {
            MINUTE_MS
        } else {
            HOUR_MS / 2
        };
        let until = self.honest + time;
        while self.honest < until {
            let step = step.min(until - self.honest);
            self.honest += step;
            self.ran += step;
            self.passed += step;
            self.look(When::Running);
        }
    }

    fn sleep(&mut self, time: i64) {
        self.honest += time;
        self.passed += time;
    }

    fn stop(&mut self) {
        self.look(When::Stop);
        self.clock = None;
    }

    fn kill(&mut self) {
        self.clock = None;
    }

    fn off(&mut self, time: i64) {
        self.honest += time;
    }

    fn look(&mut self, when: When) -> Found {
        let clock = self.clock.as_ref().expect("it runs");
        let at = Moment {
            now: self.wall(),
            ran: clock.ran_before + self.ran,
            passed: clock.life_from + self.passed,
            life_from: clock.life_from,
            when,
        };
        let (mut found, _) = look(&self.db, &at).unwrap();
        found.leap_ms = found.leap_ms.or(clock.moved(&at));
        for over in found.over.iter().filter(|over| over.is_due) {
            assert!(!over.is_new, "never by one look alone");
            let (last, days) = self.played.remove(&over.id.0).unwrap();
            self.deleted
                .push((over.id.0, self.honest - last - days * DAY_MS));
            let delete = "DELETE FROM session WHERE id = ?1";
            self.db.execute(delete, [over.id.0]).unwrap();
        }
        found
    }

    fn begin(&mut self, days: i64) -> i64 {
        let insert = "INSERT INTO session (code, identity, created_at, retention_days, deck_hash,
                          last_seq, last_at)
                      VALUES (?1, '', 0, ?2, 'd', 1, 0)";
        let code = self.played.len() + self.deleted.len();
        self.db.execute(insert, (code.to_string(), days)).unwrap();
        let id = self.db.last_insert_rowid();
        self.played.insert(id, (0, days));
        assert!(self.play(id));
        id
    }

    /// What `append` does; whether it could.
    fn play(&mut self, id: i64) -> bool {
        let clock = self.clock.as_ref().expect("it runs");
        let passed = clock.life_from + self.passed;
        let update = "UPDATE session SET last_at = ?2, last_ran = ?3
                      WHERE id = ?1 AND over_ran IS NULL";
        let played = self.db.execute(update, (id, self.wall(), passed)).unwrap();
        if played > 0 {
            self.played.get_mut(&id).unwrap().0 = self.honest;
        }
        played > 0
    }

    fn is_open(&self, id: i64) -> bool {
        let open = "SELECT count(*) FROM session WHERE id = ?1 AND over_ran IS NULL";
        self.db.query_row(open, [id], |row| row.get(0)).unwrap()
    }

    /// No session is closed or deleted that is not over by an honest clock.
    fn wrongs_nobody(&self) {
        for (id, (last, days)) in &self.played {
            let is_young = self.honest <= last + days * DAY_MS;
            assert!(!is_young || self.is_open(*id), "{id} is closed");
        }
        let early = self.deleted.iter().find(|(_, beyond)| *beyond <= 0);
        assert_eq!(early, None);
    }
}

/// A laptop that is used two hours a month deletes what is over at the second start after that at
/// the latest: at the first it is closed.
#[test]
fn a_laptop_used_two_hours_a_month_deletes() {
    for days in DAYS {
        let mut world = World::new();
        world.start();
        let session = world.begin(days);
        world.run(2 * HOUR_MS);
        world.stop();
        while world.deleted.is_empty() {
            world.off(30 * DAY_MS - 2 * HOUR_MS);
            world.start();
            world.run(2 * HOUR_MS);
            world.stop();
            assert!(world.starts < 20, "{days} days: never");
        }
        let (id, beyond) = world.deleted[0];
        assert_eq!(id, session);
        assert!(
            (7 * DAY_MS..60 * DAY_MS).contains(&beyond),
            "{days} days: {beyond}"
        );
    }
}

/// The same with a laptop that is never started again but only sleeps: within a year of use.
#[test]
fn a_laptop_that_only_sleeps_deletes_too() {
    for days in DAYS {
        let mut world = World::new();
        world.start();
        world.begin(days);
        let mut months = 0;
        while world.deleted.is_empty() {
            world.run(2 * HOUR_MS);
            world.sleep(30 * DAY_MS - 2 * HOUR_MS);
            months += 1;
            assert!(months <= days / 30 + 2 + 12, "{days} days: never");
        }
        assert!(world.deleted[0].1 > 0);
    }
}

#[test]
fn a_server_that_always_runs_deletes_a_day_after() {
    for days in DAYS {
        let mut world = World::new();
        world.start();
        world.begin(days);
        world.run(days * DAY_MS + 26 * HOUR_MS);
        let [(_, beyond)] = world.deleted[..] else {
            panic!("{days} days: {:?}", world.deleted)
        };
        assert!(
            (DAY_MS..=DAY_MS + 2 * HOUR_MS).contains(&beyond),
            "{beyond}"
        );
    }
}

/// Cold starts with an empty clock battery: at 1970 until the network sets the clock right.
#[test]
fn a_clock_that_begins_at_1970_each_time_deletes_late_but_deletes() {
    let mut world = World::new();
    world.start();
    world.begin(30);
    world.run(HOUR_MS);
    world.stop();
    while world.deleted.is_empty() {
        world.off(30 * DAY_MS);
        world.wrong = -world.honest;
        world.start();
        world.run(MINUTE_MS);
        world.wrong = 0;
        world.run(2 * HOUR_MS);
        world.stop();
        assert!(world.starts < 20, "never");
    }
    assert!(world.deleted[0].1 > 0);
}

/// Set right in the middle of a game, by two years.
#[test]
fn a_game_under_way_goes_on_when_the_clock_is_set_right() {
    for wrong in [-730 * DAY_MS, 730 * DAY_MS, -TODAY] {
        let mut world = World::new();
        world.wrong = wrong;
        world.start();
        let session = world.begin(30);
        world.run(HOUR_MS);
        world.wrong = 0;
        let found = world.look(When::Running);
        assert_eq!(found.leap_ms, Some(-wrong));
        assert_eq!(world.look(When::Running).leap_ms, None, "told once");
        world.run(10 * DAY_MS);
        assert!(world.play(session), "{wrong}");
        world.wrongs_nobody();
        if wrong < 0 {
            world.run(30 * DAY_MS + HOUR_MS);
            assert!(!world.is_open(session), "its own time is over all the same");
        }
    }
}

/// Next time it is taken for over, for nothing says when it was. It is closed, and stays a day.
#[test]
fn what_was_played_with_the_clock_behind_is_closed_at_the_next_start_and_not_deleted() {
    let mut world = World::new();
    world.wrong = -730 * DAY_MS;
    world.start();
    let session = world.begin(90);
    world.run(HOUR_MS);
    world.stop();
    world.wrong = 0;
    let found = world.start();
    assert!(found.leap_ms > Some(700 * DAY_MS), "the operator reads it");
    assert!(!world.is_open(session));
    world.run(23 * HOUR_MS);
    assert_eq!(world.deleted, []);
    world.stop();
    world.wrong = -730 * DAY_MS;
    world.start();
    assert!(world.is_open(session), "with the clock of then it is open");
}

/// One leap to the year 9999, set right: told at each start until servers ran a day under it, and then
/// all is as it was. Also for what was closed meanwhile.
#[test]
fn a_clock_that_stood_lower_for_a_day_of_running_is_believed() {
    let mut world = World::new();
    world.start();
    let first = world.begin(30);
    world.run(HOUR_MS);
    world.wrong = 8_000 * 365 * DAY_MS;
    world.run(HOUR_MS);
    assert!(world.is_open(first), "of this very life");
    world.stop();
    world.wrong = 0;
    let mut starts = 0;
    loop {
        world.off(30 * DAY_MS);
        let leap = world.start().leap_ms;
        if leap.is_none() {
            break;
        }
        assert!(leap < Some(-7_000 * 365 * DAY_MS), "{leap:?}");
        starts += 1;
        if starts == 10 {
            world.begin(30);
        }
        world.run(2 * HOUR_MS);
        world.wrongs_nobody();
        world.stop();
        assert!(starts < 20, "for ever");
    }
    assert_eq!(starts, 12, "two hours each");
    // The first by the day of running, the second at this start, a week after it was believed.
    assert_eq!(world.deleted.len(), 2, "{:?}", world.deleted);
    world.begin(30);
    for (off, gone) in [(31, 2), (6, 2), (1, 3)] {
        world.stop();
        world.off(off * DAY_MS);
        world.start();
        assert_eq!(world.deleted.len(), gone, "{:?}", world.deleted);
    }
    assert!(world.deleted.iter().all(|(_, beyond)| *beyond > 0));
}

/// Fifty minutes of each run of a killed server count; one look at a right clock ends the count.
#[test]
fn it_is_believed_after_a_day_in_all_and_not_where_the_clock_was_right_in_between() {
    for is_right_in_between in [false, true] {
        let mut world = World::new();
        world.start();
        world.run(HOUR_MS);
        world.stop();
        for run in 1..=40 {
            world.wrong = -TODAY;
            let is_told = world.start().leap_ms.is_some();
            assert_eq!(is_told, run <= 29 || is_right_in_between, "{run}");
            world.run(59 * MINUTE_MS);
            if is_right_in_between {
                world.wrong = 0;
                world.run(MINUTE_MS);
            }
            world.kill();
        }
    }
}

#[test]
fn sleep_is_no_leap_and_no_running() {
    let mut world = World::new();
    world.start();
    world.begin(30);
    world.sleep(31 * DAY_MS);
    let found = world.look(When::Running);
    assert_eq!(found.leap_ms, None);
    assert!(found.over[0].is_new, "what passed asleep passed");
    world.sleep(300 * DAY_MS);
    assert!(!world.look(When::Running).over[0].is_due);
    world.run(DAY_MS);
    assert_eq!(world.deleted.len(), 1);
}

/// A killed server loses ten minutes at most of how long it ran.
#[test]
fn running_counts_in_all_also_for_a_server_that_is_killed() {
    let mut world = World::new();
    world.start();
    world.begin(30);
    world.kill();
    world.off(31 * DAY_MS);
    let mut runs = 0;
    while world.deleted.is_empty() {
        world.start();
        world.run(59 * MINUTE_MS);
        world.kill();
        runs += 1;
        assert!(runs < 100, "it does not add up");
    }
    assert_eq!(runs, 29, "fifty minutes of each count");
}

#[test]
fn no_number_overflows() {
    let days = [0, 1, 365, i64::from(u16::MAX), i64::MAX];
    let numbers = [i64::MIN, -1, 0, 1, TODAY, i64::MAX];
    for now in numbers {
        for last in numbers {
            for other in numbers {
                for days in days {
                    for over in [None, Some((other, last)), Some((last, other))] {
                        let kept = Kept {
                            days,
                            last_at: last,
                            last_ran: other,
                            over,
                        };
                        let at = Moment {
                            now,
                            ran: other,
                            passed: now,
                            life_from: last,
                            when: When::Start,
                        };
                        judge(&kept, &at, now);
                        let seen = Seen {
                            latest: last,
                            ran: days,
                        };
                        seen.with(&at);
                        leap_at_start(last, &at);
                    }
                }
            }
        }
    }
}

/// Something that happens to a world.
#[derive(Clone, Copy, Debug)]
enum Step {
    Run(i64),
    Sleep(i64),
    /// Stops, stays off, starts.
    Again(i64),
    /// Is killed, stays off, starts.
    Killed(i64),
    Begin(usize),
    Play(usize),
}

fn steps(longest_off: i64, many: usize) -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        3 => (1..30 * HOUR_MS).prop_map(Step::Run),
        1 => (0..longest_off).prop_map(Step::Sleep),
        3 => (0..longest_off).prop_map(Step::Again),
        1 => (0..longest_off).prop_map(Step::Killed),
        2 => (0..DAYS.len()).prop_map(Step::Begin),
        3 => (0..12_usize).prop_map(Step::Play),
    ];
    prop::collection::vec(step, 0..many)
}

fn take(world: &mut World, step: Step) {
    match step {
        Step::Run(time) => world.run(time),
        Step::Sleep(time) => world.sleep(time),
        Step::Again(time) => {
            world.stop();
            world.off(time);
            world.start();
        }
        Step::Killed(time) => {
            world.kill();
            world.off(time);
            world.start();
        }
        Step::Begin(which) => drop(world.begin(DAYS[which])),
        Step::Play(nth) => {
            let id = world.played.keys().nth(nth).copied();
            id.map(|id| world.play(id));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    /// However long it runs, sleeps and is off: an honest clock deletes nothing too early.
    #[test]
    fn an_honest_clock_wrongs_nobody(steps in steps(60 * DAY_MS, 40)) {
        let mut world = World::new();
        world.start();
        for step in steps {
            take(&mut world, step);
            world.wrongs_nobody();
        }
    }

    /// A clock that leaps ahead however far, at a start or in a run, with starts and runs under it
    /// that are not a day and a week in all, deletes nothing that is young; once it is set right
    /// all of that is open. And what is over goes, also after it.
    #[test]
    fn a_leap_deletes_nothing_young_and_what_is_over_goes(
        before in steps(60 * DAY_MS, 30),
        leap in 1..3_000 * DAY_MS,
        at_a_start: bool,
        during in prop::collection::vec((0..4 * HOUR_MS, any::<bool>(), any::<bool>()), 0..5),
        back_at_a_start: bool,
        after in steps(60 * DAY_MS, 15),
    ) {
        let mut world = World::new();
        world.start();
        for step in before {
            take(&mut world, step);
        }
        if at_a_start {
            world.stop();
            world.wrong = leap;
            world.start();
        } else {
            world.wrong = leap;
        }
        for (time, restart, played) in during {
            world.run(time);
            if restart {
                take(&mut world, Step::Again(time));
            }
            if played {
                world.begin(30);
            }
        }
        if back_at_a_start {
            world.stop();
            world.wrong = 0;
            world.start();
        } else {
            world.wrong = 0;
            world.look(When::Running);
        }
        world.wrongs_nobody();
        for step in after {
            take(&mut world, step);
            world.wrongs_nobody();
        }
        // What was played under the leap is kept as much longer.
        world.stop();
        world.off(leap + 366 * DAY_MS);
        let starts = world.starts;
        while !world.played.is_empty() {
            world.start();
            world.run(2 * HOUR_MS);
            world.stop();
            world.off(30 * DAY_MS);
            prop_assert!(world.starts - starts <= 2, "{:?} stay", world.played);
        }
    }

    /// A clock behind, and then set right, closes nothing within that life of the server.
    #[test]
    fn a_clock_behind_wrongs_nobody_in_that_run(
        behind in 1..TODAY,
        first in prop::collection::vec(0..DAYS.len(), 1..4),
        times in prop::collection::vec(0..40 * HOUR_MS, 1..6),
    ) {
        let mut world = World::new();
        world.wrong = -behind;
        world.start();
        for which in first {
            world.begin(DAYS[which]);
        }
        world.run(times[0]);
        world.wrong = 0;
        for time in times {
            world.run(time);
            world.wrongs_nobody();
        }
    }
}
