//! What people can ask for. Who may ask what is in the types: a member sends [`Play`], a
//! facilitator [`Lead`] (and [`Play`] for a seat without a device), and [`Enter`] comes in at the
//! door, over HTTP. A screen has no commands at all.

use crate::agenda::{Part, Place};
use crate::event::{DeckOutline, Form};
use crate::ids::{ActionId, CardId, GiftId, PassId, Seat, TextId, TokenHash, Who};
use crate::state::{Phase, Role};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A command with what makes it the same one when it is sent again: who, device and number.
#[derive(Clone, Debug)]
pub struct Asked {
    /// From the token, never from the frame.
    pub who: Who,
    /// A random number the client made for this page load; 0 at the door.
    pub device: u64,
    /// The client's own count of its commands; 0 at the door, where the token is the key.
    pub n: u32,
    /// What is asked.
    pub command: Command,
}

/// Everything that can be decided.
#[derive(Clone, Debug)]
pub enum Command {
    /// Coming in.
    Enter(Enter),
    /// Playing a seat: one's own, or with [`Who::Facilitator`] one without a device.
    Play(Seat, Play),
    /// Leading.
    Lead(Lead),
    /// Working on the werkagenda: members in its phase, facilitators also beforehand.
    Agenda(Agenda),
    /// What who runs the server does, who has every session before them anyway; at the door.
    Operate(Operate),
}

/// What the operator of a server can do in a session, for who has nobody else to ask.
#[derive(Clone, Debug)]
pub enum Operate {
    /// Forget a member.
    Forget(Seat),
    /// Let a facilitator in: the others are gone, or have lost their link.
    Facilitator {
        /// Of the new token.
        hash: TokenHash,
        /// What the others read.
        name: String,
    },
}

/// What is asked at the door.
#[derive(Clone, Debug)]
pub enum Enter {
    /// Begin the session: always the first entry.
    Open(Box<Opening>),
    /// Take a seat. `hash` is `None` for someone without a device, whom `leader` plays for.
    Join {
        /// Of the member's token.
        hash: Option<TokenHash>,
        /// 1..=[`crate::NAME_CHARS_MAX`] characters.
        name: String,
        /// Job title, if given.
        function: Option<String>,
        /// Part of the organisation, if given.
        sector: Option<String>,
        /// The facilitator who takes this seat, or makes it for someone without a device.
        leader: Option<PassId>,
    },
    /// Let in another facilitator, a screen or an observer.
    Admit {
        /// The facilitator who does this.
        by: PassId,
        /// Of the new token.
        hash: TokenHash,
        /// Never a member.
        role: Role,
        /// Facilitators and observers have one.
        name: Option<String>,
    },
}

/// How a session begins.
#[derive(Clone, Debug)]
pub struct Opening {
    /// Of the first facilitator's token.
    pub hash: TokenHash,
    /// What the session is called.
    pub title: String,
    /// Who plays it.
    pub team: String,
    /// How the cards go round.
    pub form: Form,
    /// Cards in a hand, or `None`: the deck divided by the members.
    pub hand: Option<u8>,
    /// One of [`crate::RETENTION_DAYS`].
    pub retention_days: u16,
    /// Exports for people hold the reasons too.
    pub reasons_in_exports: bool,
    /// What the rules need of the deck.
    pub deck: DeckOutline,
}

/// One teammate or several.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(untagged)]
pub enum Recipients {
    /// `"to": 2`
    One(Seat),
    /// `"to": [2, 3]`
    Many(Vec<Seat>),
}

impl Recipients {
    /// The seats, in the order they were named.
    pub fn seats(&self) -> &[Seat] {
        match self {
            Recipients::One(seat) => std::slice::from_ref(seat),
            Recipients::Many(seats) => seats,
        }
    }
}

/// What the receiver of a card says of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// *Herken ik.*
    Recognise,
    /// *Hier wil ik over doorpraten*: ends in one of the other two.
    TalkOn,
    /// *Deze laat ik liggen*: no reason asked, counts nowhere.
    LetLie,
}

/// What a member can do.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Play {
    /// Give a card to one or more teammates. While giving: from the hand. In the conversation also
    /// from the open table and from the cards that were not dealt.
    Give {
        /// Which card.
        card: CardId,
        /// To whom.
        to: Recipients,
        /// 1..=[`crate::REASON_CHARS_MAX`] characters.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        reason: Option<String>,
    },
    /// Take back a gift of one's own, as long as only giver and receiver have seen it.
    TakeBack {
        /// Which gift.
        gift: GiftId,
    },
    /// *Leg open op tafel.*
    LayOpen {
        /// Which card, from the hand.
        card: CardId,
    },
    /// Take a card one laid open back into the hand, while giving.
    PickUp {
        /// Which card.
        card: CardId,
    },
    /// Say that one is ready, or not yet after all.
    Ready {
        /// Ready or not.
        ready: bool,
    },
    /// Pick a received card to talk about, or put it down again. At most [`crate::PICKED_MAX`].
    Pick {
        /// A gift one received.
        gift: GiftId,
        /// Picked or not.
        picked: bool,
    },
    /// Say what one thinks of a card one received.
    Answer {
        /// A gift one received.
        gift: GiftId,
        /// What one says.
        answer: Answer,
    },
    /// *Zie ik ook*: of a card someone else got from someone else.
    Second {
        /// A gift all may see.
        gift: GiftId,
        /// Said, or taken back.
        on: bool,
    },
    /// *Past ook bij …*: the card goes to another person as well, from the one who says so.
    Also {
        /// A gift all may see.
        gift: GiftId,
        /// The other person.
        to: Seat,
        /// 1..=[`crate::REASON_CHARS_MAX`] characters.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        reason: Option<String>,
    },
    /// Reword a card for the person who got it; without a text the card's own label is back.
    Reword {
        /// A gift all may see.
        gift: GiftId,
        /// 1..=[`crate::WORDING_CHARS_MAX`] characters.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        wording: Option<String>,
    },
    /// Change one's name, function or sector.
    Describe {
        /// 1..=[`crate::NAME_CHARS_MAX`] characters.
        name: String,
        /// Job title, if given.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        function: Option<String>,
        /// Part of the organisation, if given.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        sector: Option<String>,
    },
    /// Leave: the hand goes to the open table, gifts stay.
    Leave,
    /// Come back; what one laid open by leaving and is still there comes back too.
    Return,
    /// *Vergeet mij*: name and everything written by or about this seat are wiped.
    ForgetMe,
}

/// What a facilitator can do.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Lead {
    /// Go on to the next phase, or back to the one before.
    Phase {
        /// A neighbour of the phase now.
        to: Phase,
    },
    /// In the conversation: who is *aan de beurt*; nobody is the tafelronde.
    Turn {
        /// Whose turn.
        seat: Option<Seat>,
    },
    /// Let nobody join any more, or let them again.
    Lock {
        /// Locked or not.
        locked: bool,
    },
    /// Someone has gone without saying so.
    Remove {
        /// Who.
        seat: Seat,
    },
    /// Someone who was marked as gone is here.
    BringBack {
        /// Who.
        seat: Seat,
    },
    /// Take away a facilitator's, screen's or observer's token. The last facilitator cannot go.
    Withdraw {
        /// Which.
        pass: PassId,
    },
    /// Wipe a member's name and everything written by or about them.
    Forget {
        /// Who.
        seat: Seat,
    },
    /// Wipe one text, such as a reason that names a forgotten member.
    Wipe {
        /// Which, from the `mentions` document.
        text: TextId,
    },
    /// Actions of the werkagenda a member is proposed for at most: one of [`crate::CAPS`].
    Cap {
        /// So many.
        cap: u8,
    },
}

/// The text a save began with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Base {
    /// The entry that brought it; 0 where nobody ever wrote.
    #[ts(type = "number")]
    pub seq: u64,
    /// The text as it was sent in that entry, not as it came to stand: for who typed on meanwhile.
    #[serde(default)]
    pub mine: bool,
}

/// A new action. Every text may be left out; their limits are those of their fields.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct NewAction {
    /// What is taken up.
    #[ts(optional)]
    pub what: Option<String>,
    /// With whom.
    #[ts(optional)]
    pub with_whom: Option<String>,
    /// How.
    #[ts(optional)]
    pub how: Option<String>,
    /// By when.
    #[ts(optional)]
    pub when: Option<String>,
}

/// What can be done on the werkagenda.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Agenda {
    /// Save a field.
    Write {
        /// Where, such as `situation` or `2/how`.
        place: Place,
        /// What it began with.
        base: Base,
        /// All of the field as the writer has it; empty clears it.
        text: String,
    },
    /// Choose between what stands in a field and what stands beside it.
    Settle {
        /// Where.
        place: Place,
        /// The entry the text beside it came with.
        #[ts(type = "number")]
        offer: u64,
        /// Take it instead of what stands there, or let it go.
        take: bool,
        /// The entry that brought what stands there: what goes must have been seen.
        #[ts(type = "number")]
        base: u64,
    },
    /// Add actions, in this order.
    AddActions {
        /// At least one.
        actions: Vec<NewAction>,
    },
    /// Take an action away, or put it back.
    RemoveAction {
        /// Which.
        action: ActionId,
        /// Away or back.
        removed: bool,
    },
    /// Say that an action needs a competentie, or does not. The first time, what its text suggested
    /// becomes the team's.
    Need {
        /// Which action.
        action: ActionId,
        /// Which competentie.
        card: CardId,
        /// Needed or not.
        on: bool,
    },
    /// Say who would do this by job title.
    ByFunction {
        /// Which action.
        action: ActionId,
        /// Who; nobody is not said.
        seat: Option<Seat>,
    },
    /// Decide what someone does in an action. There is one owner: who was it before is not.
    Assign {
        /// Which action.
        action: ActionId,
        /// Who.
        seat: Seat,
        /// What; nothing takes the decision back.
        part: Option<Part>,
    },
}
