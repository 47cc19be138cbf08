//! The files a team takes home, made of sessions that were really played, and read back.

#![allow(clippy::unwrap_used)] // A test that cannot go on should say where.

mod command_line;
mod files;
mod hidden;
mod hostile;
mod office;
mod parts;
mod played;
