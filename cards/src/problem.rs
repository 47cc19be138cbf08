//! What can be wrong with a deck file, in words that help whoever wrote it.
//!
//! Every fault says what is wrong and how to mend it, in Dutch (shown to a facilitator) and in
//! English (for an operator).

use std::fmt;

use serde::Serialize;
use ts_rs::TS;

use crate::deck::Text;

/// One thing that is wrong with a deck file. `Display` gives it as one line of Dutch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Problem {
    /// Line in the file, from 1.
    pub line: usize,
    /// The card it is about: its id, or `#7` for the seventh card where the id cannot be used.
    pub card: Option<String>,
    /// A stable name of the kind of problem, such as `too_long`.
    pub code: &'static str,
    /// What is wrong, one sentence.
    pub wrong: Text,
    /// What to do about it, one sentence.
    pub mend: Text,
}

impl Problem {
    pub(crate) fn new(line: usize, card: Option<String>, fault: &Fault) -> Self {
        let Words { code, wrong, mend } = fault.words();
        Self {
            line,
            card,
            code,
            wrong,
            mend,
        }
    }

    /// The same line in English.
    pub fn english(&self) -> String {
        let card = self
            .card
            .as_ref()
            .map(|card| format!(", card {card}"))
            .unwrap_or_default();
        format!(
            "line {}{card}: {} {}",
            self.line, self.wrong.en, self.mend.en
        )
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "regel {}", self.line)?;
        if let Some(card) = &self.card {
            write!(f, ", kaart {card}")?;
        }
        write!(f, ": {} {}", self.wrong.nl, self.mend.nl)
    }
}

/// What is wrong, with what the words need. `field` is the name as it stands in the file.
#[derive(Debug)]
pub(crate) enum Fault<'a> {
    TooLarge {
        bytes: usize,
        max: usize,
    },
    TooManyLines {
        lines: usize,
        max: usize,
    },
    NotUtf8,
    NotJson {
        message: String,
    },
    Syntax {
        message: &'a str,
    },
    Format {
        wanted: u32,
    },
    Missing {
        field: &'a str,
    },
    Unknown {
        field: &'a str,
        known: &'a [&'a str],
    },
    WrongKind {
        field: &'a str,
        wanted: Kind,
    },
    Empty {
        field: &'a str,
    },
    TooLong {
        field: &'a str,
        chars: usize,
        max: usize,
    },
    Character {
        field: &'a str,
        code_point: u32,
    },
    Count {
        field: &'a str,
        count: usize,
        min: usize,
        max: usize,
    },
    BadId {
        field: &'a str,
        id: &'a str,
        max: usize,
    },
    DuplicateId {
        id: &'a str,
        first_line: usize,
    },
    DuplicateLabel {
        label: &'a str,
        first_line: usize,
    },
    UnknownCluster {
        id: &'a str,
        known: Vec<&'a str>,
    },
    UnknownMark {
        mark: &'a str,
        known: Vec<&'a str>,
    },
    NotAQuestion {
        field: &'a str,
    },
    Weight {
        field: &'a str,
        max: u8,
    },
    SaysNothing {
        max: u8,
    },
}

/// What a field should have held.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Kind {
    Text,
    ListOfTexts,
    Languages,
    LanguageLists,
    Weights,
    Blocks,
}

struct Words {
    code: &'static str,
    wrong: Text,
    mend: Text,
}

impl Fault<'_> {
    fn words(&self) -> Words {
        let words = |code, wrong: (String, String), mend: (String, String)| Words {
            code,
            wrong: Text {
                nl: wrong.0,
                en: wrong.1,
            },
            mend: Text {
                nl: mend.0,
                en: mend.1,
            },
        };
        match self {
            Fault::TooLarge { bytes, max } => words(
                "too_large",
                (
                    format!("Het bestand is te groot: {bytes} bytes."),
                    format!("The file is too large: {bytes} bytes."),
                ),
                (
                    format!("Houd het onder {max} bytes, met minder kaarten of kortere teksten."),
                    format!("Keep it under {max} bytes, with fewer cards or shorter texts."),
                ),
            ),
            Fault::TooManyLines { lines, max } => words(
                "too_many_lines",
                (
                    format!("Het bestand heeft te veel regels: {lines}."),
                    format!("The file has too many lines: {lines}."),
                ),
                (
                    format!("Houd het onder {max} regels, met minder kaarten of witte regels."),
                    format!("Keep it under {max} lines, with fewer cards or blank lines."),
                ),
            ),
            Fault::NotUtf8 => words(
                "not_utf8",
                (
                    "Hier staat een teken dat we niet kunnen lezen.".into(),
                    "There is a character here that we cannot read.".into(),
                ),
                (
                    "Sla het bestand opnieuw op en kies daarbij de codering UTF-8.".into(),
                    "Save the file again and choose the encoding UTF-8.".into(),
                ),
            ),
            Fault::NotJson { message } => words(
                "not_json",
                (
                    format!("Dit is geen kaartenset in JSON ({message})."),
                    format!("This is not a deck in JSON ({message})."),
                ),
                (
                    "Neem het bestand precies zoals het is opgeslagen.".into(),
                    "Take the file exactly as it was saved.".into(),
                ),
            ),
            Fault::Syntax {
                message: "duplicate key",
            } => words(
                "syntax",
                (
                    "Dit veld staat er twee keer.".into(),
                    "This field is there twice.".into(),
                ),
                ("Haal er één weg.".into(), "Remove one of them.".into()),
            ),
            Fault::Syntax { message } => words(
                "syntax",
                (
                    format!("We kunnen deze regel niet lezen ({message})."),
                    format!("We cannot read this line ({message})."),
                ),
                (
                    "Kijk hier en op de regel erboven naar aanhalingstekens, komma's en haken."
                        .into(),
                    "Look here and at the line above for quotes, commas and brackets.".into(),
                ),
            ),
            Fault::Format { wanted } => words(
                "format",
                (
                    "Dit bestand is voor een andere versie gemaakt.".into(),
                    "This file was made for another version.".into(),
                ),
                (
                    format!("Schrijf: format = {wanted}"),
                    format!("Write: format = {wanted}"),
                ),
            ),
            Fault::Missing { field } => words(
                "missing_field",
                (
                    format!("Het veld {field} ontbreekt."),
                    format!("The field {field} is missing."),
                ),
                (
                    format!("Voeg {field} toe; de uitleg heeft een voorbeeld."),
                    format!("Add {field}; the guide has an example."),
                ),
            ),
            Fault::Unknown { field, known } => words(
                "unknown_field",
                (
                    format!("Het veld {} kennen we niet.", shown(field)),
                    format!("We do not know the field {}.", shown(field)),
                ),
                (
                    format!("Haal het weg of kies uit: {}.", known.join(", ")),
                    format!("Remove it or choose from: {}.", known.join(", ")),
                ),
            ),
            Fault::WrongKind { field, wanted } => {
                let (nl, en, example) = wanted.words();
                words(
                    "wrong_kind",
                    (
                        format!("Bij {field} hoort {nl}."),
                        format!("{field} must be {en}."),
                    ),
                    (
                        format!("Schrijf het zo: {example}"),
                        format!("Write it like this: {example}"),
                    ),
                )
            }
            Fault::Empty { field } => words(
                "empty",
                (format!("{field} is leeg."), format!("{field} is empty.")),
                (
                    "Vul het in, in het Nederlands (nl) of Engels (en).".into(),
                    "Fill it in, in Dutch (nl) or English (en).".into(),
                ),
            ),
            Fault::TooLong { field, chars, max } => words(
                "too_long",
                (
                    format!("{field} is te lang: {chars} tekens."),
                    format!("{field} is too long: {chars} characters."),
                ),
                (
                    format!("Maak het korter: hoogstens {max} tekens."),
                    format!("Make it shorter: {max} characters at most."),
                ),
            ),
            Fault::Character { field, code_point } => words(
                "character",
                (
                    format!("In {field} zit een onzichtbaar teken (U+{code_point:04X})."),
                    format!("{field} holds an invisible character (U+{code_point:04X})."),
                ),
                (
                    "Typ de tekst opnieuw, op één regel, zonder te plakken.".into(),
                    "Type the text again, on one line, without pasting.".into(),
                ),
            ),
            Fault::Count {
                field,
                count,
                min,
                max,
            } => words(
                "count",
                (
                    format!("Het aantal bij {field} klopt niet: {count}."),
                    format!("The number of {field} is not right: {count}."),
                ),
                (
                    format!("Maak er {min} tot {max} van."),
                    format!("Make it {min} to {max}."),
                ),
            ),
            Fault::BadId { field, id, max } => words(
                "bad_id",
                (
                    format!("{field} kan niet {} zijn.", shown(id)),
                    format!("{field} cannot be {}.", shown(id)),
                ),
                (
                    format!("Gebruik 1 tot {max} tekens: a-z, 0-9 en het streepje."),
                    format!("Use 1 to {max} characters: a-z, 0-9 and the hyphen."),
                ),
            ),
            Fault::DuplicateId { id, first_line } => words(
                "duplicate_id",
                (
                    format!("De id {id} staat al op regel {first_line}."),
                    format!("The id {id} is already on line {first_line}."),
                ),
                (
                    "Geef een van de twee een andere id.".into(),
                    "Give one another id.".into(),
                ),
            ),
            Fault::DuplicateLabel { label, first_line } => words(
                "duplicate_label",
                (
                    format!("Er is al een kaart {} op regel {first_line}.", shown(label)),
                    format!(
                        "There is a card {} on line {first_line} already.",
                        shown(label)
                    ),
                ),
                (
                    "Geef een van de twee een ander label.".into(),
                    "Give one of them another label.".into(),
                ),
            ),
            Fault::UnknownCluster { id, known } => words(
                "unknown_cluster",
                (
                    format!("Er is geen cluster {}.", shown(id)),
                    format!("There is no cluster {}.", shown(id)),
                ),
                choose(known),
            ),
            Fault::UnknownMark { mark, known } => words(
                "unknown_mark",
                (
                    format!("Er is geen tekening {}.", shown(mark)),
                    format!("There is no mark {}.", shown(mark)),
                ),
                choose(known),
            ),
            Fault::NotAQuestion { field } => words(
                "not_a_question",
                (
                    format!("{field} is geen open vraag."),
                    format!("{field} is not an open question."),
                ),
                (
                    "Begin met Vertel, of eindig met een vraagteken.".into(),
                    "Begin with Tell, or end with a question mark.".into(),
                ),
            ),
            Fault::Weight { field, max } => words(
                "weight",
                (
                    format!("Bij {field} hoort een heel getal van 0 tot en met {max}."),
                    format!("{field} must be a whole number from 0 to {max}."),
                ),
                (
                    format!("Kies 0 (zegt niets) tot {max} (zegt heel veel)."),
                    format!("Choose 0 (says nothing) to {max} (says very much)."),
                ),
            ),
            Fault::SaysNothing { max } => words(
                "says_nothing",
                (
                    format!("Alle vier de types staan op {max}; zo zegt de kaart niets."),
                    format!("All four types are at {max}; like this the card says nothing."),
                ),
                (
                    "Zet er minstens één lager.".into(),
                    "Lower one of them at least.".into(),
                ),
            ),
        }
    }
}

impl Kind {
    /// In Dutch, in English, and an example.
    fn words(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Kind::Text => ("een tekst", "a text", r#""Lef""#),
            Kind::ListOfTexts => (
                "een lijst van teksten",
                "a list of texts",
                r#"["een", "twee"]"#,
            ),
            Kind::Languages => (
                "een tekst per taal",
                "a text per language",
                r#"{ nl = "Lef", en = "" }"#,
            ),
            Kind::LanguageLists => (
                "een lijst van teksten per taal",
                "a list of texts per language",
                r#"{ nl = ["een", "twee"], en = [] }"#,
            ),
            Kind::Weights => (
                "een gewicht per naam",
                "a weight per name",
                "{ alledaagse-doener = 3, bruggenbouwer = 1 }",
            ),
            Kind::Blocks => ("een of meer blokken", "one or more blocks", "[[card]]"),
        }
    }
}

fn choose(known: &[&str]) -> (String, String) {
    let known = known.join(", ");
    (
        format!("Kies uit: {known}."),
        format!("Choose from: {known}."),
    )
}

/// Someone else's text in a message: cut off, quoted, and nothing in it that could move the line.
fn shown(text: &str) -> String {
    const CHARS_MAX: usize = 40;
    let mut shown: String = text
        .chars()
        .take(CHARS_MAX)
        .map(|c| if hidden(c) { '\u{FFFD}' } else { c })
        .collect();
    if text.chars().nth(CHARS_MAX).is_some() {
        shown.push('…');
    }
    format!("‘{shown}’")
}

/// Characters that are not seen but change what is seen: controls, line separators, and the marks
/// that turn the direction of writing, with which a card could show another text than it holds.
pub(crate) fn hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{061C}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}'
            | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}
