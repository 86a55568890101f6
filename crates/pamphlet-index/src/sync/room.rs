//! How much may wait to be written, in bytes: however large the documents are and however many threads read,
//! memory holds no more than that beside the document that each has in hand.
//!
//! Who reads what the writing thread is waiting for never waits here, so that nobody waits for ever.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Duration;

/// A file, and a part of it: what is written first is less.
pub(super) type Turn = (u64, u64);

/// Bytes that may wait: some parts of a large file, of about 1 MiB each, for each of many threads.
const LIMIT: usize = if cfg!(test) { 2_000 } else { 16 << 20 };

/// The room for documents that wait.
#[derive(Debug, Default)]
pub(super) struct Room {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    bytes: usize,
    /// What is being written.
    turn: Turn,
}

impl Room {
    /// Waits until there is room for so many bytes of what has this turn; at once when it is being written now, and
    /// when nothing waits, for a document may be larger than all room.
    pub(super) fn take(&self, bytes: usize, turn: Turn, stop: &AtomicBool) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        while state.bytes > 0
            && state.bytes + bytes > LIMIT
            && turn > state.turn
            && !stop.load(Ordering::Relaxed)
        {
            let wait = self.changed.wait_timeout(state, Duration::from_millis(100));
            state = wait.unwrap_or_else(PoisonError::into_inner).0;
        }
        state.bytes += bytes;
    }

    /// So many bytes are written.
    pub(super) fn give(&self, bytes: usize) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.bytes = state.bytes.saturating_sub(bytes);
        drop(state);
        self.changed.notify_all();
    }

    /// What has this turn is being written now.
    pub(super) fn begin(&self, turn: Turn) {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).turn = turn;
        self.changed.notify_all();
    }
}
