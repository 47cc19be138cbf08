//! Folds a session again in every way there is, and compares.

use anyhow::bail;
use game::{Audience, Document, Entry, Key, Reach, Role, State};
use std::collections::{BTreeMap, BTreeSet};

/// Entries are numbered from 1 without gaps.
pub(super) fn numbering(entries: &[Entry]) -> anyhow::Result<()> {
    for (expected, entry) in (1..).zip(entries) {
        if entry.seq != expected {
            bail!("entry {expected} is missing: {} stands there", entry.seq);
        }
    }
    Ok(())
}

/// The state folded at once is the state folded step by step; and after every entry, what the
/// changes made of the documents is what they are when made from scratch, for every audience.
/// `begin` is the state before the first entry, with or without hindsight.
pub(super) fn folds(begin: &State, entries: &[Entry]) -> anyhow::Result<()> {
    let whole = fold(begin, entries);
    let audiences = audiences(&whole);
    let mut views: BTreeMap<Audience, BTreeMap<Key, Document>> = BTreeMap::new();
    let mut shown = BTreeMap::new();
    let mut state = begin.clone();
    for entry in entries {
        let mut touched: BTreeSet<Key> = BTreeSet::new();
        state.absorb_watched(entry, |before, event| {
            touched.extend(game::touched(before, event))
        });
        for key in touched {
            keep(&mut shown, key, visible(&state, key));
            for audience in &audiences {
                let view = views.entry(*audience).or_default();
                keep(view, key, game::document(&state, key, *audience));
            }
        }
        let scratch = every(&state, |key| visible(&state, key));
        if let Some(key) = difference(&shown, &scratch) {
            bail!(
                "entry {}: the change does not give the document {key}",
                entry.seq
            );
        }
    }
    for audience in audiences {
        let view = views.remove(&audience).unwrap_or_default();
        let scratch = every(&state, |key| game::document(&state, key, audience));
        if let Some(key) = difference(&view, &scratch) {
            bail!("{audience:?}: the changes do not give the document {key}");
        }
    }
    if state != whole {
        bail!("the state folded step by step is not the state folded at once");
    }
    Ok(())
}

fn fold(begin: &State, entries: &[Entry]) -> State {
    let mut state = begin.clone();
    for entry in entries {
        state.absorb(entry);
    }
    state
}

/// Everyone who ever was let in.
fn audiences(state: &State) -> Vec<Audience> {
    let seats = state.seats().keys().copied().map(Audience::Seat);
    let leading = state.passes().iter();
    let leading = leading.filter(|(_, pass)| pass.role == Role::Facilitator);
    let leading = leading.map(|(id, _)| Audience::Facilitator(*id));
    seats.chain(leading).chain([Audience::Watcher]).collect()
}

/// A document and who may see it, if anyone may.
fn visible(state: &State, key: Key) -> Option<(Reach, Document)> {
    let reach = game::reach(state, key);
    if !reach.all && reach.only.is_empty() {
        return None;
    }
    Some((reach, game::render(state, key)?))
}

fn every<T>(state: &State, of: impl Fn(Key) -> Option<T>) -> BTreeMap<Key, T> {
    let keys = game::every_key(state).into_iter();
    keys.filter_map(|key| Some((key, of(key)?))).collect()
}

fn keep<T>(kept: &mut BTreeMap<Key, T>, key: Key, now: Option<T>) {
    match now {
        Some(now) => kept.insert(key, now),
        None => kept.remove(&key),
    };
}

/// The first key under which the two differ.
fn difference<T: PartialEq>(one: &BTreeMap<Key, T>, other: &BTreeMap<Key, T>) -> Option<Key> {
    let mut keys = one.keys().chain(other.keys());
    keys.find(|key| one.get(key) != other.get(key)).copied()
}
