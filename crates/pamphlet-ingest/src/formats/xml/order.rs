//! The title goes first in every document; many vocabularies give it after numbers and names.

use crate::draft::Draft;
use pamphlet_document::{BlockKind, SourceMapBuilder, TextRange};

/// Moves the title block to the start of a finished draft, text, map and all places with it.
pub(super) fn title_first(draft: &mut Draft) {
    let Some(at) = draft.blocks.iter().position(|block| block.kind == BlockKind::Title) else { return };
    let range = draft.blocks[at].range;
    // the title starts the text already, or belongs to a speech that starts before it
    if at == 0 || range.start < 2 {
        return;
    }
    let old = std::mem::take(&mut draft.map).finish();
    let gap = TextRange::new(range.start - 2, range.start);
    let mut text = String::with_capacity(draft.text.len());
    let mut map = SourceMapBuilder::default();
    for part in [range, gap, TextRange::new(0, gap.start), TextRange::new(range.end, old.text_len())] {
        text.push_str(&draft.text[part.span()]);
        old.copy_range(part, &mut map);
    }
    draft.text = text;
    draft.map = map;
    let by = range.len() + 2;
    let moved = |place: &mut TextRange| {
        if place.end <= gap.start {
            *place = TextRange::new(place.start + by, place.end + by);
        } else if place.start < gap.start {
            // a speech around the title
            *place = TextRange::new(place.start + by, place.end);
        }
    };
    let mut title = draft.blocks.remove(at);
    title.range = TextRange::new(0, range.len());
    title.speech = None;
    for block in &mut draft.blocks {
        moved(&mut block.range);
    }
    draft.blocks.insert(0, title);
    for speech in &mut draft.speeches {
        moved(&mut speech.range);
    }
    for (start, _) in &mut draft.pages {
        if *start < gap.start {
            *start += by;
        }
    }
}
