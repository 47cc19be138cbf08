//! The texts an entry brings: numbered on, within their limits, and each named by an event.

use super::{Check, NUMBER_MAX, must};
use crate::ids::TextId;
use crate::state::State;
use crate::text::{Block, Line};
use std::collections::BTreeMap;

/// The texts of an entry that no event has named yet.
pub(super) struct Texts<'a>(pub(super) BTreeMap<TextId, &'a str>);

/// How long a text may be, and whether it may have several lines.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    Line(usize),
    Block(usize),
}

impl Texts<'_> {
    /// Each new text of an event is numbered on from the last, and as the rules would have it. One
    /// that is not there was wiped.
    pub(super) fn take(&mut self, state: &State, named: &[(Option<TextId>, Kind)]) -> Check {
        let mut last = state.last_text;
        for (id, kind) in named {
            let Some(id) = id else { continue };
            must(
                id.0 > last && id.0 <= NUMBER_MAX,
                "texts are numbered on from the last",
            )?;
            last = id.0;
            let Some(text) = self.0.remove(id) else {
                continue;
            };
            let read = match kind {
                Kind::Line(max) => Line::read(text, *max).map(|line| line.0),
                Kind::Block(max) => Block::read(text, *max).map(|block| block.0),
            };
            let read = read.map_err(|refusal| refusal.message())?;
            must(
                !read.is_empty() && read == text,
                "a text is not as the rules write it down",
            )?;
        }
        Ok(())
    }
}
