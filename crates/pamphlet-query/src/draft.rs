//! A query said so that another engine can look for its documents: terms in fields, rows of terms, days, and how much
//! each term counts in the first step of the ranking.
//!
//! What is drafted never leaves out a document that matches. Where it may let in others, it says so, and whoever
//! fetched the documents has the query decided on them ([`Scope`]).

use crate::collection::{Collection, Field, Scope};
use crate::error::Result;
use crate::hit::Query;
use crate::langs::Langs;
use crate::plan::{Condition, Plan, TermSet};
use crate::ranking::Ranking;
use crate::request::Request;
use crate::search::{Asked, first_scores};
use crate::spans::{Alternative, Node};
use pamphlet_index::Reader;
use pamphlet_index::analyzer::Lang;
use pamphlet_index::schema::{BLOCK_GAP, VALUE, WORD};

/// Rows of more alternatives at a place are asked for by their words alone.
const MOST_AT_A_PLACE: usize = 128;

/// Documents, said in terms that stand in fields.
#[derive(Clone, Debug, PartialEq)]
pub enum Wanted {
    /// Every document.
    All,
    /// No document.
    Nothing,
    /// One of the terms stands in one of the fields; in documents of these languages only, where some are named (see
    /// [`Lang::code`]).
    Terms {
        /// Where.
        fields: Vec<Field>,
        /// One of these; none is no document.
        terms: Vec<String>,
        /// `None`: in documents of any language.
        langs: Option<Vec<&'static str>>,
    },
    /// One of the terms of each place, in this order, in the content or in the page chrome, with at most so many words
    /// between them in all.
    Row {
        /// For each place, its terms.
        places: Vec<Vec<String>>,
        /// Words between.
        between: u32,
    },
    /// A term of [`Field::Meta`] starts so.
    Starts(String),
    /// The date can be one of these days (inclusive, days since 1970).
    Days {
        /// The first.
        from: i64,
        /// The last.
        to: i64,
    },
    /// The path is like this, in ASCII letters of any case: `*` is any run of characters, `?` one.
    Path(String),
    /// All of them.
    And(Vec<Wanted>),
    /// One of them.
    Or(Vec<Wanted>),
    /// Not this.
    Not(Box<Wanted>),
}

/// A term that counts for the order of hits.
#[derive(Clone, Debug, PartialEq)]
pub struct Counts {
    /// Where it stands.
    pub field: Field,
    /// The term.
    pub term: String,
    /// What it adds to a score at most: BM25 with `k1 + 1` and the rarity in it, so that a document adds
    /// `weight * f / (f + k1 * (1 - b + b * length / average))`.
    pub weight: f32,
}

/// A query, drafted for another engine.
#[derive(Clone, Debug)]
pub struct Draft {
    /// Which documents to look for.
    pub wanted: Wanted,
    /// Whether these are the documents that match, and no others.
    pub exact: bool,
    /// What the first step of the ranking is a sum of.
    pub counts: Vec<Counts>,
    /// Whether that is all of the first step: a pattern counts for all of its words together, and is left out.
    pub ranked: bool,
    /// So many of the best of the first step are looked at by the second.
    pub depth: usize,
    /// How the query was read.
    pub query: Query,
}

/// BM25's `k1` and `b` in the first step.
pub const BM25: (f32, f32) = (crate::ranking::K1, crate::ranking::B);

/// Drafts a request with what is known of a collection. That a query is not clear is no error here, and `expand` is not
/// followed.
///
/// # Errors
/// When there is no memory.
pub fn draft(collection: &dyn Collection, request: &Request) -> Result<Draft> {
    let nothing = Reader::in_memory::<pamphlet_document::Document>(&[])?;
    let plain = Request { strict: false, expand: false, ..request.clone() };
    let asked = Asked::new(Scope::of(&nothing, collection), &plain)?;
    let (wanted, exact) = Drafting { plan: &asked.plan, part: false }.node(asked.plan.root());
    let ranking = Ranking::new(&asked.view, &asked.plan, &asked.langs, request.weights)?;
    let mut counts = Vec::with_capacity(ranking.components.len());
    for component in &ranking.components {
        if let Some(term) = &component.term {
            counts.push(Counts { field: component.field, term: term.clone(), weight: component.weight });
        }
    }
    // what a page of hits will ask for is asked for now
    asked.leaf_weights();
    let (depth, ranked) = (ranking.depth(), asked.plan.patterns.is_empty());
    drop(ranking);
    Ok(Draft { wanted, exact, counts, ranked, depth, query: asked.into_query(&plain) })
}

/// The score by the first step of the document that comes `place`th (from 1) among those that match; `None` where there
/// are fewer.
///
/// # Errors
/// As [`search`](crate::search()).
pub fn first_step_at<'r>(
    scope: impl Into<Scope<'r>>,
    request: &Request,
    place: usize,
) -> Result<Option<f64>> {
    let mut asked = Asked::new(scope, &Request { expand: false, ..request.clone() })?;
    let mut scores = first_scores(&mut asked, request.weights, place)?;
    if place == 0 || scores.len() < place {
        return Ok(None);
    }
    let (_, score, _) = scores.select_nth_unstable_by(place - 1, |a, b| b.total_cmp(a));
    Ok(Some(*score))
}

struct Drafting<'p> {
    plan: &'p Plan,
    /// Within a sentence, or near something: what is not there may stand elsewhere in the document.
    part: bool,
}

impl Drafting<'_> {
    /// A node's documents, and whether they are no others.
    fn node(&self, node: &Node) -> (Wanted, bool) {
        match node {
            _ if node.is_always() => (Wanted::All, true),
            Node::All | Node::None => (Wanted::Nothing, true),
            Node::Leaf(leaf) => {
                let alternatives = &self.plan.leaves[*leaf].alternatives;
                any(alternatives.iter().map(|alternative| self.alternative(alternative)).collect())
            }
            Node::Condition(condition) => condition_of(&self.plan.conditions[*condition]),
            Node::Not(_) if self.part => (Wanted::All, false),
            Node::Not(part) => match self.node(part) {
                (Wanted::All, true) => (Wanted::Nothing, true),
                (Wanted::Nothing, true) => (Wanted::All, true),
                (wanted, true) => (Wanted::Not(Box::new(wanted)), true),
                // what the part lets in beyond its documents must not be kept out
                _ => (Wanted::All, false),
            },
            Node::Unit(_, part) => (self.inside().node(part).0, false),
            Node::Near(items, steps) => {
                if let ([Node::Leaf(left), Node::Leaf(right)], [step]) = (&items[..], &steps[..])
                    && step.words < BLOCK_GAP
                    && let (Some(left), Some(right)) = (self.word(*left), self.word(*right))
                {
                    let row = |places: [&Vec<String>; 2]| Wanted::Row {
                        places: places.map(Clone::clone).into(),
                        between: step.words,
                    };
                    let mut rows = vec![row([&left, &right])];
                    if !step.ordered {
                        rows.push(row([&right, &left]));
                    }
                    return (one_or(rows), true);
                }
                let inside = self.inside();
                (all(items.iter().map(|item| inside.node(item)).collect()).0, false)
            }
            Node::And(parts) => all(parts.iter().map(|part| self.node(part)).collect()),
            Node::Or(parts) => any(parts.iter().map(|part| self.node(part)).collect()),
        }
    }

    fn inside(&self) -> Drafting<'_> {
        Drafting { part: true, ..*self }
    }

    /// The terms of a leaf that is one word of any language.
    fn word(&self, leaf: usize) -> Option<Vec<String>> {
        let mut terms = Vec::new();
        for alternative in &self.plan.leaves[leaf].alternatives {
            let ([Some(set)], []) = (&alternative.slots[..], &alternative.also[..]) else { return None };
            let set = &self.plan.sets[*set];
            if !set.langs.is_empty() {
                return None;
            }
            terms.extend_from_slice(&set.terms);
        }
        (terms.len() <= MOST_AT_A_PLACE).then_some(terms)
    }

    fn alternative(&self, alternative: &Alternative) -> (Wanted, bool) {
        let sets = &self.plan.sets;
        if let ([Some(set)], []) = (&alternative.slots[..], &alternative.also[..]) {
            return (terms_of(&sets[*set]), true);
        }
        let small = |set: &usize| sets[*set].langs.is_empty() && sets[*set].terms.len() <= MOST_AT_A_PLACE;
        let whole = alternative.also.is_empty() && alternative.slots.iter().all(Option::is_some);
        let sloppy = alternative.slop > 0 && alternative.slots.len() > 2 || alternative.slop >= BLOCK_GAP;
        if whole && !sloppy && alternative.slots.iter().flatten().all(small) {
            let places: Vec<Vec<String>> =
                alternative.slots.iter().flatten().map(|&set| sets[set].terms.clone()).collect();
            if places.iter().any(Vec::is_empty) {
                return (Wanted::Nothing, true);
            }
            return (Wanted::Row { places, between: alternative.slop }, true);
        }
        let parts = alternative.sets().map(|set| (terms_of(&sets[set]), true)).collect();
        (all(parts).0, false)
    }
}

/// The documents that have a term of a set in their text.
fn terms_of(set: &TermSet) -> Wanted {
    let mut by_langs: Vec<(Langs, Vec<String>)> = Vec::new();
    for (at, term) in set.terms.iter().enumerate() {
        let langs = set.langs.get(at).copied().unwrap_or(Langs::ALL);
        match by_langs.iter_mut().find(|(known, _)| *known == langs) {
            Some((_, terms)) => terms.push(term.clone()),
            None => by_langs.push((langs, vec![term.clone()])),
        }
    }
    let of = |(langs, terms): (Langs, Vec<String>)| Wanted::Terms {
        fields: vec![Field::Body, Field::Chrome],
        terms,
        langs: (langs != Langs::ALL).then(|| langs.list().map(Lang::code).collect()),
    };
    one_or(by_langs.into_iter().map(of).collect())
}

fn condition_of(condition: &Condition) -> (Wanted, bool) {
    let meta = |terms: Vec<String>| Wanted::Terms { fields: vec![Field::Meta], terms, langs: None };
    match condition {
        Condition::Words { field, slots, row } => {
            let slot = |slot: &Vec<String>| {
                let wanted = match field.as_str() {
                    "title" => Wanted::Terms { fields: vec![Field::Title], terms: slot.clone(), langs: None },
                    _ => meta(slot.iter().map(|term| format!("{field}{WORD}{term}")).collect()),
                };
                (wanted, true)
            };
            let (wanted, exact) = all(slots.iter().map(slot).collect());
            (wanted, exact && !row)
        }
        Condition::Value { field, value } => (meta(vec![format!("{field}{VALUE}{value}")]), true),
        Condition::Any { field } => (Wanted::Starts(format!("{field}{VALUE}")), true),
        Condition::Values { field, .. } => (Wanted::Starts(format!("{field}{VALUE}")), false),
        Condition::Days { from, to } => (Wanted::Days { from: *from, to: *to }, true),
        Condition::Path(glob) => (Wanted::Path(path_like(glob)), false),
        Condition::Except(_) => (Wanted::All, false),
    }
}

/// A glob as a pattern that lets through no fewer paths.
fn path_like(glob: &str) -> String {
    let mut out = String::from("*");
    for c in glob.chars() {
        match c {
            // letters beyond ASCII have other forms, of other lengths
            c if c == '*' || c == '\\' || !c.is_ascii() => {
                if !out.ends_with('*') {
                    out.push('*');
                }
            }
            c => out.push(c),
        }
    }
    if !glob.contains(['*', '?']) && !out.ends_with('*') {
        out.push('*');
    }
    out
}

fn one_or(mut parts: Vec<Wanted>) -> Wanted {
    match parts.len() {
        0 => Wanted::Nothing,
        1 => parts.swap_remove(0),
        _ => Wanted::Or(parts),
    }
}

fn all(parts: Vec<(Wanted, bool)>) -> (Wanted, bool) {
    if parts.iter().any(|(wanted, _)| *wanted == Wanted::Nothing) {
        return (Wanted::Nothing, true);
    }
    let exact = parts.iter().all(|(_, exact)| *exact);
    let mut wanted: Vec<Wanted> =
        parts.into_iter().map(|(wanted, _)| wanted).filter(|wanted| *wanted != Wanted::All).collect();
    match wanted.len() {
        0 => (Wanted::All, exact),
        1 => (wanted.swap_remove(0), exact),
        _ => (Wanted::And(wanted), exact),
    }
}

fn any(parts: Vec<(Wanted, bool)>) -> (Wanted, bool) {
    let exact = parts.iter().all(|(_, exact)| *exact);
    if parts.iter().any(|(wanted, _)| *wanted == Wanted::All) {
        return (Wanted::All, exact);
    }
    let wanted = parts.into_iter().map(|(wanted, _)| wanted).filter(|wanted| *wanted != Wanted::Nothing);
    (one_or(wanted.collect()), exact)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_like_a_path() {
        let check = |glob: &str, expected: &str| assert_eq!(path_like(glob), expected, "{glob}");
        check("league", "*league*");
        check("*.txt", "*.txt");
        check("corpus/**", "*corpus/*");
        check("é?.txt", "*?.txt");
    }

    #[test]
    fn what_is_not_sure_is_not_kept_out() {
        let word = |word: &str| Wanted::Terms {
            fields: vec![Field::Body],
            terms: vec![word.to_owned()],
            langs: None,
        };
        assert_eq!(all(vec![(word("a"), true), (Wanted::All, false)]), (word("a"), false));
        assert_eq!(any(vec![(word("a"), true), (Wanted::All, false)]), (Wanted::All, false));
        assert_eq!(all(vec![(word("a"), false), (Wanted::Nothing, true)]), (Wanted::Nothing, true));
        assert_eq!(any(vec![(word("a"), true), (Wanted::Nothing, true)]), (word("a"), true));
    }
}
