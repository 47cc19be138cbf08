//! The places of the werkagenda where people write, and their names on the wire.

use crate::ids::ActionId;
use crate::text::{AGENDA_LINE_CHARS_MAX, AGENDA_TEXT_CHARS_MAX};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use ts_rs::TS;

/// A place where people write: `situation`, or `2/how` of the second action.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(into = "String", try_from = "String")]
#[ts(type = "string")]
pub enum Place {
    /// Of the agenda as a whole.
    Agenda(AgendaField),
    /// Of one action.
    Action(ActionId, ActionField),
}

/// Makes an enum of fields with their names on the wire, all of them in the order of the workbook.
macro_rules! fields {
    ($(#[$about:meta])* $name:ident, $count:literal: $($(#[$doc:meta])* $field:ident = $id:literal, $max:expr;)*) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[$doc])* $field,)*
        }

        impl $name {
            /// All of them, in the order of the workbook.
            pub const ALL: [$name; $count] = [$($name::$field),*];

            /// Its name on the wire.
            pub fn id(self) -> &'static str {
                match self {
                    $($name::$field => $id,)*
                }
            }

            /// The most characters that fit.
            pub fn chars_max(self) -> usize {
                match self {
                    $($name::$field => $max,)*
                }
            }
        }
    };
}

fields! {
    /// The fields of the werkagenda as a whole (workbook §3.5).
    AgendaField, 5:
    /// What the case is called.
    Title = "title", AGENDA_LINE_CHARS_MAX;
    /// What is going on.
    Situation = "situation", AGENDA_TEXT_CHARS_MAX;
    /// On the own organisation and the own competenties.
    Reflection = "reflection", AGENDA_TEXT_CHARS_MAX;
    /// Where the team wants to go.
    Direction = "direction", AGENDA_TEXT_CHARS_MAX;
    /// What others already put energy in that this can be linked to.
    Koppelkansen = "koppelkansen", AGENDA_TEXT_CHARS_MAX;
}

fields! {
    /// The fields of an action. `when` is the T of SMART.
    ActionField, 8:
    /// What is taken up.
    What = "what", AGENDA_LINE_CHARS_MAX;
    /// With whom, in words.
    WithWhom = "with_whom", AGENDA_LINE_CHARS_MAX;
    /// How.
    How = "how", AGENDA_TEXT_CHARS_MAX;
    /// By when: tijdsgebonden.
    When = "when", AGENDA_LINE_CHARS_MAX;
    /// Specifiek.
    Specific = "specific", AGENDA_TEXT_CHARS_MAX;
    /// Meetbaar.
    Measurable = "measurable", AGENDA_TEXT_CHARS_MAX;
    /// Acceptabel.
    Acceptable = "acceptable", AGENDA_TEXT_CHARS_MAX;
    /// Realistisch.
    Realistic = "realistic", AGENDA_TEXT_CHARS_MAX;
}

impl Place {
    /// The most characters that fit here.
    pub fn chars_max(self) -> usize {
        match self {
            Place::Agenda(field) => field.chars_max(),
            Place::Action(_, field) => field.chars_max(),
        }
    }

    /// The action it is of.
    pub fn action(self) -> Option<ActionId> {
        match self {
            Place::Agenda(_) => None,
            Place::Action(action, _) => Some(action),
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::Agenda(field) => f.write_str(field.id()),
            Place::Action(action, field) => write!(f, "{}/{}", action.0, field.id()),
        }
    }
}

impl From<Place> for String {
    fn from(place: Place) -> String {
        place.to_string()
    }
}

/// No such place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownPlace;

impl fmt::Display for UnknownPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no such place; see PROTOCOL.md")
    }
}

impl FromStr for Place {
    type Err = UnknownPlace;

    fn from_str(name: &str) -> Result<Place, UnknownPlace> {
        match name.split_once('/') {
            None => AgendaField::ALL
                .into_iter()
                .find(|field| field.id() == name)
                .map(Place::Agenda),
            Some((number, name)) => number.parse().ok().and_then(|number| {
                ActionField::ALL
                    .into_iter()
                    .find(|field| field.id() == name)
                    .map(|field| Place::Action(ActionId(number), field))
            }),
        }
        .ok_or(UnknownPlace)
    }
}

impl TryFrom<String> for Place {
    type Error = UnknownPlace;

    fn try_from(name: String) -> Result<Place, UnknownPlace> {
        name.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_is_read_back_from_its_name() {
        let agenda = AgendaField::ALL.map(Place::Agenda);
        let action = ActionField::ALL.map(|field| Place::Action(ActionId(12), field));
        for place in agenda.into_iter().chain(action) {
            assert_eq!(place.to_string().parse(), Ok(place));
        }
        for bad in [
            "",
            "what",
            "0x/what",
            "12/title",
            "-1/what",
            "1/what/x",
            "99999/what",
        ] {
            assert_eq!(bad.parse::<Place>(), Err(UnknownPlace), "{bad}");
        }
    }
}
