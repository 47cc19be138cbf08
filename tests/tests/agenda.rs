//! The werkagenda over real sockets: several people in one field at once, and who may see and write
//! what, and when.

#[path = "../../server/game/tests/rules/writer.rs"]
mod writer;

use competentiespel::frame::Doing;
use competentiespel::player::{Outcome, Player, View};
use game::{Agenda, AgendaField, Code, Lead, NewAction, Phase, Place, Role};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use serde_json::json;
use std::collections::BTreeSet;
use std::time::Duration;
use tests::{Room, Server, docs_differ, done, see, works, write};
use tokio::sync::watch;
use tokio::task::JoinSet;
use writer::{Save, Writer};

const PLACE: Place = Place::Agenda(AgendaField::Situation);
const KEY: &str = "field/situation";
const BEGIN: &str = "Er is een actieve groep bewoners met veel ideeën.\nWie doet wat?";
/// Words each of them types in a round.
const WORDS: usize = 15;

fn field(view: &View) -> (u64, String) {
    let field = view.doc(KEY).expect("something was written");
    let text = field["text"].as_str().expect("a text");
    (field["seq"].as_u64().expect("a number"), text.to_string())
}

fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split_whitespace().map(str::to_string)
}

/// One of those who write: a person, their field, and words that went because they said so.
struct Writing {
    player: Player,
    writer: Writer,
    luck: StdRng,
    nr: u64,
    typed: BTreeSet<String>,
    let_go: BTreeSet<String>,
    /// Saves of all of them together.
    saved: watch::Sender<u64>,
}

impl Writing {
    fn types(&mut self) {
        let word = format!("w{}-{}", self.nr, self.typed.len());
        let text = &mut self.writer.draft;
        let spaces = text.match_indices(' ').map(|(at, _)| at);
        let at = spaces.collect::<Vec<_>>();
        match self.luck.random_range(0..=at.len()) {
            last if last == at.len() => text.push_str(&format!(" {word}")),
            place => text.insert_str(at[place], &format!(" {word}")),
        }
        self.typed.insert(word);
    }

    fn looks(&mut self) {
        let (seq, text) = field(&self.player.view);
        self.writer.sees(seq, &text);
    }

    /// Saves until nothing is left to save.
    async fn saves(&mut self, typing_on: bool) {
        let Some(Save { base, began, text }) = self.writer.saves() else {
            return;
        };
        assert_ne!(began, text, "there is nothing to save");
        let write = Agenda::Write {
            place: PLACE,
            base,
            text,
        };
        let n = self.player.ask_agenda(write).await;
        if typing_on {
            self.types();
        }
        if self.luck.random_ratio(1, 8) {
            self.player.disconnect(); // The answer is lost, and the save goes out again.
        }
        match self.player.insist(n).await.expect("an answer") {
            Outcome::Done(seq) => {
                see(&mut self.player, seq).await;
                self.writer.is_saved(seq);
                self.saved.send_modify(|count| *count += 1);
            }
            Outcome::Refused {
                code: Code::AlreadySo,
                ..
            } => self.writer.is_so_already(),
            Outcome::Refused {
                code: Code::EnoughOffers,
                ..
            } => {
                self.writer.is_refused();
                self.makes_room().await;
            }
            refused => panic!("{refused:?}"),
        }
    }

    /// Lets go the first text beside the field, if nobody else just did.
    async fn makes_room(&mut self) {
        let Some(offer) = self
            .player
            .view
            .doc(KEY)
            .and_then(|field| field["offers"].get(0).cloned())
        else {
            return;
        };
        let let_go = Agenda::Settle {
            place: PLACE,
            offer: offer["seq"].as_u64().expect("a number"),
            take: false,
            base: 0,
        };
        let n = self.player.ask_agenda(let_go).await;
        if self.player.insist(n).await.expect("an answer").is_done() {
            self.let_go
                .extend(words(offer["text"].as_str().expect("a text")));
        }
    }

    async fn round(mut self) -> Writing {
        for _ in 0..WORDS {
            self.looks();
            self.types();
            let typing_on = self.luck.random_ratio(1, 3);
            self.saves(typing_on).await;
        }
        while !self.writer.is_idle() {
            self.saves(false).await;
        }
        self
    }
}

/// The server is away for a while.
fn patient(mut player: Player) -> Player {
    player.patience = Duration::from_secs(60);
    player
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn five_people_write_at_once_and_no_word_vanishes() {
    let mut server = Server::start();
    let mut room = Room::open(&server, 4).await;
    room.go(Phase::Werkagenda).await;
    let begun = works(&mut room.leader, write("situation", 0, BEGIN)).await;
    room.all_at(done(begun, "the first text")).await;
    let (site, code, token) = (
        room.site.clone(),
        room.code.clone(),
        room.leader.token().to_string(),
    );
    let players = room.members.into_iter().chain([room.leader]);
    let (saved, mut counted) = watch::channel(0);
    let mut people: Vec<Writing> = (0..)
        .zip(players)
        .map(|(nr, player)| Writing {
            player: patient(player),
            writer: Writer::default(),
            luck: StdRng::seed_from_u64(nr),
            nr,
            typed: BTreeSet::new(),
            let_go: BTreeSet::new(),
            saved: saved.clone(),
        })
        .collect();
    for _ in 0..2 {
        let mut round = JoinSet::new();
        for person in people.drain(..) {
            round.spawn(person.round());
        }
        // In the middle of it, with saves on their way.
        let enough = *counted.borrow() + 20;
        let some = counted.wait_for(|count| *count >= enough).await;
        some.expect("they are writing");
        server.kill();
        server.restart();
        people.extend(round.join_all().await);
        server.kill();
        server.restart();
        let fresh = Player::connect(&site, &code, &token)
            .await
            .expect("let in")
            .view;
        let stands = fresh.doc(KEY).expect("the field");
        for person in &mut people {
            see(&mut person.player, fresh.seq).await;
            assert_eq!(person.player.view.doc(KEY), Some(stands));
            person.looks();
            assert_eq!(Some(person.writer.draft.as_str()), stands["text"].as_str());
        }
        let offers = stands["offers"].as_array().expect("a list");
        let offered = offers
            .iter()
            .flat_map(|offer| words(offer["text"].as_str().expect("a text")));
        let mut left: BTreeSet<String> = offered.collect();
        left.extend(words(stands["text"].as_str().expect("a text")));
        left.extend(people.iter().flat_map(|person| person.let_go.clone()));
        let typed: BTreeSet<String> = people
            .iter()
            .flat_map(|person| person.typed.clone())
            .collect();
        let vanished: Vec<_> = typed.difference(&left).collect();
        assert!(vanished.is_empty(), "{vanished:?}");
    }
    // All that leads sees, a fresh page sees too, also after the kill.
    let leader = &people
        .iter()
        .find(|person| person.player.view.seat().is_none())
        .expect("there")
        .player;
    let fresh = Player::connect(&site, &code, &token).await.expect("let in");
    assert_eq!(docs_differ(&leader.view.docs, &fresh.view.docs), [""; 0]);
}

fn agenda_keys(view: &View) -> Vec<&str> {
    let kinds = ["agenda", "field", "action", "fit", "proposal"];
    let keys = view.docs.keys().map(String::as_str);
    keys.filter(|key| kinds.contains(&key.split('/').next().unwrap_or_default()))
        .collect()
}

#[tokio::test]
async fn what_is_prepared_is_for_facilitators_until_its_phase() {
    let server = Server::start();
    let mut room = Room::open(&server, 2).await;
    let mut second = room.admit(Role::Facilitator).await;
    let mut screen = room.admit(Role::Screen).await;
    let mut observer = room.admit(Role::Observer).await;
    let what = |what: &str| NewAction {
        what: Some(what.to_string()),
        ..NewAction::default()
    };
    let actions = vec![
        what("Bewoners bellen"),
        what("Luisteren aan de keukentafel"),
    ];
    let asked = [
        Agenda::AddActions { actions },
        write("2/how", 0, "Samen"),
        write("title", 0, "Initiatiefnemers"),
    ];
    let mut seq = 0;
    for asked in asked {
        seq = done(works(&mut room.leader, asked).await, "preparing");
    }
    let place = "2/how".parse().expect("a place");
    room.leader.doing(Doing::Writing(place)).await;
    room.all_at(seq).await;
    // An answer to who prepares comes after what they say they do; and then somebody comes in.
    let again = works(&mut room.leader, write("title", seq, "Initiatiefnemers")).await;
    assert_eq!(again.refusal(), Some(Code::AlreadySo));
    room.join().await;
    seq += 1;
    room.all_at(seq).await;
    let prepared = [
        "action/1",
        "action/2",
        "agenda",
        "field/1/what",
        "field/2/how",
        "field/2/what",
        "field/title",
    ];
    for facilitator in [&mut room.leader, &mut second] {
        see(facilitator, seq).await;
        assert_eq!(agenda_keys(&facilitator.view), prepared);
    }
    let newest = room.members.len().to_string();
    for other in [&mut room.members[0], &mut screen, &mut observer] {
        see(other, seq).await;
        assert_eq!(agenda_keys(&other.view), [""; 0]);
        // Nor where somebody is preparing it.
        let told = |view: &View| view.here.get(&newest) == Some(&Doing::Here);
        other.until("who is here", told).await.expect("told");
        assert_eq!(other.view.here.get("f1"), Some(&Doing::Here));
    }
    for (phase, code) in [
        (Phase::Lobby, Code::WrongPhase),
        (Phase::Talents, Code::WrongPhase),
    ] {
        room.go(phase).await;
        let outcome = works(room.member(1), write("title", 0, "Van mij")).await;
        assert_eq!(outcome.refusal(), Some(code));
    }
    room.go(Phase::Werkagenda).await;
    seq = done(
        works(room.member(1), write("situation", 0, "Zij willen.")).await,
        "writing",
    );
    room.member(1).doing(Doing::Writing(PLACE)).await;
    for watcher in [&mut screen, &mut observer] {
        see(watcher, seq).await;
        let told = |view: &View| view.here.get("1") == Some(&Doing::Writing(PLACE));
        watcher.until("who writes", told).await.expect("told");
        let outcome = works(watcher, write("title", 0, "Van mij")).await;
        assert_eq!(outcome.refusal(), Some(Code::NotAllowed));
    }
    see(room.member(2), seq).await;
    let all = agenda_keys(&room.members[1].view);
    assert_eq!(all, agenda_keys(&screen.view));
    let missing: Vec<_> = prepared.iter().filter(|key| !all.contains(*key)).collect();
    assert!(
        missing.is_empty() && all.contains(&"proposal") && all.contains(&"fit/2"),
        "{all:?}"
    );
    // A step back hides nothing again.
    room.go(Phase::Talents).await;
    assert_eq!(
        agenda_keys(&room.members[1].view),
        agenda_keys(&screen.view)
    );
}

#[tokio::test]
async fn a_team_without_a_werkagenda_goes_past_it() {
    let server = Server::start();
    let mut room = Room::open(&server, 2).await;
    room.go(Phase::Talents).await;
    for to in [Phase::Closed, Phase::Talents, Phase::Closed] {
        let seq = room.lead(Lead::Phase { to }).await;
        room.all_at(seq).await;
        assert_eq!(agenda_keys(&room.member(1).view), [""; 0]);
        let session = room
            .member(1)
            .view
            .doc("session")
            .expect("a session")
            .clone();
        assert_eq!(
            (&session["agenda"], &session["talents"]),
            (&json!(false), &json!(true))
        );
    }
    let outcome = works(&mut room.leader, write("title", 0, "Te laat")).await;
    assert_eq!(outcome.refusal(), Some(Code::WrongPhase));
    for to in [
        Phase::Werkagenda,
        Phase::Talents,
        Phase::Werkagenda,
        Phase::Closed,
    ] {
        let seq = room.lead(Lead::Phase { to }).await;
        room.all_at(seq).await;
    }
    assert_eq!(agenda_keys(&room.member(1).view), ["agenda", "proposal"]);
}
