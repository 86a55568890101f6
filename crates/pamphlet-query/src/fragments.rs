//! Which pieces of a passage a snippet shows when one stretch of it cannot show all words of the query.

use crate::snippet::{Analyzed, around};
use pamphlet_document::TextRange;

/// Pieces of one snippet.
const MOST: usize = 4;
/// Characters of a piece at least: fewer say nothing, and could not be found again in the document.
const LEAST: usize = 70;
/// Pieces with less than that between them are shown as one.
const GAP: u32 = 24;

/// `first` and, for each leaf of the query that stands elsewhere in the text, a piece around the occurrence
/// that is nearest to it, the weightiest leaves first; about `chars` in all. Ascending, without overlaps.
pub(crate) fn fragments(
    analyzed: &Analyzed,
    weights: &[f32],
    first: TextRange,
    chars: usize,
) -> Vec<TextRange> {
    let mut missing = missing(analyzed, first);
    if missing.is_empty() || chars < 2 * LEAST {
        return vec![first];
    }
    missing.sort_by(|a, b| {
        let weight = |leaf: usize| weights.get(leaf).copied().unwrap_or(0.0);
        weight(b.1).total_cmp(&weight(a.1)).then(a.0.start.cmp(&b.0.start))
    });
    missing.truncate((MOST - 1).min(chars / LEAST - 1));
    // what each piece has to show: the matches of the first stretch as far as they fit, then the others
    let room = (chars / (missing.len() + 1)).max(LEAST);
    let inside = crate::snippet::densest_in(analyzed, weights, first, room * 3 / 4);
    let mut cores: Vec<TextRange> = inside.into_iter().collect();
    cores.extend(missing.iter().map(|(mark, _)| *mark));
    let whole = TextRange::new(0, analyzed.text.len() as u32);
    let mut pieces: Vec<TextRange> =
        cores.into_iter().map(|core| around(analyzed, whole, Some(core), room)).collect();
    pieces.sort_by_key(|piece| (piece.start, piece.end));
    let mut out: Vec<TextRange> = Vec::new();
    for piece in pieces {
        match out.last_mut() {
            Some(last) if piece.start <= last.end + GAP => last.end = last.end.max(piece.end),
            _ => out.push(piece),
        }
    }
    // the one stretch is better where the pieces show no more than it
    let shows = |ranges: &[TextRange]| {
        let mut leaves: Vec<usize> = Vec::new();
        for (mark, leaf) in &analyzed.marks {
            if !leaves.contains(leaf) && ranges.iter().any(|range| range.contains(*mark)) {
                leaves.push(*leaf);
            }
        }
        leaves.iter().map(|leaf| weights.get(*leaf).copied().unwrap_or(0.0)).sum::<f32>()
    };
    if shows(&out) > shows(&[first]) + 1e-6 { out } else { vec![first] }
}

/// For each leaf that does not stand in `range`, its occurrence nearest to it.
fn missing(analyzed: &Analyzed, range: TextRange) -> Vec<(TextRange, usize)> {
    let mut shown: Vec<usize> = Vec::new();
    for (mark, leaf) in &analyzed.marks {
        if range.contains(*mark) && !shown.contains(leaf) {
            shown.push(*leaf);
        }
    }
    let off = |mark: TextRange| mark.start.saturating_sub(range.end) + range.start.saturating_sub(mark.end);
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
