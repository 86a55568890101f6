//! Patterns: the words of the index that wildcards, misspellings and regular expressions stand for.

use super::{Planner, ScoredPattern, TermSet};
use crate::expand::{Lexicon, MOST_EXPANSIONS, Pattern, Piece};
use crate::note::NoteKind;
use crate::parser::is_address;
use crate::spans::{Alternative, Leaf, Node};
use pamphlet_index::analyzer::folded;

/// What the patterns of a query may cost; a pattern without a first letter, which looks at all words of the
/// index, costs as much as many with one.
const MOST_PREFIXES: usize = 512;
const PREFIXES_A_SCAN: usize = 32;

impl Planner<'_> {
    /// The set of a pattern's words; says when it was cut.
    pub(super) fn pattern(&mut self, typed: &str, pattern: &Pattern) -> usize {
        self.known_pattern(typed).unwrap_or_else(|| {
            let terms = self.expand(typed, pattern, self.lexicon);
            let set = self.set(TermSet { terms, typed: typed.to_owned(), ..TermSet::default() });
            self.known.patterns.insert(typed.to_owned(), set);
            set
        })
    }

    /// The set of a pattern that came before.
    pub(super) fn known_pattern(&self, typed: &str) -> Option<usize> {
        self.known.patterns.get(typed).copied()
    }

    /// The words that a pattern stands for; says when they were cut, or the pattern is one too many.
    pub(super) fn expand(&mut self, typed: &str, pattern: &Pattern, lexicon: &dyn Lexicon) -> Vec<String> {
        let scans = pattern.prefix().is_empty();
        self.expanded += if scans { PREFIXES_A_SCAN } else { 1 };
        if self.expanded > MOST_PREFIXES {
            self.note(
                NoteKind::Limit,
                typed,
                format!("'{}' is left out: too many patterns in one query", short(typed)),
            );
            return Vec::new();
        }
        let (list, all) = pattern.expand(lexicon);
        if all > list.len() {
            let shown = short(typed);
            self.note(
                NoteKind::Limit,
                typed,
                format!("'{shown}' stands for {all} words; the {MOST_EXPANSIONS} most frequent are searched"),
            );
        }
        list.into_iter().map(|(term, _)| term).collect()
    }

    pub(super) fn pattern_leaf(&mut self, set: usize) -> Node {
        if !self.negated {
            self.plan.patterns.push(ScoredPattern { set, boost: self.boost });
        }
        let alternative = Alternative { slots: vec![Some(set)], ..Alternative::default() };
        self.leaf(Leaf { alternatives: vec![alternative] })
    }
}

/// Where the words with wildcards stand in a text: `*` anywhere in a word, `?` between letters. In the address of a page `?`
/// is no wildcard.
pub(super) fn wildcard_pieces(text: &str) -> Vec<std::ops::Range<usize>> {
    let in_word = |c: char| c.is_alphanumeric() || matches!(c, '*' | '\'' | '’');
    let mut found: Vec<std::ops::Range<usize>> = Vec::new();
    let mut word: Option<(usize, bool)> = None;
    let mut before = ' ';
    let mut address = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map_or(' ', |&(_, c)| c);
        if before.is_whitespace() && is_address(&text[at..]) {
            address = at + text[at..].find(char::is_whitespace).unwrap_or(text.len() - at);
        }
        let letter = c == '?' && at >= address && before.is_alphanumeric() && next.is_alphabetic();
        if in_word(c) || letter {
            let (start, wild) = word.unwrap_or((at, false));
            word = Some((start, wild || c == '*' || letter));
        } else if let Some((start, true)) = word.take() {
            found.push(start..at);
        }
        before = c;
    }
    if let Some((start, true)) = word {
        found.push(start..text.len());
    }
    found
}

/// A word with wildcards, its letters folded as the index's.
pub(super) fn pattern_letters(word: &str) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::new();
    let mut letters = String::new();
    let flush = |letters: &mut String, out: &mut Vec<Piece>| {
        let apostrophe = letters.ends_with(['\'', '’']) && !letters.trim_end_matches(['\'', '’']).is_empty();
        let plain = folded(letters);
        out.extend(plain.chars().filter(|c| *c != ' ').map(Piece::Letter));
        if apostrophe {
            out.push(Piece::Letter('\''));
        }
        letters.clear();
    };
    for c in word.chars() {
        match c {
            '*' | '?' => {
                flush(&mut letters, &mut out);
                let piece = if c == '*' { Piece::Many } else { Piece::One };
                if !(piece == Piece::Many && out.last() == Some(&Piece::Many)) {
                    out.push(piece);
                }
            }
            c => letters.push(c),
        }
    }
    // an apostrophe at a word's end is none of its letters
    let trimmed = letters.trim_end_matches(['\'', '’']).len();
    letters.truncate(trimmed);
    flush(&mut letters, &mut out);
    out
}

/// Typed text as a note shows it.
pub(crate) fn short(typed: &str) -> String {
    let mut shown: String = typed.chars().take(40).collect();
    if shown.len() < typed.len() {
        shown.push('…');
    }
    shown
}

/// `AustralianFires` as `Australian Fires`.
pub(super) fn split_capitals(tag: &str) -> String {
    let mut out = String::with_capacity(tag.len() + 8);
    let mut before = ' ';
    let mut chars = tag.chars().peekable();
    while let Some(c) = chars.next() {
        let next_small = chars.peek().is_some_and(|next| next.is_lowercase());
        let starts = c.is_uppercase() && (before.is_lowercase() || before.is_uppercase() && next_small)
            || c.is_numeric() != before.is_numeric() && before != ' ';
        if starts {
            out.push(' ');
        }
        out.push(if c == '_' { ' ' } else { c });
        before = c;
    }
    out
}
