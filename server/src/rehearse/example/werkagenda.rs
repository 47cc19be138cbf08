//! The werkagenda round of the example: the fields, the actions, and what the team decides.

use super::Table;
use super::agenda::{ACTIONS, Action, FIELDS};
use anyhow::Context;
use game::{ActionId, Agenda, Base, NewAction, Part, Place, Seat};
use serde_json::Value;

/// Everything of it, after its phase has begun.
pub(super) async fn write(table: &mut Table) -> anyhow::Result<()> {
    for (field, text, by) in FIELDS {
        table.write(by, field, text).await?;
    }
    let actions = ACTIONS.iter().map(new).collect();
    table.agenda(0, Agenda::AddActions { actions }).await?;
    for (number, action) in (1..).zip(&ACTIONS) {
        for (field, text, by) in action.smart {
            table.write(*by, &format!("{number}/{field}"), text).await?;
        }
        let id = ActionId(number);
        if !action.needs.is_empty() {
            table.need(id, action.needs).await?;
        }
        if let Some(seat) = action.by_function {
            let by_function = Agenda::ByFunction {
                action: id,
                seat: Some(Seat(seat)),
            };
            table.agenda(0, by_function).await?;
        }
    }
    for (number, action) in (1..).zip(&ACTIONS) {
        for (place, seat) in action.decided.iter().enumerate() {
            let assign = Agenda::Assign {
                action: ActionId(number),
                seat: Seat(*seat),
                part: Some(if place == 0 {
                    Part::Owner
                } else {
                    Part::Helper
                }),
            };
            table.agenda(*seat, assign).await?;
        }
    }
    Ok(())
}

fn new(action: &Action) -> NewAction {
    let text = |text: &str| (!text.is_empty()).then(|| text.to_string());
    NewAction {
        what: text(action.what),
        with_whom: text(action.with_whom),
        how: text(action.how),
        when: text(action.when),
    }
}

impl Table {
    /// By the member of that seat; 0 is the facilitator.
    async fn agenda(&mut self, seat: u16, asked: Agenda) -> anyhow::Result<()> {
        let player = match seat {
            0 => &mut self.leader,
            _ => self.member(seat)?,
        };
        let n = player.ask_agenda(asked).await;
        let outcome = player.insist(n).await?;
        self.seen(outcome).await
    }

    async fn write(&mut self, by: u16, field: &str, text: &str) -> anyhow::Result<()> {
        let place: Place = field.parse().ok().context("there is no such field")?;
        let write = Agenda::Write {
            place,
            base: Base::default(),
            text: text.to_string(),
        };
        self.agenda(by, write).await
    }

    /// Takes away what is suggested and not needed, and adds what is missing. What stands there
    /// already is agreed with.
    async fn need(&mut self, action: ActionId, needs: &[&str]) -> anyhow::Result<()> {
        let document = self.leader.view.doc(&format!("action/{}", action.0));
        let document = document.context("an action is missing")?;
        let stand = document["needs"].as_array().into_iter().flatten();
        let stand: Vec<String> = stand
            .filter_map(Value::as_str)
            .map(str::to_string)
            .collect();
        let too_many = stand.iter().filter(|card| !needs.contains(&card.as_str()));
        let too_many = too_many.map(|card| (card.as_str(), false));
        let missing = needs
            .iter()
            .filter(|card| !stand.iter().any(|other| other == *card));
        let missing = missing.map(|card| (*card, true));
        let mut changes: Vec<(&str, bool)> = too_many.chain(missing).collect();
        if changes.is_empty() {
            changes.extend(needs.first().map(|card| (*card, true)));
        }
        for (by, (card, on)) in [1, 3, 2, 4].into_iter().cycle().zip(changes) {
            let card = card.into();
            self.agenda(by, Agenda::Need { action, card, on }).await?;
        }
        Ok(())
    }
}
