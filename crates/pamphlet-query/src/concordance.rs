//! Concordances: a line for every match, the keyword in the middle.

use crate::error::Result;
use crate::hit::Source;
use crate::plan::Plan;
use crate::request::Request;
use crate::search::Asked;
use crate::snippet::{Analyzed, Line as Text, Match};
use crate::view::{Address, source};
use pamphlet_document::TextRange;
use pamphlet_index::analyzer::folded;
use pamphlet_index::{Reader, Stored, StoredPassage};
use std::cmp::Ordering;

/// Words on each side of a keyword, when nothing else is asked for.
pub const CONTEXT: usize = 10;

/// A match with what stands around it, as the wire format has it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Line {
    /// The document's id.
    pub doc: String,
    /// Its path.
    pub path: String,
    /// Its date, as exactly as it is known.
    pub date: Option<String>,
    /// What stands before, in the same paragraph, white space as single spaces.
    pub before: String,
    /// The match, as it stands in the text.
    pub keyword: String,
    /// What stands behind.
    pub after: String,
    /// Where the keyword stands in the original.
    pub source: Source,
}

/// Orders of lines. Lines that are equal stay in the order of the documents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LineSort {
    /// By path, then by place in the document.
    #[default]
    Document,
    /// By date, oldest first; documents without a date come last.
    Date,
    /// By the words before the keyword, the nearest first.
    Before,
    /// By the words behind it.
    After,
    /// By the keyword.
    Keyword,
}

/// A concordance.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Concordance {
    /// The lines asked for, in order.
    pub lines: Vec<Line>,
    /// How many there are.
    pub total: u64,
    /// How the query was read, and what was noted about it.
    pub query: crate::hit::Query,
}

impl Concordance {
    /// How often each keyword stands there, whatever its case and accents: the most frequent first.
    pub fn groups(&self) -> Vec<(String, u64)> {
        let mut counts: std::collections::BTreeMap<String, u64> = std::collections::BTreeMap::new();
        for line in &self.lines {
            *counts.entry(folded(&line.keyword)).or_default() += 1;
        }
        let mut groups: Vec<_> = counts.into_iter().collect();
        groups.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        groups
    }
}

/// Every match in every document, as lines; `request.limit` and `offset` count lines, `request.context` is
/// words on each side.
///
/// # Errors
/// As [`search`](crate::search).
pub fn concordance(reader: &Reader, request: &Request, sort: LineSort) -> Result<Concordance> {
    let mut asked = Asked::new(reader, request)?;
    let found = asked.find()?;
    let mut documents: Vec<(String, Address)> = Vec::new();
    for (segment, docs) in asked.view.segments.iter().zip(&found) {
        for &doc in docs {
            documents.push((segment.path(doc), Address { segment: segment.number, doc }));
        }
    }
    documents.sort();
    let context = request.context.unwrap_or(CONTEXT);
    let limit = request.limit.unwrap_or(usize::MAX);
    let mut made: Vec<(usize, Vec<Line>)> = Vec::new();
    let mut total = 0u64;
    let order: std::collections::HashMap<Address, usize> =
        documents.iter().enumerate().map(|(at, (_, address))| (*address, at)).collect();
    let addresses = documents.iter().map(|(_, address)| *address).collect();
    // in the order of documents only the first lines are needed, but which they are is known at the end
    asked.each_match(addresses, &mut |address, matches| {
        total += matches.len() as u64;
        if matches.is_empty() || limit == 0 {
            return Ok(());
        }
        let stored = asked.view.stored(address)?;
        let lines = lines(&stored, matches, &asked.plan, context)?;
        made.push((order.get(&address).copied().unwrap_or(0), lines));
        Ok(())
    })?;
    made.sort_by_key(|(at, _)| *at);
    let mut lines: Vec<Line> = made.into_iter().flat_map(|(_, lines)| lines).collect();
    sort_lines(&mut lines, sort);
    let lines = lines.into_iter().skip(request.offset).take(limit).collect();
    let query = crate::hit::Query {
        text: request.text.clone(),
        read_as: asked.expr.to_string(),
        notes: std::mem::take(&mut asked.notes),
    };
    Ok(Concordance { lines, total, query })
}

fn sort_lines(lines: &mut [Line], sort: LineSort) {
    match sort {
        LineSort::Document => {}
        LineSort::Date => lines.sort_by(|a, b| match (&a.date, &b.date) {
            (Some(a), Some(b)) => a.cmp(b),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => Ordering::Equal,
        }),
        LineSort::Before => lines.sort_by_cached_key(|line| {
            let words = folded(&line.before);
            words.split(' ').rev().map(str::to_owned).collect::<Vec<_>>()
        }),
        LineSort::After => lines.sort_by_cached_key(|line| folded(&line.after)),
        LineSort::Keyword => lines.sort_by_cached_key(|line| folded(&line.keyword)),
    }
}

/// Hands on each passage that has matches, analyzed.
pub(crate) fn each_passage(
    stored: &Stored,
    matches: &[Match],
    plan: &Plan,
    each: &mut dyn FnMut(&StoredPassage, &Analyzed) -> Result<()>,
) -> Result<()> {
    let passages = stored.passages()?;
    let mut at = 0;
    while at < matches.len() {
        let start = matches[at].span.start;
        let next = passages.partition_point(|passage| passage.first_position <= start);
        let end = passages.get(next).map_or(u32::MAX, |passage| passage.first_position);
        let mut stop = at + matches[at..].partition_point(|found| found.span.start < end);
        if let Some(first) = next.checked_sub(1) {
            // a phrase may reach into the next part of a long paragraph
            let mut last = first;
            while let Some(found) = matches[at..stop].last()
                && let Some(beyond) = passages.get(last + 1)
                && found.span.end > beyond.first_position
            {
                last += 1;
                let end = passages.get(last + 1).map_or(u32::MAX, |passage| passage.first_position);
                stop = at + matches[at..].partition_point(|found| found.span.start < end);
            }
            let analyzed = Analyzed::of(stored, first, last, &matches[at..stop], plan)?;
            each(&passages[first], &analyzed)?;
        }
        at = stop.max(at + 1);
    }
    Ok(())
}

fn lines(stored: &Stored, matches: &[Match], plan: &Plan, context: usize) -> Result<Vec<Line>> {
    let mut out = Vec::with_capacity(matches.len());
    let date = stored.date.map(|date| date.to_string());
    each_passage(stored, matches, plan, &mut |passage, analyzed| {
        for (mark, _) in &analyzed.marks {
            let (first, last) = (analyzed.word_at(mark.start), analyzed.word_at(mark.end.saturating_sub(1)));
            let words = &analyzed.words;
            let from = match first.checked_sub(context) {
                Some(at) if at > 0 => words.get(at).map_or(mark.start, |word| word.start),
                _ => 0,
            };
            let to = match words.get(last + context + 1) {
                Some(_) => words[last + context].end,
                None => analyzed.text.len() as u32,
            };
            let (line, byte) =
                source(stored, TextRange::new(analyzed.base + mark.start, analyzed.base + mark.end))?;
            out.push(Line {
                doc: stored.id.clone(),
                path: stored.path.clone(),
                date: date.clone(),
                before: one_line(&analyzed.text, from.min(mark.start), mark.start),
                keyword: one_line(&analyzed.text, mark.start, mark.end),
                after: one_line(&analyzed.text, mark.end, to.max(mark.end)),
                source: Source { line, byte, page: passage.page },
            });
        }
        Ok(())
    })?;
    Ok(out)
}

fn one_line(text: &str, start: u32, end: u32) -> String {
    let mut line = Text::default();
    line.add(text, TextRange::new(start, end), &[]);
    line.text.trim().to_owned()
}
