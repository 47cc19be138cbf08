//! Two people wrote in the same text at the same time: both changes, where the places differ.
//!
//! A three-way merge by word. The text both began with is cut into words, white space and line
//! breaks; what each side did to it is a list of changes, each of which replaces a stretch of these
//! by others. Changes that have at least one piece between them that both left alone can both
//! stand. Changes that touch cannot: then the team chooses. Since a change keeps its neighbours,
//! no two words are ever glued together that nobody glued.
//!
//! Anyone in a room can ask for it, and it is made while the room waits. So what both texts have in
//! common is found by whole machine words ([`Rows`]), in a time that follows from their lengths alone:
//! of libraries those that are as fast at their worst stop by the clock, which rules may not.

use std::collections::HashMap;
use std::ops::Range;

/// Pieces of a text above which there is no merging, only choosing. A field of the agenda has at
/// most 2,000 characters and so no more pieces than that.
const PIECES_MAX: usize = 2_000;

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
    let mut changes = Vec::new();
    let (mut old_at, mut new_at) = (0, 0);
    let end = (old.len(), new.len());
    for (old_same, new_same) in in_common(old, new).into_iter().chain([end]) {
        if (old_at, new_at) != (old_same, new_same) {
            changes.push(Change {
                old: old_at..old_same,
                new: new.get(new_at..new_same).unwrap_or_default(),
            });
        }
        (old_at, new_at) = (old_same + 1, new_same + 1);
    }
    changes
}

/// The longest row of pieces that both have in this order: their places in the one and the other.
fn in_common(old: &[&str], new: &[&str]) -> Vec<(usize, usize)> {
    let same = |pair: &(&&str, &&str)| pair.0 == pair.1;
    let head = old.iter().zip(new).take_while(same).count();
    let (old_rest, new_rest) = (&old[head..], &new[head..]);
    let tails = old_rest.iter().rev().zip(new_rest.iter().rev());
    let tail = tails.take_while(same).count();
    let old_middle = &old_rest[..old_rest.len() - tail];
    let new_middle = &new_rest[..new_rest.len() - tail];
    let mut common: Vec<(usize, usize)> = (0..head).map(|at| (at, at)).collect();
    let middle = Rows::of(old_middle, new_middle).walk_back();
    common.extend(middle.into_iter().map(|(o, n)| (o + head, n + head)));
    let tail = (1..=tail).rev();
    common.extend(tail.map(|back| (old.len() - back, new.len() - back)));
    common
}

const BITS: usize = u64::BITS as usize;

/// How much two texts have in common, for every beginning of the one and of the other: a row of bits
/// for each piece of the new text, with a bit for each piece of the old one, which is 0 where one more
/// piece of the old text makes one more in common. (H. Hyyrö, *Bit-parallel LCS-length computation
/// revisited*, 2004.) Two fields of 2,000 pieces take 2,000 rows of 32 words.
struct Rows {
    rows: Vec<Vec<u64>>,
    old_len: usize,
}

impl Rows {
    fn of(old: &[&str], new: &[&str]) -> Rows {
        let words = old.len().div_ceil(BITS);
        let mut places: HashMap<&str, Vec<usize>> = HashMap::new();
        for (at, piece) in old.iter().enumerate() {
            places.entry(piece).or_default().push(at);
        }
        let mut row = vec![u64::MAX; words];
        let mut rows = Vec::with_capacity(new.len());
        let mut here = vec![0_u64; words];
        for piece in new {
            here.fill(0);
            for at in places.get(piece).into_iter().flatten() {
                here[at / BITS] |= 1 << (at % BITS);
            }
            let mut carry = false;
            for (bits, here) in row.iter_mut().zip(&here) {
                let found = *bits & here;
                let (sum, over) = bits.overflowing_add(found);
                let (sum, over_too) = sum.overflowing_add(u64::from(carry));
                carry = over || over_too;
                *bits = sum | (*bits & !here);
            }
            rows.push(row.clone());
        }
        Rows {
            rows,
            old_len: old.len(),
        }
    }

    fn adds_nothing(&self, row: usize, at: usize) -> bool {
        self.rows[row][at / BITS] >> (at % BITS) & 1 == 1
    }

    /// From the ends of both texts to their beginnings.
    fn walk_back(&self) -> Vec<(usize, usize)> {
        let mut common = Vec::new();
        let (mut old, mut new) = (self.old_len, self.rows.len());
        while old > 0 && new > 0 {
            if self.adds_nothing(new - 1, old - 1) {
                old -= 1;
            } else if new > 1 && !self.adds_nothing(new - 2, old - 1) {
                new -= 1;
            } else {
                (old, new) = (old - 1, new - 1);
                common.push((old, new));
            }
        }
        common.reverse();
        common
    }
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
