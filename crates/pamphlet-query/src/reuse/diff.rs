//! Two documents, sentence by sentence; and which document is the earlier version of one.

use super::difference::differences;
use super::passage::Difference;
use super::quote::{one_line, place_in_source};
use super::sentences::{Fate, Sentence, fates, sentences, steps};
use super::sequence::range_of;
use super::similar::relatives;
use crate::error::{Error, Result};
use crate::hit::Source;
use crate::view::{Address, View};
use crate::vocabulary::Vocabulary;
use pamphlet_document::TextRange;
use pamphlet_index::{Reader, Stored};
use std::cmp::Ordering;

/// What became of a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ChangeKind {
    /// It stands in both, in its place.
    Same,
    /// It stands in both with other words: half of the words or more are the same.
    Changed,
    /// It stands in both, elsewhere.
    Moved,
    /// It is in the newer one only.
    Added,
    /// It is in the older one only.
    Dropped,
}

/// A sentence of one or both documents, as the wire format has it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Change {
    /// What became of it.
    pub kind: ChangeKind,
    /// As it stands in the older document.
    pub old: Option<SentencePlace>,
    /// As it stands in the newer one.
    pub new: Option<SentencePlace>,
    /// Of a changed one: where the newer text differs.
    pub differences: Vec<Difference>,
}

/// A sentence and where it stands.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct SentencePlace {
    /// The text, white space as single spaces.
    pub text: String,
    /// Its bytes in the document's text.
    pub range: TextRange,
    /// Where it stands in the original.
    pub source: Source,
}

/// A document of a comparison.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Compared {
    /// Its id.
    pub doc: String,
    /// Its path.
    pub path: String,
    /// Its title.
    pub title: Option<String>,
    /// Its date, as exactly as it is known.
    pub date: Option<String>,
}

/// Two documents, sentence by sentence.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DocumentDiff {
    /// The older one.
    pub old: Compared,
    /// The newer one.
    pub new: Compared,
    /// All sentences of both, in the order of the newer document; what was dropped stands where it stood.
    pub changes: Vec<Change>,
}

impl DocumentDiff {
    /// How many sentences have this fate.
    pub fn count(&self, kind: ChangeKind) -> usize {
        self.changes.iter().filter(|change| change.kind == kind).count()
    }
}

/// Compares two documents by their ids. Page chrome is left out of account.
///
/// # Errors
/// When the index cannot be read; [`Error::NoDocument`] when one of them is not there.
pub fn diff(reader: &Reader, old: &str, new: &str) -> Result<DocumentDiff> {
    let stored = |id: &str| -> Result<Stored> {
        let address = reader.find(id)?.ok_or_else(|| Error::NoDocument { id: id.to_owned() })?;
        Ok(reader.stored(address)?)
    };
    let (old, new) = (stored(old)?, stored(new)?);
    let mut vocabulary = Vocabulary::default();
    let olds = sentences(&old, &mut vocabulary)?;
    let news = sentences(&new, &mut vocabulary)?;
    let mut changes = Vec::new();
    for fate in fates(&olds, &news) {
        let before = |at: usize| place(&old, &olds[at]).map(Some);
        let after = |at: usize| place(&new, &news[at]).map(Some);
        let (kind, o, n) = match fate {
            Fate::Same(o, n) => (ChangeKind::Same, before(o)?, after(n)?),
            Fate::Changed(o, n) => (ChangeKind::Changed, before(o)?, after(n)?),
            Fate::Moved(o, n) => (ChangeKind::Moved, before(o)?, after(n)?),
            Fate::Dropped(o) => (ChangeKind::Dropped, before(o)?, None),
            Fate::Added(n) => (ChangeKind::Added, None, after(n)?),
        };
        let differences = match fate {
            Fate::Changed(o, n) => word_differences(&old, &olds[o], &new, &news[n], &vocabulary)?,
            _ => Vec::new(),
        };
        changes.push(Change { kind, old: o, new: n, differences });
    }
    Ok(DocumentDiff { old: compared(&old), new: compared(&new), changes })
}

fn compared(stored: &Stored) -> Compared {
    Compared {
        doc: stored.id.clone(),
        path: stored.path.clone(),
        title: stored.title.clone(),
        date: stored.date.map(|date| date.to_string()),
    }
}

fn place(stored: &Stored, sentence: &Sentence) -> Result<SentencePlace> {
    let text = one_line(&stored.slice(sentence.range)?);
    Ok(SentencePlace { text, range: sentence.range, source: place_in_source(stored, sentence.range)? })
}

fn word_differences(
    old: &Stored,
    before: &Sentence,
    new: &Stored,
    after: &Sentence,
    vocabulary: &Vocabulary,
) -> Result<Vec<Difference>> {
    let steps = steps(&before.words, &after.words, vocabulary);
    let was = |from: usize, to: usize| -> Result<String> {
        let words = before.words.get(from..to).unwrap_or_default();
        Ok(if words.is_empty() { String::new() } else { one_line(&old.slice(range_of(words))?) })
    };
    let text = new.slice(after.range)?;
    differences(&steps, 0, &was, &after.words, &text, after.range.start)
}

/// The earlier version of a document, by its id: of its copies and versions (docs/duplicates.md) the one with the
/// latest date before its own, the most alike of several. Of documents without a date the one whose path comes right
/// before its own, numbers in it counted as such.
///
/// # Errors
/// As [`diff`].
pub fn earlier_version(reader: &Reader, id: &str) -> Result<Option<String>> {
    let address = reader.find(id)?.ok_or_else(|| Error::NoDocument { id: id.to_owned() })?;
    let view = View::open(reader.into());
    let own = Address { segment: address.segment_ord, doc: address.doc_id };
    match earlier(&view, own)? {
        Some(earlier) => Ok(Some(view.stored(earlier)?.id)),
        None => Ok(None),
    }
}

/// The same by its address.
pub(crate) fn earlier(view: &View<'_>, own: Address) -> Result<Option<Address>> {
    let day = |address: Address| view.segments[address.segment as usize].days(address.doc).map(|days| days.0);
    let path = |address: Address| view.segments[address.segment as usize].path(address.doc);
    let (own_day, own_path) = (day(own), path(own));
    let mut best: Option<(Option<i64>, f64, String, Address)> = None;
    for (other, alike) in relatives(view, own)? {
        let (its_day, its_path) = (day(other), path(other));
        let before = match (own_day, its_day) {
            (Some(own), Some(its)) => its < own,
            (None, None) => natural(&its_path, &own_path) == Ordering::Less,
            // when one of two has no date, nobody knows which came first
            _ => false,
        };
        if !before {
            continue;
        }
        let better = best.as_ref().is_none_or(|(day, similarity, path, _)| match its_day {
            Some(_) => {
                its_day.cmp(day).then(alike.total_cmp(similarity)).then_with(|| path.cmp(&its_path))
                    == Ordering::Greater
            }
            None => natural(&its_path, path) == Ordering::Greater,
        });
        if better {
            best = Some((its_day, alike, its_path, other));
        }
    }
    Ok(best.map(|best| best.3))
}

/// The order of two paths in which `page9` comes before `page10`.
fn natural(a: &str, b: &str) -> Ordering {
    let (mut a, mut b) = (a.as_bytes(), b.as_bytes());
    while let (Some(&x), Some(&y)) = (a.first(), b.first()) {
        if x.is_ascii_digit() && y.is_ascii_digit() {
            let digits = |text: &[u8]| text.iter().take_while(|byte| byte.is_ascii_digit()).count();
            let ((p, rest_a), (q, rest_b)) = (a.split_at(digits(a)), b.split_at(digits(b)));
            let bare = |number: &'_ [u8]| {
                number.iter().skip_while(|byte| **byte == b'0').copied().collect::<Vec<_>>()
            };
            let (p, q) = (bare(p), bare(q));
            let order = p.len().cmp(&q.len()).then_with(|| p.cmp(&q));
            if order != Ordering::Equal {
                return order;
            }
            (a, b) = (rest_a, rest_b);
        } else if x == y {
            (a, b) = (&a[1..], &b[1..]);
        } else {
            return x.cmp(&y);
        }
    }
    a.len().cmp(&b.len())
}

/// The spans of positions of the sentences that a document's earlier version does not have, ascending.
pub(crate) fn added_spans(view: &View<'_>, own: Address) -> Result<Vec<(u32, u32)>> {
    let Some(earlier) = earlier(view, own)? else { return Ok(Vec::new()) };
    let mut vocabulary = Vocabulary::default();
    let olds = sentences(&view.stored(earlier)?, &mut vocabulary)?;
    let news = sentences(&view.stored(own)?, &mut vocabulary)?;
    let mut spans = Vec::new();
    for fate in fates(&olds, &news) {
        if let Fate::Added(at) | Fate::Changed(_, at) = fate
            && let (Some(first), Some(last)) = (news[at].words.first(), news[at].words.last())
        {
            spans.push((first.position, last.position + 1));
        }
    }
    spans.sort_unstable();
    Ok(spans)
}

#[cfg(test)]
mod tests {
    use super::natural;
    use std::cmp::Ordering::{Equal, Greater, Less};

    #[test]
    fn numbers_in_paths_count_as_such() {
        let check = |a: &str, b: &str, expected| assert_eq!(natural(a, b), expected, "{a} {b}");
        check("page9.html", "page10.html", Less);
        check("2004/a", "1996/a", Greater);
        check("a07b", "a7b", Equal);
        check("a", "ab", Less);
    }
}
