//! The rules of the Competentiespel.
//!
//! A session is the fold of its entries: [`decide`] turns a command into events or a refusal,
//! [`State::absorb`] folds an entry in, and [`document`] gives each audience what it may see.
//! Nothing here waits, reads a clock, throws a die of its own or reaches a disk: time and luck
//! come in through [`Chance`], and what came of them is in the events.

mod agenda;
mod apply;
mod chance;
mod command;
mod conversation;
mod deal;
mod decide;
mod document;
mod door;
mod event;
mod flow;
mod forget;
mod gifts;
mod ids;
mod merge;
mod naming;
mod possible;
mod refusal;
mod seen;
mod state;
pub mod talent;
mod text;

pub use agenda::{ACTIONS_MAX, ActionField, AgendaField, CAPS, NEEDS_MAX, OFFERS_MAX, Part, Place};
pub use chance::Chance;
pub use command::{
    Agenda, Answer, Asked, Base, Command, Enter, Lead, NewAction, Opening, Operate, Play,
    Recipients,
};
pub use decide::{Decision, decide};
pub use document::{
    ActionDocument, AgendaDocument, Audience, Document, FewDocument, FieldDocument, FitDocument,
    FlowDocument, GiftDocument, HandDocument, Key, Mention, MentionsDocument, OfferDocument,
    PassDocument, PassesDocument, ProfileDocument, ProposalDocument, Reach, SeatDocument,
    SessionDocument, Suggested, TableDocument, TalentsDocument, TeamDocument, WatchingDocument,
    document, every_key, reach, render, touched,
};
pub use event::{Brought, CardOutline, DeckOutline, Entry, Event, Form, Of, Source, WrittenText};
pub use ids::{ActionId, CardId, ClusterId, GiftId, PassId, Seat, TextId, TokenHash, Who};
pub use possible::{Impossible, take_in};
pub use refusal::{Code, Refusal};
pub use seen::Seen;
pub use state::{Already, Gift, Hindsight, Member, Pass, Phase, Role, State};
pub use talent::{GridRow, Held, Sole, TalentCard};
pub use text::{
    AGENDA_LINE_CHARS_MAX, AGENDA_TEXT_CHARS_MAX, CARD_ID_CHARS_MAX, NAME_CHARS_MAX,
    REASON_CHARS_MAX, TITLE_CHARS_MAX, WORDING_CHARS_MAX,
};

/// Most members a session can have: a workshop of forty, with some who left and some who came.
/// Who is forgotten is not counted.
pub const MEMBERS_MAX: usize = 48;
/// Most facilitators, screens and observers of a session together. Withdrawn ones are not counted.
pub const PASSES_MAX: usize = 32;
/// Numbers of seats, and of passes, a session can give out in all: room for a prank that is
/// undone, not for one without end.
pub const NUMBERS_MAX: usize = 1000;
/// Fewest members who can play: with one there is nobody to give to.
pub const MEMBERS_MIN: usize = 2;
/// Hand sizes a facilitator can choose, in cards: fewer than five gives no choice, and more than
/// twelve do not fit a hand or an hour.
pub const HAND_CARDS: std::ops::RangeInclusive<u8> = 5..=12;
/// Days a session can be kept, counted from its last entry.
pub const RETENTION_DAYS: [u16; 3] = [30, 90, 365];
/// Gifts a receiver picks to talk about: two or three make a conversation, more make a list.
pub const PICKED_MAX: usize = 3;
/// Below this many received cards the facilitator is told, and the team is asked what more there is.
pub const FEW_GIFTS: usize = 3;
