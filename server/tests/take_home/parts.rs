//! Ways to read the files back.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

/// The parts of a file that is a ZIP of XML, each of them well-formed.
pub fn parts(file: &[u8]) -> BTreeMap<String, String> {
    let mut zip = zip::ZipArchive::new(Cursor::new(file)).unwrap();
    let mut parts = BTreeMap::new();
    for nr in 0..zip.len() {
        let mut part = zip.by_index(nr).unwrap();
        let mut xml = String::new();
        part.read_to_string(&mut xml).unwrap();
        let name = part.name().unwrap().into_owned();
        assert_well_formed(&name, &xml);
        parts.insert(name, xml);
    }
    parts
}

/// Tags that open close again in order, and no text holds a sign that XML keeps for itself or
/// forbids.
fn assert_well_formed(name: &str, xml: &str) {
    let forbidden =
        |c: char| c.is_control() && !"\n\r\t".contains(c) && !('\u{7f}'..='\u{9f}').contains(&c);
    assert!(
        !xml.contains(forbidden),
        "{name} holds a forbidden character"
    );
    assert!(!xml.contains(['\u{fffe}', '\u{ffff}']), "{name}");
    let mut open = Vec::new();
    for piece in xml.split('<').skip(1) {
        let (tag, text) = piece.split_once('>').unwrap();
        assert!(!text.contains('>'), "{name}: {text}");
        for entity in text.split('&').skip(1) {
            let known = ["amp;", "lt;", "gt;", "quot;", "apos;"];
            assert!(
                known.iter().any(|known| entity.starts_with(known)),
                "{name}: &{entity}"
            );
        }
        if tag.starts_with('?') || tag.ends_with('/') {
            continue;
        }
        match tag.strip_prefix('/') {
            Some(closed) => assert_eq!(open.pop(), Some(closed), "{name}"),
            None => open.push(tag.split_whitespace().next().unwrap()),
        }
    }
    assert!(open.is_empty(), "{name}: {open:?} stay open");
}

/// The texts between the tags, one a line.
pub fn texts(xml: &str) -> String {
    let pieces = xml.split('<').skip(1);
    let texts = pieces.filter_map(|piece| Some(piece.split_once('>')?.1));
    let lines: Vec<&str> = texts.filter(|text| !text.trim().is_empty()).collect();
    let text = lines.join("\n").replace("&lt;", "<").replace("&gt;", ">");
    text.replace("&quot;", "\"").replace("&amp;", "&")
}

/// The rows of a CSV as a spreadsheet would read them, the titles among them.
pub fn rows(file: &[u8]) -> Vec<Vec<String>> {
    let rows = rows_split_at(b';', file);
    assert!(rows.iter().all(|row| row.len() == rows[0].len()));
    rows
}

/// The same as a program reads them that takes another sign for the end of a cell.
pub fn rows_split_at(delimiter: u8, file: &[u8]) -> Vec<Vec<String>> {
    let text = std::str::from_utf8(file).unwrap();
    let text = text
        .strip_prefix('\u{feff}')
        .expect("it says that it is UTF-8");
    let mut csv = csv::ReaderBuilder::new();
    let mut csv = csv
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let cells = |row: csv::StringRecord| row.iter().map(str::to_owned).collect();
    csv.records().map(|row| cells(row.unwrap())).collect()
}
