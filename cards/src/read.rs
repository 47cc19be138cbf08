//! Reads a deck file and tells what is wrong with it, not only the first thing. It takes no longer
//! for a file that was made to be slow: anyone can send one.
//!
//! The file is walked by hand rather than by `serde`, which stops at the first mistake. A part
//! that is wrong gets an empty value, so that the rest can still be looked at; the deck itself is
//! only given when nothing was wrong.

use std::collections::HashMap;
use std::ops::RangeInclusive;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::deck::{Card, Cluster, Deck, Mark, Text, Texts};
use crate::limits::{
    BEHAVIOUR_CHARS_MAX, BEHAVIOURS, CARDS, CLUSTERS, DESCRIPTION_CHARS_MAX, FILE_BYTES_MAX,
    FORMAT, ID_CHARS_MAX, LABEL_CHARS_MAX, LICENCE_CHARS_MAX, LINES_MAX, NAME_CHARS_MAX,
    PROBLEMS_MAX, QUESTION_CHARS_MAX, REASON_CHARS_MAX, SEARCH_WORD_CHARS_MAX, SEARCH_WORDS,
    SOURCE_CHARS_MAX, SOURCES, SYNTAX_PROBLEMS_MAX, VERSION_CHARS_MAX, WEIGHT_MAX,
};
use crate::problem::{Fault, Kind, Problem, hidden};
use crate::weights::{Qualities, Roles, Types};

const DECK_FIELDS: [&str; 7] = [
    "format", "id", "version", "licence", "name", "cluster", "card",
];
const CLUSTER_FIELDS: [&str; 3] = ["id", "label", "mark"];
const CARD_FIELDS: [&str; 12] = [
    "id",
    "cluster",
    "label",
    "description",
    "behaviours",
    "question",
    "search",
    "types",
    "roles",
    "qualities",
    "reason",
    "sources",
];
const LANGUAGES: [&str; 2] = ["nl", "en"];

/// Reads and checks a deck file.
///
/// # Errors
/// What is wrong, by line, never none: reading stops at [`PROBLEMS_MAX`] problems. Where the
/// text is not TOML at all, only that is told.
pub fn read(text: &str) -> Result<Deck, Vec<Problem>> {
    if text.len() > FILE_BYTES_MAX {
        let fault = Fault::TooLarge {
            bytes: text.len(),
            max: FILE_BYTES_MAX,
        };
        return Err(vec![Problem::new(1, None, &fault)]);
    }
    let lines = text.lines().count();
    if lines > LINES_MAX {
        let fault = Fault::TooManyLines {
            lines,
            max: LINES_MAX,
        };
        return Err(vec![Problem::new(LINES_MAX, None, &fault)]);
    }
    let (root, errors) = DeTable::parse_recoverable(text);
    if !errors.is_empty() {
        return Err(syntax_problems(text, errors));
    }
    let mut reader = Reader {
        text,
        card: None,
        problems: Vec::new(),
    };
    let deck = reader.deck(root.get_ref());
    let mut problems = reader.problems;
    if problems.is_empty() {
        return Ok(deck);
    }
    problems.sort_by_key(|problem| problem.line);
    Err(problems)
}

/// As [`read`], for a file whose encoding is not known yet.
///
/// # Errors
/// As [`read`]; also when the file is not UTF-8.
pub fn read_bytes(bytes: &[u8]) -> Result<Deck, Vec<Problem>> {
    match std::str::from_utf8(bytes) {
        Ok(text) => read(text),
        Err(error) => {
            let before = &bytes[..error.valid_up_to()];
            let line = 1 + breaks(before);
            Err(vec![Problem::new(line, None, &Fault::NotUtf8)])
        }
    }
}

/// Reads and checks a deck in JSON that came from elsewhere, such as an export. Lines in problems
/// are those of the same deck as a file ([`Deck::to_toml`]).
///
/// # Errors
/// As [`read`]; also when it is not the JSON of a deck.
pub fn read_json(json: &str) -> Result<Deck, Vec<Problem>> {
    // JSON writes a deck a little longer than TOML does; what matters is that there is a limit.
    if json.len() > 2 * FILE_BYTES_MAX {
        let fault = Fault::TooLarge {
            bytes: json.len(),
            max: 2 * FILE_BYTES_MAX,
        };
        return Err(vec![Problem::new(1, None, &fault)]);
    }
    match serde_json::from_str::<Deck>(json) {
        Ok(deck) => read(&deck.to_toml()),
        Err(error) => {
            let fault = Fault::NotJson {
                message: error.to_string(),
            };
            Err(vec![Problem::new(error.line().max(1), None, &fault)])
        }
    }
}

/// One slip makes the parser stumble many times, so: the first of each line, and only a few. Lines
/// are counted once for all of them: a file can have as many errors as characters.
fn syntax_problems(text: &str, mut errors: Vec<toml::de::Error>) -> Vec<Problem> {
    let start = |error: &toml::de::Error| error.span().map_or(0, |span| span.start);
    errors.sort_by_key(start);
    let mut problems: Vec<Problem> = Vec::new();
    let (mut line, mut counted) = (1, 0);
    for error in &errors {
        let at = start(error).min(text.len());
        line += breaks(&text.as_bytes()[counted..at]);
        counted = at;
        if problems.last().is_some_and(|last| last.line == line) {
            continue;
        }
        if problems.len() == SYNTAX_PROBLEMS_MAX {
            break;
        }
        let message = error.message();
        problems.push(Problem::new(line, None, &Fault::Syntax { message }));
    }
    problems
}

/// The line, from 1, on which this byte stands.
fn line_of(text: &str, at: usize) -> usize {
    1 + breaks(&text.as_bytes()[..at.min(text.len())])
}

fn breaks(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte == b'\n').count()
}

type Value<'t> = Spanned<DeValue<'t>>;

/// A table of the file and where it begins, which is the place of what is missing from it.
#[derive(Clone, Copy)]
struct Table<'v, 't> {
    fields: &'v DeTable<'t>,
    at: usize,
}

struct Reader<'t> {
    text: &'t str,
    /// The card that is being read: its id, or its place among the cards.
    card: Option<String>,
    problems: Vec<Problem>,
}

impl Reader<'_> {
    /// Enough is wrong: the rest comes after mending, and is not looked at.
    fn is_full(&self) -> bool {
        self.problems.len() >= PROBLEMS_MAX
    }

    fn problem(&mut self, at: usize, fault: &Fault<'_>) {
        if !self.is_full() {
            let line = line_of(self.text, at);
            self.problems
                .push(Problem::new(line, self.card.clone(), fault));
        }
    }

    fn deck(&mut self, fields: &DeTable<'_>) -> Deck {
        let root = Table { fields, at: 0 };
        self.only_known(root, &DECK_FIELDS);
        // A file of another format may be right in every other way; the rest is looked at anyway.
        self.format(root);
        let deck = Deck {
            format: FORMAT,
            id: self.id(root),
            version: self.string(root, "version", VERSION_CHARS_MAX),
            licence: self.string(root, "licence", LICENCE_CHARS_MAX),
            name: self.text(root, "name", NAME_CHARS_MAX),
            clusters: self.clusters(root),
            cards: Vec::new(),
        };
        let cards = self.cards(root, &deck.clusters);
        Deck { cards, ..deck }
    }

    fn format(&mut self, root: Table<'_, '_>) {
        if let Some(value) = self.field(root, "format")
            && whole_number(value) != Some(i64::from(FORMAT))
        {
            self.problem(value.span().start, &Fault::Format { wanted: FORMAT });
        }
    }

    fn clusters(&mut self, root: Table<'_, '_>) -> Vec<Cluster> {
        let mut seen = Seen::default();
        let mut clusters = Vec::new();
        for (table, _) in self.blocks(root, "cluster", &CLUSTERS) {
            if self.is_full() {
                break;
            }
            self.only_known(table, &CLUSTER_FIELDS);
            let id = self.id(table);
            self.unique_id(&mut seen, table, &id);
            clusters.push(Cluster {
                id,
                label: self.text(table, "label", LABEL_CHARS_MAX),
                mark: self.mark(table),
            });
        }
        clusters
    }

    fn cards(&mut self, root: Table<'_, '_>, clusters: &[Cluster]) -> Vec<Card> {
        let (mut ids, mut labels) = (Seen::default(), Seen::default());
        let mut cards = Vec::new();
        for (table, number) in self.blocks(root, "card", &CARDS) {
            if self.is_full() {
                break;
            }
            self.card = Some(format!("#{number}"));
            if let Some(id) = table.fields.get("id").and_then(|id| id.get_ref().as_str())
                && is_id(id)
            {
                self.card = Some(id.to_owned());
            }
            let card = self.one_card(table, clusters);
            self.unique_id(&mut ids, table, &card.id);
            self.unique_label(&mut labels, table, &card.label);
            cards.push(card);
        }
        self.card = None;
        cards
    }

    fn one_card(&mut self, table: Table<'_, '_>, clusters: &[Cluster]) -> Card {
        self.only_known(table, &CARD_FIELDS);
        Card {
            id: self.id(table),
            cluster: self.cluster_of(table, clusters),
            label: self.text(table, "label", LABEL_CHARS_MAX),
            description: self.text(table, "description", DESCRIPTION_CHARS_MAX),
            behaviours: self.texts(table, "behaviours", BEHAVIOUR_CHARS_MAX, &BEHAVIOURS),
            question: self.question(table),
            search: self.texts(table, "search", SEARCH_WORD_CHARS_MAX, &SEARCH_WORDS),
            types: self.types(table),
            roles: Roles::from_values(self.weights(table, "roles", &Roles::IDS)),
            qualities: Qualities::from_values(self.weights(table, "qualities", &Qualities::IDS)),
            reason: match table.fields.get("reason") {
                Some(value) => self.line_of_text(value, "reason", REASON_CHARS_MAX),
                None => String::new(),
            },
            sources: match table.fields.get("sources") {
                Some(value) => self.list(value, "sources", SOURCE_CHARS_MAX, &SOURCES),
                None => Vec::new(),
            },
        }
    }

    // The parts of a card, a cluster and a deck.

    fn id(&mut self, table: Table<'_, '_>) -> String {
        let Some((id, at)) = self.raw_string(table, "id") else {
            return String::new();
        };
        if is_id(id) {
            return id.to_owned();
        }
        self.problem(
            at,
            &Fault::BadId {
                field: "id",
                id,
                max: ID_CHARS_MAX,
            },
        );
        String::new()
    }

    fn unique_id(&mut self, seen: &mut Seen, table: Table<'_, '_>, id: &str) {
        let at = position(table, "id");
        if let Some(first) = seen.before(id, at) {
            let first_line = line_of(self.text, first);
            self.problem(at, &Fault::DuplicateId { id, first_line });
        }
    }

    /// Two cards with the same words on them cannot be told apart at the table.
    fn unique_label(&mut self, seen: &mut Seen, table: Table<'_, '_>, label: &Text) {
        let at = position(table, "label");
        if let Some(first) = seen.before(&label.get("nl").to_lowercase(), at) {
            let first_line = line_of(self.text, first);
            self.problem(
                at,
                &Fault::DuplicateLabel {
                    label: label.get("nl"),
                    first_line,
                },
            );
        }
    }

    fn cluster_of(&mut self, table: Table<'_, '_>, clusters: &[Cluster]) -> String {
        let Some((id, at)) = self.raw_string(table, "cluster") else {
            return String::new();
        };
        if !clusters.iter().any(|cluster| cluster.id == id) {
            let known = clusters.iter().map(|cluster| cluster.id.as_str());
            let known = known.filter(|id| !id.is_empty()).collect();
            self.problem(at, &Fault::UnknownCluster { id, known });
        }
        id.to_owned()
    }

    fn mark(&mut self, table: Table<'_, '_>) -> Mark {
        let Some((name, at)) = self.raw_string(table, "mark") else {
            return Mark::Bench;
        };
        if let Some(mark) = Mark::ALL.into_iter().find(|mark| mark.id() == name) {
            return mark;
        }
        let known = Mark::ALL.map(Mark::id).to_vec();
        self.problem(at, &Fault::UnknownMark { mark: name, known });
        Mark::Bench
    }

    fn question(&mut self, table: Table<'_, '_>) -> Text {
        let question = self.text(table, "question", QUESTION_CHARS_MAX);
        let open = |text: &str, tell: &str| {
            text.is_empty() || text.ends_with('?') || text.starts_with(tell)
        };
        for (is_open, field) in [
            (open(&question.nl, "Vertel"), "question.nl"),
            (open(&question.en, "Tell"), "question.en"),
        ] {
            if !is_open {
                self.problem(position(table, "question"), &Fault::NotAQuestion { field });
            }
        }
        question
    }

    fn types(&mut self, table: Table<'_, '_>) -> Types {
        self.field(table, "types");
        let values = self.weights(table, "types", &Types::IDS);
        if values.iter().all(|weight| *weight == WEIGHT_MAX) {
            self.problem(
                position(table, "types"),
                &Fault::SaysNothing { max: WEIGHT_MAX },
            );
        }
        Types::from_values(values)
    }

    /// The weights by name; a name that is not there counts as 0, and so does a table that is not.
    fn weights<const N: usize>(
        &mut self,
        table: Table<'_, '_>,
        field: &str,
        ids: &[&'static str; N],
    ) -> [u8; N] {
        let Some(value) = table.fields.get(field) else {
            return [0; N];
        };
        let Some(weights) = self.table(value, field, Kind::Weights) else {
            return [0; N];
        };
        self.only_known(weights, ids);
        ids.map(|id| {
            let Some(value) = weights.fields.get(id) else {
                return 0;
            };
            let weight = whole_number(value).and_then(|number| u8::try_from(number).ok());
            match weight {
                Some(weight) if weight <= WEIGHT_MAX => weight,
                _ => {
                    let field = format!("{field}.{id}");
                    let fault = Fault::Weight {
                        field: &field,
                        max: WEIGHT_MAX,
                    };
                    self.problem(value.span().start, &fault);
                    0
                }
            }
        })
    }

    // The pieces every part is made of.

    /// The field, or a problem that it is missing.
    fn field<'v, 't>(&mut self, table: Table<'v, 't>, field: &str) -> Option<&'v Value<'t>> {
        let value = table.fields.get(field);
        if value.is_none() {
            self.problem(table.at, &Fault::Missing { field });
        }
        value
    }

    fn only_known(&mut self, table: Table<'_, '_>, known: &[&str]) {
        for key in table.fields.keys() {
            if self.is_full() {
                return;
            }
            let field: &str = key.get_ref();
            if !known.contains(&field) {
                self.problem(key.span().start, &Fault::Unknown { field, known });
            }
        }
    }

    fn table<'v, 't>(
        &mut self,
        value: &'v Value<'t>,
        field: &str,
        wanted: Kind,
    ) -> Option<Table<'v, 't>> {
        let at = value.span().start;
        let fields = value.get_ref().as_table();
        if fields.is_none() {
            self.problem(at, &Fault::WrongKind { field, wanted });
        }
        fields.map(|fields| Table { fields, at })
    }

    /// The `[[blocks]]` of this name, each with its number from 1.
    fn blocks<'v, 't>(
        &mut self,
        root: Table<'v, 't>,
        field: &str,
        count: &RangeInclusive<usize>,
    ) -> Vec<(Table<'v, 't>, usize)> {
        let Some(value) = self.field(root, field) else {
            return Vec::new();
        };
        let at = value.span().start;
        let Some(blocks) = value.get_ref().as_array() else {
            self.problem(
                at,
                &Fault::WrongKind {
                    field,
                    wanted: Kind::Blocks,
                },
            );
            return Vec::new();
        };
        self.count(at, field, blocks.len(), count);
        let mut tables = Vec::new();
        // What is over the limit was told, and is not looked at.
        for (index, block) in blocks.iter().enumerate().take(*count.end()) {
            if let Some(table) = self.table(block, field, Kind::Blocks) {
                tables.push((table, index + 1));
            }
        }
        tables
    }

    /// A text per language, at least one of them filled.
    fn text(&mut self, table: Table<'_, '_>, field: &str, chars_max: usize) -> Text {
        let Some(value) = self.field(table, field) else {
            return Text::default();
        };
        let Some(languages) = self.table(value, field, Kind::Languages) else {
            return Text::default();
        };
        self.only_known(languages, &LANGUAGES);
        let before = self.problems.len();
        let [nl, en] = LANGUAGES.map(|language| match languages.fields.get(language) {
            Some(value) => self.line_of_text(value, &format!("{field}.{language}"), chars_max),
            None => String::new(),
        });
        if nl.is_empty() && en.is_empty() && self.problems.len() == before {
            self.problem(languages.at, &Fault::Empty { field });
        }
        Text { nl, en }
    }

    /// A list of texts per language, at least one of them filled where `count` asks for any.
    fn texts(
        &mut self,
        table: Table<'_, '_>,
        field: &str,
        chars_max: usize,
        count: &RangeInclusive<usize>,
    ) -> Texts {
        let needed = *count.start() > 0;
        let value = table.fields.get(field);
        let Some(value) = (if needed {
            self.field(table, field)
        } else {
            value
        }) else {
            return Texts::default();
        };
        let Some(languages) = self.table(value, field, Kind::LanguageLists) else {
            return Texts::default();
        };
        self.only_known(languages, &LANGUAGES);
        let before = self.problems.len();
        let [nl, en] = LANGUAGES.map(|language| match languages.fields.get(language) {
            Some(value) => self.list(value, &format!("{field}.{language}"), chars_max, count),
            None => Vec::new(),
        });
        if needed && nl.is_empty() && en.is_empty() && self.problems.len() == before {
            self.problem(languages.at, &Fault::Empty { field });
        }
        Texts { nl, en }
    }

    /// A list of filled texts. An empty list is a language that is not written, not a wrong count.
    fn list(
        &mut self,
        value: &Value<'_>,
        field: &str,
        chars_max: usize,
        count: &RangeInclusive<usize>,
    ) -> Vec<String> {
        let at = value.span().start;
        let Some(items) = value.get_ref().as_array() else {
            self.problem(
                at,
                &Fault::WrongKind {
                    field,
                    wanted: Kind::ListOfTexts,
                },
            );
            return Vec::new();
        };
        if !items.is_empty() {
            self.count(at, field, items.len(), count);
        }
        let mut texts = Vec::new();
        for item in items.iter().take(*count.end()) {
            let before = self.problems.len();
            let text = self.line_of_text(item, field, chars_max);
            if text.is_empty() && self.problems.len() == before {
                self.problem(item.span().start, &Fault::Empty { field });
            }
            texts.push(text);
        }
        texts
    }

    fn count(&mut self, at: usize, field: &str, count: usize, allowed: &RangeInclusive<usize>) {
        if !allowed.contains(&count) {
            let (min, max) = (*allowed.start(), *allowed.end());
            self.problem(
                at,
                &Fault::Count {
                    field,
                    count,
                    min,
                    max,
                },
            );
        }
    }

    /// A filled text that has no languages, such as a version.
    fn string(&mut self, table: Table<'_, '_>, field: &str, chars_max: usize) -> String {
        let Some(value) = self.field(table, field) else {
            return String::new();
        };
        let before = self.problems.len();
        let text = self.line_of_text(value, field, chars_max);
        if text.is_empty() && self.problems.len() == before {
            self.problem(value.span().start, &Fault::Empty { field });
        }
        text
    }

    /// One line of text, trimmed; may be empty.
    fn line_of_text(&mut self, value: &Value<'_>, field: &str, chars_max: usize) -> String {
        let at = value.span().start;
        let Some(text) = value.get_ref().as_str() else {
            self.problem(
                at,
                &Fault::WrongKind {
                    field,
                    wanted: Kind::Text,
                },
            );
            return String::new();
        };
        let text = text.trim();
        if let Some(c) = text.chars().find(|c| hidden(*c)) {
            self.problem(
                at,
                &Fault::Character {
                    field,
                    code_point: u32::from(c),
                },
            );
        }
        let chars = text.chars().count();
        if chars > chars_max {
            self.problem(
                at,
                &Fault::TooLong {
                    field,
                    chars,
                    max: chars_max,
                },
            );
        }
        text.to_owned()
    }

    /// A text that must be one of a set; whether it is, the caller looks at.
    fn raw_string<'v>(&mut self, table: Table<'v, '_>, field: &str) -> Option<(&'v str, usize)> {
        let value = self.field(table, field)?;
        let at = value.span().start;
        let text = value.get_ref().as_str();
        if text.is_none() {
            self.problem(
                at,
                &Fault::WrongKind {
                    field,
                    wanted: Kind::Text,
                },
            );
        }
        text.map(|text| (text, at))
    }
}

/// Where a word was first seen, to point there from the second.
#[derive(Default)]
struct Seen(HashMap<String, usize>);

impl Seen {
    /// The place of the same word before this one. An empty word was a problem already.
    fn before(&mut self, word: &str, at: usize) -> Option<usize> {
        if word.is_empty() {
            return None;
        }
        match self.0.get(word) {
            Some(first) => Some(*first),
            None => {
                self.0.insert(word.to_owned(), at);
                None
            }
        }
    }
}

fn position(table: Table<'_, '_>, field: &str) -> usize {
    table
        .fields
        .get(field)
        .map_or(table.at, |value| value.span().start)
}

fn is_id(id: &str) -> bool {
    (1..=ID_CHARS_MAX).contains(&id.len())
        && id
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

fn whole_number(value: &Value<'_>) -> Option<i64> {
    let number = value.get_ref().as_integer()?;
    i64::from_str_radix(number.as_str(), number.radix()).ok()
}
