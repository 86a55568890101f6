//! How results are laid out for a person: what the place where they are shown can do, and what its user wants.

use crate::direction::isolated;
use crate::marker::Marker;
use crate::style::{PLACE, Paint};
use std::fmt;

/// Makes the address of the document of a path, where it has one: of printable ASCII, as in a URL.
pub type LinkOf<'l> = dyn Fn(&str) -> Option<String> + 'l;

/// How results are laid out.
#[derive(Clone, Copy)]
pub struct Layout<'a> {
    /// Columns a line may have.
    pub width: usize,
    /// Whether to colour.
    pub color: bool,
    /// Whether the width is that of a screen: what is longer is cut with `…` then, and text that runs from right to left
    /// is set apart, so that it does not carry its neighbours along. A pipe or a file gets all of it, as it is.
    pub screen: bool,
    /// What stands before and after a match, with or without colour.
    pub marks: Option<(&'a str, &'a str)>,
    /// The address behind the path of a document, where it has one.
    pub links: Option<&'a LinkOf<'a>>,
}

impl Layout<'_> {
    /// Plain text of so many columns, for a pipe or a file.
    pub fn plain(width: usize) -> Self {
        Self { width, color: false, screen: false, marks: None, links: None }
    }

    /// What puts styles on text.
    pub(crate) fn paint(&self) -> Paint {
        Paint::new(self.color)
    }

    /// What marks a match.
    pub(crate) fn marker(&self) -> Marker<'_> {
        Marker::new(self.color, self.marks)
    }

    /// One line of a stranger's text, harmless already, set apart where it has to be.
    pub(crate) fn apart(&self, text: String) -> String {
        if self.screen { isolated(text) } else { text }
    }

    /// A place of a document, harmless already, in its style, with a link to the document where there is one. `path` is
    /// the path as the index has it.
    pub(crate) fn place(&self, place: &str, path: &str, style: anstyle::Style) -> String {
        let shown = self.paint().on(style, &self.apart(place.to_owned()));
        match self.links.and_then(|links| links(path)) {
            // whoever makes the address encodes it; nothing else may get into the sequence
            Some(url) if url.bytes().all(|byte| (0x21..0x7f).contains(&byte)) => {
                format!("\u{1b}]8;;{url}\u{1b}\\{shown}\u{1b}]8;;\u{1b}\\")
            }
            _ => shown,
        }
    }

    /// [`Layout::place`] in the style of places.
    pub(crate) fn place_of_hit(&self, place: &str, path: &str) -> String {
        self.place(place, path, PLACE)
    }
}

impl fmt::Debug for Layout<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Layout")
            .field("width", &self.width)
            .field("color", &self.color)
            .field("screen", &self.screen)
            .field("marks", &self.marks)
            .field("links", &self.links.is_some())
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_encoded_address_becomes_a_link() {
        let check = |url: &str, expected: &str| {
            let links = |_: &str| Some(url.to_owned());
            let layout = Layout { links: Some(&links), ..Layout::plain(80) };
            assert_eq!(layout.place("a.txt:1", "a.txt", PLACE), expected, "{url:?}");
        };
        check("file://box/a.txt", "\u{1b}]8;;file://box/a.txt\u{1b}\\a.txt:1\u{1b}]8;;\u{1b}\\");
        check("file://box/a\u{7}b", "a.txt:1");
        check("file://box/a\u{1b}\\b", "a.txt:1");
        check("file://box/ä", "a.txt:1");
    }
}
