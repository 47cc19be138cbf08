//! A game played without a server: the rules alone, driven as the room drives them.

use game::{
    Answer, Asked, CardId, Chance, ClusterId, Code, Command, DeckOutline, Document, Enter, Entry,
    Form, GiftId, Key, Lead, Opening, PassId, Phase, Play, Recipients, Role, Seat, State, TextId,
    TokenHash, Who, decide, document,
};
use proptest::prelude::*;

/// One command by somebody.
#[derive(Clone, Debug)]
pub enum Move {
    /// Somebody new.
    Join,
    /// Somebody without a device, by a facilitator.
    JoinWithoutDevice(PassId),
    /// A facilitator who plays too.
    JoinAsLeader(PassId),
    /// A pass for somebody.
    Admit(Role),
    /// A member, or a facilitator for them.
    Play(Seat, Option<PassId>, Play),
    /// A facilitator.
    Lead(PassId, Lead),
}

impl Move {
    pub fn is_forgetting(&self) -> bool {
        matches!(self, Move::Play(_, _, Play::ForgetMe))
    }
}

/// A session under test, and its log.
pub struct Game {
    pub state: State,
    pub entries: Vec<Entry>,
    seed: u64,
}

impl Game {
    /// A session that has begun, with nobody in it.
    pub fn opened(seed: u64, hand: Option<u8>) -> Game {
        let mut game = Game {
            state: State::default(),
            entries: Vec::new(),
            seed,
        };
        let clusters = (0..8)
            .map(|c| {
                let cards = (0..6)
                    .map(|k| CardId::from(format!("card-{c}-{k}").as_str()))
                    .collect();
                (ClusterId(format!("cluster-{c}").into()), cards)
            })
            .collect();
        let deck = DeckOutline {
            id: "test".into(),
            hash: "00".into(),
            clusters,
        };
        let opening = Opening {
            hash: TokenHash("facilitator".into()),
            title: "Talenten".into(),
            team: "Zwijndrecht".into(),
            form: Form::Dealt,
            hand,
            retention_days: 90,
            deck,
        };
        game.ask(Who::Door, Command::Enter(Enter::Open(Box::new(opening))))
            .unwrap();
        game
    }

    /// A session in its lobby with so many members.
    pub fn seated(seed: u64, members: usize) -> Game {
        let mut game = Game::opened(seed, None);
        for _ in 0..members {
            game.join();
        }
        game
    }

    /// A random game: some members, then these moves, whatever comes of each.
    pub fn played(seed: u64, moves: &[Move]) -> Game {
        let mut game = Game::seated(seed, 2 + usize::try_from(seed % 4).unwrap());
        for one in moves {
            let one = game.likely(one);
            let _refused_or_not = game.make(&one);
        }
        game
    }

    /// The same move, aimed at what there is: left to luck alone, almost every command would be
    /// refused and no game would get far. Some stay as they are, unknown cards and gifts included.
    fn likely(&self, one: &Move) -> Move {
        let pick = |ids: Vec<GiftId>, raw: GiftId| {
            let at = usize::try_from(raw.0).unwrap();
            if ids.is_empty() || raw.0 > 20 {
                raw
            } else {
                ids[at % ids.len()]
            }
        };
        let gifts_of = |seat: Seat| {
            let theirs = self
                .state
                .gifts()
                .iter()
                .filter(|(_, gift)| gift.to == seat);
            theirs.map(|(id, _)| *id).collect::<Vec<_>>()
        };
        let all = self.state.gifts().keys().copied().collect::<Vec<_>>();
        match one.clone() {
            Move::Play(seat, by, mut play) => {
                match &mut play {
                    Play::Give { card, .. } | Play::LayOpen { card } => {
                        let hand = self
                            .state
                            .seats()
                            .get(&seat)
                            .map(|member| member.hand.clone());
                        let at = card.to_string().len() + self.entries.len();
                        match hand {
                            Some(hand) if !hand.is_empty() && !at.is_multiple_of(5) => {
                                *card = hand[at % hand.len()].clone()
                            }
                            _ => {}
                        }
                    }
                    Play::PickUp { card } => {
                        if let Some(Document::Hand(hand)) =
                            game::render(&self.state, Key::Hand(seat))
                        {
                            *card = hand.laid.first().unwrap_or(card).clone();
                        }
                    }
                    Play::Pick { gift, .. } | Play::Answer { gift, .. } => {
                        *gift = pick(gifts_of(seat), *gift)
                    }
                    Play::Second { gift, .. }
                    | Play::Also { gift, .. }
                    | Play::Reword { gift, .. }
                    | Play::TakeBack { gift } => *gift = pick(all, *gift),
                    _ => {}
                }
                Move::Play(seat, by, play)
            }
            Move::Lead(by, Lead::Phase { to }) => {
                // Two of three on, one back: a random walk that ends.
                let now = Phase::ALL
                    .iter()
                    .position(|phase| *phase == self.state.phase())
                    .unwrap();
                let step = if matches!(to, Phase::Lobby | Phase::Closed) {
                    now.saturating_sub(1)
                } else {
                    now + 1
                };
                Move::Lead(
                    by,
                    Lead::Phase {
                        to: Phase::ALL[step.min(Phase::ALL.len() - 1)],
                    },
                )
            }
            Move::Lead(by, Lead::Wipe { text }) => {
                let named = game::every_key(&self.state)
                    .into_iter()
                    .find_map(|key| match key {
                        Key::Mentions(_) => game::render(&self.state, key),
                        _ => None,
                    });
                let text = match named {
                    Some(Document::Mentions(mentions)) => {
                        mentions.texts.first().map_or(text, |mention| mention.text)
                    }
                    _ => text,
                };
                Move::Lead(by, Lead::Wipe { text })
            }
            other => other,
        }
    }

    pub fn deck(&self) -> Vec<CardId> {
        let deck = &self.state.setup().unwrap().deck;
        deck.clusters
            .iter()
            .flat_map(|(_, cards)| cards.clone())
            .collect()
    }

    pub fn stack(&self) -> Vec<CardId> {
        match document(&self.state, Key::Table, game::Audience::Watcher) {
            Some(Document::Table(table)) => table.stack,
            other => panic!("no table but {other:?}"),
        }
    }

    pub fn join(&mut self) -> Seat {
        self.make(&Move::Join).unwrap();
        *self.state.seats().keys().next_back().unwrap()
    }

    /// By the first facilitator who can still lead.
    pub fn lead(&mut self, lead: Lead) -> Result<(), Code> {
        let can = |pass: &game::Pass| pass.role == Role::Facilitator && !pass.withdrawn;
        let (by, _) = self
            .state
            .passes()
            .iter()
            .find(|(_, pass)| can(pass))
            .unwrap();
        self.make(&Move::Lead(*by, lead))
    }

    pub fn give(&mut self, from: u16, card: &CardId, to: u16) -> Result<(), Code> {
        let give = Play::Give {
            card: card.clone(),
            to: Recipients::One(Seat(to)),
            reason: None,
        };
        self.make(&Move::Play(Seat(from), None, give))
    }

    /// Asks for one move; it may be refused.
    pub fn make(&mut self, one: &Move) -> Result<(), Code> {
        let number = self.entries.len();
        let hash = TokenHash(format!("token-{number}").into());
        let join = |hash, leader| {
            let name = format!("Naam{}", number % 5);
            let function = number.is_multiple_of(2).then(|| "wijkregisseur".to_owned());
            Command::Enter(Enter::Join {
                hash,
                name,
                function,
                sector: None,
                leader,
            })
        };
        match one {
            Move::Join => self.ask(Who::Door, join(Some(hash), None)),
            Move::JoinWithoutDevice(by) => self.ask(Who::Door, join(None, Some(*by))),
            Move::JoinAsLeader(by) => self.ask(Who::Door, join(Some(hash), Some(*by))),
            Move::Admit(role) => {
                let name = Some(format!("Gast{number}"));
                let admit = Enter::Admit {
                    by: PassId(1),
                    hash,
                    role: *role,
                    name,
                };
                self.ask(Who::Door, Command::Enter(admit))
            }
            Move::Play(seat, by, play) => {
                let who = by.map_or(Who::Seat(*seat), Who::Facilitator);
                self.ask(who, Command::Play(*seat, play.clone()))
            }
            Move::Lead(by, lead) => self.ask(Who::Facilitator(*by), Command::Lead(lead.clone())),
        }
    }

    fn ask(&mut self, who: Who, command: Command) -> Result<(), Code> {
        let seq = self.state.seq() + 1;
        let n = u32::try_from(seq).unwrap();
        let device = if who == Who::Door { 0 } else { 7 };
        let asked = Asked {
            who,
            device,
            n,
            command,
        };
        let before = self.state.clone();
        let mut chance = Chance::from_seed(self.seed ^ seq);
        let decision = decide(&self.state, &asked, &mut chance).map_err(|refusal| refusal.code)?;
        assert_eq!(before, self.state, "deciding changes nothing");
        let entry = Entry {
            seq,
            at: seq * 1000,
            who,
            device,
            n,
            events: decision.events,
            texts: decision.texts,
        };
        self.state.absorb(&entry);
        self.entries.push(entry);
        Ok(())
    }

    /// The entries as the log has them now: without the texts that were wiped.
    pub fn entries_left(&self) -> Vec<Entry> {
        let wiped: Vec<TextId> = self
            .entries
            .iter()
            .flat_map(|entry| entry.events.iter().flat_map(|event| event.wiped().to_vec()))
            .collect();
        let mut entries = self.entries.clone();
        for entry in &mut entries {
            entry.texts.retain(|text| !wiped.contains(&text.id));
        }
        entries
    }
}

fn seat() -> impl Strategy<Value = Seat> {
    (1..=7_u16).prop_map(Seat)
}

fn card() -> impl Strategy<Value = CardId> {
    (0..9_u8, 0..6_u8).prop_map(|(c, k)| CardId::from(format!("card-{c}-{k}").as_str()))
}

fn gift() -> impl Strategy<Value = GiftId> {
    (1..=24_u32).prop_map(GiftId)
}

fn reason() -> impl Strategy<Value = Option<String>> {
    proptest::option::of(prop_oneof![
        "Goed gedaan, Naam1!",
        "[a-z ]{0,12}",
        Just("x".repeat(401))
    ])
}

fn play() -> impl Strategy<Value = Play> {
    let to = prop_oneof![
        seat().prop_map(Recipients::One),
        proptest::collection::vec(seat(), 0..4).prop_map(Recipients::Many)
    ];
    let answer = prop_oneof![
        Just(Answer::Recognise),
        Just(Answer::TalkOn),
        Just(Answer::LetLie)
    ];
    prop_oneof![
        40 => (card(), to, reason()).prop_map(|(card, to, reason)| Play::Give { card, to, reason }),
        4 => gift().prop_map(|gift| Play::TakeBack { gift }),
        8 => card().prop_map(|card| Play::LayOpen { card }),
        4 => card().prop_map(|card| Play::PickUp { card }),
        1 => any::<bool>().prop_map(|ready| Play::Ready { ready }),
        6 => (gift(), any::<bool>()).prop_map(|(gift, picked)| Play::Pick { gift, picked }),
        12 => (gift(), answer).prop_map(|(gift, answer)| Play::Answer { gift, answer }),
        8 => (gift(), any::<bool>()).prop_map(|(gift, on)| Play::Second { gift, on }),
        8 => (gift(), seat(), reason()).prop_map(|(gift, to, reason)| Play::Also { gift, to, reason }),
        8 => (gift(), reason()).prop_map(|(gift, wording)| Play::Reword { gift, wording }),
        1 => "[A-Z][a-z]{0,5}".prop_map(|name| Play::Describe { name, function: None, sector: None }),
        2 => Just(Play::Leave),
        6 => Just(Play::Return),
        1 => Just(Play::ForgetMe),
    ]
}

fn lead() -> impl Strategy<Value = Lead> {
    let phase = proptest::sample::select(&Phase::ALL[..]);
    prop_oneof![
        12 => phase.prop_map(|to| Lead::Phase { to }),
        24 => proptest::option::of(seat()).prop_map(|seat| Lead::Turn { seat }),
        1 => any::<bool>().prop_map(|locked| Lead::Lock { locked }),
        1 => seat().prop_map(|seat| Lead::Remove { seat }),
        4 => seat().prop_map(|seat| Lead::BringBack { seat }),
        1 => (1..4_u16).prop_map(|pass| Lead::Withdraw { pass: PassId(pass) }),
        1 => seat().prop_map(|seat| Lead::Forget { seat }),
        1 => (1..40_u32).prop_map(|text| Lead::Wipe { text: TextId(text) }),
    ]
}

/// Up to `most` moves of every kind.
pub fn moves(most: usize) -> impl Strategy<Value = Vec<Move>> {
    let pass = || (1..4_u16).prop_map(PassId);
    let role = prop_oneof![
        Just(Role::Facilitator),
        Just(Role::Screen),
        Just(Role::Observer)
    ];
    let one = prop_oneof![
        1 => Just(Move::Join),
        1 => pass().prop_map(Move::JoinWithoutDevice),
        1 => pass().prop_map(Move::JoinAsLeader),
        1 => role.prop_map(Move::Admit),
        60 => (seat(), proptest::option::weighted(0.05, pass()), play()).prop_map(|(seat, by, play)| Move::Play(seat, by, play)),
        10 => (pass(), lead()).prop_map(|(by, lead)| Move::Lead(by, lead)),
    ];
    proptest::collection::vec(one, 0..most)
}
