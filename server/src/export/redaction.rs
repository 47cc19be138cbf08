//! What of a session's entries others may have: what all may see by now.

use super::prepared::{self, Prepared};
use crate::budget::{Budget, Spent};
use game::{Answer, Entry, Event, GiftId, Hindsight, Seen, Source, State, TextId, TokenHash, Who};
use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;

/// The same entries without what not all may see by now: gifts that were left lying, taken back,
/// removed or never shown, with their texts; hands; who laid which card open; what was prepared of a
/// werkagenda that nobody was shown, or written there and changed before it was shown; who asked,
/// from which device; tokens. Every entry is there, some with nothing in it. Folded, they give the
/// documents all see who look back, after every entry, but for gifts of who is forgotten.
pub fn redacted(entries: &[Entry]) -> Vec<Entry> {
    let Ok(told) = redact_all(entries, || Ok::<_, Infallible>(()));
    told
}

/// The same for entries of others, in the time there is.
pub(crate) fn redacted_within(entries: &[Entry], budget: &Budget) -> Result<Vec<Entry>, Spent> {
    redact_all(entries, || budget.check())
}

/// Goes on from entry to entry while `go_on` says so.
fn redact_all<E>(
    entries: &[Entry],
    mut go_on: impl FnMut() -> Result<(), E>,
) -> Result<Vec<Entry>, E> {
    let mut now = State::default();
    let mut prepared = Prepared::default();
    for entry in entries {
        go_on()?;
        now.absorb(entry);
        prepared.look(&now, entry);
    }
    let told = now.gifts().iter();
    let told = told.filter(|(_, gift)| gift.shown && gift.counts());
    let telling = Telling {
        prepared,
        told: told.map(|(id, _)| *id).collect(),
    };
    // Once with what is known by now, as who looks back sees it; and once as who looks back on what is
    // told.
    let hindsight = Hindsight::of(&now);
    let settled = hindsight.settled;
    let mut real = State::with_hindsight(hindsight);
    let mut redacted = State::with_hindsight(Hindsight {
        settled,
        ..Hindsight::default()
    });
    let mut told = Told::default();
    let redact = |entry| {
        go_on()?;
        Ok(redact(&telling, &mut real, &mut redacted, &mut told, entry))
    };
    entries.iter().map(redact).collect()
}

/// Goes one entry further in a session twice at once: as it was (`real`), and as it is told.
fn redact(
    telling: &Telling,
    real: &mut State,
    redacted: &mut State,
    told: &mut Told,
    entry: &Entry,
) -> Entry {
    real.absorb_around(
        entry,
        |before, _| before.is_agenda_shown(),
        |after, event, shown| telling.tell(shown, event, after, redacted, told),
    );
    let mut left = by_nobody(entry.seq, entry.at, std::mem::take(&mut told.events));
    redacted.absorb(&left);
    // How the cards lie does not follow from what is told. The agenda moves none.
    let moves_cards = !entry.events.iter().all(prepared::is_of_agenda);
    let seen = moves_cards.then(|| Seen::of(real).beyond(&Seen::of(redacted)));
    if let Some(seen) = seen.flatten() {
        let mut lies = by_nobody(entry.seq, entry.at, vec![Event::Seen(seen)]);
        redacted.absorb(&lies);
        left.events.append(&mut lies.events);
    }
    let brought = entry.texts.iter();
    let brought = brought.filter(|text| told.texts.contains(&text.id));
    left.texts = brought.cloned().collect();
    left
}

/// An entry that does not say who asked.
fn by_nobody(seq: u64, at: u64, events: Vec<Event>) -> Entry {
    Entry {
        seq,
        at,
        who: Who::Door,
        device: 0,
        n: 0,
        events,
        texts: Vec::new(),
    }
}

/// What is told of an entry: nothing, unless a rule below says so.
#[derive(Default)]
struct Told {
    /// In this entry.
    events: Vec<Event>,
    /// Of which is told, in this entry and those before it.
    texts: BTreeSet<TextId>,
    /// What receivers last did with gifts nobody else saw yet: a thought again is theirs alone.
    unseen: BTreeMap<GiftId, Vec<Event>>,
}

impl Told {
    /// An event with all it brings.
    fn with_texts(&mut self, event: Event) {
        self.texts
            .extend(event.texts().iter().map(|text| text.text));
        self.events.push(event);
    }

    /// What a receiver does with a gift that nobody else saw yet: what stands is kept.
    fn keep_unseen(&mut self, gift: GiftId, event: &Event) {
        let kept = self.unseen.entry(gift).or_default();
        let answer = |event: &Event| match event {
            Event::Answered { answer, .. } => Some(*answer),
            _ => None,
        };
        let lies = answer(event) == Some(Answer::LetLie);
        // What is left lying is not picked any more.
        kept.retain(|other| !lies && answer(other).is_some() != answer(event).is_some());
        kept.push(event.clone());
    }

    /// Tells what is kept of gifts that all see now, as far as it changes what is told of them.
    fn tell_unseen(&mut self, after: &State, redacted: &State) {
        let Told { events, unseen, .. } = self;
        let changes = |event: &Event| match event {
            Event::Answered { gift, answer } => {
                let told = redacted.gifts().get(gift);
                told.is_some_and(|told| told.answer != Some(*answer))
            }
            Event::Picked { gift, picked } => {
                let told = redacted.gifts().get(gift);
                told.is_some_and(|told| told.picked != *picked)
            }
            _ => false,
        };
        unseen.retain(|gift, kept| {
            let is_seen = after.has_shown(*gift);
            if is_seen {
                events.extend(kept.drain(..).filter(changes));
            }
            !is_seen
        });
    }
}

/// What is told of a session.
struct Telling {
    prepared: Prepared,
    told: BTreeSet<GiftId>,
}

impl Telling {
    /// Tells what the rule for this kind of event says; `shown`: all saw the werkagenda before it;
    /// `redacted`: as it is told up to this entry.
    fn tell(&self, shown: bool, event: &Event, after: &State, redacted: &State, told: &mut Told) {
        told.tell_unseen(after, redacted);
        match rule(event) {
            Rule::Nothing => {}
            Rule::AsItIs => told.with_texts(event.clone()),
            Rule::WithoutSecrets => told.with_texts(without_secrets(event)),
            Rule::OfToldTexts => told.events.push(of_told_texts(event, &told.texts)),
            Rule::IfToldOf(gift) => {
                if self.told.contains(&gift) {
                    told.with_texts(self.of_told_gift(event));
                }
            }
            Rule::OnceSeenOf(gift) => {
                if self.told.contains(&gift) && after.has_shown(gift) {
                    told.with_texts(event.clone());
                } else if self.told.contains(&gift) {
                    told.keep_unseen(gift, event);
                }
            }
            Rule::Written => {
                if let Some((event, texts)) = self.prepared.written(event, shown) {
                    told.texts.extend(texts);
                    told.events.push(event);
                }
            }
            Rule::IfShown => {
                if shown {
                    told.with_texts(event.clone());
                }
            }
        }
        if !shown && after.is_agenda_shown() {
            told.events.extend(prepared::chosen(after));
        }
    }

    /// A card that goes on from one that is not told came from somewhere.
    fn of_told_gift(&self, event: &Event) -> Event {
        match event {
            Event::Given {
                gift,
                card,
                from,
                to,
                reason,
                source,
            } => Event::Given {
                gift: *gift,
                card: card.clone(),
                from: *from,
                to: *to,
                reason: *reason,
                source: match source {
                    Source::Also(other) if !self.told.contains(other) => Source::Stack,
                    known => *known,
                },
            },
            other => other.clone(),
        }
    }
}

/// What is told of a kind of event.
enum Rule {
    Nothing,
    /// Everyone sees it when it happens.
    AsItIs,
    WithoutSecrets,
    /// What went, of the texts of which is told: numbers of others would tell that they were there.
    OfToldTexts,
    /// As that gift is told or not.
    IfToldOf(GiftId),
    /// As that gift is told or not; what its receiver did before others saw it, as it stood then.
    OnceSeenOf(GiftId),
    /// What is written in the werkagenda: as far as all came to see it.
    Written,
    /// What is chosen in the werkagenda; before, it is told as it stands when all come to see it.
    IfShown,
}

/// The rule for each kind of event, by each of its fields: a new kind or field is told to nobody until
/// it has a rule here.
fn rule(event: &Event) -> Rule {
    match event {
        Event::PhaseMoved { to: _ }
        | Event::Withdrawn { pass: _ }
        | Event::ReadySet { seat: _, ready: _ }
        | Event::TurnStarted { seat: _ }
        | Event::Left { seat: _ }
        | Event::Returned { seat: _ }
        | Event::LockSet { locked: _ }
        | Event::Described {
            seat: _,
            name: _,
            function: _,
            sector: _,
        }
        | Event::Seen(Seen {
            table: _,
            stack: _,
            flow: _,
        }) => Rule::AsItIs,
        Event::Wiped { texts: _ }
        | Event::Forgotten {
            seat: _,
            texts: _,
            mentions: _,
        } => Rule::OfToldTexts,
        // What of these is told is said field by field.
        Event::Opened { .. }
        | Event::Admitted { .. }
        | Event::Joined { .. }
        | Event::Dealt { .. } => Rule::WithoutSecrets,
        // Who laid which card open never is: only how the cards lie.
        Event::LaidOpen { seat: _, card: _ }
        | Event::PickedUp { seat: _, card: _ }
        | Event::TakenBack { gift: _ } => Rule::Nothing,
        Event::Picked { gift, picked: _ } | Event::Answered { gift, answer: _ } => {
            Rule::OnceSeenOf(*gift)
        }
        Event::Given { gift, .. }
        | Event::Seconded {
            gift,
            seat: _,
            on: _,
        }
        | Event::Reworded {
            gift,
            by: _,
            wording: _,
        } => Rule::IfToldOf(*gift),
        Event::Wrote { .. }
        | Event::Offered { .. }
        | Event::Settled { .. }
        | Event::ActionAdded { .. } => Rule::Written,
        Event::ActionRemoved {
            action: _,
            removed: _,
        }
        | Event::NeedsSet {
            action: _,
            cards: _,
        }
        | Event::FunctionSet { action: _, seat: _ }
        | Event::Assigned {
            action: _,
            seat: _,
            part: _,
        }
        | Event::CapSet { cap: _ } => Rule::IfShown,
    }
}

fn of_told_texts(event: &Event, told: &BTreeSet<TextId>) -> Event {
    let of_told = |texts: &[TextId]| {
        let texts = texts.iter().filter(|text| told.contains(text));
        texts.copied().collect()
    };
    match event {
        Event::Wiped { texts } => Event::Wiped {
            texts: of_told(texts),
        },
        Event::Forgotten {
            seat,
            texts,
            mentions,
        } => Event::Forgotten {
            seat: *seat,
            texts: of_told(texts),
            mentions: of_told(mentions),
        },
        other => other.clone(),
    }
}

/// An event without tokens, hands, and where it was played: the export has its code elsewhere.
fn without_secrets(event: &Event) -> Event {
    let nobodys = || TokenHash("".into());
    match event {
        Event::Opened {
            hash: _,
            title,
            team,
            form,
            hand,
            retention_days,
            deck,
            reasons_in_exports,
            imported: _,
        } => Event::Opened {
            hash: nobodys(),
            title: *title,
            team: *team,
            form: *form,
            hand: *hand,
            retention_days: *retention_days,
            deck: deck.clone(),
            reasons_in_exports: *reasons_in_exports,
            imported: None,
        },
        Event::Admitted {
            pass,
            hash: _,
            role,
            name,
        } => Event::Admitted {
            pass: *pass,
            hash: nobodys(),
            role: *role,
            name: *name,
        },
        Event::Joined {
            seat,
            hash,
            name,
            function,
            sector,
            proxy,
            leader,
        } => Event::Joined {
            seat: *seat,
            hash: hash.as_ref().map(|_| nobodys()),
            name: *name,
            function: *function,
            sector: *sector,
            proxy: *proxy,
            leader: *leader,
        },
        Event::Dealt { size, hands } => Event::Dealt {
            size: *size,
            hands: hands.iter().map(|(seat, _)| (*seat, Vec::new())).collect(),
        },
        other => other.clone(),
    }
}
