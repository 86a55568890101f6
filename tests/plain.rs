//! A slow, plain reading of queries over the stored text: what counts, concordances and highlights are held
//! against. It shares the analyzer's words and light forms with the engine, and no other code: every text is
//! read word by word, for every query.

use pamphlet::Index;
use pamphlet::index::analyzer::{Lang, Tokens, analyze_from, apostrophe_forms, light_forms};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::rc::Rc;

/// Positions between two blocks.
const BLOCK_GAP: u32 = 100;

/// Words that make no compounds with each other.
const PARTICLES: &[&str] = &[
    "a", "an", "as", "at", "be", "can", "do", "for", "he", "in", "it", "me", "no", "not", "of", "on", "or",
    "out", "so", "the", "to", "up", "us", "with",
];

/// A word of a text; a compound has a second one, its joined form, at the position of its first part.
pub(crate) struct Word {
    pub(crate) position: u32,
    pub(crate) term: u32,
    pub(crate) extra: bool,
}

/// A document as words.
pub(crate) struct Text {
    pub(crate) id: String,
    pub(crate) words: Vec<Word>,
    /// In which its words are understood; English where nothing is known.
    langs: Vec<Lang>,
    /// The values of its field `lang`.
    stated: Vec<String>,
    /// First and last day that its date can mean.
    days: Option<(i32, i32)>,
    sentences: Vec<u32>,
    paragraphs: Vec<u32>,
    speeches: Vec<u32>,
}

/// All documents of an index, read again from their stored text.
pub(crate) struct Texts {
    pub(crate) list: Vec<Text>,
    pub(crate) terms: Vec<String>,
    numbers: HashMap<String, u32>,
    /// Words that some document writes with one hyphen: the joined form with its two parts.
    compounds: HashSet<(u32, u32, u32)>,
}

impl Texts {
    pub(crate) fn read(index: &Index) -> Texts {
        let mut texts =
            Texts { list: Vec::new(), terms: Vec::new(), numbers: HashMap::new(), compounds: HashSet::new() };
        let everything = pamphlet::Request { limit: None, snippets: 0, ..pamphlet::Request::new("*") };
        for hit in index.find(&everything).unwrap().hits {
            texts.add(index, &hit.doc);
        }
        texts
    }

    fn add(&mut self, index: &Index, id: &str) {
        let document = index.document(id).unwrap().unwrap().document().unwrap();
        let own = document.metadata.fields.get("lang").cloned().unwrap_or_default();
        let langs = match &own[..] {
            [] => vec![Lang::English],
            values => values.iter().map(|value| Lang::of(Some(value))).collect(),
        };
        let mut text = Text {
            id: id.to_owned(),
            words: Vec::new(),
            langs,
            stated: own.clone(),
            days: document.metadata.date.map(|date| date.days()),
            sentences: Vec::new(),
            paragraphs: Vec::new(),
            speeches: Vec::new(),
        };
        let mut tokens = Tokens::default();
        let (mut next, mut last_block, mut last_speech) = (0, None, None);
        let mut counted = None;
        for passage in &document.passages {
            let block = &document.blocks[passage.block as usize];
            if last_block.is_some_and(|last| last != passage.block) {
                next += BLOCK_GAP;
            }
            last_block = Some(passage.block);
            let lang = Lang::of(block.lang.as_deref().or(own.first().map(String::as_str)));
            tokens.clear();
            let end = analyze_from(&document.text[passage.range.span()], lang, next, &mut tokens);
            if end > next {
                if counted != Some(passage.block) {
                    text.paragraphs.push(next);
                    counted = Some(passage.block);
                }
                if last_speech != Some(block.speech) && (block.speech.is_some() || last_speech.is_some()) {
                    text.speeches.push(next);
                }
                last_speech = Some(block.speech);
            }
            for token in tokens.iter() {
                if token.sentence {
                    text.sentences.push(token.position);
                }
                let term = tokens.term(token);
                let number = match self.numbers.get(term) {
                    Some(&number) => number,
                    None => {
                        self.terms.push(term.to_owned());
                        self.numbers.insert(term.to_owned(), self.terms.len() as u32 - 1);
                        self.terms.len() as u32 - 1
                    }
                };
                text.words.push(Word { position: token.position, term: number, extra: token.extra });
            }
            next = end;
        }
        text.words.sort_by_key(|word| (word.position, word.extra));
        for (at, word) in text.words.iter().enumerate().filter(|(_, word)| word.extra) {
            let first = text.words[..at].iter().rev().find(|other| !other.extra);
            let second = text.words[at..].iter().find(|other| !other.extra);
            let (Some(first), Some(second)) = (first, second) else { continue };
            let parts = [first, second].map(|word| self.terms[word.term as usize].as_str());
            let particles = parts.iter().all(|part| PARTICLES.contains(part));
            if !particles
                && first.position == word.position
                && self.terms[word.term as usize] == parts.concat()
            {
                self.compounds.insert((word.term, first.term, second.term));
            }
        }
        self.list.push(text);
    }
}

/// What a place in a text can be.
#[derive(Clone, Debug)]
pub(crate) enum Slot {
    /// Any one word.
    Any,
    /// A word without quotes.
    Light(String),
    /// A word in a phrase, or behind `=`.
    Exact(String),
    /// Words that start or end so.
    Starts(String),
    Ends(String),
    /// Letters, `?` for one of them.
    Letters(String),
    /// At most one letter other, more, less, or swapped.
    Near(String),
    /// One of these forms, as a regular expression lists them.
    OneOf(Vec<String>),
}

/// A query.
#[derive(Clone, Debug)]
pub(crate) enum Ask {
    Row { slots: Vec<Slot>, slop: u32 },
    Near { items: [Box<Ask>; 2], words: u32, ordered: bool },
    And(Vec<Ask>),
    Or(Vec<Ask>),
    Not(Box<Ask>),
    Sentence(Box<Ask>),
    Paragraph(Box<Ask>),
    Speech(Box<Ask>),
    Lang(String),
    Days(i32, i32),
}

pub(crate) type Span = (u32, u32);

/// A query made ready for some texts: for each slot and language, which terms it takes.
pub(crate) struct Ready<'t> {
    texts: &'t Texts,
    takes: HashMap<(String, Vec<Lang>), Rc<Vec<bool>>>,
    /// Where the rows of the query stand in the text at hand, by the address of their slots.
    rows: HashMap<usize, Vec<Span>>,
}

impl<'t> Ready<'t> {
    pub(crate) fn new(texts: &'t Texts) -> Ready<'t> {
        Ready { texts, takes: HashMap::new(), rows: HashMap::new() }
    }

    /// The matches in a text; `None` when it does not match.
    pub(crate) fn matches(&mut self, ask: &Ask, text: &Text) -> Option<Vec<Span>> {
        self.rows.clear();
        let found = self.eval(ask, text, 0, u32::MAX)?;
        Some(apart(found))
    }

    fn eval(&mut self, ask: &Ask, text: &Text, from: u32, to: u32) -> Option<Vec<Span>> {
        match ask {
            Ask::Row { slots, slop } => {
                // the same in every window of a text: read once, whatever sentence is asked about
                let key = slots.as_ptr() as usize;
                if !self.rows.contains_key(&key) {
                    let found = apart(self.row(slots, *slop, text));
                    self.rows.insert(key, found);
                }
                let all = &self.rows[&key];
                let inside = all[all.partition_point(|span| span.0 < from)..].iter();
                let inside = inside.take_while(|span| span.0 < to).filter(|span| span.1 <= to);
                let found: Vec<Span> = inside.copied().collect();
                (!found.is_empty()).then_some(found)
            }
            Ask::And(parts) => {
                let mut all = Vec::new();
                for part in parts {
                    all.extend(self.eval(part, text, from, to)?);
                }
                Some(all)
            }
            Ask::Or(parts) => {
                let found: Vec<_> = parts.iter().filter_map(|part| self.eval(part, text, from, to)).collect();
                (!found.is_empty()).then(|| found.concat())
            }
            Ask::Not(part) => match self.eval(part, text, from, to) {
                Some(_) => None,
                None => Some(Vec::new()),
            },
            Ask::Near { items, words, ordered } => {
                let left = apart(self.eval(&items[0], text, from, to)?);
                let right = apart(self.eval(&items[1], text, from, to)?);
                let mut found = Vec::new();
                for a in &left {
                    let near = right.partition_point(|b| b.1.saturating_add(*words) < a.0);
                    for b in right[near..].iter().take_while(|b| b.0 <= a.1.saturating_add(*words)) {
                        let after = b.0 >= a.1 && b.0 - a.1 <= *words;
                        let before = a.0 >= b.1 && a.0 - b.1 <= *words;
                        if after || before && !ordered {
                            found.extend([*a, *b]);
                        }
                    }
                }
                (!found.is_empty()).then_some(found)
            }
            Ask::Sentence(part) => self.units(&text.sentences, part, text, from, to),
            Ask::Paragraph(part) => self.units(&text.paragraphs, part, text, from, to),
            Ask::Speech(part) => self.units(&text.speeches, part, text, from, to),
            Ask::Lang(code) => text.stated.contains(code).then(Vec::new),
            Ask::Days(first, last) => {
                text.days.is_some_and(|(a, b)| a <= *last && b >= *first).then(Vec::new)
            }
        }
    }

    fn units(&mut self, starts: &[u32], part: &Ask, text: &Text, from: u32, to: u32) -> Option<Vec<Span>> {
        let mut all: Option<Vec<Span>> = None;
        for (at, &start) in starts.iter().enumerate() {
            let end = starts.get(at + 1).copied().unwrap_or(u32::MAX);
            if start.max(from) < end.min(to)
                && let Some(found) = self.eval(part, text, start.max(from), end.min(to))
            {
                all.get_or_insert_default().extend(found);
            }
        }
        all
    }

    /// Whether a slot takes a term, in a document of some languages.
    fn takes(&mut self, slot: &Slot, langs: &[Lang]) -> Rc<Vec<bool>> {
        let texts = self.texts;
        let found = self.takes.entry((format!("{slot:?}"), langs.to_vec())).or_insert_with(|| {
            let forms: Option<Vec<String>> = match slot {
                Slot::Light(word) => {
                    let mut forms = apostrophe_forms(word);
                    for &lang in langs {
                        forms.extend(light_forms(word, lang));
                    }
                    Some(forms)
                }
                Slot::Exact(word) => Some(apostrophe_forms(word)),
                Slot::OneOf(words) => Some(words.clone()),
                _ => None,
            };
            let mut takes = vec![false; texts.terms.len()];
            if let Some(forms) = forms {
                for form in forms {
                    if let Some(&number) = texts.numbers.get(&form) {
                        takes[number as usize] = true;
                    }
                }
                return Rc::new(takes);
            }
            for (number, term) in texts.terms.iter().enumerate() {
                takes[number] = match slot {
                    Slot::Starts(start) => term.starts_with(start.as_str()),
                    Slot::Ends(end) => term.ends_with(end.as_str()),
                    Slot::Letters(letters) => {
                        term.chars().count() == letters.chars().count()
                            && term
                                .chars()
                                .zip(letters.chars())
                                .all(|(a, b)| a == b || b == '?' && (a.is_alphabetic() || a == '\''))
                    }
                    Slot::Near(word) => one_edit(word, term),
                    _ => true,
                };
            }
            Rc::new(takes)
        });
        Rc::clone(found)
    }

    fn row(&mut self, slots: &[Slot], slop: u32, text: &Text) -> Vec<Span> {
        let takes: Vec<Rc<Vec<bool>>> = slots.iter().map(|slot| self.takes(slot, &text.langs)).collect();
        let mut found = Vec::new();
        for word in &text.words {
            if !takes[0][word.term as usize] {
                continue;
            }
            let mut ends = BTreeSet::new();
            let row = Row { slots, takes: &takes, text };
            self.ends(&row, 0, word.position, slop, 0, &mut ends);
            // with room in between a row ends as soon as it can; a compound in it makes it longer
            if slop == 0 {
                found.extend(ends.iter().map(|&(end, _)| (word.position, end)));
            } else {
                let wide: BTreeSet<u32> = ends.iter().map(|&(_, wide)| wide).collect();
                for kind in wide {
                    let end = ends.iter().filter(|end| end.1 == kind).map(|end| end.0).min();
                    found.extend(end.map(|end| (word.position, end)));
                }
            }
        }
        found
    }

    /// Where a row that has reached its slot `next` and position `at` can end, and how many of its words are
    /// compounds.
    fn ends(
        &self,
        row: &Row<'_>,
        next: usize,
        at: u32,
        slop: u32,
        wide: u32,
        out: &mut BTreeSet<(u32, u32)>,
    ) {
        let Some(slot) = row.slots.get(next) else {
            out.insert((at, wide));
            return;
        };
        for skip in 0..=if next == 0 { 0 } else { slop } {
            let here = at + skip;
            let from = row.text.words.partition_point(|word| word.position < here);
            let words: Vec<&Word> =
                row.text.words[from..].iter().take_while(|word| word.position == here).collect();
            let takes = |word: &&Word| row.takes[next][word.term as usize];
            if matches!(slot, Slot::Any) || words.iter().any(takes) {
                self.ends(row, next + 1, here + 1, slop - skip, wide, out);
            }
            let Slot::Exact(whole) = slot else { continue };
            if row.slots.len() < 2 {
                continue;
            }
            let second = row.text.words[from..].iter().find(|word| word.position == here + 1 && !word.extra);
            for extra in words.iter().filter(|word| word.extra) {
                if self.texts.terms[extra.term as usize] == *whole
                    && let Some(second) = second
                    && self.texts.compounds.contains(&(extra.term, words[0].term, second.term))
                {
                    self.ends(row, next + 1, here + 2, slop - skip, wide + 1, out);
                }
            }
        }
    }
}

/// Words in a row, in a text.
struct Row<'r> {
    slots: &'r [Slot],
    takes: &'r [Rc<Vec<bool>>],
    text: &'r Text,
}

/// Leaves of matches that overlap the leftmost, and of those that start together the longest.
fn apart(mut found: Vec<Span>) -> Vec<Span> {
    found.sort_by_key(|span| (span.0, std::cmp::Reverse(span.1)));
    let mut out: Vec<Span> = Vec::new();
    for span in found {
        if out.last().is_none_or(|last| span.0 >= last.1) {
            out.push(span);
        }
    }
    out
}

/// Whether one letter other, missing, added or swapped makes one word the other.
pub(crate) fn one_edit(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let (short, long) = if a.len() <= b.len() { (&a, &b) } else { (&b, &a) };
    let same = short.iter().zip(long).take_while(|(a, b)| a == b).count();
    match long.len() - short.len() {
        0 => {
            let rest = |by: usize| short.get(same + by..) == long.get(same + by..);
            let swapped = same + 1 < short.len()
                && short[same] == long[same + 1]
                && short[same + 1] == long[same]
                && rest(2);
            same == short.len() || rest(1) || swapped
        }
        1 => short[same..] == long[same + 1..],
        _ => false,
    }
}
