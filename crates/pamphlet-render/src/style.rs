//! The few styles that output has. Meaning never hangs on colour alone.

use anstyle::{AnsiColor, Style};

/// A matched word.
pub const MATCH: Style = AnsiColor::Red.on_default().bold();
/// A title.
pub const TITLE: Style = Style::new().bold();
/// A path or a place.
pub const PLACE: Style = AnsiColor::Magenta.on_default();
/// What matters less.
pub const DIM: Style = Style::new().dimmed();
/// The first word of a line that says what went wrong.
pub const WRONG: Style = AnsiColor::Red.on_default().bold();
/// The first word of a line that helps.
pub const HEAD: Style = AnsiColor::Cyan.on_default().bold();
/// What a repair took away.
pub const REMOVED: Style = AnsiColor::Red.on_default();
/// What a repair put there.
pub const ADDED: Style = AnsiColor::Green.on_default();

/// Puts styles on text, or leaves it plain.
#[derive(Clone, Copy, Debug)]
pub struct Paint {
    color: bool,
}

impl Paint {
    /// With colour or without.
    pub fn new(color: bool) -> Self {
        Self { color }
    }

    /// Whether anything is coloured.
    pub fn is_colored(self) -> bool {
        self.color
    }

    /// The text in the style.
    pub fn on(self, style: Style, text: &str) -> String {
        if self.color && !text.is_empty() {
            format!("{}{text}{}", style.render(), style.render_reset())
        } else {
            text.to_owned()
        }
    }
}
