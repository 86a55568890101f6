//! Formulas: passages that many documents have, and that say little of who took what from whom.

use super::quote::Place;
use std::collections::HashSet;

/// Leaves out the places of passages that more than `most` documents have. Two places are of one passage where what they
/// have of it overlaps by half of the shorter. Returns how many were left out.
pub(super) fn leave_out(places: &mut Vec<Place>, most: u64) -> u64 {
    // places of one source beside each other, in its order
    let mut order: Vec<usize> = (0..places.len()).collect();
    order.sort_by_key(|&at| {
        let of = &places[at].quotation.of;
        (&of.doc, of.range.start, of.range.end)
    });
    let mut formula = vec![false; places.len()];
    for of_source in order.chunk_by(|&a, &b| places[a].quotation.of.doc == places[b].quotation.of.doc) {
        let range = |at: usize| places[of_source[at]].quotation.of.range;
        let longest = (0..of_source.len()).map(|at| range(at).len()).max().unwrap_or(0);
        for at in 0..of_source.len() {
            let own = range(at);
            let before = (0..at).rev().take_while(|&other| range(other).start + longest > own.start);
            let behind = (at + 1..of_source.len()).take_while(|&other| range(other).start < own.end);
            let mut documents = HashSet::from([&*places[of_source[at]].quotation.doc]);
            for other in before.chain(behind) {
                let its = range(other);
                let common = own.end.min(its.end).saturating_sub(own.start.max(its.start));
                if 2 * u64::from(common) >= u64::from(own.len().min(its.len())) {
                    documents.insert(&places[of_source[other]].quotation.doc);
                }
                if documents.len() as u64 > most {
                    break;
                }
            }
            formula[of_source[at]] = documents.len() as u64 > most;
        }
    }
    let before = places.len();
    let mut formula = formula.into_iter();
    places.retain(|_| !formula.next().unwrap_or(false));
    (before - places.len()) as u64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reuse::{Passage, Quotation};
    use pamphlet_document::TextRange;

    fn place(doc: &str, of: &str, start: u32, end: u32) -> Place {
        let range = TextRange::new(start, end);
        let of = Passage { doc: Some(of.to_owned()), range, ..Passage::default() };
        Place::new(None, Quotation { doc: doc.to_owned(), of, ..Quotation::default() })
    }

    #[test]
    fn what_many_documents_have_is_left_out() {
        let all = [
            // three documents have it, one of them twice
            place("a", "x", 100, 160),
            place("b", "x", 110, 150),
            place("c", "x", 90, 170),
            place("c", "x", 100, 160),
            // of less than half in common with those
            place("d", "x", 155, 300),
            // the same range of another source
            place("a", "y", 100, 160),
        ];
        let left = |most: u64| {
            let mut places: Vec<Place> =
                all.iter().map(|one| Place::new(None, one.quotation.clone())).collect();
            let out = leave_out(&mut places, most);
            assert_eq!(out as usize, all.len() - places.len());
            places.into_iter().map(|one| one.quotation.doc).collect::<String>()
        };
        assert_eq!(left(3), "abccda");
        assert_eq!(left(2), "da");
        assert_eq!(left(1), "da");
        assert_eq!(left(0), "");
    }
}
