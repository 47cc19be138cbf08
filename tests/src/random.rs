//! A random game: people of every role who ask for anything at all, and whose raw frames are kept.

use crate::oracle::{Accepted, Eyes, Oracle};
use crate::whims::Whims;
use crate::{Server, see};
use competentiespel::player::{Lost, Outcome, Player, Site, View, random_token};
use game::{Code, Lead, Phase, Play, Role, Seat};
use rand::RngExt;
use rand::seq::IndexedRandom;
use serde_json::{Value, json};

/// Someone in the game.
pub struct Actor {
    /// Whose eyes they have.
    pub eyes: Eyes,
    /// Their pass, if they are no member.
    pub pass: Option<u16>,
    /// Their connection.
    pub player: Player,
    /// Not forgotten and not withdrawn.
    pub is_in: bool,
}

/// A game going on, with all that was accepted in it.
pub struct Game {
    /// Where it is played.
    pub site: Site,
    /// Its code.
    pub code: String,
    /// Everyone.
    pub actors: Vec<Actor>,
    /// What *Who sees what* says after each entry; the first is of entry 1.
    pub story: Vec<Oracle>,
    /// Commands that were refused.
    pub refused: usize,
    whims: Whims,
}

impl Game {
    /// A session with a facilitator, a facilitator who plays too, four members, one without a
    /// device, a screen and an observer.
    pub async fn open(server: &Server, seed: u64) -> Game {
        let site = server.site();
        let token = random_token();
        let code = site
            .open(&token, "Proefsessie", "Team Proef", json!({}))
            .await
            .expect("a session opens");
        let deck = site.deck(&code, &token).await.expect("its deck");
        let mut game = Game {
            site,
            code,
            actors: Vec::new(),
            story: vec![Oracle::default()],
            refused: 0,
            whims: Whims::new(seed, deck),
        };
        game.enter(Eyes::Leader(1), Some(1), &token).await;
        for _ in 0..4 {
            game.join().await;
        }
        let playing = game.admit(Role::Facilitator).await;
        for role in [Role::Screen, Role::Observer] {
            game.admit(role).await;
        }
        game.seat_as(&token, None, (Some(1), None)).await;
        let own = random_token();
        game.seat_as(&playing, Some(&own), (None, Some(2))).await;
        game.enter(Eyes::Seat(game.whims.seats), None, &own).await;
        game
    }

    /// From now on nobody is forgotten, no pass is withdrawn and no card is left lying.
    pub fn be_gentle(&mut self) {
        self.whims.gentle = true;
    }

    /// The number of the last entry.
    pub fn seq(&self) -> u64 {
        self.story.len() as u64
    }

    fn accept(&mut self, accepted: &Accepted) {
        let mut oracle = self.story.last().cloned().unwrap_or_default();
        oracle.accept(accepted);
        for actor in &mut self.actors {
            actor.is_in &= oracle.is_let_in(actor.eyes, actor.pass);
        }
        self.story.push(oracle);
    }

    async fn enter(&mut self, eyes: Eyes, pass: Option<u16>, token: &str) {
        let player = Player::connect_recording(&self.site, &self.code, token).await;
        self.actors.push(Actor {
            eyes,
            pass,
            player: player.expect("they are let in"),
            is_in: true,
        });
    }

    /// A new member at the door.
    pub async fn join(&mut self) {
        let token = random_token();
        let name = format!("Lid {}", self.whims.seats + 1);
        let sat = self.site.sit(&self.code, &token, &name, None, None).await;
        if sat.is_err() {
            self.refused += 1; // Locked, or over.
            return;
        }
        self.joined(None, None);
        self.enter(Eyes::Seat(self.whims.seats), None, &token).await;
    }

    fn joined(&mut self, proxy: Option<u16>, leader: Option<u16>) {
        self.whims.seats += 1;
        self.accept(&Accepted::Joined { proxy, leader });
    }

    async fn seat_as(
        &mut self,
        leader: &str,
        token: Option<&str>,
        (proxy, leads): (Option<u16>, Option<u16>),
    ) {
        self.site
            .sit_as_leader(&self.code, leader, token, "Ook Lid")
            .await
            .expect("a facilitator seats someone");
        self.joined(proxy, leads);
    }

    async fn admit(&mut self, role: Role) -> String {
        let token = random_token();
        let leader = self.actors[0].player.token().to_string();
        let name = (role != Role::Screen).then_some("Gast");
        self.site
            .pass(&self.code, &leader, role, &token, name)
            .await
            .expect("a facilitator lets someone in");
        self.whims.passes += 1;
        self.accept(&Accepted::Admitted(role));
        let eyes = match role {
            Role::Facilitator => Eyes::Leader(self.whims.passes),
            Role::Screen | Role::Observer => Eyes::Watcher,
        };
        self.enter(eyes, Some(self.whims.passes), &token).await;
        token
    }

    /// A game of six parts, of so many things by any of them.
    pub async fn play(&mut self, steps: usize) {
        for part in 0..6 {
            self.play_part(part, steps / 6).await;
        }
    }

    /// One part of it. Left to luck few games would come to the werkagenda: after each part the game
    /// is led on, unless luck has brought it there already.
    pub async fn play_part(&mut self, part: usize, steps: usize) {
        for _ in 0..steps {
            self.step().await;
        }
        let led = [
            Phase::Giving,
            Phase::Conversation,
            Phase::Talents,
            Phase::Werkagenda,
        ];
        if let Some(to) = led.get(part) {
            self.lead_on(*to).await;
        }
    }

    async fn lead_on(&mut self, to: Phase) {
        if self.actors[0].is_in && self.actors[0].player.view.phase() < Some(to) {
            let lead = Lead::Phase { to };
            let outcome = self.actors[0].player.lead(lead.clone()).await;
            self.take(outcome, &Accepted::Led(lead));
        }
    }

    /// One thing by one of them.
    async fn step(&mut self) {
        let present: Vec<usize> = (0..self.actors.len())
            .filter(|place| self.actors[*place].is_in)
            .collect();
        let Some(mut place) = present.choose(&mut self.whims.luck).copied() else {
            return;
        };
        if self.actors[0].is_in && self.seq() < 30 && self.whims.luck.random_ratio(1, 8) {
            place = 0; // So that it begins at all.
        }
        match self.whims.luck.random_range(0..100) {
            0..4 => self.actors[place].player.disconnect(),
            4..5 => self.join().await,
            _ => self.ask(place).await,
        }
    }

    async fn ask(&mut self, place: usize) {
        let view = self.actors[place].player.view.clone();
        // Members mostly in its phase; facilitators also prepare it.
        let is_led = matches!(self.actors[place].eyes, Eyes::Leader(_));
        let much = match view.phase() {
            Some(Phase::Werkagenda) => 15,
            _ if is_led => 4,
            _ => 1,
        };
        if self.whims.luck.random_ratio(much, 20) {
            return self.work(place, &view).await;
        }
        match self.actors[place].eyes {
            Eyes::Leader(_) if self.whims.luck.random_ratio(1, 2) => {
                let lead = self.whims.some_lead(&view);
                let outcome = self.actors[place].player.lead(lead.clone()).await;
                self.take(outcome, &Accepted::Led(lead));
            }
            Eyes::Leader(_) => {
                let seat = if self.whims.luck.random_ratio(3, 4) {
                    5 // Who has no device.
                } else {
                    self.whims.some_seat()
                };
                let play = self.whims.some_play(&view, seat);
                let player = &mut self.actors[place].player;
                let outcome = player.play_for(Seat(seat), play.clone()).await;
                self.take_play(place, outcome, seat, play);
            }
            Eyes::Seat(seat) => {
                let play = self.whims.some_play(&view, seat);
                let outcome = self.actors[place].player.play(play.clone()).await;
                self.take_play(place, outcome, seat, play);
            }
            Eyes::Watcher => {
                let play = self.whims.some_play(&view, 1);
                let outcome = self.actors[place].player.play(play).await;
                assert!(outcome.is_ok_and(|outcome| !outcome.is_done()));
                self.refused += 1;
            }
        }
    }

    async fn work(&mut self, place: usize, view: &View) {
        let asked = self.whims.some_work(view);
        let outcome = self.actors[place].player.agenda(asked.clone()).await;
        if self.actors[place].eyes == Eyes::Watcher {
            let code = outcome.ok().and_then(|outcome| outcome.refusal());
            assert_eq!(code, Some(Code::NotAllowed));
            self.refused += 1;
        } else {
            self.take(outcome, &Accepted::Worked(asked));
        }
    }

    /// What is made is seen by who made it before the answer comes.
    fn take_play(&mut self, place: usize, outcome: Result<Outcome, Lost>, seat: u16, play: Play) {
        let view = &self.actors[place].player.view;
        let oracle = self.story.last();
        let numbers = oracle.map(|oracle| oracle.new_gifts(view, seat));
        let numbers = numbers.unwrap_or_default();
        self.take(outcome, &Accepted::Played(seat, play, numbers));
    }

    fn take(&mut self, outcome: Result<Outcome, Lost>, accepted: &Accepted) {
        match outcome {
            Ok(Outcome::Done(seq)) => {
                assert_eq!(seq, self.seq() + 1, "entries are counted without gaps");
                self.accept(accepted);
            }
            Ok(Outcome::Refused { .. }) => self.refused += 1,
            // Forgotten or withdrawn by their own command: the close may come before the answer.
            Err(Lost::Closed(4503)) if is_goodbye(accepted) => self.accept(accepted),
            Err(lost) => {
                panic!("{accepted:?}: {lost}; {:?}", self.story.last())
            }
        }
    }

    /// Everyone who is still in has seen everything; the others have been shown out.
    pub async fn catch_up(&mut self) {
        let seq = self.seq();
        for actor in &mut self.actors {
            if actor.is_in {
                see(&mut actor.player, seq).await;
            } else {
                let code = actor.player.until_closed().await;
                assert_eq!(code.expect("they are shown out"), 4503);
            }
        }
    }
}

fn is_goodbye(accepted: &Accepted) -> bool {
    matches!(
        accepted,
        Accepted::Played(_, Play::ForgetMe, _) | Accepted::Led(Lead::Withdraw { .. })
    )
}

/// The number of the entry a raw frame shows, and its documents, if it shows any.
pub fn shown_in(frame: &str) -> (Option<u64>, serde_json::Map<String, Value>) {
    let frame: Value = serde_json::from_str(frame).expect("frames are JSON");
    let of = |value: &Value, docs: &str| {
        let docs = value[docs].as_object().cloned().unwrap_or_default();
        (value["seq"].as_u64(), docs)
    };
    if frame.get("welcome").is_some() {
        of(&frame["welcome"], "docs")
    } else if frame.get("at").is_some() {
        of(&frame, "put")
    } else {
        (None, serde_json::Map::new())
    }
}

/// The keys a raw frame takes away.
pub fn dropped_in(frame: &str) -> Vec<String> {
    let frame: Value = serde_json::from_str(frame).expect("frames are JSON");
    let keys = frame["drop"].as_array().into_iter().flatten();
    keys.filter_map(|key| key.as_str().map(str::to_string))
        .collect()
}
