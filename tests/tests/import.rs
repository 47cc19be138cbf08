//! Reading a session in: what was exported comes back the same on another server, and a file that
//! is not whole, not ours or not possible is refused with the reason, and nothing of it is kept.

use competentiespel::player::{Player, Site, random_token};
use game::{Lead, Phase, Role};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use tests::oracle::Eyes;
use tests::random::Game;
use tests::{Room, Server, docs_differ, give};

/// Steps of a random game.
const STEPS: usize = 220;

async fn file(site: &Site, code: &str, token: &str, name: &str) -> Vec<u8> {
    let path = format!("/api/sessions/{code}/{name}");
    let request = site.request(Method::GET, &path).bearer_auth(token);
    let answer = request.send().await.expect("an answer");
    assert_eq!(answer.status(), StatusCode::OK, "{name}");
    answer.bytes().await.expect("a body").to_vec()
}

async fn export(site: &Site, code: &str, token: &str) -> String {
    String::from_utf8(file(site, code, token, "export.json").await).expect("UTF-8")
}

/// Sends this body to be read in.
async fn send(site: &Site, body: String) -> (StatusCode, Value) {
    let request = site
        .request(Method::POST, "/api/sessions/import")
        .body(body);
    let answer = request.send().await.expect("an answer");
    let status = answer.status();
    (status, answer.json().await.expect("JSON"))
}

/// The file goes into the body as it stands: what is wrong with it, the server says.
fn body(token: &str, file: &str) -> String {
    format!(r#"{{"token":"{token}","session":{file}}}"#)
}

async fn read_in(site: &Site, token: &str, file: &str) -> String {
    let (status, opened) = send(site, body(token, file)).await;
    assert_eq!(status, StatusCode::CREATED, "{opened}");
    opened["code"].as_str().expect("a code").to_string()
}

/// The code and details of the refusal; nothing was kept.
async fn refused(file: &str) -> (String, String) {
    let server = Server::start();
    let site = server.site();
    let token = random_token();
    let (status, problem) = send(&site, body(&token, file)).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{problem}");
    let metrics = site.request(Method::GET, "/metrics").send().await;
    drop(metrics.expect("the server goes on"));
    // The same token begins something else: no session of it is there.
    let opened = site.open(&token, "Iets anders", "Team", json!({})).await;
    let code = opened.expect("a session opens");
    let player = Player::connect(&site, &code, &token).await.expect("let in");
    let session = player.view.doc("session").expect("a session");
    assert_eq!((&session["imported"], player.view.seq), (&json!(false), 1));
    let code = problem["code"].as_str().expect("a code").to_string();
    let details = problem["details"].as_array().map(|details| details.iter());
    let details: Vec<&str> = details
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    (code, details.join("\n"))
}

/// A short session that was played to the talents.
async fn short() -> String {
    let server = Server::start();
    let mut room = Room::open(&server, 3).await;
    room.go(Phase::Giving).await;
    let card = room.hands()[&1][0].clone();
    room.play(1, give(&card, &[2], Some("Je belde meteen.")))
        .await;
    room.go(Phase::Werkagenda).await;
    export(&room.site, &room.code, room.leader.token()).await
}

/// The same file with a change in it, and with the sum that belongs to it then.
fn forged(file: &str, change: impl FnOnce(&mut Value)) -> String {
    let mut export: Value = serde_json::from_str(file).expect("JSON");
    change(&mut export);
    let mut summed = export.clone();
    let fields = summed.as_object_mut().expect("an object");
    fields.retain(|key, _| !["competentiespel", "sha256"].contains(&key.as_str()));
    // Maps are sorted by key here, and nothing is written between the parts.
    let digest = Sha256::digest(summed.to_string().as_bytes());
    let hex: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    export["sha256"] = hex.into();
    export.to_string()
}

#[tokio::test]
async fn a_file_that_is_not_what_was_written_is_refused_with_the_reason() {
    let whole = short().await;
    let code = async |file: &str| refused(file).await.0;
    assert_eq!(code(&whole[..whole.len() / 2]).await, "import_no_json");
    assert_eq!(code("").await, "import_no_json");
    assert_eq!(code("PK\u{3}\u{4}").await, "import_no_json");
    assert_eq!(code("{}").await, "import_other");
    assert_eq!(code(r#"[{"name":"deck"}]"#).await, "import_other");
    assert_eq!(code(r#"{"competentiespel":"2"}"#).await, "import_other");
    let version = |n: u32| whole.replacen(":2,", &format!(":{n},"), 1);
    assert_eq!(code(&version(1)).await, "import_older");
    assert_eq!(code(&version(3)).await, "import_newer");
    assert_eq!(
        code(&whole.replace("meteen", "nooit")).await,
        "import_damaged"
    );
    let days = whole.replacen("\"retention_days\":90", "\"retention_days\":365", 1);
    assert_eq!(code(&days).await, "import_damaged");
}

#[tokio::test]
async fn a_file_that_tells_what_cannot_be_is_refused_and_the_entry_named() {
    let whole = short().await;
    let why = async |change: fn(&mut Value)| refused(&forged(&whole, change)).await;
    let impossible = |why: &str| ("import_impossible".to_string(), why.to_string());
    let gap = why(|file| {
        drop(
            file["entries"]
                .as_array_mut()
                .map(|entries| entries.remove(2)),
        )
    })
    .await;
    assert_eq!(
        gap,
        impossible("entry 3: entries are numbered from 1 without gaps")
    );
    let kind = why(|file| file["entries"][1]["events"][0]["is"] = "won".into()).await;
    assert_eq!(kind, impossible("entry 2: it cannot be read"));
    let future = why(|file| file["entries"][3]["at"] = u64::MAX.into()).await;
    assert_eq!(future, impossible("entry 4: it is from the future"));
    let given = |event: &Value| event["is"] == "given";
    let to_oneself = why(|file| {
        for entry in file["entries"].as_array_mut().into_iter().flatten() {
            for event in entry["events"].as_array_mut().into_iter().flatten() {
                if event["is"] == "given" {
                    event["to"] = event["from"].clone();
                }
            }
        }
    })
    .await;
    let export: Value = serde_json::from_str(&whole).expect("JSON");
    let entries = export["entries"].as_array().expect("entries");
    let gift = entries.iter().position(|entry| {
        let events = entry["events"].as_array().expect("events");
        events.iter().any(given)
    });
    let seq = gift.expect("a gift") + 1;
    let oneself = format!("entry {seq}: a card cannot be given to oneself");
    assert_eq!(to_oneself, impossible(&oneself));
    let other = why(|file| file["code"] = "<b>".into()).await;
    assert_eq!(other, impossible("no session has such a code"));
    let days = why(|file| file["retention_days"] = 9999.into()).await;
    assert_eq!(days, impossible("entry 1: it is kept for two periods"));
    let outline = why(|file| file["entries"][0]["events"][0]["deck"]["hash"] = "00".into()).await;
    assert_eq!(
        outline,
        impossible("entry 1: it was played with another deck")
    );
    let label = why(|file| file["deck"]["cards"][0]["label"]["nl"] = "Anders".into()).await;
    assert_eq!(
        label,
        impossible("entry 1: it was played with another deck")
    );
    let more = why(|file| file["entries"][1]["secret"] = true.into()).await;
    assert_eq!(
        more,
        impossible("an export of this program would tell it in another way")
    );
    let none = why(|file| file["entries"] = json!([])).await;
    assert_eq!(none, impossible("it has no entries"));
    let (code, details) = why(|file| file["deck"]["cards"][0]["label"]["nl"] = "".into()).await;
    assert_eq!(code, "deck_wrong");
    assert!(!details.is_empty());
}

#[tokio::test]
async fn a_session_that_was_read_in_has_one_facilitator_and_lets_nobody_else_in() {
    let server = Server::start();
    let mut room = Room::open(&server, 3).await;
    let screen = room.admit(Role::Screen).await;
    room.go(Phase::Talents).await;
    let whole = export(&room.site, &room.code, room.leader.token()).await;
    let fresh = Server::start();
    let site = fresh.site();
    let token = random_token();
    let code = read_in(&site, &token, &whole).await;
    assert_ne!(code, room.code);
    let (status, again) = send(&site, body(&token, &whole)).await;
    assert_eq!((status, again), (StatusCode::OK, json!({"code": code})));
    let others = room.members.iter().chain([&room.leader, &screen]);
    for old in others.map(Player::token).chain([""]) {
        assert!(Player::connect(&site, &code, old).await.is_err());
    }
    let mut player = Player::connect(&site, &code, &token).await.expect("let in");
    assert_eq!(
        player.view.doc("session").expect("a session")["imported"],
        true
    );
    let closed = Lead::Phase { to: Phase::Closed };
    let outcome = player.lead(closed).await.expect("an answer");
    assert!(outcome.is_done(), "it goes on where it was");
    let talents = site.open(&random_token(), "Titel", "Team", json!({})).await;
    talents.expect("the server goes on");
}

#[tokio::test]
async fn white_space_and_the_order_of_keys_in_a_file_make_no_difference() {
    let whole = short().await;
    let value: Value = serde_json::from_str(&whole).expect("JSON");
    let pretty = serde_json::to_string_pretty(&value).expect("JSON");
    assert_ne!(pretty, whole);
    let server = Server::start();
    let token = random_token();
    let code = read_in(&server.site(), &token, &pretty).await;
    assert_eq!(export(&server.site(), &code, &token).await, whole);
}

#[tokio::test]
async fn what_is_asked_wrongly_is_refused() {
    let server = Server::start_with(&["--create-key", "sleutel", "--new-sessions", "1"]);
    let site = server.site();
    let token = random_token();
    let code = async |wish: Value| {
        let (status, problem) = send(&site, wish.to_string()).await;
        (
            status.as_u16(),
            problem["code"].as_str().map(str::to_string),
        )
    };
    let is = |status, code: &str| (status, Some(code.to_string()));
    let wish = json!({"token": token, "example": true});
    assert_eq!(code(wish).await, is(403, "create_key"));
    let key = "sleutel";
    let wish = json!({"token": "kort", "example": true, "create_key": key});
    assert_eq!(code(wish).await, is(400, "bad_request"));
    let wish = json!({"token": token, "create_key": key});
    assert_eq!(code(wish).await, is(400, "bad_request"));
    let wish = json!({"token": token, "create_key": key, "example": true, "session": {}});
    assert_eq!(code(wish).await, is(400, "bad_request"));
    let large = "x".repeat(5 * 1024 * 1024);
    let wish = json!({"token": token, "create_key": key, "session": large});
    assert_eq!(code(wish).await, is(413, "import_too_large"));
    let wish = json!({"token": token, "create_key": key, "example": true});
    assert_eq!(send(&site, wish.to_string()).await.0, StatusCode::CREATED);
    assert_eq!(
        send(&site, wish.to_string()).await.0,
        StatusCode::OK,
        "it is there"
    );
    let other = json!({"token": random_token(), "create_key": key, "example": true});
    assert_eq!(code(other).await, is(429, "too_many_tries"));
}

/// Leads a random game on until its werkagenda; gives its facilitator's token.
async fn to_the_werkagenda(game: &mut Game) -> String {
    game.catch_up().await;
    let leads = |eyes| matches!(eyes, Eyes::Leader(_));
    let leader = game
        .actors
        .iter_mut()
        .find(|actor| actor.is_in && leads(actor.eyes));
    let leader = &mut leader.expect("the last facilitator stays").player;
    loop {
        let phase = leader.view.phase().unwrap_or_default();
        let place = Phase::ALL.iter().position(|other| *other == phase);
        let to = match phase {
            Phase::Werkagenda => return leader.token().to_string(),
            Phase::Closed => Phase::Werkagenda,
            _ => Phase::ALL[place.unwrap_or_default() + 1],
        };
        let seq = leader.lead(Lead::Phase { to }).await.expect("an answer");
        tests::see(leader, tests::done(seq, "on")).await;
    }
}

/// Every file of a session.
async fn files(site: &Site, code: &str, token: &str) -> BTreeMap<&'static str, Vec<u8>> {
    let names = [
        "export.json",
        "export.md",
        "export.csv?table=talents",
        "export.csv?table=werkagenda",
        "export.xlsx",
        "export.docx",
    ];
    let mut files = BTreeMap::new();
    for name in names {
        files.insert(name, file(site, code, token, name).await);
    }
    files
}

fn the_same_files(one: &BTreeMap<&str, Vec<u8>>, other: &BTreeMap<&str, Vec<u8>>, told: &str) {
    for (name, bytes) in one {
        assert!(other[name] == *bytes, "{told}: {name} is another");
    }
}

/// What a watcher is shown again, one line for each entry.
async fn looking_back(site: &Site, code: &str, leader: &str) -> Vec<Value> {
    let token = random_token();
    let screen = site.pass(code, leader, Role::Screen, &token, None).await;
    screen.expect("a screen is let in");
    let mut lines = site.replay(code, &token).await.expect("a replay");
    lines.pop(); // Of letting it in.
    for line in &mut lines {
        if let Some(session) = line.pointer_mut("/put/session") {
            session["imported"] = Value::Null;
        }
    }
    lines
}

/// What is seen after each entry. From the talents on it is everything; before, an export does not
/// tell how many cards went round, were in a hand or in nobody's, nor what cards that were taken back
/// did to the table.
fn seen_after_each(lines: &[Value]) -> Vec<(Value, BTreeMap<String, Value>)> {
    let mut docs: BTreeMap<String, Value> = BTreeMap::new();
    let mut seen = Vec::new();
    for line in lines {
        let dropped = line["drop"].as_array().into_iter().flatten();
        for key in dropped.filter_map(Value::as_str) {
            docs.remove(key);
        }
        docs.extend(line["put"].as_object().cloned().unwrap_or_default());
        let mut told = docs.clone();
        let phase = &docs["session"]["phase"];
        if ["lobby", "giving", "conversation"]
            .map(Value::from)
            .contains(phase)
        {
            told.retain(|key, _| !["flow", "table"].contains(&key.as_str()));
            for (key, document) in &mut told {
                if key.starts_with("seat/") {
                    document["hand"] = Value::Null;
                } else if key == "team" {
                    document["wishes"] = Value::Null;
                }
            }
        }
        seen.push((line["at"].clone(), told));
    }
    seen
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn l1_a_session_read_in_elsewhere_has_the_same_documents_replay_and_files() {
    let server = Server::start();
    for seed in 500..502 {
        let mut game = Game::open(&server, seed).await;
        game.be_gentle();
        game.play(STEPS).await;
        let leader = to_the_werkagenda(&mut game).await;
        let (site, code) = (&game.site, game.code.as_str());
        let before = files(site, code, &leader).await;
        let whole = String::from_utf8(before["export.json"].clone()).expect("UTF-8");

        let mut read: Vec<(Vec<Value>, BTreeMap<String, Value>)> = Vec::new();
        for round in 0..2 {
            let told = format!("game {seed}, read in {round}");
            let fresh = Server::start();
            let token = random_token();
            let there = read_in(&fresh.site(), &token, &whole).await;
            the_same_files(&before, &files(&fresh.site(), &there, &token).await, &told);
            let player = Player::connect(&fresh.site(), &there, &token).await;
            let docs = player.expect("let in").view.docs;
            let lines = looking_back(&fresh.site(), &there, &token).await;
            read.push((lines, docs));
        }
        assert_eq!(read[0], read[1], "game {seed}: always the same");
        let (lines, mut docs) = read.swap_remove(0);
        let facilitator = Player::connect(site, code, &leader).await.expect("let in");
        let mut played = facilitator.view.docs;
        assert_eq!(docs["session"]["imported"], true);
        docs.get_mut("session").expect("a session")["imported"] = false.into();
        for docs in [&mut played, &mut docs] {
            docs.remove("passes");
        }
        assert_eq!(docs_differ(&played, &docs), [""; 0], "game {seed}");
        let original = seen_after_each(&looking_back(site, code, &leader).await);
        let lines = seen_after_each(&lines);
        assert_eq!(original.len(), lines.len());
        for (seq, (one, other)) in (1..).zip(original.iter().zip(&lines)) {
            assert_eq!(one.0, other.0, "game {seed}, the time of entry {seq}");
            let differ = docs_differ(&one.1, &other.1);
            assert_eq!(differ, [""; 0], "game {seed}, after entry {seq}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn l1_of_any_game_the_export_read_in_gives_the_same_files_again() {
    let server = Server::start();
    let fresh = Server::start();
    for seed in 600..604 {
        let mut game = Game::open(&server, seed).await;
        game.play(STEPS).await;
        let leader = to_the_werkagenda(&mut game).await;
        let before = files(&game.site, &game.code, &leader).await;
        let whole = String::from_utf8(before["export.json"].clone()).expect("UTF-8");
        let token = random_token();
        let code = read_in(&fresh.site(), &token, &whole).await;
        let after = files(&fresh.site(), &code, &token).await;
        the_same_files(&before, &after, &format!("game {seed}"));
    }
}
