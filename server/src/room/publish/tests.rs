//! L2 and L4 on small examples: a welcome and the changes after it make the welcome of later, and
//! an entry is encoded for those it names and once for everyone.

use super::*;
use crate::room::batch::plan;
use crate::room::right::hash_of;
use crate::room::welcome::documents;
use game::{
    ActionId, Agenda, Answer, Asked, Base, CardId, CardOutline, Chance, ClusterId, Command,
    DeckOutline, Enter, Form, GiftId, Lead, NewAction, Opening, Part, PassId, Phase, Play,
    Recipients, Role, Seat, Who,
};
use serde_json::Value;

/// What a client holds.
type Store = BTreeMap<String, Value>;

/// A session, and for each audience a client that folds the frames it is sent.
struct Game {
    state: State,
    clients: BTreeMap<Audience, Store>,
    n: u32,
}

impl Game {
    fn begin(members: u16) -> Game {
        let cards = |cluster: usize| -> Vec<CardId> {
            let card = |card: usize| CardId::from(format!("card-{cluster}-{card}").as_str());
            (0..6).map(card).collect()
        };
        let outline = |card: CardId| CardOutline {
            words: vec!["bellen".to_owned()],
            types: [1, 0, 2, 0],
            roles: [0; 4],
            qualities: [1; 5],
            card,
        };
        let cluster = |nr: usize| (ClusterId(format!("cluster-{nr}").into()), cards(nr));
        let opening = Opening {
            hash: hash_of("facilitator"),
            title: "Wijkteam".into(),
            team: "Zwijndrecht".into(),
            form: Form::Dealt,
            hand: Some(5),
            retention_days: 90,
            reasons_in_exports: false,
            deck: DeckOutline {
                id: "test".into(),
                hash: String::new(),
                clusters: (0..4).map(cluster).collect(),
                cards: (0..4).flat_map(cards).map(outline).collect(),
            },
        };
        let mut game = Game {
            state: State::default(),
            clients: BTreeMap::new(),
            n: 0,
        };
        // All from the first entry on, as in a replay: also of seats that are taken later.
        let seats = (1..=members + 3).map(|nr| Audience::Seat(Seat(nr)));
        let others = [Audience::Watcher, Audience::Facilitator(PassId(1))];
        game.clients
            .extend(seats.chain(others).map(|audience| (audience, Store::new())));
        game.does(Who::Door, Command::Enter(Enter::Open(Box::new(opening))));
        for nr in 1..=members {
            game.joins(Some(&format!("member {nr}")), None);
        }
        game
    }

    fn joins(&mut self, token: Option<&str>, leader: Option<PassId>) -> Published {
        let join = Enter::Join {
            hash: token.map(hash_of),
            name: format!("Lid {}", token.unwrap_or_default()),
            function: None,
            sector: None,
            leader,
        };
        self.does(Who::Door, Command::Enter(join))
    }

    fn leads(&mut self, lead: Lead) -> Published {
        self.does(Who::Facilitator(PassId(1)), Command::Lead(lead))
    }

    fn plays(&mut self, seat: u16, play: Play) -> Published {
        self.does(Who::Seat(Seat(seat)), Command::Play(Seat(seat), play))
    }

    fn writes(&mut self, seat: u16, place: &str, seq: u64, text: &str) -> Published {
        self.does(Who::Seat(Seat(seat)), write(place, seq, text))
    }

    /// An action, and something about it.
    fn prepares(&mut self, place: &str, seq: u64, text: &str) -> Published {
        let leader = Who::Facilitator(PassId(1));
        let actions = vec![NewAction::default()];
        self.does(leader, Command::Agenda(Agenda::AddActions { actions }));
        self.does(leader, write(place, seq, text))
    }

    /// From and to whom, in the order of `gives`: numbers of gifts are in no order.
    fn given(&self) -> Vec<GiftId> {
        let pairs = [(1, 2), (1, 3), (2, 4), (3, 1)];
        let pairs = pairs.map(|(from, to)| (Seat(from), Seat(to)));
        let gifts = self.state.gifts();
        let of = |pair| {
            gifts
                .iter()
                .find(move |(_, gift)| (gift.from, gift.to) == pair)
        };
        pairs
            .into_iter()
            .filter_map(of)
            .map(|(id, _)| *id)
            .collect()
    }

    fn gives(&mut self, from: u16, to: &[u16]) -> Published {
        let hand = &self.state.seats()[&Seat(from)].hand;
        let card = hand.first().expect("a card in hand").clone();
        let to = Recipients::Many(to.iter().map(|seat| Seat(*seat)).collect());
        let reason = Some("Je belde meteen.".to_owned());
        self.plays(from, Play::Give { card, to, reason })
    }

    /// One command, all the way; then L2 for every audience.
    fn does(&mut self, who: Who, command: Command) -> Published {
        self.n += 1;
        let asked = Asked {
            who,
            device: 1,
            n: self.n,
            command,
        };
        let plan = plan(&self.state, [&asked].into_iter(), 1_000, || {
            Chance::from_seed(7)
        });
        let entry = match plan.entries.into_iter().next() {
            Some(entry) => entry,
            None => panic!("refused: {:?}", plan.outcomes),
        };
        let mut folded = self.state.clone();
        folded.absorb(&entry);
        let published = publish(&mut self.state, &entry);
        assert_eq!(
            self.state, folded,
            "L1: publishing folds as recovering does"
        );
        for (audience, store) in &mut self.clients {
            take_in(store, published.frame(*audience));
            let welcome: Store = documents(&self.state, *audience)
                .into_iter()
                .map(|(key, raw)| (key, serde_json::from_str(raw.get()).unwrap()))
                .collect();
            assert_eq!(
                *store, welcome,
                "L2 for {audience:?} after {:?}",
                entry.events
            );
        }
        published
    }
}

fn write(place: &str, seq: u64, text: &str) -> Command {
    Command::Agenda(Agenda::Write {
        place: place.parse().unwrap(),
        base: Base { seq, mine: false },
        text: text.to_owned(),
    })
}

fn take_in(store: &mut Store, frame: &str) {
    let frame: Value = serde_json::from_str(frame).unwrap();
    for (key, document) in frame["put"].as_object().into_iter().flatten() {
        store.insert(key.clone(), document.clone());
    }
    for key in frame["drop"].as_array().into_iter().flatten() {
        let was_there = store.remove(key.as_str().unwrap());
        assert!(
            was_there.is_some(),
            "{key} was dropped by who did not have it"
        );
    }
}

#[test]
fn l2_a_whole_game_of_frames_gives_the_welcomes_of_every_moment() {
    let mut game = Game::begin(3);
    game.joins(None, Some(PassId(1)));
    game.leads(Lead::Phase { to: Phase::Giving });
    game.gives(1, &[2, 3]);
    game.gives(2, &[4]);
    game.gives(3, &[1]);
    game.plays(2, Play::Ready { ready: true });
    let gifts = game.given();
    game.plays(1, Play::TakeBack { gift: gifts[0] });
    let card = game.state.seats()[&Seat(3)].hand[0].clone();
    game.plays(3, Play::LayOpen { card });
    game.joins(Some("late"), None);
    game.leads(Lead::Phase {
        to: Phase::Conversation,
    });
    game.leads(Lead::Turn {
        seat: Some(Seat(1)),
    });
    game.plays(
        1,
        Play::Answer {
            gift: gifts[3],
            answer: Answer::LetLie,
        },
    );
    game.leads(Lead::Turn {
        seat: Some(Seat(3)),
    });
    game.plays(
        2,
        Play::Second {
            gift: gifts[1],
            on: true,
        },
    );
    game.leads(Lead::Phase { to: Phase::Talents });
    game.leads(Lead::Phase {
        to: Phase::Conversation,
    });
    game.joins(Some("leader plays too"), Some(PassId(1)));
    game.leads(Lead::Remove { seat: Seat(2) });
    game.leads(Lead::Forget { seat: Seat(3) });
    game.leads(Lead::Phase { to: Phase::Talents });
    game.prepares("1/how", 0, "Samen bellen");
    game.leads(Lead::Phase {
        to: Phase::Werkagenda,
    });
    let seq = game.writes(1, "title", 0, "Initiatiefnemers").seq;
    game.writes(4, "title", 0, "Bewoners");
    game.writes(1, "title", seq, "Onze initiatiefnemers");
    let assign = Agenda::Assign {
        action: ActionId(1),
        seat: Seat(4),
        part: Some(Part::Owner),
    };
    game.does(Who::Seat(Seat(1)), Command::Agenda(assign));
    game.leads(Lead::Cap { cap: 1 });
    game.leads(Lead::Remove { seat: Seat(4) });
    let remove = Agenda::RemoveAction {
        action: ActionId(1),
        removed: true,
    };
    game.does(Who::Seat(Seat(1)), Command::Agenda(remove));
    game.leads(Lead::Forget { seat: Seat(1) });
    game.leads(Lead::Phase { to: Phase::Closed });
}

#[test]
fn a_gift_is_seen_by_its_giver_and_receiver_and_nobody_else() {
    let mut game = Game::begin(4);
    game.leads(Lead::Phase { to: Phase::Giving });
    let published = game.gives(1, &[2]);
    let named: Vec<Audience> = published.named.keys().copied().collect();
    let lead = Audience::Facilitator(PassId(1));
    assert!(published.named[&Audience::Seat(Seat(2))].contains("Je belde meteen."));
    assert!(!published.everyone.contains("gift/"));
    assert!(!published.frame(lead).contains("gift/"));
    assert!(
        named
            .iter()
            .all(|a| *a == lead || matches!(a, Audience::Seat(Seat(1 | 2))))
    );
}

#[test]
fn l4_a_gift_costs_the_same_among_four_and_among_forty() {
    let encodings = |members| {
        let mut game = Game::begin(members);
        game.leads(Lead::Phase { to: Phase::Giving });
        game.gives(1, &[2]).encodings()
    };
    assert_eq!(encodings(4), encodings(40));
    assert!(encodings(4) <= 2 + 3);
}

#[test]
fn l4_the_werkagenda_is_encoded_once_for_all_and_before_its_phase_once_for_who_leads() {
    let encodings = |members| {
        let mut game = Game::begin(members);
        let prepared = game.prepares("1/what", 0, "Bellen");
        assert!(!prepared.everyone.contains("1/what"), "{prepared:?}");
        for to in [
            Phase::Giving,
            Phase::Conversation,
            Phase::Talents,
            Phase::Werkagenda,
        ] {
            game.leads(Lead::Phase { to });
        }
        let written = game.writes(1, "1/how", 0, "Samen");
        [prepared.encodings(), written.encodings()]
    };
    assert_eq!(encodings(4), [2, 1]);
    assert_eq!(encodings(40), [2, 1]);
}

#[test]
fn what_is_for_nobody_is_an_empty_change() {
    let mut game = Game::begin(3);
    let published = game.plays(
        1,
        Play::Describe {
            name: "Lid member 1".into(),
            function: None,
            sector: None,
        },
    );
    let expected = format!(
        r#"{{"seq":{},"at":"1970-01-01T00:00:01.000Z"}}"#,
        published.seq
    );
    assert_eq!(published.everyone.as_str(), expected);
    assert!(published.named.is_empty());
}

#[test]
fn rights_that_end_are_named() {
    let mut game = Game::begin(3);
    let admit = Enter::Admit {
        by: PassId(1),
        hash: hash_of("screen"),
        role: Role::Screen,
        name: None,
    };
    game.does(Who::Door, Command::Enter(admit));
    let withdrawn = game.leads(Lead::Withdraw { pass: PassId(2) });
    assert_eq!(withdrawn.ended, [Ended::Pass(PassId(2))]);
    let forgotten = game.leads(Lead::Forget { seat: Seat(2) });
    assert_eq!(forgotten.ended, [Ended::Seat(Seat(2))]);
    assert!(forgotten.wipes);
}
