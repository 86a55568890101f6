//! What elements do to the text around them, as the vocabularies say it.

use pamphlet_document::{BlockKind, Chrome, Role};

/// What an element does to the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flow {
    /// Goes on within the block, and may part a word: `<b>`.
    Inline,
    /// Goes on within the block, whole words: `<Affiliation>`. Words that would run together are parted.
    Words,
    /// A line of its own within the block: a verse, `<br/>`.
    Line,
    /// A cell of a row.
    Cell,
    /// Parts blocks; text that stands in it loosely is a block.
    Container,
    /// A block.
    Block(BlockKind),
    /// A heading, of the level that its place gives it.
    Heading,
    /// A number or bullet: it stands before the text of the block that follows.
    Label,
}

/// What an element does.
#[derive(Clone, Copy, Debug)]
pub(super) struct Open {
    /// To the text.
    pub flow: Flow,
    /// The part of the page that it and all in it is, where it says so.
    pub role: Option<Role>,
    /// The vocabulary wants its text when it ends, under this name.
    pub mark: Option<&'static str>,
    /// It is one speech; the vocabulary has begun it.
    pub speech: bool,
}

impl From<Flow> for Open {
    fn from(flow: Flow) -> Self {
        Self { flow, role: None, mark: None, speech: false }
    }
}

impl Open {
    /// A block of this kind.
    pub fn block(kind: BlockKind) -> Self {
        Flow::Block(kind).into()
    }

    /// A line of the file's own head: searched, but of less weight.
    pub fn head() -> Self {
        let role = Some(Role::Chrome(Chrome::Header));
        Self { role, ..Self::block(BlockKind::MetadataLine) }
    }

    /// The same, and its text is asked for.
    pub fn marked(self, mark: &'static str) -> Self {
        Self { mark: Some(mark), ..self }
    }
}

/// An element that has ended, for the vocabulary.
pub(super) struct Ended {
    /// The name that [`Open::mark`] gave.
    pub mark: &'static str,
    /// Its text, in one line.
    pub text: String,
}
