//! One message: mail-parser finds its parts and reads its headers, the bodies are undone here, so that each
//! word keeps its place. Plain text goes before the same text as HTML.

use super::parts::{Attachment, parts, shown};
use super::transfer::{self, Body};
use crate::draft::Draft;
use crate::formats::{Extracted, Format, Input, Member, Sink, html, text};
use crate::repairing::decode;
use crate::structure::one_line;
use crate::{Failure, Reason};
use mail_parser::{Address, Encoding, Message, MessageParser, MessagePart, MimeHeaders, PartType};
use pamphlet_document::{
    BlockKind, Diagnostic, Lines, Metadata, PartialDate, Role, Severity, SourceRange, field,
};
use std::ops::ControlFlow;

/// The format `mail`.
pub(crate) struct Mail;

/// Where a message stands.
pub(super) struct Place {
    /// What tells it apart from others of its file.
    pub locator: String,
    /// The byte of the file that it starts at.
    pub base: u64,
    /// Its lines, where they are not those of the whole file.
    pub lines: Option<Lines>,
}

impl Format for Mail {
    fn name(&self) -> &'static str {
        "mail"
    }

    fn read(&self, input: &Input<'_>, sink: &mut dyn Sink) -> Result<(), Reason> {
        let place = Place { locator: String::new(), base: 0, lines: None };
        let _ = read(input.bytes, place, input, sink, self.name());
        Ok(())
    }
}

/// Reads the message that `bytes` are, and its attachments.
pub(super) fn read(
    bytes: &[u8],
    place: Place,
    input: &Input<'_>,
    sink: &mut dyn Sink,
    format: &'static str,
) -> ControlFlow<()> {
    let Place { locator, base, lines } = place;
    let parser = MessageParser::default();
    let shown = shown(bytes);
    let (Some(message), Some(head)) = (parser.parse(&*shown), parser.parse_headers(bytes)) else {
        let path = format!("{}{locator}", input.path);
        sink.failure(Failure::new(path, Reason::Damaged("no header can be read".to_owned())));
        return ControlFlow::Continue(());
    };
    let mut draft = Draft::default();
    headers(&head, &mut draft.metadata);
    draft.record_id = head.message_id().map(str::to_owned);
    if let Some(subject) = head.subject() {
        let header = head.headers().iter().find(|header| header.name().eq_ignore_ascii_case("subject"));
        let at = header.map_or(SourceRange::new(base, base), |header| {
            let (start, end) = (u64::from(header.offset_start()), u64::from(header.offset_end()));
            SourceRange::new(base + start, base + end.max(start))
        });
        draft.block(BlockKind::Title, Role::Content, subject, at);
    }
    let (bodies, attachments) = parts(&message);
    for part in bodies {
        body(part, bytes, base, input, &mut draft, format == "mbox");
    }
    let mut attached = Vec::new();
    for (number, found) in attachments.iter().enumerate() {
        match attachment(found, number, bytes) {
            Ok(found) => attached.push(found),
            Err(name) => draft.notes.push(Diagnostic {
                severity: Severity::Note,
                code: "attachment-skipped".to_owned(),
                message: format!("attachment {name} is a picture, sound or signature"),
                place: None,
            }),
        }
    }
    sink.document(Extracted {
        draft,
        unit: None,
        locator: locator.clone(),
        plain: false,
        format,
        first_line: lines,
    })?;
    for (name, content) in attached {
        let locator = format!("{locator}!/{name}");
        if let Err(reason) = sink.budget().member().and_then(|()| sink.budget().take(content.len() as u64)) {
            sink.failure(Failure::new(format!("{}{locator}", input.path), reason));
            continue;
        }
        let known = Metadata::default();
        sink.member(Member { locator: &locator, name: &name, bytes: &content, known })?;
    }
    ControlFlow::Continue(())
}

/// What the headers say.
fn headers(message: &Message<'_>, metadata: &mut Metadata) {
    if let Some(date) = message.date() {
        metadata.date = PartialDate::day(date.year, date.month, date.day);
    }
    let mut add = |name: &str, address: Option<&Address<'_>>| {
        for one in address.into_iter().flat_map(Address::iter) {
            metadata.add(name, &one_line(one.name().or(one.address()).unwrap_or_default()));
        }
    };
    add(field::AUTHOR, message.from());
    add("to", message.to());
    add("cc", message.cc());
}

/// Adds the text of a part; `unquote` as [`transfer::plain`] says.
fn body(
    part: &MessagePart<'_>,
    bytes: &[u8],
    base: u64,
    input: &Input<'_>,
    draft: &mut Draft,
    unquote: bool,
) {
    let is_html = match &part.body {
        PartType::Text(_) => false,
        PartType::Html(_) => true,
        _ => return,
    };
    let (start, end) = (part.raw_body_offset() as usize, part.raw_end_offset() as usize);
    let Some(raw) = bytes.get(start..end) else { return };
    let at = base + start as u64;
    let Body { bytes, map } = match part.encoding {
        Encoding::None => transfer::plain(raw, at, unquote),
        Encoding::QuotedPrintable => transfer::quoted_printable(raw, at),
        Encoding::Base64 => transfer::base64(raw, at),
    };
    let charset = part.content_type().and_then(|kind| kind.attribute("charset"));
    let unit = decode(&bytes, charset);
    let mut inner = Draft::default();
    if is_html {
        html::page(&unit.text, &mut inner, input.options);
    } else {
        text::paragraphs(&unit.text, 0, &mut inner);
    }
    draft.notes.extend(unit.diagnostics.iter().cloned());
    draft.absorb(inner, &map.compose(&unit.map));
}

/// The name and the content of an attachment; only the name where it cannot hold text.
fn attachment(found: &Attachment<'_>, number: usize, bytes: &[u8]) -> Result<(String, Vec<u8>), String> {
    let kind = found.part.content_type();
    let main = kind.map(|kind| kind.ctype().to_ascii_lowercase()).unwrap_or_default();
    let sub = kind.and_then(|kind| kind.subtype()).unwrap_or_default().to_ascii_lowercase();
    let name = match found.name(bytes) {
        Some(name) => one_line(&name.replace(['/', '\\'], "_")),
        None if found.is_message => format!("message-{}.eml", number + 1),
        None => format!("part-{}", number + 1),
    };
    let is_media = ["image", "audio", "video", "font"].contains(&&*main) || sub.ends_with("-signature");
    if is_media { Err(name) } else { Ok((name, found.content(bytes))) }
}
