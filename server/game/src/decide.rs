//! From what is asked to what happens, or to a refusal. Reads the state, changes nothing.

use crate::chance::Chance;
use crate::command::{Asked, Command, Lead, Operate, Play};
use crate::event::{Event, WrittenText};
use crate::ids::{GiftId, Seat, TextId, Who};
use crate::refusal::{Code, Refusal};
use crate::state::{Member, Phase, Role, State};
use crate::text::{Block, Line};
use crate::{CAPS, MEMBERS_MIN, agenda, conversation, deal, door, forget, gifts};
use std::collections::BTreeSet;

/// The highest number a gift gets. So many are never given in one session that a free one would be hard
/// to find, and none reaches what a file may hold.
const GIFT_NUMBER_MAX: u32 = 99_999_999;

/// What an accepted command does: its events, and the texts they name.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Decision {
    /// In order.
    pub events: Vec<Event>,
    /// New texts, numbered on from the last.
    pub texts: Vec<WrittenText>,
}

/// A decision in the making: numbers the texts that are written.
pub(crate) struct Draft {
    next_text: u32,
    gifts: BTreeSet<GiftId>,
    decision: Decision,
}

impl Draft {
    pub(crate) fn new(state: &State) -> Draft {
        Draft {
            next_text: state.last_text + 1,
            gifts: BTreeSet::new(),
            decision: Decision::default(),
        }
    }

    /// Gives a checked text its number.
    pub(crate) fn write(&mut self, line: Line) -> TextId {
        let id = TextId(self.next_text);
        self.next_text += 1;
        self.decision.texts.push(WrittenText { id, text: line.0 });
        id
    }

    /// A number that no gift of this session ever had.
    pub(crate) fn gift(&mut self, state: &State, chance: &mut Chance) -> GiftId {
        loop {
            let id = GiftId(chance.number(1..=GIFT_NUMBER_MAX));
            if !state.numbered.contains(&id) && self.gifts.insert(id) {
                return id;
            }
        }
    }

    /// The same for a text that may be left out.
    pub(crate) fn write_optional(&mut self, line: Option<Line>) -> Option<TextId> {
        line.map(|line| self.write(line))
    }

    /// The same for a text of several lines; an empty one has no number.
    pub(crate) fn write_block(&mut self, block: Block) -> Option<TextId> {
        (!block.0.is_empty()).then(|| self.write(Line(block.0)))
    }

    pub(crate) fn event(&mut self, event: Event) {
        self.decision.events.push(event);
    }

    pub(crate) fn done(self) -> Decision {
        self.decision
    }
}

/// Decides one command. Whether it was accepted before ([`State::already`]) is asked first, by
/// who calls this: a repeat succeeds even where the rules have moved on since.
pub fn decide(state: &State, asked: &Asked, chance: &mut Chance) -> Result<Decision, Refusal> {
    match &asked.command {
        Command::Enter(enter) => door::decide(state, enter, chance),
        Command::Play(seat, play) => decide_play(state, asked.who, *seat, play, chance),
        Command::Lead(lead) => match asked.who {
            Who::Facilitator(pass) if state.facilitators().any(|other| other == pass) => {
                decide_lead(state, lead, chance)
            }
            _ => Err(Code::NotAllowed.into()),
        },
        Command::Agenda(asked_of_it) => agenda::decide(state, asked.who, asked_of_it),
        Command::Operate(operate) => match (asked.who, operate) {
            (Who::Door, Operate::Forget(seat)) => forget::decide(state, *seat),
            (Who::Door, Operate::Facilitator { hash, name }) => {
                door::admit(state, hash, Role::Facilitator, Some(name))
            }
            _ => Err(Code::NotAllowed.into()),
        },
    }
}

fn decide_play(
    state: &State,
    who: Who,
    seat: Seat,
    play: &Play,
    chance: &mut Chance,
) -> Result<Decision, Refusal> {
    let member = state.seats.get(&seat).ok_or(Code::UnknownSeat)?;
    let is_theirs = match who {
        Who::Seat(own) => own == seat,
        Who::Facilitator(pass) => member.proxy == Some(pass),
        Who::Door => false,
    };
    if !is_theirs {
        return Err(Code::NotAllowed.into());
    }
    if member.forgotten {
        return Err(Code::UnknownSeat.into());
    }
    if matches!(play, Play::ForgetMe) {
        return forget::decide(state, seat);
    }
    if state.phase == Phase::Closed {
        return Err(Code::WrongPhase.into());
    }
    let may_be_away = matches!(play, Play::Return | Play::Leave | Play::Describe { .. });
    if member.away && !may_be_away {
        return Err(Code::SeatAway.into());
    }
    let mut draft = Draft::new(state);
    match play {
        Play::Give { card, to, reason } => {
            let to = to.seats();
            gifts::give(state, &mut draft, seat, card, to, reason.as_deref(), chance)?
        }
        Play::TakeBack { gift } => draft.event(gifts::take_back(state, seat, *gift)?),
        Play::LayOpen { card } => draft.event(gifts::lay_open(state, seat, member, card)?),
        Play::PickUp { card } => draft.event(gifts::pick_up(state, seat, card)?),
        Play::Ready { ready } => {
            in_phase(state, &[Phase::Giving])?;
            changes(member.ready != *ready)?;
            draft.event(Event::ReadySet {
                seat,
                ready: *ready,
            });
        }
        Play::Pick { gift, picked } => {
            draft.event(conversation::pick(state, seat, *gift, *picked)?)
        }
        Play::Answer { gift, answer } => {
            draft.event(conversation::answer(state, seat, *gift, *answer)?)
        }
        Play::Second { gift, on } => draft.event(conversation::second(state, seat, *gift, *on)?),
        Play::Also { gift, to, reason } => {
            conversation::also(
                state,
                &mut draft,
                seat,
                *gift,
                *to,
                reason.as_deref(),
                chance,
            )?;
        }
        Play::Reword { gift, wording } => {
            conversation::reword(state, &mut draft, seat, *gift, wording.as_deref())?;
        }
        Play::Describe {
            name,
            function,
            sector,
        } => {
            let described =
                door::describe(&mut draft, name, function.as_deref(), sector.as_deref())?;
            draft.event(Event::Described {
                seat,
                name: described.name,
                function: described.function,
                sector: described.sector,
            });
        }
        Play::Leave => draft.event(leave(seat, member)?),
        Play::Return => come_back(state, &mut draft, seat, member, chance)?,
        Play::ForgetMe => return forget::decide(state, seat),
    }
    Ok(draft.done())
}

fn decide_lead(state: &State, lead: &Lead, chance: &mut Chance) -> Result<Decision, Refusal> {
    let mut draft = Draft::new(state);
    match lead {
        Lead::Phase { to } => move_phase(state, &mut draft, *to, chance)?,
        Lead::Turn { seat } => draft.event(conversation::turn(state, *seat)?),
        Lead::Lock { locked } => {
            changes(state.locked != *locked)?;
            draft.event(Event::LockSet { locked: *locked });
        }
        Lead::Remove { seat } => draft.event(leave(*seat, known(state, *seat)?)?),
        Lead::BringBack { seat } => {
            come_back(state, &mut draft, *seat, known(state, *seat)?, chance)?;
        }
        Lead::Withdraw { pass } => door::withdraw(state, &mut draft, *pass)?,
        Lead::Forget { seat } => return forget::decide(state, *seat),
        Lead::Wipe { text } => draft.event(forget::wipe(state, *text)?),
        Lead::Cap { cap } => {
            if !CAPS.contains(cap) {
                return Err(Code::CapSize.with_limit(*CAPS.end()));
            }
            changes(state.agenda.cap != Some(*cap))?;
            draft.event(Event::CapSet { cap: *cap });
        }
    }
    Ok(draft.done())
}

/// Refuses what changes nothing: an entry for it would only fill the log.
pub(crate) fn changes(is_other: bool) -> Result<(), Refusal> {
    if is_other {
        Ok(())
    } else {
        Err(Code::AlreadySo.into())
    }
}

/// Refuses unless the session is in one of these phases.
pub(crate) fn in_phase(state: &State, phases: &[Phase]) -> Result<(), Refusal> {
    if phases.contains(&state.phase) {
        Ok(())
    } else {
        Err(Code::WrongPhase.into())
    }
}

fn known(state: &State, seat: Seat) -> Result<&Member, Refusal> {
    state
        .seats
        .get(&seat)
        .filter(|member| !member.forgotten)
        .ok_or(Code::UnknownSeat.into())
}

fn leave(seat: Seat, member: &Member) -> Result<Event, Refusal> {
    if member.away {
        Err(Code::AlreadySo.into())
    } else {
        Ok(Event::Left { seat })
    }
}

fn come_back(
    state: &State,
    draft: &mut Draft,
    seat: Seat,
    member: &Member,
    chance: &mut Chance,
) -> Result<(), Refusal> {
    if !member.away {
        return Err(Code::AlreadySo.into());
    }
    draft.event(Event::Returned { seat });
    if state.phase == Phase::Giving && !member.dealt {
        deal_to(state, draft, vec![seat], chance);
    }
    Ok(())
}

fn move_phase(
    state: &State,
    draft: &mut Draft,
    to: Phase,
    chance: &mut Chance,
) -> Result<(), Refusal> {
    if !state.phase.is_next_to(to) {
        return Err(Code::NotNext.into());
    }
    if state.phase == Phase::Lobby && state.present().count() < MEMBERS_MIN {
        return Err(Code::TooFew.with_limit(MEMBERS_MIN));
    }
    draft.event(Event::PhaseMoved { to });
    if to == Phase::Giving {
        deal_to(state, draft, without_hand(state), chance);
    }
    Ok(())
}

fn without_hand(state: &State) -> Vec<Seat> {
    let without = state.present().filter(|(_, member)| !member.dealt);
    without.map(|(seat, _)| seat).collect()
}

/// Deals to who has no hand yet: the first time from a whole deck, later the hand of a late comer.
pub(crate) fn deal_to(state: &State, draft: &mut Draft, seats: Vec<Seat>, chance: &mut Chance) {
    if seats.is_empty() {
        return;
    }
    let (size, hands) = if state.hand_size == 0 {
        deal::hands(state, &seats, chance)
    } else {
        (state.hand_size, deal::late_hands(state, &seats, chance))
    };
    draft.event(Event::Dealt { size, hands });
}
