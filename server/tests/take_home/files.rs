//! What each file holds.

use crate::parts::{parts, rows, texts};
use crate::played::{Table, evening};
use competentiespel::deck::Lang;
use competentiespel::export::{CsvTable, Kind, write};
use game::Phase;
use game::talent::Related;

fn markdown(table: &Table, lang: Lang) -> String {
    let bytes = write(Kind::Markdown, &table.results(lang))
        .unwrap()
        .unwrap();
    String::from_utf8(bytes).unwrap()
}

/// Each of these lines stands there, in this order.
fn assert_lines(text: &str, lines: &[&str]) {
    let mut rest = text.lines();
    for line in lines {
        assert!(
            rest.any(|other| other == *line),
            "{line}\nis not there in this order:\n{text}"
        );
    }
}

#[test]
fn markdown_tells_what_all_saw_in_words() {
    let text = markdown(&evening(false), Lang::Nl);
    assert_lines(
        &text,
        &[
            "# Wie past \\*waar\\*?",
            "**Team Zwijndrecht**. Gespeeld op 9 maart 2026. Zo stond het op 10 maart 2026.",
            "### Fatma",
            "wijkregisseur, sociaal domein",
            "- **Lef: toch doen!** (Durf en richting). Van: Sem. Zie ik ook: Joke (D). In eigen woorden: durft te bellen",
            "- **Praktisch** (Doen). Van: Joke (D)",
            "**Wat vertellen deze kaarten samen?**",
            "### Sem",
            "### Joke (C)",
            "Hier liggen nog geen kaarten die iedereen kan zien.",
            "### Hier hebben we veel van",
            "- Praktisch: Fatma, Sem",
            "- Ordenen: nu alleen bij Sem",
            "## Werkagenda: Initiatiefnemers",
            "Bewoners hebben veel ideeën.",
            "\\- weinig lukt & duurt",
            "Wij zijn traag.",
            "**Ook geschreven, nog te kiezen**: Wij luisteren goed.",
            "### Waar willen we naartoe?",
            "nog open",
            "#### Actie 1: Gesprek met de initiatiefnemers",
            "- **Wie pakt dit op**: Sem (afgesproken)",
            "- **Wie helpt mee**: Fatma (voorstel)",
            "- **Hoe**: Een avond in het dorpshuis",
            "- **Meetbaar**: drie plannen gekozen",
            "- **Nog te bespreken**: Specifiek, Acceptabel, Realistisch",
            "- **Volgens functie**: Fatma. Een verrassing om over te praten",
            "#### Actie 2: =SUM(A1) \\| \\*niet\\* \\<b\\>vet\\</b\\>",
            "- **Wie pakt dit op**: Sem (voorstel)",
            "  - Organiseren (van: Fatma)",
            "- **Wie past hierbij**: Sem: past hier heel goed bij",
            "- **Volgens functie**: Sem",
        ],
    );
    assert!(!text.contains('%'), "no number is anybody's");
    let profiles = text.matches("Wat vertellen deze kaarten samen?").count();
    assert_eq!(profiles, 1, "Sem has too few cards, and nothing says so");
    assert!(!text.contains("te weinig kaarten") && !text.contains("voorop"));
    let english = markdown(&evening(false), Lang::En);
    assert!(english.contains("Played on 9 March 2026. As it stood on 10 March 2026."));
    assert!(english.contains("- **Who takes this up**: Sem (agreed)"));
}

#[test]
fn that_a_related_card_counts_for_less_is_said_once_and_of_cards() {
    let mut results = evening(false).results(Lang::Nl);
    let note = "Een kaart die lijkt op wat nodig is, helpt ook; de kaart zelf past nog iets beter.";
    let text = |results: &_, kind| String::from_utf8(write(kind, results).unwrap().unwrap());
    assert!(!text(&results, Kind::Markdown).unwrap().contains(note));
    for action in &mut results.agenda.as_mut().unwrap().actions {
        action.fits[0].because[0].related = Some(Related::Weights);
    }
    let markdown = text(&results, Kind::Markdown).unwrap();
    assert!(markdown.contains("  - Organiseren (lijkt op Organiseren; van: Fatma)\n"));
    assert_eq!(markdown.matches(note).count(), 1);
    let document = parts(&write(Kind::Docx, &results).unwrap().unwrap());
    assert_eq!(document["word/document.xml"].matches(note).count(), 1);
    let table = text(&results, Kind::Csv(CsvTable::Werkagenda)).unwrap();
    assert_eq!(table.matches(note).count(), 2, "once in each row");
}

#[test]
fn csv_has_a_row_for_each_card_and_for_each_action() {
    let table = evening(false);
    let talents = rows(&table.file(Kind::Csv(CsvTable::Talents)));
    let titles = [
        "Wie",
        "Functie",
        "Sector",
        "Cluster",
        "Kaart",
        "Van",
        "Zie ik ook",
        "In eigen woorden",
    ];
    assert_eq!(talents[0], titles);
    assert_eq!(talents.len(), 1 + 5);
    let lef = [
        "Fatma",
        "wijkregisseur",
        "sociaal domein",
        "Durf en richting",
        "Lef: toch doen!",
        "Sem",
        "Joke (D)",
        "durft te bellen",
    ];
    assert_eq!(talents[1], lef);

    let file = table.file(Kind::Csv(CsvTable::Werkagenda));
    let actions = rows(&file);
    assert_eq!(actions.len(), 1 + 2);
    let cell = |row: usize, title: &str| {
        let at = actions[0].iter().position(|other| other == title).unwrap();
        actions[row][at].as_str()
    };
    assert_eq!(cell(1, "Wat"), "Gesprek met de initiatiefnemers");
    assert_eq!(cell(1, "Afgesproken: wie pakt dit op"), "Sem");
    assert_eq!(cell(1, "Voorstel: wie pakt dit op"), "", "it was decided");
    assert_eq!(cell(1, "Voorstel: wie helpt mee"), "Fatma");
    assert_eq!(cell(1, "Volgens functie"), "Fatma");
    assert_eq!(cell(1, "Een verrassing om over te praten"), "ja");
    assert_eq!(cell(2, "Wat"), "'=SUM(A1) | *niet* <b>vet</b>");
    assert_eq!(cell(2, "Voorstel: wie pakt dit op"), "Sem");
    assert_eq!(
        cell(2, "Wie past hierbij"),
        "Sem: past hier heel goed bij: Organiseren (van: Fatma)"
    );
    assert_eq!(cell(2, "Een verrassing om over te praten"), "");
    let lines = String::from_utf8(file).unwrap();
    assert!(lines.ends_with("\r\n"));
}

#[test]
fn a_workbook_has_a_sheet_for_each_table_and_no_formula() {
    let parts = parts(&evening(false).file(Kind::Xlsx));
    let workbook = &parts["xl/workbook.xml"];
    let names = [
        "Talenten",
        "Gegeven",
        "Werkagenda",
        "Wie past waarbij",
        "Casus",
    ];
    let places: Vec<usize> = names
        .iter()
        .map(|name| workbook.find(&format!("<sheet name=\"{name}\"")).unwrap())
        .collect();
    assert!(places.is_sorted());
    let sheets: Vec<&String> = (1..=5)
        .map(|nr| &parts[&format!("xl/worksheets/sheet{nr}.xml")])
        .collect();
    for sheet in &sheets {
        assert!(
            !sheet.contains("<f>") && !sheet.contains("<f "),
            "a formula"
        );
        assert!(sheet.contains("ySplit=\"1\" ") && sheet.contains("state=\"frozen\""));
        assert!(sheet.contains("orientation=\"landscape\"") && sheet.contains("paperSize=\"9\""));
        assert!(sheet.contains("<pageSetUpPr fitToPage=\"1\"/>"));
        let numbers = sheet.split("<c ").skip(1);
        for cell in numbers.filter(|cell| cell.contains("<v>")) {
            assert!(cell.contains("t=\"s\""), "{cell} is no text");
        }
    }
    // What nobody brings takes four lines: not every program makes room for them by itself.
    let action = sheets[2].split("<row ").nth(2).unwrap();
    assert!(action.contains("ht=\"60\" customHeight=\"1\""), "{action}");
    let case = sheets[4].split("<row ").nth(3).unwrap();
    assert!(case.contains("ht=\"45\""), "three lines: {case}");
    let texts_of_all = texts(&parts["xl/sharedStrings.xml"]);
    for text in [
        "Lef: toch doen!",
        "=SUM(A1) | *niet* <b>vet</b>",
        "brengt hier iets voor mee, pakt dit op",
        "past hier heel goed bij, voorstel: pakt dit op",
        "durft te bellen",
        "drie plannen gekozen",
    ] {
        assert!(texts_of_all.contains(text), "{text}");
    }
    let rows = |sheet: &str| sheet.matches("<row ").count();
    assert_eq!(
        sheets.iter().map(|sheet| rows(sheet)).collect::<Vec<_>>(),
        [6, 6, 3, 3, 6]
    );
    assert!(parts["docProps/core.xml"].contains("<dc:title>Wie past *waar*?</dc:title>"));
}

#[test]
fn a_document_has_headings_a_language_a_title_and_a_header_row() {
    let parts = parts(&evening(false).file(Kind::Docx));
    let document = &parts["word/document.xml"];
    let text = texts(document);
    assert_lines(
        &text,
        &[
            "Werkagenda: Initiatiefnemers",
            "Team Zwijndrecht. Zo stond het op 10 maart 2026",
            "Wat is er aan de hand?",
            "- weinig lukt & duurt",
            "Wij luisteren goed.",
            "Waar willen we naartoe?",
            "nog open",
            "Koppelkansen",
            "Wat gaan we nu oppakken?",
            "Voorstel: Sem",
            "1. Gesprek met de initiatiefnemers",
            "Sem (afgesproken)",
            "Organiseren (van: Fatma)",
            "Een avond in het dorpshuis",
            "Fatma. Een verrassing om over te praten",
            "2. =SUM(A1) | *niet* <b>vet</b>",
        ],
    );
    assert_eq!(document.matches("w:val=\"Heading1\"").count(), 5);
    assert_eq!(document.matches("w:val=\"Heading2\"").count(), 2);
    assert_eq!(document.matches("<w:tblHeader/>").count(), 1);
    let styles = &parts["word/styles.xml"];
    assert!(styles.contains("<w:lang w:val=\"nl-NL\"/>") && styles.contains("w:outlineLvl"));
    let properties = &parts["docProps/core.xml"];
    assert!(properties.contains("<dc:title>Werkagenda: Initiatiefnemers</dc:title>"));
    assert!(properties.contains("<dc:language>nl-NL</dc:language>"));
}

#[test]
fn the_same_session_makes_the_same_files() {
    for kind in [Kind::Markdown, Kind::Xlsx, Kind::Docx] {
        assert!(
            evening(true).file(kind) == evening(true).file(kind),
            "{kind:?}"
        );
    }
    let table = evening(false);
    let name = |kind: Kind| kind.file_name(&table.results(Lang::Nl));
    assert_eq!(
        name(Kind::Docx),
        "Werkagenda Team Zwijndrecht 2026-03-10.docx"
    );
    let talents = Kind::Csv(CsvTable::Talents);
    assert_eq!(name(talents), "Talenten Team Zwijndrecht 2026-03-10.csv");
    let mut results = table.results(Lang::En);
    results.team = Some("../a/b: \"c\"\u{7}".into());
    assert_eq!(
        Kind::Xlsx.file_name(&results),
        "Competentiespel .. a b c 2026-03-10.xlsx"
    );
}

#[test]
fn forty_eight_members_and_two_hundred_actions_fit() {
    let mut table = Table::opened("Werkplaats", true);
    for nr in 1..=48 {
        table.join(&format!("Lid {nr}"), Some("wijkregisseur"));
    }
    table.lay_everything_open();
    let deck = cards::standard().cards.iter();
    for (giver, card) in (1..=48_u16).zip(deck) {
        for next in 1..=3 {
            let reason = "Een reden van een paar woorden.";
            table.give(giver, &card.id, (giver + next - 1) % 48 + 1, Some(reason));
        }
    }
    table.go(Phase::Talents);
    table.go(Phase::Werkagenda);
    let texts: Vec<String> = (1..=200)
        .map(|nr| format!("Bellen, luisteren en organiseren: {nr}"))
        .collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    table.add(&texts);
    let results = table.results(Lang::Nl);
    assert_eq!(results.members.len(), 48);
    assert_eq!(results.agenda.as_ref().unwrap().actions.len(), 200);
    for kind in [
        Kind::Markdown,
        Kind::Csv(CsvTable::Talents),
        Kind::Csv(CsvTable::Werkagenda),
    ] {
        assert!(write(kind, &results).unwrap().is_some());
    }
    let workbook = parts(&write(Kind::Xlsx, &results).unwrap().unwrap());
    assert_eq!(
        workbook["xl/worksheets/sheet4.xml"]
            .matches("<row ")
            .count(),
        201
    );
    let document = parts(&write(Kind::Docx, &results).unwrap().unwrap());
    assert_eq!(
        document["word/document.xml"]
            .matches("\"Heading2\"")
            .count(),
        200
    );
}
