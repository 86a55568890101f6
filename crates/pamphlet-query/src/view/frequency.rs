//! How often terms stand in a collection: exact, and the same however an index is cut into segments.

use super::{Field, Segment, View};
use crate::collection::Frequency;
use crate::expand::Lexicon;
use rustc_hash::FxHashMap;
use std::io;
use std::sync::PoisonError;
use tantivy::schema::IndexRecordOption;

impl View<'_> {
    /// How often a term stands in the text of the collection, page chrome included: the same however it is cut into
    /// segments.
    pub fn frequency(&self, term: &str) -> io::Result<Frequency> {
        if let Some(collection) = self.collection {
            return Ok(collection.frequency(Field::Body, term) + collection.frequency(Field::Chrome, term));
        }
        let known = |held: &FxHashMap<Box<str>, Frequency>| held.get(term).copied();
        if let Some(known) = known(&self.frequencies.lock().unwrap_or_else(PoisonError::into_inner)) {
            return Ok(known);
        }
        let mut sum = Frequency::default();
        for segment in &self.segments {
            for field in [Field::Body, Field::Chrome] {
                sum = sum + segment.frequency(field, term)?;
            }
        }
        let mut held = self.frequencies.lock().unwrap_or_else(PoisonError::into_inner);
        held.insert(term.into(), sum);
        Ok(sum)
    }

    /// In how many documents of the collection a term stands in the text: of one that is asked for with thousands of
    /// others.
    pub fn documents_of(&self, term: &str) -> u64 {
        match self.collection {
            Some(collection) => {
                let of = |field| collection.frequency(field, term).documents;
                of(Field::Body) + of(Field::Chrome)
            }
            None => self.documents(term),
        }
    }
}

impl Segment<'_> {
    /// How often a term stands in a field of this segment.
    fn frequency(&self, field: Field, term: &str) -> io::Result<Frequency> {
        let field = self.field(field)?;
        let Some(info) = field.terms().get(term.as_bytes())? else { return Ok(Frequency::default()) };
        let mut blocks = field.read_block_postings_from_terminfo(&info, IndexRecordOption::WithFreqs)?;
        let mut occurrences = 0;
        while blocks.block_len() > 0 {
            occurrences += blocks.freqs().iter().map(|&times| u64::from(times)).sum::<u64>();
            blocks.advance();
        }
        Ok(Frequency { documents: u64::from(info.doc_freq), occurrences })
    }
}
