//! L8: a log written by an older version loads in a newer one. The fixtures hold every kind of
//! event there was in their version; they are added to, and never edited.

use game::{Audience, Document, Entry, Key, Phase, Seat, Seen, State, document, every_key, render};
use serde::Deserialize;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// What a version wrote, and what it made of it.
#[derive(Deserialize)]
struct Fixture {
    entries: Vec<Entry>,
    kinds: BTreeSet<String>,
    phase: Phase,
    /// In whatever order: they stood in that of giving once, and are in the deck's now.
    talents: BTreeMap<Seat, BTreeSet<String>>,
    names: BTreeMap<Seat, Option<String>>,
    /// Since version 2: what stands on the werkagenda, by the name of the document.
    #[serde(default)]
    agenda: BTreeMap<String, serde_json::Value>,
    /// How the cards lie, in a session that was read in.
    #[serde(default)]
    seen: Option<Seen>,
}

/// Folds every log of a version's fixture, and compares with what that version made of it.
fn check(json: &str) {
    let fixtures: Vec<Fixture> = serde_json::from_str(json).unwrap();
    for fixture in fixtures {
        let mut state = State::default();
        let mut kinds = BTreeSet::new();
        for entry in &fixture.entries {
            state.absorb(entry);
            kinds.extend(entry.events.iter().map(kind));
        }
        assert_eq!(kinds, fixture.kinds, "the fixture has lost a kind of event");
        assert_eq!(state.phase(), fixture.phase);
        assert_eq!(talents(&state), fixture.talents);
        assert_eq!(names(&state), fixture.names);
        assert_eq!(agenda(&state), fixture.agenda);
        let seen = fixture.seen.as_ref();
        assert_eq!(seen.map(|_| Seen::of(&state)).as_ref(), seen);
    }
}

fn kind(event: &game::Event) -> String {
    serde_json::to_value(event).unwrap()["is"]
        .as_str()
        .unwrap()
        .to_owned()
}

fn talents(state: &State) -> BTreeMap<Seat, BTreeSet<String>> {
    let of = |seat: Seat| match document(state, Key::Talents(seat), Audience::Watcher)? {
        Document::Talents(talents) => Some((
            seat,
            talents
                .cards
                .iter()
                .map(|card| card.card.to_string())
                .collect(),
        )),
        _ => None,
    };
    state.seats().keys().filter_map(|seat| of(*seat)).collect()
}

fn names(state: &State) -> BTreeMap<Seat, Option<String>> {
    let name = |member: &game::Member| member.name.and_then(|id| state.text(id)).map(str::to_owned);
    state
        .seats()
        .iter()
        .map(|(seat, member)| (*seat, name(member)))
        .collect()
}

/// What is written and decided; what is made of it anew may change with a version.
fn agenda(state: &State) -> BTreeMap<String, serde_json::Value> {
    let mut stands = BTreeMap::new();
    for key in every_key(state) {
        match render(state, key) {
            Some(Document::Field(field)) => {
                let offers: Vec<&str> = field.offers.iter().map(|o| o.text.as_str()).collect();
                stands.insert(key.to_string(), json!([field.seq, field.text, offers]));
            }
            Some(Document::Action(action)) => {
                let needs = action.needs_by_team.then_some(action.needs);
                let who = (action.by_function, action.owner, action.helpers);
                stands.insert(key.to_string(), json!([action.removed, needs, who]));
            }
            _ => {}
        }
    }
    stands
}

#[test]
fn l8_version_1() {
    check(include_str!("../fixtures/v1.json"));
}

#[test]
fn l8_version_2() {
    check(include_str!("../fixtures/v2.json"));
}
