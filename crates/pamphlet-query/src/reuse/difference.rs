//! Where the words of one text stand in the place of those of another.

use super::align::Step;
use super::passage::Difference;
use super::sequence::Word;
use crate::error::Result;

/// The differences of a stretch, in order. `was` gives words of the first text as they are written, `words` are those of
/// the second, whose `text` starts at `base` and is shown in one line.
pub(super) fn differences(
    steps: &[Step],
    first: usize,
    was: &dyn Fn(usize, usize) -> Result<String>,
    words: &[Word],
    text: &str,
    base: u32,
) -> Result<Vec<Difference>> {
    let places = InOneLine::new(text);
    let character = |byte: u32| places.character(byte.saturating_sub(base) as usize);
    let mut out = Vec::new();
    let (mut q, mut d) = (first, 0);
    let mut steps = steps.iter().peekable();
    while let Some(step) = steps.next() {
        let (q_start, d_start) = (q, d);
        let mut take = |step: &Step| {
            q += usize::from(*step != Step::Added);
            d += usize::from(*step != Step::Dropped);
        };
        take(step);
        if *step == Step::Same {
            continue;
        }
        while let Some(step) = steps.next_if(|step| **step != Step::Same) {
            take(step);
        }
        let at = match (words.get(d_start), d.checked_sub(1).and_then(|last| words.get(last))) {
            (Some(first), Some(last)) if d > d_start => [character(first.start), character(last.end)],
            // left out: before the word that follows
            (Some(first), _) => [character(first.start); 2],
            _ => [character(words.last().map_or(base, |word| word.end)); 2],
        };
        out.push(Difference { at, was: was(q_start, q)? });
    }
    Ok(out)
}

/// Places in a text whose white space is shown as single spaces.
pub(super) struct InOneLine(Vec<usize>);

impl InOneLine {
    pub fn new(text: &str) -> Self {
        let mut places = vec![0; text.len() + 1];
        let (mut shown, mut blank) = (0, true);
        for (at, c) in text.char_indices() {
            places[at] = shown;
            let space = c.is_whitespace();
            if !(space && blank) {
                shown += 1;
            }
            blank = space;
        }
        places[text.len()] = shown;
        Self(places)
    }

    /// The character of a byte that a character starts at.
    pub fn character(&self, byte: usize) -> usize {
        self.0.get(byte).or(self.0.last()).copied().unwrap_or(0)
    }
}
