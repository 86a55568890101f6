//! Arguments that cannot be read: what is wrong in one line, and what was probably meant in a second.

use crate::nearest::nearest;
use crate::problem::Problem;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use std::ffi::OsString;

/// The problem of what was typed; `None` where the whole help is the best answer.
pub fn explained(error: &clap::Error, typed: &[OsString], commands: &clap::Command) -> Option<Problem> {
    use ErrorKind::{DisplayHelpOnMissingArgumentOrSubcommand, MissingSubcommand};
    if matches!(error.kind(), DisplayHelpOnMissingArgumentOrSubcommand | MissingSubcommand) {
        return None;
    }
    let words: Vec<String> = typed.iter().map(|word| word.to_string_lossy().into_owned()).collect();
    let command = words.iter().find(|word| commands.find_subcommand(word).is_some());
    let meant = match error.kind() {
        // the parser suggests what is alike at all, and not the likest first
        ErrorKind::InvalidSubcommand => {
            let names = commands.get_subcommands().map(clap::Command::get_name);
            let typed = strings(error, ContextKind::InvalidSubcommand).concat();
            // `workers'` is no misspelt `words` but a query
            let may_be_name = typed.chars().all(|c| c.is_alphanumeric() || c == '-');
            nearest(&typed, names).filter(|_| may_be_name)
        }
        _ => None,
    };
    let hint = match meant {
        Some(name) => format!("did you mean '{name}'?"),
        None => hint(error, &words, command.map(String::as_str)),
    };
    Some(Problem::new(message(error), hint))
}

/// What is wrong: in the words of the parser the first paragraph, in one line.
fn message(error: &clap::Error) -> String {
    let wrong = |kind| strings(error, kind).concat();
    match error.kind() {
        ErrorKind::InvalidSubcommand => {
            return format!("there is no command '{}'", wrong(ContextKind::InvalidSubcommand));
        }
        ErrorKind::UnknownArgument if wrong(ContextKind::InvalidArg).starts_with('-') => {
            return format!("there is no option '{}'", wrong(ContextKind::InvalidArg));
        }
        _ => {}
    }
    let text = error.render().to_string();
    let text = text.strip_prefix("error: ").unwrap_or(&text);
    let lines: Vec<&str> = text.lines().take_while(|line| !line.trim().is_empty()).map(str::trim).collect();
    // what may be chosen instead stands in the hint
    let mut message = String::new();
    for line in lines.iter().filter(|line| !line.starts_with("[possible values")) {
        if !message.is_empty() {
            message.push(' ');
        }
        message.push_str(line);
    }
    if message.ends_with('.') && !message.ends_with("..") {
        message.pop();
    }
    message
}

fn hint(error: &clap::Error, words: &[String], command: Option<&str>) -> String {
    let help = match command {
        Some(command) => format!("'pamphlet {command} --help' lists what can be typed"),
        None => "'pamphlet --help' lists the commands".to_owned(),
    };
    let suggested = |kind: ContextKind| -> Option<String> {
        let names = strings(error, kind);
        names.first().map(|name| format!("did you mean '{name}'?"))
    };
    match error.kind() {
        ErrorKind::InvalidSubcommand => {
            format!("{help}; to search for it: pamphlet search {}", quoted(words))
        }
        ErrorKind::UnknownArgument => {
            let wrong = strings(error, ContextKind::InvalidArg).concat();
            match suggested(ContextKind::SuggestedArg) {
                Some(meant) => meant,
                None if matches!(command, Some("search" | "kwic" | "trend")) && wrong.starts_with('-') => {
                    format!("{help}; before words that begin with '-' put '--'")
                }
                None => help,
            }
        }
        ErrorKind::InvalidValue => {
            let mut valid = strings(error, ContextKind::ValidValue);
            valid.retain(|value| !value.is_empty());
            match (suggested(ContextKind::SuggestedValue), valid.is_empty()) {
                (Some(meant), false) => format!("{meant} There are {}", valid.join(", ")),
                (None, false) => format!("there are {}", valid.join(", ")),
                (_, true) => help,
            }
        }
        ErrorKind::MissingRequiredArgument if command == Some("index") => {
            "for example: pamphlet index speeches manifestos".to_owned()
        }
        _ => help,
    }
}

fn strings(error: &clap::Error, kind: ContextKind) -> Vec<String> {
    match error.get(kind) {
        Some(ContextValue::String(one)) => vec![one.clone()],
        Some(ContextValue::Strings(many)) => many.clone(),
        Some(ContextValue::StyledStr(one)) => vec![one.to_string()],
        Some(ContextValue::StyledStrs(many)) => many.iter().map(ToString::to_string).collect(),
        _ => Vec::new(),
    }
}

/// What was typed, as it can be typed again.
fn quoted(words: &[String]) -> String {
    let query = words.join(" ");
    if query.contains('\'') { format!("\"{}\"", query.replace('"', "\\\"")) } else { format!("'{query}'") }
}
