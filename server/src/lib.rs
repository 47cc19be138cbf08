//! The server of the Competentiespel: everything that waits. The rules are in the crate `game`.

mod beside;
mod bucket;
pub mod budget;
pub mod clock;
pub mod config;
pub mod deck;
mod descriptors;
pub mod export;
pub mod frame;
pub mod import;
mod life;
pub mod limits;
pub mod log;
pub mod logging;
mod metrics;
pub mod offline;
pub mod operate;
mod outline;
pub mod player;
mod process;
pub mod rehearse;
pub mod room;
mod throttle;
pub mod web;
