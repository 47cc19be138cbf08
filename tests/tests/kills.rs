//! L7 and L9 for small rooms in which people are forgotten: after `kill -9` at any moment the
//! server starts again, with all that was shown, and without what was forgotten.

use competentiespel::player::{Outcome, Player};
use game::{Lead, Phase, Play, Seat};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use std::path::Path;
use std::process::Command;
use tests::{Room, Server, binary, docs_differ, done, give, see};
use tokio::sync::watch;
use tokio::task::JoinSet;

/// How often the server is killed, unless this variable says otherwise.
const KILLS: usize = 30;
const KILLS_VARIABLE: &str = "COMPETENTIESPEL_TEST_KILLS";
/// Rooms that are played at once.
const ROOMS: usize = 3;

/// What was answered with *done* so far, in all rooms.
#[derive(Clone, Copy, Default)]
struct Count {
    accepted: u64,
    forgotten: u64,
}

/// A room, and what is forgotten in it: those texts were answered with *done*.
struct Played {
    room: Room,
    gone: Vec<String>,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn l7_l9_killed_at_any_moment_it_starts_again_with_all_that_was_shown_alone() {
    let kills = match std::env::var(KILLS_VARIABLE) {
        Ok(kills) => kills.parse().expect("a number"),
        Err(_) => KILLS,
    };
    let mut server = Server::start_with(&["--new-sessions", "0"]);
    let mut luck = StdRng::seed_from_u64(9);
    let mut gone = Vec::new();
    let mut shapes = std::collections::BTreeMap::<&str, usize>::new();
    for kill in 0..kills {
        let (stop, stopped) = watch::channel(false);
        let (accepted, counted) = watch::channel(Count::default());
        let mut playing = JoinSet::new();
        for room in 0..ROOMS {
            let room_seed = (kill * ROOMS + room) as u64;
            let room = Room::open(&server, 3).await;
            let played = Played {
                room,
                gone: Vec::new(),
            };
            playing.spawn(play(played, room_seed, stopped.clone(), accepted.clone()));
        }
        // Any moment, and the one at which the log is begun anew after somebody was forgotten.
        let enough = match kill % 2 {
            0 => (luck.random_range(5..60), 0),
            _ => (0, luck.random_range(1..=ROOMS as u64)),
        };
        let mut counted = counted.clone();
        let waited = counted
            .wait_for(|count| count.accepted >= enough.0 && count.forgotten >= enough.1)
            .await;
        waited.expect("the game goes on");
        server.kill();
        stop.send_replace(true);
        *shapes.entry(shape(server.data())).or_default() += 1;
        server.restart();
        while let Some(played) = playing.join_next().await {
            let mut played = played.expect("nobody broke off");
            all_is_there(&mut played.room).await;
            gone.append(&mut played.gone);
        }
        assert_eq!(found(server.data(), &gone), [""; 0], "after kill {kill}");
    }
    assert!(gone.len() > kills, "{} texts were forgotten", gone.len());
    let checked = Command::new(binary())
        .args(["check", "--data"])
        .arg(server.data())
        .output()
        .expect("the binary runs");
    assert!(checked.status.success(), "{checked:?}");
    let told = String::from_utf8_lossy(&checked.stdout);
    println!("{kills} kills; what they left: {shapes:?}; {told}");
}

/// How the write-ahead log was left.
fn shape(data: &Path) -> &'static str {
    let wal = std::fs::metadata(data.join("competentiespel.db-wal"));
    match wal.map(|wal| wal.len()).ok() {
        None => "no log",
        Some(0) => "an empty log",
        Some(32) => "a header",
        Some(_) => "frames",
    }
}

/// Gives cards with reasons, and forgets who got some, until told to stop. A command that is not
/// answered by then may have happened or not.
async fn play(
    mut played: Played,
    seed: u64,
    mut stopped: watch::Receiver<bool>,
    accepted: watch::Sender<Count>,
) -> Played {
    let playing = async {
        let room = &mut played.room;
        room.go(Phase::Giving).await;
        accepted.send_modify(|count| count.accepted += 1);
        let names: Vec<String> = (1..=3).map(|seat| needle(seed, seat)).collect();
        for (seat, name) in (1..).zip(&names) {
            let describe = Play::Describe {
                name: name.clone(),
                function: None,
                sector: None,
            };
            room.play(seat, describe).await;
            accepted.send_modify(|count| count.accepted += 1);
        }
        for turn in 0_u16.. {
            let seat = 1 + turn % 2;
            let Some(card) = room.member(seat).view.hand(Seat(seat)).first().cloned() else {
                break;
            };
            let to = if turn < 6 { 3 } else { 3 - seat };
            let reason = needle(seed, 100 + turn);
            let member = room.member(seat);
            let outcome = member.play(give(&card, &[to], Some(&reason))).await;
            done(outcome.expect("an answer"), "give");
            accepted.send_modify(|count| count.accepted += 1);
            if turn == 5 {
                let forget = Lead::Forget { seat: Seat(3) };
                let outcome = room.leader.lead(forget).await.expect("an answer");
                assert!(matches!(outcome, Outcome::Done(_)));
                played.gone.push(names[2].clone());
                played
                    .gone
                    .extend((100..106).map(|turn| needle(seed, turn)));
                accepted.send_modify(|count| count.forgotten += 1);
            }
        }
        std::future::pending::<()>().await;
    };
    tokio::select! {
        () = playing => {}
        _ = stopped.wait_for(|stopped| *stopped) => {}
    }
    played
}

fn needle(seed: u64, n: u16) -> String {
    format!("Naald {seed}x{n}z")
}

/// Everyone comes back; what anyone saw is there, and all see what a newcomer sees.
async fn all_is_there(room: &mut Room) {
    for player in room.members.iter_mut().chain([&mut room.leader]) {
        let fresh = Player::connect(&room.site, &room.code, player.token()).await;
        // Who was forgotten has no right any more.
        let Ok(mut fresh) = fresh else { continue };
        let (seen, epoch) = (player.view.seq, player.view.epoch.clone());
        assert!(fresh.view.seq >= seen, "entries that were shown are gone");
        assert_eq!(epoch, fresh.view.epoch, "nothing was lost");
        player.disconnect();
        // Who comes back asks again for what was not answered, and so there can be more by then.
        loop {
            let last = player.view.seq.max(fresh.view.seq);
            see(player, last).await;
            see(&mut fresh, player.view.seq).await;
            if player.view.seq == fresh.view.seq {
                break;
            }
        }
        assert_eq!(docs_differ(&player.view.docs, &fresh.view.docs), [""; 0]);
    }
}

/// Which of these stand in a file of the folder.
fn found(data: &Path, needles: &[String]) -> Vec<String> {
    if needles.is_empty() {
        return Vec::new();
    }
    let patterns = tempfile::NamedTempFile::new().expect("a file");
    std::fs::write(patterns.path(), needles.join("\n")).expect("it can be written");
    let grep = Command::new("grep")
        .args(["-r", "-a", "-o", "-h", "-F", "-f"])
        .arg(patterns.path())
        .arg(data)
        .output()
        .expect("grep runs");
    assert!(grep.status.code().is_some_and(|code| code < 2));
    let lines = String::from_utf8_lossy(&grep.stdout).into_owned();
    lines.lines().map(str::to_owned).collect()
}
