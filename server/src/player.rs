//! A client without a screen: takes part in a session over the real protocol and folds its frames
//! into a [`View`]. `rehearse` plays with it, and the tests look through its eyes.
//!
//! One task owns a player and reads its frames while it waits for something, so what a caller sees
//! changes only at an `.await` of its own. A lost connection comes back by itself, as a browser's
//! does: same token, same device, with what it has, and with every command still unanswered.

mod connection;
mod outcome;
mod site;
mod view;

pub use outcome::{Lost, Outcome};
pub use site::{Denied, Site, random_token};
pub use view::{View, Wrong};

use crate::frame::{ClientFrame, Doing, Have, Hello, VERSION};
use connection::Socket;
use futures_util::{SinkExt, StreamExt};
use game::{Agenda, Code, Lead, Play, Seat};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;
use tokio::time::{Instant, timeout, timeout_at};
use tokio_tungstenite::tungstenite::Message;

/// How long a server may be silent: it pings every 20 seconds.
const SILENCE_MAX: Duration = Duration::from_secs(45);
/// How long [`Player::until`] waits unless told otherwise.
const PATIENCE: Duration = Duration::from_secs(20);
/// Frames kept to be sent again.
const SENT_MAX: usize = 64;
/// Wait before sending again what the server could not take at that moment.
const AGAIN: Duration = Duration::from_millis(100);

/// A connection to a session with one person's token.
pub struct Player {
    /// What this person sees.
    pub view: View,
    /// How long [`Player::until`] waits.
    pub patience: Duration,
    /// Raw frames as they came, with [`Player::connect_recording`].
    pub frames: Option<Vec<String>>,
    /// Welcomes so far: more than one means it came back.
    pub welcomes: u32,
    site: Site,
    code: String,
    token: String,
    device: String,
    socket: Option<Socket>,
    closed: Option<u16>,
    last_n: u32,
    /// Frames sent, by number: as many as the server remembers answers.
    sent: BTreeMap<u32, String>,
    /// Numbers without an answer: sent again after coming back.
    waiting: BTreeSet<u32>,
    answers: BTreeMap<u32, Outcome>,
}

impl Player {
    /// Connects, and waits for the welcome.
    pub async fn connect(site: &Site, code: &str, token: &str) -> Result<Player, Lost> {
        let mut player = Player::new(site, code, token, &random_device());
        player.until("welcome", |_| true).await?;
        Ok(player)
    }

    /// Connects, and keeps every raw frame.
    pub async fn connect_recording(site: &Site, code: &str, token: &str) -> Result<Player, Lost> {
        let mut player = Player::new(site, code, token, &random_device());
        player.frames = Some(Vec::new());
        player.until("welcome", |_| true).await?;
        Ok(player)
    }

    /// Another connection with the same token and device: what a duplicated tab would be.
    pub async fn twin(&self) -> Result<Player, Lost> {
        let mut twin = Player::new(&self.site, &self.code, &self.token, &self.device);
        twin.last_n = self.last_n;
        twin.until("welcome", |_| true).await?;
        Ok(twin)
    }

    fn new(site: &Site, code: &str, token: &str, device: &str) -> Player {
        Player {
            view: View::default(),
            patience: PATIENCE,
            frames: None,
            welcomes: 0,
            site: site.clone(),
            code: code.to_string(),
            token: token.to_string(),
            device: device.to_string(),
            socket: None,
            closed: None,
            last_n: 0,
            sent: BTreeMap::new(),
            waiting: BTreeSet::new(),
            answers: BTreeMap::new(),
        }
    }

    /// This person's token.
    pub fn token(&self) -> &str {
        &self.token
    }

    /// The server it is on.
    pub fn site(&self) -> &Site {
        &self.site
    }

    /// The session's code.
    pub fn code(&self) -> &str {
        &self.code
    }

    /// Plays one's own seat.
    pub async fn play(&mut self, play: Play) -> Result<Outcome, Lost> {
        let n = self.ask_play(None, play).await;
        self.answer(n).await
    }

    /// Plays a seat without a device, as its facilitator.
    pub async fn play_for(&mut self, seat: Seat, play: Play) -> Result<Outcome, Lost> {
        let n = self.ask_play(Some(seat), play).await;
        self.answer(n).await
    }

    /// Leads.
    pub async fn lead(&mut self, lead: Lead) -> Result<Outcome, Lost> {
        let n = self.ask_lead(lead).await;
        self.answer(n).await
    }

    /// Sends a play without waiting for what becomes of it; gives its number.
    pub async fn ask_play(&mut self, for_seat: Option<Seat>, play: Play) -> u32 {
        let n = self.last_n + 1;
        let frame = ClientFrame::Play { n, for_seat, play };
        self.ask(n, encode(&frame)).await
    }

    /// Sends a lead without waiting for what becomes of it; gives its number.
    pub async fn ask_lead(&mut self, lead: Lead) -> u32 {
        let n = self.last_n + 1;
        let frame = ClientFrame::Lead { n, lead };
        self.ask(n, encode(&frame)).await
    }

    /// Works on the werkagenda.
    pub async fn agenda(&mut self, agenda: Agenda) -> Result<Outcome, Lost> {
        let n = self.ask_agenda(agenda).await;
        self.answer(n).await
    }

    /// Sends work on the werkagenda without waiting for what becomes of it; gives its number.
    pub async fn ask_agenda(&mut self, agenda: Agenda) -> u32 {
        let n = self.last_n + 1;
        let frame = ClientFrame::Agenda { n, agenda };
        self.ask(n, encode(&frame)).await
    }

    /// Sends a frame that says it has number `n`: for who sends one again, or out of order.
    pub async fn ask(&mut self, n: u32, frame: String) -> u32 {
        self.last_n = self.last_n.max(n);
        self.answers.remove(&n);
        self.waiting.insert(n);
        self.sent.insert(n, frame.clone());
        if self.sent.len() > SENT_MAX {
            self.sent.pop_first();
        }
        self.write(frame).await;
        n
    }

    /// Sends command `n` once more, as it was.
    pub async fn ask_again(&mut self, n: u32) {
        if let Some(frame) = self.sent.get(&n).cloned() {
            self.ask(n, frame).await;
        }
    }

    /// Waits for what became of command `n`, and sends it again as often as the server asks that.
    pub async fn insist(&mut self, n: u32) -> Result<Outcome, Lost> {
        loop {
            match self.answer(n).await? {
                Outcome::Refused {
                    code: Code::Busy | Code::TooFast | Code::NotNow,
                    ..
                } => {
                    self.pause(AGAIN).await?;
                    self.ask_again(n).await;
                }
                outcome => return Ok(outcome),
            }
        }
    }

    /// Waits for what became of command `n`. A command that is still unanswered when the
    /// connection is lost is sent again after coming back, with the same number.
    pub async fn answer(&mut self, n: u32) -> Result<Outcome, Lost> {
        let end = Instant::now() + self.patience;
        loop {
            if let Some(outcome) = self.answers.remove(&n) {
                return Ok(outcome);
            }
            self.step_before(end, "an answer").await?;
        }
    }

    /// Says what this person is doing: shown to the others, never kept.
    pub async fn doing(&mut self, doing: Doing) {
        self.write(encode(&ClientFrame::Doing { doing })).await;
    }

    /// Sends any text at all, as it stands.
    pub async fn write(&mut self, frame: String) {
        self.write_message(Message::text(frame)).await;
    }

    /// Sends any websocket message at all.
    pub async fn write_message(&mut self, message: Message) {
        let Some(socket) = &mut self.socket else {
            return; // What is still unanswered goes out after coming back.
        };
        // A failed write shows as a lost connection at the next read, where a close code that
        // came before it can still be read.
        let _ = socket.send(message).await;
    }

    /// Takes frames in until the view is as `ready` wants it.
    pub async fn until(&mut self, what: &str, ready: impl Fn(&View) -> bool) -> Result<(), Lost> {
        let end = Instant::now() + self.patience;
        while self.welcomes == 0 || !ready(&self.view) {
            self.step_before(end, what).await?;
        }
        Ok(())
    }

    /// Takes frames in until the server closes for good; gives the code.
    pub async fn until_closed(&mut self) -> Result<u16, Lost> {
        let end = Instant::now() + self.patience;
        loop {
            match self.step_before(end, "the server closes").await {
                Ok(()) => {}
                Err(Lost::Closed(code)) => return Ok(code),
                Err(other) => return Err(other),
            }
        }
    }

    /// Takes frames in for so long.
    pub async fn pause(&mut self, long: Duration) -> Result<(), Lost> {
        let end = Instant::now() + long;
        while let Ok(step) = timeout_at(end, self.step()).await {
            step?;
        }
        Ok(())
    }

    /// Drops the connection without a word, as a phone that falls asleep does.
    pub fn disconnect(&mut self) {
        self.socket = None;
    }

    async fn step_before(&mut self, end: Instant, what: &str) -> Result<(), Lost> {
        match timeout_at(end, self.step()).await {
            Ok(step) => step,
            Err(_) => Err(Lost::InVain {
                what: what.to_string(),
                view: self.view.summary(),
            }),
        }
    }

    /// Takes one frame in; comes back first when the connection is lost.
    async fn step(&mut self) -> Result<(), Lost> {
        if let Some(code) = self.closed {
            return Err(Lost::Closed(code));
        }
        let Some(socket) = &mut self.socket else {
            return self.come_back().await;
        };
        match timeout(SILENCE_MAX, socket.next()).await {
            Ok(Some(Ok(Message::Text(text)))) => self.take_in(text.as_str()),
            Ok(Some(Ok(Message::Close(frame)))) => {
                self.socket = None;
                let code = frame.map_or(1005, |frame| u16::from(frame.code));
                self.ended(code)
            }
            Ok(Some(Ok(_))) => Ok(()),
            Ok(Some(Err(_)) | None) | Err(_) => {
                self.socket = None;
                Ok(())
            }
        }
    }

    /// The codes that say not to come back: a frame or token that will not get better.
    fn ended(&mut self, code: u16) -> Result<(), Lost> {
        if matches!(code, 4400..=4599) {
            self.closed = Some(code);
            return Err(Lost::Closed(code));
        }
        Ok(())
    }

    async fn come_back(&mut self) -> Result<(), Lost> {
        let hello = Hello {
            v: VERSION,
            token: self.token.clone(),
            device: self.device.clone(),
            lang: Some("nl".to_string()),
            have: (self.welcomes > 0).then(|| Have {
                epoch: self.view.epoch.clone(),
                seq: self.view.seq,
            }),
        };
        let mut first = vec![encode(&ClientFrame::Hello { hello })];
        let unanswered = self.waiting.iter().filter_map(|n| self.sent.get(n));
        first.extend(unanswered.cloned());
        match connection::dial(&self.site, &self.code, first).await {
            Ok(socket) => {
                self.socket = Some(socket);
                Ok(())
            }
            Err(code) => self.ended(code),
        }
    }

    fn take_in(&mut self, text: &str) -> Result<(), Lost> {
        if let Some(frames) = &mut self.frames {
            frames.push(text.to_string());
        }
        let frame: Value = serde_json::from_str(text).map_err(|_| Wrong::NotJson)?;
        if let Some(n) = number(&frame, "ack") {
            let seq = frame["seq"].as_u64().ok_or(Wrong::Unknown)?;
            self.answered(n, Outcome::Done(seq));
        } else if let Some(n) = number(&frame, "refused") {
            let code = serde_json::from_value(frame["code"].clone()).map_err(|_| Wrong::Unknown)?;
            let limit = number(&frame, "limit");
            self.answered(n, Outcome::Refused { code, limit });
        } else if frame.get("welcome").is_some() {
            self.welcomes += 1;
            self.view.welcome(frame)?;
        } else {
            self.view.take_in(frame)?;
        }
        Ok(())
    }

    fn answered(&mut self, n: u32, outcome: Outcome) {
        self.waiting.remove(&n);
        self.answers.insert(n, outcome);
    }
}

fn random_device() -> String {
    format!("{:016x}", rand::random::<u64>())
}

fn number(frame: &Value, field: &str) -> Option<u32> {
    frame.get(field)?.as_u64()?.try_into().ok()
}

/// Frames hold strings, numbers and lists only, which always become JSON.
fn encode(frame: &ClientFrame) -> String {
    serde_json::to_string(frame).unwrap_or_default()
}
