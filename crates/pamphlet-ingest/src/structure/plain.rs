//! Plain text: which lines are paragraphs of their own, which are headings, list items, the title.

use super::{Shape, capitals, underlined};
use crate::dates;
use pamphlet_document::{Block, BlockKind, TextRange};

/// A line longer than this was not broken by a typist: then every line is a paragraph. Typewriter pages
/// and e-mail end at 60 to 80, wide text files at 100 to 132.
const UNWRAPPED: usize = 160;
/// The most that a heading of plain text has, in bytes and in words.
const HEADING: (usize, usize) = (100, 14);

/// Whether most of the text stands in lines that nobody broke.
fn is_unwrapped<'t>(bodies: impl Iterator<Item = &'t str>) -> bool {
    let (mut all, mut long) = (0, 0);
    for line in bodies.flat_map(str::lines) {
        all += line.len();
        long += if line.len() > UNWRAPPED { line.len() } else { 0 };
    }
    long * 2 > all
}

/// Cuts paragraphs into the lines that stand for themselves.
pub(super) fn split(shape: &mut Shape<'_>) {
    let text = shape.text;
    let mut out = Vec::with_capacity(shape.blocks.len());
    let content = shape.blocks.iter().filter(|block| !block.role.is_chrome());
    let all_unwrapped = is_unwrapped(content.map(|block| &text[block.range.span()]));
    for block in shape.blocks.drain(..).flat_map(|block| underlined::cut(text, block)) {
        let body = &text[block.range.span()];
        // what the markup says of several lines stays as it is
        let marked = matches!(
            block.kind,
            BlockKind::Quote
                | BlockKind::Footnote
                | BlockKind::TableRow
                | BlockKind::Verse
                | BlockKind::Title
                | BlockKind::Heading(_)
        );
        if marked {
            out.push(block);
            continue;
        }
        if block.role.is_chrome() || !body.contains('\n') {
            let item = block.kind == BlockKind::Paragraph && item_marker(body).is_some();
            let kind = if item { BlockKind::ListItem } else { block.kind };
            out.push(Block { kind, ..block });
            continue;
        }
        let unwrapped = all_unwrapped || is_unwrapped(std::iter::once(body));
        let head = out.len() < HEAD && is_head(body);
        let indented = first_lines_indented(body);
        let mut start = 0;
        let mut kind = BlockKind::Paragraph;
        let mut at = 0;
        let mut alone = false;
        for line in body.split_inclusive('\n') {
            let words = line.trim();
            let own = head && stands_alone(words);
            let item = !own && item_marker(words).is_some();
            let stated = own || super::stated::metadata_line(words).is_some();
            let before = &body[start..at];
            let speech = at > 0
                && (ends_sentence(before) || ends_short(before))
                && super::transcript::starts_speech(words);
            let new = at > 0
                && (unwrapped
                    || item
                    || stated
                    || alone
                    || speech
                    || indented && starts_indented(line) && ends_sentence(&body[start..at]));
            if new {
                push(&mut out, &block, body, start, at, kind);
                start = at;
            }
            if new || at == 0 {
                kind = if item { BlockKind::ListItem } else { BlockKind::Paragraph };
            }
            alone = stated;
            at += line.len();
        }
        push(&mut out, &block, body, start, at, kind);
    }
    shape.blocks = out;
}

/// Blocks that count as the head of a text.
const HEAD: usize = 4;

/// Whether a block is lines of the head of a record or article, one below the other: short ones, of which some say
/// the day or the sitting.
fn is_head(body: &str) -> bool {
    body.lines().count() <= 12
        && body.lines().all(|line| line.len() <= 100)
        && body.lines().any(|line| stands_alone(line.trim()))
}

/// Whether a line of a head is the day, the sitting or the volume, and no part of a title.
fn stands_alone(line: &str) -> bool {
    let dated = |line: &str| {
        let found = dates::find_all(line, crate::DateOrder::Auto).into_iter().next();
        found.is_some_and(|found| {
            found.date.parts().2.is_some()
                && found.range.end + 2 >= line.len()
                && found.range.len() * 3 >= line.len()
        })
    };
    !super::proceedings::stated(line).is_empty() || dated(line)
}

fn push(out: &mut Vec<Block>, block: &Block, body: &str, start: usize, end: usize, kind: BlockKind) {
    let part = &body[start..end];
    let from = start + part.len() - part.trim_start().len();
    let len = part.trim().len();
    if len == 0 {
        return;
    }
    let base = block.range.start;
    let range = TextRange::new(base + from as u32, base + (from + len) as u32);
    out.push(Block { kind, range, ..block.clone() });
}

fn starts_indented(line: &str) -> bool {
    line.starts_with("  ") || line.starts_with('\t')
}

/// Whether paragraphs of a block without blank lines are told by an indented first line: some lines are
/// indented, most are not.
fn first_lines_indented(body: &str) -> bool {
    let lines = body.lines().skip(1).filter(|line| !line.trim().is_empty());
    let (mut all, mut some) = (0, 0);
    for line in lines {
        all += 1;
        some += usize::from(starts_indented(line));
    }
    some > 0 && some * 2 < all
}

/// Whether the last line of a text is so short that nothing of a wrapped paragraph goes on below it.
fn ends_short(text: &str) -> bool {
    text.trim_end().lines().next_back().is_some_and(|line| line.trim().len() <= SHORT)
}

/// Bytes of a short line: half of what a typist puts on one.
const SHORT: usize = 36;

fn ends_sentence(text: &str) -> bool {
    text.trim_end().ends_with(['.', '!', '?', ':', '"', '”', '’', ')', '…'])
}

/// The length of a mark that starts an item of a list: `- `, `• `, `* `, `(a) `, `1. `, `iv) `.
pub(super) fn item_marker(line: &str) -> Option<usize> {
    let mut chars = line.chars();
    let first = chars.next()?;
    if matches!(first, '-' | '*' | '•' | '·' | '‣' | '◦' | '▪' | '■' | '–' | '—' | '+' | 'o' | '\u{f0b7}')
    {
        let rest = chars.as_str();
        let white = rest.len() - rest.trim_start_matches([' ', '\t', '\u{a0}']).len();
        let dash = matches!(first, '—' | '–' | 'o');
        // a line of dashes is a rule, and a dash before a small letter goes on
        let goes_on = dash && rest.trim_start().starts_with(char::is_lowercase);
        return (white > 0
            && !goes_on
            && rest.trim_start().starts_with(|c: char| c.is_alphanumeric() || "\"“‘'(".contains(c)))
        .then_some(first.len_utf8() + white);
    }
    let open = usize::from(first == '(');
    let rest = &line[open..];
    let label = rest.find(|c: char| !c.is_ascii_alphanumeric()).filter(|&len| (1..=4).contains(&len))?;
    let (word, after) = rest.split_at(label);
    let digits = word.bytes().all(|byte| byte.is_ascii_digit()) && label <= 3;
    let roman = word.bytes().all(|byte| b"ivxIVX".contains(&byte));
    let letter = label == 1;
    if !(digits || roman || letter) {
        return None;
    }
    let close = after.starts_with(')');
    // `1. ` and `1) `, `(a) `; `A. Smith` and `I. The` are not items
    let point = after.starts_with('.') && digits && open == 0;
    if !(close || point) {
        return None;
    }
    let rest = &after[1..];
    let white = rest.len() - rest.trim_start().len();
    (white > 0 && !rest.trim().is_empty()).then_some(open + label + 1 + white)
}

/// Finds the title and the headings among short lines.
pub(super) fn classify(shape: &mut Shape<'_>) {
    let text = shape.text;
    super::title::find(shape);
    let mut run: Vec<usize> = Vec::new();
    for at in 0..=shape.blocks.len() {
        let Some(block) = shape.blocks.get(at) else { break };
        if block.role.is_chrome() || block.kind == BlockKind::Title {
            continue;
        }
        let body = &text[block.range.span()];
        if block.kind == BlockKind::Paragraph && looks_like_heading(body) {
            run.push(at);
            continue;
        }
        // headings lead to text; a column of short lines leads nowhere
        let long =
            body.len() > 80 || body.len() > 30 && body.ends_with('.') || block.kind == BlockKind::ListItem;
        let same = run.windows(2).all(|pair| {
            super::folded(&text[shape.blocks[pair[0]].range.span()])
                == super::folded(&text[shape.blocks[pair[1]].range.span()])
        });
        if long && (run.len() <= 3 || same) {
            for &heading in &run {
                let body = &text[shape.blocks[heading].range.span()];
                let level = if capitals(body) { 2 } else { 3 };
                shape.blocks[heading].kind = BlockKind::Heading(level);
            }
        }
        run.clear();
    }
    // without a heading in capitals, the others are the upper level
    if !shape.blocks.iter().any(|block| block.kind == BlockKind::Heading(2)) {
        for block in &mut shape.blocks {
            if block.kind == BlockKind::Heading(3) {
                block.kind = BlockKind::Heading(2);
            }
        }
    }
}

fn looks_like_heading(body: &str) -> bool {
    let (bytes, words) = HEADING;
    if body.len() > bytes || body.contains('\n') && !capitals(body) {
        return false;
    }
    let count = body.split_whitespace().count();
    let start = body.trim_start_matches(|c: char| "\"“‘'«¿¡([*#".contains(c));
    let starts = start.starts_with(|c: char| {
        c.is_uppercase() || c.is_ascii_digit() || c.is_alphabetic() && !c.is_lowercase()
    });
    let letters = body.chars().filter(|c| c.is_alphabetic()).count();
    if count == 0 || count > words || !starts || letters < 3 || letters * 2 < body.chars().count() {
        return false;
    }
    if body.ends_with(['.', ',', ';', ':', '-', '—', ')', '"', '”', ']']) {
        return false;
    }
    if dates::find_all(body, crate::DateOrder::Auto)
        .first()
        .is_some_and(|found| found.range.end == body.len() || found.range.len() * 2 > body.len())
    {
        return false;
    }
    // few words, or most of them with a capital
    let capital = body.split_whitespace().filter(|word| word.starts_with(char::is_uppercase)).count();
    count <= 6 || capital * 2 >= count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn item(line: &str, expected: Option<usize>) {
        assert_eq!(item_marker(line), expected, "{line}");
    }

    #[test]
    fn marks_of_list_items() {
        item("- bread", Some(2));
        item("• bread", Some(4));
        item("(a) bread", Some(4));
        item("12. Bread", Some(4));
        item("iv) bread", Some(4));
        item("A. Smith", None);
        item("— he said", None);
        item("1848. The year", None);
        item("-----", None);
        item("of bread", None);
        item("3.5 per cent", None);
    }

    #[test]
    fn what_looks_like_a_heading() {
        for (body, expected) in [
            ("Bread and Work for All", true),
            ("the mills", false),
            ("What do we want?", true),
            ("We want bread.", false),
            ("Manchester, 3 May 1848", false),
            ("Article 12", true),
            ("1848", false),
            ("They said that nothing would ever change in the mill towns", false),
        ] {
            assert_eq!(looks_like_heading(body), expected, "{body}");
        }
    }
}
