//! The progress of long work on a terminal: rate, time left, and what is being read; silent elsewhere.
//!
//! Work that is done at once shows nothing. What was drawn is gone when the work ends, however it does.

use crate::output::{Output, is_dumb};
use indicatif::{HumanBytes, ProgressBar, ProgressDrawTarget, ProgressStyle, TermLike};
use pamphlet_render::{safe_line, shortened};
use std::cell::RefCell;
use std::io::{self, IsTerminal, Write};
use std::time::{Duration, Instant};

/// Work that takes less shows nothing.
const SHORT: Duration = Duration::from_millis(400);

/// What stands before the words: a bar where the end is known, else a sign that moves.
const BAR: &str = "{bar:20} {msg}";
const SEARCHING: &str = "{spinner} {msg}";
/// Work of which nothing is known but that it goes on.
const WAITING: &str = "{spinner} {elapsed}  {msg}";

/// Columns of a bar and the blank behind it.
const BEFORE: usize = 21;
/// Columns that stay free: a terminal writes `^C` there, and would go on in the next line.
const AFTER: u16 = 6;

/// A bar over bytes. It draws on standard error, and only when that is a terminal.
pub struct Progress {
    /// Whether there is a terminal, and somebody who wants to see it.
    shown: bool,
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
        let shown = !output.quiet && !is_dumb() && io::stderr().is_terminal();
        Self { shown, started: Instant::now(), bar: RefCell::new(None) }
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
            let words = words((done, total), known, self.started.elapsed());
            let noun = if files == 1 { "file" } else { "files" };
            let line = format!("{words}  {files} {noun}  {}", safe_line(current));
            bar.set_message(shortened(&line, usize::from(Screen.width()).saturating_sub(BEFORE)));
        });
    }

    fn draw(&self, template: &'static str, draw: impl FnOnce(&ProgressBar)) {
        if !self.shown || self.started.elapsed() < SHORT {
            return;
        }
        let mut bar = self.bar.borrow_mut();
        let drawn = bar.get_or_insert_with(|| {
            let bar = ProgressBar::with_draw_target(
                Some(0),
                ProgressDrawTarget::term_like_with_hz(Box::new(Screen), 8),
            );
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

/// How far it is, how fast, and how long it will take at that rate: that of the whole work so far.
fn words((done, total): (u64, u64), known: bool, elapsed: Duration) -> String {
    let rate = done as f64 / elapsed.as_secs_f64().max(1e-3);
    let so_far = if known { "" } else { " found" };
    let mut out =
        format!("{}/{}{so_far}  {}/s", HumanBytes(done), HumanBytes(total), HumanBytes(rate as u64));
    if known && rate >= 1.0 {
        let left = Duration::try_from_secs_f64((total.saturating_sub(done)) as f64 / rate);
        out.push_str(&format!("  {} left", clock(left.unwrap_or(Duration::MAX).as_secs())));
    }
    out
}

/// Seconds as `12s`, `3m05s`, `2h40m`.
fn clock(seconds: u64) -> String {
    match (seconds / 3600, seconds / 60 % 60, seconds % 60) {
        (0, 0, seconds) => format!("{seconds}s"),
        (0, minutes, seconds) => format!("{minutes}m{seconds:02}s"),
        (hours, minutes, _) => format!("{hours}h{minutes:02}m"),
    }
}

/// Standard error as a terminal that is a little narrower than it is: the library that draws fills its line to the end.
#[derive(Debug)]
struct Screen;

impl TermLike for Screen {
    fn width(&self) -> u16 {
        let size = terminal_size::terminal_size_of(std::io::stderr());
        size.map_or(80, |(width, _)| width.0).saturating_sub(AFTER).max(1)
    }

    fn move_cursor_up(&self, n: usize) -> io::Result<()> {
        moved(n, 'A')
    }

    fn move_cursor_down(&self, n: usize) -> io::Result<()> {
        moved(n, 'B')
    }

    fn move_cursor_right(&self, n: usize) -> io::Result<()> {
        moved(n, 'C')
    }

    fn move_cursor_left(&self, n: usize) -> io::Result<()> {
        moved(n, 'D')
    }

    fn write_line(&self, line: &str) -> io::Result<()> {
        self.write_str(&format!("{line}\n"))
    }

    fn write_str(&self, text: &str) -> io::Result<()> {
        io::stderr().write_all(text.as_bytes())
    }

    fn clear_line(&self) -> io::Result<()> {
        self.write_str("\r\u{1b}[2K")
    }

    fn flush(&self) -> io::Result<()> {
        io::stderr().flush()
    }
}

fn moved(n: usize, where_to: char) -> io::Result<()> {
    if n > 0 { Screen.write_str(&format!("\u{1b}[{n}{where_to}")) } else { Ok(()) }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.finish();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rate_and_time_left() {
        let check = |at: (u64, u64), known: bool, millis: u64, expected: &str| {
            assert_eq!(words(at, known, Duration::from_millis(millis)), expected);
        };
        let mib = 1 << 20;
        check((mib, 4 * mib), true, 500, "1.00 MiB/4.00 MiB  2.00 MiB/s  1s left");
        check((mib, 400 * mib), true, 1_000, "1.00 MiB/400.00 MiB  1.00 MiB/s  6m39s left");
        check((mib, 40_000 * mib), true, 1_000, "1.00 MiB/39.06 GiB  1.00 MiB/s  11h06m left");
        check((mib, 2 * mib), false, 1_000, "1.00 MiB/2.00 MiB found  1.00 MiB/s");
        check((0, mib), true, 1_000, "0 B/1.00 MiB  0 B/s");
        check((1, u64::MAX), true, 1_000, "1 B/16.00 EiB  1 B/s  5124095576030431h00m left");
    }
}
