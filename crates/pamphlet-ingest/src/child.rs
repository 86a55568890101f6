//! Programs that read for us in a process of their own, with limits on time, memory and output: a reader of
//! PDF may overflow its stack, run in a circle or ask for all memory, and takes nobody with it.
//!
//! Such a program gets the bytes on its standard input and answers on its standard output: no file is
//! written. The program may be the one that embeds this crate, see [`child_main`].

use crate::Reason;
use std::ffi::OsString;
use std::io::{Read, Write};
use std::process::{Child, Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

/// What a child may take.
struct Limits {
    /// The longest that it may run.
    time: Duration,
    /// The most memory that it may have, in bytes.
    memory: u64,
    /// The most that it may answer, in bytes.
    output: u64,
}

/// The memory is, with the largest file that is handed to a child, which this process holds as well, below 1 GiB.
const LIMITS: Limits = Limits { time: Duration::from_secs(60), memory: 704 << 20, output: 256 << 20 };
/// How much of its complaints is kept, in bytes.
const COMPLAINTS: u64 = 64 << 10;
/// How often is looked whether it has ended.
const PAUSE: Duration = Duration::from_millis(2);

/// What a child answered.
pub(crate) struct Answer {
    /// Its standard output.
    pub output: Vec<u8>,
    /// Its standard error.
    pub complaints: String,
    /// Whether it ended with success.
    pub success: bool,
}

/// Runs a program with `input` as its standard input.
///
/// # Errors
/// When it cannot be started, or went beyond a limit.
pub(crate) fn run(command: &mut Command, input: &[u8]) -> Result<Answer, Reason> {
    run_within(&LIMITS, command, input)
}

fn run_within(limits: &Limits, command: &mut Command, input: &[u8]) -> Result<Answer, Reason> {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn()?;
    confine(&child, limits.memory);
    let (stdin, stdout, stderr) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    std::thread::scope(|scope| {
        // it may end without having read all: that is no error of ours
        scope.spawn(move || stdin.map(|mut stdin| stdin.write_all(input)));
        let output = scope.spawn(move || all(stdout, limits.output));
        let complaints = scope.spawn(move || all(stderr, COMPLAINTS));
        let outcome = wait(&mut child, limits.time);
        let output = output.join().unwrap_or_default();
        let complaints = complaints.join().unwrap_or_default();
        let success = outcome?;
        if output.len() as u64 > limits.output {
            return Err(Reason::Limit(format!("its text has more than {} MiB", limits.output >> 20)));
        }
        Ok(Answer { output, complaints: String::from_utf8_lossy(&complaints).into_owned(), success })
    })
}

/// Waits until the child ends; whether with success.
fn wait(child: &mut Child, time: Duration) -> Result<bool, Reason> {
    let end = Instant::now() + time;
    loop {
        match child.try_wait()? {
            Some(status) => return Ok(status.success()),
            None if Instant::now() < end => std::thread::sleep(PAUSE),
            None => {
                let _ = child.kill();
                let _ = child.wait();
                return Err(Reason::Limit(format!("it took longer than {} seconds to read", time.as_secs())));
            }
        }
    }
}

/// One byte more than the limit at most: then the pipe is closed, and who writes to it ends.
fn all(pipe: Option<impl Read>, limit: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    if let Some(pipe) = pipe {
        let _ = pipe.take(limit + 1).read_to_end(&mut bytes);
    }
    bytes
}

/// Limits the memory of a child from outside, where the system can.
fn confine(child: &Child, memory: u64) {
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{Pid, Resource, Rlimit, prlimit};
        let limit = Rlimit { current: Some(memory), maximum: Some(memory) };
        let _ = prlimit(Some(Pid::from_child(child)), Resource::As, limit);
    }
    let _ = (child, memory);
}

/// What a program does whose first argument is `__extract`; `arguments` are those after it. The program is
/// then the child that [`crate::Options::child`] names.
///
/// The only argument is the format, `pdf`: bytes are read from standard input, and pages written to standard
/// output as frames, a letter, four bytes of length (little endian) and the content.
///
/// The binary that embeds the crate calls it first thing:
///
/// ```no_run
/// # use std::process::ExitCode;
/// fn main() -> ExitCode {
///     let mut arguments = std::env::args_os().skip(1);
///     if arguments.next().is_some_and(|first| first == "__extract") {
///         return pamphlet_ingest::child_main(arguments);
///     }
///     ExitCode::SUCCESS
/// }
/// ```
pub fn child_main(mut arguments: impl Iterator<Item = OsString>) -> ExitCode {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, setrlimit};
        let most = |most| Rlimit { current: Some(most), maximum: Some(most) };
        let _ = setrlimit(Resource::As, most(LIMITS.memory));
        let _ = setrlimit(Resource::Cpu, most(LIMITS.time.as_secs()));
        // it writes no file, not even a core
        let _ = setrlimit(Resource::Fsize, most(0));
        let _ = setrlimit(Resource::Core, most(0));
    }
    // what a library says while it fails is no message for a person
    std::panic::set_hook(Box::new(|_| {}));
    let mut bytes = Vec::new();
    if std::io::stdin().lock().read_to_end(&mut bytes).is_err() {
        return ExitCode::FAILURE;
    }
    match arguments.next() {
        Some(format) if format == "pdf" => {
            let mut out = std::io::stdout();
            match crate::formats::pdf::write_frames(&bytes, &mut out) {
                Ok(()) => ExitCode::SUCCESS,
                Err(_) => ExitCode::FAILURE,
            }
        }
        _ => ExitCode::from(2),
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    /// What comes of a line for the shell: how it ended and what it answered, or the limit that it met.
    #[track_caller]
    fn check(line: &str, input: &[u8], expected: Result<(bool, &str), &str>) {
        let limits = Limits { time: Duration::from_secs(5), memory: 256 << 20, output: 1 << 20 };
        let started = Instant::now();
        let answer = run_within(&limits, Command::new("sh").args(["-c", line]), input);
        let found =
            answer.map(|answer| (answer.success, String::from_utf8_lossy(&answer.output).into_owned()));
        let expected = expected.map(|(success, output)| (success, output.to_owned()));
        assert_eq!(found, expected.map_err(|limit| Reason::Limit(limit.to_owned())), "{line}");
        assert!(started.elapsed() < Duration::from_secs(60), "{line}: {:?}", started.elapsed());
    }

    #[test]
    fn a_child_stays_within_its_limits() {
        check("cat", b"Bread", Ok((true, "Bread")));
        check("exit 3", b"Bread", Ok((false, "")));
        // that it does not read what it gets is no error
        check("echo done", &[b'x'; 1 << 20], Ok((true, "done\n")));
        check("exec sleep 1000", b"", Err("it took longer than 5 seconds to read"));
        check("exec yes", b"", Err("its text has more than 1 MiB"));
        // as many letters as there is no room for
        let grow = "exec awk 'BEGIN { s = \"x\"; while (length(s) < 2000000000) s = s s; print length(s) }' 2>/dev/null";
        check(grow, b"", Ok((false, "")));
    }
}
