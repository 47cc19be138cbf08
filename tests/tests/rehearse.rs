//! Rehearsed members: they open a session of their own and play it to the end, play along in a
//! facilitator's, and come back when the server dies.

use competentiespel::player::{Player, Site};
use game::{Lead, Phase, Seat};
use std::collections::BTreeSet;
use std::process::Stdio;
use tests::{Room, Server, binary, see};
use tokio::io::{AsyncBufReadExt, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};

/// Starts a rehearsal; gives its output and the code it prints first.
async fn rehearse(site: &Site, more: &[&str]) -> (Child, Lines<BufReader<ChildStdout>>, String) {
    let mut child = Command::new(binary())
        .args(["rehearse", "--pace", "fast", "--server"])
        .arg(format!("http://{}", site.address()))
        .args(more)
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .expect("it starts");
    let output = child.stdout.take().expect("standard output");
    let mut lines = BufReader::new(output).lines();
    let first = lines.next_line().await.expect("it can be read");
    let first = first.expect("a first line");
    let code = first
        .strip_prefix("code ")
        .expect("the code first")
        .to_string();
    (child, lines, code)
}

/// The token behind a link that is printed for this person.
async fn token_of(lines: &mut Lines<BufReader<ChildStdout>>, who: &str) -> String {
    loop {
        let line = lines.next_line().await.expect("it can be read");
        let line = line.expect("a link for everyone");
        if line.starts_with(who) {
            let (_, token) = line.rsplit_once('=').expect("a token behind the address");
            return token.to_string();
        }
    }
}

#[tokio::test]
async fn a_rehearsal_plays_to_the_werkagenda() {
    let server = Server::start();
    let (mut child, mut lines, code) = rehearse(&server.site(), &["--players", "4"]).await;
    let screen = token_of(&mut lines, "big screen").await;
    assert!(child.wait().await.expect("it ends").success());
    let view = Player::connect(&server.site(), &code, &screen).await;
    let view = view.expect("the link to watch works").view;
    assert_eq!(view.phase(), Some(Phase::Werkagenda));
    let actions = view.actions();
    assert!((1..=8).contains(&actions.len()), "{actions:?}");
    for id in actions {
        let what = view
            .doc(&format!("field/{id}/what"))
            .expect("what is taken up");
        assert_ne!(what["text"], "");
        let action = view.doc(&format!("action/{id}")).expect("an action");
        assert_ne!(action["needs"].as_array().map(Vec::len), Some(0), "{what}");
    }
    let reasons: Vec<&str> = view
        .gifts()
        .filter_map(|(_, gift)| gift["reason"].as_str())
        .collect();
    let different: BTreeSet<&&str> = reasons.iter().collect();
    assert!(reasons.len() > 10 && different.len() > reasons.len() / 2);
    for seat in 1..=4 {
        let talents = view.doc(&format!("talents/{seat}")).expect("talents");
        assert_ne!(talents["cards"].as_array().map(Vec::len), Some(0));
        assert_eq!(
            view.doc(&format!("seat/{seat}")).expect("a seat")["had_turn"],
            true
        );
    }
}

#[tokio::test]
async fn rehearsed_members_play_along_with_a_facilitator() {
    let server = Server::start();
    let mut room = Room::open(&server, 1).await;
    let code = room.code.clone();
    let options = ["--code", &code, "--players", "3"];
    let (mut child, _lines, joined) = rehearse(&room.site, &options).await;
    assert_eq!(joined, code);
    let leader = &mut room.leader;
    let in_all = leader.until("all are in", |view| view.seats().count() == 4);
    in_all.await.expect("they join");
    leader
        .lead(Lead::Phase { to: Phase::Giving })
        .await
        .expect("an answer");
    let ready = |view: &competentiespel::player::View| {
        view.seats()
            .filter(|(_, seat)| seat["ready"] == true)
            .count()
            == 3
    };
    leader
        .until("all three are ready", ready)
        .await
        .expect("they give");
    leader
        .lead(Lead::Phase {
            to: Phase::Conversation,
        })
        .await
        .expect("an answer");
    leader
        .lead(Lead::Turn {
            seat: Some(Seat(2)),
        })
        .await
        .expect("an answer");
    let answered = |view: &competentiespel::player::View| {
        let mut theirs = view.gifts().filter(|(_, gift)| gift["to"] == 2).peekable();
        theirs.peek().is_some() && theirs.all(|(_, gift)| gift["answer"] == "recognise")
    };
    leader
        .until("they say what they think", answered)
        .await
        .expect("they answer");
    let to = Phase::Talents;
    let seq = leader.lead(Lead::Phase { to }).await.expect("an answer");
    see(leader, tests::done(seq, "talents")).await;
    assert!(child.wait().await.expect("it ends").success());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_rehearsal_goes_on_when_the_server_is_killed() {
    let mut server = Server::start();
    let (mut child, mut lines, code) = rehearse(&server.site(), &["--players", "4"]).await;
    let screen = token_of(&mut lines, "big screen").await;
    let site = server.site();
    let mut screen = Player::connect(&site, &code, &screen)
        .await
        .expect("let in");
    for _ in 0..5 {
        let seq = screen.view.seq + 6;
        let over = screen
            .until("it goes on", |view| {
                view.seq >= seq || view.phase() == Some(Phase::Werkagenda)
            })
            .await;
        over.expect("it goes on");
        server.kill();
        server.restart();
    }
    assert!(child.wait().await.expect("it ends").success());
    let agenda = |view: &competentiespel::player::View| view.phase() == Some(Phase::Werkagenda);
    screen
        .until("the werkagenda", agenda)
        .await
        .expect("they are there");
}
