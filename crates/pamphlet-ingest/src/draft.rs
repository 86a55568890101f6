//! A document while it is extracted: text front to back, its blocks, and where each piece stands.
//!
//! Places are in the *unit*, the decoded text that the format reads; [`crate::finish`] leads them on to the
//! bytes of the file. White space before, after and between blocks is put right here, so that a format
//! only says what it sees.

use pamphlet_document::{
    Block, BlockKind, Diagnostic, Metadata, Role, SourceMap, SourceMapBuilder, SourceRange, Speech, TextRange,
};

/// Text, blocks and metadata in the making.
#[derive(Debug, Default)]
pub(crate) struct Draft {
    /// The text so far: only finished blocks and the open one.
    pub text: String,
    /// From the text to the unit.
    pub map: SourceMapBuilder,
    /// The blocks so far.
    pub blocks: Vec<Block>,
    /// The speeches so far; blocks point here.
    pub speeches: Vec<Speech>,
    /// What the format says about the document.
    pub metadata: Metadata,
    /// The id that a record gives itself.
    pub record_id: Option<String>,
    /// What was noticed; places are in the file.
    pub notes: Vec<Diagnostic>,
    /// Where in the text each page starts, and its number.
    pub pages: Vec<(u32, u32)>,
    /// The speech that blocks belong to until it is changed.
    pub speech: Option<u32>,
    /// How many bytes of the text stand in lines as somebody typed them, within markup that says no more of them.
    pub typed: usize,
    open: Option<Open>,
    pending: Option<(char, SourceRange)>,
    page: Option<u32>,
}

#[derive(Debug)]
struct Open {
    kind: BlockKind,
    role: Role,
    lang: Option<String>,
    start: Option<u32>,
}

impl Draft {
    /// Starts a block; an open one is ended.
    pub fn begin(&mut self, kind: BlockKind, role: Role) {
        self.end();
        self.open = Some(Open { kind, role, lang: None, start: None });
    }

    /// The language of the open block.
    pub fn block_lang(&mut self, lang: &str) {
        if let Some(open) = &mut self.open {
            open.lang = Some(lang.to_owned());
        }
    }

    /// Whether most of the text stands in lines as somebody typed them: its paragraphs and headings are told by their
    /// look, as those of a plain text are.
    pub fn is_typed(&self) -> bool {
        self.typed * 2 > self.text.len()
    }

    /// Whether the open block has text.
    pub fn has_text(&self) -> bool {
        self.open.as_ref().is_some_and(|open| open.start.is_some())
    }

    /// Ends the open block; one without text leaves nothing behind.
    pub fn end(&mut self) {
        self.pending = None;
        let Some(Open { kind, role, lang, start: Some(start) }) = self.open.take() else { return };
        // fixed spaces and the like at the ends stay in the text, but not in the block
        let body = &self.text[start as usize..];
        let start = start + (body.len() - body.trim_start().len()) as u32;
        let range = TextRange::new(start, start + body.trim().len() as u32);
        if range.is_empty() {
            return;
        }
        if let Some(speech) = self.speech.and_then(|speech| self.speeches.get_mut(speech as usize)) {
            if speech.range.is_empty() {
                speech.range = range;
            }
            speech.range.end = range.end;
        }
        self.blocks.push(Block { kind, range, role, lang, speech: self.speech });
    }

    /// A new page starts with the next text.
    pub fn page(&mut self, number: u32) {
        self.page = Some(number);
    }

    /// Starts a speech; blocks belong to it until [`Draft::speech`] is set otherwise.
    /// Its range is what its blocks will make of it.
    pub fn begin_speech(&mut self, by: Speech) {
        self.end();
        self.speech = Some(self.speeches.len() as u32);
        self.speeches.push(Speech { range: TextRange::default(), ..by });
    }

    /// White space that counts if text follows in the same block: a space, a TAB or a line break. An empty
    /// place means that it stands for markup.
    pub fn space(&mut self, what: char, unit: SourceRange) {
        if !self.has_text() {
            return;
        }
        match &mut self.pending {
            // the stronger of the two stays, standing for all of it
            Some((kept, range)) => {
                if what != ' ' && *kept != '\n' {
                    *kept = what;
                }
                if range.is_empty() {
                    *range = unit;
                } else if !unit.is_empty() {
                    range.start = range.start.min(unit.start);
                    range.end = range.end.max(unit.end);
                }
            }
            None => self.pending = Some((what, unit)),
        }
    }

    /// Text that stands in the unit as it is, from `at` on.
    pub fn copy(&mut self, text: &str, at: u64) {
        if text.is_empty() {
            return;
        }
        self.settle(at);
        self.text.push_str(text);
        self.map.copy(text.len() as u32, at);
    }

    /// Text that stands in the unit in another form.
    pub fn replace(&mut self, text: &str, unit: SourceRange) {
        if text.is_empty() {
            return;
        }
        self.settle(unit.start);
        self.text.push_str(text);
        self.map.replace(text.len() as u32, unit);
    }

    /// Text with white space folded to single spaces, as HTML and XML show it; `at` is its place.
    pub fn fold(&mut self, text: &str, at: u64) {
        let bytes = text.as_bytes();
        let mut from = 0;
        while from < bytes.len() {
            let to = from + run(&bytes[from..]);
            self.copy(&text[from..to], at + from as u64);
            let rest = &bytes[to..];
            let white = rest.iter().position(|byte| !byte.is_ascii_whitespace()).unwrap_or(rest.len());
            from = to + white;
            if white > 0 {
                self.space(' ', SourceRange::new(at + to as u64, at + from as u64));
            }
        }
    }

    /// A whole block at once, its text given in another form; where `unit` is empty, it stands nowhere.
    pub fn block(&mut self, kind: BlockKind, role: Role, text: &str, unit: SourceRange) {
        self.begin(kind, role);
        for (n, word) in text.split_whitespace().enumerate() {
            if n > 0 {
                self.space(' ', unit);
            }
            self.replace(word, unit);
        }
        self.end();
    }

    /// Goes on with text that `map` leads from, to this draft's unit.
    pub fn restore(&mut self, range: TextRange, text: &str, map: &SourceMap) {
        self.settle(map.source_of(range).start);
        self.text.push_str(&text[range.span()]);
        map.copy_range(range, &mut self.map);
    }

    /// The last character of the open block, if the next text would stand right behind it.
    pub fn glued(&self) -> Option<char> {
        if self.pending.is_some() || !self.has_text() {
            return None;
        }
        self.text.chars().next_back()
    }

    /// Whether white space is kept back until more text of the open block comes.
    pub fn is_apart(&self) -> bool {
        self.pending.is_some()
    }

    /// Adds the blocks of a draft whose unit is a text that `map` leads from, to this draft's unit.
    pub fn absorb(&mut self, mut other: Draft, map: &SourceMap) {
        other.end();
        let inner = std::mem::take(&mut other.map).finish();
        for block in &other.blocks {
            // block by block: of a text of many short lines a map takes more room than the text
            let mut place = SourceMapBuilder::default();
            inner.copy_range(block.range, &mut place);
            let place = map.compose(&place.finish());
            let whole = TextRange::new(0, block.range.len());
            self.start(block, place.source_of(whole).start);
            self.text.push_str(&other.text[block.range.span()]);
            place.copy_range(whole, &mut self.map);
            self.end();
        }
        for mut note in other.notes {
            if let Some(place) = &mut note.place {
                *place = map.source_of(TextRange::new(place.start as u32, place.end as u32));
            }
            self.notes.push(note);
        }
    }

    /// Starts a block like another.
    pub fn begin_like(&mut self, block: &Block) {
        self.begin(block.kind, block.role);
        if let Some(lang) = &block.lang {
            self.block_lang(lang);
        }
    }

    /// The same, where the block's text comes from `at` on.
    fn start(&mut self, block: &Block, at: u64) {
        self.begin_like(block);
        self.settle(at);
    }

    /// Puts in what must stand before text at `at`: the gap between blocks, or white space kept back.
    fn settle(&mut self, at: u64) {
        if self.open.is_none() {
            self.begin(BlockKind::Paragraph, Role::Content);
        }
        let Some(open) = &mut self.open else { return };
        if open.start.is_none() {
            if !self.text.is_empty() {
                self.text.push_str("\n\n");
                self.map.insert(2, at);
            }
            let start = self.text.len() as u32;
            open.start = Some(start);
            if let Some(page) = self.page.take() {
                self.pages.push((start, page));
            }
            return;
        }
        if let Some((white, unit)) = self.pending.take() {
            self.text.push(white);
            if unit.is_empty() {
                self.map.insert(1, at);
            } else if unit.len() == 1 {
                self.map.copy(1, unit.start);
            } else {
                self.map.replace(1, unit);
            }
        }
    }
}

/// How many bytes from the start on stand as they will stand in the text: words with single spaces between them.
fn run(bytes: &[u8]) -> usize {
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at].is_ascii_whitespace() {
            let single = at > 0
                && bytes[at] == b' '
                && bytes.get(at + 1).is_some_and(|next| !next.is_ascii_whitespace());
            if !single {
                break;
            }
        }
        at += 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_between_words_and_blocks() {
        let mut draft = Draft::default();
        draft.begin(BlockKind::Heading(1), Role::Content);
        draft.fold("  Bread ", 0);
        draft.fold("\n and   peace ", 8);
        draft.begin(BlockKind::Paragraph, Role::Content);
        draft.fold(" \n", 21);
        draft.begin(BlockKind::Paragraph, Role::Content);
        draft.fold("Now", 23);
        draft.end();
        assert_eq!(draft.text, "Bread and peace\n\nNow");
        assert_eq!(draft.blocks.len(), 2);
        let map = draft.map.finish();
        assert_eq!(map.source_of(TextRange::new(6, 9)), SourceRange::new(10, 13));
        assert_eq!(map.source_of(TextRange::new(5, 6)), SourceRange::new(7, 10));
        assert_eq!(map.source_of(TextRange::new(17, 20)), SourceRange::new(23, 26));
    }
}
