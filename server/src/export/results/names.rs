//! How people are called, as on their screens: by name, with what tells two of the same name apart.

use crate::export::words::Words;
use game::{Seat, SeatDocument};
use std::collections::BTreeMap;

/// The names of a session.
#[derive(Default)]
pub(super) struct Names(BTreeMap<Seat, String>);

impl Names {
    /// Behind a name that is not alone stands the function, if that tells them apart, or the letter
    /// of the seat.
    pub(super) fn of(seats: Vec<SeatDocument>, words: &Words) -> Names {
        let same = |a: &str, b: &str| a.trim().to_lowercase() == b.trim().to_lowercase();
        let name_of = |seat: &SeatDocument| {
            let name = seat.name.as_deref()?;
            let mut others = seats.iter().filter(|other| {
                let theirs = other.name.as_deref();
                other.seat != seat.seat && theirs.is_some_and(|theirs| same(theirs, name))
            });
            let function = seat.function.as_deref().unwrap_or_default();
            let others: Vec<&str> = others
                .by_ref()
                .map(|other| other.function.as_deref().unwrap_or_default())
                .collect();
            Some(if others.is_empty() {
                name.to_owned()
            } else if !function.is_empty() && others.iter().all(|other| !same(other, function)) {
                format!("{name} ({function})")
            } else {
                format!("{name} ({})", letter(seat.seat))
            })
        };
        let named = |seat: &SeatDocument| {
            let name = name_of(seat).unwrap_or_else(|| words.nameless(&letter(seat.seat)));
            (seat.seat, name)
        };
        Names(seats.iter().map(named).collect())
    }

    /// Who is not known by name is a letter.
    pub(super) fn of_seat(&self, seat: Seat, words: &Words) -> String {
        let name = self.0.get(&seat).cloned();
        name.unwrap_or_else(|| words.nameless(&letter(seat)))
    }
}

/// Seat 3 is C; from 27 on it is the number.
fn letter(seat: Seat) -> String {
    let letter = u8::try_from(seat.0).ok().filter(|n| (1..=26).contains(n));
    letter.map_or_else(
        || seat.0.to_string(),
        |n| char::from(b'A' + n - 1).to_string(),
    )
}
