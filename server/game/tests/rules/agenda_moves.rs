//! Random work on the werkagenda: everything that can be asked of it, aimed at what there is.

use crate::play::Game;
use game::{
    ActionField, ActionId, Agenda, AgendaField, Base, CardId, Document, Event, Key, NewAction,
    Part, Place, Seat, TextId, render,
};
use proptest::prelude::*;

/// Words that texts are made of, and that the cards of the test deck are found by.
pub const WORDS: [&str; 12] = [
    "bellen",
    "huisbezoek",
    "rekenen",
    "muziek",
    "luisteren",
    "timmeren",
    "vergunning",
    "koken",
    "fietsen",
    "schrijven",
    "onderhandelen",
    "tekenen",
];

fn place() -> impl Strategy<Value = Place> {
    let agenda = proptest::sample::select(&AgendaField::ALL[..]).prop_map(Place::Agenda);
    let action = (1..=5_u16, proptest::sample::select(&ActionField::ALL[..]));
    prop_oneof![
        2 => agenda,
        3 => action.prop_map(|(action, field)| Place::Action(ActionId(action), field)),
    ]
}

fn text() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        9 => proptest::sample::select(&WORDS[..]).prop_map(str::to_owned),
        1 => Just("Naam1".to_owned()),
        1 => Just("en,\n".to_owned()),
    ];
    let words = proptest::collection::vec(word, 0..8).prop_map(|words| words.join(" "));
    prop_oneof![
        20 => words,
        1 => Just("x".repeat(2001)),
        1 => Just("om\u{202e}gekeerd".to_owned()),
    ]
}

fn action() -> impl Strategy<Value = ActionId> {
    (0..=5_u16).prop_map(ActionId)
}

fn seat() -> impl Strategy<Value = Seat> {
    (1..=7_u16).prop_map(Seat)
}

/// Anything at all.
pub fn agenda() -> impl Strategy<Value = Agenda> {
    let card = (0..9_u8, 0..6_u8).prop_map(|(c, k)| CardId::from(format!("card-{c}-{k}").as_str()));
    let new = (proptest::option::of(text()), proptest::option::of(text()));
    let new = new.prop_map(|(what, how)| NewAction {
        what,
        how,
        when: Some("vrijdag".to_owned()),
        with_whom: None,
    });
    let part = prop_oneof![
        Just(Some(Part::Owner)),
        Just(Some(Part::Helper)),
        Just(None)
    ];
    prop_oneof![
        30 => (place(), 0..40_u64, any::<bool>(), text())
            .prop_map(|(place, seq, mine, text)| Agenda::Write { place, base: Base { seq, mine }, text }),
        8 => (place(), 0..40_u64, any::<bool>(), 0..40_u64)
            .prop_map(|(place, offer, take, base)| Agenda::Settle { place, offer, take, base }),
        6 => proptest::collection::vec(new, 0..3).prop_map(|actions| Agenda::AddActions { actions }),
        3 => (action(), any::<bool>()).prop_map(|(action, removed)| Agenda::RemoveAction { action, removed }),
        6 => (action(), card, any::<bool>()).prop_map(|(action, card, on)| Agenda::Need { action, card, on }),
        4 => (action(), proptest::option::of(seat())).prop_map(|(action, seat)| Agenda::ByFunction { action, seat }),
        6 => (action(), seat(), part).prop_map(|(action, seat, part)| Agenda::Assign { action, seat, part }),
    ]
}

/// The same, aimed at what there is: left to luck alone hardly anything would ever be merged, or
/// stand beside something. Some stay as they are, with bases nobody knows.
pub fn likely(game: &Game, one: &Agenda) -> Agenda {
    let mut one = one.clone();
    match &mut one {
        Agenda::Write { place, base, text } => {
            let stood = stood(game, *place);
            let raw = usize::try_from(base.seq).unwrap();
            if raw.is_multiple_of(7) || stood.is_empty() {
                return one;
            }
            // Mostly with what was saved last or a few saves ago: then it has to be merged.
            let back = raw % 4 % stood.len();
            let (seq, sent, stands) = &stood[stood.len() - 1 - back];
            base.seq = *seq;
            let began = if base.mine { sent } else { stands };
            let began = began.and_then(|id| game.state.text(id)).unwrap_or_default();
            *text = match raw % 5 {
                0 => text.clone(),
                1 => format!("{text} {began}"),
                2 => began.replacen(' ', &format!(" {text} "), 1),
                3 => began.split_once(' ').unwrap_or_default().1.to_owned(),
                _ => format!("{began} {text}"),
            };
        }
        Agenda::Settle {
            place, offer, base, ..
        } => {
            let fields = fields(game)
                .filter(|field| !field.offers.is_empty())
                .collect::<Vec<_>>();
            let raw = usize::try_from(*offer).unwrap();
            if raw.is_multiple_of(7) || fields.is_empty() {
                return one;
            }
            let field = &fields[raw % fields.len()];
            *place = field.place;
            *offer = field.offers[raw % field.offers.len()].seq;
            if !base.is_multiple_of(5) {
                *base = field.seq;
            }
        }
        Agenda::RemoveAction { action, .. }
        | Agenda::Need { action, .. }
        | Agenda::ByFunction { action, .. }
        | Agenda::Assign { action, .. } => {
            if let Some(Document::Agenda(agenda)) = render(&game.state, Key::Agenda)
                && !agenda.actions.is_empty()
            {
                *action = agenda.actions[usize::from(action.0) % agenda.actions.len()];
            }
        }
        Agenda::AddActions { .. } => {}
    }
    one
}

fn fields(game: &Game) -> impl Iterator<Item = game::FieldDocument> + '_ {
    let keys = game::every_key(&game.state).into_iter();
    keys.filter_map(|key| match (key, render(&game.state, key)) {
        (Key::Field(_), Some(Document::Field(field))) => Some(field),
        _ => None,
    })
}

/// What was saved in a place: in which entry, what was sent and what stood there then.
fn stood(game: &Game, place: Place) -> Vec<(u64, Option<TextId>, Option<TextId>)> {
    let saves = game
        .entries
        .iter()
        .flat_map(|entry| entry.events.iter().map(|event| (entry.seq, event)));
    saves
        .filter_map(|(seq, event)| match event {
            Event::Wrote {
                place: at,
                sent,
                stands,
            } if *at == place => Some((seq, *sent, *stands)),
            Event::Offered {
                place: at, text, ..
            } if *at == place => Some((seq, *text, *text)),
            _ => None,
        })
        .collect()
}
