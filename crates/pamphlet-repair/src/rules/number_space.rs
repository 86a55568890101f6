//! No-break spaces within numbers that were lost.

use crate::Rule;
use crate::characters::signs_of_loss;
use crate::repairer::edit;
use pamphlet_document::Edit;

pub(crate) const RULE: Rule = Rule {
    name: "lost-space",
    default: true,
    what: "The no-break space of a round number, or before a sign of per cent, that became `?` or U+FFFD: `250?000`, \
           `12\u{fffd}%`.",
    evidence: "One to three digits before the sign and 000 behind it, where no range of numbers could end; or a digit \
               before it and % behind it. Anywhere else a dash is likelier.",
    wrong: "A number whose first digits somebody doubted.",
    before: "250?000 members, and 1?200?000 readers, 12\u{fffd}% of all",
    after: "250\u{a0}000 members, and 1\u{a0}200\u{a0}000 readers, 12\u{a0}% of all",
    leave: "pages 100?250, and 1999?2000; is it 250? 000 said no",
};

/// The edits for `text`.
pub(crate) fn find(text: &str) -> Vec<Edit> {
    let bytes = text.as_bytes();
    let digits = |bytes: &[u8]| bytes.iter().take(4).take_while(|byte| byte.is_ascii_digit()).count();
    let mut list: Vec<Edit> = Vec::new();
    for (at, sign) in signs_of_loss(text) {
        let (before, behind) = (&bytes[..at], &bytes[at + sign.len_utf8()..]);
        let left = before.iter().rev().take(4).take_while(|byte| byte.is_ascii_digit()).count();
        if left == 0 {
            continue;
        }
        // the last group is 000; one before it is any other, with such a sign behind it
        let group = (1..4).contains(&left) && digits(behind) == 3;
        let round = group && behind.starts_with(b"000");
        let next = behind.get(3..).unwrap_or_default();
        let more = group && {
            let rest = next.strip_prefix(b"?").or_else(|| next.strip_prefix("\u{fffd}".as_bytes()));
            rest.is_some_and(|rest| rest.starts_with(b"000") && digits(rest) == 3)
        };
        if round || more || behind.first() == Some(&b'%') {
            list.push(edit(text, at, at + sign.len_utf8(), "\u{a0}", &RULE, 0.97));
        }
    }
    list
}
