//! What a token is good for. What a role cannot do, its type does not have: a screen has no
//! [`Who`], so nothing it sends can become a command.

use crate::frame::You;
use game::{Audience, Event, PassId, Role, Seat, State, TokenHash, Who};
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// The right that a token gives in one session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Right {
    /// Play a seat.
    Member(Seat),
    /// Lead.
    Facilitator(PassId),
    /// Watch.
    Screen(PassId),
    /// Watch, with a name.
    Observer(PassId),
}

/// A right that ended with an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// The member was forgotten.
    Seat(Seat),
    /// The pass was withdrawn.
    Pass(PassId),
}

impl Right {
    /// What the token with this hash is good for; nothing if it is not of this session.
    pub fn of(state: &State, hash: &TokenHash) -> Option<Right> {
        if let Some(seat) = state.seat_of(hash) {
            return Some(Right::Member(seat));
        }
        let (pass, held) = state.pass_of(hash)?;
        Some(Right::of_pass(held.role, pass))
    }

    /// What a pass of this role is good for.
    pub(crate) fn of_pass(role: Role, pass: PassId) -> Right {
        match role {
            Role::Facilitator => Right::Facilitator(pass),
            Role::Screen => Right::Screen(pass),
            Role::Observer => Right::Observer(pass),
        }
    }

    /// Whose eyes.
    pub fn audience(self) -> Audience {
        match self {
            Right::Member(seat) => Audience::Seat(seat),
            Right::Facilitator(pass) => Audience::Facilitator(pass),
            Right::Screen(_) | Right::Observer(_) => Audience::Watcher,
        }
    }

    /// On whose authority commands are decided; who only watches has none.
    pub fn who(self) -> Option<Who> {
        match self {
            Right::Member(seat) => Some(Who::Seat(seat)),
            Right::Facilitator(pass) => Some(Who::Facilitator(pass)),
            Right::Screen(_) | Right::Observer(_) => None,
        }
    }

    /// What the client is told it is.
    pub fn you(self) -> You {
        match self {
            Right::Member(seat) => You::Member { seat },
            Right::Facilitator(pass) => You::Facilitator { pass },
            Right::Screen(_) => You::Screen,
            Right::Observer(pass) => You::Observer { pass },
        }
    }

    /// Whether this right is among those that ended.
    pub fn is_in(self, ended: &[Ended]) -> bool {
        let as_ended = match self {
            Right::Member(seat) => Ended::Seat(seat),
            Right::Facilitator(pass) | Right::Screen(pass) | Right::Observer(pass) => {
                Ended::Pass(pass)
            }
        };
        ended.contains(&as_ended)
    }
}

impl Ended {
    /// The right this event ends.
    pub fn by(event: &Event) -> Option<Ended> {
        match event {
            Event::Withdrawn { pass } => Some(Ended::Pass(*pass)),
            Event::Forgotten { seat, .. } => Some(Ended::Seat(*seat)),
            _ => None,
        }
    }
}

/// What is kept of a token.
pub fn hash_of(token: &str) -> TokenHash {
    let mut hex = String::with_capacity(32);
    for byte in &Sha256::digest(token.as_bytes())[..16] {
        let _ = write!(hex, "{byte:02x}"); // Writing to a string cannot fail.
    }
    TokenHash(hex.into())
}

/// Whether a client may use this as a new token: 32 lower-case hexadecimal digits, so 128 bits.
pub fn is_token(token: &str) -> bool {
    token.len() == 32
        && token
            .bytes()
            .all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}
