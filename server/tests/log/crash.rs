//! Killed while writing, again and again: what was acknowledged is there, what was forgotten is
//! gone, and it always starts again.

use crate::support::{begin, entries, folder, forgotten, found, given, id};
use competentiespel::log::{Committed, Log};
use game::Entry;
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

const FOLDER: &str = "COMPETENTIESPEL_TEST_CRASH_FOLDER";
/// How often it is killed; more for who wants to know.
const KILLS: &str = "COMPETENTIESPEL_TEST_KILLS";
const ROOMS: usize = 4;
/// Every so many entries the text before it is forgotten, which begins the write-ahead log anew.
const FORGETS_EVERY: u64 = 7;

fn code(room: usize) -> String {
    format!("ROOM0{room}")
}

/// The text that the entry with this number brings.
fn reason(room: usize, seq: u64) -> String {
    format!("reden-{room}-{seq}-einde")
}

/// What a room writes as this entry.
fn entry(room: usize, seq: u64) -> Entry {
    let text = |seq: u64| seq as u32 + 10;
    match seq % FORGETS_EVERY {
        0 => forgotten(seq, &[text(seq - 1)]),
        _ => given(seq, &[(text(seq), &reason(room, seq))]),
    }
}

/// Not a test of its own: the child of the next one, which writes until it is killed and prints
/// what was acknowledged.
#[tokio::test]
async fn writes_until_killed() {
    let Ok(dir) = std::env::var(FOLDER) else {
        return;
    };
    let log = Log::open(Path::new(&dir)).unwrap();
    let rooms = (0..ROOMS).map(|room| {
        let log = &log;
        async move {
            let session = id(log, &code(room)).await;
            let mut after = entries(log, &code(room)).await.len() as u64;
            loop {
                let entry = entry(room, after + 1);
                let committed = log.append(session, after, vec![entry]).await;
                assert_eq!(committed, Committed::Done);
                after += 1;
                println!("\nacknowledged {room} {after}");
            }
        }
    });
    futures_util::future::join_all(rooms).await;
}

/// Lets a child write until so many entries were acknowledged, and kills it.
fn write_and_kill(dir: &Path, many: usize, acknowledged: &mut BTreeMap<usize, u64>) {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "crash::writes_until_killed", "--nocapture"])
        .env(FOLDER, dir)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut note = |line: String| {
        let mut words = line.split(' ');
        if words.next() == Some("acknowledged") {
            let numbers: Vec<usize> = words.map(|word| word.parse().unwrap()).collect();
            acknowledged.insert(numbers[0], numbers[1] as u64);
            return true;
        }
        false
    };
    let mut seen = 0;
    while seen < many {
        let line = lines.next().expect("it writes until it is killed").unwrap();
        seen += usize::from(note(line));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    // What it still said before it died was acknowledged too; the last line can be cut off.
    let mut rest: Vec<String> = lines.map_while(Result::ok).collect();
    rest.pop();
    rest.into_iter().for_each(|line| {
        note(line);
    });
}

#[tokio::test]
async fn l7_l9_killed_while_writing_loses_nothing_and_brings_nothing_back() {
    let kills = std::env::var(KILLS).map_or(30, |kills| kills.parse().unwrap());
    let dir = folder();
    {
        let log = Log::open(dir.path()).unwrap();
        for room in 0..ROOMS {
            begin(&log, &code(room)).await;
        }
    }
    let mut acknowledged = BTreeMap::new();
    for round in 0..kills {
        // Small rooms: often between the first writes and the next beginning of the log.
        write_and_kill(dir.path(), 1 + round * 7 % 23, &mut acknowledged);
        let log = Log::open(dir.path()).unwrap_or_else(|error| panic!("kill {round}: {error}"));
        let mut gone = Vec::new();
        for (room, acknowledged) in &acknowledged {
            let entries = entries(&log, &code(*room)).await;
            assert!(
                entries.len() as u64 >= *acknowledged,
                "kill {round}, room {room}"
            );
            let forgets = |seq: u64| seq.is_multiple_of(FORGETS_EVERY);
            for found in &entries[1..] {
                let mut written = entry(*room, found.seq);
                if forgets(found.seq + 1) && found.seq < entries.len() as u64 {
                    written.texts.clear();
                    gone.push(reason(*room, found.seq));
                }
                assert_eq!(*found, written, "kill {round}, room {room}");
            }
        }
        assert!(log.is_wiped());
        assert_eq!(found(dir.path(), &gone), [] as [&str; 0], "kill {round}");
    }
}
