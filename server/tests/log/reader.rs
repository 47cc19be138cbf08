//! The command line's look at a data folder: it makes nothing and changes nothing.

use crate::support::{begin, copy, files, folder, given, opened};
use competentiespel::log::{Committed, Log, OpenError, Reader, Wiped};

#[tokio::test]
async fn it_reads_a_closed_folder_and_leaves_every_byte() {
    let dir = folder();
    let log = Log::open(dir.path()).unwrap();
    begin(&log, "ABCDEF").await;
    drop(log);
    let before = files(dir.path());
    let reader = Reader::open(dir.path()).unwrap();
    let stored = reader.load("ABCDEF").unwrap().unwrap();
    assert_eq!(stored.entries, [opened("Wie past waar?")]);
    assert_eq!(reader.load("GHJKLM").unwrap(), None);
    assert!(reader.deck(&stored.deck_hash).unwrap().is_some());
    assert!(matches!(Log::open(dir.path()), Err(OpenError::InUse(_))));
    drop(reader);
    assert!(files(dir.path()) == before);
    Log::open(dir.path()).unwrap();
}

#[tokio::test]
async fn it_reads_what_a_killed_server_left_and_leaves_every_byte() {
    let dir = folder();
    let log = Log::open(dir.path()).unwrap();
    let session = begin(&log, "ABCDEF").await;
    let reasons = vec![given(2, &[(3, "omdat")])];
    assert_eq!(log.append(session, 1, reasons).await, Committed::Done);
    let killed = folder();
    copy(dir.path(), killed.path());
    let before = files(killed.path());
    assert!(!before["competentiespel.db-wal"].is_empty());
    let reader = Reader::open(killed.path()).unwrap();
    let stored = reader.load("ABCDEF").unwrap().unwrap();
    assert_eq!(stored.entries[1], given(2, &[(3, "omdat")]));
    drop(reader);
    assert!(files(killed.path()) == before);

    std::fs::remove_file(killed.path().join("competentiespel.db-shm")).unwrap();
    let before = files(killed.path());
    let reader = Reader::open(killed.path()).unwrap();
    assert_eq!(reader.load("ABCDEF").unwrap().as_ref(), Some(&stored));
    drop(reader);
    assert!(files(killed.path()) == before);
    let log = Log::open(killed.path()).unwrap();
    assert_eq!(
        log.load_after(session, 1).await.unwrap(),
        stored.entries[1..]
    );
}

#[tokio::test]
async fn it_reads_beside_a_running_server() {
    let dir = folder();
    let log = Log::open(dir.path()).unwrap();
    let session = begin(&log, "ABCDEF").await;
    let reader = Reader::open(dir.path()).unwrap();
    for seq in 2..10 {
        let committed = log.append(session, seq - 1, vec![given(seq, &[])]).await;
        assert_eq!(committed, Committed::Done);
        let stored = reader.load("ABCDEF").unwrap().unwrap();
        assert_eq!(
            stored.entries.len() as u64,
            seq,
            "it sees what is committed"
        );
    }
    assert_eq!(
        log.delete(session).await.unwrap(),
        Wiped::Yes,
        "an idle reader is in nobody's way"
    );
    assert_eq!(reader.load("ABCDEF").unwrap(), None);
}

#[test]
fn it_makes_no_database() {
    let dir = folder();
    let error = Reader::open(dir.path()).unwrap_err();
    assert!(matches!(error, OpenError::Missing(_)), "{error}");
    assert!(Reader::open(&dir.path().join("weg")).is_err());
    assert!(files(dir.path()).is_empty());
}
