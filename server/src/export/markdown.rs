//! The results as Markdown: headings and lists that read well in a mail or a chat as they are.

use super::phrases::{self, Line};
use super::results::{
    Action, Agenda, Card, Covered, Field, Kinds, Member, Person, Results, Together,
};
use super::text::{markdown_line as line, markdown_lines};
use super::words::Words;

/// The results as a file.
pub(super) fn write(results: &Results) -> String {
    let words = results.words();
    let mut page = Page::default();
    page.heading(1, results.title.as_deref().unwrap_or(words.game));
    let mut about = Vec::new();
    about.extend(
        results
            .team
            .as_deref()
            .map(|team| format!("**{}**", line(team))),
    );
    about.push(format!("{} {}", words.played, words.date(results.played)));
    about.push(format!("{} {}", words.stands, words.date(results.stands)));
    page.paragraph(&format!("{}.", about.join(". ")));

    page.heading(2, words.talents);
    for member in &results.members {
        page.member(words, member);
    }
    let above = page.0.len();
    page.heading(2, words.team);
    let heading = page.0.len();
    page.together(words, &results.together);
    if page.0.len() == heading {
        page.0.truncate(above);
    }
    if let Some(agenda) = &results.agenda {
        page.agenda(words, agenda);
    }
    page.0
}

/// What is written so far.
#[derive(Default)]
struct Page(String);

impl Page {
    fn heading(&mut self, level: usize, text: &str) {
        let signs = "#".repeat(level);
        self.paragraph(&format!("{signs} {}", line(text)));
    }

    /// Markdown as it is, with an empty line before it.
    fn paragraph(&mut self, markdown: &str) {
        if !self.0.is_empty() {
            self.0.push('\n');
        }
        self.0 += markdown;
        self.0.push('\n');
    }

    /// A list of Markdown items; nothing without items.
    fn list(&mut self, items: impl IntoIterator<Item = String>) {
        let items: Vec<String> = items.into_iter().map(|item| format!("- {item}")).collect();
        if !items.is_empty() {
            self.paragraph(&items.join("\n"));
        }
    }

    fn member(&mut self, words: &Words, member: &Member) {
        self.heading(3, &member.person.name);
        let about = [&member.function, &member.sector];
        let about: Vec<&str> = about.into_iter().flatten().map(String::as_str).collect();
        if !about.is_empty() {
            self.paragraph(&line(&about.join(", ")));
        }
        if member.cards.is_empty() {
            self.paragraph(words.no_cards);
        }
        self.list(member.cards.iter().map(|card| self::card(words, card)));
        let profile = member.profile.as_ref();
        if let Some(profile) = profile.filter(|_| !member.cards.is_empty()) {
            let lines = phrases::profile(words, profile);
            // Nobody reads that others have more to tell.
            if !lines.is_empty() {
                self.paragraph(&format!("**{}**", words.profile));
                self.list(lines.iter().map(labelled));
            }
        }
    }

    fn together(&mut self, words: &Words, together: &Together) {
        if let Some(covered) = &together.covered {
            self.covered(words, covered);
        }
        let held = |(card, people): &(String, Vec<Person>)| {
            format!("{}: {}", line(card), line(&phrases::names(people)))
        };
        self.titled(words.many, together.many.iter().map(held));
        let sole = |(cluster, person): &(String, Person)| {
            let (cluster, name) = (line(cluster), line(&person.name));
            format!("{cluster}: {} {name}", words.only_with)
        };
        self.titled(words.sole, together.sole.iter().map(sole));
        self.titled(words.wishes, together.wishes.iter().map(|card| line(card)));
    }

    fn covered(&mut self, words: &Words, covered: &Kinds<Vec<Covered>>) {
        for (label, kinds) in covered.with_names(words) {
            let kind = |kind: &Covered| {
                let (label, names) = (line(&kind.label), line(&phrases::names(&kind.by)));
                match (&kind.by[..], kind.found) {
                    ([], Some(found)) => format!("{label}: {} ({found})", words.wanted),
                    ([], None) => format!("{label}: {}", words.wanted),
                    ([_], _) => format!("{label}: {} {names}", words.only_with),
                    _ => format!("{label}: {names}"),
                }
            };
            self.titled(label, kinds.iter().map(kind));
        }
    }

    /// A list under a heading of its own; nothing without items.
    fn titled(&mut self, title: &str, items: impl IntoIterator<Item = String>) {
        let items: Vec<String> = items.into_iter().collect();
        if !items.is_empty() {
            self.heading(3, title);
            self.list(items);
        }
    }

    fn agenda(&mut self, words: &Words, agenda: &Agenda) {
        let title = &agenda.title.text;
        match title.is_empty() {
            true => self.heading(2, words.agenda),
            false => self.heading(2, &format!("{}: {title}", words.agenda)),
        }
        self.beside(words, &agenda.title);
        for (label, part) in phrases::case(words, agenda) {
            self.heading(3, label);
            if part.text.is_empty() {
                self.paragraph(words.open);
            } else {
                self.paragraph(&lines(&part.text, ""));
            }
            self.beside(words, part);
        }
        self.heading(3, words.actions);
        if agenda.actions.is_empty() {
            self.paragraph(words.no_actions);
        }
        if agenda.actions.iter().any(Action::has_related) {
            self.paragraph(words.related_note);
        }
        for action in &agenda.actions {
            let what = phrases::what(words, action);
            self.heading(4, &format!("{} {}: {what}", words.action, action.number));
            self.beside(words, &action.what);
            let about = phrases::action(words, action);
            self.list(about.iter().map(labelled));
        }
    }

    fn beside(&mut self, words: &Words, field: &Field) {
        for text in phrases::beside(words, field) {
            self.paragraph(&format!("**{}**: {}", words.beside, lines(text, "")));
        }
    }
}

/// A card someone got, and by whom.
fn card(words: &Words, card: &Card) -> String {
    let mut item = format!("**{}** ({})", line(&card.label), line(&card.cluster));
    let about = [
        (words.from, phrases::givers(&card.gifts)),
        (words.seconds, phrases::seconds(&card.gifts)),
        (words.wording, phrases::wordings(&card.gifts)),
    ];
    for (label, text) in about.into_iter().filter(|(_, text)| !text.is_empty()) {
        item += &format!(". {label}: {}", line(&text));
    }
    for reason in phrases::reasons(&card.gifts) {
        item += &format!("\n  - {}", line(&reason));
    }
    item
}

fn labelled(about: &Line) -> String {
    let mut item = format!("**{}**: {}", about.label, lines(&about.text, "  "));
    for more in &about.more {
        item += &format!("\n  - {}", line(more));
    }
    item
}

/// A text with its lines; those after the first stand in by so much.
fn lines(text: &str, indent: &str) -> String {
    let mut out = String::new();
    let mut ended = true;
    for one in markdown_lines(text) {
        if !out.is_empty() {
            // Two spaces keep the end of a line; an empty line ends a paragraph by itself.
            out += if one.is_empty() || ended {
                "\n"
            } else {
                "  \n"
            };
            out += if one.is_empty() { "" } else { indent };
        }
        ended = one.is_empty();
        out += &one;
    }
    out
}
