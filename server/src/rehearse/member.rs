//! One rehearsed member: joins, looks at what they see, and does what someone in their chair
//! would do.

use super::choose::{Act, Does};
use super::words::Person;
use super::{Options, Pace, Played, connect, is_goodbye};
use crate::frame::Doing;
use crate::player::{Lost, Outcome, Player, Site, random_token};
use game::{Phase, Play, Seat};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use std::collections::BTreeSet;
use std::time::{Duration, Instant};
use tokio::sync::mpsc;

/// Where a session stands for its members: the phase, and who is *aan de beurt*.
pub(super) type Stage = (Phase, Option<Seat>);
/// A member has done what they do in that stage.
pub(super) type Settled = (Seat, Stage);

/// With real pace: milliseconds a member takes over one thing.
const THINKING_MS: std::ops::Range<u64> = 2_000..9_000;

/// A member with a connection.
pub(super) struct Member {
    pub(super) player: Player,
    pub(super) seat: Seat,
    name: String,
    seed: u64,
    pace: Pace,
    pub(super) deck: cards::Deck,
    settled: mpsc::UnboundedSender<Settled>,
    /// When all is done there, it leaves.
    until: Phase,
    /// What this member did already, by what it was about.
    pub(super) did: BTreeSet<String>,
    played: Played,
}

impl Member {
    /// Takes a seat and connects.
    pub(super) async fn join(
        site: &Site,
        code: &str,
        options: &Options,
        place: u16,
        person: &Person,
        settled: mpsc::UnboundedSender<Settled>,
    ) -> anyhow::Result<Member> {
        let token = random_token();
        let seat = site
            .sit(
                code,
                &token,
                &person.name,
                Some(person.function),
                person.sector,
            )
            .await?;
        let player = connect(site, code, &token).await?;
        let deck = site.deck(code, &token).await?;
        Ok(Member {
            player,
            seat,
            name: person.name.clone(),
            seed: options.seed ^ (u64::from(place) + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15),
            pace: options.pace,
            deck,
            settled,
            // In a facilitator's session who knows whether there is a werkagenda.
            until: match options.code {
                Some(_) => Phase::Talents,
                None => Phase::Werkagenda,
            },
            did: BTreeSet::new(),
            played: Played::default(),
        })
    }

    pub(super) fn seat(&self) -> Seat {
        self.seat
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn token(&self) -> &str {
        self.player.token()
    }

    /// Plays until the phase it was to play to, or the session is over.
    pub(super) async fn play(mut self) -> anyhow::Result<Played> {
        match self.play_on().await {
            Err(error) if error.downcast_ref::<Lost>().is_some_and(is_goodbye) => Ok(self.played),
            Err(error) => Err(error),
            Ok(()) => Ok(self.played),
        }
    }

    async fn play_on(&mut self) -> anyhow::Result<()> {
        loop {
            let view = &self.player.view;
            let stage = (view.phase().unwrap_or_default(), view.turn());
            if let Some(act) = self.next_act(stage.0) {
                self.think(&act.about).await?;
                self.act(act, stage.0).await?;
                continue;
            }
            // Nobody may be listening: in a facilitator's session the facilitator decides.
            let _ = self.settled.send((self.seat, stage));
            if stage.0 >= self.until {
                return Ok(());
            }
            let seq = self.player.view.seq;
            self.player
                .until("something happens", |view| view.seq > seq)
                .await?;
        }
    }

    /// Luck by what it is about: the same for the same seed, whenever it is asked.
    pub(super) fn luck(&self, about: &str) -> StdRng {
        // FNV-1a: stays the same between versions of the program, which a hasher need not.
        let hash = about.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        StdRng::seed_from_u64(hash ^ self.seed)
    }

    pub(super) fn happens(&self, in_a_hundred: u32, about: &str) -> bool {
        self.luck(about).random_ratio(in_a_hundred, 100)
    }

    async fn think(&mut self, about: &str) -> Result<(), Lost> {
        if self.pace == Pace::Fast {
            return Ok(());
        }
        let long = self
            .luck(&format!("think {about}"))
            .random_range(THINKING_MS);
        self.player.doing(Doing::Choosing).await;
        self.player.pause(Duration::from_millis(long)).await?;
        self.player.doing(Doing::Here).await;
        Ok(())
    }

    async fn act(&mut self, act: Act, phase: Phase) -> anyhow::Result<()> {
        let gifts = match &act.does {
            Does::Play(Play::Give { to, .. }) => u32::try_from(to.seats().len()).unwrap_or(0),
            Does::Play(Play::Also { .. }) => 1,
            _ => 0,
        };
        let sent = Instant::now();
        let n = match act.does {
            Does::Play(play) => self.player.ask_play(None, play).await,
            Does::Agenda(agenda) => self.player.ask_agenda(agenda).await,
        };
        let outcome = self.player.insist(n).await?;
        if let Outcome::Done(seq) = outcome {
            // The next choice is made with this one seen.
            self.player
                .until("one's own change", |view| view.seq >= seq)
                .await?;
        }
        // A refusal is no trouble: someone else was first, or the session went on meanwhile.
        self.did.insert(act.about);
        if gifts > 0 && matches!(outcome, Outcome::Done(_)) {
            self.played.gifts += gifts;
            if phase == Phase::Giving {
                self.played.given += gifts;
                self.played.began.get_or_insert(sent);
                self.played.ended = Some(Instant::now());
            }
        }
        Ok(())
    }
}
