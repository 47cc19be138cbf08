//! What is not as it was written is noticed and named, and the others go on.

use crate::support::{begin, copy, folder, forgotten, found, given, stranger};
use competentiespel::log::{Committed, Log, LogError, Wiped, check};
use game::Entry;
use std::time::Duration;

const ROOM: &str = "ABCDEF";
const OTHER: &str = "GHJKLM";
const REASON: &str = "Zeldzaamheid vermurwt";

/// Two rooms of five entries, closed.
async fn two_rooms() -> tempfile::TempDir {
    let dir = folder();
    let log = Log::open(dir.path()).unwrap();
    for code in [ROOM, OTHER] {
        let session = begin(&log, code).await;
        let written: Vec<Entry> = (2..=5)
            .map(|seq| given(seq, &[(seq as u32 + 10, &format!("{REASON} {code} {seq}"))]))
            .collect();
        assert_eq!(log.append(session, 1, written).await, Committed::Done);
    }
    dir
}

/// The room does not open and is named; the other does.
async fn is_noticed(dir: &std::path::Path, what: &str, names: &str) {
    let log = Log::open(dir).unwrap();
    let read = log.load(ROOM).await;
    assert!(
        matches!(read, Err(LogError::Damaged(_))),
        "{what}: {read:?}"
    );
    assert_eq!(
        log.load(OTHER).await.unwrap().unwrap().entries.len(),
        5,
        "{what}"
    );
    drop(log);
    let report = check(dir).unwrap();
    let wrong = report.problems.join("\n");
    assert!(
        wrong.contains(&format!("({ROOM}): {names}")),
        "{what}: {wrong}"
    );
    assert!(!wrong.contains(OTHER), "{what}: {wrong}");
    assert!(!wrong.contains("Zeldzaamheid"), "{what}: {wrong}");
}

#[tokio::test]
async fn everything_that_is_right_is_right() {
    let dir = two_rooms().await;
    let is_right = |entries: usize| {
        let report = check(dir.path()).unwrap();
        assert_eq!(report.problems, [""; 0]);
        assert_eq!((report.sessions, report.entries), (2, entries as u64));
    };
    is_right(10);
    // And beside a server, with texts that were forgotten.
    let log = Log::open(dir.path()).unwrap();
    let session = log.load(ROOM).await.unwrap().unwrap();
    let forgets = vec![forgotten(6, &[13, 14])];
    assert_eq!(log.append(session.id, 5, forgets).await, Committed::Done);
    is_right(11);
    let left = folder();
    copy(dir.path(), left.path());
    drop(log);
    is_right(11);
    // And where a server was killed.
    assert_eq!(check(left.path()).unwrap().problems, [""; 0]);
}

#[tokio::test]
async fn what_was_changed_by_a_hand_or_a_disk_is_noticed_and_the_others_go_on() {
    // Of the first room, entry 3 and the text of it.
    let entry = "session = 1 AND seq = 3";
    let text = "id = (SELECT texts ->> '$[0][1]' FROM entry WHERE session = 1 AND seq = 3)";
    let changes = [
        ("a card", format!("UPDATE entry SET body = replace(body, 'lef', 'lof') WHERE {entry}"), "entry 3"),
        ("who did it", format!("UPDATE entry SET body = replace(body, '{{\"who\"', '{{ \"who\"') WHERE {entry}"), "entry 3"),
        ("when", format!("UPDATE entry SET at = at + 1 WHERE {entry}"), "entry 3"),
        ("before 1970", format!("UPDATE entry SET at = -1 WHERE {entry}"), "entry 3"),
        ("the number", format!("UPDATE entry SET seq = 9 WHERE {entry}"), "entry 3 is missing"),
        ("an entry", format!("DELETE FROM entry WHERE {entry}"), "entry 3 is missing"),
        ("the last", "DELETE FROM entry WHERE session = 1 AND seq = 5".into(), "the session has 5 entries"),
        ("all", "DELETE FROM entry WHERE session = 1".into(), "the session has 5 entries"),
        ("one of another session", format!("UPDATE entry SET body = (SELECT body FROM entry WHERE session = 2 AND seq = 3), sum = (SELECT sum FROM entry WHERE session = 2 AND seq = 3) WHERE {entry}"), "entry 3"),
        ("two changed places", "UPDATE entry SET seq = -seq WHERE session = 1 AND seq IN (3, 4); UPDATE entry SET seq = 7 + seq WHERE session = 1 AND seq < 0".into(), "entry 3"),
        ("no JSON", format!("UPDATE entry SET body = 'x', sum = NULL WHERE {entry}"), "entry 3 cannot be read"),
        ("where its texts are", format!("UPDATE entry SET texts = 'x' WHERE {entry}"), "a text of entry 3"),
        ("a text that is not there", format!("DELETE FROM text WHERE {text}"), "a text of entry 3"),
        ("a letter of a text", format!("UPDATE text SET body = CAST(replace(CAST(body AS TEXT), 'Z', 'z') AS BLOB) WHERE {text}"), "a text of entry 3"),
        ("no UTF-8", format!("UPDATE text SET body = x'ff', sum = NULL WHERE {text}"), "a text of entry 3"),
        ("zeros", format!("UPDATE text SET body = zeroblob(length(body)) WHERE {text}"), "a text of entry 3"),
        ("a sum", format!("UPDATE text SET sum = x'00112233' WHERE {text}"), "a text of entry 3"),
        ("no UTF-8 in an entry", format!("UPDATE entry SET body = CAST(x'ff7b7d' AS TEXT) WHERE {entry}"), "entry 3"),
        ("no UTF-8 where texts are", format!("UPDATE entry SET texts = CAST(x'ff5b5d' AS TEXT) WHERE {entry}"), "a text of entry 3"),
        ("another's text", format!("UPDATE text SET body = (SELECT body FROM text WHERE id = 3), sum = (SELECT sum FROM text WHERE id = 3) WHERE {text}"), "a text of entry 3"),
        ("another's place", format!("UPDATE entry SET texts = '[[13,3]]' WHERE {entry}"), "a text of entry 3"),
        ("a sum of no length", format!("UPDATE entry SET sum = x'0011' WHERE {entry}"), ""),
    ];
    for (what, change, names) in changes {
        let dir = two_rooms().await;
        stranger(dir.path()).execute_batch(&change).unwrap();
        is_noticed(dir.path(), what, names).await;
        // It starts with it after a kill too, when all is read.
        std::fs::write(dir.path().join("competentiespel.db-wal"), b"").unwrap();
        is_noticed(dir.path(), what, names).await;
    }
}

#[tokio::test]
async fn a_byte_of_the_file_that_changed_is_noticed_where_the_database_does_not() {
    let dir = two_rooms().await;
    let path = dir.path().join("competentiespel.db");
    let mut file = std::fs::read(&path).unwrap();
    let needle = format!("{REASON} {ROOM} 4");
    let at = file
        .windows(needle.len())
        .position(|bytes| bytes == needle.as_bytes());
    file[at.unwrap()] ^= 4;
    std::fs::write(&path, file).unwrap();
    is_noticed(dir.path(), "a bit", "a text of entry 4").await;
}

#[tokio::test]
async fn what_is_damaged_can_be_deleted_with_all_its_texts() {
    for texts in ["'x'", "CAST(x'ff' AS TEXT)", "'[[13,99999]]'", "NULL"] {
        let dir = two_rooms().await;
        let change = format!("UPDATE entry SET texts = {texts} WHERE session = 1 AND seq = 3");
        stranger(dir.path()).execute_batch(&change).unwrap();
        let log = Log::open(dir.path()).unwrap();
        let (session, _) = log.find(ROOM).await.unwrap().unwrap();
        assert_eq!(log.delete(session).await.unwrap(), Wiped::Yes, "{texts}");
        let gone: Vec<String> = (2..=5)
            .map(|seq| format!("{REASON} {ROOM} {seq}"))
            .collect();
        let left = found(dir.path(), &gone);
        // What no entry ever said it has, nobody can find.
        let lost = usize::from(matches!(texts, "NULL" | "'[[13,99999]]'"));
        assert!(left.len() <= lost, "{texts}: {left:?}");
        let other = log.load(OTHER).await.unwrap().unwrap();
        assert_eq!(
            other.entries[2].texts[0].text,
            format!("{REASON} {OTHER} 3")
        );
    }
}

/// The list is carried out where nothing proves that it was.
#[tokio::test]
async fn what_is_forgotten_goes_from_a_damaged_session_too_and_the_others_start() {
    for texts in ["'x'", "CAST(x'ff' AS TEXT)"] {
        let dir = two_rooms().await;
        let log = Log::open(dir.path()).unwrap();
        let (session, _) = log.find(ROOM).await.unwrap().unwrap();
        let after = 5;
        let forgotten = crate::support::forgotten(after + 1, &[12]);
        log.append(session, after, vec![forgotten]).await;
        drop(log);
        let change = format!("UPDATE entry SET texts = {texts} WHERE session = 1 AND seq = 3");
        stranger(dir.path()).execute_batch(&change).unwrap();
        std::fs::remove_file(dir.path().join("competentiespel.mark")).unwrap();
        let log = Log::open(dir.path()).unwrap();
        assert_eq!(
            log.load(OTHER).await.unwrap().unwrap().entries.len(),
            5,
            "{texts}"
        );
    }
}

#[tokio::test]
async fn a_deck_that_is_another_than_it_was_is_noticed() {
    for body in ["'{'", "'{\"id\":\"anders\"}'"] {
        let dir = two_rooms().await;
        let change = format!("UPDATE deck SET body = {body}");
        stranger(dir.path()).execute_batch(&change).unwrap();
        let wrong = check(dir.path()).unwrap().problems;
        assert_eq!(wrong, ["a deck is not what was written"]);
    }
}

#[tokio::test]
async fn what_is_older_than_sums_counts_as_right() {
    let dir = two_rooms().await;
    let db = stranger(dir.path());
    db.execute_batch("UPDATE entry SET sum = NULL; UPDATE text SET sum = NULL;")
        .unwrap();
    drop(db);
    let log = Log::open(dir.path()).unwrap();
    let stored = log.load(ROOM).await.unwrap().unwrap();
    assert_eq!(stored.entries.len(), 5);
    let forgets = vec![forgotten(6, &[13])];
    assert_eq!(log.append(stored.id, 5, forgets).await, Committed::Done);
    assert_eq!(log.load(ROOM).await.unwrap().unwrap().entries.len(), 6);
}

#[tokio::test]
async fn a_text_that_no_entry_has_any_more_is_told_of() {
    let dir = two_rooms().await;
    stranger(dir.path())
        .execute_batch("UPDATE entry SET texts = NULL WHERE session = 1 AND seq > 3")
        .unwrap();
    let report = check(dir.path()).unwrap();
    let wrong = report.problems.join("\n");
    assert!(wrong.contains("2 texts belong to no entry"), "{wrong}");
}

#[tokio::test]
async fn l9_the_sum_of_a_text_is_wiped_with_it() {
    let dir = two_rooms().await;
    let log = Log::open(dir.path()).unwrap();
    let stored = log.load(ROOM).await.unwrap().unwrap();
    let forgets = vec![forgotten(6, &[13, 14])];
    assert_eq!(log.append(stored.id, 5, forgets).await, Committed::Done);
    drop(log);
    let db = stranger(dir.path());
    let of = |whose: &str| -> i64 {
        let sql = format!("SELECT count(*) FROM text WHERE {whose}");
        db.query_row(&sql, [], |row| row.get(0)).unwrap()
    };
    assert_eq!(of("substr(body, 1, 1) = x'00'"), 2);
    assert_eq!(of("substr(body, 1, 1) = x'00' AND sum = x'00000000'"), 2);
    assert_eq!(of("sum = x'00000000'"), 2);
}

/// A database of version 1 with one session of many texts.
fn of_version_1(dir: &std::path::Path, texts: u32) {
    let db = stranger(dir);
    db.execute_batch(include_str!("../../src/log/v1.sql"))
        .unwrap();
    db.execute_batch(
        "PRAGMA application_id = 1668509804; PRAGMA user_version = 1;
         INSERT INTO deck VALUES ('d1', '{}');
         INSERT INTO session VALUES (1, 'ABCDEF', 'i', 1, 90, 'd1', 1, 1);",
    )
    .unwrap();
    let body = r#"{"who":"door","device":0,"n":0,"events":[]}"#;
    let mut places = Vec::new();
    for n in 1..=texts {
        let text = needle(n).repeat(1 + n as usize % 7);
        db.execute("INSERT INTO text VALUES (?1, ?2)", (n, text.into_bytes()))
            .unwrap();
        places.push((n, n));
    }
    let places = serde_json::to_string(&places).unwrap();
    db.execute("INSERT INTO entry VALUES (1, 1, 1, ?1, ?2)", (body, places))
        .unwrap();
}

fn needle(n: u32) -> String {
    format!("naald{n:06}x")
}

#[tokio::test]
async fn l9_of_a_database_of_version_1_nothing_wiped_is_left() {
    let dir = folder();
    let many = 1_500;
    of_version_1(dir.path(), many);
    let log = Log::open(dir.path()).unwrap();
    let session = log.load(ROOM).await.unwrap().unwrap().id;
    let wiped = |n: &u32| !n.is_multiple_of(3);
    // Some first, and those beside them later.
    for (seq, part) in (2..).zip([1, 2]) {
        let texts: Vec<u32> = (1..=many).filter(|n| n % 3 == part).collect();
        let forgets = vec![forgotten(seq, &texts)];
        assert_eq!(log.append(session, seq - 1, forgets).await, Committed::Done);
    }
    assert_eq!(log.wait_wiped(Duration::from_secs(20)).await, Wiped::Yes);
    let gone: Vec<String> = (1..=many).filter(wiped).map(needle).collect();
    assert_eq!(found(dir.path(), &gone), [] as [&str; 0]);
    let left: Vec<String> = (1..=many).filter(|n| !wiped(n)).map(needle).collect();
    assert_eq!(found(dir.path(), &left).len(), left.len());
}
