//! The passages of a document that show best why it was found.
//!
//! Only the chosen passages are unpacked and analyzed again, from their first position on, which gives the
//! positions of the index: so a snippet costs the same in a long document as in a short one, and its
//! highlights are exactly the span engine's matches.

use crate::fragments::fragments;
use crate::hit::{Snippet, Source};
use crate::plan::Plan;
use crate::spans::Span;
use crate::view::{passage_lang, source};
use pamphlet_document::{BlockKind, TextRange};
use pamphlet_index::analyzer::{Token, Tokens, analyze_from};
use pamphlet_index::{Stored, StoredPassage};
use std::io;

/// A match with the leaf of the plan that it is an occurrence of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Match {
    pub span: Span,
    pub leaf: usize,
}

/// How long snippets are.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Size {
    /// Characters, about.
    pub chars: usize,
    /// Words on each side of a match, in place of characters.
    pub context: Option<usize>,
}

/// A text that was analyzed again, with the bytes of its matches.
#[derive(Default)]
pub(crate) struct Analyzed {
    /// Where the text starts in the document's text.
    pub base: u32,
    pub text: String,
    /// Words, in order, without second forms of compounds.
    pub words: Vec<Word>,
    /// Bytes of `text` for each match that lies in it, in order, and which leaf it is of.
    pub marks: Vec<(TextRange, usize)>,
    /// Where in `text` another block starts.
    breaks: Vec<u32>,
}

/// A word of an analyzed text: bytes, and whether a sentence starts with it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Word {
    pub start: u32,
    pub end: u32,
    pub sentence: bool,
}

fn lost(error: impl std::fmt::Display) -> io::Error {
    io::Error::other(error.to_string())
}

impl Analyzed {
    /// Analyzes passages `first..=last` and finds the matches in them.
    pub fn of(
        stored: &Stored,
        first: usize,
        last: usize,
        matches: &[Match],
        plan: &Plan,
    ) -> io::Result<Analyzed> {
        let passages = stored.passages().map_err(lost)?;
        let Some(parts) = passages.get(first..=last).filter(|parts| !parts.is_empty()) else {
            return Ok(Analyzed::default());
        };
        let base = parts[0].range.start;
        let whole = TextRange::new(base, parts[parts.len() - 1].range.end);
        let text = stored.slice(whole).map_err(lost)?.into_owned();
        let mut out = Analyzed { base, ..Analyzed::default() };
        let mut block = parts[0].block;
        let mut tokens = Tokens::default();
        for part in parts {
            let offset = part.range.start - base;
            if std::mem::replace(&mut block, part.block) != part.block {
                out.breaks.push(offset);
            }
            let piece = text.get(offset as usize..(part.range.end - base) as usize).unwrap_or_default();
            tokens.clear();
            let end = analyze_from(piece, passage_lang(stored, part.block), part.first_position, &mut tokens);
            out.add(offset, &tokens, part.first_position, end, matches, plan);
        }
        out.text = text;
        Ok(out)
    }

    /// Adds the words of a passage and the matches among its positions `first..end`.
    fn add(&mut self, offset: u32, tokens: &Tokens, first: u32, end: u32, matches: &[Match], plan: &Plan) {
        let mut plain: Vec<&Token> = Vec::with_capacity((end - first) as usize);
        let mut extra: Vec<&Token> = Vec::new();
        for token in tokens.iter() {
            if token.extra {
                extra.push(token);
            } else {
                plain.push(token);
                let (start, end) = (offset + token.start, offset + token.end);
                self.words.push(Word { start, end, sentence: token.sentence });
            }
        }
        let from = matches.partition_point(|found| found.span.start < first);
        for found in matches[from..].iter().take_while(|found| found.span.start < end) {
            let at = |position: u32| plain.get((position - first) as usize);
            let last = found.span.end.clamp(first + 1, end) - 1;
            let (Some(&head), Some(&tail)) = (at(found.span.start), at(last)) else { continue };
            let (mut start, mut stop) = (head.start, tail.end);
            if found.span.end == found.span.start + 1 {
                // the second form of a compound matched, when the word itself does not
                let is_term = |token: &Token| {
                    let term = tokens.term(token);
                    let mut sets = plan.leaves.get(found.leaf).into_iter().flat_map(|leaf| leaf.sets());
                    sets.any(|set| plan.sets[set].terms.iter().any(|known| known == term))
                };
                let second = extra.iter().find(|token| token.position == found.span.start);
                if let Some(second) = second
                    && is_term(second)
                    && !is_term(head)
                {
                    (start, stop) = (second.start, second.end);
                }
            }
            let range = TextRange::new(offset + start, offset + stop.max(start));
            if let Some((before, _)) = self.marks.last_mut()
                && before.end > range.start
            {
                // a compound as a whole, and then a part of it: each keeps what is its own
                before.end = range.start.max(before.start);
            }
            self.marks.push((range, found.leaf));
        }
    }

    /// The number of the first word that ends after `byte`.
    pub fn word_at(&self, byte: u32) -> usize {
        self.words.partition_point(|word| word.end <= byte)
    }
}

/// Up to `count` snippets of a document, best first. `weights` says how much each leaf of the plan matters.
/// A document without a match in its text shows its beginning.
pub(crate) fn snippets(
    stored: &Stored,
    matches: &[Match],
    plan: &Plan,
    weights: &[f32],
    count: usize,
    size: Size,
) -> io::Result<Vec<Snippet>> {
    let passages = stored.passages().map_err(lost)?;
    if passages.is_empty() || count == 0 {
        return Ok(vec![Snippet::default()]);
    }
    let mut ranked = rank(passages, matches, weights);
    if ranked.is_empty() {
        let first = passages.iter().position(|p| !p.role.is_chrome() && p.kind != BlockKind::Title);
        ranked.push(first.or_else(|| passages.iter().position(|p| !p.role.is_chrome())).unwrap_or(0));
    }
    let mut out = Vec::new();
    let mut used: Vec<(usize, usize)> = Vec::new();
    for &first in &ranked {
        if out.len() >= count {
            break;
        }
        if used.iter().any(|&(a, b)| (a..=b).contains(&first)) {
            continue;
        }
        let last = extend(passages, first, size.chars);
        let last = (first..=last).take_while(|at| !used.iter().any(|&(a, b)| (a..=b).contains(at))).last();
        let last = last.unwrap_or(first);
        used.push((first, last));
        let analyzed = Analyzed::of(stored, first, last, matches, plan)?;
        out.push(cut(stored, &passages[first], &analyzed, weights, size)?);
    }
    Ok(out)
}

/// A query of so many words asks for all of them in the snippet.
const FEW: usize = 6;

/// The pairs of neighbouring words of the query that stand side by side in a text as they do in the query, each
/// once: who types `what is to be done` without quotes would still rather read these words in this order.
#[derive(Default)]
struct Runs(Vec<usize>);

impl Runs {
    /// Takes note that `next` directly follows `leaf` in the text; true if that is a run not met before.
    fn meet(&mut self, leaf: usize, next: usize) -> bool {
        let new = next == leaf + 1 && !self.0.contains(&leaf);
        if new {
            self.0.push(leaf);
        }
        new
    }
}

/// The passages that have matches, best first: those that show the most of the query, and of these those that
/// have its words side by side; then content before chrome, text before headings, what comes first.
fn rank(passages: &[StoredPassage], matches: &[Match], weights: &[f32]) -> Vec<usize> {
    let mut scored: Vec<(f32, usize)> = Vec::new();
    let mut seen = vec![false; weights.len()];
    // of a few words as many as can be are shown, however frequent; of many the rare ones
    let each = if weights.len() <= FEW { 1_000.0 } else { 0.0 };
    let mut at = 0;
    while at < matches.len() {
        let start = matches[at].span.start;
        let next = passages.partition_point(|passage| passage.first_position <= start);
        let Some(passage) = next.checked_sub(1) else {
            at += 1;
            continue;
        };
        let end = passages.get(next).map_or(u32::MAX, |passage| passage.first_position);
        let stop = at + matches[at..].partition_point(|found| found.span.start < end);
        seen.fill(false);
        let mut runs = Runs::default();
        // all runs together never weigh as much as one more word of the query
        let run = if each > 0.0 { 0.5 * each / weights.len().max(2) as f32 } else { 0.0 };
        let (mut score, mut more) = (0.0, 0.0);
        let mut before: Option<&Match> = None;
        for found in &matches[at..stop] {
            if let Some(before) = before.replace(found)
                && before.span.end == found.span.start
                && runs.meet(before.leaf, found.leaf)
            {
                let weight = |found: &Match| weights.get(found.leaf).copied().unwrap_or(0.0);
                score += run + 0.5 * weight(before).min(weight(found));
            }
            let weight = weights.get(found.leaf).copied().unwrap_or(0.0);
            match seen.get_mut(found.leaf) {
                Some(seen) if !*seen => {
                    *seen = true;
                    score += weight + each;
                }
                _ => more += weight,
            }
        }
        score += (0.05 * more).min(if each > 0.0 { each / 4.0 } else { 0.25 * score });
        let of = &passages[passage];
        if of.role.is_chrome() {
            score *= 0.4;
        }
        if matches!(of.kind, BlockKind::Title | BlockKind::Heading(_) | BlockKind::MetadataLine) {
            score *= 0.8;
        }
        scored.push((score, passage));
        at = stop.max(at + 1);
    }
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    scored.into_iter().map(|(_, passage)| passage).collect()
}

/// The last passage of a snippet that begins with `first`: a heading or a short line takes along what
/// follows it, while there is room.
fn extend(passages: &[StoredPassage], first: usize, chars: usize) -> usize {
    let mut last = first;
    while let (Some(this), Some(next)) = (passages.get(last), passages.get(last + 1)) {
        let length = (this.range.end - passages[first].range.start) as usize;
        let same_kind = this.role.is_chrome() == next.role.is_chrome();
        let parted = matches!(next.kind, BlockKind::Heading(_) | BlockKind::Title) && last > first;
        let line = matches!(this.kind, BlockKind::Heading(_) | BlockKind::Title);
        let room = if line { length * 3 <= chars } else { length <= 60.min(chars / 4) };
        if !room || !same_kind || parted || last - first >= 4 {
            break;
        }
        last += 1;
    }
    last
}

/// The best piece of an analyzed text, as a snippet.
fn cut(
    stored: &Stored,
    passage: &StoredPassage,
    analyzed: &Analyzed,
    weights: &[f32],
    size: Size,
) -> io::Result<Snippet> {
    let first = window(analyzed, weights, size);
    let pieces = match size.context {
        None => fragments(analyzed, weights, first, size.chars),
        Some(_) => vec![first],
    };
    let (snippet, highlights) = shown(analyzed, &pieces);
    let start = pieces.first().map_or(0, |piece| trim(&analyzed.text, *piece).start);
    let end = pieces.last().map_or(0, |piece| trim(&analyzed.text, *piece).end);
    let text = TextRange::new(analyzed.base + start, analyzed.base + end.max(start));
    let (line, byte) = source(stored, text)?;
    let section = section(stored, passage)?;
    Ok(Snippet { section, snippet, highlights, source: Source { line, byte, page: passage.page } })
}

/// The heading above a passage, as one line.
pub(crate) fn section(stored: &Stored, passage: &StoredPassage) -> io::Result<Option<String>> {
    let Some(section) = passage.section else { return Ok(None) };
    let blocks = stored.blocks().map_err(lost)?;
    let Some(block) = blocks.get(section as usize) else { return Ok(None) };
    let text = stored.slice(block.range).map_err(lost)?;
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    Ok((!line.is_empty()).then_some(line))
}

/// A range of bytes without the white space at its ends.
fn trim(text: &str, range: TextRange) -> TextRange {
    let piece = text.get(range.span()).unwrap_or_default();
    let start = range.start + (piece.len() - piece.trim_start().len()) as u32;
    TextRange::new(start, start.max(range.start + piece.trim_end().len() as u32))
}

/// The bytes to show: everything where it fits, else whole sentences, else words around the matches.
fn window(analyzed: &Analyzed, weights: &[f32], size: Size) -> TextRange {
    let text = &analyzed.text;
    let all = TextRange::new(0, text.len() as u32);
    let words = &analyzed.words;
    if let Some(context) = size.context {
        let Some(best) = densest(analyzed, weights, context * 12) else {
            let end = words.get((2 * context).max(1) - 1).map_or(all.end, |word| word.end);
            return TextRange::new(0, end);
        };
        let (first, last) = (analyzed.word_at(best.start), analyzed.word_at(best.end.saturating_sub(1)));
        let start = words.get(first.saturating_sub(context)).map_or(0, |word| word.start);
        let end = words.get(last + context).map_or(all.end, |word| word.end);
        let start = if first <= context { 0 } else { start };
        return TextRange::new(start, end.max(best.end));
    }
    if text.len() <= size.chars || text.chars().count() <= size.chars {
        return all;
    }
    // sentences, as byte ranges that tile the text
    let mut starts: Vec<u32> = vec![0];
    for (at, word) in words.iter().enumerate() {
        if word.sentence && at > 0 {
            starts.push(sentence_start(text, words[at - 1].end, word.start));
        }
    }
    starts.push(all.end);
    starts.dedup();
    let mut best: Option<(f32, i64, TextRange)> = None;
    for first in 0..starts.len() - 1 {
        let mut last = first;
        while last + 2 < starts.len() && (starts[last + 2] - starts[first]) as usize <= size.chars {
            last += 1;
        }
        let range = TextRange::new(starts[first], starts[last + 1]);
        let value = worth(analyzed, weights, range);
        let fits = range.len() as usize <= size.chars + size.chars / 4;
        // a sentence that is too long is cut below; it counts only when it shows more than whole ones
        let value = if fits { value } else { value * 0.9 };
        // of those that show the same: long, and the matches in the middle
        let off = off_centre(analyzed, range) - i64::from(range.len());
        let better =
            best.is_none_or(|(most, least, _)| value > most + 1e-6 || value > most - 1e-6 && off < least);
        if better {
            best = Some((value, off, range));
        }
    }
    let range = best.map_or(all, |(_, _, range)| range);
    if range.len() as usize <= size.chars + size.chars / 4 {
        return range;
    }
    let inside = densest_in(analyzed, weights, range, size.chars * 3 / 4);
    around(analyzed, range, inside, size.chars)
}

/// Twice how far the middle of a range's matches is from its own middle, in bytes.
fn off_centre(analyzed: &Analyzed, range: TextRange) -> i64 {
    let mut inside = analyzed.marks.iter().map(|(mark, _)| mark).filter(|mark| range.contains(**mark));
    let Some(first) = inside.next() else { return range.start.into() };
    let last = inside.next_back().unwrap_or(first);
    i64::from((first.start + last.end).abs_diff(range.start + range.end))
}

/// Where a sentence starts, between the last word before it and its own first: behind white space, so that
/// an opening quote or bracket belongs to it.
fn sentence_start(text: &str, before: u32, first: u32) -> u32 {
    let gap = text.get(before as usize..first as usize).unwrap_or_default();
    match gap.char_indices().find(|(_, c)| c.is_whitespace()) {
        Some((at, _)) => {
            let rest = &gap[at..];
            before + (at + rest.len() - rest.trim_start().len()) as u32
        }
        None => first,
    }
}

/// How much of the query a range shows: each leaf once, a little for words that stand side by side as in the
/// query, and a little for more of it.
fn worth(analyzed: &Analyzed, weights: &[f32], range: TextRange) -> f32 {
    let mut seen: Vec<usize> = Vec::new();
    let mut runs = Runs::default();
    let mut before: Option<(TextRange, usize)> = None;
    let mut value = 0.0;
    for (mark, leaf) in &analyzed.marks {
        if range.contains(*mark) {
            let weight = weights.get(*leaf).copied().unwrap_or(0.0);
            if let Some((last, of)) = before.replace((*mark, *leaf))
                && *leaf == of + 1
                && analyzed.word_at(last.end) == analyzed.word_at(mark.start)
                && runs.meet(of, *leaf)
            {
                value += 0.25 * weight.min(weights.get(of).copied().unwrap_or(0.0));
            }
            if seen.contains(leaf) {
                value += weight * 0.02;
            } else {
                seen.push(*leaf);
                value += weight;
            }
        }
    }
    value
}

fn densest(analyzed: &Analyzed, weights: &[f32], bytes: usize) -> Option<TextRange> {
    densest_in(analyzed, weights, TextRange::new(0, analyzed.text.len() as u32), bytes)
}

/// The matches that show the most together within `bytes`.
pub(crate) fn densest_in(
    analyzed: &Analyzed,
    weights: &[f32],
    range: TextRange,
    bytes: usize,
) -> Option<TextRange> {
    let marks: Vec<&(TextRange, usize)> =
        analyzed.marks.iter().filter(|(mark, _)| range.contains(*mark)).collect();
    let mut best: Option<(f32, TextRange)> = None;
    for (at, (first, _)) in marks.iter().enumerate() {
        let mut end = first.end;
        for (mark, _) in &marks[at..] {
            if (mark.end - first.start) as usize > bytes {
                break;
            }
            end = end.max(mark.end);
        }
        let piece = TextRange::new(first.start, end);
        let value = worth(analyzed, weights, piece);
        if best.is_none_or(|(most, _)| value > most + 1e-6) {
            best = Some((value, piece));
        }
        if at > 400 {
            break;
        }
    }
    best.map(|(_, piece)| piece)
}

/// Whole words around `inside`, about `bytes` in all, within `range`.
pub(crate) fn around(
    analyzed: &Analyzed,
    range: TextRange,
    inside: Option<TextRange>,
    bytes: usize,
) -> TextRange {
    let words = &analyzed.words;
    let from = analyzed.word_at(range.start);
    let to = words.partition_point(|word| word.start < range.end);
    if from >= to {
        return range;
    }
    let inside = inside.unwrap_or(TextRange::new(words[from].start, words[from].end));
    let mut first = analyzed.word_at(inside.start).clamp(from, to - 1);
    let mut last = analyzed.word_at(inside.end.saturating_sub(1)).clamp(first, to - 1);
    let length = |first: usize, last: usize| (words[last].end - words[first].start) as usize;
    loop {
        let mut grown = false;
        if last + 1 < to && length(first, last + 1) <= bytes {
            last += 1;
            grown = true;
        }
        if first > from && length(first - 1, last) <= bytes {
            first -= 1;
            grown = true;
        }
        if !grown {
            break;
        }
    }
    let start = if first == from { range.start } else { words[first].start };
    let end = if last + 1 == to { range.end } else { words[last].end };
    let (start, end) = (start.min(inside.start), end.max(inside.end));
    if (end - start) as usize <= 4 * bytes.max(16) {
        return TextRange::new(start, end);
    }
    // a "word" without end, such as a line of base64: what of it can be shown
    let mut end = (start as usize + 4 * bytes.max(16)).min(analyzed.text.len());
    while !analyzed.text.is_char_boundary(end) {
        end -= 1;
    }
    TextRange::new(start, end as u32)
}

/// Ranges (ascending) as a snippet: white space as single spaces, `…` where a sentence is cut, `¶` where
/// another block starts (a heading does not run into its text), and the highlights.
fn shown(analyzed: &Analyzed, ranges: &[TextRange]) -> (String, Vec<[usize; 2]>) {
    let words = &analyzed.words;
    let mut line = Line::default();
    for (at, range) in ranges.iter().enumerate() {
        let trimmed = trim(&analyzed.text, *range);
        let first = analyzed.word_at(trimmed.start);
        if at > 0 || first > 0 && words.get(first).is_some_and(|word| !word.sentence) {
            line.sign(if at > 0 { " … " } else { "… " });
        }
        let mut from = trimmed.start;
        let inside = |at: &&u32| **at > trimmed.start && **at < trimmed.end;
        for &to in analyzed.breaks.iter().filter(inside).chain([&trimmed.end]) {
            let piece = trim(&analyzed.text, TextRange::new(from, to));
            if from > trimmed.start {
                line.sign(" ¶ ");
            }
            let marks: Vec<TextRange> =
                analyzed.marks.iter().map(|(mark, _)| *mark).filter(|mark| piece.contains(*mark)).collect();
            line.add(&analyzed.text, piece, &marks);
            from = to;
        }
        let next = words.partition_point(|word| word.start < trimmed.end);
        if at + 1 == ranges.len() && words.get(next).is_some_and(|word| !word.sentence) {
            line.sign(" …");
        }
    }
    (line.text, line.marks)
}

/// Text in one line.
#[derive(Default)]
pub(crate) struct Line {
    pub text: String,
    /// Characters so far.
    pub chars: usize,
    /// Marked ranges, in characters.
    pub marks: Vec<[usize; 2]>,
}

impl Line {
    /// Appends a sign that is not of the text.
    fn sign(&mut self, sign: &str) {
        self.text.push_str(sign);
        self.chars += sign.chars().count();
    }

    /// Appends a range of bytes of `text`, white space as single spaces, and marks `marks` (ascending, in
    /// the range).
    pub fn add(&mut self, text: &str, range: TextRange, marks: &[TextRange]) {
        let piece = text.get(range.span()).unwrap_or_default();
        let mut next = marks.iter().peekable();
        let mut open: Option<(usize, u32)> = None;
        let mut gap = false;
        for (at, c) in piece.char_indices() {
            let at = range.start + at as u32;
            if let Some((start, end)) = open
                && at >= end
            {
                self.marks.push([start, self.chars]);
                open = None;
            }
            if c.is_whitespace() {
                gap = true;
                continue;
            }
            if gap {
                if self.chars > 0 && !self.text.ends_with(' ') {
                    self.text.push(' ');
                    self.chars += 1;
                }
                gap = false;
            }
            if open.is_none()
                && let Some(mark) = next.next_if(|mark| mark.start <= at)
            {
                open = Some((self.chars, mark.end));
            }
            self.text.push(c);
            self.chars += 1;
        }
        if let Some((start, _)) = open {
            self.marks.push([start, self.chars]);
        }
    }
}
