//! `competentiespel export`: a session in a file, beside a running server or without one.

use super::{load, print, tell_if_over};
use crate::budget::Budget;
use crate::config::DataFolder;
use crate::deck::Lang;
use crate::export::{CsvTable, Export, Kind, Results, write};
use crate::log::Reader;
use crate::operate::{no_session, read_code};
use anyhow::{Context, bail};
use cards::Deck;
use clap::{Args, ValueEnum};
use std::fs::{File, Permissions};
use std::io::{ErrorKind, IsTerminal, Write};
use std::path::{Path, PathBuf};

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
    let reader = Reader::open(options.data.folder()?)?;
    let code = read_code(&options.code)?;
    let stored = load(&reader, &code, || no_session(&code))?;
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
        Some(file) => write_whole(&file, &bytes).with_context(|| {
            let file = file.display();
            format!("{file} could not be written, and nothing was changed there")
        }),
        None => print(&bytes),
    }
}

/// Under its name there is at each moment what was there before, or all of this.
fn write_whole(file: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let before = match file.metadata() {
        Ok(before) => Some(before),
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        Err(error) => return Err(error),
    };
    if before.as_ref().is_some_and(|before| !before.is_file()) {
        // Into a pipe or a device, which holds nothing and must stay one.
        return std::fs::write(file, bytes);
    }
    // Where a link leads to, so that it stays a link.
    let file = match before {
        Some(_) => file.canonicalize()?,
        None => file.to_owned(),
    };
    let mut part = file.clone().into_os_string();
    part.push(format!(".{:08x}.part", rand::random::<u32>()));
    let part = PathBuf::from(part);
    let written = write_new(&part, bytes, before.map(|before| before.permissions()))
        .and_then(|()| std::fs::rename(&part, &file));
    if written.is_err() {
        // Why it failed says more than that something of it is left.
        let _ = std::fs::remove_file(&part);
    }
    written
}

fn write_new(file: &Path, bytes: &[u8], rights: Option<Permissions>) -> std::io::Result<()> {
    let mut made = File::create_new(file)?;
    if let Some(rights) = rights {
        made.set_permissions(rights)?;
    }
    made.write_all(bytes)?;
    made.sync_all()
}

fn extension(format: Format) -> String {
    let value = format.to_possible_value();
    value.map_or_else(String::new, |value| value.get_name().to_owned())
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::fs::{PermissionsExt, symlink};

    #[test]
    fn what_is_written_is_whole_and_where_it_was() {
        let dir = tempfile::tempdir().unwrap();
        let at = |name: &str| dir.path().join(name);
        write_whole(&at("file"), b"first").unwrap();
        std::fs::set_permissions(at("file"), Permissions::from_mode(0o640)).unwrap();
        symlink(at("file"), at("link")).unwrap();
        write_whole(&at("link"), b"second").unwrap();
        assert!(at("link").is_symlink());
        assert_eq!(std::fs::read(at("file")).unwrap(), b"second");
        let mode = at("file").metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o640);
        write_whole(Path::new("/dev/null"), b"third").unwrap();
        assert!(!Path::new("/dev/null").is_file());
        assert!(write_whole(dir.path(), b"fourth").is_err());
        assert!(write_whole(&at("none/file"), b"fifth").is_err());
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 2);
    }
}
