//! L9: what is forgotten or deleted is in no file any more.

use crate::support::{
    begin, copy, entries, folder, forgotten, found, given, id, session, stranger,
};
use competentiespel::log::{Committed, Log, SessionId, Wiped};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use std::time::Duration;

/// Long enough for the slowest disk; nothing waits for it when all is well.
const PATIENCE: Duration = Duration::from_secs(20);

fn needle(n: u32) -> String {
    format!("naald{n:06}x")
}

fn needles(texts: &[u32]) -> Vec<String> {
    texts.iter().copied().map(needle).collect()
}

/// A text of any length, so that pages fill and split in all ways.
fn text(random: &mut StdRng, n: u32) -> String {
    let words_max = match random.random_range(0..10) {
        0 => 120,
        1..4 => 25,
        _ => 5,
    };
    needle(n).repeat(random.random_range(1..=words_max))
}

struct Room {
    code: String,
    id: SessionId,
    last: u64,
    texts: Vec<u32>,
}

impl Room {
    async fn write(&mut self, log: &Log, entry: game::Entry) {
        let committed = log.append(self.id, self.last, vec![entry]).await;
        assert_eq!(committed, Committed::Done);
        self.last += 1;
    }
}

/// Rooms write, forget and are deleted at random; then the files are searched.
async fn churn(seed: u64, steps: u32) {
    let mut random = StdRng::seed_from_u64(seed);
    let dir = folder();
    let log = Log::open(dir.path()).unwrap();
    let mut rooms: Vec<Room> = Vec::new();
    let mut gone = Vec::new();
    for n in 1..=steps {
        if rooms.len() < 3 || random.random_ratio(1, 60) {
            let code = format!("R{n:05}");
            rooms.push(Room {
                id: begin(&log, &code).await,
                code,
                last: 1,
                texts: vec![],
            });
        }
        let at = random.random_range(0..rooms.len());
        let room = &mut rooms[at];
        match random.random_range(0..100) {
            0 => {
                log.delete(room.id).await.unwrap();
                gone.append(&mut rooms.swap_remove(at).texts);
            }
            1..15 if !room.texts.is_empty() => {
                let mut wiped = Vec::new();
                for _ in 0..random.random_range(1..=room.texts.len().min(8)) {
                    let which = random.random_range(0..room.texts.len());
                    wiped.push(room.texts.swap_remove(which));
                }
                room.write(&log, forgotten(room.last + 1, &wiped)).await;
                gone.append(&mut wiped);
            }
            _ => {
                let text = text(&mut random, n);
                room.write(&log, given(room.last + 1, &[(n, &text)])).await;
                room.texts.push(n);
            }
        }
    }
    assert_eq!(log.wait_wiped(PATIENCE).await, Wiped::Yes);
    assert!(gone.len() > 100, "it wipes {} texts", gone.len());
    let gone = needles(&gone);
    let left: Vec<u32> = rooms.iter().flat_map(|room| room.texts.clone()).collect();
    let none: [&str; 0] = [];
    assert_eq!(found(dir.path(), &gone), none, "seed {seed}");
    let seen = found(dir.path(), &needles(&left)).len();
    assert_eq!(seen, left.len(), "the search finds what is there");
    for room in &mut rooms {
        let entries = entries(&log, &room.code).await;
        let texts = entries[1..].iter().flat_map(|entry| &entry.texts);
        let mut ids: Vec<u32> = texts.map(|text| text.id.0).collect();
        ids.sort_unstable();
        room.texts.sort_unstable();
        assert_eq!(ids, room.texts, "what is left is read");
    }
    drop(log);
    assert_eq!(found(dir.path(), &gone), none, "seed {seed}, closed");
}

#[tokio::test]
async fn l9_of_random_sessions_nothing_wiped_is_left() {
    for seed in 1..=3 {
        churn(seed, 1_500).await;
    }
}

/// A session with a reason that will be wiped, and one that stays.
async fn two_reasons(log: &Log) -> SessionId {
    let session = begin(log, "ABCDEF").await;
    let written = vec![
        given(2, &[(3, &needle(1).repeat(3))]),
        given(3, &[(4, &needle(2))]),
    ];
    assert_eq!(log.append(session, 1, written).await, Committed::Done);
    session
}

#[tokio::test]
async fn l9_a_reader_that_has_the_database_open_delays_wiping_and_it_is_said() {
    let dir = folder();
    let log = Log::open(dir.path()).unwrap();
    let session = two_reasons(&log).await;
    assert!(log.is_wiped());

    let reader = stranger(dir.path());
    reader
        .execute_batch("BEGIN; SELECT count(*) FROM text;")
        .unwrap();
    let forgets = vec![forgotten(4, &[3])];
    assert_eq!(log.append(session, 3, forgets).await, Committed::Done);
    assert!(!log.is_wiped(), "a reader still needs the old pages");
    assert_eq!(log.wait_wiped(Duration::ZERO).await, Wiped::NotYet);
    assert_eq!(found(dir.path(), &needles(&[1])), needles(&[1]));
    let next = log.append(session, 4, vec![given(5, &[])]).await;
    assert_eq!(next, Committed::Done, "nobody waits for it");

    reader.execute_batch("COMMIT").unwrap();
    assert_eq!(
        log.wait_wiped(PATIENCE).await,
        Wiped::Yes,
        "without another write"
    );
    assert!(log.is_wiped());
    assert_eq!(found(dir.path(), &needles(&[1, 2])), needles(&[2]));

    reader
        .execute_batch("BEGIN; SELECT count(*) FROM text;")
        .unwrap();
    assert_eq!(log.delete(session).await.unwrap(), Wiped::NotYet);
    assert_eq!(log.load("ABCDEF").await.unwrap(), None);
    drop(reader);
    assert_eq!(log.wait_wiped(PATIENCE).await, Wiped::Yes);
    assert_eq!(found(dir.path(), &needles(&[1, 2])), [] as [&str; 0]);
}

#[tokio::test]
async fn l9_what_a_killed_server_left_to_wipe_is_wiped_when_the_next_opens() {
    let dir = folder();
    let log = Log::open(dir.path()).unwrap();
    let session = two_reasons(&log).await;
    let reader = stranger(dir.path());
    reader
        .execute_batch("BEGIN; SELECT count(*) FROM text;")
        .unwrap();
    let forgets = vec![forgotten(4, &[3])];
    assert_eq!(log.append(session, 3, forgets).await, Committed::Done);

    let killed = folder();
    copy(dir.path(), killed.path());
    assert_eq!(found(killed.path(), &needles(&[1])), needles(&[1]));
    let next = Log::open(killed.path()).unwrap();
    assert!(next.is_wiped());
    assert_eq!(found(killed.path(), &needles(&[1, 2])), needles(&[2]));
    assert_eq!(id(&next, "ABCDEF").await, session);
}

#[tokio::test]
async fn l9_a_deleted_session_leaves_no_title_and_no_deck() {
    let dir = folder();
    let log = Log::open(dir.path()).unwrap();
    let mut new = session("ABCDEF");
    new.entries[0].texts[0].text = needle(1);
    // Longer than one page.
    new.deck_json = format!("\"{}\"", needle(2).repeat(2_000));
    assert_eq!(log.create(new).await, Committed::Done);
    let session = id(&log, "ABCDEF").await;
    assert_eq!(found(dir.path(), &needles(&[1, 2])).len(), 2);
    assert_eq!(log.delete(session).await.unwrap(), Wiped::Yes);
    let mut everything = needles(&[1, 2]);
    everything.push("Team Noord".into());
    assert_eq!(found(dir.path(), &everything), [] as [&str; 0]);
    // That it was is left in the list for backups, and nowhere else.
    std::fs::remove_file(dir.path().join("competentiespel.forgotten")).unwrap();
    let itself = ["ABCDEF".into(), "identity of".into()];
    assert_eq!(found(dir.path(), &itself), [] as [&str; 0]);
}
