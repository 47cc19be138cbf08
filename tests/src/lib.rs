//! Support for the tests in `tests/`: the real binary in a folder of its own, and a room with
//! people in it who look through [`competentiespel::player::Player`].

pub mod oracle;
pub mod random;
mod raw;
mod room;
mod server;
pub mod taken_home;
pub mod whims;

pub use raw::{close_code_after, closed_after};
pub use room::{Room, docs_differ, done, gift_of, gift_where, give, see, works, write};
pub use server::{METRICS_KEY, Server, binary, operate, run_to_end};
