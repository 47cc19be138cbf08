//! Whatever anyone writes, the files open, and nothing in them runs.

use crate::parts::{parts, rows, rows_split_at};
use crate::played::evening;
use competentiespel::deck::Lang;
use competentiespel::export::results::{Field, Results};
use competentiespel::export::{CsvTable, Kind, write};
use proptest::prelude::*;

/// Texts as nobody means them: formulas, tags, Markdown, characters no file may hold.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("=".to_owned()),
        Just("+1".to_owned()),
        Just("-".to_owned()),
        Just("@SUM(A1)".to_owned()),
        Just("\t".to_owned()),
        Just("\r\n".to_owned()),
        Just("\u{0}".to_owned()),
        Just("]]>".to_owned()),
        Just("</w:t>".to_owned()),
        Just("_x0041_".to_owned()),
        Just("&amp;".to_owned()),
        Just("\";\"".to_owned()),
        Just(",=1+1,".to_owned()),
        Just("a; =2".to_owned()),
        Just("\",\"@A1".to_owned()),
        Just("\n- ".to_owned()),
        Just("\u{fffe}".to_owned()),
        Just("| # *".to_owned()),
        any::<String>(),
    ];
    proptest::collection::vec(piece, 1..6).prop_map(|pieces| pieces.concat())
}

/// The results of a session in which these texts stand everywhere.
pub fn with(texts: [String; 4]) -> Results {
    let mut results = evening(true).results(Lang::Nl);
    let [one, two, three, four] = texts;
    let field = |text: &String| Field {
        text: text.clone(),
        beside: vec![four.clone()],
    };
    results.title = Some(one.clone());
    results.team = Some(two.clone());
    for member in &mut results.members {
        member.person.name.clone_from(&one);
        member.function = Some(two.clone());
        for card in &mut member.cards {
            card.label.clone_from(&three);
            for gift in &mut card.gifts {
                gift.from.name.clone_from(&two);
                gift.reason = Some(three.clone());
                gift.wording = Some(four.clone());
            }
        }
    }
    let agenda = results.agenda.as_mut().unwrap();
    agenda.title = field(&one);
    agenda.situation = field(&two);
    for action in &mut agenda.actions {
        action.what = field(&three);
        action.how = field(&one);
        action.when = field(&two);
        action.missing = vec![three.clone()];
    }
    results
}

/// Whether a spreadsheet would run this cell, also if it leaves out spaces and quotes around it.
fn runs(cell: &str) -> bool {
    let begins = cell.trim_start_matches(|c: char| c.is_whitespace() || c == '"');
    begins.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..Default::default() })]

    #[test]
    fn every_file_opens_and_nothing_in_it_runs(texts in [text(), text(), text(), text()]) {
        let results = with(texts);
        let file = |kind| write(kind, &results).unwrap().unwrap();
        for table in [CsvTable::Talents, CsvTable::Werkagenda] {
            let file = file(Kind::Csv(table));
            let mut cells = rows(&file).concat();
            for cell in &cells {
                prop_assert!(!cell.starts_with(char::is_whitespace), "{:?}", cell);
            }
            for delimiter in [b',', b'\t'] {
                cells.extend(rows_split_at(delimiter, &file).concat());
            }
            // By a program that knows no quotes.
            let text = std::str::from_utf8(&file).unwrap();
            cells.extend(text.split([';', ',', '\t', '\n']).map(str::to_owned));
            for cell in cells {
                prop_assert!(!runs(&cell), "{:?}", cell);
            }
        }
        for (part, xml) in parts(&file(Kind::Xlsx)) {
            if part.starts_with("xl/worksheets/") {
                prop_assert!(!xml.contains("<f>") && !xml.contains("<hyperlink"));
            }
        }
        parts(&file(Kind::Docx));
        let markdown = String::from_utf8(file(Kind::Markdown)).unwrap();
        let forbidden = |c: char| c.is_control() && c != '\n';
        prop_assert!(!markdown.contains(forbidden));
        let bare_tag = markdown.split('<').skip(1).count() - markdown.matches("\\<").count();
        prop_assert_eq!(bare_tag, 0);
    }
}
