//! Every key that a configuration file may have, and the option that it stands for.

/// A key.
#[derive(Debug, PartialEq, Eq)]
pub struct Key {
    /// With its table: `search.limit`.
    pub name: &'static str,
    /// The long name of the option whose default it is.
    pub option: &'static str,
    /// The commands that have the option; none where all have.
    pub commands: &'static [&'static str],
    pub kind: Kind,
    /// Whether only the user's own file may have it.
    pub own: bool,
}

/// What a value looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A text.
    Text,
    /// A whole number.
    Number,
    /// A whole number or `"all"`.
    NumberOrAll,
    /// A text or a list of texts.
    Texts,
    /// Two texts.
    Pair,
    /// A table of texts, or a list of `"field=column"`.
    Map,
    /// A folder: of a folder's file one below it.
    Folder,
}

impl Kind {
    /// What is expected, for a person.
    pub fn expected(self) -> &'static str {
        match self {
            Kind::Text => "a text in quotes",
            Kind::Number => "a whole number",
            Kind::NumberOrAll => "a whole number or \"all\"",
            Kind::Texts => "a text or a list of texts",
            Kind::Pair => "a list of two texts, such as [\"[\", \"]\"]",
            Kind::Map => "a table such as {text = \"body\"}",
            Kind::Folder => "the path of a folder in quotes",
        }
    }
}

const fn key(name: &'static str, option: &'static str, commands: &'static [&'static str], kind: Kind) -> Key {
    Key { name, option, commands, kind, own: false }
}

/// All keys.
pub const KEYS: &[Key] = &[
    key("index", "index", &[], Kind::Folder),
    key("format", "format", &[], Kind::Text),
    key("color", "color", &[], Kind::Text),
    key("hyperlink", "hyperlink", &[], Kind::Text),
    Key { own: true, ..key("pager", "pager", &[], Kind::Text) },
    key("mark", "mark-with", &["search", "kwic", "show"], Kind::Pair),
    key("search.limit", "limit", &["search"], Kind::NumberOrAll),
    key("search.snippets", "snippets", &["search"], Kind::Number),
    key("search.context", "context", &["search"], Kind::Number),
    key("search.sort", "sort", &["search"], Kind::Text),
    key("search.duplicates", "duplicates", &["search"], Kind::Text),
    key("search.stem", "stem", &["search", "kwic", "trend"], Kind::Text),
    key("kwic.limit", "limit", &["kwic"], Kind::NumberOrAll),
    key("kwic.context", "context", &["kwic"], Kind::Number),
    key("kwic.sort", "sort", &["kwic"], Kind::Text),
    key("trend.by", "by", &["trend"], Kind::Text),
    key("reading.map", "map", &["index", "search", "extract", "verify"], Kind::Map),
    key("reading.date-order", "date-order", &["index", "search", "extract", "verify"], Kind::Text),
    key("reading.type", "type", &["index", "search"], Kind::Texts),
    key("reading.type-not", "type-not", &["index", "search"], Kind::Texts),
    key("reading.glob", "glob", &["index", "search"], Kind::Texts),
];

impl Key {
    /// Whether it decides which documents an index holds, and what they say.
    pub fn touches_index(&self) -> bool {
        self.name == "index" || self.name.starts_with("reading.")
    }
}

/// The id of the option of this long name, in a command itself.
pub fn argument(command: &clap::Command, option: &str) -> Option<clap::Id> {
    let is = |argument: &&clap::Arg| {
        let aliases = argument.get_visible_aliases().unwrap_or_default();
        argument.get_long() == Some(option) || aliases.contains(&option)
    };
    command.get_arguments().find(is).map(|argument| argument.get_id().clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::args;

    /// A key without its option would be taken, and do nothing.
    #[test]
    fn every_key_has_its_option() {
        let root = args::command();
        for key in KEYS {
            if key.commands.is_empty() {
                assert!(argument(&root, key.option).is_some(), "{}", key.name);
            }
            for name in key.commands {
                let command = root.find_subcommand(name).expect("a command");
                assert!(argument(command, key.option).is_some(), "{} of {name}", key.name);
            }
        }
        // and only what is the user's own can run something
        assert!(KEYS.iter().all(|key| key.own == (key.name == "pager")));
    }
}
