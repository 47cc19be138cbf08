//! Killed while writing: what was acknowledged is there.

use crate::support::{begin, entries, folder, given, id};
use competentiespel::log::{Committed, Log};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

const FOLDER: &str = "COMPETENTIESPEL_TEST_CRASH_FOLDER";
const ROOMS: usize = 4;

fn code(room: usize) -> String {
    format!("ROOM0{room}")
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
                let entry = given(after + 1, &[(after as u32 + 10, "omdat het zo is")]);
                let committed = log.append(session, after, vec![entry]).await;
                assert_eq!(committed, Committed::Done);
                after += 1;
                println!("\nacknowledged {room} {after}");
            }
        }
    });
    futures_util::future::join_all(rooms).await;
}

#[tokio::test]
async fn l7_killed_while_writing_loses_nothing_acknowledged() {
    let dir = folder();
    {
        let log = Log::open(dir.path()).unwrap();
        for room in 0..ROOMS {
            begin(&log, &code(room)).await;
        }
    }
    let mut acknowledged = [1_u64; ROOMS];
    for round in 0..8 {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "crash::writes_until_killed", "--nocapture"])
            .env(FOLDER, dir.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut note = |line: String| {
            let mut words = line.split(' ');
            if words.next() == Some("acknowledged") {
                let numbers: Vec<usize> = words.map(|word| word.parse().unwrap()).collect();
                acknowledged[numbers[0]] = numbers[1] as u64;
                return true;
            }
            false
        };
        let mut seen = 0;
        while seen < 20 + 13 * round {
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

        let log = Log::open(dir.path()).unwrap();
        for (room, acknowledged) in acknowledged.iter().enumerate() {
            let entries = entries(&log, &code(room)).await;
            assert!(entries.len() as u64 >= *acknowledged, "room {room}");
            for entry in &entries[1..] {
                let whole = given(entry.seq, &[(entry.seq as u32 + 9, "omdat het zo is")]);
                assert_eq!(*entry, whole);
            }
        }
    }
}
