//! The proposal for the whole agenda, against an oracle that tries everything.

use crate::decks::{all, any_deck};
use game::talent::assign::{Candidate, HELPERS_MAX, NotPlaced, Plan, Task, propose};
use game::{ActionId, CardId, CardOutline, DeckOutline, Seat};
use proptest::prelude::*;
use proptest::sample::{Index, subsequence};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// A team and its agenda.
#[derive(Clone, Debug)]
pub struct Case {
    pub deck: DeckOutline,
    pub members: Vec<Candidate>,
    pub tasks: Vec<Task>,
    pub cap: u16,
}

impl Case {
    pub fn propose(&self) -> Plan {
        propose(&self.deck, &self.members, &self.tasks, self.cap)
    }

    fn card(&self, id: &CardId) -> &CardOutline {
        self.deck
            .cards
            .iter()
            .find(|card| card.card == *id)
            .unwrap()
    }

    /// What the member covers of a need, and whether by the card itself: the formula once more,
    /// written down as it is read.
    fn cover(&self, member: &Candidate, need: &CardId) -> (u32, bool) {
        let fifths = |card: &CardId| {
            let together =
                |(_, cards): &(_, Vec<CardId>)| cards.contains(card) && cards.contains(need);
            if card == need {
                5
            } else if self.deck.clusters.iter().any(together) {
                2
            } else {
                u64::from(are_alike(self.card(card), self.card(need)))
            }
        };
        let covers = member.strengths.iter().map(|(card, worth)| {
            let exact =
                1000.0 * f64::from(*worth) * fifths(card) as f64 / 5.0 / f64::from(worth + 4);
            (exact.round() as u32, card == need)
        });
        covers.max().unwrap_or_default()
    }

    fn needs(&self, task: &Task) -> Vec<CardId> {
        let known: BTreeSet<&CardId> = self.deck.clusters.iter().flat_map(|(_, c)| c).collect();
        let needs: BTreeSet<&CardId> = task
            .needs
            .iter()
            .filter(|need| known.contains(need))
            .collect();
        needs.into_iter().cloned().collect()
    }

    fn fit(&self, member: &Candidate, task: &Task) -> u64 {
        let needs = self.needs(task);
        let sum: u32 = needs.iter().map(|need| self.cover(member, need).0).sum();
        match needs.len() {
            0 => 0,
            count => (f64::from(sum) / count as f64).round() as u64,
        }
    }

    fn may_own(&self, member: &Candidate, task: &Task) -> bool {
        !member.away && !task.helpers.contains(&member.seat) && self.fit(member, task) > 0
    }

    fn member(&self, seat: Seat) -> Option<&Candidate> {
        self.members.iter().find(|member| member.seat == seat)
    }

    /// How many actions everyone owns, decided or proposed.
    fn loads(&self, owners: impl Iterator<Item = Option<Seat>>) -> Vec<u64> {
        let owners: Vec<Seat> = owners.flatten().collect();
        let owned = |seat| owners.iter().filter(|owner| **owner == seat).count() as u64;
        self.members
            .iter()
            .map(|member| owned(member.seat))
            .collect()
    }
}

fn are_alike(one: &CardOutline, other: &CardOutline) -> bool {
    let weights = |card: &CardOutline| -> Vec<u64> {
        let all = [&card.types[..], &card.roles, &card.qualities].concat();
        all.into_iter().map(u64::from).collect()
    };
    let (a, b) = (weights(one), weights(other));
    let product = |a: &[u64], b: &[u64]| -> u64 { a.iter().zip(b).map(|(a, b)| a * b).sum() };
    // A cosine of 0.88 or more.
    product(&a, &b) > 0
        && 10_000 * product(&a, &b).pow(2) >= 88 * 88 * product(&a, &a) * product(&b, &b)
}

fn unevenness(loads: &[u64]) -> u64 {
    loads.iter().map(|load| load * (load + 1) / 2).sum()
}

type Score = (u64, usize, Reverse<u64>);

/// The best there is, by trying everything.
fn best(case: &Case) -> Score {
    fn from(
        case: &Case,
        fits: &[Vec<u64>],
        loads: &mut Vec<u64>,
        task: usize,
        sum: (u64, usize),
    ) -> Score {
        let Some(fits_of_task) = fits.get(task) else {
            return (sum.0, sum.1, Reverse(unevenness(loads)));
        };
        let mut best = from(case, fits, loads, task + 1, sum);
        for (member, fit) in fits_of_task.iter().enumerate() {
            if *fit > 0 && loads[member] < u64::from(case.cap) {
                loads[member] += 1;
                best = best.max(from(case, fits, loads, task + 1, (sum.0 + fit, sum.1 + 1)));
                loads[member] -= 1;
            }
        }
        best
    }
    let open = case.tasks.iter().filter(|task| task.owner.is_none());
    let fit = |task: &Task, member: &Candidate| match case.may_own(member, task) {
        true => case.fit(member, task),
        false => 0,
    };
    let fits: Vec<Vec<u64>> = open
        .map(|task| {
            case.members
                .iter()
                .map(|member| fit(task, member))
                .collect()
        })
        .collect();
    let mut loads = case.loads(case.tasks.iter().map(|task| task.owner));
    from(case, &fits, &mut loads, 0, (0, 0))
}

/// What the proposals themselves come to.
fn score(case: &Case, plan: &Plan) -> Score {
    let proposed = case.tasks.iter().zip(&plan.proposals);
    let fits: Vec<u64> = proposed
        .filter(|(task, _)| task.owner.is_none())
        .filter_map(|(task, proposal)| Some(case.fit(case.member(proposal.owner?)?, task)))
        .collect();
    let loads = case.loads(plan.proposals.iter().map(|proposal| proposal.owner));
    (fits.iter().sum(), fits.len(), Reverse(unevenness(&loads)))
}

fn any_case(members: usize, tasks: usize) -> impl Strategy<Value = Case> {
    any_deck(4..12).prop_flat_map(move |deck| {
        let cards = all(&deck);
        let strengths = (
            subsequence(cards.clone(), 0..=3),
            proptest::collection::vec(prop_oneof![4 => Just(4_u32), 1 => 2..=12_u32], 3),
        );
        let member = (strengths, proptest::bool::weighted(0.1));
        let mut needs = cards;
        needs.push(CardId::from("nergens"));
        let decided = || proptest::option::weighted(0.2, 1..=members as u16 + 1);
        let task = (subsequence(needs, 0..=3), decided(), decided());
        let members = proptest::collection::vec(member, 0..=members);
        let tasks = proptest::collection::vec(task, 0..=tasks);
        (Just(deck), members, tasks, 0..=3_u16).prop_map(|(deck, members, tasks, cap)| Case {
            deck,
            members: (1..)
                .zip(members)
                .map(|(seat, ((cards, worths), away))| Candidate {
                    seat: Seat(seat),
                    name: format!("Naam{}", seat * 7 % 11),
                    strengths: cards.into_iter().zip(worths).collect(),
                    away,
                })
                .collect(),
            tasks: (1..)
                .zip(tasks)
                .map(|(action, (needs, owner, helper))| Task {
                    action: ActionId(action),
                    text: format!("Actie {}", action * 5 % 3),
                    needs,
                    owner: owner.map(Seat),
                    helpers: helper
                        .map(Seat)
                        .into_iter()
                        .filter(|helper| Some(helper.0) != owner)
                        .collect(),
                })
                .collect(),
            cap,
        })
    })
}

/// What the team decided stands, and nothing is proposed that may not be.
pub fn check_rules(case: &Case, plan: &Plan) {
    assert_eq!(case.tasks.len(), plan.proposals.len());
    let decided = case.loads(case.tasks.iter().map(|task| task.owner));
    let loads = case.loads(plan.proposals.iter().map(|proposal| proposal.owner));
    for (before, after) in decided.iter().zip(loads) {
        assert!(
            after <= u64::from(case.cap).max(*before),
            "a place too many"
        );
    }
    for (task, proposal) in case.tasks.iter().zip(&plan.proposals) {
        assert_eq!(task.action, proposal.action);
        assert_eq!(proposal.owner.is_none(), proposal.why.is_some());
        match (task.owner, proposal.owner) {
            (Some(decided), proposed) => assert_eq!(Some(decided), proposed),
            (None, Some(owner)) => assert!(case.may_own(case.member(owner).unwrap(), task)),
            (None, None) => {
                let fits = case.members.iter().any(|member| case.may_own(member, task));
                let why = match (case.needs(task).is_empty(), fits) {
                    (true, _) => NotPlaced::NoNeeds,
                    (false, true) => NotPlaced::Full,
                    (false, false) => NotPlaced::NobodyFits,
                };
                assert_eq!(proposal.why, Some(why));
            }
        }
        assert!(proposal.helpers.starts_with(&task.helpers));
        assert!(proposal.helpers.len() <= HELPERS_MAX.max(task.helpers.len()));
        check_helpers(case, task, proposal.owner, &proposal.helpers);
    }
}

/// Each proposed helper adds most to who was there before, and somebody who adds is not left out.
fn check_helpers(case: &Case, task: &Task, owner: Option<Seat>, helpers: &[Seat]) {
    let needs = case.needs(task);
    let covers = |seat: Seat| -> Vec<(u32, bool)> {
        let member = case.member(seat);
        let cover = |need| member.map_or((0, false), |member| case.cover(member, need));
        needs.iter().map(cover).collect()
    };
    let adds = |team: &[(u32, bool)], seat: Seat| -> u32 {
        let needs = team.iter().zip(covers(seat));
        let add = |((has, itself), (brings, _)): (&(u32, bool), (u32, bool))| match itself {
            true => 0,
            false => brings.saturating_sub(*has),
        };
        needs.map(add).sum()
    };
    let Some(owner) = owner.filter(|owner| case.member(*owner).is_some()) else {
        assert_eq!(helpers, task.helpers);
        return;
    };
    let mut team = covers(owner);
    let mut there = vec![owner];
    for place in 0..HELPERS_MAX.max(helpers.len()) {
        let others = case
            .members
            .iter()
            .filter(|member| !member.away && !there.contains(&member.seat));
        let others = others.filter(|member| !task.helpers.contains(&member.seat));
        let most = others
            .map(|member| adds(&team, member.seat))
            .max()
            .unwrap_or(0);
        let Some(helper) = helpers.get(place) else {
            assert_eq!(most, 0, "somebody could have helped");
            return;
        };
        if place >= task.helpers.len() {
            assert!(most > 0);
            assert_eq!(adds(&team, *helper), most);
        }
        for (has, brings) in team.iter_mut().zip(covers(*helper)) {
            if !has.1 && brings.0 > has.0 {
                *has = brings;
            }
        }
        there.push(*helper);
    }
}

/// The same case with members and actions in another order, and so with other numbers.
fn reordered(case: &Case, luck: &[Index]) -> Case {
    let mut luck = luck.iter().cycle();
    let mut shuffle = |count: usize| -> Vec<usize> {
        let mut left: Vec<usize> = (0..count).collect();
        (0..count)
            .map(|_| left.remove(luck.next().unwrap().index(left.len())))
            .collect()
    };
    let members = shuffle(case.members.len());
    let tasks = shuffle(case.tasks.len());
    let new_seat: BTreeMap<Seat, Seat> = members
        .iter()
        .zip(1..)
        .map(|(old, new)| (case.members[*old].seat, Seat(new)))
        .collect();
    let seat = |old: &Seat| *new_seat.get(old).unwrap_or(old);
    let member = |(old, _): (&usize, _)| Candidate {
        seat: seat(&case.members[*old].seat),
        ..case.members[*old].clone()
    };
    let task = |(old, new): (&usize, u16)| Task {
        action: ActionId(new),
        owner: case.tasks[*old].owner.as_ref().map(seat),
        helpers: case.tasks[*old].helpers.iter().map(seat).collect(),
        ..case.tasks[*old].clone()
    };
    Case {
        deck: case.deck.clone(),
        members: members.iter().zip(1_u16..).map(member).collect(),
        tasks: tasks.iter().zip(1..).map(task).collect(),
        cap: case.cap,
    }
}

/// An owner and helpers by name, or why there is no owner.
type Named = (Option<String>, Vec<String>, Option<NotPlaced>);

/// Who does what, by the text of the action; of two that are called the same it makes no difference
/// which is which.
fn by_name(case: &Case) -> Vec<(String, Named)> {
    let name = |seat: Seat| {
        case.member(seat)
            .map_or("nobody".to_owned(), |member| member.name.clone())
    };
    let plan = case.propose();
    let proposals = case.tasks.iter().zip(plan.proposals);
    let mut named: Vec<(String, Named)> = proposals
        .map(|(task, proposal)| {
            let helpers = proposal.helpers.into_iter().map(name).collect();
            (
                task.text.clone(),
                (proposal.owner.map(name), helpers, proposal.why),
            )
        })
        .collect();
    named.sort();
    named
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]

    #[test]
    fn the_proposal_is_the_best_there_is(case in any_case(4, 5)) {
        let plan = case.propose();
        prop_assert_eq!((plan.total, plan.placed, Reverse(plan.unevenness)), best(&case));
        prop_assert_eq!(score(&case, &plan), best(&case));
        check_rules(&case, &plan);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn the_order_of_entry_makes_no_difference(
        case in any_case(7, 9),
        luck in proptest::collection::vec(any::<Index>(), 16),
    ) {
        prop_assert_eq!(by_name(&case), by_name(&reordered(&case, &luck)));
        prop_assert_eq!(case.propose(), case.propose());
    }
}
