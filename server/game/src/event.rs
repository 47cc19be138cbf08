//! What happened. Events are the log: a variant or field is never renamed or removed, only added
//! (with a default), so that every log ever written still loads.

use crate::agenda::{Part, Place};
use crate::command::Answer;
use crate::ids::{ActionId, CardId, ClusterId, GiftId, PassId, Seat, TextId, TokenHash, Who};
use crate::seen::Seen;
use crate::state::{Phase, Role};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// One accepted command: what it did, and what was written.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// From 1, without gaps.
    pub seq: u64,
    /// Milliseconds since 1970, UTC.
    pub at: u64,
    /// Who asked.
    pub who: Who,
    /// Which page load asked; 0 at the door.
    pub device: u64,
    /// That device's count; 0 at the door.
    pub n: u32,
    /// What happened, in order.
    pub events: Vec<Event>,
    /// The texts the events name. In the log they are rows of their own; a wiped one is missing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub texts: Vec<WrittenText>,
}

/// A text and its number. It never changes; it can only be wiped.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WrittenText {
    /// Its number in the session.
    pub id: TextId,
    /// What was written.
    pub text: String,
}

/// How the cards go round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// Everyone gets a hand and gives its cards away.
    Dealt,
}

/// What the rules need to know of a deck; the deck itself is kept with the session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeckOutline {
    /// The deck's name for itself.
    pub id: String,
    /// SHA-256 of the exact deck, hexadecimal.
    pub hash: String,
    /// Cards by cluster, both in the deck's order.
    pub clusters: Vec<(ClusterId, Vec<CardId>)>,
    /// What each card says about a person, and the words it is found by. Logs from before there
    /// were types have none: they show no profiles and suggest nothing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cards: Vec<CardOutline>,
}

/// What the rules need to know of a card. Each weight is 0 to 3.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardOutline {
    /// Which card.
    pub card: CardId,
    /// In the order of [`cards::Types::IDS`].
    pub types: [u8; 4],
    /// In the order of [`cards::Roles::IDS`].
    pub roles: [u8; 4],
    /// In the order of [`cards::Qualities::IDS`].
    pub qualities: [u8; 5],
    /// Its label and search words, as the deck has them.
    pub words: Vec<String>,
}

/// Where a given card came from, and so where it goes when it is taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// The giver's hand.
    Hand,
    /// The open table.
    Table,
    /// The cards that were not dealt.
    Stack,
    /// Another gift of the same card: *past ook bij …*.
    Also(GiftId),
}

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
#[allow(missing_docs)] // Fields are named in `command.rs`, where they come from.
pub enum Event {
    /// The session began; its first facilitator has pass 1.
    Opened {
        hash: TokenHash,
        title: TextId,
        team: TextId,
        form: Form,
        hand: Option<u8>,
        retention_days: u16,
        deck: DeckOutline,
        #[serde(default, skip_serializing_if = "is_false")]
        reasons_in_exports: bool,
        /// The code it was played under, for a session that was read in from a file.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        imported: Option<String>,
    },
    /// A facilitator, screen or observer was let in.
    Admitted {
        pass: PassId,
        hash: TokenHash,
        role: Role,
        name: Option<TextId>,
    },
    /// A pass was taken away.
    Withdrawn { pass: PassId },
    /// Someone took a seat. `proxy` plays for someone without a device; `leader` plays here too.
    Joined {
        seat: Seat,
        hash: Option<TokenHash>,
        name: TextId,
        function: Option<TextId>,
        sector: Option<TextId>,
        proxy: Option<PassId>,
        leader: Option<PassId>,
    },
    /// Someone changed how they are called.
    Described {
        seat: Seat,
        name: TextId,
        function: Option<TextId>,
        sector: Option<TextId>,
    },
    /// The session went on, or back.
    PhaseMoved { to: Phase },
    /// Hands were dealt, each of about `size` cards. A seat named here had no hand yet.
    Dealt {
        size: u8,
        hands: Vec<(Seat, Vec<CardId>)>,
    },
    /// A card was given.
    Given {
        gift: GiftId,
        card: CardId,
        from: Seat,
        to: Seat,
        reason: Option<TextId>,
        source: Source,
    },
    /// A gift was taken back.
    TakenBack { gift: GiftId },
    /// A card was laid on the open table.
    LaidOpen { seat: Seat, card: CardId },
    /// A card went from the open table back to the hand of who laid it.
    PickedUp { seat: Seat, card: CardId },
    /// Someone is ready, or not after all.
    ReadySet { seat: Seat, ready: bool },
    /// Someone is *aan de beurt*, or (nobody) it is the tafelronde.
    TurnStarted { seat: Option<Seat> },
    /// A received card was picked to talk about, or put down.
    Picked { gift: GiftId, picked: bool },
    /// A receiver said what they think of a card.
    Answered { gift: GiftId, answer: Answer },
    /// Someone sees it too, or took that back.
    Seconded { gift: GiftId, seat: Seat, on: bool },
    /// A card was reworded for the person who got it.
    Reworded {
        gift: GiftId,
        by: Seat,
        wording: Option<TextId>,
    },
    /// Someone left; their hand went to the open table.
    Left { seat: Seat },
    /// Someone came back.
    Returned { seat: Seat },
    /// Joining was closed, or opened again.
    LockSet { locked: bool },
    /// A member is forgotten; `texts` are wiped with this entry, and other texts that hold the
    /// name are in `mentions`.
    Forgotten {
        seat: Seat,
        texts: Vec<TextId>,
        mentions: Vec<TextId>,
    },
    /// Texts were wiped with this entry.
    Wiped { texts: Vec<TextId> },
    /// A field was saved: what was sent, and what stands there now (the same, or merged with what
    /// others wrote). An empty text has no number.
    Wrote {
        place: Place,
        sent: Option<TextId>,
        stands: Option<TextId>,
    },
    /// A text that did not go together with what stands there was laid beside it, perhaps instead
    /// of an earlier one by the same writer.
    Offered {
        place: Place,
        text: Option<TextId>,
        by: Option<Seat>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        instead: Option<u64>,
    },
    /// The team chose: what stood beside stands there now, or went.
    Settled {
        place: Place,
        offer: u64,
        taken: bool,
    },
    /// An action came on the agenda; its texts follow.
    ActionAdded { action: ActionId },
    /// An action was taken away, or put back.
    ActionRemoved { action: ActionId, removed: bool },
    /// The team said what an action needs.
    NeedsSet {
        action: ActionId,
        cards: Vec<CardId>,
    },
    /// The team said who would do this by job title.
    FunctionSet {
        action: ActionId,
        seat: Option<Seat>,
    },
    /// The team decided what someone does in an action.
    Assigned {
        action: ActionId,
        seat: Seat,
        part: Option<Part>,
    },
    /// So many actions a member is proposed for at most.
    CapSet { cap: u8 },
    /// Only in what was read in from a file: how the cards lay, where what is told does not say.
    Seen(Seen),
}

/// What was never chosen is not written down, so that old logs and new ones read alike.
fn is_false(chosen: &bool) -> bool {
    !chosen
}

/// A text that an event brings, and whose it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Brought {
    /// Which text.
    pub text: TextId,
    /// Whose.
    pub of: Of,
}

/// Whose a text is: who loses it by being forgotten, or where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// Of the session itself, or of who leads or looks on: no member's.
    Session,
    /// How a member is called.
    Member(Seat),
    /// Why a card was given.
    Reason {
        /// Who wrote it.
        from: Seat,
        /// About whom.
        to: Seat,
    },
    /// Other words for a gift's card: about its receiver.
    Wording {
        /// Who wrote it.
        by: Seat,
        /// For which gift.
        gift: GiftId,
    },
    /// Written in the werkagenda: the team's.
    Place(Place),
}

impl Event {
    /// The texts this event brings: the one place that says so. What is not said here can neither be
    /// forgotten nor exported.
    pub fn texts(&self) -> Vec<Brought> {
        let all = |of: Of, texts: &[Option<TextId>]| {
            let texts = texts.iter().flatten();
            texts.map(|text| Brought { text: *text, of }).collect()
        };
        match self {
            Event::Opened { title, team, .. } => all(Of::Session, &[Some(*title), Some(*team)]),
            Event::Admitted { name, .. } => all(Of::Session, &[*name]),
            Event::Joined {
                seat,
                name,
                function,
                sector,
                ..
            }
            | Event::Described {
                seat,
                name,
                function,
                sector,
            } => all(Of::Member(*seat), &[Some(*name), *function, *sector]),
            Event::Given {
                from, to, reason, ..
            } => {
                let (from, to) = (*from, *to);
                all(Of::Reason { from, to }, &[*reason])
            }
            Event::Reworded { gift, by, wording } => {
                let (by, gift) = (*by, *gift);
                all(Of::Wording { by, gift }, &[*wording])
            }
            Event::Wrote {
                place,
                sent,
                stands,
            } => {
                let merged = stands.filter(|_| stands != sent);
                all(Of::Place(*place), &[*sent, merged])
            }
            Event::Offered { place, text, .. } => all(Of::Place(*place), &[*text]),
            // These bring none: they name texts that are there already, or no text at all.
            Event::Forgotten { .. }
            | Event::Wiped { .. }
            | Event::Settled { .. }
            | Event::Withdrawn { .. }
            | Event::PhaseMoved { .. }
            | Event::Dealt { .. }
            | Event::TakenBack { .. }
            | Event::LaidOpen { .. }
            | Event::PickedUp { .. }
            | Event::ReadySet { .. }
            | Event::TurnStarted { .. }
            | Event::Picked { .. }
            | Event::Answered { .. }
            | Event::Seconded { .. }
            | Event::Left { .. }
            | Event::Returned { .. }
            | Event::LockSet { .. }
            | Event::ActionAdded { .. }
            | Event::ActionRemoved { .. }
            | Event::NeedsSet { .. }
            | Event::FunctionSet { .. }
            | Event::Assigned { .. }
            | Event::CapSet { .. }
            | Event::Seen(_) => Vec::new(),
        }
    }

    /// The texts whose rows must go in the same transaction as this event.
    pub fn wiped(&self) -> &[TextId] {
        match self {
            Event::Forgotten { texts, .. } | Event::Wiped { texts } => texts,
            _ => &[],
        }
    }
}
