//! The second pass: what the neighbours, the open quotes and the rest of the document say about a decision
//! that the first pass found hard.
//!
//! It turns the outcome of the first pass into a row of small numbers a mark, which the boosted
//! [`super::trees`] look at. What the trees say is added to the scores of the first pass.

use super::page::{Case, Kind, Page, Shape, mix};
use super::{CLASSES, Class, Scores, probabilities};
use rustc_hash::FxHashMap;

/// A mark whose two likeliest classes are further apart than this is not looked at again.
pub const CLEAR: f32 = 7.0;

/// How many features a mark has here.
pub const WIDTH: usize = 114;

/// Sums over marks of one kind: probabilities, and how many marks.
#[derive(Clone, Copy, Debug, Default)]
struct Sum {
    p: Scores,
    n: f32,
}

impl Sum {
    fn add(&mut self, p: &Scores, weight: f32) {
        for (sum, p) in self.p.iter_mut().zip(p) {
            *sum += p * weight;
        }
        self.n += weight;
    }
}

/// The quotes around a mark, as the first pass sees them.
#[derive(Clone, Copy, Debug, Default)]
struct Around {
    /// Whether a double quote is open, the characters since it was opened, and the same for a single one.
    double: u8,
    double_far: u32,
    single: u8,
    single_far: u32,
    /// 1 where the last double quote opened, 2 where it closed.
    last: u8,
    /// The same for the next quotes in the paragraph: 1 opens, 2 closes.
    next: u8,
    next_far: u32,
    next_single: u8,
}

/// What the first pass found in a document, ready to be asked about single marks.
pub struct Found {
    /// Probabilities of each mark.
    likely: Vec<Scores>,
    /// The same in steps of log odds.
    steps: Vec<[u8; CLASSES]>,
    /// The most likely class.
    top: Vec<u8>,
    /// By how much the next class is behind.
    gap: Vec<f32>,
    /// What stands right beside each mark, as a key of `alike`.
    keys: Vec<u32>,
    all: Sum,
    /// Only marks after a word, where apostrophe and question mark compete.
    after: Sum,
    /// By what stands right beside a mark.
    alike: FxHashMap<u32, Sum>,
    around: Vec<Around>,
}

/// Whether a class cannot stand in a shape: no question mark parts the letters of a word or opens one.
pub fn impossible(shape: Shape, class: Class) -> bool {
    class == Class::Question && matches!(shape, Shape::Contraction | Shape::Within | Shape::Before)
}

/// A probability in steps of log odds, 128 at one half.
fn odds(p: f32) -> u8 {
    let p = p.clamp(1e-5, 1.0 - 1e-5);
    (128.0 + 11.0 * (p / (1.0 - p)).ln()) as u8
}

/// A number in steps that grow with it.
fn size(x: f32) -> u8 {
    (24.0 * (1.0 + x.max(0.0)).ln()).min(255.0) as u8
}

impl Found {
    /// `scores` has one entry a mark.
    pub fn new(page: &Page, scores: &[Scores]) -> Self {
        let n = page.marks.len();
        let mut found = Self {
            likely: Vec::with_capacity(n),
            steps: Vec::with_capacity(n),
            top: Vec::with_capacity(n),
            gap: Vec::with_capacity(n),
            keys: Vec::with_capacity(n),
            all: Sum::default(),
            after: Sum::default(),
            alike: FxHashMap::default(),
            around: vec![Around::default(); n],
        };
        for (mark, scores) in page.marks.iter().zip(scores) {
            let mut scores = *scores;
            if impossible(mark.shape, Class::Question) {
                scores[0] -= 20.0;
            }
            let p = probabilities(&scores);
            let (mut top, mut most, mut next) = (0, f32::MIN, f32::MIN);
            for (i, &score) in scores.iter().enumerate() {
                if score > most {
                    (top, next, most) = (i as u8, most, score);
                } else if score > next {
                    next = score;
                }
            }
            let key = beside(page, mark.at as usize);
            found.all.add(&p, 1.0);
            if mark.shape == Shape::After {
                found.after.add(&p, 1.0);
            }
            found.alike.entry(key).or_default().add(&p, 1.0);
            found.steps.push(p.map(odds));
            found.likely.push(p);
            found.top.push(top);
            found.gap.push(most - next);
            found.keys.push(key);
        }
        found.follow_quotes(page);
        found
    }

    /// Whether the first pass left mark `k` in doubt.
    pub fn in_doubt(&self, page: &Page, k: usize) -> bool {
        self.gap[k] < CLEAR && page.marks[k].shape != Shape::Contraction
    }

    fn follow_quotes(&mut self, page: &Page) {
        let n = page.marks.len();
        let ends_single = |shape| !matches!(shape, Shape::Contraction | Shape::Within);
        let mut paragraph = u32::MAX;
        let (mut double, mut double_at, mut single, mut single_at, mut last) = (0, 0, 0, 0, 0);
        for k in 0..n {
            let mark = &page.marks[k];
            if mark.paragraph != paragraph {
                paragraph = mark.paragraph;
                (double, double_at, single, single_at, last) = (0, mark.at, 0, mark.at, 0);
            }
            let around = &mut self.around[k];
            (around.double, around.single, around.last) = (double, single, last);
            (around.double_far, around.single_far) = (mark.at - double_at, mark.at - single_at);
            match super::ALL[usize::from(self.top[k])] {
                Class::OpenDouble => (double, double_at, last) = (1, mark.at, 1),
                Class::CloseDouble => (double, double_at, last) = (0, mark.at, 2),
                Class::OpenSingle => (single, single_at) = (1, mark.at),
                Class::Apostrophe if ends_single(mark.shape) => single = 0,
                _ => {}
            }
        }
        let (mut paragraph, mut double, mut double_at, mut single) = (u32::MAX, 0, 0, 0);
        for k in (0..n).rev() {
            let mark = &page.marks[k];
            if mark.paragraph != paragraph {
                (paragraph, double, double_at, single) = (mark.paragraph, 0, mark.at, 0);
            }
            let around = &mut self.around[k];
            (around.next, around.next_far, around.next_single) = (double, double_at - mark.at, single);
            match super::ALL[usize::from(self.top[k])] {
                Class::OpenDouble => (double, double_at) = (1, mark.at),
                Class::CloseDouble => (double, double_at) = (2, mark.at),
                Class::OpenSingle => single = 1,
                Class::Apostrophe if ends_single(mark.shape) => single = 2,
                _ => {}
            }
        }
    }

    /// The features of mark `k`, [`WIDTH`] of them. `asked` is the score of the question model.
    pub fn features(&self, page: &Page, k: usize, scores: &Scores, asked: f32, out: &mut Vec<u8>) {
        out.clear();
        let mark = &page.marks[k];
        let (shape, at) = (mark.shape, mark.at as usize);
        let most = scores.iter().copied().fold(f32::MIN, f32::max);
        out.extend(scores.iter().map(|score| ((most - score) * 16.0).min(255.0) as u8));
        out.push(shape as u8);
        out.push((128.0 + asked.clamp(-9.0, 9.0) * 12.0) as u8);
        out.extend([mark.place, mark.left]);
        self.place_in_text(page, k, out);

        // the document without this mark
        let own = &self.likely[k];
        let long = page.chars.len().max(1_500) as f32;
        for (sum, own) in self.all.p.iter().zip(own) {
            out.push(size((sum - own) * 4_000.0 / long));
        }
        let one = if shape == Shape::After { 1.0 } else { 0.0 };
        let rest = (self.after.n - one).max(0.0);
        for (sum, own) in self.after.p.iter().zip(own).take(7) {
            out.push(share(sum - own * one, rest));
        }
        out.push(size(rest * 4_000.0 / long));
        out.push(size(self.all.p[1] - own[1]));
        out.push(size(self.all.p[3] + self.all.p[4] - own[3] - own[4]));
        out.push(size(self.all.p[0] - own[0]));
        out.push(share(self.all.p[2] - own[2], self.all.p[2] - own[2] + self.all.p[3] - own[3]));
        let shows = &page.shows;
        out.extend(shows.shapes.iter().map(|&n| size(n as f32 * 4_000.0 / long)));
        out.push(
            u8::from(shows.quotes) * 8
                + u8::from(shows.straight_quotes) * 4
                + u8::from(shows.apostrophes) * 2
                + u8::from(shows.straight),
        );
        out.push(u8::from(shows.open_singles) * 2 + u8::from(shows.dashes));
        out.push(size(shows.stops as f32 * 4_000.0 / long));
        out.push(size(long / 100.0));

        // marks that stand between the same signs
        let alike = self.alike.get(&self.keys[k]).copied().unwrap_or_default();
        let rest = (alike.n - 1.0).max(0.0);
        for (sum, own) in alike.p.iter().zip(own).take(7) {
            out.push(share(sum - own, rest));
        }
        out.push(size(rest));

        for offset in [-1isize, 1, -2, 2] {
            let other = k.checked_add_signed(offset).filter(|&i| i < page.marks.len());
            match other {
                Some(i) => {
                    let there = &page.marks[i];
                    out.extend(self.steps[i]);
                    out.push(there.shape as u8);
                    out.push(size((there.at.abs_diff(mark.at)) as f32 / 2.0));
                    out.push(u8::from(there.paragraph == mark.paragraph));
                }
                None => out.extend([0, 0, 0, 0, 0, 0, 0, 0, 9, 255, 0]),
            }
        }

        let around = &self.around[k];
        out.extend([around.double, size(around.double_far as f32 / 4.0), around.last]);
        out.extend([around.single, size(around.single_far as f32 / 4.0)]);
        out.extend([around.next, size(around.next_far as f32 / 4.0), around.next_single]);
        out.push(u8::from(page.char(at, -1) == '.') + 2 * u8::from(page.char(at, -2) == '.'));
        out.resize(WIDTH, 0);
    }

    /// What stands around the mark, in numbers.
    fn place_in_text(&self, page: &Page, k: usize, out: &mut Vec<u8>) {
        let mark = &page.marks[k];
        let at = mark.at as usize;
        let before = page.token(mark.token as isize - 1);
        let after = page.token(mark.token as isize + 1 + isize::from(mark.left));
        let then = page.token(mark.token as isize + 2 + isize::from(mark.left));
        let kind = |token: &super::page::Token| match token.kind {
            Kind::Word | Kind::Number => token.case as u8,
            Kind::Sign => 6 + sign(page.char(token.start as usize, 0)),
            Kind::Mark => 30,
            Kind::Line => 31,
            Kind::Paragraph => 32,
        };
        out.extend([sign(page.char(at, -1)), sign(page.char(at, -2)), sign(page.char(at, 1))]);
        out.extend([sign(page.char(at, 2)), kind(&before), kind(&after), kind(&then)]);
        let letters = if before.kind == Kind::Word { before.end - before.start } else { 0 };
        out.push(letters.min(30) as u8);
        let ends_in_s = before.kind == Kind::Word
            && before.end == mark.at
            && matches!(page.char(at, -1), 's' | 'S' | 'x' | 'z');
        out.push(u8::from(ends_in_s) + 2 * u8::from(before.case == Case::Title));
        // how far into its line the mark stands
        let start = (1..60).find(|&n| at < n || page.chars[at - n] == '\n').unwrap_or(60);
        out.push(start as u8);
    }
}

/// A share of a sum, leant towards none where there is little to go by; 255 for all of it.
fn share(part: f32, of: f32) -> u8 {
    (255.0 * part.max(0.0) / (of.max(0.0) + 0.3)).min(255.0) as u8
}

/// A character as a small number, alike ones close together.
fn sign(c: char) -> u8 {
    match c {
        '\n' => 0,
        ' ' => 1,
        '?' => 2,
        '.' => 3,
        '!' => 4,
        ',' => 5,
        ';' => 6,
        ':' => 7,
        '-' => 8,
        ')' | ']' => 9,
        '(' | '[' => 10,
        '"' => 11,
        '”' => 12,
        '’' => 13,
        '\'' => 14,
        '“' => 15,
        '‘' => 16,
        _ if c.is_whitespace() => 1,
        _ if c.is_lowercase() => 20,
        _ if c.is_uppercase() => 21,
        _ if c.is_alphabetic() => 20,
        _ if c.is_numeric() => 22,
        _ => 18,
    }
}

/// A key of what stands right beside the mark at `at`.
fn beside(page: &Page, at: usize) -> u32 {
    let next = page.char(at, 1);
    let beyond = if next == ' ' { sign(page.char(at, 2)) } else { 0 };
    mix(u32::from(sign(page.char(at, -1))), u32::from(sign(next)) * 32 + u32::from(beyond))
}
