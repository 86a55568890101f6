//! The order of hits, in two steps.
//!
//! The first step ([`first`]) is a sum of BM25 over fields, which any engine computes alike. The second
//! ([`second`]) looks closer at the best few hundred: which runs of the query's words stand together
//! ([`Part::Runs`]), and how much of the query a document's title and opening cover ([`Part::Coverage`]).
//! `docs/ranking.md` has the formula and what each part is worth.

mod first;
mod kept;
mod looked;
mod phrase;
mod runs;
mod second;
mod sentence;

use crate::family::{family, stem_of};
use crate::plan::{Plan, Scored};
use crate::view::{Address, Field, View};
use pamphlet_index::analyzer::{Lang, Stems, Tokens};
use serde::Serialize;
use std::collections::HashMap;
use std::io;
use tantivy::DocSet;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{Postings, TermInfo};
use tantivy::schema::IndexRecordOption;

/// How many of the best hits the second step looks at.
pub const SECOND_STEP: usize = 300;

/// The same for a query of a few words that all must match: of 119 such queries over 2,000 documents each has the same
/// first hit as with 300, and 99.6 % of the first tens are the same.
pub const SECOND_STEP_OF_FEW: usize = 200;

pub(crate) const K1: f32 = 1.2;
pub(crate) const B: f32 = 0.75;

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
    // scores of one to four digits before the point are most of them, and a logarithm is dear
    let scale = match score.abs() {
        1.0..10.0 => 1e4,
        10.0..100.0 => 1e3,
        100.0..1000.0 => 1e2,
        size => 10f64.powi(4 - size.log10().floor() as i32),
    };
    (score * scale).round() / scale
}

/// A term in a field that adds to scores.
pub(crate) struct Component {
    part: Part,
    pub(crate) field: Field,
    word: usize,
    pub(crate) weight: f32,
    /// The term, where that is of use: to whoever has the postings elsewhere.
    pub(crate) term: Option<String>,
    /// Where its postings are, by segment.
    infos: Vec<Option<TermInfo>>,
}

/// A plan's words with their statistics over the whole index.
pub(crate) struct Ranking<'v> {
    view: &'v View<'v>,
    plan: &'v Plan,
    weights: Weights,
    pub(crate) components: Vec<Component>,
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
            ranking.idf.push(idf(view.documents_in_all(), body.max(ranking.most_of(&word.light)?)));
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

    /// How many of the best hits the second step looks at.
    pub fn depth(&self) -> usize {
        if self.plan.short { SECOND_STEP_OF_FEW } else { SECOND_STEP }
    }

    /// The distinct words of the query in its order.
    fn distinct(&self) -> Vec<usize> {
        let mut distinct = Vec::new();
        for &at in &self.plan.sequence {
            if !distinct.contains(&at) {
                distinct.push(at);
            }
        }
        distinct
    }

    /// In how many documents the most frequent of some terms stands.
    fn most_of(&self, terms: &[String]) -> io::Result<u64> {
        let mut most = 0;
        for term in terms {
            most = most.max(self.view.holding(Field::Body, term)?);
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
            if self.view.is_of_more() {
                holding = self.view.holding(field, term)?;
            }
            if at == 0 {
                first = holding;
            }
            if holding > 0 && weight != 0.0 {
                self.length_table(field)?;
                let weight = weight * (K1 + 1.0) * idf(self.view.documents_in_all(), holding);
                let term = self.view.is_of_more().then(|| term.clone());
                self.components.push(Component { part, field, word, weight, term, infos });
            }
        }
        Ok(first)
    }

    fn length_table(&mut self, field: Field) -> io::Result<()> {
        if !self.lengths.contains_key(&field) {
            let tokens = self.view.tokens(field)?;
            let average = (tokens as f32 / self.view.documents_in_all().max(1) as f32).max(1e-3);
            let mut table = Box::new([0.0; 256]);
            for (id, slot) in table.iter_mut().enumerate() {
                let length = FieldNormReader::id_to_fieldnorm(id as u8) as f32;
                *slot = K1 * (1.0 - B + B * length / average);
            }
            self.lengths.insert(field, table);
        }
        Ok(())
    }

    /// What the score of each of `best` is made of; the parts of the second step for those it looked at.
    pub fn explain(&self, best: &[Ranked], looked: usize) -> io::Result<Vec<Vec<ScorePart>>> {
        let closer = self.closer(&best[..looked.min(best.len())], looked)?;
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
