//! What random people ask for: anything at all, sensible or not.

use competentiespel::player::View;
use game::{
    ActionField, ActionId, Agenda, AgendaField, Answer, Base, CardId, GiftId, Lead, NewAction,
    Part, PassId, Phase, Place, Play, Recipients, Seat, TextId,
};
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use serde_json::Value;

/// Luck, and what is there to ask about.
pub struct Whims {
    /// The luck of this game.
    pub luck: StdRng,
    /// Seats taken so far.
    pub seats: u16,
    /// Passes given out so far.
    pub passes: u16,
    /// Nobody is forgotten, no pass is withdrawn and no card is left lying: what was shown once is
    /// shown to who looks back.
    pub gentle: bool,
    cards: Vec<String>,
    texts: u64,
}

impl Whims {
    /// The same seed has the same whims.
    pub fn new(seed: u64, deck: cards::Deck) -> Whims {
        Whims {
            luck: StdRng::seed_from_u64(seed),
            seats: 0,
            passes: 1,
            gentle: false,
            cards: deck.cards.into_iter().map(|card| card.id).collect(),
            texts: seed * 1_000_000,
        }
    }

    /// A lead, from what this facilitator sees.
    pub fn some_lead(&mut self, view: &View) -> Lead {
        let phase = view.phase().unwrap_or_default();
        let place = Phase::ALL.iter().position(|other| *other == phase);
        let place = place.unwrap_or_default();
        let seat = Seat(self.some_seat());
        if phase == Phase::Lobby && self.luck.random_ratio(3, 4) {
            return Lead::Phase { to: Phase::Giving };
        }
        match self.luck.random_range(0..100) {
            // Mostly on, now and then back; the end only by the last of these.
            0..14 => Lead::Phase {
                to: Phase::ALL[(place + 1).min(4)],
            },
            14..25 => Lead::Phase {
                to: Phase::ALL[place.saturating_sub(1)],
            },
            25..27 => Lead::Phase {
                to: *Phase::ALL.choose(&mut self.luck).unwrap_or(&phase),
            },
            27..32 if phase == Phase::Talents => Lead::Phase {
                to: Phase::Conversation,
            },
            27..70 => Lead::Turn { seat: Some(seat) },
            70..76 => Lead::Turn { seat: None },
            76..80 => Lead::Lock {
                locked: self.luck.random(),
            },
            80..82 => Lead::Remove { seat },
            82..94 => Lead::BringBack { seat },
            94..96 if !self.gentle => Lead::Withdraw {
                pass: PassId(self.luck.random_range(1..=self.passes + 1)),
            },
            96..97 if !self.gentle => Lead::Forget { seat },
            97..98 => Lead::Cap {
                cap: self.luck.random_range(0..=21),
            },
            _ => Lead::Wipe {
                text: TextId(self.luck.random_range(0..40)),
            },
        }
    }

    /// A play of that seat, from what this person sees.
    pub fn some_play(&mut self, view: &View, seat: u16) -> Play {
        let gift = GiftId(self.some_gift(view, seat));
        let own = view.doc(&format!("seat/{seat}"));
        if own.is_some_and(|own| own["away"] == true) && self.luck.random_ratio(2, 3) {
            return Play::Return;
        }
        // Mostly what can be done in this phase, and now and then anything.
        let kinds = match view.phase() {
            _ if self.luck.random_ratio(1, 6) => 0..100,
            Some(Phase::Giving) => 0..59,
            Some(Phase::Talents) => 77..87,
            Some(Phase::Conversation) => 0..100,
            _ => 92..95,
        };
        match self.luck.random_range(kinds) {
            0..40 => Play::Give {
                card: self.some_card(view, seat),
                to: self.some_recipients(),
                reason: self.some_text("reden", 400),
            },
            40..45 => Play::TakeBack { gift },
            45..52 => Play::LayOpen {
                card: self.some_card(view, seat),
            },
            52..55 => Play::PickUp {
                card: self.some_card(view, seat),
            },
            55..59 => Play::Ready {
                ready: self.luck.random(),
            },
            59..65 => Play::Pick {
                gift,
                picked: self.luck.random(),
            },
            65..77 => Play::Answer {
                gift,
                answer: [Answer::Recognise, Answer::TalkOn, Answer::LetLie]
                    [self.luck.random_range(0..if self.gentle { 2 } else { 3 })],
            },
            77..82 => Play::Second {
                gift,
                on: self.luck.random(),
            },
            82..87 => Play::Reword {
                gift,
                wording: self.some_text("woord", 60),
            },
            87..92 => Play::Also {
                gift,
                to: Seat(self.some_seat()),
                reason: self.some_text("reden", 400),
            },
            92..94 => Play::Describe {
                name: format!("Lid {seat} anders"),
                function: None,
                sector: Some("zorg".to_string()),
            },
            94..96 => Play::Leave,
            96..99 => Play::Return,
            _ if !self.gentle && self.luck.random_ratio(1, 6) => Play::ForgetMe,
            _ => Play::Return,
        }
    }

    /// Work on the werkagenda, from what this person sees.
    pub fn some_work(&mut self, view: &View) -> Agenda {
        let action = ActionId(self.some_action(view));
        match self.luck.random_range(0..100) {
            0..50 => self.some_save(view),
            50..60 => self.some_choice(view),
            60..72 => Agenda::AddActions {
                actions: (0..self.luck.random_range(0..3))
                    .map(|_| self.some_new_action())
                    .collect(),
            },
            72..77 => Agenda::RemoveAction {
                action,
                removed: self.luck.random_ratio(1, 2),
            },
            77..86 => Agenda::Need {
                action,
                card: CardId::from(self.some_card_at_all().as_str()),
                on: self.luck.random_ratio(3, 4),
            },
            86..91 => Agenda::ByFunction {
                action,
                seat: self.luck.random_ratio(3, 4).then(|| Seat(self.some_seat())),
            },
            _ => Agenda::Assign {
                action,
                seat: Seat(self.some_seat()),
                part: *[Some(Part::Owner), Some(Part::Helper), None]
                    .choose(&mut self.luck)
                    .unwrap_or(&None),
            },
        }
    }

    /// A word of its own before, in or after what stands there, begun with that or with anything.
    fn some_save(&mut self, view: &View) -> Agenda {
        let place = self.some_place(view);
        let field = view.doc(&format!("field/{place}"));
        let stands = field
            .and_then(|field| field["text"].as_str())
            .unwrap_or_default();
        let seq = field
            .and_then(|field| field["seq"].as_u64())
            .unwrap_or_default();
        let new = self.some_text("tekst", 2000).unwrap_or_default();
        let text = match self.luck.random_range(0..5) {
            0 => new,
            1 => format!("{new} {stands}"),
            2 => stands.replacen(' ', &format!(" {new} "), 1),
            _ => format!("{stands}, {new}"),
        };
        let seq = match self.luck.random_range(0..6) {
            0 => self.luck.random_range(0..=view.seq + 1),
            _ => seq,
        };
        let mine = self.luck.random_ratio(1, 10);
        Agenda::Write {
            place,
            base: Base { seq, mine },
            text,
        }
    }

    fn some_choice(&mut self, view: &View) -> Agenda {
        let fields = view.docs.iter().filter(|(key, field)| {
            key.starts_with("field/")
                && field["offers"]
                    .as_array()
                    .is_some_and(|all| !all.is_empty())
        });
        let fields: Vec<&Value> = fields.map(|(_, field)| field).collect();
        let field = fields.choose(&mut self.luck);
        let (place, offer, base) = match field {
            Some(field) => (
                field["place"].as_str().and_then(|place| place.parse().ok()),
                field["offers"][0]["seq"].as_u64(),
                field["seq"].as_u64(),
            ),
            None => (None, None, None),
        };
        Agenda::Settle {
            place: place.unwrap_or_else(|| self.some_place(view)),
            offer: offer.unwrap_or(3),
            take: self.luck.random_ratio(1, 2),
            base: base.unwrap_or_default(),
        }
    }

    fn some_new_action(&mut self) -> NewAction {
        NewAction {
            what: self.some_text("bellen", 300),
            with_whom: None,
            how: self.some_text("praten", 2000),
            when: None,
        }
    }

    fn some_place(&mut self, view: &View) -> Place {
        if self.luck.random_ratio(1, 2) {
            let field = AgendaField::ALL.choose(&mut self.luck);
            return Place::Agenda(*field.unwrap_or(&AgendaField::Title));
        }
        let field = *ActionField::ALL
            .choose(&mut self.luck)
            .unwrap_or(&ActionField::What);
        Place::Action(ActionId(self.some_action(view)), field)
    }

    fn some_action(&mut self, view: &View) -> u16 {
        let actions = view
            .docs
            .keys()
            .filter_map(|key| key.strip_prefix("action/")?.parse().ok());
        let actions: Vec<u16> = actions.collect();
        let action = actions.choose(&mut self.luck).copied();
        action.unwrap_or_else(|| self.luck.random_range(0..4))
    }

    pub(crate) fn some_seat(&mut self) -> u16 {
        if self.luck.random_ratio(1, 10) {
            return self.luck.random_range(0..=self.seats + 1);
        }
        self.luck.random_range(1..=self.seats.max(1))
    }

    fn some_recipients(&mut self) -> Recipients {
        match self.luck.random_range(0..8) {
            0 => Recipients::Many(Vec::new()),
            1..3 => Recipients::Many((0..3).map(|_| Seat(self.some_seat())).collect()),
            _ => Recipients::One(Seat(self.some_seat())),
        }
    }

    fn some_card(&mut self, view: &View, seat: u16) -> CardId {
        if self.luck.random_ratio(1, 10) {
            return CardId::from(self.some_card_at_all().as_str());
        }
        let mut cards = view.hand(Seat(seat));
        if self.luck.random_ratio(1, 3) {
            cards.extend(view.table());
            cards.extend(view.stack());
        }
        let card = cards.choose(&mut self.luck).map(String::as_str);
        CardId::from(card.unwrap_or("lef"))
    }

    /// A card of the deck, and now and then one that is not there.
    fn some_card_at_all(&mut self) -> String {
        let none = || "geen-kaart".to_string();
        if self.luck.random_ratio(1, 40) {
            return none();
        }
        self.cards
            .choose(&mut self.luck)
            .cloned()
            .unwrap_or_else(none)
    }

    fn some_gift(&mut self, view: &View, seat: u16) -> u32 {
        let mine = self.luck.random_ratio(1, 2);
        let seen: Vec<u32> = view
            .gifts()
            .filter(|(_, gift)| !mine || gift["to"] == seat)
            .map(|(id, _)| id)
            .collect();
        if self.luck.random_ratio(1, 5) {
            return self.luck.random_range(0..50);
        }
        seen.choose(&mut self.luck).copied().unwrap_or_default()
    }

    /// A text unlike all others of the game; now and then none, or one that is too long.
    fn some_text(&mut self, kind: &str, max: usize) -> Option<String> {
        self.texts += 1;
        match self.luck.random_range(0..20) {
            0..4 => None,
            4 => Some("x".repeat(max + 1)),
            5 => Some("om\u{202e}gekeerd".to_string()),
            _ => Some(format!("{kind}-{:05}-einde", self.texts)),
        }
    }
}
