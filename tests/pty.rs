//! The binary on a pseudo-terminal: what is sent to it, what a person would see, and keys typed into it.

use crate::Place;
use std::ffi::OsStr;
use std::fs::File;
use std::io::{ErrorKind, Read, Write};
use std::num::NonZeroU16;
use std::os::fd::OwnedFd;
use std::process::Child;
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// A test that waits longer has failed.
const LONGEST: Duration = Duration::from_secs(60);

/// A terminal with a program in it.
pub(crate) struct Terminal {
    child: Child,
    keys: File,
    seen: Arc<Mutex<Seen>>,
    reader: Option<JoinHandle<()>>,
}

/// What came, and what a screen shows of it.
struct Seen {
    raw: Vec<u8>,
    parser: vt100::Parser,
}

/// How a program on a terminal ended, and what it left there.
pub(crate) struct Shown {
    /// The exit code; -1 for a signal.
    pub(crate) code: i32,
    /// All that was sent to the terminal.
    pub(crate) raw: String,
    /// What is to be seen at the end, without blanks at the ends of lines.
    pub(crate) screen: String,
}

impl Terminal {
    /// Starts the binary in a place, on a terminal of so many columns and rows. The environment is that of an ordinary
    /// terminal, and what is given.
    pub(crate) fn start(place: &Place, size: (u16, u16), env: &[(&str, &str)], args: &[&str]) -> Self {
        Self::start_program(place.command().get_program(), place, size, env, args)
    }

    /// The same with another program.
    pub(crate) fn start_program(
        program: &OsStr,
        place: &Place,
        size: (u16, u16),
        env: &[(&str, &str)],
        args: &[&str],
    ) -> Self {
        let (pty, pts) = pty_process::blocking::open().expect("a pseudo-terminal");
        pty.resize(pty_process::Size::new(size.1, size.0)).expect("a size");
        let mut command = pty_process::blocking::Command::new(program);
        // not what happens to be set where the tests run
        command = command.env_clear().current_dir(place.path());
        for name in ["PATH", "HOME"] {
            if let Some(value) = std::env::var_os(name) {
                command = command.env(name, value);
            }
        }
        let config = place.path().join("no-config");
        command =
            command.env("TERM", "xterm-256color").env("PAMPHLET_CONFIG", config).env("LC_ALL", "C.UTF-8");
        command = command.envs(env.iter().copied());
        let child = command.args(args).spawn(pts).expect("the binary runs");
        let keys = File::from(OwnedFd::from(pty));
        let mut output = keys.try_clone().expect("another handle");
        let number = |n: u16| NonZeroU16::new(n).expect("a size");
        let parser = vt100::Parser::new(number(size.1), number(size.0), 1_000);
        let seen = Arc::new(Mutex::new(Seen { raw: Vec::new(), parser }));
        let writer = Arc::clone(&seen);
        let reader = std::thread::spawn(move || {
            let mut buffer = [0; 4096];
            let mut failures = 0;
            // The end of the last process on it is an error. Linux may tell of it before the last that was written
            // (it looks for text, and then whether the other side is closed; what comes between is read after the
            // error): all is read when there is none after it either.
            while failures < 2 {
                match output.read(&mut buffer) {
                    Ok(read @ 1..) => {
                        let mut seen = writer.lock().expect("a lock");
                        seen.raw.extend_from_slice(&buffer[..read]);
                        seen.parser.process(&buffer[..read]);
                        failures = 0;
                    }
                    Err(error) if error.kind() == ErrorKind::Interrupted => {}
                    Ok(_) | Err(_) => failures += 1,
                }
            }
        });
        Self { child, keys, seen, reader: Some(reader) }
    }

    /// Types.
    pub(crate) fn keys(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).expect("keys are taken");
    }

    /// What is to be seen now.
    pub(crate) fn screen(&self) -> String {
        let seen = self.seen.lock().expect("a lock");
        let screen = seen.parser.screen();
        // row by row: a line that is continued in the next row is to be seen
        let rows: Vec<String> =
            screen.rows(0, screen.size().1.get()).map(|row| row.trim_end().to_owned()).collect();
        rows.join("\n").trim_end().to_owned()
    }

    /// Waits until the screen is as it should be.
    #[track_caller]
    pub(crate) fn wait_for(&mut self, what: &str, is: impl Fn(&str) -> bool) {
        let started = Instant::now();
        while !is(&self.screen()) {
            let ended = self.child.try_wait().expect("a state").is_some();
            assert!(started.elapsed() < LONGEST && !ended, "{what}: (ended: {ended})\n{}", self.screen());
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Waits until the program ends.
    #[track_caller]
    pub(crate) fn end(mut self) -> Shown {
        let started = Instant::now();
        let status = loop {
            if let Some(status) = self.child.try_wait().expect("a state") {
                break status;
            }
            if started.elapsed() > LONGEST {
                let _ = self.child.kill();
                panic!("it does not end:\n{}", self.screen());
            }
            std::thread::sleep(Duration::from_millis(5));
        };
        // what it left behind (a pager) may still hold the terminal: nothing is waited for longer than a moment
        let reader = self.reader.take().expect("a reader");
        let until = Instant::now() + Duration::from_secs(5);
        while !reader.is_finished() && Instant::now() < until {
            std::thread::sleep(Duration::from_millis(5));
        }
        assert!(reader.is_finished(), "something still holds the terminal:\n{}", self.screen());
        let raw = String::from_utf8_lossy(&self.seen.lock().expect("a lock").raw).into_owned();
        Shown { code: status.code().unwrap_or(-1), screen: self.screen(), raw }
    }
}

/// Runs the binary on a terminal to its end.
#[track_caller]
pub(crate) fn shown(place: &Place, size: (u16, u16), env: &[(&str, &str)], args: &[&str]) -> Shown {
    Terminal::start(place, size, env, args).end()
}
