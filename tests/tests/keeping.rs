//! The laws of ARCHITECTURE.md that hold for what is kept: L1, L6 and L7. Each test carries its
//! law's number.

use competentiespel::frame::You;
use competentiespel::player::{Outcome, Player};
use game::{Code, Lead, Phase, Play, Seat};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;
use std::time::Duration;
use tests::random::shown_in;
use tests::whims::Whims;
use tests::{Room, Server, binary, docs_differ, done, give, see};
use tokio::sync::watch;
use tokio::task::JoinSet;

/// How often the server is killed in one game.
const KILLS: usize = 20;
/// Longest time a member takes when told to go slower.
const SLOWER: Duration = Duration::from_millis(60);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn l7_l1_kill_nine_at_any_moment_loses_nothing_that_was_shown() {
    let mut server = Server::start();
    let mut room = Room::open_recording(&server, 6).await;
    room.go(Phase::Giving).await;
    let (stop, stopped) = watch::channel(false);
    let (accepted, counted) = watch::channel(0_u64);
    let mut playing = JoinSet::new();
    let deck = room.site.deck(&room.code, room.leader.token()).await;
    let deck = deck.expect("its deck");
    let people = std::mem::take(&mut room.members);
    for (seed, player) in (1..).zip(people) {
        let whims = gentle(seed, &deck);
        playing.spawn(keep_playing(
            player,
            whims,
            stopped.clone(),
            accepted.clone(),
        ));
    }
    let mut luck = StdRng::seed_from_u64(7);
    for kill in 0..KILLS {
        if kill == KILLS / 2 {
            room.leader.patience = Duration::from_secs(60);
            let to = Phase::Conversation;
            let gone = room.leader.lead(Lead::Phase { to }).await;
            gone.expect("an answer");
            accepted.send_modify(|count| *count += 1);
        }
        // Any moment: some commands on their way, some on disk and not yet told.
        let enough = *counted.borrow() + luck.random_range(3..20);
        counted
            .clone()
            .wait_for(|count| *count >= enough)
            .await
            .expect("the game goes on");
        server.kill();
        server.restart();
    }
    stop.send_replace(true);
    while let Some(player) = playing.join_next().await {
        room.members.push(player.expect("nobody broke off"));
    }
    room.members.sort_by_key(|member| member.view.seat());
    // What was accepted became one entry, however often it was sent: 1 that opened the session,
    // 6 who sat down, 1 step to the giving, and the game.
    let last = 1 + 6 + 1 + *counted.borrow();
    room.all_at(last).await;
    assert_eq!(room.leader.view.seq, last);
    server.kill();
    server.restart();
    for (seat, player) in (1..).zip(&mut room.members) {
        assert_eq!(player.view.you, Some(You::Member { seat: Seat(seat) }));
        assert!(player.welcomes > 2, "seat {seat} came back by itself");
        all_that_was_shown_is_there(player, 50).await;
    }
    all_that_was_shown_is_there(&mut room.leader, 5).await;
    folds_to_the_same(&server, &room.code);
}

fn gentle(seed: u64, deck: &cards::Deck) -> Whims {
    let mut whims = Whims::new(seed, deck.clone());
    whims.gentle = true;
    whims.seats = 6;
    whims
}

/// Asks for one thing after the other; comes back by itself when the server was killed.
async fn keep_playing(
    mut player: Player,
    mut whims: Whims,
    stopped: watch::Receiver<bool>,
    accepted: watch::Sender<u64>,
) -> Player {
    player.patience = Duration::from_secs(60);
    let seat = player.view.seat().expect("a member").0;
    while !*stopped.borrow() {
        let play = whims.some_play(&player.view, seat);
        match player.play(play).await.expect("an answer") {
            Outcome::Done(_) => accepted.send_modify(|count| *count += 1),
            Outcome::Refused { .. } => player
                .pause(SLOWER.mul_f64(whims.luck.random()))
                .await
                .expect("no goodbye"),
        }
    }
    player
}

/// Every frame this player was ever sent says what the log says now: in a gentle game, for looking
/// back shows nothing that was left lying or forgotten since (see `looking_back.rs`).
async fn all_that_was_shown_is_there(player: &mut Player, least: usize) {
    let site = player.site().clone();
    let replay = site.replay(player.code(), player.token()).await;
    let replay: BTreeMap<u64, Value> = replay
        .expect("a replay")
        .into_iter()
        .filter_map(|change| Some((change["seq"].as_u64()?, change)))
        .collect();
    let frames = player.frames.take().unwrap_or_default();
    let mut changes = 0;
    let mut welcomes = BTreeMap::new();
    for frame in &frames {
        let (seq, docs) = shown_in(frame);
        let Some(seq) = seq else { continue };
        let frame: Value = serde_json::from_str(frame).expect("JSON");
        if frame.get("at").is_none() {
            welcomes.insert(seq, docs);
            continue;
        }
        changes += 1;
        let there = replay
            .get(&seq)
            .unwrap_or_else(|| panic!("entry {seq} is gone"));
        assert_eq!(parts(&frame), parts(there), "entry {seq}");
    }
    assert!(changes >= least, "hardly anything was shown");
    for (seq, docs) in welcomes.into_iter().filter(|(_, docs)| !docs.is_empty()) {
        let there = site.replay_at(player.code(), player.token(), seq).await;
        let docs = docs.into_iter().collect();
        assert_eq!(docs_differ(&docs, &there.expect("documents")), [""; 0]);
    }
    // And the fold of all changes is the welcome of a server that knows only its disk.
    let fresh = Player::connect(&site, player.code(), player.token()).await;
    let fresh = fresh.expect("they are let in");
    assert_eq!(docs_differ(&player.view.docs, &fresh.view.docs), [""; 0]);
    let there = site
        .replay_at(player.code(), player.token(), fresh.view.seq)
        .await;
    let there = there.expect("documents");
    assert_eq!(docs_differ(&there, &fresh.view.docs), [""; 0]);
}

fn parts(change: &Value) -> (&Value, &Value, BTreeSet<&str>) {
    let drop = change["drop"].as_array().into_iter().flatten();
    (
        &change["put"],
        &change["at"],
        drop.filter_map(Value::as_str).collect(),
    )
}

/// `competentiespel replay CODE --verify`
fn folds_to_the_same(server: &Server, code: &str) {
    let verified = Command::new(binary())
        .args(["replay", code, "--verify", "--data"])
        .arg(server.data())
        .output()
        .expect("the binary runs");
    assert!(verified.status.success(), "{verified:?}");
}

/// A room of three in the giving, and a card seat 1 can give.
async fn giving(server: &Server) -> (Room, String) {
    let mut room = Room::open(server, 3).await;
    room.go(Phase::Giving).await;
    let card = room.member(1).view.hand(Seat(1))[0].clone();
    (room, card)
}

#[tokio::test]
async fn l6_a_command_sent_again_gets_its_first_answer() {
    let mut server = Server::start();
    let (mut room, card) = giving(&server).await;
    let giver = room.member(1);
    let n = giver
        .ask_play(None, give(&card, &[2], Some("Daarom.")))
        .await;
    let first = giver.answer(n).await.expect("an answer");
    let seq = done(first.clone(), "give");

    giver.ask_again(n).await;
    assert_eq!(giver.answer(n).await.expect("an answer"), first);

    giver.disconnect();
    giver.ask_again(n).await;
    assert_eq!(giver.answer(n).await.expect("an answer"), first);

    server.kill();
    server.restart();
    giver.ask_again(n).await;
    assert_eq!(giver.answer(n).await.expect("an answer"), first);

    // The rules have moved on: nobody can give any more.
    room.go(Phase::Talents).await;
    let giver = room.member(1);
    giver.ask_again(n).await;
    assert_eq!(giver.answer(n).await.expect("an answer"), first);

    server.kill();
    server.restart();
    let giver = room.member(1);
    giver.ask_again(n).await;
    assert_eq!(giver.answer(n).await.expect("an answer"), first);
    assert_eq!(giver.view.gifts().count(), 1);
    let fresh = Player::connect(&room.site, &room.code, room.members[0].token()).await;
    // Given, and two steps from there to the talents.
    assert_eq!(fresh.expect("let in").view.seq, seq + 2);
}

#[tokio::test]
async fn l6_two_connections_that_send_the_same_make_one_entry() {
    let server = Server::start();
    let (mut room, _) = giving(&server).await;
    let mut twin = room.member(1).twin().await.expect("a second connection");
    let before = room.leader.view.seq;
    for card in room.member(1).view.hand(Seat(1)) {
        let giver = room.member(1);
        let play = give(&card, &[2], None);
        let n = giver.ask_play(None, play.clone()).await;
        let same = twin.ask_play(None, play).await;
        assert_eq!(n, same);
        let (one, two) = tokio::join!(giver.answer(n), twin.answer(n));
        let one = done(one.expect("an answer"), "give");
        assert_eq!(one, done(two.expect("an answer"), "give"));
    }
    let cards = 12;
    see(room.member(1), before + cards).await;
    assert_eq!(room.member(1).view.gifts().count(), 12);
}

#[tokio::test]
async fn l6_two_tabs_count_for_themselves() {
    let server = Server::start();
    let (mut room, card) = giving(&server).await;
    let token = room.member(1).token().to_string();
    let tab = Player::connect(&room.site, &room.code, &token).await;
    let mut tab = tab.expect("a second tab");
    let n = room.member(1).ask_play(None, give(&card, &[2], None)).await;
    let first = room.member(1).answer(n).await.expect("an answer");
    done(first.clone(), "give");
    // The same number from another page is another command: this card is no longer in the hand,
    // but may go to one more teammate.
    let m = tab.ask_play(None, give(&card, &[2], None)).await;
    assert_eq!(n, m);
    let second = tab.answer(m).await.expect("an answer");
    assert_eq!(second.refusal(), Some(Code::AlreadyGiven));
}

#[tokio::test]
async fn l6_a_number_below_the_last_that_was_not_accepted_is_not_done() {
    let server = Server::start();
    let (mut room, card) = giving(&server).await;
    let giver = room.member(1);
    let frame = |n: u32, to: u16| json!({"n": n, "do": "give", "card": card, "to": to}).to_string();
    giver.ask(5, frame(5, 2)).await;
    let five = giver.answer(5).await.expect("an answer");
    giver.ask(3, frame(3, 3)).await;
    let three = giver.answer(3).await.expect("an answer");
    assert_eq!(three.refusal(), Some(Code::NotDone));
    giver.ask(5, frame(5, 2)).await;
    assert_eq!(giver.answer(5).await.expect("an answer"), five);
}

#[tokio::test]
async fn l6_a_refused_command_may_be_decided_anew() {
    let server = Server::start();
    let mut room = Room::open(&server, 3).await;
    let member = room.member(1);
    let n = member.ask_play(None, Play::Ready { ready: true }).await;
    let early = member.answer(n).await.expect("an answer");
    assert_eq!(early.refusal(), Some(Code::WrongPhase));
    room.go(Phase::Giving).await;
    let member = room.member(1);
    member.ask_again(n).await;
    assert!(member.answer(n).await.expect("an answer").is_done());
}

#[tokio::test]
async fn l6_a_door_request_sent_again_is_the_same_seat() {
    let server = Server::start();
    let room = Room::open(&server, 1).await;
    let token = room.members[0].token();
    let path = format!("/api/sessions/{}/seats", room.code);
    let ask = |token: &str| {
        let body = json!({"name": "Lid 1", "token": token});
        room.site.request(reqwest::Method::POST, &path).json(&body)
    };
    let again = ask(token).send().await.expect("an answer");
    assert_eq!(again.status(), 200);
    let again: Value = again.json().await.expect("JSON");
    assert_eq!(again, json!({"seat": 1}));
    // Pressed many times at once by someone new.
    let token = competentiespel::player::random_token();
    let mut presses = JoinSet::new();
    for _ in 0..8 {
        presses.spawn(ask(&token).send());
    }
    let mut created = 0;
    while let Some(answer) = presses.join_next().await {
        let answer = answer.expect("no panic").expect("an answer");
        created += u16::from(answer.status() == 201);
        let answer: Value = answer.json().await.expect("JSON");
        assert_eq!(answer, json!({"seat": 2}));
    }
    assert_eq!(created, 1);
    let leader = room.leader.token();
    let opened = |title: &str| {
        let body = json!({"title": title, "team": "Team Proef", "token": leader});
        room.site
            .request(reqwest::Method::POST, "/api/sessions")
            .json(&body)
    };
    let again = opened("Proefsessie").send().await.expect("an answer");
    assert_eq!(again.status(), 200);
    let again: Value = again.json().await.expect("JSON");
    assert_eq!(again["code"], room.code);
}
