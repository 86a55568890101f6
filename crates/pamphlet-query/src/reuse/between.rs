//! What two sets of documents have of each other.

use super::passage::QuoteRequest;
use super::quote::{Place, places_of};
use super::seeds::Room;
use super::wanted::Wanted;
use crate::collection::Scope;
use crate::cursor::Docs;
use crate::error::Result;
use crate::parallel::{cores, in_order};
use crate::request::Request;
use crate::search::Asked;
use crate::view::{Address, View};

/// The places of all documents that a query finds. Each pair of documents that both find, and are found in, is told
/// once.
pub(super) fn between(
    scope: Scope<'_>,
    asked: &mut Asked<'_>,
    request: &QuoteRequest,
    of: &Request,
    only: Option<Vec<Docs>>,
) -> Result<Vec<Place>> {
    let mut others = Asked::new(scope, of)?;
    let found = others.find()?;
    asked.notes.append(&mut others.notes);
    let mut sources = Vec::new();
    for (segment, docs) in others.view.segments.iter().zip(&found) {
        sources.extend(docs.iter().map(|&doc| Address { segment: segment.number, doc }));
    }
    let is_in = |address: &Address| match &only {
        None => true,
        Some(only) => only.get(address.segment as usize).is_some_and(|docs| docs.contains(address.doc)),
    };
    let asked: &Asked<'_> = asked;
    let places = in_order(cores(), &sources, Room::default, |room, &address| {
        if asked.has_ended() {
            return Ok(Vec::new());
        }
        let stored = asked.view.stored(address)?;
        let id = stored.id.clone();
        let wanted = Wanted::of_document(stored, address)?;
        let mut places = places_of(asked, request, &wanted, only.as_deref(), 1, room)?;
        if is_in(&address) {
            let from_both = |place: &Place| -> Result<bool> {
                let Some(other) = scope.reader.find(&place.quotation.doc)? else { return Ok(false) };
                let other = Address { segment: other.segment_ord, doc: other.doc_id };
                Ok(sources.binary_search(&other).is_ok() && place.quotation.doc > id)
            };
            let mut kept = Vec::with_capacity(places.len());
            for place in places {
                if !from_both(&place)? {
                    kept.push(place);
                }
            }
            places = kept;
        }
        Ok(places)
    })?;
    Ok(places.into_iter().flatten().collect())
}

/// The view is shared by the threads that look documents up.
const _: () = {
    const fn shared<T: Sync>() {}
    shared::<View<'_>>();
};
