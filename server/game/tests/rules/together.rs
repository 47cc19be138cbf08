//! Several people in one field of the werkagenda at once: nobody's words vanish unseen, and
//! everybody ends with the same document. Every word anyone types is unlike all others, so that it
//! can be followed.

use crate::play::Game;
use crate::typing::{Edit, edit, edited, words};
use crate::writer::{Save, Writer};
use game::{
    Agenda, AgendaField, Code, Command, Document, FieldDocument, Key, OFFERS_MAX, PassId, Phase,
    Place, Seat, Who, render,
};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

const PLACE: Place = Place::Agenda(AgendaField::Situation);
/// What stands there when they begin: in a longer text people are less in each other's way.
const BEGIN: &str = "Er is een actieve groep bewoners met veel ideeën.
Daar komt nog weinig van terecht, want wie doet wat?
De gemeente luistert; het welzijnswerk helpt mee, als dat gevraagd wordt.
";
/// Four members and a facilitator.
const PEOPLE: usize = 5;

/// What one of them does, or what becomes of it.
#[derive(Clone, Debug)]
enum Step {
    Types(Edit),
    /// A second without typing, or leaving the field.
    Saves,
    /// Choosing between what stands there and what stands beside it.
    Settles {
        offer: usize,
        take: bool,
    },
    /// The next frame of theirs reaches the room.
    Arrives,
    /// The next frame for them reaches them.
    Receives,
    /// The connection breaks off, whatever was on its way, and comes back.
    Breaks,
}

/// A frame to one of them.
#[derive(Clone, Debug)]
enum Frame {
    Document(FieldDocument),
    Answer(u32, Result<u64, Code>),
}

/// A command on its way, with what its sender had before them.
#[derive(Clone, Debug)]
struct Sent {
    asked: Agenda,
    /// Words that go by this command have been seen by who sends it.
    seen: BTreeSet<String>,
}

struct Person {
    who: Who,
    writer: Writer,
    /// The document as they have it.
    document: FieldDocument,
    n: u32,
    /// Commands without an answer, by number; those that write are in `writing`.
    unanswered: BTreeMap<u32, Sent>,
    writing: Option<u32>,
    outbox: VecDeque<u32>,
    inbox: VecDeque<Frame>,
}

impl Person {
    fn new(who: Who, document: &FieldDocument) -> Person {
        Person {
            who,
            writer: Writer::default(),
            document: document.clone(),
            n: 0,
            unanswered: BTreeMap::new(),
            writing: None,
            outbox: VecDeque::new(),
            inbox: VecDeque::new(),
        }
    }

    fn sends(&mut self, asked: Agenda, seen: BTreeSet<String>) -> u32 {
        self.n += 1;
        self.unanswered.insert(self.n, Sent { asked, seen });
        self.outbox.push_back(self.n);
        self.n
    }

    fn saves(&mut self) {
        if let Some(Save { base, began, text }) = self.writer.saves() {
            let write = Agenda::Write {
                place: PLACE,
                base,
                text,
            };
            self.writing = Some(self.sends(write, words(&began)));
        }
    }

    fn settles(&mut self, offer: usize, take: bool) {
        let offers = &self.document.offers;
        let Some(offer) = offers.get(offer % offers.len().max(1)).cloned() else {
            return;
        };
        let gone = if take {
            &self.document.text
        } else {
            &offer.text
        };
        let (offer, base) = (offer.seq, self.document.seq);
        let seen = words(gone);
        self.sends(
            Agenda::Settle {
                place: PLACE,
                offer,
                take,
                base,
            },
            seen,
        );
    }

    fn receives(&mut self) {
        match self.inbox.pop_front() {
            Some(Frame::Document(document)) => {
                self.writer.sees(document.seq, &document.text);
                self.document = document;
            }
            Some(Frame::Answer(n, outcome)) => {
                self.unanswered.remove(&n);
                if self.writing == Some(n) {
                    self.writing = None;
                    match outcome {
                        Ok(seq) => self.writer.is_saved(seq),
                        Err(Code::AlreadySo) => self.writer.is_so_already(),
                        Err(_) => self.writer.is_refused(),
                    }
                }
            }
            None => {}
        }
    }

    /// What was on its way is lost, both ways. Back again: a welcome, and what has no answer once
    /// more.
    fn breaks(&mut self, now: &FieldDocument) {
        self.inbox = VecDeque::from([Frame::Document(now.clone())]);
        self.outbox = self.unanswered.keys().copied().collect();
    }
}

/// The room, and everyone in it.
struct Table {
    game: Game,
    people: Vec<Person>,
    words: u32,
    /// How often what happened.
    kinds: BTreeMap<&'static str, u32>,
}

impl Table {
    fn laid(begin: &str) -> Table {
        let mut game = Game::seated(1, PEOPLE - 1);
        game.go(Phase::Werkagenda);
        let base = game::Base::default();
        let text = begin.to_owned();
        let write = Agenda::Write {
            place: PLACE,
            base,
            text,
        };
        game.work(Who::Facilitator(PassId(1)), write).unwrap();
        let document = field(&game);
        let seats = (1..PEOPLE).map(|seat| Who::Seat(Seat(u16::try_from(seat).unwrap())));
        let mut table = Table {
            people: seats
                .chain([Who::Facilitator(PassId(1))])
                .map(|who| Person::new(who, &document))
                .collect(),
            game,
            words: 0,
            kinds: BTreeMap::new(),
        };
        for person in &mut table.people {
            person.writer.sees(document.seq, &document.text);
        }
        table
    }

    fn does(&mut self, who: usize, step: &Step) {
        match step {
            Step::Types(edit) => {
                self.words += 1;
                let draft = &mut self.people[who].writer.draft;
                *draft = edited(draft, edit, &format!("woord{}", self.words));
            }
            Step::Saves => self.people[who].saves(),
            Step::Settles { offer, take } => self.people[who].settles(*offer, *take),
            Step::Arrives => self.arrives(who),
            Step::Receives => self.people[who].receives(),
            Step::Breaks => {
                let now = field(&self.game);
                self.people[who].breaks(&now);
            }
        }
    }

    /// The room takes the next command of this person.
    fn arrives(&mut self, who: usize) {
        let Some(n) = self.people[who].outbox.pop_front() else {
            return;
        };
        let sent = self.people[who].unanswered[&n].clone();
        let before = field(&self.game);
        let seq = self.game.state.seq();
        let by = self.people[who].who;
        let asked = Command::Agenda(sent.asked.clone());
        let outcome = self.game.ask_as(by, 8, n, asked);
        let after = field(&self.game);
        if outcome == Ok(seq + 1) {
            self.nothing_vanished(&before, &after, &sent);
            for person in &mut self.people {
                person.inbox.push_back(Frame::Document(after.clone()));
            }
        } else {
            // Refused, or done before.
            *self.kinds.entry("refused").or_default() += u32::from(outcome.is_err());
            assert_eq!(before, after);
            assert_eq!(self.game.state.seq(), seq);
        }
        self.people[who].inbox.push_back(Frame::Answer(n, outcome));
    }

    fn nothing_vanished(&mut self, before: &FieldDocument, after: &FieldDocument, sent: &Sent) {
        let (there, left) = (standing(before), standing(after));
        let unseen: Vec<&String> = there
            .difference(&left)
            .filter(|word| !sent.seen.contains(*word))
            .collect();
        assert!(
            unseen.is_empty(),
            "{unseen:?} vanished by {sent:?}: {before:?} became {after:?}"
        );
        let kind = if let Agenda::Write { text, .. } = &sent.asked {
            let written = words(text);
            let lost: Vec<&String> = written
                .difference(&sent.seen)
                .filter(|word| !left.contains(*word))
                .collect();
            assert!(
                lost.is_empty(),
                "{lost:?} did not arrive of {sent:?}: {before:?} became {after:?}"
            );
            match after.offers.len().cmp(&before.offers.len()) {
                std::cmp::Ordering::Greater => "beside",
                _ if after.offers != before.offers => "instead",
                _ if words(&after.text) != written => "merged",
                _ => "as it was sent",
            }
        } else {
            "settled"
        };
        *self.kinds.entry(kind).or_default() += 1;
    }

    /// Everything that is on its way arrives, everyone saves what they have, and makes room for it
    /// where so much stands beside the field that no more fits.
    fn comes_to_rest(&mut self) {
        for _ in 0..1000 {
            for who in 0..self.people.len() {
                self.does(who, &Step::Saves);
                while !self.people[who].outbox.is_empty() {
                    self.does(who, &Step::Arrives);
                }
            }
            for person in &mut self.people {
                while !person.inbox.is_empty() {
                    person.receives();
                }
            }
            if self
                .people
                .iter()
                .all(|person| person.writer.is_idle() && person.unanswered.is_empty())
            {
                return;
            }
            if field(&self.game).offers.len() == OFFERS_MAX {
                self.does(
                    0,
                    &Step::Settles {
                        offer: 0,
                        take: false,
                    },
                );
            }
        }
        panic!("it never comes to rest");
    }

    fn everyone_sees_the_same(&self) {
        let now = field(&self.game);
        for person in &self.people {
            assert_eq!(person.document, now, "{:?}", person.who);
            assert_eq!(person.writer.draft, now.text, "{:?}", person.who);
        }
    }
}

fn field(game: &Game) -> FieldDocument {
    match render(&game.state, Key::Field(PLACE)) {
        Some(Document::Field(field)) => field,
        other => panic!("{other:?}"),
    }
}

/// Every word that can be read: in the field, or beside it.
fn standing(field: &FieldDocument) -> BTreeSet<String> {
    let offers = field.offers.iter().map(|offer| offer.text.as_str());
    offers
        .chain([field.text.as_str()])
        .flat_map(words)
        .collect()
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        8 => edit().prop_map(Step::Types),
        8 => Just(Step::Saves),
        5 => (0..OFFERS_MAX, any::<bool>()).prop_map(|(offer, take)| Step::Settles { offer, take }),
        10 => Just(Step::Arrives),
        12 => Just(Step::Receives),
        1 => Just(Step::Breaks),
    ]
}

/// Many random orders of things; in all of them together every way of saving must have happened, or
/// this would prove nothing.
#[test]
fn nobodys_words_vanish_unseen() {
    let config = Config {
        cases: 256,
        failure_persistence: None,
        ..Config::default()
    };
    let kinds = RefCell::new(BTreeMap::<&str, u32>::new());
    let steps = proptest::collection::vec((0..PEOPLE, step()), 0..250);
    let outcome = TestRunner::new(config).run(&steps, |steps| {
        let mut table = Table::laid(BEGIN);
        for (who, step) in &steps {
            table.does(*who, step);
        }
        table.comes_to_rest();
        table.everyone_sees_the_same();
        for (kind, times) in table.kinds {
            *kinds.borrow_mut().entry(kind).or_default() += times;
        }
        Ok(())
    });
    outcome.unwrap();
    let kinds = kinds.into_inner();
    for kind in [
        "as it was sent",
        "beside",
        "instead",
        "merged",
        "refused",
        "settled",
    ] {
        assert!(
            kinds.get(kind).is_some_and(|times| *times > 50),
            "{kind}: {kinds:?}"
        );
    }
    println!("{kinds:?}");
}
