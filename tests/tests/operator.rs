//! What the operator does beside a running server: the server does it, and the room is told.

use competentiespel::player::Player;
use game::{Phase, Seat};
use std::os::unix::fs::{FileTypeExt, PermissionsExt};
use std::path::Path;
use std::time::Duration;
use tests::{Room, Server, operate, see};

/// What a command that succeeds says.
fn done(data: &Path, command: &[&str]) -> String {
    let (status, said, errors) = operate(data, command);
    assert!(status.success(), "{command:?}: {errors}");
    said
}

/// Why a command does not succeed.
fn refused(data: &Path, command: &[&str]) -> String {
    let (status, said, errors) = operate(data, command);
    assert_eq!((status.code(), said.as_str()), (Some(1), ""), "{command:?}");
    errors
}

#[tokio::test]
async fn a_member_is_forgotten_and_the_room_is_told() {
    let server = Server::start();
    let mut room = Room::open(&server, 3).await;
    room.go(Phase::Giving).await;
    let code = room.code.clone();
    let said = done(server.data(), &["forget", &code.to_lowercase(), "2"]);
    assert!(
        said.contains(&format!("seat 2 of {code} is forgotten")),
        "{said}"
    );
    assert_eq!(
        room.member(2).until_closed().await.expect("a goodbye"),
        4503
    );
    let forgotten = "the member is forgotten";
    for player in [&mut room.leader, &mut room.members[0]] {
        let told = player.until(forgotten, |view| {
            view.doc("seat/2")
                .is_some_and(|seat| seat["forgotten"] == true)
        });
        told.await.expect("everyone is told");
    }
    let why = refused(server.data(), &["forget", &code, "2"]);
    assert!(why.contains("already"), "{why}");
    let why = refused(server.data(), &["forget", &code, "9"]);
    assert!(why.contains("no such") || why.contains("nobody"), "{why}");
    // It is the operator's doing: no facilitator's device knows of it, and play goes on.
    let seq = room.give(1, &room.hands()[&1][0].clone(), 3, None).await;
    see(&mut room.leader, seq).await;
}

#[tokio::test]
async fn a_facilitator_is_let_in_also_when_the_server_is_stopped() {
    let mut server = Server::start();
    let mut room = Room::open(&server, 3).await;
    let code = room.code.clone();
    let token = |said: &str| {
        let (_, token) = said.trim().rsplit_once("#f=").expect("a link");
        token.to_owned()
    };
    let said = done(server.data(), &["facilitator", &code, "--name", "Hanneke"]);
    let watching = |player: &Player| player.view.doc("watching").cloned().expect("all see it");
    let told = room.members[0].until("a facilitator", |view| {
        view.doc("watching")
            .is_some_and(|watching| watching["facilitators"][1] == "Hanneke")
    });
    told.await.expect("the room is told");
    let token_of_first = token(&said);
    let mut leads = Player::connect(&room.site, &code, &token_of_first)
        .await
        .expect("the link leads");
    assert_eq!(watching(&leads)["facilitators"][1], "Hanneke");
    let moved = leads.lead(game::Lead::Phase { to: Phase::Giving }).await;
    tests::done(moved.expect("an answer"), "a phase");
    assert!(
        !server.output().contains(&token_of_first),
        "the log tells it"
    );

    server.terminate();
    let second = token(&done(server.data(), &["facilitator", &code]));
    server.restart();
    let leads = Player::connect(&room.site, &code, &second).await;
    let leads = leads.expect("the link leads");
    assert_eq!(watching(&leads)["facilitators"][2], "Beheer");
    let why = refused(server.data(), &["facilitator", "AAAAAA"]);
    assert!(why.contains("there is no session AAAAAA"), "{why}");
    let why = refused(
        server.data(),
        &["facilitator", &code, "--name", &"x".repeat(99)],
    );
    assert!(why.contains("longer"), "{why}");
    let why = refused(server.data(), &["facilitator", "hallo"]);
    assert!(why.contains("hallo is not a code"), "{why}");
}

#[tokio::test]
async fn a_session_is_deleted_and_everyone_is_sent_away() {
    let server = Server::start();
    let mut room = Room::open(&server, 2).await;
    let other = Room::open(&server, 2).await;
    let said = done(server.data(), &["delete", &room.code]);
    assert_eq!(said, format!("{} is deleted\n", room.code));
    assert_eq!(
        room.member(1).until_closed().await.expect("a goodbye"),
        4504
    );
    assert!(room.site.door(&room.code).await.is_err());
    assert!(other.site.door(&other.code).await.is_ok());
    let why = refused(server.data(), &["delete", &room.code]);
    assert!(why.contains("there is no session"), "{why}");
}

#[tokio::test]
async fn a_backup_of_a_running_server_is_put_back_and_play_goes_on() {
    let mut server = Server::start();
    let mut room = Room::open(&server, 3).await;
    room.go(Phase::Giving).await;
    let copies = tempfile::tempdir().expect("a folder");
    let file = copies.path().join("kopie.db");
    let file = file.to_str().expect("a name");
    done(server.data(), &["backup", file]);
    let why = refused(server.data(), &["backup", file]);
    assert!(why.contains("is there already"), "{why}");
    let at_backup = room.leader.view.seq;
    room.plays_on().await;
    let why = refused(server.data(), &["restore", file]);
    assert!(why.contains("in use"), "{why}");
    done(server.data(), &["forget", &room.code, "2"]);

    server.terminate();
    let said = done(server.data(), &["restore", file]);
    assert!(
        said.contains("forgotten again: texts 1, sessions 0"),
        "{said}"
    );
    server.restart();
    let leads = Player::connect(&room.site, &room.code, room.leader.token()).await;
    let mut leads = leads.expect("all is there");
    assert_eq!(leads.view.seq, at_backup);
    assert_eq!(
        leads.view.doc("seat/2").expect("a seat")["name"],
        serde_json::Value::Null
    );
    // Somebody who saw what is not there any more comes back and says up to where: as far as the
    // session is now, but with other entries.
    let member = Player::connect(&room.site, &room.code, room.members[0].token()).await;
    let mut member = member.expect("a member is let in");
    let card = member.view.hand(Seat(1))[0].clone();
    let mut seq = at_backup;
    while seq <= room.members[0].view.seq {
        let ready = game::Play::Ready {
            ready: (seq - at_backup).is_multiple_of(2),
        };
        seq = tests::done(member.play(ready).await.expect("an answer"), "ready");
    }
    let given = member.play(tests::give(&card, &[3], None)).await;
    let seq = tests::done(given.expect("an answer"), "give");
    see(&mut leads, seq).await;
    see(&mut member, seq).await;
    see(&mut room.members[0], seq).await;
    let differ = tests::docs_differ(&room.members[0].view.docs, &member.view.docs);
    assert_eq!(differ, [] as [&str; 0]);
}

#[tokio::test]
async fn a_backup_onto_a_full_disk_leaves_nothing_and_the_room_goes_on() {
    let server = Server::start();
    let mut room = Room::open(&server, 3).await;
    room.go(Phase::Giving).await;
    let copies = tempfile::tempdir().expect("a folder");
    let file = copies.path().join("kopie.db");
    server.limit_files(Some(4096));
    let why = refused(server.data(), &["backup", file.to_str().expect("a name")]);
    assert!(why.contains("the backup could not be written"), "{why}");
    assert_eq!(
        std::fs::read_dir(copies.path()).expect("a folder").count(),
        0
    );
    server.limit_files(None);
    room.plays_on().await;
}

#[tokio::test]
async fn only_the_owner_of_the_folder_can_ask_and_a_killed_server_leaves_no_trouble() {
    let mut server = Server::start();
    let room = Room::open(&server, 2).await;
    let socket = server.data().join("competentiespel.sock");
    let mode = || {
        let found = socket.metadata().expect("it is there");
        assert!(found.file_type().is_socket());
        found.permissions().mode() & 0o777
    };
    assert_eq!(mode(), 0o600);
    server.kill();
    // Nobody answers, but nobody has the folder either.
    done(server.data(), &["facilitator", &room.code]);
    server.restart();
    assert_eq!(mode(), 0o600);
    done(server.data(), &["facilitator", &room.code]);
}

#[tokio::test]
async fn what_is_no_task_is_answered() {
    use std::io::{BufRead, BufReader, Write};
    let server = Server::start();
    let ask = |bytes: &[u8]| {
        let path = server.data().join("competentiespel.sock");
        let mut stream = std::os::unix::net::UnixStream::connect(path).expect("it listens");
        stream.write_all(bytes).expect("it can be written");
        stream
            .shutdown(std::net::Shutdown::Write)
            .expect("it can be closed");
        let mut answer = String::new();
        BufReader::new(stream)
            .read_line(&mut answer)
            .expect("an answer");
        answer
    };
    for wrong in [
        &b""[..],
        b"\n",
        b"{}\n",
        b"{\"fly\":{}}\n",
        b"{\"delete\":{\"code\":7}}\n",
    ] {
        assert!(ask(wrong).starts_with(r#"{"failed":"#), "{wrong:?}");
    }
    let long = vec![b'['; 100_000];
    assert!(ask(&long[..16_384]).starts_with(r#"{"failed":"#));
    assert!(ask(b"{\"delete\":{\"code\":\"AAAAAA\"}}").contains("there is no session AAAAAA"));
}

/// A disk that takes nothing: told in the operator's words, with where to look.
#[tokio::test]
async fn what_the_disk_does_not_take_is_told_with_the_folder() {
    let server = Server::start();
    let room = Room::open(&server, 2).await;
    let folder = server.data().display().to_string();
    server.limit_files(Some(1));
    for command in [
        &["forget", &room.code, "2"][..],
        &["facilitator", &room.code],
        &["delete", &room.code],
    ] {
        let why = refused(server.data(), command);
        for words in ["the data folder", folder.as_str(), "space", "again"] {
            assert!(why.contains(words), "{command:?}: {why}");
        }
        assert!(!why.contains("same n"), "{why}");
    }
    server.limit_files(None);
    until_done(&server, &["forget", &room.code, "2"]);
    let why = refused(server.data(), &["delete", " "]);
    assert_eq!(
        why,
        "competentiespel: the code is empty: a session's code has six characters\n"
    );
}

/// It goes by itself when the disk does.
fn until_done(server: &Server, command: &[&str]) {
    while !operate(server.data(), command).0.success() {}
}

/// By the number that other lines have.
#[tokio::test]
async fn a_room_that_cannot_be_opened_is_named() {
    let mut server = Server::start();
    let _other = Room::open(&server, 2).await;
    let room = Room::open(&server, 2).await;
    server.terminate();
    let database = server.data().join("competentiespel.db");
    let db = rusqlite::Connection::open(database).expect("it opens");
    let damage = "UPDATE entry SET body = '{}' WHERE session = 2 AND seq = 2";
    assert_eq!(db.execute(damage, []).expect("it can be written"), 1);
    drop(db);
    server.restart();
    let denied = server.site().door(&room.code).await.expect_err("damaged");
    assert_eq!(denied.status, 503);
    // What it writes comes by another way than its answers.
    let told = async {
        loop {
            let output = server.output();
            let mut lines = output.lines();
            if let Some(line) = lines.find(|line| line.contains("could not be opened")) {
                return line.to_owned();
            }
            tokio::task::yield_now().await;
        }
    };
    let told = tokio::time::timeout(Duration::from_secs(20), told).await;
    let line = told.expect("it is told");
    assert!(line.contains("session=SessionId(2)"), "{line}");
    assert!(line.contains("entry 2 "), "{line}");
    assert!(!server.output().contains(&room.code));
}

#[tokio::test]
async fn what_is_no_ordinary_file_is_refused_before_anything_is_made() {
    let at = tempfile::tempdir().expect("a folder");
    let place = |name: &str| at.path().join(name).display().to_string();
    let made = std::process::Command::new("mkfifo")
        .arg(place("pipe"))
        .status();
    assert!(made.expect("mkfifo runs").success());
    std::fs::write(place("file"), "").expect("it can be written");
    let (pipe, folder) = (place("pipe"), at.path().display().to_string());
    let new = at.path().join("new");
    for command in ["restore", "replay"] {
        let why = refused(&new, &[command, &pipe]);
        assert!(why.contains("is no ordinary file"), "{why}");
        let why = refused(&new, &[command, &folder]);
        assert!(why.contains("is a folder"), "{why}");
    }
    let data = at.path().join("file");
    for command in [
        &["restore", &place("file")][..],
        &["replay", "KWX7P2"],
        &["export", "KWX7P2"],
        &["check"],
        &["forget", "KWX7P2", "1"],
        &["delete", "KWX7P2"],
        &["facilitator", "KWX7P2"],
        &["backup", &place("copy")],
        &["serve"],
    ] {
        let why = refused(&data, command);
        assert!(
            why.contains("is a file: --data takes"),
            "{command:?}: {why}"
        );
    }
    let left = std::fs::read_dir(at.path()).expect("a folder").count();
    assert_eq!(left, 2, "nothing was made");
}

/// The only way back from a file that was removed under a running server.
#[tokio::test]
async fn what_a_server_has_whose_database_was_removed_can_be_backed_up() {
    let mut server = Server::start();
    let room = Room::open(&server, 3).await;
    let code = room.code.clone();
    drop(room);
    let copies = tempfile::tempdir().expect("a folder");
    let backup = copies.path().join("kopie.db");
    std::fs::remove_file(server.data().join("competentiespel.db")).expect("it goes");
    done(server.data(), &["backup", backup.to_str().expect("text")]);
    server.kill();
    let why = refused(server.data(), &["backup", "elsewhere.db"]);
    assert!(why.contains("is not there and once held"), "{why}");
    done(server.data(), &["restore", backup.to_str().expect("text")]);
    server.restart();
    server.site().door(&code).await.expect("it is there again");
}

#[tokio::test]
async fn that_a_session_is_not_there_is_not_said_where_something_is_missing() {
    let mut server = Server::start();
    let room = Room::open(&server, 3).await;
    let code = room.code.clone();
    server.kill();
    drop(room);
    std::fs::remove_file(server.data().join("competentiespel.db-wal")).expect("it goes");
    for command in ["replay", "export"] {
        let why = refused(server.data(), &[command, &code]);
        assert!(why.contains("once held"), "{why}");
    }
}
