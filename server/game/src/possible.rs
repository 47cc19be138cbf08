//! Whether an entry that was read from a file can have happened. A file may be damaged, or made by
//! hand: it must not bring about what no play could.
//!
//! What is told of a session is not all of it: hands, cards that were left lying and who asked are
//! left out of an export. So what is looked at is what all may see, and where the rules can say it
//! of that alone, they are asked.

mod cards;
mod texts;

use crate::door::is_full;
use crate::event::{Entry, Event};
use crate::ids::{CardId, GiftId, PassId, Seat, TextId, TokenHash, Who};
use crate::refusal::Refusal;
use crate::state::{Member, Phase, Role, State};
use crate::text::{NAME_CHARS_MAX, TITLE_CHARS_MAX, WORDING_CHARS_MAX};
use crate::{HAND_CARDS, MEMBERS_MIN, RETENTION_DAYS, agenda, conversation, decide};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use texts::{Kind, Texts};

/// Texts and gifts are numbered on, and what is left out of a file leaves gaps. Beyond this number
/// no session comes: it has at most some ten thousands of entries.
const NUMBER_MAX: u32 = 100_000_000;
/// Events of an entry. A werkagenda that was prepared is told in one, when all come to see it: 200
/// actions, each with what it needs, a function and forty people in it, are 8,400.
const EVENTS_MAX: usize = 10_000;
/// Texts of an entry: 200 actions that were sent in at once, with the four of each.
const TEXTS_MAX: usize = 1_000;
/// Texts that are wiped with one member, and texts that hold forgotten names, in all. One whose
/// first name is a common word is named in most of what was written in a long afternoon.
const NAMED_MAX: usize = 10_000;
/// Why an entry cannot have happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Impossible {
    /// Which entry, counted from 1.
    pub seq: u64,
    /// What is wrong with it, in English, for who made the file. It quotes nothing.
    pub why: &'static str,
}

impl fmt::Display for Impossible {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "entry {}: {}", self.seq, self.why)
    }
}

/// What is wrong with one event.
pub(crate) type Check = Result<(), &'static str>;

/// Folds an entry of an export in, if it can have happened. After an error the state is good for
/// nothing.
pub fn take_in(state: &mut State, entry: &Entry) -> Result<(), Impossible> {
    let seq = state.seq + 1;
    let no = |why| Impossible { seq, why };
    let mut texts = look_at(state, entry).map_err(no)?;
    let mut checked = Ok(());
    state.absorb_watched(entry, |state, event| {
        if checked.is_ok() {
            checked = check(state, event, &mut texts);
        }
    });
    checked.and_then(|()| agenda::counted(state)).map_err(no)?;
    if !texts.0.is_empty() {
        return Err(no("it brings a text that none of its events names"));
    }
    Ok(())
}

/// The entry itself, apart from its events.
fn look_at<'a>(state: &State, entry: &'a Entry) -> Result<Texts<'a>, &'static str> {
    must(
        entry.seq == state.seq + 1,
        "entries are numbered from 1 without gaps",
    )?;
    let nobody = entry.who == Who::Door && entry.device == 0 && entry.n == 0;
    must(nobody, "an export does not tell who asked")?;
    let opens = matches!(entry.events.first(), Some(Event::Opened { .. }));
    must(
        opens == (state.seq == 0),
        "a session is opened by its first entry",
    )?;
    must(
        entry.events.len() <= EVENTS_MAX,
        "more happens at once than can",
    )?;
    must(
        entry.texts.len() <= TEXTS_MAX,
        "more is written at once than can be",
    )?;
    let texts: BTreeMap<_, _> = entry
        .texts
        .iter()
        .map(|text| (text.id, text.text.as_str()))
        .collect();
    must(
        texts.len() == entry.texts.len(),
        "two texts have one number",
    )?;
    Ok(Texts(texts))
}

pub(crate) fn must(holds: bool, otherwise: &'static str) -> Check {
    if holds { Ok(()) } else { Err(otherwise) }
}

/// What the rules say of it.
pub(crate) fn ruled<T>(decided: Result<T, Refusal>) -> Check {
    decided.map(drop).map_err(|refusal| refusal.message())
}

fn check(state: &State, event: &Event, texts: &mut Texts<'_>) -> Check {
    match event {
        Event::Opened { .. } => opened(state, event, texts),
        Event::Admitted {
            pass,
            hash,
            role,
            name,
        } => {
            untold(hash)?;
            let last = state.passes.keys().next_back().map_or(0, |pass| pass.0);
            must(pass.0 == last + 1, "passes are numbered from 1")?;
            must(
                !is_full(&state.passes, |pass| !pass.withdrawn, crate::PASSES_MAX),
                "there are too many passes",
            )?;
            must(
                name.is_some() == (*role != Role::Screen),
                "people have a name, and screens have none",
            )?;
            texts.take(state, &[(*name, Kind::Line(NAME_CHARS_MAX))])
        }
        Event::Withdrawn { pass } => withdrawn(state, *pass),
        Event::Joined { .. } => joined(state, event, texts),
        Event::Described {
            seat,
            name,
            function,
            sector,
        } => {
            known(state, *seat)?;
            // Only they themselves, or who plays for them; unlike leaving, which who leads can say.
            must(state.phase != Phase::Closed, "not in this phase")?;
            texts.take(state, &person(*name, *function, *sector))
        }
        Event::PhaseMoved { to } => {
            must(
                state.phase.is_next_to(*to),
                "only the next or the previous phase",
            )?;
            let leaves_the_lobby = state.phase == Phase::Lobby;
            must(
                !leaves_the_lobby || state.present().count() >= MEMBERS_MIN,
                "there are too few members to begin",
            )
        }
        Event::Dealt { size, hands } => cards::dealt(state, *size, hands),
        Event::Given { .. } => cards::given(state, event, texts),
        Event::TakenBack { .. } => Err("an export tells nothing of gifts that were taken back"),
        Event::LaidOpen { .. } | Event::PickedUp { .. } => {
            Err("an export does not tell who laid a card")
        }
        Event::Seen(seen) => cards::seen(state, seen),
        Event::ReadySet { seat, .. } => {
            present(state, *seat)?;
            ruled(decide::in_phase(state, &[Phase::Giving]))
        }
        Event::TurnStarted { seat } => ruled(conversation::turn(state, *seat)),
        Event::Picked { gift, picked } => {
            let to = receiver(state, *gift)?;
            ruled(conversation::pick(state, to, *gift, *picked))
        }
        Event::Answered { gift, answer } => {
            let to = receiver(state, *gift)?;
            ruled(conversation::answer(state, to, *gift, *answer))
        }
        Event::Seconded { gift, seat, on } => {
            present(state, *seat)?;
            ruled(conversation::second(state, *seat, *gift, *on))
        }
        Event::Reworded { gift, by, wording } => {
            present(state, *by)?;
            ruled(decide::in_phase(state, &conversation::TALKING))?;
            ruled(conversation::on_the_table(state, *gift))?;
            texts.take(state, &[(*wording, Kind::Line(WORDING_CHARS_MAX))])
        }
        Event::Left { seat } => present(state, *seat),
        Event::Returned { seat } => must(known(state, *seat)?.away, "who comes back has been away"),
        Event::LockSet { locked } => must(state.locked != *locked, "that was so already"),
        Event::Forgotten {
            seat,
            texts,
            mentions,
        } => {
            known(state, *seat)?;
            wiped(state, texts)?;
            let listed = state.mentions.values().map(BTreeSet::len).sum::<usize>();
            must(
                listed + mentions.len() <= NAMED_MAX,
                "too many texts hold a name",
            )?;
            must(
                mentions.iter().all(|id| id.0 <= NUMBER_MAX),
                "no text has such a number",
            )
        }
        Event::Wiped { texts } => {
            let written = texts.iter().all(|id| id.0 <= state.last_text);
            must(written, "only what was written is wiped")?;
            wiped(state, texts)
        }
        Event::Wrote {
            place,
            sent,
            stands,
        } => {
            agenda::possible(state, event)?;
            let kind = Kind::Block(place.chars_max());
            let merged = stands.filter(|_| stands != sent);
            texts.take(state, &[(*sent, kind), (merged, kind)])
        }
        Event::Offered { place, text, .. } => {
            agenda::possible(state, event)?;
            texts.take(state, &[(*text, Kind::Block(place.chars_max()))])
        }
        Event::CapSet { .. }
        | Event::Settled { .. }
        | Event::ActionAdded { .. }
        | Event::ActionRemoved { .. }
        | Event::NeedsSet { .. }
        | Event::FunctionSet { .. }
        | Event::Assigned { .. } => agenda::possible(state, event),
    }
}

fn opened(state: &State, event: &Event, texts: &mut Texts<'_>) -> Check {
    let Event::Opened {
        hash,
        title,
        team,
        form: _,
        hand,
        retention_days,
        deck,
        reasons_in_exports: _,
        imported,
    } = event
    else {
        return Ok(());
    };
    must(state.setup.is_none(), "a session is opened once")?;
    untold(hash)?;
    must(imported.is_none(), "an export has its code elsewhere")?;
    must(
        hand.is_none_or(|cards| HAND_CARDS.contains(&cards)),
        "a hand has 5 to 12 cards",
    )?;
    must(
        RETENTION_DAYS.contains(retention_days),
        "a session is kept for 30, 90 or 365 days",
    )?;
    let cards = deck.clusters.iter().flat_map(|(_, cards)| cards);
    let different: BTreeSet<&CardId> = cards.clone().collect();
    must(
        cards.count() == different.len() && different.len() >= usize::from(*HAND_CARDS.end()),
        "the deck cannot be played with",
    )?;
    let line = Kind::Line(TITLE_CHARS_MAX);
    texts.take(state, &[(Some(*title), line), (Some(*team), line)])
}

fn withdrawn(state: &State, pass: PassId) -> Check {
    let held = state.passes.get(&pass).filter(|pass| !pass.withdrawn);
    let held = held.ok_or("there is no such pass")?;
    must(
        held.role != Role::Facilitator || state.facilitators().count() > 1,
        "the last facilitator stays",
    )
}

fn joined(state: &State, event: &Event, texts: &mut Texts<'_>) -> Check {
    let Event::Joined {
        seat,
        hash,
        name,
        function,
        sector,
        proxy,
        leader,
    } = event
    else {
        return Ok(());
    };
    let last = state.seats.keys().next_back().map_or(0, |seat| seat.0);
    must(seat.0 == last + 1, "seats are numbered from 1")?;
    must(!state.is_locked(), "nobody can join any more")?;
    must(
        !is_full(&state.seats, |member| !member.forgotten, crate::MEMBERS_MAX),
        "there are too many members",
    )?;
    hash.iter().try_for_each(untold)?;
    // Someone plays for who has no device, and only for them.
    must(
        proxy.is_some() == hash.is_none() && (leader.is_none() || hash.is_some()),
        "a member has a device or somebody who plays for them",
    )?;
    for pass in [proxy, leader].into_iter().flatten() {
        must(
            state.facilitators().any(|other| other == *pass),
            "there is no such facilitator",
        )?;
    }
    texts.take(state, &person(*name, *function, *sector))
}

fn person(
    name: TextId,
    function: Option<TextId>,
    sector: Option<TextId>,
) -> [(Option<TextId>, Kind); 3] {
    let line = Kind::Line(TITLE_CHARS_MAX);
    [
        (Some(name), Kind::Line(NAME_CHARS_MAX)),
        (function, line),
        (sector, line),
    ]
}

/// What was wiped is not there any more.
fn wiped(state: &State, texts: &[TextId]) -> Check {
    must(texts.len() <= NAMED_MAX, "too many texts are wiped at once")?;
    must(
        texts.iter().all(|id| id.0 <= NUMBER_MAX),
        "no text has such a number",
    )?;
    must(
        texts.iter().all(|id| state.text(*id).is_none()),
        "a text that was wiped is still there",
    )
}

fn untold(hash: &TokenHash) -> Check {
    must(hash.0.is_empty(), "an export holds no tokens")
}

fn in_deck(state: &State, card: &CardId) -> Check {
    must(
        state.cluster_of(card).is_some(),
        "there is no such card in the deck",
    )
}

fn known(state: &State, seat: Seat) -> Result<&Member, &'static str> {
    let member = state.seats.get(&seat).filter(|member| !member.forgotten);
    member.ok_or("there is no such member")
}

fn present(state: &State, seat: Seat) -> Check {
    must(!known(state, seat)?.away, "that member has left")
}

fn receiver(state: &State, gift: GiftId) -> Result<Seat, &'static str> {
    let to = state.gifts.get(&gift).map(|gift| gift.to);
    to.ok_or("there is no such gift")
}
