//! Deciding a batch of commands, without committing any: what each becomes, and the entries that
//! have to be on disk before anyone is told.

use crate::limits::SESSION_ENTRIES_MAX;
use crate::room::input::{Accepted, Outcome};
use crate::room::right::Right;
use game::{
    Already, Asked, Chance, Code, Command, Decision, Enter, Entry, Event, Lead, Play, Refusal,
    State, decide,
};

/// What a batch becomes, once its entries are committed.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    /// Of each command, in the same order.
    pub(crate) outcomes: Vec<Outcome>,
    /// To be committed, all or none.
    pub(crate) entries: Vec<Entry>,
}

/// Decides each command on the state as it will be after those before it.
pub(crate) fn plan<'a>(
    state: &State,
    asked: impl ExactSizeIterator<Item = &'a Asked>,
    now_ms: u64,
    mut luck: impl FnMut() -> Chance,
) -> Plan {
    let mut plan = Plan::default();
    // Cloned only when a second command needs it.
    let mut ahead: Option<State> = None;
    let mut waiting = asked.len();
    for asked in asked {
        waiting -= 1;
        let seen = ahead.as_ref().unwrap_or(state);
        let outcome = match repeated(seen, asked) {
            Some(outcome) => outcome,
            None => match decide_one(seen, asked, &mut luck()) {
                Ok(decision) => {
                    let entry = entry(seen.seq() + 1, now_ms, asked, decision);
                    if waiting > 0 {
                        ahead.get_or_insert_with(|| state.clone()).absorb(&entry);
                    }
                    let accepted = accepted(&entry);
                    plan.entries.push(entry);
                    Ok(accepted)
                }
                Err(refusal) => Err(refusal),
            },
        };
        plan.outcomes.push(outcome);
    }
    plan
}

/// The first answer again, for a command that was answered before. At the door the token tells.
fn repeated(state: &State, asked: &Asked) -> Option<Outcome> {
    let again = |seq, entered| {
        Some(Ok(Accepted {
            seq,
            entered,
            again: true,
        }))
    };
    match &asked.command {
        Command::Enter(Enter::Join {
            hash: Some(hash), ..
        }) => {
            let seat = state.seat_of(hash)?;
            again(state.seq(), Some(Right::Member(seat)))
        }
        Command::Enter(Enter::Admit { hash, role, .. }) => {
            let (_, pass) = state.pass_of(hash)?;
            (pass.role == *role)
                .then(|| again(state.seq(), Right::of(state, hash)))
                .flatten()
        }
        Command::Enter(_) | Command::Operate(_) => None,
        Command::Play(..) | Command::Lead(_) | Command::Agenda(_) => {
            match state.already(asked.who, asked.device, asked.n) {
                Already::New => None,
                Already::Entry(seq) => again(seq, None),
                Already::NotDone => Some(Err(Code::NotDone.into())),
            }
        }
    }
}

fn decide_one(state: &State, asked: &Asked, chance: &mut Chance) -> Result<Decision, Refusal> {
    if state.seq() >= SESSION_ENTRIES_MAX && !makes_smaller(&asked.command) {
        return Err(Code::Full.with_limit(SESSION_ENTRIES_MAX));
    }
    decide(state, asked, chance)
}

/// What must go on in a session that is full. Also every step, so that it can come to its end.
fn makes_smaller(command: &Command) -> bool {
    match command {
        Command::Play(_, play) => matches!(play, Play::ForgetMe),
        Command::Lead(lead) => matches!(
            lead,
            Lead::Forget { .. } | Lead::Wipe { .. } | Lead::Withdraw { .. } | Lead::Phase { .. }
        ),
        Command::Operate(_) => true,
        Command::Enter(_) | Command::Agenda(_) => false,
    }
}

fn entry(seq: u64, at: u64, asked: &Asked, decision: Decision) -> Entry {
    Entry {
        seq,
        at,
        who: asked.who,
        device: asked.device,
        n: asked.n,
        events: decision.events,
        texts: decision.texts,
    }
}

/// What a new entry means for who asked, and who was let in by it.
fn accepted(entry: &Entry) -> Accepted {
    let entered = entry.events.iter().find_map(|event| match event {
        Event::Joined { seat, .. } => Some(Right::Member(*seat)),
        Event::Admitted { pass, role, .. } => Some(Right::of_pass(*role, *pass)),
        _ => None,
    });
    Accepted {
        seq: entry.seq,
        entered,
        again: false,
    }
}
