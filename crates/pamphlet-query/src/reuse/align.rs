//! Two rows of words, aligned: the stretch of each in which they say the same, and where they differ.
//!
//! Smith and Waterman's local alignment ("Identification of common molecular subsequences", 1981) over words, in a
//! band around the diagonal that the seeds gave. Its numbers are this project's: they end a stretch where fewer than
//! about half of the words agree. How alike two stretches are is another number, [`Alignment::similarity`].

use super::sequence::Word;
use crate::vocabulary::Vocabulary;

/// What a pair of words adds to the score of an alignment.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scores {
    /// Two equal words that are not frequent.
    same: i32,
    /// Two equal frequent words: `the` beside `the` is no evidence.
    frequent: i32,
    /// The same word in another spelling.
    near: i32,
    /// Two words that have nothing in common.
    other: i32,
    /// A word that stands on one side only.
    gap: i32,
}

pub(super) const SCORES: Scores = Scores { same: 4, frequent: 2, near: 3, other: -3, gap: -2 };

/// Words that an alignment may be off the diagonal it was started on, to either side: what may be inserted or
/// left out in all.
pub(super) const BAND: usize = 24;

/// Words off the diagonal at which a word still counts as near it, before anything is aligned.
const NEAR_DIAGONAL: i64 = 8;

/// A step from the start of an alignment to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Same,
    /// The same word in another spelling.
    Near,
    /// Another word in the place of one.
    Other,
    /// A word of the first row that the second does not have.
    Dropped,
    /// A word of the second row that the first does not have.
    Added,
}

/// A stretch of two rows: words `q.0..q.1` of the first and `d.0..d.1` of the second.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Alignment {
    pub q: (usize, usize),
    pub d: (usize, usize),
    pub steps: Vec<Step>,
}

impl Alignment {
    /// Words that both have, spelled alike or not.
    pub fn in_common(&self) -> usize {
        self.steps.iter().filter(|step| matches!(step, Step::Same | Step::Near)).count()
    }

    /// What the words in common count: one in another spelling is [`NEAR`] of one.
    fn credit(&self) -> f64 {
        self.steps
            .iter()
            .map(|step| match step {
                Step::Same => 1.0,
                Step::Near => NEAR,
                _ => 0.0,
            })
            .sum()
    }

    /// How alike the stretches are, of `of` words on the first side: twice the words in common by the words of both,
    /// from 0 to 1 (Dice's coefficient over words in order; Python's `difflib` calls it the ratio).
    pub fn similarity(&self, of: usize) -> f64 {
        let all = of + (self.d.1 - self.d.0);
        if all == 0 { 0.0 } else { 2.0 * self.credit() / all as f64 }
    }
}

/// What a word in another spelling counts.
const NEAR: f64 = 0.9;

/// Whether two different forms are one word in two spellings: `labour` and `labor`, `goverment` and `government`. Words
/// of four to seven letters may differ in one letter, longer ones in two; numbers never.
pub(super) fn is_near(a: &str, b: &str) -> bool {
    let (long, short) = if a.len() >= b.len() { (a, b) } else { (b, a) };
    if short.len() < 4 || long.len() - short.len() > 4 || short.bytes().any(|byte| byte.is_ascii_digit()) {
        return false;
    }
    // most pairs share neither the first letter nor the last
    if a.chars().next() != b.chars().next() && a.chars().next_back() != b.chars().next_back() {
        return false;
    }
    let letters = short.chars().count();
    let most = match letters {
        0..4 => return false,
        4..8 => 1,
        _ => 2,
    };
    strsim::osa_distance(a, b) <= most
}

/// Compares words of two rows.
pub(super) struct Pairs<'v> {
    pub vocabulary: &'v Vocabulary,
    /// Whether a form is frequent, by its number; those beyond the list are not.
    pub frequent: &'v [bool],
}

impl Pairs<'_> {
    fn score(&self, q: &Word, d: &Word) -> (i32, Step) {
        if q.form == d.form {
            let frequent = self.frequent.get(q.form as usize).copied().unwrap_or(false);
            return (if frequent { SCORES.frequent } else { SCORES.same }, Step::Same);
        }
        if is_near(self.vocabulary.form(q.form), self.vocabulary.form(d.form)) {
            (SCORES.near, Step::Near)
        } else {
            (SCORES.other, Step::Other)
        }
    }

    /// Whether an alignment is worth its cost: whether so many words of `q` stand near the
    /// diagonal in `d`.
    pub fn is_worth(&self, q: &[Word], d: &[Word], diagonal: i64, words: usize) -> bool {
        let mut met = 0;
        for (i, word) in q.iter().enumerate() {
            let at = |off: i64| usize::try_from(i as i64 + diagonal + off).unwrap_or(0).min(d.len());
            if d[at(-NEAR_DIAGONAL)..at(NEAR_DIAGONAL + 1)].iter().any(|other| other.form == word.form) {
                met += 1;
            }
        }
        met >= words
    }

    /// The best local alignment of `q` with `d` in which a word `i` of `q` stands beside one of `d` that is at most
    /// [`BAND`] from `i + diagonal`. `None` where they have nothing in common.
    pub fn align(&self, q: &[Word], d: &[Word], diagonal: i64) -> Option<Alignment> {
        const WIDTH: usize = 2 * BAND + 1;
        let mut traces = vec![0u8; q.len() * WIDTH];
        let (mut before, mut row) = ([0i32; WIDTH + 1], [0i32; WIDTH + 1]);
        let mut best = (0, 0, 0);
        for (i, word) in q.iter().enumerate() {
            for at in 0..WIDTH {
                row[at] = 0;
                let j = i as i64 + diagonal + at as i64 - BAND as i64;
                let Some(other) = usize::try_from(j).ok().and_then(|j| d.get(j)) else { continue };
                let (pair, step) = self.score(word, other);
                // in the row before, the same diagonal has the same place; the word above stands one further on
                let (mut score, mut trace) = (before[at] + pair, trace_of(step));
                let dropped = before[at + 1] + SCORES.gap;
                if dropped > score {
                    (score, trace) = (dropped, trace_of(Step::Dropped));
                }
                let added = if at > 0 { row[at - 1] + SCORES.gap } else { 0 };
                if added > score {
                    (score, trace) = (added, trace_of(Step::Added));
                }
                if score > 0 {
                    row[at] = score;
                    traces[i * WIDTH + at] = trace;
                    if score > best.0 {
                        best = (score, i, at);
                    }
                }
            }
            std::mem::swap(&mut before, &mut row);
        }
        let (score, mut i, mut at) = best;
        if score <= 0 {
            return None;
        }
        let place =
            |i: usize, at: usize| usize::try_from(i as i64 + diagonal + at as i64 - BAND as i64).unwrap_or(0);
        let (q_end, d_end) = (i + 1, place(i, at) + 1);
        let mut steps = Vec::new();
        let (mut q_start, mut d_start) = (q_end, d_end);
        while let Some(step) = step_of(traces[i * WIDTH + at]) {
            steps.push(step);
            let up = match step {
                Step::Added => {
                    d_start -= 1;
                    if at == 0 {
                        break;
                    }
                    at -= 1;
                    continue;
                }
                Step::Dropped => {
                    q_start -= 1;
                    at += 1;
                    at < WIDTH
                }
                _ => {
                    (q_start, d_start) = (q_start - 1, d_start - 1);
                    true
                }
            };
            if !up || i == 0 {
                break;
            }
            i -= 1;
        }
        steps.reverse();
        Some(Alignment { q: (q_start, q_end), d: (d_start, d_end), steps })
    }
}

fn trace_of(step: Step) -> u8 {
    match step {
        Step::Same => 1,
        Step::Near => 2,
        Step::Other => 3,
        Step::Dropped => 4,
        Step::Added => 5,
    }
}

fn step_of(trace: u8) -> Option<Step> {
    Some(match trace {
        1 => Step::Same,
        2 => Step::Near,
        3 => Step::Other,
        4 => Step::Dropped,
        5 => Step::Added,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::super::sequence::words_of_text;
    use super::*;
    use pamphlet_index::analyzer::Lang;

    fn aligned(q: &str, d: &str) -> Option<(Alignment, usize)> {
        let mut vocabulary = Vocabulary::default();
        let q = words_of_text(q, Lang::English, &mut vocabulary);
        let d = words_of_text(d, Lang::English, &mut vocabulary);
        let frequent: Vec<bool> =
            (0..vocabulary.len()).map(|n| vocabulary.form(n as u32).len() < 4).collect();
        let pairs = Pairs { vocabulary: &vocabulary, frequent: &frequent };
        pairs.align(&q, &d, 0).map(|found| (found, q.len()))
    }

    #[track_caller]
    fn check(q: &str, d: &str, stretch: (usize, usize), similarity: f64) {
        let (found, words) = aligned(q, d).expect("something in common");
        assert_eq!(found.d, stretch, "{found:?}");
        assert!((found.similarity(words) - similarity).abs() < 0.005, "{}", found.similarity(words));
    }

    #[test]
    fn what_two_texts_share() {
        let line = "the mill belongs to those who work the mill";
        check(line, line, (0, 9), 1.0);
        check(line, &format!("so we said: {line}, and meant it"), (3, 12), 1.0);
        // a frequent word before a gap is no evidence
        check(line, "the old mill belongs to those who work the mill", (2, 10), 16.0 / 17.0);
        check(line, "the mill belongs to those who worked in the mill", (0, 10), 2.0 * 8.0 / 19.0);
        check(
            "our labour built the harbour wall",
            "our labor built the harbor wall",
            (0, 6),
            2.0 * 5.8 / 12.0,
        );
        assert!(aligned("bread and roses", "iron or coal").is_none());
    }

    #[test]
    fn one_word_in_two_spellings() {
        for (a, b) in [("labour", "labor"), ("goverment", "government"), ("recieve", "receive")] {
            assert!(is_near(a, b), "{a} {b}");
        }
        for (a, b) in
            [("1990", "1991"), ("war", "was"), ("peace", "price"), ("nation", "notion's"), ("", "peace")]
        {
            assert!(!is_near(a, b), "{a} {b}");
        }
    }

    proptest::proptest! {
        #[test]
        fn steps_add_up_to_the_stretches(q in "[a-d ]{0,60}", d in "[a-d ]{0,60}") {
            if let Some((found, _)) = aligned(&q, &d) {
                let of = |wanted: &[Step]| found.steps.iter().filter(|step| wanted.contains(step)).count();
                let both = [Step::Same, Step::Near, Step::Other];
                proptest::prop_assert_eq!(found.q.1 - found.q.0, of(&both) + of(&[Step::Dropped]));
                proptest::prop_assert_eq!(found.d.1 - found.d.0, of(&both) + of(&[Step::Added]));
                proptest::prop_assert!(found.in_common() > 0);
            }
        }
    }
}
