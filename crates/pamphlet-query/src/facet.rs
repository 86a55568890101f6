//! Counts of the values of fields over the documents found.

use crate::hit::FacetValue;
use crate::view::Segment;
use pamphlet_document::PartialDate;
use std::collections::{BTreeMap, HashMap};
use std::io;
use tantivy::DocId;

/// Counts while segments are added.
pub(crate) struct Facets {
    counts: BTreeMap<String, HashMap<String, u64>>,
}

impl Facets {
    pub fn new(fields: &[String]) -> Facets {
        Facets { counts: fields.iter().map(|field| (field.trim().to_lowercase(), HashMap::new())).collect() }
    }

    /// Counts the values of documents of a segment.
    pub fn add(&mut self, segment: &Segment<'_>, docs: &[DocId]) -> io::Result<()> {
        if let Some(years) = self.counts.get_mut("date") {
            for &doc in docs {
                if let Some(year) = segment.days(doc).and_then(|(from, _)| year_of(from)) {
                    *years.entry(year).or_default() += 1;
                }
            }
        }
        let Some(column) = segment.facets() else { return Ok(()) };
        let mut numbers: HashMap<u64, u64> = HashMap::new();
        for &doc in docs {
            for number in column.ords().values_for_doc(doc) {
                *numbers.entry(number).or_default() += 1;
            }
        }
        let mut term = String::new();
        for (number, count) in numbers {
            term.clear();
            if !column.ord_to_str(number, &mut term)? {
                continue;
            }
            if let Some((field, value)) = term.split_once('\0')
                && let Some(values) = self.counts.get_mut(field)
            {
                *values.entry(value.to_owned()).or_default() += count;
            }
        }
        Ok(())
    }

    /// The most frequent values of each field, ties by value.
    pub fn finish(self, most: usize) -> BTreeMap<String, Vec<FacetValue>> {
        let mut out = BTreeMap::new();
        for (field, counts) in self.counts {
            let mut values: Vec<FacetValue> =
                counts.into_iter().map(|(value, count)| FacetValue { value, count }).collect();
            values.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.value.cmp(&b.value)));
            values.truncate(most);
            out.insert(field, values);
        }
        out
    }
}

/// The year of a first day (since 1970); `None` beyond the years that a date can have.
fn year_of(from: i64) -> Option<String> {
    let (year, ..) = PartialDate::of_day(i32::try_from(from).ok()?)?.parts();
    Some(format!("{year:04}"))
}
