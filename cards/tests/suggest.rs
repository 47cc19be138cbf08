//! Suggestions for actions that were judged by hand (`cases.toml`), and what holds for any text.

use std::collections::{BTreeMap, HashSet};

use cards::{Finder, Suggestion, standard, suggest, words_of};
use proptest::prelude::*;
use serde::Deserialize;

/// How many suggestions people look at.
const FIRST: usize = 5;

#[derive(Deserialize)]
struct Cases {
    case: Vec<Case>,
}

/// An action and what a facilitator hopes to see; `cases.toml` says what the fields mean.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    set: String,
    place: String,
    text: String,
    expected: Vec<String>,
    #[serde(default)]
    missed: Vec<String>,
    #[serde(default)]
    not_first: Vec<String>,
}

fn cases() -> Vec<Case> {
    let cases: Cases = toml::from_str(include_str!("cases.toml")).expect("judged actions");
    cases.case
}

fn finder() -> Finder {
    let cards = standard().cards.iter();
    Finder::new(cards.map(|card| (card.id.as_str(), words_of(card))))
}

/// A finder for cards of our own: ids, each with a label and search words.
fn small<const N: usize>(cards: [(&'static str, &'static [&'static str]); N]) -> Finder {
    Finder::new(cards.map(|(id, words)| (id, words.iter())))
}

/// The suggestions as one can read them: `card: word, word`.
fn found(finder: &Finder, text: &str) -> Vec<String> {
    let show = |found: Suggestion| format!("{}: {}", found.card, found.words.join(", "));
    finder.suggest(text).into_iter().map(show).collect()
}

fn ids(found: &[Suggestion]) -> Vec<&str> {
    found.iter().map(|found| found.card.as_str()).collect()
}

#[test]
fn judged_actions_find_what_a_facilitator_expects() {
    let finder = finder();
    let mut wrong = Vec::new();
    let mut totals: BTreeMap<[String; 2], [usize; 2]> = BTreeMap::new();
    for case in cases() {
        let found = finder.suggest(&case.text);
        let first = &ids(&found)[..found.len().min(FIRST)];
        let here = |card: &&String| first.contains(&card.as_str());
        for card in case.expected.iter().filter(|card| !here(card)) {
            wrong.push(format!("{card} is not in {first:?}\n  {}", case.text));
        }
        for card in case.missed.iter().filter(here) {
            wrong.push(format!("{card} is found now: expected\n  {}", case.text));
        }
        let worst = case.not_first.iter();
        for card in worst.filter(|card| first.first() == Some(&card.as_str())) {
            wrong.push(format!("{card} comes first\n  {}", case.text));
        }
        for place in [case.place.as_str(), "together"] {
            let total = totals.entry([case.set.clone(), place.into()]).or_default();
            total[0] += case.expected.len();
            total[1] += case.expected.len() + case.missed.len();
        }
    }
    for ([set, place], [found, judged]) in totals {
        println!("{set} {place:12} {found:3} of {judged:3}");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn judged_actions_are_of_all_six_and_a_third_was_never_mended_on() {
    let cases = cases();
    for place in [
        "Zwijndrecht",
        "Oss",
        "Oost Gelre",
        "Coevorden",
        "Almelo",
        "Overbetuwe",
    ] {
        let of = |set| move |case: &&Case| case.place == place && case.set == set;
        assert!(cases.iter().filter(of("tuned")).count() >= 4, "{place}");
        assert!(cases.iter().filter(of("check")).count() >= 4, "{place}");
    }
    let check = cases.iter().filter(|case| case.set == "check").count();
    assert!(3 * check >= cases.len());
    for case in &cases {
        let judged = case.expected.len() + case.missed.len();
        assert!((1..=4).contains(&judged), "{}", case.text);
        let cards = case.expected.iter().chain(&case.missed);
        for card in cards.chain(&case.not_first) {
            assert!(standard().card(card).is_some(), "{card}: {}", case.text);
        }
    }
}

#[test]
fn no_card_is_found_by_everything() {
    let (finder, cases) = (finder(), cases());
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    for case in &cases {
        for found in finder.suggest(&case.text) {
            *times.entry(found.card).or_default() += 1;
        }
    }
    for (card, times) in times {
        assert!(5 * times <= cases.len(), "{card}: {times}");
    }
}

#[test]
fn the_deck_has_search_words_that_can_be_found() {
    let finder = finder();
    for card in &standard().cards {
        for word in card.search.get("nl") {
            let found = finder.suggest(word);
            assert!(
                ids(&found).contains(&card.id.as_str()),
                "{}: {word}",
                card.id
            );
        }
    }
}

#[test]
fn a_text_without_known_words_finds_nothing() {
    let finder = finder();
    for text in [
        "",
        " \n",
        "...",
        "wat en hoe",
        "qwxyz",
        "\u{301}'’-",
        "de gemeente",
    ] {
        assert_eq!(found(&finder, text), Vec::<String>::new(), "{text}");
    }
    assert_eq!(suggest(standard(), ""), []);
}

#[test]
fn it_says_by_which_words_in_the_order_of_the_text() {
    let finder = small([
        ("horen", &["Hoort", "gesprek", "verhalen ophalen"]),
        ("regels", &["Kent de regels", "vergunning"]),
    ]);
    assert_eq!(
        found(
            &finder,
            "Verhalen van  de buurt ophalen; daarna een Gesprek."
        ),
        ["horen: Verhalen van de buurt ophalen, Gesprek"]
    );
    // A word that stands there twice is one reason.
    assert_eq!(found(&finder, "Regels? Regels."), ["regels: Regels"]);
    // Words of a search word must be near each other, and in one clause.
    assert!(found(&finder, "Ophalen. Verhalen.\nOphalen").is_empty());
    assert!(
        found(
            &finder,
            "ophalen van wat er nog aan oude stukken verhalen is"
        )
        .is_empty()
    );
}

#[test]
fn a_label_counts_more_than_a_search_word_and_a_rare_word_more_than_a_common_one() {
    let finder = small([
        ("one", &["x", "feest", "markt"]),
        ("two", &["Feest", "soep"]),
        ("three", &["x", "markt"]),
        ("four", &["x", "markt"]),
    ]);
    assert_eq!(found(&finder, "feest"), ["two: feest", "one: feest"]);
    assert_eq!(ids(&finder.suggest("markt en soep"))[0], "two");
    // Alike: the order of the deck.
    assert_eq!(ids(&finder.suggest("markt")), ["one", "three", "four"]);
}

#[test]
fn a_glued_word_finds_its_parts_unless_it_is_itself_on_a_card() {
    let finder = small([
        ("praten", &["x", "gesprek"]),
        ("regels", &["x", "regels"]),
        ("verkeer", &["x", "verkeersregels", "woningcorporatie"]),
    ]);
    assert_eq!(
        found(&finder, "bewonersgesprek"),
        ["praten: bewonersgesprek"]
    );
    assert_eq!(found(&finder, "gespreksleider"), ["praten: gespreksleider"]);
    assert_eq!(
        found(&finder, "verkeersregels"),
        ["verkeer: verkeersregels"]
    );
    assert_eq!(found(&finder, "de corporatie"), ["verkeer: corporatie"]);
    assert_eq!(found(&finder, "speelregels"), ["regels: speelregels"]);
    // The whole word counts more than a part.
    let finder = small([
        ("part", &["x", "gesprek"]),
        ("whole", &["x", "kringgesprek"]),
    ]);
    assert_eq!(
        ids(&finder.suggest("kringgesprek en gesprekken"))[0],
        "part"
    );
    assert_eq!(ids(&finder.suggest("kringgesprek")), ["whole"]);
}

#[test]
fn forms_of_a_word_find_the_same_cards() {
    let finder = finder();
    for forms in [
        &["gesprek", "gesprekken", "Gesprekken"][..],
        &["organiseren", "organiseert", "georganiseerd"],
        &["initiatief", "initiatieven"],
        &["luisteren", "luistert", "geluisterd"],
        &["verbinden", "verbindt", "verbinding", "verbindingen"],
        &[
            "evalueren",
            "evalueert",
            "geëvalueerd",
            "evaluatie",
            "evaluaties",
        ],
        &["vergunning", "vergunningen"],
        &["oplossing", "oplossingen", "oplossen"],
        &["probleem", "problemen"],
        &["kans", "kansen"],
        &["jongere", "jongeren"],
        &["enquête", "enquete", "enque\u{302}te", "enquêtes"],
        &["collega", "collega's", "collega’s", "‘collega’"],
        &["wethouder", "wethouders", "WETHOUDER"],
        &["vastloopt", "vastgelopen", "vastlopen"],
        &["verhaal", "verhalen"],
    ] {
        let expected = finder.suggest(forms[0]);
        assert!(!expected.is_empty(), "{}", forms[0]);
        for form in forms {
            assert_eq!(ids(&finder.suggest(form)), ids(&expected), "{form}");
        }
    }
    // The one thing that looks like a form and is not: a body, not organising.
    assert!(finder.suggest("de organisatie").is_empty());
    // Nor is a verb the same as a noun that looks like it.
    assert_ne!(
        ids(&finder.suggest("regels")),
        ids(&finder.suggest("regelen"))
    );
}

/// What holds for every text.
fn holds(finder: &Finder, text: &str) -> Result<(), TestCaseError> {
    let found = finder.suggest(text);
    prop_assert_eq!(&found, &finder.suggest(text));
    let known: HashSet<&str> = standard().cards.iter().map(|c| c.id.as_str()).collect();
    let mut seen = HashSet::new();
    let spaced = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for suggestion in &found {
        prop_assert!(known.contains(suggestion.card.as_str()));
        prop_assert!(seen.insert(&suggestion.card));
        prop_assert!(!suggestion.words.is_empty());
        for word in &suggestion.words {
            prop_assert!(
                !word.is_empty() && spaced.contains(word.as_str()),
                "{}",
                word
            );
        }
    }
    // Another finder of the same deck says the same: nothing depends on how it was made.
    prop_assert_eq!(&found, &suggest(standard(), text));
    Ok(())
}

/// Words of the deck and of the judged texts, glued and parted in any way.
fn dutch() -> impl Strategy<Value = String> {
    let cards = standard().cards.iter().flat_map(words_of);
    let texts = cards.chain(cases().into_iter().map(|case| case.text));
    let words: Vec<String> = texts
        .flat_map(|text| text.split(' ').map(str::to_owned).collect::<Vec<_>>())
        .collect();
    let between = prop::sample::select(vec![" ", "", "-", "\n", ", ", "’", "\u{308}"]);
    let word = (prop::sample::select(words), between);
    prop::collection::vec(word, 0..30).prop_map(|words| {
        words
            .into_iter()
            .flat_map(|(word, gap)| [word, gap.into()])
            .collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text(text in "(?s).{0,200}") {
        holds(&finder(), &text)?;
    }

    #[test]
    fn any_letters(text in "[a-zA-Zà-ÿĀ-ſǰİßΣς’'\u{300}-\u{36F} .-]{0,200}") {
        holds(&finder(), &text)?;
    }

    #[test]
    fn any_dutch(text in dutch()) {
        holds(&finder(), &text)?;
    }

    #[test]
    fn any_deck(cards in prop::collection::vec(("[a-z]{1,4}", prop::collection::vec("(?s).{0,30}", 0..6)), 0..6), text in "(?s).{0,60}") {
        let finder = Finder::new(cards);
        prop_assert_eq!(finder.suggest(&text), finder.suggest(&text));
    }
}
