//! The real server under a clock that leapt. Its database is edited while it is off, so that it
//! finds what it would find then.

use competentiespel::frame::{DoorCode, ProblemCode};
use competentiespel::player::Player;
use game::Seat;
use rusqlite::Connection;
use std::path::Path;
use std::process::{Command, Output};
use std::time::Duration;
use tests::{Room, Server, binary};

const DAY: i64 = 24 * 60 * 60 * 1000;
const CLOSED: &str = "its time is over: it is closed";
const DELETED: &str = "it is deleted: its time was over";

/// As if the clock of the next start stood so many days further on than it did until now.
const LEAP: &str = "UPDATE session SET last_at = last_at - ?1;
    UPDATE session SET over_at = over_at - ?1;
    UPDATE life SET latest_at = latest_at - ?1";

fn database(server: &Server) -> Connection {
    Connection::open(server.data().join("competentiespel.db")).expect("a database")
}

/// Stops the server, edits its database and starts it again.
fn between(server: &mut Server, sql: &str, days: i64) {
    assert!(server.terminate().success());
    let db = database(server);
    for statement in sql.split(';') {
        let edited = db.execute(statement, [days * DAY]);
        edited.unwrap_or_else(|error| panic!("{statement}: {error}"));
    }
    drop(db);
    server.restart();
}

fn told(server: &Server, what: &str) -> usize {
    server.output().matches(what).count()
}

/// Waits until the server told that so often: what it writes comes by another way than its answers.
async fn until_told(server: &Server, what: &str, times: usize) {
    wait(async || told(server, what) == times).await;
}

async fn wait(mut is_so: impl AsyncFnMut() -> bool) {
    let waiting = async {
        while !is_so().await {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    let waited = tokio::time::timeout(Duration::from_secs(20), waiting).await;
    waited.expect("it comes to be so");
}

async fn is_unknown(server: &Server, room: &Room) -> bool {
    // A connection of before a restart is none.
    match server.site().door(&room.code).await {
        Ok(_) => false,
        Err(denied) => {
            let code = Some(ProblemCode::Door(DoorCode::UnknownCode));
            assert_eq!(denied.code, code, "{denied}");
            true
        }
    }
}

/// Waits for the server to have deleted what there is.
async fn all_deleted(server: &Server) {
    let db = database(server);
    let left = "SELECT count(*) FROM session";
    wait(async || db.query_row(left, [], |row| row.get(0)) == Ok(0)).await;
}

fn run(data: &Path, words: &[&str]) -> Output {
    let mut command = Command::new(binary());
    command.args(words).arg("--data").arg(data);
    command.output().expect("the binary runs")
}

/// 91 days ahead at a start; and the same days behind while it was played.
#[tokio::test]
async fn a_clock_that_leapt_deletes_nothing_and_the_operator_reads_it() {
    let mut server = Server::start();
    let mut room = Room::open(&server, 2).await;
    let kept = Room::open_with(&server, 1, serde_json::json!({"retention_days": 365})).await;
    assert!(!server.output().contains("the clock stands"));

    between(&mut server, LEAP, 91);
    assert!(is_unknown(&server, &room).await);
    assert!(!is_unknown(&server, &kept).await, "it is kept longer");
    assert_eq!(
        room.member(1).until_closed().await.expect("a goodbye"),
        4503
    );
    until_told(&server, CLOSED, 1).await;
    let leapt = "the clock stands 91 days ahead of the latest time";
    assert_eq!(told(&server, leapt), 1);

    // Killed and started under the same clock: nothing more.
    for _ in 0..3 {
        server.kill();
        server.restart();
        assert!(is_unknown(&server, &room).await);
    }
    assert_eq!((told(&server, CLOSED), told(&server, DELETED)), (1, 0));
    assert_eq!(told(&server, "the clock stands"), 1);

    between(&mut server, LEAP, -91);
    until_told(&server, "90 days behind the latest time", 1).await;
    until_told(&server, "it is open again", 1).await;
    let token = room.member(2).token().to_string();
    let member = Player::connect(&room.site, &room.code, &token).await;
    let member = member.expect("let in again");
    assert_eq!(member.view.seat(), Some(Seat(2)));
    assert_eq!(member.view.seq, 3, "begun, and two sat down");
    assert_eq!(told(&server, DELETED), 0);
}

#[tokio::test]
async fn its_bytes_go_a_day_of_running_later_or_at_a_start_a_week_later() {
    let ran = "UPDATE life SET ran_ms = ran_ms + ?1";
    for (sql, short, enough) in [(ran, 0, 1), (LEAP, 6, 1)] {
        let mut server = Server::start();
        let room = Room::open_with(&server, 1, serde_json::json!({"retention_days": 30})).await;
        between(&mut server, LEAP, 31);
        until_told(&server, CLOSED, 1).await;
        between(&mut server, sql, short);
        assert!(is_unknown(&server, &room).await);
        assert_eq!(told(&server, DELETED), 0);
        assert!(run(server.data(), &["replay", &room.code]).status.success());
        between(&mut server, sql, enough);
        all_deleted(&server).await;
        assert!(is_unknown(&server, &room).await);
        assert!(server.terminate().success());
        until_told(&server, DELETED, 1).await;
        let files = std::fs::read(server.data().join("competentiespel.db")).expect("a file");
        assert!(!files.windows(11).any(|bytes| bytes == b"Proefsessie"));
    }
}

/// After one leap far ahead, which was set right.
#[tokio::test]
async fn a_clock_that_is_lower_for_a_day_of_running_is_believed_and_told_no_more() {
    let mut server = Server::start();
    let behind = "behind the latest time seen here";
    between(
        &mut server,
        "UPDATE life SET latest_at = latest_at + ?1",
        3_000_000,
    );
    until_told(&server, behind, 1).await;
    between(&mut server, "UPDATE life SET ran_ms = ran_ms + ?1", 1);
    until_told(&server, "it is believed, and that time is forgotten", 1).await;
    assert_eq!(
        told(&server, behind),
        3,
        "twice as a warning, and then as that"
    );
    between(&mut server, "UPDATE life SET ran_ms = ran_ms + ?1", 1);
    assert_eq!(told(&server, behind), 3);
}

/// What was closed honestly goes at a start that leaps: nothing is promised of that one there.
#[tokio::test]
async fn of_one_session_the_log_does_not_say_that_it_opens_again_and_that_it_is_deleted() {
    let mut server = Server::start();
    let _old = Room::open_with(&server, 1, serde_json::json!({"retention_days": 30})).await;
    let young = Room::open_with(&server, 1, serde_json::json!({"retention_days": 90})).await;
    between(&mut server, LEAP, 31);
    until_told(&server, CLOSED, 1).await;
    between(&mut server, LEAP, 60);
    until_told(&server, DELETED, 1).await;
    until_told(&server, CLOSED, 2).await;
    assert!(is_unknown(&server, &young).await);
    let output = server.output();
    let last = output.lines().rfind(|line| line.contains("ahead of"));
    let last = last.expect("it is told");
    assert!(last.contains("that are closed by it from now on"), "{last}");
}

/// Who has the folder looks back as before, and is told; nothing is written in it any more.
#[tokio::test]
async fn the_command_line_still_reads_and_deletes_what_is_closed() {
    let mut server = Server::start();
    let room = Room::open(&server, 2).await;
    between(&mut server, LEAP, 91);
    until_told(&server, CLOSED, 1).await;
    for running in [true, false] {
        if !running {
            assert!(server.terminate().success());
        }
        for words in [&["replay"][..], &["export", "--format", "json"]] {
            let read = run(server.data(), &[words, &[room.code.as_str()]].concat());
            let errors = String::from_utf8_lossy(&read.stderr);
            assert!(read.status.success(), "{errors}");
            assert!(errors.contains("is over"), "{errors}");
            assert!(String::from_utf8_lossy(&read.stdout).contains("Proefsessie"));
        }
        let forget = run(server.data(), &["forget", &room.code, "1"]);
        assert!(!forget.status.success());
        let errors = String::from_utf8_lossy(&forget.stderr);
        assert!(errors.contains("can be deleted, not changed"), "{errors}");
    }
    server.restart();
    let delete = run(server.data(), &["delete", &room.code]);
    assert!(delete.status.success(), "asked of the running server");
    let gone = run(server.data(), &["replay", &room.code]);
    assert!(!gone.status.success());
}
