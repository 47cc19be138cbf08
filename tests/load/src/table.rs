//! The room that plays: eight people give cards and take them back, each once a second or so, as fast as
//! people at one table do together.

use anyhow::{Context, bail};
use competentiespel::player::{Outcome, Player};
use game::{CardId, GiftId, Phase, Play, Recipients, Seat};
use std::time::Duration;
use tests::{Room, Server};
use tokio::time::{Instant, sleep};

/// Between two moves of a member.
const PACE: Duration = Duration::from_millis(400);

/// The people at one table.
pub struct Table {
    room: Room,
}

impl Table {
    /// Eight members with their cards.
    pub async fn open(server: &Server) -> anyhow::Result<Table> {
        let mut room = Room::open(server, 8).await;
        room.go(Phase::Giving).await;
        Ok(Table { room })
    }

    /// Everyone plays for so long; gives the middle of how long a move took.
    pub async fn play_for(&mut self, long: Duration) -> anyhow::Result<Duration> {
        let end = Instant::now() + long;
        let play = self
            .room
            .members
            .iter_mut()
            .zip(1..)
            .map(|(member, seat)| async move {
                let mut took = Vec::new();
                while Instant::now() < end {
                    took.extend(one_gift(member, Seat(seat)).await?);
                    sleep(PACE).await;
                }
                anyhow::Ok(took)
            });
        let mut took = Vec::new();
        for member in futures_util::future::join_all(play).await {
            took.extend(member?);
        }
        took.sort();
        took.get(took.len() / 2).copied().context("nobody played")
    }

    /// How often somebody lost the connection.
    pub fn dropped(&self) -> u32 {
        let players = self.room.members.iter().chain([&self.room.leader]);
        players.map(|player| player.welcomes - 1).sum()
    }
}

/// Gives a card and takes it back.
async fn one_gift(member: &mut Player, seat: Seat) -> anyhow::Result<[Duration; 2]> {
    let card = member.view.hand(seat).first().cloned();
    let card = card.context("a hand of cards")?;
    let to = Recipients::One(Seat(seat.0 % 8 + 1));
    let given = Play::Give {
        card: CardId::from(card.as_str()),
        to,
        reason: Some("Omdat je dat zo goed doet.".into()),
    };
    let before: Vec<GiftId> = own_gifts(member, seat);
    let (seq, first) = timed(member, given).await?;
    member.until("the gift", |view| view.seq >= seq).await?;
    let gift = own_gifts(member, seat)
        .into_iter()
        .find(|gift| !before.contains(gift));
    let gift = gift.context("the gift is seen")?;
    let (seq, second) = timed(member, Play::TakeBack { gift }).await?;
    member.until("the card", |view| view.seq >= seq).await?;
    Ok([first, second])
}

async fn timed(member: &mut Player, play: Play) -> anyhow::Result<(u64, Duration)> {
    let began = Instant::now();
    match member.play(play).await? {
        Outcome::Done(seq) => Ok((seq, began.elapsed())),
        Outcome::Refused { code, .. } => bail!("refused with {code:?}"),
    }
}

fn own_gifts(member: &Player, seat: Seat) -> Vec<GiftId> {
    let gifts = member
        .view
        .docs
        .iter()
        .filter(|(key, _)| key.starts_with("gift/"));
    let own = gifts.filter(|(_, gift)| gift["from"] == seat.0);
    let numbers = own.filter_map(|(_, gift)| gift["gift"].as_u64());
    numbers
        .filter_map(|gift| u32::try_from(gift).ok())
        .map(GiftId)
        .collect()
}
