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

/// A welcome, and from where its reader reads on.
pub(crate) struct Welcomed {
    pub(crate) frame: Utf8Bytes,
    pub(crate) cursor: u64,
}

/// With what the client has, if it can go on from there (`can_follow`: the changes after that
/// number are still held); otherwise with everything.
pub(crate) fn welcome(
    state: &State,
    identity: &str,
    right: Right,
    have: Option<&Have>,
    can_follow: impl FnOnce(u64) -> bool,
) -> Welcomed {
    let epoch = epoch(identity, right.audience());
    let keeps = have
        .filter(|have| have.epoch == epoch && have.seq <= state.seq() && can_follow(have.seq))
        .map(|have| have.seq);
    let (cursor, docs) = match keeps {
        Some(seq) => (seq, BTreeMap::new()),
        None => (state.seq(), documents(state, right.audience())),
    };
    let you = right.you();
    let welcome = Welcome {
        you,
        epoch,
        seq: cursor,
        docs,
    };
    Welcomed {
        frame: encode(&ServerFrame::Welcome { welcome }),
        cursor,
    }
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
