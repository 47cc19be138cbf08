//! What a merge may never do: lose a word, glue two together, or depend on who came first.

use super::{merge, pieces};
use proptest::prelude::*;
use std::collections::BTreeMap;

fn check(base: &str, theirs: &str, mine: &str, expected: Option<&str>) {
    assert_eq!(merge(base, theirs, mine).as_deref(), expected);
    assert_eq!(
        merge(base, mine, theirs).as_deref(),
        expected,
        "the other way round"
    );
}

#[test]
fn changes_in_different_places_both_stand() {
    check(
        "We gaan in gesprek met de initiatiefnemers.",
        "We gaan snel in gesprek met de initiatiefnemers.",
        "We gaan in gesprek met alle initiatiefnemers.",
        Some("We gaan snel in gesprek met alle initiatiefnemers."),
    );
    check(
        "een\ntwee",
        "een\ntwee\ndrie",
        "nul\neen\ntwee",
        Some("nul\neen\ntwee\ndrie"),
    );
    check("a b c", "b c", "a b", Some("b"));
    check("a b", "x b", "a y", Some("x y"));
}

#[test]
fn changes_that_touch_are_for_the_team() {
    check("op dinsdag", "op woensdag", "op vrijdag", None);
    check("", "een", "twee", None);
    check("samen", "samen met Fatma", "samen met Sem", None);
    check("weg ermee", "weg", "weg hiermee", None);
    // One took a word away, the other wrote right behind it.
    check("a b", "a", "a b c", None);
    check("a b", "a  b", "a\nb", None);
}

#[test]
fn the_same_change_by_both_is_made_once() {
    check("op dinsdag", "op vrijdag", "op vrijdag", Some("op vrijdag"));
    check(
        "eerst bellen dan gaan",
        "eerst mailen dan gaan",
        "eerst mailen dan samen gaan",
        Some("eerst mailen dan samen gaan"),
    );
}

#[test]
fn a_text_too_long_to_compare_is_for_the_team() {
    let base = "a ".repeat(super::PIECES_MAX);
    let (theirs, mine) = (format!("{base}x"), format!("y {base}"));
    assert_eq!(merge(&base, &theirs, &mine), None);
    assert_eq!(merge(&base, &base, &mine), Some(mine));
}

#[test]
fn the_longest_field_with_nothing_in_common_merges() {
    let text = |word: char| format!("{word} ").repeat(1000);
    assert_eq!(merge(&text('a'), &text('b'), &text('c')), None);
    assert_eq!(merge(&text('a'), &text('a'), &text('c')), Some(text('c')));
}

#[test]
fn pieces_are_words_spaces_and_breaks() {
    assert_eq!(
        pieces("Lef: toch  doen!\r\n\n\té "),
        [
            "Lef:", " ", "toch", "  ", "doen!", "\r\n", "\n", "\t", "é", " "
        ]
    );
    assert!(pieces("").is_empty());
}

fn words(text: &str) -> BTreeMap<&str, usize> {
    let mut words = BTreeMap::new();
    for word in text.split_whitespace() {
        *words.entry(word).or_default() += 1;
    }
    words
}

/// A text of few words, so that repeats are common.
fn repeating() -> impl Strategy<Value = Vec<String>> {
    let word = prop_oneof!["[a-d]", "[a-d]\n", " [a-b]", "é", "👩‍👧"];
    proptest::collection::vec(word, 0..14)
}

/// A text in which no word comes twice, and none that an edit brings.
fn unrepeating() -> impl Strategy<Value = Vec<String>> {
    (0..14).prop_map(|count| (0..count).map(|word| format!("woord{word}")).collect())
}

/// A base and two edits of it: words taken away, replaced or put in here and there.
fn edited(
    base: impl Strategy<Value = Vec<String>>,
) -> impl Strategy<Value = (String, String, String)> {
    let edit =
        || proptest::collection::vec((any::<proptest::sample::Index>(), 0..3_u8, "[a-f]"), 0..4);
    (base, edit(), edit()).prop_map(|(base, theirs, mine)| {
        let apply = |edits: Vec<(proptest::sample::Index, u8, String)>| {
            let mut words = base.clone();
            for (at, kind, word) in edits {
                let at = at.index(words.len() + 1);
                match kind {
                    0 => words.insert(at, word),
                    1 if at < words.len() => words[at] = word,
                    _ if at < words.len() => drop(words.remove(at)),
                    _ => words.push(word),
                }
            }
            words.join(" ")
        };
        (base.join(" "), apply(theirs), apply(mine))
    })
}

proptest! {
    #[test]
    fn pieces_together_are_the_text(text in any::<String>()) {
        prop_assert_eq!(pieces(&text).concat(), text);
    }

    #[test]
    fn one_who_changed_nothing_loses_nothing(base in any::<String>(), other in any::<String>()) {
        prop_assert_eq!(merge(&base, &base, &other), Some(other.clone()));
        prop_assert_eq!(merge(&base, &other, &base), Some(other.clone()));
        prop_assert_eq!(merge(&base, &other, &other), Some(other));
    }

    #[test]
    fn any_text_at_all(base in any::<String>(), theirs in any::<String>(), mine in any::<String>()) {
        prop_assert_eq!(merge(&base, &theirs, &mine), merge(&base, &mine, &theirs));
    }

    #[test]
    fn it_makes_no_difference_who_came_first((base, theirs, mine) in edited(repeating())) {
        prop_assert_eq!(merge(&base, &theirs, &mine), merge(&base, &mine, &theirs));
        prop_assert_eq!(merge(&base, &base, &mine), Some(mine.clone()));
        prop_assert_eq!(merge(&base, &mine, &mine), Some(mine));
    }

    #[test]
    fn what_either_wrote_is_there((base, theirs, mine) in edited(repeating())) {
        let Some(merged) = merge(&base, &theirs, &mine) else {
            return Ok(());
        };
        let [base, theirs, mine, merged] = [&base, &theirs, &mine, &merged].map(|text| words(text));
        for side in [&theirs, &mine] {
            for (word, count) in side {
                let was_there = base.get(word).copied().unwrap_or_default();
                prop_assert!(*count <= was_there || merged.contains_key(word), "{word}");
            }
        }
        let known = |word: &&str| theirs.contains_key(word) || mine.contains_key(word);
        prop_assert!(merged.keys().all(known), "two words were glued together");
    }

    #[test]
    fn what_both_left_alone_is_there((base, theirs, mine) in edited(unrepeating())) {
        let Some(merged) = merge(&base, &theirs, &mine) else {
            return Ok(());
        };
        let [base, theirs, mine, merged] = [&base, &theirs, &mine, &merged].map(|text| words(text));
        for word in base.keys() {
            let left_alone = theirs.contains_key(word) && mine.contains_key(word);
            prop_assert!(!left_alone || merged.contains_key(word), "{word}");
        }
    }
}
