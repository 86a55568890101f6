//! From the lines of pages to paragraphs. A blank line parts blocks; a block that goes on in the next one,
//! or on the next page, becomes one paragraph; lines that return at the edge of pages are chrome. Lines
//! stay as they are, hyphens at their ends too: joining words is the repair's work.

use crate::formats::office::tidy;
use pamphlet_document::{BlockKind, Chrome, Role};
use std::collections::HashMap;

/// A paragraph, or a line at the edge of a page.
#[derive(Debug, PartialEq)]
pub(super) struct Block {
    pub kind: BlockKind,
    pub role: Role,
    pub text: String,
}

/// How many lines at the head and at the foot of a page may be running ones.
const EDGE: usize = 3;
/// On how many pages a line stands that is a running one.
const RETURNS: usize = 3;
/// A block that goes on is longer than a heading may be, in bytes.
const LINE: usize = 25;
/// Running lines are short, in bytes.
const SHORT: usize = 120;

/// The blocks of all pages, each with its page from 1.
pub(super) fn blocks(pages: &[String]) -> Vec<(u32, Block)> {
    let running = running_lines(pages);
    let mut out: Vec<(u32, Block)> = Vec::new();
    // the last paragraph of the running text, if the next may continue it
    let mut last: Option<usize> = None;
    for (number, page) in pages.iter().enumerate() {
        let number = number as u32 + 1;
        let lines: Vec<&str> = page.lines().collect();
        let edges = edges(&lines);
        let mut open: Vec<&str> = Vec::new();
        for (at, line) in lines.iter().chain([&""]).enumerate() {
            let runs = edges.contains(&at) && running.contains_key(&shape(line));
            if !line.trim().is_empty() && !runs {
                open.push(line);
                continue;
            }
            if !open.is_empty() {
                let text = tidy(&open.join("\n"));
                open.clear();
                match last.filter(|&last| goes_on(&out[last].1.text, &text)) {
                    Some(last) => {
                        out[last].1.text.push('\n');
                        out[last].1.text.push_str(&text);
                    }
                    None => {
                        last = Some(out.len());
                        out.push((number, Block { kind: BlockKind::Paragraph, role: Role::Content, text }));
                    }
                }
            }
            if runs {
                let role = Role::Chrome(Chrome::RunningHead);
                out.push((number, Block { kind: BlockKind::Paragraph, role, text: tidy(line) }));
            }
        }
    }
    out
}

/// Whether a block continues the one before: that one ends within a sentence, and this starts small.
fn goes_on(before: &str, text: &str) -> bool {
    let small = text.chars().next().is_some_and(char::is_lowercase);
    let ends = before.ends_with(['.', '!', '?', ':', ';', '”', '"', ')', '’', '…']);
    let hyphen = before.ends_with('-') && before.chars().rev().nth(1).is_some_and(char::is_lowercase);
    small && !ends && (hyphen || before.len() > LINE)
}

/// The places of the first and last lines with text.
fn edges(lines: &[&str]) -> Vec<usize> {
    let filled: Vec<usize> = (0..lines.len()).filter(|&at| !lines[at].trim().is_empty()).collect();
    let mut edges: Vec<usize> = filled.iter().take(EDGE).copied().collect();
    edges.extend(filled.iter().rev().take(EDGE));
    edges
}

/// The lines that return at the edge of pages, in the form that [`shape`] gives them.
fn running_lines(pages: &[String]) -> HashMap<String, usize> {
    let mut seen: HashMap<String, usize> = HashMap::new();
    for page in pages {
        let lines: Vec<&str> = page.lines().collect();
        let mut here: Vec<String> = edges(&lines).into_iter().map(|at| shape(lines[at])).collect();
        here.sort();
        here.dedup();
        for shape in here.into_iter().filter(|shape| !shape.is_empty() && shape.len() <= SHORT) {
            *seen.entry(shape).or_default() += 1;
        }
    }
    seen.retain(|_, pages| *pages >= RETURNS);
    seen
}

/// A line in lower case with each number as `#`: page numbers and their like are the same everywhere.
fn shape(line: &str) -> String {
    let mut out = String::new();
    for word in line.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        let mut in_number = false;
        for c in word.chars().flat_map(char::to_lowercase) {
            if c.is_ascii_digit() {
                if !in_number {
                    out.push('#');
                }
                in_number = true;
            } else {
                in_number = false;
                out.push(c);
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(pages: &[&str], expected: &[(u32, bool, &str)]) {
        let pages: Vec<String> = pages.iter().map(|&page| page.to_owned()).collect();
        let found = blocks(&pages);
        let found: Vec<_> =
            found.iter().map(|(page, block)| (*page, block.role.is_chrome(), &*block.text)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn running_heads_and_page_numbers() {
        check(
            &["The League\n\nOne.\n\n1", "The League\n\nTwo.\n\n2", "The League\n\nThree.\n\n3"],
            &[
                (1, true, "The League"),
                (1, false, "One."),
                (1, true, "1"),
                (2, true, "The League"),
                (2, false, "Two."),
                (2, true, "2"),
                (3, true, "The League"),
                (3, false, "Three."),
                (3, true, "3"),
            ],
        );
    }

    #[test]
    fn paragraphs_go_on() {
        check(
            &["The pit must stay open for all\nof us and for those who", "come after. So we say.\n\nnew"],
            &[
                (1, false, "The pit must stay open for all\nof us and for those who\ncome after. So we say."),
                (2, false, "new"),
            ],
        );
        check(&["Demands\n\nand more"], &[(1, false, "Demands"), (1, false, "and more")]);
    }
}
