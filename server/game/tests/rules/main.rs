//! The rules, played without a server.

#![allow(clippy::unwrap_used)] // A test that cannot go on should say where.

mod actions;
mod agenda;
mod agenda_moves;
mod decks;
mod every_table;
mod fits;
mod laws;
mod matching;
mod moves;
mod old_logs;
mod play;
mod profiles;
mod proposals;
mod secrets;
mod together;
mod typing;
mod writer;
mod writings;
