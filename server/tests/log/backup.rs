//! Backups of a folder that is written to, and putting them back without bringing back what was
//! forgotten.

use crate::support::{begin, copy, entries, files, folder, forgotten, found, given};
use competentiespel::log::{
    BackupError, Committed, Log, OpenError, RestoreError, SessionId, restore,
};
use game::{Entry, TextId};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

const SECRET: &str = "Zeldzaamheid vermurwt";
const KEPT: &str = "Je belde meteen de wethouder.";

async fn append(log: &Log, session: SessionId, after: u64, entry: Entry) {
    let committed = log.append(session, after, vec![entry]).await;
    assert_eq!(committed, Committed::Done);
}

/// Two reasons in a session, and another session.
async fn two_sessions(dir: &Path) -> (Log, SessionId) {
    let log = Log::open(dir).unwrap();
    let session = begin(&log, "ABCDEF").await;
    append(&log, session, 1, given(2, &[(3, SECRET)])).await;
    append(&log, session, 2, given(3, &[(4, KEPT)])).await;
    begin(&log, "GHJKLM").await;
    (log, session)
}

/// Two sessions that were backed up, and go on.
struct Backed {
    dir: TempDir,
    log: Log,
    session: SessionId,
    copies: TempDir,
    /// The backup, in `copies`.
    file: PathBuf,
}

async fn backed_up() -> Backed {
    let dir = folder();
    let (log, session) = two_sessions(dir.path()).await;
    let copies = folder();
    let file = copies.path().join("kopie.db");
    log.backup(&file).await.unwrap();
    Backed {
        dir,
        log,
        session,
        copies,
        file,
    }
}

fn reasons(entries: &[Entry]) -> Vec<String> {
    let texts = entries.iter().skip(1).flat_map(|entry| &entry.texts);
    texts.map(|text| text.text.clone()).collect()
}

#[tokio::test]
async fn a_backup_is_whole_whatever_is_written_meanwhile() {
    let dir = folder();
    let log = Log::open(dir.path()).unwrap();
    let session = begin(&log, "ABCDEF").await;
    let file = dir.path().join("kopie.db");
    let write = async {
        for seq in 2..60 {
            append(&log, session, seq - 1, given(seq, &[(seq as u32, KEPT)])).await;
        }
    };
    let (made, ()) = tokio::join!(log.backup(&file), write);
    made.unwrap();
    let all = entries(&log, "ABCDEF").await;
    let elsewhere = folder();
    restore(elsewhere.path(), &file, true).unwrap();
    let restored = Log::open(elsewhere.path()).unwrap();
    let restored = entries(&restored, "ABCDEF").await;
    assert!(!restored.is_empty() && all.starts_with(&restored));
}

#[cfg(unix)]
#[tokio::test]
async fn a_backup_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let dir = folder();
    let (log, _) = two_sessions(dir.path()).await;
    let file = dir.path().join("kopie.db");
    log.backup(&file).await.unwrap();
    let names = ["kopie.db", "competentiespel.forgotten"];
    for name in names {
        let mode = dir.path().join(name).metadata().unwrap().permissions();
        assert_eq!(mode.mode() & 0o777, 0o600, "{name}");
    }
}

#[tokio::test]
async fn what_was_forgotten_since_the_backup_is_forgotten_again() {
    let dir = folder();
    let (log, session) = two_sessions(dir.path()).await;
    let file = folder();
    let file = file.path().join("kopie.db");
    log.backup(&file).await.unwrap();
    append(&log, session, 3, forgotten(4, &[3])).await;
    let other = log.load("GHJKLM").await.unwrap().unwrap().id;
    log.delete(other).await.unwrap();
    drop(log);

    let restored = restore(dir.path(), &file, false).unwrap();
    assert_eq!((restored.texts_again, restored.sessions_again), (1, 1));
    assert_eq!(restored.sessions, 1);
    assert_eq!(found(dir.path(), &[SECRET.into()]), [] as [&str; 0]);
    let log = Log::open(dir.path()).unwrap();
    assert_eq!(reasons(&entries(&log, "ABCDEF").await), [KEPT]);
    assert_eq!(log.load("GHJKLM").await.unwrap(), None);
    drop(log);

    // And once more: the list is as long as before, and what is gone is gone.
    let before = restored.before.iter();
    before.for_each(|file| std::fs::remove_file(file).unwrap());
    let again = restore(dir.path(), &file, false).unwrap();
    assert_eq!((again.texts_again, again.sessions_again), (1, 1));
}

#[tokio::test]
async fn another_text_that_got_the_same_number_stays() {
    let dir = folder();
    let copies = folder();
    let (first, second) = (copies.path().join("1.db"), copies.path().join("2.db"));
    let (log, session) = two_sessions(dir.path()).await;
    log.backup(&first).await.unwrap();
    append(&log, session, 3, given(4, &[(5, SECRET)])).await;
    append(&log, session, 4, forgotten(5, &[5])).await;
    drop(log);
    let before = restore(dir.path(), &first, false).unwrap().before;
    before
        .iter()
        .for_each(|file| std::fs::remove_file(file).unwrap());

    let log = Log::open(dir.path()).unwrap();
    let later = Entry {
        at: 9_999,
        ..given(4, &[(5, "Een andere zin.")])
    };
    append(&log, session, 3, later).await;
    log.backup(&second).await.unwrap();
    drop(log);
    let restored = restore(dir.path(), &second, false).unwrap();
    assert_eq!(restored.texts_again, 0);
    let log = Log::open(dir.path()).unwrap();
    let kept = entries(&log, "ABCDEF").await;
    assert_eq!(reasons(&kept), [SECRET, KEPT, "Een andere zin."]);
    assert_eq!(kept[3].texts[0].id, TextId(5));
}

#[tokio::test]
async fn a_forgetting_that_did_not_happen_is_not_listed() {
    let dir = folder();
    let (log, session) = two_sessions(dir.path()).await;
    let list = || std::fs::read(dir.path().join("competentiespel.forgotten")).unwrap();
    let before = list();
    let refused = log.append(session, 7, vec![forgotten(8, &[3])]).await;
    assert_eq!(refused, Committed::Conflict);
    assert_eq!(list(), before);
    append(&log, session, 3, forgotten(4, &[3])).await;
    assert_ne!(list(), before);
}

/// Why it was not restored, and that nothing in the folder was touched.
fn refused(dir: &Path, file: &Path, accept_loss: bool) -> RestoreError {
    let before = files(dir);
    let why = restore(dir, file, accept_loss).unwrap_err();
    let after = files(dir);
    assert!(before == after, "{why}: the folder is another");
    why
}

#[tokio::test]
async fn what_cannot_be_restored_says_why_and_changes_nothing() {
    let Backed {
        dir,
        log,
        session: _,
        copies,
        file,
    } = backed_up().await;
    let why = restore(dir.path(), &file, true).unwrap_err();
    assert!(matches!(why, RestoreError::Open(OpenError::InUse(_))));
    drop(log);

    let missing = copies.path().join("weg.db");
    let why = refused(dir.path(), &missing, false).to_string();
    assert!(why.contains("weg.db"), "{why}");
    let whole = std::fs::read(&file).unwrap();
    let other = copies.path().join("anders.db");
    for bytes in [
        &b""[..],
        b"PK\x03\x04 een ander bestand",
        &whole[..whole.len() / 2],
    ] {
        std::fs::write(&other, bytes).unwrap();
        for accept_loss in [false, true] {
            refused(dir.path(), &other, accept_loss);
        }
    }
    refused(dir.path(), copies.path(), false);

    let list = dir.path().join("competentiespel.forgotten");
    let told = std::fs::read(&list).unwrap();
    std::fs::write(&list, [&told[..], b"{\"code\":\n{}\n"].concat()).unwrap();
    let why = refused(dir.path(), &file, false).to_string();
    assert!(why.contains("line 3"), "{why}");
    std::fs::write(&list, b"{\"list\":\"a later one\"}\n").unwrap();
    let why = refused(dir.path(), &file, false);
    assert!(
        matches!(why, RestoreError::Open(OpenError::List { .. })),
        "{why}"
    );
    std::fs::remove_file(&list).unwrap();
    let why = refused(dir.path(), &file, false);
    assert!(matches!(why, RestoreError::NoList(_)), "{why}");
    restore(dir.path(), &file, true).unwrap();
    let why = refused(dir.path(), &file, true);
    assert!(matches!(why, RestoreError::OldLeft(_)), "{why}");
}

#[tokio::test]
async fn a_damaged_backup_is_not_put_in_the_place_of_anything() {
    let Backed {
        dir,
        log,
        session: _,
        copies,
        file,
    } = backed_up().await;
    drop(log);
    let whole = std::fs::read(&file).unwrap();
    let needle = KEPT.as_bytes();
    let at = whole
        .windows(needle.len())
        .position(|bytes| bytes == needle);
    let mut letter = whole.clone();
    letter[at.unwrap()] ^= 1;
    let mut page = whole.clone();
    let middle = whole.len() / 2 / 4096 * 4096;
    page[middle..middle + 4096].fill(0x3c);
    std::fs::write(&file, page).unwrap();
    for accept_loss in [false, true] {
        let why = refused(dir.path(), &file, accept_loss);
        assert!(matches!(why, RestoreError::Unfit(..)), "{why}");
        assert!(why.to_string().contains("kopie.db"), "{why}");
    }
    std::fs::write(&file, letter).unwrap();
    let why = refused(dir.path(), &file, false);
    assert!(matches!(why, RestoreError::Wrong(_, 1)), "{why}");
    // Where all backups are like this one, the other sessions are left.
    assert_eq!(restore(dir.path(), &file, true).unwrap().wrong, 1);
    let log = Log::open(dir.path()).unwrap();
    assert!(log.load("ABCDEF").await.is_err());
    assert_eq!(entries(&log, "GHJKLM").await.len(), 1);
    let second = copies.path().join("2.db");
    assert_eq!(log.backup(&second).await.unwrap(), 1, "a backup says so");
}

/// The folder copied under a running server, and the list as it was later.
#[tokio::test]
async fn a_newer_list_beside_a_copy_that_was_not_closed_is_carried_out() {
    let dir = folder();
    let (log, session) = two_sessions(dir.path()).await;
    let copied = folder();
    copy(dir.path(), copied.path());
    append(&log, session, 3, forgotten(4, &[3])).await;
    let list = "competentiespel.forgotten";
    std::fs::copy(dir.path().join(list), copied.path().join(list)).unwrap();
    let log = Log::open(copied.path()).unwrap();
    assert_eq!(reasons(&entries(&log, "ABCDEF").await), [KEPT]);
    drop(log);
    assert_eq!(found(copied.path(), &[SECRET.into()]), [] as [&str; 0]);
    // So it is where the copy was closed in order.
    drop(Log::open(copied.path()).unwrap());
    let whole = std::fs::read(dir.path().join(list)).unwrap();
    assert_eq!(std::fs::read(copied.path().join(list)).unwrap(), whole);
}

#[tokio::test]
async fn a_list_that_knows_less_than_once_is_not_believed() {
    let dir = folder();
    let (log, session) = two_sessions(dir.path()).await;
    let copies = folder();
    let (early, late) = (copies.path().join("1.db"), copies.path().join("2.db"));
    log.backup(&early).await.unwrap();
    append(&log, session, 3, forgotten(4, &[3])).await;
    log.backup(&late).await.unwrap();
    drop(log);
    let list = dir.path().join("competentiespel.forgotten");
    let whole = std::fs::read_to_string(&list).unwrap();
    let head = whole.split_inclusive('\n').next().unwrap();
    for shorter in [head.to_owned(), whole.replace("\"texts\"", "\"teksten\"")] {
        std::fs::write(&list, &shorter).unwrap();
        let why = refused(dir.path(), &early, false);
        assert!(
            matches!(why, RestoreError::Open(OpenError::List { .. })),
            "{why}"
        );
        let before = files(dir.path());
        let why = Log::open(dir.path()).unwrap_err();
        assert!(matches!(why, OpenError::List { .. }), "{why}");
        assert!(files(dir.path()) == before, "{why}");
        let elsewhere = folder();
        std::fs::write(elsewhere.path().join("competentiespel.forgotten"), &shorter).unwrap();
        let why = restore(elsewhere.path(), &late, false).unwrap_err();
        assert!(
            matches!(why, RestoreError::Open(OpenError::List { .. })),
            "{why}"
        );
    }
    // Accepted once, it is a list like any other.
    drop(Log::open_accepting_loss(dir.path()).unwrap());
    let log = Log::open(dir.path()).unwrap();
    append(&log, session, 4, forgotten(5, &[4])).await;
    drop(log);
    let restored = restore(dir.path(), &late, false).unwrap();
    assert_eq!(restored.texts_again, 1);
}

#[tokio::test]
async fn what_a_killed_backup_left_is_taken_over_and_what_is_not_its_own_stays() {
    let dir = folder();
    let (log, _) = two_sessions(dir.path()).await;
    let copies = folder();
    let name = |name: &str| copies.path().join(name);
    log.backup(&name("1.db")).await.unwrap();
    let half = std::fs::read(name("1.db")).unwrap();
    std::fs::write(name("2.db.part"), &half[..5_000]).unwrap();
    std::fs::write(name("2.db.part-journal"), "iets").unwrap();
    log.backup(&name("2.db")).await.unwrap();
    std::fs::write(name("3.db.part"), "Beste allen").unwrap();
    let why = log.backup(&name("3.db")).await;
    assert!(matches!(why, Err(BackupError::Taken(_))), "{why:?}");
    let left: Vec<String> = files(copies.path()).into_keys().collect();
    assert_eq!(left, ["1.db", "2.db", "3.db.part"]);
}

/// A database that was moved aside, of which only the write-ahead log was left there.
#[tokio::test]
async fn what_is_left_of_an_older_database_is_not_mixed_with_a_newer_one() {
    let Backed {
        dir,
        log,
        session,
        copies: _copies,
        file,
    } = backed_up().await;
    append(&log, session, 3, given(4, &[])).await;
    let killed = folder();
    copy(dir.path(), killed.path());
    let restored = restore(killed.path(), &file, false).unwrap();
    let [database, wal] = &restored.before[..] else {
        panic!("{:?}", restored.before);
    };
    std::fs::remove_file(database).unwrap();
    let why = refused(killed.path(), &file, false);
    assert!(
        matches!(&why, RestoreError::OldLeft(left) if left == wal),
        "{why}"
    );
}

/// The folder as a restore that is killed leaves it: with the mark of what will be there, and the
/// database where it was or moved aside.
#[tokio::test]
async fn a_restore_that_was_killed_halfway_can_be_done_again() {
    let Backed {
        dir,
        log,
        session,
        copies: _copies,
        file,
    } = backed_up().await;
    append(&log, session, 3, given(4, &[])).await;
    drop(log);
    let elsewhere = folder();
    copy(dir.path(), elsewhere.path());
    restore(elsewhere.path(), &file, false).unwrap();
    let restored = files(elsewhere.path());
    for is_moved in [false, true] {
        let killed = folder();
        copy(dir.path(), killed.path());
        let name = |name: &str| killed.path().join(name);
        std::fs::write(
            name("competentiespel.mark"),
            &restored["competentiespel.mark"],
        )
        .unwrap();
        std::fs::write(
            name("competentiespel.db.restored"),
            &restored["competentiespel.db"],
        )
        .unwrap();
        if is_moved {
            std::fs::rename(name("competentiespel.db"), name("competentiespel.db.old")).unwrap();
        }
        let why = Log::open(killed.path()).unwrap_err();
        match is_moved {
            false => assert!(matches!(why, OpenError::Another(..)), "{why}"),
            true => assert!(matches!(why, OpenError::Gone(..)), "{why}"),
        }
        let why = restore(killed.path(), &name("competentiespel.db.restored"), false);
        assert!(
            matches!(why, Err(RestoreError::OldLeft(_))),
            "it is not the backup"
        );
        let again = restore(killed.path(), &file, false).unwrap();
        assert!(!again.before.is_empty(), "what was there is told of");
        let log = Log::open(killed.path()).unwrap();
        assert_eq!(entries(&log, "ABCDEF").await.len(), 3);
    }
}

/// No clock is asked: the list that was there when the backup was made is known by its number.
#[tokio::test]
async fn a_list_that_was_lost_and_began_anew_is_not_believed() {
    let Backed {
        dir,
        log,
        session,
        copies,
        file,
    } = backed_up().await;
    append(&log, session, 3, forgotten(4, &[3])).await;
    drop(log);
    std::fs::remove_file(dir.path().join("competentiespel.forgotten")).unwrap();
    drop(Log::open(dir.path()).unwrap());
    let why = refused(dir.path(), &file, false);
    assert!(matches!(why, RestoreError::OtherList), "{why}");
    // What is backed up from now on belongs to the new one.
    let log = Log::open(dir.path()).unwrap();
    let second = copies.path().join("2.db");
    log.backup(&second).await.unwrap();
    drop(log);
    restore(dir.path(), &second, false).unwrap();
}

#[tokio::test]
async fn a_backup_takes_no_name_that_is_taken_and_leaves_nothing_when_it_fails() {
    let dir = folder();
    let (log, _) = two_sessions(dir.path()).await;
    let copies = folder();
    let taken = copies.path().join("brief.txt");
    std::fs::write(&taken, "Beste allen").unwrap();
    let why = log.backup(&taken).await.unwrap_err();
    assert!(matches!(why, BackupError::Taken(_)), "{why}");
    assert_eq!(std::fs::read(&taken).unwrap(), b"Beste allen");
    let why = log.backup(&copies.path().join("weg/kopie.db")).await;
    assert!(matches!(why, Err(BackupError::Io(_))));
    assert_eq!(files(copies.path()).len(), 1);
    let why = log.backup(&dir.path().join("competentiespel.db")).await;
    assert!(matches!(why, Err(BackupError::Taken(_))));
    assert_eq!(entries(&log, "ABCDEF").await.len(), 3, "it goes on");
}
