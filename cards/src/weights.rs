//! What a card says about a person, as small numbers: 0 nothing, 1 a little, 2 much, 3 most.
//!
//! Three ways to look at a person, each a struct with one number per type, role or quality.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Makes one struct of weights: its fields, their names in files, and a way to go over them.
macro_rules! weights {
    ($(#[$about:meta])* $name:ident, $count:literal: $($(#[$doc:meta])* $field:ident = $id:literal,)*) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
        #[serde(default)]
        pub struct $name {
            $($(#[$doc])* #[serde(rename = $id)] pub $field: u8,)*
        }

        impl $name {
            /// The names as they stand in deck files and exports, in a fixed order.
            pub const IDS: [&'static str; $count] = [$($id),*];

            /// The weights (0 to 3) in the order of [`Self::IDS`].
            pub fn values(&self) -> [u8; $count] {
                [$(self.$field),*]
            }

            pub(crate) fn from_values([$($field),*]: [u8; $count]) -> Self {
                Self { $($field),* }
            }
        }
    };
}

weights! {
    /// The four types of best persons. Each weight is 0 to 3.
    Types, 4:
    /// Driven, does things, improvises, cares little for the rules around them.
    alledaagse_doener = "alledaagse-doener",
    /// Deep in the daily life of residents; puts what is right before the rule.
    frontliniewerker = "frontliniewerker",
    /// Enterprising and empathic, with a broad network and contacts in formal bodies.
    sociale_ondernemer = "sociale-ondernemer",
    /// Eases tension between groups and services, and keeps them talking.
    bruggenbouwer = "bruggenbouwer",
}

weights! {
    /// The four roles of a wijkverbinder. Each weight is 0 to 3. (*Bruggenbouwer* is a role here
    /// and also one of the four types: two different things with the same name.)
    Roles, 4:
    /// Informs residents and civil servants.
    fixer = "fixer",
    /// Explores what is possible for initiatives and policy.
    innovatieve_ondernemer = "innovatieve-ondernemer",
    /// Signals what goes wrong and puts it on the agenda.
    bruggenbouwer = "bruggenbouwer",
    /// Makes talks between residents and officials possible.
    bemiddelaar = "bemiddelaar",
}

weights! {
    /// Five qualities of people who work in neighbourhoods. Each weight is 0 to 3.
    Qualities, 5:
    /// Explores, minds the process, feels with others.
    open = "open",
    /// Has direction and purpose.
    gedreven = "gedreven",
    /// Connects people, organisations, ways of thinking and interests.
    verbindend = "verbindend",
    /// Does, fixes, keeps things running with what there is.
    bricolerend = "bricolerend",
    /// Is there.
    er_zijn = "er-zijn",
}
