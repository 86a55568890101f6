//! How a model does on passages that it has not seen, and how sure its decisions may call themselves.

use super::dropped::without_apostrophes;
use super::{Chance, Damage, Passage, damage};
use crate::marks::agree::agree;
use crate::marks::dropped::{Dropped, Evidence, features};
use crate::marks::model::{Chances, DECISIONS, Model, STEPS};
use crate::marks::page::{Page, Shape};
use crate::marks::question::Lexicon;
use crate::marks::verdict::{DROPPED, Verdict, costs, decide, scores};
use crate::marks::{CLASSES, Class, Scores};

/// Kinds of marks: what a reader can tell apart, blind to whether a quote opens or closes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Genuine question marks.
    Question,
    /// ’ and ‘.
    Single,
    /// “ and ”.
    Double,
    /// Dashes.
    Dash,
    /// …
    Ellipsis,
    /// Letters and signs.
    Other,
}

/// How many kinds there are.
const KINDS: usize = 6;

impl Kind {
    fn of(class: Class) -> Self {
        match class {
            Class::Question => Kind::Question,
            Class::Apostrophe | Class::OpenSingle => Kind::Single,
            Class::OpenDouble | Class::CloseDouble => Kind::Double,
            Class::Dash => Kind::Dash,
            Class::Ellipsis => Kind::Ellipsis,
            Class::Other => Kind::Other,
        }
    }
}

/// What became of each kind: a row for what marks were, a column for what was decided.
#[derive(Clone, Copy, Debug, Default)]
pub struct Report {
    table: [[u32; KINDS]; KINDS],
}

impl Report {
    /// Marks that were `was` and became `said`.
    pub fn count(&self, was: Kind, said: Kind) -> u32 {
        self.table[was as usize][said as usize]
    }

    /// Lost marks of a kind.
    pub fn lost(&self, kind: Kind) -> u32 {
        self.table[kind as usize].iter().sum()
    }

    /// The harmonic mean of precision and recall over all lost marks that are no letters.
    pub fn f1(&self) -> f32 {
        let (mut right, mut lost, mut changed) = (0, 0, 0);
        for (was, row) in self.table.iter().enumerate() {
            for (said, &n) in row.iter().enumerate() {
                let real = (1..5).contains(&was);
                right += if real && was == said { n } else { 0 };
                lost += if real { n } else { 0 };
                changed += if (1..5).contains(&said) { n } else { 0 };
            }
        }
        2.0 * right as f32 / (lost + changed).max(1) as f32
    }

    /// Genuine question marks destroyed in a thousand.
    pub fn destroyed_per_1000(&self) -> f32 {
        let all = self.lost(Kind::Question);
        // what is taken for a letter stays as it is
        let left = self.count(Kind::Question, Kind::Question) + self.count(Kind::Question, Kind::Other);
        1000.0 * (all - left) as f32 / all.max(1) as f32
    }
}

/// One mark of a damaged passage, judged.
struct Judged<'p> {
    page: &'p Page,
    k: usize,
    was: Class,
    verdict: Verdict,
}

/// Damages passages and judges every mark of those that show damage.
fn each(
    model: &Model,
    passages: &[Passage],
    kind: Option<Damage>,
    dial: &Scores,
    tell: &mut dyn FnMut(&Judged<'_>),
) {
    let lexicon = Lexicon::new();
    let mut chance = Chance::new(4242);
    for passage in passages {
        let damage_kind = kind.unwrap_or_else(|| Damage::any(&mut chance));
        let (chars, marks, classes) = damage(&passage.text, damage_kind, kind.is_none(), &mut chance);
        let page = Page::new(chars, &marks);
        if page.shows.shapes[Shape::Contraction as usize] == 0 {
            continue;
        }
        let mut all = scores(&page, model, &lexicon);
        agree(&page, |_| false, &mut all);
        for (k, &was) in classes.iter().enumerate() {
            let mut costs = costs(&page, k);
            for (cost, dial) in costs.iter_mut().zip(dial) {
                *cost += dial;
            }
            let verdict = decide(page.marks[k].shape, &all[k], false, &costs);
            tell(&Judged { page: &page, k, was, verdict });
        }
    }
}

/// Measures a model: `kind` of damage without variation, with `dial` on top of the costs. `wrong` is told of every
/// mistake: the text around, what it was, what was decided.
pub fn measure(
    model: &Model,
    passages: &[Passage],
    kind: Damage,
    dial: &[f32; CLASSES],
    wrong: &mut dyn FnMut(&str, Class, Class),
) -> Report {
    let mut report = Report::default();
    each(model, passages, Some(kind), dial, &mut |judged| {
        let (was, said) = (Kind::of(judged.was), Kind::of(judged.verdict.class));
        report.table[was as usize][said as usize] += 1;
        if was != said && said != Kind::Other {
            let at = judged.page.marks[judged.k].at as usize;
            let chars = &judged.page.chars;
            let text = &chars[at.saturating_sub(40)..(at + 30).min(chars.len())];
            wrong(&text.iter().collect::<String>(), judged.was, judged.verdict.class);
        }
    });
    report
}

/// The bytes of [`Chances`]: how often each kind of decision was right, step by step of its margin, made to rise.
pub(super) fn chances(model: &Model, passages: &[Passage]) -> Vec<u8> {
    // decisions that were right, and all
    let mut counts = vec![[[0u32; 2]; STEPS]; DECISIONS];
    each(model, passages, None, &[0.0; CLASSES], &mut |judged| {
        let class = judged.verdict.class;
        if !matches!(class, Class::Question | Class::Other) {
            let shape = judged.page.marks[judged.k].shape;
            let cell = &mut counts[judged.verdict.decision(shape)]
                [Chances::step(judged.verdict.ahead).min(STEPS - 1)];
            cell[0] += u32::from(class == judged.was);
            cell[1] += 1;
        }
    });
    let mut list = Vec::new();
    for passage in passages {
        let (page, words) = without_apostrophes(&passage.text);
        let evidence = Evidence::of(&page);
        for (t, kind) in words {
            features(&page, t, &evidence, &mut list);
            let (said, ahead) = crate::marks::dropped::answer(&model.dropped.score(&list));
            if said != Dropped::Nothing {
                let cell = &mut counts[DROPPED][Chances::step(ahead).min(STEPS - 1)];
                cell[0] += u32::from(said == kind);
                cell[1] += 1;
            }
        }
    }
    counts.iter().flat_map(rising).flat_map(u16::to_le_bytes).collect()
}

/// How often edits of each confidence are right: for each of the twenty steps from 0 to 1, the edits, those that were
/// right, and the sum of their confidences.
pub fn calibration(model: &Model, passages: &[Passage]) -> [(u32, u32, f32); 20] {
    let mut steps = [(0, 0, 0.0); 20];
    each(model, passages, None, &[0.0; CLASSES], &mut |judged| {
        let verdict = &judged.verdict;
        if !matches!(verdict.class, Class::Question | Class::Other) {
            let shape = judged.page.marks[judged.k].shape;
            let chance = model.chances.of(verdict.decision(shape), verdict.ahead);
            let step = &mut steps[((chance * 20.0) as usize).min(19)];
            step.0 += 1;
            step.1 += u32::from(verdict.class == judged.was);
            step.2 += chance;
        }
    });
    steps
}

/// Shares of right decisions in 65,535ths, made to rise by joining neighbours that fall.
fn rising(cells: &[[u32; 2]; STEPS]) -> [u16; STEPS] {
    // right, all, steps; one wrong decision in advance, so that few decisions never look certain
    let mut blocks: Vec<(f64, f64, usize)> = Vec::new();
    for cell in cells {
        let mut block = (f64::from(cell[0]), f64::from(cell[1]) + 1e-3, 1);
        while let Some(&(right, all, steps)) = blocks.last()
            && right * block.1 >= block.0 * all
        {
            block = (right + block.0, all + block.1, steps + block.2);
            blocks.pop();
        }
        blocks.push(block);
    }
    let mut out = [0; STEPS];
    let mut at = 0;
    for (right, all, steps) in blocks {
        let share = (right + 0.5) / (all + 1.0);
        out[at..at + steps].fill((share * 65_535.0) as u16);
        at += steps;
    }
    out
}
