//! Words and phrases: the terms that they stand for, and the readings of compounds.

use super::patterns::{pattern_letters, split_capitals, wildcard_pieces};
use super::{Planner, Scored, ScoredPattern, TermSet};
use crate::ast::Word;
use crate::expand::{Lexicon, Pattern, Piece};
use crate::family::family;
use crate::langs::Langs;
use crate::spans::{Alternative, Leaf, Node};
use pamphlet_index::analyzer::{
    Token, Tokens, analyze, apostrophe_forms, folded, light_forms, umlauts_written_out,
};

/// Words that make no compounds with each other, but other words (`into`, `upon`), and are dear to look up.
const PARTICLES: &[&str] = &[
    "a", "an", "as", "at", "be", "can", "do", "for", "he", "in", "it", "me", "no", "not", "of", "on", "or",
    "out", "so", "the", "to", "up", "us", "with",
];

impl Planner<'_> {
    /// A word without quotes: its light forms match, too, unless `=` or a negation stands before it.
    pub(super) fn word(&mut self, word: &Word) -> Node {
        if let Some(distance) = word.fuzzy {
            let letters: Vec<char> = folded(&word.text).chars().filter(|c| *c != ' ').collect();
            if letters.is_empty() {
                return Node::None;
            }
            let set = self.pattern(&word.to_string(), &Pattern::Fuzzy(letters, distance));
            return self.pattern_leaf(set);
        }
        let light = !word.exact && !self.negated;
        if let Some(tag) = word.text.strip_prefix(['#', '@']) {
            return self.tag(tag, light);
        }
        self.words(&word.text, 0, light)
    }

    pub(super) fn phrase(&mut self, text: &str, slop: u32) -> Node {
        self.words(text, slop, false)
    }

    /// `#TheTagOfADay`: the tag as one word, or its parts in a row.
    fn tag(&mut self, tag: &str, light: bool) -> Node {
        let parts = split_capitals(tag);
        if !parts.contains(' ') {
            return self.words(tag, 0, light);
        }
        // the parts are what counts for the order: a tag as a whole is as good as never in a text
        let known = (self.plan.words.len(), self.plan.sequence.len());
        let Some(mut leaf) = self.row(tag, 0, light) else { return Node::None };
        self.plan.words.truncate(known.0);
        self.plan.sequence.truncate(known.1);
        if let Some(parted) = self.row(&parts, 0, light) {
            leaf.alternatives.extend(parted.alternatives);
        }
        self.leaf(leaf)
    }

    fn words(&mut self, text: &str, slop: u32, light: bool) -> Node {
        match self.row(text, slop, light) {
            Some(leaf) => self.leaf(leaf),
            None => Node::None,
        }
    }

    /// Words in a row, as the analyzer finds them; a leaf with a reading for each way to join a compound.
    fn row(&mut self, text: &str, slop: u32, light: bool) -> Option<Leaf> {
        let mut alternatives = Vec::new();
        let mut row: Vec<Option<usize>> = Vec::new();
        // a compound can be read as its joined form: (first slot, one past the last slot, set)
        let mut joined: Vec<(usize, usize, usize)> = Vec::new();
        let mut tokens = Tokens::default();
        let mut from = 0;
        let pieces = wildcard_pieces(text);
        for piece in &pieces {
            if from < piece.start {
                self.plain_words(&text[from..piece.start], light, &mut tokens, &mut row, &mut joined);
            }
            from = piece.end;
            let chunk = &text[piece.clone()];
            if chunk.chars().all(|c| c == '*') {
                row.push(None);
                continue;
            }
            let letters = pattern_letters(chunk);
            if letters.iter().any(|letter| matches!(letter, Piece::Letter(_) | Piece::One)) {
                let set = self.pattern(chunk, &Pattern::Wildcard(letters));
                row.push(Some(set));
                if !self.negated {
                    self.plan.patterns.push(ScoredPattern { set, boost: self.boost });
                }
            }
        }
        if from < text.len() {
            self.plain_words(&text[from..], light, &mut tokens, &mut row, &mut joined);
        }
        // `*` at an end of a phrase asks for nothing
        while row.last() == Some(&None) {
            row.pop();
        }
        let stars = row.iter().take_while(|slot| slot.is_none()).count();
        row.drain(..stars);
        for (first, end, _) in &mut joined {
            *first = first.saturating_sub(stars);
            *end = end.saturating_sub(stars);
        }
        if row.is_empty() {
            return None;
        }
        for &(first, end, set) in &joined {
            let mut slots = row.clone();
            slots.splice(first..end, [Some(set)]);
            alternatives.push(Alternative { slots, slop, also: Vec::new() });
        }
        if joined.len() > 1 {
            // all of them at once
            let mut slots = row.clone();
            for &(first, end, set) in joined.iter().rev() {
                slots.splice(first..end, [Some(set)]);
            }
            alternatives.push(Alternative { slots, slop, also: Vec::new() });
        }
        if row.len() > 1 {
            self.parted(&row, slop, &mut alternatives);
        }
        alternatives.insert(0, Alternative { slots: row, slop, also: Vec::new() });
        Some(Leaf { alternatives })
    }

    /// Adds the readings of a row in which a word stands for a compound that some document writes with a
    /// hyphen: `"antiwar movement"` meets `anti-war movement`.
    fn parted(&mut self, row: &[Option<usize>], slop: u32, out: &mut Vec<Alternative>) {
        // places with the two parts and the word as a whole, the last place first
        let mut found: Vec<(usize, [usize; 3])> = Vec::new();
        for (at, slot) in row.iter().enumerate().rev() {
            let Some(whole) = *slot else { continue };
            let set = &self.plan.sets[whole];
            if set.exact != 1 {
                continue;
            }
            let word = set.terms[0].clone();
            for (split, _) in word.char_indices().skip(1) {
                let (first, second) = word.split_at(split);
                let particles = PARTICLES.contains(&first) && PARTICLES.contains(&second);
                if !particles
                    && may_be_compound(first, second)
                    && self.lexicon.has_compound(&word, first, second)
                {
                    let mut part = |term: &str| {
                        self.set(TermSet {
                            terms: vec![term.to_owned()],
                            exact: 1,
                            typed: word.clone(),
                            ..TermSet::default()
                        })
                    };
                    found.push((at, [part(first), part(second), whole]));
                }
            }
        }
        let part_at = |alternative: &mut Alternative, (at, [first, second, whole]): (usize, [usize; 3])| {
            alternative.slots.splice(at..=at, [Some(first), Some(second)]);
            for (place, _) in &mut alternative.also {
                *place += 1;
            }
            alternative.also.push((at, whole));
        };
        let plain = Alternative { slots: row.to_vec(), slop, also: Vec::new() };
        let mut all = plain.clone();
        let mut last = usize::MAX;
        for &place in &found {
            let mut one = plain.clone();
            part_at(&mut one, place);
            out.push(one);
            if place.0 != last {
                part_at(&mut all, place);
                last = place.0;
            }
        }
        if all.also.len() > 1 {
            out.push(all);
        }
    }

    /// Appends the words of a text without wildcards to a row.
    fn plain_words(
        &mut self,
        text: &str,
        light: bool,
        tokens: &mut Tokens,
        row: &mut Vec<Option<usize>>,
        joined: &mut Vec<(usize, usize, usize)>,
    ) {
        let lang = self.setting.langs.first().copied().unwrap_or_default();
        analyze(text, lang, tokens);
        let base = row.len();
        let list: Vec<Token> = tokens.iter().copied().collect();
        for token in list {
            let term = tokens.term(&token).to_owned();
            let typed = text.get(token.start as usize..token.end as usize).unwrap_or(&term).to_owned();
            let set = self.term_set(&term, typed, light);
            if token.extra {
                let first = base + token.position as usize;
                joined.push((first, row.len(), set));
            } else {
                row.push(Some(set));
            }
            if !self.negated {
                self.score(&term, set, !token.extra);
            }
        }
        joined.sort_unstable();
        joined.dedup_by(|a, b| a.0 == b.0);
    }

    /// A word's exact form and, where asked for, its light forms that the index holds.
    fn term_set(&mut self, term: &str, typed: String, light: bool) -> usize {
        let mut forms: Vec<(String, Langs)> =
            apostrophe_forms(term).into_iter().map(|form| (form, Langs::ALL)).collect();
        if light {
            let written_out = umlauts_written_out(&typed);
            for &lang in self.setting.langs {
                let mut add = |form: String| match forms.iter_mut().find(|(known, _)| *known == form) {
                    Some((_, langs)) => langs.add(lang),
                    None => forms.push((form, Langs::of(&[lang]))),
                };
                light_forms(term, lang).into_iter().for_each(&mut add);
                if let Some(word) = &written_out {
                    light_forms(word, lang).into_iter().for_each(&mut add);
                }
                if self.setting.stem_full {
                    family(self.lexicon, term, lang, 1, &mut self.stems).into_iter().for_each(add);
                }
            }
        }
        let all = Langs::of(self.setting.langs);
        let mut set = TermSet { exact: 1, typed, ..TermSet::default() };
        for (form, langs) in forms {
            if form == term || self.lexicon.documents(&form) > 0 {
                set.terms.push(form);
                set.langs.push(if langs.covers(all) { Langs::ALL } else { langs });
            }
        }
        if set.langs.iter().all(|langs| *langs == Langs::ALL) {
            set.langs.clear();
        }
        self.set(set)
    }

    fn score(&mut self, term: &str, set: usize, in_row: bool) {
        let light = self.plan.sets[set].terms[1..].to_vec();
        let at = match self.scored(term) {
            Some(at) => {
                let word = &mut self.plan.words[at];
                word.boost = word.boost.max(self.boost);
                if word.light.is_empty() {
                    word.light = light;
                }
                at
            }
            None => self.add_scored(Scored { term: term.to_owned(), light, boost: self.boost }),
        };
        if in_row {
            self.plan.sequence.push(at);
        }
    }
}

/// Whether two parts can be those of a compound that is worth looking for. No compound of letters has three of
/// them or fewer, or one at its end; looking for `t-he` would read the positions of half the index.
fn may_be_compound(first: &str, second: &str) -> bool {
    let letters = |part: &str| part.chars().all(char::is_alphabetic).then(|| part.chars().count());
    match (letters(first), letters(second)) {
        (Some(first), Some(second)) => second >= 2 && first + second >= 4,
        _ => true,
    }
}
