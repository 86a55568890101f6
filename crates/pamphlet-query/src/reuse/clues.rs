//! What another engine is asked for to find where a passage may stand: pairs of words, and what each is worth.
//!
//! The votes of a place (see [`seeds`](super::seeds)) are of pairs that a document has in order and near each other; so
//! a document in which the pairs that it has are together worth less than a place needs has none. Of a long passage a
//! stretch is asked for at a time, and stretches overlap, so that no place lies in two of them only.

use super::passage::{QuoteOf, QuoteRequest};
use super::quote::{Measure, Typed};
use super::seeds::{Block, REACH, Rarity, Sought};
use super::short;
use super::votes::{SHIFT, partners};
use super::wanted::Wanted;
use crate::collection::Scope;
use crate::error::Result;
use crate::request::Request;
use crate::search::Asked;

/// Words of which both must stand in a document, in this order, with at most so many words between them.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// The first word, as the index has it.
    pub first: String,
    /// The second.
    pub second: String,
    /// Words between.
    pub between: u32,
    /// What the pair adds to the votes of a place at most, in bits.
    pub bits: f32,
}

/// What a document needs to have a place of one stretch of a passage.
#[derive(Clone, Debug, PartialEq)]
pub struct Clues {
    /// Pairs of words.
    pub pairs: Vec<Pair>,
    /// What those that a document has must be worth together, in bits.
    pub least: f32,
}

/// In which documents the places of a [`quote`](crate::quote) are to be looked for. None of these is left out; whoever
/// fetched them has the places decided by [`quote_part`](crate::quote_part).
#[derive(Clone, Debug)]
pub enum QuoteDraft {
    /// In none.
    Nothing,
    /// In those that this finds.
    Phrase(Box<Request>),
    /// In those for which one of the clues speaks.
    Clues(Vec<Clues>),
    /// In those of one set and of the other.
    Between,
}

/// Drafts a quote with what is known of a collection. `scope` holds the document that is asked about, where one is;
/// stretches have at most so many pairs, and few more than one place needs.
///
/// # Errors
/// As [`quote`](crate::quote).
pub fn quote_draft<'r>(
    scope: impl Into<Scope<'r>>,
    request: &QuoteRequest,
    most_pairs: usize,
) -> Result<QuoteDraft> {
    let within = Request { strict: false, ..request.within.clone() };
    let asked = Asked::new(scope, &within)?;
    let wanted = match &request.of {
        QuoteOf::Text(text) => match Typed::of(text, &asked.langs) {
            Typed::Nothing => return Ok(QuoteDraft::Nothing),
            Typed::Phrase => return Ok(QuoteDraft::Phrase(Box::new(short::phrase(text, &within)))),
            Typed::Passage(wanted) => wanted,
        },
        QuoteOf::Document(id) => Wanted::of_id(&asked.view, id)?,
        QuoteOf::Documents(_) => return Ok(QuoteDraft::Between),
    };
    let rarity = Rarity::of(&asked.view, &wanted.vocabulary)?;
    let bits = Measure::of(&wanted, request).bits;
    let Wanted { words, vocabulary, .. } = &wanted;
    let has_ended = &|| asked.has_ended();
    let sought = Sought { words, vocabulary, rarity: &rarity, bits, only: None, has_ended };
    let mut clues = Vec::new();
    for Block { words, seeds, bits, least, .. } in Block::all_of(&sought) {
        let pairs: Vec<(usize, usize)> = partners(words, &seeds).collect();
        for stretch in stretches(&pairs, most_pairs) {
            let pair = |&(at, other): &(usize, usize)| Pair {
                first: vocabulary.form(words[at].form).to_owned(),
                second: vocabulary.form(words[other].form).to_owned(),
                between: (other - at) as u32 + SHIFT as u32 - 1,
                bits: bits[at] + bits[other],
            };
            clues.push(Clues { pairs: stretch.iter().map(pair).collect(), least });
        }
    }
    Ok(QuoteDraft::Clues(clues))
}

/// Pairs of places in parts of at most `most`, so that all pairs of any place are in one of them: its votes lie within
/// [`REACH`] words, and the other one of a pair as far to either side.
fn stretches(pairs: &[(usize, usize)], most: usize) -> Vec<&[(usize, usize)]> {
    let mut out = Vec::new();
    let mut from = 0;
    while from < pairs.len() {
        let to = pairs.len().min(from + most.max(1));
        out.push(&pairs[from..to]);
        if to == pairs.len() {
            break;
        }
        // the next one starts so far back that what does not fit in this one fits in it
        let back = pairs[to].0.saturating_sub(3 * REACH as usize);
        from = (from + pairs[from..to].partition_point(|pair| pair.0 < back)).max(from + 1);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_overlap_by_what_a_place_needs() {
        let pairs: Vec<(usize, usize)> = (0..600).flat_map(|at| [(at, at + 1), (at, at + 2)]).collect();
        let parts = stretches(&pairs, 200);
        assert!(parts.len() > 6 && parts.iter().all(|part| part.len() <= 200));
        for start in 0..600 {
            let of_place = |pair: &&(usize, usize)| pair.0 >= start && pair.1 <= start + 3 * REACH as usize;
            let all = pairs.iter().filter(of_place).count();
            let most = parts.iter().map(|part| part.iter().filter(of_place).count()).max();
            assert_eq!(most, Some(all), "{start}");
        }
        assert_eq!(stretches(&[], 200).len(), 0);
        // more pairs of one place than fit: nothing is left out, and it ends
        assert!(stretches(&pairs, 10).iter().flat_map(|part| part.iter()).count() >= pairs.len());
    }
}
