//! Concordances: a line for every match, the keyword in the middle.

use crate::collection::Scope;
use crate::error::Result;
use crate::hit::{Query, Source};
use crate::plan::Plan;
use crate::request::Request;
use crate::search::Asked;
use crate::snippet::{Analyzed, Line as Text, Match};
use crate::view::{Address, passage_lang, source};
use pamphlet_document::TextRange;
use pamphlet_index::analyzer::{Tokens, analyze, folded};
use pamphlet_index::{Stored, StoredPassage};
use std::cmp::Ordering;
use std::collections::HashMap;

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
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LineSort {
    /// By path, then by place in the document.
    #[default]
    #[serde(rename = "doc")]
    Document,
    /// By date, oldest first; documents without a date come last.
    Date,
    /// By the words before the keyword, the nearest first.
    #[serde(rename = "before1")]
    Before,
    /// By the words behind it.
    #[serde(rename = "after1")]
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
    pub query: Query,
}

/// What lines can be counted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LineGroup {
    /// The keyword, whatever its case and accents.
    #[default]
    Keyword,
    /// The word before it.
    #[serde(rename = "before1")]
    Before,
    /// The word behind it.
    #[serde(rename = "after1")]
    After,
    /// The document's path.
    #[serde(rename = "doc")]
    Document,
    /// The year of the document's date.
    Year,
}

/// Lines that have something in common.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Group {
    /// What they have in common; empty where a line has none (no date, no word before).
    pub group: String,
    /// How many lines.
    pub matches: u64,
    /// In how many documents.
    pub documents: u64,
}

/// Lines counted by what they have in common.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Groups {
    /// The groups asked for, the most frequent first, ties by name.
    pub groups: Vec<Group>,
    /// How many groups there are.
    pub total: u64,
    /// How many lines there are.
    pub matches: u64,
    /// How the query was read, and what was noted about it.
    pub query: Query,
}

/// Every match in every document, as lines; `request.limit` and `offset` count lines, `request.context` is
/// words on each side.
///
/// # Errors
/// As [`search`](crate::search).
pub fn concordance<'r>(
    scope: impl Into<Scope<'r>>,
    request: &Request,
    sort: LineSort,
) -> Result<Concordance> {
    let mut lines = Vec::new();
    let mut made = each_line(scope, request, sort, &mut |line| lines.push(line))?;
    made.lines = lines;
    Ok(made)
}

/// Hands on the lines of a [`concordance`] one by one. In the order of documents each is made when it is
/// due, and none beyond the limit; other orders keep the lines that may still be among those asked for.
/// What is returned has no lines.
///
/// # Errors
/// As [`search`](crate::search).
pub fn each_line<'r>(
    scope: impl Into<Scope<'r>>,
    request: &Request,
    sort: LineSort,
    each: &mut dyn FnMut(Line),
) -> Result<Concordance> {
    let mut asked = Asked::new(scope, request)?;
    let documents = documents_by_path(&mut asked)?;
    let context = request.context.unwrap_or(CONTEXT);
    let wanted = request.limit.map_or(usize::MAX, |limit| limit.saturating_add(request.offset));
    let mut total = 0u64;
    let mut kept: Vec<Line> = Vec::new();
    'all: for batch in batches(&documents) {
        for (address, matches) in matches_of(&asked, batch)? {
            if asked.is_late() {
                break 'all;
            }
            let before = usize::try_from(total).unwrap_or(usize::MAX);
            total += matches.len() as u64;
            if matches.is_empty() || wanted == 0 || sort == LineSort::Document && before >= wanted {
                continue;
            }
            let made = lines(&asked.view.stored(address)?, &matches, &asked.plan, context)?;
            if sort != LineSort::Document {
                kept.extend(made);
                if kept.len() / 2 > wanted.saturating_add(ROOM) {
                    sort_lines(&mut kept, sort);
                    kept.truncate(wanted);
                }
                continue;
            }
            for (at, line) in made.into_iter().enumerate() {
                if (request.offset..wanted).contains(&(before + at)) {
                    each(line);
                }
            }
        }
    }
    sort_lines(&mut kept, sort);
    kept.into_iter().take(wanted).skip(request.offset).for_each(each);
    Ok(Concordance { lines: Vec::new(), total, query: asked.into_query(request) })
}

/// How many matches have what in common, over all matches; `request.limit` and `offset` count groups.
///
/// # Errors
/// As [`search`](crate::search).
pub fn groups<'r>(scope: impl Into<Scope<'r>>, request: &Request, by: LineGroup) -> Result<Groups> {
    let mut asked = Asked::new(scope, request)?;
    let documents = documents_by_path(&mut asked)?;
    let mut counts: HashMap<String, (u64, u64)> = HashMap::new();
    let mut total = 0;
    'all: for batch in batches(&documents) {
        for (address, matches) in matches_of(&asked, batch)? {
            if asked.is_late() {
                break 'all;
            }
            if matches.is_empty() {
                continue;
            }
            total += matches.len() as u64;
            let mut own: HashMap<String, u64> = HashMap::new();
            for line in lines(&asked.view.stored(address)?, &matches, &asked.plan, 1)? {
                let of = match by {
                    LineGroup::Keyword => folded(&line.keyword),
                    LineGroup::Before => last_word(&folded(&line.before)).to_owned(),
                    LineGroup::After => first_word(&folded(&line.after)).to_owned(),
                    LineGroup::Document => line.path,
                    LineGroup::Year => {
                        line.date.map(|date| date.chars().take(4).collect()).unwrap_or_default()
                    }
                };
                *own.entry(of).or_default() += 1;
            }
            for (of, count) in own {
                let sum = counts.entry(of).or_default();
                sum.0 += count;
                sum.1 += 1;
            }
        }
    }
    let mut groups: Vec<Group> =
        counts.into_iter().map(|(group, (matches, documents))| Group { group, matches, documents }).collect();
    groups.sort_by(|a, b| b.matches.cmp(&a.matches).then_with(|| a.group.cmp(&b.group)));
    let found = groups.len() as u64;
    let limit = request.limit.unwrap_or(usize::MAX);
    let groups = groups.into_iter().skip(request.offset).take(limit).collect();
    Ok(Groups { groups, total: found, matches: total, query: asked.into_query(request) })
}

fn last_word(text: &str) -> &str {
    text.rsplit(' ').next().unwrap_or_default()
}

fn first_word(text: &str) -> &str {
    text.split(' ').next().unwrap_or_default()
}

/// Documents whose matches are held at a time.
const BATCH: usize = 2_048;

/// Documents in batches, the first ones small: where time runs out, something is there.
fn batches(documents: &[Address]) -> impl Iterator<Item = &[Address]> {
    let (mut rest, mut size) = (documents, BATCH / 64);
    std::iter::from_fn(move || {
        let (batch, after) = rest.split_at(size.min(rest.len()));
        (rest, size) = (after, (size * 2).min(BATCH));
        (!batch.is_empty()).then_some(batch)
    })
}

/// Lines that are kept beyond those asked for before they are sorted out.
const ROOM: usize = 4_096;

/// The documents that match, by path.
fn documents_by_path(asked: &mut Asked<'_>) -> Result<Vec<Address>> {
    let found = asked.find()?;
    let mut documents: Vec<(String, Address)> = Vec::new();
    for (segment, docs) in asked.view.segments.iter().zip(&found) {
        for &doc in docs {
            documents.push((segment.path(doc), Address { segment: segment.number, doc }));
        }
    }
    documents.sort();
    Ok(documents.into_iter().map(|(_, address)| address).collect())
}

/// The matches in each of some documents, in their order.
fn matches_of(asked: &Asked<'_>, documents: &[Address]) -> Result<Vec<(Address, Vec<Match>)>> {
    let mut found: HashMap<Address, Vec<Match>> = HashMap::with_capacity(documents.len());
    asked.each_match(documents.to_vec(), &mut |address, matches| {
        found.insert(address, matches.to_vec());
        Ok(())
    })?;
    Ok(documents.iter().map(|&address| (address, found.remove(&address).unwrap_or_default())).collect())
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

/// Hands on the tokens of each passage of the content, up to so many bytes of the text.
pub(crate) fn each_content_passage(
    stored: &Stored,
    most_bytes: u32,
    each: &mut dyn FnMut(&Tokens),
) -> Result<()> {
    let mut tokens = Tokens::default();
    for passage in stored.passages()?.iter().take_while(|passage| passage.range.end <= most_bytes) {
        if passage.role.is_chrome() {
            continue;
        }
        let text = stored.slice(passage.range)?;
        analyze(&text, passage_lang(stored, passage.block), &mut tokens);
        each(&tokens);
    }
    Ok(())
}

/// The lines of some matches in a document.
pub(crate) fn lines(stored: &Stored, matches: &[Match], plan: &Plan, context: usize) -> Result<Vec<Line>> {
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
