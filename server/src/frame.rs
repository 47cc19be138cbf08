//! What goes over the wire: the bodies of HTTP requests and answers, and the frames of the
//! websocket. PROTOCOL.md shows each with an example; the client's types are made from these.

use game::{Agenda, Code, Document, Lead, Phase, Place, Play, Role, Seat};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use ts_rs::TS;

/// The version of the protocol. A client that speaks another is told to reload.
pub const VERSION: u32 = 1;

/// `POST /api/sessions`
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct OpenSession {
    /// What the session is called.
    pub title: String,
    /// Who plays.
    pub team: String,
    /// The first facilitator's token: 32 hexadecimal digits, made by the client.
    pub token: String,
    /// A deck the server has; without it the standard deck.
    #[ts(optional)]
    pub deck: Option<String>,
    /// A deck of one's own: the whole file.
    #[ts(optional)]
    pub deck_file: Option<String>,
    /// How the cards go round.
    #[ts(optional)]
    pub form: Option<game::Form>,
    /// Cards in a hand, 5 to 12; without it the deck divided by the members.
    #[ts(optional)]
    pub hand: Option<u8>,
    /// 30, 90 or 365; without it 90.
    #[ts(optional)]
    pub retention_days: Option<u16>,
    /// Exports for people hold the reasons too; without it they do not. Told at the door.
    #[ts(optional)]
    pub reasons_in_exports: Option<bool>,
    /// What a closed server asks for.
    #[ts(optional)]
    pub create_key: Option<String>,
}

/// `POST /api/sessions/import`: either a session or the example.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ImportSession {
    /// The new facilitator's token: 32 hexadecimal digits, made by the client.
    pub token: String,
    /// A JSON export, as it stands in its file.
    #[serde(default)]
    #[ts(optional, type = "unknown")]
    pub session: Option<Box<RawValue>>,
    /// The session that comes with the server, to look around in.
    #[ts(optional)]
    pub example: Option<bool>,
    /// What a closed server asks for.
    #[ts(optional)]
    pub create_key: Option<String>,
}

/// The answer to [`OpenSession`] and [`ImportSession`].
#[derive(Debug, Serialize, Deserialize, TS)]
pub struct Opened {
    /// Six of A–Z and 2–9 without I and O.
    pub code: String,
}

/// `GET /api/sessions/{code}/door`: what who comes to the door must know before coming in.
#[derive(Debug, Serialize, Deserialize, TS)]
pub struct Door {
    /// What the session is called.
    pub title: Option<String>,
    /// Who plays.
    pub team: Option<String>,
    /// Days it is kept after its last entry.
    pub retention_days: u16,
    /// Exports for people hold the reasons too.
    pub reasons_in_exports: bool,
    /// Whether one can join now.
    pub open: bool,
    /// Where it is.
    pub phase: Phase,
}

/// `POST /api/sessions/{code}/seats`
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct TakeSeat {
    /// As colleagues say it.
    pub name: String,
    /// The member's token. Only a facilitator leaves it out: for someone without a device.
    #[ts(optional)]
    pub token: Option<String>,
    /// Job title.
    #[ts(optional)]
    pub function: Option<String>,
    /// Part of the organisation.
    #[ts(optional)]
    pub sector: Option<String>,
}

/// The answer to [`TakeSeat`].
#[derive(Debug, Serialize, Deserialize, TS)]
pub struct Seated {
    /// Which seat.
    pub seat: Seat,
}

/// `POST /api/sessions/{code}/passes`, by a facilitator.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct GivePass {
    /// What it is good for.
    pub role: Role,
    /// The new token.
    pub token: String,
    /// Who gets it; a screen has no name.
    #[ts(optional)]
    pub name: Option<String>,
}

/// The answer to [`GivePass`].
#[derive(Debug, Serialize, Deserialize, TS)]
pub struct PassGiven {
    /// Which pass.
    pub pass: game::PassId,
}

/// The answer to `DELETE /api/sessions/{code}` and `GET /api/sessions/{code}/wiped`.
#[derive(Debug, Serialize, Deserialize, TS)]
pub struct Erased {
    /// No byte of what was deleted or forgotten is left on disk; otherwise a program has the
    /// database open, and it follows when that lets go.
    pub wiped: bool,
}

/// `GET /api/where`: who opened this server at an address of this machine alone shows others the
/// way with this one.
#[derive(Debug, Serialize, Deserialize, TS)]
pub struct Where {
    /// Where others reach this server; null when only this machine can.
    pub url: Option<String>,
}

/// `GET /api/decks/{id}/suggest`
#[derive(Debug, Serialize, Deserialize, TS)]
pub struct Suggestions {
    /// The competenties a text asks for, best first; ten at most.
    pub suggestions: Vec<cards::Suggestion>,
}

/// The body of every HTTP answer that is no success.
#[derive(Debug, Serialize, Deserialize, TS)]
pub struct Problem {
    /// Why.
    pub code: ProblemCode,
    /// One English sentence for who writes a client.
    pub message: String,
    /// The most that is accepted, where that is what was wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub limit: Option<u32>,
    /// With `deck_wrong`: what is wrong in the deck file, each with card, line and mend. With
    /// `import_impossible`: which entry, and what is wrong with it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[ts(optional, as = "Option<Vec<String>>")]
    pub details: Vec<String>,
}

/// Why an HTTP request was not granted: a refusal of the rules, or one of the door's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(untagged)]
pub enum ProblemCode {
    /// The rules refused it.
    Rules(Code),
    /// The door did.
    Door(DoorCode),
}

/// What the door refuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum DoorCode {
    /// No session to join has this code.
    UnknownCode,
    /// No token, a wrong one, or no such session: one answer for all three.
    NoEntry,
    /// The token is good, but not for this.
    NoRight,
    /// Too many wrong codes, tokens or new sessions from this address.
    TooManyTries,
    /// A page of another site asks: its Origin is not this server's.
    ForeignOrigin,
    /// The request was sent to a name that is not this server's.
    WrongHost,
    /// The body says that it is something else than JSON.
    MediaType,
    /// The body is not JSON of the documented form.
    BadRequest,
    /// The deck file is wrong; see `details`.
    DeckWrong,
    /// This server has no deck of that name.
    UnknownDeck,
    /// This server asks for a key to begin a session.
    CreateKey,
    /// The file with a session is too large; see `limit`.
    ImportTooLarge,
    /// The file is not JSON, or it was cut off.
    ImportNoJson,
    /// The file is no session of this program.
    ImportOther,
    /// The file is from before sessions could be read in.
    ImportOlder,
    /// The file was made by a newer version of this program.
    ImportNewer,
    /// The file is not what it was when it was made.
    ImportDamaged,
    /// The file tells what cannot have happened; see `details`.
    ImportImpossible,
    /// The server is too full, or is stopping.
    Unavailable,
    /// Something failed here; the log says what.
    Failed,
}

/// The first frame of a client.
#[derive(Debug, Serialize, Deserialize, TS)]
pub struct Hello {
    /// [`VERSION`]
    pub v: u32,
    /// Whose eyes and hands.
    pub token: String,
    /// A random number made for this page load: 16 hexadecimal digits.
    pub device: String,
    /// The language the person reads.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub lang: Option<String>,
    /// What the client has already.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub have: Option<Have>,
}

/// Where a client stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Have {
    /// As in its last welcome.
    pub epoch: String,
    /// Of the last change it took in.
    #[ts(type = "number")]
    pub seq: u64,
}

/// Who the server takes the client for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "role", rename_all = "snake_case")]
#[allow(missing_docs)] // The roles are documented at `game::Role`.
pub enum You {
    Member { seat: Seat },
    Facilitator { pass: game::PassId },
    Screen,
    Observer { pass: game::PassId },
}

/// `{"welcome": …}`: with the epoch and seq the client said it has, `docs` is empty and it keeps
/// its store; otherwise these are all documents there are for it, and it empties its store first.
#[derive(Debug, Serialize, TS)]
pub struct Welcome {
    /// Who the server takes the client for.
    pub you: You,
    /// Which log, audience and build.
    pub epoch: String,
    /// Of the last entry in these documents.
    #[ts(type = "number")]
    pub seq: u64,
    /// By key, such as `gift/17`.
    #[ts(type = "Record<string, Document>")]
    pub docs: BTreeMap<String, Box<RawValue>>,
}

/// One entry, as one audience sees it. Without `put` and `drop` it was not for this audience.
#[derive(Debug, Serialize, TS)]
pub struct Change<'a> {
    /// Numbers entries; for everyone the same, without gaps.
    #[ts(type = "number")]
    pub seq: u64,
    /// When, UTC, ISO 8601.
    pub at: String,
    /// New or changed documents.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    #[ts(optional, type = "Record<string, Document>")]
    pub put: BTreeMap<String, &'a RawValue>,
    /// Documents this audience no longer has.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[ts(optional, type = "string[]")]
    pub drop: Vec<String>,
}

/// What a present member is doing. Who is not named is not here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Doing {
    /// Connected.
    Here,
    /// Choosing whom to give a card.
    Choosing,
    /// Writing in this place of the werkagenda.
    Writing(Place),
}

/// Every frame a server sends, for who reads them.
#[derive(Debug, Serialize, TS)]
#[serde(untagged)]
#[allow(missing_docs)] // Each is documented in PROTOCOL.md.
pub enum ServerFrame<'a> {
    Welcome {
        welcome: Welcome,
    },
    Change(Change<'a>),
    Here {
        #[ts(type = "Record<string, Doing>")]
        here: BTreeMap<String, Doing>,
    },
    Ack {
        ack: u32,
        #[ts(type = "number")]
        seq: u64,
    },
    Refused {
        refused: u32,
        code: Code,
        message: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        limit: Option<u32>,
    },
}

/// Every frame a client sends after its hello.
#[derive(Debug, Serialize, TS)]
#[serde(untagged)]
#[allow(missing_docs)]
pub enum ClientFrame {
    Hello {
        hello: Hello,
    },
    Doing {
        doing: Doing,
    },
    Play {
        n: u32,
        #[serde(rename = "for", skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        for_seat: Option<Seat>,
        #[serde(flatten)]
        play: Play,
    },
    Lead {
        n: u32,
        #[serde(flatten)]
        lead: Lead,
    },
    Agenda {
        n: u32,
        #[serde(flatten)]
        agenda: Agenda,
    },
}

/// Why the server ends a connection, and so whether to come back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u16)]
pub enum Close {
    /// The server restarts: come back.
    Restarting = 4001,
    /// The client reads too slowly, or its token has too many connections: come back.
    Slow = 4008,
    /// The frame cannot be read at all (too large, binary, no hello): come back once it is mended.
    BadFrame = 4400,
    /// No right, or no such session.
    NoRight = 4503,
    /// The session is gone.
    Gone = 4504,
    /// The client is too old: reload.
    TooOld = 4505,
}

/// All types of the wire as one TypeScript module.
pub fn typescript() -> String {
    let config = ts_rs::Config::default();
    let mut declarations = BTreeMap::new();
    macro_rules! declare {
        ($($type:ty),* $(,)?) => {
            $(declarations.insert(<$type>::ident(&config), <$type>::decl(&config));)*
        };
    }
    declare!(
        game::Seat,
        game::GiftId,
        game::TextId,
        game::PassId,
        game::CardId,
        game::ClusterId,
        game::ActionId,
        Place,
        game::Part,
        game::Base,
        game::NewAction,
        Agenda,
        game::Phase,
        game::Role,
        game::Form,
        game::Answer,
        game::Recipients,
        Play,
        Lead,
        Code,
        Document,
        game::SessionDocument,
        game::SeatDocument,
        game::HandDocument,
        game::GiftDocument,
        game::TableDocument,
        game::FlowDocument,
        game::WatchingDocument,
        game::TalentsDocument,
        game::TeamDocument,
        game::ProfileDocument,
        game::AgendaDocument,
        game::FieldDocument,
        game::OfferDocument,
        game::ActionDocument,
        game::Suggested,
        game::FitDocument,
        game::ProposalDocument,
        game::talent::profile::Profile,
        game::talent::profile::Strand,
        game::talent::profile::Level,
        game::talent::coverage::Coverage,
        game::talent::coverage::Cover,
        game::talent::fit::ActionFit,
        game::talent::fit::Fit,
        game::talent::fit::FitLevel,
        game::talent::fit::Because,
        game::talent::fit::Pair,
        game::talent::Related,
        game::talent::assign::Proposal,
        game::talent::assign::NotPlaced,
        game::FewDocument,
        game::PassesDocument,
        game::PassDocument,
        game::MentionsDocument,
        game::Mention,
        game::TalentCard,
        game::GridRow,
        game::Held,
        game::Sole,
        cards::Deck,
        cards::Cluster,
        cards::Card,
        cards::Mark,
        cards::Text,
        cards::Texts,
        cards::Types,
        cards::Roles,
        cards::Qualities,
        OpenSession,
        ImportSession,
        Opened,
        Door,
        TakeSeat,
        Seated,
        GivePass,
        PassGiven,
        Erased,
        Where,
        Suggestions,
        cards::Suggestion,
        Problem,
        ProblemCode,
        DoorCode,
        Hello,
        Have,
        You,
        Welcome,
        Change<'static>,
        Doing,
        ServerFrame<'static>,
        ClientFrame,
    );
    let mut module = String::from(
        "// Made from the Rust types by the test `typescript_types_are_current`. Do not edit.\n\n",
    );
    for declaration in declarations.values() {
        module.push_str("export ");
        module.push_str(declaration);
        module.push_str("\n\n");
    }
    module
}
