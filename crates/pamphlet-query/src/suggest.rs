//! For words that no document holds: similar ones that some do. For a search that finds nothing: which word
//! emptied it.

use crate::expand::{Lexicon, Pattern, distance};
use crate::hit::Response;
use crate::note::{Note, NoteKind};
use crate::plan::{Plan, short};
use crate::request::Request;
use crate::search::Asked;
use crate::spans::Node;

/// Words looked up for suggestions, in one query.
const MOST_WORDS: usize = 5;
/// Suggestions for one word.
const MOST_SUGGESTIONS: usize = 3;

/// Adds notes and suggestions about words that no document holds.
pub(crate) fn explain_absence(asked: &Asked<'_>, request: &Request, total: u64, response: &mut Response) {
    if request.any && total > 0 {
        return;
    }
    let mut absent = Vec::new();
    for (at, set) in asked.plan.sets.iter().enumerate() {
        let held = set.terms.iter().any(|term| asked.view.documents(term) > 0);
        if !held && is_wanted(&asked.plan, at) && !absent.contains(&&set.typed) {
            absent.push(&set.typed);
        }
    }
    for typed in absent.into_iter().take(MOST_WORDS) {
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

/// Whether a set stands where it can match: not only in second readings of compounds, nor under `NOT`.
fn is_wanted(plan: &Plan, set: usize) -> bool {
    fn leaves(node: &Node, out: &mut Vec<usize>) {
        match node {
            Node::Leaf(leaf) => out.push(*leaf),
            Node::Unit(_, part) => leaves(part, out),
            Node::And(parts) | Node::Or(parts) | Node::Near(parts, _) => {
                for part in parts {
                    leaves(part, out);
                }
            }
            Node::All | Node::None | Node::Condition(_) | Node::Not(_) => {}
        }
    }
    let mut list = Vec::new();
    leaves(plan.root(), &mut list);
    list.iter().any(|&leaf| {
        let first = plan.leaves[leaf].alternatives.first();
        first.is_some_and(|alternative| alternative.slots.contains(&Some(set)))
    })
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
