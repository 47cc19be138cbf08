//! A session of its own: opens it, seats its members, and leads it from the lobby to the
//! werkagenda.

use super::member::{Member, Settled, Stage};
use super::{Options, Pace, Played, connect, finish, words};
use crate::player::{Outcome, Player, Site, random_token};
use anyhow::{Context, bail};
use game::{Lead, Phase, Role, Seat};
use serde_json::json;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Barrier, mpsc};
use tokio::task::JoinSet;
use tokio::time::sleep;

/// How long the facilitator leaves something on the screen, with real pace.
const LOOK: Duration = Duration::from_secs(6);
/// How long to wait when an address may not begin another session yet.
const NEXT_SESSION: Duration = Duration::from_secs(1);
/// The HTTP status that says so.
const TOO_MANY: u16 = 429;

/// A session with everyone in it.
pub(super) struct Room {
    code: String,
    leader: Player,
    screen: String,
    members: Vec<Member>,
    settled: mpsc::UnboundedReceiver<Settled>,
    pace: Pace,
}

impl Room {
    /// Begins a session and fills its chairs.
    pub(super) async fn open(site: &Site, options: &Options) -> anyhow::Result<Room> {
        let token = random_token();
        let team = words::team(options.seed);
        let more = json!({"form": options.form});
        let code = loop {
            match site.open(&token, "Oefenronde", team, more.clone()).await {
                Err(denied) if denied.status == TOO_MANY => sleep(NEXT_SESSION).await,
                answer => break answer.context("no session was opened")?,
            }
        };
        let screen = random_token();
        site.pass(&code, &token, Role::Screen, &screen, None)
            .await
            .context("no screen was let in")?;
        let leader = connect(site, &code, &token).await?;
        let (to_leader, settled) = mpsc::unbounded_channel();
        let mut members = Vec::new();
        for (place, person) in (0u16..).zip(words::people(options.seed, options.players)) {
            members.push(
                Member::join(site, &code, options, place, &person, to_leader.clone())
                    .await
                    .with_context(|| format!("{} cannot join", person.name))?,
            );
        }
        Ok(Room {
            code,
            leader,
            screen,
            members,
            settled,
            pace: options.pace,
        })
    }

    pub(super) fn code(&self) -> &str {
        &self.code
    }

    /// What to open in a browser to watch, and as whom.
    pub(super) fn links(&self, server: &str) -> Vec<(String, String)> {
        let link = |who, letter, token| words::link(who, server, &self.code, letter, token);
        let mut links = vec![
            link("big screen", 's', &self.screen),
            link("facilitator", 'f', self.leader.token()),
        ];
        for member in &self.members {
            links.push(link(member.name(), 'm', member.token()));
        }
        links
    }

    /// Leads it to the end.
    pub(super) async fn lead(mut self, start: Arc<Barrier>) -> anyhow::Result<Played> {
        let mut tasks = JoinSet::new();
        let seats: BTreeSet<Seat> = self.members.iter().map(Member::seat).collect();
        for member in self.members.drain(..) {
            tasks.spawn(member.play());
        }
        self.look().await?;
        start.wait().await;
        self.go(Lead::Phase { to: Phase::Giving }).await?;
        self.all_settled(&seats, (Phase::Giving, None)).await?;
        self.go(Lead::Phase {
            to: Phase::Conversation,
        })
        .await?;
        self.all_settled(&seats, (Phase::Conversation, None))
            .await?;
        for seat in &seats {
            self.look().await?;
            self.go(Lead::Turn { seat: Some(*seat) }).await?;
            self.all_settled(&seats, (Phase::Conversation, Some(*seat)))
                .await?;
        }
        self.look().await?;
        self.go(Lead::Phase { to: Phase::Talents }).await?;
        self.all_settled(&seats, (Phase::Talents, None)).await?;
        self.look().await?;
        let to = Phase::Werkagenda;
        self.go(Lead::Phase { to }).await?;
        self.all_settled(&seats, (to, None)).await?;
        finish(tasks).await
    }

    async fn look(&mut self) -> anyhow::Result<()> {
        if self.pace == Pace::Real {
            self.leader.pause(LOOK).await?;
        }
        Ok(())
    }

    async fn go(&mut self, lead: Lead) -> anyhow::Result<()> {
        let n = self.leader.ask_lead(lead).await;
        match self.leader.insist(n).await? {
            Outcome::Done(_) => Ok(()),
            Outcome::Refused { code, .. } => bail!("the facilitator was refused: {code:?}"),
        }
    }

    /// Waits till every member has done what they do in this stage.
    async fn all_settled(&mut self, seats: &BTreeSet<Seat>, stage: Stage) -> anyhow::Result<()> {
        let mut missing = seats.clone();
        while !missing.is_empty() {
            tokio::select! {
                settled = self.settled.recv() => match settled {
                    Some((seat, at)) if at == stage => { missing.remove(&seat); }
                    Some(_) => {}
                    None => bail!("the members have gone"),
                },
                // The facilitator keeps looking, so that its connection stays.
                looked = self.leader.pause(LOOK) => looked?,
            }
        }
        Ok(())
    }
}
