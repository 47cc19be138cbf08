//! The story of a session in plain lines, one for each event, as it happened.

use crate::clock::utc;
use game::{CardId, Entry, Event, GiftId, Part, PassId, Role, Seat, Seen, State, TextId};
use std::collections::BTreeMap;

/// Tells entry after entry.
#[derive(Default)]
pub(super) struct Story {
    state: State,
    /// All gifts ever given, also those taken back.
    gifts: BTreeMap<GiftId, (CardId, Seat, Seat)>,
}

impl Story {
    /// Adds the lines of the next entry.
    pub(super) fn tell(&mut self, entry: &Entry, lines: &mut String) {
        self.state.absorb(entry);
        let at = utc(entry.at).strftime("%F %T");
        for event in &entry.events {
            if let Event::Given {
                gift,
                card,
                from,
                to,
                ..
            } = event
            {
                self.gifts.insert(*gift, (card.clone(), *from, *to));
            }
            let line = self.line(event);
            // What people wrote must not steer the terminal.
            let line = line.replace(char::is_control, "·");
            lines.push_str(&format!("{:>5}  {at}  {line}\n", entry.seq));
        }
    }

    fn line(&self, event: &Event) -> String {
        match event {
            Event::Opened {
                title,
                team,
                retention_days,
                deck,
                ..
            } => format!(
                "session {} of {}, with the deck {}, kept {retention_days} days",
                self.text(Some(*title)),
                self.text(Some(*team)),
                deck.id
            ),
            Event::Admitted { pass, .. } => format!("{} is let in", self.pass(*pass)),
            Event::Withdrawn { pass } => format!("{} is let in no more", self.pass(*pass)),
            Event::Joined {
                seat,
                proxy,
                leader,
                ..
            } => {
                let how = match (proxy, leader) {
                    (Some(_), _) => ", without a device",
                    (None, Some(_)) => ", who leads too",
                    (None, None) => "",
                };
                format!("{} takes seat {}{how}", self.described(*seat), seat.0)
            }
            Event::Described { seat, .. } => {
                format!("seat {} is now {}", seat.0, self.described(*seat))
            }
            Event::PhaseMoved { to } => format!("phase: {}", word(to)),
            Event::Dealt { size, hands } => {
                format!("{} hands of {size} cards are dealt", hands.len())
            }
            Event::Given {
                gift,
                reason,
                source,
                ..
            } => {
                let source = match source {
                    game::Source::Hand => "",
                    game::Source::Table => ", from the open table",
                    game::Source::Stack => ", from the stack",
                    game::Source::Also(_) => ", as well",
                };
                format!("{}{source}{}", self.gift(*gift), self.bracketed(*reason))
            }
            Event::TakenBack { gift } => format!("taken back: {}", self.gift(*gift)),
            Event::LaidOpen { seat, card } => {
                format!("card {card}: {} lays it open", self.name(*seat))
            }
            Event::PickedUp { seat, card } => {
                format!("card {card}: {} picks it up again", self.name(*seat))
            }
            Event::Seen(seen) => Self::lies(seen),
            Event::ReadySet { seat, ready } => {
                let not = if *ready { "" } else { "not " };
                format!("{} is {not}ready", self.name(*seat))
            }
            Event::TurnStarted { seat: Some(seat) } => {
                format!("{} is aan de beurt", self.name(*seat))
            }
            Event::TurnStarted { seat: None } => "tafelronde".into(),
            Event::Picked { gift, picked } => {
                let what = if *picked { "picked" } else { "put down" };
                format!("{what} to talk about: {}", self.gift(*gift))
            }
            Event::Answered { gift, answer } => {
                let answer = match answer {
                    game::Answer::Recognise => "herken ik",
                    game::Answer::TalkOn => "hier wil ik over doorpraten",
                    game::Answer::LetLie => "deze laat ik liggen",
                };
                format!("{answer}: {}", self.gift(*gift))
            }
            Event::Seconded { gift, seat, on } => {
                let not = if *on { "" } else { "no more " };
                let name = self.name(*seat);
                format!("{name} sees it {not}too: {}", self.gift(*gift))
            }
            Event::Reworded { gift, by, wording } => match wording {
                Some(_) => format!(
                    "{} rewords {}{}",
                    self.name(*by),
                    self.gift(*gift),
                    self.bracketed(*wording)
                ),
                None => format!("in the card's own words again: {}", self.gift(*gift)),
            },
            Event::Left { seat } => format!("{} leaves", self.name(*seat)),
            Event::Returned { seat } => format!("{} is back", self.name(*seat)),
            Event::LockSet { locked: true } => "nobody can join any more".into(),
            Event::LockSet { locked: false } => "one can join again".into(),
            Event::Forgotten { seat, texts, .. } => format!(
                "{} (seat {}) is forgotten; {} texts are wiped",
                self.name(*seat),
                seat.0,
                texts.len()
            ),
            Event::Wiped { texts } => format!("{} texts are wiped", texts.len()),
            Event::Wrote { place, stands, .. } => {
                format!("werkagenda {place}: now{}", self.bracketed(*stands))
            }
            Event::Offered { place, text, .. } => {
                format!("werkagenda {place}: beside it{}", self.bracketed(*text))
            }
            Event::Settled {
                place, taken: true, ..
            } => format!("werkagenda {place}: what stood beside it is taken"),
            Event::Settled {
                place,
                taken: false,
                ..
            } => format!("werkagenda {place}: what stood beside it goes"),
            Event::ActionAdded { action } => format!("action {} comes on the agenda", action.0),
            Event::ActionRemoved {
                action,
                removed: true,
            } => format!("action {} is taken away", action.0),
            Event::ActionRemoved {
                action,
                removed: false,
            } => format!("action {} is put back", action.0),
            Event::NeedsSet { action, cards } => {
                let cards: Vec<String> = cards.iter().map(ToString::to_string).collect();
                format!("action {} needs: {}", action.0, cards.join(", "))
            }
            Event::FunctionSet { action, seat } => {
                let who = seat.map_or_else(|| "not said".into(), |seat| self.name(seat));
                format!("action {} by function: {who}", action.0)
            }
            Event::Assigned { action, seat, part } => {
                let what = match part {
                    Some(Part::Owner) => "takes up",
                    Some(Part::Helper) => "helps with",
                    None => "no more has a part in",
                };
                format!("{} {what} action {}", self.name(*seat), action.0)
            }
            Event::CapSet { cap } => format!("at most {cap} actions a member"),
        }
    }

    fn text(&self, id: Option<TextId>) -> String {
        let text = id.and_then(|id| self.state.text(id));
        text.map_or_else(|| "(wiped)".into(), |text| format!("“{text}”"))
    }

    /// A reason or wording behind what it belongs to; nothing where there is none.
    fn bracketed(&self, id: Option<TextId>) -> String {
        let text = id.and_then(|id| self.state.text(id));
        text.map(|text| format!(" ({text})")).unwrap_or_default()
    }

    fn name(&self, seat: Seat) -> String {
        let member = self.state.seats().get(&seat);
        let name = member.and_then(|member| self.state.text(member.name?));
        name.map_or_else(|| nameless(seat), str::to_owned)
    }

    fn described(&self, seat: Seat) -> String {
        let member = self.state.seats().get(&seat);
        let more = member.map(|member| [member.function, member.sector]);
        let more = more.into_iter().flatten().flatten();
        let more: Vec<&str> = more.filter_map(|id| self.state.text(id)).collect();
        let name = self.name(seat);
        if more.is_empty() {
            name
        } else {
            format!("{name} ({})", more.join(", "))
        }
    }

    fn pass(&self, id: PassId) -> String {
        let Some(pass) = self.state.passes().get(&id) else {
            return format!("pass {}", id.0);
        };
        let role = match pass.role {
            Role::Facilitator => "facilitator",
            Role::Screen => "screen",
            Role::Observer => "observer",
        };
        let name = pass.name.and_then(|name| self.state.text(name));
        match name {
            Some(name) => format!("{role} {name} (pass {})", id.0),
            None => format!("{role} (pass {})", id.0),
        }
    }

    /// `open on the table: lef, structuur; 3 cards have travelled`
    fn lies(seen: &Seen) -> String {
        let all = |ids: Vec<String>| {
            if ids.is_empty() {
                "nothing".into()
            } else {
                ids.join(", ")
            }
        };
        let Seen { table, stack, flow } = seen;
        let table = table.iter().map(|cards| {
            let ids = cards.iter().map(|(card, _)| card.to_string());
            format!("open on the table: {}", all(ids.collect()))
        });
        let stack = stack.iter().map(|cards| {
            let ids = cards.iter().map(ToString::to_string);
            format!("with nobody: {}", all(ids.collect()))
        });
        let flow = flow
            .iter()
            .map(|gifts| format!("{gifts} cards have travelled"));
        let parts: Vec<String> = table.chain(stack).chain(flow).collect();
        parts.join("; ")
    }

    fn gift(&self, id: GiftId) -> String {
        match self.gifts.get(&id) {
            Some((card, from, to)) => {
                format!("card {card}: {} → {}", self.name(*from), self.name(*to))
            }
            None => format!("gift {}", id.0),
        }
    }
}

/// *Teamlid C*, as on the screens.
fn nameless(seat: Seat) -> String {
    let letter = seat.0.checked_sub(1).filter(|at| *at < 26);
    let letter = letter.and_then(|at| u8::try_from(at).ok());
    match letter {
        Some(at) => format!("Teamlid {}", char::from(b'A' + at)),
        None => format!("Teamlid {}", seat.0),
    }
}

/// A value's own name, as in the protocol.
fn word(value: &impl serde::Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        _ => "?".into(),
    }
}
