//! Passages of documents, changed as passages are when they are quoted: what was done is drawn by seeded chance. And
//! passages that only look alike. What is said to be alike here is decided without the program: by the longest row
//! of words that two texts share in order.

use crate::equality::Dice;

/// What is done to a passage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Change {
    Nothing,
    NoPunctuation,
    LostApostrophes,
    Inserted,
    Misspelt,
    LeftOut,
    Wrapped,
    Mixed,
}

pub(super) const CHANGES: [Change; 8] = [
    Change::Nothing,
    Change::NoPunctuation,
    Change::LostApostrophes,
    Change::Inserted,
    Change::Misspelt,
    Change::LeftOut,
    Change::Wrapped,
    Change::Mixed,
];

/// Words that somebody who quotes puts in.
const PUT_IN: [&str; 10] =
    ["indeed", "also", "however", "today", "always", "certainly", "our", "very", "again", "perhaps"];

/// The passage with the change.
pub(super) fn changed(passage: &str, change: Change, dice: &mut Dice) -> String {
    let mut words: Vec<String> = passage.split_whitespace().map(str::to_owned).collect();
    match change {
        Change::Nothing => {}
        Change::NoPunctuation => {
            let kept = |c: &char| c.is_alphanumeric() || matches!(c, '\'' | '’' | '-');
            for word in &mut words {
                *word = word.chars().filter(kept).collect::<String>().to_lowercase();
            }
        }
        Change::LostApostrophes => {
            let instead = ["?", "", " ", "\u{fffd}"][dice.roll(4)];
            for word in &mut words {
                *word = word.replace(['\'', '’'], instead);
            }
        }
        Change::Inserted => insert(&mut words, 7, dice),
        Change::Misspelt => misspell(&mut words, 6, dice),
        Change::LeftOut => leave_out(&mut words, 8, dice),
        Change::Wrapped => {
            return words.chunks(6).map(|line| line.join(" ")).collect::<Vec<_>>().join("\r\n");
        }
        Change::Mixed => {
            misspell(&mut words, 11, dice);
            insert(&mut words, 13, dice);
            leave_out(&mut words, 15, dice);
        }
    }
    words.retain(|word| !word.is_empty());
    words.join(" ")
}

/// One word of about so many is followed by another.
fn insert(words: &mut Vec<String>, of: usize, dice: &mut Dice) {
    let mut at = 1 + dice.roll(of - 1);
    while at < words.len() {
        words.insert(at, PUT_IN[dice.roll(PUT_IN.len())].to_owned());
        at += of + dice.roll(3);
    }
}

fn leave_out(words: &mut Vec<String>, of: usize, dice: &mut Dice) {
    let mut at = 1 + dice.roll(of - 1);
    while at < words.len() {
        words.remove(at);
        at += of + dice.roll(3);
    }
}

/// One word of about so many, of five letters at least, has two letters exchanged, one doubled or one lost.
fn misspell(words: &mut [String], of: usize, dice: &mut Dice) {
    let mut at = dice.roll(of);
    while at < words.len() {
        let mut letters: Vec<char> = words[at].chars().collect();
        if letters.len() >= 5 && letters.iter().take(4).all(|c| c.is_alphabetic()) {
            let inside = 1 + dice.roll(2);
            match dice.roll(3) {
                0 => letters.swap(inside, inside + 1),
                1 => letters.insert(inside, letters[inside]),
                _ => drop(letters.remove(inside)),
            }
            words[at] = letters.into_iter().collect();
            at += of;
        } else {
            at += 1;
        }
    }
}

/// The same words in another order: drawn, or pieces of three exchanged.
pub(super) fn disordered(passage: &str, dice: &mut Dice) -> String {
    let words: Vec<&str> = passage.split_whitespace().collect();
    let size = if dice.roll(2) == 0 { 1 } else { 3 };
    let mut pieces: Vec<&[&str]> = words.chunks(size).collect();
    for at in (1..pieces.len()).rev() {
        pieces.swap(at, dice.roll(at + 1));
    }
    pieces.concat().join(" ")
}

/// The words of a text, bare.
pub(super) fn bare(text: &str) -> Vec<String> {
    let bare = |word: &str| word.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
    text.split(|c: char| c.is_whitespace() || matches!(c, '-' | '—' | '–'))
        .map(bare)
        .filter(|word| !word.is_empty())
        .collect()
}

/// The largest part of a passage's words that stand in a text in order, within a stretch a third longer than it.
pub(super) fn share(passage: &[String], text: &[String]) -> f64 {
    let stretch = passage.len() * 4 / 3 + 1;
    let step = (passage.len() / 4).max(1);
    let mut best = 0;
    let mut from = 0;
    while from < text.len() {
        let part = &text[from..text.len().min(from + stretch)];
        best = best.max(in_order(passage, part));
        from += step;
    }
    best as f64 / passage.len().max(1) as f64
}

/// How long the longest row of words is that both have in this order.
fn in_order(a: &[String], b: &[String]) -> usize {
    let mut row = vec![0usize; b.len() + 1];
    for word in a {
        let mut before = 0;
        for (at, other) in b.iter().enumerate() {
            let above = row[at + 1];
            row[at + 1] = if word == other { before + 1 } else { above.max(row[at]) };
            before = above;
        }
    }
    row[b.len()]
}

#[test]
fn what_is_alike_is_told_without_the_program() {
    let text = bare("So they wrote: the mill belongs to those who work it, and to nobody else.");
    let of = |passage: &str| share(&bare(passage), &text);
    assert_eq!(of("The mill belongs to those who work it"), 1.0);
    assert_eq!(of("The old mill belongs to them who work it"), 7.0 / 9.0);
    assert!(of("It work who those to belongs mill the") < 0.3);
}
