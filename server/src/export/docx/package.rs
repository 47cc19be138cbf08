//! The parts of a DOCX around its text, and the ZIP that holds them.

use crate::export::text::xml;
use jiff::civil::Date;
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// What the file says of itself.
pub(super) struct About<'a> {
    pub(super) title: &'a str,
    pub(super) team: &'a str,
    /// As in `nl-NL`: of everything in it.
    pub(super) language: &'a str,
    pub(super) day: Date,
}

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

const TYPES: &str = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
<Default Extension=\"xml\" ContentType=\"application/xml\"/>\
<Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/>\
<Override PartName=\"/word/styles.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml\"/>\
<Override PartName=\"/word/settings.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml\"/>\
<Override PartName=\"/docProps/core.xml\" ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/>\
</Types>";

const RELATIONS: &str = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
<Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/>\
<Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/>\
</Relationships>";

const RELATIONS_OF_DOCUMENT: &str = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
<Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles\" Target=\"styles.xml\"/>\
<Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/settings\" Target=\"settings.xml\"/>\
</Relationships>";

/// Word's own way of laying out, not that of a version from before 2013.
const SETTINGS: &str = "<w:settings xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:compat>\
<w:compatSetting w:name=\"compatibilityMode\" w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/>\
</w:compat></w:settings>";

/// A4 with margins of two centimetres, in twentieths of a point.
const PAGE: &str = "<w:sectPr><w:pgSz w:w=\"11906\" w:h=\"16838\"/>\
<w:pgMar w:top=\"1134\" w:right=\"1134\" w:bottom=\"1134\" w:left=\"1134\" w:header=\"709\" w:footer=\"709\" w:gutter=\"0\"/></w:sectPr>";

/// The file with this body.
pub(super) fn pack(about: &About, body: &str) -> anyhow::Result<Vec<u8>> {
    let document = format!(
        "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">\
         <w:body>{body}{PAGE}</w:body></w:document>"
    );
    let parts = [
        ("[Content_Types].xml", TYPES.to_owned()),
        ("_rels/.rels", RELATIONS.to_owned()),
        ("docProps/core.xml", properties(about)),
        ("word/document.xml", document),
        ("word/styles.xml", styles(about.language)),
        ("word/settings.xml", SETTINGS.to_owned()),
        (
            "word/_rels/document.xml.rels",
            RELATIONS_OF_DOCUMENT.to_owned(),
        ),
    ];
    // Without the time of day: the same agenda makes the same file.
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, part) in parts {
        zip.start_file(name, options)?;
        zip.write_all(HEAD.as_bytes())?;
        zip.write_all(part.as_bytes())?;
    }
    Ok(zip.finish()?.into_inner())
}

fn properties(about: &About) -> String {
    let (title, team) = (xml(about.title), xml(about.team));
    let (language, day) = (about.language, about.day);
    format!(
        "<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">\
         <dc:title>{title}</dc:title><dc:subject>{team}</dc:subject><dc:language>{language}</dc:language>\
         <dcterms:created xsi:type=\"dcterms:W3CDTF\">{day}T00:00:00Z</dcterms:created></cp:coreProperties>"
    )
}

/// A style of paragraphs: its id, its name, how they stand, and how their letters look. Names that
/// word processors know are those of headings for a screen reader too.
fn style(id: &str, name: &str, paragraph: &str, letters: &str) -> String {
    let based_on_normal = "<w:basedOn w:val=\"Normal\"/>";
    let (based, kind) = match id {
        "Normal" => ("", " w:default=\"1\""),
        "TableText" | "TableHeading" => (based_on_normal, " w:customStyle=\"1\""),
        _ => (based_on_normal, ""),
    };
    format!(
        "<w:style w:type=\"paragraph\"{kind} w:styleId=\"{id}\"><w:name w:val=\"{name}\"/>{based}<w:qFormat/>\
         <w:pPr>{paragraph}</w:pPr><w:rPr>{letters}</w:rPr></w:style>"
    )
}

fn styles(language: &str) -> String {
    let next = "<w:keepNext/><w:keepLines/>";
    let space =
        |before: u16, after: u16| format!("<w:spacing w:before=\"{before}\" w:after=\"{after}\"/>");
    let size = |half_points: u8| {
        format!("<w:sz w:val=\"{half_points}\"/><w:szCs w:val=\"{half_points}\"/>")
    };
    let bold = |half_points| format!("<w:b/><w:bCs/>{}", size(half_points));
    let heading = |level: u8, before, after| {
        let outline = level - 1;
        format!(
            "{next}{}<w:outlineLvl w:val=\"{outline}\"/>",
            space(before, after)
        )
    };
    let styles = [
        style("Normal", "Normal", &space(0, 120), ""),
        style(
            "Title",
            "Title",
            &format!("{next}{}", space(0, 60)),
            &bold(40),
        ),
        style("Subtitle", "Subtitle", &space(0, 240), &size(24)),
        style("Heading1", "heading 1", &heading(1, 360, 120), &bold(30)),
        style("Heading2", "heading 2", &heading(2, 280, 80), &bold(24)),
        style(
            "ListParagraph",
            "List Paragraph",
            &format!("{}<w:ind w:left=\"567\"/>", space(0, 60)),
            "",
        ),
        style("TableText", "Table Text", &space(40, 40), ""),
        style(
            "TableHeading",
            "Table Heading",
            &format!("{next}{}", space(40, 40)),
            "<w:b/><w:bCs/>",
        ),
    ];
    let edge = |side: &str| {
        format!("<w:{side} w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"auto\"/>")
    };
    let edges = ["top", "left", "bottom", "right", "insideH", "insideV"].map(edge);
    format!(
        "<w:styles xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:docDefaults><w:rPrDefault><w:rPr>\
         <w:rFonts w:ascii=\"Calibri\" w:hAnsi=\"Calibri\" w:cs=\"Calibri\"/>{}<w:lang w:val=\"{language}\"/>\
         </w:rPr></w:rPrDefault></w:docDefaults>{}\
         <w:style w:type=\"table\" w:styleId=\"TableGrid\"><w:name w:val=\"Table Grid\"/><w:tblPr><w:tblBorders>{}</w:tblBorders>\
         <w:tblCellMar><w:left w:w=\"108\" w:type=\"dxa\"/><w:right w:w=\"108\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr></w:style>\
         </w:styles>",
        size(22),
        styles.concat(),
        edges.concat()
    )
}
