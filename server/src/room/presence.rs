//! Who is here and what they are doing: the last value only, never in the log. Told at most once a
//! second, only on change, in one encoding for all.

use crate::frame::{Doing, ServerFrame};
use crate::limits::PRESENCE_PACE;
use crate::room::publish::encode;
use game::{PassId, Seat};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::{Notify, watch};
use tokio::time::Instant;
use tokio_tungstenite::tungstenite::Utf8Bytes;

/// The room's end.
#[derive(Debug)]
pub(crate) struct Presence {
    shared: Arc<Shared>,
    told: watch::Sender<Utf8Bytes>,
    told_at: Option<Instant>,
}

#[derive(Debug, Default)]
struct Shared {
    people: Mutex<People>,
    changed: Notify,
}

#[derive(Debug, Default)]
struct People {
    /// Per person what each of their connections does: a second tab is the same person.
    here: BTreeMap<Person, Vec<Doing>>,
    is_dirty: bool,
}

/// Who can be here: a screen is no person, and an observer does nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Person {
    Member(Seat),
    Facilitator(PassId),
}

/// One connection of a person, here as long as this lives.
#[derive(Debug)]
pub(crate) struct Here {
    shared: Arc<Shared>,
    person: Person,
    doing: Doing,
}

impl Presence {
    pub(crate) fn new() -> Presence {
        Presence {
            shared: Arc::default(),
            told: watch::Sender::new(frame(BTreeMap::new())),
            told_at: None,
        }
    }

    /// Somebody is here until the guard is dropped.
    pub(crate) fn enter(&self, person: Person) -> Here {
        self.shared.change(|people| people.add(person, Doing::Here));
        Here {
            shared: self.shared.clone(),
            person,
            doing: Doing::Here,
        }
    }

    /// The frame there is now, and those that follow.
    pub(crate) fn reader(&self) -> watch::Receiver<Utf8Bytes> {
        self.told.subscribe()
    }

    /// Waits until there is something to tell and it is time to. Can be dropped at any moment.
    pub(crate) async fn due(&self) {
        loop {
            let changed = self.shared.changed.notified();
            if self.shared.lock().is_dirty {
                break;
            }
            changed.await;
        }
        if let Some(told_at) = self.told_at {
            tokio::time::sleep_until(told_at + PRESENCE_PACE).await;
        }
    }

    /// Tells everyone who is here now, if that is another answer than the last. Where somebody
    /// writes is told only when all see the werkagenda: until then it would tell what is prepared.
    /// Who is choosing a card is not told: who stops when an entry comes has given it.
    pub(crate) fn tell(&mut self, all_see_the_agenda: bool) {
        let mut now = {
            let mut people = self.shared.lock();
            people.is_dirty = false;
            people.doing()
        };
        for doing in now.values_mut() {
            match doing {
                Doing::Here => {}
                Doing::Writing(_) if all_see_the_agenda => {}
                Doing::Choosing | Doing::Writing(_) => *doing = Doing::Here,
            }
        }
        self.told_at = Some(Instant::now());
        let frame = frame(now);
        self.told.send_if_modified(|told| {
            let is_new = *told != frame;
            *told = frame;
            is_new
        });
    }
}

impl Here {
    /// What this person is doing now.
    pub(crate) fn is_doing(&mut self, doing: Doing) {
        let before = std::mem::replace(&mut self.doing, doing);
        if before != doing {
            self.shared.change(|people| {
                people.remove(self.person, before);
                people.add(self.person, doing);
            });
        }
    }
}

impl Drop for Here {
    fn drop(&mut self) {
        self.shared
            .change(|people| people.remove(self.person, self.doing));
    }
}

impl Shared {
    fn change(&self, change: impl FnOnce(&mut People)) {
        let mut people = self.lock();
        change(&mut people);
        people.is_dirty = true;
        drop(people);
        self.changed.notify_one();
    }

    fn lock(&self) -> MutexGuard<'_, People> {
        self.people.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl People {
    fn add(&mut self, person: Person, doing: Doing) {
        self.here.entry(person).or_default().push(doing);
    }

    fn remove(&mut self, person: Person, doing: Doing) {
        let Some(doings) = self.here.get_mut(&person) else {
            return;
        };
        if let Some(at) = doings.iter().position(|other| *other == doing) {
            doings.remove(at);
        }
        if doings.is_empty() {
            self.here.remove(&person);
        }
    }

    /// Of a person's connections the one that was last said to do something tells.
    fn doing(&self) -> BTreeMap<String, Doing> {
        let busy = |doings: &[Doing]| doings.iter().rfind(|doing| **doing != Doing::Here).copied();
        self.here
            .iter()
            .map(|(person, doings)| (person.to_string(), busy(doings).unwrap_or(Doing::Here)))
            .collect()
    }
}

impl fmt::Display for Person {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Person::Member(seat) => write!(f, "{}", seat.0),
            Person::Facilitator(pass) => write!(f, "f{}", pass.0),
        }
    }
}

fn frame(here: BTreeMap<String, Doing>) -> Utf8Bytes {
    encode(&ServerFrame::Here { here })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn leaving_is_told_and_a_second_tab_is_the_same_person() {
        let mut presence = Presence::new();
        let reader = presence.reader();
        let mut phone = presence.enter(Person::Member(Seat(2)));
        let laptop = presence.enter(Person::Member(Seat(2)));
        presence.due().await;
        presence.tell(false);
        assert_eq!(reader.borrow().as_str(), r#"{"here":{"2":"here"}}"#);
        phone.is_doing(Doing::Writing("2/how".parse().unwrap()));
        drop(laptop);
        presence.due().await;
        presence.tell(true);
        let told = r#"{"here":{"2":{"writing":"2/how"}}}"#;
        assert_eq!(reader.borrow().as_str(), told);
        drop(phone);
        presence.due().await;
        presence.tell(false);
        assert_eq!(reader.borrow().as_str(), r#"{"here":{}}"#);
    }

    #[tokio::test(start_paused = true)]
    async fn who_is_choosing_a_card_is_told_to_nobody() {
        let mut presence = Presence::new();
        let mut reader = presence.reader();
        let mut phone = presence.enter(Person::Member(Seat(2)));
        presence.due().await;
        presence.tell(true);
        assert_eq!(
            reader.borrow_and_update().as_str(),
            r#"{"here":{"2":"here"}}"#
        );
        for doing in [Doing::Choosing, Doing::Here] {
            phone.is_doing(doing);
            presence.due().await;
            presence.tell(true);
            assert!(!reader.has_changed().unwrap(), "{doing:?}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn where_somebody_prepares_is_not_told() {
        let mut presence = Presence::new();
        let reader = presence.reader();
        let mut leader = presence.enter(Person::Facilitator(PassId(1)));
        leader.is_doing(Doing::Writing("2/how".parse().unwrap()));
        presence.due().await;
        presence.tell(false);
        assert_eq!(reader.borrow().as_str(), r#"{"here":{"f1":"here"}}"#);
        leader.is_doing(Doing::Writing("2/what".parse().unwrap()));
        presence.due().await;
        presence.tell(true);
        let told = r#"{"here":{"f1":{"writing":"2/what"}}}"#;
        assert_eq!(reader.borrow().as_str(), told);
    }

    #[tokio::test(start_paused = true)]
    async fn at_most_one_frame_a_second() {
        let mut presence = Presence::new();
        let started = Instant::now();
        let mut here = presence.enter(Person::Member(Seat(1)));
        for turn in 0..10 {
            here.is_doing(if turn % 2 == 0 {
                Doing::Choosing
            } else {
                Doing::Here
            });
            presence.due().await;
            presence.tell(false);
        }
        assert!(started.elapsed() >= PRESENCE_PACE * 9);
    }
}
