//! The standard deck is the deck that was agreed on, and its texts are fit to be on a table.

use std::collections::HashSet;

use cards::limits::{IMBALANCE_TENTHS_MAX, WEIGHT_MAX};
use cards::{Balance, Card, Mark, balance, standard, warnings};

/// The six cards of a cluster: id and label.
type Six = [(&'static str, &'static str); 6];

/// Cluster, mark, cards with their labels: the agreed list, in order. Ids never change.
const AGREED: [(&str, Mark, Six); 8] = [
    (
        "aansluiten",
        Mark::Bench,
        [
            ("inlevingsvermogen", "Inlevingsvermogen"),
            ("taal-van-bewoners", "Spreekt de taal van bewoners"),
            ("luisteren", "Oprecht luisteren"),
            ("er-zijn", "Er zijn"),
            ("vertrouwen-winnen", "Vertrouwen winnen en vasthouden"),
            ("ruimte-geven", "Ruimte geven zonder over te nemen"),
        ],
    ),
    (
        "verkennen",
        Mark::Path,
        [
            ("open-vragen", "Open vragen stellen"),
            ("zonder-oordeel", "Kijken zonder oordeel"),
            ("signaleren", "Signaleren wat er speelt"),
            ("kansen-ondanks-kaders", "Ziet kansen ondanks kaders"),
            ("leefwereldkennis", "Kent de leefwereld"),
            ("reflecteren", "Prikkelen en reflecteren"),
        ],
    ),
    (
        "durf",
        Mark::Lantern,
        [
            ("lef", "Lef: toch doen!"),
            ("fouten-durven-maken", "Fouten durven maken"),
            ("lange-adem", "Lange adem"),
            ("visie", "Visie"),
            ("bevlogen", "Bevlogen"),
            ("schuren", "Zegt eerlijk wat schuurt"),
        ],
    ),
    (
        "samenbrengen",
        Mark::Bridge,
        [
            ("verbinden", "Verbinden"),
            ("netwerken", "Netwerken"),
            ("juiste-personen", "Vindt de juiste personen"),
            ("bemiddelen", "Bemiddelen"),
            ("coalities-vormen", "Brengt partijen op één lijn"),
            ("koppelkansen-zien", "Ziet wat je kunt koppelen"),
        ],
    ),
    (
        "doen",
        Mark::Wheelbarrow,
        [
            ("hands-on", "Goede doener, hands-on"),
            ("praktisch", "Praktisch"),
            ("bricoleren", "Maakt iets met wat er is"),
            ("oplossingsgericht", "Denkt oplossingsgericht"),
            ("creatief-met-regels", "Zoekt de ruimte in de regels"),
            ("ondernemend", "Ondernemend"),
        ],
    ),
    (
        "ordenen",
        Mark::Tiles,
        [
            ("structuur", "Structuur aanbrengen"),
            ("overzicht", "Bewaart het overzicht"),
            ("organiseren", "Organiseren"),
            ("zorgvuldig", "Zorgvuldig"),
            ("analyseren", "Analyseren"),
            ("smart-maken", "Maakt plannen concreet"),
        ],
    ),
    (
        "overtuigen",
        Mark::Megaphone,
        [
            ("presenteren", "Presenteren"),
            ("vertalen", "Vertaalt tussen straat en stadhuis"),
            ("bestuurlijk-gevoel", "Kent de weg in het gemeentehuis"),
            ("adviseren", "Adviseert, gevraagd en ongevraagd"),
            ("verhaal-vertellen", "Het verhaal vertellen"),
            ("middelen-regelen", "Regelt tijd en geld"),
        ],
    ),
    (
        "team",
        Mark::Lights,
        [
            ("enthousiasmeren", "Enthousiasmeren"),
            ("collegas-inspireren", "Collega's inspireren"),
            ("sfeermaker", "Sfeermaker, werkt aanstekelijk"),
            ("teamspeler", "Teamspeler"),
            ("transparant", "Transparant"),
            ("in-het-zonnetje", "Zet mensen in het zonnetje"),
        ],
    ),
];

/// What the members of team Zwijndrecht got, the one published table of talents: 8, 4, 7 and 7
/// gifts of 22 different cards.
const ZWIJNDRECHT: [(&str, &[&str]); 4] = [
    (
        "ZW-A",
        &[
            "enthousiasmeren",
            "collegas-inspireren",
            "juiste-personen",
            "transparant",
            "lef",
            "fouten-durven-maken",
            "teamspeler",
            "taal-van-bewoners",
        ],
    ),
    (
        "ZW-B",
        &["hands-on", "praktisch", "sfeermaker", "enthousiasmeren"],
    ),
    (
        "ZW-C",
        &[
            "in-het-zonnetje",
            "inlevingsvermogen",
            "zorgvuldig",
            "organiseren",
            "praktisch",
            "verbinden",
            "enthousiasmeren",
        ],
    ),
    (
        "ZW-D",
        &[
            "structuur",
            "presenteren",
            "analyseren",
            "overzicht",
            "lef",
            "kansen-ondanks-kaders",
            "oplossingsgericht",
        ],
    ),
];

fn cards() -> &'static [Card] {
    &standard().cards
}

#[test]
fn it_is_the_agreed_deck() {
    let deck = standard();
    assert_eq!((deck.id.as_str(), deck.format), ("wijkgericht", 1));

    let clusters: Vec<_> = deck
        .clusters
        .iter()
        .map(|c| (c.id.as_str(), c.mark))
        .collect();
    let agreed: Vec<_> = AGREED.iter().map(|(id, mark, _)| (*id, *mark)).collect();
    assert_eq!(clusters, agreed);

    let here: Vec<_> = cards()
        .iter()
        .map(|c| (c.cluster.as_str(), c.id.as_str(), c.label.nl.as_str()))
        .collect();
    let agreed: Vec<_> = AGREED
        .iter()
        .flat_map(|(cluster, _, cards)| cards.iter().map(|(id, label)| (*cluster, *id, *label)))
        .collect();
    assert_eq!(here, agreed);
    assert_eq!(here.len(), 48);
}

#[test]
fn the_sources_tell_the_table_of_zwijndrecht() {
    for (member, talents) in ZWIJNDRECHT {
        let mut here: Vec<_> = cards()
            .iter()
            .filter(|card| card.sources.iter().any(|source| source == member))
            .map(|card| card.id.as_str())
            .collect();
        let mut agreed = talents.to_vec();
        here.sort_unstable();
        agreed.sort_unstable();
        assert_eq!(here, agreed, "{member}");
    }
}

#[test]
fn it_favours_no_type() {
    let Balance { types, .. } = balance(standard());
    for total in types {
        assert!(
            total.deviation_tenths.abs() <= IMBALANCE_TENTHS_MAX,
            "{total:?}"
        );
        assert!(total.strong >= 8, "{total:?}");
    }
    assert_eq!(warnings(standard()), []);
    for card in cards() {
        assert_ne!(card.types.values(), [WEIGHT_MAX; 4], "{}", card.id);
    }
}

#[test]
fn roles_and_qualities_are_all_there() {
    let Balance {
        roles, qualities, ..
    } = balance(standard());
    for total in roles.iter().chain(&qualities) {
        assert!(
            total.deviation_tenths.abs() <= 2 * IMBALANCE_TENTHS_MAX,
            "{total:?}"
        );
        assert!(total.strong >= 8, "{total:?}");
    }
    for card in cards() {
        assert!(
            card.roles.values().iter().any(|weight| *weight >= 1),
            "{}",
            card.id
        );
        assert!(
            card.qualities.values().iter().any(|weight| *weight >= 1),
            "{}",
            card.id
        );
    }
}

#[test]
fn every_card_is_complete_and_short_enough_to_read_at_a_glance() {
    for card in cards() {
        let id = &card.id;
        let chars = |text: &str| text.chars().count();

        let description = &card.description.nl;
        assert!(
            (15..=90).contains(&chars(description)),
            "{id}: {description}"
        );
        assert!(description.ends_with('.'), "{id}: {description}");

        assert_eq!(card.behaviours.nl.len(), 3, "{id}");
        for behaviour in &card.behaviours.nl {
            assert!((15..=80).contains(&chars(behaviour)), "{id}: {behaviour}");
            assert!(behaviour.ends_with(['.', '’']), "{id}: {behaviour}");
            // Without a subject: what someone does, whoever it is.
            let first = behaviour.split(' ').next().unwrap_or_default();
            let subjects = ["Hij", "Zij", "Ze", "Je", "Jij", "Die", "Iemand"];
            assert!(!subjects.contains(&first), "{id}: {behaviour}");
        }

        assert!(
            (6..=20).contains(&card.search.nl.len()),
            "{id}: search words"
        );
        for word in &card.search.nl {
            assert_eq!(*word, word.to_lowercase(), "{id}");
        }

        assert!(!card.reason.is_empty(), "{id}: reason");
        assert!(!card.sources.is_empty(), "{id}: sources");
    }
}

#[test]
fn every_question_is_open_and_asks_the_receiver() {
    const OPENINGS: [&str; 13] = [
        "Vertel", "Wanneer", "Hoe", "Wat", "Wie", "Waar", "Welk", "Welke", "Van", "Over", "Bij",
        "Voor", "Waarom",
    ];
    for card in cards() {
        let question = &card.question.nl;
        let words: Vec<_> = question.split([' ', ',', '.', '?']).collect();
        assert!(OPENINGS.contains(&words[0]), "{}: {question}", card.id);
        let to_the_receiver = ["je", "jij", "jou", "jouw"]
            .iter()
            .any(|you| words.contains(you));
        assert!(to_the_receiver, "{}: {question}", card.id);
        assert!(question.chars().count() <= 90, "{}: {question}", card.id);
    }
}

#[test]
fn no_sentence_is_there_twice() {
    let mut seen = HashSet::new();
    for card in cards() {
        let sentences = [&card.description.nl, &card.question.nl, &card.reason];
        for sentence in sentences.into_iter().chain(&card.behaviours.nl) {
            assert!(seen.insert(sentence), "{}: {sentence}", card.id);
        }
        let words: HashSet<_> = card.search.nl.iter().collect();
        assert_eq!(
            words.len(),
            card.search.nl.len(),
            "{}: a search word twice",
            card.id
        );
    }
}

#[test]
fn the_openings_vary() {
    // At most a handful of cards may begin with the same two words: it should not read as a form.
    let mut openings = std::collections::HashMap::new();
    for card in cards() {
        for text in [&card.description.nl, &card.question.nl] {
            let two: Vec<_> = text.split(' ').take(2).collect();
            openings
                .entry(two.join(" "))
                .or_insert_with(Vec::new)
                .push(&card.id);
        }
    }
    for (opening, ids) in openings {
        assert!(ids.len() <= 6, "{opening}: {ids:?}");
    }
}
