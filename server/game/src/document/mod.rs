//! What each audience may see, as small keyed documents.
//!
//! A document is the same for everyone who may see it; [`reach`] says who that is. A welcome is
//! every key an audience reaches, a change is the keys an event [`touched`]: one function for
//! both, so they cannot disagree, and what is hidden is in neither.
//! The table this follows is *Who sees what* in ARCHITECTURE.md.

mod render;
mod shapes;
mod touched;

pub use render::render;
pub use shapes::*;
pub use touched::{every_key, touched};

use crate::agenda::Place;
use crate::command::Answer;
use crate::ids::{ActionId, GiftId, PassId, Seat};
use crate::state::{Gift, Phase, State};
use serde::{Serialize, Serializer};
use std::collections::BTreeSet;
use std::fmt;

/// Whose eyes. Screens and observers see what all see.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Audience {
    /// The member of that seat.
    Seat(Seat),
    /// The facilitator of that pass.
    Facilitator(PassId),
    /// A screen or an observer.
    Watcher,
}

/// The name of a document, such as `gift/17`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// The session itself.
    Session,
    /// A member.
    Seat(Seat),
    /// A member's cards.
    Hand(Seat),
    /// A given card.
    Gift(GiftId),
    /// The open table.
    Table,
    /// How many cards have travelled.
    Flow,
    /// Who leads and who looks on.
    Watching,
    /// A member's talents.
    Talents(Seat),
    /// A member over the types, roles and qualities.
    Profile(Seat),
    /// The team over the types, roles and qualities.
    Coverage,
    /// The werkagenda: its actions and its cap.
    Agenda,
    /// What is written in one place of the werkagenda.
    Field(Place),
    /// An action.
    Action(ActionId),
    /// Who fits an action, and why.
    Fit(ActionId),
    /// Who could take up what.
    Proposal,
    /// The team's talents.
    Team,
    /// Who has few cards, for a facilitator who does not play.
    Few,
    /// How many have few cards, for a facilitator who plays too.
    FewCount,
    /// Facilitators, screens and observers.
    Passes,
    /// Texts of others that name a forgotten member.
    Mentions(Seat),
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Key::Session => f.write_str("session"),
            Key::Seat(seat) => write!(f, "seat/{}", seat.0),
            Key::Hand(seat) => write!(f, "hand/{}", seat.0),
            Key::Gift(gift) => write!(f, "gift/{}", gift.0),
            Key::Table => f.write_str("table"),
            Key::Flow => f.write_str("flow"),
            Key::Watching => f.write_str("watching"),
            Key::Talents(seat) => write!(f, "talents/{}", seat.0),
            Key::Profile(seat) => write!(f, "profile/{}", seat.0),
            Key::Coverage => f.write_str("coverage"),
            Key::Agenda => f.write_str("agenda"),
            Key::Field(place) => write!(f, "field/{place}"),
            Key::Action(action) => write!(f, "action/{}", action.0),
            Key::Fit(action) => write!(f, "fit/{}", action.0),
            Key::Proposal => f.write_str("proposal"),
            Key::Team => f.write_str("team"),
            Key::Few => f.write_str("few"),
            Key::FewCount => f.write_str("few_count"),
            Key::Passes => f.write_str("passes"),
            Key::Mentions(seat) => write!(f, "mentions/{}", seat.0),
        }
    }
}

impl Serialize for Key {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Who may see a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reach {
    /// Everyone who is let in.
    pub all: bool,
    /// If not everyone: who.
    pub only: BTreeSet<Audience>,
}

impl Reach {
    const NOBODY: Reach = Reach {
        all: false,
        only: BTreeSet::new(),
    };
    const ALL: Reach = Reach {
        all: true,
        only: BTreeSet::new(),
    };

    fn only(audiences: impl IntoIterator<Item = Audience>) -> Reach {
        Reach {
            all: false,
            only: audiences.into_iter().collect(),
        }
    }

    /// Whether this audience may see it.
    pub fn includes(&self, audience: Audience) -> bool {
        self.all || self.only.contains(&audience)
    }
}

/// Who may see the document of that name now: the one place where *Who sees what* is decided.
pub fn reach(state: &State, key: Key) -> Reach {
    let all_if = |seen: bool| if seen { Reach::ALL } else { Reach::NOBODY };
    match key {
        Key::Session | Key::Table | Key::Watching => all_if(state.setup.is_some()),
        Key::Flow => all_if(state.setup.is_some() && state.phase <= Phase::Conversation),
        Key::Seat(seat) => all_if(state.seats.contains_key(&seat)),
        Key::Hand(seat) => match state.seats.get(&seat) {
            Some(member)
                if member.dealt
                    && !member.away
                    && state.phase <= Phase::Conversation
                    && !state.hindsight.forgotten.contains(&seat) =>
            {
                Reach::only(eyes(state, seat))
            }
            _ => Reach::NOBODY,
        },
        Key::Gift(id) => match state.gifts.get(&id) {
            Some(gift) => reach_of_gift(state, id, gift),
            None => Reach::NOBODY,
        },
        Key::Talents(seat) | Key::Profile(seat) => all_if(
            state.talents_reached
                && state
                    .seats
                    .get(&seat)
                    .is_some_and(|member| !member.forgotten),
        ),
        Key::Team | Key::Coverage => all_if(state.talents_reached),
        Key::Agenda => reach_of_agenda(state),
        Key::Field(place) if state.agenda.fields.contains_key(&place) => reach_of_agenda(state),
        Key::Action(action) if state.agenda.actions.contains_key(&action) => reach_of_agenda(state),
        Key::Field(_) | Key::Action(_) => Reach::NOBODY,
        Key::Fit(action) => {
            all_if(state.agenda.reached && state.agenda.standing().any(|(id, _)| id == action))
        }
        Key::Proposal => all_if(state.agenda.reached),
        Key::Few => Reach::only(
            leading(state)
                .filter(|(_, plays)| plays.is_none())
                .map(|(audience, _)| audience),
        ),
        Key::FewCount => Reach::only(
            leading(state)
                .filter(|(_, plays)| plays.is_some())
                .map(|(audience, _)| audience),
        ),
        Key::Passes => Reach::only(leading(state).map(|(audience, _)| audience)),
        Key::Mentions(seat) => match state.mentions.get(&seat) {
            Some(texts) if !texts.is_empty() => {
                Reach::only(leading(state).map(|(audience, _)| audience))
            }
            _ => Reach::NOBODY,
        },
    }
}

fn reach_of_gift(state: &State, id: GiftId, gift: &Gift) -> Reach {
    let hindsight = &state.hindsight;
    // It was taken back, and one of the two is forgotten by now: nothing is left of it.
    if hindsight.gone.contains(&id) && hindsight.forgets(gift) {
        return Reach::NOBODY;
    }
    let is_lying = gift.answer == Some(Answer::LetLie) || hindsight.lying.contains(&id);
    if is_lying {
        return if state.phase < Phase::Talents {
            Reach::only(eyes(state, gift.to))
        } else {
            Reach::NOBODY
        };
    }
    if gift.shown {
        return Reach::ALL;
    }
    Reach::only(
        eyes(state, gift.from)
            .into_iter()
            .chain(eyes(state, gift.to)),
    )
}

/// A facilitator prepares it; from its phase on it is everyone's.
fn reach_of_agenda(state: &State) -> Reach {
    if state.agenda.reached {
        Reach::ALL
    } else {
        Reach::only(leading(state).map(|(audience, _)| audience))
    }
}

/// Who looks through a seat's eyes: its member, and the facilitator who plays for them.
fn eyes(state: &State, seat: Seat) -> Vec<Audience> {
    let proxy = state.seats.get(&seat).and_then(|member| member.proxy);
    let mut eyes = vec![Audience::Seat(seat)];
    eyes.extend(proxy.map(Audience::Facilitator));
    eyes
}

/// The facilitators, each with the seat they play too.
fn leading(state: &State) -> impl Iterator<Item = (Audience, Option<Seat>)> + '_ {
    state
        .facilitators()
        .map(|pass| (Audience::Facilitator(pass), seat_of_leader(state, pass)))
}

fn seat_of_leader(state: &State, pass: PassId) -> Option<Seat> {
    state
        .seats
        .iter()
        .find(|(_, member)| member.leader == Some(pass))
        .map(|(seat, _)| *seat)
}

/// The document of that name for this audience, or nothing if it may not see it.
pub fn document(state: &State, key: Key, audience: Audience) -> Option<Document> {
    if reach(state, key).includes(audience) {
        render(state, key)
    } else {
        None
    }
}
