//! The results as a workbook: a sheet for each table. Every cell is text, so nothing in it runs.

use super::results::Results;
use super::tables::{self, Column, Table};
use super::text;
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError,
};

/// The most UTF-16 units a cell can hold, by the file format.
const CELL_UNITS_MAX: usize = 32_767;
/// A4.
const PAPER: u8 = 9;
/// Characters side by side that can still be read when they are made to fit that paper.
const PAPER_WIDTH_MAX: f64 = 200.0;
/// Such pages side by side; a wider table is made smaller.
const PAGES_WIDE_MAX: u16 = 6;
/// Of a line, in points.
const LINE_HEIGHT: f64 = 15.0;
/// Of a row, in points, by the file format.
const ROW_HEIGHT_MAX: f64 = 409.0;

/// The workbook as a file.
pub(super) fn write(results: &Results) -> anyhow::Result<Vec<u8>> {
    let words = results.words();
    let mut tables = vec![tables::talents(results), tables::gifts(results)];
    if let Some(agenda) = &results.agenda {
        tables.push(tables::agenda(words, agenda));
        tables.push(tables::matrix(results, agenda));
        tables.push(tables::case(words, agenda));
    }
    let title = results.title.as_deref().unwrap_or(words.game);
    let team = results.team.as_deref().unwrap_or_default();
    let stands = results.stands;
    let (month, day) = (stands.month().unsigned_abs(), stands.day().unsigned_abs());
    // Not now: the same session makes the same file.
    let made = ExcelDateTime::from_ymd(stands.year().unsigned_abs(), month, day)?;
    let properties = DocProperties::new()
        .set_title(cell(title))
        .set_subject(cell(team))
        .set_creation_datetime(&made);
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties);
    for table in &tables {
        sheet(workbook.add_worksheet(), table)?;
    }
    Ok(workbook.save_to_buffer()?)
}

fn sheet(sheet: &mut Worksheet, table: &Table) -> Result<(), XlsxError> {
    let header = Format::new()
        .set_bold()
        .set_text_wrap()
        .set_align(FormatAlign::Top);
    let plain = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    // Stays text also when somebody edits the cell.
    let marked = plain.clone().set_quote_prefix();
    sheet.set_name(table.name)?;
    sheet
        .set_landscape()
        .set_paper_size(PAPER)
        .set_print_gridlines(true);
    sheet.set_print_fit_to_pages(pages_wide(table), 0);
    sheet.set_repeat_rows(0, 0)?;
    sheet.set_repeat_columns(0, table.keys.saturating_sub(1))?;
    sheet.set_freeze_panes(1, table.keys)?;
    for (nr, column) in (0..).zip(&table.columns) {
        sheet.set_column_width(nr, column.width)?;
        sheet.write_string_with_format(0, nr, cell(&column.title), &header)?;
    }
    let titles = table.columns.iter().map(|column| column.title.as_str());
    sheet.set_row_height(0, height(table, titles))?;
    for (nr, row) in (1..).zip(&table.rows) {
        for (column, text) in (0..).zip(row) {
            let runs = text::is_formula(&text::clean(text));
            let format = if runs { &marked } else { &plain };
            sheet.write_string_with_format(nr, column, cell(text), format)?;
        }
        sheet.set_row_height(nr, height(table, row.iter().map(String::as_str)))?;
    }
    Ok(())
}

/// Pages side by side on which a table can be read: one for most. The columns at the left come again
/// on each.
fn pages_wide(table: &Table) -> u16 {
    let width = |columns: &[Column]| -> f64 { columns.iter().map(|column| column.width).sum() };
    let (keys, rest) = table.columns.split_at(table.keys.into());
    let mut pages = 1_u16;
    while width(keys) + width(rest) / f64::from(pages) > PAPER_WIDTH_MAX && pages < PAGES_WIDE_MAX {
        pages += 1;
    }
    pages
}

/// The height of a row with these cells, in points: not every program makes room for wrapped text by
/// itself.
fn height<'c>(table: &Table, cells: impl Iterator<Item = &'c str>) -> f64 {
    let lines = cells.zip(&table.columns).map(|(text, column)| {
        let lines = text.split('\n').map(|line| wrapped(line, column.width));
        lines.sum::<u32>()
    });
    let lines = lines.max().unwrap_or(1);
    (f64::from(lines) * LINE_HEIGHT).min(ROW_HEIGHT_MAX)
}

/// On how many lines a text comes in a column of so many characters, broken between words.
fn wrapped(text: &str, width: f64) -> u32 {
    let (mut lines, mut used) = (1_u32, 0.0);
    for word in text.split_whitespace() {
        let length = word.chars().map(|_| 1.0).sum::<f64>();
        if used > 0.0 && used + 1.0 + length > width {
            lines = lines.saturating_add(1);
            used = 0.0;
        }
        used += if used > 0.0 { 1.0 + length } else { length };
        // A word that is longer than a line is broken itself.
        while used > width {
            lines = lines.saturating_add(1);
            used -= width;
        }
    }
    lines
}

fn cell(text: &str) -> String {
    text::cut(text::clean(text), CELL_UNITS_MAX)
}
