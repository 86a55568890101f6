//! Blocks to passages: a block is one, a long one is cut between sentences.

use pamphlet_document::{Block, BlockKind, Passage, TextRange, sentences};

/// A passage is closed before it grows beyond this, where a sentence ends.
const AIM: usize = 1_000;
/// No passage is longer: a sentence beyond it is cut at white space, or anywhere if there is none.
const MOST: usize = 4_000;

/// The passages of a text. `pages` says where in the text each page starts, in order.
pub(crate) fn passages(text: &str, blocks: &[Block], pages: &[(u32, u32)], lang: &str) -> Vec<Passage> {
    let mut out = Vec::with_capacity(blocks.len());
    let mut section = None;
    for (number, block) in blocks.iter().enumerate() {
        if matches!(block.kind, BlockKind::Heading(_)) && !block.role.is_chrome() {
            section = Some(number as u32);
        }
        let mut add = |range: TextRange| {
            let page = pages.partition_point(|&(start, _)| start <= range.start);
            let page = page.checked_sub(1).map(|page| pages[page].1);
            out.push(Passage { range, block: number as u32, section, page });
        };
        if block.range.len() as usize <= AIM {
            add(block.range);
            continue;
        }
        let body = &text[block.range.span()];
        let mut from = 0;
        let mut to = 0;
        let lang = block.lang.as_deref().unwrap_or(lang);
        for sentence in sentences::sentences(body, lang) {
            if to > from && sentence.end - from > AIM {
                pieces(body, from, to, block.range.start, &mut add);
                from = sentence.start;
            }
            to = sentence.end;
        }
        pieces(body, from, body.len(), block.range.start, &mut add);
    }
    out
}

/// Adds `body[from..to]`, in parts if it is too long, without white space at the ends.
fn pieces(body: &str, mut from: usize, to: usize, base: u32, add: &mut impl FnMut(TextRange)) {
    while to - from > MOST {
        let mut cut = from + MOST;
        while !body.is_char_boundary(cut) {
            cut -= 1;
        }
        let window = &body[from..cut];
        let white = window.rfind(char::is_whitespace).filter(|&at| at > MOST / 2);
        let cut = white.map_or(cut, |at| from + at);
        trimmed(body, from, cut, base, add);
        from = cut;
    }
    trimmed(body, from, to, base, add);
}

fn trimmed(body: &str, from: usize, to: usize, base: u32, add: &mut impl FnMut(TextRange)) {
    let part = &body[from..to];
    let start = from + part.len() - part.trim_start().len();
    let len = part.trim().len();
    if len > 0 {
        add(TextRange::new(base + start as u32, base + (start + len) as u32));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use pamphlet_document::Role;

    #[track_caller]
    fn check(text: &str, lengths: &[u32]) {
        let range = TextRange::new(0, text.len() as u32);
        let block =
            Block { kind: BlockKind::Paragraph, range, role: Role::Content, lang: None, speech: None };
        let found = passages(text, &[block], &[], "en");
        assert_eq!(found.iter().map(|passage| passage.range.len()).collect::<Vec<_>>(), lengths);
        let words: Vec<_> = found.iter().flat_map(|p| text[p.range.span()].split_whitespace()).collect();
        assert_eq!(words.concat(), text.split_whitespace().collect::<Vec<_>>().concat());
    }

    #[test]
    fn cut_between_sentences() {
        check("Short.", &[6]);
        check("The pits must stay open. ".repeat(60).trim_end(), &[999, 499]);
        check("word ".repeat(1_000).trim_end(), &[3_999, 999]);
        check(&"é".repeat(3_000), &[4_000, 2_000]);
    }
}
