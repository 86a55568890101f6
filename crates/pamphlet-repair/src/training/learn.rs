//! The models: fitted in turn, made small and written.
//!
//! Hashed tables by stochastic gradient descent with AdaGrad steps, then boosted trees. The question model that
//! scores a passage in training has never seen it: there are two, each fitted on one half. The trees are fitted
//! on a seventh of the passages that the first pass never saw.

use super::grow::{Examples, Growth, grow};
use super::measure::chances;
use super::{Chance, Damage, Passage, damage, dropped_model};
use crate::marks::features::features;
use crate::marks::model::{Chances, KINDS, MAGIC, Model, Question};
use crate::marks::page::{Kind, Page, Shape};
use crate::marks::question::{self, Clause, Lexicon};
use crate::marks::second::{Found, WIDTH};
use crate::marks::{CLASSES, Class, Scores, probabilities};

/// What a run of the trainer is told.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Size of the question model, as a power of two.
    pub question_bits: u8,
    /// Rows of the first pass, as a power of two.
    pub first_bits: u8,
    /// Rows of the model of dropped apostrophes, as a power of two.
    pub dropped_bits: u8,
    /// Trees of the second pass, by eights.
    pub trees: u8,
    /// Times that all passages are gone through.
    pub epochs: u32,
    /// Draws of damage for each passage and epoch.
    pub draws: u32,
    /// Size of the first steps.
    pub rate: f32,
    /// A group of features of the first pass to leave out, or `u32::MAX`.
    pub without: u32,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            question_bits: 17,
            first_bits: 17,
            dropped_bits: 16,
            trees: 16,
            epochs: 4,
            draws: 2,
            rate: 0.12,
            without: u32::MAX,
        }
    }
}

/// A row table in training.
pub struct Table<const N: usize> {
    weights: Vec<[f32; N]>,
    seen: Vec<f32>,
}

impl<const N: usize> Table<N> {
    /// All zero.
    pub fn new(bits: u8) -> Self {
        Self { weights: vec![[0.0; N]; 1 << bits], seen: vec![0.0; 1 << bits] }
    }

    fn place(&self, feature: u32) -> usize {
        (feature as usize ^ (feature >> 16) as usize) & (self.weights.len() - 1)
    }

    /// The sums of the rows of the features.
    pub fn score(&self, features: &[u32]) -> [f32; N] {
        let mut sums = [0.0; N];
        for &feature in features {
            for (sum, weight) in sums.iter_mut().zip(&self.weights[self.place(feature)]) {
                *sum += weight;
            }
        }
        sums
    }

    /// One step towards `class`.
    pub fn learn(&mut self, features: &[u32], class: usize, rate: f32) {
        let mut slope = probabilities(&self.score(features));
        if slope[class] > 0.9995 {
            return;
        }
        slope[class] -= 1.0;
        let size: f32 = slope.iter().map(|s| s * s).sum();
        for &feature in features {
            let place = self.place(feature);
            self.seen[place] += size;
            let step = rate / (self.seen[place].sqrt() + 0.3);
            for (weight, s) in self.weights[place].iter_mut().zip(&slope) {
                *weight -= step * s;
            }
        }
    }

    /// Scale and bytes: what the largest weights but one in 2,000 become ±127.
    fn small(&self) -> (f32, Vec<u8>) {
        let centred = self.weights.iter().flat_map(|row| {
            let mean = row.iter().sum::<f32>() / N as f32;
            row.map(|weight| weight - mean)
        });
        small(&centred.collect::<Vec<_>>())
    }
}

fn small(weights: &[f32]) -> (f32, Vec<u8>) {
    let mut sizes: Vec<f32> = weights.iter().map(|weight| weight.abs()).filter(|&size| size > 0.0).collect();
    sizes.sort_by(f32::total_cmp);
    let largest = sizes.get(sizes.len().saturating_sub(1 + sizes.len() / 2_000)).copied().unwrap_or(1.0);
    let scale = largest / 127.0;
    let byte = |weight: &f32| ((weight / scale).round().clamp(-127.0, 127.0) as i8).cast_unsigned();
    (scale, weights.iter().map(byte).collect())
}

/// Fits all models on `passages`, and counts on those of `kept` how often decisions are right. Returns the model
/// file. `say` is told how it goes.
pub fn train(
    passages: &[Passage],
    kept: &[Passage],
    settings: &Settings,
    say: &mut dyn FnMut(&str),
) -> Option<Vec<u8>> {
    let lexicon = Lexicon::new();
    let halves = [0, 1].map(|half| question_model(passages, half, settings, &lexicon));
    say("question models done");
    let first = first_pass(passages, &halves, &lexicon, settings, say);
    let dropped = dropped_model(passages, settings);
    say("dropped apostrophes done");
    let (scale, trees) = second_pass(passages, &halves, &lexicon, &first, settings, say);
    say("second pass done");
    let mut file = write(settings, &halves[0], &first, &dropped, scale, &trees);
    let end = file.len();
    // certain of everything, until it was measured
    file.resize(end + Chances::BYTES, 0xff);
    recount(file, kept)
}

/// A model file with its chances counted anew on `kept`.
pub fn recount(mut file: Vec<u8>, kept: &[Passage]) -> Option<Vec<u8>> {
    let model = Model::read(file.clone().leak())?;
    file.truncate(file.len() - Chances::BYTES);
    file.extend(chances(&model, kept));
    Some(file)
}

fn first_pass(
    passages: &[Passage],
    halves: &[Question; 2],
    lexicon: &Lexicon,
    settings: &Settings,
    say: &mut dyn FnMut(&str),
) -> Table<CLASSES> {
    let mut first = Table::new(settings.first_bits);
    let mut chance = Chance::new(0x9a3b_f00d);
    let (mut scratch, mut list) = (Vec::new(), Vec::new());
    for epoch in 0..settings.epochs {
        let rate = settings.rate * (1.0 - 0.9 * epoch as f32 / settings.epochs as f32);
        let mut seen = 0usize;
        for (i, passage) in passages.iter().enumerate() {
            if kept_for_second(i) {
                continue;
            }
            for _ in 0..settings.draws {
                let (page, classes) = draw(&passage.text, &mut chance);
                for (k, &class) in classes.iter().enumerate() {
                    let plain = page.marks[k].shape == Shape::Contraction && class == Class::Apostrophe;
                    if plain && chance.unit() > 0.06 {
                        continue;
                    }
                    // the model of the half that this passage is not in
                    let asked = &halves[1 - i % 2];
                    features(&page, k, lexicon, asked, settings.without, &mut scratch, &mut list);
                    first.learn(&list, class as usize, rate);
                    seen += 1;
                }
            }
        }
        say(&format!("first pass, epoch {epoch}: {seen} marks"));
    }
    first
}

fn second_pass(
    passages: &[Passage],
    halves: &[Question; 2],
    lexicon: &Lexicon,
    first: &Table<CLASSES>,
    settings: &Settings,
    say: &mut dyn FnMut(&str),
) -> (f32, Vec<u8>) {
    let mut examples = Examples::new(WIDTH);
    let mut chance = Chance::new(0x5ec0_4d00);
    let (mut scratch, mut list, mut numbers) = (Vec::new(), Vec::new(), Vec::new());
    for (i, passage) in passages.iter().enumerate().filter(|(i, _)| kept_for_second(*i)) {
        for _ in 0..settings.draws * 2 {
            let (page, classes) = draw(&passage.text, &mut chance);
            let mut all: Vec<Scores> = Vec::with_capacity(classes.len());
            let mut asked = Vec::with_capacity(classes.len());
            for k in 0..classes.len() {
                let half = &halves[1 - i % 2];
                asked.push(features(&page, k, lexicon, half, settings.without, &mut scratch, &mut list));
                all.push(first.score(&list));
            }
            let found = Found::new(&page, &all);
            for (k, &class) in classes.iter().enumerate() {
                if found.in_doubt(&page, k) {
                    found.features(&page, k, &all[k], asked[k], &mut numbers);
                    examples.push(&numbers, all[k], class as u8);
                }
            }
        }
    }
    let growth = Growth { trees: usize::from(settings.trees) * 8, rate: 0.15, calm: 20.0 };
    grow(&mut examples, &growth, say)
}

fn kept_for_second(i: usize) -> bool {
    i % 7 == 6
}

fn draw(text: &str, chance: &mut Chance) -> (Page, Vec<Class>) {
    let kind = Damage::any(chance);
    let (chars, marks, classes) = damage(text, kind, true, chance);
    (Page::new(chars, &marks), classes)
}

/// Fits a question model on every other passage: sentence ends, `?` against `.` and `!`.
fn question_model(passages: &[Passage], half: usize, settings: &Settings, lexicon: &Lexicon) -> Question {
    let size = 1usize << settings.question_bits;
    let mut model = Question { weights: vec![0.0; size] };
    let mut seen = vec![0.0f32; size];
    let mut list = Vec::new();
    for passage in passages.iter().skip(half).step_by(2) {
        let chars: Vec<char> = passage.text.chars().collect();
        let marks: Vec<usize> = (0..chars.len()).filter(|&i| chars[i] == '?').collect();
        let page = Page::new(chars, &marks);
        for t in 1..page.tokens.len() {
            let token = page.tokens[t];
            let asks = token.kind == Kind::Mark;
            let states = token.kind == Kind::Sign && matches!(page.chars[token.start as usize], '.' | '!');
            let before = page.tokens[t - 1];
            let abbreviation = before.kind == Kind::Word && before.end - before.start <= 2;
            let next = page.token(t as isize + 1);
            let ends = next.kind >= Kind::Sign || next.case == crate::marks::page::Case::Title;
            if !asks && (!states || !ends || abbreviation) {
                continue;
            }
            let clause = Clause::before(&page, t, lexicon);
            question::features(&page, t, clause, lexicon, &mut list);
            let slope = 1.0 / (1.0 + (-model.score(&list)).exp()) - f32::from(u8::from(asks));
            for &feature in &list {
                let place = model.place(feature);
                seen[place] += slope * slope;
                model.weights[place] -= 0.12 * slope / (seen[place].sqrt() + 0.3);
            }
        }
    }
    model
}

/// A model file without its chances.
fn write(
    settings: &Settings,
    question: &Question,
    first: &Table<CLASSES>,
    dropped: &Table<KINDS>,
    scale: f32,
    trees: &[u8],
) -> Vec<u8> {
    let [question, first, dropped] = [small(&question.weights), first.small(), dropped.small()];
    let mut file = MAGIC.to_vec();
    file.extend([settings.question_bits, settings.first_bits, settings.dropped_bits, settings.trees]);
    for scale in [question.0, first.0, dropped.0, scale] {
        file.extend(scale.to_le_bytes());
    }
    for bytes in [&question.1, &first.1, &dropped.1] {
        file.extend(bytes);
    }
    file.extend(trees);
    file
}
