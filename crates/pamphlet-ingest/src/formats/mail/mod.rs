//! E-mail: single messages and mailboxes, each message a document. The subject is the title, other headers
//! are metadata; attachments are read as the files that they are.

mod mbox;
mod message;
mod parts;
mod transfer;

pub(crate) use mbox::{Mbox, read_after, separators};
pub(crate) use message::Mail;

use crate::sniff::Kind;

/// Headers that only mail has: a memo may start with `From:` and `Date:` too.
const OF_MAIL: [&str; 7] = [
    "message-id",
    "mime-version",
    "received",
    "return-path",
    "delivered-to",
    "content-transfer-encoding",
    "x-mailer",
];

/// Whether bytes are a message or a mailbox: by their first lines, which are headers.
pub(crate) fn sniff(bytes: &[u8], name: &str) -> Option<Kind> {
    let head = &bytes[..bytes.len().min(8_192)];
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    if head.starts_with(b"From ") {
        let line = head.split(|&byte| byte == b'\n').next().unwrap_or_default();
        let (_, named) = headers(&head[(line.len() + 1).min(head.len())..]);
        return (mbox::is_separator(line) && named >= 2).then_some(Kind::Mbox);
    }
    let (of_mail, named) = headers(head);
    let ending = name.len() >= 4 && name.as_bytes()[name.len() - 4..].eq_ignore_ascii_case(b".eml");
    (named >= 2 && (of_mail || ending)).then_some(Kind::Mail)
}

/// Whether one of the header lines at the start is of mail only, and how many of those that matter there are.
fn headers(head: &[u8]) -> (bool, usize) {
    let (mut of_mail, mut named) = (false, 0);
    for (number, line) in head.split(|&byte| byte == b'\n').enumerate() {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line.is_empty() {
            break;
        }
        if line.starts_with(b" ") || line.starts_with(b"\t") {
            if number == 0 {
                return (false, 0);
            }
            continue;
        }
        let Some(colon) = line.iter().position(|&byte| byte == b':') else { return (false, 0) };
        let key = String::from_utf8_lossy(&line[..colon]).to_ascii_lowercase();
        if key.is_empty() || !key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') {
            return (false, 0);
        }
        of_mail |= OF_MAIL.contains(&&*key);
        let known = ["from", "to", "subject", "date"].contains(&&*key) || OF_MAIL.contains(&&*key);
        named += usize::from(known);
    }
    (of_mail, named)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, name: &str, expected: Option<Kind>) {
        assert_eq!(sniff(text.as_bytes(), name), expected, "{text}");
    }

    #[test]
    fn told_by_headers() {
        check("From: A\r\nMessage-ID: <1@x>\r\n\r\nBread", "x", Some(Kind::Mail));
        check("From: A\nDate: 1 May 1999\n\nA memo", "x.txt", None);
        check("From: A\nDate: 1 May 1999\n\nA letter", "x.EML", Some(Kind::Mail));
        check("From a@x Mon May 03 10:00:00 1999\nFrom: A\nTo: B\n\nText", "x", Some(Kind::Mbox));
        check("From all of us\nA greeting: yes\n", "x", None);
        check("MINUTES: of the branch\n", "x", None);
        check("é: x", "é", None);
    }
}
