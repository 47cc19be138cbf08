//! The changes of one room: a bounded ring that every connection reads from its own cursor, and
//! one wake-up for all. Live is catching up over a short distance; a slow reader costs nobody
//! anything, and who has fallen off the ring needs a fresh welcome.

use crate::frame::Close;
use crate::limits::{READ_ENTRIES, RING_BYTES, RING_ENTRIES};
use crate::room::publish::Published;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::watch;

/// What wakes a connection: the last number, or that the room ends.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Signal {
    /// Of the last entry.
    pub(crate) seq: u64,
    /// The room is over, and why.
    pub(crate) end: Option<Close>,
}

/// The room's end of the feed. When it is dropped, however that came, every reader wakes.
#[derive(Debug)]
pub(crate) struct Feed {
    ring: Arc<Mutex<Ring>>,
    signal: watch::Sender<Signal>,
}

/// A connection's end of the feed.
#[derive(Debug)]
pub(crate) struct Reader {
    ring: Arc<Mutex<Ring>>,
    signal: watch::Receiver<Signal>,
}

/// What there is to read after a cursor.
#[derive(Debug)]
pub(crate) enum After {
    /// Changes in order, the first of them just after the cursor; none when there is nothing new.
    Changes(Vec<Arc<Published>>),
    /// The cursor is not in the ring.
    Behind,
}

#[derive(Debug, Default)]
struct Ring {
    /// The number before that of the first change held.
    floor: u64,
    changes: VecDeque<Arc<Published>>,
    bytes: usize,
}

impl Feed {
    /// A feed that goes on after this entry.
    pub(crate) fn after(seq: u64) -> Feed {
        let ring = Ring {
            floor: seq,
            ..Ring::default()
        };
        let signal = Signal { seq, end: None };
        Feed {
            ring: Arc::new(Mutex::new(ring)),
            signal: watch::Sender::new(signal),
        }
    }

    /// Adds a change without waking anyone, so that answers can be laid beside it first.
    pub(crate) fn push(&self, change: Published) {
        lock(&self.ring).push(change);
    }

    /// Wakes every connection.
    pub(crate) fn wake(&self) {
        let seq = lock(&self.ring).last();
        self.signal.send_modify(|signal| signal.seq = seq);
    }

    /// Ends every connection.
    pub(crate) fn end(&self, why: Close) {
        self.signal.send_modify(|signal| signal.end = Some(why));
    }

    /// For a new connection.
    pub(crate) fn reader(&self) -> Reader {
        Reader {
            ring: self.ring.clone(),
            signal: self.signal.subscribe(),
        }
    }

    /// Whether a client that has this number can go on from there.
    pub(crate) fn holds_after(&self, seq: u64) -> bool {
        lock(&self.ring).holds_after(seq)
    }
}

impl Reader {
    /// Declares interest: what is published after this line wakes [`Reader::changed`]. Only then
    /// is read, or what falls between would be missed.
    pub(crate) fn seen(&mut self) -> Signal {
        *self.signal.borrow_and_update()
    }

    /// Waits for what [`Reader::seen`] has not seen. `false`: the room's task is gone.
    pub(crate) async fn changed(&mut self) -> bool {
        self.signal.changed().await.is_ok()
    }

    /// What there is after the cursor, at most so many changes.
    pub(crate) fn after(&self, cursor: u64) -> After {
        let ring = lock(&self.ring);
        if !ring.holds_after(cursor) {
            return After::Behind;
        }
        let skip = usize::try_from(cursor - ring.floor).unwrap_or(usize::MAX);
        let changes = ring.changes.iter().skip(skip).take(READ_ENTRIES);
        After::Changes(changes.cloned().collect())
    }
}

impl Ring {
    fn push(&mut self, change: Published) {
        if change.wipes {
            // What was wiped stands in earlier changes: who has not read them gets a welcome.
            self.changes.clear();
            self.bytes = 0;
            self.floor = change.seq - 1;
        }
        self.bytes += change.bytes();
        self.changes.push_back(Arc::new(change));
        while self.changes.len() > RING_ENTRIES
            || (self.bytes > RING_BYTES && self.changes.len() > 1)
        {
            let Some(oldest) = self.changes.pop_front() else {
                break;
            };
            self.bytes -= oldest.bytes();
            self.floor = oldest.seq;
        }
    }

    fn last(&self) -> u64 {
        self.changes.back().map_or(self.floor, |change| change.seq)
    }

    fn holds_after(&self, seq: u64) -> bool {
        (self.floor..=self.last()).contains(&seq)
    }
}

/// A panic elsewhere leaves the ring as it was between two changes.
fn lock(ring: &Mutex<Ring>) -> MutexGuard<'_, Ring> {
    ring.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(seq: u64, wipes: bool) -> Published {
        Published {
            seq,
            everyone: format!("{{\"seq\":{seq}}}").into(),
            named: Default::default(),
            ended: Vec::new(),
            wipes,
        }
    }

    fn read(reader: &Reader, cursor: u64) -> Option<Vec<u64>> {
        match reader.after(cursor) {
            After::Changes(changes) => Some(changes.iter().map(|change| change.seq).collect()),
            After::Behind => None,
        }
    }

    #[test]
    fn a_cursor_reads_on_from_where_it_is() {
        let feed = Feed::after(10);
        let reader = feed.reader();
        assert_eq!(read(&reader, 10), Some(vec![]));
        for seq in 11..=13 {
            feed.push(change(seq, false));
        }
        assert_eq!(read(&reader, 10), Some(vec![11, 12, 13]));
        assert_eq!(read(&reader, 12), Some(vec![13]));
        assert_eq!(read(&reader, 13), Some(vec![]));
        assert_eq!(read(&reader, 9), None, "before the ring");
        assert_eq!(read(&reader, 14), None, "another log");
    }

    #[test]
    fn who_is_too_slow_falls_off() {
        let feed = Feed::after(0);
        let reader = feed.reader();
        let last = RING_ENTRIES as u64 + 5;
        for seq in 1..=last {
            feed.push(change(seq, false));
        }
        assert_eq!(read(&reader, 4), None);
        assert_eq!(read(&reader, 5).map(|seqs| seqs[0]), Some(6));
        assert_eq!(
            read(&reader, 5).map(|seqs| seqs.len()),
            Some(READ_ENTRIES),
            "a long distance is walked in steps"
        );
    }

    #[test]
    fn the_ring_is_bounded_in_bytes_but_holds_the_last_change() {
        let feed = Feed::after(0);
        let reader = feed.reader();
        for seq in 1..=3 {
            let mut large = change(seq, false);
            large.everyone = "x".repeat(RING_BYTES).into();
            feed.push(large);
        }
        assert_eq!(read(&reader, 1), None);
        assert_eq!(read(&reader, 2), Some(vec![3]));
    }

    #[test]
    fn a_wipe_takes_earlier_changes_out_of_the_ring() {
        let feed = Feed::after(0);
        let reader = feed.reader();
        feed.push(change(1, false));
        feed.push(change(2, true));
        assert_eq!(read(&reader, 0), None);
        assert_eq!(read(&reader, 1), Some(vec![2]));
    }

    #[tokio::test]
    async fn what_is_published_after_seen_wakes() {
        let feed = Feed::after(0);
        let mut reader = feed.reader();
        reader.seen();
        feed.push(change(1, false));
        feed.wake();
        assert!(reader.changed().await);
        assert_eq!(reader.seen().seq, 1);
        drop(feed);
        assert!(!reader.changed().await, "a room that is gone wakes too");
    }
}
