//! The documents that an analysis is of: those that a request's query and filters let through, on request each
//! text once.

use crate::error::Result;
use crate::hit::Query;
use crate::request::Request;
use crate::search::{Asked, Found};
use crate::view::{Address, View};
use pamphlet_index::duplicates::ALIKE;
use std::collections::HashSet;

/// Some documents of an index, by segment, ascending.
pub(crate) struct Documents {
    /// Their numbers in each segment.
    pub found: Found,
    /// How many there are.
    pub count: u64,
    /// Their words, page chrome included.
    pub words: u64,
}

/// The documents of a request: of its query and filters, or where it has neither, all. With `once`, copies and
/// versions of a text count as one document, the oldest of them; undated ones come last, ties go by path.
pub(crate) fn documents(asked: &mut Asked<'_>, request: &Request, once: bool) -> Result<Documents> {
    let mut found = match request.text.trim().is_empty() && !request.is_filtered() {
        true => all(&asked.view),
        false => asked.find()?,
    };
    if once {
        keep_oldest(&asked.view, &mut found)?;
    }
    counted(&asked.view, found)
}

/// The same request without its query: what its filters let through.
pub(crate) fn without_query(request: &Request) -> Request {
    Request { text: String::new(), strict: false, expand: false, ..request.clone() }
}

/// How a query that was not asked of any index is told.
pub(crate) fn query_of(asked: Asked<'_>, request: &Request) -> Query {
    match request.text.trim().is_empty() {
        true => Query { notes: asked.notes, ..Query::default() },
        false => asked.into_query(request),
    }
}

/// Every document that is alive.
fn all(view: &View<'_>) -> Found {
    let alive = |segment: &crate::view::Segment<'_>| {
        (0..segment.max_doc).filter(|&doc| segment.is_alive(doc)).collect()
    };
    view.segments.iter().map(alive).collect()
}

/// Documents with their number and words.
pub(crate) fn counted(view: &View<'_>, found: Found) -> Result<Documents> {
    let (mut count, mut words) = (0, 0);
    for (docs, stored) in found.iter().zip(view.index.segments()) {
        let column = stored.words()?;
        count += docs.len() as u64;
        words += docs.iter().map(|&doc| column.first(doc).unwrap_or(0)).sum::<u64>();
    }
    Ok(Documents { found, count, words })
}

/// Leaves of copies and versions the oldest.
fn keep_oldest(view: &View<'_>, found: &mut Found) -> Result<()> {
    let duplicates = view.index.duplicates();
    if duplicates.is_empty() {
        return Ok(());
    }
    // those that have any, in the order in which one stands for the others
    let mut linked = Vec::new();
    for (segment, docs) in view.segments.iter().zip(found.iter()) {
        for &doc in docs {
            let Some(id) = segment.id(doc).filter(|&id| duplicates.cluster(id).is_some()) else { continue };
            let day = segment.days(doc).map_or(i64::MAX, |(first, _)| first);
            linked.push((day, segment.path(doc), id, Address { segment: segment.number, doc }));
        }
    }
    linked.sort_unstable();
    let mut copies: HashSet<Address> = HashSet::new();
    for (_, _, id, address) in linked {
        if copies.contains(&address) {
            continue;
        }
        for (other, _) in duplicates.of(id, ALIKE) {
            if let Some(other) = view.index.find(&format!("{other:016x}"))? {
                copies.insert(Address { segment: other.segment_ord, doc: other.doc_id });
            }
        }
        // what stands for others is no copy of one of them
        copies.remove(&address);
    }
    for (segment, docs) in view.segments.iter().zip(found) {
        docs.retain(|&doc| !copies.contains(&Address { segment: segment.number, doc }));
    }
    Ok(())
}
