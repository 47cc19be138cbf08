//! Looking back: what was left lying or forgotten since is in no replay, however early one looks,
//! and in no export.

use competentiespel::player::Player;
use game::{Answer, Lead, Phase, Play, Seat};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::time::Duration;
use tests::{Room, Server, docs_differ, gift_where};

const LYING: &str = "reden-die-blijft-liggen";
const FORGOTTEN: &str = "reden-van-wie-vergeten-is";
const KEPT: &str = "reden-die-blijft";

/// What was given to seat 2 and seen by all, and the entry by which it was.
async fn three_shown_gifts(room: &mut Room) -> u64 {
    room.go(Phase::Giving).await;
    for (seat, reason) in [(1, LYING), (3, FORGOTTEN), (1, KEPT)] {
        let card = room.member(seat).view.hand(Seat(seat))[0].clone();
        room.give(seat, &card, 2, Some(reason)).await;
    }
    room.go(Phase::Conversation).await;
    let turn = Lead::Turn {
        seat: Some(Seat(2)),
    };
    let seq = room.lead(turn).await;
    room.all_at(seq).await;
    seq
}

async fn get(room: &Room, token: &str, path: &str) -> (StatusCode, String) {
    let path = format!("/api/sessions/{}{path}", room.code);
    let request = room.site.request(Method::GET, &path).bearer_auth(token);
    let answer = request.send().await.expect("an answer");
    (answer.status(), answer.text().await.expect("a body"))
}

#[tokio::test]
async fn l1_nobody_looks_back_on_what_was_left_lying_or_forgotten_since() {
    let server = Server::start();
    let mut room = Room::open(&server, 3).await;
    let shown = three_shown_gifts(&mut room).await;
    let seen = room.leader.view.docs.clone();
    let [lying, forgotten, kept] = [LYING, FORGOTTEN, KEPT]
        .map(|reason| gift_where(&room.leader.view, |gift| gift["reason"] == reason));
    let gift = lying;
    let [lying, forgotten, kept] = [lying, forgotten, kept].map(|gift| format!("gift/{}", gift.0));
    let leader = room.leader.token().to_string();
    let (status, early) = get(&room, &leader, "/export.json").await;
    assert_eq!(status, StatusCode::CONFLICT, "gifts are not all shown yet");
    let early: Value = serde_json::from_str(&early).expect("a problem");
    assert_eq!(early["code"], "wrong_phase");

    let answer = Answer::LetLie;
    room.play(2, Play::Answer { gift, answer }).await;
    room.go(Phase::Talents).await;
    let seq = room.lead(Lead::Forget { seat: Seat(3) }).await;
    room.members.pop();
    room.all_at(seq).await;

    for player in [&room.leader, &room.members[0]] {
        let (site, code, token) = (&room.site, &room.code, player.token());
        let then = site.replay_at(code, token, shown).await.expect("documents");
        assert!(!then.contains_key(&lying));
        assert!(then[&forgotten]["card"].is_null());
        assert_eq!(then[&kept], seen[&kept]);
        let changes = site.replay(code, token).await.expect("a replay");
        let mut docs: BTreeMap<String, Value> = BTreeMap::new();
        for change in &changes {
            for key in change["drop"].as_array().into_iter().flatten() {
                docs.remove(key.as_str().expect("a key"));
            }
            let put = change["put"].as_object().cloned().unwrap_or_default();
            docs.extend(put);
            assert_eq!(docs.get(&lying), None);
            let removed = docs
                .get(&forgotten)
                .is_none_or(|gift| gift["card"].is_null());
            assert!(removed, "{change}");
        }
        let told = format!("{changes:?}");
        assert!(told.contains(KEPT) && !told.contains(FORGOTTEN));
        assert!(!told.contains(LYING));
        // It ends where a fresh welcome begins.
        let fresh = Player::connect(site, code, token).await.expect("let in");
        assert_eq!(docs_differ(&docs, &fresh.view.docs), [""; 0]);
    }

    let (status, export) = get(&room, &leader, "/export.json").await;
    assert_eq!(status, StatusCode::OK);
    assert!(export.contains(KEPT));
    assert!(!export.contains(FORGOTTEN) && !export.contains(LYING));
    let export: Value = serde_json::from_str(&export).expect("JSON");
    let entries = export["entries"].as_array().expect("entries");
    assert_eq!(entries.len() as u64, seq, "every entry is there");
    for entry in entries {
        assert_eq!((&entry["who"], &entry["n"]), (&json!("door"), &json!(0)));
    }
}

#[tokio::test]
async fn a_facilitator_hears_whether_what_was_forgotten_is_wiped() {
    let server = Server::start();
    let mut room = Room::open(&server, 3).await;
    room.lead(Lead::Forget { seat: Seat(3) }).await;
    let leader = room.leader.token().to_string();
    let wiped = async {
        loop {
            let (status, body) = get(&room, &leader, "/wiped").await;
            assert_eq!(status, StatusCode::OK);
            match serde_json::from_str::<Value>(&body).expect("JSON")["wiped"].as_bool() {
                Some(true) => break,
                Some(false) => {}
                None => panic!("{body}"),
            }
        }
    };
    let wiped = tokio::time::timeout(Duration::from_secs(10), wiped).await;
    wiped.expect("nobody has the database open");
    let (status, _) = get(&room, room.members[0].token(), "/wiped").await;
    assert_eq!(status, StatusCode::FORBIDDEN);
}
