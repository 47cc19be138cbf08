//! One committed entry, folded into the state and made into frames: one for everyone, and one for
//! each audience that sees something else. Live, caught up and replayed changes are all made here.

use crate::clock::utc;
use crate::frame::Change;
use crate::room::right::Ended;
use game::{Audience, Document, Entry, Key, Reach, State, reach, render, touched};
use serde::Serialize;
use serde_json::value::RawValue;
use std::collections::{BTreeMap, BTreeSet};
use tokio_tungstenite::tungstenite::Utf8Bytes;

/// The frames of one entry.
#[derive(Debug)]
pub struct Published {
    /// Its number.
    pub seq: u64,
    /// For who is not in `named`; holds what all may see, or nothing but the number.
    pub everyone: Utf8Bytes,
    /// For those who see something else, all there is for them.
    pub named: BTreeMap<Audience, Utf8Bytes>,
    /// Whose right ended with this entry.
    pub ended: Vec<Ended>,
    /// Texts were wiped: no earlier frame may be sent to anyone any more.
    pub wipes: bool,
}

impl Published {
    /// The frame for this audience.
    pub fn frame(&self, audience: Audience) -> &Utf8Bytes {
        self.named.get(&audience).unwrap_or(&self.everyone)
    }

    /// How often this entry was encoded: never more than the audiences it names and one.
    pub fn encodings(&self) -> usize {
        1 + self.named.len()
    }

    /// Bytes of all frames together.
    pub fn bytes(&self) -> usize {
        self.everyone.len() + self.named.values().map(|frame| frame.len()).sum::<usize>()
    }
}

/// Folds an entry in and makes its frames. The state changes nowhere else.
pub fn publish(state: &mut State, entry: &Entry) -> Published {
    let before = absorb(state, entry);
    let changed: Vec<Changed> = before
        .into_iter()
        .map(|(key, before)| Changed::of(key, before, Seen::of(state, key)))
        .collect();
    let at = time(entry.at);
    let everyone = encode(&Change {
        seq: entry.seq,
        at: at.clone(),
        put: changed.iter().filter_map(|key| key.put(None)).collect(),
        drop: changed.iter().filter_map(|key| key.drop(None)).collect(),
    });
    let named: BTreeSet<Audience> = changed.iter().flat_map(Changed::named).collect();
    let frame = |audience: Audience| {
        let eyes = Some(audience);
        let change = Change {
            seq: entry.seq,
            at: at.clone(),
            put: changed.iter().filter_map(|key| key.put(eyes)).collect(),
            drop: changed.iter().filter_map(|key| key.drop(eyes)).collect(),
        };
        (audience, encode(&change))
    };
    Published {
        seq: entry.seq,
        everyone,
        named: named.into_iter().map(frame).collect(),
        ended: entry.events.iter().filter_map(Ended::by).collect(),
        wipes: entry.events.iter().any(|event| !event.wiped().is_empty()),
    }
}

/// Folds the entry in. Gives what was seen of each touched document before it.
fn absorb(state: &mut State, entry: &Entry) -> BTreeMap<Key, Seen> {
    let mut before = BTreeMap::new();
    state.absorb_watched(entry, |state, event| {
        for key in touched(state, event) {
            before.entry(key).or_insert_with(|| Seen::of(state, key));
        }
    });
    before
}

/// A document and who may see it, at one moment.
struct Seen {
    document: Option<Document>,
    reach: Reach,
}

impl Seen {
    fn of(state: &State, key: Key) -> Seen {
        let reach = reach(state, key);
        let is_seen = reach.all || !reach.only.is_empty();
        match is_seen.then(|| render(state, key)).flatten() {
            Some(document) => Seen {
                document: Some(document),
                reach,
            },
            None => Seen {
                document: None,
                reach: Reach::default(),
            },
        }
    }
}

/// A touched document: who saw it, who sees it now, and its encoding if anyone must be sent it.
struct Changed {
    key: Key,
    before: Reach,
    after: Reach,
    /// Its content is other than it was.
    is_new: bool,
    encoded: Option<Box<RawValue>>,
}

impl Changed {
    fn of(key: Key, before: Seen, after: Seen) -> Changed {
        let is_new = before.document != after.document;
        let must_be_sent = is_new || before.reach != after.reach;
        let encoded = after
            .document
            .filter(|_| must_be_sent)
            .map(|document| encode_document(&document));
        Changed {
            key,
            before: before.reach,
            after: after.reach,
            is_new,
            encoded,
        }
    }

    /// The audiences for whom this key may stand in another frame than everyone's.
    fn named(&self) -> impl Iterator<Item = Audience> + '_ {
        let both = self.before.only.iter().chain(&self.after.only).copied();
        both.filter(|audience| {
            let eyes = Some(*audience);
            self.is_put(eyes) != self.is_put(None) || self.is_dropped(eyes) != self.is_dropped(None)
        })
    }

    fn is_put(&self, eyes: Option<Audience>) -> bool {
        includes(&self.after, eyes) && (self.is_new || !includes(&self.before, eyes))
    }

    fn is_dropped(&self, eyes: Option<Audience>) -> bool {
        includes(&self.before, eyes) && !includes(&self.after, eyes)
    }

    fn put(&self, eyes: Option<Audience>) -> Option<(String, &RawValue)> {
        let encoded = self.encoded.as_deref().filter(|_| self.is_put(eyes))?;
        Some((self.key.to_string(), encoded))
    }

    fn drop(&self, eyes: Option<Audience>) -> Option<String> {
        self.is_dropped(eyes).then(|| self.key.to_string())
    }
}

/// Without an audience: whether everyone may see it.
fn includes(reach: &Reach, eyes: Option<Audience>) -> bool {
    eyes.map_or(reach.all, |audience| reach.includes(audience))
}

/// A document as it goes over the wire.
pub(crate) fn encode_document(document: &Document) -> Box<RawValue> {
    serde_json::value::to_raw_value(document).expect("documents are plain data with string keys")
}

/// A frame as it goes over the wire.
pub(crate) fn encode(frame: &impl Serialize) -> Utf8Bytes {
    serde_json::to_string(frame)
        .expect("frames are plain data with string keys")
        .into()
}

/// Milliseconds since 1970 as UTC, ISO 8601.
pub(crate) fn time(at_ms: u64) -> String {
    format!("{:.3}Z", utc(at_ms))
}

#[cfg(test)]
mod tests;
