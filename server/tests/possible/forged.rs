//! What a forged file tells cannot have happened, and each time it is said why.

use crate::play::{Game, Move};
use crate::taken_in;
use competentiespel::export::redacted;
use game::{
    ActionId, Agenda, Answer, CardId, Entry, Event, GiftId, Lead, NewAction, Part, PassId, Phase,
    Role, Seat, Seen, Source, TextId, TokenHash, Who, WrittenText,
};

/// A session with a bit of everything, as an export tells it. What is forged comes after it.
pub fn told() -> Vec<Entry> {
    let mut game = Game::seated(1, 3);
    game.make(&Move::Admit(Role::Observer)).unwrap();
    game.lead(Lead::Phase { to: Phase::Giving }).unwrap();
    let hand = game.state.seats()[&Seat(1)].hand.clone();
    game.give(1, &hand[0], 2).unwrap();
    game.give(1, &hand[1], 3).unwrap();
    let to = Phase::Conversation;
    game.lead(Lead::Phase { to }).unwrap();
    let turn = |seat| Lead::Turn {
        seat: Some(Seat(seat)),
    };
    game.lead(turn(2)).unwrap();
    game.lead(turn(3)).unwrap();
    let mut entries = redacted(&game.entries);
    // By numbers that these tests can name.
    let mut numbers = 1..;
    for event in entries.iter_mut().flat_map(|entry| &mut entry.events) {
        if let Event::Given { gift, .. } = event {
            *gift = GiftId(numbers.next().unwrap());
        }
    }
    entries
}

/// The same, gone on to the werkagenda, with an action in it.
fn with_agenda() -> Vec<Entry> {
    let mut game = Game::seated(1, 3);
    game.go(Phase::Werkagenda);
    let what = Some("Een gesprek".into());
    let action = NewAction {
        what,
        ..NewAction::default()
    };
    let actions = vec![action];
    let leader = Who::Facilitator(PassId(1));
    game.work(leader, Agenda::AddActions { actions }).unwrap();
    redacted(&game.entries)
}

/// What comes of one more entry with these events and texts.
pub fn forged(events: Vec<Event>, texts: &[(u32, &str)]) -> &'static str {
    forged_after(told(), events, texts)
}

fn forged_after(
    mut entries: Vec<Entry>,
    events: Vec<Event>,
    texts: &[(u32, &str)],
) -> &'static str {
    let texts = texts.iter().map(|(id, text)| WrittenText {
        id: TextId(*id),
        text: (*text).into(),
    });
    let last = entries.last().unwrap();
    entries.push(Entry {
        seq: last.seq + 1,
        events,
        texts: texts.collect(),
        ..last.clone()
    });
    let seq = entries.len() as u64;
    match taken_in(&entries) {
        Ok(_) => "possible",
        Err(impossible) => {
            assert_eq!(impossible.seq, seq, "{impossible}");
            impossible.why
        }
    }
}

/// The number after the last text.
pub fn next_text(entries: &[Entry]) -> u32 {
    let texts = entries.iter().flat_map(|entry| &entry.texts);
    texts.map(|text| text.id.0).max().unwrap() + 1
}

#[test]
fn what_was_played_is_possible() {
    assert_eq!(forged(Vec::new(), &[]), "possible");
    assert_eq!(
        forged(
            vec![Event::Picked {
                gift: GiftId(1),
                picked: true
            }],
            &[]
        ),
        "possible"
    );
}

#[test]
fn gifts_that_no_play_gives() {
    let card = CardId::from("card-0-0");
    let given = |gift, from, to, card: &CardId, source| {
        let (gift, card) = (GiftId(gift), card.clone());
        let event = Event::Given {
            gift,
            card,
            from: Seat(from),
            to: Seat(to),
            reason: None,
            source,
        };
        forged(vec![event], &[])
    };
    assert_eq!(given(3, 1, 2, &card, Source::Hand), "possible");
    for taken in [0, 2, u32::MAX] {
        assert_eq!(
            given(taken, 1, 2, &card, Source::Hand),
            "each gift has a number of its own"
        );
    }
    assert_eq!(
        given(3, 1, 1, &card, Source::Hand),
        "a card cannot be given to oneself"
    );
    assert_eq!(
        given(3, 9, 1, &card, Source::Hand),
        "there is no such member"
    );
    assert_eq!(given(3, 1, 9, &card, Source::Hand), "no such seat");
    let unknown = CardId::from("geen-kaart");
    assert_eq!(
        given(3, 1, 2, &unknown, Source::Hand),
        "there is no such card in the deck"
    );
    let also = Source::Also(GiftId(7));
    assert_eq!(
        given(3, 1, 2, &card, also),
        "the card goes on from no gift there is"
    );

    let one = |event| forged(vec![event], &[]);
    let gift = GiftId(1);
    assert_eq!(
        one(Event::TakenBack { gift }),
        "an export tells nothing of gifts that were taken back"
    );
    let answer = Answer::Recognise;
    assert_eq!(
        one(Event::Answered {
            gift: GiftId(9),
            answer
        }),
        "there is no such gift"
    );
    let seat = Seat(2);
    assert_eq!(
        one(Event::Seconded {
            gift,
            seat,
            on: true
        }),
        "this role may not do that"
    );
    let (seat, card) = (Seat(1), card);
    assert_eq!(
        one(Event::LaidOpen { seat, card }),
        "an export does not tell who laid a card"
    );
}

#[test]
fn cards_that_cannot_lie_so() {
    let one = |seen| forged(vec![Event::Seen(seen)], &[]);
    let table = |ids: Vec<&str>| Seen {
        table: Some(ids.into_iter().map(|id| (id.into(), true)).collect()),
        ..Seen::default()
    };
    assert_eq!(one(table(vec!["card-0-0", "card-0-0"])), "possible");
    let unknown = "there is no such card in the deck";
    assert_eq!(one(table(vec!["geen-kaart"])), unknown);
    assert_eq!(
        one(table(vec!["card-0-0"; 1_001])),
        "there are too many cards on the table"
    );
    let stack = |ids: Vec<&str>| Seen {
        stack: Some(ids.into_iter().map(CardId::from).collect()),
        ..Seen::default()
    };
    assert_eq!(one(stack(vec!["card-0-0"])), "possible");
    assert_eq!(one(stack(vec!["geen-kaart"])), unknown);
    assert_eq!(
        one(stack(vec!["card-0-0", "card-0-0"])),
        "a card is twice among those nobody has"
    );
    let flow = |gifts| Seen {
        flow: Some(gifts),
        ..Seen::default()
    };
    assert_eq!(one(flow(9)), "possible");
    assert_eq!(one(flow(u32::MAX)), "there are too many gifts");
}

#[test]
fn people_that_cannot_be_there() {
    let joined = |seat, hash: Option<&str>, name| Event::Joined {
        seat: Seat(seat),
        hash: hash.map(|hash| TokenHash(hash.into())),
        name: TextId(name),
        function: None,
        sector: None,
        proxy: None,
        leader: None,
    };
    let next = next_text(&told());
    let name = [(next, "Joke")];
    assert_eq!(forged(vec![joined(4, Some(""), next)], &name), "possible");
    assert_eq!(
        forged(vec![joined(3, Some(""), next)], &name),
        "seats are numbered from 1"
    );
    assert_eq!(
        forged(vec![joined(4, Some("ab"), next)], &name),
        "an export holds no tokens"
    );
    let alone = "a member has a device or somebody who plays for them";
    assert_eq!(forged(vec![joined(4, None, next)], &name), alone);
    let twice = vec![joined(4, Some(""), next), joined(4, Some(""), next + 1)];
    assert_eq!(forged(twice, &name), "seats are numbered from 1");
    let forty: Vec<Event> = (4..60)
        .map(|seat| joined(seat, Some(""), next + u32::from(seat)))
        .collect();
    assert_eq!(forged(forty, &[]), "there are too many members");
    let one = |event| forged(vec![event], &[]);
    assert_eq!(
        one(Event::Left { seat: Seat(0) }),
        "there is no such member"
    );
    assert_eq!(
        one(Event::Withdrawn { pass: PassId(1) }),
        "the last facilitator stays"
    );
    let closed: Vec<Event> = [Phase::Talents, Phase::Closed]
        .map(|to| Event::PhaseMoved { to })
        .into();
    let then = |event: Event| {
        let events = closed.iter().cloned().chain([event]);
        forged(events.collect(), &name)
    };
    let described = Event::Described {
        seat: Seat(1),
        name: TextId(next),
        function: None,
        sector: None,
    };
    assert_eq!(forged(vec![described.clone()], &name), "possible");
    assert_eq!(then(described), "not in this phase");
    let hands = vec![(Seat(1), Vec::new())];
    assert_eq!(one(Event::Dealt { size: 12, hands }), "not in this phase");
    assert_eq!(
        one(Event::PhaseMoved { to: Phase::Closed }),
        "only the next or the previous phase"
    );
}

#[test]
fn texts_that_are_not_as_the_rules_write_them() {
    let next = next_text(&told());
    let reworded = |id, text: &str| {
        let wording = Some(TextId(id));
        forged(
            vec![Event::Reworded {
                gift: GiftId(1),
                by: Seat(1),
                wording,
            }],
            &[(id, text)],
        )
    };
    assert_eq!(reworded(next, "durft te bellen"), "possible");
    assert_eq!(reworded(next + 40, "durft te bellen"), "possible");
    assert_eq!(
        reworded(next - 1, "durft te bellen"),
        "texts are numbered on from the last"
    );
    assert_eq!(
        reworded(u32::MAX, "durft te bellen"),
        "texts are numbered on from the last"
    );
    assert_eq!(
        reworded(next, &"x".repeat(61)),
        "the text is longer than the limit"
    );
    assert_eq!(
        reworded(next, "om\u{202e}gekeerd"),
        "the text has control or direction-override characters"
    );
    assert_eq!(
        reworded(next, "  durft"),
        "a text is not as the rules write it down"
    );
    assert_eq!(
        reworded(next, "\u{0}"),
        "the text has control or direction-override characters"
    );
    assert_eq!(reworded(next, " "), "the text is empty");
    assert_eq!(
        forged(vec![], &[(next, "van niemand")]),
        "it brings a text that none of its events names"
    );
    let texts = vec![TextId(1)];
    assert_eq!(
        forged(vec![Event::Wiped { texts }], &[]),
        "a text that was wiped is still there"
    );
    let texts = vec![TextId(u32::MAX)];
    assert_eq!(
        forged(vec![Event::Wiped { texts }], &[]),
        "only what was written is wiped"
    );
}

#[test]
fn agendas_that_no_team_writes() {
    let one = |event| forged_after(with_agenda(), vec![event], &[]);
    let action = ActionId(1);
    let six: Vec<CardId> = (0..6)
        .map(|k| CardId::from(format!("card-0-{k}").as_str()))
        .collect();
    let cards = six[..5].to_vec();
    assert_eq!(one(Event::NeedsSet { action, cards }), "possible");
    assert_eq!(
        one(Event::NeedsSet { action, cards: six }),
        "an action needs too many cards"
    );
    let cards = vec![CardId::from("card-0-0"); 2];
    assert_eq!(
        one(Event::NeedsSet { action, cards }),
        "an action needs a card once"
    );
    let cards = vec![CardId::from("geen-kaart")];
    assert_eq!(
        one(Event::NeedsSet { action, cards }),
        "there is no such card in the deck"
    );
    let part = Some(Part::Owner);
    assert_eq!(
        one(Event::Assigned {
            action,
            seat: Seat(9),
            part
        }),
        "no such seat"
    );
    let (seat, other) = (Seat(1), ActionId(2));
    assert_eq!(
        one(Event::Assigned {
            action: other,
            seat,
            part
        }),
        "no such action"
    );
    assert_eq!(
        one(Event::CapSet { cap: 0 }),
        "a member can be proposed for 1 to 20 actions"
    );
    assert_eq!(
        one(Event::ActionAdded {
            action: ActionId(7)
        }),
        "actions are numbered from 1"
    );
    let many: Vec<Event> = (2..=201)
        .map(|id| Event::ActionAdded {
            action: ActionId(id),
        })
        .collect();
    assert_eq!(
        forged_after(with_agenda(), many, &[]),
        "there are too many actions"
    );
    let next = next_text(&with_agenda());
    let place = "2/how".parse().unwrap();
    let sent = Some(TextId(next));
    let wrote = |place| {
        forged_after(
            with_agenda(),
            vec![Event::Wrote {
                place,
                sent,
                stands: sent,
            }],
            &[(next, "Samen")],
        )
    };
    assert_eq!(wrote(place), "no such action");
    assert_eq!(wrote("1/how".parse().unwrap()), "possible");
    let place = "situation".parse().unwrap();
    let taken = true;
    assert_eq!(
        one(Event::Settled {
            place,
            offer: 3,
            taken
        }),
        "that is so already"
    );
    let (by, text, instead) = (Some(Seat(7)), None, None);
    assert_eq!(
        one(Event::Offered {
            place,
            text,
            by,
            instead
        }),
        "no such seat"
    );
}

#[test]
fn entries_that_are_not_told_so() {
    let wrong = |change: fn(&mut Vec<Entry>)| {
        let mut entries = told();
        change(&mut entries);
        taken_in(&entries)
            .map(drop)
            .map_err(|impossible| impossible.to_string())
    };
    let gap = Err("entry 3: entries are numbered from 1 without gaps".to_owned());
    assert_eq!(wrong(|entries| drop(entries.remove(2))), gap);
    let first = Err("entry 1: a session is opened by its first entry".to_owned());
    assert_eq!(wrong(|entries| entries[0].events.clear()), first);
    let again = |entries: &mut Vec<Entry>| {
        let opened = entries[0].events[0].clone();
        entries[1].events.insert(0, opened);
    };
    let second = Err("entry 2: a session is opened by its first entry".to_owned());
    assert_eq!(wrong(again), second);
    let who = Err("entry 2: an export does not tell who asked".to_owned());
    assert_eq!(wrong(|entries| entries[1].who = Who::Seat(Seat(1))), who);
    let days = |entries: &mut Vec<Entry>| {
        if let Event::Opened { retention_days, .. } = &mut entries[0].events[0] {
            *retention_days = 9_999;
        }
    };
    let kept = Err("entry 1: a session is kept for 30, 90 or 365 days".to_owned());
    assert_eq!(wrong(days), kept);
}
