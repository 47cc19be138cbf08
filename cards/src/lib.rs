//! Decks of competenties, as data.
//!
//! A deck is one TOML file that an organisation can write itself (`README.md` says how). This
//! crate holds the standard deck, reads and checks a file, and adds up what a deck says about the
//! types, roles and qualities. It does no I/O: who calls it brings the text.
//!
//! ```
//! let deck = cards::standard();
//! let lef = deck.card("lef").expect("the standard deck has this card");
//! assert_eq!(lef.label.get("nl"), "Lef: toch doen!");
//!
//! let problems = cards::read("format = 2").unwrap_err();
//! assert_eq!(problems[0].line, 1);
//! ```

mod balance;
mod deck;
pub mod limits;
mod problem;
mod read;
mod suggest;
mod weights;

use std::sync::LazyLock;

pub use balance::{Balance, Total, balance, warnings};
pub use deck::{Card, Cluster, Deck, Mark, Text, Texts};
pub use problem::Problem;
pub use read::{read, read_bytes, read_json};
pub use suggest::{Finder, Suggestion, suggest, words_of};
pub use weights::{Qualities, Roles, Types};

/// The file of the standard deck, to show, download or copy as a start for a deck of one's own.
pub const STANDARD_TOML: &str = include_str!("../decks/wijkgericht.toml");

/// The standard deck, *Wijkgericht werken*: 48 competenties in eight clusters.
pub fn standard() -> &'static Deck {
    // The file is part of the program, so a mistake in it is ours, and the tests find it first.
    static DECK: LazyLock<Deck> = LazyLock::new(|| match read(STANDARD_TOML) {
        Ok(deck) => deck,
        Err(problems) => panic!("the standard deck is wrong: {}", problems[0]),
    });
    &DECK
}
