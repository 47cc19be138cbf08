//! One table as CSV, as spreadsheet programs in the Netherlands open it: semicolons, UTF-8 with a
//! mark that says so, CRLF. No cell of it runs, also where a program splits the lines otherwise.

use super::tables::{self, Table};
use super::text;
use super::{CsvTable, Results};
use ::csv::{QuoteStyle, Terminator, WriterBuilder};

/// Says that the file is UTF-8; without it a spreadsheet takes *é* for two signs.
const BOM: &str = "\u{FEFF}";

/// The table as a file; `None`: all have not seen the werkagenda.
pub(super) fn write(results: &Results, table: CsvTable) -> anyhow::Result<Option<Vec<u8>>> {
    let table = match (table, &results.agenda) {
        (CsvTable::Talents, _) => tables::talents(results),
        (CsvTable::Werkagenda, Some(agenda)) => tables::agenda(results.words(), agenda),
        (CsvTable::Werkagenda, None) => return Ok(None),
    };
    rows(&table).map(Some)
}

fn rows(table: &Table) -> anyhow::Result<Vec<u8>> {
    let mut csv = WriterBuilder::new()
        .delimiter(b';')
        .terminator(Terminator::CRLF)
        // Between quotes a comma splits no cell in programs that take both for separators.
        .quote_style(QuoteStyle::Always)
        .from_writer(BOM.as_bytes().to_vec());
    let titles = table.columns.iter().map(|column| &column.title);
    csv.write_record(titles.map(|title| text::csv_cell(title)))?;
    for row in &table.rows {
        csv.write_record(row.iter().map(|cell| text::csv_cell(cell)))?;
    }
    csv.into_inner().map_err(|error| error.into_error().into())
}
