//! Apostrophes that were dropped without a trace.

use crate::Rule;
use crate::marks::dropped::{ALSO, CERTAIN, Dropped, EITHER, Evidence, Small, answer, features, place};
use crate::marks::model::Model;
use crate::marks::page::Page;
use crate::marks::verdict;
use crate::repairer::edit;
use pamphlet_document::Edit;

pub(crate) const RULE: Rule = Rule {
    name: "dropped-apostrophe",
    default: true,
    what: "An apostrophe that was dropped without a trace: `dont`, `the partys plans`, `we cant`.",
    evidence: "An English text with two words that are nothing but contractions without their apostrophe, and \
               hardly any apostrophe within a word; or a longer text with one such word and no apostrophe. Other words are then judged by a model trained on clean text \
               without its apostrophes, and changed only where it is all but certain.",
    wrong: "An author who leaves apostrophes out on purpose.",
    before: "They dont know, and it isnt what the partys members said. Thats why we cant go on.",
    after: "They don’t know, and it isn’t what the party’s members said. That’s why we can’t go on.",
    leave: "The workers were well; its members didn’t say dont.",
};

/// How often decisions with such a lead must have been right on passages kept back. Of all that are at or above
/// it, 99 of 100 were.
const SURE: f32 = 0.93;

/// A text of so many bytes that has one such word, and no apostrophe at all, has dropped them.
const ALONE: usize = 1_500;

/// How many bytes of a text are judged as one.
const PIECE: usize = 1 << 20;

/// The edits for `text`. `certain` is how many words of it are evidence, `english` says whether it is English.
pub(crate) fn find(
    text: &str,
    certain: usize,
    model: Option<&Model>,
    english: impl FnOnce() -> bool,
) -> Vec<Edit> {
    let mut list = Vec::new();
    let kept = apostrophes(text);
    let alone = certain == 1 && kept == 0 && text.len() >= ALONE;
    if !alone && certain < 2 || certain <= kept * 2 || !english() {
        return list;
    }
    let Some(model) = model else { return list };
    let mut start = 0;
    while start < text.len() {
        let end = super::lost::piece_end(text, start, PIECE);
        judge(text, start, end, model, &mut list);
        start = end;
    }
    list
}

/// How many apostrophes stand within words.
fn apostrophes(text: &str) -> usize {
    // ’ is E2 80 99
    let candidates = memchr::memchr2_iter(b'\'', 0xe2, text.as_bytes());
    let within = |at: &usize| {
        let after = text[*at..].strip_prefix(['’', '\'']);
        after.is_some_and(|after| after.starts_with(char::is_alphabetic))
            && text[..*at].ends_with(char::is_alphabetic)
    };
    candidates.filter(within).count()
}

/// Whether a word of plain letters is one of the certain ones that can be no word of another language or
/// trade.
pub(super) fn is_evidence(word: &[u8]) -> bool {
    // all certain words but a few end in one of these
    if !(4..=10).contains(&word.len()) || !matches!(word[word.len() - 1] | 0x20, b't' | b's' | b'e' | b'l') {
        return false;
    }
    let mut small = [0u8; 10];
    let small = &mut small[..word.len()];
    small.copy_from_slice(word);
    small.make_ascii_lowercase();
    str::from_utf8(small).is_ok_and(|word| place(CERTAIN, word).is_some())
}

/// The place of the word around the byte at `at`, if it is evidence.
pub(super) fn evidence_at(bytes: &[u8], at: usize) -> Option<usize> {
    let part = |b: &&u8| b.is_ascii_alphabetic();
    let before = bytes[..at].iter().rev().take(11).take_while(part).count();
    let after = bytes[at..].iter().take(11).take_while(part).count();
    is_evidence(&bytes[at - before..at + after]).then_some(at - before)
}

fn judge(text: &str, from: usize, to: usize, model: &Model, list: &mut Vec<Edit>) {
    let chars: Vec<char> = text[from..to].chars().collect();
    let page = Page::new(chars, &[]);
    let evidence = Evidence::of(&page);
    let mut features_of = Vec::with_capacity(40);
    let (mut at, mut seen) = (from, 0usize);
    for (t, token) in page.tokens.iter().enumerate() {
        let Some(small) = Small::of(&page, token) else { continue };
        let (within, confidence) = if let Some(place) = small.place(CERTAIN).or_else(|| small.place(ALSO)) {
            (place, 0.995)
        } else if small.may_be() {
            features(&page, t, &evidence, &mut features_of);
            let (said, ahead) = answer(&model.dropped.score(&features_of));
            let chance = model.chances.of(verdict::DROPPED, ahead);
            match said {
                _ if chance < SURE => continue,
                Dropped::Nothing => continue,
                Dropped::Within => (place_within(small.word()), chance),
                Dropped::AtEnd => (small.word().len(), chance),
            }
        } else {
            continue;
        };
        // the place in bytes: from the last word on
        at += page.chars[seen..token.start as usize].iter().map(|c| c.len_utf8()).sum::<usize>();
        seen = token.start as usize;
        list.push(edit(text, at + within, at + within, "’", &RULE, confidence.min(0.999)));
    }
}

fn place_within(small: &str) -> usize {
    place(EITHER, small).unwrap_or(small.len() - 1)
}
