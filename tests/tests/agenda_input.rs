//! What bad input gets on the werkagenda: a refusal that says why, and nothing is lost.

use competentiespel::player::{Lost, Outcome, Player};
use game::{
    ActionId, Agenda, AgendaField, CardId, Code, Lead, NewAction, Part, Phase, Place, Seat,
};
use serde_json::{Value, json};
use tests::{Room, Server, done, works, write};

const PLACE: Place = Place::Agenda(AgendaField::Situation);
const BEGIN: &str = "Er is een actieve groep bewoners met veel ideeën.\nWie doet wat?";

#[tokio::test]
async fn what_makes_no_sense_is_refused_and_changes_nothing() {
    let server = Server::start();
    let mut room = Room::open(&server, 2).await;
    room.go(Phase::Werkagenda).await;
    let actions = vec![NewAction {
        what: Some("Bellen".to_string()),
        ..NewAction::default()
    }];
    let added = works(&mut room.leader, Agenda::AddActions { actions }).await;
    let first = done(
        works(&mut room.leader, write("situation", 0, BEGIN)).await,
        "writing",
    );
    assert!(added.is_done());
    let need = |action: u16, card: &str| Agenda::Need {
        action: ActionId(action),
        card: CardId::from(card),
        on: true,
    };
    let assign = |action: u16, seat: u16| Agenda::Assign {
        action: ActionId(action),
        seat: Seat(seat),
        part: Some(Part::Owner),
    };
    let add = |many: usize| Agenda::AddActions {
        actions: vec![NewAction::default(); many],
    };
    let remove = |action: u16, removed: bool| Agenda::RemoveAction {
        action: ActionId(action),
        removed,
    };
    let settle = |offer: u64| Agenda::Settle {
        place: PLACE,
        offer,
        take: true,
        base: first,
    };
    let seq = first;
    room.all_at(seq).await;
    let too_long = Outcome::Refused {
        code: Code::TextTooLong,
        limit: Some(2000),
    };
    assert_eq!(
        works(room.member(1), write("situation", first, &"x".repeat(2001))).await,
        too_long
    );
    let full = Outcome::Refused {
        code: Code::EnoughActions,
        limit: Some(200),
    };
    assert_eq!(works(room.member(1), add(200)).await, full);
    for (asked, code) in [
        (write("title", 0, &"x".repeat(301)), Code::TextTooLong),
        (write("title", 0, "om\u{202e}gekeerd"), Code::TextCharacters),
        (write("title", 0, "een\u{0}nul"), Code::TextCharacters),
        (write("title", 0, " \n\t "), Code::AlreadySo),
        (write("situation", 0, BEGIN), Code::AlreadySo),
        (write("2/how", 0, "Ergens"), Code::UnknownAction),
        (settle(99), Code::AlreadySo),
        (add(0), Code::TextEmpty),
        (need(1, "geen-kaart"), Code::UnknownCard),
        (need(9, "lef"), Code::UnknownAction),
        (assign(1, 9), Code::UnknownSeat),
        (assign(0, 1), Code::UnknownAction),
        (
            Agenda::ByFunction {
                action: ActionId(1),
                seat: Some(Seat(9)),
            },
            Code::UnknownSeat,
        ),
        (
            Agenda::ByFunction {
                action: ActionId(1),
                seat: None,
            },
            Code::AlreadySo,
        ),
        (remove(9, true), Code::UnknownAction),
        (remove(1, false), Code::AlreadySo),
    ] {
        let told = format!("{asked:?}");
        let outcome = works(room.member(1), asked).await;
        assert_eq!(outcome.refusal(), Some(code), "{told}");
    }
    for cap in [0, 21, 255] {
        let outcome = room
            .leader
            .lead(Lead::Cap { cap })
            .await
            .expect("an answer");
        assert_eq!(
            outcome,
            Outcome::Refused {
                code: Code::CapSize,
                limit: Some(20)
            }
        );
    }
    for frame in [
        json!({"do": "write", "place": "nergens", "base": {"seq": 0}, "text": ""}),
        json!({"do": "write", "place": "65536/how", "base": {"seq": 0}, "text": ""}),
        json!({"do": "write", "place": "title", "base": {"seq": -1}, "text": ""}),
        json!({"do": "write", "place": "title", "text": "zonder begin"}),
        json!({"do": "write", "place": "title", "base": {"seq": 0}, "text": null}),
        json!({"do": "add_actions", "actions": "Bellen"}),
        json!({"do": "assign", "action": 1, "seat": 1, "part": "boss"}),
        json!({"do": "settle", "place": "title", "offer": "1", "take": true, "base": 0}),
    ] {
        refused_as_bad_frame(room.member(1), frame).await;
    }
    let fresh = Player::connect(&room.site, &room.code, room.leader.token()).await;
    assert_eq!(fresh.expect("let in").view.seq, seq, "nothing has changed");
}

async fn refused_as_bad_frame(player: &mut Player, mut frame: Value) {
    let n = u32::try_from(frame.to_string().len()).expect("small") + 1000;
    frame["n"] = n.into();
    player.ask(n, frame.to_string()).await;
    let outcome = player.answer(n).await.expect("an answer");
    assert_eq!(outcome.refusal(), Some(Code::BadFrame), "{frame}");
}

#[tokio::test]
async fn a_save_with_a_base_of_the_future_is_kept_beside_what_stands() {
    let server = Server::start();
    let mut room = Room::open(&server, 2).await;
    room.go(Phase::Werkagenda).await;
    let first = done(
        works(&mut room.leader, write("situation", 0, BEGIN)).await,
        "writing",
    );
    let beside = done(
        works(room.member(1), write("situation", first + 99, "Anders")).await,
        "writing",
    );
    room.all_at(beside).await;
    let offers = json!([{"seq": beside, "by": 1, "text": "Anders"}]);
    let stands = json!({"place": "situation", "seq": first, "text": BEGIN, "offers": offers});
    assert_eq!(room.member(2).view.doc("field/situation"), Some(&stands));
}

#[tokio::test]
async fn a_long_list_comes_in_parts_and_a_full_agenda_says_so() {
    let server = Server::start();
    let mut room = Room::open(&server, 2).await;
    let action = |nr: usize| NewAction {
        what: Some(format!("Actie {nr}: {}", "x".repeat(280))),
        ..NewAction::default()
    };
    for part in 0..4 {
        let actions = (part * 50..part * 50 + 50).map(action).collect();
        let outcome = works(&mut room.leader, Agenda::AddActions { actions }).await;
        assert!(outcome.is_done(), "part {part}");
    }
    let full = works(
        &mut room.leader,
        Agenda::AddActions {
            actions: vec![action(200)],
        },
    )
    .await;
    assert_eq!(
        full,
        Outcome::Refused {
            code: Code::EnoughActions,
            limit: Some(200)
        }
    );
    room.go(Phase::Werkagenda).await;
    let actions = room.member(1).view.doc("agenda").expect("an agenda")["actions"].clone();
    assert_eq!(actions.as_array().map(Vec::len), Some(200));
    let last = room.member(1).view.doc("field/200/what").expect("its text")["text"].clone();
    assert!(
        last.as_str()
            .is_some_and(|text| text.starts_with("Actie 199:"))
    );
    // A competentie more than fits, with and without room.
    let deck = cards::standard().cards.iter().map(|card| card.id.as_str());
    let needs: Vec<&str> = deck.take(6).collect();
    for (nr, card) in (1..).zip(needs) {
        let need = Agenda::Need {
            action: ActionId(7),
            card: CardId::from(card),
            on: true,
        };
        let outcome = works(room.member(2), need).await;
        let full = Outcome::Refused {
            code: Code::EnoughNeeds,
            limit: Some(5),
        };
        assert_eq!(nr == 6, outcome == full, "{nr}: {outcome:?}");
    }
    // More than a frame holds closes the connection, as any frame does.
    let actions = (0..200).map(action).collect();
    let asked = room.leader.ask_agenda(Agenda::AddActions { actions }).await;
    let answer = room.leader.answer(asked).await;
    assert!(matches!(answer, Err(Lost::Closed(4400))), "{answer:?}");
}
