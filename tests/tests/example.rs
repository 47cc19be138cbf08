//! The example session: played anew over real sockets it is what the file holds that comes with the
//! server, and that file can be read in. When the example, the deck or the export changes, write the
//! file again: `UPDATE=1 cargo test -p tests --test example`.

use competentiespel::import::EXAMPLE;
use competentiespel::player::{Player, random_token};
use game::Phase;
use reqwest::StatusCode;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use tests::taken_home::{export, send};
use tests::{Server, binary};
use tokio::process::Command;

const FILE: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../server/examples/zwijndrecht-coevorden.json"
);
/// It comes with every server.
const FILE_BYTES_MAX: usize = 300 * 1000;

/// Plays the example; gives its code and the facilitator's token.
async fn played(server: &Server) -> (String, String) {
    let played = Command::new(binary())
        .args(["rehearse", "--example", "--server"])
        .arg(format!("http://{}", server.site().address()))
        .output()
        .await
        .expect("it starts");
    let said = String::from_utf8_lossy(&played.stdout).into_owned();
    let trouble = String::from_utf8_lossy(&played.stderr);
    assert!(played.status.success(), "{said}{trouble}");
    let after = |start: &str| {
        let line = said.lines().find(|line| line.starts_with(start));
        line.unwrap_or_else(|| panic!("no {start} in {said}"))
    };
    let code = after("code ").trim_start_matches("code ");
    let (_, token) = after("facilitator").rsplit_once('=').expect("a link");
    (code.to_string(), token.to_string())
}

/// What a facilitator sees of a session that was read in from this file.
async fn read_in(server: &Server, body: Value) -> BTreeMap<String, Value> {
    let site = server.site();
    let token = random_token();
    let mut wish = json!({"token": token});
    wish.as_object_mut()
        .expect("fields")
        .extend(body.as_object().cloned().unwrap_or_default());
    let (status, opened) = send(&site, wish.to_string()).await;
    assert_eq!(status, StatusCode::CREATED, "{opened}");
    let code = opened["code"].as_str().expect("a code");
    let player = Player::connect(&site, code, &token).await.expect("let in");
    assert_eq!(player.view.phase(), Some(Phase::Werkagenda));
    player.view.docs
}

/// What is the same however the cards were dealt: by member their cards, each with its reasons, the
/// team's words, what was said and how many see it too; and of the werkagenda everything.
fn told(docs: &BTreeMap<String, Value>) -> BTreeMap<String, Value> {
    let mut told = BTreeMap::new();
    for (key, document) in docs {
        match key.split_once('/') {
            Some(("talents", _)) => {
                let cards = document["cards"].as_array().expect("cards");
                let cards: BTreeSet<String> =
                    cards.iter().map(|card| of_gifts(docs, card)).collect();
                told.insert(key.clone(), json!(cards));
            }
            Some(("field", _)) => drop(told.insert(key.clone(), document["text"].clone())),
            Some(("action", _)) => {
                let mut document = document.clone();
                let needs = document["needs"].as_array().cloned().unwrap_or_default();
                let needs: BTreeSet<&str> = needs.iter().filter_map(Value::as_str).collect();
                document["needs"] = json!(needs);
                told.insert(key.clone(), document);
            }
            Some(("seat", _)) => drop(told.insert(key.clone(), document["name"].clone())),
            None if key == "agenda" => drop(told.insert(key.clone(), document.clone())),
            _ => {}
        }
    }
    told
}

fn of_gifts(docs: &BTreeMap<String, Value>, card: &Value) -> String {
    let ids = card["gifts"].as_array().expect("gifts").iter();
    let gifts = ids.map(|id| &docs[&format!("gift/{id}")]).map(|gift| {
        let seconds = gift["seconds"].as_array().map_or(0, Vec::len);
        json!([
            gift["reason"],
            gift["wording"],
            gift["answer"],
            gift["picked"],
            seconds
        ])
    });
    let gifts: BTreeSet<String> = gifts.map(|gift| gift.to_string()).collect();
    json!([card["card"], gifts]).to_string()
}

#[tokio::test]
async fn the_example_played_anew_is_what_the_file_holds() {
    let server = Server::start();
    let (code, token) = played(&server).await;
    let site = server.site();
    let json = export(&site, &code, &token).await;
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(FILE, &json).expect("it can be written");
        return; // The next run has the new one inside.
    }
    let player = Player::connect(&site, &code, &token).await.expect("let in");
    let anew = told(&player.view.docs);
    assert_eq!(
        anew,
        told(&read_in(&server, json!({"example": true})).await)
    );
    let file: Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(
        anew,
        told(&read_in(&server, json!({"session": file})).await)
    );
}

#[tokio::test]
async fn the_example_has_the_talents_of_zwijndrecht_and_an_agenda_to_go_on_with() {
    let server = Server::start();
    let docs = read_in(&server, json!({"example": true})).await;
    assert!(EXAMPLE.len() < FILE_BYTES_MAX, "{} bytes", EXAMPLE.len());
    assert_eq!(docs["session"]["imported"], true);
    let cards = |seat: u16| {
        docs[&format!("talents/{seat}")]["cards"]
            .as_array()
            .map(Vec::len)
    };
    // Presenting and analysing are one printed line and two cards.
    assert_eq!([1, 2, 3, 4].map(cards), [8, 4, 7, 7].map(Some));
    let actions = docs["agenda"]["actions"]
        .as_array()
        .expect("actions")
        .clone();
    let action = |id: &Value| &docs[&format!("action/{id}")];
    let decided: Vec<&Value> = actions
        .iter()
        .filter(|id| !action(id)["owner"].is_null())
        .collect();
    assert!(decided.len() >= 2 && decided.len() < actions.len());
    let proposed = docs["proposal"]["actions"].as_array().expect("a proposal");
    assert_eq!(proposed.len(), actions.len());
    let surprises = decided
        .iter()
        .filter(|id| action(id)["owner"] != action(id)["by_function"]);
    assert!(
        surprises.count() >= 1,
        "somebody does what another would by job title"
    );
    for id in &actions {
        assert_ne!(
            action(id)["needs"],
            json!([]),
            "action {id} asks for something"
        );
    }
}
