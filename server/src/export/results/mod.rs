//! What everybody may see of a session at the end, as plain data in the words of one language:
//! made of the documents all see, so that no export can hold anything else.

mod agenda;
mod names;

pub use agenda::{Action, Agenda, Because, Field, Fit, Pair, Taken};

use super::words::Words;
use super::{is_told, played_under};
use crate::budget::{Budget, Spent};
use crate::clock::utc;
use crate::deck::Lang;
use cards::Deck;
use game::talent::coverage::{Cover, Coverage};
use game::talent::profile::{Level, Profile, Strand};
use game::{
    Audience, CardId, ClusterId, Document, Entry, Event, GiftId, Key, Phase, ProfileDocument, Seat,
    SessionDocument, State, TalentCard, document, every_key,
};
use jiff::civil::Date;
use names::Names;

/// A session at its end.
#[derive(Clone, Debug, PartialEq)]
pub struct Results {
    /// In which language its labels are.
    pub lang: Lang,
    /// What it is called; nothing when wiped.
    pub title: Option<String>,
    /// Who played.
    pub team: Option<String>,
    /// Its code where it was played.
    pub code: String,
    /// The day (UTC) on which the talents were reached.
    pub played: Date,
    /// The day (UTC) of the last entry.
    pub stands: Date,
    /// It was chosen that exports hold the reasons too; otherwise there are none in it.
    pub reasons: bool,
    /// Everyone who is not forgotten, in order of seat.
    pub members: Vec<Member>,
    /// All of them together.
    pub together: Together,
    /// The werkagenda, once all saw it.
    pub agenda: Option<Agenda>,
}

/// Someone, as they are called in this file.
#[derive(Clone, Debug, PartialEq)]
pub struct Person {
    /// Which seat.
    pub seat: Seat,
    /// Their name, with what tells them from another of that name; or *Teamlid C*.
    pub name: String,
}

/// A member and what they got.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    /// Who.
    pub person: Person,
    /// Job title.
    pub function: Option<String>,
    /// Part of the organisation.
    pub sector: Option<String>,
    /// In the order they first got them.
    pub cards: Vec<Card>,
    /// What the cards say together; `None` when the deck came without weights.
    pub profile: Option<Kinds<Vec<Shown>>>,
}

/// A card someone got.
#[derive(Clone, Debug, PartialEq)]
pub struct Card {
    /// In the words of the deck.
    pub label: String,
    /// Of its cluster, likewise.
    pub cluster: String,
    /// At least one, oldest first.
    pub gifts: Vec<Gift>,
}

/// Once that card.
#[derive(Clone, Debug, PartialEq)]
pub struct Gift {
    /// Who gave it.
    pub from: Person,
    /// Why, if exports hold reasons.
    pub reason: Option<String>,
    /// The team's own words for it.
    pub wording: Option<String>,
    /// Who said *zie ik ook*.
    pub seconds: Vec<Person>,
}

/// The three ways to look at people.
#[derive(Clone, Debug, PartialEq)]
pub struct Kinds<T> {
    /// False: too few cards to say anything, and the rest is empty.
    pub enough: bool,
    /// The types of best persons.
    pub types: T,
    /// The roles of a wijkverbinder.
    pub roles: T,
    /// The five qualities.
    pub qualities: T,
}

impl<T> Kinds<T> {
    /// Each with what it is called.
    pub(crate) fn with_names<'k>(&'k self, words: &Words) -> [(&'static str, &'k T); 3] {
        [
            (words.types, &self.types),
            (words.roles, &self.roles),
            (words.qualities, &self.qualities),
        ]
    }
}

/// How much of a type, role or quality shows in someone's cards.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown {
    /// What it is called.
    pub label: String,
    /// How much, in a word.
    pub level: Level,
}

/// Who bring a type, role or quality.
#[derive(Clone, Debug, PartialEq)]
pub struct Covered {
    /// What it is called.
    pub label: String,
    /// Who bring it: nobody yet, one person it hangs on, or more.
    pub by: Vec<Person>,
    /// Where such people usually are; known of types.
    pub found: Option<&'static str>,
}

/// The team as a whole.
#[derive(Clone, Debug, PartialEq)]
pub struct Together {
    /// Who bring which type, role and quality; `None` when the deck came without weights.
    pub covered: Option<Kinds<Vec<Covered>>>,
    /// Cards that half the members or more have, and who.
    pub many: Vec<(String, Vec<Person>)>,
    /// Clusters in which one member has all cards, and who.
    pub sole: Vec<(String, Person)>,
    /// Cards that are still open.
    pub wishes: Vec<String>,
}

impl Results {
    /// The results of a session that was played with this deck under this code (or, if it was read
    /// in from a file, the code in that). `None`: the talents were not reached.
    pub fn of(code: &str, entries: &[Entry], deck: &Deck, lang: Lang) -> Option<Results> {
        let state = fold(entries, &Budget::unlimited()).ok()?;
        Results::from(code, entries, &state, deck, lang)
    }

    /// The same in the time there is.
    pub(crate) fn within(
        code: &str,
        entries: &[Entry],
        deck: &Deck,
        lang: Lang,
        budget: &Budget,
    ) -> Result<Option<Results>, Spent> {
        let state = fold(entries, budget)?;
        Ok(Results::from(code, entries, &state, deck, lang))
    }

    fn from(
        code: &str,
        entries: &[Entry],
        state: &State,
        deck: &Deck,
        lang: Lang,
    ) -> Option<Results> {
        let last = entries.last().filter(|_| is_told(entries))?;
        let to = Phase::Talents;
        let told = |entry: &&Entry| entry.events.contains(&Event::PhaseMoved { to });
        let told = entries.iter().find(told)?;
        let source = Source::new(state, deck, lang);
        let session = source.session()?;
        Some(Results {
            lang,
            title: session.title,
            team: session.team,
            code: played_under(entries).unwrap_or(code).to_owned(),
            played: utc(told.at).date(),
            stands: utc(last.at).date(),
            reasons: source.reasons,
            members: source.members(),
            together: source.together(),
            agenda: agenda::of(&source),
        })
    }

    /// The words that go with it.
    pub(crate) fn words(&self) -> &'static Words {
        Words::of(self.lang)
    }
}

fn fold(entries: &[Entry], budget: &Budget) -> Result<State, Spent> {
    let mut state = State::default();
    for entry in entries {
        budget.check()?;
        state.absorb(entry);
    }
    Ok(state)
}

/// What results are made of.
struct Source<'s> {
    state: &'s State,
    deck: &'s Deck,
    words: &'static Words,
    reasons: bool,
    names: Names,
}

impl<'s> Source<'s> {
    fn new(state: &'s State, deck: &'s Deck, lang: Lang) -> Source<'s> {
        let mut source = Source {
            state,
            deck,
            words: Words::of(lang),
            reasons: false,
            names: Names::default(),
        };
        source.reasons = source
            .session()
            .is_some_and(|session| session.reasons_in_exports);
        source.names = Names::of(source.seats(), source.words);
        source
    }

    /// A document as all see it.
    fn seen(&self, key: Key) -> Option<Document> {
        document(self.state, key, Audience::Watcher)
    }

    fn session(&self) -> Option<SessionDocument> {
        match self.seen(Key::Session) {
            Some(Document::Session(session)) => Some(session),
            _ => None,
        }
    }

    fn seats(&self) -> Vec<game::SeatDocument> {
        let keys = every_key(self.state).into_iter();
        let seats = keys.filter(|key| matches!(key, Key::Seat(_)));
        let seats = seats.filter_map(|key| match self.seen(key) {
            Some(Document::Seat(seat)) if !seat.forgotten => Some(seat),
            _ => None,
        });
        seats.collect()
    }

    fn members(&self) -> Vec<Member> {
        let member = |seat: game::SeatDocument| Member {
            person: self.person(seat.seat),
            cards: match self.seen(Key::Talents(seat.seat)) {
                Some(Document::Talents(talents)) => self.cards(talents.cards),
                _ => Vec::new(),
            },
            profile: match self.seen(Key::Profile(seat.seat)) {
                Some(Document::Profile(ProfileDocument { profile, .. })) => {
                    Some(self.kinds_shown(profile))
                }
                _ => None,
            },
            function: seat.function,
            sector: seat.sector,
        };
        self.seats().into_iter().map(member).collect()
    }

    fn cards(&self, cards: Vec<TalentCard>) -> Vec<Card> {
        let card = |talent: TalentCard| Card {
            label: self.label(&talent.card),
            cluster: self.cluster_of(&talent.card),
            gifts: self.gifts(&talent.gifts),
        };
        cards.into_iter().map(card).collect()
    }

    fn gifts(&self, gifts: &[GiftId]) -> Vec<Gift> {
        let gift = |id: &GiftId| match self.seen(Key::Gift(*id)) {
            Some(Document::Gift(gift)) => Some(Gift {
                from: self.person(gift.from),
                reason: gift.reason.filter(|_| self.reasons),
                wording: gift.wording,
                seconds: self.people(gift.seconds),
            }),
            _ => None,
        };
        gifts.iter().filter_map(gift).collect()
    }

    fn kinds_shown(&self, profile: Profile) -> Kinds<Vec<Shown>> {
        let shown = |strands: Vec<Strand>, name: fn(&Words, &str) -> Option<&'static str>| {
            let shown = strands.into_iter().map(|strand| Shown {
                label: name(self.words, &strand.id).map_or(strand.id, str::to_owned),
                level: strand.level,
            });
            shown.collect()
        };
        Kinds {
            enough: profile.enough,
            types: shown(profile.types, Words::type_name),
            roles: shown(profile.roles, Words::role_name),
            qualities: shown(profile.qualities, Words::quality_name),
        }
    }

    fn covered(&self, coverage: Coverage) -> Kinds<Vec<Covered>> {
        type Name = fn(&Words, &str) -> Option<&'static str>;
        let covered = |covers: Vec<Cover>, name: Name, found: Name| {
            let covered = covers.into_iter().map(|cover| Covered {
                label: name(self.words, &cover.id).map_or_else(|| cover.id.clone(), str::to_owned),
                by: self.people(cover.seats),
                found: found(self.words, &cover.id),
            });
            covered.collect()
        };
        Kinds {
            enough: coverage.enough,
            types: covered(coverage.types, Words::type_name, Words::found),
            roles: covered(coverage.roles, Words::role_name, |_, _| None),
            qualities: covered(coverage.qualities, Words::quality_name, |_, _| None),
        }
    }

    fn together(&self) -> Together {
        let covered = match self.seen(Key::Coverage) {
            Some(Document::Coverage(coverage)) => Some(self.covered(coverage)),
            _ => None,
        };
        let (many, sole, wishes) = match self.seen(Key::Team) {
            Some(Document::Team(team)) => (team.many, team.sole, team.wishes),
            _ => Default::default(),
        };
        let many = many.into_iter();
        let sole = sole.into_iter();
        Together {
            covered,
            many: many
                .map(|held| (self.label(&held.card), self.people(held.seats)))
                .collect(),
            sole: sole
                .map(|sole| (self.cluster(&sole.cluster), self.person(sole.seat)))
                .collect(),
            wishes: wishes.iter().map(|card| self.label(card)).collect(),
        }
    }

    fn person(&self, seat: Seat) -> Person {
        Person {
            seat,
            name: self.names.of_seat(seat, self.words),
        }
    }

    fn people(&self, seats: impl IntoIterator<Item = Seat>) -> Vec<Person> {
        seats.into_iter().map(|seat| self.person(seat)).collect()
    }

    /// A card in the deck's words, or by its own key when the deck does not know it.
    fn label(&self, card: &CardId) -> String {
        match self.deck.card(&card.0) {
            Some(card) => card.label.get(self.words.code).to_owned(),
            None => card.to_string(),
        }
    }

    fn labels(&self, cards: &[CardId]) -> Vec<String> {
        cards.iter().map(|card| self.label(card)).collect()
    }

    fn cluster_of(&self, card: &CardId) -> String {
        let card = self.deck.card(&card.0);
        card.map_or_else(String::new, |card| {
            self.cluster(&ClusterId(card.cluster.as_str().into()))
        })
    }

    fn cluster(&self, cluster: &ClusterId) -> String {
        match self.deck.cluster(&cluster.0) {
            Some(cluster) => cluster.label.get(self.words.code).to_owned(),
            None => cluster.0.to_string(),
        }
    }
}
