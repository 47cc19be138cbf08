//! Luck, brought in from outside. What came of it stands in the events, so a replay never asks.

use rand::rngs::StdRng;
use rand::seq::SliceRandom;
use rand::{RngExt, SeedableRng};
use std::ops::RangeInclusive;

/// A seeded source of luck for one decision.
#[derive(Debug)]
pub struct Chance(StdRng);

impl Chance {
    /// The same seed gives the same luck within one version of the program.
    pub fn from_seed(seed: u64) -> Self {
        Chance(StdRng::seed_from_u64(seed))
    }

    /// Puts `items` in a random order.
    pub(crate) fn shuffle<T>(&mut self, items: &mut [T]) {
        items.shuffle(&mut self.0);
    }

    /// One of these numbers.
    pub(crate) fn number(&mut self, of: RangeInclusive<u32>) -> u32 {
        self.0.random_range(of)
    }
}
