//! What bad input gets over a websocket: a refusal or a close code that says why, while the room
//! goes on.

use competentiespel::player::Player;
use game::{Answer, Code, GiftId, Lead, PassId, Phase, Play, Role, Seat};
use serde_json::json;
use tests::{Room, Server, gift_of, give};
use tokio_tungstenite::tungstenite::Message;

/// What must never stand in a log.
const SECRET: &str = "heel-geheime-inhoud";

#[tokio::test]
async fn a_frame_that_cannot_be_read_closes_and_says_why() {
    let server = Server::start();
    let mut room = Room::open(&server, 3).await;
    room.go(Phase::Giving).await;
    let large =
        json!({"n": 1, "do": "give", "card": "lef", "to": 2, "reason": SECRET.repeat(2000)});
    let token = room.members[0].token().to_string();
    for bad in [
        Message::text(large.to_string()),
        Message::binary(SECRET.as_bytes().to_vec()),
        Message::text(SECRET),
        Message::text("{\"n\":1,"),
        Message::text("[]"),
        Message::text(json!({"do": "leave"}).to_string()),
    ] {
        let told = format!("{bad:?}").chars().take(60).collect::<String>();
        let player = Player::connect(&room.site, &room.code, &token).await;
        let mut player = player.expect("a connection more");
        player.write_message(bad).await;
        let code = player.until_closed().await;
        assert!(matches!(code, Ok(4400 | 1009)), "{told}: {code:?}");
    }
    room.plays_on().await;
    let output = server.output();
    assert!(output.contains("frame"), "no line says so: {output}");
    assert!(!output.contains(SECRET), "{output}");
    assert!(!output.contains(&token), "{output}");
}

#[tokio::test]
async fn a_command_of_no_known_form_is_refused() {
    let server = Server::start();
    let mut room = Room::open(&server, 3).await;
    room.go(Phase::Giving).await;
    let seq = room.leader.view.seq;
    for (frame, code) in [
        (json!({"do": "fly", "card": SECRET}), Code::UnknownCommand),
        (json!({"do": "give", "to": 2}), Code::BadFrame),
        (json!({"do": "give", "card": 7, "to": 2}), Code::BadFrame),
        (
            json!({"do": "give", "card": "lef", "to": -1}),
            Code::BadFrame,
        ),
        (
            json!({"do": "answer", "gift": 1, "answer": SECRET}),
            Code::BadFrame,
        ),
        (json!({}), Code::BadFrame),
    ] {
        let member = room.member(1);
        let n = u32::try_from(frame.to_string().len()).expect("small") + 100;
        let mut frame = frame;
        frame["n"] = n.into();
        member.ask(n, frame.to_string()).await;
        let refusal = member.answer(n).await.expect("an answer").refusal();
        assert_eq!(refusal, Some(code), "{frame}");
    }
    // The same connection plays on.
    let card = room.member(1).view.hand(Seat(1))[0].clone();
    assert_eq!(room.give(1, &card, 2, None).await, seq + 1);
    assert!(!server.output().contains(SECRET));
}

#[tokio::test]
async fn what_does_not_begin_with_a_hello_is_closed() {
    let server = Server::start();
    let room = Room::open(&server, 1).await;
    let url = format!(
        "ws://{}/api/sessions/{}/live",
        room.site.address(),
        room.code
    );
    let token = room.members[0].token();
    for (first, wanted) in [
        (json!({"n": 1, "do": "leave"}), 4400),
        (json!({"hello": {"v": 1}}), 4400),
        (
            json!({"hello": {"v": 999, "token": token, "device": "0123456789abcdef"}}),
            4505,
        ),
        (
            json!({"hello": {"v": 1, "token": token, "device": "none"}}),
            4400,
        ),
        (
            json!({"hello": {"v": 1, "token": "none", "device": "0123456789abcdef"}}),
            4503,
        ),
    ] {
        let code = tests::closed_after(&url, room.site.address(), &first.to_string()).await;
        assert_eq!(code, wanted, "{first}");
    }
}

#[tokio::test]
async fn a_command_against_the_rules_is_refused_and_changes_nothing() {
    let server = Server::start();
    let mut room = Room::open(&server, 4).await;
    let mut screen = room.admit(Role::Screen).await;
    let mut observer = room.admit(Role::Observer).await;
    room.play(4, Play::Leave).await;
    room.go(Phase::Giving).await;
    let hand = room.member(1).view.hand(Seat(1));
    let card = hand[0].as_str();
    let other = room.member(2).view.hand(Seat(2))[0].clone();
    room.give(1, &hand[1], 2, None).await;
    let seq = room.give(2, &other, 3, None).await;
    room.all_at(seq).await;
    let away = 4;
    let own = gift_of(&room.member(1).view, 1, 2);
    let others = gift_of(&room.member(2).view, 2, 3);
    for (play, code) in [
        (give(&other, &[3], None), Code::NotInHand),
        (give("geen-kaart", &[2], None), Code::UnknownCard),
        (give(card, &[1], None), Code::ToYourself),
        (give(card, &[2, 1], None), Code::ToYourself),
        (give(card, &[9], None), Code::UnknownSeat),
        (give(card, &[0], None), Code::UnknownSeat),
        (give(card, &[away], None), Code::SeatAway),
        (give(card, &[], None), Code::NobodyNamed),
        (give(&hand[1], &[2], None), Code::AlreadyGiven),
        (give(card, &[2], Some(&"x".repeat(401))), Code::TextTooLong),
        (
            give(card, &[2], Some("om\u{202e}gekeerd")),
            Code::TextCharacters,
        ),
        (
            Play::LayOpen {
                card: other.as_str().into(),
            },
            Code::NotInHand,
        ),
        (Play::PickUp { card: card.into() }, Code::NotInHand),
        // A gift that is not theirs to see is as unknown as one that is not there.
        (Play::TakeBack { gift: others }, Code::UnknownGift),
        (Play::TakeBack { gift: GiftId(99) }, Code::UnknownGift),
        (
            Play::Pick {
                gift: own,
                picked: true,
            },
            Code::WrongPhase,
        ),
        (
            Play::Answer {
                gift: own,
                answer: Answer::LetLie,
            },
            Code::WrongPhase,
        ),
        (Play::Return, Code::AlreadySo),
    ] {
        let told = format!("{play:?}");
        let outcome = room.member(1).play(play).await.expect("an answer");
        assert_eq!(outcome.refusal(), Some(code), "{told}");
    }
    for watcher in [&mut screen, &mut observer] {
        let outcome = watcher
            .play(give(card, &[2], None))
            .await
            .expect("an answer");
        assert_eq!(outcome.refusal(), Some(Code::NotAllowed));
        let lead = Lead::Lock { locked: true };
        let outcome = watcher.lead(lead).await.expect("an answer");
        assert_eq!(outcome.refusal(), Some(Code::NotAllowed));
    }
    for seat in [Seat(2), Seat(1)] {
        let outcome = room.member(1).play_for(seat, give(card, &[3], None)).await;
        assert_eq!(
            outcome.expect("an answer").refusal(),
            Some(Code::NotAllowed)
        );
        // Only a seat without a device is played by a facilitator.
        let outcome = room.leader.play_for(seat, give(card, &[3], None)).await;
        assert_eq!(
            outcome.expect("an answer").refusal(),
            Some(Code::NotAllowed)
        );
    }
    for (lead, code) in [
        (Lead::Phase { to: Phase::Talents }, Code::NotNext),
        (Lead::Phase { to: Phase::Giving }, Code::NotNext),
        (
            Lead::Turn {
                seat: Some(Seat(1)),
            },
            Code::WrongPhase,
        ),
        (Lead::Remove { seat: Seat(9) }, Code::UnknownSeat),
        (Lead::Withdraw { pass: PassId(1) }, Code::LastFacilitator),
        (Lead::Withdraw { pass: PassId(9) }, Code::UnknownPass),
    ] {
        let told = format!("{lead:?}");
        let outcome = room.leader.lead(lead).await.expect("an answer");
        assert_eq!(outcome.refusal(), Some(code), "{told}");
    }
    let fresh = Player::connect(&room.site, &room.code, room.leader.token()).await;
    assert_eq!(fresh.expect("let in").view.seq, seq, "nothing has changed");
}

#[tokio::test]
async fn two_are_enough_and_one_cannot_start() {
    let server = Server::start();
    let mut room = Room::open(&server, 1).await;
    let to = Phase::Giving;
    let outcome = room.leader.lead(Lead::Phase { to }).await;
    assert_eq!(outcome.expect("an answer").refusal(), Some(Code::TooFew));
    room.join().await;
    room.go(to).await;
}
