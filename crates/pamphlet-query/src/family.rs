//! The words of an index that have one stem.
//!
//! For the order of hits always, for what matches only when full stems are asked for.

use crate::expand::Lexicon;
use pamphlet_index::analyzer::{Lang, Stems, Tokens, analyze};
use std::collections::HashMap;

/// Words that are this much longer in bytes than the stem are not looked at.
const LONGER: usize = 12;

/// The stem of a word that was typed, or of a term of the index.
pub(crate) fn stem_of(term: &str, lang: Lang, stems: &mut Stems, tokens: &mut Tokens) -> String {
    analyze(term, lang, tokens);
    match tokens.iter().next() {
        Some(token) => stems.stem(tokens, token, term, lang).to_owned(),
        None => term.to_owned(),
    }
}

/// The words of the index that have the stem of `term`, without itself, the most frequent first. Only words
/// that start as the stem does, but for its last letter, are looked at, and none where that leaves fewer than
/// `least` letters.
pub(crate) fn family(
    lexicon: &dyn Lexicon,
    term: &str,
    lang: Lang,
    least: usize,
    stems: &mut Stems,
) -> Vec<String> {
    let mut tokens = Tokens::default();
    let stem = stem_of(term, lang, stems, &mut tokens);
    let mut letters: Vec<char> = stem.chars().collect();
    letters.pop();
    if letters.len() < least {
        return Vec::new();
    }
    let prefix: String = letters.iter().collect();
    let longest = stem.len() + LONGER;
    // the same word comes once for each part of the index; whether it belongs is found out once
    let mut seen: HashMap<String, Option<u64>> = HashMap::new();
    lexicon.terms(&prefix, &mut |other, documents| {
        if other.len() > longest || other == term {
            return true;
        }
        match seen.get_mut(other) {
            Some(Some(sum)) => *sum += documents,
            Some(None) => {}
            None => {
                let same = stem_of(other, lang, stems, &mut tokens) == stem;
                seen.insert(other.to_owned(), same.then_some(documents));
            }
        }
        true
    });
    let mut list: Vec<(u64, String)> =
        seen.into_iter().filter_map(|(term, count)| count.map(|count| (count, term))).collect();
    list.sort_unstable_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    list.into_iter().map(|(_, term)| term).collect()
}
