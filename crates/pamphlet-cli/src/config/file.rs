//! One configuration file: read, checked key by key, each with its line.

use super::keys::{KEYS, Key, Kind, argument};
use super::{Config, Owner, Problem, Setting};
use crate::nearest::nearest;
use std::fs::File;
use std::io::Read;
use std::path::{Component, Path, PathBuf};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// More than that is no configuration.
const MOST: u64 = 1 << 20;

/// Reads a file into `config`; keys that it has already stay. Whether the file is there.
pub fn read(path: &Path, owner: Owner, command: &clap::Command, config: &mut Config) -> bool {
    if !path.exists() {
        return false;
    }
    let mut reading = Reading { path, owner, command, text: String::new(), config };
    match text(path) {
        Ok(text) => {
            reading.text = text;
            reading.all();
        }
        Err(why) => reading.problem(0, format!("cannot be read: {why}"), "the file is left out", true),
    }
    true
}

fn text(path: &Path) -> Result<String, String> {
    // what is no file may never end, or wait for a writer
    if !path.is_file() {
        return Err("it is no file".to_owned());
    }
    let file = File::open(path).map_err(|error| error.to_string())?;
    let mut bytes = Vec::new();
    file.take(MOST + 1).read_to_end(&mut bytes).map_err(|error| error.to_string())?;
    if bytes.len() as u64 > MOST {
        return Err("it has more than 1 MiB".to_owned());
    }
    let text = String::from_utf8(bytes).map_err(|_| "it is not UTF-8".to_owned())?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

/// A file while it is read.
struct Reading<'r> {
    path: &'r Path,
    owner: Owner,
    command: &'r clap::Command,
    text: String,
    config: &'r mut Config,
}

impl Reading<'_> {
    fn problem(&mut self, line: usize, message: String, hint: impl Into<String>, touches_index: bool) {
        let problem = Problem { path: self.path.to_owned(), line, message, hint: hint.into(), touches_index };
        self.config.problems.push(problem);
    }

    /// The line of a byte, from 1.
    fn line(&self, at: usize) -> usize {
        let before = &self.text.as_bytes()[..at.min(self.text.len())];
        before.iter().filter(|&&byte| byte == b'\n').count() + 1
    }

    fn all(&mut self) {
        let text = self.text.clone();
        let table = match DeTable::parse(&text) {
            Ok(table) => table,
            Err(error) => {
                let line = self.line(error.span().map_or(0, |span| span.start));
                let message = error.message().split('\n').next().unwrap_or_default().to_owned();
                return self.problem(line, message, "nothing of the file is taken before it is TOML", true);
            }
        };
        // in the order of the file, not of the alphabet
        let mut entries: Vec<_> = table.get_ref().iter().collect();
        entries.sort_by_key(|(name, _)| name.span().start);
        for (name, value) in entries {
            let prefix = format!("{}.", name.get_ref());
            let is_table = KEYS.iter().any(|key| key.name.starts_with(&prefix));
            match value.get_ref() {
                DeValue::Table(inner) if is_table => {
                    let mut entries: Vec<_> = inner.iter().collect();
                    entries.sort_by_key(|(name, _)| name.span().start);
                    for (own, value) in entries {
                        self.entry(&format!("{prefix}{}", own.get_ref()), own.span().start, value);
                    }
                }
                _ => self.entry(name.get_ref(), name.span().start, value),
            }
        }
    }

    fn entry(&mut self, name: &str, at: usize, value: &Spanned<DeValue<'_>>) {
        let line = self.line(at);
        let Some(key) = KEYS.iter().find(|key| key.name == name) else {
            return self.unknown(name, line);
        };
        if key.own && self.owner == Owner::Folder {
            let hint = "it runs a program: put it into your own file, which 'pamphlet config' names";
            return self.problem(line, format!("'{name}' is not taken from a folder's file"), hint, false);
        }
        match self.values(key, value.get_ref()).and_then(|values| self.checked(key, values)) {
            Err(what) => {
                let hint = format!("expected is {}", what.unwrap_or_else(|| key.kind.expected().to_owned()));
                let message = format!("'{name}' cannot be {}", shown(value.get_ref()));
                self.problem(line, message, hint, key.touches_index());
            }
            Ok(values) if self.config.get(name).is_none() => {
                let path = self.path.to_owned();
                self.config.settings.push(Setting { key, values, path, line });
            }
            // the file that was read before goes before this one
            Ok(_) => {}
        }
    }

    fn unknown(&mut self, name: &str, line: usize) {
        let tables = KEYS.iter().filter_map(|key| key.name.split_once('.')).map(|(table, _)| table);
        let keys = KEYS.iter().map(|key| key.name).filter(|key| name.contains('.') == key.contains('.'));
        let near = nearest(name, keys.chain(tables)).or_else(|| {
            // the right key in the wrong table
            KEYS.iter().map(|key| key.name).find(|key| key.rsplit('.').next() == name.rsplit('.').next())
        });
        let hint = match near {
            Some(near) => format!("did you mean '{near}'?"),
            None => "'pamphlet config --show' lists the keys".to_owned(),
        };
        let touches_index = near
            .and_then(|near| KEYS.iter().find(|key| key.name == near))
            .map_or(near == Some("reading") || name.starts_with("reading"), Key::touches_index);
        self.problem(line, format!("there is no key '{name}'"), hint, touches_index);
    }

    /// A value as arguments would give it. `Err` where it is of the wrong kind.
    fn values(&self, key: &Key, value: &DeValue<'_>) -> Result<Vec<String>, Option<String>> {
        let text = |value: &DeValue<'_>| value.as_str().map(str::to_owned).ok_or(None);
        let texts = |value: &DeValue<'_>| match value {
            DeValue::Array(list) => list.iter().map(|one| text(one.get_ref())).collect(),
            one => Ok(vec![text(one)?]),
        };
        match (key.kind, value) {
            (Kind::Text, value) => Ok(vec![text(value)?]),
            (Kind::NumberOrAll, DeValue::String(all)) if all == "all" => Ok(vec!["all".to_owned()]),
            (Kind::Number | Kind::NumberOrAll, DeValue::Integer(number)) if number.radix() == 10 => {
                Ok(vec![number.as_str().to_owned()])
            }
            (Kind::Number | Kind::NumberOrAll, _) => Err(None),
            (Kind::Pair, DeValue::Array(list)) if list.len() == 2 => texts(value),
            (Kind::Pair, _) => Err(None),
            (Kind::Map, DeValue::Table(table)) => {
                let pair = |(field, column): (&Spanned<_>, &Spanned<DeValue<'_>>)| {
                    Ok(format!("{}={}", field.get_ref(), text(column.get_ref())?))
                };
                table.iter().map(pair).collect()
            }
            (Kind::Texts | Kind::Map, value) => texts(value),
            (Kind::Folder, value) => self.folder(&text(value)?),
        }
    }

    /// A folder: of the user's own file any, or a place of an index on the network; of a folder's file one below it.
    fn folder(&self, given: &str) -> Result<Vec<String>, Option<String>> {
        if self.owner == Owner::User {
            let home = std::env::var_os("HOME").map(PathBuf::from);
            return Ok(vec![match (given.strip_prefix("~/"), home) {
                (Some(below), Some(home)) => home.join(below).to_string_lossy().into_owned(),
                _ => given.to_owned(),
            }]);
        }
        let below = Path::new(given);
        let stays = below.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
        if given.is_empty() || given.contains("://") || !stays {
            return Err(Some("a folder below that of the file".to_owned()));
        }
        let folder = self.path.parent().unwrap_or(Path::new(""));
        Ok(vec![folder.join(below).to_string_lossy().into_owned()])
    }

    /// The values, when the option takes them. `Err` with what it takes, where it does not.
    fn checked(&self, key: &Key, values: Vec<String>) -> Result<Vec<String>, Option<String>> {
        let of = key.commands.first().and_then(|name| self.command.find_subcommand(name));
        let command = of.unwrap_or(self.command);
        let Some(id) = argument(command, key.option) else { return Err(None) };
        let Some(option) = command.get_arguments().find(|argument| *argument.get_id() == id) else {
            return Err(None);
        };
        let possible: Vec<String> =
            option.get_possible_values().iter().map(|value| value.get_name().to_owned()).collect();
        let trial = clap::Command::new("trial").no_binary_name(true).arg(
            clap::Arg::new("value")
                .long("value")
                .num_args(1)
                .allow_hyphen_values(true)
                .action(clap::ArgAction::Append)
                .value_parser(option.get_value_parser().clone()),
        );
        let typed = values.iter().map(|value| format!("--value={value}"));
        match trial.try_get_matches_from(typed) {
            Ok(_) => Ok(values),
            Err(_) if !possible.is_empty() => {
                let typed = values.first().map_or("", String::as_str);
                let near = nearest(typed, possible.iter().map(String::as_str));
                let near = near.map(|near| format!("; did you mean '{near}'?")).unwrap_or_default();
                Err(Some(format!("one of {}{near}", possible.join(", "))))
            }
            Err(error) => Err(std::error::Error::source(&error)
                .map(|source| source.to_string().trim_start_matches("expected ").to_owned())),
        }
    }
}

/// A value as it is named in a message.
fn shown(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(text) => format!("\"{text}\""),
        DeValue::Integer(number) => number.as_str().to_owned(),
        DeValue::Float(number) => number.as_str().to_owned(),
        DeValue::Boolean(truth) => truth.to_string(),
        DeValue::Datetime(_) => "a date without quotes".to_owned(),
        DeValue::Array(_) => "such a list".to_owned(),
        DeValue::Table(_) => "a table".to_owned(),
    }
}
