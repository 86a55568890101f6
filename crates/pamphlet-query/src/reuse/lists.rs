//! Where words stand, read from the index once for many passages.

use crate::cursor::Docs;
use crate::error::Result;
use crate::view::{Field, Segment};
use rustc_hash::FxHashMap;
use std::ops::Range;
use tantivy::postings::Postings;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, TERMINATED};

/// Positions that are kept for the next passage, of eight bytes each.
const KEPT: usize = 4 << 20;

/// The places of each form.
type ByForm = FxHashMap<Box<str>, Box<[u64]>>;

/// Places of words in some documents. All that ask are to mean the same documents of each segment.
#[derive(Default)]
pub(super) struct Lists {
    /// By segment and first document of a range.
    known: FxHashMap<(u32, DocId), ByForm>,
    positions: usize,
}

impl Lists {
    /// For each form, where it stands in the documents of a range and of `only`: documents in the upper half of each
    /// number, positions in the lower; ascending.
    pub fn of(
        &mut self,
        segment: &Segment<'_>,
        docs: &Range<DocId>,
        only: Option<&Docs>,
        forms: &[&str],
    ) -> Result<Vec<&[u64]>> {
        if self.positions > KEPT {
            self.known.clear();
            self.positions = 0;
        }
        let known = self.known.entry((segment.number, docs.start)).or_default();
        for &form in forms {
            if !known.contains_key(form) {
                let list = places(segment, form, docs, only)?;
                self.positions += list.len();
                known.insert(form.into(), list.into());
            }
        }
        Ok(forms.iter().map(|&form| known.get(form).map_or(&[][..], |list| list)).collect())
    }
}

/// Where a form stands.
fn places(segment: &Segment<'_>, form: &str, docs: &Range<DocId>, only: Option<&Docs>) -> Result<Vec<u64>> {
    let mut out = Vec::new();
    let mut positions = Vec::new();
    let mut fields = 0;
    // the next document that is looked in, from one on
    let next = |doc: DocId| only.map_or(Some(doc), |only| only.next(doc)).filter(|doc| *doc < docs.end);
    for field in [Field::Body, Field::Chrome] {
        let option = IndexRecordOption::WithFreqsAndPositions;
        let Some(mut list) = segment.postings(field, form, option)? else { continue };
        fields += 1;
        let mut wanted = next(docs.start);
        while let Some(target) = wanted {
            // what is sought must not lie before where the list stands
            let doc = match list.doc() {
                doc if doc + 1 == target => list.advance(),
                doc if doc < target => list.seek(target),
                doc => doc,
            };
            if doc == target && segment.is_alive(doc) {
                list.positions(&mut positions);
                out.extend(positions.iter().map(|&position| u64::from(doc) << 32 | u64::from(position)));
            }
            wanted = if doc == TERMINATED { None } else { next(doc.max(target + 1)) };
        }
    }
    if fields > 1 {
        out.sort_unstable();
    }
    Ok(out)
}
