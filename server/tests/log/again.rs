//! What a killed server or a power cut leaves, for the command line that only looks, and for a start
//! that others look on at.

use crate::support::{begin, copy, entries, files, folder, forgotten, given, id, stranger};
use competentiespel::log::{Committed, Log, OpenError, Reader};
use game::Entry;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use std::collections::BTreeMap;
use std::path::Path;

const DATABASE: &str = "competentiespel.db";
const WAL: &str = "competentiespel.db-wal";
const INDEX: &str = "competentiespel.db-shm";
const MARK: &str = "competentiespel.mark";
const ROOMS: [&str; 3] = ["ROOM01", "ROOM02", "ROOM03"];
const WAL_HEADER: usize = 32;

/// What the rooms hold.
type Moment = Vec<Option<Vec<Entry>>>;

async fn moment(log: &Log) -> Moment {
    let mut rooms = Vec::new();
    for code in ROOMS {
        let stored = log.load(code).await.unwrap();
        rooms.push(stored.map(|stored| stored.entries));
    }
    rooms
}

/// A folder as a killed server leaves it, with what was there after each of its last commits.
struct Killed {
    files: BTreeMap<String, Vec<u8>>,
    moments: Vec<Moment>,
}

impl Killed {
    /// Rooms write and forget; nothing of it is in the database file yet.
    async fn after(commits: usize) -> Killed {
        let dir = folder();
        let log = Log::open(dir.path()).unwrap();
        begin(&log, ROOMS[0]).await;
        drop(log);
        let log = Log::open(dir.path()).unwrap();
        let reader = stranger(dir.path());
        reader
            .execute_batch("BEGIN; SELECT count(*) FROM text;")
            .unwrap();
        let before = bytes_of(dir.path(), DATABASE);
        let mut luck = StdRng::seed_from_u64(4);
        let mut moments = vec![moment(&log).await];
        for n in 1..=commits {
            if let Some(code) = ROOMS.get(n) {
                begin(&log, code).await;
            } else {
                let code = ROOMS[luck.random_range(0..ROOMS.len())];
                let there = entries(&log, code).await;
                let next = there.len() as u64 + 1;
                let texts = there[1..].iter().flat_map(|entry| &entry.texts);
                let left: Vec<u32> = texts.map(|text| text.id.0).collect();
                let entry = if left.len() > 2 && n % 5 == 0 {
                    forgotten(next, &left[..2])
                } else {
                    let reason = "omdat het zo is ".repeat(luck.random_range(1..200));
                    given(next, &[(n as u32 + 10, &reason)])
                };
                let session = id(&log, code).await;
                let written = log.append(session, next - 1, vec![entry]).await;
                assert_eq!(written, Committed::Done);
            }
            moments.push(moment(&log).await);
        }
        assert!(bytes_of(dir.path(), DATABASE) == before);
        let left = folder();
        copy(dir.path(), left.path());
        let files = files(left.path());
        Killed { files, moments }
    }

    fn wal(&self) -> &[u8] {
        &self.files[WAL]
    }

    /// The folder with this in place of its write-ahead log.
    fn with(&self, wal: &[u8], index: Option<&[u8]>) -> tempfile::TempDir {
        let dir = folder();
        let put = |name: &str, bytes: &[u8]| std::fs::write(dir.path().join(name), bytes).unwrap();
        put(DATABASE, &self.files[DATABASE]);
        put(MARK, &self.files[MARK]);
        put(WAL, wal);
        if let Some(index) = index {
            put(INDEX, index);
        }
        dir
    }

    /// What the command line shows of the folder, of which it changes nothing: a moment that was.
    fn is_read(&self, dir: &Path, what: &str) -> usize {
        let before = files(dir);
        let reader = Reader::open(dir).unwrap_or_else(|error| panic!("{what}: {error}"));
        let load = |code: &&str| Some(reader.load(code).unwrap()?.entries);
        let read: Moment = ROOMS.iter().map(load).collect();
        drop(reader);
        assert!(files(dir) == before, "{what}: left as it is");
        let is = self.moments.iter().position(|moment| *moment == read);
        is.unwrap_or_else(|| panic!("{what}: nothing that ever was"))
    }
}

/// Read by another program: a file this process closes would give up SQLite's locks on it.
fn bytes_of(dir: &Path, name: &str) -> Vec<u8> {
    let read = std::process::Command::new("cat")
        .arg(dir.join(name))
        .output();
    read.unwrap().stdout
}

fn garbage(seed: u64, len: usize) -> Vec<u8> {
    let mut luck = StdRng::seed_from_u64(seed);
    (0..len).map(|_| luck.random()).collect()
}

#[tokio::test]
async fn the_command_line_reads_all_that_is_in_a_log_that_was_cut_anywhere() {
    let killed = Killed::after(24).await;
    let wal = killed.wal();
    let frame = 24 + 4096;
    assert_eq!((wal.len() - WAL_HEADER) % frame, 0);
    let mut luck = StdRng::seed_from_u64(5);
    let mut cuts: Vec<usize> = (WAL_HEADER..=wal.len()).step_by(frame).collect();
    assert!(cuts.len() > 80, "{} frames", cuts.len());
    cuts.extend([0, 1, 31, 33]);
    cuts.extend((0..200).map(|_| luck.random_range(0..wal.len())));
    let noise = garbage(6, 40_000);
    let mut seen = BTreeMap::new();
    for (n, cut) in cuts.into_iter().enumerate() {
        let some = match n % 2 {
            0 => &killed.files[INDEX],
            _ => &noise[..n * 97 % 40_000],
        };
        for index in [None, Some(some)] {
            let what = format!("cut at {cut}, index {:?}", index.map(<[u8]>::len));
            let dir = killed.with(&wal[..cut], index);
            seen.insert(cut, killed.is_read(dir.path(), &what));
        }
    }
    let moments: Vec<usize> = seen.into_values().collect();
    assert!(moments.is_sorted(), "a longer log holds as much or more");
    assert_eq!(moments.first(), Some(&0));
    assert_eq!(moments.last(), Some(&24), "the whole log holds everything");
}

#[tokio::test]
async fn the_command_line_reads_what_comes_before_damage_in_the_log() {
    let killed = Killed::after(12).await;
    let wal = killed.wal();
    let mut luck = StdRng::seed_from_u64(7);
    for n in 0..60 {
        let mut damaged = wal.to_vec();
        let at = match n < 20 {
            true => luck.random_range(0..60), // Its header, and that of its first frame.
            false => luck.random_range(wal.len() / 2..wal.len()),
        };
        damaged[at] ^= 1 << luck.random_range(0..8);
        let dir = killed.with(&damaged, (n % 2 == 0).then_some(&killed.files[INDEX]));
        killed.is_read(dir.path(), &format!("flipped at {at}"));
    }
    // A log of before this one, zeros that were never written, anything else: nothing is in it.
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let header = std::fs::read(fixtures.join("header-only.wal")).unwrap();
    for (what, wal) in [
        ("the header of another log", header.clone()),
        ("zeros", vec![0; 8_000]),
        ("noise", garbage(8, 9_000)),
        ("noise after a header", [header, garbage(9, 9_000)].concat()),
    ] {
        for index in [None, Some(&garbage(10, 32_768)[..])] {
            let dir = killed.with(&wal, index);
            assert_eq!(killed.is_read(dir.path(), what), 0, "{what}");
            // And so does the server, once it is not asked for the rest.
            let log = Log::open_accepting_loss(dir.path()).unwrap();
            assert!(moment(&log).await == killed.moments[0], "{what}");
        }
    }
}

#[tokio::test]
async fn a_server_starts_while_another_program_looks_at_what_it_left() {
    let killed = Killed::after(3).await;
    let dir = killed.with(killed.wal(), None);
    let looking = stranger(dir.path());
    looking
        .execute_batch("BEGIN; SELECT count(*) FROM text;")
        .unwrap();
    let log = Log::open(dir.path()).unwrap();
    assert!(moment(&log).await == killed.moments[3]);
    begin(&log, "LATER1").await;
}

#[tokio::test]
async fn a_closed_database_that_no_mark_knows_is_read_through_first() {
    let dir = folder();
    let log = Log::open(dir.path()).unwrap();
    let session = begin(&log, ROOMS[0]).await;
    let text = "een lang verhaal ".repeat(5_000);
    let written = log.append(session, 1, vec![given(2, &[(3, &text)])]).await;
    assert_eq!(written, Committed::Done);
    drop(log);
    let path = dir.path().join(DATABASE);
    let mut file = std::fs::read(&path).unwrap();
    let pages = file.len() / 4096;
    file[pages / 2 * 4096..][..4096].fill(0xA5);
    std::fs::write(&path, &file).unwrap();
    std::fs::remove_file(dir.path().join(MARK)).unwrap();
    let error = Log::open(dir.path()).unwrap_err();
    assert!(matches!(error, OpenError::Damaged { .. }), "{error}");
    assert!(bytes_of(dir.path(), DATABASE) == file, "left as it is");
}

#[tokio::test]
async fn a_mark_without_its_database_is_told_by_every_command() {
    let dir = folder();
    drop(Log::open(dir.path()).unwrap());
    std::fs::remove_file(dir.path().join(DATABASE)).unwrap();
    let error = Reader::open(dir.path()).unwrap_err();
    assert!(matches!(error, OpenError::Gone(..)), "{error}");
}

#[tokio::test]
async fn what_is_no_file_is_named() {
    for name in [DATABASE, MARK, "competentiespel.lock", WAL, INDEX] {
        let dir = folder();
        drop(Log::open(dir.path()).unwrap());
        let _ = std::fs::remove_file(dir.path().join(name));
        std::fs::create_dir(dir.path().join(name)).unwrap();
        for error in [
            Log::open(dir.path()).unwrap_err(),
            Log::open_accepting_loss(dir.path()).unwrap_err(),
        ] {
            assert!(
                error.to_string().contains(dir.path().to_str().unwrap()),
                "{error}"
            );
        }
        assert!(dir.path().join(name).is_dir());
    }
}
