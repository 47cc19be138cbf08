//! "No, and why." A refusal answers one command and changes nothing. The sentences people read
//! live with the client's words, by code; [`Refusal::message`] is for who writes a client.

use serde::{Deserialize, Serialize};
use std::fmt;
use ts_rs::TS;

/// Why a command was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Code {
    /// The frame is no JSON, or not of the form the protocol says.
    BadFrame,
    /// No such command.
    UnknownCommand,
    /// The room has too much to do at this moment.
    Busy,
    /// More commands a second than anyone can tap.
    TooFast,
    /// The entry cannot be written now; it may or may not have been.
    NotNow,
    /// This number is older than the last accepted one, and was not accepted itself.
    NotDone,
    /// Not in this phase.
    WrongPhase,
    /// This role cannot do that, or not for that seat.
    NotAllowed,
    /// The card is not in the hand, on the table or in the stack.
    NotInHand,
    /// No such card in this deck.
    UnknownCard,
    /// Giving to oneself.
    ToYourself,
    /// No such seat.
    UnknownSeat,
    /// That member has left.
    SeatAway,
    /// No recipient was named.
    NobodyNamed,
    /// No such gift, or not one this person may see.
    UnknownGift,
    /// This giver already gave this card to this person.
    AlreadyGiven,
    /// Others have seen it: it cannot be taken back.
    AlreadyShown,
    /// Three cards are picked already.
    EnoughPicked,
    /// Fewer than two members.
    TooFew,
    /// That phase is not next to this one.
    NotNext,
    /// The session is full.
    Full,
    /// Nobody can join any more.
    Locked,
    /// The last facilitator cannot be withdrawn.
    LastFacilitator,
    /// No such pass.
    UnknownPass,
    /// No such text.
    UnknownText,
    /// Already done: forgotten, gone, or here.
    AlreadySo,
    /// Nothing but spaces.
    TextEmpty,
    /// More characters than the limit.
    TextTooLong,
    /// Control or direction-override characters.
    TextCharacters,
    /// Not a hand size.
    HandSize,
    /// Not a retention period.
    Retention,
    /// The deck cannot be played with.
    DeckUnfit,
    /// No such action.
    UnknownAction,
    /// The agenda is full.
    EnoughActions,
    /// An action needs enough competenties already.
    EnoughNeeds,
    /// So many texts wait beside this field already.
    EnoughOffers,
    /// Somebody wrote on since: look again before choosing.
    MovedOn,
    /// Not a number of actions a member can be proposed for.
    CapSize,
}

/// A refusal: its code, and the limit where there is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Why.
    pub code: Code,
    /// The most (or for [`Code::TooFew`] the least) that is accepted.
    pub limit: Option<u32>,
}

impl From<Code> for Refusal {
    fn from(code: Code) -> Self {
        Refusal { code, limit: None }
    }
}

impl Code {
    /// This refusal, with the most (or for [`Code::TooFew`] the least) that is accepted.
    pub fn with_limit(self, limit: impl TryInto<u32>) -> Refusal {
        Refusal {
            code: self,
            limit: limit.try_into().ok(),
        }
    }
}

impl Refusal {
    /// One English sentence for who writes a client: what was wrong and the mend.
    pub fn message(&self) -> &'static str {
        match self.code {
            Code::BadFrame => "the frame is not JSON of the documented form",
            Code::UnknownCommand => "no such command; see PROTOCOL.md",
            Code::Busy => "the room is busy; send it again in a moment",
            Code::TooFast => "too many commands; wait a second",
            Code::NotNow => "the log cannot be written now; send it again with the same n",
            Code::NotDone => {
                "this n is older than the last accepted one and was not accepted; use a new n"
            }
            Code::WrongPhase => "not in this phase",
            Code::NotAllowed => "this role may not do that",
            Code::NotInHand => "the card is not yours to give",
            Code::UnknownCard => "no such card in this deck",
            Code::ToYourself => "a card cannot be given to oneself",
            Code::UnknownSeat => "no such seat",
            Code::SeatAway => "that member has left",
            Code::NobodyNamed => "name at least one teammate",
            Code::UnknownGift => "no such gift",
            Code::AlreadyGiven => "you gave this card to this person already",
            Code::AlreadyShown => "others have seen this gift; it cannot be taken back",
            Code::EnoughPicked => "put one down before you pick another",
            Code::TooFew => "at least two members are needed",
            Code::NotNext => "only the next or the previous phase",
            Code::Full => "the session is full",
            Code::Locked => "nobody can join any more",
            Code::LastFacilitator => "the last facilitator cannot be withdrawn",
            Code::UnknownPass => "no such pass",
            Code::UnknownText => "no such text",
            Code::AlreadySo => "that is so already",
            Code::TextEmpty => "the text is empty",
            Code::TextTooLong => "the text is longer than the limit",
            Code::TextCharacters => "the text has control or direction-override characters",
            Code::HandSize => "a hand has 5 to 12 cards",
            Code::Retention => "a session is kept for 30, 90 or 365 days",
            Code::DeckUnfit => "the deck has too few cards",
            Code::UnknownAction => "no such action",
            Code::EnoughActions => "the agenda is full; take an action away first",
            Code::EnoughNeeds => "take one competentie away before you add another",
            Code::EnoughOffers => "choose between the texts beside this field first",
            Code::MovedOn => "this field moved on; look at it again and choose again",
            Code::CapSize => "a member can be proposed for 1 to 20 actions",
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.message())
    }
}
