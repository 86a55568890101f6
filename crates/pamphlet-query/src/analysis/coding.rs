//! Coding documents by a codebook: how often each category occurs, in all and in each document; and matches drawn by
//! lot, for coding by hand.

use super::documents::{documents, query_of};
use super::{per_million, threads};
use crate::codebook::{Codebook, set_of};
use crate::concordance::{CONTEXT, Concordance, lines};
use crate::error::Result;
use crate::hit::Query;
use crate::note::Note;
use crate::parallel::in_order;
use crate::request::Request;
use crate::search::Asked;
use crate::snippet::Match;
use crate::view::Address;
use pamphlet_index::Reader;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Instant;
use tantivy::TERMINATED;

/// A category of a codebook, as the wire format has it.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub struct CodedCategory {
    /// Its name.
    pub category: String,
    /// Its matches. Of entries that overlap in the text the leftmost and longest counts.
    pub matches: u64,
    /// Documents that have any.
    pub documents: u64,
    /// Matches in a million words of the documents looked at.
    pub per_million: f64,
    /// The query that, with the same codebook, finds its matches.
    pub find: String,
}

/// A document with its matches of each category.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct CodedDocument {
    /// Its id.
    pub doc: String,
    /// Its path.
    pub path: String,
    /// Its date, as exactly as it is known.
    pub date: Option<String>,
    /// Its words, page chrome included.
    pub words: u64,
    /// Matches of each category, in their order.
    pub counts: Vec<u64>,
}

/// Documents coded by a codebook.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub struct Coded {
    /// Every category, in the order of the codebook.
    pub categories: Vec<CodedCategory>,
    /// The documents asked for, by path; none where the request's limit is 0.
    pub rows: Vec<CodedDocument>,
    /// Documents looked at.
    pub documents: u64,
    /// Their words.
    pub words: u64,
    /// How the query was read; empty where all documents were looked at. Notes about entries of the codebook are here too.
    pub query: Query,
}

/// Counts the matches of every category of a codebook in the documents of a request: those of its query and filters, or
/// where it has neither, all. `limit` and `offset` of the request count documents; with `fold`, of copies and versions of
/// a text only the oldest counts.
///
/// # Errors
/// As [`search`](crate::search).
pub fn code(reader: &Reader, request: &Request, codebook: &Arc<Codebook>) -> Result<Coded> {
    let until = request.timeout.map(|timeout| Instant::now() + timeout);
    let mut asked = Asked::new(reader, request)?;
    let looked = documents(&mut asked, request, request.fold == Some(true))?;
    let threads = threads(looked.count as usize);
    let all = in_order(
        threads,
        &codebook.categories,
        || (),
        |(), category| {
            let mut of = of_category(request, codebook, &category.name);
            // all categories have one time together
            of.timeout = until.map(|until| until.saturating_duration_since(Instant::now()));
            count(reader, &of, &looked.found)
        },
    )?;
    let mut categories = Vec::with_capacity(all.len());
    let mut counts: BTreeMap<Address, Vec<u64>> = BTreeMap::new();
    for (number, (category, counted)) in codebook.categories.iter().zip(all).enumerate() {
        let matches = counted.held.iter().map(|(_, count)| count).sum();
        categories.push(CodedCategory {
            category: category.name.clone(),
            matches,
            documents: counted.held.len() as u64,
            per_million: per_million(matches, looked.words).unwrap_or(0.0),
            find: set_of(&category.name),
        });
        for note in counted.notes {
            let message = format!("{}: {}", category.name, note.message);
            asked.notes.push(Note { message, place: 0..0, ..note });
        }
        for (address, count) in counted.held {
            let row = counts.entry(address).or_insert_with(|| vec![0; codebook.categories.len()]);
            row[number] = count;
        }
    }
    let mut rows = Vec::new();
    if request.limit != Some(0) {
        let mut listed: Vec<(String, Address)> = Vec::new();
        for (segment, docs) in asked.view.segments.iter().zip(&looked.found) {
            let of = |&doc: &u32| (segment.path(doc), Address { segment: segment.number, doc });
            listed.extend(docs.iter().map(of));
        }
        listed.sort_unstable();
        for (_, address) in listed.into_iter().skip(request.offset).take(request.limit.unwrap_or(usize::MAX))
        {
            let stored = asked.view.stored(address)?;
            rows.push(CodedDocument {
                date: stored.date.map(|date| date.to_string()),
                words: stored.words,
                counts: counts.remove(&address).unwrap_or_else(|| vec![0; codebook.categories.len()]),
                doc: stored.id,
                path: stored.path,
            });
        }
    }
    let query = query_of(asked, request);
    Ok(Coded { categories, rows, documents: looked.count, words: looked.words, query })
}

/// The matches of a category.
struct OfCategory {
    held: Vec<(Address, u64)>,
    notes: Vec<Note>,
}

/// The request of a category, with the filters and limits of another.
fn of_category(request: &Request, codebook: &Arc<Codebook>, category: &str) -> Request {
    Request {
        text: set_of(category),
        sets: Some(Arc::clone(codebook)),
        any: false,
        phrase: false,
        strict: false,
        expand: false,
        ..request.clone()
    }
}

/// Counts the matches of a query in some documents.
fn count(reader: &Reader, request: &Request, looked: &[Vec<u32>]) -> Result<OfCategory> {
    let mut asked = Asked::new(reader, request)?;
    let (mut held, mut spans, mut late) = (Vec::new(), Vec::new(), false);
    for (segment, looked) in asked.view.segments.iter().zip(looked) {
        let mut matcher = asked.matcher(segment, true)?;
        let mut doc = matcher.seek(0)?;
        while doc != TERMINATED {
            if looked.binary_search(&doc).is_ok() {
                matcher.matches(doc, &mut spans)?;
                if !spans.is_empty() {
                    held.push((Address { segment: segment.number, doc }, spans.len() as u64));
                }
            }
            doc = matcher.seek(doc + 1)?;
        }
        late = matcher.is_late();
        if late {
            break;
        }
    }
    if late {
        asked.note_late();
    }
    Ok(OfCategory { held, notes: asked.notes })
}

/// Matches of a query drawn by lot, each as likely as any other: `count` lines, by path and place. The same seed draws the
/// same matches of the same index.
///
/// # Errors
/// As [`search`](crate::search).
pub fn sample(reader: &Reader, request: &Request, count: usize, seed: u64) -> Result<Concordance> {
    let mut asked = Asked::new(reader, request)?;
    let looked = documents(&mut asked, request, request.fold == Some(true))?;
    let mut by_path: Vec<(String, Address)> = Vec::new();
    for (segment, docs) in asked.view.segments.iter().zip(&looked.found) {
        by_path.extend(docs.iter().map(|&doc| (segment.path(doc), Address { segment: segment.number, doc })));
    }
    by_path.sort_unstable();
    // how many matches each document has, in the order of the index; then lots are drawn in the order of paths
    let mut sizes: BTreeMap<Address, u64> = BTreeMap::new();
    asked.each_match(by_path.iter().map(|(_, address)| *address).collect(), &mut |address, matches| {
        sizes.insert(address, matches.len() as u64);
        Ok(())
    })?;
    if asked.has_ended() {
        asked.note_late();
    }
    let total: u64 = sizes.values().sum();
    let drawn = draw(total, count as u64, seed);
    let mut wanted: BTreeMap<Address, Vec<usize>> = BTreeMap::new();
    let (mut before, mut next) = (0, 0);
    for (_, address) in &by_path {
        let size = sizes.get(address).copied().unwrap_or(0);
        while let Some(&number) = drawn.get(next).filter(|&&number| number < before + size) {
            wanted.entry(*address).or_default().push((number - before) as usize);
            next += 1;
        }
        before += size;
    }
    let context = request.context.unwrap_or(CONTEXT);
    let mut made = BTreeMap::new();
    asked.each_match(wanted.keys().copied().collect(), &mut |address, matches| {
        let of = wanted.get(&address).map_or(&[][..], Vec::as_slice);
        let chosen: Vec<Match> = of.iter().filter_map(|&at| matches.get(at).copied()).collect();
        made.insert(address, lines(&asked.view.stored(address)?, &chosen, &asked.plan, context)?);
        Ok(())
    })?;
    let lines = by_path.iter().filter_map(|(_, address)| made.remove(address)).flatten().collect();
    Ok(Concordance { lines, total, query: asked.into_query(request) })
}

/// `count` different numbers below `total`, ascending, each set of them as likely as any other (Floyd's way).
fn draw(total: u64, count: u64, seed: u64) -> Vec<u64> {
    let count = count.min(total);
    let mut state = seed;
    let mut drawn = std::collections::BTreeSet::new();
    for last in total - count..total {
        let number = below(&mut state, last + 1);
        if !drawn.insert(number) {
            drawn.insert(last);
        }
    }
    drawn.into_iter().collect()
}

/// A number below `end`, all as likely: the generator of splitmix64 (Steele, Lea & Flood 2014); numbers that would prefer
/// the small ones are drawn again.
fn below(state: &mut u64, end: u64) -> u64 {
    let fair = u64::MAX - u64::MAX % end;
    loop {
        *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = *state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^= mixed >> 31;
        if mixed < fair {
            return mixed % end;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lots_are_different_numbers_and_fair() {
        assert_eq!(draw(3, 9, 1), [0, 1, 2]);
        assert!(draw(0, 9, 1).is_empty());
        assert_eq!(draw(1_000, 5, 7), draw(1_000, 5, 7));
        assert_ne!(draw(1_000, 5, 7), draw(1_000, 5, 8));
        let mut times = [0u32; 10];
        for seed in 0..3_000 {
            let drawn = draw(10, 3, seed);
            assert!(drawn.len() == 3 && drawn.is_sorted() && drawn[2] < 10);
            drawn.iter().for_each(|&number| times[number as usize] += 1);
        }
        // each number is in three of ten draws
        assert!(times.iter().all(|&times| (810..990).contains(&times)), "{times:?}");
    }
}
