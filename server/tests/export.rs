//! What an export holds and what it does not, on the random games of the rules' own laws.

#![allow(clippy::unwrap_used)] // Helpers of tests may panic as tests do.

#[allow(dead_code)] // The laws of the rules use more of these.
#[path = "../game/tests/rules/agenda_moves.rs"]
mod agenda_moves;
#[path = "../game/tests/rules/moves.rs"]
mod moves;
#[allow(dead_code)]
#[path = "../game/tests/rules/play.rs"]
mod play;

use competentiespel::export::{is_told, redacted};
use game::{
    Audience, Document, Entry, Event, GiftId, Hindsight, Key, Lead, PassId, Phase, State, TextId,
    TokenHash, Who, document, every_key, touched,
};
use moves::moves;
use play::{Game, Move};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// The reason or wording of a gift, with its number.
fn written(event: &Event) -> Option<(GiftId, TextId)> {
    match event {
        Event::Given { gift, reason, .. } => Some((*gift, (*reason)?)),
        Event::Reworded { gift, wording, .. } => Some((*gift, (*wording)?)),
        _ => None,
    }
}

/// The texts an event brings to the werkagenda.
fn of_the_agenda(event: &Event) -> Vec<TextId> {
    match event {
        Event::Wrote { sent, stands, .. } => sent.iter().chain(stands).copied().collect(),
        Event::Offered { text, .. } => text.iter().copied().collect(),
        _ => Vec::new(),
    }
}

/// What all ever saw written in the werkagenda.
fn seen_in_the_agenda(entries: &[Entry]) -> BTreeSet<String> {
    let mut state = State::default();
    let mut texts = BTreeSet::new();
    for entry in entries {
        state.absorb(entry);
        for key in every_key(&state) {
            if let Some(Document::Field(field)) = document(&state, key, Audience::Watcher) {
                texts.insert(field.text);
                texts.extend(field.offers.into_iter().map(|offer| offer.text));
            }
        }
    }
    texts
}

/// Every text that a screen's documents ever held, as they go over the wire.
fn seen_on_a_screen(entries: &[Entry]) -> String {
    let mut watched = Watched::default();
    let mut seen = String::new();
    for entry in entries {
        let mut keys = BTreeSet::new();
        let note = |before: &State, event: &Event| keys.extend(touched(before, event));
        watched.state.absorb_watched(entry, note);
        for key in keys {
            if let Some(document) = document(&watched.state, key, Audience::Watcher) {
                seen.push_str(&serde_json::to_string(&document).unwrap());
            }
        }
    }
    seen
}

/// The same game, in which no two texts of gifts or of the werkagenda are alike.
fn with_texts_of_their_own(mut entries: Vec<Entry>) -> Vec<Entry> {
    for entry in &mut entries {
        let of_gifts = entry.events.iter().filter_map(written).map(|(_, id)| id);
        let theirs = of_gifts.chain(entry.events.iter().flat_map(of_the_agenda));
        let theirs: Vec<TextId> = theirs.collect();
        for text in entry
            .texts
            .iter_mut()
            .filter(|text| theirs.contains(&text.id))
        {
            text.text = unlike_all_others(text.id);
        }
    }
    entries
}

fn unlike_all_others(text: TextId) -> String {
    format!("reden-{}-einde", text.0)
}

fn fold(entries: &[Entry]) -> State {
    let mut state = State::default();
    entries.iter().for_each(|entry| state.absorb(entry));
    state
}

/// Gifts all may see by now.
fn told(now: &State) -> BTreeSet<GiftId> {
    let gifts = now.gifts().iter();
    let told = gifts.filter(|(_, gift)| gift.shown && gift.counts());
    told.map(|(id, _)| *id).collect()
}

/// A session as who watches sees it: a document is rendered anew when an event touched it.
#[derive(Default)]
struct Watched {
    state: State,
    documents: BTreeMap<Key, Document>,
}

impl Watched {
    fn from(begin: State) -> Watched {
        Watched {
            state: begin,
            ..Watched::default()
        }
    }

    fn absorb(&mut self, entry: &Entry) {
        let mut keys = BTreeSet::new();
        self.state
            .absorb_watched(entry, |before, event| keys.extend(touched(before, event)));
        for key in keys {
            match document(&self.state, key, Audience::Watcher) {
                Some(document) => self.documents.insert(key, document),
                None => self.documents.remove(&key),
            };
        }
    }

    /// Without gifts that are not told.
    fn seen(&self, told: &BTreeSet<GiftId>) -> BTreeMap<Key, Document> {
        let is_told = |key: &Key| match key {
            Key::Gift(gift) => told.contains(gift),
            _ => true,
        };
        let seen = self.documents.iter().filter(|(key, _)| is_told(key));
        seen.map(|(key, document)| (*key, document.clone()))
            .collect()
    }

    /// What a welcome would hold.
    fn welcome(&self) -> BTreeMap<Key, Document> {
        let keys = every_key(&self.state).into_iter();
        keys.filter_map(|key| Some((key, document(&self.state, key, Audience::Watcher)?)))
            .collect()
    }
}

/// One step on, or (to the lobby) back.
fn phase(to: Phase) -> Move {
    Move::Lead(PassId(1), Lead::Phase { to })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..Default::default() })]

    #[test]
    fn an_export_gives_all_what_they_saw_and_nothing_that_stays_hidden(
        seed: u64,
        preparing in proptest::collection::vec(agenda_moves::agenda(), 0..40),
        giving in moves(60),
        talking in moves(60),
        after in moves(12),
        again in moves(30),
    ) {
        let preparing = preparing.into_iter();
        let by = Who::Facilitator(PassId(1));
        let preparing: Vec<Move> = preparing.map(|asked| Move::Agenda(by, asked)).collect();
        let moves = [
            &preparing[..],
            &[phase(Phase::Talents)], &giving[..],
            &[phase(Phase::Talents), phase(Phase::Talents)], &after[..],
            &[phase(Phase::Lobby)], &talking[..],
            &[phase(Phase::Talents), phase(Phase::Talents)], &after[..],
            &[phase(Phase::Lobby)], &again[..],
            &[phase(Phase::Talents), phase(Phase::Talents)],
        ]
        .concat();
        let entries = with_texts_of_their_own(Game::played(seed, &moves).entries_left());
        let export = redacted(&entries);
        let now = fold(&entries);
        let told = told(&now);

        prop_assert_eq!(export.len(), entries.len(), "every entry is there");
        let mut real = Watched::from(State::with_hindsight(Hindsight::of(&now)));
        // As who looks back on it where it was read in.
        let mut replayed = Watched::from(State::with_hindsight(Hindsight::of(&fold(&export))));
        let mut live = State::default();
        for (entry, left) in entries.iter().zip(&export) {
            prop_assert_eq!((entry.seq, entry.at), (left.seq, left.at));
            real.absorb(entry);
            replayed.absorb(left);
            live.absorb(entry);
            for event in &left.events {
                if let Event::Answered { gift, .. } | Event::Picked { gift, .. } = event {
                    let lies = live.gifts()[gift].answer == Some(game::Answer::LetLie);
                    let is_seen = lies || game::reach(&live, Key::Gift(*gift)).all;
                    prop_assert!(is_seen, "entry {}: nobody else saw {event:?}", entry.seq);
                }
            }
            prop_assert_eq!(real.seen(&told), replayed.seen(&told), "entry {}", entry.seq);
            for watched in [&real, &replayed] {
                prop_assert_eq!(&watched.documents, &watched.welcome(), "entry {}", entry.seq);
            }
        }

        let real = real.state;

        let json = serde_json::to_string(&export).unwrap();
        for (gift, text) in entries.iter().flat_map(|entry| &entry.events).filter_map(written) {
            let is_left = told.contains(&gift) && real.text(text).is_some();
            prop_assert_eq!(json.contains(&unlike_all_others(text)), is_left, "of {:?}", gift);
        }
        let shown = seen_in_the_agenda(&entries);
        for text in entries.iter().flat_map(|entry| &entry.events).flat_map(of_the_agenda) {
            let is_seen = shown.contains(&unlike_all_others(text));
            prop_assert_eq!(json.contains(&unlike_all_others(text)), is_seen, "{:?}", text);
        }
        let on_screen = seen_on_a_screen(&entries);
        for text in export.iter().flat_map(|entry| &entry.texts) {
            let told = serde_json::to_string(&text.text).unwrap();
            prop_assert!(on_screen.contains(told.trim_matches('"')), "no screen ever held {:?}", text);
        }
        let never_shown = !game::reach(&real, Key::Agenda).all;
        prop_assert!(!never_shown || !json.contains("\"place\"") && !json.contains("\"action\""));
        let told_events = || export.iter().flat_map(|entry| &entry.events);
        let brought: BTreeSet<TextId> = told_events().flat_map(Event::texts).map(|told| told.text).collect();
        for event in export.iter().flat_map(|entry| &entry.events) {
            match event {
                Event::Given { gift, .. } | Event::Answered { gift, .. } => prop_assert!(told.contains(gift)),
                Event::TakenBack { .. } => prop_assert!(false, "it was never told"),
                Event::Wiped { texts } => prop_assert!(texts.iter().all(|text| brought.contains(text))),
                Event::Forgotten { texts, mentions, .. } => {
                    let mut of_told = texts.iter().chain(mentions);
                    prop_assert!(of_told.all(|text| brought.contains(text)), "a number of a text that is not told");
                }
                Event::Dealt { hands, .. } => prop_assert!(hands.iter().all(|(_, hand)| hand.is_empty())),
                Event::LaidOpen { .. } | Event::PickedUp { .. } => prop_assert!(false, "it would tell by whom"),
                Event::Opened { hash, .. } | Event::Admitted { hash, .. } => prop_assert_eq!(hash, &TokenHash("".into())),
                _ => {}
            }
        }
        prop_assert!(!json.contains("token-"), "it lets nobody in");
        prop_assert_eq!(is_told(&entries), is_told(&export));
        prop_assert_eq!(&redacted(&export), &export, "there is nothing more to take out");
    }
}
