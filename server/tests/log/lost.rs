//! What a killed process, a power cut or a hand in the data folder can leave: it opens with what was
//! written, or says what is missing.

use crate::support::{
    begin, copy, entries, files, folder, forgotten, found, given, session, stranger,
};
use competentiespel::log::{Committed, Log, LogError, OpenError, Reader, check};
use game::Entry;
use rand::{RngExt, SeedableRng, rngs::StdRng};
use std::collections::BTreeMap;
use std::path::Path;

const DATABASE: &str = "competentiespel.db";
const WAL: &str = "competentiespel.db-wal";
const INDEX: &str = "competentiespel.db-shm";
const MARK: &str = "competentiespel.mark";
/// Bytes of a write-ahead log's header, and of a page with the header of its frame.
const HEADER: usize = 32;
const FRAME: usize = 24 + 4096;

/// A folder as a kill leaves it, all of the game in the write-ahead log, and the game: gifts, with
/// some forgotten again.
async fn killed() -> (tempfile::TempDir, Vec<Entry>) {
    let made = folder();
    drop(Log::open(made.path()).unwrap());
    let log = Log::open(made.path()).unwrap();
    let reader = stranger(made.path());
    // It needs what there was, so the log is never emptied.
    reader
        .execute_batch("BEGIN; SELECT count(*) FROM text;")
        .unwrap();
    let session = begin(&log, "ABCDEF").await;
    for seq in 2..26 {
        let text = seq as u32 + 1;
        let entry = match seq % 6 {
            0 => forgotten(seq, &[text - 1]),
            _ => given(seq, &[(text, &format!("reden {seq}"))]),
        };
        let committed = log.append(session, seq - 1, vec![entry]).await;
        assert_eq!(committed, Committed::Done);
    }
    let left = folder();
    copy(made.path(), left.path());
    let game = entries(&log, "ABCDEF").await;
    (left, game)
}

/// Puts these files into an empty folder.
fn lay(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let dir = folder();
    for (name, bytes) in files {
        std::fs::write(dir.path().join(name), bytes).unwrap();
    }
    dir
}

/// How many of the game's entries are there, which begin it; none when the session is not.
async fn prefix(log: &Log, game: &[Entry]) -> usize {
    let found = log.load("ABCDEF").await.unwrap();
    let found = found.map(|stored| stored.entries).unwrap_or_default();
    for (found, written) in found.iter().zip(game) {
        assert_eq!((found.seq, &found.events), (written.seq, &written.events));
    }
    assert!(found.len() <= game.len());
    found.len()
}

#[tokio::test]
async fn a_write_ahead_log_cut_anywhere_opens_with_what_came_before_or_says_what_is_missing() {
    let (left, game) = killed().await;
    let all = files(left.path());
    let (wal, index) = (&all[WAL], &all[INDEX]);
    let frames = (wal.len() - HEADER) / FRAME;
    assert!(frames > game.len(), "the game is in the log");
    let mut cuts = vec![0, 1, 31, 32, 33, wal.len()];
    cuts.extend((0..frames).map(|frame| HEADER + frame * FRAME));
    let mut chance = StdRng::seed_from_u64(7);
    cuts.extend((0..200).map(|_| chance.random_range(0..wal.len())));
    let garbage: Vec<u8> = (0..index.len()).map(|_| chance.random()).collect();
    let mut longest = 0;
    for (nr, cut) in cuts.into_iter().enumerate() {
        let mut laid = vec![(DATABASE, &all[DATABASE][..]), (WAL, &wal[..cut])];
        match nr % 3 {
            0 => laid.push((INDEX, index)),
            1 => laid.push((INDEX, &garbage)),
            _ => {}
        }
        let dir = lay(&laid);
        let log = Log::open(dir.path()).unwrap_or_else(|error| panic!("cut at {cut}: {error}"));
        let found = prefix(&log, &game).await;
        longest = longest.max(found);
        drop(log);

        laid.push((MARK, &all[MARK]));
        let dir = lay(&laid);
        match Log::open(dir.path()) {
            Ok(log) => assert_eq!(prefix(&log, &game).await, game.len(), "cut at {cut}"),
            Err(OpenError::Less { .. }) => assert!(found < game.len(), "cut at {cut}"),
            Err(error) => panic!("cut at {cut}: {error}"),
        }
    }
    assert_eq!(longest, game.len());
}

#[tokio::test]
async fn a_log_with_nothing_but_its_header_opens_with_every_entry() {
    let header =
        std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/header-only.wal"));
    let header = header.unwrap();
    let dir = folder();
    let log = Log::open(dir.path()).unwrap();
    begin(&log, "ABCDEF").await;
    let written = entries(&log, "ABCDEF").await;
    drop(log);
    // Its bytes beyond the magic number say nothing here.
    let mut other = header.clone();
    other[8..].fill(0x55);
    for wal in [
        header.clone(),
        other,
        vec![0; 32],
        vec![0xff; 64],
        vec![0; 9000],
    ] {
        std::fs::write(dir.path().join(WAL), &wal).unwrap();
        let log = Log::open(dir.path()).unwrap();
        assert_eq!(entries(&log, "ABCDEF").await, written);
        drop(log);
        std::fs::write(dir.path().join(WAL), &wal).unwrap();
        std::fs::write(dir.path().join(INDEX), vec![0; 32768]).unwrap();
        let log = Log::open(dir.path()).unwrap();
        assert_eq!(entries(&log, "ABCDEF").await, written);
    }
}

#[tokio::test]
async fn bytes_that_turned_in_the_log_end_it_there() {
    let (left, game) = killed().await;
    let all = files(left.path());
    let mut chance = StdRng::seed_from_u64(8);
    for _ in 0..40 {
        let mut wal = all[WAL].clone();
        let at = chance.random_range(0..wal.len());
        wal[at] ^= 1 << chance.random_range(0..8);
        let dir = lay(&[(DATABASE, &all[DATABASE]), (WAL, &wal)]);
        let log = Log::open(dir.path()).unwrap();
        prefix(&log, &game).await;
        drop(log);
        let dir = lay(&[(DATABASE, &all[DATABASE]), (WAL, &wal), (MARK, &all[MARK])]);
        match Log::open(dir.path()) {
            Ok(log) => assert_eq!(prefix(&log, &game).await, game.len()),
            Err(error) => assert!(matches!(error, OpenError::Less { .. }), "{error}"),
        }
    }
}

#[tokio::test]
async fn a_lost_log_is_refused_by_the_mark_and_opened_where_the_loss_is_accepted() {
    let (left, game) = killed().await;
    let identity = |log: &Log| {
        let log = log.clone();
        async move { log.load("ABCDEF").await.unwrap().unwrap().identity }
    };
    let whole = folder();
    copy(left.path(), whole.path());
    let log = Log::open(whole.path()).unwrap();
    assert_eq!(prefix(&log, &game).await, game.len());
    let known = identity(&log).await;
    drop(log);

    let dir = left;
    let (wal, cut) = (dir.path().join(WAL), dir.path().join("aside"));
    std::fs::rename(&wal, &cut).unwrap();
    let why = Log::open(dir.path()).unwrap_err();
    let OpenError::Less {
        found,
        once,
        is_closed,
        ..
    } = &why
    else {
        panic!("{why}");
    };
    assert!(*found < once.commits && *is_closed);
    for told in ["-wal", "is not there", "--accept-loss", "restore"] {
        assert!(why.to_string().contains(told), "{why}");
    }
    // Put back it opens, with everything, and nobody need begin afresh.
    std::fs::rename(&cut, &wal).unwrap();
    let log = Log::open(dir.path()).unwrap();
    assert_eq!(prefix(&log, &game).await, game.len());
    assert_eq!(identity(&log).await, known);
    // With nothing lost, accepting a loss changes nothing.
    drop(log);
    let log = Log::open_accepting_loss(dir.path()).unwrap();
    assert_eq!(identity(&log).await, known);
    drop(log);

    // Entries that were shown are gone: what comes now is another log.
    let copied = folder();
    copy(dir.path(), copied.path());
    let log = Log::open(dir.path()).unwrap();
    let stored = log.load("ABCDEF").await.unwrap().unwrap();
    let after = stored.entries.len() as u64;
    let last = vec![given(after + 1, &[(99, "de laatste")])];
    assert_eq!(log.append(stored.id, after, last).await, Committed::Done);
    drop(log);
    let mark = std::fs::read(dir.path().join(MARK)).unwrap();
    std::fs::write(copied.path().join(MARK), mark).unwrap();
    assert!(matches!(
        Log::open(copied.path()),
        Err(OpenError::Less { .. })
    ));
    let log = Log::open_accepting_loss(copied.path()).unwrap();
    assert_eq!(prefix(&log, &game).await, game.len());
    assert_ne!(identity(&log).await, known);
    drop(log);
    Log::open(copied.path()).unwrap();
}

/// The one text of [`forgets_later`].
const SECRET: &str = "Zeldzaamheid vermurwt";

/// A folder that was closed, opened again, and forgot a text then; with its files of before.
async fn forgets_later() -> (tempfile::TempDir, BTreeMap<String, Vec<u8>>) {
    let dir = folder();
    let log = Log::open(dir.path()).unwrap();
    let session = begin(&log, "ABCDEF").await;
    let reason = vec![given(2, &[(3, SECRET)])];
    assert_eq!(log.append(session, 1, reason).await, Committed::Done);
    drop(log);
    let before = files(dir.path());
    let log = Log::open(dir.path()).unwrap();
    let forgets = vec![forgotten(3, &[3])];
    assert_eq!(log.append(session, 2, forgets).await, Committed::Done);
    drop(log);
    (dir, before)
}

#[tokio::test]
async fn what_was_forgotten_in_the_lost_part_is_forgotten_again() {
    let (dir, before) = forgets_later().await;
    std::fs::write(dir.path().join(DATABASE), &before[DATABASE]).unwrap();
    assert_eq!(found(dir.path(), &[SECRET.into()]).len(), 1);
    assert!(matches!(Log::open(dir.path()), Err(OpenError::Less { .. })));
    let log = Log::open_accepting_loss(dir.path()).unwrap();
    assert!(log.is_wiped());
    assert_eq!(found(dir.path(), &[SECRET.into()]), [] as [&str; 0]);
    assert_eq!(entries(&log, "ABCDEF").await.len(), 2);
}

/// A copy of the whole folder put back, beside the list as it went on.
#[tokio::test]
async fn a_list_that_knows_more_than_its_database_is_carried_out() {
    let (dir, before) = forgets_later().await;
    for name in [DATABASE, MARK] {
        std::fs::write(dir.path().join(name), &before[name]).unwrap();
    }
    assert_eq!(found(dir.path(), &[SECRET.into()]).len(), 1);
    drop(Log::open(dir.path()).unwrap());
    assert_eq!(found(dir.path(), &[SECRET.into()]), [] as [&str; 0]);
    // Once: the next start finds nothing to do.
    let list = files(dir.path())["competentiespel.forgotten"].clone();
    drop(Log::open(dir.path()).unwrap());
    assert!(files(dir.path())["competentiespel.forgotten"] == list);
}

#[tokio::test]
async fn a_mark_without_its_database_is_refused_and_a_database_without_its_mark_is_not() {
    let dir = folder();
    let log = Log::open(dir.path()).unwrap();
    begin(&log, "ABCDEF").await;
    drop(log);
    let all = files(dir.path());

    let alone = lay(&[(MARK, &all[MARK])]);
    let why = Log::open(alone.path()).unwrap_err();
    assert!(matches!(why, OpenError::Gone(..)), "{why}");
    assert!(!alone.path().join(DATABASE).exists());
    let anew = Log::open_accepting_loss(alone.path()).unwrap();
    assert_eq!(anew.load("ABCDEF").await.unwrap(), None);

    let other = folder();
    let log = Log::open(other.path()).unwrap();
    begin(&log, "GHJKLM").await;
    drop(log);
    std::fs::write(other.path().join(MARK), &all[MARK]).unwrap();
    let why = Log::open(other.path()).unwrap_err();
    assert!(matches!(why, OpenError::Another(..)), "{why}");
    let log = Log::open_accepting_loss(other.path()).unwrap();
    assert_eq!(entries(&log, "GHJKLM").await.len(), 1);

    // None, and what a power cut leaves of one.
    for mark in [None, Some(&b""[..]), Some(b"0"), Some(&[0; 90])] {
        let mut laid = vec![(DATABASE, &all[DATABASE][..])];
        laid.extend(mark.map(|mark| (MARK, mark)));
        let dir = lay(&laid);
        let log = Log::open(dir.path()).unwrap();
        assert_eq!(entries(&log, "ABCDEF").await.len(), 1);
        drop(log);
        assert_eq!(files(dir.path())[MARK].len(), all[MARK].len());
        Log::open(dir.path()).unwrap();
    }
    // One that cannot be read is no missing one.
    let dir = lay(&[(DATABASE, &all[DATABASE])]);
    std::fs::create_dir(dir.path().join(MARK)).unwrap();
    let why = Log::open(dir.path()).unwrap_err();
    assert!(matches!(why, OpenError::Io { .. }), "{why}");
}

/// Changes the database behind its back, as damage to a file would.
fn damage(dir: &Path, sql: &str) {
    assert_eq!(stranger(dir).execute(sql, []).unwrap(), 1, "{sql}");
}

#[tokio::test]
async fn what_is_not_as_it_was_written_is_named_and_the_rest_goes_on() {
    let damages = [
        (
            "UPDATE entry SET body = replace(body, 'lef', 'moe') WHERE seq = 2",
            "entry 2",
        ),
        ("UPDATE entry SET at = at + 1 WHERE seq = 2", "entry 2"),
        (
            "UPDATE text SET body = CAST('Anders' AS BLOB) WHERE id = 3",
            "entry 2",
        ),
        ("UPDATE entry SET body = '{' WHERE seq = 2", "entry 2"),
        ("DELETE FROM entry WHERE seq = 3", "and 2 were found"),
        ("UPDATE session SET last_seq = 9 WHERE id = 1", "9 entries"),
        ("DELETE FROM text WHERE id = 3", "a text of entry 2"),
    ];
    for (sql, told) in damages {
        let dir = folder();
        let log = Log::open(dir.path()).unwrap();
        let first = begin(&log, "ABCDEF").await;
        let more = vec![given(2, &[(3, "Omdat")]), given(3, &[])];
        assert_eq!(log.append(first, 1, more).await, Committed::Done);
        begin(&log, "GHJKLM").await;
        drop(log);
        let checked = check(dir.path()).unwrap();
        assert_eq!((checked.sessions, checked.entries), (2, 4));
        assert_eq!(checked.problems, [] as [&str; 0]);

        damage(dir.path(), sql);
        let checked = check(dir.path()).unwrap();
        let [problem] = &checked.problems[..] else {
            panic!("{sql}: {:?}", checked.problems);
        };
        assert!(
            problem.contains("ABCDEF") && problem.contains(told),
            "{problem}"
        );
        let log = Log::open(dir.path()).unwrap();
        let error = log.load("ABCDEF").await.unwrap_err();
        assert!(matches!(error, LogError::Damaged(_)), "{error}");
        assert_eq!(entries(&log, "GHJKLM").await.len(), 1, "others go on");
        // Also beside a running server.
        assert_eq!(check(dir.path()).unwrap().problems.len(), 1);
    }
}

#[tokio::test]
async fn an_entry_that_went_to_another_session_is_noticed() {
    let dir = folder();
    let log = Log::open(dir.path()).unwrap();
    begin(&log, "ABCDEF").await;
    begin(&log, "GHJKLM").await;
    drop(log);
    let swap = "UPDATE entry SET body = (SELECT body FROM entry WHERE session = 2),
                    sum = (SELECT sum FROM entry WHERE session = 2) WHERE session = 1";
    damage(dir.path(), swap);
    assert_eq!(check(dir.path()).unwrap().problems.len(), 1);
}

#[tokio::test]
async fn pages_that_were_damaged_after_an_orderly_stop_are_found_by_check() {
    let dir = folder();
    let log = Log::open(dir.path()).unwrap();
    for nr in 0..30 {
        let mut new = session(&format!("ABCD{:02}", nr + 10));
        new.entries[0].texts[0].text = "lang verhaal ".repeat(300);
        assert_eq!(log.create(new).await, Committed::Done);
    }
    drop(log);
    let path = dir.path().join(DATABASE);
    let mut file = std::fs::read(&path).unwrap();
    let middle = file.len() / 2 / 4096 * 4096;
    file[middle..middle + 4096].fill(0x3c);
    std::fs::write(&path, &file).unwrap();
    assert!(!check(dir.path()).unwrap().problems.is_empty());
    // A start does not read it all; what it does meet is refused.
    if let Err(error) = Log::open(dir.path()) {
        assert!(matches!(error, OpenError::Damaged { .. }), "{error}");
    }
}

/// SQLite would put what stands in it into the database that it is found beside.
#[tokio::test]
async fn the_journal_of_another_database_is_refused() {
    let dir = folder();
    drop(Log::open(dir.path()).unwrap());
    let journal = dir.path().join("competentiespel.db-journal");
    std::fs::write(&journal, [0; 512]).unwrap();
    let before = files(dir.path());
    for error in [
        Log::open(dir.path()).unwrap_err(),
        Log::open_accepting_loss(dir.path()).unwrap_err(),
        Reader::open(dir.path()).unwrap_err(),
    ] {
        assert!(matches!(error, OpenError::Stray(_)), "{error}");
        assert!(error.to_string().contains("-journal"), "{error}");
    }
    assert!(files(dir.path()) == before);
}

#[tokio::test]
async fn the_log_of_another_database_is_refused_also_where_a_loss_is_accepted() {
    let [one, other] = [folder(), folder()];
    for dir in [&one, &other] {
        let log = Log::open(dir.path()).unwrap();
        begin(&log, "ABCDEF").await;
        drop(log);
    }
    let killed = folder();
    let log = Log::open(other.path()).unwrap();
    begin(&log, "GHJKLM").await;
    copy(other.path(), killed.path());
    let wal = "competentiespel.db-wal";
    std::fs::copy(killed.path().join(wal), one.path().join(wal)).unwrap();
    let database = || std::fs::read(one.path().join("competentiespel.db")).unwrap();
    let before = database();
    for error in [
        Log::open(one.path()).unwrap_err(),
        Log::open_accepting_loss(one.path()).unwrap_err(),
    ] {
        assert!(matches!(error, OpenError::Stray(_)), "{error}");
        assert!(error.to_string().contains("-wal"), "{error}");
    }
    assert!(database() == before);
    std::fs::remove_file(one.path().join(wal)).unwrap();
    let log = Log::open(one.path()).unwrap();
    assert_eq!(entries(&log, "ABCDEF").await.len(), 1);
}

#[tokio::test]
async fn what_a_killed_restore_left_goes_with_the_next_start() {
    let dir = folder();
    drop(Log::open(dir.path()).unwrap());
    let left = ["", "-wal", "-journal"].map(|suffix| {
        let name = format!("competentiespel.db.restored{suffix}");
        dir.path().join(name)
    });
    left.iter()
        .for_each(|left| std::fs::write(left, "Fatma").unwrap());
    drop(Log::open(dir.path()).unwrap());
    assert!(left.iter().all(|left| !left.exists()));
}
