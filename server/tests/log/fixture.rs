//! Makes the files by which later versions are tested (L8). A fixture that was released is never
//! made again: a new version of the database or of the events gets a new one beside it.

use crate::support::{folder, opened, session};
use competentiespel::log::{Committed, Log, NewSession};
use game::{
    Answer, CardId, ClusterId, DeckOutline, Entry, Event, Form, GiftId, PassId, Phase, Role, Seat,
    Source, TextId, TokenHash, Who, WrittenText,
};
use std::collections::BTreeMap;
use std::path::Path;

/// Every event there is, each in an entry of its own.
fn every_event() -> Vec<Event> {
    let (seat, other, gift) = (Seat(1), Seat(2), GiftId(1));
    let card = || CardId::from("lef");
    let hash = |n: u8| TokenHash(format!("{n:032x}").into());
    let text = |n: u32| Some(TextId(n));
    vec![
        Event::Opened {
            hash: hash(1),
            title: TextId(1),
            team: TextId(2),
            form: Form::Dealt,
            hand: None,
            retention_days: 365,
            deck: DeckOutline {
                id: "wijkgericht".into(),
                hash: "d1".into(),
                clusters: vec![(ClusterId("doen".into()), vec![card(), "praktisch".into()])],
                cards: Vec::new(),
            },
            reasons_in_exports: false,
            imported: None,
        },
        Event::Admitted {
            pass: PassId(2),
            hash: hash(2),
            role: Role::Observer,
            name: text(3),
        },
        Event::Withdrawn { pass: PassId(2) },
        Event::Joined {
            seat,
            hash: Some(hash(3)),
            name: TextId(4),
            function: text(5),
            sector: None,
            proxy: None,
            leader: Some(PassId(1)),
        },
        Event::Described {
            seat,
            name: TextId(6),
            function: None,
            sector: text(7),
        },
        Event::PhaseMoved { to: Phase::Giving },
        Event::Dealt {
            size: 6,
            hands: [(seat, vec![card()]), (other, vec!["praktisch".into()])].into(),
        },
        Event::Given {
            gift,
            card: card(),
            from: seat,
            to: other,
            reason: text(8),
            source: Source::Also(GiftId(3)),
        },
        Event::TakenBack { gift },
        Event::LaidOpen { seat, card: card() },
        Event::PickedUp { seat, card: card() },
        Event::ReadySet { seat, ready: true },
        Event::TurnStarted { seat: Some(other) },
        Event::Picked { gift, picked: true },
        Event::Answered {
            gift,
            answer: Answer::TalkOn,
        },
        Event::Seconded {
            gift,
            seat,
            on: true,
        },
        Event::Reworded {
            gift,
            by: seat,
            wording: text(9),
        },
        Event::Left { seat },
        Event::Returned { seat },
        Event::LockSet { locked: true },
        Event::Forgotten {
            seat,
            texts: vec![TextId(4), TextId(5), TextId(6), TextId(8)],
            mentions: vec![TextId(9)],
        },
        Event::Wiped {
            texts: vec![TextId(9)],
        },
    ]
}

fn entry(seq: u64, event: Event) -> Entry {
    // Texts come with the events that name them.
    let written: &[u32] = match seq {
        1 => &[1, 2],
        2 => &[3],
        4 => &[4, 5],
        5 => &[6, 7],
        8 => &[8],
        17 => &[9],
        _ => &[],
    };
    let text = |id: &u32| WrittenText {
        id: TextId(*id),
        text: format!("Tekst {id}: één, “twee”, 👩‍👧"),
    };
    Entry {
        seq,
        at: 1_700_000_000_000 + seq,
        who: match seq % 3 {
            0 => Who::Facilitator(PassId(1)),
            1 => Who::Door,
            _ => Who::Seat(Seat(1)),
        },
        device: u64::MAX - seq,
        n: seq as u32,
        events: vec![event],
        texts: written.iter().map(text).collect(),
    }
}

#[tokio::test]
#[ignore = "writes the fixture of a new version; name it first"]
async fn makes_a_fixture() {
    let name = std::env::var("COMPETENTIESPEL_TEST_FIXTURE").expect("a name, such as v2");
    let dir = folder();
    let log = Log::open(dir.path()).unwrap();
    let entries: Vec<Entry> = (1..)
        .zip(every_event())
        .map(|(seq, event)| entry(seq, event))
        .collect();
    let new = NewSession {
        retention_days: 365,
        at: entries[0].at,
        entries: entries[..1].to_vec(),
        ..session("ZWYNDR")
    };
    assert_eq!(log.create(new).await, Committed::Done);
    assert_eq!(log.create(session("NAGAST")).await, Committed::Done);
    let first = log.load("ZWYNDR").await.unwrap().unwrap().id;
    for one in &entries[1..] {
        let committed = log.append(first, one.seq - 1, vec![one.clone()]).await;
        assert_eq!(committed, Committed::Done);
    }
    let mut expected = BTreeMap::new();
    for code in ["ZWYNDR", "NAGAST"] {
        let stored = log.load(code).await.unwrap().unwrap();
        expected.insert(code, stored.entries);
    }
    assert_eq!(expected["NAGAST"], [opened("Wie past waar?")]);
    assert_eq!(expected["ZWYNDR"][20].events, entries[20].events);
    assert_ne!(
        expected["ZWYNDR"][7].texts, entries[7].texts,
        "some are wiped"
    );
    drop(log);

    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    std::fs::create_dir_all(&fixtures).unwrap();
    let database = fixtures.join(format!("{name}.db"));
    assert!(!database.exists(), "a fixture is never made again");
    std::fs::copy(dir.path().join("competentiespel.db"), database).unwrap();
    let json = serde_json::to_string_pretty(&expected).unwrap();
    std::fs::write(fixtures.join(format!("{name}.json")), json).unwrap();
}
