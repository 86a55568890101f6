//! Section signs of laws that were lost.

use crate::Rule;
use crate::repairer::edit;
use pamphlet_document::Edit;

pub(crate) const RULE: Rule = Rule {
    name: "lost-section",
    default: true,
    what: "The section sign before a number that became `?` or U+FFFD: `42 U.S.C. ? 1983`, `nach ? 5 Abs. 2`.",
    evidence: "The sign stands before a number, and nothing before it that it could close. One place at least in the \
               text is a citation by what stands beside it: `U.S.C.`, `C.F.R.`, `Code` or `Stat.` before, `Abs.`, \
               `Satz` or `et seq.` behind; or the text has the sign itself elsewhere.",
    wrong: "A table of numbers that somebody doubted, in a text that cites laws.",
    before: "as 42 U.S.C. ? 1983 has it, and under ?? 12 and 13",
    after: "as 42 U.S.C. § 1983 has it, and under §§ 12 and 13",
    leave: "Was it 42 U.S.C.? 1983 was the year. The next one? 12 men came.",
};

/// What ends before a section sign.
const BEFORE: &[&str] =
    &["U.S.C.", "U. S. C.", "U.S.C.A.", "USC", "C.F.R.", "CFR", "Code", "Stat.", "Ann.", "Const."];

/// What follows its number.
const BEHIND: &[&str] = &["Abs.", "Absatz", "Satz", "Nr.", "BGB", "StGB", "GG", "et seq"];

/// The edits for `text`.
pub(crate) fn find(text: &str) -> Vec<Edit> {
    let bytes = text.as_bytes();
    let mut list = Vec::new();
    let mut sure = false;
    let mut done = 0;
    // U+FFFD is EF BF BD, and EF starts little else
    for at in memchr::memchr2_iter(b'?', 0xef, bytes) {
        let sign = text[at..].chars().next().unwrap_or(' ');
        if at < done || !matches!(sign, '?' | char::REPLACEMENT_CHARACTER) {
            continue;
        }
        let count = text[at..].chars().take(3).take_while(|c| *c == sign).count();
        let end = at + count * sign.len_utf8();
        done = end;
        let before = &text[..at];
        let opens = before.is_empty() || before.ends_with([' ', '\n', '\t', '(', '[', '\u{a0}']);
        // `?12` may as well be an amount
        let Some(number) = text[end..].strip_prefix([' ', '\u{a0}']) else { continue };
        if count > 2 || !opens || !number.starts_with(|c: char| c.is_ascii_digit()) {
            continue;
        }
        let before = before.trim_end_matches([' ', '\u{a0}', '\n']);
        let behind = number.trim_start_matches(|c: char| c.is_ascii_alphanumeric()).trim_start();
        sure |= BEFORE.iter().any(|word| before.ends_with(word))
            || BEHIND.iter().any(|word| behind.starts_with(word));
        let new = if count == 2 { "§§" } else { "§" };
        list.push(edit(text, at, end, new, &RULE, 0.97));
    }
    if !list.is_empty() && !sure && !text.contains('§') {
        list.clear();
    }
    list
}
