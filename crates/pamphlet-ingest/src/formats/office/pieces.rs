//! Blocks of a document whose text is not in its bytes as it stands: gathered first, then laid out with the
//! title at the front.

use crate::draft::Draft;
use crate::structure::one_line;
use pamphlet_document::{BlockKind, Chrome, Role, SourceRange};

/// One block to be.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Piece {
    /// What it is.
    pub kind: BlockKind,
    /// Content or chrome.
    pub role: Role,
    /// Its text, tidied.
    pub text: String,
    /// The page it starts on, from 1.
    pub page: Option<u32>,
    /// Where in the file its text comes from.
    pub place: SourceRange,
}

impl Piece {
    /// Whether it is a footnote or page chrome: no part of the running text.
    fn aside(&self) -> bool {
        self.role.is_chrome() || self.kind == BlockKind::Footnote
    }
}

/// The blocks of a document in order.
#[derive(Debug, Default)]
pub(crate) struct Pieces {
    /// In the order of the text.
    pub list: Vec<Piece>,
}

/// A title at least this long, in bytes, that stands within a block at the start is that block's.
const SAID: usize = 12;
/// Of how many blocks at the start one may be the title that the metadata give.
const TOP: usize = 12;

impl Pieces {
    /// Adds a block, unless it has no text.
    pub fn push(&mut self, piece: Piece) {
        if !piece.text.is_empty() {
            self.list.push(piece);
        }
    }

    /// Whether any block is a heading or title: else headings must be found by their look.
    pub fn has_headings(&self) -> bool {
        self.list
            .iter()
            .any(|piece| matches!(piece.kind, BlockKind::Heading(_) | BlockKind::Title) && !piece.aside())
    }

    /// Adds what stands at the head or foot of pages, each text once.
    pub fn running_heads(&mut self, pieces: Vec<Piece>) {
        for mut piece in pieces {
            // a page number says nothing
            if piece.text.chars().all(|c| c.is_ascii_digit() || c.is_whitespace()) {
                continue;
            }
            piece.role = Role::Chrome(Chrome::RunningHead);
            if matches!(piece.kind, BlockKind::Heading(_) | BlockKind::Title) {
                piece.kind = BlockKind::Paragraph;
            }
            if !self.list.iter().any(|known| known.role == piece.role && known.text == piece.text) {
                self.push(piece);
            }
        }
    }

    /// Makes sure that there is one title, at the front; `stated` is the one in the
    /// metadata. Where its words stand within a longer block at the start, it is given back, for there is no
    /// block to hold it.
    pub fn settle_title(&mut self, stated: Option<(&str, SourceRange)>) -> Option<String> {
        let stated = stated.map(|(title, place)| (one_line(title), place));
        let stated = stated.filter(|(title, _)| !is_leftover(title));
        let top = || self.list.iter().enumerate().filter(|(_, piece)| !piece.aside()).take(TOP);
        let found = match &stated {
            Some((title, _)) => {
                let folded = title.to_lowercase();
                top().find(|(_, piece)| one_line(&piece.text).to_lowercase() == folded).map(|(at, _)| at)
            }
            None => top()
                .find(|(_, piece)| piece.kind == BlockKind::Title)
                .or_else(|| top().next().filter(|(_, piece)| matches!(piece.kind, BlockKind::Heading(_))))
                .map(|(at, _)| at),
        };
        // words that stand at the top already are not put there once more
        let said = |title: &str| {
            let folded = title.to_lowercase();
            folded.len() >= SAID
                && top().any(|(_, piece)| one_line(&piece.text).to_lowercase().contains(&folded))
        };
        let within = found.is_none() && stated.as_ref().is_some_and(|(title, _)| said(title));
        for piece in &mut self.list {
            if piece.kind == BlockKind::Title {
                piece.kind = BlockKind::Heading(1);
            }
        }
        if within {
            return stated.map(|(title, _)| title);
        }
        match (found, stated) {
            (Some(at), _) => self.list[at].kind = BlockKind::Title,
            (None, Some((text, place))) => {
                let role = Role::Content;
                self.list.insert(0, Piece { kind: BlockKind::Title, role, text, page: None, place });
            }
            (None, None) => {}
        }
        None
    }

    /// Writes all blocks.
    pub fn write(self, draft: &mut Draft) {
        let mut page = None;
        for piece in self.list {
            if piece.page.is_some() && piece.page != page {
                page = piece.page;
                draft.page(page.unwrap_or(1));
            }
            draft.begin(piece.kind, piece.role);
            draft.replace(&piece.text, piece.place);
            draft.end();
        }
    }
}

/// Titles that a program put in, and that no reader ever saw.
fn is_leftover(title: &str) -> bool {
    let lower = title.to_lowercase();
    let programs =
        ["microsoft word", "microsoft powerpoint", "powerpoint presentation", "untitled", "document1"];
    let endings =
        [".doc", ".docx", ".indd", ".qxd", ".qxp", ".pdf", ".rtf", ".odt", ".wpd", ".pub", ".ai", ".htm"];
    lower.is_empty()
        || crate::structure::is_idle_title(title)
        || programs.iter().any(|start| lower.starts_with(start))
        || endings.iter().any(|ending| lower.ends_with(ending))
        || !lower.chars().any(char::is_alphabetic)
        || !lower.contains(' ') && lower.contains(['_', '\\', '/'])
        // a template's title that waits for its number
        || [" núm", " núm.", " no.", " nr", " nr.", " number", " №"].iter().any(|end| lower.ends_with(end))
        || ["title", "layout 1", "print", "template", "normal", "bookmark"].contains(&&*lower)
}

/// Text with runs of white space folded: a line break in them stays one, a TAB too, else a space.
pub(crate) fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut white = None;
    for c in text.chars() {
        match c {
            '\n' => white = Some('\n'),
            '\t' if white != Some('\n') => white = Some('\t'),
            ' ' | '\r' | '\t' if white.is_none() => white = Some(' '),
            ' ' | '\r' | '\t' => {}
            // control characters are no text, and XML cannot even hold most of them
            '\0'..='\u{1f}' => {}
            c => {
                if let Some(white) = white.take().filter(|_| !out.is_empty()) {
                    out.push(white);
                }
                out.push(c);
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space() {
        assert_eq!(tidy("  Bread \t and\n  peace \u{1}now "), "Bread\tand\npeace now");
        assert_eq!(tidy(" \n\t"), "");
    }

    #[track_caller]
    fn check(stated: Option<&str>, expected: &[(BlockKind, &str)]) {
        let piece = |kind, text: &str| Piece {
            kind,
            role: Role::Content,
            text: text.to_owned(),
            page: None,
            place: SourceRange::default(),
        };
        let mut pieces = Pieces::default();
        pieces.push(piece(BlockKind::Paragraph, "The  Harbour\nStrike"));
        pieces.push(piece(BlockKind::Title, "What We Ask"));
        pieces.settle_title(stated.map(|title| (title, SourceRange::default())));
        let found: Vec<_> = pieces.list.iter().map(|piece| (piece.kind, &*piece.text)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn one_title() {
        use BlockKind::{Heading, Paragraph, Title};
        check(None, &[(Paragraph, "The  Harbour\nStrike"), (Title, "What We Ask")]);
        check(Some("The harbour strike"), &[(Title, "The  Harbour\nStrike"), (Heading(1), "What We Ask")]);
        check(Some("Microsoft Word - x"), &[(Paragraph, "The  Harbour\nStrike"), (Title, "What We Ask")]);
        check(Some("Harbour strike"), &[(Paragraph, "The  Harbour\nStrike"), (Heading(1), "What We Ask")]);
        check(
            Some("Leaflet"),
            &[(Title, "Leaflet"), (Paragraph, "The  Harbour\nStrike"), (Heading(1), "What We Ask")],
        );
    }
}
