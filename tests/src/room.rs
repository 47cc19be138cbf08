//! A session with people in it.

use crate::Server;
use competentiespel::player::{Outcome, Player, Site, View, random_token};
use game::{Agenda, Base, CardId, GiftId, Lead, Phase, Play, Recipients, Role, Seat};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// A session, its facilitator and its members, each with a connection of their own.
pub struct Room {
    /// Where it is played.
    pub site: Site,
    /// Its code.
    pub code: String,
    /// The first facilitator.
    pub leader: Player,
    /// In order of seat, from seat 1.
    pub members: Vec<Player>,
}

impl Room {
    /// Opens a session and seats so many members, called `Lid 1`, `Lid 2` …
    pub async fn open(server: &Server, members: usize) -> Room {
        Room::open_with(server, members, json!({})).await
    }

    /// The same with more of the options of a new session.
    pub async fn open_with(server: &Server, members: usize, more: Value) -> Room {
        Room::open_at(server.site(), members, more).await
    }

    /// The same where a server is known by its address.
    pub async fn open_at(site: Site, members: usize, more: Value) -> Room {
        let token = random_token();
        let code = site
            .open(&token, "Proefsessie", "Team Proef", more)
            .await
            .expect("a session opens");
        let leader = Player::connect(&site, &code, &token)
            .await
            .expect("the facilitator is let in");
        let mut room = Room {
            site,
            code,
            leader,
            members: Vec::new(),
        };
        for _ in 0..members {
            room.join().await;
        }
        room
    }

    /// A room whose players keep their raw frames.
    pub async fn open_recording(server: &Server, members: usize) -> Room {
        let mut room = Room::open(server, members).await;
        for player in room.members.iter_mut().chain([&mut room.leader]) {
            let again = Player::connect_recording(&room.site, &room.code, player.token()).await;
            *player = again.expect("they are let in again");
        }
        room
    }

    /// One more member, at the next seat.
    pub async fn join(&mut self) -> &mut Player {
        let name = format!("Lid {}", self.members.len() + 1);
        let token = random_token();
        self.site
            .sit(&self.code, &token, &name, None, None)
            .await
            .expect("a seat is free");
        let member = Player::connect(&self.site, &self.code, &token)
            .await
            .expect("a member is let in");
        self.members.push(member);
        self.members.last_mut().expect("just pushed")
    }

    /// Someone else with a pass of their own.
    pub async fn admit(&self, role: Role) -> Player {
        let token = random_token();
        let name = (role != Role::Screen).then_some("Gast");
        self.site
            .pass(&self.code, self.leader.token(), role, &token, name)
            .await
            .expect("a facilitator may let others in");
        Player::connect(&self.site, &self.code, &token)
            .await
            .expect("a guest is let in")
    }

    /// The member in that seat.
    pub fn member(&mut self, seat: u16) -> &mut Player {
        &mut self.members[usize::from(seat) - 1]
    }

    /// Goes to a phase, step by step.
    pub async fn go(&mut self, to: Phase) {
        let mut at = self.leader.view.phase().expect("a session has a phase");
        while at != to {
            let place = Phase::ALL.iter().position(|phase| *phase == at);
            let place = place.expect("every phase is in the list");
            at = Phase::ALL[if at < to { place + 1 } else { place - 1 }];
            let seq = self.lead(Lead::Phase { to: at }).await;
            self.all_at(seq).await;
        }
    }

    /// Leads; the facilitator has seen what came of it.
    pub async fn lead(&mut self, lead: Lead) -> u64 {
        let told = format!("{lead:?}");
        let outcome = self.leader.lead(lead).await;
        let seq = done(outcome.expect("an answer"), &told);
        see(&mut self.leader, seq).await;
        seq
    }

    /// Plays; that member has seen what came of it.
    pub async fn play(&mut self, seat: u16, play: Play) -> u64 {
        let told = format!("{seat}: {play:?}");
        let member = self.member(seat);
        let seq = done(member.play(play).await.expect("an answer"), &told);
        see(self.member(seat), seq).await;
        seq
    }

    /// Gives a card.
    pub async fn give(&mut self, from: u16, card: &str, to: u16, reason: Option<&str>) -> u64 {
        self.play(from, give(card, &[to], reason)).await
    }

    /// Saves a field of the werkagenda; that member has seen what came of it.
    pub async fn write(&mut self, seat: u16, place: &str, seq: u64, text: &str) -> u64 {
        let outcome = works(self.member(seat), write(place, seq, text)).await;
        let seq = done(outcome, place);
        see(self.member(seat), seq).await;
        seq
    }

    /// Member 2 gives member 3 a card, and everyone sees that.
    pub async fn plays_on(&mut self) {
        let card = self.member(2).view.hand(Seat(2))[0].clone();
        let seq = self.give(2, &card, 3, None).await;
        self.all_at(seq).await;
    }

    /// Waits till everyone has seen that entry.
    pub async fn all_at(&mut self, seq: u64) {
        see(&mut self.leader, seq).await;
        for member in &mut self.members {
            see(member, seq).await;
        }
    }

    /// The hands as each member sees their own.
    pub fn hands(&self) -> BTreeMap<u16, Vec<String>> {
        (1..)
            .zip(&self.members)
            .map(|(seat, member)| (seat, member.view.hand(Seat(seat))))
            .collect()
    }
}

/// Waits till this player has seen that entry.
pub async fn see(player: &mut Player, seq: u64) {
    player
        .until(&format!("entry {seq}"), |view| view.seq >= seq)
        .await
        .expect("it comes");
}

/// The entry it became.
pub fn done(outcome: Outcome, told: &str) -> u64 {
    match outcome {
        Outcome::Done(seq) => seq,
        Outcome::Refused { code, .. } => panic!("refused with {code:?}: {told}"),
    }
}

/// The number of a gift this player sees: they are in no order.
pub fn gift_where(view: &View, is: impl Fn(&Value) -> bool) -> GiftId {
    let mut gifts = view.gifts().filter(|(_, gift)| is(gift));
    GiftId(gifts.next().expect("they see it").0)
}

/// The same, by who gave it to whom.
pub fn gift_of(view: &View, from: u16, to: u16) -> GiftId {
    gift_where(view, |gift| gift["from"] == from && gift["to"] == to)
}

/// A gift of one card.
pub fn give(card: &str, to: &[u16], reason: Option<&str>) -> Play {
    let to = match to {
        [one] => Recipients::One(Seat(*one)),
        _ => Recipients::Many(to.iter().copied().map(Seat).collect()),
    };
    Play::Give {
        card: CardId::from(card),
        to,
        reason: reason.map(str::to_string),
    }
}

/// A save of a field of the werkagenda that began with the text of entry `seq`.
pub fn write(place: &str, seq: u64, text: &str) -> Agenda {
    Agenda::Write {
        place: place.parse().expect("a place of the werkagenda"),
        base: Base { seq, mine: false },
        text: text.to_string(),
    }
}

/// What became of work on the werkagenda.
pub async fn works(player: &mut Player, asked: Agenda) -> Outcome {
    player.agenda(asked).await.expect("an answer")
}

/// Where two folds of documents differ: keys, with both sides. Empty when they are equal.
pub fn docs_differ(left: &BTreeMap<String, Value>, right: &BTreeMap<String, Value>) -> Vec<String> {
    let keys: std::collections::BTreeSet<&String> = left.keys().chain(right.keys()).collect();
    keys.into_iter()
        .filter(|key| left.get(*key) != right.get(*key))
        .map(|key| format!("{key}: {:?} and {:?}", left.get(key), right.get(key)))
        .collect()
}
