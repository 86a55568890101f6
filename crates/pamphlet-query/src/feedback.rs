//! Feedback, for who asks for it: words that the best hits of a query share are added to it.
//!
//! The result is an ordinary query, which is shown and can be typed: what was asked for, or one of the added
//! words at a lower weight. Conditions and negations of the query hold for all of it.

use crate::ast::{Expr, Word};
use crate::concordance::each_content_passage;
use crate::error::Result;
use crate::expand::Lexicon;
use crate::ranking::Ranked;
use crate::search::Asked;
use pamphlet_index::analyzer::light_forms;
use std::collections::{HashMap, HashSet};

/// Best hits that are read.
pub(crate) const READ: usize = 10;
/// Words that are added at most.
const ADDED: usize = 8;
/// Bytes of each hit that are read.
const MOST_BYTES: u32 = 1 << 16;
/// The weight of the best added word; a word of the query has 1.
const WEIGHT: f32 = 0.4;

/// The words to add and their weights, best first.
pub(crate) fn words(asked: &Asked<'_>, best: &[Ranked]) -> Result<Vec<(String, f32)>> {
    let mut known: HashSet<String> = HashSet::new();
    for set in &asked.plan.sets {
        known.extend(set.terms.iter().cloned());
    }
    // of each word, how large a part of the documents it is in all, and in how many of them it stands
    let mut shares: HashMap<String, (f32, u32)> = HashMap::new();
    for ranked in best {
        let stored = asked.view.stored(ranked.address)?;
        let mut own: HashMap<String, u32> = HashMap::new();
        let mut all = 0u32;
        each_content_passage(&stored, MOST_BYTES, &mut |tokens| {
            for token in tokens.iter().filter(|token| !token.extra) {
                all += 1;
                *own.entry(tokens.term(token).to_owned()).or_default() += 1;
            }
        })?;
        for (term, count) in own {
            let share = shares.entry(term).or_default();
            share.0 += count as f32 / all.max(1) as f32;
            share.1 += 1;
        }
    }
    let documents = asked.view.documents_in_all() as f32;
    let least = if best.len() > 2 { 2 } else { 1 };
    let mut scored: Vec<(f32, String)> = Vec::new();
    for (term, (share, holding)) in shares {
        let letters = term.chars().count();
        if holding < least || letters < 4 || !term.chars().all(char::is_alphabetic) || known.contains(&term) {
            continue;
        }
        let some = asked.view.documents(&term) as f32;
        // a word of every tenth document says little; one of this document alone is likely a name in it
        if some * 10.0 > documents.max(40.0) {
            continue;
        }
        let rarity = (1.0 + (documents - some).max(0.0) / (some + 0.5)).ln();
        scored.push((share * rarity * holding as f32 / best.len() as f32, term));
    }
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    let most = scored.first().map_or(1.0, |(score, _)| *score);
    let mut added: Vec<(String, f32)> = Vec::new();
    for (score, term) in scored {
        if added.len() >= ADDED {
            break;
        }
        // one form of a word is enough: the others match as its light forms
        let forms: Vec<String> = asked.langs.iter().flat_map(|&lang| light_forms(&term, lang)).collect();
        if added.iter().any(|(word, _)| forms.contains(word)) {
            continue;
        }
        let weight = (WEIGHT * score / most * 20.0).ceil() / 20.0;
        added.push((term, weight));
    }
    Ok(added)
}

/// `expr` with the added words as alternatives.
pub(crate) fn with(expr: Expr, added: &[(String, f32)]) -> Expr {
    let mut conditions = Vec::new();
    let mut core = Vec::new();
    let parts = match expr {
        Expr::And(parts) => parts,
        other => vec![other],
    };
    for part in parts {
        match part {
            Expr::Not(_) | Expr::Field(..) => conditions.push(part),
            part => core.push(part),
        }
    }
    let mut alternatives = vec![Expr::all(core)];
    for (word, weight) in added {
        let word = Expr::Word(Word { text: word.clone(), exact: false, fuzzy: None });
        alternatives.push(Expr::Boost(Box::new(word), *weight));
    }
    conditions.insert(0, Expr::any(alternatives));
    Expr::all(conditions)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parser::{Reading, parse};

    #[test]
    fn conditions_hold_for_the_added_words() {
        let (expr, _) = parse("gold silver -iron date:1848", Reading::default(), &|name| name == "date");
        let with = with(expr, &[("bullion".to_owned(), 0.4)]);
        assert_eq!(with.to_string(), "(gold AND silver OR bullion^0.4) AND NOT iron AND date:1848");
    }
}
