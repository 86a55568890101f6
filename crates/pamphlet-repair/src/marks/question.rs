//! Is the clause before a mark a question? A small model of its own, from the words alone.
//!
//! It learns from clean text, where every sentence end is an example; its score becomes a feature of the
//! judge.

use super::page::{Case, Kind, Page, Token, mix};

/// Words that make a question: what they ask for (1) or the verb that comes first (2).
const ASKING: &str = "who what when where why how which whose whom";
const VERBS: &str = "is are was were do does did can could will would shall should has have had may might \
                     must am isn’t aren’t wasn’t weren’t don’t doesn’t didn’t can’t couldn’t won’t wouldn’t \
                     shouldn’t haven’t hasn’t hadn’t ain’t what’s who’s where’s how’s";
const JOINING: &str = "and but or if so that then because while for than whether";

/// The words above by their hashes.
#[derive(Debug)]
pub struct Lexicon {
    /// Sorted; 1 asks, 2 is a verb.
    asking: Vec<(u32, u32)>,
    joining: Vec<u32>,
}

impl Lexicon {
    /// The lexicon.
    pub fn new() -> Self {
        let hash = |word: &str| super::page::hash(&word.chars().collect::<Vec<_>>());
        let mut asking: Vec<_> = ASKING.split_whitespace().map(|word| (hash(word), 1)).collect();
        asking.extend(VERBS.split_whitespace().map(|word| (hash(word), 2)));
        asking.sort_unstable();
        let mut joining: Vec<_> = JOINING.split_whitespace().map(hash).collect();
        joining.sort_unstable();
        Self { asking, joining }
    }

    /// 1 for a word that asks, 2 for a verb that can come first, else 0.
    pub fn asks(&self, token: &Token) -> u32 {
        match self.asking.binary_search_by_key(&token.hash, |pair| pair.0) {
            Ok(at) if token.kind == Kind::Word => self.asking[at].1,
            _ => 0,
        }
    }

    fn joins(&self, token: &Token) -> bool {
        token.kind == Kind::Word && self.joining.binary_search(&token.hash).is_ok()
    }
}

/// How many tokens back a sentence is followed.
pub const REACH: usize = 45;

/// Where the sentence and the clause before a token start.
#[derive(Clone, Copy, Debug)]
pub struct Clause {
    /// First token of the sentence.
    pub sentence: usize,
    /// First token of the clause.
    pub clause: usize,
}

impl Clause {
    /// The sentence and clause that end before `token`.
    pub fn before(page: &Page, token: usize, lexicon: &Lexicon) -> Self {
        let tokens = &page.tokens;
        let ends = |token: &Token| {
            token.kind >= Kind::Line
                || token.kind == Kind::Sign && ".!:;“”\"—".contains(page.chars[token.start as usize])
        };
        let mut sentence = token;
        while sentence > 0 && token - sentence < REACH {
            let last = &tokens[sentence - 1];
            let mark_ends =
                last.kind == Kind::Mark && sentence < token && tokens[sentence].case == Case::Title;
            if ends(last) || mark_ends {
                break;
            }
            sentence -= 1;
        }
        let mut clause = token;
        while clause > sentence {
            let last = &tokens[clause - 1];
            let comma = last.kind == Kind::Sign && matches!(page.chars[last.start as usize], ',' | '(');
            if comma || clause < token && lexicon.joins(last) {
                break;
            }
            clause -= 1;
        }
        Self { sentence, clause }
    }
}

/// Numbers in steps: 0, 1, 2–3, 4–8, 9–20, more.
pub fn step(n: usize) -> u32 {
    match n {
        0 => 0,
        1 => 1,
        2..=3 => 2,
        4..=8 => 3,
        9..=20 => 4,
        _ => 5,
    }
}

/// The features of the clause that ends before `token`.
pub fn features(page: &Page, token: usize, clause: Clause, lexicon: &Lexicon, out: &mut Vec<u32>) {
    out.clear();
    let tokens = &page.tokens;
    let (s, c) = (clause.sentence, clause.clause);
    let first = |from: usize, i: usize| if from + i < token { tokens[from + i].hash } else { 66 };
    let last = |i: usize| if token >= s + i { tokens[token - i].hash } else { 66 };
    let mut add = |kind: u32, parts: &[u32]| {
        let mut h = mix(0xabcd_ef01, kind);
        for &part in parts {
            h = mix(h, part);
        }
        out.push(h);
    };
    let length = step(token - s);
    add(1, &[length]);
    add(2, &[first(s, 0)]);
    add(3, &[first(s, 0), first(s, 1)]);
    add(4, &[first(s, 0), first(s, 1), first(s, 2)]);
    add(5, &[first(c, 0)]);
    add(6, &[first(c, 0), first(c, 1)]);
    add(7, &[first(c, 0), first(c, 1), first(c, 2)]);
    add(8, &[last(1)]);
    add(9, &[last(2), last(1)]);
    add(10, &[last(3), last(2), last(1)]);
    add(11, &[first(s, 0), length]);
    add(12, &[first(c, 0), step(token - c)]);
    add(13, &[first(s, 0), last(1)]);
    add(14, &[first(c, 0), last(1)]);
    add(15, &[first(s, 0), first(s, 1), first(c, 0), first(c, 1)]);
    add(16, &[if s > 0 { tokens[s - 1].hash } else { 55 }, first(s, 0)]);
    add(19, &[first(s, 1), first(s, 2), first(s, 3)]);
    for i in (s..token).rev().take(28) {
        if tokens[i].kind != Kind::Word {
            continue;
        }
        add(17, &[tokens[i].hash]);
        if lexicon.asks(&tokens[i]) > 0 {
            let next = |n: usize| if i + n < token { tokens[i + n].hash } else { 66 };
            add(18, &[tokens[i].hash, next(1)]);
            add(20, &[tokens[i].hash, next(1), next(2)]);
        }
    }
}
