//! What all saw of the cards that only some know: how many travelled, which lie open, which nobody has.
//! An export tells that, and neither whose card lies there nor what is in a hand; so the rules could not
//! say it of what is told alone.

use crate::document::{Audience, Document, Key, document};
use crate::ids::CardId;
use crate::state::{Laid, Open, State};
use serde::{Deserialize, Serialize};

/// Cards as all see them. What is absent is as it follows from what is told. Files and logs from when
/// all saw how many cards were in a hand say that too; it is read past.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Seen {
    /// The open table, in order: each card, and whether it is a wish of the team while it lies there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub table: Option<Vec<(CardId, bool)>>,
    /// In the conversation: the deck's cards that nobody has, in its order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stack: Option<Vec<CardId>>,
    /// How many cards have travelled, as all were told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub flow: Option<u32>,
}

impl Seen {
    /// All of it, as who watches sees it now.
    pub fn of(state: &State) -> Seen {
        Seen {
            table: Some(state.open_cards()),
            stack: state.seen_stack(),
            flow: seen_flow(state),
        }
    }

    /// What of it must be told where `told` is what followed so far; `None` if nothing.
    pub fn beyond(mut self, told: &Seen) -> Option<Seen> {
        // What nobody has follows from what lies there too.
        if self.table == told.table {
            self.table = None;
            if self.stack == told.stack {
                self.stack = None;
            }
        }
        if self.flow == told.flow {
            self.flow = None;
        }
        (!self.says_nothing()).then_some(self)
    }

    /// Whether it tells nothing.
    pub fn says_nothing(&self) -> bool {
        *self == Seen::default()
    }
}

/// How many cards travelled, where all see it.
fn seen_flow(state: &State) -> Option<u32> {
    match document(state, Key::Flow, Audience::Watcher) {
        Some(Document::Flow(flow)) => Some(flow.gifts),
        _ => None,
    }
}

/// The effect of [`crate::Event::Seen`].
pub(crate) fn apply(state: &mut State, seen: &Seen) {
    if let Some(flow) = seen.flow {
        state.flow.set(flow);
    }
    if let Some(table) = &seen.table {
        let lies = |(card, wish): &(CardId, bool)| Open {
            card: card.clone(),
            laid: Laid::Untold { wish: *wish },
        };
        state.table = table.iter().map(lies).collect();
    }
    if let Some(stack) = &seen.stack {
        let had = state.deck().filter(|card| !stack.contains(card));
        state.had = had.cloned().collect();
    }
}
