//! A session as it stands: what the fold of its entries gives. Nobody sees this; each audience
//! sees the documents of [`crate::document`].

use crate::agenda::{Agenda, Place};
use crate::command::Answer;
use crate::event::{CardOutline, DeckOutline, Entry, Event, Form, Source};
use crate::flow::Flow;
use crate::ids::{CardId, ClusterId, GiftId, PassId, Seat, TextId, TokenHash, Who};
use cards::Finder;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::{Arc, OnceLock};
use ts_rs::TS;

/// Where a session is. It moves on and back one step at a time, and nothing is lost by that.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS,
)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// People come in.
    #[default]
    Lobby,
    /// Hands are dealt and given away.
    Giving,
    /// The tafelronde, then one member after the other is *aan de beurt*.
    Conversation,
    /// Everyone sees everyone's talents.
    Talents,
    /// The talents are laid beside the actions of the werkagenda.
    Werkagenda,
    /// It is over; it can still be looked at.
    Closed,
}

impl Phase {
    /// All phases in order.
    pub const ALL: [Phase; 6] = [
        Phase::Lobby,
        Phase::Giving,
        Phase::Conversation,
        Phase::Talents,
        Phase::Werkagenda,
        Phase::Closed,
    ];

    /// Whether `other` is one step on or back. A team without a werkagenda goes past it.
    pub(crate) fn is_next_to(self, other: Phase) -> bool {
        let is_past = |a, b| a == Phase::Talents && b == Phase::Closed;
        (self as i8 - other as i8).abs() == 1 || is_past(self, other) || is_past(other, self)
    }
}

/// What a pass lets its holder do. A member's token belongs to a seat and is not a pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Leads.
    Facilitator,
    /// The big screen: watches.
    Screen,
    /// Watches, with a name.
    Observer,
}

/// A facilitator's, screen's or observer's right.
#[derive(Clone, Debug, PartialEq)]
pub struct Pass {
    /// What it is good for.
    pub role: Role,
    /// Of its token.
    pub hash: TokenHash,
    /// Who holds it.
    pub name: Option<TextId>,
    /// It is good for nothing any more.
    pub withdrawn: bool,
}

/// A member and their chair.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    /// Of their token; `None` for someone without a device.
    pub hash: Option<TokenHash>,
    /// Name, function and sector; gone when forgotten.
    pub name: Option<TextId>,
    /// Every name this member ever had: others may have written any of them.
    pub(crate) names: Vec<TextId>,
    /// Job title.
    pub function: Option<TextId>,
    /// Part of the organisation.
    pub sector: Option<TextId>,
    /// The facilitator who plays for someone without a device.
    pub proxy: Option<PassId>,
    /// The facilitator who plays here too.
    pub leader: Option<PassId>,
    /// Was dealt a hand once.
    pub dealt: bool,
    /// Cards still in the hand, in the order they came.
    pub hand: Vec<CardId>,
    /// Says they are ready.
    pub ready: bool,
    /// Has left, and not come back.
    pub away: bool,
    /// Was *aan de beurt* since the conversation began.
    pub had_turn: bool,
    /// Wiped on request.
    pub forgotten: bool,
}

/// A card that was given.
#[derive(Clone, Debug, PartialEq)]
pub struct Gift {
    /// Which card.
    pub card: CardId,
    /// Who gave it.
    pub from: Seat,
    /// Who got it.
    pub to: Seat,
    /// Why.
    pub reason: Option<TextId>,
    /// Where it came from.
    pub source: Source,
    /// All may see it; that is never taken back, only wiped.
    pub shown: bool,
    /// Picked by its receiver to talk about.
    pub picked: bool,
    /// What its receiver said of it.
    pub answer: Option<Answer>,
    /// Who sees it too.
    pub seconds: BTreeSet<Seat>,
    /// The team's own words for it.
    pub wording: Option<TextId>,
    /// Its giver or receiver is forgotten: it shows as *weggehaald* and counts nowhere.
    pub removed: bool,
    /// How it lay on the table when it was given from there: so it goes back.
    pub(crate) taken: Option<Laid>,
}

impl Gift {
    /// Whether it counts for a talent: not removed, and not left lying.
    pub fn counts(&self) -> bool {
        !self.removed && self.answer != Some(Answer::LetLie)
    }
}

/// A card on the open table.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Open {
    pub(crate) card: CardId,
    pub(crate) laid: Laid,
}

/// How a card came to lie on the open table. Nobody is ever told.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Laid {
    /// Its holder laid it there.
    By(Seat),
    /// Its holder left.
    Leaving(Seat),
    /// Its receiver let it lie.
    Lying(GiftId),
    /// The session was read in, and an export does not tell; `wish`: not because its receiver let
    /// it lie.
    Untold { wish: bool },
}

impl Laid {
    /// What a receiver let lie is no wish: it counts nowhere.
    pub(crate) fn is_wish(self) -> bool {
        !matches!(self, Laid::Lying(_) | Laid::Untold { wish: false })
    }
}

/// Texts that may hold a forgotten name, each with its place in the werkagenda if it has one.
pub(crate) type Mentions = BTreeSet<(Option<Place>, TextId)>;

/// How the session was set up.
#[derive(Clone, Debug, PartialEq)]
pub struct Setup {
    /// What it is called.
    pub title: TextId,
    /// Who plays.
    pub team: TextId,
    /// How the cards go round.
    pub form: Form,
    /// Cards in a hand, if chosen.
    pub hand: Option<u8>,
    /// Days it is kept after its last entry.
    pub retention_days: u16,
    /// Exports for people hold the reasons too.
    pub reasons_in_exports: bool,
    /// The code it was played under, if it was read in from a file.
    pub imported: Option<String>,
    /// The deck it is played with.
    pub deck: Arc<DeckOutline>,
    pub(crate) finder: LazyFinder,
}

/// Finds the cards of the deck by the words of a text; made when it is first asked.
#[derive(Clone, Debug, Default)]
pub(crate) struct LazyFinder(Arc<OnceLock<Finder>>);

/// It follows from the deck.
impl PartialEq for LazyFinder {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl LazyFinder {
    /// The cards of `deck` that the text asks for, best first, and the words that say so.
    pub(crate) fn suggest(&self, deck: &DeckOutline, text: &str) -> Vec<(CardId, Vec<String>)> {
        let words = |outline: &CardOutline| (outline.card.to_string(), outline.words.clone());
        let finder = self
            .0
            .get_or_init(|| Finder::new(deck.cards.iter().map(words)));
        let found = finder.suggest(text).into_iter();
        found
            .map(|found| (CardId::from(found.card.as_ref()), found.words))
            .collect()
    }
}

/// Who wrote a text and about whom it is: both lose it when they are forgotten. A text of the
/// werkagenda is the team's, and has a place instead.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Written {
    pub(crate) by: Option<Seat>,
    pub(crate) about: Option<Seat>,
    pub(crate) place: Option<Place>,
}

/// A session as it stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct State {
    pub(crate) seq: u64,
    pub(crate) setup: Option<Setup>,
    pub(crate) phase: Phase,
    /// The conversation was reached once: hands are nobody else's business from then on.
    pub(crate) conversation_reached: bool,
    /// Talents were reached once: what was shown then stays shown.
    pub(crate) talents_reached: bool,
    pub(crate) locked: bool,
    pub(crate) hand_size: u8,
    pub(crate) turn: Option<Seat>,
    pub(crate) seats: BTreeMap<Seat, Member>,
    pub(crate) passes: BTreeMap<PassId, Pass>,
    pub(crate) gifts: BTreeMap<GiftId, Gift>,
    /// Every number a gift ever had: none is given out twice.
    pub(crate) numbered: BTreeSet<GiftId>,
    pub(crate) flow: Flow,
    pub(crate) table: Vec<Open>,
    pub(crate) agenda: Agenda,
    pub(crate) last_text: u32,
    pub(crate) texts: BTreeMap<TextId, String>,
    pub(crate) written: BTreeMap<TextId, Written>,
    /// Forgotten members whose name stands in texts of others.
    pub(crate) mentions: BTreeMap<Seat, Mentions>,
    pub(crate) done: BTreeMap<Who, Devices>,
    /// In a session that was read in: cards somebody has, and it is not told who.
    pub(crate) had: BTreeSet<CardId>,
    pub(crate) hindsight: Hindsight,
}

/// What is known by now when the past is looked at: a replay must not show what was withdrawn
/// since. Live, it is empty.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Hindsight {
    /// Gifts their receiver has left lying.
    pub lying: BTreeSet<GiftId>,
    /// Gifts that were taken back.
    pub gone: BTreeSet<GiftId>,
    /// Members who are forgotten.
    pub forgotten: BTreeSet<Seat>,
    /// The talents are there. Until then numbers of cards are looked back on as all see them now:
    /// beside those, others would tell what was left lying.
    pub settled: bool,
}

impl Hindsight {
    /// What is known in this state.
    pub fn of(state: &State) -> Hindsight {
        let lying = state.gifts.iter();
        let lying = lying.filter(|(_, gift)| gift.answer == Some(Answer::LetLie));
        let gone = state.numbered.iter();
        let gone = gone.filter(|id| !state.gifts.contains_key(id));
        let forgotten = state.seats.iter().filter(|(_, member)| member.forgotten);
        Hindsight {
            lying: lying.map(|(id, _)| *id).collect(),
            gone: gone.copied().collect(),
            forgotten: forgotten.map(|(seat, _)| *seat).collect(),
            settled: state.phase >= Phase::Talents,
        }
    }

    /// Whether the giver or the receiver is forgotten by now.
    pub(crate) fn forgets(&self, gift: &Gift) -> bool {
        [gift.from, gift.to]
            .iter()
            .any(|seat| self.forgotten.contains(seat))
    }

    /// Whether in numbers of cards this gift was never given.
    pub(crate) fn withdrew(&self, id: GiftId, gift: &Gift) -> bool {
        self.settled && (self.lying.contains(&id) || self.forgets(gift))
    }
}

impl State {
    /// The state before the first entry, for looking back.
    pub fn with_hindsight(hindsight: Hindsight) -> State {
        State {
            hindsight,
            ..State::default()
        }
    }

    /// The number of the last entry; 0 before the first.
    pub fn seq(&self) -> u64 {
        self.seq
    }

    /// Where the session is.
    pub fn phase(&self) -> Phase {
        self.phase
    }

    /// How it was set up; `None` before the first entry.
    pub fn setup(&self) -> Option<&Setup> {
        self.setup.as_ref()
    }

    /// Whether nobody can join any more.
    pub fn is_locked(&self) -> bool {
        self.locked || self.phase == Phase::Closed
    }

    /// Everyone who ever sat down.
    pub fn seats(&self) -> &BTreeMap<Seat, Member> {
        &self.seats
    }

    /// All passes ever given out.
    pub fn passes(&self) -> &BTreeMap<PassId, Pass> {
        &self.passes
    }

    /// All gifts that were not taken back.
    pub fn gifts(&self) -> &BTreeMap<GiftId, Gift> {
        &self.gifts
    }

    /// Whether all saw this gift, or that it was left lying when the receiver's others were shown.
    pub fn has_shown(&self, id: GiftId) -> bool {
        self.gifts.get(&id).is_some_and(|gift| {
            let had_turn = self.seats.get(&gift.to).is_some_and(|to| to.had_turn);
            gift.shown || had_turn || self.phase >= Phase::Talents
        })
    }

    /// The cards on the open table as all see them, each with whether it is a wish of the team while
    /// it lies there: from the talents on only wishes, each once.
    pub(crate) fn open_cards(&self) -> Vec<(CardId, bool)> {
        if self.phase >= Phase::Talents {
            let wishes = crate::talent::wishes(self).into_iter();
            wishes.map(|card| (card, true)).collect()
        } else {
            let lie = self.table.iter().filter(|open| !self.is_withdrawn(open));
            lie.map(|open| (open.card.clone(), open.laid.is_wish()))
                .collect()
        }
    }

    /// The cards this member laid open, and that still lie there.
    pub(crate) fn laid_by(&self, seat: Seat) -> impl Iterator<Item = &CardId> + '_ {
        let laid = self
            .table
            .iter()
            .filter(move |open| open.laid == Laid::By(seat));
        laid.map(|open| &open.card)
    }

    /// Whether to who looks back this card never came to lie there.
    fn is_withdrawn(&self, open: &Open) -> bool {
        let Laid::Lying(id) = open.laid else {
            return false;
        };
        let gift = self.gifts.get(&id);
        gift.is_some_and(|gift| self.hindsight.withdrew(id, gift))
    }

    /// Whether all see the werkagenda.
    pub fn is_agenda_shown(&self) -> bool {
        self.agenda.reached
    }

    /// The text of that number, unless it was wiped.
    pub fn text(&self, id: TextId) -> Option<&str> {
        self.texts.get(&id).map(String::as_str)
    }

    /// The seat whose token has this hash.
    pub fn seat_of(&self, hash: &TokenHash) -> Option<Seat> {
        self.seats
            .iter()
            .find(|(_, member)| member.hash.as_ref() == Some(hash))
            .map(|(seat, _)| *seat)
    }

    /// The pass whose token has this hash, unless it was withdrawn.
    pub fn pass_of(&self, hash: &TokenHash) -> Option<(PassId, &Pass)> {
        self.passes
            .iter()
            .find(|(_, pass)| !pass.withdrawn && pass.hash == *hash)
            .map(|(id, pass)| (*id, pass))
    }

    /// Facilitators who can lead.
    pub(crate) fn facilitators(&self) -> impl Iterator<Item = PassId> + '_ {
        self.passes
            .iter()
            .filter(|(_, pass)| pass.role == Role::Facilitator && !pass.withdrawn)
            .map(|(id, _)| *id)
    }

    /// Members who are not away, in order of seat.
    pub(crate) fn present(&self) -> impl Iterator<Item = (Seat, &Member)> + '_ {
        self.seats
            .iter()
            .filter(|(_, member)| !member.away)
            .map(|(seat, member)| (*seat, member))
    }

    /// The deck's cards in order.
    pub(crate) fn deck(&self) -> impl Iterator<Item = &CardId> + '_ {
        self.setup
            .iter()
            .flat_map(|setup| setup.deck.clusters.iter().flat_map(|(_, cards)| cards))
    }

    /// The cluster of a card of this deck.
    pub(crate) fn cluster_of(&self, card: &CardId) -> Option<&ClusterId> {
        let deck = &self.setup.as_ref()?.deck;
        deck.clusters
            .iter()
            .find(|(_, cards)| cards.contains(card))
            .map(|(cluster, _)| cluster)
    }

    /// Cards of the deck that are in no hand, were not given and do not lie on the table.
    pub(crate) fn stack(&self) -> impl Iterator<Item = &CardId> + '_ {
        let out: BTreeSet<&CardId> = self.out().chain(&self.had).collect();
        self.deck().filter(move |card| !out.contains(card))
    }

    /// The same where all see it: in the conversation.
    pub(crate) fn seen_stack(&self) -> Option<Vec<CardId>> {
        (self.phase == Phase::Conversation).then(|| self.stack().cloned().collect())
    }

    /// How many copies of each card are in play.
    pub(crate) fn copies_out(&self) -> BTreeMap<&CardId, usize> {
        let mut copies = BTreeMap::new();
        for card in self.out() {
            *copies.entry(card).or_default() += 1;
        }
        copies
    }

    /// The cards in play, each as often as there are copies: one that its giver gave to several
    /// people is one.
    fn out(&self) -> impl Iterator<Item = &CardId> + '_ {
        let in_hands = self.seats.values().flat_map(|member| &member.hand);
        let open = self.table.iter().filter(|open| !self.is_withdrawn(open));
        let is_out = |id: GiftId, gift: &Gift| {
            if self.hindsight.withdrew(id, gift) {
                gift.source != Source::Stack // To who looks back it never left there.
            } else {
                gift.answer != Some(Answer::LetLie)
            }
        };
        let gifts = self.gifts.iter();
        let given = gifts.filter(move |(id, gift)| is_out(**id, gift));
        let given: BTreeSet<(Seat, &CardId)> =
            given.map(|(_, gift)| (gift.from, &gift.card)).collect();
        let open = open.map(|open| &open.card);
        in_hands
            .chain(open)
            .chain(given.into_iter().map(|(_, card)| card))
    }

    /// The entry that a command of this device with this number became, or that it is too old.
    pub fn already(&self, who: Who, device: u64, n: u32) -> Already {
        match self.done.get(&who) {
            Some(devices) => devices.already(device, n),
            None => Already::New,
        }
    }

    /// Folds one entry in. Live, recovered and replayed states all come about here.
    pub fn absorb(&mut self, entry: &Entry) {
        self.absorb_watched(entry, |_, _| {});
    }

    /// The same, and shows the state as it was just before each event: what an event touches is
    /// asked of that state.
    pub fn absorb_watched(&mut self, entry: &Entry, before: impl FnMut(&State, &Event)) {
        self.absorb_around(entry, before, |_, _, ()| {});
    }

    /// The same, and shows the state just after each event too, with what was noted before it.
    pub fn absorb_around<T>(
        &mut self,
        entry: &Entry,
        mut before: impl FnMut(&State, &Event) -> T,
        mut after: impl FnMut(&State, &Event, T),
    ) {
        for written in &entry.texts {
            self.texts.insert(written.id, written.text.clone());
        }
        for event in &entry.events {
            let noted = before(self, event);
            crate::apply::apply(self, event);
            after(self, event, noted);
        }
        self.seq = entry.seq;
        if entry.who != Who::Door {
            self.done
                .entry(entry.who)
                .or_default()
                .accepted(entry.device, entry.n, entry.seq);
        }
    }
}

/// Devices remembered of each person: the oldest is forgotten first.
const DEVICES_MAX: usize = 16;
/// Accepted numbers remembered of each device.
const ANSWERS_MAX: usize = 32;

/// What became of a command that may have come before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Already {
    /// Not seen: decide it.
    New,
    /// It became this entry.
    Entry(u64),
    /// Older than the last accepted one, and not accepted itself (or too long ago to know).
    NotDone,
}

/// The accepted commands of one person's devices.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Devices(VecDeque<(u64, VecDeque<(u32, u64)>)>);

impl Devices {
    fn already(&self, device: u64, n: u32) -> Already {
        let Some((_, accepted)) = self.0.iter().find(|(other, _)| *other == device) else {
            return Already::New;
        };
        match accepted.iter().find(|(other, _)| *other == n) {
            Some((_, seq)) => Already::Entry(*seq),
            None if accepted.back().is_some_and(|(last, _)| n < *last) => Already::NotDone,
            None => Already::New,
        }
    }

    fn accepted(&mut self, device: u64, n: u32, seq: u64) {
        let mut answers = match self.0.iter().position(|(other, _)| *other == device) {
            Some(at) => self
                .0
                .remove(at)
                .map(|(_, answers)| answers)
                .unwrap_or_default(),
            None => VecDeque::new(),
        };
        answers.push_back((n, seq));
        if answers.len() > ANSWERS_MAX {
            answers.pop_front();
        }
        self.0.push_back((device, answers));
        if self.0.len() > DEVICES_MAX {
            self.0.pop_front();
        }
    }
}
