//! A CSV with texts that nobody means well, opened by the spreadsheet program of LibreOffice.

use crate::hostile::with;
use competentiespel::export::{CsvTable, Kind, write};
use std::path::Path;
use std::process::Command;

/// Reads CSV with these separators (as codes of characters), double quotes and UTF-8, leaves out the
/// spaces around a cell, and runs what is a formula.
fn reading(separators: &str) -> String {
    format!("--infilter=CSV:{separators},34,76,1,,0,false,false,false,false,true,0,true")
}

/// The content of these files as LibreOffice has it after opening them: XML, one text for all.
fn opened(folder: &Path, files: &[&str], reading: Option<String>) -> String {
    // A profile of its own: two that share one wait for each other.
    let profile = folder.join("profile");
    let out = folder.join("out");
    let run = Command::new("soffice")
        .arg(format!(
            "-env:UserInstallation=file://{}",
            profile.display()
        ))
        .arg("--headless")
        .args(reading)
        .args(["--convert-to", "fods", "--outdir"])
        .arg(&out)
        .args(files.iter().map(|file| folder.join(file)))
        .output()
        .expect("LibreOffice is installed, see tests/run");
    assert!(run.status.success(), "{run:?}");
    let read = |file: &&str| {
        let file = out.join(file).with_extension("fods");
        let xml = std::fs::read_to_string(&file).unwrap();
        std::fs::remove_file(file).unwrap();
        xml
    };
    files.iter().map(read).collect()
}

#[test]
fn libreoffice_finds_no_formula_however_it_splits_the_lines() {
    let results = with([
        "Regie,=1+1,x;=2+2;\t=3+3".to_owned(),
        "a\";\"=4+4\n=5+5,\"=6+6\"".to_owned(),
        "=7+7\r\n,@SUM(1)\",=8+8".to_owned(),
        "\"\",\"\"=9+9; +1+1,-1-1\n- 1".to_owned(),
    ]);
    let folder = tempfile::tempdir().unwrap();
    let talents = write(Kind::Csv(CsvTable::Talents), &results);
    let agenda = write(Kind::Csv(CsvTable::Werkagenda), &results);
    std::fs::write(folder.path().join("talents.csv"), talents.unwrap().unwrap()).unwrap();
    std::fs::write(folder.path().join("agenda.csv"), agenda.unwrap().unwrap()).unwrap();
    // What does run shows that it would be seen.
    std::fs::write(folder.path().join("runs.csv"), "Kop\nRegie,=1+1\n").unwrap();

    let (comma, semicolon, any) = ("44", "59", "44/59/9");
    let formula = "table:formula=";
    assert!(opened(folder.path(), &["runs.csv"], Some(reading(comma))).contains(formula));
    let as_it_is = [None];
    let split = [comma, semicolon, any].map(|separators| Some(reading(separators)));
    for reading in as_it_is.into_iter().chain(split) {
        let xml = opened(
            folder.path(),
            &["talents.csv", "agenda.csv"],
            reading.clone(),
        );
        assert!(xml.contains("Regie"), "{reading:?}");
        assert!(!xml.contains(formula), "{reading:?}");
    }
}
