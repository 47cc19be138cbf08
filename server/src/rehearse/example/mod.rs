//! `rehearse --example`: one driver plays a whole session for everyone in it, over the real
//! protocol and in a fixed order. Whatever hands are dealt, it ends with the same talents, the same
//! werkagenda and the same decisions. Its export comes with the server, for who wants to look
//! around first.

mod agenda;
mod team;
mod werkagenda;

use super::{connect, words};
use crate::player::{Outcome, Player, Site, random_token};
use anyhow::{Context, bail};
use game::{Answer, GiftId, Lead, Phase, Play, Recipients, Role, Seat};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use team::{Said, TEAM, Talent, WISHES};

const TITLE: &str = "Werkagenda Initiatiefnemers";
const TEAM_NAME: &str = "Zwijndrecht (voorbeeld)";

/// Plays it; prints the code first and the links.
pub(super) async fn run(site: &Site, server: &str) -> anyhow::Result<()> {
    let mut table = Table::open(site).await?;
    println!("code {}", table.leader.code());
    let links = table.links(server);
    for (who, link) in &links {
        println!("{who:<16} {link}");
    }
    table.give().await?;
    table.talk().await?;
    table.go(Phase::Talents).await?;
    table.go(Phase::Werkagenda).await?;
    werkagenda::write(&mut table).await?;
    println!("played to the werkagenda");
    Ok(())
}

/// Everyone at it.
struct Table {
    leader: Player,
    screen: String,
    /// Seat 1 first.
    members: Vec<Player>,
    /// Who held a card that fits them too, and gave it to others: it has to come back to them.
    owed: Vec<(&'static str, u16)>,
    /// Gifts that were talked about.
    settled: BTreeSet<u32>,
}

impl Table {
    async fn open(site: &Site) -> anyhow::Result<Table> {
        let token = random_token();
        let reasons = json!({"reasons_in_exports": true});
        let code = site.open(&token, TITLE, TEAM_NAME, reasons).await;
        let code = code.context("no session was opened")?;
        let screen = random_token();
        let passed = site.pass(&code, &token, Role::Screen, &screen, None).await;
        passed.context("no screen was let in")?;
        let leader = connect(site, &code, &token).await?;
        let mut members = Vec::new();
        for person in TEAM {
            let token = random_token();
            let (function, sector) = (Some(person.function), Some(person.sector));
            let sat = site.sit(&code, &token, person.name, function, sector).await;
            sat.with_context(|| format!("{} cannot join", person.name))?;
            members.push(connect(site, &code, &token).await?);
        }
        Ok(Table {
            leader,
            screen,
            members,
            owed: Vec::new(),
            settled: BTreeSet::new(),
        })
    }

    fn links(&self, server: &str) -> Vec<(String, String)> {
        let code = self.leader.code();
        let mut links = vec![
            words::link("big screen", server, code, 's', &self.screen),
            words::link("facilitator", server, code, 'f', self.leader.token()),
        ];
        for (person, player) in TEAM.iter().zip(&self.members) {
            links.push(words::link(person.name, server, code, 'm', player.token()));
        }
        links
    }

    /// Everyone gives what fits others, and lays open what fits only themselves or what the team
    /// misses.
    async fn give(&mut self) -> anyhow::Result<()> {
        self.go(Phase::Giving).await?;
        for seat in seats() {
            for held in self.member(seat)?.view.hand(Seat(seat)) {
                let fits = fits(&held);
                let (own, others): (Vec<_>, Vec<_>) = fits.into_iter().partition(|to| *to == seat);
                for to in &others {
                    self.give_one(seat, &held, *to).await?;
                }
                if let (Some(card), false, false) =
                    (known(&held), own.is_empty(), others.is_empty())
                {
                    self.owed.push((card, seat));
                }
                let wished = WISHES.contains(&held.as_str());
                if others.is_empty() && (wished || !own.is_empty()) {
                    let card = held.as_str().into();
                    self.play(seat, Play::LayOpen { card }).await?;
                }
            }
            self.play(seat, Play::Ready { ready: true }).await?;
        }
        Ok(())
    }

    /// The tafelronde, and then everyone is *aan de beurt*.
    async fn talk(&mut self) -> anyhow::Result<()> {
        self.go(Phase::Conversation).await?;
        let open = self.leader.view.table();
        for card in open.iter().filter(|card| !fits(card).is_empty()) {
            let receivers = fits(card);
            let giver = seats().find(|seat| !receivers.contains(seat));
            let giver = giver.context("a card fits everyone")?;
            for to in receivers {
                self.give_one(giver, card, to).await?;
            }
        }
        for seat in seats() {
            let turn = Some(Seat(seat));
            self.lead(Lead::Turn { seat: turn }).await?;
            self.settle(seat).await?;
            self.pass_on(seat).await?;
        }
        Ok(())
    }

    async fn give_one(&mut self, from: u16, card: &str, to: u16) -> anyhow::Result<()> {
        let reason = talent(to, card).map(|talent| talent.reason.to_string());
        let give = Play::Give {
            card: card.into(),
            to: Recipients::One(Seat(to)),
            reason,
        };
        self.play(from, give).await
    }

    /// *Past ook bij …*: a card this seat got came from somebody whom it fits as well.
    async fn pass_on(&mut self, seat: u16) -> anyhow::Result<()> {
        let is_first = |card: &str, holder: u16| {
            fits(card).into_iter().find(|other| *other != holder) == Some(seat)
        };
        let owed = std::mem::take(&mut self.owed);
        let (now, later) = owed
            .into_iter()
            .partition(|(card, holder)| is_first(card, *holder));
        self.owed = later;
        for (card, holder) in now {
            let gift = self
                .received(seat)
                .find(|(_, gift)| gift["card"] == card)
                .map(|(id, _)| GiftId(id))
                .context("a card did not arrive")?;
            let by = seats().find(|other| ![seat, holder].contains(other));
            let also = Play::Also {
                gift,
                to: Seat(holder),
                reason: talent(holder, card).map(|talent| talent.reason.to_string()),
            };
            self.play(by.context("nobody else is there")?, also).await?;
            self.settle(holder).await?;
        }
        Ok(())
    }

    /// Talks about every card this seat got that was not talked about yet.
    async fn settle(&mut self, seat: u16) -> anyhow::Result<()> {
        let gifts: Vec<(u32, String, u64)> = self
            .received(seat)
            .filter(|(id, _)| !self.settled.contains(id))
            .filter_map(|(id, gift)| {
                Some((id, gift["card"].as_str()?.into(), gift["from"].as_u64()?))
            })
            .collect();
        for (id, card, from) in gifts {
            self.settled.insert(id);
            let talent = talent(seat, &card).context("a card fits nobody")?;
            let gift = GiftId(id);
            let others = seats().filter(|other| *other != seat && u64::from(*other) != from);
            for other in others.take(talent.seconds) {
                self.play(other, Play::Second { gift, on: true }).await?;
            }
            if let Some(wording) = talent.wording {
                let wording = Some(wording.to_string());
                self.play(seat, Play::Reword { gift, wording }).await?;
            }
            if talent.said != Said::Recognised {
                self.play(seat, Play::Pick { gift, picked: true }).await?;
            }
            if talent.said == Said::TalkedOn {
                let answer = Answer::TalkOn;
                self.play(seat, Play::Answer { gift, answer }).await?;
            }
            let answer = Answer::Recognise;
            self.play(seat, Play::Answer { gift, answer }).await?;
        }
        Ok(())
    }

    /// What all can see that this seat got.
    fn received(&self, seat: u16) -> impl Iterator<Item = (u32, &Value)> {
        let gifts = self.leader.view.gifts();
        gifts.filter(move |(_, gift)| gift["to"] == seat)
    }

    fn member(&mut self, seat: u16) -> anyhow::Result<&mut Player> {
        let place = usize::from(seat).checked_sub(1);
        let member = place.and_then(|place| self.members.get_mut(place));
        member.context("nobody sits there")
    }

    async fn play(&mut self, seat: u16, play: Play) -> anyhow::Result<()> {
        let player = self.member(seat)?;
        let n = player.ask_play(None, play).await;
        let outcome = player.insist(n).await?;
        self.seen(outcome).await
    }

    async fn lead(&mut self, lead: Lead) -> anyhow::Result<()> {
        let n = self.leader.ask_lead(lead).await;
        let outcome = self.leader.insist(n).await?;
        self.seen(outcome).await
    }

    async fn go(&mut self, to: Phase) -> anyhow::Result<()> {
        self.lead(Lead::Phase { to }).await
    }

    /// Waits till everyone has seen what came of it: the next thing is done knowing that.
    async fn seen(&mut self, outcome: Outcome) -> anyhow::Result<()> {
        let seq = match outcome {
            Outcome::Done(seq) => seq,
            Outcome::Refused { code, .. } => bail!("the example was refused: {code:?}"),
        };
        for player in self.members.iter_mut().chain([&mut self.leader]) {
            player.until("the change", |view| view.seq >= seq).await?;
        }
        Ok(())
    }
}

fn seats() -> impl Iterator<Item = u16> {
    (1..).zip(&TEAM).map(|(seat, _)| seat)
}

/// The seats a card fits, in order.
fn fits(card: &str) -> Vec<u16> {
    seats()
        .filter(|seat| talent(*seat, card).is_some())
        .collect()
}

fn talent(seat: u16, card: &str) -> Option<&'static Talent> {
    let person = TEAM.get(usize::from(seat).checked_sub(1)?)?;
    person.talents.iter().find(|talent| talent.card == card)
}

/// The same card as it stands in the table.
fn known(card: &str) -> Option<&'static str> {
    let talents = TEAM.iter().flat_map(|person| person.talents);
    let mut cards = talents.map(|talent| talent.card);
    cards.find(|known| *known == card)
}
