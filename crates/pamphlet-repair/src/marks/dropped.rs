//! Words that may have lost an apostrophe without a trace: which they are, and what tells.

use super::model::KINDS;
use super::page::{Case, Kind, Page, Token, mix};
use super::question::step;
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::LazyLock;

/// What became of a word. The classes of the model stand for these.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dropped {
    /// Nothing: it never had one.
    #[cfg_attr(not(feature = "train"), allow(dead_code, reason = "only the trainer names it"))]
    Nothing,
    /// It stood before the last letter, or where the contraction has it: `party’s`, `we’ll`.
    Within,
    /// It stood at the end: `workers’`.
    AtEnd,
}

/// Words that are a contraction without its apostrophe, or another word: where it belongs.
pub const EITHER: &[(&str, usize)] = &[
    ("cant", 3),
    ("hed", 2),
    ("hell", 2),
    ("id", 1),
    ("ill", 1),
    ("its", 2),
    ("lets", 3),
    ("shed", 3),
    ("shell", 3),
    ("wed", 2),
    ("well", 2),
    ("were", 2),
    ("whos", 3),
    ("wont", 3),
];

/// Words that are nothing but a contraction or possessive without its apostrophe, and where it belongs.
pub const CERTAIN: &[(&str, usize)] = &[
    ("aint", 3),
    ("anybodys", 7),
    ("arent", 4),
    ("childrens", 8),
    ("couldnt", 6),
    ("couldve", 5),
    ("countrys", 7),
    ("didnt", 4),
    ("doesnt", 5),
    ("dont", 3),
    ("everybodys", 9),
    ("everyones", 8),
    ("hadnt", 4),
    ("hasnt", 4),
    ("havent", 5),
    ("heres", 4),
    ("hes", 2),
    ("im", 1),
    ("isnt", 3),
    ("itll", 2),
    ("ive", 1),
    ("mustnt", 5),
    ("nobodys", 6),
    ("oclock", 1),
    ("partys", 5),
    ("shes", 3),
    ("shouldnt", 7),
    ("shouldve", 6),
    ("societys", 7),
    ("somebodys", 8),
    ("someones", 7),
    ("thats", 4),
    ("theres", 5),
    ("theyd", 4),
    ("theyll", 4),
    ("theyre", 4),
    ("theyve", 4),
    ("wasnt", 4),
    ("werent", 5),
    ("weve", 2),
    ("whats", 4),
    ("wheres", 5),
    ("womens", 5),
    ("wouldnt", 6),
    ("wouldve", 5),
    ("youd", 3),
    ("youll", 3),
    ("youre", 3),
    ("youve", 3),
];

/// More such words, of which a text without damage may have one: names, and what is rare. No evidence by themselves.
pub const ALSO: &[(&str, usize)] = &[
    ("mightnt", 5),
    ("neednt", 5),
    ("obrien", 1),
    ("oconnell", 1),
    ("oconnor", 1),
    ("odonnell", 1),
    ("ohara", 1),
    ("okeefe", 1),
    ("oleary", 1),
    ("omalley", 1),
    ("oneill", 1),
    ("oreilly", 1),
    ("osullivan", 1),
    ("otoole", 1),
    ("shant", 3),
    ("thatll", 4),
    ("wholl", 3),
    ("whove", 3),
    ("yall", 1),
];

/// Where the apostrophe belongs in `word` (in small letters), if the list has it.
pub fn place(list: &[(&str, usize)], word: &str) -> Option<usize> {
    list.binary_search_by_key(&word, |pair| pair.0).ok().map(|at| list[at].1)
}

/// A word of plain letters in small ones, where it is neither a single letter nor longer than any that may have lost an
/// apostrophe.
pub struct Small {
    letters: [u8; LONGEST],
    len: usize,
}

/// How many letters a word has at most.
const LONGEST: usize = 20;

impl Small {
    /// The word of a token, if it is one.
    pub fn of(page: &Page, token: &Token) -> Option<Self> {
        let word = &page.chars[token.start as usize..token.end as usize];
        if token.kind != Kind::Word || !(2..=LONGEST).contains(&word.len()) {
            return None;
        }
        let mut letters = [0; LONGEST];
        for (letter, c) in letters.iter_mut().zip(word) {
            if !c.is_ascii_alphabetic() {
                return None;
            }
            *letter = *c as u8 | 0x20;
        }
        Some(Self { letters, len: word.len() })
    }

    /// Its letters.
    pub fn word(&self) -> &str {
        str::from_utf8(&self.letters[..self.len]).unwrap_or_default()
    }

    /// Where its apostrophe belongs if it is in one of the lists above.
    pub fn place(&self, list: &[(&str, usize)]) -> Option<usize> {
        if self.may_be_listed() { place(list, self.word()) } else { None }
    }

    /// Whether it may have lost an apostrophe that another word has too: it ends in s, or is one of [`EITHER`].
    pub fn may_be(&self) -> bool {
        self.len > 3 && self.letters[self.len - 1] == b's' || self.place(EITHER).is_some()
    }

    /// Whether a word of one of the lists has the same length, ends and beginning; for nearly all words none has.
    fn may_be_listed(&self) -> bool {
        LISTED[mark_of(&self.letters[..self.len])]
    }
}

/// A small number for a word of two letters or more.
fn mark_of(word: &[u8]) -> usize {
    let letter = |at: usize| usize::from(word[at]);
    let (first, last) =
        (letter(0) * 3 + letter(1) * 101, letter(word.len() - 2) * 37 + letter(word.len() - 1) * 11);
    (first + last + word.len() * 509) % MARKS
}

const MARKS: usize = 2_048;

/// Which of those numbers the words of the lists have.
static LISTED: LazyLock<[bool; MARKS]> = LazyLock::new(|| {
    let mut listed = [false; MARKS];
    for (word, _) in [EITHER, CERTAIN, ALSO].into_iter().flatten() {
        listed[mark_of(word.as_bytes())] = true;
    }
    listed
});

/// Whether a token may have lost an apostrophe, as the trainer takes its examples: any word of ASCII that ends in s, or
/// one of [`EITHER`].
#[cfg(feature = "train")]
pub fn may_be(page: &Page, token: &Token) -> bool {
    let chars = &page.chars[token.start as usize..token.end as usize];
    if token.kind != Kind::Word
        || chars.len() < 2
        || chars.len() > LONGEST
        || !chars.iter().all(char::is_ascii)
    {
        return false;
    }
    chars[chars.len() - 1].eq_ignore_ascii_case(&'s') && chars.len() > 3
        || Small::of(page, token).is_some_and(|small| small.place(EITHER).is_some())
}

/// The likeliest answer, and by how much it is ahead of the next.
pub fn answer(scores: &[f32; KINDS]) -> (Dropped, f32) {
    let [nothing, within, at_end] = *scores;
    if nothing >= within.max(at_end) {
        (Dropped::Nothing, nothing - within.max(at_end))
    } else if within >= at_end {
        (Dropped::Within, within - nothing.max(at_end))
    } else {
        (Dropped::AtEnd, at_end - nothing.max(within))
    }
}

/// How often a document has each word: what tells a name with its s from a plural.
#[derive(Debug, Default)]
pub struct Evidence {
    /// By hash: with a small letter, and with a capital after a small word.
    words: FxHashMap<u32, [u32; 2]>,
    /// Words after an article or `of`.
    nouns: FxHashSet<u32>,
}

impl Evidence {
    /// Counts the words of a page.
    pub fn of(page: &Page) -> Self {
        let mut words: FxHashMap<u32, [u32; 2]> = FxHashMap::default();
        let mut nouns = FxHashSet::default();
        let articles =
            ["a", "an", "the", "of"].map(|word| super::page::hash(&word.chars().collect::<Vec<_>>()));
        let mut last = Case::None;
        let mut after_article = false;
        for token in &page.tokens {
            if after_article && token.case == Case::Small {
                nouns.insert(token.hash);
            }
            after_article = token.kind == Kind::Word && articles.contains(&token.hash);
            if token.kind == Kind::Word {
                let counts = words.entry(token.hash).or_default();
                counts[0] += u32::from(token.case == Case::Small);
                counts[1] += u32::from(token.case == Case::Title && last == Case::Small);
            }
            last = token.case;
        }
        Self { words, nouns }
    }

    /// Whether a word stands after an article or `of` somewhere.
    fn after_article(&self, hash: u32) -> u32 {
        u32::from(self.nouns.contains(&hash))
    }

    /// The counts of a word in steps, as one number.
    fn about(&self, hash: u32, own: [u32; 2]) -> u32 {
        let counts = self.words.get(&hash).copied().unwrap_or_default();
        let steps = [0, 1].map(|i| step(counts[i].saturating_sub(own[i]) as usize).min(3));
        steps[0] * 4 + steps[1]
    }
}

/// The features of the word at token `t`.
pub fn features(page: &Page, t: usize, evidence: &Evidence, out: &mut Vec<u32>) {
    out.clear();
    let token = |offset: isize| page.token(t as isize + offset);
    let own = token(0);
    let chars = |token: &Token| &page.chars[token.start as usize..token.end as usize];
    let end = |token: &Token, n: usize| {
        if token.kind != Kind::Word {
            return token.hash;
        }
        let word = chars(token);
        super::page::hash(&word[word.len().saturating_sub(n)..])
    };
    let word = chars(&own);
    let stem = super::page::hash(&word[..word.len() - 1]);
    let (l1, l2, r1, r2) = (token(-1), token(-2), token(1), token(2));
    let case = |token: &Token| match token.case {
        Case::Small => 1,
        Case::Title => 2,
        Case::Capitals => 3,
        Case::Number => 4,
        Case::None => 5 + token.kind as u32,
    };
    let mut kind = 0;
    let mut add = |parts: &[u32]| {
        kind += 1;
        let mut h = mix(0xd20b, kind);
        for &part in parts {
            h = mix(h, part);
        }
        out.push(h);
    };
    let (own_case, next_case) = (case(&own), case(&r1));
    add(&[own_case, next_case]);
    add(&[own.hash]);
    add(&[own.hash, r1.hash]);
    add(&[own.hash, l1.hash]);
    add(&[own.hash, next_case]);
    add(&[own.hash, end(&r1, 3)]);
    add(&[own.hash, end(&r1, 2), next_case]);
    add(&[own.hash, r1.hash, r2.hash]);
    add(&[l1.hash, own.hash, r1.hash]);
    add(&[l1.hash, end(&own, 3), r1.hash]);
    add(&[stem, own_case]);
    add(&[end(&own, 3), r1.hash]);
    add(&[end(&own, 4), end(&r1, 3)]);
    add(&[end(&own, 3), end(&r1, 3), next_case, own_case]);
    add(&[l1.hash, r1.hash, own_case]);
    add(&[l1.hash, end(&r1, 3), own_case, end(&own, 2)]);
    add(&[l1.hash, own_case, end(&own, 4)]);
    add(&[r1.hash, own_case, end(&own, 2)]);
    add(&[r1.hash, r2.hash, own_case]);
    add(&[end(&r1, 3), r2.hash, own_case]);
    add(&[end(&r1, 3), end(&r2, 2), own_case, end(&own, 2)]);
    add(&[l2.hash, l1.hash, own_case, end(&r1, 2)]);
    add(&[l2.hash, l1.hash, own.hash]);
    add(&[case(&l1), own_case, next_case, case(&r2), end(&own, 2)]);
    // the document's other words: `the Smiths plan` beside `Smith said`
    let here = [own.case == Case::Small, own.case == Case::Title && l1.case == Case::Small].map(u32::from);
    let (plain, same) = (evidence.about(stem, [0, 0]), evidence.about(own.hash, here));
    add(&[plain, same, own_case, next_case]);
    add(&[plain, same, own_case, end(&r1, 3)]);
    add(&[plain, own_case, r1.hash]);
    add(&[plain, own_case, l1.hash]);
    add(&[plain, same, own.hash]);
    add(&[plain, same, own_case, case(&l1), end(&r1, 2), end(&own, 2)]);
    add(&[end(&l1, 3), own_case, end(&own, 2), end(&r1, 3)]);
    add(&[l1.hash, r1.hash, r2.hash]);
    add(&[end(&own, 3)]);
    add(&[own.hash, l1.hash, end(&r1, 3)]);
    add(&[own.hash, end(&l1, 2), end(&r1, 2), next_case]);
    add(&[l2.hash, l1.hash, end(&own, 2), r1.hash]);
    add(&[l2.hash, l1.hash, own_case, end(&own, 3)]);
    add(&[own_case, r1.hash, r2.hash, plain]);
    add(&[own_case, end(&r1, 3), end(&r2, 3), l1.hash]);
    // is the next word a noun? One that stands after an article elsewhere is
    let noun = evidence.after_article(r1.hash);
    add(&[noun, plain, own_case, end(&own, 2), end(&r1, 2)]);
    add(&[noun, own.hash, case(&r2)]);
    add(&[noun, plain, same, own_case, l1.hash]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_sorted() {
        assert!(CERTAIN.is_sorted() && EITHER.is_sorted() && ALSO.is_sorted());
    }
}
