//! Files made to keep a server busy: what no session has that much of is refused, and the rest costs
//! no more than it is long.

use crate::forged::{forged, next_text, told};
use crate::play::Game;
use crate::taken_in;
use competentiespel::export::redacted;
use game::{Entry, Event, GiftId, Phase, Seat, Source, TextId, WrittenText};

#[test]
fn more_at_once_than_can_be() {
    let described = |name| Event::Described {
        seat: Seat(1),
        name: TextId(name),
        function: None,
        sector: None,
    };
    let next = next_text(&told());
    let many: Vec<Event> = (next..).map(described).take(10_001).collect();
    assert_eq!(forged(many, &[]), "more happens at once than can");
    let many: Vec<(u32, &str)> = (next..).map(|id| (id, "Joke")).take(1_001).collect();
    assert_eq!(
        forged(Vec::new(), &many),
        "more is written at once than can be"
    );
    let texts: Vec<TextId> = (1..=10_001).map(TextId).collect();
    let one = |event| forged(vec![event], &[]);
    let forgotten = |texts: &[TextId], mentions: &[TextId]| Event::Forgotten {
        seat: Seat(1),
        texts: texts.to_vec(),
        mentions: mentions.to_vec(),
    };
    assert_eq!(
        one(forgotten(&texts, &[])),
        "too many texts are wiped at once"
    );
    assert_eq!(one(forgotten(&[], &texts)), "too many texts hold a name");
}

/// Over in a moment where each event is looked at alone; where each copies what the others bring,
/// it is not over in an hour.
#[test]
fn a_file_that_is_large_in_every_direction_costs_what_it_is_long() {
    let mut entries = told();
    let next = next_text(&entries);
    let last = entries.last().unwrap().clone();
    let text = |id| WrittenText {
        id: TextId(id),
        text: "Een naam van veertig letters lang, ja.".into(),
    };
    for many in 0..40 {
        let first = next + many * 1_000;
        let texts: Vec<WrittenText> = (first..first + 1_000).map(text).collect();
        let described = texts.iter().map(|text| Event::Described {
            seat: Seat(1),
            name: text.id,
            function: None,
            sector: None,
        });
        let seat = Seat(2);
        let away = [Event::Left { seat }, Event::Returned { seat }];
        entries.push(Entry {
            seq: last.seq + 1 + u64::from(many),
            events: described
                .chain(away.into_iter().cycle().take(8_000))
                .collect(),
            texts,
            ..last.clone()
        });
    }
    taken_in(&entries).unwrap();
    assert!(redacted(&entries) == entries, "all of it is told");
}

/// Everyone gives every card to almost everyone.
#[test]
fn as_many_gifts_as_there_can_be_are_taken_in() {
    let mut game = Game::seated(1, 48);
    game.go(Phase::Conversation);
    let mut entries = redacted(&game.entries);
    let cards = game.deck();
    let last = entries.last().unwrap().clone();
    let pairs = (1..=48).flat_map(|from| (1..=48).map(move |to| (from, to)));
    let pairs = pairs.filter(|(from, to)| from != to);
    let all = pairs.flat_map(|pair| cards.iter().take(3).map(move |card| (pair, card)));
    for (gift, ((from, to), card)) in (1..=5_001).zip(all) {
        let given = Event::Given {
            gift: GiftId(gift),
            card: card.clone(),
            from: Seat(from),
            to: Seat(to),
            reason: None,
            source: Source::Table,
        };
        entries.push(Entry {
            seq: last.seq + u64::from(gift),
            events: vec![given],
            ..last.clone()
        });
    }
    let one_more = taken_in(&entries).map(drop).unwrap_err();
    assert_eq!(one_more.why, "there are too many gifts");
    assert_eq!(one_more.seq, last.seq + 5_001);
    entries.pop();
    let shown = [Phase::Talents].map(|to| Event::PhaseMoved { to });
    let seq = entries.last().unwrap().seq + 1;
    entries.push(Entry {
        seq,
        events: shown.into(),
        ..last
    });
    assert!(redacted(&entries) == entries, "all of it is told");
}
