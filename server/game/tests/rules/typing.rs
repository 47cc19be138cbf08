//! What people do to the text before them, and the words it is made of.

use proptest::prelude::*;
use std::collections::BTreeSet;

/// What someone does to the text before them. Places are counted in words, around.
#[derive(Clone, Debug)]
pub enum Edit {
    Insert(usize),
    /// On a line of its own.
    NewLine(usize),
    Remove(usize),
    Replace(usize),
    /// As who is about to type on.
    Space,
    Clear,
}

pub fn edit() -> impl Strategy<Value = Edit> {
    prop_oneof![
        12 => (0..40_usize).prop_map(Edit::Insert),
        3 => (0..40_usize).prop_map(Edit::NewLine),
        4 => (0..40_usize).prop_map(Edit::Remove),
        4 => (0..40_usize).prop_map(Edit::Replace),
        2 => Just(Edit::Space),
        1 => Just(Edit::Clear),
    ]
}

pub fn words(text: &str) -> BTreeSet<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

/// The text after it; `new` is the word that comes in.
pub fn edited(text: &str, edit: &Edit, new: &str) -> String {
    let starts: Vec<usize> = text
        .char_indices()
        .filter(|(at, c)| {
            !c.is_whitespace()
                && text[..*at]
                    .chars()
                    .next_back()
                    .is_none_or(char::is_whitespace)
        })
        .map(|(at, _)| at)
        .collect();
    let (nr, kind) = match edit {
        Edit::Space => return format!("{text} "),
        Edit::Clear => return String::new(),
        Edit::Insert(nr) => (*nr, format!("{new} ")),
        Edit::NewLine(nr) => (*nr, format!("{new}.\n")),
        Edit::Remove(nr) => (*nr, String::new()),
        Edit::Replace(nr) => (*nr, new.to_owned()),
    };
    // One place more than there are words: behind the last.
    let Some(start) = starts.get(nr % (starts.len() + 1)).copied() else {
        return format!("{text} {kind}");
    };
    let rest = &text[start..];
    let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
    let rest = match edit {
        Edit::Remove(_) | Edit::Replace(_) => &rest[end..],
        _ => rest,
    };
    format!("{}{kind}{rest}", &text[..start])
}
