//! L9 over real sockets: after *vergeet mij* nothing of those texts is left anywhere the server
//! keeps or tells anything.

use game::{Agenda, Lead, NewAction, Phase, Play, Role, Seat, TextId};
use std::path::Path;
use tests::{Room, Server, done};

const NAME: &str = "Quirinalis";
const REASON: &str = "Zeldzaamheid vermurwt";

/// Every file below a folder, as bytes.
fn bytes_below(dir: &Path) -> Vec<u8> {
    let mut bytes = Vec::new();
    for entry in std::fs::read_dir(dir).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            bytes.extend(bytes_below(&path));
        } else if path.is_file() {
            // Not the operator's socket, which holds nothing.
            bytes.extend(std::fs::read(&path).expect("a file"));
        }
    }
    bytes
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes
        .windows(text.len())
        .any(|window| window == text.as_bytes())
}

#[tokio::test]
async fn l9_over_sockets_what_is_forgotten_is_nowhere() {
    let mut server = Server::start();
    let mut room = Room::open(&server, 3).await;
    let mut screen = room.admit(Role::Screen).await;
    let describe = Play::Describe {
        name: NAME.into(),
        function: None,
        sector: None,
    };
    room.play(2, describe).await;
    room.go(Phase::Giving).await;
    let card = room.hands()[&1][0].clone();
    room.give(1, &card, 2, Some(REASON)).await;
    let before = bytes_below(server.data());
    assert!(
        holds(&before, NAME) && holds(&before, REASON),
        "this test would prove nothing"
    );

    // A facilitator does it: whose page it is, is sent away before any answer.
    let seq = room.leader.lead(Lead::Forget { seat: Seat(2) }).await;
    let seq = done(seq.expect("an answer"), "forget");
    assert_eq!(
        room.member(2).until_closed().await.expect("a goodbye"),
        4503
    );
    tests::see(&mut screen, seq).await;
    tests::see(room.member(1), seq).await;
    for to in [Phase::Conversation, Phase::Talents] {
        let moved = room.leader.lead(Lead::Phase { to }).await;
        done(moved.expect("an answer"), "a phase");
    }

    let leader = room.leader.token().to_string();
    let giver = room.member(1).token().to_string();
    for token in [&leader, &giver, screen.token()] {
        let replay = room.site.replay(&room.code, token).await.expect("a replay");
        let replay = format!("{replay:?}");
        assert!(!replay.contains(NAME) && !replay.contains(REASON));
    }
    server.terminate();
    let after = bytes_below(server.data());
    assert!(!holds(&after, NAME) && !holds(&after, REASON));
    let output = server.output();
    for told in [NAME, REASON, &leader, &giver] {
        assert!(!output.contains(told), "the log tells what it must not");
    }
}

/// The texts of the werkagenda are the team's: what stands there is listed and goes when a
/// facilitator says so, what nobody sees any more goes at once.
#[tokio::test]
async fn l9_what_the_werkagenda_says_of_somebody_is_nowhere_once_it_is_wiped() {
    let mut server = Server::start();
    let mut room = Room::open(&server, 3).await;
    let describe = Play::Describe {
        name: NAME.into(),
        function: None,
        sector: None,
    };
    room.play(2, describe).await;
    room.go(Phase::Werkagenda).await;
    let mut seq = 0;
    let texts = [
        format!("{NAME} belt de bewoners."),
        format!("{NAME} belt morgen de bewoners."),
        "Wie belt morgen de bewoners?".to_string(),
    ];
    for text in texts {
        seq = room.write(1, "situation", seq, &text).await;
    }
    // Two at once: what stands, and what stands beside it, by who is forgotten and by another.
    room.write(1, "title", 0, &format!("De agenda van {NAME}"))
        .await;
    room.write(2, "title", 0, &format!("{NAME} en ik")).await;
    let actions = vec![NewAction {
        what: Some(format!("Vragen aan {}", NAME.to_uppercase())),
        ..NewAction::default()
    }];
    let added = room.leader.agenda(Agenda::AddActions { actions }).await;
    done(added.expect("an answer"), "an action");
    assert!(
        holds(&bytes_below(server.data()), NAME),
        "this test would prove nothing"
    );

    room.lead(Lead::Forget { seat: Seat(2) }).await;
    let listed = room.leader.view.doc("mentions/2").expect("a list").clone();
    let listed = listed["texts"].as_array().expect("texts").clone();
    let mut places: Vec<_> = listed
        .iter()
        .map(|mention| mention["place"].clone())
        .collect();
    places.sort_by_key(ToString::to_string);
    assert_eq!(
        places,
        ["1/what", "title", "title"],
        "what nobody sees is not listed"
    );
    for mention in &listed {
        let text = mention["text"]
            .as_u64()
            .and_then(|text| u32::try_from(text).ok());
        let text = TextId(text.expect("a number"));
        room.lead(Lead::Wipe { text }).await;
    }
    assert_eq!(room.leader.view.doc("mentions/2"), None);
    let situation = &room.leader.view.doc("field/situation").expect("a field")["text"];
    assert_eq!(situation, "Wie belt morgen de bewoners?");
    server.terminate();
    let after = bytes_below(server.data());
    for name in [NAME.to_string(), NAME.to_uppercase()] {
        assert!(!holds(&after, &name), "{name}");
        assert!(
            !server.output().contains(&name),
            "the log tells what it must not"
        );
    }
}
