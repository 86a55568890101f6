//! Searching: from a request to a page of hits.

use crate::ast::Expr;
use crate::clock::Clock;
use crate::collection::Scope;
use crate::decided::decided;
use crate::error::{Error, Result};
use crate::facet::Facets;
use crate::feedback;
use crate::fold::{Folded, fold};
use crate::hit::{Count, Fields, Hit, Query, Response, Snippet};
use crate::matcher::Matcher;
use crate::mended::Mended;
use crate::note::{Note, NoteKind, Notes};
use crate::order::{best, chosen};
use crate::parser::{Reading, parse_with_sets};
use crate::plan::{Condition, Plan, Setting, plan};
use crate::ranking::{Ranked, Ranking, Weights, five_digits};
use crate::request::{Request, Sort, Stemming};
use crate::snippet::{Match, Size, snippets};
use crate::spans::{Node, Span, asks_what_was_added};
use crate::suggest;
use crate::view::{Address, Segment, View};
use pamphlet_document::TextRange;
use pamphlet_index::Stored;
use pamphlet_index::analyzer::{Lang, folded};
use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::Duration;
use tantivy::{DocId, TERMINATED};

/// A request that was read and planned against an index.
pub(crate) struct Asked<'r> {
    pub view: View<'r>,
    pub expr: Expr,
    pub plan: Plan,
    /// The languages that words are ranked in.
    pub langs: Vec<Lang>,
    pub notes: Vec<Note>,
    clock: Clock,
}

/// Documents that match, by segment, ascending.
pub(crate) type Found = Vec<Vec<DocId>>;

impl<'r> Asked<'r> {
    pub fn new(scope: impl Into<Scope<'r>>, request: &Request) -> Result<Asked<'r>> {
        let clock = Clock::of(request);
        let view = View::open(scope.into());
        let reading = Reading { any: request.any, phrase: request.phrase };
        let sets = request.sets.as_deref();
        let mut notes = Notes::default();
        let mended = Mended::of(&request.text, &mut notes);
        let mut notes = notes.finish();
        let (expr, mut read) = parse_with_sets(&mended.text, reading, &|name| view.is_field(name), sets);
        let (mut langs, frequent) = view.langs();
        let setting = Setting {
            lexicon: &view,
            text: &mended.text,
            langs: &langs,
            any: request.any,
            stem_full: request.stem == Stemming::Full,
            until: clock.until,
        };
        let mut plan = plan(&expr, &setting);
        langs.truncate(frequent);
        read.append(&mut plan.notes);
        notes.extend(read.into_iter().map(|note| Note { place: mended.typed(note.place), ..note }));
        if view.is_of_more() && asks_what_was_added(plan.root()) {
            let message =
                "what an earlier version does not have is known of an index in a folder only".to_owned();
            notes.push(Note { kind: NoteKind::Limit, place: 0..request.text.len(), message });
        }
        if request.strict && notes.iter().any(Note::is_misreading) {
            notes.retain(Note::is_misreading);
            return Err(Error::Strict { notes });
        }
        filter(&mut plan, request);
        let asked = Asked { view, expr, plan, langs, notes, clock };
        if request.expand { asked.expanded(request) } else { Ok(asked) }
    }

    /// The same question with words that its best hits share.
    fn expanded(mut self, request: &Request) -> Result<Asked<'r>> {
        let found = self.find()?;
        let best = {
            let ranking = Ranking::new(&self.view, &self.plan, &self.langs, request.weights)?;
            rank(&self, &ranking, &found, Sort::Score, feedback::READ)?
        };
        let added = feedback::words(&self, &best)?;
        if added.is_empty() {
            return Ok(self);
        }
        let shown: Vec<String> = added.iter().map(|(word, weight)| format!("{word}^{weight}")).collect();
        let message = format!("added from the best hits: {}", shown.join(" "));
        let end = request.text.len();
        self.notes.push(Note { kind: NoteKind::Added, place: end..end, message });
        self.expr = feedback::with(self.expr, &added);
        let (langs, _) = self.view.langs();
        let setting = Setting {
            lexicon: &self.view,
            text: &request.text,
            langs: &langs,
            any: request.any,
            stem_full: request.stem == Stemming::Full,
            until: self.clock.until,
        };
        self.plan = plan(&self.expr, &setting);
        self.plan.notes.clear();
        filter(&mut self.plan, request);
        Ok(self)
    }

    /// All documents that match. Where time runs out, those found so far, and a note.
    pub fn find(&mut self) -> Result<Found> {
        let mut found = Vec::with_capacity(self.view.segments.len());
        let mut late = false;
        for segment in &self.view.segments {
            late |= !found.is_empty() && self.has_ended();
            if !late && let Some(docs) = decided(segment, &self.plan)? {
                found.push(docs);
                continue;
            }
            let mut docs = Vec::new();
            if !late {
                let mut matcher = self.matcher(segment, false)?;
                let mut doc = matcher.seek(0)?;
                while doc != TERMINATED {
                    docs.push(doc);
                    doc = matcher.seek(doc + 1)?;
                }
                late = matcher.is_late();
            }
            found.push(docs);
        }
        if late {
            self.note_late();
        }
        Ok(found)
    }

    /// Whether time has run out, or nobody waits for the answer any more.
    pub fn has_ended(&self) -> bool {
        self.clock.has_ended()
    }

    /// The same, and says so in the notes.
    pub fn is_late(&mut self) -> bool {
        let late = self.has_ended();
        if late {
            self.note_late();
        }
        late
    }

    pub fn note_late(&mut self) {
        let message = "time ran out: not all documents were looked at".to_owned();
        let note = Note { kind: NoteKind::Late, place: 0..0, message };
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }

    /// How the query was read, for an answer.
    pub fn into_query(self, request: &Request) -> Query {
        Query { text: request.text.clone(), read_as: self.expr.to_string(), notes: self.notes }
    }

    /// A matcher of the plan that stops when time runs out.
    pub fn matcher<'s>(&'s self, segment: &'s Segment<'_>, positions: bool) -> Result<Matcher<'s>> {
        Ok(Matcher::open(segment, &self.plan, positions, &self.clock)?)
    }

    /// The matches in each of some documents, handed on in the order of the index. When time runs out, the rest have
    /// none.
    pub fn each_match(
        &self,
        addresses: Vec<Address>,
        each: &mut dyn FnMut(Address, &[Match]) -> Result<()>,
    ) -> Result<()> {
        self.each_match_until(&self.clock, addresses, each)
    }

    /// The same by another clock.
    fn each_match_until(
        &self,
        clock: &Clock,
        mut addresses: Vec<Address>,
        each: &mut dyn FnMut(Address, &[Match]) -> Result<()>,
    ) -> Result<()> {
        addresses.sort_unstable();
        let (mut spans, mut matches): (Vec<Span>, Vec<Match>) = (Vec::new(), Vec::new());
        for of_segment in addresses.chunk_by(|a, b| a.segment == b.segment) {
            let segment = &self.view.segments[of_segment[0].segment as usize];
            let mut matcher = Matcher::open(segment, &self.plan, true, clock)?;
            let docs: Vec<DocId> = of_segment.iter().map(|address| address.doc).collect();
            matcher.only_in(&docs);
            for &address in of_segment {
                matcher.matches(address.doc, &mut spans)?;
                matches.clear();
                if !spans.is_empty() {
                    self.name_leaves(&mut matcher, &spans, &mut matches);
                }
                each(address, &matches)?;
            }
        }
        Ok(())
    }

    /// Says of each span which leaf it is an occurrence of.
    fn name_leaves(&self, matcher: &mut Matcher<'_>, spans: &[Span], out: &mut Vec<Match>) {
        out.extend(spans.iter().map(|&span| Match { span, leaf: usize::MAX }));
        for leaf in 0..self.plan.leaves.len() {
            let of = matcher.leaf_spans(leaf);
            if of.len() < spans.len() / 8 {
                for span in of {
                    if let Ok(at) = spans.binary_search(span)
                        && out[at].leaf == usize::MAX
                    {
                        out[at].leaf = leaf;
                    }
                }
                continue;
            }
            let mut next = 0;
            for found in out.iter_mut() {
                while of.get(next).is_some_and(|span| span.start < found.span.start) {
                    next += 1;
                }
                if found.leaf == usize::MAX && of.get(next) == Some(&found.span) {
                    found.leaf = leaf;
                }
            }
        }
        for found in out.iter_mut().filter(|found| found.leaf == usize::MAX) {
            found.leaf = 0;
        }
    }

    /// How much each leaf matters for what a snippet shows: rare ones more.
    pub fn leaf_weights(&self) -> Vec<f32> {
        use crate::expand::Lexicon;
        let all = self.view.documents_in_all() as f32;
        let mut weights = Vec::with_capacity(self.plan.leaves.len());
        for leaf in &self.plan.leaves {
            let mut weight = 0.0f32;
            for alternative in leaf.alternatives.iter().take(1) {
                for &set in alternative.slots.iter().flatten() {
                    let some = self.plan.sets[set].terms.iter().take(8);
                    let some: u64 = some.map(|term| self.view.documents(term)).sum();
                    let some = (some as f32).min(all);
                    weight += (1.0 + (all - some + 0.5) / (some + 0.5)).ln().max(0.05);
                }
            }
            weights.push(weight);
        }
        weights
    }
}

/// Adds the filters of a request to a plan.
fn filter(plan: &mut Plan, request: &Request) {
    let mut parts: Vec<Node> = Vec::new();
    let mut add = |condition: Condition| {
        plan.conditions.push(condition);
        parts.push(Node::Condition(plan.conditions.len() - 1));
    };
    if request.from.is_some() || request.to.is_some() {
        add(Condition::Days {
            from: request.from.map_or(i64::MIN, |date| date.days().0.into()),
            to: request.to.map_or(i64::MAX, |date| date.days().1.into()),
        });
    }
    if let Some(known) = &request.except {
        add(Condition::Except(Arc::clone(known)));
    }
    for (field, value) in &request.filters {
        let field = field.trim().to_lowercase();
        match field.as_str() {
            "path" => add(Condition::Path(value.clone())),
            "date" => match crate::plan::date_days(value) {
                Some((from, to)) => add(Condition::Days { from, to }),
                // a date that is none: no document has it
                None => add(Condition::Days { from: 1, to: 0 }),
            },
            _ => add(Condition::Value { field, value: folded(value) }),
        }
    }
    if parts.is_empty() {
        return;
    }
    let blank = request.text.trim().is_empty();
    match plan.root.take() {
        Some(Node::None) | None if blank => {}
        root => parts.insert(0, root.unwrap_or(Node::None)),
    }
    plan.root = Some(Node::And(parts));
}

/// Searches.
///
/// # Errors
/// When the index cannot be read; [`Error::Strict`] when that was asked for.
pub fn search<'r>(scope: impl Into<Scope<'r>>, request: &Request) -> Result<Response> {
    let mut asked = Asked::new(scope, request)?;
    let found = asked.find()?;
    let mut response = without_hits(&mut asked, &found, request)?;
    let limit = request.limit.unwrap_or(usize::MAX);
    if limit == 0 || response.total == 0 {
        return Ok(response);
    }
    let ranking = Ranking::new(&asked.view, &asked.plan, &asked.langs, request.weights)?;
    let folded = page_of(&asked, &ranking, &found, request)?;
    let page: Vec<Ranked> = folded.iter().map(|folded| folded.hit).collect();
    response.hits = hits(&asked, request, request.offset, folded)?;
    if request.explain && request.sort == Sort::Score {
        explain(&asked, &ranking, &found, request, &page, &mut response.hits)?;
    }
    Ok(response)
}

/// Hits that are made at a time when they are handed on one by one.
const AT_A_TIME: usize = 128;

/// Hands on the hits of a [`search`] one by one, without holding all of them, until there is none left, time runs
/// out or `each` breaks off. What is returned has no hits; no score is explained.
///
/// # Errors
/// As [`search`].
pub fn each_hit<'r>(
    scope: impl Into<Scope<'r>>,
    request: &Request,
    each: &mut dyn FnMut(Hit) -> ControlFlow<()>,
) -> Result<Response> {
    let mut asked = Asked::new(scope, request)?;
    let found = asked.find()?;
    let mut response = without_hits(&mut asked, &found, request)?;
    if request.limit == Some(0) || response.total == 0 {
        return Ok(response);
    }
    let mut folded = {
        let ranking = Ranking::new(&asked.view, &asked.plan, &asked.langs, request.weights)?;
        page_of(&asked, &ranking, &found, request)?.into_iter()
    };
    let mut before = request.offset;
    while folded.len() > 0 {
        if asked.is_late() {
            response.query.notes.append(&mut asked.notes);
            break;
        }
        let part: Vec<Folded> = folded.by_ref().take(AT_A_TIME).collect();
        let made = part.len();
        for hit in hits(&asked, request, before, part)? {
            if each(hit).is_break() {
                return Ok(response);
            }
        }
        before += made;
    }
    Ok(response)
}

/// The answer but for its hits: how the query was read, how many documents match, facets, suggestions.
fn without_hits(asked: &mut Asked<'_>, found: &Found, request: &Request) -> Result<Response> {
    let total: u64 = found.iter().map(|docs| docs.len() as u64).sum();
    let mut response = Response {
        query: Query {
            text: request.text.clone(),
            read_as: asked.expr.to_string(),
            notes: std::mem::take(&mut asked.notes),
        },
        total,
        ..Response::default()
    };
    if !request.facets.is_empty() {
        let mut facets = Facets::new(&request.facets);
        for (segment, docs) in asked.view.segments.iter().zip(found) {
            facets.add(segment, docs)?;
        }
        response.facets = facets.finish(request.facet_values);
    }
    suggest::explain_absence(asked, request, total, &mut response);
    Ok(response)
}

/// The hits that were asked for, in order.
fn page_of(
    asked: &Asked<'_>,
    ranking: &Ranking<'_>,
    found: &Found,
    request: &Request,
) -> Result<Vec<Folded>> {
    let limit = request.limit.unwrap_or(usize::MAX);
    let wanted = request.offset.saturating_add(limit);
    let ranked = ranked_and_folded(asked, ranking, found, request, wanted)?;
    Ok(ranked.into_iter().skip(request.offset).take(limit).collect())
}

/// So many hits more than a page has are put in order, for what is folded.
const SPARE: usize = 4;

/// The first `wanted` hits in order, copies and versions folded into the best of them where that is asked
/// for.
fn ranked_and_folded(
    asked: &Asked<'_>,
    ranking: &Ranking<'_>,
    found: &Found,
    request: &Request,
    wanted: usize,
) -> Result<Vec<Folded>> {
    let index = asked.view.index;
    let folds = request.fold.unwrap_or(request.limit.is_some() && request.sort == Sort::Score);
    if !folds || index.duplicates().is_empty() {
        let ranked = rank(asked, ranking, found, request.sort, wanted)?;
        return Ok(ranked.into_iter().map(Folded::alone).collect());
    }
    let total: usize = found.iter().map(Vec::len).sum();
    let mut looked = wanted.saturating_add(SPARE);
    loop {
        let ranked = rank(asked, ranking, found, request.sort, looked)?;
        let folded = fold(&asked.view, found, &ranked, wanted)?;
        if folded.len() >= wanted || looked >= total {
            return Ok(folded);
        }
        // so many copies that the page is not full yet
        looked = looked.saturating_mul(4).max(ranking.depth());
    }
}

/// The documents in order, the first `wanted` of them.
fn rank(
    asked: &Asked<'_>,
    ranking: &Ranking<'_>,
    found: &Found,
    sort: Sort,
    wanted: usize,
) -> Result<Vec<Ranked>> {
    if wanted == 0 {
        return Ok(Vec::new());
    }
    match sort {
        Sort::Score => ranked(asked, ranking, found, wanted),
        Sort::Path => Ok(in_order(&asked.view, found, wanted, &|_, _| 0.0)),
        Sort::Date | Sort::DateDown => {
            let sign = if sort == Sort::Date { -1.0 } else { 1.0 };
            // a document without a date comes last in both directions
            let number = |segment: &Segment<'_>, doc| match segment.days(doc) {
                Some((first, _)) => sign * first as f64,
                None => f64::NEG_INFINITY,
            };
            Ok(in_order(&asked.view, found, wanted, &number))
        }
    }
}

/// The first `wanted` documents by a number, the highest first, then by path. They have no score.
fn in_order(
    view: &View<'_>,
    found: &Found,
    wanted: usize,
    number: &dyn Fn(&Segment<'_>, DocId) -> f64,
) -> Vec<Ranked> {
    let mut all: Vec<Ranked> = Vec::with_capacity(found.iter().map(Vec::len).sum());
    for (segment, docs) in view.segments.iter().zip(found) {
        all.extend(docs.iter().map(|&doc| Ranked {
            score: number(segment, doc),
            address: Address { segment: segment.number, doc },
        }));
    }
    let mut ranked = best(view, all, wanted);
    for ranked in &mut ranked {
        ranked.score = 0.0;
    }
    ranked
}

/// The best `most` by the first step, in any order if those are what the second step looks at.
fn first_ranked(asked: &Asked<'_>, ranking: &Ranking<'_>, found: &Found, most: usize) -> Result<Vec<Ranked>> {
    let view = &asked.view;
    let mut all: Vec<Ranked> = Vec::with_capacity(found.iter().map(Vec::len).sum());
    for (segment, docs) in view.segments.iter().zip(found) {
        let scores = ranking.first_step(segment, docs, most)?;
        all.extend(docs.iter().zip(scores).map(|(&doc, score)| Ranked {
            score: score.into(),
            address: Address { segment: segment.number, doc },
        }));
    }
    let all = rounded(all, most);
    Ok(if most > ranking.depth() { best(view, all, most) } else { chosen(view, all, most) })
}

/// The scores of all documents that match by the first step, those of the best `most` whole.
pub(crate) fn first_scores(asked: &mut Asked<'_>, weights: Weights, most: usize) -> Result<Vec<f64>> {
    let found = asked.find()?;
    let ranking = Ranking::new(&asked.view, &asked.plan, &asked.langs, weights)?;
    let mut all = Vec::with_capacity(found.iter().map(Vec::len).sum());
    for (segment, docs) in asked.view.segments.iter().zip(&found) {
        all.extend(ranking.first_step(segment, docs, most)?.into_iter().map(f64::from));
    }
    Ok(all)
}

/// The best `wanted` by both steps, in order.
fn ranked(asked: &Asked<'_>, ranking: &Ranking<'_>, found: &Found, wanted: usize) -> Result<Vec<Ranked>> {
    let mut ranked = first_ranked(asked, ranking, found, wanted.max(ranking.depth()))?;
    let rest = ranked.split_off(ranked.len().min(ranking.depth()));
    let first = wanted.min(ranked.len());
    ranking.second_step(&mut ranked, first)?;
    let mut ranked = best(&asked.view, rounded(ranked, first), first);
    ranked.extend(rest);
    ranked.truncate(wanted);
    Ok(ranked)
}

/// Rounds scores as they are compared, of those documents that can be among the best `most`: rounding is dear
/// beside what it rounds.
fn rounded(mut all: Vec<Ranked>, most: usize) -> Vec<Ranked> {
    if all.len() > most {
        let mut scores: Vec<f64> = all.iter().map(|ranked| ranked.score).collect();
        let (_, edge, _) = scores.select_nth_unstable_by(most - 1, |a, b| b.total_cmp(a));
        // what might round to the same stays
        let bar = *edge - edge.abs() * 1e-4;
        all.retain(|ranked| ranked.score >= bar);
    }
    for ranked in &mut all {
        ranked.score = five_digits(ranked.score);
    }
    all
}

/// How long the places of the words may be looked for in a page of hits, where all time went by while these were found.
const TO_SHOW: Duration = Duration::from_secs(1);

/// Fetches the documents of a page, with their snippets; `before` is how many hits come before the page.
fn hits(asked: &Asked<'_>, request: &Request, before: usize, folded: Vec<Folded>) -> Result<Vec<Hit>> {
    let page: Vec<Ranked> = folded.iter().map(|folded| folded.hit).collect();
    let weights = if request.snippets == 0 { Vec::new() } else { asked.leaf_weights() };
    let size = Size { chars: request.snippet_chars.clamp(20, 100_000), context: request.context };
    let mut made: Vec<Option<(Stored, Vec<Snippet>)>> = Vec::new();
    made.resize_with(page.len(), || None);
    let mut places: std::collections::HashMap<Address, usize> = std::collections::HashMap::new();
    for (at, ranked) in page.iter().enumerate() {
        places.insert(ranked.address, at);
    }
    let mut show = |address: Address, matches: &[Match]| {
        let stored = asked.view.stored(address)?;
        let shown = match request.snippets {
            0 => Vec::new(),
            count => snippets(&stored, matches, &asked.plan, &weights, count, size)?,
        };
        if let Some(&at) = places.get(&address) {
            made[at] = Some((stored, shown));
        }
        Ok(())
    };
    if request.snippets == 0 {
        // nothing shows where the words stand
        for ranked in &page {
            show(ranked.address, &[])?;
        }
    } else {
        let clock = asked.clock.with_at_least(TO_SHOW);
        asked.each_match_until(&clock, page.iter().map(|ranked| ranked.address).collect(), &mut show)?;
    }
    let mut hits = Vec::with_capacity(page.len());
    for (at, ((ranked, made), folded)) in page.iter().zip(made).zip(folded).enumerate() {
        let Some((stored, shown)) = made else { continue };
        let first = shown.first().cloned().unwrap_or_default();
        hits.push(Hit {
            rank: before + at + 1,
            score: ranked.score,
            doc: stored.id,
            path: stored.path,
            title: stored.title.unwrap_or_default(),
            date: stored.date.map(|date| date.to_string()),
            section: first.section,
            snippet: first.snippet,
            highlights: first.highlights,
            source: first.source,
            fields: Fields(stored.fields),
            record_id: stored.record_id,
            snippets: if request.snippets > 1 { shown } else { Vec::new() },
            also: folded.also,
            explain: Vec::new(),
        });
    }
    Ok(hits)
}

/// Adds to each hit of the page what its score is made of.
fn explain(
    asked: &Asked<'_>,
    ranking: &Ranking<'_>,
    found: &Found,
    request: &Request,
    page: &[Ranked],
    hits: &mut [Hit],
) -> Result<()> {
    // runs are weighed among the documents of the second step, so all of them are looked at again
    let most = ranking.depth().max(request.offset + page.len());
    let ranked = first_ranked(asked, ranking, found, most)?;
    let parts = ranking.explain(&ranked, ranking.depth())?;
    for (hit, shown) in hits.iter_mut().zip(page) {
        if let Some(at) = ranked.iter().position(|ranked| ranked.address == shown.address) {
            hit.explain.clone_from(&parts[at]);
        }
    }
    Ok(())
}

/// Counts documents and matches, all of them.
///
/// # Errors
/// As [`search`].
pub fn count<'r>(scope: impl Into<Scope<'r>>, request: &Request) -> Result<Count> {
    let mut asked = Asked::new(scope, request)?;
    let mut count = Count::default();
    let mut spans = Vec::new();
    let mut late = false;
    for segment in &asked.view.segments {
        if late {
            break;
        }
        let mut matcher = asked.matcher(segment, true)?;
        let mut doc = matcher.seek(0)?;
        while doc != TERMINATED {
            matcher.matches(doc, &mut spans)?;
            count.documents += 1;
            count.matches += spans.len() as u64;
            doc = matcher.seek(doc + 1)?;
        }
        late = matcher.is_late();
    }
    if late {
        asked.note_late();
    }
    count.notes = std::mem::take(&mut asked.notes);
    Ok(count)
}

/// The query of a request with the words that its best hits share, where `expand` asks for them.
///
/// # Errors
/// As [`search`].
pub fn widen<'r>(scope: impl Into<Scope<'r>>, request: &Request) -> Result<Query> {
    Ok(Asked::new(scope, request)?.into_query(request))
}

/// All matches in one document, as bytes of its text, in order and without overlaps: what a reader of the
/// whole document sees highlighted.
///
/// # Errors
/// As [`search`]; [`Error::NoDocument`] when the index holds no document of this id.
pub fn highlights<'r>(scope: impl Into<Scope<'r>>, request: &Request, id: &str) -> Result<Vec<TextRange>> {
    let scope = scope.into();
    let asked = Asked::new(scope, request)?;
    let address = scope.reader.find(id)?.ok_or_else(|| Error::NoDocument { id: id.to_owned() })?;
    let address = Address { segment: address.segment_ord, doc: address.doc_id };
    let mut out = Vec::new();
    asked.each_match(vec![address], &mut |address, matches| {
        let stored = asked.view.stored(address)?;
        crate::concordance::each_passage(&stored, matches, &asked.plan, &mut |_, analyzed| {
            for (mark, _) in &analyzed.marks {
                out.push(TextRange::new(analyzed.base + mark.start, analyzed.base + mark.end));
            }
            Ok(())
        })
    })?;
    Ok(out)
}
