//! The packed texts as numbers of words, for what counts words in their places. Each core reads its own documents and
//! numbers its words; the numbers are then made one.

use super::Within;
use crate::error::Result;
use crate::parallel::in_order;
use crate::search::Asked;
use crate::view::{Address, passage_lang};
use crate::vocabulary::Vocabulary;
use pamphlet_index::Stored;
use pamphlet_index::analyzer::{Tokens, analyze};

/// Words by number, from 1: 0 is a border.
#[derive(Default)]
pub(crate) struct Lexis(Vocabulary);

impl Lexis {
    /// The number of a word.
    pub fn number(&mut self, word: &str) -> u32 {
        self.0.number(word) + 1
    }

    /// The number of a word that has one.
    pub fn known(&self, word: &str) -> Option<u32> {
        self.0.known(word).map(|number| number + 1)
    }

    /// The words, number 1 first.
    pub fn words(&self) -> &[Box<str>] {
        self.0.forms()
    }

    /// Takes the words of another in; the number here of each of its numbers, that of the border first.
    pub fn join(&mut self, other: &Lexis) -> Vec<u32> {
        std::iter::once(0).chain(other.words().iter().map(|word| self.number(word))).collect()
    }
}

/// Texts as numbers, document by document.
#[derive(Default)]
pub(crate) struct Texts {
    /// Numbers of words, 0 at every border; one at least behind each document.
    pub tokens: Vec<u32>,
    /// Where each document starts.
    pub starts: Vec<u32>,
    pub lexis: Lexis,
    /// Whether time ran out before all were read.
    pub late: bool,
}

/// Reads documents on as many threads.
pub(crate) fn read(
    asked: &Asked<'_>,
    addresses: &[Address],
    within: Within,
    threads: usize,
) -> Result<Texts> {
    let share = addresses.len().div_ceil(threads.max(1)).max(1);
    let shares: Vec<&[Address]> = addresses.chunks(share).collect();
    let parts = in_order(threads, &shares, || (), |(), share| read_share(asked, share, within))?;
    let mut all = Texts::default();
    for mut part in parts {
        all.late |= part.late;
        if all.tokens.is_empty() {
            let late = all.late;
            all = part;
            all.late |= late;
            continue;
        }
        let numbers = all.lexis.join(&part.lexis);
        let before = all.tokens.len() as u32;
        all.starts.extend(part.starts.iter().map(|start| start + before));
        all.tokens.extend(part.tokens.drain(..).map(|token| numbers[token as usize]));
    }
    Ok(all)
}

fn read_share(asked: &Asked<'_>, addresses: &[Address], within: Within) -> Result<Texts> {
    let mut texts = Texts::default();
    let mut tokens = Tokens::default();
    for (at, &address) in addresses.iter().enumerate() {
        if at % 16 == 15 && asked.has_ended() {
            texts.late = true;
            break;
        }
        texts.starts.push(texts.tokens.len() as u32);
        add(&asked.view.stored(address)?, within, &mut tokens, &mut texts)?;
        texts.tokens.push(0);
    }
    Ok(texts)
}

fn add(stored: &Stored, within: Within, tokens: &mut Tokens, texts: &mut Texts) -> Result<()> {
    let mut block = None;
    for passage in stored.passages()? {
        if block.replace(passage.block).is_some_and(|last| last != passage.block)
            && within != Within::Document
        {
            texts.tokens.push(0);
        }
        let text = stored.slice(passage.range)?;
        analyze(&text, passage_lang(stored, passage.block), tokens);
        for token in tokens.iter().filter(|token| !token.extra) {
            if token.sentence && within == Within::Sentence {
                texts.tokens.push(0);
            }
            let number = texts.lexis.number(tokens.term(token));
            texts.tokens.push(number);
        }
    }
    Ok(())
}
