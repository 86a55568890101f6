//! The two streams: results on standard output, notes and errors on standard error.

use crate::args::{Format, Global, When, pair};
use crate::config::{Origin, Settings};
use crate::links::{self, Links};
use crate::location;
use crate::pager::{Paged, Pager};
use crate::problem::Problem;
use pamphlet_render::{HEAD, Layout, LinkOf, Paint, Table, WRONG, json, safe_line};
use serde::Serialize;
use std::io::{self, BufWriter, IsTerminal, StdoutLock, Write};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// Columns where nothing says how many there are.
const COLUMNS: usize = 100;

/// How and where to write, decided once from the arguments and the environment.
pub struct Output {
    pub format: Format,
    pub color: bool,
    pub quiet: bool,
    pub verbose: bool,
    /// Whether standard error is coloured.
    color_notes: bool,
    links: Option<Box<LinkOf<'static>>>,
    pager: Option<Pager>,
    /// Set when nobody reads the results any more.
    over: Arc<AtomicBool>,
}

impl Output {
    pub fn new(global: &Global, settings: &Settings) -> Self {
        let (terminal, origin) = (io::stdout().is_terminal(), settings.origin_of("color"));
        let pager = match terminal && !is_dumb() {
            true => Pager::of(settings, global.screen.pager.as_deref()),
            false => None,
        };
        let linked = match (global.screen.hyperlink, settings.origin_of("hyperlink")) {
            (_, Origin::Environment(_)) | (When::Auto, _) => {
                links::are_shown() && pager.as_ref().is_none_or(Pager::passes_links)
            }
            (when, _) => when == When::Always,
        };
        let links = linked.then(|| {
            let links = Links::new(&location::for_reading(global));
            Box::new(move |path: &str| links.of(path)) as Box<LinkOf<'static>>
        });
        Self {
            format: global.format,
            color: is_colored(global.screen.color, &origin, terminal),
            quiet: global.quiet,
            verbose: global.verbose,
            color_notes: is_colored(global.screen.color, &origin, io::stderr().is_terminal()),
            links,
            pager,
            over: Arc::default(),
        }
    }

    /// For what is wrong before it is known how to write.
    pub fn plain() -> Self {
        Self {
            format: Format::Human,
            color: false,
            quiet: false,
            verbose: false,
            color_notes: false,
            links: None,
            pager: None,
            over: Arc::default(),
        }
    }

    /// The kind of table that was asked for, if one was.
    pub fn table(&self) -> Option<Table> {
        match self.format {
            Format::Tsv => Some(Table::Tsv),
            Format::Csv => Some(Table::Csv),
            _ => None,
        }
    }

    /// One item in the format that was asked for: a row of a table, a line of JSON, or what a person reads.
    pub fn item<T: Serialize>(
        &self,
        one: &T,
        row: impl FnOnce(Table, &T) -> String,
        person: impl FnOnce(&T) -> String,
    ) -> anyhow::Result<String> {
        Ok(match (self.table(), self.format) {
            (Some(table), _) => row(table, one),
            (None, Format::Json) => json(one)? + "\n",
            _ => person(one),
        })
    }

    /// How results are laid out, with these marks around matches.
    pub fn layout<'o>(&'o self, marks: &'o [String]) -> Layout<'o> {
        Layout {
            width: width(),
            color: self.color,
            screen: io::stdout().is_terminal(),
            marks: pair(marks),
            links: self.links.as_deref(),
        }
    }

    /// Standard output, buffered; finish it before the command ends.
    pub fn results(&self) -> Results {
        Results::Plain(BufWriter::with_capacity(1 << 16, io::stdout().lock()))
    }

    /// The same for what may be long: on a terminal it goes to the pager when it does not fit.
    pub fn paged(&self) -> Results {
        let Some(pager) = &self.pager else { return self.results() };
        let rows = terminal_size::terminal_size().map_or(24, |(_, height)| usize::from(height.0));
        let complain = |line: &str| Output::plain().warning(line);
        Results::Paged(Paged::new(pager.clone(), (screen_width(), rows), Arc::clone(&self.over), complain))
    }

    /// Set by another thread or a signal when nobody reads the results any more.
    pub fn over(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.over)
    }

    /// One line for a person on standard error, unless `--quiet`.
    pub fn note(&self, line: impl AsRef<str>) {
        if !self.quiet {
            self.line(line.as_ref());
        }
    }

    /// One line on standard error even with `--quiet`: something was left out.
    pub fn warning(&self, line: impl AsRef<str>) {
        self.line(line.as_ref());
    }

    /// One error: its chain in one line, and a second with the hint where there is one.
    pub fn problem(&self, error: &anyhow::Error) {
        let chain: Vec<String> = error.chain().map(ToString::to_string).collect();
        self.line(&format!("error: {}", chain.join(": ")));
        if let Some(problem) = error.chain().find_map(|cause| cause.downcast_ref::<Problem>()) {
            self.line(&format!("hint: {}", problem.hint()));
        }
    }

    fn line(&self, line: &str) {
        let line = safe_line(line);
        let paint = Paint::new(self.color_notes);
        let (head, rest) = match line.split_once(": ") {
            Some((head @ ("error" | "warning"), rest)) => (paint.on(WRONG, &format!("{head}:")), rest),
            Some((head @ ("hint" | "note"), rest)) => (paint.on(HEAD, &format!("{head}:")), rest),
            _ => (String::new(), &*line),
        };
        let gap = if head.is_empty() { "" } else { " " };
        // a closed standard error leaves nobody to tell
        let _ = writeln!(io::stderr().lock(), "{head}{gap}{rest}");
    }
}

/// Where results go.
pub enum Results {
    /// To standard output.
    Plain(BufWriter<StdoutLock<'static>>),
    /// To standard output, or the pager.
    Paged(Paged),
}

impl Results {
    /// Hands over all that was written; in a pager it waits until that is quit, so that what is written afterwards does
    /// not get into it.
    ///
    /// # Errors
    /// When it cannot be written; [`io::ErrorKind::BrokenPipe`] when nobody reads it.
    pub fn finish(&mut self) -> io::Result<()> {
        match self {
            Results::Plain(out) => out.flush(),
            Results::Paged(out) => out.finish(),
        }
    }
}

impl Write for Results {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Results::Plain(out) => out.write(bytes),
            Results::Paged(out) => out.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Results::Plain(out) => out.flush(),
            Results::Paged(out) => out.flush(),
        }
    }
}

/// Whether a stream is coloured: by what was typed, what the environment says, or what the files say.
fn is_colored(when: When, origin: &Origin, terminal: bool) -> bool {
    match (origin, when) {
        (Origin::Environment(name), _) => *name == "CLICOLOR_FORCE",
        (_, When::Always) => true,
        (_, When::Never) => false,
        (_, When::Auto) => terminal && !is_dumb(),
    }
}

/// A terminal that understands nothing but text, such as that of an editor.
pub fn is_dumb() -> bool {
    std::env::var_os("TERM").is_none_or(|term| term == "dumb")
}

/// How wide a line may be: as COLUMNS says, else as the terminal is.
fn width() -> usize {
    let given = std::env::var("COLUMNS").ok().and_then(|text| text.trim().parse().ok());
    let width = match given.filter(|&columns: &usize| columns > 0) {
        Some(columns) => columns,
        None if io::stdout().is_terminal() => screen_width(),
        None => COLUMNS,
    };
    width.clamp(20, 400)
}

/// The columns of the terminal.
fn screen_width() -> usize {
    terminal_size::terminal_size().map_or(COLUMNS, |(width, _)| usize::from(width.0).max(1))
}
