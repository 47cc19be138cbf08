//! What one person sees: the documents they were sent, folded as any client folds them.

use crate::frame::{Doing, You};
use game::{Phase, Seat};
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;

/// A frame that breaks the protocol.
#[derive(Debug, thiserror::Error, PartialEq)]
pub enum Wrong {
    /// Not JSON.
    #[error("a frame is not JSON")]
    NotJson,
    /// No frame of the protocol.
    #[error("a frame is none of the protocol")]
    Unknown,
    /// A change is missing.
    #[error("a change has number {got} after {had}")]
    Gap {
        /// Number of the last change.
        had: u64,
        /// Number of this one.
        got: u64,
    },
    /// The server of the same log stands before what it has shown.
    #[error("a welcome has number {got} after {had} of the same log")]
    Back {
        /// Number of the last change.
        had: u64,
        /// Number of the welcome.
        got: u64,
    },
    /// Documents were dropped that were not there.
    #[error("{0} was dropped and was not there")]
    Drop(String),
}

/// The documents of one person.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct View {
    /// Who the server takes this person for; `None` before the first welcome.
    pub you: Option<You>,
    /// Which log, audience and build.
    pub epoch: String,
    /// Of the last change.
    pub seq: u64,
    /// By key.
    pub docs: BTreeMap<String, Value>,
    /// Who is here, and what they are doing.
    pub here: BTreeMap<String, Doing>,
}

#[derive(Deserialize)]
struct WelcomeFrame {
    welcome: Welcome,
}

#[derive(Deserialize)]
struct Welcome {
    you: You,
    epoch: String,
    seq: u64,
    docs: BTreeMap<String, Value>,
}

#[derive(Deserialize)]
struct Change {
    seq: u64,
    #[serde(default)]
    put: BTreeMap<String, Value>,
    #[serde(default)]
    drop: Vec<String>,
}

#[derive(Deserialize)]
struct Here {
    here: BTreeMap<String, Doing>,
}

impl View {
    /// Folds a welcome in. With the epoch and number it has already it keeps what it has.
    pub(super) fn welcome(&mut self, frame: Value) -> Result<(), Wrong> {
        let WelcomeFrame { welcome } = read(frame)?;
        let same_log = welcome.epoch == self.epoch;
        if same_log && welcome.seq < self.seq {
            return Err(Wrong::Back {
                had: self.seq,
                got: welcome.seq,
            });
        }
        let keeps = same_log && welcome.seq == self.seq;
        if !keeps || !welcome.docs.is_empty() {
            self.docs = welcome.docs;
        }
        self.you = Some(welcome.you);
        self.epoch = welcome.epoch;
        self.seq = welcome.seq;
        Ok(())
    }

    /// Folds any other frame in that is no answer.
    pub(super) fn take_in(&mut self, frame: Value) -> Result<(), Wrong> {
        if frame.get("here").is_some() {
            self.here = read::<Here>(frame)?.here;
            return Ok(());
        }
        let change: Change = read(frame)?;
        if change.seq != self.seq + 1 {
            return Err(Wrong::Gap {
                had: self.seq,
                got: change.seq,
            });
        }
        self.seq = change.seq;
        for key in change.drop {
            if self.docs.remove(&key).is_none() {
                return Err(Wrong::Drop(key));
            }
        }
        self.docs.extend(change.put);
        Ok(())
    }

    /// The document of that key.
    pub fn doc(&self, key: &str) -> Option<&Value> {
        self.docs.get(key)
    }

    /// Where the session is.
    pub fn phase(&self) -> Option<Phase> {
        serde_json::from_value(self.doc("session")?["phase"].clone()).ok()
    }

    /// Who is *aan de beurt*.
    pub fn turn(&self) -> Option<Seat> {
        serde_json::from_value(self.doc("session")?["turn"].clone()).ok()?
    }

    /// One's own seat, for a member.
    pub fn seat(&self) -> Option<Seat> {
        match self.you {
            Some(You::Member { seat }) => Some(seat),
            _ => None,
        }
    }

    /// All seats with their documents.
    pub fn seats(&self) -> impl Iterator<Item = (Seat, &Value)> {
        self.of("seat/")
            .filter_map(|(number, document)| Some((Seat(u16::try_from(number).ok()?), document)))
    }

    /// Members who have not left.
    pub fn present(&self) -> impl Iterator<Item = Seat> {
        self.seats()
            .filter(|(_, document)| document["away"] == false)
            .map(|(seat, _)| seat)
    }

    /// The gifts this person can see.
    pub fn gifts(&self) -> impl Iterator<Item = (u32, &Value)> {
        self.of("gift/")
    }

    /// The actions of the werkagenda, if this person can see them.
    pub fn actions(&self) -> Vec<u64> {
        let actions = self.doc("agenda").map(|agenda| agenda["actions"].clone());
        let actions = actions.and_then(|actions| serde_json::from_value(actions).ok());
        actions.unwrap_or_default()
    }

    /// Cards in that seat's hand, if this person can see them.
    pub fn hand(&self, seat: Seat) -> Vec<String> {
        self.cards(&format!("hand/{}", seat.0), "cards")
    }

    /// Cards on the open table.
    pub fn table(&self) -> Vec<String> {
        self.cards("table", "cards")
    }

    /// Cards that were not dealt and can be given.
    pub fn stack(&self) -> Vec<String> {
        self.cards("table", "stack")
    }

    /// Keys and numbers without any text: what a failed wait may show.
    pub fn summary(&self) -> String {
        let keys: Vec<&str> = self.docs.keys().map(String::as_str).collect();
        format!(
            "seq {}, phase {:?}, turn {:?}: {}",
            self.seq,
            self.phase(),
            self.turn(),
            keys.join(" ")
        )
    }

    fn cards(&self, key: &str, field: &str) -> Vec<String> {
        self.doc(key)
            .and_then(|document| serde_json::from_value(document[field].clone()).ok())
            .unwrap_or_default()
    }

    fn of<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = (u32, &'a Value)> {
        self.docs.iter().filter_map(move |(key, document)| {
            let number = key.strip_prefix(prefix)?.parse().ok()?;
            Some((number, document))
        })
    }
}

fn read<T: serde::de::DeserializeOwned>(frame: Value) -> Result<T, Wrong> {
    serde_json::from_value(frame).map_err(|_| Wrong::Unknown)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn welcomed(seq: u64, docs: Value) -> View {
        let mut view = View::default();
        let frame =
            json!({"welcome": {"you": {"role": "screen"}, "epoch": "e", "seq": seq, "docs": docs}});
        view.welcome(frame).expect("a welcome");
        view
    }

    #[test]
    fn a_change_puts_and_drops() {
        let mut view = welcomed(3, json!({"a": 1, "b": 2}));
        view.take_in(json!({"seq": 4, "at": "", "put": {"c": 3}, "drop": ["a"]}))
            .expect("the next");
        assert_eq!(view.docs.keys().collect::<Vec<_>>(), ["b", "c"]);
        let gap = view.take_in(json!({"seq": 6, "at": ""}));
        assert_eq!(gap, Err(Wrong::Gap { had: 4, got: 6 }));
    }

    #[test]
    fn a_welcome_with_what_it_has_keeps_the_store() {
        let mut view = welcomed(3, json!({"a": 1}));
        let again = |epoch: &str, seq: u64| json!({"welcome": {"you": {"role": "screen"}, "epoch": epoch, "seq": seq, "docs": {}}});
        view.welcome(again("e", 3)).expect("a welcome");
        assert_eq!(view.docs.len(), 1);
        view.welcome(again("other", 2)).expect("a welcome");
        assert_eq!(view.docs.len(), 0);
        let back = view.welcome(again("other", 1));
        assert_eq!(back, Err(Wrong::Back { had: 2, got: 1 }));
    }
}
