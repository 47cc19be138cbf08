//! A proposal for the whole agenda: who takes up what, and who helps.
//!
//! Of all ways to give each action one owner, with no more than the cap for any member, it finds
//! one with the highest total fit. Between equals it prefers, in this order: more actions with an
//! owner; an even load (the lowest sum over the members of 1 + 2 + … up to their number of
//! actions); and then what comes first in the canonical order, which is that of the contents, so
//! that it makes no difference who came or what was written first. What the team decided stands,
//! and takes from the cap.
//!
//! It is an assignment problem and solved exactly, by the method of Kuhn and Munkres: a row for
//! each action, a column for each free place of each member, and for each action a column that
//! stands for nobody.

use super::fit::{self, Brought};
use super::kin::{Kin, Need};
use super::worth::{self, Strengths};
use crate::event::DeckOutline;
use crate::ids::{ActionId, CardId, Seat};
use crate::state::State;
use pathfinding::kuhn_munkres::kuhn_munkres;
use pathfinding::matrix::Matrix;
use serde::Serialize;
use std::cmp::Reverse;
use ts_rs::TS;

/// People who help with one action: with more it is nobody's.
pub const HELPERS_MAX: usize = 2;
/// What an owner who fits not at all weighs: less than nobody, whose weight is 0.
const NEVER: i64 = -1;

/// A member as the proposal sees them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Who.
    pub seat: Seat,
    /// For an order that does not depend on who came first; empty when wiped.
    pub name: String,
    /// What they bring.
    pub strengths: Strengths,
    /// They went home: what was decided stands, and nothing new is proposed to them.
    pub away: bool,
}

/// An action as the proposal sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    /// Which.
    pub action: ActionId,
    /// For an order that does not depend on which was written first.
    pub text: String,
    /// What it needs: cards of the deck; others are passed over.
    pub needs: Vec<CardId>,
    /// Who takes it up, as the team decided.
    pub owner: Option<Seat>,
    /// Who help, as the team decided.
    pub helpers: Vec<Seat>,
}

/// Why an action has no owner in the proposal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum NotPlaced {
    /// It does not say what it needs.
    NoNeeds,
    /// Nobody who is here brings any of what it needs.
    NobodyFits,
    /// Who could take it up have as many actions as one member may have.
    Full,
}

/// What is proposed for one action. What the team decided stands in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Proposal {
    /// Which.
    pub action: ActionId,
    /// Who takes it up.
    pub owner: Option<Seat>,
    /// Who help: those decided first, then who bring most of what the others lack.
    pub helpers: Vec<Seat>,
    /// Why there is no owner.
    pub why: Option<NotPlaced>,
}

/// A proposal for the whole agenda, and the sums that make it the best one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// In the order of the tasks.
    pub proposals: Vec<Proposal>,
    /// The fit (0 to 1000 each) of all proposed owners together, without the decided ones: the
    /// highest possible.
    pub total: u64,
    /// Actions with a proposed owner: with this total, as many as possible.
    pub placed: usize,
    /// Over all members 1 + 2 + … up to their number of actions, decided ones too: with the above,
    /// the lowest possible.
    pub unevenness: u64,
}

/// Everyone who is of the team.
pub fn candidates(state: &State) -> Vec<Candidate> {
    let candidate = |(seat, strengths): (Seat, Strengths)| {
        let member = state.seats.get(&seat)?;
        let name = member.name.and_then(|name| state.text(name));
        Some(Candidate {
            seat,
            name: name.unwrap_or_default().to_owned(),
            strengths,
            away: member.away,
        })
    };
    worth::of_all(state)
        .into_iter()
        .filter_map(candidate)
        .collect()
}

/// The best proposal, as the head of this file says. `cap`: actions one member owns at most.
pub fn propose(deck: &DeckOutline, members: &[Candidate], tasks: &[Task], cap: u16) -> Plan {
    let board = Board::of(deck, members, tasks);
    let mut owners: Vec<Option<usize>> = board
        .tasks
        .iter()
        .map(|task| board.member(task.owner?))
        .collect();
    let mut load = vec![0_usize; board.members.len()];
    for owner in owners.iter().flatten() {
        load[*owner] += 1;
    }
    let (mut total, mut placed) = (0, 0);
    for (task, owner) in board.best_owners(&load, cap) {
        total += u64::from(board.fits[task][owner]);
        placed += 1;
        load[owner] += 1;
        owners[task] = Some(owner);
    }
    let unevenness = load.iter().map(|n| (n * (n + 1) / 2) as u64).sum();
    let helpers = board.helpers(&owners, load);
    let proposals = board.proposals(&owners, helpers);
    Plan {
        proposals,
        total,
        placed,
        unevenness,
    }
}

/// Members and tasks in canonical order, and what each brings to each. Places in these lists stand
/// for members and tasks in all that follows.
struct Board<'a> {
    members: Vec<&'a Candidate>,
    tasks: Vec<&'a Task>,
    /// The place of each task in the order it was given in.
    given: Vec<usize>,
    /// By task: it says what it needs.
    has_needs: Vec<bool>,
    /// By task, then by member.
    brought: Vec<Vec<Vec<Brought>>>,
    /// The same as one number, 0 to 1000.
    fits: Vec<Vec<u32>>,
}

impl<'a> Board<'a> {
    fn of(deck: &DeckOutline, members: &'a [Candidate], tasks: &'a [Task]) -> Board<'a> {
        let kin = Kin::of(deck);
        let mut members: Vec<&Candidate> = members.iter().collect();
        members.sort_by_key(|member| (&member.strengths, &member.name, member.seat));
        let strengths: Vec<Vec<u32>> = members
            .iter()
            .map(|member| kin.by_place(&member.strengths))
            .collect();
        let mut order: Vec<(Vec<Need>, usize, &Task)> = tasks
            .iter()
            .enumerate()
            .map(|(given, task)| (kin.needs(&task.needs), given, task))
            .collect();
        let place = |seat: &Seat| members.iter().position(|member| member.seat == *seat);
        order.sort_by_cached_key(|(needs, given, task)| {
            let mut needs: Vec<&CardId> = needs.iter().map(|need| need.card).collect();
            needs.sort();
            let mut helpers: Vec<Option<usize>> = task.helpers.iter().map(place).collect();
            helpers.sort();
            (
                needs,
                &task.text,
                task.owner.as_ref().map(place),
                helpers,
                *given,
            )
        });
        let brought_to = |(needs, ..): &(Vec<Need>, usize, &Task)| -> Vec<Vec<Brought>> {
            let members = strengths.iter();
            members.map(|member| fit::brought(member, needs)).collect()
        };
        let brought: Vec<Vec<Vec<Brought>>> = order.iter().map(brought_to).collect();
        let fits_of = |members: &Vec<Vec<Brought>>| members.iter().map(|b| fit::fit(b)).collect();
        Board {
            fits: brought.iter().map(fits_of).collect(),
            brought,
            has_needs: order.iter().map(|(needs, ..)| !needs.is_empty()).collect(),
            given: order.iter().map(|(_, given, _)| *given).collect(),
            tasks: order.iter().map(|(.., task)| *task).collect(),
            members,
        }
    }

    fn member(&self, seat: Seat) -> Option<usize> {
        self.members.iter().position(|member| member.seat == seat)
    }

    /// Whether this member may be proposed as owner of a task nobody owns yet. Who was asked to
    /// help is not asked to lead.
    fn can_own(&self, task: usize, member: usize) -> bool {
        let candidate = self.members[member];
        !candidate.away
            && !self.tasks[task].helpers.contains(&candidate.seat)
            && self.fits[task][member] > 0
    }

    /// The best owners for the tasks that have none, as pairs of a task and a member.
    fn best_owners(&self, load: &[usize], cap: u16) -> Vec<(usize, usize)> {
        let open: Vec<usize> = (0..self.tasks.len())
            .filter(|task| self.tasks[*task].owner.is_none())
            .filter(|task| (0..self.members.len()).any(|member| self.can_own(*task, member)))
            .collect();
        // A place: whose it is, and how many actions they have once it is taken.
        let mut places: Vec<(usize, usize)> = Vec::new();
        for (member, load) in load.iter().enumerate() {
            let free = usize::from(cap).saturating_sub(*load).min(open.len());
            places.extend((1..=free).map(|place| (member, load + place)));
        }
        if open.is_empty() || places.is_empty() {
            return Vec::new();
        }
        // Three wishes in one number. Taking a further place costs its number, at most the cap; so
        // all costs together stay below what one owner more is worth, and all of that below one
        // point of fit.
        let tasks = open.len() as i64;
        let one_placed = tasks * i64::from(cap) + 1;
        let one_point = tasks * one_placed + 1;
        let weight = |(row, column): (usize, usize)| match places.get(column) {
            None => 0,
            Some((member, _)) if !self.can_own(open[row], *member) => NEVER,
            Some((member, place)) => {
                let fit = i64::from(self.fits[open[row]][*member]);
                fit * one_point + one_placed - *place as i64
            }
        };
        let weights = Matrix::from_fn(open.len(), places.len() + open.len(), weight);
        let (_, columns) = kuhn_munkres(&weights);
        let taken = open.iter().zip(columns);
        taken
            .filter_map(|(task, column)| Some((*task, places.get(column)?.0)))
            .collect()
    }

    /// Who help, by task.
    fn helpers(&self, owners: &[Option<usize>], mut load: Vec<usize>) -> Vec<Vec<Seat>> {
        for seat in self.tasks.iter().flat_map(|task| &task.helpers) {
            if let Some(member) = self.member(*seat) {
                load[member] += 1;
            }
        }
        let owners = owners.iter().enumerate();
        owners
            .map(|(task, owner)| match owner {
                Some(owner) => self.helpers_of(task, *owner, &mut load),
                None => self.tasks[task].helpers.clone(),
            })
            .collect()
    }

    /// Who help this owner: one after the other who adds most, as long as somebody adds anything.
    /// Between people who add equally much it is who has least to do.
    fn helpers_of(&self, task: usize, owner: usize, load: &mut [usize]) -> Vec<Seat> {
        let brought = &self.brought[task];
        let mut helpers = self.tasks[task].helpers.clone();
        let mut team = brought[owner].clone();
        for helper in helpers.iter().filter_map(|seat| self.member(*seat)) {
            team = fit::together(&team, &brought[helper]);
        }
        while helpers.len() < HELPERS_MAX {
            let can_help = |member: &usize| {
                let candidate = self.members[*member];
                *member != owner && !candidate.away && !helpers.contains(&candidate.seat)
            };
            let best = (0..self.members.len())
                .filter(can_help)
                .map(|member| {
                    let adds = fit::completes(&team, &brought[member]);
                    (adds, Reverse(load[member]), Reverse(member))
                })
                .max();
            let Some((1.., _, Reverse(helper))) = best else {
                break;
            };
            team = fit::together(&team, &brought[helper]);
            load[helper] += 1;
            helpers.push(self.members[helper].seat);
        }
        helpers
    }

    /// What comes of it, in the order the tasks were given in.
    fn proposals(&self, owners: &[Option<usize>], helpers: Vec<Vec<Seat>>) -> Vec<Proposal> {
        let mut proposals: Vec<(usize, Proposal)> = Vec::new();
        for (task, helpers) in helpers.into_iter().enumerate() {
            let proposed = owners[task].map(|owner| self.members[owner].seat);
            // A decided owner stands, even one that is not among the members.
            let owner = self.tasks[task].owner.or(proposed);
            let proposal = Proposal {
                action: self.tasks[task].action,
                owner,
                helpers,
                why: match owner {
                    Some(_) => None,
                    None => Some(self.why_not(task)),
                },
            };
            proposals.push((self.given[task], proposal));
        }
        proposals.sort_by_key(|(given, _)| *given);
        proposals
            .into_iter()
            .map(|(_, proposal)| proposal)
            .collect()
    }

    fn why_not(&self, task: usize) -> NotPlaced {
        if !self.has_needs[task] {
            NotPlaced::NoNeeds
        } else if (0..self.members.len()).any(|member| self.can_own(task, member)) {
            NotPlaced::Full
        } else {
            NotPlaced::NobodyFits
        }
    }
}
