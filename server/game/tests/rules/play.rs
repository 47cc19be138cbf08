//! A game played without a server: the rules alone, driven as the room drives them.

use crate::agenda_moves::{self, WORDS};
use game::{
    Agenda, Already, Asked, CardId, CardOutline, Chance, ClusterId, Code, Command, DeckOutline,
    Document, Enter, Entry, Event, Form, GiftId, Key, Lead, Opening, PassId, Phase, Play,
    Recipients, Role, Seat, State, TextId, TokenHash, Who, decide, document,
};

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
    /// A member or a facilitator, on the werkagenda.
    Agenda(Who, Agenda),
    /// The facilitator leads on to this phase.
    Go(Phase),
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
        let opening = Opening {
            hash: TokenHash("facilitator".into()),
            title: "Talenten".into(),
            team: "Zwijndrecht".into(),
            form: Form::Dealt,
            hand,
            retention_days: 90,
            reasons_in_exports: false,
            deck: deck(),
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
        let known = |seat: Seat| match self.state.seats().len() {
            0 => seat,
            _ if seat.0 == 7 => seat,
            members => Seat((seat.0 - 1) % u16::try_from(members).unwrap() + 1),
        };
        match one.clone() {
            Move::Play(seat, by, mut play) => {
                let seat = known(seat);
                if let Play::Give { to, .. } = &mut play {
                    // Mostly to somebody else.
                    let other = |to: Seat| {
                        if known(to) == seat {
                            known(Seat(to.0 % 7 + 1))
                        } else {
                            known(to)
                        }
                    };
                    *to = match to {
                        Recipients::One(to) => Recipients::One(other(*to)),
                        Recipients::Many(to) => {
                            Recipients::Many(to.iter().map(|to| other(*to)).collect())
                        }
                    };
                }
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
            Move::Lead(_, Lead::Turn { seat }) => Move::Lead(
                PassId(1),
                Lead::Turn {
                    seat: seat.map(known),
                },
            ),
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
            Move::Agenda(who, asked) => {
                let who = match who {
                    Who::Seat(seat) => Who::Seat(known(seat)),
                    other => other,
                };
                Move::Agenda(who, agenda_moves::likely(self, &asked))
            }
            other => other,
        }
    }

    /// Led on to this phase, step by step, unless it is past it.
    pub fn go(&mut self, to: Phase) {
        while self.state.phase() < to {
            let next = Phase::ALL
                .into_iter()
                .find(|phase| *phase > self.state.phase());
            if self.lead(Lead::Phase { to: next.unwrap() }).is_err() {
                return; // Hardly anybody is left.
            }
        }
    }

    /// The gifts in the order they were given, also those taken back: their numbers are in no order.
    pub fn given(&self) -> Vec<GiftId> {
        let events = self.entries.iter().flat_map(|entry| &entry.events);
        let gift = |event: &Event| match event {
            Event::Given { gift, .. } => Some(*gift),
            _ => None,
        };
        events.filter_map(gift).collect()
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
            Move::Agenda(who, asked) => self.ask(*who, Command::Agenda(asked.clone())),
            Move::Go(to) => {
                self.go(*to);
                Ok(())
            }
        }
    }

    /// Work on the werkagenda; gives the entry it became.
    pub fn work(&mut self, who: Who, asked: Agenda) -> Result<u64, Code> {
        self.make(&Move::Agenda(who, asked))?;
        Ok(self.state.seq())
    }

    fn ask(&mut self, who: Who, command: Command) -> Result<(), Code> {
        let n = u32::try_from(self.state.seq() + 1).unwrap();
        let device = if who == Who::Door { 0 } else { 7 };
        self.ask_as(who, device, n, command).map(drop)
    }

    /// A command with the number its device gave it, as a room takes it: one that was accepted
    /// before gets the entry it became.
    pub fn ask_as(&mut self, who: Who, device: u64, n: u32, command: Command) -> Result<u64, Code> {
        match self.state.already(who, device, n) {
            Already::New => {}
            Already::Entry(seq) => return Ok(seq),
            Already::NotDone => return Err(Code::NotDone),
        }
        let seq = self.state.seq() + 1;
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
        Ok(seq)
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

/// 48 cards in 8 clusters, each with some weight and a few words.
fn deck() -> DeckOutline {
    let id = |c: usize, k: usize| CardId::from(format!("card-{c}-{k}").as_str());
    let places = || (0..8).flat_map(|c| (0..6).map(move |k| (c, k)));
    let card = |(c, k): (usize, usize)| {
        let weight = |strand: usize| u8::from(c % 4 == strand) * 2 + u8::from(k % 4 == strand);
        CardOutline {
            card: id(c, k),
            types: std::array::from_fn(weight),
            roles: std::array::from_fn(|strand| weight((strand + k) % 4)),
            qualities: std::array::from_fn(|strand| weight(strand % 4)),
            words: vec![WORDS[(c * 6 + k) % WORDS.len()].to_owned()],
        }
    };
    DeckOutline {
        id: "test".into(),
        hash: "00".into(),
        clusters: (0..8)
            .map(|c| {
                (
                    ClusterId(format!("cluster-{c}").into()),
                    (0..6).map(|k| id(c, k)).collect(),
                )
            })
            .collect(),
        cards: places().map(card).collect(),
    }
}
