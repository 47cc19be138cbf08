//! Working on the werkagenda together, by small examples. What holds for every order of things is
//! in `together.rs`.

use crate::play::{Game, Move};
use game::{
    ActionField, ActionId, Agenda, AgendaField, Audience, Base, Code, Document, FieldDocument, Key,
    Lead, OFFERS_MAX, PassId, Phase, Place, Play, Seat, Who, document, render,
};

const SITUATION: Place = Place::Agenda(AgendaField::Situation);
pub const LEADER: Who = Who::Facilitator(PassId(1));
const BEGIN: &str = "Er is een plan. Niemand doet het.";

/// Four members in the werkagenda.
pub fn begun() -> Game {
    let mut game = Game::seated(1, 4);
    game.go(Phase::Werkagenda);
    game
}

pub fn member(seat: u16) -> Who {
    Who::Seat(Seat(seat))
}

fn write(game: &mut Game, who: Who, seq: u64, text: &str) -> Result<u64, Code> {
    write_at(game, who, SITUATION, Base { seq, mine: false }, text)
}

/// By who typed on since the save that became entry `seq`.
fn write_on(game: &mut Game, who: Who, seq: u64, text: &str) -> Result<u64, Code> {
    write_at(game, who, SITUATION, Base { seq, mine: true }, text)
}

pub fn write_at(
    game: &mut Game,
    who: Who,
    place: Place,
    base: Base,
    text: &str,
) -> Result<u64, Code> {
    let text = text.to_owned();
    game.work(who, Agenda::Write { place, base, text })
}

fn settle(game: &mut Game, offer: u64, take: bool, base: u64) -> Result<u64, Code> {
    game.work(
        member(3),
        Agenda::Settle {
            place: SITUATION,
            offer,
            take,
            base,
        },
    )
}

fn field(game: &Game) -> FieldDocument {
    match render(&game.state, Key::Field(SITUATION)) {
        Some(Document::Field(field)) => field,
        other => panic!("{other:?}"),
    }
}

/// What stands there, and what stands beside it.
fn stands(game: &Game) -> (String, Vec<String>) {
    let field = field(game);
    (
        field.text,
        field.offers.into_iter().map(|offer| offer.text).collect(),
    )
}

fn only(text: &str) -> (String, Vec<String>) {
    (text.to_owned(), Vec::new())
}

#[test]
fn two_people_in_different_sentences_merge_without_an_offer() {
    let mut game = begun();
    let begin = write(&mut game, LEADER, 0, BEGIN).unwrap();
    write(
        &mut game,
        member(1),
        begin,
        "Er is een mooi plan. Niemand doet het.",
    )
    .unwrap();
    write(
        &mut game,
        member(2),
        begin,
        "Er is een plan. Niemand doet het nu.",
    )
    .unwrap();
    assert_eq!(
        stands(&game),
        only("Er is een mooi plan. Niemand doet het nu.")
    );
}

#[test]
fn two_people_in_the_same_word_get_an_offer() {
    let mut game = begun();
    let begin = write(&mut game, LEADER, 0, BEGIN).unwrap();
    let first = write(
        &mut game,
        member(1),
        begin,
        "Er is een idee. Niemand doet het.",
    )
    .unwrap();
    let second = write(
        &mut game,
        member(2),
        begin,
        "Er is een droom. Niemand doet het.",
    )
    .unwrap();
    let field = field(&game);
    assert_eq!(
        (field.seq, field.text.as_str()),
        (first, "Er is een idee. Niemand doet het.")
    );
    let [offer] = &field.offers[..] else {
        panic!("{field:?}")
    };
    assert_eq!((offer.seq, offer.by), (second, Some(Seat(2))));
    assert_eq!(offer.text, "Er is een droom. Niemand doet het.");
}

#[test]
fn typing_on_after_a_save_that_was_merged_loses_nothing() {
    let mut game = begun();
    let begin = write(&mut game, LEADER, 0, BEGIN).unwrap();
    write(
        &mut game,
        member(1),
        begin,
        "Er is een mooi plan. Niemand doet het.",
    )
    .unwrap();
    let saved = write(
        &mut game,
        member(2),
        begin,
        "Er is een plan. Niemand doet het nu.",
    )
    .unwrap();
    // Member 2 never saw *mooi*: it is not taken away by what they send next.
    let on = "Er is een plan. Niemand doet het nu. Jammer";
    write_on(&mut game, member(2), saved, on).unwrap();
    assert_eq!(
        stands(&game),
        only("Er is een mooi plan. Niemand doet het nu. Jammer")
    );
}

#[test]
fn who_types_on_in_their_own_offer_has_one_offer() {
    let mut game = begun();
    let begin = write(&mut game, LEADER, 0, BEGIN).unwrap();
    write(
        &mut game,
        member(1),
        begin,
        "Er is een idee. Niemand doet het.",
    )
    .unwrap();
    let offer = write(
        &mut game,
        member(2),
        begin,
        "Er is een droom. Niemand doet het.",
    )
    .unwrap();
    let on = "Er is een droom van ons. Niemand doet het.";
    let instead = write_on(&mut game, member(2), offer, on).unwrap();
    assert_eq!(stands(&game).1, [on]);
    assert_eq!(field(&game).offers[0].seq, instead);
    assert_eq!(
        settle(&mut game, offer, false, 0),
        Err(Code::AlreadySo),
        "it is not there any more"
    );
    // Somebody else who says they sent it does not replace it.
    write_on(&mut game, member(1), instead, "Iets heel anders").unwrap();
    assert_eq!(stands(&game).1, [on, "Iets heel anders"]);
}

#[test]
fn a_choice_is_made_by_who_saw_what_goes() {
    let mut game = begun();
    let begin = write(&mut game, LEADER, 0, BEGIN).unwrap();
    let first = write(
        &mut game,
        member(1),
        begin,
        "Er is een idee. Niemand doet het.",
    )
    .unwrap();
    let droom = "Er is een droom. Niemand doet het.";
    let offer = write(&mut game, member(2), begin, droom).unwrap();
    let on = write(
        &mut game,
        member(1),
        first,
        "Er is een idee. Niemand doet het nog.",
    )
    .unwrap();
    assert_eq!(settle(&mut game, offer, true, first), Err(Code::MovedOn));
    let chosen = settle(&mut game, offer, true, on).unwrap();
    assert_eq!(stands(&game), only(droom));
    assert_eq!(
        field(&game).seq,
        chosen,
        "the next save begins with what was chosen"
    );
    assert_eq!(settle(&mut game, offer, true, chosen), Err(Code::AlreadySo));
}

#[test]
fn an_offer_that_is_let_go_leaves_what_stands() {
    let mut game = begun();
    let begin = write(&mut game, LEADER, 0, BEGIN).unwrap();
    write(&mut game, member(1), begin, "Er is een idee.").unwrap();
    let offer = write(&mut game, member(2), begin, "Er is een droom.").unwrap();
    settle(&mut game, offer, false, 0).unwrap();
    assert_eq!(stands(&game), only("Er is een idee."));
}

#[test]
fn where_enough_stands_beside_it_nothing_is_merged() {
    let mut game = begun();
    let begin = write(&mut game, LEADER, 0, BEGIN).unwrap();
    let mooi = "Er is een mooi plan. Niemand doet het.";
    let now = write(&mut game, member(1), begin, mooi).unwrap();
    for nr in 1..=OFFERS_MAX {
        let other = format!("Er is een plan {nr}. Niemand doet het.");
        let other = other.replace("een plan", "geen plan");
        write(&mut game, member(2), begin, &other).unwrap();
    }
    assert_eq!(field(&game).offers.len(), OFFERS_MAX);
    // It would go together with what stands there. First the team chooses.
    let end = "Er is een plan. Niemand doet iets.";
    let merged = write(&mut game, member(3), begin, end);
    assert_eq!(merged, Err(Code::EnoughOffers));
    // Who began with what stands there goes on.
    write(&mut game, member(3), now, "Nieuw.").unwrap();
    assert_eq!(stands(&game).0, "Nieuw.");
}

#[test]
fn a_refused_save_leaves_things_as_they_were() {
    let mut game = begun();
    let begin = write(&mut game, LEADER, 0, BEGIN).unwrap();
    write(&mut game, member(1), begin, "nummer 0").unwrap();
    for nr in 1..=OFFERS_MAX {
        write(&mut game, member(2), begin, &format!("nummer {nr}")).unwrap();
    }
    let before = game.state.clone();
    let long = "x".repeat(2001);
    for (seq, text, code) in [
        (begin, "nummer 99", Code::EnoughOffers),
        (begin, long.as_str(), Code::TextTooLong),
        (begin, "om\u{202e}gekeerd", Code::TextCharacters),
        (begin, "een\u{0}nul", Code::TextCharacters),
        (begin, "nummer 0", Code::AlreadySo),
        (begin, BEGIN, Code::AlreadySo),
    ] {
        assert_eq!(write(&mut game, member(3), seq, text), Err(code), "{text}");
    }
    let place = Place::Action(ActionId(1), ActionField::How);
    let nowhere = write_at(&mut game, member(3), place, Base::default(), "iets");
    assert_eq!(nowhere, Err(Code::UnknownAction));
    assert_eq!(game.state, before);
}

#[test]
fn a_base_that_nobody_knows_stands_beside() {
    let mut game = begun();
    let begin = write(&mut game, LEADER, 0, BEGIN).unwrap();
    write(&mut game, member(1), 999, "Uit de toekomst").unwrap();
    write_on(&mut game, member(1), begin - 1, "Nooit geschreven").unwrap();
    assert_eq!(
        stands(&game),
        (
            BEGIN.to_owned(),
            vec!["Uit de toekomst".into(), "Nooit geschreven".into()]
        )
    );
}

#[test]
fn what_is_too_long_together_stands_beside() {
    let mut game = begun();
    let begin = write(&mut game, LEADER, 0, BEGIN).unwrap();
    let half = "x".repeat(1200);
    write(&mut game, member(1), begin, &format!("{half} {BEGIN}")).unwrap();
    write(&mut game, member(2), begin, &format!("{BEGIN} {half}")).unwrap();
    assert_eq!(stands(&game).1.len(), 1);
}

/// A field remembers some hundreds of texts to merge with. Who comes back after more than that has
/// what they wrote laid beside; forgetting finds all of them.
#[test]
fn what_was_written_long_ago_is_not_merged_with_and_not_forgotten_to_forget() {
    let mut game = begun();
    let begin = write(&mut game, LEADER, 0, "Naam2 belt.").unwrap();
    // Every save only at the end, so that a change at the beginning goes together with each.
    let late = |nr: u32| format!("Naam2 belt de hele buurt op, en dan zien we verder. {nr}");
    let long_ago = write(&mut game, LEADER, begin, &late(0)).unwrap();
    write(&mut game, LEADER, long_ago, &late(1)).unwrap();
    let early = |text: String| text.replace("belt", "mailt");
    write(&mut game, member(2), long_ago, &early(late(0))).unwrap();
    assert_eq!(stands(&game), only(&early(late(1))), "not long ago: merged");
    let merged = game.state.seq();
    let mut seq = write(&mut game, LEADER, merged, &late(2)).unwrap();
    for nr in 3..120 {
        seq = write(&mut game, member(1), seq, &late(nr)).unwrap();
    }
    write(&mut game, member(2), long_ago, &early(late(0))).unwrap();
    assert_eq!(stands(&game), (late(119), vec![early(late(0))]));
    write(&mut game, member(1), seq, "Wie belt de buurt?").unwrap();
    let named = |game: &Game| {
        let left = game
            .entries_left()
            .into_iter()
            .flat_map(|entry| entry.texts);
        left.filter(|text| text.text.contains("Naam2")).count()
    };
    // The name, all that stood there and the one that stands beside.
    assert!(named(&game) > 100);
    game.lead(Lead::Forget {
        seat: seat_of(&game, "Naam2"),
    })
    .unwrap();
    assert_eq!(named(&game), 1, "what stands is the team's to change");
}

fn seat_of(game: &Game, name: &str) -> Seat {
    let seats = game.state.seats().iter();
    let named =
        |member: &game::Member| member.name.and_then(|id| game.state.text(id)) == Some(name);
    let mut seats = seats
        .filter(|(_, member)| named(member))
        .map(|(seat, _)| *seat);
    seats.next().unwrap()
}

#[test]
fn forgetting_lists_what_stands_and_wipes_what_does_not() {
    let mut game = begun();
    let begin = write(&mut game, LEADER, 0, "Naam2 belt.").unwrap();
    let now = write(&mut game, member(3), begin, "Naam2 belt morgen.").unwrap();
    let seat = seat_of(&game, "Naam2");
    game.lead(Lead::Forget { seat }).unwrap();
    let Some(Document::Mentions(mentions)) = render(&game.state, Key::Mentions(seat)) else {
        panic!("what stands is listed");
    };
    let [mention] = &mentions.texts[..] else {
        panic!("{mentions:?}")
    };
    assert_eq!((mention.place, mention.gift), (Some(SITUATION), None));
    game.lead(Lead::Wipe { text: mention.text }).unwrap();
    assert_eq!(stands(&game), only(""));
    assert!(
        game.entries_left()
            .iter()
            .flat_map(|entry| &entry.texts)
            .all(|text| !text.text.contains("Naam2"))
    );
    // An empty field to who writes there next.
    assert_eq!(field(&game).seq, now);
    write(&mut game, member(3), now, "Iemand belt.").unwrap();
    assert_eq!(stands(&game), only("Iemand belt."));
}

/// Who writes on where a forgotten name stands may leave it there for a while: the log has it then.
#[test]
fn l9_what_is_written_on_after_forgetting_is_wiped_too() {
    let mut game = begun();
    let begin = write(&mut game, LEADER, 0, "Naam2 belt.").unwrap();
    let seat = seat_of(&game, "Naam2");
    game.lead(Lead::Forget { seat }).unwrap();
    let on = write(&mut game, member(3), begin, "Naam2 belt de buurt.").unwrap();
    write(&mut game, member(3), on, "Wij bellen de buurt.").unwrap();
    let lines = |game: &Game| match render(&game.state, Key::Mentions(seat)) {
        Some(Document::Mentions(mentions)) => mentions.texts,
        other => panic!("{other:?}"),
    };
    let before = lines(&game).into_iter().find(|line| line.before).unwrap();
    assert_eq!(before.place, Some(SITUATION));
    game.lead(Lead::Wipe { text: before.text }).unwrap();
    let left = game.entries_left();
    let mut texts = left.iter().flat_map(|entry| &entry.texts);
    assert!(texts.all(|text| !text.text.contains("Naam2")));
    assert_eq!(stands(&game), only("Wij bellen de buurt."));
    assert_eq!(lines(&game).len(), 0, "what stands was looked at");
}

#[test]
fn who_may_write_and_when() {
    let mut game = Game::seated(1, 4);
    write(&mut game, LEADER, 0, BEGIN).unwrap();
    let sees =
        |game: &Game, audience| document(&game.state, Key::Field(SITUATION), audience).is_some();
    for phase in Phase::ALL {
        game.go(phase);
        let is_reached = phase >= Phase::Werkagenda;
        for audience in [Audience::Seat(Seat(1)), Audience::Watcher] {
            assert_eq!(sees(&game, audience), is_reached, "{phase:?}");
        }
        assert!(sees(&game, Audience::Facilitator(PassId(1))));
        let now = field(&game).seq;
        let by_member = write(&mut game, member(1), now, &format!("{phase:?} lid"));
        let now = field(&game).seq;
        let by_leader = write(&mut game, LEADER, now, &format!("{phase:?} begeleider"));
        assert_eq!(by_member.is_ok(), phase == Phase::Werkagenda);
        assert_eq!(by_leader.is_ok(), phase != Phase::Closed);
        for stranger in [Who::Door, Who::Facilitator(PassId(9)), member(9)] {
            assert!(write(&mut game, stranger, now, "vreemd").is_err());
        }
    }
    // A team without a werkagenda goes past it, and back past it.
    let mut game = Game::seated(1, 4);
    game.go(Phase::Talents);
    for to in [Phase::Closed, Phase::Talents, Phase::Werkagenda] {
        game.lead(Lead::Phase { to }).unwrap();
    }
    game.make(&Move::Play(Seat(1), None, Play::Leave)).unwrap();
    assert_eq!(write(&mut game, member(1), 0, "weg"), Err(Code::SeatAway));
}
