//! The pieces of an XML text with their places, whatever its state: quick-xml finds them, and where it gives
//! up, reading goes on behind the place, so that no text is lost.

use super::entities::is_name;
use super::tag::{Tag, local};
use pamphlet_document::SourceRange;
use quick_xml::Reader;
use quick_xml::events::Event;

/// How often the text may be scanned in vain, as a multiple of its length, before tags are only stripped.
const PATIENCE: usize = 8;
/// A tag that is not closed within this many bytes is no tag.
const LONGEST_TAG: usize = 4 << 10;

/// A piece. All slices are of the unit.
#[derive(Clone, Copy, Debug)]
pub(super) enum Token<'a> {
    /// A start tag.
    Open(Tag<'a>),
    /// An element without content.
    Empty(Tag<'a>),
    /// An end tag: the local name.
    Close(&'a str),
    /// Text as it stands there, and its place.
    Text(&'a str, u64),
    /// A reference: the name between `&` and `;`, and the place of all of it.
    Reference(&'a str, SourceRange),
    /// What stands in `<!DOCTYPE …>`.
    Doctype(&'a str),
    /// Something that is no XML, at this place; reading went on behind it.
    Broken(u64),
}

/// Hands out the pieces of a unit one by one.
pub(super) struct Tokens<'a> {
    unit: &'a str,
    reader: Reader<&'a [u8]>,
    /// Where the reader started in the unit.
    base: usize,
    /// Given out before anything else is read.
    held: Option<Token<'a>>,
    /// Bytes that were scanned and must be scanned again.
    wasted: usize,
    /// From here on tags are only stripped.
    plain: Option<usize>,
    /// Where the last piece started.
    at: usize,
}

impl<'a> Tokens<'a> {
    pub fn new(unit: &'a str) -> Self {
        Self { unit, reader: reader(unit), base: 0, held: None, wasted: 0, plain: None, at: 0 }
    }

    /// Where the piece that was given out last starts in the unit.
    pub fn at(&self) -> u64 {
        self.at as u64
    }

    /// The next piece; `None` at the end.
    pub fn next(&mut self) -> Option<Token<'a>> {
        loop {
            if let Some(token) = self.held.take() {
                return Some(token);
            }
            if let Some(from) = self.plain {
                self.at = from;
                return self.strip(from);
            }
            let start = self.base + self.reader.buffer_position() as usize;
            self.at = start;
            if let Some(text) = self.stray(start) {
                return Some(text);
            }
            let event = self.reader.read_event();
            let end = self.base + self.reader.buffer_position() as usize;
            let raw = &self.unit[start..end];
            match event {
                Ok(Event::Eof) => return None,
                Ok(Event::Text(_)) if raw.is_empty() => {}
                Ok(Event::Text(_)) => return Some(Token::Text(raw, start as u64)),
                Ok(Event::CData(_)) => {
                    return Some(Token::Text(&raw[9..raw.len() - 3], start as u64 + 9));
                }
                Ok(Event::GeneralRef(_)) => {
                    let name = &raw[1..raw.len() - 1];
                    if is_name(name) {
                        return Some(Token::Reference(name, SourceRange::new(start as u64, end as u64)));
                    }
                    // a bare ampersand: what follows is text
                    self.restart(start + 1, end);
                    return Some(Token::Text(&raw[..1], start as u64));
                }
                Ok(Event::Start(_) | Event::Empty(_) | Event::End(_)) => {
                    // no value may hold `<`: a quote that was never closed has eaten the next tag
                    if memchr::memchr(b'<', &raw.as_bytes()[1..]).is_none() {
                        return Some(tag(raw, start));
                    }
                    return Some(self.cut(start, end));
                }
                Ok(Event::DocType(_)) => return Some(Token::Doctype(raw)),
                Ok(Event::Comment(_) | Event::PI(_) | Event::Decl(_)) => {}
                Err(_) => return Some(self.cut(start, self.unit.len())),
            }
        }
    }

    /// A `<` in text that starts no tag.
    fn stray(&mut self, at: usize) -> Option<Token<'a>> {
        let bytes = &self.unit.as_bytes()[at..];
        if bytes.first() != Some(&b'<') {
            return None;
        }
        let starts = bytes.get(1).is_some_and(|&byte| {
            byte.is_ascii_alphabetic() || byte >= 0x80 || matches!(byte, b'_' | b':' | b'/' | b'!' | b'?')
        });
        if starts {
            return None;
        }
        self.restart(at + 1, at + 1);
        self.held = Some(Token::Text(&self.unit[at..at + 1], at as u64));
        Some(Token::Broken(at as u64))
    }

    /// Goes on at `from`, although the text up to `scanned` was looked at.
    fn restart(&mut self, from: usize, scanned: usize) {
        self.wasted += scanned - from;
        if self.wasted > PATIENCE * self.unit.len() + LONGEST_TAG {
            self.plain = Some(from);
            return;
        }
        // a byte-order mark would be taken for the start of a file: not counted, and the places after it off by one
        let marks = self.unit[from..].len() - self.unit[from..].trim_start_matches('\u{feff}').len();
        self.base = from + marks;
        self.reader = reader(&self.unit[self.base..]);
    }

    /// Markup at `start` that does not end where it should. It is taken to end at the first `>`, or before
    /// the next `<`; text that it would have eaten is text.
    fn cut(&mut self, start: usize, scanned: usize) -> Token<'a> {
        let rest = &self.unit[start + 1..];
        let broken = Token::Broken(start as u64);
        let opening = ["![CDATA[", "!--", "?", "!"].into_iter().find(|mark| rest.starts_with(mark));
        let end = memchr::memchr2(b'<', b'>', rest.as_bytes());
        match (opening, end) {
            // a comment, a section or an instruction that never ends: what it holds may be all there is
            (Some(mark @ ("![CDATA[" | "!--")), _) => self.restart(start + 1 + mark.len(), scanned),
            (_, Some(len)) if len < LONGEST_TAG => {
                let closed = rest.as_bytes()[len] == b'>';
                let end = start + 1 + len + usize::from(closed);
                if opening.is_none() {
                    self.held = Some(tag(&self.unit[start..end], start));
                }
                self.restart(end, scanned);
            }
            // the file was cut off within a tag
            (_, None) if rest.len() < LONGEST_TAG => self.plain = Some(self.unit.len()),
            _ => self.restart(start + 1, scanned),
        }
        broken
    }

    /// The next text from `from` on, tags left out.
    fn strip(&mut self, from: usize) -> Option<Token<'a>> {
        let rest = &self.unit[from..];
        if rest.is_empty() {
            return None;
        }
        let Some(len) = memchr::memchr(b'<', rest.as_bytes()) else {
            self.plain = Some(self.unit.len());
            return Some(Token::Text(rest, from as u64));
        };
        if len > 0 {
            self.plain = Some(from + len);
            return Some(Token::Text(&rest[..len], from as u64));
        }
        let mut window = rest.len().min(LONGEST_TAG);
        while !rest.is_char_boundary(window) {
            window -= 1;
        }
        let end = memchr::memchr2(b'<', b'>', &rest.as_bytes()[1..window]);
        let skip = match end {
            Some(end) if rest.as_bytes()[1 + end] == b'>' => end + 2,
            _ => 1,
        };
        self.plain = Some(from + skip);
        // words on both sides of a tag stay apart
        Some(Token::Text(" ", from as u64))
    }
}

/// A reader that takes what it is given.
fn reader(text: &str) -> Reader<&[u8]> {
    let mut reader = Reader::from_str(text);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    reader
}

/// A tag from `<` on, with `>` at the end or cut before it.
fn tag(raw: &str, start: usize) -> Token<'_> {
    let inner = raw[1..].strip_suffix('>').unwrap_or(&raw[1..]);
    if let Some(name) = inner.strip_prefix('/') {
        let end = name.find(|c: char| c.is_ascii_whitespace()).unwrap_or(name.len());
        return Token::Close(local(&name[..end]));
    }
    match inner.strip_suffix('/') {
        Some(inner) => Token::Empty(Tag { raw: inner, at: start as u64 + 1 }),
        None => Token::Open(Tag { raw: inner, at: start as u64 + 1 }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(unit: &str) -> String {
        let mut tokens = Tokens::new(unit);
        let mut out = Vec::new();
        while let Some(token) = tokens.next() {
            out.push(match token {
                Token::Open(tag) => format!("<{}>", tag.raw),
                Token::Empty(tag) => format!("<{}/>", tag.raw),
                Token::Close(name) => format!("</{name}>"),
                Token::Text(text, at) => {
                    if text != " " {
                        assert_eq!(&unit[at as usize..at as usize + text.len()], text);
                    }
                    text.to_owned()
                }
                Token::Reference(name, range) => {
                    assert_eq!(&unit[range.start as usize..range.end as usize], format!("&{name};"));
                    format!("&{name};")
                }
                Token::Doctype(_) => "!".to_owned(),
                Token::Broken(_) => "BROKEN".to_owned(),
            });
        }
        out.join("|")
    }

    #[track_caller]
    fn check(unit: &str, expected: &str) {
        assert_eq!(shown(unit), expected, "{unit}");
    }

    #[test]
    fn sound_xml() {
        check("<a>x<b n='1'/>y</a >", "<a>|x|<b n='1'/>|y|</a>");
        check("<a><!-- no --><?no?>&amp;x<![CDATA[<b>&]]></a>", "<a>|&amp;|x|<b>&|</a>");
        check("<!DOCTYPE a [<!ENTITY b '>'>]><a n=\">\"/>", "!|<a n=\">\"/>");
        check("<t:a>é</t:a>", "<t:a>|é|</a>");
    }

    #[test]
    fn broken_xml_loses_no_text() {
        check("<a>3 < 4 & 5</a>", "<a>|3 |BROKEN|<| 4 |& 5|</a>");
        check("<a>AT&T plc; x</a>", "<a>|AT|&|T plc; x|</a>");
        check(
            "<p class=\"x>text</p><p n=\"1\">more</p>",
            "BROKEN|<p class=\"x>|text|</p>|<p n=\"1\">|more|</p>",
        );
        check("<p foo <b>x</b>", "BROKEN|<p foo >|<b>|x|</b>");
        check("<p>x<!-- never closed <b>y</b>", "<p>|x|BROKEN| never closed |<b>|y|</b>");
        check("<p>x<![CDATA[y <b>z", "<p>|x|BROKEN|y |<b>|z");
        check("<p>x</p><q id=\"cut off", "<p>|x|</p>|BROKEN");
        check("<p>x<", "<p>|x|BROKEN|<");
        check("", "");
    }

    #[test]
    fn hostile_input_ends() {
        for piece in
            ["<", "<a", "<a ", "<!--", "<![CDATA[", "<?", "<!DOCTYPE", "</", "&", "<a b=\"", "]]>", "<!"]
        {
            let text = piece.repeat(50_000);
            let mut tokens = Tokens::new(&text);
            let mut count = 0;
            while tokens.next().is_some() {
                count += 1;
            }
            assert!(count <= 4 * text.len() + 4, "{piece}");
        }
    }
}
