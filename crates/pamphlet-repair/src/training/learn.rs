//! The three models: fitted in turn, made small, written, and measured on passages kept back.
//!
//! Plain stochastic gradient descent with AdaGrad steps. The question model that scores a passage in
//! training has never seen it: there are two, each fitted on one half. The second pass is fitted on a
//! seventh of the passages that the first pass never saw.

use super::{Chance, Damage, Passage, damage};
use crate::marks::dropped::{self, Dropped, may_be};
use crate::marks::features::features;
use crate::marks::model::{MAGIC, Model, Question};
use crate::marks::page::{Kind, Page, Shape};
use crate::marks::question::{self, Clause, Lexicon};
use crate::marks::second::Found;
use crate::marks::verdict::{costs, decide, scores};
use crate::marks::{CLASSES, Class, Scores, probabilities};

/// What a run of the trainer is told.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Size of the question model, as a power of two.
    pub question_bits: u8,
    /// Rows of the first pass, as a power of two.
    pub first_bits: u8,
    /// Rows of the second pass, as a power of two.
    pub second_bits: u8,
    /// Rows of the model of dropped apostrophes, as a power of two.
    pub dropped_bits: u8,
    /// Times that all passages are gone through.
    pub epochs: u32,
    /// Draws of damage for each passage and epoch.
    pub draws: u32,
    /// Size of the first steps.
    pub rate: f32,
    /// A group of features to leave out, or `u32::MAX`.
    pub without: u32,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            question_bits: 17,
            first_bits: 17,
            second_bits: 14,
            dropped_bits: 15,
            epochs: 4,
            draws: 2,
            rate: 0.12,
            without: u32::MAX,
        }
    }
}

/// A row table in training.
struct Table {
    weights: Vec<Scores>,
    seen: Vec<f32>,
}

impl Table {
    fn new(bits: u8) -> Self {
        Self { weights: vec![[0.0; CLASSES]; 1 << bits], seen: vec![0.0; 1 << bits] }
    }

    fn place(&self, feature: u32) -> usize {
        (feature as usize ^ (feature >> 16) as usize) & (self.weights.len() - 1)
    }

    fn score(&self, features: &[u32]) -> Scores {
        let mut sums = [0.0; CLASSES];
        for &feature in features {
            for (sum, weight) in sums.iter_mut().zip(&self.weights[self.place(feature)]) {
                *sum += weight;
            }
        }
        sums
    }

    /// One step towards `class`, from scores `so_far` that the table's own are part of.
    fn learn(&mut self, features: &[u32], so_far: &Scores, class: Class, rate: f32) {
        let mut slope = probabilities(so_far);
        if slope[class as usize] > 0.9995 {
            return;
        }
        slope[class as usize] -= 1.0;
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
            let mean = row.iter().sum::<f32>() / CLASSES as f32;
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

/// What came out.
pub struct Learnt {
    /// The model file.
    pub file: Vec<u8>,
}

/// Fits all three models. `say` is told how it goes.
pub fn train(passages: &[Passage], settings: &Settings, say: &mut dyn FnMut(&str)) -> Learnt {
    let lexicon = Lexicon::new();
    let halves = [0, 1].map(|half| question_model(passages, half, settings, &lexicon));
    say("question models done");
    let mut first = Table::new(settings.first_bits);
    let mut second = Table::new(settings.second_bits);
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
                    features(&page, k, &lexicon, asked, settings.without, &mut scratch, &mut list);
                    let scores = first.score(&list);
                    first.learn(&list, &scores, class, rate);
                    seen += 1;
                }
            }
        }
        say(&format!("first pass, epoch {epoch}: {seen} marks"));
    }
    for epoch in 0..3 {
        for (i, passage) in passages.iter().enumerate().filter(|(i, _)| kept_for_second(*i)) {
            for _ in 0..settings.draws * 2 {
                let (page, classes) = draw(&passage.text, &mut chance);
                let asked = &halves[1 - i % 2];
                let mut all = Vec::with_capacity(classes.len());
                for k in 0..classes.len() {
                    features(&page, k, &lexicon, asked, settings.without, &mut scratch, &mut list);
                    all.push(first.score(&list));
                }
                let found = Found::new(&page, &all);
                for (k, &class) in classes.iter().enumerate() {
                    if page.marks[k].shape == Shape::Contraction {
                        continue;
                    }
                    found.features(&page, k, &mut list);
                    let more = second.score(&list);
                    let mut sum = all[k];
                    for (sum, more) in sum.iter_mut().zip(more) {
                        *sum += more;
                    }
                    second.learn(&list, &sum, class, 0.06 / (1.0 + epoch as f32));
                }
            }
        }
    }
    say("second pass done");
    let dropped = dropped_model(passages, settings);
    say("dropped apostrophes done");
    Learnt { file: write(settings, &halves[0], [&first, &second, &dropped]) }
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

/// A text without its apostrophes within and after words, and which words had one.
fn without_apostrophes(text: &str) -> (Page, Vec<(usize, Dropped)>) {
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

/// Fits the model of dropped apostrophes.
fn dropped_model(passages: &[Passage], settings: &Settings) -> Table {
    let mut table = Table::new(settings.dropped_bits);
    let mut list = Vec::new();
    for epoch in 0..settings.epochs.min(3) {
        for passage in passages {
            let (page, words) = without_apostrophes(&passage.text);
            for (t, kind) in words {
                dropped::features(&page, t, &mut list);
                let scores = table.score(&list);
                let class = crate::marks::ALL[kind as usize];
                table.learn(&list, &scores, class, 0.1 / (1.0 + epoch as f32));
            }
        }
    }
    table
}

/// Measures the model of dropped apostrophes: changes that were right, changes, and apostrophes dropped,
/// where it is as sure as `sure`.
pub fn measure_dropped(model: &Model, passages: &[Passage], sure: f32) -> [u32; 3] {
    let mut list = Vec::new();
    let mut sums = [0; 3];
    for passage in passages {
        let (page, words) = without_apostrophes(&passage.text);
        for (t, kind) in words {
            dropped::features(&page, t, &mut list);
            let p = probabilities(&model.dropped.score(&list));
            let said = [Dropped::Within, Dropped::AtEnd].into_iter().find(|said| p[*said as usize] > sure);
            sums[0] += u32::from(said == Some(kind));
            sums[1] += u32::from(said.is_some());
            sums[2] += u32::from(kind != Dropped::Nothing);
        }
    }
    sums
}

fn write(settings: &Settings, question: &Question, tables: [&Table; 3]) -> Vec<u8> {
    let [first, second, dropped] = tables.map(Table::small);
    let parts = [small(&question.weights), first, second, dropped];
    let mut file = MAGIC.to_vec();
    file.extend([settings.question_bits, settings.first_bits, settings.second_bits, settings.dropped_bits]);
    for (scale, _) in &parts {
        file.extend(scale.to_le_bytes());
    }
    for (_, bytes) in &parts {
        file.extend(bytes);
    }
    file
}

/// How a model did on passages that it has not seen.
#[derive(Clone, Copy, Debug, Default)]
pub struct Report {
    /// Lost marks and those that came back right.
    pub lost: u32,
    /// Of the lost, those that came back right.
    pub right: u32,
    /// Marks that were changed to something wrong, genuine question marks among them.
    pub wrong: u32,
    /// Genuine question marks.
    pub genuine: u32,
    /// Genuine question marks that were destroyed.
    pub destroyed: u32,
}

impl Report {
    /// The harmonic mean of precision and recall.
    pub fn f1(&self) -> f32 {
        2.0 * self.right as f32 / (self.lost + self.right + self.wrong).max(1) as f32
    }

    /// Genuine question marks destroyed in a thousand.
    pub fn destroyed_per_1000(&self) -> f32 {
        1000.0 * self.destroyed as f32 / self.genuine.max(1) as f32
    }
}

/// Measures a model: `kind` of damage, without variation, at costs times `dial`. Where `wrong` is given, it
/// is told of every mistake: the text around, what it was, what was decided.
pub fn measure(
    model: &Model,
    passages: &[Passage],
    kind: Damage,
    dial: f32,
    wrong: &mut dyn FnMut(&str, Class, Class),
) -> Report {
    let lexicon = Lexicon::new();
    let mut chance = Chance::new(4242);
    let mut report = Report::default();
    for passage in passages {
        let (chars, marks, classes) = damage(&passage.text, kind, false, &mut chance);
        let page = Page::new(chars, &marks);
        if page.shows.shapes[Shape::Contraction as usize] == 0 {
            continue;
        }
        let all = scores(&page, model, &lexicon);
        for (k, &class) in classes.iter().enumerate() {
            let costs = costs(&page, k).map(|cost| cost * dial);
            let verdict = decide(page.marks[k].shape, &all[k], false, &costs);
            let lost = class != Class::Question;
            // ‘ for ’ and the other way are told apart here, as they are different characters
            let right = verdict.class == class;
            report.lost += u32::from(lost);
            report.genuine += u32::from(!lost);
            report.right += u32::from(lost && right);
            report.wrong += u32::from(!right && verdict.class != Class::Question);
            report.destroyed += u32::from(!lost && !right);
            if !right {
                let at = page.marks[k].at as usize;
                let text = &page.chars[at.saturating_sub(40)..(at + 30).min(page.chars.len())];
                wrong(&text.iter().collect::<String>(), class, verdict.class);
            }
        }
    }
    report
}
