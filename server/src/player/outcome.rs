//! What becomes of a command, and of a player.

use super::Wrong;
use game::Code;

/// What became of a command.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// It became the entry of this number.
    Done(u64),
    /// It changed nothing.
    Refused {
        /// Why.
        code: Code,
        /// The limit, where there is one.
        limit: Option<u32>,
    },
}

impl Outcome {
    /// Whether it became an entry.
    pub fn is_done(&self) -> bool {
        matches!(self, Outcome::Done(_))
    }

    /// Why it was refused, if it was.
    pub fn refusal(&self) -> Option<Code> {
        match self {
            Outcome::Done(_) => None,
            Outcome::Refused { code, .. } => Some(*code),
        }
    }
}

/// Why a player cannot go on.
#[derive(Debug, thiserror::Error)]
pub enum Lost {
    /// The server ended it with a code that says not to come back.
    #[error("closed with {0}")]
    Closed(u16),
    /// What was waited for did not come.
    #[error("waited in vain until {what}; the view has {view}")]
    InVain {
        /// What was waited for.
        what: String,
        /// Keys of the view, in short.
        view: String,
    },
    /// A frame breaks the protocol.
    #[error(transparent)]
    Wrong(#[from] Wrong),
}
