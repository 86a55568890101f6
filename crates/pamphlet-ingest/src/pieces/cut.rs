//! Where records end, format by format.

use super::{Records, members};
use crate::formats::mail::separators;
use crate::formats::records::Rows;
use crate::formats::{text, warc};
use crate::parts::LONGEST;
use pamphlet_document::Lines;

/// A quoted cell of a table that is not closed within that many bytes was never meant to be.
const LONGEST_ROW: usize = 16 << 20;

/// What the start of a buffer is.
pub(super) enum Cut {
    /// Whole records.
    Whole { len: usize, records: u64 },
    /// A part of a record; about that many bytes are missing, 0 where that cannot be told.
    More(usize),
    /// A record that is too long to be read; `name` is what tells it apart, where that is not its number.
    TooLong { len: u64, name: Option<String>, silent: bool },
    /// Nothing more is of use.
    End,
}

/// Looks at bytes that start with a record; `last` says that nothing follows them.
pub(super) fn cut(format: &Records, bytes: &[u8], last: bool, longest: usize) -> Cut {
    match format {
        Records::Lines => match memchr::memrchr(b'\n', bytes) {
            _ if last => Cut::Whole { len: bytes.len(), records: 0 },
            Some(at) => Cut::Whole { len: at + 1, records: 0 },
            None => Cut::More(0),
        },
        Records::Table(shape) => table(bytes, shape.by(), last),
        Records::Mailbox => {
            let starts = separators(bytes);
            match starts.split_last() {
                _ if last => Cut::Whole { len: bytes.len(), records: starts.len() as u64 },
                Some((&at, before)) if at > 0 => Cut::Whole { len: at, records: before.len() as u64 },
                _ => Cut::More(0),
            }
        }
        Records::Warc => captures(bytes, last, longest),
        Records::Tar => members::cut(bytes, last, longest),
        Records::Text => match text::part(bytes, last) {
            Some(len) => Cut::Whole { len, records: 1 },
            None => Cut::More((LONGEST + 1).saturating_sub(bytes.len())),
        },
    }
}

/// How many lines end in these bytes, as the format counts them.
pub(super) fn lines(format: &Records, bytes: &[u8]) -> u64 {
    match format {
        Records::Lines | Records::Mailbox => memchr::memchr_iter(b'\n', bytes).count() as u64,
        Records::Table(_) | Records::Text => Lines::count(bytes),
        Records::Warc | Records::Tar => 0,
    }
}

/// Where the next record starts behind one that was too long.
pub(super) fn next_record(format: &Records, bytes: &[u8]) -> Option<usize> {
    match format {
        Records::Lines | Records::Table(_) => memchr::memchr(b'\n', bytes).map(|at| at + 1),
        Records::Mailbox => separators(bytes).into_iter().find(|&at| at > 0),
        Records::Warc => memchr::memmem::find(bytes, b"\nWARC/1.").map(|at| at + 1),
        Records::Tar | Records::Text => None,
    }
}

fn table(bytes: &[u8], by: u8, last: bool) -> Cut {
    let up_to = |start: usize, records: u64| match start {
        0 => Cut::More(0),
        len => Cut::Whole { len, records },
    };
    let (mut start, mut rows) = (0, 0);
    for row in Rows::new(bytes, by) {
        if row.open && !last && bytes.len() - row.start < LONGEST_ROW {
            // the quote may be closed by what comes
            return up_to(row.start, rows);
        }
        start = row.start;
        rows += 1;
    }
    // the last row may go on
    if last { Cut::Whole { len: bytes.len(), records: rows } } else { up_to(start, rows.saturating_sub(1)) }
}

fn captures(bytes: &[u8], last: bool, longest: usize) -> Cut {
    let (mut at, mut whole) = (0, 0);
    while let Some(record) = warc::bounds(bytes, at) {
        let start = record.start;
        if record.end > bytes.len() && !last {
            if record.end - start > longest && whole == 0 {
                let silent = !warc::may_be_text(&bytes[start..]);
                return Cut::TooLong { len: record.end as u64, name: None, silent };
            }
            return match whole {
                0 => Cut::More(record.end - bytes.len()),
                _ => Cut::Whole { len: at, records: whole },
            };
        }
        at = record.end.min(bytes.len());
        whole += 1;
    }
    match whole {
        _ if last => Cut::Whole { len: bytes.len(), records: whole },
        0 => Cut::More(0),
        _ => Cut::Whole { len: at, records: whole },
    }
}
