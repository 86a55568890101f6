//! The progress of long work on a terminal: rate, time left, and what is being read; silent elsewhere.

use crate::output::Output;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use pamphlet_render::safe_line;
use std::time::Duration;

/// A bar over bytes. It draws on standard error, and only when that is a terminal.
pub struct Progress {
    bar: ProgressBar,
}

impl Progress {
    pub fn new(output: &Output) -> Self {
        let target =
            if output.quiet { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr_with_hz(8) };
        let bar = ProgressBar::with_draw_target(Some(0), target);
        let style = ProgressStyle::with_template(
            "{bar:24} {bytes}/{total_bytes}  {bytes_per_sec}  {eta} left  {wide_msg}",
        );
        if let Ok(style) = style {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(250));
        Self { bar }
    }

    /// `done` of `total` bytes are indexed, `files` of them; `current` is being read.
    pub fn set(&self, done: u64, total: u64, files: u64, current: &str) {
        self.bar.set_length(total);
        self.bar.set_position(done.min(total));
        self.bar.set_message(format!("{files} files  {}", safe_line(current)));
    }

    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
