//! The two streams: results on standard output, notes and errors on standard error.

use crate::args::{Color, Format, Global};
use crate::problem::Problem;
use pamphlet_render::{Table, safe_line};
use std::io::{self, BufWriter, IsTerminal, Write};

/// How and where to write, decided once from the arguments and the environment.
pub struct Output {
    pub format: Format,
    pub color: bool,
    pub quiet: bool,
    pub verbose: bool,
}

impl Output {
    pub fn new(global: &Global) -> Self {
        let color = match global.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => {
                let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
                let forced = std::env::var_os("CLICOLOR_FORCE").is_some_and(|value| value != "0");
                !refused && (forced || io::stdout().is_terminal())
            }
        };
        Self { format: global.format, color, quiet: global.quiet, verbose: global.verbose }
    }

    /// The kind of table that was asked for, if one was.
    pub fn table(&self) -> Option<Table> {
        match self.format {
            Format::Tsv => Some(Table::Tsv),
            Format::Csv => Some(Table::Csv),
            _ => None,
        }
    }

    /// Standard output, buffered; flush it before the command ends.
    pub fn results(&self) -> BufWriter<io::StdoutLock<'static>> {
        BufWriter::with_capacity(1 << 16, io::stdout().lock())
    }

    /// How wide a line may be: the terminal's width, or 100 columns where the output is none.
    pub fn width(&self) -> usize {
        match terminal_size::terminal_size() {
            Some((width, _)) if io::stdout().is_terminal() => usize::from(width.0).clamp(40, 160),
            _ => 100,
        }
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
        // a closed standard error leaves nobody to tell
        let _ = writeln!(io::stderr().lock(), "{}", safe_line(line));
    }
}
