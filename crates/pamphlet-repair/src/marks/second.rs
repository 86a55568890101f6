//! The second pass: what the neighbours, the open quotes and the rest of the document say about a decision
//! that the first pass found hard.
//!
//! Its rows are added to the scores of the first pass.

use super::page::{Case, Kind, Page, Shape, mix};
use super::question::step;
use super::{CLASSES, Class, Scores, probabilities};

/// What the first pass found in a document, ready to be asked about single marks.
pub struct Found {
    /// The most likely class of each mark.
    top: Vec<u8>,
    /// The class after that, and by how much it is behind, in steps.
    rival: Vec<(u8, u8)>,
    /// Expected numbers of each class in the document.
    sums: Scores,
    /// The same for marks after a word, where apostrophe and question mark compete.
    after: Scores,
    likely: Vec<Scores>,
    /// Open quotes before each mark: double, its distance, single, the last double, in steps.
    open: Vec<[u8; 4]>,
    /// The next double quote and its distance, and the next single one.
    next: Vec<[u8; 3]>,
}

/// Whether a class cannot stand in a shape: no question mark parts the letters of a word or opens one.
pub fn impossible(shape: Shape, class: Class) -> bool {
    class == Class::Question && matches!(shape, Shape::Contraction | Shape::Within | Shape::Before)
}

impl Found {
    /// `scores` has one entry a mark.
    pub fn new(page: &Page, scores: &[Scores]) -> Self {
        let n = page.marks.len();
        let mut found = Self {
            top: Vec::with_capacity(n),
            rival: Vec::with_capacity(n),
            sums: [0.0; CLASSES],
            after: [0.0; CLASSES],
            likely: Vec::with_capacity(n),
            open: vec![[0; 4]; n],
            next: vec![[0; 3]; n],
        };
        for (mark, scores) in page.marks.iter().zip(scores) {
            let mut scores = *scores;
            if impossible(mark.shape, Class::Question) {
                scores[0] -= 20.0;
            }
            let p = probabilities(&scores);
            let mut order: [u8; CLASSES] = std::array::from_fn(|i| i as u8);
            order.sort_by(|&a, &b| scores[usize::from(b)].total_cmp(&scores[usize::from(a)]));
            let gap = scores[usize::from(order[0])] - scores[usize::from(order[1])];
            found.top.push(order[0]);
            found.rival.push((order[1], (gap * 1.5).min(9.0) as u8));
            for (i, p) in p.into_iter().enumerate() {
                found.sums[i] += p;
                found.after[i] += if mark.shape == Shape::After { p } else { 0.0 };
            }
            found.likely.push(p);
        }
        found.follow_quotes(page);
        found
    }

    fn follow_quotes(&mut self, page: &Page) {
        let n = page.marks.len();
        let far = |from: u32, to: u32| step((to.saturating_sub(from) / 12) as usize) as u8;
        let (mut paragraph, mut double, mut double_at, mut single, mut last) = (u32::MAX, 0, 0, 0, 0);
        for k in 0..n {
            let mark = &page.marks[k];
            if mark.paragraph != paragraph {
                (paragraph, double, double_at, single, last) = (mark.paragraph, 0, mark.at, 0, 0);
            }
            self.open[k] = [double, far(double_at, mark.at), single, last];
            match super::ALL[usize::from(self.top[k])] {
                Class::OpenDouble => (double, double_at, last) = (1, mark.at, 1),
                Class::CloseDouble => (double, double_at, last) = (0, mark.at, 2),
                Class::OpenSingle => single = 1,
                Class::Apostrophe if !matches!(mark.shape, Shape::Contraction | Shape::Within) => single = 0,
                _ => {}
            }
        }
        let (mut paragraph, mut double, mut double_at, mut single) = (u32::MAX, 0, 0, 0);
        for k in (0..n).rev() {
            let mark = &page.marks[k];
            if mark.paragraph != paragraph {
                (paragraph, double, double_at, single) = (mark.paragraph, 0, mark.at, 0);
            }
            self.next[k] = [double, far(mark.at, double_at), single];
            match super::ALL[usize::from(self.top[k])] {
                Class::OpenDouble => (double, double_at) = (1, mark.at),
                Class::CloseDouble => (double, double_at) = (2, mark.at),
                Class::OpenSingle => single = 1,
                Class::Apostrophe if !matches!(mark.shape, Shape::Contraction | Shape::Within) => single = 2,
                _ => {}
            }
        }
    }

    /// The features of mark `k`.
    pub fn features(&self, page: &Page, k: usize, out: &mut Vec<u32>) {
        out.clear();
        let mark = &page.marks[k];
        let (rival, gap) = self.rival[k];
        let top = u32::from(self.top[k]);
        let pair = top * 8 + u32::from(rival);
        let own = pair * 16 + u32::from(gap);
        let coarse = pair * 16 + u32::from(gap.min(6) / 2);
        let mut kind = 0;
        let mut add = |head: u32, parts: &[u32]| {
            kind += 1;
            let mut h = mix(mix(0x5eed, kind), head);
            for &part in parts {
                h = mix(h, part);
            }
            out.push(h);
        };
        let shape = mark.shape as u32;
        let neighbour = |offset: isize| match k.checked_add_signed(offset).and_then(|i| page.marks.get(i)) {
            None => 99,
            Some(other) => {
                let i = k.wrapping_add_signed(offset);
                let near = step((other.at.abs_diff(mark.at) / 8) as usize).min(4);
                let same = u32::from(other.paragraph == mark.paragraph);
                u32::from(self.top[i]) * 64 + near * 8 + same * 4 + (other.shape as u32).min(3)
            }
        };
        let class = |offset: isize| {
            let i = k.wrapping_add_signed(offset);
            page.marks
                .get(i)
                .filter(|other| other.paragraph == mark.paragraph)
                .map_or(9, |_| u32::from(self.top[i]))
        };
        let per = |sum: f32| step((sum * 4_000.0 / page.chars.len().max(2_000) as f32).round() as usize);
        let own_p = &self.likely[k];
        let share = |of: usize| {
            let rest = self.after[of] - if mark.shape == Shape::After { own_p[of] } else { 0.0 };
            let all: f32 = self.after.iter().sum::<f32>() - f32::from(u8::from(mark.shape == Shape::After));
            if all < 0.5 { 9 } else { (rest / all * 8.0) as u32 }
        };
        let doc = |of: usize| per((self.sums[of] - own_p[of]).max(0.0));
        let [double, far, single, last] = self.open[k].map(u32::from);
        let [then, then_far, then_single] = self.next[k].map(u32::from);
        let before = page.token(mark.token as isize - 1);
        let after = page.token(mark.token as isize + 1 + isize::from(mark.left));
        let ends_in_s = u32::from(
            before.kind == Kind::Word && before.end == mark.at && page.char(mark.at as usize, -1) == 's',
        );
        let goes_on = match after.case {
            Case::Small => 1,
            Case::Title => 2,
            Case::Capitals => 3,
            Case::Number => 4,
            Case::None => 5 + after.kind as u32,
        };
        let run = u32::from(mark.place.min(3)) * 4 + u32::from(mark.left.min(3));
        add(own, &[shape]);
        add(own, &[shape, ends_in_s, goes_on]);
        add(own, &[neighbour(-1)]);
        add(own, &[neighbour(1)]);
        add(coarse, &[neighbour(-1), neighbour(1)]);
        add(coarse, &[neighbour(-2), neighbour(-1)]);
        add(coarse, &[neighbour(1), neighbour(2)]);
        add(coarse, &[class(-2), class(-1), class(1), class(2), double]);
        add(own, &[double, single, last]);
        add(own, &[double, far, then]);
        add(coarse, &[double, far, then, then_far, goes_on]);
        add(coarse, &[single, then_single, ends_in_s, goes_on]);
        add(own, &[double, then, last, shape]);
        add(own, &[doc(0), doc(1)]);
        add(own, &[doc(top as usize), doc(usize::from(rival))]);
        add(coarse, &[doc(1), doc(2), doc(3), doc(5)]);
        add(own, &[share(0), share(1)]);
        add(coarse, &[share(0), share(1), ends_in_s, goes_on]);
        add(coarse, &[doc(3) + 8 * doc(4), double, then, goes_on]);
        add(coarse, &[run, class(-1), class(1)]);
        add(coarse, &[run, double, single, goes_on]);
        let rest: u32 = own_p.iter().take(7).map(|p| (p * 3.9) as u32).fold(0, |sum, part| sum * 4 + part);
        add(rest, &[shape]);
        add(rest, &[double, then, single]);
        add(rest, &[class(-1), class(1)]);
    }
}
