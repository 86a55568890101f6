//! What is marked in the text of a document: matches of a query, or a passage with what differs in it.

use pamphlet::Difference;
use pamphlet::document::TextRange;
use pamphlet::index::{Result, Stored};

/// A place that is marked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Mark {
    /// It stands in one block. Where it is empty, words are missing.
    pub range: TextRange,
    /// Of a difference: the words of the passage in its place; none where words were put in.
    pub was: Option<String>,
}

/// The marks of matches.
pub(super) fn of_matches(matches: &[TextRange]) -> Vec<Mark> {
    matches.iter().map(|range| Mark { range: *range, was: None }).collect()
}

/// The marks of a passage, from one byte of the text to before another, with where it differs.
pub(super) fn of_passage(
    stored: &Stored,
    text: &str,
    (from, to): (u32, u32),
    differences: &[Difference],
) -> Result<Vec<Mark>> {
    let (from, to) = (boundary(text, from), boundary(text, to));
    let blocks: Vec<TextRange> = stored.blocks()?.iter().map(|block| block.range).collect();
    Ok(within(&blocks, pieces(text, (from, to), differences)))
}

/// The next byte at or before one at which a character starts.
fn boundary(text: &str, byte: u32) -> u32 {
    let mut at = (byte as usize).min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at as u32
}

/// A passage cut where it differs.
fn pieces(text: &str, (from, to): (u32, u32), differences: &[Difference]) -> Vec<Mark> {
    let passage = text.get(from as usize..to as usize).unwrap_or_default();
    let places = in_one_line(passage);
    let byte = |character: usize| from + places.get(character).copied().unwrap_or(passage.len()) as u32;
    let mut out = Vec::new();
    let mut at = from;
    let plain = |range: TextRange, out: &mut Vec<Mark>| {
        if text.get(range.span()).is_some_and(|piece| !piece.trim().is_empty()) {
            out.push(Mark { range, was: None });
        }
    };
    for difference in differences {
        let start = byte(difference.at[0]).max(at);
        let end = match difference.at {
            [first, behind] if behind > first => byte(behind).max(start),
            _ => start,
        };
        plain(TextRange::new(at, start), &mut out);
        out.push(Mark { range: TextRange::new(start, end), was: Some(difference.was.clone()) });
        at = end;
    }
    plain(TextRange::new(at, to.max(at)), &mut out);
    out
}

/// The byte of each character of a text that is shown with its white space as single blanks, and of its end.
fn in_one_line(text: &str) -> Vec<usize> {
    let mut places = Vec::new();
    let mut blank = true;
    for (at, c) in text.char_indices() {
        let space = c.is_whitespace();
        if !(space && blank) {
            places.push(at);
        }
        blank = space;
    }
    places
}

/// Marks cut at the borders of blocks.
fn within(blocks: &[TextRange], pieces: Vec<Mark>) -> Vec<Mark> {
    let mut out = Vec::new();
    for mut piece in pieces {
        if piece.range.start == piece.range.end {
            out.push(piece);
            continue;
        }
        for block in blocks {
            let (start, end) = (piece.range.start.max(block.start), piece.range.end.min(block.end));
            if start < end {
                out.push(Mark { range: TextRange::new(start, end), was: piece.was.clone() });
                // what stood there is told once
                piece.was = piece.was.map(|_| String::new());
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_passage_is_cut_where_it_differs_and_at_blocks() {
        let text = "Title\n\nThe  mill\nis théirs now.\n\nAnd more.";
        let check = |range: (u32, u32), differences: &[([usize; 2], &str)], want: &[(&str, Option<&str>)]| {
            let of = |(at, was): &([usize; 2], &str)| Difference { at: *at, was: (*was).to_owned() };
            let differences: Vec<Difference> = differences.iter().map(of).collect();
            let found = within(
                &[TextRange::new(0, 5), TextRange::new(7, 32), TextRange::new(34, 43)],
                pieces(text, range, &differences),
            );
            let found: Vec<(&str, Option<&str>)> =
                found.iter().map(|mark| (&text[mark.range.span()], mark.was.as_deref())).collect();
            assert_eq!(found, want);
        };
        check((7, 16), &[], &[("The  mill", None)]);
        // The mill is théirs now.
        check(
            (7, 32),
            &[([12, 18], "ours")],
            &[("The  mill\nis ", None), ("théirs", Some("ours")), (" now.", None)],
        );
        check((7, 16), &[([4, 4], "old")], &[("The  ", None), ("", Some("old")), ("mill", None)]);
        check((28, 43), &[], &[("now.", None), ("And more.", None)]);
        assert_eq!(boundary(text, 23), 22);
        assert_eq!(boundary(text, 900), text.len() as u32);
    }
}
