//! Reading a session in: a file that is not whole, not ours or not possible is refused with the
//! reason, and nothing of it is kept.

use competentiespel::player::{Player, random_token};
use game::{Lead, Phase, Role};
use reqwest::StatusCode;
use serde_json::{Value, json};
use tests::taken_home::{body, export, read_in, send, summed};
use tests::{Room, Server, give};

/// The code and details of the refusal; nothing was kept.
async fn refused(file: &str) -> (String, String) {
    let server = Server::start();
    let site = server.site();
    let token = random_token();
    let (status, problem) = send(&site, body(&token, file)).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{problem}");
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
    summed(export).to_string()
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
    let version = |n: u32| whole.replacen(":3,", &format!(":{n},"), 1);
    assert_eq!(code(&version(1)).await, "import_older");
    assert_eq!(code(&version(4)).await, "import_newer");
    assert_eq!(
        code(&whole.replace("meteen", "nooit")).await,
        "import_damaged"
    );
    let days = whole.replacen("\"retention_days\":90", "\"retention_days\":365", 1);
    assert_eq!(code(&days).await, "import_damaged");
}

/// Until version 3 an export told how many cards were in each hand.
#[tokio::test]
async fn a_file_of_version_2_is_read_in_without_its_numbers_of_hands() {
    let whole = short().await;
    let older = forged(&whole, |file| {
        file["competentiespel"] = 2.into();
        for (at, seen) in [
            (4, json!({"hands": [[1, 12]]})),
            (5, json!({"hands": [[1, 11]], "flow": 1})),
        ] {
            let mut event = json!({"is": "seen"});
            let fields = event.as_object_mut().expect("an object");
            fields.extend(seen.as_object().cloned().expect("an object"));
            let events = file["entries"][at]["events"].as_array_mut();
            events.expect("events").push(event);
        }
    });
    let server = Server::start();
    let token = random_token();
    let code = read_in(&server.site(), &token, &older).await;
    let again = export(&server.site(), &code, &token).await;
    assert!(again.starts_with("{\"competentiespel\":3,") && !again.contains("\"hands\":[[1,1"));
    // And from then on it stays the same.
    let code = read_in(&server.site(), &random_token(), &again).await;
    assert_ne!(code, "");
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

#[tokio::test]
async fn who_sends_files_without_end_is_slowed_before_they_are_read() {
    let server = Server::start();
    let site = server.site();
    for _ in 0..1000 {
        let (status, problem) = send(&site, "PK".into()).await;
        if status == StatusCode::TOO_MANY_REQUESTS {
            assert_eq!(problem["code"], "too_many_tries");
            return;
        }
        assert_eq!(problem["code"], "import_no_json");
    }
    panic!("nobody has so many files");
}

/// Where each event costs as much as all that its entry brings, this is not over in an hour.
#[tokio::test]
async fn a_file_with_very_long_entries_is_read_in_or_refused_in_a_moment() {
    let whole = short().await;
    let long = |events: u64, texts: u64| {
        forged(&whole, |file| {
            let entries = file["entries"].as_array_mut().expect("entries");
            let all = entries.iter().flat_map(|entry| entry["texts"].as_array());
            let last = all.flatten().filter_map(|text| text["id"].as_u64()).max();
            let mut next = last.expect("texts") + 1;
            for _ in 0..3 {
                let mut entry = entries.last().expect("an entry").clone();
                entry["seq"] = (entries.len() + 1).into();
                let described = |name: u64| json!({"is": "described", "seat": 1, "name": name, "function": null, "sector": null});
                let text = |id: u64| json!({"id": id, "text": "Een naam die wat langer is"});
                entry["events"] = (next..next + events).map(described).collect();
                entry["texts"] = (next..next + texts).map(text).collect();
                next += events;
                entries.push(entry);
            }
        })
    };
    let server = Server::start();
    let (status, told) = send(&server.site(), body(&random_token(), &long(9_000, 1_000))).await;
    assert_eq!(status, StatusCode::CREATED, "{told}");
    let (code, details) = refused(&long(2_000, 2_000)).await;
    assert_eq!(code, "import_impossible");
    assert!(
        details.ends_with("more is written at once than can be"),
        "{details}"
    );
}
