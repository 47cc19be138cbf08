//! A room: one session in memory. It takes commands, decides them in batches, commits, and only
//! then publishes. It knows no socket and no HTTP.
//!
//! The way of one command, top to bottom: [`lobby`] finds the room, [`actor`] decides and
//! commits it, [`publish`] makes its frames, [`feed`] holds them for every connection's cursor.

pub(crate) mod actor;
pub(crate) mod batch;
pub mod code;
pub(crate) mod feed;
pub(crate) mod input;
pub(crate) mod lobby;
pub(crate) mod places;
pub(crate) mod presence;
pub mod publish;
pub mod right;
pub(crate) mod welcome;
