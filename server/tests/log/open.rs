//! What is opened, and what is refused and left as it is.

use crate::support::{begin, copy, entries, files, folder, given, opened, stranger};
use competentiespel::log::{Committed, Log, OpenError};
use game::Entry;
use std::collections::BTreeMap;
use std::path::Path;

const DATABASE: &str = "competentiespel.db";
const PAGE: usize = 4096;

#[tokio::test]
async fn a_second_server_on_the_same_folder_is_refused_until_the_first_is_gone() {
    let dir = folder();
    let first = Log::open(dir.path()).unwrap();
    let clone = first.clone();
    drop(first);
    let refused = Log::open(dir.path()).unwrap_err();
    assert!(matches!(refused, OpenError::InUse(_)));
    let sentence = refused.to_string();
    assert!(
        sentence.contains(dir.path().to_str().unwrap()),
        "{sentence}"
    );
    begin(&clone, "ABCDEF").await;
    drop(clone);
    Log::open(dir.path()).unwrap();
}

#[tokio::test]
async fn a_folder_is_made_and_left_tidy() {
    let dir = folder();
    let deep = dir.path().join("gegevens één?#%").join("hier");
    let log = Log::open(&deep).unwrap();
    begin(&log, "ABCDEF").await;
    drop(log);
    let names: Vec<String> = files(&deep).into_keys().collect();
    assert_eq!(
        names,
        [
            DATABASE,
            "competentiespel.forgotten",
            "competentiespel.lock",
            "competentiespel.mark"
        ]
    );
    let log = Log::open(&deep).unwrap();
    assert_eq!(entries(&log, "ABCDEF").await, [opened("Wie past waar?")]);
}

#[tokio::test]
async fn what_a_killed_creation_left_is_no_database() {
    let dir = folder();
    std::fs::write(dir.path().join("competentiespel.db.new"), "half").unwrap();
    let log = Log::open(dir.path()).unwrap();
    begin(&log, "ABCDEF").await;
}

/// A folder of a few hundred entries as a killed server leaves it: the last ones stand in the
/// write-ahead log only.
async fn killed() -> tempfile::TempDir {
    let made = folder();
    let log = Log::open(made.path()).unwrap();
    let session = begin(&log, "ABCDEF").await;
    let texts: Vec<String> = (0..400).map(|n| format!("reden {n} ").repeat(8)).collect();
    let written: Vec<Entry> = (2..402)
        .map(|seq| given(seq, &[(seq as u32 + 1, &texts[seq as usize - 2])]))
        .collect();
    assert_eq!(log.append(session, 1, written).await, Committed::Done);
    drop(log);
    let log = Log::open(made.path()).unwrap();
    let last = vec![given(402, &[(999, "de laatste")])];
    assert_eq!(log.append(session, 401, last).await, Committed::Done);
    let left = folder();
    copy(made.path(), left.path());
    left
}

/// Opens a folder and expects that it is refused with all its files as they were.
fn refused(dir: &Path, what: &str) -> OpenError {
    let mut before = files(dir);
    let Err(error) = Log::open(dir) else {
        panic!("{what} was opened");
    };
    let mut after = files(dir);
    // The lock is taken before anything is looked at; an index holds no data.
    for files in [&mut before, &mut after] {
        files.retain(|name, _| !name.ends_with(".lock") && !name.ends_with("-shm"));
    }
    assert!(before == after, "{what} was left as it is");
    error
}

type Damage = fn(&mut Vec<u8>);

#[tokio::test]
async fn a_damaged_database_is_refused_and_untouched() {
    let damages: [(&str, Damage); 7] = [
        ("truncated to nothing", |file| file.clear()),
        ("truncated to half", |file| file.truncate(file.len() / 2)),
        ("truncated to a page", |file| file.truncate(PAGE)),
        ("truncated within a page", |file| {
            file.truncate(file.len() - 5 * PAGE - PAGE / 2);
        }),
        ("an overwritten header", |file| file[..100].fill(b'x')),
        ("random bytes in the middle", |file| {
            let middle = file.len() / 2 / PAGE * PAGE;
            let bytes = file[middle..middle + PAGE].iter_mut();
            bytes
                .enumerate()
                .for_each(|(n, byte)| *byte = (n * 7919 % 251) as u8);
        }),
        ("something else", |file| {
            *file = b"geen databank".repeat(1000)
        }),
    ];
    let killed = killed().await;
    let closed = folder();
    copy(killed.path(), closed.path());
    drop(Log::open(closed.path()).unwrap());
    for (what, damage) in damages {
        for healthy in [&killed, &closed] {
            // What was closed in order is not read through at a start: `lost.rs`.
            if what == "random bytes in the middle" && std::ptr::eq(healthy, &closed) {
                continue;
            }
            let dir = folder();
            copy(healthy.path(), dir.path());
            let path = dir.path().join(DATABASE);
            let mut file = std::fs::read(&path).unwrap();
            damage(&mut file);
            std::fs::write(&path, file).unwrap();
            let error = refused(dir.path(), what);
            assert!(
                matches!(error, OpenError::Damaged { .. }),
                "{what}: {error}"
            );
        }
    }
}

#[tokio::test]
async fn a_write_ahead_log_without_its_database_is_refused() {
    let dir = killed().await;
    std::fs::remove_file(dir.path().join(DATABASE)).unwrap();
    let error = refused(dir.path(), "a missing database");
    assert!(matches!(error, OpenError::Damaged { .. }), "{error}");
}

#[tokio::test]
async fn a_foreign_or_newer_database_is_refused_and_untouched() {
    let dir = folder();
    stranger(dir.path())
        .execute_batch("CREATE TABLE recepten (naam TEXT); PRAGMA user_version = 1;")
        .unwrap();
    let error = refused(dir.path(), "a foreign database");
    assert!(matches!(error, OpenError::Foreign(_)), "{error}");

    let dir = folder();
    drop(Log::open(dir.path()).unwrap());
    let newer = stranger(dir.path());
    newer.pragma_update(None, "user_version", 1_000).unwrap();
    drop(newer);
    let error = refused(dir.path(), "a newer database");
    assert!(
        matches!(error, OpenError::Newer { found: 1_000, .. }),
        "{error}"
    );
}

fn fixture(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures")
        .join(name)
}

#[tokio::test]
async fn l8_a_log_of_version_1_loads() {
    let dir = folder();
    std::fs::copy(fixture("v1.db"), dir.path().join(DATABASE)).unwrap();
    let expected = std::fs::read(fixture("v1.json")).unwrap();
    let expected: BTreeMap<String, Vec<Entry>> = serde_json::from_slice(&expected).unwrap();
    let log = Log::open(dir.path()).unwrap();
    for (code, written) in &expected {
        assert_eq!(entries(&log, code).await, *written);
    }
    let stored = log.load("ZWYNDR").await.unwrap().unwrap();
    assert_eq!(stored.retention_days, 365);
    assert!(log.deck(&stored.deck_hash).await.unwrap().is_some());
    let last = stored.entries.len() as u64;
    let more = log
        .append(stored.id, last, vec![given(last + 1, &[])])
        .await;
    assert_eq!(more, Committed::Done, "and is played on");
}
