//! Options about what a terminal shows: colour, links, marks, the pager.

use clap::{Args, ValueEnum};

#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Global options")]
pub struct Screen {
    /// Colour [default: on a terminal; NO_COLOR, CLICOLOR and CLICOLOR_FORCE are heeded]
    #[arg(long, global = true, value_enum, default_value_t = When::Auto, hide_default_value = true, value_name = "WHEN")]
    pub color: When,
    /// Links to the files that were found [default: on a terminal that is known to show them]
    #[arg(long, global = true, value_enum, default_value_t = When::Auto, hide_default_value = true, value_name = "WHEN")]
    pub hyperlink: When,
    /// What long results are read in on a terminal, or 'never' [default: $PAGER, or less -FRX]
    #[arg(long, global = true, env = "PAMPHLET_PAGER", hide_env_values = true, value_name = "COMMAND")]
    pub pager: Option<String>,
    /// Read no configuration file
    #[arg(long, global = true)]
    pub no_config: bool,
}

/// When something is done that not every terminal can show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum When {
    /// On a terminal that can
    Auto,
    /// Also to a pipe or a file
    Always,
    /// Not at all
    Never,
}

/// Marks around what was found.
#[derive(Args, Clone, Debug, Default)]
pub struct Marks {
    /// Put marks around every match, such as --mark '[' ']'
    #[arg(long, visible_alias = "mark-with", num_args = 2, value_names = ["OPEN", "CLOSE"])]
    pub mark: Vec<String>,
}

/// The same for `show`, where `--mark` says what to mark.
#[derive(Args, Clone, Debug, Default)]
pub struct MarksOfShow {
    /// Marks around the matches of --mark [default: colour, else [[ and ]]]
    #[arg(long, num_args = 2, value_names = ["OPEN", "CLOSE"], requires = "mark")]
    pub mark_with: Vec<String>,
}

/// The two marks, where there are any.
pub fn pair(marks: &[String]) -> Option<(&str, &str)> {
    match marks {
        [open, close] => Some((open, close)),
        _ => None,
    }
}
