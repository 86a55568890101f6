//! The binary `pamphlet`: reads arguments, runs one command, and turns its outcome into an exit code.
//!
//! Results go to standard output, everything else to standard error. What a command does is in `commands/`;
//! how results look is `pamphlet-render`'s.

#![forbid(unsafe_code)]

mod args;
mod commands;
mod config;
mod input;
mod links;
mod location;
mod mistyped;
mod nearest;
mod output;
mod pager;
mod panics;
mod problem;
mod progress;
mod stop;

use clap::FromArgMatches;
use config::{Config, Settings};
use output::Output;
use pamphlet_render::safe;
use problem::Outcome;
use std::ffi::OsString;
use std::io::Write;
use std::process::ExitCode;

fn main() -> ExitCode {
    // this binary is also the limited child in which formats are read that can take a process down
    let mut arguments = std::env::args_os().skip(1);
    if arguments.next().is_some_and(|first| first == "__extract") {
        return pamphlet::ingest::child_main(arguments);
    }
    let typed: Vec<OsString> = std::env::args_os().skip(1).collect();
    let (cli, settings) = match parsed(&typed) {
        Ok(parsed) => parsed,
        Err(error) => return refused(&error, &typed),
    };
    let output = Output::new(&cli.global, &settings);
    match panics::caught(|| commands::run(&cli, &settings, &output)) {
        Ok(outcome) => outcome.exit_code(),
        Err(error) if problem::is_broken_pipe(&error) => Outcome::Done.exit_code(),
        Err(error) => {
            output.problem(&error);
            Outcome::Nothing.exit_code()
        }
    }
}

/// What was typed, over what the environment and the configuration files say.
fn parsed(typed: &[OsString]) -> Result<(args::Cli, Settings), clap::Error> {
    let bare = args::command();
    let without = typed.iter().take_while(|word| *word != "--").any(|word| word == "--no-config");
    let config = if without { Config::default() } else { Config::load(&bare) };
    let mut command = config.applied_to(bare).color(help_color(typed));
    let name = OsString::from("pamphlet");
    let matches = command.try_get_matches_from_mut(std::iter::once(&name).chain(typed))?;
    let cli = args::Cli::from_arg_matches(&matches).map_err(|error| error.format(&mut command))?;
    Ok((cli, Settings::new(config, matches)))
}

/// Whether help is coloured: the parser prints it before it knows what `--color` says.
fn help_color(typed: &[OsString]) -> clap::ColorChoice {
    let words = || typed.iter().map(|word| word.to_str().unwrap_or_default());
    let parted = words().zip(words().skip(1)).find(|(option, _)| *option == "--color").map(|(_, when)| when);
    match parted.or_else(|| words().find_map(|word| word.strip_prefix("--color="))) {
        Some("never") => clap::ColorChoice::Never,
        Some("always") => clap::ColorChoice::Always,
        _ => clap::ColorChoice::Auto,
    }
}

/// Help and version are a success on standard output; the rest is exit code 2 on standard error, and repeats what was
/// typed.
fn refused(error: &clap::Error, typed: &[OsString]) -> ExitCode {
    if !error.use_stderr() {
        let _ = error.print();
        return Outcome::Done.exit_code();
    }
    match mistyped::explained(error, typed, &args::command()) {
        Some(problem) => Output::plain().problem(&problem.into()),
        None => drop(write!(std::io::stderr(), "{}", safe(&error.render().to_string()))),
    }
    Outcome::Nothing.exit_code()
}
