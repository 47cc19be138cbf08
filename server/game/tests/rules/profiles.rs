//! Profiles and what the team covers: the properties that make them fair.

use crate::decks::{all, any_deck, once, standard};
use crate::play::Game;
use game::talent::coverage;
use game::talent::profile::{self, Level, Numbers, Profile, Strand, View};
use game::talent::worth::{self, GIFT, SECOND, Strengths};
use game::{Answer, CardId, CardOutline, DeckOutline, GiftId, Lead, Phase, Play, Seat};
use proptest::prelude::*;
use std::collections::BTreeMap;

const VIEWS: [View; 3] = [View::Types, View::Roles, View::Qualities];

fn strands(profile: &Profile) -> impl Iterator<Item = &Strand> {
    let all = [&profile.types, &profile.roles, &profile.qualities];
    all.into_iter().flatten()
}

/// Whether no share is lower than it was: `after` of one strand against `before`.
fn share_is_kept(before: &Numbers, after: &Numbers, strand: usize) -> bool {
    let ((before, before_whole), (after, after_whole)) = (before.shares(), after.shares());
    match (before[strand], after[strand]) {
        (Some(before), Some(after)) => after * before_whole >= before * after_whole,
        _ => true,
    }
}

/// Some cards of a deck, each with what its gifts count.
fn some_of(deck: &DeckOutline) -> impl Strategy<Value = Strengths> + use<> {
    let cards = all(deck);
    let some = proptest::sample::subsequence(cards.clone(), 0..=cards.len());
    let worths = proptest::collection::vec(1..=40_u32, cards.len());
    (some, worths).prop_map(|(cards, worths)| cards.into_iter().zip(worths).collect())
}

fn deck_and_strengths() -> impl Strategy<Value = (DeckOutline, Strengths)> {
    any_deck(4..30).prop_flat_map(|deck| {
        let strengths = some_of(&deck);
        (Just(deck), strengths)
    })
}

proptest! {
    #[test]
    fn who_got_every_card_once_is_flat(deck in any_deck(3..120)) {
        let every_card = once(&all(&deck));
        for view in VIEWS {
            let (parts, whole) = Numbers::of(&deck, &every_card, view).shares();
            let kinds = parts.iter().flatten().count() as u128;
            for part in parts.into_iter().flatten() {
                prop_assert_eq!(part * kinds, whole, "exactly its part");
            }
        }
        let profile = profile::of(&deck, &every_card).unwrap();
        for strand in strands(&profile) {
            prop_assert_eq!(strand.level, Level::Present);
        }
    }

    #[test]
    fn the_order_of_the_deck_makes_no_difference(
        (deck, strengths) in deck_and_strengths(),
        seed in any::<u64>(),
    ) {
        let mut shuffled = deck.clone();
        shuffled.cards.sort_by_key(|card| {
            let id = card.card.to_string();
            id.bytes().fold(seed, |sum, byte| (sum ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3))
        });
        for view in VIEWS {
            prop_assert_eq!(
                Numbers::of(&deck, &strengths, view),
                Numbers::of(&shuffled, &strengths, view)
            );
        }
    }

    #[test]
    fn one_more_gift_never_lowers_what_it_speaks_for(
        (deck, strengths) in deck_and_strengths(),
        which in any::<proptest::sample::Index>(),
        worth in 1..=12_u32,
    ) {
        let card = &deck.cards[which.index(deck.cards.len())];
        let mut more = strengths.clone();
        *more.entry(card.card.clone()).or_default() += worth;
        for (view, weights) in [
            (View::Types, &card.types[..]),
            (View::Roles, &card.roles),
            (View::Qualities, &card.qualities),
        ] {
            let before = Numbers::of(&deck, &strengths, view);
            let after = Numbers::of(&deck, &more, view);
            let mut spoken_for = Vec::new();
            for (strand, weight) in weights.iter().enumerate() {
                if *weight > 0 {
                    spoken_for.push(strand);
                }
                if let (Some((before, _)), Some((after, _))) =
                    (before.strength(strand), after.strength(strand))
                {
                    prop_assert!(after >= before);
                    prop_assert_eq!(after > before, *weight > 0);
                }
            }
            if let [only] = spoken_for[..] {
                prop_assert!(share_is_kept(&before, &after, only));
            }
        }
    }

    #[test]
    fn three_cards_given_once_are_never_strong(deck in any_deck(3..40)) {
        for three in all(&deck).windows(3) {
            let profile = profile::of(&deck, &once(three)).unwrap();
            prop_assert!(profile.enough);
            prop_assert!(strands(&profile).all(|strand| strand.level < Level::Strong));
        }
    }

    #[test]
    fn a_profile_says_only_what_its_cards_say((deck, strengths) in deck_and_strengths()) {
        let profile = profile::of(&deck, &strengths).unwrap();
        prop_assert_eq!(profile.enough, strengths.len() >= profile::CARDS_MIN);
        let weight = |card: &CardId, id: &str| {
            let card = deck.cards.iter().find(|other| other.card == *card).unwrap();
            let at = View::Types.ids().iter().position(|other| *other == id).unwrap();
            u32::from(card.types[at])
        };
        for strand in &profile.types {
            let says: Vec<u32> = strand
                .cards
                .iter()
                .map(|card| weight(card, &strand.id) * strengths[card])
                .collect();
            prop_assert!(says.iter().all(|says| *says > 0));
            prop_assert!(says.is_sorted_by(|one, next| one >= next), "most first");
            let silent = strengths.keys().filter(|card| !strand.cards.contains(card));
            prop_assert!(silent.into_iter().all(|card| weight(card, &strand.id) == 0));
        }
    }
}

#[test]
fn no_triple_of_the_standard_deck_shouts() {
    let deck = standard();
    let cards = all(&deck);
    let mut clear = 0;
    let mut triples = 0;
    for (a, one) in cards.iter().enumerate() {
        for (b, two) in cards.iter().enumerate().skip(a + 1) {
            for three in &cards[b + 1..] {
                let profile = profile::of(&deck, &once([one, two, three])).unwrap();
                let highest = strands(&profile).map(|strand| strand.level).max();
                assert!(highest < Some(Level::Strong), "{one}, {two}, {three}");
                triples += 1;
                let types = profile.types.iter();
                clear += usize::from(types.map(|s| s.level).max() == Some(Level::Clear));
            }
        }
    }
    assert_eq!(triples, 48 * 47 * 46 / 6);
    assert!(
        clear * 2 < triples,
        "{clear} of {triples} stand out in a type"
    );
}

#[test]
fn who_has_much_of_one_type_can_be_strong_in_it() {
    let deck = standard();
    let doener = deck
        .cards
        .iter()
        .filter(|card| card.types[0] > card.types[1..].iter().copied().max().unwrap());
    let cards: Vec<&CardId> = doener.map(|card| &card.card).collect();
    let profile = profile::of(&deck, &once(cards)).unwrap();
    assert_eq!(profile.types[0].id, "alledaagse-doener");
    assert_eq!(
        profile.types[0].level,
        Level::Strong,
        "{:#?}",
        profile.types
    );
}

#[test]
fn too_few_cards_say_nothing() {
    let deck = standard();
    let two = once(&all(&deck)[..2]);
    let profile = profile::of(&deck, &two).unwrap();
    assert!(!profile.enough);
    assert_eq!(strands(&profile).count(), 0);
    // Nor do cards that are not of this deck.
    let mut with_unknown = two;
    with_unknown.insert(CardId::from("nergens"), GIFT);
    assert!(!profile::of(&deck, &with_unknown).unwrap().enough);
    let nobody = BTreeMap::from([(Seat(1), with_unknown)]);
    let coverage = coverage::of(&deck, &nobody).unwrap();
    assert!(!coverage.enough && coverage.types.is_empty());
}

#[test]
fn a_deck_without_weights_gives_no_profile() {
    let mut deck = standard();
    let strengths = once(&all(&deck));
    deck.cards.clear();
    assert_eq!(profile::of(&deck, &strengths), None);
    assert_eq!(
        coverage::of(&deck, &BTreeMap::from([(Seat(1), strengths)])),
        None
    );
    assert_eq!(coverage::of(&deck, &BTreeMap::new()), None);
}

#[test]
fn a_type_the_deck_is_silent_about_is_left_out() {
    let mut deck = standard();
    for card in &mut deck.cards {
        card.types[2] = 0;
        card.roles = [0; 4];
        card.qualities = [0, 0, 3, 0, 0];
    }
    let strengths = once(&all(&deck)[..10]);
    let profile = profile::of(&deck, &strengths).unwrap();
    assert_eq!(profile.types.len(), 3);
    assert_eq!(profile.roles, []);
    // The only quality there is cannot stand out.
    assert_eq!(profile.qualities.len(), 1);
    assert_eq!(profile.qualities[0].level, Level::Present);
    let coverage = coverage::of(&deck, &BTreeMap::from([(Seat(1), strengths)])).unwrap();
    assert_eq!(coverage.types.len(), 3);
    assert_eq!(coverage.roles, []);
}

/// The team of the workbook, with the cards its own source lines name.
fn zwijndrecht(deck: &cards::Deck) -> BTreeMap<Seat, Strengths> {
    let member = |letter: &str| {
        let source = format!("ZW-{letter}");
        let cards = deck
            .cards
            .iter()
            .filter(|card| card.sources.contains(&source));
        let ids: Vec<CardId> = cards.map(|card| CardId::from(card.id.as_str())).collect();
        once(&ids)
    };
    (1..)
        .map(Seat)
        .zip(["A", "B", "C", "D"].map(member))
        .collect()
}

#[test]
fn the_workbooks_team_covers_all_four_types() {
    let team = zwijndrecht(cards::standard());
    let cards: Vec<usize> = team.values().map(BTreeMap::len).collect();
    assert_eq!(cards, [8, 4, 7, 7]);
    let coverage = coverage::of(&standard(), &team).unwrap();
    assert!(coverage.types.iter().all(|cover| !cover.seats.is_empty()));
}

#[test]
fn who_is_good_at_everything_covers_everything() {
    let deck = standard();
    let team = BTreeMap::from([(Seat(3), once(&all(&deck)))]);
    let coverage = coverage::of(&deck, &team).unwrap();
    for cover in coverage
        .types
        .iter()
        .chain(&coverage.roles)
        .chain(&coverage.qualities)
    {
        assert_eq!(cover.sole, Some(Seat(3)));
    }
}

#[test]
fn what_nobody_brings_is_covered_by_nobody() {
    let deck = standard();
    let not_bridging = deck.cards.iter().filter(|card| card.types[3] == 0);
    let cards: Vec<&CardId> = not_bridging.map(|card| &card.card).collect();
    let team = BTreeMap::from([(Seat(1), once(cards.clone())), (Seat(2), once(cards))]);
    let coverage = coverage::of(&deck, &team).unwrap();
    let bridge = &coverage.types[3];
    assert_eq!(bridge.id, "bruggenbouwer");
    assert_eq!((bridge.seats.len(), bridge.sole), (0, None));
}

#[test]
fn who_has_some_of_it_in_the_background_does_not_cover_it() {
    let deck = standard();
    // Everything that is not about bridging first, and a little that is.
    let mut cards: Vec<&CardOutline> = deck.cards.iter().collect();
    cards.sort_by_key(|card| card.types[3]);
    let ids = cards.iter().take(20).map(|card| &card.card);
    let strengths: Strengths = ids.map(|card| (card.clone(), 5 * GIFT)).collect();
    let bridge = &profile::of(&deck, &strengths).unwrap().types[3];
    assert_eq!(bridge.level, Level::Background);
    assert!(bridge.cards.len() >= 3, "five times three cards and more");
    let coverage = coverage::of(&deck, &BTreeMap::from([(Seat(1), strengths)])).unwrap();
    assert_eq!(coverage.types[3].seats, []);
}

#[test]
fn weights_beyond_the_highest_say_no_more_than_the_highest() {
    let mut deck = standard();
    deck.cards.truncate(12);
    let strengths: Strengths = all(&deck).into_iter().take(5).zip([u32::MAX; 5]).collect();
    for card in &mut deck.cards {
        card.types = card.types.map(|weight| if weight == 3 { 3 } else { 0 });
    }
    let expected = profile::of(&deck, &strengths);
    for card in &mut deck.cards {
        card.types = card.types.map(|weight| if weight == 3 { 255 } else { 0 });
    }
    assert_eq!(profile::of(&deck, &strengths), expected);
}

type Said = fn(GiftId) -> Play;

/// Seat 2 got a card of seat 1, all see it, and these things were said of it; the gift's number is put in.
fn said_of_a_gift(said: &[(u16, Said)]) -> (Strengths, CardId) {
    let mut game = Game::seated(1, 4);
    game.lead(Lead::Phase { to: Phase::Giving }).unwrap();
    let card = game.state.seats()[&Seat(1)].hand[0].clone();
    game.give(1, &card, 2).unwrap();
    game.lead(Lead::Phase {
        to: Phase::Conversation,
    })
    .unwrap();
    assert_eq!(
        worth::strengths(&game.state, Seat(2)),
        Strengths::new(),
        "not shown yet"
    );
    game.lead(Lead::Turn {
        seat: Some(Seat(2)),
    })
    .unwrap();
    let gift = game.given()[0];
    for (seat, said) in said {
        game.make(&crate::play::Move::Play(Seat(*seat), None, said(gift)))
            .unwrap();
    }
    (worth::strengths(&game.state, Seat(2)), card)
}

#[test]
fn a_gift_counts_by_what_is_said_of_it() {
    let second = |seat| -> (u16, Said) { (seat, |gift| Play::Second { gift, on: true }) };
    let answer = |answer| -> (u16, Said) {
        let said: Said = match answer {
            Answer::Recognise => |gift| Play::Answer {
                gift,
                answer: Answer::Recognise,
            },
            Answer::TalkOn => |gift| Play::Answer {
                gift,
                answer: Answer::TalkOn,
            },
            Answer::LetLie => |gift| Play::Answer {
                gift,
                answer: Answer::LetLie,
            },
        };
        (2, said)
    };
    let count = |said: &[(u16, Said)]| {
        let (strengths, card) = said_of_a_gift(said);
        strengths.get(&card).copied()
    };
    assert_eq!(count(&[]), Some(GIFT));
    assert_eq!(count(&[answer(Answer::Recognise)]), Some(GIFT));
    assert_eq!(count(&[second(3), second(4)]), Some(GIFT + 2 * SECOND));
    assert_eq!(count(&[answer(Answer::TalkOn)]), Some(GIFT / 2));
    assert_eq!(
        count(&[second(3), answer(Answer::TalkOn)]),
        Some((GIFT + SECOND) / 2)
    );
    assert_eq!(count(&[answer(Answer::LetLie)]), None);
}
