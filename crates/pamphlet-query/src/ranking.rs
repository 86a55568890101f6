//! The order of hits, in two steps.
//!
//! The first step is a sum of BM25 over fields, which any engine computes alike. The second looks closer at
//! the best few hundred: which runs of the query's words stand together ([`Part::Runs`]), and how much of the
//! query a document's title and opening cover ([`Part::Coverage`]). `docs/ranking.md` has the formula and
//! what each part is worth.

use crate::cursor::Cursor;
use crate::family::{family, stem_of};
use crate::plan::{Plan, Scored};
use crate::view::{Address, Field, Segment, View};
use pamphlet_index::analyzer::{Lang, Stems, Tokens};
use serde::Serialize;
use std::collections::HashMap;
use std::io;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{Postings, SegmentPostings, TermInfo};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, TERMINATED};

/// How many of the best hits the second step looks at.
pub const SECOND_STEP: usize = 300;

const K1: f32 = 1.2;
const B: f32 = 0.75;

/// How much each part counts. One setting for every collection.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Weights {
    /// Exact forms anywhere in the content.
    pub exact: f32,
    /// Stems anywhere in the content.
    pub stem: f32,
    /// Stems of light forms that have a stem of their own (`labor` for `labour`).
    pub light: f32,
    /// Exact forms in the title.
    pub title: f32,
    /// Exact forms in headings.
    pub heading: f32,
    /// Exact forms in the opening.
    pub opening: f32,
    /// Exact forms in page chrome.
    pub chrome: f32,
    /// Patterns (wildcards, misspellings, regular expressions).
    pub pattern: f32,
    /// Runs of words that stand together as in the query.
    pub runs: f32,
    /// How much of the query the title and opening have.
    pub coverage: f32,
    /// How much of the query one sentence has.
    pub sentence: f32,
    /// The rarity of the words, in any form, that the title has.
    pub named: f32,
    /// How near each other the words of a short query stand.
    pub near: f32,
}

impl Default for Weights {
    fn default() -> Self {
        Weights {
            exact: 1.0,
            stem: 1.2,
            light: 0.5,
            title: 0.6,
            heading: 0.3,
            opening: 0.15,
            chrome: 0.2,
            pattern: 1.0,
            runs: 0.44,
            coverage: 2.25,
            sentence: 0.6,
            named: 0.3,
            near: 0.5,
        }
    }
}

/// A part of a score.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs, reason = "each is described at the weight of its name")]
pub enum Part {
    Exact,
    Stem,
    Light,
    Title,
    Heading,
    Opening,
    Chrome,
    Pattern,
    Runs,
    Coverage,
    Sentence,
    Named,
    Near,
}

/// What a part of a score came from.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ScorePart {
    /// Which part.
    pub part: Part,
    /// The word or pattern, where the part is one word's.
    pub word: Option<String>,
    /// What it adds.
    pub value: f32,
}

/// A hit with its score, before it is fetched.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Ranked {
    pub score: f64,
    pub address: Address,
}

/// Scores as they are compared and shown: to five digits, so that another order of adding up, or another
/// engine, gives the same order.
pub(crate) fn five_digits(score: f64) -> f64 {
    if score == 0.0 || !score.is_finite() {
        return score;
    }
    let scale = 10f64.powi(4 - score.abs().log10().floor() as i32);
    (score * scale).round() / scale
}

/// A term in a field that adds to scores.
struct Component {
    part: Part,
    field: Field,
    word: usize,
    weight: f32,
    /// Where its postings are, by segment.
    infos: Vec<Option<TermInfo>>,
}

/// A plan's words with their statistics over the whole index.
pub(crate) struct Ranking<'v> {
    view: &'v View<'v>,
    plan: &'v Plan,
    weights: Weights,
    components: Vec<Component>,
    /// BM25's length part by the rounded length, for each field.
    lengths: HashMap<Field, Box<[f32; 256]>>,
    /// How rare each word of the plan is.
    idf: Vec<f32>,
    /// The other words of the index that count as each word of the plan in the second step.
    families: Vec<Vec<String>>,
}

fn idf(documents: u64, holding: u64) -> f32 {
    let (all, some) = (documents as f64, holding.min(documents) as f64);
    (1.0 + (all - some + 0.5) / (some + 0.5)).ln() as f32
}

impl<'v> Ranking<'v> {
    pub fn new(view: &'v View<'v>, plan: &'v Plan, langs: &[Lang], weights: Weights) -> io::Result<Self> {
        let mut ranking = Ranking {
            view,
            plan,
            weights,
            components: Vec::new(),
            lengths: HashMap::new(),
            idf: Vec::with_capacity(plan.words.len()),
            families: Vec::with_capacity(plan.words.len()),
        };
        let mut stems = Stems::default();
        for (at, word) in plan.words.iter().enumerate() {
            let terms = std::slice::from_ref(&word.term);
            let body = ranking.add(Part::Exact, Field::Body, at, terms, weights.exact * word.boost)?;
            ranking.idf.push(idf(view.index.max_documents(), body.max(ranking.most_of(&word.light)?)));
            let (own, other) = stem_terms(word, langs, &mut stems);
            // a few words mean themselves; a sentence is likely to be put otherwise than it was said
            ranking.families.push(match plan.words.len() {
                ..SENTENCE => word.light.clone(),
                _ => relatives(view, word, langs, &mut stems),
            });
            ranking.add(Part::Stem, Field::Stem, at, &own, weights.stem * word.boost)?;
            ranking.add(Part::Light, Field::Stem, at, &other, weights.light * word.boost)?;
            ranking.add(Part::Title, Field::Title, at, terms, weights.title * word.boost)?;
            // who types a few words looks for what is headed so; a sentence meets headings by chance
            let heading = if plan.short { weights.heading.max(weights.title) } else { weights.heading };
            ranking.add(Part::Heading, Field::Heading, at, terms, heading * word.boost)?;
            ranking.add(Part::Opening, Field::Opening, at, terms, weights.opening * word.boost)?;
            ranking.add(Part::Chrome, Field::Chrome, at, terms, weights.chrome * word.boost)?;
        }
        // what weighs most first, so that the rest can soon be left out
        ranking.components.sort_by(|a, b| b.weight.total_cmp(&a.weight).then(a.word.cmp(&b.word)));
        Ok(ranking)
    }

    /// In how many documents the most frequent of some terms stands.
    fn most_of(&self, terms: &[String]) -> io::Result<u64> {
        let mut most = 0;
        for term in terms {
            let mut sum = 0;
            for segment in &self.view.segments {
                let info = segment.field(Field::Body)?.terms().get(term.as_bytes())?;
                sum += info.map_or(0, |info| u64::from(info.doc_freq));
            }
            most = most.max(sum);
        }
        Ok(most)
    }

    /// Adds terms of a field as components; returns the documents of the first.
    fn add(
        &mut self,
        part: Part,
        field: Field,
        word: usize,
        terms: &[String],
        weight: f32,
    ) -> io::Result<u64> {
        let mut first = 0;
        for (at, term) in terms.iter().enumerate() {
            let mut infos = Vec::with_capacity(self.view.segments.len());
            let mut holding = 0;
            for segment in &self.view.segments {
                let info = segment.field(field)?.terms().get(term.as_bytes())?;
                holding += info.as_ref().map_or(0, |info| u64::from(info.doc_freq));
                infos.push(info);
            }
            if at == 0 {
                first = holding;
            }
            if holding > 0 && weight != 0.0 {
                self.length_table(field)?;
                let weight = weight * (K1 + 1.0) * idf(self.view.index.max_documents(), holding);
                self.components.push(Component { part, field, word, weight, infos });
            }
        }
        Ok(first)
    }

    fn length_table(&mut self, field: Field) -> io::Result<()> {
        if !self.lengths.contains_key(&field) {
            let mut tokens = 0;
            for segment in &self.view.segments {
                tokens += segment.field(field)?.total_num_tokens();
            }
            let average = (tokens as f32 / self.view.index.max_documents().max(1) as f32).max(1e-3);
            let mut table = Box::new([0.0; 256]);
            for (id, slot) in table.iter_mut().enumerate() {
                let length = FieldNormReader::id_to_fieldnorm(id as u8) as f32;
                *slot = K1 * (1.0 - B + B * length / average);
            }
            self.lengths.insert(field, table);
        }
        Ok(())
    }

    /// The first step for documents of a segment (ascending). Only the best `most` have their whole score:
    /// once the weights that are left cannot bring a document among them, it is not looked at again. What is
    /// returned for such a document is less than its score, and less than the score of any of the best.
    pub fn first_step(&self, segment: &Segment<'_>, docs: &[DocId], most: usize) -> io::Result<Vec<f32>> {
        let mut scores = vec![0f32; docs.len()];
        if docs.is_empty() {
            return Ok(scores);
        }
        // where most documents match it is cheaper to score all of them
        let dense = docs.len() > segment.max_doc as usize / 16;
        let mut all = if dense { vec![0f32; segment.max_doc as usize] } else { Vec::new() };
        let mut left: f32 = self.components.iter().map(|component| component.weight).sum();
        let mut stops = Stops::new(left, self.plan.patterns.is_empty() && docs.len() / 4 > most);
        for (at, component) in self.components.iter().enumerate() {
            if stops.due(left) {
                if dense {
                    gather(&all, docs, &mut scores);
                }
                if let Some(rest) = candidates(&scores, most, left) {
                    self.finish(segment, docs, &rest, at, &mut scores)?;
                    return Ok(scores);
                }
            }
            left -= component.weight;
            let Some(info) = &component.infos[segment.number as usize] else { continue };
            let field = segment.field(component.field)?;
            let norms = segment.lengths(component.field)?;
            let table = &self.lengths[&component.field];
            let length =
                |doc: DocId| table[usize::from(norms.as_ref().map_or(1, |norms| norms.fieldnorm_id(doc)))];
            if dense && docs.len() * 8 > info.doc_freq as usize {
                let mut block =
                    field.read_block_postings_from_terminfo(info, IndexRecordOption::WithFreqs)?;
                while !block.docs().is_empty() {
                    for (&doc, &frequency) in block.docs().iter().zip(block.freqs()) {
                        if let Some(score) = all.get_mut(doc as usize) {
                            let frequency = frequency as f32;
                            *score += component.weight * frequency / (frequency + length(doc));
                        }
                    }
                    block.advance();
                }
                continue;
            }
            let mut list = field.read_postings_from_terminfo(info, IndexRecordOption::WithFreqs)?;
            for (at, &doc) in docs.iter().enumerate() {
                if list.doc() < doc {
                    list.seek(doc);
                }
                if list.doc() == doc {
                    let frequency = list.term_freq() as f32;
                    let value = component.weight * frequency / (frequency + length(doc));
                    let score = if dense { &mut all[doc as usize] } else { &mut scores[at] };
                    *score += value;
                } else if list.doc() == TERMINATED {
                    break;
                }
            }
        }
        if dense {
            gather(&all, docs, &mut scores);
        }
        self.add_patterns(segment, docs, &mut scores, &mut |_, _| {})?;
        Ok(scores)
    }

    /// Adds the components from `from` on to the scores of a few of the documents, given by their places.
    fn finish(
        &self,
        segment: &Segment<'_>,
        docs: &[DocId],
        few: &[usize],
        from: usize,
        scores: &mut [f32],
    ) -> io::Result<()> {
        for component in &self.components[from..] {
            let Some(info) = &component.infos[segment.number as usize] else { continue };
            let norms = segment.lengths(component.field)?;
            let table = &self.lengths[&component.field];
            let mut list = segment
                .field(component.field)?
                .read_postings_from_terminfo(info, IndexRecordOption::WithFreqs)?;
            for &at in few {
                let doc = docs[at];
                if list.doc() < doc {
                    list.seek(doc);
                }
                if list.doc() == doc {
                    let frequency = list.term_freq() as f32;
                    let id = norms.as_ref().map_or(1, |norms| norms.fieldnorm_id(doc));
                    scores[at] += component.weight * frequency / (frequency + table[usize::from(id)]);
                }
            }
        }
        Ok(())
    }

    /// Patterns score as one word that stands as often as all that they match.
    fn add_patterns(
        &self,
        segment: &Segment<'_>,
        docs: &[DocId],
        scores: &mut [f32],
        each: &mut dyn FnMut(usize, f32),
    ) -> io::Result<()> {
        let mut buffer = Vec::new();
        for (at, pattern) in self.plan.patterns.iter().enumerate() {
            let entries = segment.text_entries(&self.plan.sets[pattern.set])?;
            let mut cursor = Cursor::open(entries, true, segment.max_doc)?;
            for (score, &doc) in scores.iter_mut().zip(docs) {
                if cursor.seek(doc) == doc {
                    let frequency = cursor.frequency(&mut buffer)? as f32;
                    let value =
                        self.weights.pattern * pattern.boost * (K1 + 1.0) * frequency / (frequency + K1);
                    each(at, value);
                    *score += value;
                }
            }
        }
        Ok(())
    }

    /// The second step: adds to the scores of `best`, which may be in any order.
    pub fn second_step(&self, best: &mut [Ranked]) -> io::Result<()> {
        let closer = self.closer(best)?;
        for (ranked, extra) in best.iter_mut().zip(closer) {
            for (_, value) in extra.parts() {
                ranked.score += f64::from(value);
            }
        }
        Ok(())
    }

    /// What the second step adds to each of `best`.
    fn closer(&self, best: &[Ranked]) -> io::Result<Vec<Closer>> {
        let mut out = vec![Closer::default(); best.len()];
        if self.plan.sequence.is_empty() || best.is_empty() {
            return Ok(out);
        }
        let mut order: Vec<usize> = (0..best.len()).collect();
        order.sort_unstable_by_key(|&at| best[at].address);
        let runs = Runs::of(&self.plan.sequence);
        let mut found: Vec<Vec<u32>> = vec![Vec::new(); best.len()];
        let mut near = Near::default();
        let mut from = 0;
        while from < order.len() {
            let segment = &self.view.segments[best[order[from]].address.segment as usize];
            let to = from + order[from..].partition_point(|&at| best[at].address.segment == segment.number);
            let mut words = Vec::with_capacity(self.plan.words.len());
            for (at, word) in self.plan.words.iter().enumerate() {
                words.push(Looked::open(segment, word, &self.families[at])?);
            }
            let mut sentences = Sentences::open(segment)?;
            for &at in &order[from..to] {
                let doc = best[at].address.doc;
                (out[at].coverage, out[at].named) = self.front(&mut words, doc);
                if runs.list.is_empty() {
                    continue;
                }
                for word in &mut words {
                    word.read(doc)?;
                }
                sentences.seek(doc);
                out[at].sentence = self.sentence(&words, &sentences.starts);
                runs.find(&words, &mut near, &mut found[at]);
                if self.plan.short {
                    out[at].near = self.nearness(&words);
                }
            }
            from = to;
        }
        // rare among these hits
        let mut holding = vec![0u32; runs.list.len()];
        for runs in &found {
            for &run in runs {
                holding[run as usize] += 1;
            }
        }
        // a few words that all must match stand in all of these: rare is what is rare in the whole index
        let all = if self.plan.short { self.view.index.max_documents() as f32 } else { best.len() as f32 };
        for (out, found) in out.iter_mut().zip(&found) {
            for &run in found {
                let some = holding[run as usize] as f32;
                let all = all.max(some);
                out.runs += self.weights.runs * (1.0 + (all - some + 0.5) / (some + 0.5)).ln();
            }
        }
        Ok(out)
    }

    /// How much of the query's weight the title and opening have, and the rarity of what the title has.
    fn front(&self, words: &mut [Looked], doc: DocId) -> (f32, f32) {
        let (mut whole, mut covered, mut named) = (0.0, 0.0, 0.0);
        let mut counted = vec![false; words.len()];
        for &at in &self.plan.sequence {
            if std::mem::replace(&mut counted[at], true) {
                continue;
            }
            whole += self.idf[at];
            covered += self.idf[at] * words[at].in_front(doc);
            if words[at].in_title.seek(doc) == doc {
                named += self.idf[at];
            }
        }
        let coverage = if whole > 0.0 { self.weights.coverage * covered * covered / whole } else { 0.0 };
        (coverage, self.weights.named * named)
    }

    /// How much of the query's weight the sentence has that has most of it; `starts` are the positions at
    /// which sentences start, and the words' positions were read.
    fn sentence(&self, words: &[Looked], starts: &[u32]) -> f32 {
        let mut whole = 0.0;
        let mut covered = vec![0f32; starts.len() + 1];
        let mut counted = vec![false; words.len()];
        for &at in &self.plan.sequence {
            if std::mem::replace(&mut counted[at], true) {
                continue;
            }
            whole += self.idf[at];
            let word = &words[at];
            let (mut sentence, mut last, mut share) = (0, usize::MAX, 0.0f32);
            let mut exact = word.exact.iter().copied().peekable();
            for &position in &word.positions {
                // both ascend, so a step at a time is cheaper than a search for each word
                while starts.get(sentence).is_some_and(|&start| start <= position) {
                    sentence += 1;
                }
                while exact.next_if(|&at| at < position).is_some() {}
                if sentence != last {
                    (last, share) = (sentence, 0.0);
                }
                // of several in one sentence the best counts
                let own = if exact.peek() == Some(&position) { 1.0 } else { OTHER_FORM };
                if own > share {
                    covered[sentence] += (own - share) * self.idf[at];
                    share = own;
                }
            }
        }
        let most = covered.into_iter().fold(0.0, f32::max);
        if whole > 0.0 { self.weights.sentence * most * most / whole } else { 0.0 }
    }

    /// How near each other all words of the query stand, where they do it best: 1 for side by side, less with
    /// each word between; times the rarity of the words.
    fn nearness(&self, words: &[Looked]) -> f32 {
        if words.len() < 2 || words.iter().any(|word| word.positions.is_empty()) {
            return 0.0;
        }
        let rarity: f32 = self.idf.iter().sum();
        let between = narrowest(words).saturating_sub(words.len() as u32) as f32;
        self.weights.near * rarity / (1.0 + (1.0 + between).ln())
    }

    /// What the score of each of `best` is made of; the parts of the second step for those it looked at.
    pub fn explain(&self, best: &[Ranked], looked: usize) -> io::Result<Vec<Vec<ScorePart>>> {
        let closer = self.closer(&best[..looked.min(best.len())])?;
        let mut out = Vec::with_capacity(best.len());
        for (at, ranked) in best.iter().enumerate() {
            let segment = &self.view.segments[ranked.address.segment as usize];
            let doc = ranked.address.doc;
            let mut parts = Vec::new();
            for component in &self.components {
                let Some(info) = &component.infos[segment.number as usize] else { continue };
                let field = segment.field(component.field)?;
                let mut list = field.read_postings_from_terminfo(info, IndexRecordOption::WithFreqs)?;
                if list.doc() < doc {
                    list.seek(doc);
                }
                if list.doc() == doc {
                    let norms = segment.lengths(component.field)?;
                    let id = norms.as_ref().map_or(1, |norms| norms.fieldnorm_id(doc));
                    let frequency = list.term_freq() as f32;
                    let length = self.lengths[&component.field][usize::from(id)];
                    let value = component.weight * frequency / (frequency + length);
                    let word = Some(self.plan.words[component.word].term.clone());
                    parts.push(ScorePart { part: component.part, word, value });
                }
            }
            self.add_patterns(segment, &[doc], &mut [0.0], &mut |pattern, value| {
                let word = Some(self.plan.sets[self.plan.patterns[pattern].set].typed.clone());
                parts.push(ScorePart { part: Part::Pattern, word, value });
            })?;
            if let Some(closer) = closer.get(at) {
                for (part, value) in closer.parts() {
                    if value != 0.0 {
                        parts.push(ScorePart { part, word: None, value });
                    }
                }
            }
            out.push(parts);
        }
        Ok(out)
    }
}

fn gather(all: &[f32], docs: &[DocId], scores: &mut [f32]) {
    for (score, &doc) in scores.iter_mut().zip(docs) {
        *score = all[doc as usize];
    }
}

/// When the first step looks whether it can leave documents out: each time half of the weight is done.
struct Stops {
    next: f32,
    wanted: bool,
}

impl Stops {
    fn new(whole: f32, wanted: bool) -> Stops {
        Stops { next: whole / 2.0, wanted }
    }

    fn due(&mut self, left: f32) -> bool {
        let due = self.wanted && left <= self.next;
        if due {
            self.next = left / 2.0;
        }
        due
    }
}

/// The places of the documents that can be among the best `most` when each can still get `left` at most;
/// `None` while these are too many for looking them up one by one.
fn candidates(scores: &[f32], most: usize, left: f32) -> Option<Vec<usize>> {
    let mut sorted = scores.to_vec();
    let (_, least, _) = sorted.select_nth_unstable_by(most.max(1) - 1, |a, b| b.total_cmp(a));
    // scores are compared by five digits: what might round to the same stays
    let bar = *least * (1.0 - 1e-4) - left;
    let found: Vec<usize> = (0..scores.len()).filter(|&at| scores[at] >= bar).collect();
    (found.len() * 4 <= scores.len()).then_some(found)
}

/// Words that count as `word` in the second step: its light forms, and the most frequent words of the index
/// with its stem.
fn relatives(view: &View<'_>, word: &Scored, langs: &[Lang], stems: &mut Stems) -> Vec<String> {
    let mut relatives = word.light.clone();
    let Some(&lang) = langs.first() else { return relatives };
    for term in family(view, &word.term, lang, 3, stems).into_iter().take(FAMILY) {
        if !relatives.contains(&term) {
            relatives.push(term);
        }
    }
    relatives
}

/// From so many words on, words of the same stem count in the second step.
const SENTENCE: usize = 4;

/// Words of one stem that the second step looks for.
const FAMILY: usize = 12;

/// The stems of a word, and those of its light forms that differ.
fn stem_terms(word: &Scored, langs: &[Lang], stems: &mut Stems) -> (Vec<String>, Vec<String>) {
    let mut tokens = Tokens::default();
    let mut of = |term: &str, lang: Lang| stem_of(term, lang, stems, &mut tokens);
    let (mut own, mut other): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    for &lang in langs {
        let stem = of(&word.term, lang);
        if !own.contains(&stem) {
            own.push(stem);
        }
    }
    own.truncate(1);
    for form in &word.light {
        for &lang in langs {
            let stem = of(form, lang);
            if !own.contains(&stem) && !other.contains(&stem) {
                other.push(stem);
            }
        }
    }
    (own, other)
}

/// What another form than the typed one counts in the second step.
const OTHER_FORM: f32 = 0.7;

/// A word's postings, as the second step reads them.
struct Looked {
    exact_cursor: Cursor,
    other_cursor: Cursor,
    /// Where the typed form stands.
    exact: Vec<u32>,
    /// Where any form stands.
    positions: Vec<u32>,
    front_exact: Cursor,
    front_other: Cursor,
    in_title: Cursor,
}

impl Looked {
    fn open(segment: &Segment<'_>, word: &Scored, family: &[String]) -> io::Result<Looked> {
        let mut terms = vec![word.term.clone()];
        terms.extend(family.iter().cloned());
        let open = |fields: &[Field], terms: &[String], positions: bool| -> io::Result<Cursor> {
            let mut found = Vec::with_capacity(fields.len());
            for &field in fields {
                found.push(segment.field(field)?);
            }
            Cursor::open(crate::cursor::Entry::find(&found, terms)?, positions, segment.max_doc)
        };
        let front = [Field::Title, Field::Opening];
        Ok(Looked {
            exact_cursor: open(&[Field::Body], &terms[..1], true)?,
            other_cursor: open(&[Field::Body], &terms[1..], true)?,
            exact: Vec::new(),
            positions: Vec::new(),
            front_exact: open(&front, &terms[..1], false)?,
            front_other: open(&front, &terms[1..], false)?,
            in_title: open(&front[..1], &terms, false)?,
        })
    }

    fn read(&mut self, doc: DocId) -> io::Result<()> {
        self.exact.clear();
        self.positions.clear();
        if self.other_cursor.seek(doc) == doc {
            self.other_cursor.positions(&mut self.positions)?;
        }
        if self.exact_cursor.seek(doc) == doc {
            self.exact_cursor.positions(&mut self.exact)?;
            self.positions.extend_from_slice(&self.exact);
            self.positions.sort_unstable();
            self.positions.dedup();
        }
        Ok(())
    }

    /// 1 when the title or opening has the word, less when it has another form.
    fn in_front(&mut self, doc: DocId) -> f32 {
        if self.front_exact.seek(doc) == doc {
            1.0
        } else if self.front_other.seek(doc) == doc {
            OTHER_FORM
        } else {
            0.0
        }
    }
}

/// Where the sentences of a document start.
struct Sentences {
    postings: Option<SegmentPostings>,
    starts: Vec<u32>,
}

impl Sentences {
    fn open(segment: &Segment<'_>) -> io::Result<Sentences> {
        let term = pamphlet_index::schema::edge::SENTENCE;
        let postings = segment.postings(Field::Edge, term, IndexRecordOption::WithFreqsAndPositions)?;
        Ok(Sentences { postings, starts: Vec::new() })
    }

    fn seek(&mut self, doc: DocId) {
        self.starts.clear();
        if let Some(postings) = &mut self.postings {
            if postings.doc() < doc {
                postings.seek(doc);
            }
            if postings.doc() == doc {
                postings.positions(&mut self.starts);
            }
        }
    }
}

/// How many positions the narrowest stretch takes that has every word.
fn narrowest(words: &[Looked]) -> u32 {
    let mut next = vec![0usize; words.len()];
    let mut best = u32::MAX;
    loop {
        let (mut least, mut most, mut first) = (u32::MAX, 0, 0);
        for (at, word) in words.iter().enumerate() {
            let Some(&position) = word.positions.get(next[at]) else { return best };
            if position < least {
                (least, first) = (position, at);
            }
            most = most.max(position);
        }
        best = best.min(most - least + 1);
        next[first] += 1;
    }
}

/// What the second step adds to a score.
#[derive(Clone, Copy, Debug, Default)]
struct Closer {
    runs: f32,
    coverage: f32,
    sentence: f32,
    named: f32,
    near: f32,
}

impl Closer {
    fn parts(&self) -> [(Part, f32); 5] {
        [
            (Part::Runs, self.runs),
            (Part::Coverage, self.coverage),
            (Part::Sentence, self.sentence),
            (Part::Named, self.named),
            (Part::Near, self.near),
        ]
    }
}

/// The distinct runs of 2 to 4 words of a query.
struct Runs {
    /// Words of each run, by their place in the plan.
    list: Vec<Vec<usize>>,
    /// For each place in the sequence and each length from 2, the run that starts there.
    starts: Vec<[u32; 3]>,
    sequence: Vec<usize>,
}

/// Positions at which runs end.
#[derive(Default)]
struct Near {
    last: Vec<u32>,
    next: Vec<u32>,
}

impl Runs {
    fn of(sequence: &[usize]) -> Runs {
        let mut known: HashMap<&[usize], u32> = HashMap::new();
        let mut list = Vec::new();
        let mut starts = Vec::with_capacity(sequence.len());
        for at in 0..sequence.len() {
            let mut ids = [u32::MAX; 3];
            for (slot, len) in ids.iter_mut().zip(2..=4) {
                if let Some(run) = sequence.get(at..at + len) {
                    *slot = *known.entry(run).or_insert_with(|| {
                        list.push(run.to_vec());
                        list.len() as u32 - 1
                    });
                }
            }
            starts.push(ids);
        }
        Runs { list, starts, sequence: sequence.to_vec() }
    }

    /// The runs that stand in the document whose positions were read, each once.
    fn find(&self, words: &[Looked], near: &mut Near, out: &mut Vec<u32>) {
        for (at, ids) in self.starts.iter().enumerate() {
            near.last.clear();
            near.last.extend_from_slice(&words[self.sequence[at]].positions);
            for (len, &id) in (1..).zip(ids) {
                if id == u32::MAX || near.last.is_empty() {
                    break;
                }
                let next = &words[self.sequence[at + len]].positions;
                following(&near.last, next, &mut near.next);
                std::mem::swap(&mut near.last, &mut near.next);
                if !near.last.is_empty() {
                    out.push(id);
                }
            }
        }
        out.sort_unstable();
        out.dedup();
    }
}

/// The positions of `next` that stand right behind one of `last`.
fn following(last: &[u32], next: &[u32], out: &mut Vec<u32>) {
    out.clear();
    let (mut a, mut b) = (0, 0);
    while a < last.len() && b < next.len() {
        let want = last[a] + 1;
        match next[b].cmp(&want) {
            std::cmp::Ordering::Less => b += 1,
            std::cmp::Ordering::Greater => a += 1,
            std::cmp::Ordering::Equal => {
                out.push(want);
                a += 1;
                b += 1;
            }
        }
    }
}
