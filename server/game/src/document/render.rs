//! What each document holds.

use super::shapes::*;
use super::{Key, seat_of_leader};
use crate::FEW_GIFTS;
use crate::agenda::{self, Action, ActionField, Offer, Place};
use crate::ids::{ActionId, GiftId, PassId, Seat, TextId};
use crate::state::{Gift, Member, Mentions, Phase, Role, State};
use crate::talent;
use crate::talent::assign::{self, Task};

/// Suggestions shown with an action: with more nobody chooses.
const SUGGESTED_MAX: usize = 8;

/// The document of that name, the same for everyone who may see it: ask [`reach`] first.
pub fn render(state: &State, key: Key) -> Option<Document> {
    Some(match key {
        Key::Session => Document::Session(session(state)?),
        Key::Seat(seat) => Document::Seat(seat_document(state, seat, state.seats.get(&seat)?)),
        Key::Hand(seat) => Document::Hand(hand(state, seat, state.seats.get(&seat)?)),
        Key::Gift(id) => Document::Gift(gift_document(state, id, state.gifts.get(&id)?)),
        Key::Table => Document::Table(table(state)),
        Key::Flow => Document::Flow(FlowDocument {
            gifts: state.flow.told,
        }),
        Key::Watching => Document::Watching(WatchingDocument {
            facilitators: names_of(state, Role::Facilitator),
            observers: names_of(state, Role::Observer),
        }),
        Key::Talents(seat) => Document::Talents(TalentsDocument {
            seat,
            cards: talent::of_member(state, seat),
        }),
        Key::Profile(seat) => Document::Profile(ProfileDocument {
            seat,
            profile: talent::profile::of_member(state, seat)?,
        }),
        Key::Coverage => Document::Coverage(talent::coverage::of_team(state)?),
        Key::Agenda => Document::Agenda(agenda_document(state)),
        Key::Field(place) => Document::Field(field(state, place)?),
        Key::Action(action) => Document::Action(action_document(state, action)?),
        Key::Fit(action) => Document::Fit(fit(state, action)?),
        Key::Proposal => Document::Proposal(proposal(state)),
        Key::Team => Document::Team(talent::of_team(state)),
        Key::Few | Key::FewCount => {
            let seats = few(state);
            Document::Few(FewDocument {
                count: count(seats.len()),
                seats: (key == Key::Few).then_some(seats),
            })
        }
        Key::Passes => Document::Passes(passes(state)),
        Key::Mentions(seat) => {
            Document::Mentions(mentions(state, seat, state.mentions.get(&seat)?))
        }
    })
}

/// Counts are small: a session has at most some thousands of anything.
fn count<N: TryFrom<usize> + Default>(n: usize) -> N {
    N::try_from(n).unwrap_or_default()
}

fn text(state: &State, id: Option<TextId>) -> Option<String> {
    id.and_then(|id| state.texts.get(&id)).cloned()
}

fn session(state: &State) -> Option<SessionDocument> {
    let setup = state.setup.as_ref()?;
    let dealt = (state.hand_size > 0).then_some(state.hand_size);
    Some(SessionDocument {
        title: text(state, Some(setup.title)),
        team: text(state, Some(setup.team)),
        phase: state.phase,
        turn: state.turn,
        locked: state.locked,
        form: setup.form,
        hand: dealt.or(setup.hand),
        retention_days: setup.retention_days,
        deck: setup.deck.id.clone(),
        talents: state.talents_reached,
        agenda: state.agenda.reached,
        reasons_in_exports: setup.reasons_in_exports,
        imported: setup.imported.is_some(),
    })
}

fn seat_document(state: &State, seat: Seat, member: &Member) -> SeatDocument {
    SeatDocument {
        seat,
        name: text(state, member.name),
        function: text(state, member.function),
        sector: text(state, member.sector),
        ready: member.ready,
        away: member.away,
        forgotten: member.forgotten,
        proxy: member.proxy,
        had_turn: member.had_turn,
        dealt: member.dealt,
        hand: None,
    }
}

fn hand(state: &State, seat: Seat, member: &Member) -> HandDocument {
    HandDocument {
        cards: member.hand.clone(),
        laid: state.laid_by(seat).cloned().collect(),
    }
}

fn gift_document(state: &State, id: GiftId, gift: &Gift) -> GiftDocument {
    let kept = !gift.removed;
    GiftDocument {
        gift: id,
        card: kept.then(|| gift.card.clone()),
        from: gift.from,
        to: gift.to,
        reason: text(state, gift.reason).filter(|_| kept),
        wording: text(state, gift.wording).filter(|_| kept),
        shown: gift.shown,
        picked: gift.picked && kept,
        answer: gift.answer.filter(|_| kept),
        seconds: if kept {
            gift.seconds.iter().copied().collect()
        } else {
            Vec::new()
        },
        removed: gift.removed,
    }
}

fn table(state: &State) -> TableDocument {
    let stack = state.seen_stack().unwrap_or_default();
    let open = state.open_cards().into_iter();
    let cards = open.map(|(card, _)| card).collect();
    TableDocument { cards, stack }
}

fn agenda_document(state: &State) -> AgendaDocument {
    let actions = &state.agenda.actions;
    let (removed, standing) = actions
        .iter()
        .partition::<Vec<_>, _>(|(_, action)| action.removed);
    let ids = |actions: Vec<(&ActionId, _)>| actions.into_iter().map(|(id, _)| *id).collect();
    AgendaDocument {
        actions: ids(standing),
        removed: ids(removed),
        cap: agenda::cap(state),
        cap_chosen: state.agenda.cap.is_some(),
    }
}

fn field(state: &State, place: Place) -> Option<FieldDocument> {
    let field = state.agenda.fields.get(&place)?;
    let (seq, now) = field.now();
    let offer = |offer: &Offer| OfferDocument {
        seq: offer.seq,
        by: offer.by,
        text: text(state, offer.text).unwrap_or_default(),
    };
    Some(FieldDocument {
        place,
        seq,
        text: text(state, now).unwrap_or_default(),
        offers: field.offers.iter().map(offer).collect(),
    })
}

fn fit(state: &State, id: ActionId) -> Option<FitDocument> {
    let action = state.agenda.actions.get(&id)?;
    let (needs, _) = agenda::needs_of(action);
    Some(FitDocument {
        action: id,
        fit: talent::fit::of_action(state, &needs),
    })
}

fn proposal(state: &State) -> ProposalDocument {
    let task = |(id, action): (ActionId, &Action)| Task {
        action: id,
        text: agenda::text_at(state, Place::Action(id, ActionField::What))
            .unwrap_or_default()
            .to_owned(),
        needs: agenda::needs_of(action).0,
        owner: action.owner,
        helpers: action.helpers.iter().copied().collect(),
    };
    let tasks: Vec<Task> = state.agenda.standing().map(task).collect();
    let members = assign::candidates(state);
    let actions = state.setup.iter().flat_map(|setup| {
        assign::propose(&setup.deck, &members, &tasks, u16::from(agenda::cap(state))).proposals
    });
    ProposalDocument {
        actions: actions.collect(),
    }
}

fn action_document(state: &State, id: ActionId) -> Option<ActionDocument> {
    let action = state.agenda.actions.get(&id)?;
    let (needs, needs_by_team) = agenda::needs_of(action);
    let suggested = action.suggested.iter().cloned();
    Some(ActionDocument {
        action: id,
        removed: action.removed,
        needs,
        needs_by_team,
        suggested: suggested
            .take(SUGGESTED_MAX)
            .map(|(card, words)| Suggested { card, words })
            .collect(),
        by_function: action.by_function,
        owner: action.owner,
        helpers: action.helpers.iter().copied().collect(),
    })
}

fn few(state: &State) -> Vec<Seat> {
    if !matches!(state.phase, Phase::Giving | Phase::Conversation) {
        return Vec::new();
    }
    // What its receiver left lying is among them: a number that drops at that moment would tell that
    // somebody did.
    let got = |seat: Seat| {
        let gifts = state.gifts.values();
        gifts
            .filter(|gift| gift.to == seat && !gift.removed)
            .count()
    };
    state
        .present()
        .map(|(seat, _)| seat)
        .filter(|seat| got(*seat) < FEW_GIFTS)
        .collect()
}

fn names_of(state: &State, role: Role) -> Vec<Option<String>> {
    let those = state
        .passes
        .values()
        .filter(|pass| pass.role == role && !pass.withdrawn);
    those.map(|pass| text(state, pass.name)).collect()
}

fn passes(state: &State) -> PassesDocument {
    let line = |(id, pass): (&PassId, &crate::state::Pass)| PassDocument {
        pass: *id,
        role: pass.role,
        name: text(state, pass.name),
        seat: seat_of_leader(state, *id),
    };
    PassesDocument {
        passes: state
            .passes
            .iter()
            .filter(|(_, pass)| !pass.withdrawn)
            .map(line)
            .collect(),
    }
}

fn mentions(state: &State, seat: Seat, listed: &Mentions) -> MentionsDocument {
    let gift_of = |text: TextId| {
        let named = |gift: &Gift| gift.reason == Some(text) || gift.wording == Some(text);
        state
            .gifts
            .iter()
            .find(|(_, gift)| named(gift))
            .map(|(id, _)| *id)
    };
    let mut lines: Vec<Mention> = Vec::new();
    for (place, text) in listed {
        let place = *place;
        let before = agenda::superseded_at(state, *text).is_some();
        // One line for all that stood in a place before.
        if before && lines.iter().any(|line| line.before && line.place == place) {
            continue;
        }
        lines.push(Mention {
            text: *text,
            gift: gift_of(*text),
            place,
            before,
        });
    }
    MentionsDocument { seat, texts: lines }
}
