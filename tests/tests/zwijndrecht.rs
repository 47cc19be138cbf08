//! Team Zwijndrecht, the worked example: every table of talents can be reached from every deal.
//! A facilitator and four members over real websockets; members use what they were dealt, the open
//! table and *past ook bij*, and see only their own screens.

use competentiespel::player::{Player, View};
use game::{Answer, GiftId, Lead, Phase, Play, Role, Seat};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use tests::{Room, Server, give, see};

/// The table in the workbook, by seat: A, B, C, D.
const TABLE: [(u16, &[&str]); 4] = [
    (
        1,
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
        2,
        &["hands-on", "praktisch", "sfeermaker", "enthousiasmeren"],
    ),
    (
        3,
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
        4,
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

/// Whom each card of the table must reach.
fn wanted() -> BTreeMap<&'static str, BTreeSet<u16>> {
    let mut wanted: BTreeMap<&str, BTreeSet<u16>> = BTreeMap::new();
    for (seat, cards) in TABLE {
        for card in cards {
            wanted.entry(card).or_default().insert(seat);
        }
    }
    wanted
}

#[tokio::test]
async fn zwijndrecht_plays_from_five_deals() {
    let server = Server::start();
    let mut deals = BTreeSet::new();
    for _ in 0..5 {
        deals.insert(play(&server, json!({})).await);
    }
    assert!(deals.len() >= 4, "the deals are too much alike");
}

#[tokio::test]
async fn zwijndrecht_plays_with_cards_nobody_was_dealt() {
    let server = Server::start();
    play(&server, json!({"hand": 5})).await;
}

/// Plays one session from door to talents; gives the hands that were dealt.
async fn play(server: &Server, more: serde_json::Value) -> BTreeMap<u16, Vec<String>> {
    let mut room = Room::open_with(server, 4, more).await;
    let mut screen = room.admit(Role::Screen).await;
    room.go(Phase::Giving).await;
    let hands = room.hands();
    for seat in 1..=4 {
        give_from_hand(&mut room, seat).await;
    }
    room.go(Phase::Conversation).await;
    tafelronde(&mut room).await;
    for seat in 1..=4 {
        turn(&mut room, seat).await;
    }
    room.go(Phase::Talents).await;
    let seq = room.leader.view.seq;
    see(&mut screen, seq).await;
    for player in [&room.leader, &screen].into_iter().chain(&room.members) {
        is_the_table(player);
    }
    hands
}

/// Everyone gives what fits someone else, and lays open what fits nobody or only themselves.
async fn give_from_hand(room: &mut Room, seat: u16) {
    let wanted = wanted();
    for card in room.member(seat).view.hand(Seat(seat)) {
        let mut to = wanted.get(card.as_str()).cloned().unwrap_or_default();
        to.remove(&seat);
        if to.is_empty() {
            let card = card.as_str().into();
            room.play(seat, Play::LayOpen { card }).await;
        } else {
            let to: Vec<u16> = to.into_iter().collect();
            room.play(seat, give(&card, &to, Some("Dat heb ik gezien.")))
                .await;
        }
    }
    room.play(seat, Play::Ready { ready: true }).await;
}

/// Cards whose only receiver held them themselves, or that nobody was dealt, come from the table.
async fn tafelronde(room: &mut Room) {
    let open: BTreeSet<String> = {
        let view = &room.leader.view;
        view.table().into_iter().chain(view.stack()).collect()
    };
    for (card, receivers) in wanted() {
        if !open.contains(card) {
            continue;
        }
        let receivers: Vec<u16> = receivers.into_iter().collect();
        // The first seat that does not get it gives it; every card leaves at least one seat.
        let giver = (1..=4).find(|seat| !receivers.contains(seat));
        let giver = giver.expect("no card goes to all four");
        let seq = room.play(giver, give(card, &receivers, None)).await;
        room.all_at(seq).await;
    }
}

/// Someone is *aan de beurt*: the others say whom their cards fit too, and they recognise all.
async fn turn(room: &mut Room, seat: u16) {
    let seq = room
        .lead(Lead::Turn {
            seat: Some(Seat(seat)),
        })
        .await;
    room.all_at(seq).await;
    for (gift, card, from) in received(&room.member(seat).view, seat) {
        // Who had this card in hand gave it to the others it fits, and may be one of those it fits
        // themselves. The first of the others says so.
        let mut fits = wanted()[card.as_str()].clone();
        let has_it = received(&room.member(seat).view, from)
            .iter()
            .any(|(_, theirs, _)| *theirs == card);
        if fits.remove(&from) && fits.first() == Some(&seat) && !has_it {
            let (gift, to, reason) = (GiftId(gift), Seat(from), None);
            room.play(seat, Play::Also { gift, to, reason }).await;
        }
    }
    let seq = room.member(seat).view.seq;
    room.all_at(seq).await;
    for (place, (gift, ..)) in received(&room.member(seat).view, seat)
        .into_iter()
        .enumerate()
    {
        let gift = GiftId(gift);
        if place < 3 {
            room.play(seat, Play::Pick { gift, picked: true }).await;
        }
        let answer = Answer::Recognise;
        room.play(seat, Play::Answer { gift, answer }).await;
    }
}

/// Gifts this seat got: number, card and giver.
fn received(view: &View, seat: u16) -> Vec<(u32, String, u16)> {
    view.gifts()
        .filter(|(_, gift)| gift["to"] == seat)
        .filter_map(|(id, gift)| {
            let from = u16::try_from(gift["from"].as_u64()?).ok()?;
            Some((id, gift["card"].as_str()?.to_string(), from))
        })
        .collect()
}

fn is_the_table(player: &Player) {
    let view = &player.view;
    let mut gifts = 0;
    let mut different = BTreeSet::new();
    for (seat, cards) in TABLE {
        let talents = view.doc(&format!("talents/{seat}")).expect("talents");
        let there = talents["cards"].as_array().expect("a list");
        let named: BTreeSet<&str> = there
            .iter()
            .filter_map(|talent| talent["card"].as_str())
            .collect();
        assert_eq!(named, BTreeSet::from_iter(cards.iter().copied()));
        assert_eq!(there.len(), cards.len());
        different.extend(named);
        gifts += there
            .iter()
            .filter_map(|talent| talent["gifts"].as_array())
            .map(Vec::len)
            .sum::<usize>();
    }
    assert_eq!((gifts, different.len()), (26, 22));
    assert_eq!(view.gifts().count(), 26);
    let many = view.doc("team").expect("the team")["many"].clone();
    assert_eq!(
        many[0],
        json!({"card": "enthousiasmeren", "seats": [1, 2, 3]})
    );
    let twice: BTreeSet<&str> = many
        .as_array()
        .expect("a list")
        .iter()
        .skip(1)
        .filter_map(|held| held["card"].as_str())
        .collect();
    assert_eq!(twice, BTreeSet::from(["lef", "praktisch"]));
}
