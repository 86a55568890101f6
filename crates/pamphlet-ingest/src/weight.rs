//! How much memory reading a file takes, told before it is begun: formats that are read into a tree are bounded by
//! the number of its nodes, which a small file may have many of.
//!
//! Formats that are read in pieces are not weighed; a child that reads has a limit of its own, and the file that it gets
//! comes on top.

use crate::Reason;
use crate::sniff::Kind;

/// The most that reading one file may take, in bytes; what is made of its documents comes on top.
const MOST: u64 = 850 << 20;
/// Of each byte: the file, its text, and what stands in between.
const BYTE: u64 = 3;
/// Of each element of a page: a million `<p>` took 440 MiB.
const ELEMENT: u64 = 450;
/// Of each value of JSON.
const VALUE: u64 = 100;

/// The largest file that is handed to a child, in bytes: it is held here as well as there.
const CHILD: u64 = 256 << 20;

/// Whether a file of a kind can be read in bounded memory.
///
/// # Errors
/// [`Reason::Limit`] when it cannot.
pub(crate) fn check(kind: Kind, bytes: &[u8]) -> Result<(), Reason> {
    let nodes = match kind {
        Kind::Html | Kind::Xml => ELEMENT * elements(bytes),
        Kind::Json => VALUE * memchr::memchr2_iter(b',', b'[', bytes).count() as u64,
        Kind::Markdown | Kind::Rtf | Kind::Mail => 0,
        Kind::Pdf if bytes.len() as u64 > CHILD => {
            return Err(Reason::Limit(format!("a PDF of more than {} MiB", CHILD >> 20)));
        }
        _ => return Ok(()),
    };
    match BYTE * bytes.len() as u64 + nodes {
        about if about > MOST => Err(Reason::Limit(format!(
            "reading it would take about {} MiB of memory, more than {}",
            about >> 20,
            MOST >> 20
        ))),
        _ => Ok(()),
    }
}

/// How many start tags there are; a tag of UTF-16 has a zero beside each letter.
fn elements(bytes: &[u8]) -> u64 {
    let letter = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_alphabetic);
    let zero = |at: usize| bytes.get(at) == Some(&0);
    let is_start = |at: &usize| letter(at + 1) || zero(at + 1) && letter(at + 2);
    memchr::memchr_iter(b'<', bytes).filter(is_start).count() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_of(kind: Kind, part: &str, n: usize, expected: bool) {
        assert_eq!(check(kind, part.repeat(n).as_bytes()).is_ok(), expected);
    }

    #[test]
    fn nodes_weigh_more_than_text() {
        check_of(Kind::Pdf, "%PDF-1.7 ", 1_000_000, true);
        check_of(Kind::Pdf, "%PDF-1.7 ", 30_000_000, false);
        check_of(Kind::Html, "<p>x</p>", 1_000_000, true);
        check_of(Kind::Html, "<p>x</p>", 2_000_000, false);
        check_of(Kind::Html, "<", 10_000_000, true);
        check_of(Kind::Json, "1,", 5_000_000, true);
        check_of(Kind::Json, "1,", 10_000_000, false);
        check_of(Kind::Text, "<", 10_000_000, true);
    }
}
