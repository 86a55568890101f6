//! A query with its words resolved against an index: what the span engine and the ranking work on.
//!
//! Every atom becomes a leaf (words in the text, made of sets of terms: [`words`], [`patterns`]) or a condition
//! on the document as a whole (fields, dates, paths: [`fields`]). Nothing here reads postings.

mod deadline;
mod fields;
mod known;
mod near;
mod patterns;
mod words;

pub(crate) use fields::{date_days, in_range};
pub(crate) use patterns::short;

use crate::ast::{Expr, Range, Step};
use crate::expand::{Lexicon, Pattern};
use crate::langs::Langs;
use crate::note::{Note, NoteKind};
use crate::spans::{Leaf, Node};
use crate::view::Held;
use deadline::Deadline;
use known::Known;
use pamphlet_index::analyzer::{Lang, Stems};
use std::collections::BTreeSet;
use std::hash::{Hash, Hasher};
use std::sync::Arc;
use std::time::Instant;

/// Terms that are one word to the query.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct TermSet {
    /// As they stand in the index; the exact form first where there is one.
    pub terms: Vec<String>,
    /// In documents of which languages each term counts; where there is none, in all.
    pub langs: Vec<Langs>,
    /// How many of the terms, from the front, are the form that was typed: 0 for patterns, else 1.
    pub exact: usize,
    /// As it was typed.
    pub typed: String,
    /// Where the terms stand in the index, once they were looked up.
    pub held: Held,
}

impl Hash for TermSet {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (&self.terms, &self.typed).hash(state);
    }
}

/// A condition on a document as a whole.
#[derive(Clone, Debug, PartialEq, Hash)]
pub(crate) enum Condition {
    /// Words of the title or of a field's values: one of each slot's terms.
    Words {
        field: String,
        slots: Vec<Vec<String>>,
        /// They stand in a row.
        row: bool,
    },
    /// A field has exactly this value (folded).
    Value { field: String, value: String },
    /// A field has a value.
    Any { field: String },
    /// A field has a value in the range.
    Values { field: String, range: Range },
    /// The date can be one of these days (inclusive, days since 1970).
    Days { from: i64, to: i64 },
    /// The path matches a glob.
    Path(String),
    /// The document's id is none of these.
    Except(Arc<BTreeSet<u64>>),
}

/// A word that counts for the order of hits.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Scored {
    /// Its exact form.
    pub term: String,
    /// Its other forms that match, too.
    pub light: Vec<String>,
    /// How much it counts.
    pub boost: f32,
}

/// A pattern that counts for the order of hits.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ScoredPattern {
    pub set: usize,
    pub boost: f32,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Plan {
    pub root: Option<Node>,
    pub leaves: Vec<Leaf>,
    pub sets: Vec<TermSet>,
    pub conditions: Vec<Condition>,
    /// Distinct words that may match, for the order.
    pub words: Vec<Scored>,
    /// The words in the order of the query, by their place in `words`: what a run is made of.
    pub sequence: Vec<usize>,
    pub patterns: Vec<ScoredPattern>,
    /// A few words that all must match, as against a text that was pasted as a query.
    pub short: bool,
    pub notes: Vec<Note>,
}

impl Plan {
    /// The root, or nothing.
    pub fn root(&self) -> &Node {
        self.root.as_ref().unwrap_or(&Node::None)
    }
}

/// How words are resolved.
pub(crate) struct Setting<'a> {
    pub lexicon: &'a dyn Lexicon,
    /// The query's text, for the places of notes.
    pub text: &'a str,
    /// The languages of the index, most frequent first. The first one is the query's.
    pub langs: &'a [Lang],
    /// Words side by side are alternatives: the text of a query is taken as natural language.
    pub any: bool,
    /// Words without quotes also match words of the same stem.
    pub stem_full: bool,
    /// When to stop looking words up.
    pub until: Option<Instant>,
}

/// Resolves `expr`.
pub(crate) fn plan(expr: &Expr, setting: &Setting<'_>) -> Plan {
    let lexicon = Deadline::new(setting.lexicon, setting.until);
    let mut planner = Planner {
        setting,
        lexicon: &lexicon,
        plan: Plan::default(),
        field: None,
        boost: 1.0,
        negated: false,
        expanded: 0,
        growth: near::MOST_GROWTH,
        known: Known::default(),
        stems: Stems::default(),
    };
    let root = planner.node(expr);
    planner.plan.root = Some(root);
    if planner.lexicon.is_late() {
        let message = "time ran out while words were looked up: not all forms are searched".to_owned();
        planner.plan.notes.push(Note { kind: NoteKind::Late, place: 0..0, message });
    }
    planner.plan.short = !setting.any && planner.plan.words.len() <= MOST_SHORT;
    planner.plan
}

struct Planner<'a> {
    setting: &'a Setting<'a>,
    /// The words of the index, as long as there is time.
    lexicon: &'a Deadline<'a>,
    plan: Plan,
    field: Option<String>,
    boost: f32,
    negated: bool,
    /// What the patterns so far cost, in prefixes.
    expanded: usize,
    /// By how many nodes chains of NEAR may still grow.
    growth: usize,
    known: Known,
    stems: Stems,
}

/// A query of more words is no short one.
const MOST_SHORT: usize = 8;

/// Notes beyond that many are not kept.
const MOST_NOTES: usize = 20;

impl Planner<'_> {
    /// Notes something about `typed`, at its place in the query.
    fn note(&mut self, kind: NoteKind, typed: &str, message: String) {
        if self.plan.notes.len() >= MOST_NOTES {
            return;
        }
        let place = self.setting.text.find(typed).map_or(0..0, |at| at..at + typed.len());
        let note = Note { kind, place, message };
        if !self.plan.notes.contains(&note) {
            self.plan.notes.push(note);
        }
    }

    fn node(&mut self, expr: &Expr) -> Node {
        match expr {
            Expr::Everything => match &self.field {
                Some(field) if field == "date" => {
                    self.condition(Condition::Days { from: i64::MIN, to: i64::MAX })
                }
                Some(field) => {
                    let field = field.clone();
                    self.condition(Condition::Any { field })
                }
                None => Node::All,
            },
            Expr::Nothing => Node::None,
            Expr::Set(name, inner) => self.named_set(name, inner),
            Expr::Word(word) => match self.field.clone() {
                Some(field) => self.field_word(&field, word),
                None => self.word(word),
            },
            Expr::Phrase(phrase) => match self.field.clone() {
                Some(field) => self.field_words(&field, &phrase.text, true, true),
                None => self.phrase(&phrase.text, phrase.slop),
            },
            Expr::Regex(pattern) => self.regex(pattern),
            Expr::Range(range) => self.range(range),
            Expr::Field(name, value) => {
                let outer = self.field.replace(name.clone());
                let node = self.node(value);
                self.field = outer;
                node
            }
            Expr::Unit(unit, inner) => {
                let inner = self.node(inner);
                match self.field {
                    Some(_) => inner,
                    None => Node::Unit(*unit, Box::new(inner)),
                }
            }
            Expr::Near(items, steps) => self.near(items, steps),
            Expr::Boost(inner, by) => {
                let outer = self.boost;
                self.boost *= by;
                let node = self.node(inner);
                self.boost = outer;
                node
            }
            Expr::Not(inner) => {
                // what is negated twice is asked for
                let outer = self.negated;
                self.negated = !outer;
                let node = self.node(inner);
                self.negated = outer;
                Node::Not(Box::new(node))
            }
            Expr::And(parts) => Node::And(self.parts(parts)),
            Expr::Or(parts) => Node::Or(self.parts(parts)),
        }
    }

    fn regex(&mut self, pattern: &str) -> Node {
        let typed = format!("/{pattern}/");
        // to make it ready is dear beside all else of a plan
        if self.field.is_none()
            && let Some(set) = self.known_pattern(&typed)
        {
            return self.pattern_leaf(set);
        }
        match (self.field.clone(), crate::expand::regex(pattern)) {
            (None, Ok(regex)) => {
                let set = self.pattern(&typed, &Pattern::Regex(regex));
                self.pattern_leaf(set)
            }
            (Some(field), Ok(regex)) => self.field_pattern(&field, &Pattern::Regex(regex), pattern),
            (_, Err(_)) => Node::None,
        }
    }

    /// A chain of items.
    fn near(&mut self, items: &[Expr], steps: &[Step]) -> Node {
        let nodes: Vec<Node> = items.iter().map(|item| self.node(item)).collect();
        if self.field.is_some() {
            return Node::And(nodes);
        }
        for (item, _) in items.iter().zip(&nodes).filter(|(_, node)| near::is_condition(node)) {
            let typed = item.to_string();
            let message = format!("'{}' has no place in a text: it is asked of the document", short(&typed));
            self.note(NoteKind::ReadAs, &typed, message);
        }
        let (node, fits) = near::chain(nodes, steps, &mut self.growth);
        if !fits {
            let message =
                "too many combinations of what is in brackets beside NEAR: brackets are near as a whole";
            self.note(NoteKind::Limit, "", message.to_owned());
        }
        node
    }

    fn condition(&mut self, condition: Condition) -> Node {
        Node::Condition(self.known.conditions.of(condition, &mut self.plan.conditions))
    }

    fn leaf(&mut self, leaf: Leaf) -> Node {
        Node::Leaf(self.known.leaves.of(leaf, &mut self.plan.leaves))
    }

    fn set(&mut self, set: TermSet) -> usize {
        self.known.sets.of(set, &mut self.plan.sets)
    }

    /// All parts of a conjunction or disjunction, a word or a set that comes again only once.
    fn parts(&mut self, parts: &[Expr]) -> Vec<Node> {
        let mut seen = BTreeSet::new();
        let mut sets = BTreeSet::new();
        let parts = parts.iter().filter(|part| !matches!(part, Expr::Set(name, _) if !sets.insert(name)));
        let mut nodes: Vec<Node> = parts.map(|part| self.node(part)).collect();
        nodes.retain(|node| match node {
            Node::Leaf(leaf) => seen.insert((0, *leaf)),
            Node::Condition(condition) => seen.insert((1, *condition)),
            _ => true,
        });
        nodes
    }
}
