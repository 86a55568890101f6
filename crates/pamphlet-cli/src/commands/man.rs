//! `pamphlet man`: the manual, one page a command, made of the same help that `--help` shows.

use super::write_all;
use crate::args::{ManArgs, command};
use crate::nearest::nearest;
use crate::output::Output;
use crate::problem::{Outcome, Problem};
use anyhow::Context;
use std::fs;
use std::path::Path;

pub fn run(args: &ManArgs, output: &Output) -> anyhow::Result<Outcome> {
    if let Some(folder) = &args.out {
        return all(folder, output);
    }
    let mut command = command();
    // commands then know that they are called 'pamphlet search'
    command.build();
    let page = match &args.command {
        None => page(&command)?,
        Some(name) => match command.find_subcommand(name) {
            Some(sub) => page(sub)?,
            None => {
                let names: Vec<&str> = command.get_subcommands().map(clap::Command::get_name).collect();
                let hint = match nearest(name, names.iter().copied()) {
                    Some(near) => format!("did you mean '{near}'?"),
                    None => format!("the commands are {}", names.join(", ")),
                };
                return Err(Problem::new(format!("there is no command '{name}'"), hint).into());
            }
        },
    };
    write_all(output, &page)
}

/// Every page, as `man` looks for them: `pamphlet.1`, `pamphlet-search.1`, ….
fn all(folder: &Path, output: &Output) -> anyhow::Result<Outcome> {
    let mut command = command();
    command.build();
    fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    let subs = command.get_subcommands().filter(|sub| sub.get_name() != "help");
    let mut written = 0;
    for one in std::iter::once(&command).chain(subs) {
        let name = one.get_display_name().unwrap_or_else(|| one.get_name()).to_owned();
        let path = folder.join(format!("{name}.1"));
        fs::write(&path, page(one)?).with_context(|| path.display().to_string())?;
        written += 1;
    }
    output.note(format!("{written} pages in {}", folder.display()));
    Ok(Outcome::Done)
}

fn page(command: &clap::Command) -> anyhow::Result<Vec<u8>> {
    let mut page = Vec::new();
    clap_mangen::Man::new(command.clone()).manual("pamphlet").render(&mut page)?;
    Ok(page)
}
