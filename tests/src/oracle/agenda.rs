//! What is known of the werkagenda from what was accepted.

use game::{ActionField, ActionId, Agenda as Asked, Place};
use std::collections::{BTreeMap, BTreeSet};

/// The werkagenda, as far as who may see what of it.
#[derive(Clone, Debug, Default)]
pub(super) struct Agenda {
    /// Its phase was reached once: all see it from then on.
    pub(super) reached: bool,
    /// Each action that was ever added, and whether it was taken away.
    actions: BTreeMap<u16, bool>,
    /// Where somebody ever wrote.
    fields: BTreeSet<Place>,
    /// What was written; each text of a game is unlike all others.
    pub(super) texts: BTreeSet<String>,
}

impl Agenda {
    pub(super) fn worked(&mut self, asked: &Asked) {
        match asked {
            Asked::Write { place, text, .. } => self.write(*place, text),
            Asked::AddActions { actions } => {
                for new in actions {
                    let action = self.actions.keys().next_back().map_or(1, |last| last + 1);
                    self.actions.insert(action, false);
                    for (field, text) in
                        [(ActionField::What, &new.what), (ActionField::How, &new.how)]
                    {
                        if let Some(text) = text {
                            self.write(Place::Action(ActionId(action), field), text);
                        }
                    }
                }
            }
            Asked::RemoveAction { action, removed } => {
                self.actions.insert(action.0, *removed);
            }
            Asked::Settle { .. }
            | Asked::Need { .. }
            | Asked::ByFunction { .. }
            | Asked::Assign { .. } => {}
        }
    }

    fn write(&mut self, place: Place, text: &str) {
        self.fields.insert(place);
        let ours = |word: &&str| word.ends_with("-einde");
        let words = text.split([' ', ',']).filter(ours);
        self.texts.extend(words.map(str::to_string));
    }

    /// Every key there is of it.
    pub(super) fn keys(&self) -> BTreeSet<String> {
        let mut keys = BTreeSet::from(["agenda".to_string()]);
        keys.extend(self.fields.iter().map(|place| format!("field/{place}")));
        keys.extend(self.actions.keys().map(|action| format!("action/{action}")));
        if self.reached {
            keys.insert("proposal".to_string());
            let standing = self.actions.iter().filter(|(_, removed)| !**removed);
            keys.extend(standing.map(|(action, _)| format!("fit/{action}")));
        }
        keys
    }
}
