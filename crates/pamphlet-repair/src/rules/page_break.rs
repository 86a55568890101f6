//! Page numbers and running heads that stand within a sentence, where a page ended.

use crate::Rule;
use crate::repairer::edit;
use pamphlet_document::Edit;
use std::collections::HashMap;

pub(crate) const RULE: Rule = Rule {
    name: "page-break",
    default: false,
    what: "A page number or a running head within a sentence, where a page ended: its lines are taken out. Off unless \
           asked for: it changes the line layout.",
    evidence: "The line before breaks off within a sentence, the line after goes on with a small letter, both are lines \
               of running text. Between them stand at most three short lines: page numbers that ascend through the \
               whole text, three at least, or a head that returns three times, but for its numbers.",
    wrong: "A list with numbers on lines of their own within a sentence.",
    before: "the delegates of the northern district had agreed that\n\n11\n\nnobody should sign before the others had \
             come, and they\n\n12\n\nkept to it for as long as the strike went on, although some\n\n13\n\nof them would \
             rather have signed at once and gone home",
    after: "the delegates of the northern district had agreed that\nnobody should sign before the others had come, and \
            they\nkept to it for as long as the strike went on, although some\nof them would rather have signed at once and \
            gone home",
    leave: "the delegates of the northern district had agreed that\n\n11\n\nnobody should sign before the others had come.",
};

/// How long a line of running text is at least, in bytes.
const RUNNING: usize = 25;

/// How long a head or a number is at most, in bytes.
const SHORT: usize = 70;

/// How many lines a page's foot and the next one's head have at most.
const LINES: usize = 3;

/// How often numbers or a head must be seen.
const OFTEN: usize = 3;

/// What stands between two lines of running text.
struct Break {
    /// From the line end before it to the start of the line after it.
    start: usize,
    end: usize,
    number: Option<u32>,
    /// The head without its digits.
    head: Option<String>,
}

/// The edits for `text`.
pub(crate) fn find(text: &str) -> Vec<Edit> {
    let breaks = breaks(text);
    let mut heads: HashMap<&str, usize> = HashMap::new();
    for head in breaks.iter().filter_map(|page| page.head.as_deref()) {
        *heads.entry(head).or_default() += 1;
    }
    let numbers: Vec<u32> = breaks.iter().filter_map(|page| page.number).collect();
    let ascend = numbers.len() >= OFTEN && numbers.windows(2).all(|two| two[0] < two[1]);
    let mut list = Vec::new();
    for page in &breaks {
        let often = page.head.as_deref().map(|head| heads[head] >= OFTEN);
        // a head that comes once may be a heading, whatever number stands beside it
        if often.unwrap_or(ascend && page.number.is_some()) {
            list.push(edit(text, page.start, page.end, "\n", &RULE, 0.97));
        }
    }
    list
}

fn breaks(text: &str) -> Vec<Break> {
    let mut list = Vec::new();
    // where the last line of running text ends, if it breaks off, and the short lines since
    let mut open: Option<usize> = None;
    let mut between: Vec<&str> = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive(['\n', '\u{c}']) {
        let start = at;
        at += line.len();
        let words = line.trim();
        if words.is_empty() {
            continue;
        }
        let goes_on = words.len() >= RUNNING && words.starts_with(char::is_lowercase);
        if let Some(end) = open
            && goes_on
            && !between.is_empty()
            && let Some((number, head)) = furniture(&between)
        {
            list.push(Break { start: end, end: start, number, head });
        }
        if words.len() >= RUNNING
            && (goes_on || open.is_none() || between.len() >= LINES || words.len() > SHORT)
        {
            open = words
                .ends_with(|c: char| c.is_lowercase() || c == ',')
                .then(|| start + line.trim_end().len());
            between.clear();
        } else if open.is_some() {
            between.push(words);
            if between.len() > LINES {
                open = None;
                between.clear();
            }
        }
    }
    list
}

/// The page number and the head that the lines are, if they are nothing else.
fn furniture(lines: &[&str]) -> Option<(Option<u32>, Option<String>)> {
    let (mut number, mut head) = (None, None);
    for line in lines {
        let bare = line.trim_matches(|c: char| !c.is_alphanumeric());
        let bare = bare.strip_prefix("Page ").or_else(|| bare.strip_prefix("page ")).unwrap_or(bare);
        if bare.len() < 5 && !bare.is_empty() && bare.bytes().all(|b| b.is_ascii_digit()) {
            number = Some(bare.parse().ok()?);
        } else if line.len() <= SHORT && head.is_none() && !line.ends_with(['.', ',', ';', ':', '?', '!']) {
            head = Some(line.chars().map(|c| if c.is_ascii_digit() { '#' } else { c }).collect());
        } else {
            return None;
        }
    }
    Some((number, head))
}
