//! The same files from the command line.

use crate::parts::{parts, rows};
use crate::played::{Table, evening};
use competentiespel::budget::Budget;
use competentiespel::config::DataFolder;
use competentiespel::deck::Lang;
use competentiespel::export::{CsvTable, Kind, Results, write};
use competentiespel::import;
use competentiespel::log::{Committed, Log, NewSession};
use competentiespel::offline::{ExportOptions, Format, export};
use game::TokenHash;
use std::path::Path;

/// A closed data folder with this session.
fn kept(table: &Table, deck_json: String) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    let new = NewSession {
        code: "KWX7P2".into(),
        identity: "i".into(),
        retention_days: 90,
        deck_hash: "d1".into(),
        deck_json,
        at: table.at,
        entries: table.entries.clone(),
    };
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let log = Log::open(dir.path()).unwrap();
    assert_eq!(runtime.block_on(log.create(new)), Committed::Done);
    dir
}

fn exported(dir: &Path, format: Format, table: CsvTable) -> Result<Vec<u8>, String> {
    let file = dir.join("file");
    let options = ExportOptions {
        code: "kwx7p2".into(),
        data: DataFolder { dir: dir.into() },
        format,
        table,
        lang: Lang::Nl,
        output: Some(file.clone()),
    };
    export(options).map_err(|error| format!("{error:#}"))?;
    Ok(std::fs::read(file).unwrap())
}

#[test]
fn every_format_is_written() {
    let dir = kept(&evening(false), cards::standard().to_json());
    let exported = |format, table| exported(dir.path(), format, table).unwrap();
    let text = exported(Format::Md, CsvTable::Talents);
    assert!(text.starts_with(b"# Wie past"));
    assert_eq!(rows(&exported(Format::Csv, CsvTable::Talents)).len(), 6);
    assert_eq!(rows(&exported(Format::Csv, CsvTable::Werkagenda)).len(), 3);
    assert!(parts(&exported(Format::Xlsx, CsvTable::Talents)).contains_key("xl/workbook.xml"));
    assert!(parts(&exported(Format::Docx, CsvTable::Talents)).contains_key("word/document.xml"));
    assert!(exported(Format::Json, CsvTable::Talents).starts_with(b"{"));
}

#[test]
fn a_session_that_was_read_in_makes_the_same_files() {
    let table = evening(true);
    let dir = kept(&table, cards::standard().to_json());
    let json = exported(dir.path(), Format::Json, CsvTable::Talents).unwrap();
    let json = String::from_utf8(json).unwrap();
    let leader = TokenHash("0123456789abcdef0123456789abcdef".into());
    let copy = import::read(&json, &leader, table.at, &Budget::unlimited()).unwrap();
    for lang in [Lang::Nl, Lang::En] {
        let here = table.results(lang);
        let there = Results::of("ABCDEF", &copy.entries, cards::standard(), lang).unwrap();
        assert_eq!(here, there);
        for kind in [Kind::Markdown, Kind::Xlsx, Kind::Docx] {
            assert!(write(kind, &here).unwrap() == write(kind, &there).unwrap());
        }
    }
}

#[test]
fn what_cannot_be_written_says_why() {
    let mut table = Table::opened("Te vroeg", false);
    let dir = kept(&table, cards::standard().to_json());
    let why = |dir: &tempfile::TempDir, format| {
        exported(dir.path(), format, CsvTable::Talents).unwrap_err()
    };
    assert!(why(&dir, Format::Md).contains("before the talents"));
    table.join("Fatma", None);
    table.join("Sem", None);
    table.lay_everything_open();
    table.go(game::Phase::Talents);
    let dir = kept(&table, cards::standard().to_json());
    assert!(why(&dir, Format::Docx).contains("has not been shown"));
    let dir = kept(&table, r#"{"id":"proef"}"#.into());
    assert!(why(&dir, Format::Md).contains("deck"));
}
