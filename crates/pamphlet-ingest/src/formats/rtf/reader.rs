//! What the control words of RTF mean for the text.

use super::codepage;
use super::tokens::{Token, Tokens};
use crate::formats::office::{Piece, properties, tidy};
use encoding_rs::Encoding;
use pamphlet_document::{BlockKind, Metadata, Role, SourceRange};
use std::collections::HashMap;

/// The text of a document.
pub(super) struct Read {
    pub body: Vec<Piece>,
    /// Heads and feet of pages.
    pub running: Vec<Piece>,
    pub metadata: Metadata,
}

/// Where text goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Into {
    Body,
    /// The head or foot of pages.
    Running,
    Note,
    /// A property of the document, by its name in [`properties`].
    Property(&'static str),
    /// The names of the fonts, for their character sets.
    Fonts,
    /// The names of the styles.
    Styles,
    Nowhere,
}

/// What holds until the group ends.
#[derive(Clone, Copy)]
struct State {
    into: Into,
    hidden: bool,
    font: i32,
    /// How many bytes stand after `\u` for readers that do not know it.
    after_unicode: i32,
    /// The first control word of the group is still to come.
    fresh: bool,
}

/// A paragraph while it is read.
#[derive(Default)]
struct Open {
    text: String,
    start: Option<usize>,
    end: usize,
}

struct Reader {
    states: Vec<State>,
    state: State,
    page: &'static Encoding,
    fonts: HashMap<i32, &'static Encoding>,
    headings: HashMap<i32, BlockKind>,
    /// Bytes that wait for the rest of their character.
    bytes: Vec<u8>,
    high: Option<u32>,
    skip: i32,
    kind: BlockKind,
    in_table: bool,
    style: i32,
    paragraph: Open,
    running: Open,
    note: Open,
    other: String,
    notes: Vec<Piece>,
    done: Read,
}

/// Groups deeper than this share one state: no document nests so deep.
const DEEPEST: usize = 10_000;

/// Reads all text.
pub(super) fn read(bytes: &[u8]) -> Read {
    let state = State { into: Into::Body, hidden: false, font: -1, after_unicode: 1, fresh: false };
    let mut reader = Reader {
        states: Vec::new(),
        state,
        page: encoding_rs::WINDOWS_1252,
        fonts: HashMap::new(),
        headings: HashMap::new(),
        bytes: Vec::new(),
        high: None,
        skip: 0,
        kind: BlockKind::Paragraph,
        in_table: false,
        style: 0,
        paragraph: Open::default(),
        running: Open::default(),
        note: Open::default(),
        other: String::new(),
        notes: Vec::new(),
        done: Read { body: Vec::new(), running: Vec::new(), metadata: Metadata::default() },
    };
    let mut tokens = Tokens::new(bytes);
    while let Some((start, token)) = tokens.next() {
        reader.token(token, start, tokens.at());
    }
    reader.flush();
    reader.end_running();
    reader.end_note();
    reader.end_paragraph();
    reader.done
}

impl Reader {
    fn token(&mut self, token: Token<'_>, start: usize, end: usize) {
        match token {
            Token::Byte(_) if self.skip > 0 => self.skip -= 1,
            Token::Byte(byte) => {
                self.state.fresh = false;
                if byte < 0x80 && self.bytes.is_empty() {
                    let mut utf8 = [0; 4];
                    self.put((byte as char).encode_utf8(&mut utf8), start, end);
                } else {
                    self.bytes.push(byte);
                    self.mark(start, end);
                }
            }
            Token::Open => {
                self.flush();
                self.skip = 0;
                if self.states.len() < DEEPEST {
                    self.states.push(self.state);
                }
                self.state.fresh = true;
            }
            Token::Close => {
                self.flush();
                self.skip = 0;
                self.close();
            }
            Token::Sign(sign) => {
                self.flush();
                match sign {
                    // a destination that readers may not know: none of these holds text
                    b'*' if self.state.fresh => self.state.into = Into::Nowhere,
                    b'~' => self.put("\u{a0}", start, end),
                    b'_' => self.put("\u{2011}", start, end),
                    _ => {}
                }
            }
            Token::Word(name, number) => {
                if name != b"u" {
                    self.flush();
                }
                self.word(name, number, start, end);
                self.state.fresh = false;
            }
        }
    }

    fn word(&mut self, name: &[u8], number: Option<i32>, start: usize, end: usize) {
        let text = match name {
            b"u" => {
                self.unicode(number.unwrap_or(0), start, end);
                return;
            }
            b"tab" => "\t",
            b"cell" | b"nestcell" => "\t",
            b"line" | b"softline" => "\n",
            b"emdash" => "—",
            b"endash" => "–",
            b"lquote" => "‘",
            b"rquote" => "’",
            b"ldblquote" => "“",
            b"rdblquote" => "”",
            b"bullet" => "•",
            b"emspace" | b"enspace" | b"qmspace" => " ",
            _ => {
                self.control(name, number);
                return;
            }
        };
        // the end of a cell is no cell of its own, and a paragraph in one ends no row
        self.put(text, start, end);
    }

    fn control(&mut self, name: &[u8], number: Option<i32>) {
        let value = number.unwrap_or(0);
        match name {
            b"par" | b"sect" | b"page" => match self.state.into {
                Into::Body if self.in_table => self.paragraph.text.push(' '),
                Into::Body => self.end_paragraph(),
                Into::Running => self.end_running(),
                Into::Note => self.note.text.push('\n'),
                _ => {}
            },
            b"row" | b"nestrow" => {
                if self.state.into == Into::Body {
                    self.kind = BlockKind::TableRow;
                    self.end_paragraph();
                }
            }
            b"pard" => {
                self.in_table = false;
                self.style = 0;
                self.kind = BlockKind::Paragraph;
            }
            b"intbl" => self.in_table = true,
            b"s" if self.state.into == Into::Styles => self.style = value,
            b"s" => self.kind = self.headings.get(&value).copied().unwrap_or(self.kind),
            b"outlinelevel" if self.state.into == Into::Body && (0..9).contains(&value) => {
                self.kind = BlockKind::Heading((value as u8 + 1).min(6));
            }
            b"ls" if self.kind == BlockKind::Paragraph && self.state.into == Into::Body => {
                self.kind = BlockKind::ListItem;
            }
            b"ansicpg" => self.page = codepage::of_page(value),
            b"mac" => self.page = encoding_rs::MACINTOSH,
            b"uc" => self.state.after_unicode = value.clamp(0, 16),
            b"f" => self.state.font = value,
            b"fcharset" if self.state.into == Into::Fonts => {
                if let Some(page) = codepage::of_charset(value) {
                    self.fonts.insert(self.state.font, page);
                }
            }
            b"plain" => self.state.hidden = false,
            b"v" | b"deleted" => self.state.hidden = value != 0 || number.is_none(),
            _ => self.destination(name),
        }
    }

    /// Control words that say what a group is.
    fn destination(&mut self, name: &[u8]) {
        let into = match name {
            b"fonttbl" => Into::Fonts,
            b"stylesheet" => Into::Styles,
            b"title" if self.state.into == Into::Nowhere => Into::Property("title"),
            b"author" if self.state.into == Into::Nowhere => Into::Property("author"),
            b"subject" if self.state.into == Into::Nowhere => Into::Property("subject"),
            b"keywords" if self.state.into == Into::Nowhere => Into::Property("keywords"),
            b"company" if self.state.into == Into::Nowhere => Into::Property("company"),
            b"header" | b"headerl" | b"headerr" | b"headerf" | b"footer" | b"footerl" | b"footerr"
            | b"footerf" => Into::Running,
            b"footnote" => Into::Note,
            b"info" | b"colortbl" | b"pict" | b"object" | b"fldinst" | b"nonshppict" | b"themedata"
            | b"filetbl" | b"ftnsep" | b"ftnsepc" | b"aftnsep" | b"aftnsepc" | b"listtable" | b"operator"
            | b"annotation" | b"doccomm" | b"xe" | b"tc" | b"txe" | b"bkmkstart" | b"bkmkend" => {
                Into::Nowhere
            }
            _ => return,
        };
        // nothing inside a passed-over group has text, but for the properties
        if self.state.into != Into::Nowhere || matches!(into, Into::Property(_)) {
            self.state.into = into;
        }
    }

    fn close(&mut self) {
        let closed = self.state;
        let Some(outer) = self.states.pop() else { return };
        self.state = outer;
        let ends = closed.into != outer.into;
        match closed.into {
            Into::Property(name) if ends => {
                let value = std::mem::take(&mut self.other);
                properties::keep(name, &tidy(&value), &mut self.done.metadata);
            }
            Into::Styles => {
                let name = std::mem::take(&mut self.other).to_lowercase();
                let name = name.trim().trim_end_matches(';');
                let level = name.strip_prefix("heading ").and_then(|level| level.parse::<u8>().ok());
                if let Some(level) = level {
                    self.headings.insert(self.style, BlockKind::Heading(level.clamp(1, 6)));
                } else if name == "title" {
                    self.headings.insert(self.style, BlockKind::Title);
                }
                self.style = 0;
            }
            Into::Fonts => self.other.clear(),
            Into::Running if ends => self.end_running(),
            Into::Note if ends => self.end_note(),
            _ => {}
        }
    }

    fn unicode(&mut self, number: i32, start: usize, end: usize) {
        self.flush();
        self.skip = self.state.after_unicode;
        let unit = (number & 0xffff) as u32;
        if (0xd800..0xdc00).contains(&unit) {
            self.high = Some(unit);
            return;
        }
        let code = match (self.high.take(), unit) {
            (Some(high), 0xdc00..0xe000) => 0x1_0000 + ((high - 0xd800) << 10) + (unit - 0xdc00),
            _ => unit,
        };
        let mut utf8 = [0; 4];
        // symbols of fonts lie where no character is
        let c = char::from_u32(code).filter(|c| !('\u{f000}'..'\u{f100}').contains(c));
        self.put(c.unwrap_or('\u{fffd}').encode_utf8(&mut utf8), start, end);
    }

    /// Turns the bytes that wait into characters.
    fn flush(&mut self) {
        if self.bytes.is_empty() {
            return;
        }
        let bytes = std::mem::take(&mut self.bytes);
        let page = self.fonts.get(&self.state.font).copied().unwrap_or(self.page);
        let (text, _) = page.decode_without_bom_handling(&bytes);
        let text = text.into_owned();
        if let Some(target) = self.target() {
            target.push_str(&text);
        }
    }

    fn target(&mut self) -> Option<&mut String> {
        if self.state.hidden && matches!(self.state.into, Into::Body | Into::Running | Into::Note) {
            return None;
        }
        match self.state.into {
            Into::Body => Some(&mut self.paragraph.text),
            Into::Running => Some(&mut self.running.text),
            Into::Note => Some(&mut self.note.text),
            Into::Property(_) | Into::Styles => Some(&mut self.other),
            Into::Fonts | Into::Nowhere => None,
        }
    }

    /// Adds text that stands at `start..end` in the file.
    fn put(&mut self, text: &str, start: usize, end: usize) {
        self.flush();
        if let Some(target) = self.target() {
            target.push_str(text);
        }
        self.mark(start, end);
    }

    fn mark(&mut self, start: usize, end: usize) {
        let open = match self.state.into {
            Into::Body => &mut self.paragraph,
            Into::Running => &mut self.running,
            Into::Note => &mut self.note,
            _ => return,
        };
        open.start.get_or_insert(start);
        open.end = end;
    }

    fn end_paragraph(&mut self) {
        let open = std::mem::take(&mut self.paragraph);
        let kind = self.kind;
        let text = if kind == BlockKind::TableRow {
            let cells: Vec<String> =
                open.text.split('\t').map(|cell| tidy(cell).replace('\n', " ")).collect();
            cells.join("\t").trim().to_owned()
        } else {
            tidy(&open.text)
        };
        if kind == BlockKind::TableRow {
            self.kind = BlockKind::Paragraph;
        }
        push(kind, text, &open, &mut self.done.body);
        self.done.body.append(&mut self.notes);
    }

    fn end_running(&mut self) {
        let open = std::mem::take(&mut self.running);
        push(BlockKind::Paragraph, tidy(&open.text), &open, &mut self.done.running);
    }

    fn end_note(&mut self) {
        let open = std::mem::take(&mut self.note);
        push(BlockKind::Footnote, tidy(&open.text), &open, &mut self.notes);
    }
}

fn push(kind: BlockKind, text: String, open: &Open, pieces: &mut Vec<Piece>) {
    let start = open.start.unwrap_or(open.end);
    let place = SourceRange::new(start as u64, open.end.max(start) as u64);
    if !text.is_empty() {
        pieces.push(Piece { kind, role: Role::Content, text, page: None, place });
    }
}
#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(rtf: &str, expected: &[&str]) {
        let read = read(rtf.as_bytes());
        let found: Vec<&str> = read.body.iter().map(|piece| &*piece.text).collect();
        assert_eq!(found, expected, "{rtf}");
    }

    #[test]
    fn characters() {
        check("{\\rtf1\\ansi\\ansicpg1252 It\\'92s caf\\'e9\\par Two}", &["It’s café", "Two"]);
        check("{\\rtf1\\ansicpg1251 \\'cc\\'e8\\'f0}", &["Мир"]);
        check("{\\rtf1\\uc1 \\u8212?x\\u-3913?\\u-10179?\\u-8704?}", &["—x\u{fffd}😀"]);
        check(
            "{\\rtf1{\\fonttbl{\\f0\\fcharset0 Arial;}{\\f1\\fcharset204 Arial;}}\\f1\\'cc\\f0\\'e9}",
            &["Мé"],
        );
        check("{\\rtf1\\uc0 \\u233 t\\~a\\_b\\-c\\emdash}", &["ét\u{a0}a\u{2011}bc—"]);
    }

    #[test]
    fn destinations() {
        check(
            "{\\rtf1{\\stylesheet{\\s1 heading 1;}}{\\info{\\title Bread}}{\\*\\x no}{\\pict 00ff}A}",
            &["A"],
        );
        check("{\\rtf1 A{\\footnote B}c\\par D{\\v hid}{\\deleted x}}", &["Ac", "B", "D"]);
        check("{\\rtf1 {\\field{\\*\\fldinst HYPERLINK}{\\fldrslt link}} end", &["link end"]);
        check("{\\rtf1\\trowd\\intbl a\\cell b\\cell\\row\\pard c}", &["a\tb", "c"]);
        check("}}}{\\rtf1 x", &["x"]);
        check("{\\rtf1 \\bin3 {{{y}", &["y"]);
    }

    #[test]
    fn places_and_properties() {
        let found = read(b"{\\rtf1{\\info{\\title Bread}{\\author A. Mill}}One\\par Two}");
        assert_eq!(found.metadata.title.as_deref(), Some("Bread"));
        assert_eq!(found.metadata.first("author"), Some("A. Mill"));
        assert_eq!(found.body[1].place, SourceRange::new(52, 55));
    }
}
