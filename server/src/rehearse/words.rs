//! What rehearsed members are called and what they write: plain Dutch, made from the card itself,
//! so that it also fits a deck of one's own.

use cards::Card;
use game::Seat;
use rand::seq::{IndexedRandom, SliceRandom};
use rand::{RngExt, SeedableRng, rngs::StdRng};

/// A member to be.
pub(super) struct Person {
    pub(super) name: String,
    pub(super) function: &'static str,
    pub(super) sector: Option<&'static str>,
}

const NAMES: [&str; 48] = [
    "Fatma",
    "Sem",
    "Willem",
    "Anouk",
    "Mohamed",
    "Priya",
    "Joost",
    "Nour",
    "Marieke",
    "Tomasz",
    "Yara",
    "Kees",
    "Sevda",
    "Rutger",
    "Lin",
    "Ifeoma",
    "Bram",
    "Samira",
    "Ewa",
    "Hendrik",
    "Dewi",
    "Achmed",
    "Roos",
    "Giovanni",
    "Aylin",
    "Pieter",
    "Chantal",
    "Youssef",
    "Femke",
    "Ravi",
    "Els",
    "Denzel",
    "Katarzyna",
    "Jan-Willem",
    "Hatice",
    "Luuk",
    "Esther",
    "Omar",
    "Wietske",
    "Farid",
    "Sanne",
    "Mei",
    "Gerrit",
    "Soraya",
    "Teun",
    "Zeynep",
    "Thijs",
    "Amina",
];

const FUNCTIONS: [(&str, Option<&str>); 16] = [
    ("wijkregisseur", Some("gebiedsgericht werken")),
    ("opbouwwerker", Some("welzijn")),
    ("beleidsmedewerker wonen", Some("fysiek domein")),
    ("bewoner", None),
    ("wijkagent", Some("politie")),
    ("consulent van de woningcorporatie", Some("wonen")),
    ("jongerenwerker", Some("welzijn")),
    ("beleidsmedewerker zorg", Some("sociaal domein")),
    ("gebiedsbeheerder", Some("openbare ruimte")),
    ("wijkverpleegkundige", Some("zorg")),
    ("communicatieadviseur", Some("bestuur")),
    ("verkeerskundige", Some("fysiek domein")),
    ("bewoner en vrijwilliger", None),
    ("klantmanager werk en inkomen", Some("sociaal domein")),
    ("ondernemer in de winkelstraat", None),
    ("participatiecoach", Some("gebiedsgericht werken")),
];

const TEAMS: [&str; 6] = [
    "Wijkteam Noord",
    "Samen in de Schilderswijk",
    "Team Dorpskern",
    "Buurtaanpak Molenwijk",
    "Kernteam Havenkwartier",
    "Wijkteam De Linde",
];

/// What a team could take up, how, and by when.
const ACTIONS: [[&str; 3]; 8] = [
    [
        "Een open avond in het buurthuis, met ruimte voor nieuwe ideeën",
        "Samen met bewoners organiseren: een warm welkom, goede vragen, en wie wil vertelt zelf.",
        "Voor de zomer",
    ],
    [
        "Langsgaan bij bewoners die we nooit zien",
        "Met twee tegelijk aanbellen, luisteren en later terugkomen op wat zij vertelden.",
        "Elke maand een straat",
    ],
    [
        "Een lijst van wat er al loopt in de wijk",
        "Alles op één vel, zodat iedereen het overzicht heeft en niets dubbel gebeurt.",
        "Over twee weken",
    ],
    [
        "Geld vinden voor een plek waar jongeren kunnen zijn",
        "Een aanvraag schrijven met de jongeren zelf, en een proef van drie maanden.",
        "Voor 1 oktober",
    ],
    [
        "De brief over het parkeren in gewone taal",
        "Twee bewoners lezen mee. Moeilijke woorden gaan eruit.",
        "Deze maand",
    ],
    [
        "De school, de winkels en de gemeente aan één tafel",
        "Eerst elke partij apart spreken, dan samen afspreken wat ieder bijdraagt.",
        "In het najaar",
    ],
    [
        "Het lege veldje opknappen met de buurt",
        "Een zaterdag met gereedschap, soep en muziek. Wie er is, doet mee.",
        "De eerste zaterdag van mei",
    ],
    [
        "De wethouder meenemen de wijk in",
        "Een ochtend lopen langs drie plekken, en bewoners vertellen het verhaal.",
        "Voor de raad erover praat",
    ],
];

/// Before what someone was seen doing, now and then. The name or *je* comes right after it.
const OPENINGS: [&str; 12] = [
    "Ik zie het vaak: ",
    "Vorige week nog: ",
    "Op de bewonersavond viel het me op: ",
    "Bij de schouw zag ik het weer: ",
    "Voor mij is dit duidelijk: ",
    "Ik heb het zelf meegemaakt: ",
    "Bewoners vertelden het me ook: ",
    "Dit waardeer ik echt: ",
    "Bij de koffie hadden we het er nog over: ",
    "Sinds ik hier werk zie ik: ",
    "Niet één keer, maar telkens weer: ",
    "Toen het spannend werd zag ik het: ",
];

/// After it, now and then.
const ENDINGS: [&str; 10] = [
    "Dat helpt de bewoners echt verder.",
    "Daar leer ik van.",
    "Zo komen we verder met de buurt.",
    "Dat doen er niet veel.",
    "Fijn om mee te werken.",
    "Ik zou het zelf niet zo kunnen.",
    "Dat mag wel eens gezegd worden.",
    "Daar word ik blij van.",
    "Dat geeft rust in het team.",
    "Dat scheelt ons veel tijd.",
];

/// When the card has nothing that can be quoted, or people are short.
const SHORT: [&str; 6] = [
    "Dit past precies.",
    "Hier dacht ik meteen aan.",
    "Zo ken ik je.",
    "Dat zag ik bij het buurtfeest.",
    "Daarom bel ik jou als eerste.",
    "Dit zie ik elke week.",
];

/// The members of a rehearsal: as many different people as are asked for.
pub(super) fn people(seed: u64, many: u16) -> Vec<Person> {
    let mut luck = StdRng::seed_from_u64(seed);
    let mut names = NAMES;
    names.shuffle(&mut luck);
    let mut functions = FUNCTIONS;
    functions.shuffle(&mut luck);
    names
        .iter()
        .zip(functions.iter().cycle())
        .take(usize::from(many))
        .map(|(name, (function, sector))| Person {
            name: (*name).to_string(),
            function,
            sector: *sector,
        })
        .collect()
}

/// What the team is called.
pub(super) fn team(seed: u64) -> &'static str {
    let mut luck = StdRng::seed_from_u64(seed);
    TEAMS.choose(&mut luck).copied().unwrap_or_default()
}

/// An action that who sits there thinks of: its text, how, and by when.
pub(super) fn action(seat: Seat) -> [&'static str; 3] {
    ACTIONS[usize::from(seat.0) % ACTIONS.len()]
}

/// Whose link it is, and what they open in a browser.
pub(super) fn link(
    who: &str,
    server: &str,
    code: &str,
    letter: char,
    token: &str,
) -> (String, String) {
    let server = server.trim_end_matches('/');
    (who.to_string(), format!("{server}/{code}#{letter}={token}"))
}

/// Why this card fits: something the card says one can see a colleague do, seen of this one.
pub(super) fn reason(luck: &mut StdRng, card: &Card, name: Option<&str>) -> Option<String> {
    let short = SHORT.choose(luck).map(|short| (*short).to_string());
    if luck.random_ratio(1, 6) {
        return short;
    }
    let seen = card.behaviours.get("nl").choose(luck)?;
    let now_and_then = |luck: &mut StdRng, texts: &[&'static str], in_ten: u32| {
        let text = texts.choose(luck).copied().unwrap_or_default();
        if luck.random_ratio(in_ten, 10) {
            text
        } else {
            ""
        }
    };
    let opening = now_and_then(luck, &OPENINGS, 5);
    let ending = now_and_then(luck, &ENDINGS, 3);
    let named = name.map(|name| format!("{name} {}", uncapitalized(seen)));
    let told = match addressed(seen) {
        Some(told) if named.is_none() || luck.random_ratio(1, 2) => Some(told),
        _ => named,
    };
    let Some(told) = told else { return short };
    let told = if opening.is_empty() {
        capitalized(&told)
    } else {
        told
    };
    let reason = format!("{opening}{told} {ending}").trim_end().to_string();
    (reason.chars().count() <= game::REASON_CHARS_MAX).then_some(reason)
}

/// In everyday words: one of those by which the card can be found.
pub(super) fn wording(luck: &mut StdRng, card: &Card) -> Option<String> {
    let wording = capitalized(card.search.get("nl").choose(luck)?);
    (wording.chars().count() <= game::WORDING_CHARS_MAX).then_some(wording)
}

/// A sentence that begins with what someone does, turned to them: *Belt terug* → *je belt terug*.
/// Nothing where that would not be good Dutch.
fn addressed(seen: &str) -> Option<String> {
    let rest = uncapitalized(seen);
    let (verb, _) = rest.split_once(' ')?;
    let is_about_them = [" zich", " zijn ", " haar ", " hem "]
        .iter()
        .any(|word| rest.contains(word));
    if is_about_them {
        return None;
    }
    Some(match verb {
        "is" => format!("je bent{}", &rest[verb.len()..]),
        "heeft" => format!("je hebt{}", &rest[verb.len()..]),
        _ => format!("je {rest}"),
    })
}

fn uncapitalized(text: &str) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(first) => first.to_lowercase().chain(chars).collect(),
        None => String::new(),
    }
}

fn capitalized(text: &str) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_seen_doing_something_can_be_told_so() {
        let told = |seen| addressed(seen).unwrap_or_default();
        assert_eq!(told("Belt terug op tijd."), "je belt terug op tijd.");
        assert_eq!(
            told("Is het oneens en blijft vriendelijk."),
            "je bent het oneens en blijft vriendelijk."
        );
        assert_eq!(
            told("Heeft aan de soep gedacht."),
            "je hebt aan de soep gedacht."
        );
    }

    #[test]
    fn reasons_of_one_card_differ() {
        let deck = cards::standard();
        let card = deck.card("lef").expect("a card of the standard deck");
        let reasons: std::collections::BTreeSet<String> = (0..100)
            .filter_map(|seed| reason(&mut StdRng::seed_from_u64(seed), card, Some("Sem")))
            .collect();
        assert!(reasons.len() > 30, "{reasons:#?}");
    }

    #[test]
    fn nobody_has_the_name_of_another() {
        let people = people(7, 48);
        let names: std::collections::BTreeSet<&str> =
            people.iter().map(|person| person.name.as_str()).collect();
        assert_eq!(names.len(), 48);
    }
}
