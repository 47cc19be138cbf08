//! The laws of ARCHITECTURE.md that hold for what people see: L2 to L5. Each test carries its law's
//! number.

use competentiespel::player::Player;
use game::{Phase, Play};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use tests::oracle::Oracle;
use tests::random::{Game, dropped_in, shown_in};
use tests::{Room, Server, docs_differ, see};

/// Random games of each test, and steps of each game.
const GAMES: u64 = 4;
const STEPS: usize = 260;

async fn random_game(server: &Server, seed: u64) -> Game {
    let mut game = Game::open(server, seed).await;
    game.play(STEPS).await;
    game.catch_up().await;
    let (accepted, refused) = (game.seq(), game.refused);
    println!("game {seed}: {accepted} accepted, {refused} refused");
    assert!(accepted > 60, "hardly anything was accepted");
    assert!(refused > 20, "hardly anything was refused");
    game
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn l2_welcome_and_changes_make_the_same_as_a_later_welcome() {
    let server = Server::start();
    for seed in 0..GAMES {
        let mut game = Game::open(&server, seed).await;
        for part in 0..6 {
            game.play_part(part, STEPS / 6).await;
            game.catch_up().await;
            everyone_sees_what_they_would_afresh(&game, seed, part).await;
        }
    }
}

async fn everyone_sees_what_they_would_afresh(game: &Game, seed: u64, part: usize) {
    for actor in game.actors.iter().filter(|actor| actor.is_in) {
        let told = format!("game {seed}, part {part}, {:?}", actor.eyes);
        let fresh = Player::connect(&game.site, &game.code, actor.player.token()).await;
        let fresh = fresh.expect("they may come in again").view;
        let view = &actor.player.view;
        assert_eq!((&view.you, view.seq), (&fresh.you, fresh.seq), "{told}");
        assert_eq!(view.epoch, fresh.epoch, "{told}");
        assert_eq!(docs_differ(&view.docs, &fresh.docs), [""; 0], "{told}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn l3_no_raw_frame_holds_what_is_not_for_this_person() {
    let server = Server::start();
    let (mut prepared, mut written) = (0, 0);
    for seed in 100..100 + GAMES {
        let game = random_game(&server, seed).await;
        let agendas = game.story.iter().map(Oracle::agenda);
        prepared += agendas
            .clone()
            .filter(|(_, is_seen)| !is_seen)
            .map(|(texts, _)| texts)
            .max()
            .unwrap_or(0);
        written += agendas
            .filter(|(_, is_seen)| *is_seen)
            .map(|(texts, _)| texts)
            .max()
            .unwrap_or(0);
        for actor in &game.actors {
            let frames = actor.player.frames.as_deref().unwrap_or_default();
            let mut at = 1;
            let mut had: BTreeMap<String, Value> = BTreeMap::new();
            for frame in frames {
                let (seq, docs) = shown_in(frame);
                at = seq.unwrap_or(at);
                let oracle = &game.story[usize::try_from(at).expect("small") - 1];
                let told = format!("game {seed}, {:?}, entry {at}: {frame}", actor.eyes);
                let docs: BTreeMap<String, Value> = docs.into_iter().collect();
                if frame.contains("\"put\"") {
                    // What is put without being new says that something unseen has happened.
                    let same = docs
                        .iter()
                        .find(|(key, document)| had.get(*key) == Some(document));
                    assert_eq!(same, None, "{told}");
                } else if !docs.is_empty() {
                    had.clear(); // A welcome is all there is: what went meanwhile is in no frame.
                }
                for key in dropped_in(frame) {
                    had.remove(&key);
                }
                had.extend(docs.clone());
                assert_eq!(oracle.leak_in_docs(actor.eyes, &docs), None, "{told}");
                assert_eq!(oracle.leak_in_text(actor.eyes, frame), None, "{told}");
                if seq.is_none() {
                    holds_no_card(frame);
                }
            }
            if actor.is_in {
                // And nothing is kept from them either.
                let keys: BTreeSet<String> = actor.player.view.docs.keys().cloned().collect();
                let keys = keys.into_iter().filter(|key| !key.starts_with("mentions/"));
                let oracle = game.story.last().expect("the first entry");
                assert_eq!(keys.collect::<BTreeSet<_>>(), oracle.keys(actor.eyes));
            }
        }
    }
    println!("{prepared} texts were prepared, {written} seen");
    assert!(prepared > 0 && written > prepared, "no werkagenda");
}

/// Answers and presence name no card, whatever the reason of a refusal.
fn holds_no_card(frame: &str) {
    for card in &cards::standard().cards {
        assert!(!frame.contains(&format!("\"{}\"", card.id)), "{frame}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn l5_entries_are_counted_alike_for_everyone() {
    let server = Server::start();
    let game = random_game(&server, 200).await;
    let mut times = BTreeMap::new();
    for actor in &game.actors {
        let mut last = None;
        for frame in actor.player.frames.iter().flatten() {
            let frame: Value = serde_json::from_str(frame).expect("JSON");
            if let Some(seq) = frame["welcome"]["seq"].as_u64() {
                last = Some(seq);
            } else if let Some(at) = frame["at"].as_str() {
                let seq = frame["seq"].as_u64().expect("a change has a number");
                assert_eq!(last.map(|last| last + 1), Some(seq), "{:?}", actor.eyes);
                last = Some(seq);
                // The same entry happened at the same moment for everyone.
                let first = times.entry(seq).or_insert_with(|| at.to_string());
                assert_eq!(first, at);
            }
        }
    }
    assert_eq!(times.keys().next_back(), Some(&game.seq()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn l4_a_gift_is_encoded_as_often_in_a_large_room_as_in_a_small_one() {
    let server = Server::start();
    let small = encodings_of_a_gift(&server, 4).await;
    let large = encodings_of_a_gift(&server, 40).await;
    assert_eq!(small, large);
    // Giver, receiver, and the three: everyone, facilitator, screen.
    assert!(small <= 2.0 + 3.0, "{small} encodings of one gift");
}

const ENCODINGS: &str = "competentiespel_encodings_total";

async fn encodings_of_a_gift(server: &Server, members: usize) -> f64 {
    let mut room = Room::open(server, members).await;
    let mut screen = room.admit(game::Role::Screen).await;
    room.go(Phase::Giving).await;
    let before = server.counted(ENCODINGS).await;
    let card = room.member(1).view.hand(game::Seat(1))[0].clone();
    let seq = room.give(1, &card, 2, Some("Omdat het past.")).await;
    room.all_at(seq).await;
    see(&mut screen, seq).await;
    server.counted(ENCODINGS).await - before
}

#[tokio::test]
async fn l4_a_phase_step_is_encoded_once_for_each_audience_it_names() {
    let server = Server::start();
    let mut room = Room::open(&server, 8).await;
    let before = server.counted(ENCODINGS).await;
    room.go(Phase::Giving).await;
    // Every member has a hand of their own.
    assert!(server.counted(ENCODINGS).await - before <= 8.0 + 3.0);
    let ready = Play::Ready { ready: true };
    let before = server.counted(ENCODINGS).await;
    let seq = room.play(1, ready).await;
    room.all_at(seq).await;
    assert!(server.counted(ENCODINGS).await - before <= 3.0);
}
