//! What each audience may see, as small keyed documents.
//!
//! A document is the same for everyone who may see it; [`reach`] says who that is. A welcome is
//! every key an audience reaches, a change is the keys an event [`touched`]: one function for
//! both, so they cannot disagree, and what is hidden is in neither.
//! The table this follows is *Who sees what* in ARCHITECTURE.md.

use crate::FEW_GIFTS;
use crate::command::Answer;
use crate::event::{Event, Form, Source};
use crate::ids::{CardId, ClusterId, GiftId, PassId, Seat, TextId};
use crate::state::{Gift, Laid, Member, Phase, Role, State};
use crate::talent::{self, GridRow, Held, Sole, TalentCard};
use serde::{Serialize, Serializer};
use std::collections::BTreeSet;
use std::fmt;
use ts_rs::TS;

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
    /// Until the conversation is reached: cards not yet given. One laid open still counts, since a
    /// number that drops at that moment would tell by whom it was laid.
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
    /// Cards given so far, to whomever.
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
    /// The cards they got, in the order they first got them.
    pub cards: Vec<TalentCard>,
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
    Team(TeamDocument),
    Few(FewDocument),
    Passes(PassesDocument),
    Mentions(MentionsDocument),
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
            Some(member) if member.dealt && !member.away && state.phase <= Phase::Conversation => {
                Reach::only(eyes(state, seat))
            }
            _ => Reach::NOBODY,
        },
        Key::Gift(id) => match state.gifts.get(&id) {
            Some(gift) => reach_of_gift(state, id, gift),
            None => Reach::NOBODY,
        },
        Key::Talents(seat) => all_if(
            state.talents_reached
                && state
                    .seats
                    .get(&seat)
                    .is_some_and(|member| !member.forgotten),
        ),
        Key::Team => all_if(state.talents_reached),
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
    let is_lying = gift.answer == Some(Answer::LetLie) || state.hindsight.lying.contains(&id);
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

/// The document of that name, the same for everyone who may see it: ask [`reach`] first.
pub fn render(state: &State, key: Key) -> Option<Document> {
    Some(match key {
        Key::Session => Document::Session(session(state)?),
        Key::Seat(seat) => Document::Seat(seat_document(state, seat, state.seats.get(&seat)?)),
        Key::Hand(seat) => Document::Hand(hand(state, seat, state.seats.get(&seat)?)),
        Key::Gift(id) => Document::Gift(gift_document(state, id, state.gifts.get(&id)?)),
        Key::Table => Document::Table(table(state)),
        Key::Flow => Document::Flow(FlowDocument {
            gifts: count(travelled(state).count()),
        }),
        Key::Watching => Document::Watching(WatchingDocument {
            facilitators: names_of(state, Role::Facilitator),
            observers: names_of(state, Role::Observer),
        }),
        Key::Talents(seat) => Document::Talents(TalentsDocument {
            seat,
            cards: talent::of_member(state, seat),
        }),
        Key::Team => Document::Team(talent::of_team(state)),
        Key::Few | Key::FewCount => {
            let seats = few(state);
            Document::Few(FewDocument {
                count: count(seats.len()),
                seats: (key == Key::Few).then_some(seats),
            })
        }
        Key::Passes => Document::Passes(passes(state)),
        Key::Mentions(seat) => {
            Document::Mentions(mentions(state, seat, state.mentions.get(&seat)?))
        }
    })
}

/// Counts are small: a session has at most some thousands of anything.
fn count<N: TryFrom<usize> + Default>(n: usize) -> N {
    N::try_from(n).unwrap_or_default()
}

fn text(state: &State, id: Option<TextId>) -> Option<String> {
    id.and_then(|id| state.texts.get(&id)).cloned()
}

fn session(state: &State) -> Option<SessionDocument> {
    let setup = state.setup.as_ref()?;
    let dealt = (state.hand_size > 0).then_some(state.hand_size);
    Some(SessionDocument {
        title: text(state, Some(setup.title)),
        team: text(state, Some(setup.team)),
        phase: state.phase,
        turn: state.turn,
        locked: state.locked,
        form: setup.form,
        hand: dealt.or(setup.hand),
        retention_days: setup.retention_days,
        deck: setup.deck.id.clone(),
        talents: state.talents_reached,
    })
}

fn seat_document(state: &State, seat: Seat, member: &Member) -> SeatDocument {
    // Once cards were given from the table, the number would tell who had laid them there.
    let counted = member.dealt && !member.away && !state.conversation_reached;
    SeatDocument {
        seat,
        name: text(state, member.name),
        function: text(state, member.function),
        sector: text(state, member.sector),
        ready: member.ready,
        away: member.away,
        forgotten: member.forgotten,
        proxy: member.proxy,
        had_turn: member.had_turn,
        dealt: member.dealt,
        hand: counted.then(|| count(member.hand.len() + laid_by(state, seat).count())),
    }
}

fn laid_by(state: &State, seat: Seat) -> impl Iterator<Item = &CardId> + '_ {
    state
        .table
        .iter()
        .filter(move |open| open.laid == Laid::By(seat))
        .map(|open| &open.card)
}

fn hand(state: &State, seat: Seat, member: &Member) -> HandDocument {
    HandDocument {
        cards: member.hand.clone(),
        laid: laid_by(state, seat).cloned().collect(),
    }
}

fn gift_document(state: &State, id: GiftId, gift: &Gift) -> GiftDocument {
    let kept = !gift.removed;
    GiftDocument {
        gift: id,
        card: kept.then(|| gift.card.clone()),
        from: gift.from,
        to: gift.to,
        reason: text(state, gift.reason).filter(|_| kept),
        wording: text(state, gift.wording).filter(|_| kept),
        shown: gift.shown,
        picked: gift.picked && kept,
        answer: gift.answer.filter(|_| kept),
        seconds: if kept {
            gift.seconds.iter().copied().collect()
        } else {
            Vec::new()
        },
        removed: gift.removed,
    }
}

fn table(state: &State) -> TableDocument {
    let over = state.phase >= Phase::Talents;
    let stack = if state.phase == Phase::Conversation {
        state
            .deck()
            .filter(|card| state.is_in_stack(card))
            .cloned()
            .collect()
    } else {
        Vec::new()
    };
    let cards = if over {
        talent::wishes(state)
    } else {
        state.table.iter().map(|open| open.card.clone()).collect()
    };
    TableDocument { cards, stack }
}

/// Cards that went from one to another. What its receiver left lying is among them: a number that
/// drops at that moment would tell that somebody did.
fn travelled(state: &State) -> impl Iterator<Item = &Gift> + '_ {
    state.gifts.values().filter(|gift| !gift.removed)
}

fn few(state: &State) -> Vec<Seat> {
    if !matches!(state.phase, Phase::Giving | Phase::Conversation) {
        return Vec::new();
    }
    let got = |seat: Seat| travelled(state).filter(|gift| gift.to == seat).count();
    state
        .present()
        .map(|(seat, _)| seat)
        .filter(|seat| got(*seat) < FEW_GIFTS)
        .collect()
}

fn names_of(state: &State, role: Role) -> Vec<Option<String>> {
    let those = state
        .passes
        .values()
        .filter(|pass| pass.role == role && !pass.withdrawn);
    those.map(|pass| text(state, pass.name)).collect()
}

fn passes(state: &State) -> PassesDocument {
    let line = |(id, pass): (&PassId, &crate::state::Pass)| PassDocument {
        pass: *id,
        role: pass.role,
        name: text(state, pass.name),
        seat: seat_of_leader(state, *id),
    };
    PassesDocument {
        passes: state
            .passes
            .iter()
            .filter(|(_, pass)| !pass.withdrawn)
            .map(line)
            .collect(),
    }
}

fn mentions(state: &State, seat: Seat, texts: &[TextId]) -> MentionsDocument {
    let gift_of = |text: TextId| {
        let named = |gift: &Gift| gift.reason == Some(text) || gift.wording == Some(text);
        state
            .gifts
            .iter()
            .find(|(_, gift)| named(gift))
            .map(|(id, _)| *id)
    };
    MentionsDocument {
        seat,
        texts: texts
            .iter()
            .map(|text| Mention {
                text: *text,
                gift: gift_of(*text),
            })
            .collect(),
    }
}

/// Every document there is in this state.
pub fn every_key(state: &State) -> Vec<Key> {
    let mut keys = vec![
        Key::Session,
        Key::Table,
        Key::Flow,
        Key::Watching,
        Key::Team,
        Key::Few,
        Key::FewCount,
        Key::Passes,
    ];
    for seat in state.seats.keys() {
        keys.extend([Key::Seat(*seat), Key::Hand(*seat), Key::Talents(*seat)]);
    }
    keys.extend(state.gifts.keys().map(|gift| Key::Gift(*gift)));
    keys.extend(state.mentions.keys().map(|seat| Key::Mentions(*seat)));
    keys
}

/// The documents this event can change: their content, or who may see them. `state` is the state
/// before the event.
///
/// What concerns a card that only some may see never names the `seat` or `talents` of others: a
/// document that all are sent anew tells that something happened to that person.
pub fn touched(state: &State, event: &Event) -> Vec<Key> {
    let mut keys = Vec::new();
    match event {
        Event::Opened { .. } => {
            keys.extend([
                Key::Session,
                Key::Table,
                Key::Flow,
                Key::Watching,
                Key::Passes,
                Key::Few,
            ]);
        }
        // Rare, and they change who may see almost anything.
        Event::Admitted { .. }
        | Event::Withdrawn { .. }
        | Event::PhaseMoved { .. }
        | Event::Wiped { .. } => keys = every_key(state),
        Event::Forgotten { seat, .. } => {
            keys = every_key(state);
            keys.push(Key::Mentions(*seat));
        }
        Event::Joined { seat, .. } => {
            keys.extend([Key::Seat(*seat), Key::Talents(*seat), Key::Passes]);
            keys.extend(FEW);
        }
        Event::Described { seat, .. } | Event::ReadySet { seat, .. } => keys.push(Key::Seat(*seat)),
        Event::Dealt { hands, .. } => {
            keys.extend([Key::Session, Key::Table]);
            let dealt = hands.iter().map(|(seat, _)| *seat);
            keys.extend(dealt.flat_map(|seat| [Key::Seat(seat), Key::Hand(seat)]));
        }
        Event::Given {
            gift,
            card,
            from,
            to,
            source,
            ..
        } => {
            keys.extend(of_gift(state, *gift, *from, *source == Source::Hand));
            if *source == Source::Table {
                // The one that will be taken is the first.
                let open = state.table.iter().find(|open| open.card == *card);
                keys.extend(open.and_then(|open| hand_of_layer(open.laid)));
            }
            if crate::conversation::is_shown_at_once(state, *to) {
                keys.extend(talents_of(state, *to));
            }
        }
        Event::TakenBack { gift } => {
            if let Some(taken) = state.gifts.get(gift) {
                let from_hand = taken.source == Source::Hand;
                keys.extend(of_gift(state, *gift, taken.from, from_hand));
                keys.extend(taken.taken.and_then(hand_of_layer));
            }
        }
        Event::LaidOpen { seat, .. } | Event::PickedUp { seat, .. } => {
            keys.extend([Key::Hand(*seat), Key::Table, Key::Team]);
        }
        Event::TurnStarted { seat } => {
            keys.push(Key::Session);
            if let Some(seat) = seat {
                keys.push(Key::Seat(*seat));
                let new = |gift: &Gift| gift.to == *seat && !gift.shown;
                let theirs = state.gifts.iter().filter(|(_, gift)| new(gift));
                keys.extend(theirs.map(|(id, _)| Key::Gift(*id)));
                keys.extend(talents_of(state, *seat));
            }
        }
        Event::Picked { gift, .. }
        | Event::Seconded { gift, .. }
        | Event::Reworded { gift, .. } => keys.push(Key::Gift(*gift)),
        Event::Answered { gift, .. } => {
            keys.extend([Key::Gift(*gift), Key::Table, Key::Team]);
            let answered = state.gifts.get(gift);
            let seen =
                |gift: &&Gift| gift.shown || crate::conversation::is_shown_at_once(state, gift.to);
            keys.extend(answered.filter(seen).map(|gift| Key::Talents(gift.to)));
        }
        Event::Left { seat } | Event::Returned { seat } => {
            keys.extend([
                Key::Session,
                Key::Seat(*seat),
                Key::Hand(*seat),
                Key::Table,
                Key::Team,
            ]);
            keys.extend(FEW);
        }
        Event::LockSet { .. } => keys.push(Key::Session),
    }
    keys
}

/// Who has few cards, for either kind of facilitator.
const FEW: [Key; 2] = [Key::Few, Key::FewCount];

/// What a card that is given or taken back changes. The number of a hand is shown while giving
/// only; in the conversation the giver's `seat` has no part in it.
fn of_gift(state: &State, gift: GiftId, from: Seat, from_hand: bool) -> Vec<Key> {
    let mut keys = vec![
        Key::Gift(gift),
        Key::Hand(from),
        Key::Table,
        Key::Flow,
        Key::Team,
    ];
    keys.extend(FEW);
    if from_hand && state.phase == Phase::Giving {
        keys.push(Key::Seat(from));
    }
    keys
}

/// The hand of who laid a card open, which lists it until it is gone.
fn hand_of_layer(laid: Laid) -> Option<Key> {
    match laid {
        Laid::By(seat) => Some(Key::Hand(seat)),
        Laid::Leaving(_) | Laid::Lying(_) => None,
    }
}

fn talents_of(state: &State, seat: Seat) -> Vec<Key> {
    if state.talents_reached {
        vec![Key::Talents(seat), Key::Team]
    } else {
        Vec::new()
    }
}
