//! Settings: what the configuration files say, put below the environment and the arguments.
//!
//! The nearest `pamphlet.toml` upwards goes before the user's own file. It may come from a stranger, with the folder that
//! it lies in: it can run nothing, and names no place outside of its folder. Nothing in a file is an error here; whoever
//! uses the settings decides what a problem is worth.

mod file;
mod keys;
mod origin;

pub use keys::{KEYS, Key, Kind, argument};
pub use origin::{Origin, Settings};

use std::path::{Path, PathBuf};

/// How the files are called.
pub const NAME: &str = "pamphlet.toml";

/// Whose file it is, which decides what it may say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// Of the folder or one above it; perhaps a stranger's.
    Folder,
    /// The user's own.
    User,
}

/// A file that is looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Where it is, as it is shown.
    pub path: PathBuf,
    pub owner: Owner,
    /// Whether it is there.
    pub found: bool,
}

/// A setting that a file gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    pub key: &'static Key,
    /// As they would be given as arguments.
    pub values: Vec<String>,
    pub path: PathBuf,
    /// From 1.
    pub line: usize,
}

/// What is wrong with a file, or a part of it: that part is left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub path: PathBuf,
    /// From 1; 0 where it is about the whole file.
    pub line: usize,
    pub message: String,
    pub hint: String,
    /// Whether it may be about how documents are read, so that an index could be made otherwise than it was meant.
    pub touches_index: bool,
}

impl Problem {
    /// Where it is: file and line.
    pub fn place(&self) -> String {
        match self.line {
            0 => self.path.display().to_string(),
            line => format!("{}:{line}", self.path.display()),
        }
    }
}

/// What the files say.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// Those that were looked for, the one that goes before the other first.
    pub files: Vec<File>,
    /// Of each key the one that counts.
    pub settings: Vec<Setting>,
    pub problems: Vec<Problem>,
}

impl Config {
    /// Reads the files that hold here. `command` says which values an option takes.
    pub fn load(command: &clap::Command) -> Self {
        let user = users_file();
        let mut folders = folders_file();
        if let (Some(folder), Some(user)) = (&folders, &user)
            && same(folder, user)
        {
            // in the folder of one's own configuration
            folders = None;
        }
        let mut config = Self::default();
        let places = [(folders, Owner::Folder), (user, Owner::User)];
        for (path, owner) in places.into_iter().filter_map(|(path, owner)| Some((path?, owner))) {
            let found = file::read(&path, owner, command, &mut config);
            config.files.push(File { path, owner, found });
        }
        config
    }

    /// The setting of a key, where a file gives one.
    pub fn get(&self, name: &str) -> Option<&Setting> {
        self.settings.iter().find(|setting| setting.key.name == name)
    }

    /// The command line with the settings as its defaults.
    pub fn applied_to(&self, mut command: clap::Command) -> clap::Command {
        for setting in &self.settings {
            let values: Vec<clap::builder::OsStr> =
                setting.values.iter().map(|value| value.clone().into()).collect();
            let set = |command: clap::Command| match keys::argument(&command, setting.key.option) {
                Some(id) => command.mut_arg(id, |argument| argument.default_values(values.clone())),
                None => command,
            };
            if setting.key.commands.is_empty() {
                command = set(command);
                continue;
            }
            for name in setting.key.commands {
                if command.find_subcommand(name).is_some() {
                    command = command.mut_subcommand(*name, set);
                }
            }
        }
        command
    }
}

/// The file of this folder or the nearest above it, as short as it can be shown.
fn folders_file() -> Option<PathBuf> {
    let current = std::env::current_dir().ok()?;
    let folder = current.ancestors().find(|folder| folder.join(NAME).is_file())?;
    Some(if folder == current { PathBuf::from(NAME) } else { folder.join(NAME) })
}

/// Where the user's own file is, or would be.
fn users_file() -> Option<PathBuf> {
    if let Some(given) = std::env::var_os("PAMPHLET_CONFIG") {
        return (!given.is_empty()).then(|| PathBuf::from(given));
    }
    let absolute = |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let folder = absolute("XDG_CONFIG_HOME")
        .or_else(|| absolute("HOME").map(|home| home.join(".config")))
        .or_else(|| absolute("APPDATA"))?;
    Some(folder.join("pamphlet").join(NAME))
}

fn same(a: &Path, b: &Path) -> bool {
    matches!((a.canonicalize(), b.canonicalize()), (Ok(a), Ok(b)) if a == b)
}
