//! The rules, played without a server.

#![allow(clippy::unwrap_used)] // A test that cannot go on should say where.

mod every_table;
mod laws;
mod old_logs;
mod play;
mod secrets;
