//! What was exported comes back the same on another server: the same documents, replay and files.

use competentiespel::player::{Player, Site, random_token};
use game::{Lead, Phase, Role};
use serde_json::Value;
use std::collections::BTreeMap;
use tests::oracle::Eyes;
use tests::random::Game;
use tests::taken_home::{file, read_in};
use tests::{Server, docs_differ};

/// Steps of a random game.
const STEPS: usize = 220;

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

/// What is seen after each entry, and when.
fn seen_after_each(lines: &[Value]) -> Vec<(Value, BTreeMap<String, Value>)> {
    let mut docs: BTreeMap<String, Value> = BTreeMap::new();
    let mut seen = Vec::new();
    for line in lines {
        let dropped = line["drop"].as_array().into_iter().flatten();
        for key in dropped.filter_map(Value::as_str) {
            docs.remove(key);
        }
        docs.extend(line["put"].as_object().cloned().unwrap_or_default());
        seen.push((line["at"].clone(), docs.clone()));
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
