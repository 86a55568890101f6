//! A failed assumption in this program or a library below it: one clear line and exit code 2, not a dump that may
//! hold text of a document. Overflowing the stack and running out of memory end the process and cannot be caught.

use crate::problem::Problem;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook};
use std::sync::{Mutex, PoisonError};

/// Where the last panic was, and what it said.
static LAST: Mutex<Option<String>> = Mutex::new(None);

/// What to do about one.
pub const HINT: &str = "please report it; 'pamphlet verify' tells whether the index is damaged";

/// Runs a command. Panics print nothing, also on threads whose panics are caught further below.
pub fn caught<T>(run: impl FnOnce() -> anyhow::Result<T>) -> anyhow::Result<T> {
    set_hook(Box::new(|info| {
        let place = info.location().map(ToString::to_string).unwrap_or_default();
        let what = info.payload_as_str().unwrap_or("no message");
        *LAST.lock().unwrap_or_else(PoisonError::into_inner) = Some(format!("{what} ({place})"));
    }));
    catch_unwind(AssertUnwindSafe(run)).unwrap_or_else(|_| {
        let last = LAST.lock().unwrap_or_else(PoisonError::into_inner).take().unwrap_or_default();
        Err(Problem::new(format!("this should not have happened: {last}"), HINT).into())
    })
}
