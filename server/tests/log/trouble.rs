//! A disk that is full, a database someone else holds: the answer is no, and then it goes on.

use crate::support::{begin, entries, folder, given, stranger};
use competentiespel::log::{Committed, Log};

#[tokio::test]
async fn a_full_disk_is_a_no_and_it_goes_on_when_there_is_room() {
    let dir = folder();
    let log = Log::open(dir.path()).unwrap();
    let session = begin(&log, "ABCDEF").await;
    let long = "lang verhaal ".repeat(2_000);
    // Less than there is already: it cannot grow any more.
    assert_eq!(log.limit_pages(1).await, Committed::Done);
    let committed = log.append(session, 1, vec![given(2, &[(3, &long)])]).await;
    assert!(
        matches!(&committed, Committed::No(why) if why.contains("full")),
        "{committed:?}"
    );
    assert_eq!(
        entries(&log, "ABCDEF").await.len(),
        1,
        "what was there stays"
    );

    assert_eq!(log.limit_pages(u32::MAX - 1).await, Committed::Done);
    let committed = log.append(session, 1, vec![given(2, &[(3, &long)])]).await;
    assert_eq!(committed, Committed::Done);
    assert_eq!(entries(&log, "ABCDEF").await[1], given(2, &[(3, &long)]));
}

#[tokio::test]
async fn a_locked_database_is_waited_for_and_then_a_no() {
    let dir = folder();
    let log = Log::open(dir.path()).unwrap();
    let session = begin(&log, "ABCDEF").await;
    let stranger = stranger(dir.path());
    stranger.execute_batch("BEGIN IMMEDIATE").unwrap();
    let started = std::time::Instant::now();
    let committed = log.append(session, 1, vec![given(2, &[])]).await;
    assert!(
        matches!(&committed, Committed::No(why) if why.contains("locked")),
        "{committed:?}"
    );
    assert!(started.elapsed().as_secs() >= 1, "it waits a while first");
    assert_eq!(entries(&log, "ABCDEF").await.len(), 1, "reading goes on");

    let append = log.append(session, 1, vec![given(2, &[])]);
    let (committed, ()) = tokio::join!(append, async {
        stranger.execute_batch("COMMIT").unwrap();
    });
    assert_eq!(committed, Committed::Done);
}
