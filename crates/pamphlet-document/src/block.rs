//! The parts of a document: headings, paragraphs, list items, and what a page puts around them.

use crate::TextRange;
use serde::{Deserialize, Serialize};

/// One part of a text. Blocks stand in the order of the text and do not overlap; what lies between two
/// blocks is white space.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Its text, without white space at the ends.
    pub range: TextRange,
    /// Whether it is what the page says, or what the page puts around it.
    pub role: Role,
    /// Its language (ISO 639-1), where it is not the document's.
    pub lang: Option<String>,
    /// The speech it belongs to, as a place in [`crate::Document::speeches`].
    pub speech: Option<u32>,
}

/// What a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BlockKind {
    /// The document's title.
    Title,
    /// A heading, with its level from 1 (the highest) to 6.
    Heading(u8),
    /// A paragraph.
    Paragraph,
    /// An item of a list.
    ListItem,
    /// A row of a table, cells joined by a TAB.
    TableRow,
    /// A passage quoted from elsewhere.
    Quote,
    /// Lines whose breaks are meant.
    Verse,
    /// A footnote.
    Footnote,
    /// What somebody else called out during a speech, or what the record says of the room.
    Interjection,
    /// A line that states metadata, such as `Added on 09-26-2002`.
    MetadataLine,
}

/// Whether a block is the page's own message.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// What the document says.
    #[default]
    Content,
    /// What the page puts around it: searched and shown, but it weighs less.
    Chrome(Chrome),
}

impl Role {
    /// Whether this is page chrome of any kind.
    pub fn is_chrome(self) -> bool {
        matches!(self, Role::Chrome(_))
    }
}

/// Kinds of page chrome.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Chrome {
    /// Menus, breadcrumbs, lists of links.
    Navigation,
    /// The site's head.
    Header,
    /// The page's foot: copyright, contact.
    Footer,
    /// An anchor such as `(Top)`.
    Anchor,
    /// A heading that was said already.
    RepeatedHeading,
    /// Page numbers and running heads of a printed page.
    RunningHead,
    /// Text that the same site repeats on many pages.
    Boilerplate,
}

/// A speech: who said it, and where it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Speech {
    /// The speaker's name, as the document gives it.
    pub speaker: String,
    /// The speaker's party, where it is known.
    pub party: Option<String>,
    /// The office in which the person speaks, such as `Minister of Finance`.
    pub role: Option<String>,
    /// Where the person was elected, such as `Leeds` or `N.Y.`, where the document says so.
    #[serde(default)]
    pub constituency: Option<String>,
    /// From the start of its first block to the end of its last.
    pub range: TextRange,
}
