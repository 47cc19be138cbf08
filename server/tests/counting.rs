//! What who counts finds out: nothing that is hidden. Two rooms that differ in one hidden thing send the
//! same frames to everyone who may not know it, look back on the same, and are exported as the same.

#![allow(clippy::unwrap_used)] // Helpers of tests may panic as tests do.

#[allow(dead_code)] // The laws of the rules use more of these.
#[path = "../game/tests/rules/agenda_moves.rs"]
mod agenda_moves;
#[path = "../game/tests/rules/moves.rs"]
mod moves;
#[allow(dead_code)]
#[path = "../game/tests/rules/play.rs"]
mod play;

use competentiespel::export::redacted;
use competentiespel::room::publish::publish;
use game::{
    Answer, Audience, CardId, Document, Entry, Event, GiftId, Hindsight, Key, Lead, PassId, Phase,
    Play, Recipients, Role, Seat, Source, State, document,
};
use moves::moves;
use play::{Game, Move};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Random games each test looks at: most of people who give, take back and let lie as people do, and
/// some of any command by anybody.
const SITTINGS: u64 = 120;
const WILD: u64 = 30;

fn games() -> impl Iterator<Item = Game> {
    let mut runner = TestRunner::deterministic();
    let wild = (0..WILD).map(move |seed| {
        let mut game = Game::played(seed, &moves(200).new_tree(&mut runner).unwrap().current());
        game.go(Phase::Talents);
        game
    });
    (0..SITTINGS).map(sitting).chain(wild)
}

/// Random numbers, the same each time.
struct Luck(u64);

impl Luck {
    fn below(&mut self, many: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % many.max(1)
    }

    fn one_of<T: Clone>(&mut self, of: impl IntoIterator<Item = T>) -> Option<T> {
        let of: Vec<T> = of.into_iter().collect();
        of.get(self.below(of.len())).cloned()
    }
}

/// A table of four to seven, from the dealing to the talents.
fn sitting(seed: u64) -> Game {
    let mut luck = Luck(seed);
    let mut game = Game::seated(seed, 4 + luck.below(4));
    game.go(Phase::Giving);
    for _ in 0..36 {
        let seat = luck.one_of(game.state.seats().keys().copied()).unwrap();
        let play = giving(&game, &mut luck, seat);
        // Who stands alone before a rule is refused, and nothing happened.
        let _refused_or_not = play.map(|play| game.make(&Move::Play(seat, None, play)));
    }
    game.go(Phase::Conversation);
    for _ in 0..24 {
        let seat = luck.one_of(game.state.seats().keys().copied()).unwrap();
        if luck.below(8) == 0 {
            let _refused_or_not = game.lead(Lead::Turn { seat: Some(seat) });
        } else if let Some(play) = talking(&game, &mut luck, seat) {
            let _refused_or_not = game.make(&Move::Play(seat, None, play));
        }
    }
    game.go(Phase::Talents);
    game
}

fn give(game: &Game, luck: &mut Luck, seat: Seat, card: Option<CardId>) -> Option<Play> {
    let to = luck.one_of(game.state.seats().keys().copied())?;
    let reason = Some(format!("Reden {} van {}", game.entries.len(), seat.0));
    Some(Play::Give {
        card: card?,
        to: Recipients::One(to),
        reason,
    })
}

fn giving(game: &Game, luck: &mut Luck, seat: Seat) -> Option<Play> {
    let card = luck.one_of(game.state.seats()[&seat].hand.clone());
    match luck.below(12) {
        0..7 => give(game, luck, seat, card),
        7..9 => {
            let own = game.state.gifts().iter();
            let own = own.filter(|(_, gift)| gift.from == seat).map(|(id, _)| *id);
            luck.one_of(own).map(|gift| Play::TakeBack { gift })
        }
        9..11 => card.map(|card| Play::LayOpen { card }),
        _ => luck.one_of(game.deck()).map(|card| Play::PickUp { card }),
    }
}

fn talking(game: &Game, luck: &mut Luck, seat: Seat) -> Option<Play> {
    let got = game.state.gifts().iter();
    let got = got.filter(|(_, gift)| gift.to == seat && gift.counts());
    let unseen = got
        .clone()
        .filter(|(_, gift)| !gift.shown)
        .map(|(id, _)| *id);
    match luck.below(5) {
        0..2 => luck.one_of(unseen).map(|gift| Play::Answer {
            gift,
            answer: Answer::LetLie,
        }),
        2 => luck
            .one_of(got.map(|(id, _)| *id))
            .map(|gift| Play::Answer {
                gift,
                answer: Answer::Recognise,
            }),
        _ => {
            let card = luck.one_of(game.deck());
            give(game, luck, seat, card)
        }
    }
}

fn fold(entries: &[Entry]) -> State {
    let mut state = State::default();
    entries.iter().for_each(|entry| state.absorb(entry));
    state
}

/// Every raw frame for each of these, from the first entry on.
fn frames(
    begin: State,
    entries: &[Entry],
    audiences: &[Audience],
) -> BTreeMap<Audience, Vec<String>> {
    let mut state = begin;
    let mut frames: BTreeMap<Audience, Vec<String>> = BTreeMap::new();
    for entry in entries {
        let published = publish(&mut state, entry);
        for audience in audiences {
            let frame = published.frame(*audience).to_string();
            frames.entry(*audience).or_default().push(frame);
        }
    }
    frames
}

/// Something hidden that is otherwise in another world.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Hidden {
    /// Who laid a card open.
    Layer,
    /// Who gave the card that was left lying.
    GiverOfLying,
    /// Who left it lying.
    ReceiverOfLying,
    /// To whom something was given that was taken back.
    TakenBack,
    /// To whom something was given that is not shown yet, and why.
    NotShownYet,
}

/// The same session where one hidden thing is otherwise.
struct Twin {
    hidden: Hidden,
    entries: Vec<Entry>,
    /// Who may know: these members, and who plays for them.
    seats: BTreeSet<Seat>,
    /// Facilitators may: they see who has few cards.
    leaders: bool,
    /// As many entries are alike.
    until: usize,
}

/// The events of a log.
fn events(entries: &[Entry]) -> impl Iterator<Item = &Event> {
    entries.iter().flat_map(|entry| &entry.events)
}

/// Members who never leave and are not forgotten: the cards they hold in the end are in their hands.
fn who_stay(entries: &[Entry], state: &State) -> BTreeSet<Seat> {
    let gone = events(entries).filter_map(|event| match event {
        Event::Left { seat } | Event::Forgotten { seat, .. } => Some(*seat),
        _ => None,
    });
    let gone: BTreeSet<Seat> = gone.collect();
    let seats = state.seats().keys().copied();
    seats.filter(|seat| !gone.contains(seat)).collect()
}

/// Another member who was dealt a card at the same time that they still have in the end, and who could
/// as well have had this one: with the hands so dealt.
fn swapped(entries: &[Entry], state: &State, from: Seat, card: &CardId) -> Vec<(Seat, Vec<Entry>)> {
    let stay = who_stay(entries, state);
    let hand = |hands: &[(Seat, Vec<CardId>)], seat| {
        let hand = hands.iter().find(|(other, _)| *other == seat);
        hand.map(|(_, hand)| hand.clone()).unwrap_or_default()
    };
    let dealt = events(entries).find_map(|event| match event {
        Event::Dealt { hands, .. } if hand(hands, from).contains(card) => Some(hands.clone()),
        _ => None,
    });
    let Some(dealt) = dealt.filter(|_| stay.contains(&from)) else {
        return Vec::new();
    };
    let own = hand(&dealt, from);
    let mut worlds = Vec::new();
    for (other, theirs) in &dealt {
        let keeps =
            |held: &&CardId| state.seats()[other].hand.contains(held) && !own.contains(held);
        let moved = |held: &&CardId| {
            !events(entries).any(|event| match event {
                Event::LaidOpen { seat, card } => seat == other && card == *held,
                Event::Given { from, card, .. } => from == other && card == *held,
                _ => false,
            })
        };
        let kept = theirs.iter().filter(keeps).find(moved);
        let (Some(kept), true) = (
            kept,
            *other != from && stay.contains(other) && !theirs.contains(card),
        ) else {
            continue;
        };
        let mut entries = entries.to_vec();
        for event in entries.iter_mut().flat_map(|entry| &mut entry.events) {
            let Event::Dealt { hands, .. } = event else {
                continue;
            };
            for (seat, hand) in hands {
                for held in hand {
                    if seat == other && held == kept {
                        *held = card.clone();
                    } else if *seat == from && held == card {
                        *held = kept.clone();
                    }
                }
            }
        }
        worlds.push((*other, entries));
    }
    worlds
}

/// What a member did with a card: how often, as giver, and otherwise.
fn uses(entries: &[Entry], who: Seat, which: &CardId) -> (usize, usize) {
    let count = |is: &dyn Fn(&Event) -> bool| events(entries).filter(|event| is(event)).count();
    let given = count(
        &|event| matches!(event, Event::Given { from, card, .. } if *from == who && card == which),
    );
    let laid = count(
        &|event| matches!(event, Event::LaidOpen { seat, card } | Event::PickedUp { seat, card } if *seat == who && card == which),
    );
    (given, laid)
}

fn other_layers(entries: &[Entry], state: &State, twins: &mut Vec<Twin>) {
    let laid: BTreeSet<(Seat, CardId)> = events(entries)
        .filter_map(|event| match event {
            Event::LaidOpen { seat, card } => Some((*seat, card.clone())),
            _ => None,
        })
        .collect();
    for (layer, which) in laid {
        if uses(entries, layer, &which).0 > 0 {
            continue;
        }
        for (other, mut entries) in swapped(entries, state, layer, &which) {
            if uses(&entries, other, &which) != (0, 0) {
                continue;
            }
            for event in entries.iter_mut().flat_map(|entry| &mut entry.events) {
                match event {
                    Event::LaidOpen { seat, card } | Event::PickedUp { seat, card }
                        if *seat == layer && *card == which =>
                    {
                        *seat = other;
                    }
                    _ => {}
                }
            }
            twins.push(Twin {
                hidden: Hidden::Layer,
                until: entries.len(),
                entries,
                seats: [layer, other].into(),
                leaders: false,
            });
        }
    }
}

/// A gift as it was made.
struct Made {
    id: GiftId,
    card: CardId,
    from: Seat,
    to: Seat,
    source: Source,
}

fn made(entries: &[Entry]) -> Vec<Made> {
    let made = events(entries).filter_map(|event| match event {
        Event::Given {
            gift,
            card,
            from,
            to,
            source,
            ..
        } => Some(Made {
            id: *gift,
            card: card.clone(),
            from: *from,
            to: *to,
            source: *source,
        }),
        _ => None,
    });
    made.collect()
}

fn other_givers(entries: &[Entry], state: &State, twins: &mut Vec<Twin>) {
    for gift in made(entries) {
        let is_lying = state.gifts().get(&gift.id);
        let is_lying =
            is_lying.is_some_and(|gift| gift.answer == Some(Answer::LetLie) && !gift.shown);
        if !is_lying
            || gift.source != Source::Hand
            || uses(entries, gift.from, &gift.card) != (1, 0)
        {
            continue;
        }
        for (other, mut entries) in swapped(entries, state, gift.from, &gift.card) {
            if other == gift.to || uses(&entries, other, &gift.card) != (0, 0) {
                continue;
            }
            change(&mut entries, gift.id, |from, _| *from = other);
            twins.push(Twin {
                hidden: Hidden::GiverOfLying,
                until: entries.len(),
                entries,
                seats: [gift.from, other, gift.to].into(),
                leaders: false,
            });
        }
    }
}

/// The gift, by or to somebody else.
fn change(entries: &mut [Entry], id: GiftId, change: impl Fn(&mut Seat, &mut Seat)) {
    for event in entries.iter_mut().flat_map(|entry| &mut entry.events) {
        match event {
            Event::Given { gift, from, to, .. } if *gift == id => change(from, to),
            _ => {}
        }
    }
}

/// Up to which entry this gift was seen by its giver and its receiver alone.
fn unseen_until(entries: &[Entry], id: GiftId) -> usize {
    let mut state = State::default();
    for (at, entry) in entries.iter().enumerate() {
        state.absorb(entry);
        if state.gifts().get(&id).is_some_and(|gift| gift.shown) {
            return at;
        }
    }
    entries.len()
}

fn other_receivers(entries: &[Entry], state: &State, twins: &mut Vec<Twin>) {
    let stay = who_stay(entries, state);
    for gift in made(entries) {
        let until = unseen_until(entries, gift.id);
        let is_whole = until == entries.len();
        let hidden = match state.gifts().get(&gift.id) {
            None if is_whole => Hidden::TakenBack,
            Some(gift) if is_whole && gift.answer == Some(Answer::LetLie) => {
                Hidden::ReceiverOfLying
            }
            _ => Hidden::NotShownYet,
        };
        // One of each kind is enough of a game.
        if twins.iter().any(|twin| twin.hidden == hidden) {
            continue;
        }
        for other in &stay {
            let same = |made: &Made| made.from == gift.from && made.card == gift.card;
            let is_once = made(entries).iter().filter(|made| same(made)).count() == 1;
            if [gift.from, gift.to].contains(other) || !stay.contains(&gift.to) || !is_once {
                continue;
            }
            let mut entries = entries[..until].to_vec();
            change(&mut entries, gift.id, |_, to| *to = *other);
            if unseen_until(&entries, gift.id) != until {
                continue; // The other was aan de beurt.
            }
            if hidden == Hidden::NotShownYet {
                rewrite(&mut entries, gift.id);
            }
            twins.push(Twin {
                hidden,
                until,
                entries,
                seats: [gift.from, gift.to, *other].into(),
                leaders: true,
            });
            break;
        }
    }
}

/// Another reason.
fn rewrite(entries: &mut [Entry], id: GiftId) {
    for entry in entries {
        let reason = entry.events.iter().find_map(|event| match event {
            Event::Given { gift, reason, .. } if *gift == id => *reason,
            _ => None,
        });
        for text in &mut entry.texts {
            if Some(text.id) == reason {
                text.text = "een heel andere reden".into();
            }
        }
    }
}

/// Who may not know.
fn others(state: &State, twin: &Twin) -> Vec<Audience> {
    let seats = state.seats().keys();
    let seats = seats.filter(|seat| !twin.seats.contains(seat));
    let proxies = twin
        .seats
        .iter()
        .filter_map(|seat| state.seats()[seat].proxy);
    let proxies: BTreeSet<PassId> = proxies.collect();
    // Who plays for someone can change: only when nobody of these ever had a proxy it is sure.
    let leaders = state.passes().iter().filter(|(id, pass)| {
        pass.role == Role::Facilitator
            && !twin.leaders
            && proxies.is_empty()
            && !proxies.contains(id)
    });
    let leaders = leaders.map(|(id, _)| Audience::Facilitator(*id));
    let seats = seats.map(|seat| Audience::Seat(*seat));
    seats.chain(leaders).chain([Audience::Watcher]).collect()
}

/// That at least three have given is told, and when: where that is otherwise in the other world, it is
/// no twin.
fn flow(entries: &[Entry]) -> Vec<u32> {
    let mut state = State::default();
    let told = entries.iter().map(|entry| {
        state.absorb(entry);
        match document(&state, Key::Flow, Audience::Watcher) {
            Some(Document::Flow(flow)) => flow.gifts,
            _ => 0,
        }
    });
    told.collect()
}

#[test]
fn two_worlds_that_differ_in_one_hidden_thing_look_alike() {
    let (mut alike, mut played) = (BTreeMap::new(), BTreeMap::new());
    for (nr, game) in games().enumerate() {
        let (entries, state) = (&game.entries, &game.state);
        let mut twins = Vec::new();
        other_layers(entries, state, &mut twins);
        other_givers(entries, state, &mut twins);
        other_receivers(entries, state, &mut twins);
        let mut told: BTreeMap<Hidden, usize> = BTreeMap::new();
        for twin in twins {
            let looked_at = told.entry(twin.hidden).or_default();
            let one = &entries[..twin.until];
            if *looked_at == 1
                || (twin.hidden == Hidden::GiverOfLying && flow(one) != flow(&twin.entries))
            {
                continue;
            }
            *looked_at += 1;
            let others = others(state, &twin);
            let told = format!("game {nr}, {:?} of {:?}", twin.hidden, twin.seats);
            let live = |entries| frames(State::default(), entries, &others);
            assert_alike(&live(one), &live(&twin.entries), &told);
            let back = |entries: &[Entry]| {
                let hindsight = Hindsight::of(&fold(entries));
                frames(State::with_hindsight(hindsight), entries, &others)
            };
            assert_alike(
                &back(one),
                &back(&twin.entries),
                &format!("{told}, looked back on"),
            );
            if twin.hidden != Hidden::NotShownYet {
                assert_eq!(redacted(one), redacted(&twin.entries), "{told}, exported");
            }
        }
        for (hidden, twins) in told {
            *alike.entry(hidden).or_insert(0) += twins;
            *played.entry(hidden).or_insert(0) += usize::from(twins > 0);
        }
    }
    println!("twins: {alike:?}, in games: {played:?}");
    assert_eq!(played.len(), 5);
    assert!(alike.values().all(|twins| *twins >= 80), "{alike:?}");
    assert!(played.values().sum::<usize>() >= 300, "{played:?}");
}

fn assert_alike(
    one: &BTreeMap<Audience, Vec<String>>,
    other: &BTreeMap<Audience, Vec<String>>,
    told: &str,
) {
    for (audience, frames) in one {
        for (one, other) in frames.iter().zip(&other[audience]) {
            assert_eq!(one, other, "{told}, for {audience:?}");
        }
        assert_eq!(frames.len(), other[audience].len());
    }
}

/// Who watches the big screen and counts: who gave the cards that were left lying.
#[derive(Default)]
struct Attacker {
    hands: BTreeMap<u64, u64>,
    /// The givers of what was given, as far as a number told, in order.
    givers: Vec<u64>,
    flow: u64,
    shown: BTreeMap<u64, u64>,
}

impl Attacker {
    fn watch(&mut self, frame: &str) {
        let frame: Value = serde_json::from_str(frame).unwrap();
        let put = frame["put"].as_object().cloned().unwrap_or_default();
        let flow = put.get("flow").and_then(|flow| flow["gifts"].as_u64());
        let more = flow.unwrap_or(self.flow).saturating_sub(self.flow);
        let mut dropped = Vec::new();
        for (key, document) in &put {
            if key.starts_with("seat/") {
                let seat = document["seat"].as_u64().unwrap();
                let now = document["hand"].as_u64();
                if let (Some(now), Some(before)) = (now, self.hands.get(&seat)) {
                    dropped.extend((now < *before).then_some(seat));
                }
                self.hands.extend(now.map(|now| (seat, now)));
            }
            if key.starts_with("gift/") {
                let number = document["gift"].as_u64().unwrap();
                self.shown
                    .insert(number, document["from"].as_u64().unwrap());
            }
        }
        // One hand became smaller at the moment that something was given.
        if let ([giver], true) = (&dropped[..], more > 0) {
            self.givers.extend((0..more).map(|_| *giver));
        }
        self.flow = flow.unwrap_or(self.flow);
    }

    /// The givers of gifts that nobody was shown: of the numbers that are missing, if they count the
    /// gifts; and of what somebody gave more than is shown.
    fn found(&self) -> Vec<u64> {
        let by_number = (1..).zip(&self.givers);
        let by_number = by_number.filter(|(number, _)| !self.shown.contains_key(number));
        by_number.map(|(_, giver)| *giver).collect()
    }

    /// Who gave in numbers that stand beside each other, where the gifts are told in order.
    fn numbers_count(&self) -> bool {
        self.shown.len() > 2 && self.shown.keys().max() <= Some(&(self.shown.len() as u64 * 2))
    }
}

#[test]
fn who_counts_on_the_big_screen_finds_nobody() {
    let (mut lying, mut found) = (0, 0);
    for game in games() {
        let gifts = game.state.gifts().values();
        lying += gifts
            .filter(|gift| gift.answer == Some(Answer::LetLie) && !gift.shown)
            .count();
        let mut attacker = Attacker::default();
        let frames = frames(State::default(), &game.entries, &[Audience::Watcher]);
        frames
            .values()
            .flatten()
            .for_each(|frame| attacker.watch(frame));
        found += attacker.found().len() + usize::from(attacker.numbers_count());
    }
    println!("{lying} cards were left lying, {found} givers found");
    assert!(lying >= 100, "{lying}");
    assert_eq!(found, 0);
}

/// While people give, the number on the big screen moves for three givers at once; else only when the
/// session goes on or back.
#[test]
fn what_travelled_is_told_for_three_givers_at_once() {
    let (mut for_three, mut with_the_phase) = (0, 0);
    for (nr, game) in games().enumerate() {
        let mut giver: BTreeMap<GiftId, Seat> = BTreeMap::new();
        let mut since: BTreeMap<Seat, i32> = BTreeMap::new();
        let told = flow(&game.entries);
        let mut before = 0;
        let mut phase = Phase::Lobby;
        for (entry, told) in game.entries.iter().zip(told) {
            let mut moved = false;
            for event in &entry.events {
                match event {
                    Event::Given { gift, from, .. } => {
                        giver.insert(*gift, *from);
                        *since.entry(*from).or_default() += 1;
                    }
                    Event::TakenBack { gift } => *since.entry(giver[gift]).or_default() -= 1,
                    Event::PhaseMoved { to } => (phase, moved) = (*to, true),
                    _ => {}
                }
            }
            let many = since.values().filter(|more| **more != 0).count();
            if moved {
                with_the_phase += usize::from(told != before);
                since.clear();
            } else if told != before {
                let at = format!("game {nr}, entry {}", entry.seq);
                assert_eq!(phase, Phase::Giving, "{at}");
                assert!(many >= 3, "{at}: for {many} alone");
                for_three += 1;
                // Of what the third gave to several at once, the first moves the number.
                let left =
                    since.values().sum::<i32>() - (told.cast_signed() - before.cast_signed());
                let third = entry.events.iter().find_map(|event| match event {
                    Event::Given { from, .. } => Some(*from),
                    _ => None,
                });
                since = third
                    .filter(|_| left != 0)
                    .map(|third| (third, left))
                    .into_iter()
                    .collect();
            }
            before = told;
        }
    }
    println!("{for_three} for three givers, {with_the_phase} with the phase");
    assert!(for_three >= 100 && with_the_phase >= 100);
}
