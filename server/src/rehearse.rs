//! `competentiespel rehearse`: members who join over the real protocol and play by themselves, so
//! that one can practise alone, see the product alive in a minute, and measure it.

mod choose;
mod example;
mod lead;
mod member;
mod words;

use crate::config::flag;
use crate::frame::Close;
use crate::operate::read_code;
use crate::player::{Lost, Player, Site};
use anyhow::{Context, bail};
use clap::ArgAction;
use game::Form;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::{Barrier, mpsc};
use tokio::task::JoinSet;

/// A rehearsed member waits for people, who may take an afternoon.
const PATIENCE: Duration = Duration::from_secs(12 * 60 * 60);
/// Most sessions at once: each member is a connection, and a process may have some thousands.
const SESSIONS_MAX: u16 = 500;

/// How a rehearsal goes.
#[derive(Clone, Debug, clap::Args)]
pub struct Options {
    /// The server to play on, such as http://127.0.0.1:8080
    #[arg(long, env = "COMPETENTIESPEL_SERVER", value_name = "URL")]
    pub server: String,
    /// Join this session and play along; without it a session of its own, played to the end
    #[arg(long, env = "COMPETENTIESPEL_CODE")]
    pub code: Option<String>,
    /// How many members
    #[arg(long, env = "COMPETENTIESPEL_PLAYERS", default_value_t = 6, value_parser = clap::value_parser!(u16).range(1..=game::MEMBERS_MAX as i64))]
    pub players: u16,
    /// The same seed makes the same choices from the same cards
    #[arg(long, env = "COMPETENTIESPEL_SEED", default_value_t = 1)]
    pub seed: u64,
    /// How the cards go round
    #[arg(long, env = "COMPETENTIESPEL_FORM", default_value = "dealt", value_parser = form)]
    pub form: Form,
    /// real: seconds between one thing and the next, as people take; fast: none
    #[arg(long, env = "COMPETENTIESPEL_PACE", value_enum, default_value_t = Pace::Real)]
    pub pace: Pace,
    /// Play the example: a session of its own, always the same, up to and with its werkagenda
    #[arg(
        long,
        env = "COMPETENTIESPEL_EXAMPLE",
        action = ArgAction::SetTrue,
        value_parser = flag,
        conflicts_with_all = ["code", "players", "seed", "form", "pace", "sessions"]
    )]
    pub example: bool,
    /// How many sessions of its own to play at once
    #[arg(long, env = "COMPETENTIESPEL_SESSIONS", default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=i64::from(SESSIONS_MAX)))]
    pub sessions: u16,
}

/// How much time is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Pace {
    /// None.
    Fast,
    /// As people take.
    Real,
}

fn form(text: &str) -> Result<Form, String> {
    match text {
        "dealt" => Ok(Form::Dealt),
        _ => Err("the forms are: dealt".to_string()),
    }
}

/// Plays until it is over; prints the code first and a summary last.
pub async fn run(options: Options) -> anyhow::Result<()> {
    let site = Site::new(&options.server)?;
    if options.example {
        return example::run(&site, &options.server).await;
    }
    match &options.code {
        Some(_) if options.sessions > 1 => {
            bail!("--sessions is for sessions of its own, without --code")
        }
        Some(typed) => {
            let code = read_code(typed)?;
            play_along(&site, code.as_str(), &options).await
        }
        None if options.players < 2 => bail!("a session of its own needs two players or more"),
        None => play_own(&site, &options).await,
    }
}

/// Joins a facilitator's session.
async fn play_along(site: &Site, code: &str, options: &Options) -> anyhow::Result<()> {
    println!("code {code}");
    let (settled, _nobody_leads_here) = mpsc::unbounded_channel();
    let mut members = JoinSet::new();
    for (place, person) in (0u16..).zip(words::people(options.seed, options.players)) {
        let member = member::Member::join(site, code, options, place, &person, settled.clone())
            .await
            .with_context(|| format!("{} cannot join {code}", person.name))?;
        members.spawn(member.play());
    }
    let played = finish(members).await?;
    println!("{} gifts; members: {}", played.gifts, options.players);
    Ok(())
}

/// Begins sessions and leads them.
async fn play_own(site: &Site, options: &Options) -> anyhow::Result<()> {
    // All rooms begin to give at the same moment, so that the figure is of all of them at once.
    let start = Arc::new(Barrier::new(usize::from(options.sessions)));
    let mut rooms = JoinSet::new();
    for number in 0..u64::from(options.sessions) {
        let options = Options {
            seed: options.seed.wrapping_add(number),
            ..options.clone()
        };
        let room = lead::Room::open(site, &options).await?;
        println!("code {}", room.code());
        if options.sessions == 1 {
            for (who, link) in room.links(&options.server) {
                println!("{who:<16} {link}");
            }
        }
        rooms.spawn(room.lead(start.clone()));
    }
    let played = finish(rooms).await?;
    let long = match (played.began, played.ended) {
        (Some(began), Some(ended)) => (ended - began).as_secs_f64(),
        _ => 0.0,
    };
    println!(
        "{} gifts; sessions: {}, members of each: {}",
        played.gifts, options.sessions, options.players
    );
    println!(
        "while giving: {} gifts in {long:.1} s, {:.0} per second committed",
        played.given,
        f64::from(played.given) / long.max(0.001)
    );
    Ok(())
}

/// What one member or one room did, or all of them together.
#[derive(Clone, Copy, Debug, Default)]
struct Played {
    /// Cards that reached someone, in all.
    gifts: u32,
    /// Of these, in the phase giving.
    given: u32,
    /// When the first of those was sent.
    began: Option<Instant>,
    /// When the last of those was acknowledged.
    ended: Option<Instant>,
}

impl Played {
    fn and(self, other: Played) -> Played {
        Played {
            gifts: self.gifts + other.gifts,
            given: self.given + other.given,
            began: self.began.into_iter().chain(other.began).min(),
            ended: self.ended.into_iter().chain(other.ended).max(),
        }
    }
}

async fn finish(mut tasks: JoinSet<anyhow::Result<Played>>) -> anyhow::Result<Played> {
    let mut all = Played::default();
    while let Some(played) = tasks.join_next().await {
        all = all.and(played.context("a player broke off")??);
    }
    Ok(all)
}

async fn connect(site: &Site, code: &str, token: &str) -> Result<Player, Lost> {
    let mut player = Player::connect(site, code, token).await?;
    player.patience = PATIENCE;
    Ok(player)
}

/// Whether the session is simply over for this person: deleted, or taken out of it.
fn is_goodbye(lost: &Lost) -> bool {
    matches!(lost, Lost::Closed(code) if *code == Close::Gone as u16 || *code == Close::NoRight as u16)
}
