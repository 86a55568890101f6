//! For words that no document holds: similar ones that some do. For a search that finds nothing: which word, or which
//! value of a field, emptied it.

use crate::expand::{Lexicon, Pattern, distance};
use crate::hit::Response;
use crate::note::{Note, NoteKind};
use crate::plan::{Condition, Plan, short};
use crate::request::Request;
use crate::search::Asked;
use crate::spans::Node;
use crate::view::{Field, View};
use pamphlet_index::schema::{VALUE, WORD};
use std::collections::BTreeSet;

/// Words looked up for suggestions, in one query.
const MOST_WORDS: usize = 5;
/// Suggestions for one word.
const MOST_SUGGESTIONS: usize = 3;
/// The words of a field are told where all of them take so many bytes or fewer: a line.
const LINE: usize = 80;

/// Adds notes and suggestions about words that no document holds.
pub(crate) fn explain_absence(asked: &Asked<'_>, request: &Request, total: u64, response: &mut Response) {
    if request.any && total > 0 {
        return;
    }
    let wanted = Wanted::of(asked.plan.root());
    let wanted_sets = wanted.sets(&asked.plan);
    let mut absent = Vec::new();
    for set in wanted_sets.into_iter().map(|at| &asked.plan.sets[at]) {
        if absent.len() == MOST_WORDS {
            break;
        }
        let held = set.terms.iter().any(|term| asked.view.documents(term) > 0);
        if !held && !absent.contains(&&set.typed) {
            absent.push(&set.typed);
        }
    }
    for typed in absent {
        let message = format!("no document has '{}'", short(typed));
        response.query.notes.push(Note {
            kind: NoteKind::NotFound,
            place: place_of(request, typed),
            message,
        });
        let similar = similar(&asked.view, typed);
        if !similar.is_empty() {
            response.suggestions.push((typed.clone(), similar));
        }
    }
    if total == 0 {
        for &at in wanted.conditions.iter().take(MOST_WORDS) {
            if let Some((typed, message)) = absent_value(&asked.view, &asked.plan.conditions[at]) {
                let place = place_of(request, &typed);
                response.query.notes.push(Note { kind: NoteKind::NotFound, place, message });
            }
        }
    }
    if total == 0 && response.query.notes.iter().all(|note| note.kind != NoteKind::NotFound) {
        let message = match asked.plan.root() {
            Node::None => "there is nothing to search for".to_owned(),
            _ => "every word stands in some document, but no document matches the whole query".to_owned(),
        };
        response.query.notes.push(Note { kind: NoteKind::NotFound, place: 0..0, message });
    }
}

fn place_of(request: &Request, typed: &str) -> std::ops::Range<usize> {
    match request.text.find(typed) {
        Some(at) => at..at + typed.len(),
        None => 0..0,
    }
}

/// What stands in a query where it must match, or can: not under `NOT`.
#[derive(Default)]
struct Wanted {
    leaves: Vec<usize>,
    conditions: Vec<usize>,
}

impl Wanted {
    fn of(node: &Node) -> Self {
        let mut wanted = Self::default();
        wanted.add(node);
        wanted
    }

    fn add(&mut self, node: &Node) {
        match node {
            Node::Leaf(leaf) => self.leaves.push(*leaf),
            Node::Condition(condition) => self.conditions.push(*condition),
            Node::Unit(_, part) => self.add(part),
            Node::And(parts) | Node::Or(parts) | Node::Near(parts, _) => {
                parts.iter().for_each(|part| self.add(part));
            }
            Node::All | Node::None | Node::Not(_) => {}
        }
    }

    /// Its sets, but for those that are only in the second reading of a compound.
    fn sets(&self, plan: &Plan) -> BTreeSet<usize> {
        let first = |&leaf: &usize| plan.leaves[leaf].alternatives.first();
        self.leaves.iter().filter_map(first).flat_map(|of| of.slots.iter().flatten().copied()).collect()
    }
}

/// A value that no document has in its field, and how that is told. What cannot be known is not told.
fn absent_value(view: &View<'_>, condition: &Condition) -> Option<(String, String)> {
    let holds = |lead: String, term: &str| view.holding(Field::Meta, &(lead + term)).unwrap_or(1) > 0;
    let (field, typed) = match condition {
        Condition::Value { field, value } => {
            let held = holds(format!("{field}{VALUE}"), value);
            (!held).then_some((field, value))?
        }
        Condition::Words { field, slots, .. } if field != "title" => {
            let held = |slot: &[String]| slot.iter().any(|term| holds(format!("{field}{WORD}"), term));
            // of a pattern that nothing fits there is no word to tell
            let absent = slots.iter().find(|slot| !held(slot))?;
            (field, absent.first()?)
        }
        _ => return None,
    };
    let mut words = BTreeSet::new();
    let mut bytes = 0;
    view.field_terms(field, "", &mut |word, _| {
        if words.insert(word.to_owned()) {
            bytes += word.len() + 2;
        }
        bytes <= LINE
    });
    if words.is_empty() {
        // a field that no document has is told as such
        return None;
    }
    let mut message = format!("no document has '{}' in the field '{field}'", short(typed));
    if bytes <= LINE {
        let words: Vec<String> = words.into_iter().collect();
        message.push_str(&format!("; what there is: {}", words.join(", ")));
    }
    Some((typed.clone(), message))
}

/// Words of the index that are one or two letters away, the most likely first.
fn similar(lexicon: &dyn Lexicon, typed: &str) -> Vec<String> {
    let word: Vec<char> = pamphlet_index::analyzer::folded(typed).chars().collect();
    if !(4..=30).contains(&word.len()) || word.contains(&' ') || typed.contains(['*', '/']) {
        return Vec::new();
    }
    let most = if word.len() <= 5 { 1 } else { 2 };
    let (list, _) = Pattern::Fuzzy(word.clone(), most).expand(lexicon);
    let mut scored: Vec<(u8, bool, u64, String)> = Vec::new();
    for (term, documents) in list {
        let letters: Vec<char> = term.chars().collect();
        if let Some(edits) = distance(&word, &letters, most) {
            scored.push((edits, letters.first() != word.first(), documents, term));
        }
    }
    scored.sort_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)).then(b.2.cmp(&a.2)).then_with(|| a.3.cmp(&b.3)));
    scored.into_iter().take(MOST_SUGGESTIONS).map(|(_, _, _, term)| term).collect()
}
