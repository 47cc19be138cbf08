//! What the files do not hold.

use crate::parts::{parts, texts};
use crate::played::{DAY, Table, evening};
use competentiespel::deck::Lang;
use competentiespel::export::{CsvTable, Kind, Results, redacted, write};
use game::{Lead, Phase, Seat};

const KINDS: [Kind; 5] = [
    Kind::Markdown,
    Kind::Csv(CsvTable::Talents),
    Kind::Csv(CsvTable::Werkagenda),
    Kind::Xlsx,
    Kind::Docx,
];

/// All texts of all files, in both languages.
fn all_texts(table: &Table) -> String {
    let mut all = String::new();
    for lang in [Lang::Nl, Lang::En] {
        let results = table.results(lang);
        for kind in KINDS {
            let Some(file) = write(kind, &results).unwrap() else {
                continue;
            };
            match kind {
                Kind::Xlsx | Kind::Docx => parts(&file).values().for_each(|xml| all += &texts(xml)),
                _ => all += std::str::from_utf8(&file).unwrap(),
            }
        }
    }
    all
}

#[test]
fn reasons_are_in_the_files_only_if_that_was_chosen() {
    let with = all_texts(&evening(true));
    let without = all_texts(&evening(false));
    for reason in ["Je belde meteen", "Jij brengt mensen", "Het buurtfeest"] {
        assert!(with.contains(reason), "{reason}");
        assert!(!without.contains(reason), "{reason}");
    }
    assert!(!with.contains("Dit blijft liggen"), "it was left lying");
    assert!(
        without.contains("durft te bellen"),
        "the team's own words are no reason"
    );
}

#[test]
fn l9_who_is_forgotten_has_no_name_anywhere() {
    let mut table = evening(true);
    assert!(all_texts(&table).contains("Fatma"));
    table.lead(Lead::Forget { seat: Seat(1) });
    let left = table.entries.iter().flat_map(|entry| &entry.events);
    let wiped: Vec<_> = left.flat_map(|event| event.wiped().to_vec()).collect();
    for entry in &mut table.entries {
        entry.texts.retain(|text| !wiped.contains(&text.id));
    }
    let all = all_texts(&table);
    for gone in [
        "Fatma",
        "wijkregisseur",
        "Je belde meteen",
        "Het buurtfeest",
        "durft te bellen",
    ] {
        assert!(!all.contains(gone), "{gone}");
    }
    assert!(
        all.contains("Sem") && all.contains("Praktisch"),
        "the rest is there"
    );
}

#[test]
fn whose_name_was_wiped_has_a_letter() {
    let mut table = evening(false);
    for entry in &mut table.entries {
        entry.texts.retain(|text| text.text != "Sem");
    }
    let all = all_texts(&table);
    assert!(all.contains("Teamlid B") && all.contains("Team member B"));
    assert!(!all.contains("Sem\n") && !all.contains("Sem;"));
}

#[test]
fn there_is_nothing_before_the_talents_and_no_agenda_before_all_saw_it() {
    let mut table = Table::opened("Te vroeg", false);
    for name in ["Fatma", "Sem", "Joke"] {
        table.join(name, None);
    }
    table.lay_everything_open();
    table.give(1, "lef", 2, None);
    let results =
        |table: &Table| Results::of("KWX7P2", &table.entries, cards::standard(), Lang::Nl);
    assert_eq!(results(&table), None);
    table.write(0, "situation", "Dit is vooraf bedacht.");
    table.add(&["Dit ook."]);
    table.go(Phase::Talents);
    table.at += DAY;
    let early = results(&table).unwrap();
    assert_eq!(early.agenda, None);
    for kind in [Kind::Docx, Kind::Csv(CsvTable::Werkagenda)] {
        assert_eq!(write(kind, &early).unwrap(), None);
    }
    let json = |table: &Table| serde_json::to_string(&redacted(&table.entries)).unwrap();
    for all in [all_texts(&table), json(&table)] {
        assert!(!all.contains("vooraf bedacht") && !all.contains("Dit ook"));
    }
    table.go(Phase::Werkagenda);
    table.go(Phase::Talents);
    for all in [all_texts(&table), json(&table)] {
        assert!(
            all.contains("vooraf bedacht") && all.contains("Dit ook"),
            "all saw it once"
        );
    }
}
