//! Every limit on a deck, each with its unit and reason.
//!
//! A *character* is a Unicode scalar value, counted after spaces at both ends are cut off.

use std::ops::RangeInclusive;

/// The only file format there is. Another number means: written for another version.
pub const FORMAT: u32 = 1;
/// Bytes in a file. The standard deck is about 50 KiB; five times that is still a deck.
pub const FILE_BYTES_MAX: usize = 256 * 1024;
/// Lines in a file. The standard deck has under a thousand, the largest deck there can be about
/// eight thousand with each search word on a line of its own.
pub const LINES_MAX: usize = 10_000;
/// Problems after which reading stops. Who has more made one mistake many times; the rest comes after
/// mending.
pub const PROBLEMS_MAX: usize = 20;
/// Syntax errors told at once: one missing quote makes many, and only the first few mean anything.
pub const SYNTAX_PROBLEMS_MAX: usize = 5;

/// Cards in a deck. Below 12 three people have no choice; above 120 nobody plays them all.
pub const CARDS: RangeInclusive<usize> = 12..=120;
/// Clusters in a deck. One is no order; more than 12 cannot be told apart.
pub const CLUSTERS: RangeInclusive<usize> = 2..=12;
/// Behaviours on a card. One is too thin to recognise; more than three does not fit on a phone.
pub const BEHAVIOURS: RangeInclusive<usize> = 2..=3;
/// Search words on a card. More than 20 and a card is found by everything.
pub const SEARCH_WORDS: RangeInclusive<usize> = 0..=20;
/// Sources on a card.
pub const SOURCES: RangeInclusive<usize> = 0..=8;
/// A weight: 0 nothing, 1 a little, 2 much, 3 most.
pub const WEIGHT_MAX: u8 = 3;
/// From this weight on a card counts as saying much about a type.
pub const WEIGHT_STRONG: u8 = 2;

/// Characters in an id: short enough to read in a log.
pub const ID_CHARS_MAX: usize = 40;
/// Characters in a label: two lines on a narrow phone, one glance on the big screen.
pub const LABEL_CHARS_MAX: usize = 40;
/// Characters in the name of a deck: one line in a list.
pub const NAME_CHARS_MAX: usize = 60;
/// Characters in a version, such as 1.0.0.
pub const VERSION_CHARS_MAX: usize = 20;
/// Characters in a licence: an SPDX name or a short sentence.
pub const LICENCE_CHARS_MAX: usize = 60;
/// Characters in a description: one sentence, three lines on a narrow phone.
pub const DESCRIPTION_CHARS_MAX: usize = 140;
/// Characters in one behaviour: two lines on a narrow phone.
pub const BEHAVIOUR_CHARS_MAX: usize = 100;
/// Characters in the question: read aloud in one breath.
pub const QUESTION_CHARS_MAX: usize = 160;
/// Characters in one search word (a few words at most).
pub const SEARCH_WORD_CHARS_MAX: usize = 40;
/// Characters in the reason for the weights: one line.
pub const REASON_CHARS_MAX: usize = 300;
/// Characters in the name of one source.
pub const SOURCE_CHARS_MAX: usize = 60;

/// How far a type's total may be from the mean of the four, in tenths of a percent, before
/// [`crate::warnings`] says so. With more, every team looks like the favoured type.
pub const IMBALANCE_TENTHS_MAX: i32 = 100;
/// One card in so many should say much (2 or 3) about a type: eight of 48.
pub const STRONG_ONE_IN: usize = 6;
