//! A text that is too long for one document, cut into several.
//!
//! All that is made of a document (edits, passages, terms) takes up to sixteen times the room of its text, so that
//! the length of a document bounds the memory. A cut is between two blocks; only a block that is too long
//! itself is cut within, at white space where there is some. Nothing is repaired here, and no text is lost.

use crate::draft::Draft;
use pamphlet_document::{Block, SourceMap, TextRange};
use std::ops::ControlFlow;

/// The longest text of a document before it is repaired, in bytes. Few books have half of it.
pub(crate) const LONGEST: usize = 8 << 20;

/// The most blocks of a document, each of which takes some four hundred bytes beside its text.
const BLOCKS: usize = 500_000;

/// Whether a draft is too long for one document.
pub(crate) fn is_long(draft: &Draft) -> bool {
    draft.text.len() > LONGEST || draft.blocks.len() > BLOCKS
}

/// Hands on the parts of a draft, none longer than `longest`, in order. What was noticed goes with the first part;
/// metadata are left to the caller.
pub(crate) fn cut(
    mut draft: Draft,
    longest: usize,
    each: &mut dyn FnMut(Draft) -> ControlFlow<()>,
) -> ControlFlow<()> {
    draft.end();
    let map = std::mem::take(&mut draft.map).finish();
    let mut part = Draft::default();
    part.notes.append(&mut draft.notes);
    // the speech that was last begun in the part
    let mut speech = None;
    for block in &draft.blocks {
        for range in pieces(&draft.text, block.range, longest) {
            let is_full = part.text.len() + 2 + range.len() as usize > longest || part.blocks.len() >= BLOCKS;
            if !part.text.is_empty() && is_full {
                part.end();
                each(std::mem::take(&mut part))?;
                speech = None;
            }
            if block.speech.is_none() {
                part.speech = None;
            } else if block.speech != speech {
                begin_speech(&draft, block, &mut part);
            }
            speech = block.speech;
            add(&draft, &Block { range, ..block.clone() }, &map, &mut part);
        }
    }
    part.end();
    if part.text.is_empty() { ControlFlow::Continue(()) } else { each(part) }
}

/// Adds a block, and the page that it stands on.
fn add(draft: &Draft, block: &Block, map: &SourceMap, part: &mut Draft) {
    let page = draft.pages.partition_point(|&(start, _)| start <= block.range.start);
    if let Some((_, number)) = page.checked_sub(1).map(|page| draft.pages[page])
        && part.pages.last().is_none_or(|(_, last)| *last != number)
    {
        part.page(number);
    }
    part.begin_like(block);
    part.restore(block.range, &draft.text, map);
    part.end();
}

fn begin_speech(draft: &Draft, block: &Block, part: &mut Draft) {
    let speech = block.speech.and_then(|speech| draft.speeches.get(speech as usize));
    if let Some(speech) = speech {
        part.begin_speech(speech.clone());
    }
}

/// The range of a block in pieces that are not too long.
fn pieces(text: &str, block: TextRange, longest: usize) -> Vec<TextRange> {
    let mut out = Vec::new();
    let (mut from, end) = (block.start as usize, block.end as usize);
    while end - from > longest {
        let mut cut = from + longest;
        while !text.is_char_boundary(cut) {
            cut -= 1;
        }
        let white = text[from..cut].rfind(char::is_whitespace).filter(|&at| at > longest / 2);
        let cut = white.map_or(cut, |at| from + at);
        out.push(TextRange::new(from as u32, cut as u32));
        from = cut + (text[cut..end].len() - text[cut..end].trim_start().len());
    }
    out.push(TextRange::new(from as u32, end as u32));
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::text::paragraphs;
    use pamphlet_document::Speech;

    #[track_caller]
    fn check(text: &str, longest: usize, expected: &[&str]) {
        let mut draft = Draft::default();
        paragraphs(text, 0, &mut draft);
        let mut found = Vec::new();
        let _ = cut(draft, longest, &mut |part| {
            let map = part.map.clone().finish();
            for block in &part.blocks {
                let place = map.source_of(block.range);
                assert_eq!(&text[place.start as usize..place.end as usize], &part.text[block.range.span()]);
            }
            assert!(part.text.len() <= longest);
            found.push(part.text);
            ControlFlow::Continue(())
        });
        assert_eq!(found, expected);
    }

    #[test]
    fn between_paragraphs_or_between_words() {
        check("One.\n\nTwo.\n\nThree.\n\nFour.", 12, &["One.\n\nTwo.", "Three.", "Four."]);
        check("Millers and coopers met.\n\nAll.", 14, &["Millers and", "coopers met.", "All."]);
        check("ééééé", 4, &["éé", "éé", "é"]);
        check("", 4, &[]);
    }

    #[test]
    fn speeches_and_pages_go_on() {
        let mut draft = Draft::default();
        draft.page(7);
        draft.begin_speech(Speech { speaker: "Ada".to_owned(), ..Speech::default() });
        for n in 0..3u64 {
            draft.begin(pamphlet_document::BlockKind::Paragraph, pamphlet_document::Role::Content);
            draft.copy("Millers.", n * 10);
        }
        let mut parts = Vec::new();
        let _ = cut(draft, 20, &mut |part| {
            parts.push(part);
            ControlFlow::Continue(())
        });
        let speech = |part: &Draft| (part.speeches[0].speaker.clone(), part.speeches[0].range.span());
        let found: Vec<_> =
            parts.iter().map(|part| (part.speeches.len(), speech(part), part.pages.clone())).collect();
        let ada = |range| (1, ("Ada".to_owned(), range), vec![(0, 7)]);
        assert_eq!(found, [ada(0..18), ada(0..8)]);
    }
}
