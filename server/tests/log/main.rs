//! The contract of the log, against the real engine on a real disk. A test that holds a law of
//! ARCHITECTURE.md has its number in its name.

#![allow(clippy::unwrap_used)] // Helpers of tests may panic as tests do.

mod again;
mod append;
mod backup;
mod clock;
mod crash;
mod fixture;
mod lost;
mod offline;
mod open;
mod reader;
mod support;
mod trouble;
mod whole;
mod wipe;
