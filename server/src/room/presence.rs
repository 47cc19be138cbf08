//! Who is here and who is choosing: the last value only, never in the log. Told at most once a
//! second, only on change, in one encoding for all.

use crate::frame::{Doing, ServerFrame};
use crate::limits::PRESENCE_PACE;
use crate::room::publish::encode;
use game::Seat;
use std::collections::BTreeMap;
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
    /// Per seat how many connections do what: a second tab is the same person.
    here: BTreeMap<Seat, [u32; 2]>,
    is_dirty: bool,
}

/// One connection of a member, here as long as this lives.
#[derive(Debug)]
pub(crate) struct Here {
    shared: Arc<Shared>,
    seat: Seat,
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
    pub(crate) fn enter(&self, seat: Seat) -> Here {
        self.shared.change(|people| people.add(seat, Doing::Here));
        Here {
            shared: self.shared.clone(),
            seat,
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

    /// Tells everyone who is here now, if that is another answer than the last.
    pub(crate) fn tell(&mut self) {
        let now = {
            let mut people = self.shared.lock();
            people.is_dirty = false;
            people.doing()
        };
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
    /// What this member is doing now.
    pub(crate) fn is_doing(&mut self, doing: Doing) {
        let before = std::mem::replace(&mut self.doing, doing);
        if before != doing {
            self.shared.change(|people| {
                people.remove(self.seat, before);
                people.add(self.seat, doing);
            });
        }
    }
}

impl Drop for Here {
    fn drop(&mut self) {
        self.shared
            .change(|people| people.remove(self.seat, self.doing));
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
    fn add(&mut self, seat: Seat, doing: Doing) {
        self.here.entry(seat).or_default()[doing as usize] += 1;
    }

    fn remove(&mut self, seat: Seat, doing: Doing) {
        if let Some(counts) = self.here.get_mut(&seat) {
            counts[doing as usize] = counts[doing as usize].saturating_sub(1);
            if *counts == [0, 0] {
                self.here.remove(&seat);
            }
        }
    }

    fn doing(&self) -> BTreeMap<u16, Doing> {
        let of = |counts: &[u32; 2]| match counts[Doing::Choosing as usize] {
            0 => Doing::Here,
            _ => Doing::Choosing,
        };
        self.here
            .iter()
            .map(|(seat, counts)| (seat.0, of(counts)))
            .collect()
    }
}

fn frame(here: BTreeMap<u16, Doing>) -> Utf8Bytes {
    encode(&ServerFrame::Here { here })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn leaving_is_told_and_a_second_tab_is_the_same_person() {
        let mut presence = Presence::new();
        let reader = presence.reader();
        let mut phone = presence.enter(Seat(2));
        let laptop = presence.enter(Seat(2));
        presence.due().await;
        presence.tell();
        assert_eq!(reader.borrow().as_str(), r#"{"here":{"2":"here"}}"#);
        phone.is_doing(Doing::Choosing);
        drop(laptop);
        presence.due().await;
        presence.tell();
        assert_eq!(reader.borrow().as_str(), r#"{"here":{"2":"choosing"}}"#);
        drop(phone);
        presence.due().await;
        presence.tell();
        assert_eq!(reader.borrow().as_str(), r#"{"here":{}}"#);
    }

    #[tokio::test(start_paused = true)]
    async fn at_most_one_frame_a_second() {
        let mut presence = Presence::new();
        let started = Instant::now();
        let mut here = presence.enter(Seat(1));
        for turn in 0..10 {
            here.is_doing(if turn % 2 == 0 {
                Doing::Choosing
            } else {
                Doing::Here
            });
            presence.due().await;
            presence.tell();
        }
        assert!(started.elapsed() >= PRESENCE_PACE * 9);
    }
}
