//! What is written, what conflicts, and what is read back.

use crate::support::{
    DECK_HASH, begin, entries, folder, forgotten, given, id, opened, session, stranger,
};
use competentiespel::log::{Committed, Log, Wiped};
use std::path::Path;

#[tokio::test]
async fn l5_append_after_the_wrong_number_writes_nothing() {
    let dir = folder();
    let log = Log::open(dir.path()).unwrap();
    let session = begin(&log, "ABCDEF").await;
    for after in [0, 2, 7] {
        let entry = given(after + 1, &[(3, "nee")]);
        assert_eq!(
            log.append(session, after, vec![entry]).await,
            Committed::Conflict
        );
    }
    assert_eq!(entries(&log, "ABCDEF").await, [opened("Wie past waar?")]);
}

#[tokio::test]
async fn l5_entries_with_a_gap_are_not_written() {
    let dir = folder();
    let log = Log::open(dir.path()).unwrap();
    let session = begin(&log, "ABCDEF").await;
    for wrong in [
        vec![],
        vec![given(3, &[])],
        vec![given(2, &[]), given(4, &[])],
    ] {
        let committed = log.append(session, 1, wrong).await;
        assert!(matches!(committed, Committed::No(_)), "{committed:?}");
    }
    assert_eq!(entries(&log, "ABCDEF").await.len(), 1);
}

#[tokio::test]
async fn l1_what_was_written_is_read_back_whole_and_in_parts() {
    let dir = folder();
    let log = Log::open(dir.path()).unwrap();
    let session = begin(&log, "ABCDEF").await;
    let written = vec![
        given(2, &[(3, "Je belde meteen de wethouder. 👩‍👧"), (4, "é")]),
        given(3, &[]),
    ];
    assert_eq!(
        log.append(session, 1, written.clone()).await,
        Committed::Done
    );
    let stored = log.load("ABCDEF").await.unwrap().unwrap();
    assert!(stored.identity.starts_with("identity of ABCDEF "));
    assert_eq!(
        (stored.retention_days, stored.deck_hash.as_str()),
        (90, DECK_HASH)
    );
    assert_eq!(stored.entries[0], opened("Wie past waar?"));
    assert_eq!(stored.entries[1..], written);
    assert_eq!(log.load_after(session, 1).await.unwrap(), written);
    assert_eq!(log.load_after(session, 2).await.unwrap(), written[1..]);
    assert_eq!(log.load_after(session, 3).await.unwrap(), []);
    assert_eq!(log.load("GHJKLM").await.unwrap(), None);
}

#[tokio::test]
async fn wiped_texts_are_missing_and_the_others_stay() {
    let dir = folder();
    let log = Log::open(dir.path()).unwrap();
    let session = begin(&log, "ABCDEF").await;
    let written = vec![
        given(2, &[(3, "blijft"), (4, "gaat")]),
        given(3, &[(5, "gaat ook")]),
        forgotten(4, &[4, 5, 99]),
    ];
    assert_eq!(log.append(session, 1, written).await, Committed::Done);
    let left = entries(&log, "ABCDEF").await;
    assert_eq!(left[1].texts, given(2, &[(3, "blijft")]).texts);
    assert_eq!(left[2].texts, []);
    assert_eq!(left[2].events, given(3, &[(5, "")]).events, "events stay");
}

#[tokio::test]
async fn a_code_is_given_out_once() {
    let dir = folder();
    let log = Log::open(dir.path()).unwrap();
    let first = begin(&log, "ABCDEF").await;
    let mut other = session("ABCDEF");
    other.deck_hash = "d2".into();
    assert_eq!(log.create(other).await, Committed::Conflict);
    assert_eq!(log.deck("d2").await.unwrap(), None, "nothing of it is left");

    assert_eq!(log.delete(first).await.unwrap(), Wiped::Yes);
    let second = begin(&log, "ABCDEF").await;
    assert_ne!(first, second, "who still holds the old one writes nowhere");
    assert_eq!(
        log.append(first, 1, vec![given(2, &[])]).await,
        Committed::Conflict
    );
    assert_eq!(log.load_after(first, 0).await.unwrap(), []);
}

#[tokio::test]
async fn a_session_can_begin_with_many_entries_all_or_none() {
    let dir = folder();
    let log = Log::open(dir.path()).unwrap();
    let mut many = session("ABCDEF");
    many.entries.push(given(2, &[(3, "blijft"), (4, "gaat")]));
    many.entries.push(forgotten(3, &[4]));

    let mut gap = many.clone();
    gap.entries.remove(1);
    let mut none = many.clone();
    none.entries.clear();
    let mut unwritable = many.clone();
    unwritable.entries[1].texts[0].text = "\0".into();
    for wrong in [gap, none, unwritable] {
        let committed = log.create(wrong).await;
        assert!(matches!(committed, Committed::No(_)), "{committed:?}");
        assert_eq!(
            log.load("ABCDEF").await.unwrap(),
            None,
            "nothing of it is there"
        );
    }

    assert_eq!(log.create(many.clone()).await, Committed::Done);
    assert_eq!(log.create(many.clone()).await, Committed::Conflict);
    many.entries[1].texts.truncate(1); // The other is wiped by what came after.
    assert_eq!(entries(&log, "ABCDEF").await, many.entries);
}

#[tokio::test]
async fn a_deck_stays_as_long_as_a_session_uses_it() {
    let dir = folder();
    let log = Log::open(dir.path()).unwrap();
    let a = begin(&log, "AAAAAA").await;
    let b = begin(&log, "BBBBBB").await;
    log.delete(a).await.unwrap();
    assert_eq!(
        log.deck(DECK_HASH).await.unwrap().as_deref(),
        Some(r#"{"id":"proef"}"#)
    );
    log.delete(b).await.unwrap();
    assert_eq!(log.deck(DECK_HASH).await.unwrap(), None);
    assert_eq!(log.load("BBBBBB").await.unwrap(), None);
    assert_eq!(
        log.delete(b).await.unwrap(),
        Wiped::Yes,
        "again is no error"
    );
}

/// Commits in the write-ahead log: frames that say how large the database is after them.
fn commits(dir: &Path) -> usize {
    const HEADER: usize = 32;
    const FRAME: usize = 24 + 4096;
    let wal = std::fs::read(dir.join("competentiespel.db-wal")).unwrap();
    let frames = wal.get(HEADER..).unwrap_or_default().chunks_exact(FRAME);
    frames.filter(|frame| frame[4..8] != [0; 4]).count()
}

#[tokio::test]
async fn many_rooms_share_one_commit_and_one_conflict_undoes_no_other() {
    let dir = folder();
    let log = Log::open(dir.path()).unwrap();
    let mut sessions = Vec::new();
    for n in 0..50 {
        sessions.push(begin(&log, &format!("ROOM{n:02}")).await);
    }
    let before = commits(dir.path());
    // While someone else has the database, the writer waits with the first and the others gather.
    let stranger = stranger(dir.path());
    stranger.execute_batch("BEGIN IMMEDIATE").unwrap();
    let appends = sessions.iter().enumerate().map(|(n, session)| {
        let after = if n == 25 { 5 } else { 1 };
        let reason = format!("reden {n}");
        let entry = given(after + 1, &[(3, &reason)]);
        let log = log.clone();
        let session = *session;
        async move { log.append(session, after, vec![entry]).await }
    });
    let appends = futures_util::future::join_all(appends);
    let (outcomes, ()) = tokio::join!(appends, async {
        // `join!` polls in order: all appends are sent when this runs.
        stranger.execute_batch("COMMIT").unwrap();
    });
    for (n, outcome) in outcomes.into_iter().enumerate() {
        let expected = if n == 25 {
            Committed::Conflict
        } else {
            Committed::Done
        };
        assert_eq!(outcome, expected, "room {n}");
        let entries = entries(&log, &format!("ROOM{n:02}")).await;
        assert_eq!(entries.len(), if n == 25 { 1 } else { 2 });
    }
    let commits = commits(dir.path()) - before;
    assert!(commits <= 2, "{commits} commits for 49 rooms");
}

#[tokio::test]
async fn l7_everything_acknowledged_is_there_after_reopening() {
    let dir = folder();
    let mut written = vec![opened("Wie past waar?")];
    {
        let log = Log::open(dir.path()).unwrap();
        begin(&log, "ABCDEF").await;
    }
    for round in 0..3 {
        let log = Log::open(dir.path()).unwrap();
        let session = id(&log, "ABCDEF").await;
        assert_eq!(entries(&log, "ABCDEF").await, written, "round {round}");
        for _ in 0..5 {
            let after = written.len() as u64;
            let entry = given(after + 1, &[(after as u32 + 10, "omdat")]);
            assert_eq!(
                log.append(session, after, vec![entry.clone()]).await,
                Committed::Done
            );
            written.push(entry);
        }
    }
}
