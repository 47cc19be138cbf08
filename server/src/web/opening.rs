//! Beginning a session: its deck, its code, and its first entry on disk.

use crate::clock::now_ms;
use crate::frame::{DoorCode, OpenSession};
use crate::limits::{CODE_TRIES, SHORT_TIME};
use crate::log::{Committed, NewSession};
use crate::outline::outline;
use crate::room::batch::plan;
use crate::room::code::JoinCode;
use crate::room::input::{Input, Shut, at_the_door};
use crate::room::right::{Right, hash_of};
use crate::throttle::Throttle;
use crate::web::App;
use crate::web::problem::Failure;
use crate::web::quota::Network;
use cards::Deck;
use game::{Chance, Code, Command, Enter, Entry, Form, Opening, State, TokenHash};
use std::borrow::Cow;

/// Days a session is kept when nothing is said: a season, so that a team can look back once.
const RETENTION_DAYS: u16 = 90;

/// The code of the session this token began, now or before (`true`).
pub(super) async fn open(
    app: &App,
    from: Network,
    wish: OpenSession,
) -> Result<(JoinCode, bool), Failure> {
    let hash = hash_of(&wish.token);
    let first = async {
        let deck = deck_of(app, from, &wish).await?;
        let first = prepare(&wish, &deck, &hash)?;
        let sessions = app.quotas.new_session(from);
        sessions.map_err(|_| Failure::too_many_tries())?;
        Ok(first)
    };
    begin(app, &hash, first).await
}

/// Gives the session that `prepare` makes a code, unless this token began one before (`true`).
pub(super) async fn begin(
    app: &App,
    hash: &TokenHash,
    prepare: impl Future<Output = Result<Session, Failure>>,
) -> Result<(JoinCode, bool), Failure> {
    let mut prepare = Some(prepare);
    let mut session: Option<Session> = None;
    for attempt in 0..CODE_TRIES {
        // The code follows from the token, so the same request again finds the same session.
        let code = JoinCode::for_opener(hash, attempt);
        match is_theirs(app, &code, hash).await? {
            Some(true) => return Ok((code, true)),
            Some(false) => continue,
            None => {}
        }
        if let Some(prepare) = prepare.take() {
            session = Some(prepare.await?);
        }
        let new = session.as_ref().ok_or_else(Failure::failed)?;
        match app.log.create(new.with_code(&code)).await {
            Committed::Done => return Ok((code, false)),
            // Taken meanwhile; perhaps by this same request, sent twice at once.
            Committed::Conflict => {
                if is_theirs(app, &code, hash).await? == Some(true) {
                    return Ok((code, true));
                }
            }
            Committed::No(why) | Committed::Unknown(why) => {
                static NOT_BEGUN: Throttle = Throttle::new();
                if let Some(more) = NOT_BEGUN.pass() {
                    tracing::warn!(why, more, "a session was not begun");
                }
                return Err(game::Refusal::from(Code::NotNow).into());
            }
        }
    }
    Err(Failure::unavailable())
}

/// Whether this token leads the session of that code; `None`: no session has it. One whose time is
/// over keeps its code, and nobody leads it.
async fn is_theirs(app: &App, code: &JoinCode, hash: &TokenHash) -> Result<Option<bool>, Failure> {
    let hash = Some(hash.clone());
    match app.lobby.ask(code, |reply| Input::Look(hash, reply)).await {
        Ok(look) => Ok(Some(matches!(look.right, Some(Right::Facilitator(_))))),
        Err(Shut::NoSession) => match app.log.find(code.as_str()).await {
            Ok(found) => Ok(matches!(found, Some((_, true))).then_some(false)),
            Err(error) => {
                tracing::warn!(%error, "a code could not be looked up");
                Err(Failure::unavailable())
            }
        },
        Err(shut) => Err(shut.into()),
    }
}

/// A session that needs only a code.
pub(super) struct Session {
    pub(super) retention_days: u16,
    pub(super) deck_hash: String,
    pub(super) deck_json: String,
    /// Milliseconds since 1970: it is kept from now on.
    pub(super) at: u64,
    pub(super) entries: Vec<Entry>,
}

impl Session {
    fn with_code(&self, code: &JoinCode) -> NewSession {
        NewSession {
            code: code.to_string(),
            identity: format!("{:032x}", rand::random::<u128>()),
            retention_days: self.retention_days,
            deck_hash: self.deck_hash.clone(),
            deck_json: self.deck_json.clone(),
            at: self.at,
            entries: self.entries.clone(),
        }
    }
}

fn prepare(wish: &OpenSession, deck: &Deck, hash: &TokenHash) -> Result<Session, Failure> {
    let deck_json = deck.to_json();
    let outline = outline(deck, &deck_json);
    let deck_hash = outline.hash.clone();
    let retention_days = wish.retention_days.unwrap_or(RETENTION_DAYS);
    let opening = Opening {
        hash: hash.clone(),
        title: wish.title.clone(),
        team: wish.team.clone(),
        form: wish.form.unwrap_or(Form::Dealt),
        hand: wish.hand,
        retention_days,
        reasons_in_exports: wish.reasons_in_exports.unwrap_or(false),
        deck: outline,
    };
    let asked = at_the_door(Command::Enter(Enter::Open(Box::new(opening))));
    let luck = || Chance::from_seed(rand::random());
    let mut plan = plan(&State::default(), [&asked].into_iter(), now_ms(), luck);
    if let Some(Err(refusal)) = plan.outcomes.pop() {
        return Err(refusal.into());
    }
    let first = plan.entries.pop().ok_or_else(Failure::failed)?;
    Ok(Session {
        retention_days,
        deck_hash,
        deck_json,
        at: first.at,
        entries: vec![first],
    })
}

async fn deck_of(
    app: &App,
    from: Network,
    wish: &OpenSession,
) -> Result<Cow<'static, Deck>, Failure> {
    if let Some(file) = wish.deck_file.clone() {
        let turn = app.lanes.decks.turn(from, None).await?;
        let read = turn.work(SHORT_TIME, move |_| cards::read(&file));
        let deck = read.await?.map_err(|problems| {
            let details = problems.iter().map(ToString::to_string).collect();
            Failure::new(DoorCode::DeckWrong, "the deck file is wrong").with_details(details)
        })?;
        return Ok(Cow::Owned(deck));
    }
    let standard = cards::standard();
    match &wish.deck {
        Some(name) if *name != standard.id => Err(Failure::new(
            DoorCode::UnknownDeck,
            "this server has no deck of that name",
        )),
        _ => Ok(Cow::Borrowed(standard)),
    }
}
