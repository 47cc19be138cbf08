//! Who fits an action: the cards, how they are related, what nobody brings, and who complete each
//! other.

use crate::decks::{all, once, standard};
use crate::play::Game;
use game::talent::Related;
use game::talent::fit::{self, ActionFit, FitLevel};
use game::talent::worth::{GIFT, Strengths};
use game::{CardId, GiftId, Lead, Phase, Seat};
use std::collections::BTreeMap;

fn ids(cards: &[&str]) -> Vec<CardId> {
    cards.iter().map(|card| CardId::from(*card)).collect()
}

/// Members from seat 1 on, each with these cards of the standard deck, beside these needs.
fn fits(members: &[&[&str]], needs: &[&str]) -> ActionFit {
    let strengths = members.iter().map(|cards| once(&ids(cards)));
    of_strengths(strengths.collect(), needs)
}

fn of_strengths(members: Vec<Strengths>, needs: &[&str]) -> ActionFit {
    let members: BTreeMap<Seat, Strengths> = (1..).map(Seat).zip(members).collect();
    // One gift each, numbered by the seat: enough to see that they are passed on.
    let gifts = |seat: Seat, _: &CardId| vec![GiftId(u32::from(seat.0))];
    fit::of(&standard(), &members, &ids(needs), gifts)
}

fn levels(fit: &ActionFit) -> Vec<(u16, FitLevel)> {
    fit.fits.iter().map(|fit| (fit.seat.0, fit.level)).collect()
}

#[test]
fn levels_follow_from_how_much_of_the_needs_is_there() {
    use FitLevel::{Good, Some, Strong};
    assert_eq!(levels(&fits(&[&["lef"]], &["lef"])), [(1, Strong)]);
    assert_eq!(
        levels(&fits(&[&["lef"]], &["lef", "luisteren"])),
        [(1, Good)]
    );
    let three = ["lef", "luisteren", "praktisch"];
    assert_eq!(levels(&fits(&[&["lef"]], &three)), [(1, Some)]);
    assert_eq!(levels(&fits(&[&three[..2]], &three)), [(1, Good)]);
    assert_eq!(levels(&fits(&[&three], &three)), [(1, Strong)]);
}

#[test]
fn more_voices_count_for_more() {
    let voices = |gifts: u32| {
        let strengths = Strengths::from([(CardId::from("lef"), gifts * GIFT)]);
        levels(&of_strengths(
            vec![strengths],
            &["lef", "luisteren", "praktisch"],
        ))
    };
    // A third of 500, of 667 and of 750.
    assert_eq!(voices(1), [(1, FitLevel::Some)]);
    assert_eq!(voices(2), [(1, FitLevel::Some)]);
    assert_eq!(voices(3), [(1, FitLevel::Good)]);
    assert_eq!(
        voices(1_000_000_000),
        [(1, FitLevel::Good)],
        "never as much as two cards"
    );
}

#[test]
fn related_cards_count_for_less_and_say_so() {
    let deck = standard();
    let of_cluster = |card: &str| {
        let cluster = deck
            .clusters
            .iter()
            .find(|(_, cards)| cards.contains(&CardId::from(card)));
        cluster.unwrap().1.clone()
    };
    let neighbour = of_cluster("lef")
        .into_iter()
        .find(|card| *card != CardId::from("lef"));
    let neighbour = neighbour.unwrap().to_string();
    // These two are of different clusters and say much the same.
    let alike = ["overzicht", "vertalen"];
    assert_ne!(of_cluster(alike[0]), of_cluster(alike[1]));

    let fit = fits(&[&[&neighbour], &["vertalen"]], &["lef", "overzicht"]);
    assert_eq!(levels(&fit), [(1, FitLevel::Some), (2, FitLevel::Some)]);
    let because: Vec<(&str, &str, Option<Related>, &[GiftId])> = fit
        .fits
        .iter()
        .flat_map(|fit| &fit.because)
        .map(|because| {
            (
                &*because.need.0,
                &*because.card.0,
                because.related,
                &because.gifts[..],
            )
        })
        .collect();
    assert_eq!(
        because,
        [
            ("lef", &*neighbour, Some(Related::Cluster), &[GiftId(1)][..]),
            (
                "overzicht",
                "vertalen",
                Some(Related::Weights),
                &[GiftId(2)][..]
            ),
        ]
    );
    // Weights are too coarse to say that it is there; a cluster does.
    assert_eq!(fit.missing, ids(&["overzicht"]));
}

#[test]
fn the_card_itself_goes_before_what_is_related() {
    let cluster: Vec<String> = standard().clusters[0]
        .1
        .iter()
        .map(ToString::to_string)
        .collect();
    let cards: Vec<&str> = cluster.iter().map(String::as_str).collect();
    let fit = fits(&[&cards], &[cards[3]]);
    let because = &fit.fits[0].because[0];
    assert_eq!((&because.card, because.related), (&because.need, None));
    // Of equally related cards it is the first of the deck.
    let fit = fits(&[&cards[1..]], &[cards[0]]);
    assert_eq!(fit.fits[0].because[0].card, CardId::from(cards[1]));
}

#[test]
fn the_list_is_in_order_of_seat_and_leaves_out_who_brings_nothing() {
    let fit = fits(
        &[&[], &["praktisch"], &["lef"], &["lef", "praktisch"]],
        &["lef", "praktisch"],
    );
    let seats: Vec<u16> = levels(&fit).into_iter().map(|(seat, _)| seat).collect();
    assert_eq!(seats, [2, 3, 4], "whoever fits best");
}

#[test]
fn two_complete_each_other() {
    let needs = ["lef", "luisteren", "structuur"];
    let fit = fits(
        &[&["lef"], &["luisteren", "structuur"], &["lef", "luisteren"]],
        &needs,
    );
    // Both 2 and 3 have two of three; 2 lacks what 1 and 3 have, and 1 comes first.
    let pair = fit.pair.unwrap();
    assert_eq!((pair.first, pair.second), (Seat(2), Seat(1)));
    assert_eq!(pair.adds, ids(&["lef"]));
    // The same card twice completes nothing, nor does one person alone.
    assert_eq!(fits(&[&["lef"], &["lef"]], &["lef"]).pair, None);
    assert_eq!(fits(&[&["lef"]], &["lef", "luisteren"]).pair, None);
}

#[test]
fn what_nobody_brings_is_named_once_and_unknown_cards_are_passed_over() {
    let fit = fits(&[&["lef"]], &["nergens", "luisteren", "lef", "luisteren"]);
    assert_eq!(levels(&fit), [(1, FitLevel::Good)], "half of two needs");
    assert_eq!(fit.missing, ids(&["luisteren"]));
    assert_eq!(fits(&[&["lef"]], &["nergens"]), ActionFit::default());
    assert_eq!(fits(&[&["lef"]], &[]), ActionFit::default());
    let nobody = fits(&[], &["lef"]);
    assert_eq!((nobody.fits, nobody.missing), (vec![], ids(&["lef"])));
}

#[test]
fn a_deck_without_weights_still_has_clusters() {
    let mut deck = standard();
    deck.cards.clear();
    let cards = deck.clusters[0].1.clone();
    let members = BTreeMap::from([(Seat(1), once(&cards[..1]))]);
    let fit = fit::of(&deck, &members, &cards[1..2], |_, _| vec![]);
    assert_eq!(fit.fits[0].because[0].related, Some(Related::Cluster));
    assert_eq!(all(&deck), []);
}

#[test]
fn only_gifts_that_all_may_see_make_a_fit() {
    let mut game = Game::seated(3, 3);
    assert_eq!(fit::of_action(&game.state, &ids(&["card-0-0"])).fits, []);
    game.lead(Lead::Phase { to: Phase::Giving }).unwrap();
    let card = game.state.seats()[&Seat(1)].hand[0].clone();
    game.give(1, &card, 2).unwrap();
    game.give(1, &card, 3).unwrap();
    game.lead(Lead::Phase {
        to: Phase::Conversation,
    })
    .unwrap();
    assert_eq!(
        fit::of_action(&game.state, std::slice::from_ref(&card)).fits,
        []
    );
    game.lead(Lead::Turn {
        seat: Some(Seat(3)),
    })
    .unwrap();
    let fit = fit::of_action(&game.state, &[card]);
    assert_eq!(levels(&fit), [(3, FitLevel::Strong)]);
    assert_eq!(fit.fits[0].because[0].gifts, game.given()[1..]);
}
