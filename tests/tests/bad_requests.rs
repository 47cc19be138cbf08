//! What bad input gets over HTTP: wrong tokens, names, bodies, decks and guessed codes.

use competentiespel::player::{Lost, Player, random_token};
use game::{Code, Lead, Phase, Seat};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use std::time::{Duration, Instant};
use tests::{Room, Server, see};
use tokio::sync::watch;
use tokio::task::JoinSet;

/// What must never stand in a log.
const SECRET: &str = "heel-geheime-inhoud";

#[tokio::test]
async fn wrong_and_unknown_tokens_are_told_nothing_apart() {
    let server = Server::start();
    let room = Room::open(&server, 1).await;
    let elsewhere = Room::open(&server, 1).await;
    let unknown = "ZZZZZZ".to_string();
    let (stranger, other) = (random_token(), elsewhere.leader.token().to_string());
    let cases = [
        (&room.code, stranger.as_str()),
        (&room.code, other.as_str()),
        (&unknown, stranger.as_str()),
        (&unknown, other.as_str()),
    ];
    let mut answers = Vec::new();
    for (code, token) in cases {
        let closed = Player::connect(&room.site, code, token).await;
        assert!(matches!(closed, Err(Lost::Closed(4503))));
        for (method, path) in [
            (Method::GET, "/deck"),
            (Method::GET, "/export.json"),
            (Method::DELETE, ""),
        ] {
            let path = format!("/api/sessions/{code}{path}");
            let answer = room
                .site
                .request(method, &path)
                .bearer_auth(token)
                .send()
                .await;
            let answer = answer.expect("an answer");
            assert_eq!(answer.status(), StatusCode::UNAUTHORIZED, "{path}");
            answers.push(answer.text().await.expect("a body"));
        }
    }
    answers.dedup();
    assert_eq!(answers.len(), 1, "{answers:?}");
    assert!(!server.output().contains(&stranger));
}

#[tokio::test]
async fn a_member_cannot_do_what_a_facilitator_does() {
    let server = Server::start();
    let mut room = Room::open(&server, 3).await;
    let token = room.members[0].token().to_string();
    let code = room.code.clone();
    let body = json!({"role": "facilitator", "token": random_token(), "name": "Ik"});
    for (method, path) in [
        (Method::POST, "/passes"),
        (Method::GET, "/export.json"),
        (Method::DELETE, ""),
    ] {
        let path = format!("/api/sessions/{code}{path}");
        let request = room
            .site
            .request(method, &path)
            .bearer_auth(&token)
            .json(&body);
        let status = request.send().await.expect("an answer").status();
        assert_eq!(status, StatusCode::FORBIDDEN, "{path}");
    }
    // Someone without a device is seated by a facilitator only.
    let request = room
        .site
        .request(Method::POST, &format!("/api/sessions/{code}/seats"));
    let request = request.bearer_auth(&token).json(&json!({"name": "Oma"}));
    let status = request.send().await.expect("an answer").status();
    assert!(status.is_client_error(), "{status}");
    // Over the socket it ends the connection: no page of ours does this.
    let member = room.member(1);
    member.ask_lead(Lead::Lock { locked: true }).await;
    assert_eq!(member.until_closed().await.expect("it closes"), 4503);
    let view = Player::connect(&room.site, &code, &token)
        .await
        .expect("let in")
        .view;
    assert_eq!(view.doc("session").expect("the session")["locked"], false);
    room.members.remove(0);
    see(&mut room.leader, 4).await;
}

#[tokio::test]
async fn a_name_is_checked_and_two_people_may_share_one() {
    let server = Server::start();
    let room = Room::open(&server, 0).await;
    let sit = |name: &str| {
        let (site, code, name) = (room.site.clone(), room.code.clone(), name.to_string());
        async move { site.sit(&code, &random_token(), &name, None, None).await }
    };
    let long = "a".repeat(41);
    for (name, code, limit) in [
        ("", Code::TextEmpty, None),
        (" \t ", Code::TextEmpty, None),
        (long.as_str(), Code::TextTooLong, Some(40)),
        ("Se\u{0}m", Code::TextCharacters, None),
        ("Se\u{1b}m", Code::TextCharacters, None),
        ("Se\u{202e}m", Code::TextCharacters, None),
        ("Se\u{2066}m", Code::TextCharacters, None),
    ] {
        let denied = sit(name).await.expect_err("no name");
        assert_eq!(
            (denied.rules(), denied.limit),
            (Some(code), limit),
            "{name:?}"
        );
        assert_eq!(denied.status, 422);
    }
    let (one, two) = (sit("Anna de Vries").await, sit("Anna de Vries").await);
    assert_eq!((one.ok(), two.ok()), (Some(Seat(1)), Some(Seat(2))));
    assert!(!server.output().contains("Anna"));
}

#[tokio::test]
async fn bodies_of_no_known_form_are_refused() {
    let server = Server::start();
    let room = Room::open(&server, 0).await;
    let seats = format!("/api/sessions/{}/seats", room.code);
    let token = random_token();
    for (path, body) in [
        (seats.as_str(), "hello".to_string()),
        (&seats, "{}".to_string()),
        (&seats, json!({"name": "Sem", "token": "short"}).to_string()),
        (
            &seats,
            json!({"name": "Sem", "token": token, "seat": 9}).to_string(),
        ),
        (
            &seats,
            json!({"name": SECRET.repeat(5_000), "token": token}).to_string(),
        ),
        (
            "/api/sessions",
            json!({"title": "Zonder team", "token": token}).to_string(),
        ),
        (
            "/api/sessions",
            json!({"title": "T", "team": "T", "token": token, "form": "poker"}).to_string(),
        ),
    ] {
        let request = room.site.request(Method::POST, path).body(body.clone());
        let answer = request.send().await.expect("an answer");
        let told = format!("{path} {}", body.chars().take(60).collect::<String>());
        // Nobody reads on, so nobody must ask on there.
        let closes = answer.headers().get("connection").is_some();
        assert_eq!(closes, body.len() > 8_192, "{told}");
        assert!(
            matches!(answer.status().as_u16(), 400 | 413 | 422),
            "{told}: {}",
            answer.status()
        );
        let problem: Value = answer.json().await.expect("a problem");
        assert_eq!(problem["code"], "bad_request", "{told}: {problem}");
    }
    for (more, code) in [
        (json!({"hand": 4}), Code::HandSize),
        (json!({"hand": 13}), Code::HandSize),
        (json!({"retention_days": 31}), Code::Retention),
    ] {
        let denied = room.site.open(&random_token(), "Titel", "Team", more).await;
        assert_eq!(denied.expect_err("not so").rules(), Some(code));
    }
    assert!(!server.output().contains(SECRET));
}

#[tokio::test]
async fn a_wrong_deck_is_told_by_card_line_and_mend() {
    let server = Server::start();
    let room = Room::open(&server, 0).await;
    let deck = cards::standard().to_toml();
    let wrong = deck.replacen("id = \"lef\"", "id = \"Lef!\"", 1);
    assert_ne!(deck, wrong);
    let body = json!({"title": "T", "team": "T", "token": random_token(), "deck_file": wrong});
    let request = room.site.request(Method::POST, "/api/sessions").json(&body);
    let answer = request.send().await.expect("an answer");
    assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let problem: Value = answer.json().await.expect("a problem");
    assert_eq!(problem["code"], "deck_wrong");
    let details = problem["details"].to_string();
    let line = 1 + wrong
        .lines()
        .position(|line| line.contains("Lef!"))
        .expect("there");
    assert!(
        details.contains("Lef!") && details.contains(&line.to_string()),
        "{details}"
    );
    // The right one is played with, by its own cards.
    let token = random_token();
    let code = room
        .site
        .open(&token, "T", "T", json!({"deck_file": deck}))
        .await;
    let played = room.site.deck(&code.expect("it opens"), &token).await;
    assert_eq!(&played.expect("its deck"), cards::standard());
    let unknown = room
        .site
        .open(&random_token(), "T", "T", json!({"deck": "geen"}))
        .await;
    assert_eq!(unknown.expect_err("no such deck").status, 422);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn guessing_codes_is_slowed_while_a_team_behind_the_same_address_plays_and_joins() {
    let server = Server::start();
    let mut room = Room::open(&server, 3).await;
    room.go(Phase::Giving).await;
    let guesser = room.site.clone();
    let began = Instant::now();
    let guessing = tokio::spawn(async move {
        for guess in 0..23 {
            let denied = guesser
                .door(&format!("AAAA{guess:02}").replace(['0', '1'], "Z"))
                .await;
            let status = denied.expect_err("no such session").status;
            assert!(matches!(status, 404 | 429), "{status}");
        }
    });
    for _ in 0..6 {
        room.join().await;
        room.plays_on().await;
    }
    guessing.await.expect("they went on guessing");
    assert!(
        began.elapsed() > Duration::from_millis(2_500),
        "20 are free, then one a second"
    );
    room.join().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_guesses_all_at_once_keeps_no_team_behind_the_same_address_out() {
    let server = Server::start();
    let mut room = Room::open(&server, 2).await;
    let (guessed, counted) = watch::channel(0_u32);
    let mut guessing = JoinSet::new();
    for guesser in 0..12_u32 {
        let (site, guessed) = (room.site.clone(), guessed.clone());
        guessing.spawn(async move {
            for guess in 0_u32.. {
                let letters = [guesser, guess / 24, guess % 24];
                let letters = letters.map(|nr| b"ABCDEFGHJKLMNPQRSTUVWXYZ"[nr as usize % 24]);
                let code = format!("ZZZ{}", String::from_utf8_lossy(&letters));
                let denied = site.door(&code).await.expect_err("no such session");
                assert!(matches!(denied.status, 404 | 429), "{denied}");
                guessed.send_modify(|count| *count += 1);
            }
        });
    }
    // Nobody behind this address has a free try left.
    let mut watched = counted.clone();
    let all = watched.wait_for(|count| *count > 24).await;
    drop(all.expect("they go on guessing"));
    for _ in 0..6 {
        let joined = room.join().await;
        assert!(joined.view.seat().is_some());
    }
    room.go(Phase::Giving).await;
    room.plays_on().await;
    let before = *counted.borrow();
    watched
        .wait_for(|count| *count > before)
        .await
        .expect("and all that time they went on");
    guessing.abort_all();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_guesses_from_many_addresses_is_slowed_and_others_get_in() {
    let server = Server::start_with(&["--trusted-proxy", "127.0.0.0/8"]);
    let room = Room::open(&server, 1).await;
    let began = Instant::now();
    let mut guessing = JoinSet::new();
    for guesser in 0..8_u32 {
        let site = room.site.clone();
        guessing.spawn(async move {
            for guess in 0..85_u32 {
                // Another provider's customer every time.
                let n = guesser * 85 + guess;
                let from = format!("2a{:02x}:{:x}:1:{guesser}::7", n >> 4, n & 15);
                let code = format!("ZZ{}", game_code(n));
                let door = format!("/api/sessions/{code}/door");
                let asked = site
                    .request(Method::GET, &door)
                    .header("x-forwarded-for", from);
                let answer = asked.send().await.expect("an answer");
                assert!(matches!(answer.status().as_u16(), 404 | 429));
            }
        });
    }
    while guessing.join_next().await.is_some() {}
    let looked = server.counted("competentiespel_wrong_tries_total").await;
    let most = 600.0 + 10.0 * began.elapsed().as_secs_f64();
    assert!(
        (600.0..=most).contains(&looked),
        "{looked} of 680 were looked up"
    );
    // Somebody of another kind of address, who got the code by telephone.
    let door = format!("/api/sessions/{}/door", room.code);
    let asked = room.site.request(Method::GET, &door);
    let answer = asked.header("x-forwarded-for", "192.0.2.7").send().await;
    assert_eq!(answer.expect("an answer").status(), StatusCode::OK);
    // And who has a token comes in from anywhere, also from where was guessed.
    let deck = format!("/api/sessions/{}/deck", room.code);
    let asked = room.site.request(Method::GET, &deck);
    let asked = asked.bearer_auth(room.members[0].token());
    let answer = asked
        .header("x-forwarded-for", "2a01:1:1:1::7")
        .send()
        .await;
    assert_eq!(answer.expect("an answer").status(), StatusCode::OK);
}

/// Four characters of a code.
fn game_code(n: u32) -> String {
    let letter =
        |at: u32| char::from(b"ABCDEFGHJKLMNPQRSTUVWXYZ"[(n / 24_u32.pow(at) % 24) as usize]);
    (0..4).map(letter).collect()
}

#[tokio::test]
async fn the_oldest_of_too_many_connections_with_one_token_goes() {
    let server = Server::start();
    let mut room = Room::open(&server, 3).await;
    let site = room.site.clone();
    let token = room.members.remove(0).token().to_string();
    let url = format!("ws://{}/api/sessions/{}/live", site.address(), room.code);
    let hello = json!({"hello": {"v": 1, "token": token, "device": "0123456789abcdef"}});
    let (welcomed, is_welcomed) = tokio::sync::oneshot::channel();
    let address = site.address().to_string();
    let oldest = tokio::spawn(async move {
        tests::close_code_after(&url, &address, &hello.to_string(), Some(welcomed)).await
    });
    is_welcomed.await.expect("it is in");
    let mut newer = Vec::new();
    for _ in 0..8 {
        let player = Player::connect(&site, &room.code, &token).await;
        newer.push(player.expect("let in"));
    }
    assert_eq!(oldest.await.expect("no panic"), 4008);
    let seq = room.lead(Lead::Lock { locked: true }).await;
    for player in &mut newer {
        see(player, seq).await;
        assert_eq!(player.welcomes, 1, "the others stayed");
    }
}

#[tokio::test]
async fn every_answer_that_is_no_success_is_a_problem() {
    let server = Server::start();
    let site = server.site();
    for (method, path) in [
        (Method::GET, "/api/sessions/%FF/door"),
        (Method::GET, "/api/sessions/%FF/live"),
        (Method::POST, "/api/sessions/%FF/seats"),
        (Method::GET, "/api/sessions/%FF/replay?at=x"),
        (Method::GET, "/api/sessions/AAAAAA/live"),
        (Method::GET, "/api/sessions/AAAAAA/replay?at=x"),
        (Method::PUT, "/api/sessions"),
        (Method::GET, "/api/nothing"),
    ] {
        let answer = site.request(method, path).send().await.expect("an answer");
        let status = answer.status();
        assert!(status.is_client_error(), "{path}: {status}");
        let problem: Value = answer.json().await.expect("a problem");
        assert_eq!(problem["code"], "bad_request", "{path}: {problem}");
    }
}
