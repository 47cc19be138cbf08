//! How long the matching of a large agenda takes: what a room does for one save in the largest one,
//! and who fits what in a table of that size.
//!
//! `cargo bench -p game` prints milliseconds for 40 members and 200 actions, beside the bare
//! assignment of a table of that size in the same run, since machines differ. It ends with status
//! 1 when the proposal of a room, or the slowest case, takes longer than [`MS_MAX`].

// The laws of the rules use more of it.
#[allow(dead_code)]
#[path = "../../tests/rules/decks.rs"]
mod decks;
mod room;

use game::talent::assign::{Candidate, Task, propose};
use game::talent::fit;
use game::talent::worth::{GIFT, Strengths};
use game::{ActionId, CardId, DeckOutline, GiftId, Seat};
use pathfinding::kuhn_munkres::kuhn_munkres;
use pathfinding::matrix::Matrix;
use std::collections::BTreeMap;
use std::hint::black_box;
use std::process::ExitCode;
use std::time::Instant;

const MEMBERS: u16 = 40;
const ACTIONS: u16 = 200;
const NEEDS: usize = 5;
/// Different cards a member has, of the 48.
const CARDS: usize = 15;
/// Milliseconds the slowest case may take: longer, and people wonder whether it hangs.
const MS_MAX: f64 = 1000.0;
/// Runs of each case; the fastest counts, since whatever else the machine does only slows down.
const RUNS: usize = 5;

/// Numbers that look like luck and are the same in every run.
struct Luck(u64);

impl Luck {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6364136223846793005)
            .wrapping_add(1442695040888963407);
        (self.0 >> 33) as usize % most
    }

    fn some(&mut self, cards: &[CardId], count: usize) -> Vec<CardId> {
        (0..count)
            .map(|_| cards[self.below(cards.len())].clone())
            .collect()
    }
}

/// Milliseconds of the fastest of some runs.
fn milliseconds<T>(mut run: impl FnMut() -> T) -> f64 {
    let one = |_| {
        let start = Instant::now();
        black_box(run());
        start.elapsed().as_secs_f64() * 1000.0
    };
    (0..RUNS).map(one).fold(f64::INFINITY, f64::min)
}

/// Milliseconds of an assignment of so many actions to members with this cap, and nothing else.
fn bare(cap: u16, luck: &mut Luck) -> f64 {
    let columns = usize::from(MEMBERS * cap + ACTIONS);
    let table = Matrix::from_fn(usize::from(ACTIONS), columns, |_| luck.below(1000) as i64);
    milliseconds(|| kuhn_munkres(&table))
}

/// A team and its agenda.
struct Case {
    about: &'static str,
    members: BTreeMap<Seat, Strengths>,
    tasks: Vec<Task>,
}

impl Case {
    /// `cards` and `needs` give a member's and an action's cards.
    fn of(
        about: &'static str,
        mut cards: impl FnMut() -> Vec<CardId>,
        mut needs: impl FnMut() -> Vec<CardId>,
    ) -> Case {
        let mut strengths = |seat: u16| {
            let worth = |place: usize| GIFT * (1 + place as u32 % 3);
            let cards = cards().into_iter().enumerate();
            (
                Seat(seat),
                cards.map(|(place, card)| (card, worth(place))).collect(),
            )
        };
        let mut task = |action: u16| Task {
            action: ActionId(action),
            text: format!("Actie {action}"),
            needs: needs(),
            owner: None,
            helpers: Vec::new(),
        };
        Case {
            about,
            members: (1..=MEMBERS).map(&mut strengths).collect(),
            tasks: (1..=ACTIONS).map(&mut task).collect(),
        }
    }

    /// Prints how long it takes with this cap, and gives it, in milliseconds.
    fn measure(&self, deck: &DeckOutline, cap: u16, luck: &mut Luck) -> f64 {
        let candidate = |(seat, strengths): (&Seat, &Strengths)| Candidate {
            seat: *seat,
            name: format!("Teamlid {}", seat.0),
            strengths: strengths.clone(),
            away: false,
        };
        let candidates: Vec<Candidate> = self.members.iter().map(candidate).collect();
        let fit = |task: &Task| fit::of(deck, &self.members, &task.needs, |_, _| vec![GiftId(1)]);
        let fits = milliseconds(|| self.tasks.iter().map(fit).collect::<Vec<_>>());
        let proposal = milliseconds(|| propose(deck, &candidates, &self.tasks, cap));
        let matching = fits + proposal;

        let bare = bare(cap, luck);
        println!(
            "{}, cap {cap:>2}: {matching:>6.1} ms (fits {fits:.1}, proposal {proposal:.1}), \
             {:.1} × a bare assignment ({bare:.1})",
            self.about,
            matching / bare
        );
        matching
    }
}

fn main() -> ExitCode {
    let deck = decks::standard();
    let all = decks::all(&deck);
    let (mut of_members, mut of_actions) = (Luck(1), Luck(2));
    let mixed = Case::of(
        "a mixed team",
        || of_members.some(&all, CARDS),
        || of_actions.some(&all, NEEDS),
    );
    // The most choices that are equally good.
    let alike = Case::of(
        "all alike   ",
        || all[..CARDS].to_vec(),
        || all[..NEEDS].to_vec(),
    );

    println!("{MEMBERS} members, {ACTIONS} actions");
    let mut slowest = room::measure(&deck);
    for case in [mixed, alike] {
        // Room for all many times over, room for exactly all, and too little room.
        for cap in [20, 5, 3] {
            slowest = slowest.max(case.measure(&deck, cap, &mut Luck(3)));
        }
    }
    if slowest > MS_MAX {
        println!("too slow: {slowest:.0} ms, and {MS_MAX} is the most");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}
