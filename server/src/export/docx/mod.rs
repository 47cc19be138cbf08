//! The werkagenda as a document for a word processor, in the order of the workbook's form. We write
//! its few parts ourselves: libraries for it know no language, no title and no header row of a
//! table, which a screen reader needs.

mod body;
mod package;

use super::phrases;
use super::results::{Action, Agenda, Field, Results};
use super::words::Words;
use body::Body;
use package::About;

/// The werkagenda as a file; `None`: all have not seen it.
pub(super) fn write(results: &Results) -> anyhow::Result<Option<Vec<u8>>> {
    let Some(agenda) = &results.agenda else {
        return Ok(None);
    };
    let words = results.words();
    let title = match agenda.title.text.as_str() {
        "" => words.agenda.to_owned(),
        title => format!("{}: {title}", words.agenda),
    };
    let team = results.team.as_deref().unwrap_or_default();
    let stood = format!("{} {}", words.stands, words.date(results.stands));
    let mut body = Body::default();
    body.title(&title);
    match team {
        "" => body.subtitle(&stood),
        team => body.subtitle(&format!("{team}. {stood}")),
    }
    beside(&mut body, words, &agenda.title);
    write_case(&mut body, words, agenda);
    body.heading(1, words.actions);
    if agenda.actions.is_empty() {
        body.paragraph(words.no_actions);
    } else {
        overview(&mut body, words, agenda);
    }
    if agenda.actions.iter().any(Action::has_related) {
        body.paragraph(words.related_note);
    }
    for action in &agenda.actions {
        write_action(&mut body, words, action);
    }
    let about = About {
        title: &title,
        team,
        language: words.tag,
        day: results.stands,
    };
    package::pack(&about, &body.finish()).map(Some)
}

fn write_case(body: &mut Body, words: &Words, agenda: &Agenda) {
    for (label, part) in phrases::case(words, agenda) {
        body.heading(1, label);
        match part.text.as_str() {
            "" => body.paragraph(words.open),
            text => {
                let lines = text.lines().filter(|line| !line.trim().is_empty());
                lines.for_each(|line| body.paragraph(line));
            }
        }
        beside(body, words, part);
    }
}

fn beside(body: &mut Body, words: &Words, field: &Field) {
    for text in phrases::beside(words, field) {
        body.labelled(words.beside, text);
    }
}

/// All actions at a glance.
fn overview(body: &mut Body, words: &Words, agenda: &Agenda) {
    let titles = [
        words.number,
        words.what,
        words.owner,
        words.with_whom,
        words.when,
    ];
    let row = |action: &Action| {
        let owner = match (&action.decided.owner, &action.proposed.owner) {
            (Some(owner), _) => owner.name.clone(),
            (None, Some(owner)) => format!("{}: {}", words.proposed, owner.name),
            (None, None) => words.undecided.to_owned(),
        };
        [
            action.number.to_string(),
            phrases::what(words, action).to_owned(),
            owner,
            phrases::written(words, &action.with_whom),
            phrases::written(words, &action.when),
        ]
    };
    body.table(&titles, agenda.actions.iter().map(row));
}

fn write_action(body: &mut Body, words: &Words, action: &Action) {
    body.heading(
        2,
        &format!("{}. {}", action.number, phrases::what(words, action)),
    );
    beside(body, words, &action.what);
    for line in phrases::action(words, action) {
        body.labelled(line.label, &line.text);
        line.more.iter().for_each(|more| body.under(more));
    }
}
