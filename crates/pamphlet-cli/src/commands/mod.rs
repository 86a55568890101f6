//! One file a command: what it does with its arguments, and how it ends.

mod cite;
mod code;
mod config;
mod diff;
mod extract;
mod fields;
mod figures;
mod index;
mod info;
mod kwic;
mod man;
mod plan;
mod queries;
mod query;
mod quote;
mod reading;
mod repair;
mod replay;
mod saved;
mod search;
mod serve;
mod show;
mod similar;
mod trend;
mod verify;
mod watch;
mod words;

pub use query::beside;

use crate::args::{Cli, Command, Format, command};
use crate::config::Settings;
use crate::output::Output;
use crate::problem::{Outcome, Problem};
use std::io::Write;

/// Runs the command that was typed.
pub fn run(cli: &Cli, settings: &Settings, output: &Output) -> anyhow::Result<Outcome> {
    config::judge(cli, &settings.config, output)?;
    if output.format == Format::Trec
        && !matches!(&cli.command, Command::Search(args) if args.queries.is_some())
    {
        return Err(Problem::new(
            "the format 'trec' is for many queries",
            "give them with 'search --queries FILE'",
        )
        .into());
    }
    match &cli.command {
        Command::Index(args) => index::run(&cli.global, args, output),
        Command::Search(args) => search::run(&cli.global, args, output),
        Command::Kwic(args) => kwic::run(&cli.global, args, output),
        Command::Trend(args) => trend::run(&cli.global, args, output),
        Command::Words(args) => words::words(&cli.global, args, output),
        Command::Keyness(args) => words::keyness(&cli.global, args, output),
        Command::Collocates(args) => words::collocates(&cli.global, args, output),
        Command::Ngrams(args) => words::ngrams(&cli.global, args, output),
        Command::Code(args) => code::run(&cli.global, args, output),
        Command::Quote(args) => quote::run(&cli.global, args, output),
        Command::Similar(args) => similar::run(&cli.global, args, output),
        Command::Diff(args) => diff::run(&cli.global, args, output),
        Command::Cite(args) => cite::run(&cli.global, args, output),
        Command::Replay(args) => replay::run(&cli.global, args, output),
        Command::Show(args) => show::run(&cli.global, args, output),
        Command::Repair(args) => repair::run(args, output),
        Command::Extract(args) => extract::run(args, output),
        Command::Info => info::run(&cli.global, output),
        Command::Verify(reading) => verify::run(&cli.global, reading, output),
        Command::Serve(args) => serve::run(&cli.global, args, output),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(*shell, &mut command(), "pamphlet", &mut script);
            write_all(output, &script)
        }
        Command::Config(args) => config::run(args, cli, settings, output),
        Command::Plan(args) => plan::run(args, output),
        Command::Man(args) => man::run(args, output),
    }
}

fn write_all(output: &Output, bytes: &[u8]) -> anyhow::Result<Outcome> {
    let mut out = output.results();
    out.write_all(bytes)?;
    out.flush()?;
    Ok(Outcome::Done)
}
