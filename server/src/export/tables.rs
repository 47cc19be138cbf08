//! The results as tables, for CSV and for workbooks: text in every cell, and a title over every
//! column.

use super::phrases;
use super::results::{Action, Agenda, Card, Gift, Member, Results, Taken};
use super::words::Words;

/// A table with as many cells in each row as it has columns.
pub(super) struct Table {
    pub(super) name: &'static str,
    pub(super) columns: Vec<Column>,
    pub(super) rows: Vec<Vec<String>>,
    /// Columns at the left that say what a row is about.
    pub(super) keys: u16,
}

/// A column.
pub(super) struct Column {
    pub(super) title: String,
    /// In characters.
    pub(super) width: f64,
}

/// Widths of a number, of a name or a few words, and of a text.
const NUMBER: f64 = 6.0;
const WORDS: f64 = 18.0;
const TEXT: f64 = 42.0;

fn columns<const N: usize>(columns: [(&str, f64); N]) -> Vec<Column> {
    let columns = columns.into_iter();
    columns.map(|(title, width)| column(title, width)).collect()
}

fn column(title: &str, width: f64) -> Column {
    Column {
        title: title.to_owned(),
        width,
    }
}

/// A row for each card someone got.
pub(super) fn talents(results: &Results) -> Table {
    let words = results.words();
    let titles = [
        words.who,
        words.function,
        words.sector,
        words.cluster,
        words.card,
        words.from,
        words.seconds,
        words.wording,
    ];
    let cards = results.members.iter().flat_map(|member| {
        let cards = member.cards.iter();
        cards.map(move |card| (member, card))
    });
    let row = |(member, card): (&Member, &Card)| {
        let cells = [
            member.person.name.clone(),
            member.function.clone().unwrap_or_default(),
            member.sector.clone().unwrap_or_default(),
            card.cluster.clone(),
            card.label.clone(),
            phrases::givers(&card.gifts),
            phrases::seconds(&card.gifts),
            phrases::wordings(&card.gifts),
        ];
        (cells, phrases::reasons(&card.gifts).join("\n"))
    };
    with_reasons(results, words.talents, titles, cards.map(row))
}

/// A row for each gift.
pub(super) fn gifts(results: &Results) -> Table {
    let words = results.words();
    let titles = [
        words.card,
        words.cluster,
        words.from,
        words.to,
        words.seconds,
        words.wording,
    ];
    let gifts = results.members.iter().flat_map(|member| {
        let cards = member.cards.iter();
        cards.flat_map(move |card| card.gifts.iter().map(move |gift| (member, card, gift)))
    });
    let row = |(member, card, gift): (&Member, &Card, &Gift)| {
        let cells = [
            card.label.clone(),
            card.cluster.clone(),
            gift.from.name.clone(),
            member.person.name.clone(),
            phrases::names(&gift.seconds),
            gift.wording.clone().unwrap_or_default(),
        ];
        (cells, gift.reason.clone().unwrap_or_default())
    };
    with_reasons(results, words.given, titles, gifts.map(row))
}

/// A table of rows that each have reasons, which are there only if that was agreed.
fn with_reasons<const N: usize>(
    results: &Results,
    name: &'static str,
    titles: [&str; N],
    rows: impl Iterator<Item = ([String; N], String)>,
) -> Table {
    let reasons = results.reasons.then_some(results.words().reason);
    let mut columns = columns(titles.map(|title| (title, WORDS)));
    columns.extend(reasons.map(|title| column(title, TEXT)));
    let row = |(cells, reason): ([String; N], String)| {
        let reason = reasons.map(|_| reason);
        cells.into_iter().chain(reason).collect()
    };
    Table {
        name,
        columns,
        rows: rows.map(row).collect(),
        keys: 1,
    }
}

/// A row for each action.
pub(super) fn agenda(words: &Words, agenda: &Agenda) -> Table {
    let [specific, measurable, acceptable, realistic] = words.smart;
    let decided = |what: &str| format!("{}: {}", words.decided, what.to_lowercase());
    let proposed = |what: &str| format!("{}: {}", words.proposed, what.to_lowercase());
    let columns = columns([
        (words.number, NUMBER),
        (words.what, TEXT),
        (&decided(words.owner), WORDS),
        (&decided(words.helpers), WORDS),
        (words.with_whom, WORDS),
        (words.how, TEXT),
        (words.when, WORDS),
        (specific, TEXT),
        (measurable, TEXT),
        (acceptable, TEXT),
        (realistic, TEXT),
        (words.needs, TEXT),
        (words.needs_by, WORDS),
        (words.fits, 2.0 * TEXT),
        (words.missing, WORDS),
        (words.pair, TEXT),
        (&proposed(words.owner), WORDS),
        (&proposed(words.helpers), WORDS),
        (words.by_function, WORDS),
        (words.surprise, WORDS),
    ]);
    Table {
        name: words.agenda,
        columns,
        rows: agenda
            .actions
            .iter()
            .map(|action| row(words, action).into())
            .collect(),
        keys: 2,
    }
}

fn row(words: &Words, action: &Action) -> [String; 20] {
    let field = |field| phrases::field(words, field);
    let owner = |taken: &Taken| {
        let owner = taken.owner.as_ref();
        owner.map_or_else(String::new, |owner| owner.name.clone())
    };
    let proposed = match (action.owner(), action.why) {
        (None, Some(why)) => words.why(why).to_owned(),
        _ => owner(&action.proposed),
    };
    let needs_by = match (action.needs_by_team, action.needs.is_empty()) {
        (true, _) => words.by_team,
        (false, false) => words.by_text,
        (false, true) => "",
    };
    let surprise = if action.surprises() { words.yes } else { "" };
    let [specific, measurable, acceptable, realistic] = action.smart().map(field);
    let by_function = action.by_function.as_ref();
    [
        action.number.to_string(),
        field(&action.what),
        owner(&action.decided),
        phrases::names(&action.decided.helpers),
        field(&action.with_whom),
        field(&action.how),
        field(&action.when),
        specific,
        measurable,
        acceptable,
        realistic,
        action.needs.join(", "),
        needs_by.to_owned(),
        fits(words, action),
        action.missing.join(", "),
        phrases::pair(words, action),
        proposed,
        phrases::names(&action.proposed.helpers),
        by_function.map_or_else(String::new, |person| person.name.clone()),
        surprise.to_owned(),
    ]
}

/// A line for each who fits: how well, and why; under them what goes for related cards.
fn fits(words: &Words, action: &Action) -> String {
    let fits = action.fits.iter().map(|fit| {
        let because = fit.because.iter();
        let because: Vec<String> = because.map(|one| phrases::because(words, one)).collect();
        let (name, level) = (&fit.person.name, words.fit(fit.level));
        format!("{name}: {level}: {}", because.join(", "))
    });
    let note = action.has_related().then(|| words.related_note.to_owned());
    fits.chain(note).collect::<Vec<_>>().join("\n")
}

/// A row for each action and a column for each member: how well they fit, and what they do.
pub(super) fn matrix(results: &Results, agenda: &Agenda) -> Table {
    let words = results.words();
    let mut columns = columns([(words.number, NUMBER), (words.action, TEXT)]);
    let members = results.members.iter();
    columns.extend(members.map(|member| column(&member.person.name, WORDS)));
    let row = |action: &Action| {
        let cells = results.members.iter().map(|member| {
            let seat = member.person.seat;
            let fit = action.fit_of(seat).map(|fit| words.fit(fit.level));
            let part = action.part_of(seat);
            let part = part.map(|(part, decided)| words.part(part, decided));
            fit.into_iter().chain(part).collect::<Vec<_>>().join(", ")
        });
        let about = [
            action.number.to_string(),
            phrases::field(words, &action.what),
        ];
        about.into_iter().chain(cells).collect()
    };
    Table {
        name: words.matrix,
        columns,
        rows: agenda.actions.iter().map(row).collect(),
        keys: 2,
    }
}

/// What the team wrote of the case as a whole.
pub(super) fn case(words: &Words, agenda: &Agenda) -> Table {
    let title = (words.title, &agenda.title);
    let parts = [title].into_iter().chain(phrases::case(words, agenda));
    let row = |(label, part)| vec![str::to_owned(label), phrases::field(words, part)];
    Table {
        name: words.case,
        columns: columns([(words.part_of_case, WORDS), (words.text, 2.0 * TEXT)]),
        rows: parts.map(row).collect(),
        keys: 1,
    }
}
