//! The progress of long work on a terminal: rate, time left, and what is being read; silent elsewhere.
//!
//! Work that is done at once shows nothing. What was drawn is gone when the work ends, however it does.

use crate::output::Output;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use pamphlet_render::safe_line;
use std::cell::RefCell;
use std::time::{Duration, Instant};

/// Work that takes less shows nothing.
const SHORT: Duration = Duration::from_millis(400);

/// How many bytes of how many are done.
const BAR: &str = "{bar:24} {bytes}/{total_bytes}  {bytes_per_sec}  {eta} left  {wide_msg}";
/// The same while it is not known yet how many there are.
const SEARCHING: &str = "{spinner} {bytes} of {total_bytes} so far  {bytes_per_sec}  {wide_msg}";
/// Work of which nothing is known but that it goes on.
const WAITING: &str = "{spinner} {elapsed}  {wide_msg}";

/// A bar over bytes. It draws on standard error, and only when that is a terminal.
pub struct Progress {
    quiet: bool,
    started: Instant,
    bar: RefCell<Option<Drawn>>,
}

/// A bar with the template that it has now.
struct Drawn {
    bar: ProgressBar,
    template: &'static str,
}

impl Progress {
    pub fn new(output: &Output) -> Self {
        Self { quiet: output.quiet, started: Instant::now(), bar: RefCell::new(None) }
    }

    /// Work whose length is not known: what is done is shown until the end.
    pub fn waiting(output: &Output, what: &str) -> Self {
        let mut progress = Self::new(output);
        progress.started = Instant::now().checked_sub(SHORT).unwrap_or(progress.started);
        progress.draw(WAITING, |bar| bar.set_message(what.to_owned()));
        progress
    }

    /// `done` of `total` bytes are indexed, `files` of them; `current` is being read. `known`: there will be no more than
    /// `total`.
    pub fn set(&self, (done, total): (u64, u64), known: bool, files: u64, current: &str) {
        self.draw(if known { BAR } else { SEARCHING }, |bar| {
            bar.set_length(total);
            bar.set_position(done.min(total));
            let noun = if files == 1 { "file" } else { "files" };
            bar.set_message(format!("{files} {noun}  {}", safe_line(current)));
        });
    }

    fn draw(&self, template: &'static str, draw: impl FnOnce(&ProgressBar)) {
        if self.quiet || self.started.elapsed() < SHORT {
            return;
        }
        let mut bar = self.bar.borrow_mut();
        let drawn = bar.get_or_insert_with(|| {
            let bar = ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::stderr_with_hz(8));
            // the rate is that of the whole work, not of what came after the first moment
            let bar = bar.with_elapsed(self.started.elapsed());
            bar.enable_steady_tick(Duration::from_millis(250));
            Drawn { bar, template: "" }
        });
        if drawn.template != template
            && let Ok(style) = ProgressStyle::with_template(template)
        {
            drawn.bar.set_style(style);
            drawn.template = template;
        }
        draw(&drawn.bar);
    }

    pub fn finish(&self) {
        if let Some(drawn) = self.bar.borrow_mut().take() {
            drawn.bar.finish_and_clear();
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.finish();
    }
}
