//! The model of apostrophes that were dropped without a trace: fitted on clean text without them.

use super::learn::Table;
use super::{Passage, Settings};
use crate::marks::dropped::{Dropped, Evidence, features, may_be};
use crate::marks::model::{KINDS, Model};
use crate::marks::page::Page;
use crate::marks::probabilities;

/// A text without its apostrophes within and after words, and which words had one.
pub(super) fn without_apostrophes(text: &str) -> (Page, Vec<(usize, Dropped)>) {
    let clean: Vec<char> = text.chars().collect();
    let mut chars = Vec::with_capacity(clean.len());
    // by place of the word's last letter in the new text
    let mut lost = Vec::new();
    for (i, &c) in clean.iter().enumerate() {
        let after_letter = i > 0 && clean[i - 1].is_alphabetic();
        if c == '’' && after_letter {
            let next = clean.get(i + 1).copied().unwrap_or(' ');
            let kind = if next.is_alphabetic() { Dropped::Within } else { Dropped::AtEnd };
            // after anything but s this is a closing quote or dialect
            if kind == Dropped::Within || clean[i - 1] == 's' {
                lost.push((chars.len() - 1, kind));
            }
            continue;
        }
        chars.push(c);
    }
    let page = Page::new(chars, &[]);
    let mut words = Vec::new();
    let mut next = lost.into_iter().peekable();
    for (t, token) in page.tokens.iter().enumerate() {
        let mut kind = Dropped::Nothing;
        while let Some((at, found)) = next.next_if(|(at, _)| *at < token.end as usize) {
            if at >= token.start as usize {
                kind = found;
            }
        }
        if may_be(&page, token) {
            words.push((t, kind));
        }
    }
    (page, words)
}

/// Fits the model.
pub(super) fn dropped_model(passages: &[Passage], settings: &Settings) -> Table<KINDS> {
    let mut table = Table::new(settings.dropped_bits);
    let mut list = Vec::new();
    for epoch in 0..3 {
        for passage in passages {
            let (page, words) = without_apostrophes(&passage.text);
            let evidence = Evidence::of(&page);
            for (t, kind) in words {
                features(&page, t, &evidence, &mut list);
                table.learn(&list, kind as usize, 0.1 / (1.0 + epoch as f32));
            }
        }
    }
    table
}

/// Measures the model: changes that were right, changes, and apostrophes dropped, where it is as sure as
/// `sure`.
pub fn measure_dropped(model: &Model, passages: &[Passage], sure: f32) -> [u32; 3] {
    let mut list = Vec::new();
    let mut sums = [0; 3];
    for passage in passages {
        let (page, words) = without_apostrophes(&passage.text);
        let evidence = Evidence::of(&page);
        for (t, kind) in words {
            features(&page, t, &evidence, &mut list);
            let p = probabilities(&model.dropped.score(&list));
            let said = [Dropped::Within, Dropped::AtEnd].into_iter().find(|said| p[*said as usize] > sure);
            sums[0] += u32::from(said == Some(kind));
            sums[1] += u32::from(said.is_some());
            sums[2] += u32::from(kind != Dropped::Nothing);
        }
    }
    sums
}
