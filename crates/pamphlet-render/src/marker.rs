//! What makes a match stand out: its style, the marks that the user chose, or both.

use crate::safe_line;
use crate::style::{MATCH, Paint};
use std::borrow::Cow;

/// Marks matches.
#[derive(Clone, Debug)]
pub struct Marker<'m> {
    paint: Paint,
    open: Cow<'m, str>,
    close: Cow<'m, str>,
}

impl<'m> Marker<'m> {
    /// In colour or not, between `marks` where there are any. Marks are made harmless like any other text: they may come
    /// from a file.
    pub fn new(color: bool, marks: Option<(&'m str, &'m str)>) -> Self {
        let (open, close) = marks.unwrap_or(("", ""));
        Self { paint: Paint::new(color), open: safe_line(open), close: safe_line(close) }
    }

    /// A match, harmless already, as it is shown.
    ///
    /// ```
    /// use pamphlet_render::Marker;
    /// assert_eq!(Marker::new(false, Some(("[", "]"))).on("power"), "[power]");
    /// assert_eq!(Marker::new(false, None).on("power"), "power");
    /// ```
    pub fn on(&self, text: &str) -> String {
        self.paint.on(MATCH, &self.around(text))
    }

    /// A match between the marks, without colour.
    pub(crate) fn around(&self, text: &str) -> String {
        format!("{}{text}{}", self.open, self.close)
    }

    /// Whether nothing at all would show where a match is.
    pub fn is_plain(&self) -> bool {
        !self.paint.is_colored() && self.open.is_empty() && self.close.is_empty()
    }
}
