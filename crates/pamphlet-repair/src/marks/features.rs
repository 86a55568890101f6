//! What the judge looks at: each mark as a list of hashed features.
//!
//! Every feature is crossed with the mark's closest neighbours (its `base`), so that one table serves all
//! shapes. The groups below can be left out one by one by the trainer, to see what each is worth.

use super::model::Question;
use super::page::{Case, Kind, MARK, Page, Shape, Token, hash, mix};
use super::question::{self, Clause, Lexicon, step};
use crate::characters::is_letter;

/// Groups of features, for leaving one out.
#[allow(dead_code, reason = "names the numbers that the trainer's setting takes")]
pub const GROUPS: [&str; 9] =
    ["words", "sentence", "ends", "verbs", "document", "question", "window", "quotes", "run"];

/// Collects the features of one mark.
struct Collector<'o> {
    out: &'o mut Vec<u32>,
    base: u32,
    kind: u32,
    /// The group that is being added, and the one that is left out.
    group: u32,
    without: u32,
}

impl Collector<'_> {
    fn add(&mut self, parts: &[u32]) {
        self.kind += 1;
        if self.group == self.without {
            return;
        }
        let mut h = mix(self.base, self.kind + self.group * 64);
        for &part in parts {
            h = mix(h, part);
        }
        self.out.push(h);
    }

    fn group(&mut self, group: u32) {
        self.group = group;
        self.kind = 0;
    }
}

/// The kind of a character, as neighbours see it.
fn neighbour(c: char) -> u32 {
    let kind = if c.is_lowercase() {
        'a'
    } else if c.is_uppercase() {
        'A'
    } else if c.is_numeric() {
        '9'
    } else if c == '\n' {
        'N'
    } else if c.is_whitespace() {
        '_'
    } else if c == MARK {
        'Q'
    } else {
        c
    };
    kind as u32
}

/// What comes next: its case, looking through quotes and marks.
fn follows(tokens: [&Token; 3]) -> u32 {
    let [a, b, c] = tokens;
    match () {
        () if a.kind <= Kind::Number => a.case as u32,
        () if a.kind >= Kind::Line => 6 + a.kind as u32,
        () if b.kind <= Kind::Number => 20 + b.case as u32,
        () if c.kind <= Kind::Number => 30 + c.case as u32,
        () => 40 + b.kind as u32,
    }
}

/// The features of mark `k`; returns the score of the question model, 0 within a word. `without` is a place in
/// [`GROUPS`], or beyond them.
pub fn features(
    page: &Page,
    k: usize,
    lexicon: &Lexicon,
    asked: &Question,
    without: u32,
    scratch: &mut Vec<u32>,
    out: &mut Vec<u32>,
) -> f32 {
    out.clear();
    let mark = page.marks[k];
    let at = mark.at as usize;
    let chars = &page.chars;
    let near = |offset| neighbour(page.char(at, offset));
    let (p1, p2, n1, n2) = (near(-1), near(-2), near(1), near(2));
    let beyond = if n1 == '_' as u32 || n1 == 'Q' as u32 { n2 } else { 0 };
    let mut base = mix(mix(p1, n1), beyond);
    let run = mix(u32::from(mark.place), u32::from(mark.left.min(4)));
    if mark.left > 0 {
        base = mix(base, run);
    }
    let mut f = Collector { out, base, kind: 0, group: 0, without };
    let shows = &page.shows;
    let count = |shape: Shape| step(shows.shapes[shape as usize] as usize);
    let kept = u32::from(shows.apostrophes)
        + 2 * u32::from(shows.quotes)
        + 4 * u32::from(shows.straight)
        + 8 * u32::from(shows.straight_quotes);

    // the piece of word on either side; a word longer than that is no word
    let mut from = at;
    while from > 0 && at - from < 24 && is_letter(chars[from - 1]) {
        from -= 1;
    }
    let mut to = at + 1;
    while to < chars.len() && to - at < 24 && is_letter(chars[to]) {
        to += 1;
    }
    let left_word = hash(&chars[from..at]);
    let suffix = |n: usize| hash(&chars[from.max(at.saturating_sub(n))..at]);

    if mark.shape == Shape::Contraction || mark.shape == Shape::Within {
        let right_word = hash(&chars[at + 1..to]);
        let first3 = hash(&chars[at + 1..to.min(at + 4)]);
        let first1 = hash(&chars[at + 1..to.min(at + 2)]);
        let lengths = [(to - at).min(6) as u32, (at - from).min(6) as u32];
        let caps = |c: char| u32::from(c.is_uppercase());
        f.add(&[]);
        f.add(&[left_word]);
        f.add(&[right_word]);
        f.add(&[left_word, right_word]);
        f.add(&[suffix(2), right_word]);
        f.add(&[suffix(3)]);
        f.add(&[first3]);
        f.add(&[suffix(1), first3]);
        f.add(&[suffix(1), first1]);
        f.add(&lengths);
        f.add(&[kept, count(Shape::Contraction)]);
        f.add(&[count(Shape::Contraction), count(Shape::Within), lengths[0], kept]);
        f.add(&[caps(chars[at - 1]), caps(chars[at + 1]), lengths[1]]);
        f.add(&[count(Shape::Within), count(Shape::AfterSign), p1, n1]);
        return 0.0;
    }

    let t = mark.token as isize;
    let token = |offset: isize| page.token(t + offset);
    let (l1, l2, l3, l4) = (token(-1), token(-2), token(-3), token(-4));
    let skip = isize::from(mark.left);
    let (r1, r2, r3) = (token(1 + skip), token(2 + skip), token(3 + skip));
    let next = follows([&r1, &r2, &r3]);
    let last_word = [l1, l2, l3].into_iter().find(|token| token.kind <= Kind::Number).unwrap_or(l3);
    // how the word before ends: only s, z and x make a possessive without an s of its own
    let ending = if l1.kind == Kind::Word && l1.end as usize == at {
        match chars[at - 1].to_ascii_lowercase() {
            's' => 1,
            'z' | 'x' => 2,
            'n' => 5,
            'o' | 'd' => 6,
            _ => 3,
        }
    } else {
        4
    };
    let left_case = l1.case as u32;
    let right_end = if r1.kind == Kind::Word {
        hash(&chars[(r1.end as usize).saturating_sub(3).max(r1.start as usize)..r1.end as usize])
    } else {
        r1.hash
    };

    // words around
    f.add(&[]);
    f.add(&[p2]);
    f.add(&[l1.hash]);
    f.add(&[r1.hash]);
    f.add(&[l1.hash, r1.hash]);
    f.add(&[l2.hash, l1.hash]);
    f.add(&[l2.hash, l1.hash, r1.hash]);
    f.add(&[r1.hash, r2.hash]);
    f.add(&[l1.hash, r1.hash, r2.hash]);
    f.add(&[l1.hash, next]);
    f.add(&[l1.hash, left_case, next, r2.case as u32]);
    f.add(&[l2.hash, l1.hash, next]);
    f.add(&[l3.hash, l2.hash, l1.hash]);
    f.add(&[r1.hash, r2.hash, r3.hash]);
    f.add(&[suffix(3), next]);
    f.add(&[ending, r1.hash, next]);
    f.add(&[suffix(2), r1.hash, next]);
    f.add(&[l2.hash, ending, next]);
    f.add(&[r2.hash, ending, next]);
    f.add(&[suffix(3), right_end, next]);
    f.add(&[l1.hash, right_end]);
    f.add(&[last_word.hash, next, ending, left_case]);
    f.add(&[l4.hash, l3.hash, ending, next]);
    f.add(&[l3.hash, ending, next]);
    f.add(&[r3.hash, ending, next]);
    f.add(&[right_end, ending, next, left_case]);
    f.add(&[left_word, right_end, ending]);

    // the sentence before
    f.group(1);
    let clause = Clause::before(page, mark.token as usize, lexicon);
    let (s, c, here) = (clause.sentence, clause.clause, mark.token as usize);
    let first = |from: usize, i: usize| {
        if from + i < here { page.tokens[from + i].hash } else { 66 }
    };
    let word = |from: usize| {
        if from < here { lexicon.asks(&page.tokens[from]) } else { 0 }
    };
    let (q_sentence, q_clause) = (word(s), word(c));
    let (mut words, mut capitals, mut any) = (0u32, 0u32, 0u32);
    for token in &page.tokens[s..here] {
        if token.kind == Kind::Word {
            words += 1;
            capitals += u32::from(token.case != Case::Small);
            any |= lexicon.asks(token);
        }
    }
    let length = if words < 3 { words } else { 2 + step(words as usize) };
    let title = (4 * capitals).checked_div(words).map_or(0, |quarters| 1 + quarters);
    let line_start = match () {
        () if s == 0 || page.tokens[s - 1].kind >= Kind::Line => 1,
        () if page.tokens[s - 1].kind == Kind::Mark => 2,
        () => 3 + page.tokens[s - 1].hash,
    };
    f.add(&[first(s, 0), first(s, 1), ending, next]);
    f.add(&[first(s, 0), next, ending]);
    f.add(&[first(s, 0), first(s, 1), first(s, 2), next]);
    f.add(&[first(c, 0), next, ending]);
    f.add(&[first(c, 0), first(c, 1), next, ending]);
    f.add(&[length, q_sentence, q_clause, next, ending]);
    f.add(&[title, next, ending, length, line_start]);
    f.add(&[title, next, r1.case as u32, r2.case as u32, r3.case as u32, ending, left_case]);
    f.add(&[q_sentence, q_clause, any, next, ending, left_case]);
    f.add(&[line_start, first(s, 0), next, ending]);

    // where the sentence after it ends
    f.group(2);
    let (mut ahead, mut e, mut stop) = (0usize, here + 1, 9u32);
    while e < page.tokens.len() && ahead < 40 && e < here + 80 {
        let token = &page.tokens[e];
        if token.kind >= Kind::Line {
            stop = 1;
            break;
        }
        if token.kind == Kind::Sign && ".!:;".contains(chars[token.start as usize]) {
            stop = chars[token.start as usize] as u32;
            break;
        }
        if token.kind == Kind::Mark {
            let after = page.token(e as isize + 1);
            if after.case == Case::Title || after.kind >= Kind::Line {
                stop = 3;
                break;
            }
        }
        ahead += usize::from(token.kind == Kind::Word);
        e += 1;
    }
    let distance = step(ahead);
    f.add(&[stop, distance, next, ending]);
    f.add(&[stop, distance, next, ending, q_sentence, q_clause.max(q_sentence), any]);
    f.add(&[stop, r1.hash, distance, ending]);
    f.add(&[stop, distance, l1.hash, next]);

    // the last question words before
    f.group(3);
    let mut left = 6;
    for i in (s..here).rev() {
        if lexicon.asks(&page.tokens[i]) > 0 {
            let after = if i + 1 < here { page.tokens[i + 1].hash } else { 66 };
            f.kind = 0;
            f.add(&[page.tokens[i].hash, after, next, ending]);
            f.add(&[page.tokens[i].hash, next, ending]);
            left -= 1;
            if left == 0 {
                break;
            }
        }
    }

    // the document
    f.group(4);
    let lost = count(Shape::Contraction);
    let (before, after_sign, alone) = (count(Shape::Before), count(Shape::AfterSign), count(Shape::Alone));
    let stops = step(shows.stops as usize);
    for value in [lost, before, after_sign, alone, kept, stops, count(Shape::Within)] {
        f.add(&[value, kept]);
        f.add(&[value, next, ending, kept]);
    }
    f.add(&[lost, before.min(2), after_sign.min(2), kept, next, ending]);
    f.add(&[lost, before.min(1), after_sign.min(1), alone.min(1), kept]);
    f.add(&[lost, count(Shape::After), next, ending, q_sentence.max(q_clause), any]);
    f.add(&[lost, kept, before, after_sign, l1.hash]);
    f.add(&[u32::from(shows.dashes), next, ending, alone]);

    // is it a question?
    f.group(5);
    question::features(page, here, clause, lexicon, scratch);
    let score = asked.score(scratch).clamp(-9.0, 9.0);
    let (fine, coarse) = ((score + 9.0).round() as u32, ((score + 9.0) * 0.5).round() as u32);
    f.add(&[fine]);
    f.add(&[fine, next, ending]);
    f.add(&[fine, stop, distance, next, ending]);
    f.add(&[coarse, r1.hash, ending]);
    f.add(&[coarse, l1.hash, next]);
    f.add(&[coarse, lost, kept, next, ending]);
    f.add(&[coarse, next, r1.case as u32, r2.case as u32, ending, before.min(2), after_sign.min(2)]);
    f.add(&[coarse, left_case, title, next, ending]);
    f.add(&[coarse, right_end, ending, next]);

    // the marks near by
    f.group(6);
    let (mut c_near, mut b_near, mut s_near) = (0usize, 0usize, 0usize);
    let mut see = |mark: &super::page::Mark| match mark.shape {
        Shape::Contraction => c_near += 1,
        Shape::Before => b_near += 1,
        Shape::AfterSign => s_near += 1,
        _ => {}
    };
    // at most 24 on either side: enough for any text, and linear time for a line of nothing but marks
    page.marks[..k].iter().rev().take(24).take_while(|m| m.at + 700 > mark.at).for_each(&mut see);
    page.marks[k + 1..].iter().take(24).take_while(|m| m.at < mark.at + 700).for_each(&mut see);
    f.add(&[step(c_near), kept, next, ending]);
    f.add(&[step(b_near), step(s_near), kept, next, ending]);
    f.add(&[step(c_near), step(b_near), step(s_near)]);

    // which quotes are open, by shapes and by those that were not lost
    f.group(7);
    let may_quote = |m: &super::page::Mark| {
        matches!(m.shape, Shape::Before | Shape::AfterSign | Shape::Other)
            || m.shape == Shape::After && m.left > 0
    };
    let (mut open, mut last, mut last_distance) = (0i32, 0u32, 0usize);
    for m in page.marks[..k].iter().rev().take(40).take_while(|m| m.paragraph == mark.paragraph) {
        if may_quote(m) {
            if last == 0 {
                last = m.shape as u32 + 1;
                last_distance = at - m.at as usize;
            }
            open += i32::from(m.shape == Shape::Before) - i32::from(m.shape == Shape::AfterSign);
        }
    }
    let (mut then, mut then_distance) = (0u32, 0usize);
    for m in page.marks[k + 1..].iter().take(40).take_while(|m| m.paragraph == mark.paragraph) {
        if may_quote(m) {
            then = m.shape as u32 + 1;
            then_distance = m.at as usize - at;
            break;
        }
    }
    let open = (open.clamp(-2, 2) + 2) as u32;
    let (ld, td) = (step(last_distance / 6), step(then_distance / 6));
    f.add(&[coarse, open, last, next, ending]);
    f.add(&[coarse, open, last, ld, then, td, next]);
    f.add(&[open, last, then]);
    f.add(&[open, last, ld, next, ending]);
    f.add(&[open, then, td, next]);
    f.add(&[open, last, l1.hash, next]);
    f.add(&[last, then, ld, r1.hash]);
    f.add(&[open, last, first(s, 0), q_sentence, any, next]);
    f.add(&[open, last, then, next, ending, q_sentence.max(q_clause), any]);
    f.add(&[open, last, ld, then, td, ending, next, before.min(2)]);
    let kept_quotes = KeptQuotes::before(page, at);
    let (sq, between) = (kept_quotes.single, kept_quotes.between.min(3));
    let (sd, dq) = (step(kept_quotes.single_distance / 7), kept_quotes.double);
    f.add(&[sq, between]);
    f.add(&[sq, sd, between, next, ending]);
    f.add(&[sq, sd, between, next, p1]);
    f.add(&[dq, next, ending]);
    f.add(&[dq, step(kept_quotes.double_distance / 7), next, p1, q_sentence.max(q_clause)]);
    f.add(&[sq, between, l1.hash, next]);
    f.add(&[dq, sq, between, q_sentence.max(q_clause), any, next, ending]);
    f.add(&[sq, between, r1.hash]);
    f.add(&[sq, between, first(s, 0), any]);

    // its place in a run
    f.group(8);
    if mark.left > 0 || mark.place > 0 {
        let x = near(-1 - isize::from(mark.place));
        let y = near(1 + isize::from(mark.left));
        f.add(&[x, y, run]);
        f.add(&[x, y, run, next, open]);
        f.add(&[x, run, first(s, 0), next]);
        f.add(&[run, q_sentence, q_clause, any, next, x, y]);
        f.add(&[run, last_word.hash, x]);
        f.add(&[coarse, run, x, y, next]);
    }
    score
}

/// Quotes before a mark that were not lost.
#[derive(Default)]
struct KeptQuotes {
    /// 1 when a single quote stands open, 2 when one was closed, 0 when there is none.
    single: u32,
    single_distance: usize,
    /// Marks since the open single quote.
    between: u32,
    /// 1 open, 2 closed, 3 or 4 when straight ones are even or odd in number.
    double: u32,
    double_distance: usize,
}

impl KeptQuotes {
    fn before(page: &Page, at: usize) -> Self {
        let chars = &page.chars;
        let mut found = Self::default();
        let (mut closed, mut straight) = (0, 0);
        let shows = &page.shows;
        // nothing can be found where nothing was kept
        if !shows.quotes && !shows.straight_quotes && !shows.apostrophes && !shows.open_singles {
            return found;
        }
        for steps in 1..=at.min(400) {
            let i = at - steps;
            let c = chars[i];
            if c == '\n' && (i == 0 || chars[i - 1] == '\n' || steps > 300) {
                break;
            }
            let within = || i > 0 && is_letter(chars[i - 1]) && is_letter(chars[i + 1]);
            match c {
                '‘' if found.single == 0 => {
                    found.single = if closed == 0 { 1 } else { 2 };
                    found.single_distance = steps;
                }
                '’' | '\'' if found.single == 0 && i > 0 && !chars[i - 1].is_whitespace() && !within() => {
                    closed += 1;
                }
                MARK if found.single == 0 && !within() => found.between += 1,
                '“' if found.double == 0 => (found.double, found.double_distance) = (1, steps),
                '”' if found.double == 0 => (found.double, found.double_distance) = (2, steps),
                '"' => {
                    if straight == 0 {
                        found.double_distance = steps;
                    }
                    straight += 1;
                }
                _ => {}
            }
        }
        if found.single == 0 {
            found.between = 0;
        }
        if found.double == 0 && straight > 0 {
            found.double = 3 + straight % 2;
        }
        found
    }
}
