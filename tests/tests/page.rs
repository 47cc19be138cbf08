//! What `PROTOCOL.md` says of what a client would not think to ask, with the server.

use competentiespel::player::{Player, random_token};
use futures_util::SinkExt;
use game::{Code, Lead, Phase, Play, Seat};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use tests::{Room, Server, gift_of, give, see};
use tokio::net::TcpStream;
use tokio_tungstenite::client_async;
use tokio_tungstenite::tungstenite::Message;

/// A request of somebody with a token: the status, and the body as JSON.
async fn ask(room: &Room, token: &str, path: &str) -> (StatusCode, Value) {
    let path = format!("/api/sessions/{}{path}", room.code);
    let request = room.site.request(Method::GET, &path).bearer_auth(token);
    let answer = request.send().await.expect("an answer");
    let status = answer.status();
    (status, answer.json().await.expect("JSON"))
}

async fn post(room: &Room, path: &str, body: &Value) -> (StatusCode, Value) {
    let request = room.site.request(Method::POST, path).json(body);
    let answer = request.send().await.expect("an answer");
    let status = answer.status();
    (status, answer.json().await.expect("JSON"))
}

#[tokio::test]
async fn a_blank_reason_is_none_and_several_get_a_gift_each_in_one_entry() {
    let server = Server::start();
    let mut room = Room::open(&server, 4).await;
    room.go(Phase::Giving).await;
    let hand = room.member(1).view.hand(Seat(1));
    let before = room.member(1).view.seq;
    let seq = room
        .play(1, give(&hand[0], &[2, 3, 2], Some(" \t\u{A0} ")))
        .await;
    assert_eq!(seq, before + 1, "one entry");
    room.all_at(seq).await;
    let gifts: Vec<Value> = room
        .member(1)
        .view
        .gifts()
        .map(|(_, gift)| gift.clone())
        .collect();
    assert_eq!(gifts.len(), 2, "a seat named twice gets one");
    assert!(gifts.iter().all(|gift| gift["reason"].is_null()));
    assert_eq!(room.member(2).view.gifts().count(), 1);
    // If one cannot get it, nobody does.
    room.play(4, Play::Leave).await;
    let outcome = room.member(1).play(give(&hand[1], &[2, 4], None)).await;
    assert_eq!(outcome.expect("an answer").refusal(), Some(Code::SeatAway));
    assert_eq!(room.member(1).view.gifts().count(), 2);
}

#[tokio::test]
async fn a_gift_to_who_had_their_turn_is_shown_at_once_in_the_conversation() {
    let server = Server::start();
    let mut room = Room::open(&server, 3).await;
    room.go(Phase::Conversation).await;
    let turn = |seat| Lead::Turn {
        seat: Some(Seat(seat)),
    };
    for seat in [2, 3] {
        let seq = room.lead(turn(seat)).await;
        room.all_at(seq).await;
    }
    let stack = room.member(1).view.stack();
    let seq = room.give(1, &stack[0], 2, None).await;
    room.all_at(seq).await;
    let gift = gift_of(&room.leader.view, 1, 2);
    let outcome = room.member(1).play(Play::TakeBack { gift }).await;
    assert_eq!(
        outcome.expect("an answer").refusal(),
        Some(Code::AlreadyShown)
    );
    let seq = room.give(3, &stack[1], 1, None).await;
    room.all_at(seq).await;
    assert_eq!(
        room.leader.view.gifts().count(),
        1,
        "seat 1 had no turn yet"
    );
    room.go(Phase::Giving).await;
    assert!(
        room.leader.view.gifts().next().is_some(),
        "what was shown stays so"
    );
    let card = room.member(1).view.hand(Seat(1))[0].clone();
    let seq = room.give(1, &card, 2, None).await;
    room.all_at(seq).await;
    assert_eq!(
        room.leader.view.gifts().count(),
        1,
        "it waits for the next turn"
    );
}

#[tokio::test]
async fn fields_that_are_not_known_are_passed_over_in_frames_and_refused_in_bodies() {
    let server = Server::start();
    let mut room = Room::open(&server, 2).await;
    let body = json!({"title": "T", "team": "T", "token": random_token(), "hnad": 5});
    let (status, problem) = post(&room, "/api/sessions", &body).await;
    assert_eq!(
        (status, &problem["code"]),
        (StatusCode::BAD_REQUEST, &json!("bad_request"))
    );
    let seats = format!("/api/sessions/{}/seats", room.code);
    let body = json!({"name": "N", "token": random_token(), "colour": "red"});
    assert_eq!(post(&room, &seats, &body).await.0, StatusCode::BAD_REQUEST);
    room.go(Phase::Giving).await;
    let frame = json!({"n": 99, "do": "ready", "ready": true, "colour": "red"});
    let url = format!(
        "ws://{}/api/sessions/{}/live",
        room.site.address(),
        room.code
    );
    let hello = json!({"hello": {"v": 1, "token": room.members[0].token(), "device": "0123456789abcdef", "x": 1}});
    let stream = TcpStream::connect(room.site.address())
        .await
        .expect("it listens");
    let (mut socket, _) = client_async(&url, stream).await.expect("a websocket");
    for frame in [hello, frame] {
        let sent = socket.send(Message::text(frame.to_string())).await;
        sent.expect("it can be sent");
    }
    room.leader
        .until("ready", |view| {
            view.doc("seat/1").is_some_and(|seat| seat["ready"] == true)
        })
        .await
        .expect("it was done");
}

#[tokio::test]
async fn a_moment_past_the_end_is_the_last_and_before_the_beginning_there_is_nothing() {
    let server = Server::start();
    let room = Room::open(&server, 2).await;
    let token = room.leader.token().to_string();
    let at = async |at: &str| ask(&room, &token, &format!("/replay?at={at}")).await;
    let (status, first) = at("0").await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(
        (&first["welcome"]["seq"], &first["welcome"]["docs"]),
        (&json!(0), &json!({}))
    );
    let (_, last) = at("3").await;
    for past in ["4", "18446744073709551615"] {
        assert_eq!(at(past).await, (StatusCode::OK, last.clone()));
    }
    for wrong in ["-1", "x", "", "1.5", "18446744073709551616"] {
        let (status, problem) = at(wrong).await;
        assert_eq!(
            (status, &problem["code"]),
            (StatusCode::BAD_REQUEST, &json!("bad_request")),
            "{wrong}"
        );
    }
}

#[tokio::test]
async fn after_a_delete_nobody_may_ask_what_was_wiped() {
    let server = Server::start();
    let room = Room::open(&server, 2).await;
    let token = room.leader.token().to_string();
    let path = format!("/api/sessions/{}", room.code);
    let request = room.site.request(Method::DELETE, &path).bearer_auth(&token);
    let answer: Value = request
        .send()
        .await
        .expect("an answer")
        .json()
        .await
        .expect("JSON");
    assert!(answer["wiped"].is_boolean(), "{answer}");
    let (status, problem) = ask(&room, &token, "/wiped").await;
    assert_eq!(
        (status, &problem["code"]),
        (StatusCode::UNAUTHORIZED, &json!("no_entry"))
    );
}

#[tokio::test]
async fn a_deck_of_ones_own_has_the_limits_on_the_page() {
    let server = Server::start();
    let room = Room::open(&server, 0).await;
    let open = async |deck: String| {
        let body = json!({"title": "T", "team": "T", "token": random_token(), "deck_file": deck});
        let (status, answer) = post(&room, "/api/sessions", &body).await;
        (
            status.as_u16(),
            answer["code"].as_str().unwrap_or_default().to_string(),
        )
    };
    let page = include_str!("../../server/PROTOCOL.md");
    let begin = page
        .split("```toml\n")
        .nth(1)
        .and_then(|rest| rest.split("```").next());
    let begin = begin.expect("the deck on the page");
    let (head, card) = begin.split_once("[[card]]").expect("a card");
    let team = "[[cluster]]\nid = \"team\"\nlabel = { nl = \"Team\" }\nmark = \"lights\"\n";
    let deck = |many: usize| {
        let card = |nr: usize| {
            let card = card.replace("\"koken\"", &format!("\"koken-{nr}\""));
            let cluster = if nr == 0 { "team" } else { "doen" };
            let card = card.replace("cluster = \"doen\"", &format!("cluster = \"{cluster}\""));
            format!(
                "[[card]]{}",
                card.replace("Kookt voor velen", &format!("Kookt voor {nr}"))
            )
        };
        let cards: String = (0..many).map(card).collect();
        format!("{head}\n{team}\n{cards}")
    };
    assert_eq!(open(deck(12)).await.0, 201);
    for many in [11, 121] {
        assert_eq!(
            open(deck(many)).await,
            (422, "deck_wrong".into()),
            "{many} cards"
        );
    }
    let large = format!("{}\n# {}", deck(12), "x".repeat(256 * 1024));
    assert_eq!(open(large).await, (422, "deck_wrong".into()));
}

/// Who is choosing is told to nobody, nor how many cards anybody has.
#[tokio::test]
async fn others_are_told_neither_hands_nor_who_is_choosing() {
    let server = Server::start();
    let mut room = Room::open(&server, 3).await;
    room.go(Phase::Giving).await;
    let token = room.leader.token().to_string();
    let mut leader = Player::connect_recording(&room.site, &room.code, &token)
        .await
        .expect("let in");
    room.member(1)
        .doing(competentiespel::frame::Doing::Choosing)
        .await;
    let card = room.member(1).view.hand(Seat(1))[0].clone();
    let seq = room.give(1, &card, 2, Some("Daarom.")).await;
    let ready = room.play(1, Play::Ready { ready: true }).await;
    see(&mut leader, ready).await;
    let frames = leader.frames.clone().unwrap_or_default();
    let bare = frames
        .iter()
        .map(|frame| serde_json::from_str::<Value>(frame).expect("JSON"));
    let bare: Vec<Value> = bare
        .filter(|frame| frame["at"].is_string() && frame["seq"] == seq)
        .collect();
    assert!(
        bare[0].get("put").is_none() && bare[0].get("drop").is_none(),
        "{bare:?}"
    );
    assert!(!frames.iter().any(|frame| frame.contains("choosing")));
    for (_, seat) in leader.view.seats() {
        assert_eq!(seat["hand"], Value::Null);
    }
}
