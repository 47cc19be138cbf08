//! The largest agenda there is, played as a room plays it: every change through the rules.

use crate::{ACTIONS, CARDS, Luck, MEMBERS, bare, milliseconds};
use game::{
    ActionId, Agenda, Asked, Audience, Base, Chance, Command, DeckOutline, Enter, Entry, Form, Key,
    Lead, NewAction, Opening, PassId, Phase, Play, Recipients, Seat, State, TokenHash, Who, decide,
    document, every_key, render, touched,
};
use std::collections::BTreeMap;

/// Words of an action's *what* and of its *how*: a long sentence, and a paragraph.
const WORDS: (usize, usize) = (20, 80);
/// Actions sent in at once: these fit a frame.
const AT_ONCE: usize = 20;
const CAP: u8 = 20;

/// A session, and luck.
struct Room {
    state: State,
    luck: Luck,
}

impl Room {
    /// Asks for something that is granted, and folds it in as a room does: with every document it
    /// changes as it was and as it is.
    fn ask(&mut self, who: Who, command: Command) {
        let seq = self.state.seq() + 1;
        let asked = Asked {
            who,
            device: 1,
            n: u32::try_from(seq).unwrap_or(u32::MAX),
            command,
        };
        let decision = decide(&self.state, &asked, &mut Chance::from_seed(seq));
        let decision = decision.unwrap_or_else(|refusal| panic!("{}", refusal.message()));
        let entry = Entry {
            seq,
            at: seq,
            who,
            device: 1,
            n: asked.n,
            events: decision.events,
            texts: decision.texts,
        };
        let mut seen = BTreeMap::new();
        self.state.absorb_watched(&entry, |state, event| {
            for key in touched(state, event) {
                seen.entry(key).or_insert_with(|| render(state, key));
            }
        });
        let changed = seen
            .iter()
            .filter(|(key, before)| render(&self.state, **key) != **before);
        std::hint::black_box(changed.count());
    }

    fn lead(&mut self, lead: Lead) {
        self.ask(Who::Facilitator(PassId(1)), Command::Lead(lead));
    }

    fn text(&mut self, deck: &DeckOutline, words: usize) -> String {
        let word = |_| {
            let words = &deck.cards[self.luck.below(deck.cards.len())].words;
            words[self.luck.below(words.len())].clone()
        };
        (0..words).map(word).collect::<Vec<_>>().join(" ")
    }

    /// Forty members with fifteen cards each, and two hundred actions.
    fn largest(deck: &DeckOutline) -> Room {
        let (state, luck) = (State::default(), Luck(4));
        let mut room = Room { state, luck };
        let opening = Opening {
            hash: TokenHash("facilitator".into()),
            title: "Talenten".into(),
            team: "Team".into(),
            form: Form::Dealt,
            hand: None,
            retention_days: 90,
            reasons_in_exports: false,
            deck: deck.clone(),
        };
        room.ask(Who::Door, Command::Enter(Enter::Open(Box::new(opening))));
        for member in 1..=MEMBERS {
            let join = Enter::Join {
                hash: Some(TokenHash(format!("member-{member}").into())),
                name: format!("Teamlid {member}"),
                function: None,
                sector: None,
                leader: None,
            };
            room.ask(Who::Door, Command::Enter(join));
        }
        room.lead(Lead::Phase { to: Phase::Giving });
        for round in 0..CARDS {
            for from in 1..=MEMBERS {
                let seat = Seat(from);
                // One card after the other, to one teammate after the other.
                let hand = &room.state.seats()[&seat].hand;
                let given = room.state.gifts().values().find(|gift| gift.from == seat);
                let card = hand.first().or(given.map(|gift| &gift.card));
                let Some(card) = card.cloned() else { continue };
                let next = u16::try_from(round).unwrap_or_default();
                let give = Play::Give {
                    card,
                    to: Recipients::One(Seat((from + next) % MEMBERS + 1)),
                    reason: None,
                };
                room.ask(Who::Seat(seat), Command::Play(seat, give));
            }
        }
        for to in [Phase::Conversation, Phase::Talents, Phase::Werkagenda] {
            room.lead(Lead::Phase { to });
        }
        room.lead(Lead::Cap { cap: CAP });
        let mut actions = (0..ACTIONS)
            .map(|_| action(&mut room, deck))
            .collect::<Vec<_>>();
        while !actions.is_empty() {
            let rest = actions.split_off(actions.len().min(AT_ONCE));
            let add = Agenda::AddActions { actions };
            room.ask(Who::Facilitator(PassId(1)), Command::Agenda(add));
            actions = rest;
        }
        room
    }

    /// One save of what an action is.
    fn save(&mut self, deck: &DeckOutline) {
        let place = "7/what".parse().unwrap_or_else(|_| panic!("it is a place"));
        let seq = match render(&self.state, Key::Field(place)) {
            Some(game::Document::Field(field)) => field.seq,
            _ => 0,
        };
        let text = self.text(deck, WORDS.0);
        let base = Base { seq, mine: false };
        let write = Agenda::Write { place, base, text };
        self.ask(Who::Seat(Seat(1)), Command::Agenda(write));
    }
}

fn action(room: &mut Room, deck: &DeckOutline) -> NewAction {
    NewAction {
        what: Some(room.text(deck, WORDS.0)),
        how: Some(room.text(deck, WORDS.1)),
        ..NewAction::default()
    }
}

/// Prints what a save costs, and what it is made of; gives how long the proposal takes, in
/// milliseconds.
pub fn measure(deck: &DeckOutline) -> f64 {
    let mut room = Room::largest(deck);
    let save = milliseconds(|| room.save(deck));
    let state = &room.state;
    let proposal = milliseconds(|| render(state, Key::Proposal));
    let fit = milliseconds(|| render(state, Key::Fit(ActionId(7))));
    let welcome = milliseconds(|| {
        let documents = every_key(state).into_iter();
        let documents = documents.filter_map(|key| document(state, key, Audience::Watcher));
        documents
            .map(|document| serde_json::to_string(&document))
            .collect::<Vec<_>>()
    });
    let bare = bare(u16::from(CAP), &mut Luck(3));
    println!(
        "a room, cap {CAP}: a save {save:.1} ms, a welcome {welcome:.1}, one fit {fit:.1}, \
         the proposal {proposal:.1}: {:.1} × a bare assignment ({bare:.1})",
        proposal / bare
    );
    proposal
}
