//! Sentences that more than one kind of file holds: who, why, and the lines of an action.

use super::results::{Action, Agenda, Because, Field, Gift, Kinds, Person, Shown, Taken};
use super::words::Words;
use game::talent::profile::Level;

/// A line of what there is to tell: what it is about, and the text, with more lines under it.
pub(super) struct Line {
    pub(super) label: &'static str,
    pub(super) text: String,
    pub(super) more: Vec<String>,
}

/// `Sem, Joke`
pub(super) fn names(people: &[Person]) -> String {
    let names: Vec<&str> = people.iter().map(|one| one.name.as_str()).collect();
    names.join(", ")
}

/// Who gave a card, each once.
pub(super) fn givers(gifts: &[Gift]) -> String {
    let mut givers: Vec<&str> = Vec::new();
    for gift in gifts {
        if !givers.contains(&gift.from.name.as_str()) {
            givers.push(&gift.from.name);
        }
    }
    givers.join(", ")
}

/// Who also saw it, each once.
pub(super) fn seconds(gifts: &[Gift]) -> String {
    let mut seconds: Vec<Person> = Vec::new();
    for second in gifts.iter().flat_map(|gift| &gift.seconds) {
        if !seconds.contains(second) {
            seconds.push(second.clone());
        }
    }
    names(&seconds)
}

/// The team's own words for a card, each once.
pub(super) fn wordings(gifts: &[Gift]) -> String {
    let mut wordings: Vec<&str> = Vec::new();
    for wording in gifts.iter().filter_map(|gift| gift.wording.as_deref()) {
        if !wordings.contains(&wording) {
            wordings.push(wording);
        }
    }
    wordings.join("; ")
}

/// `Sem: Je belde meteen.` for each gift with a reason.
pub(super) fn reasons(gifts: &[Gift]) -> Vec<String> {
    let reason = |gift: &Gift| Some(format!("{}: {}", gift.from.name, gift.reason.as_ref()?));
    gifts.iter().filter_map(reason).collect()
}

/// What stands in a field and, named as such, what stands beside it.
pub(super) fn field(words: &Words, field: &Field) -> String {
    let mut text = field.text.clone();
    for beside in beside(words, field) {
        if !text.is_empty() {
            text.push('\n');
        }
        text += &format!("{}: {beside}", words.beside);
    }
    text
}

/// What stands beside a field; a writer may have cleared it.
pub(super) fn beside<'f>(words: &'f Words, field: &'f Field) -> impl Iterator<Item = &'f str> {
    let beside = field.beside.iter().map(String::as_str);
    beside.map(|text| if text.is_empty() { words.empty } else { text })
}

/// The same, or that it is still open.
pub(super) fn written(words: &Words, field: &Field) -> String {
    match self::field(words, field) {
        text if text.is_empty() => words.open.to_owned(),
        text => text,
    }
}

/// The parts of the case, in the order of the workbook's form.
pub(super) fn case<'a>(words: &Words, agenda: &'a Agenda) -> [(&'static str, &'a Field); 4] {
    [
        (words.situation, &agenda.situation),
        (words.reflection, &agenda.reflection),
        (words.direction, &agenda.direction),
        (words.koppelkansen, &agenda.koppelkansen),
    ]
}

/// What an action is, or that it is still open.
pub(super) fn what<'a>(words: &Words, action: &'a Action) -> &'a str {
    match action.what.text.as_str() {
        "" => words.open,
        what => what,
    }
}

/// `Lef (van: Sem, Joke)`, and what it stands in for if it is not what is needed.
pub(super) fn because(words: &Words, because: &Because) -> String {
    let related = because
        .related
        .map(|related| words.related(related, &because.need));
    let givers = givers(&because.gifts);
    let from = (!givers.is_empty()).then(|| format!("{}: {givers}", words.from.to_lowercase()));
    let beside: Vec<String> = related.into_iter().chain(from).collect();
    if beside.is_empty() {
        because.card.clone()
    } else {
        format!("{} ({})", because.card, beside.join("; "))
    }
}

/// `springt eruit: Bruggenbouwer; ook aanwezig: Fixer`, what shows most first; not what stands in
/// the background.
fn shown(words: &Words, shown: &[Shown]) -> String {
    let levels = [Level::Strong, Level::Clear, Level::Present];
    let of_level = |level: &Level| {
        let shown = shown.iter().filter(|shown| shown.level == *level);
        let labels: Vec<&str> = shown.map(|shown| shown.label.as_str()).collect();
        let word = words.level(*level)?;
        (!labels.is_empty()).then(|| format!("{word}: {}", labels.join(", ")))
    };
    let levels: Vec<String> = levels.iter().filter_map(of_level).collect();
    levels.join("; ")
}

/// A line for each way to look at someone, with what shows; none where there are too few cards.
pub(super) fn profile(words: &Words, profile: &Kinds<Vec<Shown>>) -> Vec<Line> {
    let kinds = profile.with_names(words).into_iter();
    kinds
        .map(|(label, strands)| line(label, shown(words, strands)))
        .filter(|line| profile.enough && !line.text.is_empty())
        .collect()
}

/// All there is to tell of an action.
pub(super) fn action(words: &Words, action: &Action) -> Vec<Line> {
    let mut lines = vec![owner(words, action)];
    let mut tell = |label, text: String| {
        if !text.is_empty() {
            lines.push(line(label, text));
        }
    };
    tell(words.helpers, helpers(words, action));
    tell(words.with_whom, written(words, &action.with_whom));
    tell(words.how, written(words, &action.how));
    tell(words.when, written(words, &action.when));
    let mut open = Vec::new();
    for (label, answer) in words.smart.into_iter().zip(action.smart()) {
        let answer = field(words, answer);
        if answer.is_empty() {
            open.push(label);
        }
        tell(label, answer);
    }
    tell(words.smart_open, open.join(", "));
    tell(words.needs, needs(words, action));
    tell(words.fits, fits(words, action));
    tell(words.missing, action.missing.join(", "));
    tell(words.pair, pair(words, action));
    tell(words.by_function, by_function(words, action));
    lines
}

fn line(label: &'static str, text: String) -> Line {
    Line {
        label,
        text,
        more: Vec::new(),
    }
}

/// Who takes it up, as decided or as proposed, and why that fits.
fn owner(words: &Words, action: &Action) -> Line {
    let decided = |taken: &Taken, word: &str| {
        let owner = taken.owner.as_ref()?;
        Some(format!("{} ({})", owner.name, word.to_lowercase()))
    };
    let owner = decided(&action.decided, words.decided)
        .or_else(|| decided(&action.proposed, words.proposed));
    let fit = action.owner().and_then(|owner| action.fit_of(owner.seat));
    let because = fit.iter().flat_map(|fit| &fit.because);
    let because = because.flat_map(|one| {
        let reasons = reasons(&one.gifts).into_iter();
        [self::because(words, one)].into_iter().chain(reasons)
    });
    Line {
        label: words.owner,
        text: owner.unwrap_or_else(|| undecided(words, action)),
        more: because.collect(),
    }
}

/// That there is no owner yet, and why nobody is proposed.
pub(super) fn undecided(words: &Words, action: &Action) -> String {
    match action.why {
        Some(why) => format!("{}: {}", words.undecided, words.why(why)),
        None => words.undecided.to_owned(),
    }
}

fn helpers(words: &Words, action: &Action) -> String {
    let helping = |taken: &Taken, word: &str| {
        let names = names(&taken.helpers);
        (!names.is_empty()).then(|| format!("{names} ({})", word.to_lowercase()))
    };
    let both = [
        helping(&action.decided, words.decided),
        helping(&action.proposed, words.proposed),
    ];
    let both: Vec<String> = both.into_iter().flatten().collect();
    both.join(", ")
}

fn needs(words: &Words, action: &Action) -> String {
    let needs = action.needs.join(", ");
    if needs.is_empty() || action.needs_by_team {
        needs
    } else {
        format!("{needs} ({})", words.by_text)
    }
}

/// `Fatma: past hier goed bij; Joke: brengt hier iets voor mee`
fn fits(words: &Words, action: &Action) -> String {
    let fits = action.fits.iter();
    let fits = fits.map(|fit| format!("{}: {}", fit.person.name, words.fit(fit.level)));
    fits.collect::<Vec<_>>().join("; ")
}

/// `Fatma, Joke (vult aan met: Verbinden)`
pub(super) fn pair(words: &Words, action: &Action) -> String {
    action.pair.as_ref().map_or_else(String::new, |pair| {
        let (first, second) = (&pair.first.name, &pair.second.name);
        format!(
            "{first}, {second} ({}: {})",
            words.adds,
            pair.adds.join(", ")
        )
    })
}

fn by_function(words: &Words, action: &Action) -> String {
    let Some(person) = &action.by_function else {
        return String::new();
    };
    if action.surprises() {
        format!("{}. {}", person.name, words.surprise)
    } else {
        person.name.clone()
    }
}
