//! `pamphlet config`: which configuration files hold here, and where every setting comes from.

use crate::args::{Cli, Command, ConfigArgs, Format, Global, When};
use crate::config::{Config, KEYS, Key, Kind, Origin, Owner, Settings};
use crate::location;
use crate::output::Output;
use crate::problem::{Outcome, Problem};
use clap::ValueEnum;
use pamphlet_render::{Table, json, row, safe_line};
use serde::Serialize;
use serde_json::Value;
use std::io::Write;

/// Says what is wrong with the files, and whether the command may go on. What only reads goes on with what could be
/// read, but for `--strict`. An index is not made otherwise than it was meant.
pub fn judge(cli: &Cli, config: &Config, output: &Output) -> anyhow::Result<()> {
    let strict = match &cli.command {
        Command::Search(args) => args.query.strict,
        Command::Kwic(args) => args.query.strict,
        Command::Trend(args) => args.query.strict,
        Command::Config(args) => args.strict,
        _ => false,
    };
    let indexes = match &cli.command {
        Command::Index(_) => true,
        Command::Search(args) => !args.inside.is_empty(),
        _ => false,
    };
    let fatal = |touches_index: bool| strict || indexes && touches_index;
    if let Some(problem) = config.problems.iter().find(|problem| fatal(problem.touches_index)) {
        let gap = if problem.hint.ends_with('?') { "" } else { ";" };
        let hint = format!("{}{gap} nothing was touched, and --no-config does without", problem.hint);
        return Err(Problem::new(format!("{}: {}", problem.place(), problem.message), hint).into());
    }
    for problem in &config.problems {
        output.note(format!("warning: {}: {}; {}", problem.place(), problem.message, problem.hint));
    }
    Ok(())
}

/// A setting, as a program reads it.
#[derive(Serialize)]
struct Line<'l> {
    key: &'l str,
    /// `null` where nothing is set.
    value: Value,
    /// `argument`, `environment`, `file` or `default`.
    origin: &'l str,
    /// The variable of the environment, or the file.
    name: Option<String>,
    /// The line of the file, from 1.
    line: Option<usize>,
}

/// A file, as a program reads it.
#[derive(Serialize)]
struct FileLine {
    path: String,
    /// `folder` or `user`.
    owner: &'static str,
    found: bool,
}

pub fn run(args: &ConfigArgs, cli: &Cli, settings: &Settings, output: &Output) -> anyhow::Result<Outcome> {
    let mut out = output.paged();
    let text = match args.show {
        true => shown(cli, settings, output)?,
        false => files(&settings.config, output)?,
    };
    out.write_all(text.as_bytes())?;
    out.finish()?;
    Ok(Outcome::Done)
}

fn files(config: &Config, output: &Output) -> anyhow::Result<String> {
    let mut out = String::new();
    if let Some(table) = output.table() {
        out.push_str(&row(table, ["path", "owner", "found"]));
    }
    for file in &config.files {
        let line = FileLine {
            path: file.path.display().to_string(),
            owner: if file.owner == Owner::Folder { "folder" } else { "user" },
            found: file.found,
        };
        match output.format {
            Format::Json => out.push_str(&(json(&line)? + "\n")),
            Format::Tsv | Format::Csv => {
                let table = output.table().unwrap_or(Table::Tsv);
                out.push_str(&row(table, [&*line.path, line.owner, &line.found.to_string()]));
            }
            _ => {
                let there = if line.found { "" } else { " (not there)" };
                out.push_str(&format!("{:6}  {}{there}\n", line.owner, safe_line(&line.path)));
            }
        }
    }
    if config.files.is_empty() && output.format == Format::Human {
        out.push_str("no configuration file is read\n");
    }
    Ok(out)
}

fn shown(cli: &Cli, settings: &Settings, output: &Output) -> anyhow::Result<String> {
    let mut lines = Vec::new();
    for key in KEYS {
        let origin = settings.origin(key);
        let value = value(key, &origin, &cli.global, settings);
        lines.push((key, value, origin));
    }
    let mut out = String::new();
    if let Some(table) = output.table() {
        out.push_str(&row(table, ["key", "value", "origin", "name", "line"]));
    }
    let widest = |lengths: &mut dyn Iterator<Item = usize>| lengths.max().unwrap_or(0).min(40);
    let names = widest(&mut KEYS.iter().map(|key| key.name.len()));
    let values = widest(&mut lines.iter().map(|(_, value, _)| shown_value(value).chars().count()));
    for (key, value, origin) in &lines {
        let (kind, name, number) = match origin {
            Origin::Argument => ("argument", None, None),
            Origin::Environment(name) => ("environment", Some((*name).to_owned()), None),
            Origin::File(path, line) => ("file", Some(path.display().to_string()), Some(*line)),
            Origin::Default => ("default", None, None),
        };
        match output.format {
            Format::Json => {
                let line = Line { key: key.name, value: value.clone(), origin: kind, name, line: number };
                out.push_str(&(json(&line)? + "\n"));
            }
            Format::Tsv | Format::Csv => {
                let number = number.map(|number| number.to_string()).unwrap_or_default();
                let table = output.table().unwrap_or(Table::Tsv);
                let (value, name) = (cell(value), name.unwrap_or_default());
                out.push_str(&row(table, [key.name, &value, kind, &name, &number]));
            }
            _ => {
                let value = shown_value(value);
                let line = format!("{:names$} = {value:values$}  # {origin}", key.name);
                out.push_str(&safe_line(&line));
                out.push('\n');
            }
        }
    }
    Ok(out)
}

/// A value as it is written in a file.
fn shown_value(value: &Value) -> String {
    match value {
        Value::Null => "(not set)".to_owned(),
        Value::Array(many) => format!("[{}]", many.iter().map(shown_value).collect::<Vec<_>>().join(", ")),
        one => one.to_string(),
    }
}

/// A value in a cell of a table.
fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => shown_value(other),
    }
}

/// The value that holds, where one does.
fn value(key: &Key, origin: &Origin, global: &Global, settings: &Settings) -> Value {
    let text = |text: Option<String>| text.map_or(Value::Null, Value::String);
    let named = |when: When| when.to_possible_value().map(|value| value.get_name().to_owned());
    match (key.name, origin) {
        ("index", _) => text(Some(location::for_reading(global).display().to_string())),
        ("format", _) => text(global.format.to_possible_value().map(|value| value.get_name().to_owned())),
        ("color", Origin::Environment("CLICOLOR_FORCE")) => text(Some("always".to_owned())),
        ("color", Origin::Environment(_)) => text(Some("never".to_owned())),
        ("color", _) => text(named(global.screen.color)),
        ("hyperlink", _) => text(named(global.screen.hyperlink)),
        ("pager", Origin::Environment("PAGER")) => text(std::env::var("PAGER").ok()),
        ("pager", Origin::Default) => text(Some("less -FRX".to_owned())),
        ("pager", _) => text(global.screen.pager.clone()),
        _ => match settings.config.get(key.name) {
            Some(setting) => in_kind(key, &setting.values),
            None => in_kind(key, &default_of(key)),
        },
    }
}

/// Values as one of their kind: a number, a text or a list.
fn in_kind(key: &Key, values: &[String]) -> Value {
    match (key.kind, values) {
        (_, []) => Value::Null,
        (Kind::Texts | Kind::Pair | Kind::Map, many) => many.into(),
        (Kind::Number | Kind::NumberOrAll, [one, ..]) => {
            one.parse::<u64>().map_or_else(|_| Value::from(&**one), Value::from)
        }
        (_, [one, ..]) => Value::from(&**one),
    }
}

/// What holds where nobody says anything, as the help has it.
fn default_of(key: &Key) -> Vec<String> {
    let command = crate::args::command();
    let of = key.commands.first().and_then(|name| command.find_subcommand(name));
    let argument = of.and_then(|command| {
        let id = crate::config::argument(command, key.option)?;
        command.get_arguments().find(|argument| *argument.get_id() == id)
    });
    let values = argument.map(clap::Arg::get_default_values).unwrap_or_default();
    values.iter().map(|value| value.to_string_lossy().into_owned()).collect()
}
