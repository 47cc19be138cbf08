//! `competentiespel export`: a session in a file, beside a running server or without one.

use super::{print, tell_if_over};
use crate::budget::Budget;
use crate::config::DataFolder;
use crate::deck::Lang;
use crate::export::{CsvTable, Export, Kind, Results, write};
use crate::log::Reader;
use crate::operate::{no_session, read_code};
use anyhow::{Context, bail};
use cards::Deck;
use clap::{Args, ValueEnum};
use std::io::IsTerminal;
use std::path::PathBuf;

/// `export CODE`
#[derive(Clone, Debug, Args)]
pub struct ExportOptions {
    /// The session.
    pub code: String,
    /// The data folder.
    #[command(flatten)]
    pub data: DataFolder,
    /// What to make of it.
    #[arg(
        long,
        env = "COMPETENTIESPEL_FORMAT",
        value_enum,
        default_value = "json"
    )]
    pub format: Format,
    /// Which table a CSV holds.
    #[arg(
        long,
        env = "COMPETENTIESPEL_TABLE",
        value_enum,
        default_value = "talents"
    )]
    pub table: CsvTable,
    /// In which language, except JSON.
    #[arg(long, env = "COMPETENTIESPEL_LANG", value_enum, default_value = "nl")]
    pub lang: Lang,
    /// Where to write it; without this to standard output.
    #[arg(short, long, env = "COMPETENTIESPEL_OUTPUT", value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// What an export can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// What all may see by now: another server can replay it and read it in.
    Json,
    /// A table, for a spreadsheet or another program.
    Csv,
    /// Everything as text with Markdown.
    Md,
    /// A workbook with all tables.
    Xlsx,
    /// The werkagenda as a document.
    Docx,
}

impl Format {
    /// It is of no use on a screen.
    fn is_binary(self) -> bool {
        matches!(self, Format::Xlsx | Format::Docx)
    }
}

/// Writes a session out.
pub fn export(options: ExportOptions) -> anyhow::Result<()> {
    if options.format.is_binary() && options.output.is_none() && std::io::stdout().is_terminal() {
        bail!(
            "this is no text: name a file with -o, such as -o team.{}",
            extension(options.format)
        );
    }
    let reader = Reader::open(&options.data.dir)?;
    let code = read_code(&options.code)?;
    let stored = reader
        .load(code.as_str())?
        .with_context(|| no_session(&code))?;
    tell_if_over(&reader, &code)?;
    let deck = reader.deck(&stored.deck_hash)?;
    let deck = deck.context("the session was deleted meanwhile")?;
    let kind = match options.format {
        Format::Json => None,
        Format::Md => Some(Kind::Markdown),
        Format::Csv => Some(Kind::Csv(options.table)),
        Format::Xlsx => Some(Kind::Xlsx),
        Format::Docx => Some(Kind::Docx),
    };
    let bytes = match kind {
        None => {
            let export = Export::new(code.as_str(), &stored, deck, &Budget::unlimited())?;
            let mut json = serde_json::to_vec_pretty(&export)?;
            json.push(b'\n');
            json
        }
        Some(kind) => {
            let deck: Deck = serde_json::from_str(&deck).context("its deck cannot be read")?;
            let results = Results::of(code.as_str(), &stored.entries, &deck, options.lang);
            let results = results.context("there is nothing to tell before the talents")?;
            let bytes = write(kind, &results)?;
            bytes.context("the werkagenda has not been shown to all yet")?
        }
    };
    match options.output {
        Some(file) => std::fs::write(&file, bytes).with_context(|| file.display().to_string()),
        None => print(&bytes),
    }
}

fn extension(format: Format) -> String {
    let value = format.to_possible_value();
    value.map_or_else(String::new, |value| value.get_name().to_owned())
}
