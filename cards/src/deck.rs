//! What a deck is: clusters, cards and their texts. Plain data, as it goes to the browser.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::weights::{Qualities, Roles, Types};

/// A deck of competenties. One that came from [`crate::read`] keeps every rule of
/// [`crate::limits`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Deck {
    /// Number of the file format, [`crate::limits::FORMAT`].
    pub format: u32,
    /// Stable name for logs and exports: `a`–`z`, `0`–`9` and `-`.
    pub id: String,
    /// Version of the texts, by whoever wrote them.
    pub version: String,
    /// Under which licence others may use the texts.
    pub licence: String,
    /// Name to show.
    pub name: Text,
    /// In the order of the file; colours and marks follow it.
    pub clusters: Vec<Cluster>,
    /// In the order of the file.
    pub cards: Vec<Card>,
}

/// A family of cards, with a mark of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Cluster {
    /// Stable name; cards point to it.
    pub id: String,
    /// Name to show.
    pub label: Text,
    /// The drawing on its cards.
    pub mark: Mark,
}

/// One competentie.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Card {
    /// Stable name: never changes once the deck is published.
    pub id: String,
    /// Id of its cluster.
    pub cluster: String,
    /// What stands large on the card.
    pub label: Text,
    /// One sentence that says what it means.
    pub description: Text,
    /// Two or three things a colleague can have seen ("zo herken je het").
    pub behaviours: Texts,
    /// An open question for the conversation.
    pub question: Text,
    /// Everyday words by which the text of an action finds this card. May be empty.
    #[serde(default)]
    pub search: Texts,
    /// What it says about the four types of best persons.
    pub types: Types,
    /// What it says about the four roles of a wijkverbinder.
    #[serde(default)]
    pub roles: Roles,
    /// What it says about the five qualities.
    #[serde(default)]
    pub qualities: Qualities,
    /// Why these weights, in one line. May be empty.
    #[serde(default)]
    pub reason: String,
    /// Where the card comes from. May be empty.
    #[serde(default)]
    pub sources: Vec<String>,
}

/// The drawings there are, one for each cluster of the standard deck.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum Mark {
    /// A bench.
    Bench,
    /// A winding path.
    Path,
    /// A lantern.
    Lantern,
    /// A bridge.
    Bridge,
    /// A wheelbarrow.
    Wheelbarrow,
    /// Paving tiles.
    Tiles,
    /// A megaphone.
    Megaphone,
    /// A string of lights.
    Lights,
}

impl Mark {
    /// Every mark, in the order of the clusters of the standard deck.
    pub const ALL: [Mark; 8] = [
        Mark::Bench,
        Mark::Path,
        Mark::Lantern,
        Mark::Bridge,
        Mark::Wheelbarrow,
        Mark::Tiles,
        Mark::Megaphone,
        Mark::Lights,
    ];

    /// Its name in deck files.
    pub fn id(self) -> &'static str {
        match self {
            Mark::Bench => "bench",
            Mark::Path => "path",
            Mark::Lantern => "lantern",
            Mark::Bridge => "bridge",
            Mark::Wheelbarrow => "wheelbarrow",
            Mark::Tiles => "tiles",
            Mark::Megaphone => "megaphone",
            Mark::Lights => "lights",
        }
    }
}

/// A text in Dutch, English or both. An empty one is not written yet; never both empty in a deck
/// that was read, except where a field may be empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct Text {
    /// Dutch.
    pub nl: String,
    /// English.
    pub en: String,
}

impl Text {
    /// The text in `language` (`"nl"` or `"en"`), or in the other one where that is not written.
    /// Any other language gives the Dutch text first.
    pub fn get(&self, language: &str) -> &str {
        match language {
            "en" if !self.en.is_empty() => &self.en,
            _ if !self.nl.is_empty() => &self.nl,
            _ => &self.en,
        }
    }
}

/// A list of texts per language, each list complete by itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct Texts {
    /// Dutch.
    pub nl: Vec<String>,
    /// English.
    pub en: Vec<String>,
}

impl Texts {
    /// The list in `language`, or in the other one where that is empty; as [`Text::get`].
    pub fn get(&self, language: &str) -> &[String] {
        match language {
            "en" if !self.en.is_empty() => &self.en,
            _ if !self.nl.is_empty() => &self.nl,
            _ => &self.en,
        }
    }
}

impl Deck {
    /// The card with this id.
    pub fn card(&self, id: &str) -> Option<&Card> {
        self.cards.iter().find(|card| card.id == id)
    }

    /// The cluster with this id.
    pub fn cluster(&self, id: &str) -> Option<&Cluster> {
        self.clusters.iter().find(|cluster| cluster.id == id)
    }

    /// The deck as JSON, on one line. Equal decks give equal bytes, so a hash of it names the
    /// deck. `serde_json` reads it back; use [`crate::read_json`] for JSON that others sent.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).expect("strings, numbers and lists always become JSON")
    }

    /// The deck as a file that [`crate::read`] reads back to an equal deck.
    pub fn to_toml(&self) -> String {
        /// A file says `[[card]]`, one at a time; everywhere else a list of them is `cards`.
        #[derive(Serialize)]
        struct File<'d> {
            format: u32,
            id: &'d str,
            version: &'d str,
            licence: &'d str,
            name: &'d Text,
            cluster: &'d [Cluster],
            card: &'d [Card],
        }
        let file = File {
            format: self.format,
            id: &self.id,
            version: &self.version,
            licence: &self.licence,
            name: &self.name,
            cluster: &self.clusters,
            card: &self.cards,
        };
        toml::to_string(&file).expect("strings, numbers and lists always become TOML")
    }
}
