//! A query with its words resolved against an index: what the span engine and the ranking work on.
//!
//! Every atom becomes a leaf (words in the text, made of sets of terms) or a condition on the document as a
//! whole (fields, dates, paths). Nothing here reads postings.

use crate::ast::{Expr, Range, Step, Word};
use crate::expand::{Lexicon, MOST_EXPANSIONS, Pattern, Piece};
use crate::family::family;
use crate::langs::Langs;
use crate::note::{Note, NoteKind};
use crate::spans::{Alternative, Leaf, Node};
use pamphlet_document::PartialDate;
use pamphlet_index::analyzer::{Lang, Stems, Token, Tokens, analyze, apostrophe_forms, folded, light_forms};

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
}

/// A condition on a document as a whole.
#[derive(Clone, Debug, PartialEq)]
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
}

/// Resolves `expr`.
pub(crate) fn plan(expr: &Expr, setting: &Setting<'_>) -> Plan {
    let mut planner = Planner {
        setting,
        plan: Plan::default(),
        field: None,
        boost: 1.0,
        negated: false,
        expanded: 0,
        stems: Stems::default(),
    };
    let root = planner.node(expr);
    planner.plan.root = Some(root);
    planner.plan.short = !setting.any && planner.plan.words.len() <= MOST_SHORT;
    planner.plan
}

struct Planner<'a> {
    setting: &'a Setting<'a>,
    plan: Plan,
    field: Option<String>,
    boost: f32,
    negated: bool,
    /// What the patterns so far cost, in prefixes.
    expanded: usize,
    stems: Stems,
}

/// What the patterns of a query may cost; a pattern without a first letter, which looks at all words of the
/// index, costs as much as many with one.
const MOST_PREFIXES: usize = 512;
const PREFIXES_A_SCAN: usize = 32;

/// Words that make no compounds with each other, but other words (`into`, `upon`), and are dear to look up.
const PARTICLES: &[&str] = &[
    "a", "an", "as", "at", "be", "can", "do", "for", "he", "in", "it", "me", "no", "not", "of", "on", "or",
    "out", "so", "the", "to", "up", "us", "with",
];

/// A query of more words is no short one.
const MOST_SHORT: usize = 8;

/// Notes beyond that many are not kept.
const MOST_NOTES: usize = 20;

/// The most combinations that bracketed conjunctions beside NEAR are multiplied out to.
const MOST_CHAINS: usize = 64;

impl Planner<'_> {
    /// Notes something about `typed`, at its place in the query.
    fn note(&mut self, kind: NoteKind, typed: &str, message: String) {
        if self.plan.notes.len() >= MOST_NOTES {
            return;
        }
        let place = self.setting.text.find(typed).map_or(0..0, |at| at..at + typed.len());
        self.plan.notes.push(Note { kind, place, message });
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
            Expr::Word(word) => match self.field.clone() {
                Some(field) => self.field_word(&field, word),
                None => self.word(word),
            },
            Expr::Phrase(phrase) => match self.field.clone() {
                Some(field) => self.field_words(&field, &phrase.text, true, true),
                None => self.phrase(&phrase.text, phrase.slop),
            },
            Expr::Regex(pattern) => match (self.field.clone(), crate::expand::regex(pattern)) {
                (None, Ok(regex)) => {
                    let set = self.pattern(&format!("/{pattern}/"), &Pattern::Regex(regex));
                    self.pattern_leaf(set)
                }
                (Some(field), Ok(regex)) => self.field_pattern(&field, &Pattern::Regex(regex), pattern),
                (_, Err(_)) => Node::None,
            },
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
                let outer = std::mem::replace(&mut self.negated, true);
                let node = self.node(inner);
                self.negated = outer;
                Node::Not(Box::new(node))
            }
            Expr::And(parts) => Node::And(parts.iter().map(|part| self.node(part)).collect()),
            Expr::Or(parts) => Node::Or(parts.iter().map(|part| self.node(part)).collect()),
        }
    }

    /// A chain of items. A conjunction beside NEAR stands for one chain of each of its parts.
    fn near(&mut self, items: &[Expr], steps: &[Step]) -> Node {
        if self.field.is_some() {
            let parts = items.iter().map(|item| self.node(item)).collect();
            return Node::And(parts);
        }
        let mut chains: Vec<Vec<Node>> = vec![Vec::new()];
        for item in items {
            let node = self.node(item);
            let parts = match node {
                Node::And(parts) if parts.len() * chains.len() <= MOST_CHAINS => parts,
                node => vec![node],
            };
            let mut longer = Vec::with_capacity(chains.len() * parts.len());
            for chain in &chains {
                for part in &parts {
                    let mut chain = chain.clone();
                    chain.push(part.clone());
                    longer.push(chain);
                }
            }
            chains = longer;
        }
        let mut nodes: Vec<Node> =
            chains.into_iter().map(|chain| Node::Near(chain, steps.to_vec())).collect();
        if nodes.len() == 1 { nodes.swap_remove(0) } else { Node::And(nodes) }
    }

    fn condition(&mut self, condition: Condition) -> Node {
        self.plan.conditions.push(condition);
        Node::Condition(self.plan.conditions.len() - 1)
    }

    fn leaf(&mut self, leaf: Leaf) -> Node {
        self.plan.leaves.push(leaf);
        Node::Leaf(self.plan.leaves.len() - 1)
    }

    fn set(&mut self, set: TermSet) -> usize {
        self.plan.sets.push(set);
        self.plan.sets.len() - 1
    }

    /// The set of a pattern's words; says when it was cut.
    fn pattern(&mut self, typed: &str, pattern: &Pattern) -> usize {
        let known = self.plan.sets.iter().find(|set| set.exact == 0 && set.typed == typed);
        let terms = match known {
            Some(known) => known.terms.clone(),
            None => self.expand(typed, pattern, self.setting.lexicon),
        };
        self.set(TermSet { terms, typed: typed.to_owned(), ..TermSet::default() })
    }

    /// The words that a pattern stands for; says when they were cut, or the pattern is one too many.
    fn expand(&mut self, typed: &str, pattern: &Pattern, lexicon: &dyn Lexicon) -> Vec<String> {
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

    fn pattern_leaf(&mut self, set: usize) -> Node {
        if !self.negated {
            self.plan.patterns.push(ScoredPattern { set, boost: self.boost });
        }
        let alternative = Alternative { slots: vec![Some(set)], ..Alternative::default() };
        self.leaf(Leaf { alternatives: vec![alternative] })
    }

    /// A word without quotes: its light forms match, too, unless `=` or a negation stands before it.
    fn word(&mut self, word: &Word) -> Node {
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

    fn phrase(&mut self, text: &str, slop: u32) -> Node {
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
        let Node::Leaf(joined) = self.words(tag, 0, light) else { return Node::None };
        self.plan.words.truncate(known.0);
        self.plan.sequence.truncate(known.1);
        if let Node::Leaf(parted) = self.words(&parts, 0, light) {
            let more = std::mem::take(&mut self.plan.leaves[parted].alternatives);
            self.plan.leaves.truncate(parted);
            self.plan.leaves[joined].alternatives.extend(more);
        }
        Node::Leaf(joined)
    }

    /// Words in a row, as the analyzer finds them; a leaf with a reading for each way to join a compound.
    fn words(&mut self, text: &str, slop: u32, light: bool) -> Node {
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
            return Node::None;
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
        self.leaf(Leaf { alternatives })
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
                    && self.setting.lexicon.has_compound(&word, first, second)
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
            for &lang in self.setting.langs {
                let mut add = |form: String| match forms.iter_mut().find(|(known, _)| *known == form) {
                    Some((_, langs)) => langs.add(lang),
                    None => forms.push((form, Langs::of(&[lang]))),
                };
                light_forms(term, lang).into_iter().for_each(&mut add);
                if self.setting.stem_full {
                    family(self.setting.lexicon, term, lang, 1, &mut self.stems).into_iter().for_each(add);
                }
            }
        }
        let all = Langs::of(self.setting.langs);
        let mut set = TermSet { exact: 1, typed, ..TermSet::default() };
        for (form, langs) in forms {
            if form == term || self.setting.lexicon.documents(&form) > 0 {
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
        let known = self.plan.words.iter().position(|word| word.term == term);
        let at = match known {
            Some(at) => {
                let word = &mut self.plan.words[at];
                word.boost = word.boost.max(self.boost);
                if word.light.is_empty() {
                    word.light = light;
                }
                at
            }
            None => {
                self.plan.words.push(Scored { term: term.to_owned(), light, boost: self.boost });
                self.plan.words.len() - 1
            }
        };
        if in_row {
            self.plan.sequence.push(at);
        }
    }

    fn range(&mut self, range: &Range) -> Node {
        let Some(field) = self.field.clone() else { return Node::None };
        if field == "date" {
            return match days(range) {
                Some((from, to)) => self.condition(Condition::Days { from, to }),
                None => {
                    self.note(
                        NoteKind::ReadAsWords,
                        &range.to_string(),
                        format!("'{range}' is no range of dates: nothing matches"),
                    );
                    Node::None
                }
            };
        }
        self.condition(Condition::Values { field, range: range.clone() })
    }

    fn field_word(&mut self, field: &str, word: &Word) -> Node {
        match field {
            "date" => match date_days(&word.text) {
                Some((from, to)) => self.condition(Condition::Days { from, to }),
                None => {
                    self.note(
                        NoteKind::ReadAsWords,
                        &word.text,
                        format!(
                            "'{}' is no date: nothing matches (expected a year, month or day)",
                            word.text
                        ),
                    );
                    Node::None
                }
            },
            "path" => self.condition(Condition::Path(word.text.clone())),
            _ if word.fuzzy.is_some() => {
                let letters: Vec<char> = folded(&word.text).chars().filter(|c| *c != ' ').collect();
                let pattern = Pattern::Fuzzy(letters, word.fuzzy.unwrap_or(1));
                self.field_pattern(field, &pattern, &word.text)
            }
            _ if !wildcard_pieces(&word.text).is_empty() => {
                let pattern = Pattern::Wildcard(pattern_letters(&word.text));
                self.field_pattern(field, &pattern, &word.text)
            }
            _ => self.field_words(field, &word.text, true, word.exact || self.negated),
        }
    }

    fn field_words(&mut self, field: &str, text: &str, row: bool, exact: bool) -> Node {
        match field {
            "date" | "path" => {
                let word = Word { text: text.to_owned(), exact: false, fuzzy: None };
                return self.field_word(field, &word);
            }
            _ => {}
        }
        let lang = self.setting.langs.first().copied().unwrap_or_default();
        let mut tokens = Tokens::default();
        analyze(text, lang, &mut tokens);
        let mut slots = Vec::new();
        for token in tokens.iter().filter(|token| !token.extra) {
            let term = tokens.term(token);
            slots.push(if exact { vec![term.to_owned()] } else { self.light_forms_of_any(term) });
            if field == "title" && !self.negated && !self.plan.words.iter().any(|word| word.term == term) {
                self.plan.words.push(Scored { term: term.to_owned(), light: Vec::new(), boost: self.boost });
            }
        }
        if slots.is_empty() {
            return Node::None;
        }
        let row = row && slots.len() > 1;
        self.condition(Condition::Words { field: field.to_owned(), slots, row })
    }

    /// The light forms of a word in any language of the index: a field's value has no language of its own.
    fn light_forms_of_any(&self, term: &str) -> Vec<String> {
        let mut forms: Vec<String> = Vec::new();
        for &lang in self.setting.langs {
            for form in light_forms(term, lang) {
                if !forms.contains(&form) {
                    forms.push(form);
                }
            }
        }
        forms
    }

    /// A pattern over the words of a field: resolved by the index's own list of the field's words.
    fn field_pattern(&mut self, field: &str, pattern: &Pattern, typed: &str) -> Node {
        struct Words<'l> {
            lexicon: &'l dyn Lexicon,
            field: &'l str,
        }
        impl Lexicon for Words<'_> {
            fn documents(&self, term: &str) -> u64 {
                self.lexicon.documents(term)
            }
            fn terms(&self, prefix: &str, each: &mut dyn FnMut(&str, u64)) {
                self.lexicon.field_terms(self.field, prefix, each);
            }
        }
        let words = Words { lexicon: self.setting.lexicon, field };
        let slot = self.expand(typed, pattern, &words);
        self.condition(Condition::Words { field: field.to_owned(), slots: vec![slot], row: false })
    }
}

/// Where the words with wildcards stand in a text: `*` anywhere in a word, `?` between letters.
fn wildcard_pieces(text: &str) -> Vec<std::ops::Range<usize>> {
    let in_word = |c: char| c.is_alphanumeric() || matches!(c, '*' | '\'' | '’');
    let mut found: Vec<std::ops::Range<usize>> = Vec::new();
    let mut word: Option<(usize, bool)> = None;
    let mut before = ' ';
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map_or(' ', |&(_, c)| c);
        let letter = c == '?' && before.is_alphanumeric() && next.is_alphabetic();
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
fn pattern_letters(word: &str) -> Vec<Piece> {
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
fn split_capitals(tag: &str) -> String {
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

/// The days that a date, as typed, can mean: `1848`, `1848-03`, `1848-03-18`, `184?`, `1840s`.
pub(crate) fn date_days(text: &str) -> Option<(i64, i64)> {
    let text = text.trim();
    let wild = text.strip_suffix('s').filter(|year| year.len() == 4 && year.ends_with('0'));
    let pattern = wild.map(|year| format!("{}?", &year[..year.len() - 1])).unwrap_or_else(|| text.to_owned());
    if pattern.ends_with(['?', '*']) && pattern.len() <= 4 {
        let digits = pattern.trim_end_matches(['?', '*']);
        let missing = if pattern.ends_with('*') {
            4usize.checked_sub(digits.len())?
        } else {
            pattern.len() - digits.len()
        };
        if digits.is_empty() || missing == 0 || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let scale = 10u16.checked_pow(missing as u32)?;
        let first = digits.parse::<u16>().ok()?.checked_mul(scale)?;
        let (from, _) = PartialDate::year(first.max(1))?.days();
        let (_, to) = PartialDate::year(first.checked_add(scale - 1)?)?.days();
        return Some((from.into(), to.into()));
    }
    let (from, to) = text.parse::<PartialDate>().ok()?.days();
    Some((from.into(), to.into()))
}

/// The days of a range of dates; an open end is as far as days go.
pub(crate) fn days(range: &Range) -> Option<(i64, i64)> {
    let from = match &range.from {
        Some((text, inclusive)) => {
            let (first, last) = date_days(text)?;
            if *inclusive { first } else { last + 1 }
        }
        None => i64::MIN,
    };
    let to = match &range.to {
        Some((text, inclusive)) => {
            let (first, last) = date_days(text)?;
            if *inclusive { last } else { first - 1 }
        }
        None => i64::MAX,
    };
    Some((from, to))
}

/// Whether a field's value lies in a range: as dates where all are dates, else as numbers, else as text.
pub(crate) fn in_range(value: &str, range: &Range) -> bool {
    if let (Some(value), Some((from, to))) = (date_days(value), days(range)) {
        return value.0 <= to && value.1 >= from;
    }
    let number = |text: &str| text.replace(',', "").parse::<f64>().ok();
    let compare = |bound: &str| match (number(value), number(bound)) {
        (Some(value), Some(bound)) => value.total_cmp(&bound),
        _ => value.cmp(&folded(bound)),
    };
    let above = range.from.as_ref().is_none_or(|(from, inclusive)| {
        let order = compare(from);
        order.is_gt() || *inclusive && order.is_eq()
    });
    let below = range.to.as_ref().is_none_or(|(to, inclusive)| {
        let order = compare(to);
        order.is_lt() || *inclusive && order.is_eq()
    });
    above && below
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
