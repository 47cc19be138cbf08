//! Paragraphs, headings and tables in WordprocessingML. Every text goes through one function, so
//! that nothing anyone wrote can end a tag.

use crate::export::text::xml;

/// Widths of the columns of a table on an A4 page, in twentieths of a point.
const WIDTHS: [u32; 5] = [700, 3300, 2000, 1800, 1838];

/// What is written so far.
#[derive(Default)]
pub(super) struct Body(String);

impl Body {
    pub(super) fn title(&mut self, text: &str) {
        self.styled("Title", &run(text));
    }

    pub(super) fn subtitle(&mut self, text: &str) {
        self.styled("Subtitle", &run(text));
    }

    /// Level 1 or 2.
    pub(super) fn heading(&mut self, level: u8, text: &str) {
        self.styled(&format!("Heading{level}"), &run(text));
    }

    pub(super) fn paragraph(&mut self, text: &str) {
        self.styled("Normal", &run(text));
    }

    /// `Hoe: met een gesprek`, the first part bold.
    pub(super) fn labelled(&mut self, label: &str, text: &str) {
        let label = format!("{}: ", xml(label));
        let label =
            format!("<w:r><w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\">{label}</w:t></w:r>");
        self.styled("Normal", &(label + &run(text)));
    }

    /// A paragraph that belongs to the one before it.
    pub(super) fn under(&mut self, text: &str) {
        self.styled("ListParagraph", &run(text));
    }

    /// A table whose first row is marked as its header, and comes again on every page.
    pub(super) fn table(&mut self, titles: &[&str; 5], rows: impl Iterator<Item = [String; 5]>) {
        self.0 += "<w:tbl><w:tblPr><w:tblStyle w:val=\"TableGrid\"/><w:tblW w:w=\"0\" w:type=\"auto\"/>\
                   <w:tblLayout w:type=\"fixed\"/><w:tblLook w:val=\"0020\" w:firstRow=\"1\"/></w:tblPr><w:tblGrid>";
        for width in WIDTHS {
            self.0 += &format!("<w:gridCol w:w=\"{width}\"/>");
        }
        self.0 += "</w:tblGrid>";
        self.row(true, titles);
        for row in rows {
            self.row(false, &row.each_ref().map(String::as_str));
        }
        // Two tables, or a table and the end, want a paragraph between them.
        self.0 += "</w:tbl><w:p/>";
    }

    fn row(&mut self, header: bool, cells: &[&str; 5]) {
        let header_mark = if header { "<w:tblHeader/>" } else { "" };
        self.0 += &format!("<w:tr><w:trPr><w:cantSplit/>{header_mark}</w:trPr>");
        for (width, cell) in WIDTHS.into_iter().zip(cells) {
            self.0 += &format!("<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/></w:tcPr>");
            let style = if header { "TableHeading" } else { "TableText" };
            self.styled(style, &run(cell));
            self.0 += "</w:tc>";
        }
        self.0 += "</w:tr>";
    }

    fn styled(&mut self, style: &str, runs: &str) {
        self.0 += &format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>{runs}</w:p>");
    }

    /// All of it, without what stands around it in the file.
    pub(super) fn finish(self) -> String {
        self.0
    }
}

/// Text with its line ends.
fn run(text: &str) -> String {
    let text = xml(text);
    let lines: Vec<String> = text
        .split('\n')
        .map(|line| {
            format!(
                "<w:t xml:space=\"preserve\">{}</w:t>",
                line.replace('\t', " ")
            )
        })
        .collect();
    format!("<w:r>{}</w:r>", lines.join("<w:br/>"))
}
