//! From the text of an action to the competenties it asks for.
//!
//! A card is found by the words of its label and by its search words. The formula is our own
//! choice, after the usual weighing of words in search (a word that is on fewer cards says more):
//!
//! ```text
//! score(card) = Σ over the different words w of the text:
//!                 the highest of  kind(c) · part(w, c) · rarity(c)  over the words c of the card
//!             + Σ over the search words p of several words that stand in the text:
//!                 kind(p) · 2 · rarity(p)
//! kind    3 a word of the label, 2 a search word
//! part    2 the same stem
//!         1 a stem w that is on no card, and begins or ends with c (bewonersgesprek, gesprek) or
//!           is the end of c (corporatie, woningcorporatie); the shorter of the two has 5 letters
//!           or more, the rest 3 or more
//! rarity  ln(1 + cards in the deck / cards with this word), in thousandths
//! ```
//!
//! The score only orders the cards of one text; it means nothing between texts and is told to
//! nobody.

mod words;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{Card, Deck};
use words::{Word, words};

/// How much a word of the label counts, and a search word: who wrote the deck chose the label
/// first, and people read it on the card.
const LABEL: u64 = 3;
const SEARCH: u64 = 2;
/// How much the same word counts, and one that is part of the other.
const WHOLE: u64 = 2;
const PART: u64 = 1;
/// Letters of a stem that may be found inside a longer one, and letters that are left then at
/// least. With fewer every word is inside some other.
const PART_LETTERS: usize = 5;
const REST_LETTERS: usize = 3;
/// Letters of the longest stem that is taken apart; no Dutch word is as long, and the work grows
/// with the square of it.
const APART_LETTERS_MAX: usize = 60;
/// Words of the text among which a search word of several words must be, beyond its own: Dutch
/// puts words in between ("verhalen van bewoners ophalen").
const WORDS_BETWEEN: usize = 3;

/// The words a card is found by: its label and its search words, in Dutch.
pub fn words_of(card: &Card) -> Vec<String> {
    let label = card.label.get("nl").to_string();
    std::iter::once(label)
        .chain(card.search.get("nl").iter().cloned())
        .collect()
}

/// The competenties that the text of an action asks for, best first. Who asks often keeps a
/// [`Finder`].
pub fn suggest(deck: &Deck, text: &str) -> Vec<Suggestion> {
    let cards = deck.cards.iter();
    Finder::new(cards.map(|card| (card.id.as_str(), words_of(card)))).suggest(text)
}

/// A card that the text asks for, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Suggestion {
    /// Id of the card.
    pub card: String,
    /// The pieces of the text it was found by, as they are written there, in their order: mostly
    /// one word each. Never empty.
    pub words: Vec<String>,
}

/// Finds cards for a text. Made once for a deck (some milliseconds), then asked often.
#[derive(Debug, Clone)]
pub struct Finder {
    cards: Vec<String>,
    /// By the stem of a word: the cards that have it.
    whole: HashMap<String, Vec<Found>>,
    /// By what a longer stem ends with: the cards that have the longer one.
    inside: HashMap<String, Vec<Found>>,
    several: Vec<Several>,
    /// By a stem: the ones of `several` it stands in.
    standing: HashMap<String, Vec<usize>>,
}

/// That a word leads to a card, and how much it counts.
#[derive(Debug, Clone, Copy)]
struct Found {
    card: usize,
    /// Kind times rarity; part comes with the text.
    counts: u64,
}

/// A search word of several words: stems that must stand near each other.
#[derive(Debug, Clone)]
struct Several {
    stems: Vec<String>,
    /// The cards that have it.
    found: Vec<Found>,
}

impl Finder {
    /// A finder for cards, each with its id and its words as [`words_of`] gives them: first the
    /// label, of which every word counts by itself, then the search words, each as a whole.
    pub fn new<Id, Words>(cards: impl IntoIterator<Item = (Id, Words)>) -> Self
    where
        Id: Into<String>,
        Words: IntoIterator<Item: AsRef<str>>,
    {
        let mut ids = Vec::new();
        // By what is looked for (one stem or several): the cards, each with its highest kind.
        let mut kinds: BTreeMap<BTreeSet<String>, Vec<(usize, u64)>> = BTreeMap::new();
        for (card, (id, texts)) in cards.into_iter().enumerate() {
            ids.push(id.into());
            for (at, text) in texts.into_iter().enumerate() {
                let parts = words(text.as_ref());
                let kind = if at == 0 { LABEL } else { SEARCH };
                let looked_for: Vec<BTreeSet<String>> = if at == 0 || parts.len() == 1 {
                    let tell = parts.into_iter().filter(|word| word.tells);
                    tell.map(|word| BTreeSet::from([word.stem])).collect()
                } else {
                    vec![parts.into_iter().map(|word| word.stem).collect()]
                };
                for stems in looked_for.into_iter().filter(|stems| !stems.is_empty()) {
                    let of = kinds.entry(stems).or_default();
                    match of.iter_mut().find(|(of, _)| *of == card) {
                        Some((_, highest)) => *highest = kind.max(*highest),
                        None => of.push((card, kind)),
                    }
                }
            }
        }

        let mut finder = Self {
            whole: HashMap::new(),
            inside: HashMap::new(),
            several: Vec::new(),
            standing: HashMap::new(),
            cards: ids,
        };
        for (stems, of) in kinds {
            let rarity = rarity(finder.cards.len(), of.len());
            let found = of.into_iter().map(|(card, kind)| Found {
                card,
                counts: kind * rarity,
            });
            finder.add(stems.into_iter().collect(), found.collect());
        }
        finder
    }

    fn add(&mut self, mut stems: Vec<String>, found: Vec<Found>) {
        if stems.len() > 1 {
            for stem in &stems {
                let standing = self.standing.entry(stem.clone()).or_default();
                standing.push(self.several.len());
            }
            self.several.push(Several { stems, found });
        } else if let Some(stem) = stems.pop() {
            for (part, _) in parts(&stem).filter(|(_, end)| *end) {
                let inside = self.inside.entry(part.to_owned()).or_default();
                inside.extend(&found);
            }
            self.whole.insert(stem, found);
        }
    }

    /// Every card that the text asks for, best first and, where two count alike, in the order of
    /// the deck. Empty for a text without a word that is known.
    pub fn suggest(&self, text: &str) -> Vec<Suggestion> {
        let words = words(text);
        let mut scores = vec![0; self.cards.len()];
        let mut evidence = vec![BTreeSet::new(); self.cards.len()];

        let mut seen = BTreeSet::new();
        for word in words.iter().filter(|word| word.tells) {
            if !seen.insert(word.stem.as_str()) {
                continue;
            }
            for (card, counts) in self.by(&word.stem) {
                scores[card] += counts;
                evidence[card].insert((word.at.start, word.at.end));
            }
        }
        for (several, at) in self.places(&words) {
            for found in &several.found {
                scores[found.card] += found.counts * WHOLE;
                evidence[found.card].insert((at.start, at.end));
            }
        }

        let mut found: Vec<usize> = (0..scores.len()).filter(|card| scores[*card] > 0).collect();
        // Stable, so the order of the deck is kept among equals.
        found.sort_by_key(|card| std::cmp::Reverse(scores[*card]));
        found
            .into_iter()
            .map(|card| Suggestion {
                card: self.cards[card].clone(),
                words: pieces(text, &evidence[card]),
            })
            .collect()
    }

    /// The search words of several words that stand in a text, each at its narrowest place there,
    /// and of those the first.
    fn places(&self, words: &[Word]) -> impl Iterator<Item = (&Several, Range<usize>)> {
        let mut narrowest: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
        for (first, word) in words.iter().enumerate() {
            for several in self.standing.get(&word.stem).into_iter().flatten() {
                if let Some(more) = self.several[*several].ends(&words[first..]) {
                    let here = (more, first);
                    let at = narrowest.entry(*several).or_insert(here);
                    *at = here.min(*at);
                }
            }
        }
        narrowest.into_iter().map(|(several, (more, first))| {
            let at = words[first].at.start..words[first + more].at.end;
            (&self.several[several], at)
        })
    }

    /// The cards one stem of a text leads to, each once and with the most it can count.
    fn by(&self, stem: &str) -> HashMap<usize, u64> {
        let (found, part): (Vec<&Found>, u64) = match self.whole.get(stem) {
            Some(found) => (found.iter().collect(), WHOLE),
            None => {
                let inside = self.inside.get(stem).into_iter();
                let around = parts(stem).filter_map(|(part, _)| self.whole.get(part));
                (inside.chain(around).flatten().collect(), PART)
            }
        };
        let mut most = HashMap::new();
        for found in found {
            let counts = most.entry(found.card).or_insert(0);
            *counts = (found.counts * part).max(*counts);
        }
        most
    }
}

impl Several {
    /// How many words after the first of `words` all the stems have been seen, in any order.
    fn ends(&self, words: &[Word]) -> Option<usize> {
        let near = words.iter().take(self.stems.len() + WORDS_BETWEEN);
        let near = near.take_while(|word| word.clause == words[0].clause);
        let seen = |stem: &String| near.clone().position(|word| word.stem == *stem);
        self.stems
            .iter()
            .map(seen)
            .try_fold(0, |last, at| Some(last.max(at?)))
    }
}

/// What a stem begins or ends with, where that can be a word of its own, and whether it is the end.
fn parts(stem: &str) -> impl Iterator<Item = (&str, bool)> {
    let letters = stem.chars().count();
    let apart = if letters <= APART_LETTERS_MAX {
        stem
    } else {
        ""
    };
    apart
        .char_indices()
        .enumerate()
        .flat_map(move |(before, (at, _))| {
            let after = letters - before;
            let begin = (before >= PART_LETTERS && after >= REST_LETTERS).then_some(&stem[..at]);
            let end = (before >= REST_LETTERS && after >= PART_LETTERS).then_some(&stem[at..]);
            let begin = begin.map(|part| (part, false));
            begin.into_iter().chain(end.map(|part| (part, true)))
        })
}

/// How much it says that a card has a word that `with` of `cards` have, in thousandths: whole
/// numbers, so that the order is the same on every machine.
fn rarity(cards: usize, with: usize) -> u64 {
    ((1.0 + cards as f64 / with as f64).ln() * 1000.0).round() as u64
}

/// The pieces of a text, each once and none inside another, with single spaces.
fn pieces(text: &str, at: &BTreeSet<(usize, usize)>) -> Vec<String> {
    let inside = |(start, end): &(usize, usize)| {
        let mut others = at.iter().filter(|other| **other != (*start, *end));
        others.any(|other| other.0 <= *start && *end <= other.1)
    };
    let mut pieces: Vec<String> = Vec::new();
    for (start, end) in at.iter().filter(|piece| !inside(piece)) {
        let piece = text[*start..*end].split_whitespace();
        let piece = piece.collect::<Vec<_>>().join(" ");
        if !pieces.contains(&piece) {
            pieces.push(piece);
        }
    }
    pieces
}
