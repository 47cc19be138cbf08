//! The command line on a data folder: look back, export, forget and delete without a server.
//! Who can read the folder is its operator, so no token is asked.

mod export;
mod story;
mod verify;

pub use export::{ExportOptions, Format, export};

use crate::config::DataFolder;
use crate::export::redacted;
use crate::import;
use crate::log::{Committed, Log, OpenError, Reader, Wiped};
use crate::room::code::JoinCode;
use anyhow::{Context, bail};
use clap::builder::FalseyValueParser;
use clap::{ArgAction, Args};
use game::{Asked, Chance, Command, Entry, Event, Hindsight, Lead, Role, Seat, State, Who};
use std::io::{ErrorKind, Write};
use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// How long forgetting and deleting wait for another program to close the database.
const WIPE_PATIENCE: Duration = Duration::from_secs(10);

/// `replay FILE|CODE`
#[derive(Clone, Debug, Args)]
pub struct ReplayOptions {
    /// A JSON export, or the code of a session in the data folder.
    #[arg(value_name = "FILE|CODE")]
    pub what: String,
    /// The data folder, for a code.
    #[command(flatten)]
    pub data: DataFolder,
    /// Stop after this entry.
    #[arg(long, env = "COMPETENTIESPEL_AT", value_name = "SEQ")]
    pub at: Option<u64>,
    /// Fold the entries again in every way there is, and compare.
    #[arg(
        long,
        env = "COMPETENTIESPEL_VERIFY",
        action = ArgAction::SetTrue,
        value_parser = FalseyValueParser::new()
    )]
    pub verify: bool,
}

/// `forget CODE SEAT`
#[derive(Clone, Debug, Args)]
pub struct ForgetOptions {
    /// The session.
    pub code: String,
    /// The member's seat; `replay` shows it.
    pub seat: u16,
    /// The data folder.
    #[command(flatten)]
    pub data: DataFolder,
}

/// `delete CODE`
#[derive(Clone, Debug, Args)]
pub struct DeleteOptions {
    /// The session.
    pub code: String,
    /// The data folder.
    #[command(flatten)]
    pub data: DataFolder,
}

/// Prints the story of a session, or verifies that every way to fold it gives the same.
pub fn replay(options: ReplayOptions) -> anyhow::Result<()> {
    let mut entries = entries_of(&options)?;
    verify::numbering(&entries)?;
    let last = match options.at {
        None => entries.len(),
        Some(at) => usize::try_from(at)
            .ok()
            .filter(|at| *at <= entries.len())
            .with_context(|| format!("the session has {} entries", entries.len()))?,
    };
    let mut lines = String::new();
    if options.verify {
        let mut now = State::default();
        entries.iter().for_each(|entry| now.absorb(entry));
        let hindsight = State::with_hindsight(Hindsight::of(&now));
        entries.truncate(last);
        for begin in [State::default(), hindsight] {
            verify::folds(&begin, &entries)?;
        }
        lines = format!("verified {last} entries\n");
    } else {
        // What was left lying or forgotten since is not told, however early one looks.
        let mut story = story::Story::default();
        for entry in redacted(&entries).iter().take(last) {
            story.tell(entry, &mut lines);
        }
    }
    print(lines.as_bytes())
}

/// Wipes a member's name and everything written by or about them.
pub fn forget(options: ForgetOptions) -> anyhow::Result<()> {
    let code = code(&options.code)?;
    let seat = Seat(options.seat);
    on_the_log(&options.data.dir, async |log| {
        let stored = log
            .load(code.as_str())
            .await?
            .with_context(|| no_session(&code))?;
        let mut state = State::default();
        for entry in &stored.entries {
            state.absorb(entry);
        }
        let facilitator = state
            .passes()
            .iter()
            .find(|(_, pass)| pass.role == Role::Facilitator && !pass.withdrawn)
            .map(|(id, _)| Who::Facilitator(*id))
            .context("the session has no facilitator")?;
        let asked = Asked {
            who: facilitator,
            device: 0,
            n: 0,
            command: Command::Lead(Lead::Forget { seat }),
        };
        let decision = game::decide(&state, &asked, &mut Chance::from_seed(0))
            .map_err(|refusal| anyhow::anyhow!("seat {}: {:?}", seat.0, refusal.code))?;
        let entry = Entry {
            seq: state.seq() + 1,
            at: now_ms()?,
            // The facilitator did not do this, and their devices know nothing of it.
            who: Who::Door,
            device: 0,
            n: 0,
            events: decision.events,
            texts: decision.texts,
        };
        let mentions = mentioned(&entry);
        match log.append(stored.id, state.seq(), vec![entry]).await {
            Committed::Done => {}
            Committed::Conflict => bail!("the session was changed meanwhile: try again"),
            Committed::No(why) | Committed::Unknown(why) => bail!(why),
        }
        wiped(log.wait_wiped(WIPE_PATIENCE).await)?;
        let mut lines = format!("seat {} of {code} is forgotten\n", seat.0);
        if mentions > 0 {
            lines += &format!(
                "{mentions} texts by others hold the name: a facilitator can wipe them on the \
                 dashboard\n"
            );
        }
        print(lines.as_bytes())
    })
}

/// Deletes a session.
pub fn delete(options: DeleteOptions) -> anyhow::Result<()> {
    let code = code(&options.code)?;
    on_the_log(&options.data.dir, async |log| {
        let stored = log
            .load(code.as_str())
            .await?
            .with_context(|| no_session(&code))?;
        log.delete(stored.id).await?;
        wiped(log.wait_wiped(WIPE_PATIENCE).await)?;
        print(format!("{code} is deleted\n").as_bytes())
    })
}

/// Has the data folder for itself meanwhile. A folder without a database stays so.
fn on_the_log(
    dir: &Path,
    work: impl AsyncFnOnce(&Log) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    if !crate::log::has_database(dir) {
        bail!(OpenError::Missing(dir.into()));
    }
    let log = match Log::open(dir) {
        Err(OpenError::InUse(dir)) => bail!(
            "a server runs on {}: do this on the facilitator's dashboard, or stop the server first",
            dir.display()
        ),
        opened => opened?,
    };
    tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()?
        .block_on(work(&log))
}

fn entries_of(options: &ReplayOptions) -> anyhow::Result<Vec<Entry>> {
    let file = Path::new(&options.what);
    if file.is_file() {
        let json = std::fs::read(file).with_context(|| options.what.clone())?;
        // What is no UTF-8 is no JSON either.
        let export = import::parse(&String::from_utf8_lossy(&json));
        return Ok(export.with_context(|| options.what.clone())?.entries);
    }
    let missing = || format!("there is no file {}", options.what);
    let code = code(&options.what).with_context(missing)?;
    let stored = Reader::open(&options.data.dir)?.load(code.as_str())?;
    let no_session = || format!("{}, and {}", missing(), no_session(&code));
    Ok(stored.with_context(no_session)?.entries)
}

/// A code as people type it.
fn code(typed: &str) -> anyhow::Result<JoinCode> {
    JoinCode::read(typed).with_context(|| format!("{typed} is not a code of six characters"))
}

fn no_session(code: &JoinCode) -> String {
    format!("there is no session {code} in the data folder")
}

fn mentioned(entry: &Entry) -> usize {
    let of = |event: &Event| match event {
        Event::Forgotten { mentions, .. } => mentions.len(),
        _ => 0,
    };
    entry.events.iter().map(of).sum()
}

fn wiped(wiped: Wiped) -> anyhow::Result<()> {
    match wiped {
        Wiped::Yes => Ok(()),
        Wiped::NotYet => bail!(
            "it is gone from the session, but another program has the database open, and so it is \
             not yet wiped from the files: close that program and start the server once"
        ),
    }
}

fn now_ms() -> anyhow::Result<u64> {
    let since_1970 = SystemTime::now().duration_since(UNIX_EPOCH);
    let since_1970 = since_1970.context("the clock stands before 1970")?;
    Ok(u64::try_from(since_1970.as_millis())?)
}

/// Who stops reading, such as `head`, is no failure.
fn print(bytes: &[u8]) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}
