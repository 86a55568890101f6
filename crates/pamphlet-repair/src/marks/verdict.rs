//! The last word: from scores to a decision, mark by mark.
//!
//! The costs are the dial between lost marks that are restored and genuine question marks that are
//! destroyed. They were set on passages that the trainer kept back.

use super::features::features;
use super::model::Model;
use super::opening::open_before_words;
use super::page::{Case, Kind, Mark, Page, Shape};
use super::question::Lexicon;
use super::second::{Found, WIDTH, impossible};
use super::{CLASSES, Class, Scores, probabilities};

/// The decision on one mark.
#[derive(Clone, Copy, Debug)]
pub struct Verdict {
    /// What it is.
    pub class: Class,
    /// By how much the class is ahead of a question mark.
    pub margin: f32,
    /// By how much it is ahead of the next one, costs taken off.
    pub ahead: f32,
    /// The next one is a question mark.
    pub or_question: bool,
}

/// What must speak for a class beyond what speaks for a question mark.
pub const COSTS: Scores = [0.0, 2.6, 3.2, 3.2, 3.2, 3.8, 3.6, 0.0];

/// What must speak for a closing mark beyond that, where nothing was opened before it.
const UNOPENED: f32 = 3.0;

/// What must speak for a dash between spaces before a small letter, and for … or a closing quote after a full
/// stop, where question marks hardly ever stand.
const SPACED: f32 = 1.0;

/// What must speak for … between a full stop and a letter beyond what must elsewhere: that is a quote, and the space
/// beside it is missing.
const JOINED: f32 = 2.0;

/// What must speak for a closing mark beyond that where another mark stands right before it: `‘freedom’?` is as good as
/// `“freedom?”`.
const IN_RUN: f32 = 1.5;

/// How much less must speak for an apostrophe after a word that has one elsewhere.
const KNOWN: f32 = 2.0;

/// How many marks back, and how many characters back, an opening one is looked for.
const REACH: (usize, usize) = (60, 1_500);

/// The costs for mark `k`: higher for a closing quote that nothing opened in its paragraph, and for an
/// apostrophe after a word that no apostrophe can end.
pub fn costs(page: &Page, k: usize) -> Scores {
    let mut costs = COSTS;
    let mark = &page.marks[k];
    if mark.shape == Shape::Alone && page.token(mark.token as isize + 1).case == Case::Small {
        costs[Class::Dash as usize] = SPACED;
    }
    if mark.shape == Shape::AfterSign && ends_a_sentence(page, mark) {
        let joined = page.char(mark.at as usize, 1).is_alphanumeric();
        costs[Class::Ellipsis as usize] =
            if joined { COSTS[Class::Ellipsis as usize] + JOINED } else { SPACED };
        costs[Class::CloseDouble as usize] = SPACED;
    }
    if mark.place > 0 {
        costs[Class::CloseDouble as usize] += IN_RUN;
        costs[Class::Apostrophe as usize] += IN_RUN;
    }
    if !matches!(mark.shape, Shape::After | Shape::AfterSign) {
        return costs;
    }
    let at = mark.at as usize;
    let lost = page.marks[..k]
        .iter()
        .rev()
        .take(REACH.0)
        .take_while(|other| other.paragraph == mark.paragraph)
        .any(|other| other.shape == Shape::Before);
    let (mut single, mut double) = (lost, lost);
    if !lost {
        let mut next = ' ';
        for &c in page.chars[..at].iter().rev().take(REACH.1) {
            if single && double || c == '\n' && next == '\n' {
                break;
            }
            single |= c == '‘';
            double |= matches!(c, '“' | '"');
            next = c;
        }
    }
    if said_elsewhere(page, k) {
        costs[Class::Apostrophe as usize] -= KNOWN;
    }
    if !double {
        costs[Class::CloseDouble as usize] += UNOPENED;
    }
    if !single && !can_end_in_apostrophe(&page.chars[at.saturating_sub(5)..at]) {
        costs[Class::Apostrophe as usize] += UNOPENED;
    }
    costs
}

/// Whether a full stop stands before a mark, and a whole word before that.
fn ends_a_sentence(page: &Page, mark: &Mark) -> bool {
    let at = mark.at as usize;
    let word = [-4, -3, -2].map(|offset| page.char(at, offset));
    // `schools, etc.?`
    page.char(at, -1) == '.' && word.iter().all(|c| c.is_lowercase()) && word != ['e', 't', 'c']
}

/// Whether the word before mark `k` stands before another mark with a small letter after it: `Miners? Power`
/// above `the miners? union`.
fn said_elsewhere(page: &Page, k: usize) -> bool {
    let word = |mark: &Mark| page.token(mark.token as isize - 1);
    let own = word(&page.marks[k]);
    if own.kind != Kind::Word || own.end != page.marks[k].at {
        return false;
    }
    // near by only, so that a text of nothing but marks takes linear time
    let near = &page.marks[k.saturating_sub(100)..page.marks.len().min(k + 100)];
    near.iter().any(|other| {
        other.shape == Shape::After
            && other.at != page.marks[k].at
            && word(other).hash == own.hash
            && page.token(other.token as isize + 1).case == Case::Small
    })
}

/// Whether a word that ends like this can have an apostrophe at its end: a plural, or dialect.
fn can_end_in_apostrophe(word: &[char]) -> bool {
    let small: String = word.iter().map(char::to_ascii_lowercase).collect();
    let end = small.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    let dialect = ["in", "o", "an", "th", "ol", "tho", "thro", "altho", "wi", "mo", "po"];
    end.ends_with(['s', 'x', 'z']) || end.len() > 3 && end.ends_with("in") || dialect.contains(&end)
}

/// How much less speaks for single quotes where every quote was lost and most would become single ones, and for an
/// apostrophe after a sign there.
const SINGLE: (f32, f32) = (3.0, 2.0);

/// Leans a whole document towards double quotes, where no quote was kept that could tell. Nothing in such a text says
/// which kind its author uses for speech; double quotes are far commoner, and a document that is taken for the other
/// kind is wrong throughout. The second pass is not trained on documents leant like this: it would learn to lean back.
///
/// Returns whether it did.
fn lean_to_double(page: &Page, all: &mut [Scores]) -> bool {
    let shows = &page.shows;
    if shows.quotes || shows.straight_quotes || shows.open_singles {
        return false;
    }
    let (mut single, mut double) = (0.0, 0.0);
    for (mark, scores) in page.marks.iter().zip(&*all) {
        if mark.shape == Shape::Before {
            let p = probabilities(scores);
            single += p[Class::OpenSingle as usize];
            double += p[Class::OpenDouble as usize];
        }
    }
    if single * 4.0 < double {
        return false;
    }
    for (mark, scores) in page.marks.iter().zip(all) {
        scores[Class::OpenSingle as usize] -= SINGLE.0;
        if mark.shape == Shape::AfterSign {
            scores[Class::Apostrophe as usize] -= SINGLE.1;
        }
    }
    true
}

/// Both passes over a page: one list of scores a mark.
pub fn scores(page: &Page, model: &Model, lexicon: &Lexicon) -> Vec<Scores> {
    let (mut scratch, mut list) = (Vec::with_capacity(100), Vec::with_capacity(160));
    let mut all = Vec::with_capacity(page.marks.len());
    let mut asked = Vec::with_capacity(page.marks.len());
    for k in 0..page.marks.len() {
        asked.push(features(page, k, lexicon, &model.question, model.without, &mut scratch, &mut list));
        all.push(model.first.score(&list));
    }
    let lean = if lean_to_double(page, &mut all) { SINGLE.0 } else { 0.0 };
    let found = Found::new(page, &all);
    let mut numbers = Vec::with_capacity(WIDTH);
    for (k, scores) in all.iter_mut().enumerate() {
        if !found.in_doubt(page, k) {
            continue;
        }
        found.features(page, k, scores, asked[k], &mut numbers);
        for (score, more) in scores.iter_mut().zip(model.second.score(&numbers)) {
            *score += more;
        }
    }
    open_before_words(page, lean, &mut all);
    all
}

/// The class of a mark with these scores. `lost` says that it cannot be a question mark, whatever its
/// shape.
pub fn decide(shape: Shape, scores: &Scores, lost: bool, costs: &Scores) -> Verdict {
    let never = |class: Class| impossible(shape, class) || lost && class == Class::Question;
    // the best class and its score, and the score after that
    let (mut best, mut most) = (0, f32::MIN);
    let (mut rival, mut next) = (0, f32::MIN);
    for i in 0..CLASSES {
        if never(super::ALL[i]) {
            continue;
        }
        // where no question mark can stand there is nothing to be careful about
        let cost = if never(Class::Question) { 0.0 } else { costs[i] };
        let score = scores[i] - cost;
        if score > most {
            (rival, next) = (best, most);
            (best, most) = (i, score);
        } else if score > next {
            (rival, next) = (i, score);
        }
    }
    Verdict {
        class: super::ALL[best],
        margin: scores[best] - scores[0],
        ahead: most - next,
        or_question: super::ALL[rival] == Class::Question,
    }
}

impl Verdict {
    /// Number of this kind of decision, for [`super::model::Chances`]: apostrophes within words apart from others, and
    /// all by whether the rival was a question mark.
    pub fn decision(&self, shape: Shape) -> usize {
        let kind = match self.class {
            Class::Question | Class::Other => 0,
            Class::Apostrophe if matches!(shape, Shape::Contraction | Shape::Within) => 0,
            class => class as usize,
        };
        kind + 8 * usize::from(self.or_question)
    }
}

/// The decision that an apostrophe was dropped, for the same.
pub const DROPPED: usize = 7;
