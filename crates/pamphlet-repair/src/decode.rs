//! Bytes to text, with the way back.
//!
//! Order of trust: a byte-order mark that the bytes bear out, UTF-16 without one, strict UTF-8, UTF-8 with
//! stray bytes of a second encoding, and then one legacy encoding, where what is declared, what chardetng
//! hears, Mac Roman and the code pages of DOS (which it does not know) are weighed against each other by what they
//! make of the letters. A declared charset is a witness, not a judge. Nothing here mends text: that is the rules' part.

mod binary;
mod dos;
mod legacy;
mod mixed;
mod plausible;
mod single_byte;
mod utf16;
mod utf32;

pub use binary::is_binary;
pub(crate) use plausible::weight;
pub(crate) use single_byte::Table;

use pamphlet_document::{Diagnostic, Severity, SourceMap, SourceMapBuilder, TextRange};
use std::borrow::Cow;

/// The most bytes that one text is made of: a longer file is cut here, since places in a text are 32 bits
/// wide and a byte can become three.
const LONGEST: usize = (u32::MAX / 3) as usize;

/// Bytes as text.
#[derive(Clone, Debug)]
pub struct Decoded<'b> {
    /// The text, without a byte-order mark; borrowed when the bytes are UTF-8.
    pub text: Cow<'b, str>,
    /// The encoding, as the Encoding Standard names it.
    pub encoding: &'static str,
    /// From the text to the bytes.
    pub map: SourceMap,
    /// What a person should know: a declared charset that lies, bytes of a second encoding, bytes that are
    /// no text in any.
    pub diagnostics: Vec<Diagnostic>,
    /// Characters of a second encoding within the first.
    pub(crate) second_encoding: Vec<TextRange>,
}

/// A text in the making, with its map.
#[derive(Default)]
struct Output {
    text: String,
    map: SourceMapBuilder,
}

impl Output {
    /// One character from `len` bytes at `at`.
    fn put(&mut self, c: char, at: usize, len: usize) {
        self.text.push(c);
        self.map.steps(1, c.len_utf8() as u32, len as u32, at as u64);
    }

    /// UTF-8 as it stands.
    fn copy(&mut self, text: &str, at: usize) {
        self.text.push_str(text);
        self.map.copy(text.len() as u32, at as u64);
    }

    fn decoded<'b>(self, encoding: &'static str) -> Decoded<'b> {
        Decoded {
            text: Cow::Owned(self.text),
            encoding,
            map: self.map.finish(),
            diagnostics: Vec::new(),
            second_encoding: Vec::new(),
        }
    }
}

/// Decodes bytes of any encoding. `declared` is the charset that a header, a `<meta>` or an XML
/// declaration gives, by any of its labels; it may lie, or be unknown.
///
/// Never fails: bytes that are no text in the encoding that fits best become U+FFFD, and a diagnostic says
/// so.
///
/// ```
/// use pamphlet_repair::decode;
/// assert_eq!(decode(b"\xef\xbb\xbfworkers\xe2\x80\x99", None).text, "workers’");
/// let mixed = decode(b"the miner\xe2\x80\x99s caf\xc3\xa9\nand the worker\x92s\n", Some("utf-8"));
/// assert_eq!(mixed.text, "the miner’s café\nand the worker’s\n");
/// assert_eq!(mixed.diagnostics[0].code, "mixed-encoding");
/// ```
pub fn decode<'b>(bytes: &'b [u8], declared: Option<&str>) -> Decoded<'b> {
    let cut = bytes.len() > LONGEST;
    let bytes = &bytes[..bytes.len().min(LONGEST)];
    let mut decoded = decode_whole(bytes, declared);
    if cut {
        let message = format!("only the first {LONGEST} bytes were read");
        decoded.diagnostics.push(finding(Severity::Warning, "too-long", message));
    }
    decoded
}

fn decode_whole<'b>(bytes: &'b [u8], declared: Option<&str>) -> Decoded<'b> {
    let label = declared.unwrap_or_default().trim();
    let declared = encoding_rs::Encoding::for_label(label.as_bytes());
    if let Some((order, after)) = utf32::guess(bytes) {
        return utf32::decode(bytes, after, order);
    }
    let (mark, after) = byte_order_mark(bytes);
    if let Some(order) = mark
        && order.fits(&bytes[after..])
    {
        let mut decoded = utf16::decode(bytes, after, order);
        if let Some(other) = declared.filter(|other| !other.name().starts_with("UTF-16")) {
            decoded.diagnostics.push(lie(other.name(), decoded.encoding));
        }
        return decoded;
    }
    if let Some(order) = utf16::guess(&bytes[after..]) {
        return utf16::decode(bytes, after, order);
    }
    let body = &bytes[after..];
    let escapes = declared == Some(encoding_rs::ISO_2022_JP) && memchr::memchr(0x1b, body).is_some();
    let text = match simdutf8::basic::from_utf8(body) {
        Ok(text) if !escapes => text,
        _ => return legacy_or_mixed(bytes, after, declared, dos::Page::of_label(label)),
    };
    let mut diagnostics = Vec::new();
    if let Some(other) = declared.filter(|other| *other != encoding_rs::UTF_8)
        && !text.is_ascii()
    {
        diagnostics.push(lie(other.name(), "UTF-8"));
    }
    Decoded {
        text: Cow::Borrowed(text),
        encoding: "UTF-8",
        map: SourceMap::identity(text.len() as u32, after as u64),
        diagnostics,
        second_encoding: Vec::new(),
    }
}

fn legacy_or_mixed<'b>(
    bytes: &'b [u8],
    after: usize,
    declared: Option<&'static encoding_rs::Encoding>,
    page: Option<dos::Page>,
) -> Decoded<'b> {
    // a declared encoding of several bytes a character that fits without a fault is no accident
    let fits = |encoding: &&'static encoding_rs::Encoding| {
        !encoding.is_single_byte()
            && *encoding != encoding_rs::UTF_8
            && encoding.decode_without_bom_handling_and_without_replacement(&bytes[after..]).is_some()
    };
    if declared.filter(fits).is_none()
        && let Some(decoded) = mixed::decode(bytes, after)
    {
        return decoded;
    }
    let mut decoded = legacy::decode(bytes, after, declared, page);
    if let Some(other) = declared.filter(|other| other.name() != decoded.encoding) {
        decoded.diagnostics.push(lie(other.name(), decoded.encoding));
    }
    decoded
}

/// A byte-order mark, if there is one, and where the text starts.
fn byte_order_mark(bytes: &[u8]) -> (Option<utf16::Order>, usize) {
    match bytes {
        [0xef, 0xbb, 0xbf, ..] => (None, 3),
        [0xff, 0xfe, ..] => (Some(utf16::Order::Little), 2),
        [0xfe, 0xff, ..] => (Some(utf16::Order::Big), 2),
        _ => (None, 0),
    }
}

fn lie(declared: &str, found: &str) -> Diagnostic {
    finding(Severity::Note, "declared-charset-wrong", format!("declared as {declared}, read as {found}"))
}

fn finding(severity: Severity, code: &str, message: String) -> Diagnostic {
    Diagnostic { severity, code: code.to_owned(), message, place: None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use pamphlet_document::SourceRange;
    use proptest::prelude::*;

    #[track_caller]
    fn check(bytes: &[u8], declared: Option<&str>, text: &str, encoding: &str) {
        let decoded = decode(bytes, declared);
        assert_eq!((&*decoded.text, decoded.encoding), (text, encoding));
        assert_eq!(decoded.map.text_len() as usize, decoded.text.len());
    }

    fn legacy(encoding: &'static encoding_rs::Encoding, text: &str) -> Vec<u8> {
        encoding.encode(text).0.into_owned()
    }

    const ENGLISH: &str = "The workers’ council met in the café — “all of us,” it said — and didn’t vote.";
    const RUSSIAN: &str =
        "Все люди рождаются свободными и равными в своём достоинстве и правах.\nОни наделены разумом.";

    #[test]
    fn utf_32() {
        let text = "The House met. Café “no”. 🎺\n";
        let little: Vec<u8> = text.chars().flat_map(|c| (c as u32).to_le_bytes()).collect();
        let big: Vec<u8> = text.chars().flat_map(|c| (c as u32).to_be_bytes()).collect();
        check(&[&[0xff, 0xfe, 0, 0], &little[..]].concat(), None, text, "UTF-32LE");
        check(&[&[0, 0, 0xfe, 0xff], &big[..]].concat(), None, text, "UTF-32BE");
        check(&little, None, text, "UTF-32LE");
        check(&big, Some("utf-8"), text, "UTF-32BE");
        let place = decode(&little, None).map.source_of(pamphlet_document::TextRange::new(4, 9));
        assert_eq!(place, SourceRange::new(16, 36));
    }

    #[test]
    fn byte_order_marks() {
        check(b"\xef\xbb\xbfplain", None, "plain", "UTF-8");
        check(b"\xff\xfea\0b\0", None, "ab", "UTF-16LE");
        check(b"\xfe\xff\0a\0b", Some("utf-8"), "ab", "UTF-16BE");
        check(
            b"\xff\xfeplain text after a mark that lies",
            None,
            "plain text after a mark that lies",
            "UTF-8",
        );
        check(b"\xff\xfe", None, "", "UTF-16LE");
        check(b"", None, "", "UTF-8");
    }

    #[test]
    fn utf_16_without_a_mark() {
        for text in [ENGLISH, RUSSIAN, "Όλοι οι άνθρωποι γεννιούνται ελεύθεροι και ίσοι."]
        {
            let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
            check(&little, None, text, "UTF-16LE");
            check(&big, None, text, "UTF-16BE");
        }
    }

    #[test]
    fn legacy_encodings_without_a_witness() {
        check(&legacy(encoding_rs::WINDOWS_1252, ENGLISH), None, ENGLISH, "windows-1252");
        check(&legacy(encoding_rs::MACINTOSH, ENGLISH), None, ENGLISH, "macintosh");
        check(&legacy(encoding_rs::WINDOWS_1251, RUSSIAN), None, RUSSIAN, "windows-1251");
        check(&legacy(encoding_rs::KOI8_R, RUSSIAN), None, RUSSIAN, "KOI8-U");
    }

    #[test]
    fn a_declared_charset_is_a_witness() {
        check(&legacy(encoding_rs::WINDOWS_1251, RUSSIAN), Some("iso-8859-1"), RUSSIAN, "windows-1251");
        check(ENGLISH.as_bytes(), Some("iso-8859-1"), ENGLISH, "UTF-8");
        check(&legacy(encoding_rs::WINDOWS_1252, ENGLISH), Some("utf-8"), ENGLISH, "windows-1252");
        check(&legacy(encoding_rs::WINDOWS_1252, ENGLISH), Some("no such charset"), ENGLISH, "windows-1252");
        let japanese = "労働者の権利";
        check(&legacy(encoding_rs::SHIFT_JIS, japanese), Some("shift_jis"), japanese, "Shift_JIS");
        check(&legacy(encoding_rs::ISO_2022_JP, japanese), Some("iso-2022-jp"), japanese, "ISO-2022-JP");
    }

    #[test]
    fn the_map_is_made_of_runs_and_leads_back() {
        let bytes = legacy(encoding_rs::WINDOWS_1251, RUSSIAN);
        let decoded = decode(&bytes, None);
        assert!(decoded.map.runs().len() < RUSSIAN.len() / 5, "{}", decoded.map.runs().len());
        let at = RUSSIAN.find("рождаются").expect("it is there") as u32;
        let source = decoded.map.source_of(TextRange::new(at, at + 18));
        assert_eq!(source, SourceRange::new(9, 18));
    }

    proptest! {
        #[test]
        fn any_bytes_give_a_text_and_a_map(bytes in prop::collection::vec(any::<u8>(), 0..200), label in prop::option::of("utf-8|shift_jis|gbk|x")) {
            let decoded = decode(&bytes, label.as_deref());
            prop_assert_eq!(decoded.map.text_len() as usize, decoded.text.len());
            for run in decoded.map.runs() {
                prop_assert!(run.source_end() <= bytes.len() as u64);
            }
        }

        #[test]
        fn utf_8_is_borrowed(text in "\\PC{0,80}é") {
            prop_assume!(!text.starts_with('\u{feff}') && !text.contains('\0'));
            let decoded = decode(text.as_bytes(), None);
            prop_assert_eq!(&*decoded.text, &text);
            prop_assert!(matches!(decoded.text, Cow::Borrowed(_)));
        }
    }
}
