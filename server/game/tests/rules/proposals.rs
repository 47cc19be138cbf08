//! Proposals looked at one by one: shared loads, decisions, helpers, and agendas with nothing to
//! match.

use crate::decks::{all, once, standard};
use crate::matching::{Case, check_rules};
use game::talent::assign::{Candidate, NotPlaced, Plan, Task, propose};
use game::talent::worth::Strengths;
use game::{ActionId, CardId, Seat};

fn member(seat: u16, strengths: Strengths) -> Candidate {
    Candidate {
        seat: Seat(seat),
        name: format!("Naam{seat:02}"),
        strengths,
        away: false,
    }
}

fn task(action: u16, needs: &[CardId]) -> Task {
    Task {
        action: ActionId(action),
        text: format!("Actie {action:03}"),
        needs: needs.to_vec(),
        owner: None,
        helpers: Vec::new(),
    }
}

/// The largest team with the largest agenda, every card and need different from the next.
fn largest() -> Case {
    let deck = standard();
    let cards = all(&deck);
    let some = |from: usize, step: usize, count: usize| -> Vec<CardId> {
        (0..count)
            .map(|n| cards[(from + n * step) % cards.len()].clone())
            .collect()
    };
    Case {
        members: (1..=48)
            .map(|n| member(n, once(&some(usize::from(n) * 5, 7, 9))))
            .collect(),
        tasks: (1..=200)
            .map(|n| task(n, &some(usize::from(n), 1 + usize::from(n) % 11, 5)))
            .collect(),
        deck,
        cap: 20,
    }
}

#[test]
fn the_largest_agenda_is_done() {
    let case = largest();
    let plan = case.propose();
    assert_eq!(plan.placed, 200);
    check_rules(&case, &plan);
    // With less room than actions the rest says why.
    let plan = propose(&case.deck, &case.members, &case.tasks, 3);
    assert_eq!(plan.placed, 3 * 48);
    let full = plan
        .proposals
        .iter()
        .filter(|one| one.why == Some(NotPlaced::Full));
    assert_eq!(full.count(), 200 - 3 * 48);
}

#[test]
fn equal_people_share_the_load() {
    let deck = standard();
    let cards = all(&deck);
    let members: Vec<Candidate> = (1..=3)
        .map(|seat| member(seat, once(&cards[..1])))
        .collect();
    let mut tasks: Vec<Task> = (1..=7).map(|action| task(action, &cards[..1])).collect();
    // One has two already, by decision.
    tasks[0].owner = Some(Seat(2));
    tasks[1].owner = Some(Seat(2));
    let plan = propose(&deck, &members, &tasks, 20);
    let owned = |seat| {
        plan.proposals
            .iter()
            .filter(|one| one.owner == Some(Seat(seat)))
            .count()
    };
    let mut loads = [owned(1), owned(2), owned(3)];
    loads.sort_unstable();
    assert_eq!(loads, [2, 2, 3]);
}

#[test]
fn a_decision_over_the_cap_stands_and_gets_no_more() {
    let deck = standard();
    let cards = all(&deck);
    let members = [member(1, once(&cards[..1]))];
    let mut tasks: Vec<Task> = (1..=4).map(|action| task(action, &cards[..1])).collect();
    for decided in &mut tasks[..3] {
        decided.owner = Some(Seat(1));
    }
    let plan = propose(&deck, &members, &tasks, 2);
    let owners: Vec<Option<Seat>> = plan.proposals.iter().map(|one| one.owner).collect();
    assert_eq!(owners, [Some(Seat(1)), Some(Seat(1)), Some(Seat(1)), None]);
    assert_eq!(plan.proposals[3].why, Some(NotPlaced::Full));
}

#[test]
fn helpers_bring_what_the_owner_lacks() {
    let deck = standard();
    // Of three clusters, so that none is related to another by that.
    let cards: Vec<CardId> = [0, 2, 4]
        .iter()
        .map(|n: &usize| deck.clusters[*n].1[0].clone())
        .collect();
    let mut members = vec![
        member(1, once(&cards[..2])),
        member(2, once(&cards[..1])),
        member(3, once(&cards[2..])),
    ];
    let tasks = [task(1, &cards)];
    let plan = propose(&deck, &members, &tasks, 1);
    assert_eq!(plan.proposals[0].owner, Some(Seat(1)));
    assert_eq!(
        plan.proposals[0].helpers,
        [Seat(3)],
        "the second has nothing to add"
    );
    members[2].away = true;
    let plan = propose(&deck, &members, &tasks, 1);
    assert_eq!(plan.proposals[0].helpers, []);
}

#[test]
fn equal_helpers_share_the_load() {
    let deck = standard();
    let cards = [deck.clusters[0].1[0].clone(), deck.clusters[2].1[0].clone()];
    let [owners_card, helpers_card] = [once(&cards[..1]), once(&cards[1..])];
    let members = [
        member(1, owners_card),
        member(2, helpers_card.clone()),
        member(3, helpers_card),
    ];
    let mut tasks: Vec<Task> = (1..=4).map(|action| task(action, &cards)).collect();
    for decided in &mut tasks {
        decided.owner = Some(Seat(1));
    }
    let plan = propose(&deck, &members, &tasks, 20);
    let helps = |seat| {
        let all = plan.proposals.iter().flat_map(|one| &one.helpers);
        all.filter(|helper| **helper == Seat(seat)).count()
    };
    assert_eq!((helps(2), helps(3)), (2, 2), "one each time, in turn");
}

#[test]
fn nothing_to_do_and_nobody_to_do_it() {
    let deck = standard();
    let cards = all(&deck);
    let tasks = [
        task(1, &cards[..2]),
        task(2, &[]),
        task(3, &[CardId::from("nergens")]),
    ];
    let why = |members: &[Candidate], cap| -> Vec<Option<NotPlaced>> {
        let plan = propose(&deck, members, &tasks, cap);
        plan.proposals.into_iter().map(|one| one.why).collect()
    };
    let unmatched = Some(NotPlaced::NoNeeds);
    assert_eq!(
        why(&[], 3),
        [Some(NotPlaced::NobodyFits), unmatched, unmatched]
    );
    let one = [member(1, once(&cards))];
    assert_eq!(why(&one, 3), [None, unmatched, unmatched]);
    assert_eq!(why(&one, 0), [Some(NotPlaced::Full), unmatched, unmatched]);
    assert_eq!(propose(&deck, &one, &[], 3), Plan::default());
}
