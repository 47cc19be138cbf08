//! *Who sees what*, written once more from the table in ARCHITECTURE.md, without a line of the
//! rules: from the commands that were accepted it says what each person may and must see.

mod agenda;
mod leak;

use agenda::Agenda;
use competentiespel::player::View;
use game::{Answer, Lead, Phase, Play, Recipients, Role};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Whose eyes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Eyes {
    /// A member's.
    Seat(u16),
    /// A facilitator's, by pass.
    Leader(u16),
    /// A screen's or observer's.
    Watcher,
}

/// What was accepted.
#[derive(Clone, Debug)]
pub enum Accepted {
    /// A seat was taken; by a facilitator for someone without a device (`proxy`) or for
    /// themselves (`leader`).
    Joined {
        /// The facilitator who plays for them.
        proxy: Option<u16>,
        /// The facilitator they are.
        leader: Option<u16>,
    },
    /// Someone who is no member was let in.
    Admitted(Role),
    /// A seat was played; the numbers of the gifts that came of it, by receiver, as the giver saw them.
    Played(u16, Play, BTreeMap<u16, u32>),
    /// A facilitator led.
    Led(Lead),
    /// Someone worked on the werkagenda.
    Worked(game::Agenda),
}

#[derive(Clone, Debug, Default)]
struct Chair {
    proxy: Option<u16>,
    leader: Option<u16>,
    dealt: bool,
    away: bool,
    had_turn: bool,
    forgotten: bool,
}

#[derive(Clone, Debug)]
struct Given {
    card: String,
    from: u16,
    to: u16,
    shown: bool,
    lies: bool,
}

/// What is known of a session, entry by entry.
#[derive(Clone, Debug)]
pub struct Oracle {
    phase: Phase,
    talents: bool,
    chairs: BTreeMap<u16, Chair>,
    passes: BTreeMap<u16, Role>,
    last_pass: u16,
    gifts: BTreeMap<u32, Given>,
    /// Reasons and wordings by their gifts: each text of a game is unlike all others.
    texts: BTreeMap<String, BTreeSet<u32>>,
    /// Texts that were wiped: nobody may see them any more.
    wiped: BTreeSet<String>,
    agenda: Agenda,
}

impl Default for Oracle {
    /// A session that was just opened, with its first facilitator.
    fn default() -> Self {
        Oracle {
            phase: Phase::Lobby,
            talents: false,
            chairs: BTreeMap::new(),
            passes: BTreeMap::from([(1, Role::Facilitator)]),
            last_pass: 1,
            gifts: BTreeMap::new(),
            texts: BTreeMap::new(),
            wiped: BTreeSet::new(),
            agenda: Agenda::default(),
        }
    }
}

impl Oracle {
    /// Takes in what was accepted.
    pub fn accept(&mut self, accepted: &Accepted) {
        match accepted {
            Accepted::Joined { proxy, leader } => {
                let seat = self.chairs.keys().next_back().map_or(1, |last| last + 1);
                let chair = Chair {
                    proxy: *proxy,
                    leader: *leader,
                    dealt: self.phase == Phase::Giving,
                    ..Chair::default()
                };
                self.chairs.insert(seat, chair);
            }
            Accepted::Admitted(role) => {
                self.last_pass += 1;
                self.passes.insert(self.last_pass, *role);
            }
            Accepted::Played(seat, play, numbers) => self.played(*seat, play, numbers),
            Accepted::Led(lead) => self.led(lead),
            Accepted::Worked(asked) => self.agenda.worked(asked),
        }
    }

    fn played(&mut self, seat: u16, play: &Play, numbers: &BTreeMap<u16, u32>) {
        match play {
            Play::Give { card, to, reason } => {
                let to: BTreeSet<u16> = match to {
                    Recipients::One(one) => BTreeSet::from([one.0]),
                    Recipients::Many(many) => many.iter().map(|seat| seat.0).collect(),
                };
                for to in to {
                    self.given(numbers[&to], &card.0, (seat, to), reason.as_deref());
                }
            }
            Play::Also { gift, to, reason } => {
                let card = self.gifts[&gift.0].card.clone();
                self.given(numbers[&to.0], &card, (seat, to.0), reason.as_deref());
            }
            Play::TakeBack { gift } => {
                self.gifts.remove(&gift.0);
            }
            Play::Answer { gift, answer } => {
                let Some(given) = self.gifts.get_mut(&gift.0) else {
                    return;
                };
                let lies = *answer == Answer::LetLie;
                let takes_up = given.lies && !lies;
                given.lies = lies;
                given.shown |= takes_up && self.chairs[&given.to].had_turn;
            }
            Play::Reword { gift, wording } => {
                if let Some(wording) = wording {
                    self.write(wording, gift.0);
                }
            }
            Play::Leave => self.chair(seat).away = true,
            Play::Return => self.back(seat),
            Play::ForgetMe => self.forget(seat),
            Play::LayOpen { .. }
            | Play::PickUp { .. }
            | Play::Ready { .. }
            | Play::Pick { .. }
            | Play::Second { .. }
            | Play::Describe { .. } => {}
        }
    }

    fn led(&mut self, lead: &Lead) {
        match lead {
            Lead::Phase { to } => self.moved(*to),
            Lead::Turn { seat: Some(seat) } => {
                self.chair(seat.0).had_turn = true;
                self.show(|gift| gift.to == seat.0);
            }
            Lead::Remove { seat } => self.chair(seat.0).away = true,
            Lead::BringBack { seat } => self.back(seat.0),
            Lead::Withdraw { pass } => self.withdraw(pass.0),
            Lead::Forget { seat } => self.forget(seat.0),
            Lead::Turn { seat: None }
            | Lead::Lock { .. }
            | Lead::Wipe { .. }
            | Lead::Cap { .. } => {}
        }
    }

    fn back(&mut self, seat: u16) {
        let giving = self.phase == Phase::Giving;
        let chair = self.chair(seat);
        chair.away = false;
        chair.dealt |= giving;
    }

    fn moved(&mut self, to: Phase) {
        let from = std::mem::replace(&mut self.phase, to);
        for chair in self.chairs.values_mut() {
            if to == Phase::Giving && !chair.away {
                chair.dealt = true;
            }
            if from == Phase::Giving && to == Phase::Conversation {
                chair.had_turn = false;
            }
        }
        if to == Phase::Talents {
            self.talents = true;
            self.show(|_| true);
        }
        self.agenda.reached |= to == Phase::Werkagenda;
    }

    fn given(&mut self, number: u32, card: &str, (from, to): (u16, u16), reason: Option<&str>) {
        let given = Given {
            card: card.to_string(),
            from,
            to,
            shown: self.phase == Phase::Conversation && self.chairs[&to].had_turn,
            lies: false,
        };
        self.gifts.insert(number, given);
        if let Some(reason) = reason {
            self.write(reason, number);
        }
    }

    /// The gifts of this giver that somebody sees and that are not known yet, by receiver.
    pub fn new_gifts(&self, view: &View, from: u16) -> BTreeMap<u16, u32> {
        let new = view.gifts();
        let new = new.filter(|(id, gift)| gift["from"] == from && !self.gifts.contains_key(id));
        let to = |gift: &Value| gift["to"].as_u64().and_then(|to| u16::try_from(to).ok());
        new.filter_map(|(id, gift)| Some((to(gift)?, id))).collect()
    }

    fn write(&mut self, text: &str, gift: u32) {
        self.texts.entry(text.to_string()).or_default().insert(gift);
    }

    fn show(&mut self, which: impl Fn(&Given) -> bool) {
        for gift in self.gifts.values_mut() {
            gift.shown |= which(gift) && !gift.lies;
        }
    }

    fn withdraw(&mut self, pass: u16) {
        self.passes.remove(&pass);
        let heir = self
            .passes
            .iter()
            .find(|(_, role)| **role == Role::Facilitator)
            .map(|(pass, _)| *pass);
        for chair in self.chairs.values_mut() {
            if chair.proxy == Some(pass) {
                chair.proxy = heir;
            }
            if chair.leader == Some(pass) {
                chair.leader = None;
            }
        }
    }

    fn forget(&mut self, seat: u16) {
        *self.chair(seat) = Chair {
            away: true,
            forgotten: true,
            ..Chair::default()
        };
        for (text, gifts) in &self.texts {
            let is_theirs = |id: &u32| {
                self.gifts
                    .get(id)
                    .is_none_or(|gift| gift.from == seat || gift.to == seat)
            };
            if gifts.iter().all(is_theirs) {
                self.wiped.insert(text.clone());
            }
        }
    }

    fn chair(&mut self, seat: u16) -> &mut Chair {
        self.chairs.entry(seat).or_default()
    }

    /// Whether these eyes still look in at all.
    pub fn is_let_in(&self, eyes: Eyes, pass: Option<u16>) -> bool {
        match (eyes, pass) {
            (Eyes::Seat(seat), _) => !self.chairs[&seat].forgotten,
            (_, Some(pass)) => self.passes.contains_key(&pass),
            (_, None) => true,
        }
    }

    /// Whether a member's own eyes, or those of who plays for them.
    fn is_of(&self, eyes: Eyes, seat: u16) -> bool {
        match eyes {
            Eyes::Seat(own) => own == seat,
            Eyes::Leader(pass) => self.chairs[&seat].proxy == Some(pass),
            Eyes::Watcher => false,
        }
    }

    fn sees_gift(&self, eyes: Eyes, gift: &Given) -> bool {
        if gift.lies {
            return self.phase < Phase::Talents && self.is_of(eyes, gift.to);
        }
        gift.shown || self.is_of(eyes, gift.from) || self.is_of(eyes, gift.to)
    }

    fn sees_hand(&self, eyes: Eyes, seat: u16) -> bool {
        let chair = &self.chairs[&seat];
        chair.dealt && !chair.away && self.phase <= Phase::Conversation && self.is_of(eyes, seat)
    }

    /// Who leads prepares it; from its phase on it is everyone's.
    fn sees_agenda(&self, eyes: Eyes) -> bool {
        let leads = matches!(eyes, Eyes::Leader(pass) if self.passes.contains_key(&pass));
        self.agenda.reached || leads
    }

    /// How many texts of the werkagenda were written so far, and whether all see them.
    pub fn agenda(&self) -> (usize, bool) {
        (self.agenda.texts.len(), self.agenda.reached)
    }

    /// Every key these eyes have, except `mentions/…`.
    pub fn keys(&self, eyes: Eyes) -> BTreeSet<String> {
        let mut keys: BTreeSet<String> =
            ["session", "table", "watching"].map(str::to_string).into();
        if self.phase < Phase::Talents {
            keys.insert("flow".to_string());
        }
        for (seat, chair) in &self.chairs {
            keys.insert(format!("seat/{seat}"));
            if self.sees_hand(eyes, *seat) {
                keys.insert(format!("hand/{seat}"));
            }
            if self.talents && !chair.forgotten {
                keys.extend(["talents", "profile"].map(|kind| format!("{kind}/{seat}")));
            }
        }
        if self.talents {
            keys.extend(["team", "coverage"].map(str::to_string));
        }
        if self.sees_agenda(eyes) {
            keys.extend(self.agenda.keys());
        }
        for (id, gift) in &self.gifts {
            if self.sees_gift(eyes, gift) {
                keys.insert(format!("gift/{id}"));
            }
        }
        if let Eyes::Leader(pass) = eyes
            && self.passes.contains_key(&pass)
        {
            keys.insert("passes".to_string());
            let plays = self.chairs.values().any(|chair| chair.leader == Some(pass));
            keys.insert(if plays { "few_count" } else { "few" }.to_string());
        }
        keys
    }
}
