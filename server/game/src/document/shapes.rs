//! The documents themselves, as they go over the wire.

use crate::agenda::Place;
use crate::command::Answer;
use crate::event::Form;
use crate::ids::{ActionId, CardId, ClusterId, GiftId, PassId, Seat, TextId};
use crate::state::{Phase, Role};
use crate::talent::assign::Proposal;
use crate::talent::coverage::Coverage;
use crate::talent::fit::ActionFit;
use crate::talent::profile::Profile;
use crate::talent::{GridRow, Held, Sole, TalentCard};
use serde::Serialize;
use ts_rs::TS;

/// `session`
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct SessionDocument {
    /// What it is called; wiped texts are null.
    pub title: Option<String>,
    /// Who plays.
    pub team: Option<String>,
    /// Where it is.
    pub phase: Phase,
    /// Who is *aan de beurt*; nobody in a conversation is the tafelronde.
    pub turn: Option<Seat>,
    /// Nobody can join.
    pub locked: bool,
    /// How the cards go round.
    pub form: Form,
    /// Cards in a hand: as chosen, or as dealt, or null when neither is known yet.
    pub hand: Option<u8>,
    /// Days it is kept after its last entry.
    pub retention_days: u16,
    /// The deck's name for itself.
    pub deck: String,
    /// Talents were reached once and stay to be seen.
    pub talents: bool,
    /// The werkagenda was reached once and stays to be seen.
    pub agenda: bool,
    /// Exports for people hold the reasons too.
    pub reasons_in_exports: bool,
    /// It was read in from a file.
    pub imported: bool,
}

/// `seat/3`
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct SeatDocument {
    /// Which seat.
    pub seat: Seat,
    /// Null when wiped: reads as *Teamlid C*.
    pub name: Option<String>,
    /// Job title.
    pub function: Option<String>,
    /// Part of the organisation.
    pub sector: Option<String>,
    /// Says they are ready.
    pub ready: bool,
    /// Has left.
    pub away: bool,
    /// Wiped on request.
    pub forgotten: bool,
    /// The facilitator who plays for this member, who has no device.
    pub proxy: Option<PassId>,
    /// Was *aan de beurt* in this conversation.
    pub had_turn: bool,
    /// Was dealt a hand.
    pub dealt: bool,
    /// Always null: how many cards are in a hand is for who plays it alone, in `hand/3`. The field is
    /// there for clients that look for it.
    pub hand: Option<u16>,
}

/// `hand/3`
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct HandDocument {
    /// Cards to give, in the order they came.
    pub cards: Vec<CardId>,
    /// Cards this member laid open and that lie there still.
    pub laid: Vec<CardId>,
}

/// `gift/17`
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct GiftDocument {
    /// Which gift.
    pub gift: GiftId,
    /// Which card; null when removed.
    pub card: Option<CardId>,
    /// Who gave it.
    pub from: Seat,
    /// Who got it.
    pub to: Seat,
    /// Why; null when none was given or it was wiped.
    pub reason: Option<String>,
    /// The team's own words for it.
    pub wording: Option<String>,
    /// All can see it.
    pub shown: bool,
    /// Picked to talk about.
    pub picked: bool,
    /// What the receiver said.
    pub answer: Option<Answer>,
    /// Who sees it too.
    pub seconds: Vec<Seat>,
    /// *Weggehaald*: its giver or receiver is forgotten.
    pub removed: bool,
}

/// `table`
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct TableDocument {
    /// Open cards in the order they came to lie there; from the talents on: the open wishes.
    pub cards: Vec<CardId>,
    /// In the conversation: cards of the deck that nobody was dealt and that can still be given.
    pub stack: Vec<CardId>,
}

/// `flow`
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct FlowDocument {
    /// Cards given so far, to whomever. While giving it moves for three givers at once, so it may lag;
    /// with each step of the phase it is exact, and in the conversation it stays.
    pub gifts: u32,
}

/// `watching`: nobody looks on without being named.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct WatchingDocument {
    /// Who leads, by name; who began the session has none.
    pub facilitators: Vec<Option<String>>,
    /// Who looks on.
    pub observers: Vec<Option<String>>,
}

/// `talents/3`
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct TalentsDocument {
    /// Whose.
    pub seat: Seat,
    /// The cards they got, in the deck's order.
    pub cards: Vec<TalentCard>,
}

/// `profile/3`
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct ProfileDocument {
    /// Whose.
    pub seat: Seat,
    /// Never one label: all of it, each with the cards behind it.
    #[serde(flatten)]
    pub profile: Profile,
}

/// `fit/2`
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct FitDocument {
    /// Which action.
    pub action: ActionId,
    /// Who fits it, and why; what nobody brings; who would complete whom.
    #[serde(flatten)]
    pub fit: ActionFit,
}

/// `proposal`: the tool proposes, the team decides.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct ProposalDocument {
    /// Of every action that stands.
    pub actions: Vec<Proposal>,
}

/// `agenda`
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct AgendaDocument {
    /// In order; those taken away are not among them.
    pub actions: Vec<ActionId>,
    /// Taken away; they can be put back.
    pub removed: Vec<ActionId>,
    /// Actions a member is proposed for at most.
    pub cap: u8,
    /// The facilitator chose so; otherwise it is what is fair with this many actions and members.
    pub cap_chosen: bool,
}

/// `field/situation`, `field/2/how`; a place where nobody ever wrote has none.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct FieldDocument {
    /// Where.
    pub place: Place,
    /// The entry that brought the text: what a save begins with.
    #[ts(type = "number")]
    pub seq: u64,
    /// What stands there.
    pub text: String,
    /// What stands beside it for the team to choose.
    pub offers: Vec<OfferDocument>,
}

/// A text that did not go together with what stood there.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct OfferDocument {
    /// The entry it came with.
    #[ts(type = "number")]
    pub seq: u64,
    /// Who wrote it; null for a facilitator.
    pub by: Option<Seat>,
    /// What they wrote.
    pub text: String,
}

/// `action/2`; its texts stand in fields.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct ActionDocument {
    /// Which.
    pub action: ActionId,
    /// Taken away.
    pub removed: bool,
    /// What it needs; empty is not matched yet.
    pub needs: Vec<CardId>,
    /// The team said so; otherwise its text does.
    pub needs_by_team: bool,
    /// What its text asks for, best first.
    pub suggested: Vec<Suggested>,
    /// Who would do this by job title.
    pub by_function: Option<Seat>,
    /// Who takes it up, as the team decided.
    pub owner: Option<Seat>,
    /// Who helps, as the team decided.
    pub helpers: Vec<Seat>,
}

/// A competentie that the text of an action asks for.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct Suggested {
    /// Which.
    pub card: CardId,
    /// The words of the text that say so.
    pub words: Vec<String>,
}

/// `team`
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct TeamDocument {
    /// The columns of the grid.
    pub clusters: Vec<ClusterId>,
    /// A row for each member who got a card.
    pub rows: Vec<GridRow>,
    /// Cards that half the members or more have.
    pub many: Vec<Held>,
    /// Clusters in which only one member has cards.
    pub sole: Vec<Sole>,
    /// Cards still open: what the team would like more of.
    pub wishes: Vec<CardId>,
}

/// `few` and `few_count`
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct FewDocument {
    /// Members with fewer than three cards.
    pub count: u16,
    /// Who; null for a facilitator who plays too.
    pub seats: Option<Vec<Seat>>,
}

/// `passes`
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct PassesDocument {
    /// In the order they were given out; withdrawn ones are left out.
    pub passes: Vec<PassDocument>,
}

/// One line of `passes`.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct PassDocument {
    /// Which.
    pub pass: PassId,
    /// What it is good for.
    pub role: Role,
    /// Who holds it.
    pub name: Option<String>,
    /// The seat this facilitator plays too.
    pub seat: Option<Seat>,
}

/// `mentions/3`
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct MentionsDocument {
    /// The forgotten member.
    pub seat: Seat,
    /// Texts of others that held their name.
    pub texts: Vec<Mention>,
}

/// One line of `mentions/3`.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct Mention {
    /// What to name in `wipe`.
    pub text: TextId,
    /// The gift whose reason or wording it is; its own document says whether one may read it.
    pub gift: Option<GiftId>,
    /// The place of the werkagenda where it stands.
    pub place: Option<Place>,
    /// It stands there no more: this line is for all that stood there before and may hold the name.
    pub before: bool,
}

/// Any document, as it goes over the wire.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(untagged)]
#[allow(missing_docs)] // Each is documented at its own type.
pub enum Document {
    Session(SessionDocument),
    Seat(SeatDocument),
    Hand(HandDocument),
    Gift(GiftDocument),
    Table(TableDocument),
    Flow(FlowDocument),
    Watching(WatchingDocument),
    Talents(TalentsDocument),
    Profile(ProfileDocument),
    Coverage(Coverage),
    Agenda(AgendaDocument),
    Field(FieldDocument),
    Action(ActionDocument),
    Fit(FitDocument),
    Proposal(ProposalDocument),
    Team(TeamDocument),
    Few(FewDocument),
    Passes(PassesDocument),
    Mentions(MentionsDocument),
}
