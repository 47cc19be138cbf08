//! The welcome: every document an audience may see, or none of them for who has them already.

use crate::frame::{Have, ServerFrame, Welcome};
use crate::room::publish::{encode, encode_document};
use crate::room::right::Right;
use game::{Audience, State, document, every_key};
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use tokio_tungstenite::tungstenite::Utf8Bytes;

/// Which log, which audience, which build: with another epoch what a client has is of no use.
pub fn epoch(identity: &str, audience: Audience) -> String {
    let of = format!(
        "{identity}\n{audience:?}\n{}",
        env!("COMPETENTIESPEL_BUILD")
    );
    let digest = Sha256::digest(of.as_bytes());
    let hex: Vec<String> = digest[..8].iter().map(|b| format!("{b:02x}")).collect();
    hex.concat()
}

/// The change up to which a client has everything, if it can go on from there (`can_follow`: the changes
/// after that number are still held).
pub(crate) fn has(
    have: Option<&Have>,
    epoch: &str,
    seq: u64,
    can_follow: impl FnOnce(u64) -> bool,
) -> Option<u64> {
    have.filter(|have| have.epoch == epoch && have.seq <= seq && can_follow(have.seq))
        .map(|have| have.seq)
}

/// The first frame, for who has everything up to that number.
pub(crate) fn again(right: Right, epoch: String, seq: u64) -> Utf8Bytes {
    frame(right, epoch, seq, BTreeMap::new())
}

/// The first frame, with everything.
pub(crate) fn whole(state: &State, right: Right, epoch: String) -> Utf8Bytes {
    frame(
        right,
        epoch,
        state.seq(),
        documents(state, right.audience()),
    )
}

fn frame(
    right: Right,
    epoch: String,
    seq: u64,
    docs: BTreeMap<String, Box<RawValue>>,
) -> Utf8Bytes {
    let welcome = Welcome {
        you: right.you(),
        epoch,
        seq,
        docs,
    };
    encode(&ServerFrame::Welcome { welcome })
}

/// Every document this audience may see, by key.
pub fn documents(state: &State, audience: Audience) -> BTreeMap<String, Box<RawValue>> {
    every_key(state)
        .into_iter()
        .filter_map(|key| {
            let document = document(state, key, audience)?;
            Some((key.to_string(), encode_document(&document)))
        })
        .collect()
}
