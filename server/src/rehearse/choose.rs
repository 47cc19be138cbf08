//! What a rehearsed member does next, from what they see. Every choice is luck of their own by
//! what it is about, so the order in which things arrive does not change it.

use super::member::Member;
use super::words;
use game::{ActionId, Agenda, Answer, GiftId, NewAction, Part, Phase, Play, Recipients, Seat};
use rand::seq::IndexedRandom;
use serde_json::Value;

// How often things happen, in a hundred.
const LAID_OPEN: u32 = 12;
const TO_TWO: u32 = 12;
const WITH_REASON: u32 = 72;
const FROM_TABLE: u32 = 30;
const TALKED_ON: u32 = 25;
const LEFT_LYING: u32 = 7;
const SECONDED: u32 = 22;
const FITS_ANOTHER: u32 = 7;
const REWORDED: u32 = 5;
const ADDS_ACTION: u32 = 60;
const TAKES_UP: u32 = 45;

/// Actions on a rehearsed agenda: enough to see what fits whom.
const ACTIONS_MAX: usize = 5;

/// Something to do, and what it is about.
pub(super) struct Act {
    pub(super) about: String,
    pub(super) does: Does,
}

/// With one's seat, or on the werkagenda.
pub(super) enum Does {
    Play(Play),
    Agenda(Agenda),
}

impl Member {
    /// The next thing this member does now, if there is any.
    pub(super) fn next_act(&self, phase: Phase) -> Option<Act> {
        let me = self.player.view.doc(&format!("seat/{}", self.seat.0))?;
        if me["away"] == true {
            return None;
        }
        let act = match phase {
            Phase::Giving => self.give_from_hand().or_else(|| {
                let ready = me["ready"] == true;
                (!ready).then(|| Act {
                    about: format!("ready {}", self.player.view.seq),
                    does: Does::Play(Play::Ready { ready: true }),
                })
            }),
            Phase::Conversation => self
                .give_from_table()
                .or_else(|| self.pick_and_answer())
                .or_else(|| self.react()),
            Phase::Werkagenda => self.add_action().or_else(|| self.take_up()),
            Phase::Lobby | Phase::Talents | Phase::Closed => None,
        };
        act.filter(|act| !self.did.contains(&act.about))
    }

    fn give_from_hand(&self) -> Option<Act> {
        let hand = self.player.view.hand(self.seat);
        let (card, about) = hand
            .into_iter()
            .map(|card| (card.clone(), format!("give {card}")))
            .find(|(_, about)| !self.did.contains(about))?;
        if self.happens(LAID_OPEN, &format!("lay open {card}")) {
            let card = card.as_str().into();
            return Some(Act {
                about,
                does: Does::Play(Play::LayOpen { card }),
            });
        }
        let mut to = vec![self.teammate(&about)?];
        if self.happens(TO_TWO, &format!("two {card}")) {
            to.extend(
                self.teammate(&format!("second {card}"))
                    .filter(|other| !to.contains(other)),
            );
        }
        let reason = self.reason(&card, &to);
        let to = match to.as_slice() {
            [one] => Recipients::One(*one),
            _ => Recipients::Many(to),
        };
        Some(Act {
            about,
            does: Does::Play(Play::Give {
                card: card.as_str().into(),
                to,
                reason,
            }),
        })
    }

    /// A teammate: of two by luck the one this member gave fewer cards.
    fn teammate(&self, about: &str) -> Option<Seat> {
        let view = &self.player.view;
        let others: Vec<Seat> = view.present().filter(|seat| *seat != self.seat).collect();
        let mut luck = self.luck(about);
        let given = |seat: Seat| {
            view.gifts()
                .filter(|(_, gift)| gift["from"] == self.seat.0 && gift["to"] == seat.0)
                .count()
        };
        let one = *others.choose(&mut luck)?;
        let two = *others.choose(&mut luck)?;
        Some(if given(two) < given(one) { two } else { one })
    }

    fn reason(&self, card: &str, to: &[Seat]) -> Option<String> {
        let about = format!("reason {card} {to:?}");
        if !self.happens(WITH_REASON, &about) {
            return None;
        }
        // One reason for two people names neither.
        let name = match to {
            [one] => self.player.view.doc(&format!("seat/{}", one.0))?["name"].as_str(),
            _ => None,
        };
        let card = self.deck.card(card)?;
        words::reason(&mut self.luck(&format!("words {about}")), card, name)
    }

    /// The tafelronde: now and then an open card fits someone after all.
    fn give_from_table(&self) -> Option<Act> {
        let view = &self.player.view;
        if view.turn().is_some() {
            return None;
        }
        let card = view.table().into_iter().find(|card| {
            let about = format!("table {card}");
            !self.did.contains(&about) && self.happens(FROM_TABLE, &about)
        })?;
        let about = format!("table {card}");
        let to = self.teammate(&about)?;
        let reason = self.reason(&card, &[to]);
        Some(Act {
            about,
            does: Does::Play(Play::Give {
                card: card.as_str().into(),
                to: Recipients::One(to),
                reason,
            }),
        })
    }

    /// *Aan de beurt*: two or three picked, and an answer to each.
    fn pick_and_answer(&self) -> Option<Act> {
        let view = &self.player.view;
        if view.turn() != Some(self.seat) {
            return None;
        }
        let mine = || {
            view.gifts()
                .filter(|(_, gift)| gift["to"] == self.seat.0 && gift["removed"] == false)
        };
        let wanted = if self.happens(50, "three") { 3 } else { 2 };
        let picked = mine().filter(|(_, gift)| gift["picked"] == true).count();
        let pick = mine().find(|(id, gift)| {
            gift["picked"] == false && gift["answer"].is_null() && !self.did(&format!("pick {id}"))
        });
        if let (true, Some((id, _))) = (picked < wanted, pick) {
            return Some(Act {
                about: format!("pick {id}"),
                does: Does::Play(Play::Pick {
                    gift: GiftId(id),
                    picked: true,
                }),
            });
        }
        mine()
            .find_map(|(id, gift)| {
                let what = said_of(gift);
                let last = if self.happens(LEFT_LYING, &format!("lie {what}")) {
                    Answer::LetLie
                } else {
                    Answer::Recognise
                };
                let answer = match gift["answer"].as_str() {
                    None if self.happens(TALKED_ON, &format!("talk {what}")) => {
                        Some((id, Answer::TalkOn))
                    }
                    None | Some("talk_on") => Some((id, last)),
                    Some(_) => None,
                };
                answer.filter(|(id, answer)| !self.did(&format!("answer {id} {answer:?}")))
            })
            .map(|(id, answer)| Act {
                about: format!("answer {id} {answer:?}"),
                does: Does::Play(Play::Answer {
                    gift: GiftId(id),
                    answer,
                }),
            })
    }

    /// What this member adds to what others got, while one of them is *aan de beurt*.
    fn react(&self) -> Option<Act> {
        let view = &self.player.view;
        let turn = view.turn().filter(|turn| *turn != self.seat)?;
        let acts = view
            .gifts()
            .filter(|(_, gift)| gift["to"] == turn.0 && gift["shown"] == true)
            .filter(|(_, gift)| gift["removed"] == false && gift["answer"] != "let_lie")
            .flat_map(|(id, gift)| self.reactions(id, gift));
        acts.into_iter().find(|act| !self.did(&act.about))
    }

    fn reactions(&self, id: u32, gift: &Value) -> Vec<Act> {
        let mut acts = Vec::new();
        let what = said_of(gift);
        let gift_id = GiftId(id);
        if gift["from"] != self.seat.0 && self.happens(SECONDED, &format!("second {what}")) {
            acts.push(Act {
                about: format!("second {id}"),
                does: Does::Play(Play::Second {
                    gift: gift_id,
                    on: true,
                }),
            });
        }
        let card = gift["card"].as_str().unwrap_or_default();
        if self.happens(FITS_ANOTHER, &format!("also {what}")) {
            let to = self.teammate(&format!("also to {what}"));
            acts.extend(to.filter(|to| gift["to"] != to.0).map(|to| Act {
                about: format!("also {id}"),
                does: Does::Play(Play::Also {
                    gift: gift_id,
                    to,
                    reason: self.reason(card, &[to]),
                }),
            }));
        }
        if self.happens(REWORDED, &format!("reword {what}")) {
            let card = self.deck.card(card);
            let wording = card.and_then(|card| words::wording(&mut self.luck(&what), card));
            acts.extend(wording.map(|wording| Act {
                about: format!("reword {id}"),
                does: Does::Play(Play::Reword {
                    gift: gift_id,
                    wording: Some(wording),
                }),
            }));
        }
        acts
    }

    /// One thing the team could do, as long as there are not many.
    fn add_action(&self) -> Option<Act> {
        let about = "action".to_string();
        let are_few = self.player.view.actions().len() < ACTIONS_MAX;
        // Somebody begins.
        let wants = self.seat == Seat(1) || self.happens(ADDS_ACTION, &about);
        if self.did(&about) || !are_few || !wants {
            return None;
        }
        let [what, how, when] = words::action(self.seat);
        let text = |text: &str| Some(text.to_string());
        let new = NewAction {
            what: text(what),
            with_whom: None,
            how: text(how),
            when: text(when),
        };
        let actions = vec![new];
        let does = Does::Agenda(Agenda::AddActions { actions });
        Some(Act { about, does })
    }

    /// An action that is proposed to this member, now and then.
    fn take_up(&self) -> Option<Act> {
        let view = &self.player.view;
        let proposed = view.doc("proposal")?["actions"].as_array()?;
        let mine = proposed.iter().filter(|one| one["owner"] == self.seat.0);
        let ids = mine.filter_map(|one| u16::try_from(one["action"].as_u64()?).ok());
        let free = |id: &u16| {
            let action = view.doc(&format!("action/{id}"));
            action.is_some_and(|action| action["owner"].is_null())
        };
        ids.filter(free).find_map(|id| {
            let about = format!("take up {id}");
            let (does_not, wants) = (!self.did(&about), self.happens(TAKES_UP, &about));
            let assign = Agenda::Assign {
                action: ActionId(id),
                seat: self.seat,
                part: Some(Part::Owner),
            };
            let does = Does::Agenda(assign);
            (does_not && wants).then_some(Act { about, does })
        })
    }

    fn did(&self, about: &str) -> bool {
        self.did.contains(about)
    }
}

/// What a gift is, for luck: its number depends on who was first, this does not.
fn said_of(gift: &Value) -> String {
    format!("{} {} {}", gift["card"], gift["from"], gift["to"])
}
