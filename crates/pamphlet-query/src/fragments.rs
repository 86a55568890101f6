//! Which pieces of a passage a snippet shows when one stretch of it cannot show all words of the query.

use crate::snippet::{Analyzed, around};
use pamphlet_document::TextRange;

/// Pieces of one snippet.
const MOST: usize = 4;
/// Characters of a piece at least: fewer say nothing, and could not be found again in the document.
const LEAST: usize = 60;
/// Pieces with less than that between them are shown as one.
const GAP: u32 = 24;

/// `first`, or, where words of the query stand outside of it, as few pieces as show all of them (of each the
/// occurrence nearest to the best piece, the weightiest first); about `chars` in all. Ascending, apart.
pub(crate) fn fragments(
    analyzed: &Analyzed,
    weights: &[f32],
    first: TextRange,
    chars: usize,
) -> Vec<TextRange> {
    if chars < 2 * LEAST || missing(analyzed, &[first]).is_empty() {
        return vec![first];
    }
    let weight = |leaf: usize| weights.get(leaf).copied().unwrap_or(0.0);
    let whole = TextRange::new(0, analyzed.text.len() as u32);
    let mut best = vec![first];
    for count in 2..=MOST {
        let room = (chars / count).max(LEAST);
        let Some(core) = crate::snippet::densest_in(analyzed, weights, first, room * 3 / 4) else { break };
        let mut pieces = vec![around(analyzed, whole, Some(core), room)];
        while pieces.len() < count {
            let missing = missing(analyzed, &pieces);
            let next = missing
                .iter()
                .max_by(|a, b| weight(a.1).total_cmp(&weight(b.1)).then(b.0.start.cmp(&a.0.start)));
            let Some((mark, _)) = next else { break };
            pieces.push(around(analyzed, whole, Some(*mark), room));
        }
        let lacks = |ranges: &[TextRange]| -> f32 {
            missing(analyzed, ranges).iter().map(|(_, leaf)| weight(*leaf)).sum()
        };
        let (now, before) = (lacks(&pieces), lacks(&best));
        if now + 1e-6 < before {
            best = pieces;
        }
        if now <= 0.0 {
            break;
        }
    }
    best.sort_by_key(|piece| (piece.start, piece.end));
    let mut out: Vec<TextRange> = Vec::new();
    for piece in best {
        match out.last_mut() {
            Some(last) if piece.start <= last.end + GAP => last.end = last.end.max(piece.end),
            _ => out.push(piece),
        }
    }
    out
}

/// For each leaf that stands in none of `ranges`, its occurrence nearest to the first of them.
fn missing(analyzed: &Analyzed, ranges: &[TextRange]) -> Vec<(TextRange, usize)> {
    let mut shown: Vec<usize> = Vec::new();
    for (mark, leaf) in &analyzed.marks {
        if !shown.contains(leaf) && ranges.iter().any(|range| range.contains(*mark)) {
            shown.push(*leaf);
        }
    }
    let off = |mark: TextRange| {
        let range = ranges.first().copied().unwrap_or(mark);
        mark.start.saturating_sub(range.end) + range.start.saturating_sub(mark.end)
    };
    let mut out: Vec<(TextRange, usize)> = Vec::new();
    for &(mark, leaf) in &analyzed.marks {
        if shown.contains(&leaf) {
            continue;
        }
        match out.iter_mut().find(|(_, known)| *known == leaf) {
            Some(known) if off(mark) < off(known.0) => known.0 = mark,
            Some(_) => {}
            None => out.push((mark, leaf)),
        }
    }
    out
}
