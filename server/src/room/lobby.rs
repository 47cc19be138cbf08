//! The rooms that are in memory, by code. The map holds handles only: a handle is there at once,
//! and the room's own task loads. A code that names no session is remembered nowhere.

use crate::life::Life;
use crate::limits::{ANSWER_TIME, MAILBOX_INPUTS};
use crate::log::{Log, SessionId};
use crate::room::actor::{End, Room};
use crate::room::code::JoinCode;
use crate::room::input::{Ask, Input, Outcome, Reply, Shut, at_the_door};
use dashmap::{DashMap, Entry};
use game::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::sync::{mpsc, oneshot};
use tokio::time::timeout;
use tracing::field::{DebugValue, debug};

/// Where a room takes its inputs. Who holds one keeps the room awake.
pub(crate) type Mailbox = mpsc::Sender<Input>;

/// All live rooms. Clones are the same lobby.
#[derive(Clone, Debug)]
pub(crate) struct Lobby(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    rooms: DashMap<JoinCode, Handle>,
    next: AtomicU64,
    log: Log,
    life: Life,
}

#[derive(Debug)]
struct Handle {
    /// Tells this room from a later one of the same code.
    nr: u64,
    mailbox: Mailbox,
}

impl Lobby {
    pub(crate) fn new(log: Log, life: Life) -> Lobby {
        Lobby(Arc::new(Inner {
            rooms: DashMap::new(),
            next: AtomicU64::new(1),
            log,
            life,
        }))
    }

    /// Whether the room of that session is open, or on its way.
    pub(crate) fn is_live(&self, code: &JoinCode) -> bool {
        let room = self.0.rooms.get(code);
        room.is_some_and(|room| !room.mailbox.is_closed())
    }

    /// The mailbox of that session's room, which is opened if it is not. Whether there is such a
    /// session shows in the answer.
    pub(crate) fn room(&self, code: &JoinCode) -> Mailbox {
        match self.0.rooms.entry(code.clone()) {
            Entry::Occupied(known) if !known.get().mailbox.is_closed() => {
                known.get().mailbox.clone()
            }
            Entry::Occupied(mut ended) => {
                let handle = self.open(code);
                let mailbox = handle.mailbox.clone();
                ended.insert(handle);
                mailbox
            }
            Entry::Vacant(vacant) => vacant.insert(self.open(code)).mailbox.clone(),
        }
    }

    /// Asks a session's room for something, and waits for its answer.
    pub(crate) async fn ask<T>(
        &self,
        code: &JoinCode,
        input: impl FnOnce(Reply<T>) -> Input,
    ) -> Result<T, Shut> {
        ask(&self.room(code), input).await
    }

    /// Has a session's room decide a command from the door, and waits for what became of it.
    pub(crate) async fn at_the_door(
        &self,
        code: &JoinCode,
        command: Command,
    ) -> Result<Outcome, Shut> {
        let (answering, mut answers) = mpsc::channel(1);
        let answer = answering.try_reserve_owned();
        let answer = answer.map_err(|_| Shut::Unavailable)?;
        let asked = at_the_door(command);
        self.room(code)
            .try_send(Input::Ask(Ask { asked, answer }))
            .map_err(|_| Shut::Unavailable)?;
        match timeout(ANSWER_TIME, answers.recv()).await {
            Ok(Some(answer)) => Ok(answer.outcome),
            Ok(None) | Err(_) => Err(Shut::Unavailable),
        }
    }

    /// Ends the room of a session that was closed, if it is live. One that has too much to do may
    /// not take it.
    pub(crate) fn close(&self, code: &JoinCode) {
        if let Some(handle) = self.0.rooms.get(code) {
            let _ = handle.mailbox.try_send(Input::Over);
        }
    }

    fn open(&self, code: &JoinCode) -> Handle {
        let (mailbox, inbox) = mpsc::channel(MAILBOX_INPUTS);
        let nr = self.0.next.fetch_add(1, Ordering::Relaxed);
        let place = Place {
            lobby: self.0.clone(),
            code: code.clone(),
            nr,
        };
        self.0.life.spawn(live(place, inbox));
        Handle { nr, mailbox }
    }
}

/// Asks a room for something, at once; the answer comes when it does. A full mailbox is a refusal to
/// this one asker.
pub(crate) fn ask<T, F: FnOnce(Reply<T>) -> Input>(
    room: &Mailbox,
    input: F,
) -> impl Future<Output = Result<T, Shut>> + use<T, F> {
    let (reply, answer) = oneshot::channel();
    let asked = room.try_send(input(reply));
    async move {
        asked.map_err(|_| Shut::Unavailable)?;
        match timeout(ANSWER_TIME, answer).await {
            Ok(Ok(answer)) => answer,
            Ok(Err(_)) | Err(_) => Err(Shut::Unavailable),
        }
    }
}

/// A room's place in the map, which it leaves however it ends: also by a panic.
struct Place {
    lobby: Arc<Inner>,
    code: JoinCode,
    nr: u64,
}

impl Place {
    /// Leaves if nobody is here and nobody is on the way: the map's own handle is the only one,
    /// and nobody can take another one meanwhile.
    fn leave_if_empty(&self, inbox: &mpsc::Receiver<Input>) -> bool {
        let is_empty = |_: &JoinCode, handle: &Handle| {
            handle.nr == self.nr && inbox.sender_strong_count() == 1 && inbox.is_empty()
        };
        self.lobby.rooms.remove_if(&self.code, is_empty).is_some()
    }

    fn leave(&self) {
        self.lobby
            .rooms
            .remove_if(&self.code, |_, handle| handle.nr == self.nr);
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.leave();
    }
}

/// How a line of the log names that session; nothing where not even that can be read.
pub(crate) async fn number_of(log: &Log, code: &JoinCode) -> Option<DebugValue<SessionId>> {
    let found = log.find(code.as_str()).await.ok()?;
    found.map(|(session, _)| debug(session))
}

/// The life of a room's task.
async fn live(place: Place, mut inbox: mpsc::Receiver<Input>) {
    let Inner { log, life, .. } = &*place.lobby;
    let why = match Room::load(log, life, &place.code).await {
        Ok(Some(mut room)) => {
            match room
                .run(&mut inbox, |inbox| place.leave_if_empty(inbox))
                .await
            {
                End::Gone => Shut::NoSession,
                End::Asleep | End::Stopping => Shut::Unavailable,
            }
        }
        Ok(None) => Shut::NoSession,
        // Unreachable is not empty: it does not open.
        Err(error) => {
            let session = number_of(log, &place.code).await;
            tracing::error!(session, %error, "a room could not be opened");
            Shut::Unavailable
        }
    };
    place.leave();
    inbox.close();
    while let Some(input) = inbox.recv().await {
        input.shut(why);
    }
}
