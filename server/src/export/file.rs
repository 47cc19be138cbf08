//! Which files there are to take home: their kinds, names and bytes.

use super::results::Results;
use super::{csv, docx, markdown, xlsx};
use clap::ValueEnum;
use serde::Deserialize;

/// A kind of file for people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Everything as text.
    Markdown,
    /// One table.
    Csv(CsvTable),
    /// A workbook with all tables.
    Xlsx,
    /// The werkagenda as a document.
    Docx,
}

/// Which table a CSV holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CsvTable {
    /// A row for each card someone got.
    #[default]
    Talents,
    /// A row for each action.
    Werkagenda,
}

impl Kind {
    /// For the header of an answer.
    pub fn content_type(self) -> &'static str {
        match self {
            Kind::Markdown => "text/markdown; charset=utf-8",
            Kind::Csv(_) => "text/csv; charset=utf-8; header=present",
            Kind::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Kind::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        }
    }

    /// How a file of this kind is called: what it is, the team and the day.
    pub fn file_name(self, results: &Results) -> String {
        let words = results.words();
        let (what, extension) = match self {
            Kind::Markdown => (words.game, "md"),
            Kind::Csv(CsvTable::Talents) => (words.talents, "csv"),
            Kind::Csv(CsvTable::Werkagenda) => (words.agenda, "csv"),
            Kind::Xlsx => (words.game, "xlsx"),
            Kind::Docx => (words.agenda, "docx"),
        };
        let team = results.team.as_deref().unwrap_or(&results.code);
        let team = team.replace(|c: char| c.is_control() || r#"<>:"/\|?*"#.contains(c), " ");
        let team = team.split_whitespace().collect::<Vec<_>>().join(" ");
        format!("{what} {team} {}.{extension}", results.stands)
    }
}

/// The file. `None`: it is about the werkagenda, and all have not seen that.
///
/// # Errors
/// None that a session can bring about: what the writers of the formats refuse is cut or left out.
pub fn write(kind: Kind, results: &Results) -> anyhow::Result<Option<Vec<u8>>> {
    match kind {
        Kind::Markdown => Ok(Some(markdown::write(results).into_bytes())),
        Kind::Csv(table) => csv::write(results, table),
        Kind::Xlsx => xlsx::write(results).map(Some),
        Kind::Docx => docx::write(results),
    }
}
