//! What happens when the data folder is not as it should be: nothing is lost, and it goes on when
//! the disk does.

use competentiespel::player::Player;
use game::{Code, Phase, Seat};
use tests::{Room, Server, done, give};

#[tokio::test]
async fn a_second_server_on_the_same_data_refuses_and_says_why() {
    let server = Server::start();
    let mut room = Room::open(&server, 3).await;
    let (status, errors) = tests::run_to_end(server.data(), &[]);
    assert_eq!(status.code(), Some(1));
    assert!(
        errors.contains("in use") || errors.contains("already"),
        "{errors}"
    );
    room.go(Phase::Giving).await;
    room.plays_on().await;
}

#[tokio::test]
async fn a_damaged_database_is_never_opened_as_empty() {
    let mut server = Server::start();
    let room = Room::open(&server, 3).await;
    server.kill();
    let database = server.data().join("competentiespel.db");
    let whole = std::fs::read(&database).expect("it is there");
    for damaged in [vec![0; whole.len()], b"not a database".to_vec(), Vec::new()] {
        std::fs::write(&database, &damaged).expect("it can be written");
        let (status, errors) = tests::run_to_end(server.data(), &[]);
        assert_eq!(status.code(), Some(1), "{errors}");
        assert!(errors.contains("competentiespel.db"), "{errors}");
        let after = std::fs::read(&database).expect("it is there");
        assert_eq!(after, damaged, "it was written over");
    }
    std::fs::write(&database, &whole).expect("it can be written");
    server.restart();
    let again = Player::connect(&room.site, &room.code, room.leader.token()).await;
    assert_eq!(again.expect("all is there").view.seats().count(), 3);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn while_the_database_is_locked_nothing_is_lost_and_then_it_goes_on() {
    let server = Server::start();
    let mut room = Room::open(&server, 3).await;
    room.go(Phase::Giving).await;
    let seq = room.leader.view.seq;
    let database = server.data().join("competentiespel.db");
    let other = rusqlite::Connection::open(database).expect("it opens");
    other
        .execute_batch("BEGIN IMMEDIATE")
        .expect("it can be locked");
    let card = room.member(1).view.hand(Seat(1))[0].clone();
    let giver = room.member(1);
    let n = giver.ask_play(None, give(&card, &[2], None)).await;
    let outcome = giver.answer(n).await.expect("an answer");
    assert_eq!(outcome.refusal(), Some(Code::NotNow));
    other.execute_batch("ROLLBACK").expect("it can be let go");
    giver.ask_again(n).await;
    let outcome = giver.insist(n).await.expect("an answer");
    assert_eq!(done(outcome, "give"), seq + 1);
    room.plays_on().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn while_the_disk_does_not_write_nothing_is_lost_and_then_it_goes_on() {
    let server = Server::start();
    let mut room = Room::open(&server, 3).await;
    room.go(Phase::Giving).await;
    server.limit_files(Some(1));
    let seq = room.leader.view.seq;
    let card = room.member(1).view.hand(Seat(1))[0].clone();
    let giver = room.member(1);
    let n = giver.ask_play(None, give(&card, &[2], None)).await;
    let outcome = giver.answer(n).await.expect("an answer");
    assert_eq!(outcome.refusal(), Some(Code::NotNow));
    // Nobody was shown what may not be there, and nobody was sent away.
    assert_eq!(room.leader.view.seq, seq);
    server.limit_files(None);
    let giver = room.member(1);
    giver.ask_again(n).await;
    let outcome = giver.insist(n).await.expect("an answer");
    assert_eq!(done(outcome, "give"), seq + 1);
    room.plays_on().await;
}
