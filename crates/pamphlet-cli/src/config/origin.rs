//! Where the value of a setting came from.

use super::{Config, Key};
use clap::ArgMatches;
use clap::parser::ValueSource;
use std::fmt;
use std::path::PathBuf;

/// Where a value came from, what goes before the others first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// It was typed.
    Argument,
    /// This variable of the environment.
    Environment(&'static str),
    /// This line of this file.
    File(PathBuf, usize),
    /// Nobody said anything.
    Default,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Origin::Argument => f.write_str("argument"),
            Origin::Environment(name) => write!(f, "environment: {name}"),
            Origin::File(path, line) => write!(f, "{}:{line}", path.display()),
            Origin::Default => f.write_str("default"),
        }
    }
}

/// What the files say, and what was typed.
pub struct Settings {
    pub config: Config,
    matches: ArgMatches,
}

impl Settings {
    pub fn new(config: Config, matches: ArgMatches) -> Self {
        Self { config, matches }
    }

    /// What was typed for the command itself.
    fn typed(&self) -> &ArgMatches {
        self.matches.subcommand().map_or(&self.matches, |(_, of_command)| of_command)
    }

    /// Where the value of a setting came from. Of one that is an option of another command only the files are asked.
    pub fn origin(&self, key: &Key) -> Origin {
        let id = key.option.replace('-', "_");
        if key.commands.is_empty() {
            match self.typed().try_get_raw(&id).ok().and_then(|_| self.typed().value_source(&id)) {
                Some(ValueSource::CommandLine) => return Origin::Argument,
                Some(ValueSource::EnvVariable) => {
                    return Origin::Environment(match key.name {
                        "index" => "PAMPHLET_INDEX",
                        _ => "PAMPHLET_PAGER",
                    });
                }
                _ => {}
            }
            if let Some(name) = spoken_for(key.name) {
                return Origin::Environment(name);
            }
        }
        match self.config.get(key.name) {
            Some(setting) => Origin::File(setting.path.clone(), setting.line),
            None => Origin::Default,
        }
    }

    /// The origin of the key of a name.
    pub fn origin_of(&self, name: &str) -> Origin {
        super::KEYS.iter().find(|key| key.name == name).map_or(Origin::Default, |key| self.origin(key))
    }
}

/// The variable that many programs share and that decides a setting, where it is set.
fn spoken_for(name: &str) -> Option<&'static str> {
    let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
    match name {
        "color" if set("NO_COLOR").is_some() => Some("NO_COLOR"),
        "color" if set("CLICOLOR_FORCE").is_some_and(|value| value != "0") => Some("CLICOLOR_FORCE"),
        "color" if set("CLICOLOR").is_some_and(|value| value == "0") => Some("CLICOLOR"),
        "pager" if std::env::var_os("PAGER").is_some() => Some("PAGER"),
        "hyperlink" if set("FORCE_HYPERLINK").is_some() => Some("FORCE_HYPERLINK"),
        _ => None,
    }
}
