//! N-grams: rows of words that recur.
//!
//! The texts become numbers of words; `grow` finds the rows in them.

mod grow;

use crate::analysis::documents::{Documents, documents, query_of};
use crate::analysis::texts::{Texts, read};
use crate::analysis::{Within, WordFilter, per_million, threads};
use crate::error::{Error, Result};
use crate::hit::Query;
use crate::note::{Note, NoteKind};
use crate::request::Request;
use crate::search::Asked;
use crate::view::Address;
use grow::{Row, grow};
use pamphlet_index::Reader;

/// The longest rows.
const LONGEST: usize = 10;

/// Which rows are listed. `limit` and `offset` of the request count rows.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct NgramsOptions {
    /// Words of the shortest rows, from 1.
    pub from: usize,
    /// Words of the longest, up to 10.
    pub to: usize,
    /// Which rows are listed.
    pub filter: WordFilter,
    /// What no row reaches across.
    pub within: Within,
    /// Copies and versions of a text count once: the oldest.
    pub once: bool,
    /// Words that are read at most; each takes some 20 bytes of memory. What is beyond is left out, and noted.
    pub most_words: u64,
    /// Rows that are held at most. Where there are more, the least frequent are left out, and that is noted.
    pub most_rows: usize,
}

impl Default for NgramsOptions {
    /// Pairs and triples that occur at least twice.
    fn default() -> Self {
        let filter = WordFilter { min_count: 2, ..WordFilter::default() };
        Self {
            from: 2,
            to: 3,
            filter,
            within: Within::Paragraph,
            once: false,
            most_words: 1 << 27,
            most_rows: 4_000_000,
        }
    }
}

/// A row of words, as the wire format has it.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Ngram {
    /// Its words, folded, joined by spaces.
    pub ngram: String,
    /// How many words.
    pub n: usize,
    /// Its occurrences; those that overlap each other count each.
    pub count: u64,
    /// Occurrences in a million words of the documents looked at.
    pub per_million: f64,
    /// Documents that have it.
    pub documents: u64,
    /// The query that finds its occurrences.
    pub find: String,
}

/// Rows of words.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub struct Ngrams {
    /// The rows asked for, the most frequent first, ties by their words.
    pub rows: Vec<Ngram>,
    /// How many there are, shown or not.
    pub total: u64,
    /// Words of the documents looked at, page chrome included.
    pub words: u64,
    /// How many documents were looked at.
    pub documents: u64,
    /// How the query was read; empty where all documents were looked at.
    pub query: Query,
}

/// The rows of words that recur in the documents of a request: those of its query and filters, or where it has neither,
/// all.
///
/// # Errors
/// [`Error::OutOfRange`] for lengths that cannot be; else as [`search`](crate::search).
pub fn ngrams(reader: &Reader, request: &Request, options: &NgramsOptions) -> Result<Ngrams> {
    let longest = LONGEST as u64;
    if options.from == 0 || options.from > LONGEST {
        return Err(Error::out_of_range("the shortest n", options.from as u64, 1, longest));
    }
    if options.to < options.from || options.to > LONGEST {
        return Err(Error::out_of_range("the longest n", options.to as u64, options.from as u64, longest));
    }
    let mut asked = Asked::new(reader, request)?;
    let looked = documents(&mut asked, request, options.once)?;
    let note = |asked: &mut Asked<'_>, message: String| {
        let end = request.text.len();
        asked.notes.push(Note { kind: NoteKind::Limit, place: end..end, message });
    };
    let (addresses, held) = within_limit(&asked, &looked, options.most_words)?;
    if (addresses.len() as u64) < looked.count {
        let (read, all, most) = (addresses.len(), looked.count, options.most_words);
        let why = "ask for less with a query, dates or fields";
        note(&mut asked, format!("only {read} of {all} documents were read, up to {most} words: {why}"));
    }
    let texts = read(&asked, &addresses, options.within, threads(addresses.len()))?;
    let found = grow(&asked, &texts, options);
    if texts.late || found.late {
        asked.note_late();
    }
    if found.least > least(options) {
        let (most, least) = (options.most_rows, found.least);
        note(
            &mut asked,
            format!("more than {most} n-grams: only those that occur {least} times or more were kept"),
        );
    }
    let total = found.rows.len() as u64;
    let rows = shown(&texts, found.rows, request, held);
    let query = query_of(asked, request);
    Ok(Ngrams { rows, total, words: held, documents: addresses.len() as u64, query })
}

fn least(options: &NgramsOptions) -> u32 {
    options.filter.min_count.clamp(1, u64::from(u32::MAX)) as u32
}

/// The documents that are read, in the order of the index, and their words.
fn within_limit(asked: &Asked<'_>, looked: &Documents, most: u64) -> Result<(Vec<Address>, u64)> {
    let (mut addresses, mut words) = (Vec::new(), 0);
    let segments = asked.view.segments.iter().zip(asked.view.index.segments());
    for (docs, (segment, stored)) in looked.found.iter().zip(segments) {
        let column = stored.words()?;
        for &doc in docs {
            let own = column.first(doc).unwrap_or(0);
            // places are numbers of four bytes
            if words + own > most.min(u64::from(u32::MAX / 2)) {
                return Ok((addresses, words));
            }
            words += own;
            addresses.push(Address { segment: segment.number, doc });
        }
    }
    Ok((addresses, words))
}

/// The rows of a page, in order.
fn shown(texts: &Texts, mut rows: Vec<Row>, request: &Request, words: u64) -> Vec<Ngram> {
    let names = texts.lexis.words();
    let of = |row: &Row| {
        let words = &texts.tokens[row.at as usize..(row.at + row.n) as usize];
        words.iter().map(|&word| &*names[word as usize - 1])
    };
    let order = |a: &Row, b: &Row| b.count.cmp(&a.count).then_with(|| of(a).cmp(of(b)));
    let wanted = request.limit.map_or(usize::MAX, |limit| limit.saturating_add(request.offset));
    if wanted < rows.len() {
        if wanted > 0 {
            rows.select_nth_unstable_by(wanted - 1, order);
        }
        rows.truncate(wanted);
    }
    rows.sort_unstable_by(order);
    let made = |row: Row| {
        let ngram = of(&row).collect::<Vec<_>>().join(" ");
        Ngram {
            find: format!("\"{ngram}\""),
            n: row.n as usize,
            count: u64::from(row.count),
            per_million: per_million(u64::from(row.count), words).unwrap_or(0.0),
            documents: u64::from(row.documents),
            ngram,
        }
    };
    rows.into_iter().skip(request.offset).map(made).collect()
}
