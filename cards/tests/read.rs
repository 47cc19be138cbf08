//! Every way in which a deck file can be wrong, and what whoever wrote it gets to read.

use std::fmt::Write;

use cards::limits::{FILE_BYTES_MAX, LINES_MAX, PROBLEMS_MAX};
use cards::{
    Deck, Problem, STANDARD_TOML, balance, read, read_bytes, read_json, standard, warnings,
};

/// A small right deck of 12 cards. The card `een` has each of its fields on a line of its own.
fn small() -> String {
    let mut file = String::from(
        r#"format = 1
id = "klein"
version = "1.0.0"
licence = "EUPL-1.2"
name = { nl = "Klein", en = "Small" }

[[cluster]]
id = "doen"
label = { nl = "Doen" }
mark = "wheelbarrow"

[[cluster]]
id = "team"
label = { nl = "Team" }
mark = "lights"

[[card]]
id = "een"
cluster = "doen"
label = { nl = "Een", en = "One" }
description = { nl = "Doet een ding." }
behaviours = { nl = ["Doet dit.", "Doet dat."], en = [] }
question = { nl = "Hoe doe je dat?" }
search = { nl = ["doen"] }
types = { alledaagse-doener = 3, frontliniewerker = 0, sociale-ondernemer = 1, bruggenbouwer = 0 }
roles = { fixer = 2 }
qualities = { er-zijn = 1 }
reason = "Daarom."
sources = ["ZW-A"]
"#,
    );
    for number in 2..=12 {
        let _ = write!(
            file,
            r#"
[[card]]
id = "kaart-{number}"
cluster = "team"
label = {{ nl = "Kaart {number}" }}
description = {{ nl = "Doet iets." }}
behaviours = {{ nl = ["Doet dit.", "Doet dat."] }}
question = {{ nl = "Vertel eens." }}
types = {{ bruggenbouwer = 1 }}
"#
        );
    }
    file
}

fn problems(file: &str) -> Vec<Problem> {
    read(file).expect_err("this file is wrong")
}

/// The small deck with `from` replaced by `to` has one problem: with this code, on the line where
/// `to` begins, about this card, with these words in the Dutch of what is wrong and of the mend.
#[track_caller]
fn check(from: &str, to: &str, code: &str, card: Option<&str>, wrong: &str, mend: &str) {
    let file = small();
    let (before, after) = file
        .split_once(from)
        .expect("the text to replace is in the file");
    assert!(!after.contains(from), "once in the file: {from}");
    let line = 1 + before.matches('\n').count();
    let problems = problems(&file.replace(from, to));
    let [problem] = problems.as_slice() else {
        panic!("one problem, not {problems:#?}")
    };
    assert_eq!(
        (problem.code, problem.line, problem.card.as_deref()),
        (code, line, card)
    );
    assert!(problem.wrong.nl.contains(wrong), "{problem}");
    assert!(problem.mend.nl.contains(mend), "{problem}");
    assert!(
        !problem.wrong.en.is_empty() && !problem.mend.en.is_empty(),
        "{}",
        problem.english()
    );
}

/// As [`check`], about the card `een`.
#[track_caller]
fn check_card(from: &str, to: &str, code: &str, wrong: &str, mend: &str) {
    check(from, to, code, Some("een"), wrong, mend);
}

#[test]
fn a_right_file_gives_its_deck() {
    let deck = read(&small()).unwrap();
    assert_eq!(deck.cards.len(), 12);
    let card = deck.card("een").unwrap();
    assert_eq!((card.label.get("nl"), card.label.get("en")), ("Een", "One"));
    // What is not written in English is shown in Dutch.
    assert_eq!(card.question.get("en"), "Hoe doe je dat?");
    assert_eq!(card.behaviours.get("en"), ["Doet dit.", "Doet dat."]);
    assert_eq!(card.types.values(), [3, 0, 1, 0]);
    assert_eq!(card.roles.values(), [2, 0, 0, 0]);
    assert_eq!(card.qualities.values(), [0, 0, 0, 0, 1]);
    assert_eq!(deck.cards[1].roles.values(), [0; 4]);
    assert!(deck.card("nergens").is_none());
    assert_eq!(deck.cluster("team").unwrap().label.get("nl"), "Team");
}

#[test]
fn a_file_from_a_windows_editor_reads_the_same() {
    let windows = format!("\u{FEFF}{}", small().replace('\n', "\r\n"));
    assert_eq!(read(&windows), read(&small()));
    assert_eq!(read_bytes(windows.as_bytes()), read(&small()));
    // The line is still the line.
    let wrong = windows.replace("licence = \"EUPL-1.2\"\r\n", "licence = 7\r\n");
    assert_eq!(problems(&wrong)[0].line, 4);
}

#[test]
fn what_is_wrong_with_the_deck_itself() {
    check(
        "format = 1",
        "format = 2",
        "format",
        None,
        "andere versie",
        "format = 1",
    );
    check(
        "format = 1",
        "format = \"1\"",
        "format",
        None,
        "andere versie",
        "format = 1",
    );
    check(
        "licence = \"EUPL-1.2\"",
        "licence = \"\"",
        "empty",
        None,
        "licence is leeg",
        "Vul",
    );
    check(
        "id = \"klein\"",
        "id = \"Klein!\"",
        "bad_id",
        None,
        "‘Klein!’",
        "a-z",
    );
    check(
        "version = \"1.0.0\"",
        "version = 1.0",
        "wrong_kind",
        None,
        "een tekst",
        "\"Lef\"",
    );
    check(
        "version = \"1.0.0\"",
        "author = \"wij\"\nversion = \"1\"",
        "unknown_field",
        None,
        "‘author’",
        "format, id, version",
    )
}

#[test]
fn what_is_wrong_with_a_cluster() {
    check(
        "mark = \"lights\"",
        "mark = \"boom\"",
        "unknown_mark",
        None,
        "‘boom’",
        "bench, path",
    );
    check(
        "label = { nl = \"Team\" }",
        "label = \"Team\"",
        "wrong_kind",
        None,
        "per taal",
        "nl =",
    );
    check(
        "label = { nl = \"Team\" }",
        "label = {}",
        "empty",
        None,
        "label is leeg",
        "(nl)",
    );
}

#[test]
fn what_is_wrong_with_the_text_of_a_card() {
    let label = "label = { nl = \"Een\", en = \"One\" }";
    let long = format!("label = {{ nl = \"{}\" }}", "é".repeat(41));
    check_card(label, &long, "too_long", "41 tekens", "hoogstens 40");
    check_card(
        label,
        "label = { nl = \"  \" }",
        "empty",
        "label is leeg",
        "Vul het in",
    );
    check_card(
        label,
        "label = { nl = 3 }",
        "wrong_kind",
        "label.nl",
        "\"Lef\"",
    );
    check_card(
        label,
        "label = { fr = \"Un\", nl = \"Een\" }",
        "unknown_field",
        "‘fr’",
        "nl, en",
    );
    let hidden = "label = { nl = \"Een\\u202Elef\" }";
    check_card(label, hidden, "character", "U+202E", "Typ de tekst opnieuw");
    check_card(
        label,
        "label = { nl = \"Een\\ntwee\" }",
        "character",
        "U+000A",
        "op één regel",
    );

    let question = "question = { nl = \"Hoe doe je dat?\" }";
    let told = "question = { nl = \"Doe je dat.\" }";
    check_card(question, told, "not_a_question", "question.nl", "Vertel");

    let behaviours = "behaviours = { nl = [\"Doet dit.\", \"Doet dat.\"], en = [] }";
    let one = "behaviours = { nl = [\"Doet dit.\"] }";
    check_card(behaviours, one, "count", "1", "2 tot 3");
    check_card(
        behaviours,
        "behaviours = { nl = [] }",
        "empty",
        "behaviours",
        "Vul het in",
    );
    check_card(
        behaviours,
        "behaviours = { nl = \"x\" }",
        "wrong_kind",
        "een lijst",
        "[\"een\"",
    );
    check_card(
        behaviours,
        "behaviours = [\"x\"]",
        "wrong_kind",
        "per taal",
        "nl = [",
    );
    let gap = "behaviours = { nl = [\"Doet dit.\", \"\"] }";
    check_card(behaviours, gap, "empty", "behaviours.nl", "Vul het in");
    check_card(
        "sources = [\"ZW-A\"]",
        "sources = 3",
        "wrong_kind",
        "sources",
        "[\"een\"",
    );
}

#[test]
fn what_is_wrong_with_the_weights_of_a_card() {
    let types = "types = { alledaagse-doener = 3, frontliniewerker = 0, sociale-ondernemer = 1, \
                 bruggenbouwer = 0 }";
    for weight in ["4", "-1", "1.5", "\"3\"", "99999999999"] {
        let wrong = format!("types = {{ bruggenbouwer = {weight} }}");
        check_card(
            types,
            &wrong,
            "weight",
            "types.bruggenbouwer",
            "0 (zegt niets) tot 3",
        );
    }
    let all = types.replace("= 0", "= 3").replace("= 1", "= 3");
    check_card(types, &all, "says_nothing", "op 3", "lager");
    check_card(
        types,
        "types = [3, 0, 1, 0]",
        "wrong_kind",
        "een gewicht per naam",
        "bruggenbouwer",
    );
    check_card(
        types,
        "types = { doener = 3 }",
        "unknown_field",
        "‘doener’",
        "alledaagse-doener",
    );
    check_card(
        "roles = { fixer = 2 }",
        "roles = { fixer = 7 }",
        "weight",
        "roles.fixer",
        "0",
    );
}

#[test]
fn what_is_wrong_with_the_place_of_a_card() {
    let cluster = "id = \"een\"\ncluster = \"doen\"";
    let file = small().replace(cluster, "id = \"een\"\ncluster = \"praten\"");
    let found = problems(&file);
    assert_eq!((found[0].code, found[0].line), ("unknown_cluster", 19));
    assert_eq!(found[0].card.as_deref(), Some("een"));
    assert!(found[0].mend.nl.contains("doen, team"), "{}", found[0]);

    let found = problems(&small().replace("id = \"kaart-3\"", "id = \"kaart-2\""));
    assert_eq!((found.len(), found[0].code), (1, "duplicate_id"));
    assert_eq!(found[0].card.as_deref(), Some("kaart-2"));
    assert!(found[0].wrong.nl.contains("regel 32"), "{}", found[0]);

    // Capitals do not make another card.
    let found = problems(&small().replace("\"Kaart 12\"", "\"EEN\""));
    assert_eq!((found.len(), found[0].code), (1, "duplicate_label"));
    assert!(found[0].wrong.nl.contains("regel 20"), "{}", found[0]);

    let found = problems(&small().replace("id = \"team\"", "id = \"doen\""));
    assert!(
        found
            .iter()
            .any(|p| p.code == "duplicate_id" && p.line == 13),
        "{found:?}"
    );
}

#[test]
fn a_missing_field_is_told_at_the_beginning_of_its_card() {
    let file = small();
    for field in [
        "id",
        "cluster",
        "label",
        "description",
        "behaviours",
        "question",
        "types",
    ] {
        let without: Vec<_> = file
            .lines()
            .enumerate()
            .filter(|(n, line)| !((17..=28).contains(n) && line.starts_with(&format!("{field} ="))))
            .map(|(_, line)| line)
            .collect();
        let found = problems(&without.join("\n"));
        let [problem] = found.as_slice() else {
            panic!("{field}: {found:#?}")
        };
        assert_eq!(
            (problem.code, problem.line),
            ("missing_field", 17),
            "{problem}"
        );
        assert!(problem.wrong.nl.contains(field), "{problem}");
        // A card without an id is named by its place.
        let card = if field == "id" { "#1" } else { "een" };
        assert_eq!(problem.card.as_deref(), Some(card));
    }
    for field in ["search", "roles", "qualities", "reason", "sources"] {
        let line = file
            .lines()
            .find(|line| line.starts_with(&format!("{field} =")))
            .unwrap();
        assert!(
            read(&file.replace(line, "")).is_ok(),
            "{field} may be left out"
        );
    }
}

#[test]
fn the_number_of_cards_and_clusters() {
    let file = small();
    let eleven = &file[..file.rfind("[[card]]").unwrap()];
    let found = problems(eleven);
    assert_eq!((found[0].code, found[0].line), ("count", 17));
    assert!(found[0].mend.nl.contains("12 tot 120"), "{}", found[0]);

    let found = problems("format = 1\ncard = 3\ncluster = [1, 2]");
    let codes: Vec<_> = found.iter().map(|p| (p.line, p.code)).collect();
    assert!(
        codes.contains(&(2, "wrong_kind")) && codes.contains(&(3, "wrong_kind")),
        "{codes:?}"
    );
    // Nothing at all is five missing things and the two lists, not a crash.
    assert_eq!(problems("").len(), 7);
}

#[test]
fn all_mistakes_are_told_at_once_in_the_order_of_the_file() {
    let file = small()
        .replace("licence = \"EUPL-1.2\"", "license = \"EUPL-1.2\"")
        .replace("mark = \"lights\"", "mark = \"maan\"")
        .replace("Hoe doe je dat?", "Zo doe je dat.")
        .replace("fixer = 2", "fixer = 8")
        .replace("id = \"kaart-12\"", "id = \"Kaart 12\"");
    let codes: Vec<_> = problems(&file).iter().map(|problem| problem.code).collect();
    let expected = [
        "missing_field",
        "unknown_field",
        "unknown_mark",
        "not_a_question",
        "weight",
        "bad_id",
    ];
    assert_eq!(codes, expected);

    let many = small()
        .replace("Doet dit.", "")
        .replace("[[card]]", "[[card]]\nx = 1\ny = 2\nz = 3");
    assert!(problems(&many).len() <= PROBLEMS_MAX);
}

#[test]
fn what_is_not_toml_is_told_with_its_line() {
    check(
        "fixer = 2",
        "fixer = ",
        "syntax",
        None,
        "niet lezen",
        "aanhalingstekens",
    );
    check(
        "reason = \"Daarom.\"",
        "reason = Daarom.",
        "syntax",
        None,
        "niet lezen",
        "komma's",
    );
    check("licence =", "id =", "syntax", None, "twee keer", "één weg");
    assert!(problems(&"[".repeat(10_000)).len() <= 5);
}

#[test]
fn a_file_that_is_too_large_or_not_text_is_not_read() {
    let found = problems(&" ".repeat(FILE_BYTES_MAX + 1));
    assert_eq!((found.len(), found[0].code), (1, "too_large"));

    let found = read_bytes(b"format = 1\nid = \"caf\xe9\"").unwrap_err();
    assert_eq!((found[0].code, found[0].line), ("not_utf8", 2));
    assert!(found[0].mend.nl.contains("UTF-8"));
}

#[test]
fn a_problem_reads_as_one_line() {
    let problem = &problems(&small().replace("fixer = 2", "fixer = 8"))[0];
    assert_eq!(
        problem.to_string(),
        "regel 26, kaart een: Bij roles.fixer hoort een heel getal van 0 tot en met 3. \
         Kies 0 (zegt niets) tot 3 (zegt heel veel)."
    );
    assert_eq!(
        problem.english(),
        "line 26, card een: roles.fixer must be a whole number from 0 to 3. \
         Choose 0 (says nothing) to 3 (says very much)."
    );
    // Text from the file cannot break the line, nor fill the screen.
    let label = format!(
        "label = {{ nl = \"Een\" }}\n\"{}\" = 1",
        "a\\u202Eb\\n".repeat(50)
    );
    let problem = &problems(&small().replace("label = { nl = \"Een\", en = \"One\" }", &label))[0];
    let line = problem.to_string();
    assert!(
        !line.contains(['\n', '\u{202E}']) && line.chars().count() < 300,
        "{line}"
    );
}

#[test]
fn a_deck_goes_out_and_comes_back_the_same() {
    for deck in [standard(), &read(&small()).unwrap()] {
        assert_eq!(read(&deck.to_toml()).as_ref(), Ok(deck));
        assert_eq!(read_json(&deck.to_json()).as_ref(), Ok(deck));
        assert_eq!(
            &serde_json::from_str::<Deck>(&deck.to_json()).unwrap(),
            deck
        );
        assert_eq!(deck.to_json(), deck.clone().to_json());
    }
    assert_eq!(read(STANDARD_TOML).as_ref(), Ok(standard()));
}

#[test]
fn json_from_elsewhere_is_checked_as_a_file_is() {
    let mut deck = read(&small()).unwrap();
    deck.cards[0].types.frontliniewerker = 9;
    let found = read_json(&deck.to_json()).unwrap_err();
    assert_eq!(
        (found[0].code, found[0].card.as_deref()),
        ("weight", Some("een"))
    );
    assert_eq!(read_json("{").unwrap_err()[0].code, "not_json");
    assert_eq!(
        read_json(&" ".repeat(2 * FILE_BYTES_MAX + 1)).unwrap_err()[0].code,
        "too_large"
    );
}

#[test]
fn what_is_not_wrong_but_worth_knowing() {
    let file = small()
        .replace("cluster = \"doen\"", "cluster = \"team\"")
        .replace("Hoe doe je dat?", "Doe je dat?");
    let told: Vec<_> = warnings(&read(&file).unwrap())
        .into_iter()
        .map(|text| text.nl)
        .collect();
    let has = |words: &str| told.iter().any(|warning| warning.contains(words));
    assert!(has("Type bruggenbouwer wijkt +193,3% af"), "{told:#?}");
    assert!(
        has("Type frontliniewerker heeft 0 kaarten met 2 of 3; beter is 2."),
        "{told:#?}"
    );
    assert!(has("Cluster doen heeft geen kaarten."), "{told:#?}");
    assert!(has("kaart een kun je met ja of nee"), "{told:#?}");
}

/// The first block of this kind in the README.
fn readme_block(kind: &str) -> &'static str {
    let readme = include_str!("../README.md");
    let (_, rest) = readme
        .split_once(&format!("```{kind}\n"))
        .expect("a block begins");
    rest.split_once("```").expect("a block ends").0
}

#[test]
fn the_example_in_the_readme_is_a_deck() {
    let example = readme_block("toml");
    let (_, card) = example.split_once("[[card]]").unwrap();
    let mut file = example.to_owned();
    for number in 2..=12 {
        let another = card.replace("koken", &format!("koken-{number}"));
        let another = another.replace("Kookt voor velen", &format!("Kookt voor {number}"));
        let _ = write!(file, "\n[[card]]{another}");
    }
    assert_eq!(read(&file).unwrap().cards.len(), 12);
}

#[test]
fn the_table_in_the_readme_is_that_of_the_standard_deck() {
    assert_eq!(readme_block("text"), balance(standard()).to_string());
}

#[test]
fn a_file_of_mistakes_stops_at_the_first_few() {
    let codes = |file: &str| {
        let found = problems(file);
        assert!((1..=20).contains(&found.len()), "{}", found.len());
        found.iter().map(|found| found.code).collect::<Vec<_>>()
    };
    // As many lines as fit; as many mistakes as fit on the lines there may be, or on one.
    assert_eq!(codes(&"a=1\n".repeat(65_000)), ["too_many_lines"]);
    assert_eq!(codes(&"\n".repeat(LINES_MAX + 1)), ["too_many_lines"]);
    assert_eq!(codes(&"a=1\n".repeat(LINES_MAX)).len(), 5);
    assert_eq!(codes(&format!("a={{{}}}", "a=1,".repeat(65_000))).len(), 1);
    let fields: String = (0..9_000).map(|field| format!("a{field}=1\n")).collect();
    assert_eq!(codes(&fields), ["unknown_field"; PROBLEMS_MAX]);
    let cards = "[[card]]\nx=1\n".repeat(4_000);
    assert_eq!(codes(&cards).len(), PROBLEMS_MAX);
}
