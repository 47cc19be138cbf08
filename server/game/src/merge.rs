//! Two people wrote in the same text at the same time: both changes, where the places differ.
//!
//! A three-way merge by word. The text both began with is cut into words, white space and line
//! breaks; what each side did to it is a list of changes, each of which replaces a stretch of these
//! by others. Changes that have at least one piece between them that both left alone can both
//! stand. Changes that touch cannot: then the team chooses. Since a change keeps its neighbours,
//! no two words are ever glued together that nobody glued.

use similar::{Algorithm, DiffOp, capture_diff_slices};
use std::ops::Range;

/// Pieces of a text above which there is no merging, only choosing. A field of the agenda has at
/// most 2,000 characters and so no more pieces than that; comparing takes the square of it.
const PIECES_MAX: usize = 4_000;

/// The text with both changes, or `None` where they touch. It makes no difference who came first.
pub(crate) fn merge(base: &str, theirs: &str, mine: &str) -> Option<String> {
    if theirs == base || theirs == mine {
        return Some(mine.to_owned());
    }
    if mine == base {
        return Some(theirs.to_owned());
    }
    let [base, theirs, mine] = [base, theirs, mine].map(pieces);
    if [&base, &theirs, &mine]
        .iter()
        .any(|text| text.len() > PIECES_MAX)
    {
        return None;
    }
    let changes = both(changes(&base, &theirs), changes(&base, &mine))?;
    let mut merged = String::new();
    let mut at = 0;
    for change in changes {
        merged.extend(base.get(at..change.old.start)?.iter().copied());
        merged.extend(change.new.iter().copied());
        at = change.old.end;
    }
    merged.extend(base.get(at..)?.iter().copied());
    Some(merged)
}

/// The pieces of a text: each word with what clings to it, each stretch of white space, and each
/// line break by itself. Together they are the text.
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = if rest.starts_with("\r\n") {
            2
        } else if is_break(first) {
            first.len_utf8()
        } else {
            let kind = first.is_whitespace();
            let other = |c: char| c.is_whitespace() != kind || is_break(c);
            rest.find(other).unwrap_or(rest.len())
        };
        let (piece, after) = rest.split_at(length);
        pieces.push(piece);
        rest = after;
    }
    pieces
}

fn is_break(c: char) -> bool {
    matches!(c, '\n' | '\r')
}

/// A stretch of the old text and what stands there instead. Either can be empty, not both.
#[derive(Debug, PartialEq)]
struct Change<'t> {
    old: Range<usize>,
    new: &'t [&'t str],
}

/// What was done to `old`, in order; between two changes there is always something untouched.
fn changes<'t>(old: &[&str], new: &'t [&'t str]) -> Vec<Change<'t>> {
    let mut changes: Vec<(Range<usize>, Range<usize>)> = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, old, new) {
        if matches!(op, DiffOp::Equal { .. }) {
            continue;
        }
        let (old, new) = (op.old_range(), op.new_range());
        match changes.last_mut() {
            Some((last_old, last_new)) if last_old.end == old.start => {
                last_old.end = old.end;
                last_new.end = new.end;
            }
            _ => changes.push((old, new)),
        }
    }
    let change = |(old, at): (Range<usize>, Range<usize>)| Change {
        old,
        new: new.get(at).unwrap_or_default(),
    };
    changes.into_iter().map(change).collect()
}

/// All changes of two people, in order, those that both made once; `None` where they touch.
fn both<'t>(theirs: Vec<Change<'t>>, mine: Vec<Change<'t>>) -> Option<Vec<Change<'t>>> {
    let mut all: Vec<Change> = theirs.into_iter().chain(mine).collect();
    all.sort_by_key(|change| (change.old.start, change.old.end));
    all.dedup();
    let apart = all
        .windows(2)
        .all(|pair| matches!(pair, [one, next] if one.old.end < next.old.start));
    apart.then_some(all)
}

#[cfg(test)]
#[path = "merge/tests.rs"]
mod tests;
