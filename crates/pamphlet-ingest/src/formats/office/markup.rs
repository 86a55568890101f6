//! The XML of office documents as a stream of tokens. No tree is built, so depth costs nothing; entities
//! that a file declares itself are never expanded.

use quick_xml::Reader;
use quick_xml::escape::{resolve_predefined_entity, unescape};
use quick_xml::events::{BytesStart, Event};
use std::borrow::Cow;

/// A tag or text. An empty element is opened and closed.
pub(crate) enum Token<'a> {
    /// A start tag.
    Open(BytesStart<'a>),
    /// An end tag.
    Close(String),
    /// Text, with references resolved.
    Text(Cow<'a, str>),
}

/// Reads tokens until the end, or until the markup is broken.
pub(crate) struct Tokens<'a> {
    reader: Reader<&'a [u8]>,
    close: Option<String>,
    /// The byte of the part at which its markup broke.
    pub broken: Option<u64>,
}

impl<'a> Tokens<'a> {
    /// The tokens of a part.
    pub fn new(xml: &'a str) -> Self {
        let mut reader = Reader::from_str(xml);
        reader.config_mut().allow_dangling_amp = true;
        Self { reader, close: None, broken: None }
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        if let Some(name) = self.close.take() {
            return Some(Token::Close(name));
        }
        if self.broken.is_some() {
            return None;
        }
        loop {
            return Some(match self.reader.read_event() {
                Ok(Event::Start(start)) => Token::Open(start),
                Ok(Event::Empty(start)) => {
                    self.close = Some(start.local_name().as_ref().to_owned());
                    Token::Open(start)
                }
                Ok(Event::End(end)) => Token::Close(end.local_name().as_ref().to_owned()),
                Ok(Event::Text(text)) => Token::Text(text.xml10_content()),
                Ok(Event::CData(text)) => Token::Text(text.xml10_content()),
                Ok(Event::GeneralRef(name)) => Token::Text(match name.resolve_char_ref() {
                    Ok(Some(char)) => Cow::Owned(char.to_string()),
                    _ => match resolve_predefined_entity(&name) {
                        Some(text) => Cow::Borrowed(text),
                        None => Cow::Owned(format!("&{};", &*name)),
                    },
                }),
                Ok(Event::Eof) => return None,
                Ok(_) => continue,
                Err(_) => {
                    self.broken = Some(self.reader.error_position());
                    return None;
                }
            });
        }
    }
}

/// An attribute by its name without prefix.
pub(crate) fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    for attribute in start.attributes().with_checks(false).flatten() {
        if attribute.key.local_name().as_ref() == name {
            return Some(match unescape(&attribute.value) {
                Ok(value) => value.into_owned(),
                Err(_) => attribute.value.into_owned(),
            });
        }
    }
    None
}
