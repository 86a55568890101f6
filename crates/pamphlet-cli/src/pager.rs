//! Long results on a terminal, read page by page in another program.
//!
//! What fits on the screen is written as it is, and no pager is started. None is started either where the output is no
//! terminal. A pager that is quit early ends the writing, which is no error.

use crate::config::{Origin, Settings};
use crate::stop;
use pamphlet_render::screen_rows;
use std::ffi::OsStr;
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// What reads where nothing else was chosen: it ends by itself when all fits, passes colours on, and leaves the text on
/// the screen.
const DEFAULT: [&str; 2] = ["less", "-FRX"];

/// So much is gathered before it is decided whether it fits.
const GATHERED: usize = 1 << 16;

/// The program that pages, and what it is given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pager {
    words: Vec<String>,
    /// Whether somebody chose it: one that cannot be started is then told.
    chosen: bool,
}

impl Pager {
    /// The pager of the arguments, the environment or the user's own file; `None` where none is wanted.
    pub fn of(settings: &Settings, given: Option<&str>) -> Option<Self> {
        let shared = std::env::var("PAGER").ok();
        let line = match settings.origin_of("pager") {
            Origin::Environment("PAGER") => shared.as_deref(),
            _ => given,
        };
        Self::parse(line)
    }

    fn parse(line: Option<&str>) -> Option<Self> {
        let Some(line) = line else {
            return Some(Self { words: DEFAULT.map(str::to_owned).to_vec(), chosen: false });
        };
        // a line that cannot be parted is a name
        let mut words = shlex::split(line).unwrap_or_else(|| vec![line.to_owned()]);
        match words.first().map(String::as_str) {
            None | Some("" | "never" | "cat") => return None,
            Some(_) => {}
        }
        if words.len() == 1 && is_less(&words[0]) {
            words.push(DEFAULT[1].to_owned());
        }
        Some(Self { words, chosen: true })
    }

    /// Whether it passes links (OSC 8) on: less does since its version 566, of others nothing is known.
    pub fn passes_links(&self) -> bool {
        if !self.words.first().is_some_and(|name| is_less(name)) {
            return false;
        }
        let out =
            Command::new(&self.words[0]).arg("--version").stdin(Stdio::null()).stderr(Stdio::null()).output();
        let out = out.map(|out| String::from_utf8_lossy(&out.stdout).into_owned()).unwrap_or_default();
        let version = out.split_whitespace().nth(1).unwrap_or_default();
        let digits: String = version.chars().take_while(char::is_ascii_digit).collect();
        digits.parse::<u32>().is_ok_and(|version| version >= 566)
    }

    fn start(&self) -> io::Result<Child> {
        let mut command = Command::new(&self.words[0]);
        command.args(&self.words[1..]).stdin(Stdio::piped());
        if std::env::var_os("LESSCHARSET").is_none() {
            // what is written is UTF-8, whatever the locale
            command.env("LESSCHARSET", "utf-8");
        }
        command.spawn()
    }
}

fn is_less(name: &str) -> bool {
    Path::new(name).file_stem() == Some(OsStr::new("less"))
}

/// Standard output, in a pager once it is longer than the screen.
pub struct Paged {
    state: State,
    pager: Pager,
    /// Columns and rows.
    screen: (usize, usize),
    /// Set by Ctrl-C while the pager is open, and when it was quit.
    over: Arc<AtomicBool>,
    /// What is to be said when the pager cannot be started.
    complain: fn(&str),
}

enum State {
    /// It may still fit.
    Gathering(Vec<u8>),
    /// In the pager.
    Open(Child, BufWriter<ChildStdin>),
    /// Without one.
    Plain(io::Stdout),
}

impl Paged {
    /// `over` is set when nobody reads any more.
    pub fn new(pager: Pager, screen: (usize, usize), over: Arc<AtomicBool>, complain: fn(&str)) -> Self {
        Self { state: State::Gathering(Vec::new()), pager, screen, over, complain }
    }

    /// Starts the pager, or goes on without.
    fn open(&mut self) -> io::Result<()> {
        let State::Gathering(gathered) = &mut self.state else { return Ok(()) };
        let gathered = std::mem::take(gathered);
        stop::leave_to_pager(&self.over)?;
        self.state = match self.pager.start() {
            Ok(mut child) => match child.stdin.take() {
                Some(stdin) => State::Open(child, BufWriter::new(stdin)),
                None => State::Plain(io::stdout()),
            },
            Err(error) => {
                if self.pager.chosen {
                    (self.complain)(&format!("warning: the pager '{}': {error}", self.pager.words.join(" ")));
                }
                State::Plain(io::stdout())
            }
        };
        self.write_all(&gathered)
    }

    fn is_over(&self) -> bool {
        self.over.load(Ordering::Relaxed)
    }

    /// Hands over what is left, and waits until the pager is quit.
    ///
    /// # Errors
    /// [`ErrorKind::BrokenPipe`] when it was quit before.
    pub fn finish(&mut self) -> io::Result<()> {
        if let State::Gathering(gathered) = &self.state {
            let (columns, rows) = self.screen;
            // the prompt takes a row, too
            if screen_rows(&String::from_utf8_lossy(gathered), columns) < rows {
                let gathered = gathered.clone();
                self.state = State::Plain(io::stdout());
                self.write_all(&gathered)?;
                return self.flush();
            }
            self.open()?;
        }
        match std::mem::replace(&mut self.state, State::Plain(io::stdout())) {
            State::Open(mut child, mut stdin) => {
                let written = stdin.flush();
                // what could not be written is not tried once more
                drop(stdin.into_parts());
                wait(&mut child)?;
                written
            }
            _ => io::stdout().flush(),
        }
    }
}

fn wait(child: &mut Child) -> io::Result<()> {
    loop {
        match child.wait() {
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            result => return result.map(|_| ()),
        }
    }
}

impl Write for Paged {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.is_over() {
            return Err(ErrorKind::BrokenPipe.into());
        }
        match &mut self.state {
            State::Gathering(gathered) => {
                gathered.extend_from_slice(bytes);
                if gathered.len() > GATHERED {
                    self.open()?;
                }
                Ok(bytes.len())
            }
            State::Open(_, stdin) => stdin.write(bytes).inspect_err(|error| {
                if error.kind() == ErrorKind::BrokenPipe {
                    // the search that goes on behind is not wanted any more either
                    self.over.store(true, Ordering::Relaxed);
                }
            }),
            State::Plain(stdout) => stdout.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.state {
            State::Gathering(_) => Ok(()),
            State::Open(_, stdin) => stdin.flush(),
            State::Plain(stdout) => stdout.flush(),
        }
    }
}

impl Drop for Paged {
    /// A command that fails half-way shows what it had, and does not leave the pager alone with the terminal.
    fn drop(&mut self) {
        let _ = self.finish();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_becomes_a_command() {
        let check = |line: Option<&str>, expected: Option<&[&str]>| {
            let words = Pager::parse(line).map(|pager| pager.words);
            let expected =
                expected.map(|words| words.iter().map(|&word| word.to_owned()).collect::<Vec<_>>());
            assert_eq!(words, expected, "{line:?}");
        };
        check(None, Some(&["less", "-FRX"]));
        check(Some("less"), Some(&["less", "-FRX"]));
        check(Some("/usr/bin/less"), Some(&["/usr/bin/less", "-FRX"]));
        check(Some("less -S"), Some(&["less", "-S"]));
        check(Some("sh -c 'cat > out'"), Some(&["sh", "-c", "cat > out"]));
        check(Some("'unfinished"), Some(&["'unfinished"]));
        check(Some("bat"), Some(&["bat"]));
        for none in ["", "never", "cat", "  "] {
            check(Some(none), None);
        }
    }
}
