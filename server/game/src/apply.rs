//! What an event does to the state. It happened, so it cannot fail: an unknown seat, card or gift
//! changes nothing.

use crate::conversation;
use crate::event::{Brought, Event, Of};
use crate::ids::Seat;
use crate::state::{Gift, LazyFinder, Member, Pass, Phase, Role, Setup, State, Written};
use crate::{PassId, agenda, flow, forget, gifts, seen};
use std::collections::BTreeSet;
use std::sync::Arc;

pub(crate) fn apply(state: &mut State, event: &Event) {
    wrote(state, event);
    match event {
        Event::Opened { .. } => opened(state, event),
        Event::Admitted {
            pass,
            hash,
            role,
            name,
        } => {
            let admitted = Pass {
                role: *role,
                hash: hash.clone(),
                name: *name,
                withdrawn: false,
            };
            state.passes.insert(*pass, admitted);
        }
        Event::Withdrawn { pass } => withdrawn(state, *pass),
        Event::Joined { seat, .. } => joined(state, *seat, event),
        Event::Described {
            seat,
            name,
            function,
            sector,
        } => {
            if let Some(member) = state.seats.get_mut(seat) {
                member.name = Some(*name);
                member.names.push(*name);
                member.function = *function;
                member.sector = *sector;
            }
        }
        Event::PhaseMoved { to } => phase_moved(state, *to),
        Event::Dealt { size, hands } => {
            state.hand_size = *size;
            for (seat, hand) in hands {
                if let Some(member) = state.seats.get_mut(seat) {
                    member.hand.clone_from(hand);
                    member.dealt = true;
                }
            }
        }
        Event::Given {
            gift,
            card,
            from,
            to,
            reason,
            source,
        } => {
            let shown = conversation::is_shown_at_once(state, *to);
            let new = Gift {
                card: card.clone(),
                from: *from,
                to: *to,
                reason: *reason,
                source: *source,
                shown,
                picked: false,
                answer: None,
                seconds: BTreeSet::new(),
                wording: None,
                removed: false,
                taken: None,
            };
            gifts::given(state, *gift, new);
        }
        Event::TakenBack { gift } => gifts::taken_back(state, *gift),
        Event::LaidOpen { seat, card } => gifts::laid_open(state, *seat, card),
        Event::PickedUp { seat, card } => gifts::picked_up(state, *seat, card),
        Event::ReadySet { seat, ready } => {
            if let Some(member) = state.seats.get_mut(seat) {
                member.ready = *ready;
            }
        }
        Event::TurnStarted { seat } => conversation::turn_started(state, *seat),
        Event::Picked { gift, picked } => {
            if let Some(gift) = state.gifts.get_mut(gift) {
                gift.picked = *picked;
            }
        }
        Event::Answered { gift, answer } => conversation::answered(state, *gift, *answer),
        Event::Seconded { gift, seat, on } => {
            if let Some(gift) = state.gifts.get_mut(gift) {
                if *on {
                    gift.seconds.insert(*seat)
                } else {
                    gift.seconds.remove(seat)
                };
            }
        }
        Event::Reworded { gift, wording, .. } => {
            if let Some(gift) = state.gifts.get_mut(gift) {
                gift.wording = *wording;
            }
        }
        Event::Left { seat } => gifts::left(state, *seat),
        Event::Returned { seat } => gifts::returned(state, *seat),
        Event::LockSet { locked } => state.locked = *locked,
        Event::Seen(seen) => seen::apply(state, seen),
        Event::Forgotten {
            seat,
            texts,
            mentions,
        } => forget::forgotten(state, *seat, texts, mentions),
        Event::Wiped { texts } => forget::wiped_by_leader(state, texts),
        Event::Wrote { .. }
        | Event::Offered { .. }
        | Event::Settled { .. }
        | Event::ActionAdded { .. }
        | Event::ActionRemoved { .. }
        | Event::NeedsSet { .. }
        | Event::FunctionSet { .. }
        | Event::Assigned { .. }
        | Event::CapSet { .. } => agenda::apply(state, event),
    }
}

/// Remembers of each text an event brings who wrote it, about whom, and where.
fn wrote(state: &mut State, event: &Event) {
    for Brought { text, of } in event.texts() {
        let mut written = Written::default();
        match of {
            Of::Session => {}
            Of::Member(seat) => (written.by, written.about) = (Some(seat), Some(seat)),
            Of::Reason { from, to } => (written.by, written.about) = (Some(from), Some(to)),
            Of::Wording { by, gift } => {
                written.by = Some(by);
                written.about = state.gifts.get(&gift).map(|gift| gift.to);
            }
            Of::Place(place) => written.place = Some(place),
        }
        state.last_text = state.last_text.max(text.0);
        state.written.insert(text, written);
        if let Some(place) = written.place {
            forget::names_on(state, place, text);
        }
    }
}

fn opened(state: &mut State, event: &Event) {
    let Event::Opened {
        hash,
        title,
        team,
        form,
        hand,
        retention_days,
        deck,
        reasons_in_exports,
        imported,
    } = event
    else {
        return;
    };
    state.setup = Some(Setup {
        title: *title,
        team: *team,
        form: *form,
        hand: *hand,
        retention_days: *retention_days,
        reasons_in_exports: *reasons_in_exports,
        imported: imported.clone(),
        deck: Arc::new(deck.clone()),
        finder: LazyFinder::default(),
    });
    let first = Pass {
        role: Role::Facilitator,
        hash: hash.clone(),
        name: None,
        withdrawn: false,
    };
    state.passes.insert(PassId(1), first);
}

fn withdrawn(state: &mut State, pass: PassId) {
    if let Some(pass) = state.passes.get_mut(&pass) {
        pass.withdrawn = true;
    }
    // Who has no device must not be left without anyone who plays for them.
    let heir = state.facilitators().next();
    for member in state.seats.values_mut() {
        if member.proxy == Some(pass) {
            member.proxy = heir;
        }
        if member.leader == Some(pass) {
            member.leader = None;
        }
    }
}

fn joined(state: &mut State, seat: Seat, event: &Event) {
    let Event::Joined {
        hash,
        name,
        function,
        sector,
        proxy,
        leader,
        ..
    } = event
    else {
        return;
    };
    let member = Member {
        hash: hash.clone(),
        name: Some(*name),
        names: vec![*name],
        function: *function,
        sector: *sector,
        proxy: *proxy,
        leader: *leader,
        dealt: false,
        hand: Vec::new(),
        ready: false,
        away: false,
        had_turn: false,
        forgotten: false,
    };
    state.seats.insert(seat, member);
}

fn phase_moved(state: &mut State, to: Phase) {
    let from = std::mem::replace(&mut state.phase, to);
    state.turn = None;
    for member in state.seats.values_mut() {
        member.ready = false;
        if from == Phase::Giving && to == Phase::Conversation {
            member.had_turn = false; // A new round: everyone has a turn again.
        }
    }
    state.conversation_reached |= to == Phase::Conversation;
    if to == Phase::Talents {
        state.talents_reached = true;
        conversation::show(state, |_| true);
    }
    state.agenda.reached |= to == Phase::Werkagenda;
    flow::phase_moved(state);
}
