//! Every limit of the server, with its unit and reason. Those of the rules and of decks stand with
//! the rules and the decks.

use std::time::Duration;

// ---- frames and bodies ---------------------------------------------------------------------

/// Bytes in a frame from a client. The longest command holds a text of 2,000 characters, at most
/// 12 bytes each when written as JSON escapes.
pub const FRAME_BYTES_MAX: usize = 32 * 1024;
const _: () = assert!(game::AGENDA_TEXT_CHARS_MAX * 12 < FRAME_BYTES_MAX);
/// Bytes that come in on a websocket before a message is whole: the largest, in pieces, and what was read
/// of the next.
pub const UNFINISHED_BYTES_MAX: usize = 2 * FRAME_BYTES_MAX;
/// Bytes read from a socket at once. tungstenite takes 128 KiB a connection unless told otherwise,
/// and keeps it: commands are a few hundred bytes.
pub const READ_BUFFER_BYTES: usize = 4 * 1024;
/// Bytes gathered before a socket is written to without being asked: an ack goes with its change.
pub const WRITE_BUFFER_BYTES: usize = 16 * 1024;
/// Bytes of a long frame that are laid out at once: the rest waits until those are on their way.
pub const FRAGMENT_BYTES: usize = 16 * 1024;
/// Bytes laid out for one connection that does not take them, pongs among them: a piece of a frame on
/// top of what is gathered, and some.
pub const WRITE_BYTES_MAX: usize = 64 * 1024;
const _: () = assert!(WRITE_BYTES_MAX >= WRITE_BUFFER_BYTES + 2 * FRAGMENT_BYTES);
/// Bytes of welcomes on their way, in all. A session of some thousand gifts, each with a reason of 400
/// characters, takes some megabytes; everyone coming back at once takes some hundred kilobytes each.
pub const WELCOME_BYTES: usize = 128 * 1024 * 1024;
/// The same for one address: who is behind it and reads slowly keeps nobody elsewhere out.
pub const WELCOME_BYTES_ADDRESS: usize = 48 * 1024 * 1024;
/// Bytes in a request that brings no deck.
pub const BODY_BYTES_MAX: usize = 8 * 1024;
/// Bytes in a request that may bring a deck: the file written as JSON takes up to twice its size.
pub const DECK_BODY_BYTES_MAX: usize = 2 * cards::limits::FILE_BYTES_MAX + BODY_BYTES_MAX;
/// Bytes in a request that brings a session to read in. The talents of a long afternoon with forty
/// people, each reason of 400 characters, are under half of it. A werkagenda that many write in for
/// hours can exceed it, since the log holds the whole text of every save: such a file can be kept,
/// not read in, and the page it is fetched on says so.
pub const IMPORT_BODY_BYTES_MAX: usize = 5 * 1024 * 1024;
/// Milliseconds that the clock of the server a session was played on may be ahead of ours: a day
/// covers one that was set to another zone.
pub const CLOCK_AHEAD_MS: u64 = 24 * 60 * 60 * 1000;
/// Characters in a text that suggestions are asked for.
pub const SUGGEST_CHARS_MAX: usize = game::AGENDA_TEXT_CHARS_MAX;
/// A body that takes longer is not coming.
pub const BODY_TIME: Duration = Duration::from_secs(60);
/// A body need not have a pace for this long at its beginning, nor come at all for this long after: a
/// phone that looks for its network.
pub const BODY_GRACE: Duration = Duration::from_secs(5);
/// Bytes a second of a body after that, from its beginning on: a hundredth of what a bad mobile network
/// does. The largest body takes its minute with ten times as much.
pub const BODY_PACE: usize = 8 * 1024;
/// Bytes of bodies that came in and are not worked through yet, in all.
pub const BODY_BYTES: usize = 96 * 1024 * 1024;
/// The same for one address: a workshop of eight tables that all read a large session in.
pub const BODY_BYTES_ADDRESS: usize = 48 * 1024 * 1024;
/// Bytes in the headers of a request, its first line with them. Browsers send a kilobyte or two; a text
/// to suggest for takes 18 KB when each of its characters is written in an address.
pub const HEADER_BYTES_MAX: usize = 32 * 1024;
const _: () = assert!(SUGGEST_CHARS_MAX * 12 < HEADER_BYTES_MAX);
/// A request's headers, likewise.
pub const HEADER_TIME: Duration = Duration::from_secs(10);

// ---- rooms -----------------------------------------------------------------------------------

/// Inputs waiting for one room. Forty people and a second of everyone tapping.
pub const MAILBOX_INPUTS: usize = 256;
/// Inputs decided together: one commit answers them all.
pub const BATCH_INPUTS: usize = 64;
/// Changes a room keeps for those who come back, in entries: a minute of busy giving.
pub const RING_ENTRIES: usize = 128;
/// The same in bytes. With 2,400 rooms this is what the server's memory is mostly for; who missed
/// more than this gets a welcome, which is hardly larger.
pub const RING_BYTES: usize = 128 * 1024;
/// Changes a connection reads at once, so that a long distance is walked in steps.
pub const READ_ENTRIES: usize = 64;
/// A room without people keeps its memory this long: a Wi-Fi blip or a refresh of all.
pub const SLEEP: Duration = Duration::from_secs(60);
/// Connections of one room: forty people with a phone and a laptop, some second tabs, screens.
pub const ROOM_CONNECTIONS_MAX: usize = 256;
/// Connections of one token: a phone and a laptop with some tabs each. With one more the oldest
/// goes, so that no token keeps others out.
pub const TOKEN_CONNECTIONS_MAX: usize = 8;
/// Entries of one session. A long afternoon with forty people takes some thousands; beyond this
/// only wiping, withdrawing and going from phase to phase go on.
pub const SESSION_ENTRIES_MAX: u64 = 50_000;
/// Who is here is told at most once in this time.
pub const PRESENCE_PACE: Duration = Duration::from_secs(1);
/// After this long what was wiped is reported as not yet wiped: no reading of ours takes longer.
pub const WIPE_PATIENCE: Duration = Duration::from_secs(2);
/// First wait before an unreachable log is asked again; it doubles up to the second.
pub const LOG_RETRY: (Duration, Duration) = (Duration::from_millis(100), Duration::from_secs(5));

// ---- connections -----------------------------------------------------------------------------

/// From the upgrade to the hello: a slow phone needs seconds, who says nothing needs no socket.
pub const HELLO_TIME: Duration = Duration::from_secs(10);
/// Between pings: below the minute after which proxies and phones drop a quiet connection.
pub const PING_EVERY: Duration = Duration::from_secs(20);
/// Without a sign of life for this long a connection is gone: two pings were missed.
pub const SILENCE: Duration = Duration::from_secs(45);
/// One write: who cannot take it in this time reads too slowly, and comes back for a welcome.
pub const WRITE_TIME: Duration = Duration::from_secs(15);
/// For the other side to answer a close.
pub const CLOSE_TIME: Duration = Duration::from_secs(2);
/// Answers a connection waits for at once.
pub const ANSWERS_WAITING: usize = 64;
/// Commands of one seat or pass, over all its connections: so many at once, and so many a second.
/// Nobody taps faster; what waited during a lost connection comes at once.
pub const COMMANDS: Rate = Rate::new(60, 20.0);
/// Refusals a seat or pass can get in [`REFUSALS_TIME`], over all its connections: with more nobody
/// looks at them any more.
pub const REFUSALS_MAX: u32 = 200;
/// See [`REFUSALS_MAX`].
pub const REFUSALS_TIME: Duration = Duration::from_secs(10);
/// Welcomes of one seat or pass, over all its connections: each holds all there is to see. Phones that
/// lose their network come back some times a minute.
pub const WELCOMES: Rate = Rate::new(40, 2.0);
/// Messages heard after a goodbye, for the other side's own.
pub const GOODBYE_MESSAGES: usize = 16;
/// For a room to answer a request: as long as a slow disk takes, shorter than a browser waits.
pub const ANSWER_TIME: Duration = Duration::from_secs(20);
/// Before the next connection is taken when one could not be.
pub const ACCEPT_RETRY: Duration = Duration::from_millis(100);
/// Connections to the server, where there are so many file descriptors: the largest service there is to
/// be has 19,000 people.
pub const CONNECTIONS_MAX: usize = 25_000;
/// Connections however few descriptors there are.
pub const CONNECTIONS_MIN: usize = 16;
/// Descriptors kept for everything else: the database, its readers, the log, the clock.
pub const DESCRIPTORS_KEPT: usize = 64;
/// Connections of one address that showed no valid token yet; half of all there can be where that is
/// less. A municipality sits behind one address: when forty people with a phone and a laptop open the
/// page at once, browsers take up to six connections each for its files, of which the idle ones can go.
/// Who is inside does not count.
pub const NEWCOMERS_ADDRESS: usize = 256;
/// Who came so short ago makes no room for others: the first request of a slow phone, or its hello.
pub const NEWCOMER_GRACE: Duration = Duration::from_secs(2);
/// Websockets inside from one address, of four parts of all there can be: somebody with sessions of their
/// own leaves a part to others.
pub const INSIDE_ADDRESS: usize = 3;
/// Bytes of an answer that are laid out at once: each piece that is taken shows that it is read.
pub const ANSWER_PIECE_BYTES: usize = 16 * 1024;
/// An answer from so many bytes on counts among the large ones; a page's files are smaller.
pub const ANSWER_BYTES_LARGE: usize = 1024 * 1024;
/// Bytes of large answers on their way, in all: some of the largest replays there are.
pub const ANSWER_BYTES: usize = 256 * 1024 * 1024;
/// The same for one address.
pub const ANSWER_BYTES_ADDRESS: usize = 128 * 1024 * 1024;
const _: () = assert!(REPLAY_BYTES_MAX <= ANSWER_BYTES_ADDRESS);
/// Between two warnings of one kind.
pub const WARN_EVERY: Duration = Duration::from_secs(5);

// ---- addresses -------------------------------------------------------------------------------

/// Wrong codes and tokens of one address: typing errors of a whole team, then one a second.
pub const WRONG_TRIES: Rate = Rate::new(20, 1.0);
/// Wrong codes of all of a /48, such as one organisation has: a few such teams.
pub const WRONG_CODES_SITE: Rate = Rate::new(60, 2.0);
/// Of all customers of a provider (a /32, or 65,536 addresses of IPv4): a large service at its
/// start, of whom one in twenty mistypes.
pub const WRONG_CODES_PROVIDER: Rate = Rate::new(200, 5.0);
/// Of all of IPv4, and of all of IPv6: so slowly that finding one of 2,400 sessions among a
/// thousand million codes takes half a day. The largest service, 19,000 people of whom one in
/// twenty mistypes in a quarter of an hour, makes one a second.
pub const WRONG_CODES_ALL: Rate = Rate::new(600, 10.0);
/// Requests of one address at the door at once, one after the other: a workshop of forty twice
/// over, and then some. The rest is told to come back.
pub const TRIES_WAITING: usize = 256;
/// The longest such a request waits for its turn.
pub const TRY_TIME: Duration = Duration::from_secs(5);
/// A code that was opened with a valid token needs not wait at that address this long after: a day
/// of workshops, so that who comes in the afternoon joins as who came in the morning.
pub const VOUCHED_TIME: Duration = Duration::from_secs(12 * 60 * 60);
/// Such codes remembered, each for its address: everyone of the largest service, at home.
pub const VOUCHED_MAX: usize = 50_000;
/// Addresses remembered; those that have nothing to make up for are forgotten first.
pub const ADDRESSES: usize = 20_000;
/// Between two times that they are looked through.
pub const FORGET_EVERY: Duration = Duration::from_secs(1);
/// New sessions of one address an hour, unless told otherwise: a workshop of eight tables several
/// times over.
pub const NEW_SESSIONS_PER_HOUR: u32 = 60;
/// Suggestions for a text, of one address: who types, and asks at every pause.
pub const SUGGESTIONS: Rate = Rate::new(60, 5.0);
/// Files to read in, of one address: a workshop of eight tables at once, each with some wrong ones.
/// Each is read before it is known whose it is.
pub const IMPORTS: Rate = Rate::new(40, 0.2);
/// Deck files, likewise.
pub const DECKS: Rate = Rate::new(40, 0.2);
/// Replays and exports of one address: a workshop of eight tables that takes everything home.
pub const FILES: Rate = Rate::new(120, 2.0);

// ---- work beside the rooms -------------------------------------------------------------------

/// Pieces of work of one kind at once: one more than an address can take, for everyone else.
pub const LANE_WORKERS: usize = 3;
/// The same of one address.
pub const LANE_ADDRESS: usize = 2;
/// The same of one token: colleagues behind its address have the other.
pub const LANE_TOKEN: usize = 1;
const _: () = assert!(LANE_TOKEN < LANE_ADDRESS && LANE_ADDRESS < LANE_WORKERS);
/// Pieces of work of one address or one token that wait for their turn: a workshop of eight tables.
pub const LANE_WAITING: usize = 16;
/// The longest wait for a turn; then it is better to come back.
pub const LANE_PATIENCE: Duration = Duration::from_secs(5);
/// The same of what everyone needs who comes, a room that is opened and a welcome: a whole service behind
/// one address after a restart.
pub const DOOR_WAITING: usize = 4096;
/// The longest wait for these.
pub const DOOR_PATIENCE: Duration = Duration::from_secs(15);
/// Processor time of a replay, an export or a file read in. A long afternoon with forty people takes a
/// second or two; what takes longer than this was made to.
pub const FILE_TIME: Duration = Duration::from_secs(10);
/// Processor time of a deck file, of suggestions for a text or of a welcome: all take milliseconds.
pub const SHORT_TIME: Duration = Duration::from_secs(1);
/// Most bytes of one replay: it is made in memory.
pub const REPLAY_BYTES_MAX: usize = 64 * 1024 * 1024;
/// Codes tried for a new session before giving up: with a thousand million codes the second is
/// hardly ever needed.
pub const CODE_TRIES: usize = 8;

// ---- keeping and stopping --------------------------------------------------------------------

/// How often is looked at the clock, for sessions whose time is over.
pub const LOOK_EVERY: Duration = Duration::from_secs(60);
/// Bytes that must be left for the data folder for the server to be ready: the write-ahead log of a
/// busy day several times over, and time to make room.
pub const DISK_FREE_MIN: u64 = 64 * 1024 * 1024;
/// For rooms and connections to end when the server stops.
pub const STOP_TIME: Duration = Duration::from_secs(10);

/// Bytes in what the operator asks over the socket: a path and some words.
pub const OPERATOR_LINE_BYTES_MAX: u64 = 16 * 1024;
/// For the operator's line to come: a program writes it at once.
pub const OPERATOR_TIME: Duration = Duration::from_secs(5);

/// So many at once, and then so many a second.
#[derive(Clone, Copy, Debug)]
pub struct Rate {
    /// At once.
    pub burst: u32,
    /// A second, after that.
    pub per_second: f64,
}

impl Rate {
    /// A rate.
    pub const fn new(burst: u32, per_second: f64) -> Rate {
        Rate { burst, per_second }
    }
}
