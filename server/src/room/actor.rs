//! One live room: a task that takes what waits, decides it, commits it, and only then tells.

use crate::beside;
use crate::clock::now_ms;
use crate::frame::{Close, Door};
use crate::life::Life;
use crate::limits::{BATCH_INPUTS, LOG_RETRY, ROOM_CONNECTIONS_MAX, SLEEP, WIPE_PATIENCE};
use crate::log::{Committed, Log, LogError, SessionId, Stored, Wiped};
use crate::metrics::METRICS;
use crate::room::batch::{Plan, plan};
use crate::room::code::JoinCode;
use crate::room::feed::Feed;
use crate::room::input::{Ask, Enter, Entered, Input, Look, Shut, answer};
use crate::room::places::Places;
use crate::room::presence::{Person, Presence};
use crate::room::publish::publish;
use crate::room::right::Right;
use crate::room::welcome::{epoch, has};
use crate::throttle::Throttle;
use game::{Chance, Code, Entry, State, TokenHash};
use std::sync::Arc;
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep, sleep_until};

/// One session in memory.
pub(crate) struct Room {
    log: Log,
    life: Life,
    id: SessionId,
    identity: String,
    retention_days: u16,
    deck_hash: String,
    /// Of the last entry, in milliseconds since 1970.
    last_at: u64,
    /// Shared while a welcome is made of it; then the next change makes a copy.
    state: Arc<State>,
    feed: Feed,
    presence: Presence,
    places: Places,
}

/// Why a room ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// Nobody is here, and nobody is on the way.
    Asleep,
    /// The server stops.
    Stopping,
    /// The session is gone, or its time is over.
    Gone,
}

impl Room {
    /// The session as it is on disk; `None`: there is none of that code.
    pub(crate) async fn load(
        log: &Log,
        life: &Life,
        code: &JoinCode,
    ) -> Result<Option<Room>, LogError> {
        let Some(stored) = log.load(code.as_str()).await? else {
            return Ok(None);
        };
        let Stored {
            id,
            identity,
            retention_days,
            deck_hash,
            entries,
        } = stored;
        let last_at = entries.last().map_or(0, |entry| entry.at);
        // Of a session that was made to be long this takes a while, which other rooms do not wait for.
        let fold = move || {
            let mut state = State::default();
            entries.iter().for_each(|entry| state.absorb(entry));
            state
        };
        let begun = beside::begin(fold).map_err(|error| LogError::Failed(error.to_string()))?;
        let state = begun.await;
        let state = state.map_err(|_| LogError::Failed("folding broke off".into()))?;
        Ok(Some(Room {
            log: log.clone(),
            life: life.clone(),
            id,
            identity,
            retention_days,
            deck_hash,
            last_at,
            feed: Feed::after(state.seq()),
            presence: Presence::new(),
            places: Places::default(),
            state: Arc::new(state),
        }))
    }

    /// Takes what waits until the end. `may_sleep` is asked when nobody is here.
    pub(crate) async fn run(
        &mut self,
        inbox: &mut mpsc::Receiver<Input>,
        may_sleep: impl Fn(&mpsc::Receiver<Input>) -> bool,
    ) -> End {
        let _counted = METRICS.rooms.present();
        let life = self.life.clone();
        let mut inputs = Vec::with_capacity(BATCH_INPUTS);
        let mut active = Instant::now();
        let end = loop {
            tokio::select! {
                taken = inbox.recv_many(&mut inputs, BATCH_INPUTS) => {
                    active = Instant::now();
                    let is_full = inbox.sender_strong_count() > ROOM_CONNECTIONS_MAX;
                    let ended = self.take(inputs.drain(..), is_full).await;
                    if let Some(end) = ended {
                        break end;
                    }
                    if taken == 0 {
                        break End::Asleep; // Taken out of the lobby: nothing can come any more.
                    }
                }
                () = self.presence.due() => {
                    self.presence.tell(game::reach(&self.state, game::Key::Agenda).all);
                }
                () = sleep_until(active + SLEEP) => {
                    if may_sleep(inbox) {
                        break End::Asleep;
                    }
                    active = Instant::now();
                }
                () = life.stopping() => break End::Stopping,
            }
        };
        self.feed.end(match end {
            End::Gone => Close::Gone,
            End::Asleep | End::Stopping => Close::Restarting,
        });
        end
    }

    /// Commands are decided together; then comes everything that only looks.
    async fn take(&mut self, inputs: impl Iterator<Item = Input>, is_full: bool) -> Option<End> {
        let mut asks = Vec::new();
        let mut others = Vec::new();
        for input in inputs {
            match input {
                Input::Ask(ask) => asks.push(ask),
                other => others.push(other),
            }
        }
        let mut end = self.decide(asks).await;
        for input in others {
            match input {
                _ if end.is_some() => input.shut(Shut::Unavailable),
                Input::Enter(_, reply) if is_full => answer(reply, Err(Shut::Unavailable)),
                Input::Enter(enter, reply) => answer(reply, self.enter(&enter)),
                Input::Show(hash, reply) => {
                    let right = Right::of(&self.state, &hash).ok_or(Shut::NoRight);
                    answer(reply, right.map(|right| (right, Arc::clone(&self.state))));
                }
                Input::Look(hash, reply) => answer(reply, Ok(self.look(hash.as_ref()))),
                Input::Delete(reply) => {
                    let deleted = self.delete().await;
                    end = deleted.is_ok().then_some(End::Gone);
                    answer(reply, deleted);
                }
                Input::Over => end = Some(End::Gone),
                Input::Ask(ask) => drop(ask),
            }
        }
        end
    }

    /// Decides a batch, commits it, and only then changes and tells anything.
    async fn decide(&mut self, asks: Vec<Ask>) -> Option<End> {
        let plan = loop {
            let plan = self.plan(&asks);
            if plan.entries.is_empty() {
                break plan;
            }
            METRICS.commits.add(1);
            let after = self.state.seq();
            match self.log.append(self.id, after, plan.entries.clone()).await {
                Committed::Done => break plan,
                // Somebody else wrote: take that in, and decide again.
                Committed::Conflict => match self.catch_up().await {
                    None if self.state.seq() == after => return Some(End::Gone),
                    None => {}
                    end => return end,
                },
                Committed::No(why) => {
                    self.not_now(asks, &why);
                    return None;
                }
                // It may be on disk: nothing is decided before that is known.
                Committed::Unknown(why) => {
                    self.not_now(asks, &why);
                    return self.catch_up().await;
                }
            }
        };
        for entry in &plan.entries {
            self.absorb(entry);
        }
        if plan.entries.iter().any(wipes) {
            self.watch_wiping();
        }
        // The changes lie in the feed before any answer is given and before anyone is woken, so
        // that an answer and its change leave in one write.
        for (ask, outcome) in asks.into_iter().zip(plan.outcomes) {
            ask.answer(outcome);
        }
        if !plan.entries.is_empty() {
            self.feed.wake();
        }
        None
    }

    fn plan(&self, asks: &[Ask]) -> Plan {
        // A clock that was set back must not make the log run backwards.
        let now = now_ms().max(self.last_at);
        let luck = || Chance::from_seed(rand::random());
        plan(&self.state, asks.iter().map(|ask| &ask.asked), now, luck)
    }

    /// The one door: memory changes only here, only with what is on disk, whoever wrote it.
    fn absorb(&mut self, entry: &Entry) {
        let published = publish(Arc::make_mut(&mut self.state), entry);
        METRICS.entries.add(1);
        METRICS.encodings.add(published.encodings());
        self.last_at = entry.at;
        self.feed.push(published);
    }

    /// Takes in what the log has and memory has not, asking until the log answers.
    async fn catch_up(&mut self) -> Option<End> {
        let (mut wait, longest) = LOG_RETRY;
        loop {
            match self.log.load_after(self.id, self.state.seq()).await {
                Ok(entries) => {
                    for entry in &entries {
                        self.absorb(entry);
                    }
                    self.feed.wake();
                    return None;
                }
                Err(error) => {
                    tracing::warn!(session = ?self.id, %error, "the log cannot be read; trying again");
                }
            }
            let life = self.life.clone();
            tokio::select! {
                () = sleep(wait) => wait = (wait * 2).min(longest),
                () = life.stopping() => return Some(End::Stopping),
            }
        }
    }

    /// What was wiped is gone for everyone; its bytes may stay while a program has the database
    /// open. That is told here, and to a facilitator who asks.
    fn watch_wiping(&self) {
        let (log, session) = (self.log.clone(), self.id);
        self.life.spawn(async move {
            if log.wait_wiped(WIPE_PATIENCE).await == Wiped::NotYet {
                tracing::warn!(?session, "not yet wiped: a backup that is being made, or another program, has the database open");
            }
        });
    }

    fn not_now(&self, asks: Vec<Ask>, why: &str) {
        // On a full disk it is so for everything that anyone does.
        static NOT_COMMITTED: Throttle = Throttle::new();
        METRICS.not_committed.add(1);
        if let Some(more) = NOT_COMMITTED.pass() {
            tracing::warn!(session = ?self.id, why, more, "a batch was not committed");
        }
        for ask in asks {
            ask.answer(Err(Code::NotNow.into()));
        }
    }

    fn enter(&mut self, enter: &Enter) -> Result<Entered, Shut> {
        let right = Right::of(&self.state, &enter.hash).ok_or(Shut::NoRight)?;
        if !self.places.may_enter(right) {
            return Err(Shut::Unavailable);
        }
        // Interest first: what is published after the welcome was made reaches the reader.
        let reader = self.feed.reader();
        let epoch = epoch(&self.identity, right.audience());
        let holds = |seq| self.feed.holds_after(seq);
        let has = has(enter.have.as_ref(), &epoch, self.state.seq(), holds);
        METRICS.welcomes.add(1);
        let person = match right {
            Right::Member(seat) => Some(Person::Member(seat)),
            Right::Facilitator(pass) => Some(Person::Facilitator(pass)),
            Right::Screen(_) | Right::Observer(_) => None,
        };
        let here = person.map(|person| self.presence.enter(person));
        Ok(Entered {
            right,
            epoch,
            has,
            reader,
            presence: self.presence.reader(),
            here,
            place: self.places.take(&enter.hash, right),
        })
    }

    fn look(&self, hash: Option<&TokenHash>) -> Look {
        let text = |id| self.state.text(id).map(str::to_owned);
        let setup = self.state.setup();
        Look {
            session: self.id,
            door: Door {
                title: setup.and_then(|setup| text(setup.title)),
                team: setup.and_then(|setup| text(setup.team)),
                retention_days: self.retention_days,
                reasons_in_exports: setup.is_some_and(|setup| setup.reasons_in_exports),
                open: !self.state.is_locked(),
                phase: self.state.phase(),
            },
            right: hash.and_then(|hash| Right::of(&self.state, hash)),
            deck_hash: self.deck_hash.clone(),
        }
    }

    async fn delete(&self) -> Result<Wiped, Shut> {
        self.log.delete(self.id).await.map_err(|error| {
            tracing::error!(session = ?self.id, %error, "a session was not deleted");
            Shut::NotDeleted
        })
    }
}

fn wipes(entry: &Entry) -> bool {
    entry.events.iter().any(|event| !event.wiped().is_empty())
}
