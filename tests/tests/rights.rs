//! Who may do what, for how long, and what a goodbye looks like.

use competentiespel::frame::You;
use competentiespel::player::{Lost, Player, random_token};
use game::{Answer, Code, Lead, PassId, Phase, Play, Role, Seat};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use tests::{Room, Server, done, gift_of, give, see};

#[tokio::test]
async fn a_withdrawn_pass_closes_and_opens_nothing_any_more() {
    let server = Server::start();
    let mut room = Room::open(&server, 2).await;
    let mut second = room.admit(Role::Facilitator).await;
    let mut screen = room.admit(Role::Screen).await;
    assert_eq!(second.view.you, Some(You::Facilitator { pass: PassId(2) }));
    assert_eq!(screen.view.you, Some(You::Screen));
    for pass in [PassId(2), PassId(3)] {
        room.lead(Lead::Withdraw { pass }).await;
    }
    for gone in [&mut second, &mut screen] {
        assert_eq!(gone.until_closed().await.expect("it closes"), 4503);
        let again = Player::connect(&room.site, &room.code, gone.token()).await;
        assert!(matches!(again, Err(Lost::Closed(4503))));
    }
    let denied = room.site.deck(&room.code, second.token()).await;
    assert_eq!(denied.expect_err("no entry").status, 401);
    // The last facilitator cannot be withdrawn.
    let outcome = room.leader.lead(Lead::Withdraw { pass: PassId(1) }).await;
    assert_eq!(
        outcome.expect("an answer").refusal(),
        Some(Code::LastFacilitator)
    );
}

#[tokio::test]
async fn a_facilitator_who_plays_too_sees_counts_only() {
    let server = Server::start();
    let mut room = Room::open(&server, 2).await;
    assert!(room.leader.view.doc("few").is_some());
    let own = random_token();
    let leader = room.leader.token().to_string();
    let seat = room
        .site
        .sit_as_leader(&room.code, &leader, Some(&own), "Ook ik")
        .await;
    assert_eq!(seat.ok(), Some(Seat(3)));
    let seq = room.leader.view.seq + 1;
    see(&mut room.leader, seq).await;
    room.go(Phase::Giving).await;
    assert!(room.leader.view.doc("few").is_none());
    let count = room.leader.view.doc("few_count").expect("a count").clone();
    assert_eq!(count, json!({"count": 3, "seats": null}));
    // Leading and playing are two tokens and two pages.
    let mut playing = Player::connect(&room.site, &room.code, &own)
        .await
        .expect("let in");
    assert_eq!(playing.view.you, Some(You::Member { seat: Seat(3) }));
    assert!(playing.view.doc("few_count").is_none());
    assert!(room.leader.view.doc("hand/3").is_none());
    let card = playing.view.hand(Seat(3))[0].clone();
    let outcome = playing
        .play(give(&card, &[1], None))
        .await
        .expect("an answer");
    see(&mut room.leader, done(outcome, "give")).await;
    assert!(room.leader.view.gifts().next().is_none());
}

#[tokio::test]
async fn who_has_no_device_is_played_by_the_facilitator_alone() {
    let server = Server::start();
    let mut room = Room::open(&server, 2).await;
    let mut second = room.admit(Role::Facilitator).await;
    let leader = room.leader.token().to_string();
    let seat = room
        .site
        .sit_as_leader(&room.code, &leader, None, "Oma Jans")
        .await;
    assert_eq!(seat.ok(), Some(Seat(3)));
    room.go(Phase::Giving).await;
    // Others' screens say who plays for them.
    assert_eq!(
        room.member(1).view.doc("seat/3").expect("a seat")["proxy"],
        1
    );
    let hand = room.leader.view.hand(Seat(3));
    assert_eq!(hand.len(), 12);
    assert!(room.leader.view.doc("hand/1").is_none());
    let play = give(&hand[0], &[1], Some("Voor jou."));
    let outcome = room
        .leader
        .play_for(Seat(3), play.clone())
        .await
        .expect("an answer");
    let seq = done(outcome, "give for someone else");
    room.all_at(seq).await;
    see(&mut second, seq).await;
    let gift = format!("gift/{}", gift_of(&room.leader.view, 3, 1).0);
    assert!(room.member(1).view.doc(&gift).is_some());
    assert!(room.member(2).view.doc(&gift).is_none());
    // Another facilitator neither sees that hand nor plays it.
    assert!(second.view.doc("hand/3").is_none() && second.view.doc(&gift).is_none());
    let outcome = second.play_for(Seat(3), give(&hand[1], &[1], None)).await;
    assert_eq!(
        outcome.expect("an answer").refusal(),
        Some(Code::NotAllowed)
    );
    // When the first goes, the second plays for them: nobody is left without.
    let outcome = second.lead(Lead::Withdraw { pass: PassId(1) }).await;
    see(&mut second, done(outcome.expect("an answer"), "withdraw")).await;
    assert_eq!(room.leader.until_closed().await.expect("it closes"), 4503);
    assert_eq!(second.view.hand(Seat(3)).len(), 11);
    let outcome = second.play_for(Seat(3), give(&hand[1], &[1], None)).await;
    assert!(outcome.expect("an answer").is_done());
}

#[tokio::test]
async fn a_deleted_session_is_gone_for_everyone() {
    let server = Server::start();
    let mut room = Room::open(&server, 2).await;
    let mut screen = room.admit(Role::Screen).await;
    let other = Room::open(&server, 1).await;
    let leader = room.leader.token().to_string();
    room.site
        .delete(&room.code, &leader)
        .await
        .expect("it is deleted");
    let all = room
        .members
        .iter_mut()
        .chain([&mut room.leader, &mut screen]);
    for player in all {
        assert_eq!(player.until_closed().await.expect("it closes"), 4504);
        // And later it is as if it had never been.
        let again = Player::connect(&room.site, &room.code, player.token()).await;
        assert!(matches!(again, Err(Lost::Closed(4503 | 4504))));
    }
    assert_eq!(
        room.site.door(&room.code).await.expect_err("gone").status,
        404
    );
    let token = other.members[0].token();
    Player::connect(&other.site, &other.code, token)
        .await
        .expect("another is still there");
}

#[tokio::test]
async fn who_asks_to_be_forgotten_is() {
    let server = Server::start();
    let mut room = Room::open(&server, 3).await;
    room.go(Phase::Giving).await;
    let card = room.member(1).view.hand(Seat(1))[0].clone();
    room.give(1, &card, 2, Some("Lid 1 zag dit van Lid 2."))
        .await;
    let card = room.member(2).view.hand(Seat(2))[0].clone();
    let seq = room.give(2, &card, 1, Some("En dit van Lid 1.")).await;
    room.all_at(seq).await;
    room.member(1).ask_play(None, Play::ForgetMe).await;
    assert_eq!(
        room.member(1).until_closed().await.expect("it closes"),
        4503
    );
    let again = Player::connect(&room.site, &room.code, room.members[0].token()).await;
    assert!(matches!(again, Err(Lost::Closed(4503))));
    for player in [&mut room.members[1], &mut room.leader] {
        see(player, seq + 1).await;
        let seat = player.view.doc("seat/1").expect("the chair stays").clone();
        assert_eq!(
            (&seat["name"], &seat["forgotten"]),
            (&Value::Null, &json!(true))
        );
    }
    for (from, to) in [(1, 2), (2, 1)] {
        let view = &room.members[1].view;
        let gift = format!("gift/{}", gift_of(view, from, to).0);
        let gift = view.doc(&gift).expect("it shows as removed");
        assert_eq!(gift["removed"], true);
        assert_eq!(
            (&gift["reason"], &gift["card"]),
            (&Value::Null, &Value::Null)
        );
    }
    let replay = room.site.replay(&room.code, room.members[1].token()).await;
    let replay = format!("{:?}", replay.expect("a replay"));
    assert!(!replay.contains("Lid 1"), "{replay}");
}

#[tokio::test]
async fn a_locked_session_lets_nobody_join_and_keeps_who_is_in() {
    let server = Server::start();
    let mut room = Room::open(&server, 2).await;
    room.lead(Lead::Lock { locked: true }).await;
    assert!(!room.site.door(&room.code).await.expect("a door").open);
    let denied = room
        .site
        .sit(&room.code, &random_token(), "Laat", None, None)
        .await;
    assert_eq!(denied.expect_err("locked").rules(), Some(Code::Locked));
    let token = room.members[0].token().to_string();
    Player::connect(&room.site, &room.code, &token)
        .await
        .expect("who is in may come back");
    let same = room.site.sit(&room.code, &token, "Lid 1", None, None).await;
    assert_eq!(same.ok(), Some(Seat(1)), "who is in may press join again");
    room.lead(Lead::Lock { locked: false }).await;
    room.join().await;
}

#[tokio::test]
async fn who_comes_late_is_dealt_a_hand_while_the_others_give() {
    let server = Server::start();
    let mut room = Room::open(&server, 4).await;
    room.go(Phase::Giving).await;
    let late = room.join().await;
    let hand = late.view.hand(Seat(5));
    assert_eq!(hand.len(), 12);
    assert_eq!(
        hand.iter().collect::<BTreeSet<_>>().len(),
        12,
        "no card twice"
    );
    room.go(Phase::Conversation).await;
    let later = room.join().await;
    assert!(later.view.doc("hand/6").is_none());
    assert_eq!(later.view.doc("seat/6").expect("a chair")["dealt"], false);
    // And gives from the open table, or what nobody was dealt.
    let seq = room.leader.view.seq + 1;
    room.all_at(seq).await;
    let card = room.member(2).view.hand(Seat(2))[0].clone();
    let laid = Play::LayOpen {
        card: card.as_str().into(),
    };
    let seq = room.play(2, laid).await;
    room.all_at(seq).await;
    room.give(6, &card, 1, None).await;
}

#[tokio::test]
async fn who_leaves_may_return_to_what_still_lies_there() {
    let server = Server::start();
    let mut room = Room::open(&server, 3).await;
    room.go(Phase::Giving).await;
    let hand = room.member(1).view.hand(Seat(1));
    room.give(1, &hand[0], 2, None).await;
    let seq = room.play(1, Play::Leave).await;
    room.all_at(seq).await;
    assert_eq!(room.leader.view.table().len(), hand.len() - 1);
    assert!(room.member(2).view.gifts().next().is_some(), "gifts stay");
    let outcome = room.member(2).play(give("lef", &[1], None)).await;
    assert!(matches!(
        outcome.expect("an answer").refusal(),
        Some(Code::SeatAway | Code::NotInHand)
    ));
    let seq = room.play(1, Play::Return).await;
    room.all_at(seq).await;
    assert_eq!(room.member(1).view.hand(Seat(1)).len(), hand.len() - 1);
    assert!(room.leader.view.table().is_empty());
    // Someone who went without a word is marked, and brought back, by the facilitator.
    room.lead(Lead::Remove { seat: Seat(2) }).await;
    let seq = room.lead(Lead::BringBack { seat: Seat(2) }).await;
    room.all_at(seq).await;
    assert_eq!(room.member(2).view.hand(Seat(2)).len(), 12);
}

#[tokio::test]
async fn a_card_left_lying_is_nobodys_business() {
    let server = Server::start();
    let mut room = Room::open(&server, 3).await;
    room.go(Phase::Giving).await;
    let card = room.member(1).view.hand(Seat(1))[0].clone();
    room.give(1, &card, 2, Some("Daarom.")).await;
    room.go(Phase::Conversation).await;
    room.lead(Lead::Turn {
        seat: Some(Seat(2)),
    })
    .await;
    let (gift, answer) = (gift_of(&room.member(2).view, 1, 2), Answer::LetLie);
    let seq = room.play(2, Play::Answer { gift, answer }).await;
    room.all_at(seq).await;
    let gift = format!("gift/{}", gift.0);
    assert!(room.member(2).view.doc(&gift).is_some());
    assert!(room.member(1).view.doc(&gift).is_none());
    assert!(room.leader.view.doc(&gift).is_none());
    assert_eq!(
        room.member(1).view.table(),
        [card],
        "the giver sees it back"
    );
    room.go(Phase::Talents).await;
    for player in room.members.iter().chain([&room.leader]) {
        assert!(player.view.doc(&gift).is_none());
        let talents = player.view.doc("talents/2").expect("a page");
        assert_eq!(talents["cards"], json!([]));
        assert_eq!(
            player.view.doc("team").expect("a page")["wishes"],
            json!([])
        );
    }
}

#[tokio::test]
async fn who_is_here_is_told_and_never_kept() {
    use competentiespel::frame::Doing;
    let server = Server::start();
    let mut room = Room::open(&server, 2).await;
    let seq = 3; // Opened, and two who sat down.
    room.all_at(seq).await;
    let here = |seat: u16, doing: Doing| {
        move |view: &competentiespel::player::View| view.here.get(&seat.to_string()) == Some(&doing)
    };
    room.leader
        .until("both are here", here(2, Doing::Here))
        .await
        .expect("told");
    // Who was choosing when an entry came would have given that card.
    room.member(1).doing(Doing::Choosing).await;
    room.members.remove(1);
    let gone = |view: &competentiespel::player::View| !view.here.contains_key("2");
    room.leader.until("one is gone", gone).await.expect("told");
    assert!(here(1, Doing::Here)(&room.leader.view));
    assert_eq!(room.leader.view.seq, seq, "no entry was made of it");
}

#[tokio::test]
async fn a_server_that_stops_says_so_and_everyone_comes_back() {
    let mut server = Server::start();
    let mut room = Room::open(&server, 3).await;
    room.go(Phase::Giving).await;
    let card = room.member(1).view.hand(Seat(1))[0].clone();
    let seq = room.give(1, &card, 2, None).await;
    let url = format!(
        "ws://{}/api/sessions/{}/live",
        room.site.address(),
        room.code
    );
    let hello =
        json!({"hello": {"v": 1, "token": room.members[0].token(), "device": "0123456789abcdef"}});
    let address = room.site.address().to_string();
    let (welcomed, mut is_welcomed) = tokio::sync::oneshot::channel();
    let watching = tokio::spawn(async move {
        tests::close_code_after(&url, &address, &hello.to_string(), Some(welcomed)).await
    });
    (&mut is_welcomed).await.expect("it is in");
    let ended = tokio::task::spawn_blocking(move || {
        let status = server.terminate();
        (server, status)
    });
    assert_eq!(watching.await.expect("no panic"), 4001);
    let (mut server, status) = ended.await.expect("no panic");
    assert_eq!(status.code(), Some(0));
    server.restart();
    let before = room
        .members
        .iter()
        .map(|player| player.welcomes)
        .sum::<u32>();
    let next = room.member(2).view.hand(Seat(2))[0].clone();
    assert_eq!(room.give(2, &next, 1, None).await, seq + 1);
    room.all_at(seq + 1).await;
    let after = room
        .members
        .iter()
        .map(|player| player.welcomes)
        .sum::<u32>();
    assert_eq!(after, before + 3, "each came back by themselves");
}
