//! The werkagenda at the end: what the team wrote, what each action needs, who fits, what was
//! proposed and what the team decided.

use super::{Gift, Person, Source};
use game::talent::Related;
use game::talent::assign::{NotPlaced, Proposal};
use game::talent::fit::{self, ActionFit, FitLevel};
use game::{
    ActionField, ActionId, AgendaField, Document, Key, Part, Place, ProposalDocument, Seat,
};

/// The werkagenda.
#[derive(Clone, Debug, PartialEq)]
pub struct Agenda {
    /// What the case is called.
    pub title: Field,
    /// What is going on.
    pub situation: Field,
    /// On the own organisation and the own competenties.
    pub reflection: Field,
    /// Where the team wants to go.
    pub direction: Field,
    /// What it can be linked to.
    pub koppelkansen: Field,
    /// In order, without those that were taken away.
    pub actions: Vec<Action>,
}

/// What the team wrote in one place.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Field {
    /// What stands there; may be empty.
    pub text: String,
    /// What stands beside it, for the team to choose.
    pub beside: Vec<String>,
}

/// An action.
#[derive(Clone, Debug, PartialEq)]
pub struct Action {
    /// Its place in the list, from 1.
    pub number: usize,
    /// What is taken up.
    pub what: Field,
    /// With whom, in words.
    pub with_whom: Field,
    /// How.
    pub how: Field,
    /// By when.
    pub when: Field,
    /// Specifiek.
    pub specific: Field,
    /// Meetbaar.
    pub measurable: Field,
    /// Acceptabel.
    pub acceptable: Field,
    /// Realistisch.
    pub realistic: Field,
    /// The cards it needs.
    pub needs: Vec<String>,
    /// The team said so; otherwise its text does.
    pub needs_by_team: bool,
    /// Who fit, in order of seat: not a ranking.
    pub fits: Vec<Fit>,
    /// Needs nobody in the team brings.
    pub missing: Vec<String>,
    /// Two who would do it together.
    pub pair: Option<Pair>,
    /// What the team decided.
    pub decided: Taken,
    /// What is proposed where the team did not decide.
    pub proposed: Taken,
    /// Why nobody is proposed.
    pub why: Option<NotPlaced>,
    /// Who would do this by job title.
    pub by_function: Option<Person>,
}

/// Who take up an action.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Taken {
    /// Who takes it up.
    pub owner: Option<Person>,
    /// Who help.
    pub helpers: Vec<Person>,
}

/// Someone who fits.
#[derive(Clone, Debug, PartialEq)]
pub struct Fit {
    /// Who.
    pub person: Person,
    /// In a word.
    pub level: FitLevel,
    /// Why.
    pub because: Vec<Because>,
}

/// What someone brings to one need.
#[derive(Clone, Debug, PartialEq)]
pub struct Because {
    /// What is needed.
    pub need: String,
    /// The card they have.
    pub card: String,
    /// How that is related to the need; `None`: it is the card itself.
    pub related: Option<Related>,
    /// By which gifts they have it.
    pub gifts: Vec<Gift>,
}

/// Two who complete each other.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// Who fits well.
    pub first: Person,
    /// Who completes them.
    pub second: Person,
    /// With which cards.
    pub adds: Vec<String>,
}

impl Action {
    /// Who takes it up: as decided, otherwise as proposed.
    pub fn owner(&self) -> Option<&Person> {
        self.decided.owner.as_ref().or(self.proposed.owner.as_ref())
    }

    /// Who takes it up is not who would do it by job title.
    pub fn surprises(&self) -> bool {
        match (self.owner(), &self.by_function) {
            (Some(owner), Some(by_function)) => owner.seat != by_function.seat,
            _ => false,
        }
    }

    /// Someone fits by a card that is related to what is needed.
    pub fn has_related(&self) -> bool {
        let because = self.fits.iter().flat_map(|fit| &fit.because);
        because.into_iter().any(|because| because.related.is_some())
    }

    /// How well someone fits it, if they bring anything.
    pub fn fit_of(&self, seat: Seat) -> Option<&Fit> {
        self.fits.iter().find(|fit| fit.person.seat == seat)
    }

    /// What someone does in it, and whether the team decided that.
    pub fn part_of(&self, seat: Seat) -> Option<(Part, bool)> {
        let in_taken = |taken: &Taken, decided: bool| {
            let is_owner = taken.owner.as_ref().is_some_and(|owner| owner.seat == seat);
            let helps = taken.helpers.iter().any(|helper| helper.seat == seat);
            match (is_owner, helps) {
                (true, _) => Some((Part::Owner, decided)),
                (_, true) => Some((Part::Helper, decided)),
                _ => None,
            }
        };
        in_taken(&self.decided, true).or_else(|| in_taken(&self.proposed, false))
    }

    /// The four questions of SMART beside *when*, in order.
    pub fn smart(&self) -> [&Field; 4] {
        [
            &self.specific,
            &self.measurable,
            &self.acceptable,
            &self.realistic,
        ]
    }
}

/// The agenda, once all saw it.
pub(super) fn of(source: &Source) -> Option<Agenda> {
    let Some(Document::Agenda(agenda)) = source.seen(Key::Agenda) else {
        return None;
    };
    let proposals = match source.seen(Key::Proposal) {
        Some(Document::Proposal(ProposalDocument { actions })) => actions,
        _ => Vec::new(),
    };
    let actions = (1..).zip(&agenda.actions);
    let actions = actions.filter_map(|(number, id)| source.action(number, *id, &proposals));
    let field = |field| source.field(Place::Agenda(field));
    Some(Agenda {
        title: field(AgendaField::Title),
        situation: field(AgendaField::Situation),
        reflection: field(AgendaField::Reflection),
        direction: field(AgendaField::Direction),
        koppelkansen: field(AgendaField::Koppelkansen),
        actions: actions.collect(),
    })
}

impl Source<'_> {
    fn field(&self, place: Place) -> Field {
        match self.seen(Key::Field(place)) {
            Some(Document::Field(field)) => Field {
                text: field.text,
                beside: field.offers.into_iter().map(|offer| offer.text).collect(),
            },
            _ => Field::default(),
        }
    }

    fn action(&self, number: usize, id: ActionId, proposals: &[Proposal]) -> Option<Action> {
        let Some(Document::Action(action)) = self.seen(Key::Action(id)) else {
            return None;
        };
        let ActionFit {
            fits,
            missing,
            pair,
        } = match self.seen(Key::Fit(id)) {
            Some(Document::Fit(document)) => document.fit,
            _ => ActionFit::default(),
        };
        let proposal = proposals.iter().find(|proposal| proposal.action == id);
        // The proposal repeats what is decided.
        let owner = proposal
            .and_then(|proposal| proposal.owner)
            .filter(|_| action.owner.is_none());
        let helpers = proposal.iter().flat_map(|proposal| &proposal.helpers);
        let helpers = helpers
            .filter(|seat| !action.helpers.contains(seat))
            .copied();
        let field = |field| self.field(Place::Action(id, field));
        Some(Action {
            number,
            what: field(ActionField::What),
            with_whom: field(ActionField::WithWhom),
            how: field(ActionField::How),
            when: field(ActionField::When),
            specific: field(ActionField::Specific),
            measurable: field(ActionField::Measurable),
            acceptable: field(ActionField::Acceptable),
            realistic: field(ActionField::Realistic),
            needs: self.labels(&action.needs),
            needs_by_team: action.needs_by_team,
            fits: fits.into_iter().map(|fit| self.fit(fit)).collect(),
            missing: self.labels(&missing),
            pair: pair.map(|pair| self.pair(&pair)),
            proposed: Taken {
                owner: owner.map(|seat| self.person(seat)),
                helpers: self.people(helpers),
            },
            decided: Taken {
                owner: action.owner.map(|seat| self.person(seat)),
                helpers: self.people(action.helpers),
            },
            why: proposal.and_then(|proposal| proposal.why),
            by_function: action.by_function.map(|seat| self.person(seat)),
        })
    }

    fn fit(&self, fit: fit::Fit) -> Fit {
        let because = fit.because.into_iter().map(|because| Because {
            need: self.label(&because.need),
            card: self.label(&because.card),
            related: because.related,
            gifts: self.gifts(&because.gifts),
        });
        Fit {
            person: self.person(fit.seat),
            level: fit.level,
            because: because.collect(),
        }
    }

    fn pair(&self, pair: &fit::Pair) -> Pair {
        Pair {
            first: self.person(pair.first),
            second: self.person(pair.second),
            adds: self.labels(&pair.adds),
        }
    }
}
