//! Section signs of laws that were lost.

use crate::Rule;
use crate::characters::signs_of_loss;
use crate::repairer::edit;
use pamphlet_document::Edit;

pub(crate) const RULE: Rule = Rule {
    name: "lost-section",
    default: true,
    what: "The section sign before a number that became `?` or U+FFFD: `42 U.S.C. ? 1983`, `nach ? 5 Abs. 2`.",
    evidence: "The sign stands before a number, and nothing before it that it could close. One place at least in the \
               text is a citation by what stands beside it: `U.S.C.`, `C.F.R.`, `Code` or `Stat.` before, `Abs.`, \
               `Satz` or `et seq.` behind; two lines in a row that it starts go on \
               counting, `? 2.` and `? 3.`; or the text has the sign itself elsewhere.",
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
    let mut list = Vec::new();
    let mut sure = false;
    let (mut done, mut last) = (0, 0);
    for (at, sign) in signs_of_loss(text) {
        if at < done {
            continue;
        }
        let count = text[at..].chars().take(3).take_while(|c| *c == sign).count();
        let end = at + count * sign.len_utf8();
        done = end;
        let before = &text[..at];
        let opens = before.is_empty() || before.ends_with([' ', '\n', '\t', '(', '[', '\u{a0}']);
        // `?12` may as well be an amount; `??12` lost its no-break space too
        let (number, joined) = match text[end..].strip_prefix([' ', '\u{a0}']) {
            Some(number) => (number, false),
            None => (&text[end..], true),
        };
        if count > 2 || joined && count == 1 || !opens || !number.starts_with(|c: char| c.is_ascii_digit()) {
            continue;
        }
        sure |= goes_on_counting(before, number, &mut last);
        let before = before.trim_end_matches([' ', '\u{a0}', '\n']);
        let behind = number.trim_start_matches(|c: char| c.is_ascii_alphanumeric()).trim_start();
        sure |= BEFORE.iter().any(|word| before.ends_with(word))
            || BEHIND.iter().any(|word| behind.starts_with(word));
        let new = match (count, joined) {
            (_, true) => "§\u{a0}",
            (2, _) => "§§",
            _ => "§",
        };
        list.push(edit(text, at, end, new, &RULE, 0.97));
    }
    if !list.is_empty() && !sure && !text.contains('§') {
        list.clear();
    }
    list
}

/// Whether a number stands at the start of its line, with a full stop behind it, and is the next after the last one that
/// did, which it becomes.
fn goes_on_counting(before: &str, number: &str, last: &mut u32) -> bool {
    let end = number.find(|c: char| !c.is_ascii_digit()).unwrap_or(number.len());
    let starts_line = before.trim_end_matches([' ', '\t']).ends_with('\n');
    if !starts_line || !number[end..].starts_with('.') {
        return false;
    }
    let Ok(value) = number[..end].parse() else { return false };
    let goes_on = *last > 0 && value == *last + 1;
    *last = value;
    goes_on
}
