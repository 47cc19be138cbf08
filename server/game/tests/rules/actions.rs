//! The actions of the werkagenda: what each needs, and who takes it up.

use crate::agenda::{LEADER, begun, member, write_at};
use crate::play::Game;
use game::{
    ACTIONS_MAX, ActionField, ActionId, Agenda, Base, CardId, Code, Document, Key, Lead, NEEDS_MAX,
    NewAction, Part, Place, Seat, render,
};

fn action_document(game: &Game, action: u16) -> game::ActionDocument {
    match render(&game.state, Key::Action(ActionId(action))) {
        Some(Document::Action(action)) => action,
        other => panic!("{other:?}"),
    }
}

fn add(game: &mut Game, what: &[&str]) -> Result<u64, Code> {
    let action = |what: &&str| NewAction {
        what: Some((*what).to_owned()),
        ..NewAction::default()
    };
    let actions = what.iter().map(action).collect();
    game.work(LEADER, Agenda::AddActions { actions })
}

#[test]
fn what_an_action_needs_is_suggested_until_the_team_says_so() {
    let mut game = begun();
    add(&mut game, &["De vergunning regelen", ""]).unwrap();
    let suggested = action_document(&game, 1);
    assert!(!suggested.needs.is_empty() && !suggested.needs_by_team);
    assert_eq!(suggested.suggested[0].words, ["vergunning"]);
    assert_eq!(action_document(&game, 2).needs, [], "not matched yet");
    let need = |card: &CardId, on| Agenda::Need {
        action: ActionId(1),
        card: card.clone(),
        on,
    };
    // Agreeing with a suggestion is saying so too: it stays when the text changes.
    let first = &suggested.needs[0];
    game.work(member(1), need(first, true)).unwrap();
    assert!(action_document(&game, 1).needs_by_team);
    let what = Place::Action(ActionId(1), ActionField::What);
    write_at(&mut game, member(1), what, Base::default(), "Muziek maken").unwrap();
    let agreed = action_document(&game, 1).needs;
    assert_eq!(agreed.len(), suggested.needs.len());
    assert_eq!(
        game.work(member(1), need(first, true)),
        Err(Code::AlreadySo)
    );
    let rest: Vec<CardId> = game
        .deck()
        .into_iter()
        .filter(|card| !agreed.contains(card))
        .collect();
    let more = NEEDS_MAX - agreed.len();
    for card in &rest[..more] {
        game.work(member(1), need(card, true)).unwrap();
    }
    assert_eq!(
        game.work(member(1), need(&rest[more], true)),
        Err(Code::EnoughNeeds)
    );
    assert_eq!(
        game.work(member(1), need(&"geen".into(), true)),
        Err(Code::UnknownCard)
    );
    for card in action_document(&game, 1).needs {
        game.work(member(1), need(&card, false)).unwrap();
    }
    assert!(
        action_document(&game, 1).needs_by_team,
        "nothing, and the team says so"
    );
}

#[test]
fn an_action_has_one_owner_and_a_full_agenda_no_more_actions() {
    let mut game = begun();
    add(&mut game, &["Bellen"]).unwrap();
    let assign = |action, seat, part| Agenda::Assign {
        action: ActionId(action),
        seat: Seat(seat),
        part,
    };
    for (seat, part) in [
        (1, Part::Owner),
        (2, Part::Helper),
        (2, Part::Owner),
        (3, Part::Helper),
    ] {
        game.work(member(4), assign(1, seat, Some(part))).unwrap();
    }
    let decided = action_document(&game, 1);
    assert_eq!(
        (decided.owner, &decided.helpers[..]),
        (Some(Seat(2)), &[Seat(3)][..])
    );
    assert_eq!(
        game.work(member(4), assign(1, 1, None)),
        Err(Code::AlreadySo)
    );
    assert_eq!(
        game.work(member(4), assign(1, 9, Some(Part::Owner))),
        Err(Code::UnknownSeat)
    );
    game.lead(Lead::Forget { seat: Seat(2) }).unwrap();
    assert_eq!(action_document(&game, 1).owner, None);
    assert_eq!(
        game.work(member(4), assign(1, 2, Some(Part::Owner))),
        Err(Code::UnknownSeat)
    );
    for code in [Err(Code::EnoughActions), Ok(())] {
        let many = if code.is_ok() {
            ACTIONS_MAX - 1
        } else {
            ACTIONS_MAX
        };
        assert_eq!(add(&mut game, &vec!["Bellen"; many]).map(drop), code);
    }
    let remove = |removed| Agenda::RemoveAction {
        action: ActionId(1),
        removed,
    };
    game.work(member(1), remove(true)).unwrap();
    assert_eq!(game.work(member(1), remove(true)), Err(Code::AlreadySo));
    assert_eq!(
        game.work(member(4), assign(1, 1, Some(Part::Owner))),
        Err(Code::UnknownAction)
    );
    add(&mut game, &["Een andere"]).unwrap();
    assert_eq!(
        game.work(member(1), remove(false)),
        Err(Code::EnoughActions)
    );
}
