//! When to stop looking.

use crate::request::Request;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// How long a request may still be worked on.
#[derive(Clone, Debug, Default)]
pub(crate) struct Clock {
    /// When its time is over.
    pub until: Option<Instant>,
    /// Set by whoever asked and wants no answer any more.
    stop: Option<Arc<AtomicBool>>,
}

impl Clock {
    /// Begins now.
    pub fn of(request: &Request) -> Self {
        Self { until: request.timeout.map(|timeout| Instant::now() + timeout), stop: request.stop.clone() }
    }

    /// The same with so much time left at least: for what is to be shown of what was found in time.
    pub fn with_at_least(&self, left: Duration) -> Self {
        Self { until: self.until.map(|until| until.max(Instant::now() + left)), stop: self.stop.clone() }
    }

    /// Whether time has run out, or nobody waits for the answer any more.
    pub fn has_ended(&self) -> bool {
        self.stop.as_ref().is_some_and(|stop| stop.load(Ordering::Relaxed))
            || self.until.is_some_and(|until| Instant::now() > until)
    }
}
