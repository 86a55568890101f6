//! The parts of one message, and nothing of the messages inside it. mail-parser goes on into those, however deep they
//! stand in each other, and overflows the stack when it lets go of them. So it is shown the message with the types of
//! such parts misspelled, byte for byte in the same places: to it they are attachments like others. What any part holds
//! is taken from the bytes as they are; a message inside is read as an archive's member is, with the same limit of depth.

use super::transfer;
use crate::repairing::decode;
use mail_parser::{Encoding, Message, MessageParser, MessagePart, MimeHeaders, PartType};
use std::borrow::Cow;

/// Types whose parts are messages: `message/rfc822`, `message/global`, and `multipart/digest`, whose parts are messages
/// where they do not say otherwise.
const OF_MESSAGES: [&[u8; 6]; 3] = [b"rfc822", b"global", b"digest"];
/// Stands for the last letter of these.
const MISSPELLED: u8 = b'x';

/// The message as mail-parser may see it.
pub(super) fn shown(bytes: &[u8]) -> Cow<'_, [u8]> {
    let mut shown = Cow::Borrowed(bytes);
    for (at, six) in bytes.windows(6).enumerate() {
        let is_one = matches!(six[0] | 0x20, b'r' | b'g' | b'd')
            && OF_MESSAGES.iter().any(|kind| six.eq_ignore_ascii_case(*kind));
        if is_one {
            shown.to_mut()[at + 5] = MISSPELLED;
        }
    }
    shown
}

/// Whether a subtype, as mail-parser was shown it, is this one.
fn is_subtype(part: &MessagePart<'_>, of: &str, kind: &[u8; 6]) -> bool {
    part.content_type().is_some_and(|found| {
        let sub = found.subtype().unwrap_or_default().as_bytes();
        found.ctype().eq_ignore_ascii_case(of)
            && sub.strip_suffix(&[MISSPELLED]).is_some_and(|start| start.eq_ignore_ascii_case(&kind[..5]))
    })
}

/// An attachment: a part that is no text of the message itself.
pub(super) struct Attachment<'m> {
    pub part: &'m MessagePart<'m>,
    pub is_message: bool,
}

/// The parts that are the text, and the attachments, in the order of the message.
pub(super) fn parts<'m>(message: &'m Message<'m>) -> (Vec<&'m MessagePart<'m>>, Vec<Attachment<'m>>) {
    let part = |id: &u32| message.parts.get(*id as usize);
    let mut of_digests: Vec<u32> = Vec::new();
    for digest in message.parts.iter().filter(|part| is_subtype(part, "multipart", OF_MESSAGES[2])) {
        if let PartType::Multipart(inside) = &digest.body {
            of_digests.extend(
                inside.iter().filter(|id| part(id).is_some_and(|part| part.content_type().is_none())),
            );
        }
    }
    of_digests.sort_unstable();
    let in_digest = |id: &u32| of_digests.binary_search(id).is_ok();
    let bodies = message.text_body.iter().filter(|id| !in_digest(id)).filter_map(part).collect();
    let mut attached: Vec<u32> = message.attachments.iter().chain(&of_digests).copied().collect();
    attached.sort_unstable();
    attached.dedup();
    let attachment = |id: &u32| {
        let part = part(id)?;
        let is_message =
            in_digest(id) || OF_MESSAGES[..2].iter().any(|kind| is_subtype(part, "message", kind));
        Some(Attachment { part, is_message })
    };
    (bodies, attached.iter().filter_map(attachment).collect())
}

impl Attachment<'_> {
    /// The name that it has in the message that `bytes` are.
    pub fn name(&self, bytes: &[u8]) -> Option<String> {
        let (start, end) = (self.part.raw_header_offset() as usize, self.part.raw_body_offset() as usize);
        let own = bytes.get(start..end).and_then(|head| MessageParser::default().parse_headers(head));
        let own = own.as_ref().and_then(|own| own.parts.first()).unwrap_or(self.part);
        own.attachment_name().map(str::to_owned)
    }

    /// What it holds in the message that `bytes` are; text as UTF-8.
    pub fn content(&self, bytes: &[u8]) -> Vec<u8> {
        let (start, end) = (self.part.raw_body_offset() as usize, self.part.raw_end_offset() as usize);
        let raw = bytes.get(start..end).unwrap_or_default();
        let content = match self.part.encoding {
            Encoding::None => raw.to_vec(),
            Encoding::QuotedPrintable => transfer::quoted_printable(raw, 0).bytes,
            Encoding::Base64 => transfer::base64(raw, 0).bytes,
        };
        match &self.part.body {
            PartType::Text(_) | PartType::Html(_) if !self.is_message => {
                let charset = self.part.content_type().and_then(|kind| kind.attribute("charset"));
                decode(&content, charset).text.into_owned().into_bytes()
            }
            _ => content,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::formats::archive::tests::read;

    /// What is read of a message: the path and the text of each document.
    #[track_caller]
    fn check(message: &str, expected: &[(&str, &str)], failures: &[&str]) {
        let head = "From: a@example.org\nSubject: Outer\nMIME-Version: 1.0\n";
        let (documents, failed) = read("a.eml", format!("{head}{message}").as_bytes());
        let found: Vec<_> = documents
            .iter()
            .map(|document| (&*document.path, document.text.replace("\n\n", " | ")))
            .collect();
        let found: Vec<_> = found.iter().map(|(path, text)| (*path, &**text)).collect();
        assert_eq!(
            (&*found, failed),
            (expected, failures.iter().map(|&failure| failure.to_owned()).collect())
        );
    }

    const INNER: &str = "From: b@example.org\nSubject: On the global digest\n\nThe coopers met of RFC822.\n";

    #[test]
    fn messages_in_messages() {
        let inner = ("a.eml!/message-1.eml", "On the global digest | The coopers met of RFC822.");
        let forwarded = |head: &str, inner: &str| {
            format!(
                "Content-Type: multipart/mixed; boundary=digest\n\n--digest\n\nSee below, rfc822.\n--digest\n{head}\n{inner}\n--digest--\n"
            )
        };
        let outer = ("a.eml", "Outer | See below, rfc822.");
        check(&forwarded("Content-Type: message/rfc822\n", INNER), &[outer, inner], &[]);
        check(&forwarded("Content-Type: Message/RFC822\n", INNER), &[outer, inner], &[]);
        check(&forwarded("Content-Type: message/global\n", INNER), &[outer, inner], &[]);
        // in a code, as some programs send it
        let coded = "RnJvbTogYkBleGFtcGxlLm9yZwpTdWJqZWN0OiBPbiB0aGUgZ2xvYmFsIGRpZ2VzdAoKVGhlIGNv\nb3BlcnMgbWV0IG9mIFJGQzgyMi4K";
        let head = "Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n";
        check(&forwarded(head, coded), &[outer, inner], &[]);
        let digest =
            format!("Content-Type: multipart/digest; boundary=b\n\n--b\n\n{INNER}\n--b\n\n{INNER}\n--b--\n");
        let second = ("a.eml!/message-2.eml", inner.1);
        check(&digest, &[("a.eml", "Outer"), inner, second], &[]);
        // names and texts of attachments are as they were sent
        let named = "Content-Type: text/plain; charset=iso-8859-1; name=\"global-rfc822.txt\"\nContent-Disposition: attachment\nContent-Transfer-Encoding: quoted-printable\n";
        let text = "The digest of a caf=E9, and what is global in it.";
        let expected = ("a.eml!/global-rfc822.txt", "The digest of a café, and what is global in it.");
        check(&forwarded(named, text), &[outer, expected], &[]);
    }

    #[test]
    fn a_hundred_thousand_messages_in_each_other() {
        let deep = "Content-Type: message/rfc822\n\nSubject: In\nMIME-Version: 1.0\n".repeat(100_000);
        let inside = |n: usize| format!("a.eml{}", "!/message-1.eml".repeat(n));
        let paths: Vec<String> = (0..4).map(inside).collect();
        let failed = format!("{}: beyond a limit: archives nested more than 3 deep", paths[3]);
        check(
            &format!("{deep}Content-Type: text/plain\n\nThe coopers met.\n"),
            &[(&paths[0], "Outer"), (&paths[1], "In"), (&paths[2], "In")],
            &[&failed],
        );
    }
}
