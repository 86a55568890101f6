//! The binary `pamphlet`: reads arguments, runs one command, and turns its outcome into an exit code.
//!
//! Results go to standard output, everything else to standard error. What a command does is in `commands/`;
//! how results look is `pamphlet-render`'s.

#![forbid(unsafe_code)]

mod args;
mod commands;
mod input;
mod location;
mod output;
mod panics;
mod problem;
mod progress;
mod stop;

use clap::Parser;
use pamphlet_render::safe;
use problem::Outcome;
use std::io::Write;
use std::process::ExitCode;

fn main() -> ExitCode {
    // this binary is also the limited child in which formats are read that can take a process down
    let mut arguments = std::env::args_os().skip(1);
    if arguments.next().is_some_and(|first| first == "__extract") {
        return pamphlet::ingest::child_main(arguments);
    }
    let cli = match args::Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // help and version are a success on standard output; the rest is exit code 2 on standard error, and
            // repeats what was typed
            if error.use_stderr() {
                let _ = write!(std::io::stderr(), "{}", safe(&error.render().to_string()));
            } else {
                let _ = error.print();
            }
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    let output = output::Output::new(&cli.global);
    match panics::caught(|| commands::run(&cli, &output)) {
        Ok(outcome) => outcome.exit_code(),
        Err(error) if problem::is_broken_pipe(&error) => Outcome::Done.exit_code(),
        Err(error) => {
            output.problem(&error);
            Outcome::Nothing.exit_code()
        }
    }
}
