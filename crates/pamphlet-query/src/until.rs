//! When to stop looking: at a moment, or as soon as another thread says so.

use crate::request::Request;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

/// The end of the time that there is for an answer.
#[derive(Clone, Debug, Default)]
pub(crate) struct Until {
    moment: Option<Instant>,
    interrupt: Option<Arc<AtomicBool>>,
}

impl Until {
    /// As the request has it, counted from now.
    pub fn of(request: &Request) -> Self {
        Self {
            moment: request.timeout.map(|timeout| Instant::now() + timeout),
            interrupt: request.interrupt.clone(),
        }
    }

    /// Whether it is over.
    pub fn is_over(&self) -> bool {
        self.interrupt.as_ref().is_some_and(|interrupt| interrupt.load(Ordering::Relaxed))
            || self.moment.is_some_and(|moment| Instant::now() > moment)
    }
}
