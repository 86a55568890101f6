//! Headings that a plain text underlines, as typists did and as reStructuredText does: a line, and below it one of
//! `=`, `-`, `~` or `*` that is about as long; the same line may stand above it too.

use pamphlet_document::{Block, BlockKind, TextRange};

/// The longest heading, in bytes.
const LONGEST: usize = 120;

/// The parts of a block: its underlined lines are headings, the rules are lines of their own.
pub(super) fn cut(text: &str, block: Block) -> Vec<Block> {
    let body = &text[block.range.span()];
    if block.kind != BlockKind::Paragraph || block.role.is_chrome() || !may_hold(body) {
        return vec![block];
    }
    let lines: Vec<(usize, &str)> = lines(body).collect();
    let is_heading = |at: usize| {
        let (Some((_, line)), Some((_, below))) = (lines.get(at), lines.get(at + 1)) else { return None };
        level(line, below)
    };
    let mut out = Vec::new();
    // the first line of the part that is gathered
    let mut from = 0;
    let mut at = 0;
    let mut push = |first: usize, last: usize, kind: BlockKind| {
        let (Some((start, _)), Some((end, line))) = (lines.get(first), lines.get(last.saturating_sub(1)))
        else {
            return;
        };
        let part = body.get(*start..end + line.len()).unwrap_or_default();
        let from = block.range.start + (start + part.len() - part.trim_start().len()) as u32;
        let len = part.trim().len() as u32;
        if first < last && len > 0 {
            out.push(Block { kind, range: TextRange::new(from, from + len), ..block.clone() });
        }
    };
    while at < lines.len() {
        let Some(level) = is_heading(at) else {
            at += 1;
            continue;
        };
        // the rule above
        let above = usize::from(at > from && rule(lines[at - 1].1).is_some());
        push(from, at - above, BlockKind::Paragraph);
        push(at - above, at, BlockKind::Paragraph);
        push(at, at + 1, BlockKind::Heading(level));
        push(at + 1, at + 2, BlockKind::Paragraph);
        at += 2;
        from = at;
    }
    push(from, lines.len(), BlockKind::Paragraph);
    if out.is_empty() { vec![block] } else { out }
}

/// Whether any line could be a rule; most blocks have none.
fn may_hold(body: &str) -> bool {
    body.contains("\n") && ["===", "---", "~~~", "***", "^^^"].iter().any(|rule| body.contains(rule))
}

fn lines(body: &str) -> impl Iterator<Item = (usize, &str)> {
    body.split_inclusive('\n').scan(0, |at, line| {
        let start = *at;
        *at += line.len();
        Some((start, line.trim_end()))
    })
}

/// The level of a heading by its rule, if the two are one.
fn level(line: &str, below: &str) -> Option<u8> {
    let words = line.trim();
    let level = rule(below)?;
    let (wide, long) = (words.chars().count(), below.trim().len());
    let fits = long + 2 >= wide && long <= wide + wide / 2 + 8;
    let is_one = words.len() <= LONGEST && words.chars().filter(|c| c.is_alphabetic()).count() >= 3;
    // a sentence above a rule ends a part
    (is_one && fits && rule(line).is_none() && !words.ends_with(['.', ',', ';'])).then_some(level)
}

/// The level that a line of nothing but one sign gives.
fn rule(line: &str) -> Option<u8> {
    let line = line.trim();
    let sign = line.chars().next()?;
    let level = match sign {
        '=' => 1,
        '-' => 2,
        '~' | '*' | '^' => 3,
        _ => return None,
    };
    (line.len() >= 4 && line.chars().all(|c| c == sign)).then_some(level)
}

#[cfg(test)]
mod tests {
    use super::*;
    use pamphlet_document::Role;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let range = TextRange::new(0, text.len() as u32);
        let block =
            Block { kind: BlockKind::Paragraph, range, role: Role::Content, lang: None, speech: None };
        let found: Vec<String> = cut(text, block)
            .iter()
            .map(|block| {
                let mark = match block.kind {
                    BlockKind::Heading(level) => format!("h{level} "),
                    _ => String::new(),
                };
                format!("{mark}{}", &text[block.range.span()])
            })
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn underlined_lines_are_headings() {
        check("Our Demands\n===========\nBread.\nSalt.", &["h1 Our Demands", "===========", "Bread.\nSalt."]);
        check("=====\nBread\n=====", &["=====", "h1 Bread", "====="]);
        check("They met.\nBread\n-----\nSalt", &["They met.", "h2 Bread", "-----", "Salt"]);
        check(
            "They met and went home.\n-----------------------",
            &["They met and went home.\n-----------------------"],
        );
        check("Bread\n--", &["Bread\n--"]);
        check(
            "Bread\n----------------------------------------",
            &["Bread\n----------------------------------------"],
        );
    }
}
