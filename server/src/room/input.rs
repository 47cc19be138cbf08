//! Everything that can be asked of a room, and how each is answered.

use crate::frame::{Door, Have};
use crate::log::{SessionId, Wiped};
use crate::room::feed::Reader;
use crate::room::places::Place;
use crate::room::presence::Here;
use crate::room::right::Right;
use game::{Asked, Command, Refusal, State, TokenHash, Who};
use std::sync::Arc;
use tokio::sync::{mpsc, oneshot, watch};
use tokio_tungstenite::tungstenite::Utf8Bytes;

/// All that wakes a room besides time and the end.
#[derive(Debug)]
pub(crate) enum Input {
    /// Somebody wants to be here.
    Enter(Enter, Reply<Entered>),
    /// Who entered is to see all there is.
    Show(TokenHash, Reply<(Right, Arc<State>)>),
    /// Somebody wants something to happen.
    Ask(Ask),
    /// Somebody asks what this session is, and perhaps what their token is good for.
    Look(Option<TokenHash>, Reply<Look>),
    /// It is to be deleted.
    Delete(Reply<Wiped>),
    /// Its time is over, and it was closed.
    Over,
}

/// Where an answer goes.
pub(crate) type Reply<T> = oneshot::Sender<Result<T, Shut>>;

/// Why there is no answer of the room itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shut {
    /// No such session.
    NoSession,
    /// The token is not of this session.
    NoRight,
    /// The room cannot be opened or has too much to do: come back.
    Unavailable,
    /// It was not deleted: the disk would not.
    NotDeleted,
}

/// Who wants to be here.
#[derive(Debug)]
pub(crate) struct Enter {
    pub(crate) hash: TokenHash,
    pub(crate) have: Option<Have>,
}

/// All a connection needs from its room.
#[derive(Debug)]
pub(crate) struct Entered {
    /// What the token is good for.
    pub(crate) right: Right,
    /// See [`crate::room::welcome::epoch`].
    pub(crate) epoch: String,
    /// The change up to which the client has everything, and from where it reads on; `None`: it is to see
    /// all there is, anew.
    pub(crate) has: Option<u64>,
    pub(crate) reader: Reader,
    pub(crate) presence: watch::Receiver<Utf8Bytes>,
    /// A member or facilitator is here as long as this lives.
    pub(crate) here: Option<Here>,
    pub(crate) place: Place,
}

/// What a session is, for who is at the door or has a token.
#[derive(Debug)]
pub(crate) struct Look {
    /// As the log names it.
    pub(crate) session: SessionId,
    pub(crate) door: Door,
    pub(crate) right: Option<Right>,
    pub(crate) deck_hash: String,
}

/// One command. The place for its answer is taken beforehand, so that answering never waits.
#[derive(Debug)]
pub(crate) struct Ask {
    pub(crate) asked: Asked,
    pub(crate) answer: mpsc::OwnedPermit<Answer>,
}

/// A command of somebody at the door: a token in it makes it the same one when it comes again.
pub(crate) fn at_the_door(command: Command) -> Asked {
    Asked {
        who: Who::Door,
        device: 0,
        n: 0,
        command,
    }
}

/// What became of a command.
#[derive(Debug)]
pub(crate) struct Answer {
    /// The command's own number.
    pub(crate) n: u32,
    pub(crate) outcome: Outcome,
}

/// A change, or a refusal.
pub(crate) type Outcome = Result<Accepted, Refusal>;

/// A command that became an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Accepted {
    /// Which entry.
    pub(crate) seq: u64,
    /// What was let in, for who came to the door.
    pub(crate) entered: Option<Right>,
    /// It had been accepted before.
    pub(crate) again: bool,
}

/// Who asked may have gone: then nobody needs the answer.
pub(crate) fn answer<T>(reply: Reply<T>, with: Result<T, Shut>) {
    let _ = reply.send(with);
}

impl Input {
    /// Answers without a room.
    pub(crate) fn shut(self, why: Shut) {
        match self {
            Input::Enter(_, reply) => answer(reply, Err(why)),
            Input::Show(_, reply) => answer(reply, Err(why)),
            Input::Look(_, reply) => answer(reply, Err(why)),
            Input::Delete(reply) => answer(reply, Err(why)),
            Input::Over => {}
            // The connection ends with the room; a request sees that no answer comes.
            Input::Ask(ask) => drop(ask),
        }
    }
}

impl Ask {
    pub(crate) fn answer(self, outcome: Outcome) {
        if outcome.is_err() {
            crate::metrics::METRICS.refusals.add(1);
        }
        let n = self.asked.n;
        self.answer.send(Answer { n, outcome });
    }
}
