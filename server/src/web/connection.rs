//! One connection: a hello, a welcome, and then changes out and commands in until one side ends
//! it. It knows frames, not sockets: anything that carries messages both ways will do. What a client does
//! not read waits where it was, and is not gathered here: long frames go in pieces.

use crate::frame::{Close, ServerFrame};
use crate::limits::{
    ANSWERS_WAITING, FRAGMENT_BYTES, PING_EVERY, READ_ENTRIES, RING_BYTES, SILENCE, WRITE_TIME,
};
use crate::metrics::METRICS;
use crate::room::code::JoinCode;
use crate::room::feed::After;
use crate::room::input::{Accepted, Answer, Ask, Enter, Entered, Input, Outcome, Shut};
use crate::room::lobby::{Mailbox, ask};
use crate::room::publish::encode;
use crate::room::right::Right;
use crate::throttle::Throttle;
use crate::web::App;
use crate::web::goodbye::{End, bad_frame, end_of, no_right, restarting, say_goodbye};
use crate::web::hello::{Greeting, enter, receive_hello, welcome};
use crate::web::incoming::{Incoming, Unreadable, number_of, read};
use crate::web::newcomers::Place;
use crate::web::quota::Network;
use crate::web::shares::Share;
use bytes::Bytes;
use futures_util::{Sink, SinkExt, Stream, StreamExt};
use game::{Asked, Code, Command, Refusal, Seat, TokenHash};
use std::sync::Arc;
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep_until, timeout};
use tokio_tungstenite::tungstenite::protocol::frame::Frame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::{Data, OpCode};
use tokio_tungstenite::tungstenite::{Error, Message, Utf8Bytes};

/// Carries messages both ways.
pub(crate) trait Carrier:
    Stream<Item = Result<Message, Error>> + Sink<Message, Error = Error> + Unpin
{
}

impl<C> Carrier for C where
    C: Stream<Item = Result<Message, Error>> + Sink<Message, Error = Error> + Unpin
{
}

/// Talks with one client until the end, and says goodbye. Without a code no session was named.
pub(crate) async fn talk(
    app: &Arc<App>,
    mut carrier: impl Carrier,
    code: Option<JoinCode>,
    from: Network,
    place: &Place,
) {
    let _counted = METRICS.connections.present();
    let hello = tokio::select! {
        hello = receive_hello(app, &mut carrier) => hello,
        // Somebody else needs the place, and this one has said nothing yet.
        () = place.leaves() => return,
    };
    let end = match hello {
        Ok(hello) => match come_in(app, code.as_ref(), from, &hello, place).await {
            Ok((room, entered)) => {
                let mut inside = app.inside.none(from);
                if !inside.more(1) {
                    say_goodbye(&mut carrier, restarting()).await;
                    return;
                }
                place.is_inside();
                let seat = Seated {
                    app: Arc::clone(app),
                    from,
                    room,
                    hash: hello.hash.clone(),
                };
                match seat.welcome(&entered).await {
                    Ok(first) => {
                        let device = hello.device;
                        let mut connection = Connection::new(carrier, seat, device, entered, first);
                        let end = connection.live().await;
                        carrier = connection.carrier;
                        end
                    }
                    Err(end) => end,
                }
            }
            Err(end) => end,
        },
        Err(end) => end,
    };
    say_goodbye(&mut carrier, end).await;
}

/// As long as nobody else needs the place.
async fn come_in(
    app: &App,
    code: Option<&JoinCode>,
    from: Network,
    hello: &Greeting,
    place: &Place,
) -> Result<(Mailbox, Entered), End> {
    tokio::select! {
        entered = enter(app, code, from, hello) => entered,
        () = place.leaves() => Err(End::Lost),
    }
}

/// Who is inside, of which room, and from where.
struct Seated {
    app: Arc<App>,
    from: Network,
    room: Mailbox,
    hash: TokenHash,
}

impl Seated {
    async fn welcome(&self, entered: &Entered) -> Result<(Utf8Bytes, u64), End> {
        welcome(&self.app, self.from, &self.room, &self.hash, entered).await
    }
}

/// A connection that was let in.
struct Connection<C> {
    carrier: C,
    seat: Seated,
    device: u64,
    entered: Entered,
    /// The last change that was laid out.
    cursor: u64,
    /// One place for every command that waits for its answer.
    answering: mpsc::Sender<Answer>,
    answers: mpsc::Receiver<Answer>,
    heard: Instant,
    ping_at: Instant,
    out: Vec<Message>,
    /// Of the bytes of welcomes there can be: until the laid out ones are read.
    unread: Share,
}

impl<C: Carrier> Connection<C> {
    fn new(
        carrier: C,
        seat: Seated,
        device: u64,
        entered: Entered,
        (welcome, cursor): (Utf8Bytes, u64),
    ) -> Connection<C> {
        let (answering, answers) = mpsc::channel(ANSWERS_WAITING);
        let now = Instant::now();
        let presence = entered.presence.borrow().clone();
        Connection {
            carrier,
            device,
            unread: seat.app.welcomes.none(seat.from),
            seat,
            out: vec![Message::Text(welcome), Message::Text(presence)],
            entered,
            cursor,
            answering,
            answers,
            heard: now,
            ping_at: now + PING_EVERY,
        }
    }

    /// Until the end: write what there is, then wait for whatever comes first.
    async fn live(&mut self) -> End {
        let mut answered = None;
        let mut acks: Vec<Message> = Vec::new();
        loop {
            // Interest first, then look: see `Reader::seen`.
            let signal = self.entered.reader.seen();
            // Answers first, then changes: an answer's change lies in the feed before it. They are
            // kept until the feed was read to its end.
            let mut next = answered.take();
            while let Some(answer) = next.or_else(|| self.answers.try_recv().ok()) {
                if answer.outcome.is_err() && self.entered.place.refused() {
                    return went_on();
                }
                acks.push(answer_frame(&answer));
                next = None;
            }
            let read = match self.read_feed().await {
                Ok(read) => read,
                Err(end) => return end,
            };
            if !matches!(read, Read::More) {
                self.out.append(&mut acks);
            }
            if let Err(end) = self.write().await {
                return end;
            }
            match read {
                Read::Ended => return no_right(),
                Read::More => continue,
                Read::All => {}
            }
            match signal.end {
                Some(Close::Gone) => return End::Close(Close::Gone, "the session is gone"),
                Some(_) => return restarting(),
                None => {}
            }
            tokio::select! {
                message = self.carrier.next() => {
                    self.heard = Instant::now();
                    if let Some(end) = self.take(message) {
                        return end;
                    }
                }
                answer = self.answers.recv() => answered = answer,
                is_there = self.entered.reader.changed() => {
                    if !is_there {
                        return restarting();
                    }
                }
                Ok(()) = self.entered.presence.changed() => {
                    let here = self.entered.presence.borrow_and_update().clone();
                    self.out.push(Message::Text(here));
                }
                () = sleep_until(self.ping_at) => {
                    self.ping_at += PING_EVERY;
                    self.out.push(Message::Ping(Bytes::new()));
                    // A browser's page does not see pings: a frame it does see tells it that we
                    // are there.
                    self.out.push(Message::Text(self.entered.presence.borrow().clone()));
                }
                () = self.entered.place.lost() => {
                    let why = "too many connections with this token; the oldest goes";
                    return End::Close(Close::Slow, why);
                }
                () = sleep_until(self.heard + SILENCE) => return End::Lost,
            }
        }
    }

    /// Lays out what the feed has after the cursor.
    async fn read_feed(&mut self) -> Result<Read, End> {
        let audience = self.entered.right.audience();
        match self.entered.reader.after(self.cursor) {
            After::Changes(changes) => {
                for change in &changes {
                    self.out.push(Message::Text(change.frame(audience).clone()));
                    self.cursor = change.seq;
                    if self.entered.right.is_in(&change.ended) {
                        return Ok(Read::Ended);
                    }
                }
                let is_more = changes.len() == READ_ENTRIES;
                Ok(if is_more { Read::More } else { Read::All })
            }
            After::Behind => {
                self.entered.place.give_up();
                let enter = Enter {
                    hash: self.seat.hash.clone(),
                    have: None,
                };
                let entered = ask(&self.seat.room, |reply| Input::Enter(enter, reply)).await;
                self.entered = entered.map_err(|shut| match shut {
                    Shut::NoRight => no_right(),
                    Shut::NoSession => End::Close(Close::Gone, "the session is gone"),
                    Shut::Unavailable | Shut::NotDeleted => restarting(),
                })?;
                let (welcome, cursor) = self.seat.welcome(&self.entered).await?;
                self.cursor = cursor;
                let here = self.entered.presence.borrow_and_update().clone();
                self.out.extend([welcome, here].map(Message::Text));
                Ok(Read::More)
            }
        }
    }

    /// One write for all that is laid out.
    async fn write(&mut self) -> Result<(), End> {
        if self.out.is_empty() {
            return Ok(());
        }
        let slow = || {
            METRICS.slow.add(1);
            End::Close(Close::Slow, "reads too slowly; come back")
        };
        // Only welcomes are of one connection alone; all else is shared with others who read it too.
        let is_welcome = |message: &&Message| message.len() > RING_BYTES;
        let long: usize = self.out.iter().filter(is_welcome).map(Message::len).sum();
        if !self.unread.more(long) {
            return Err(slow());
        }
        let (carrier, out) = (&mut self.carrier, &mut self.out);
        let write = async {
            for message in out.drain(..) {
                feed(carrier, message).await?;
            }
            carrier.flush().await
        };
        let written = timeout(WRITE_TIME, write).await;
        self.unread.give_back();
        match written {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) => Err(End::Lost),
            Err(_) => Err(slow()),
        }
    }

    /// Who asks too fast is refused before anything is looked into, whatever it is: a ping too.
    fn take(&mut self, message: Option<Result<Message, Error>>) -> Option<End> {
        let message = match message {
            Some(Ok(message)) => message,
            Some(Err(error)) => return Some(end_of(&error)),
            None => return Some(End::Lost),
        };
        let is_too_fast = !self.entered.place.may_ask();
        match message {
            Message::Text(text) if is_too_fast => match number_of(&text) {
                Some(n) => self.refuse(n, Code::TooFast),
                None => self.refused(),
            },
            Message::Text(text) => self.take_text(&text),
            Message::Ping(_) | Message::Pong(_) | Message::Frame(_) if is_too_fast => {
                self.refused()
            }
            Message::Ping(_) | Message::Pong(_) | Message::Frame(_) => None,
            Message::Binary(_) => Some(bad_frame("a binary frame")),
            Message::Close(_) => Some(End::Lost),
        }
    }

    fn take_text(&mut self, text: &str) -> Option<End> {
        match read(text) {
            Ok(Incoming::Doing(doing)) => {
                if let Some(here) = self.entered.here.as_mut() {
                    here.is_doing(doing);
                }
                None
            }
            Ok(Incoming::Play(n, for_seat, play)) => match self.seat(for_seat) {
                Some(seat) => self.ask(n, Command::Play(seat, play)),
                None => self.refuse(n, Code::NotAllowed),
            },
            Ok(Incoming::Lead(n, lead)) => match self.entered.right {
                Right::Facilitator(_) => self.ask(n, Command::Lead(lead)),
                // A member's page has no such button: this is somebody trying doors.
                Right::Member(_) => Some(no_right()),
                Right::Screen(_) | Right::Observer(_) => self.refuse(n, Code::NotAllowed),
            },
            Ok(Incoming::Agenda(n, agenda)) => self.ask(n, Command::Agenda(agenda)),
            Err(Unreadable::Refused(n, code)) => {
                static UNREADABLE: Throttle = Throttle::new();
                if let Some(more) = UNREADABLE.pass() {
                    tracing::info!(?code, more, "a frame that is no command");
                }
                self.refuse(n, code)
            }
            Err(Unreadable::Frame) => Some(bad_frame("a frame that cannot be read")),
        }
    }

    /// Which seat this right plays; nothing if it may not name that one.
    fn seat(&self, for_seat: Option<Seat>) -> Option<Seat> {
        match (self.entered.right, for_seat) {
            (Right::Member(seat), None) => Some(seat),
            // Whether that seat has no device is for the rules to say.
            (Right::Facilitator(_), Some(seat)) => Some(seat),
            _ => None,
        }
    }

    /// Lays a command in the room's mailbox.
    fn ask(&mut self, n: u32, command: Command) -> Option<End> {
        let Some(who) = self.entered.right.who() else {
            return self.refuse(n, Code::NotAllowed);
        };
        let Ok(answer) = self.answering.clone().try_reserve_owned() else {
            return self.refuse(n, Code::TooFast);
        };
        let asked = Asked {
            who,
            device: self.device,
            n,
            command,
        };
        match self.seat.room.try_send(Input::Ask(Ask { asked, answer })) {
            Ok(()) => None,
            Err(mpsc::error::TrySendError::Full(_)) => self.refuse(n, Code::Busy),
            Err(mpsc::error::TrySendError::Closed(_)) => Some(restarting()),
        }
    }

    fn refuse(&mut self, n: u32, code: Code) -> Option<End> {
        METRICS.refusals.add(1);
        let outcome = Err(Refusal::from(code));
        self.out.push(answer_frame(&Answer { n, outcome }));
        self.refused()
    }

    /// Counts a refusal.
    fn refused(&mut self) -> Option<End> {
        self.entered.place.refused().then(went_on)
    }
}

/// Not for good: somebody whose page asks too much comes back to a game that is still there.
fn went_on() -> End {
    METRICS.slow.add(1);
    End::Close(Close::Slow, "went on after many refusals; come back")
}

/// Lays a message out, a long one piece by piece: each waits until those before it are on their way.
async fn feed(carrier: &mut impl Carrier, message: Message) -> Result<(), Error> {
    let Message::Text(text) = message else {
        return carrier.feed(message).await;
    };
    if text.len() <= FRAGMENT_BYTES {
        return carrier.feed(Message::Text(text)).await;
    }
    let mut rest = Bytes::from(text);
    let mut kind = OpCode::Data(Data::Text);
    while !rest.is_empty() {
        let piece = rest.split_to(rest.len().min(FRAGMENT_BYTES));
        let frame = Frame::message(piece, kind, rest.is_empty());
        carrier.feed(Message::Frame(frame)).await?;
        kind = OpCode::Data(Data::Continue);
    }
    Ok(())
}

/// How reading the feed went.
enum Read {
    /// There may be more at once.
    More,
    /// That was all.
    All,
    /// The last change read ended this right.
    Ended,
}

fn answer_frame(answer: &Answer) -> Message {
    let n = answer.n;
    let frame = match &answer.outcome {
        Outcome::Ok(Accepted { seq, .. }) => ServerFrame::Ack { ack: n, seq: *seq },
        Outcome::Err(refusal) => ServerFrame::Refused {
            refused: n,
            code: refusal.code,
            message: refusal.message().to_owned(),
            limit: refusal.limit,
        },
    };
    Message::Text(encode(&frame))
}
