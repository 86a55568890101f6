//! The marks of a paragraph read together: a quote that closes needs one that opened, and the other way round.
//!
//! What both passes said of each mark is followed through the text with what stands open: a double quote, a single
//! one, both or none. The score of a class becomes that of the best reading of the whole paragraph in which the mark
//! is of that class (the max-marginals of a Viterbi lattice of four states). Quotes that were kept count as they stand.
//! Nothing here knows words.
//!
//! The weights were set on six books and pages that the trainer kept back. Half or double of any of them changes
//! hardly anything.

use super::page::{Kind, Page, Shape};
use super::second::impossible;
use super::{ALL, CLASSES, Class, Scores};

/// What speaks against a quote that opens where one of its kind is open.
const OPENED_TWICE: f32 = 2.5;

/// What speaks against a quote that closes where none is open: double, single.
const UNOPENED: (f32, f32) = (3.0, 2.0);

/// What speaks against a quote that is open where its paragraph ends: double, single; and where the next paragraph
/// opens one, as speeches over many paragraphs do.
const UNCLOSED: (f32, f32) = (1.8, 1.5);
const GOES_ON: f32 = 0.2;

/// What speaks against a quote that is open where a line ends and may be a paragraph of its own.
const LINE: f32 = 0.7;

/// What speaks against a double quote that closes while a single one within it is open.
const CROSSED: f32 = 1.5;

/// What is open: bit 0 a double quote, bit 1 a single one. How well the best reading does that leads to each.
type States = [f32; 4];

const DOUBLE: usize = 1;
const SINGLE: usize = 2;
const NEVER: f32 = -1e6;

/// What changes the state.
#[derive(Clone, Copy, Debug)]
enum Step {
    /// A doubtful mark, by number.
    Mark(u32),
    /// A mark that was kept, or a straight quote.
    Kept(char),
    /// A line ends.
    Line,
    /// A paragraph ends; whether the next one starts with a quote.
    Paragraph(bool),
}

/// Where a state leads, and what speaks against it; a second way where there are two.
type Ways = [(usize, f32); 2];

fn one(state: usize, against: f32) -> Ways {
    [(state, -against), (state, NEVER)]
}

fn open(state: usize, bit: usize) -> Ways {
    one(state | bit, if state & bit == 0 { 0.0 } else { OPENED_TWICE })
}

fn close_double(state: usize) -> Ways {
    match state {
        0 => one(0, UNOPENED.0),
        DOUBLE => one(0, 0.0),
        SINGLE => one(0, UNOPENED.0 + CROSSED),
        _ => one(0, CROSSED),
    }
}

/// ’ after a word may close a single quote or be a possessive; after a sign it closes.
fn close_single(state: usize, after_sign: bool) -> Ways {
    match (state & SINGLE != 0, after_sign) {
        (true, true) => one(state & !SINGLE, 0.0),
        (true, false) => [(state & !SINGLE, 0.0), (state, 0.0)],
        (false, true) => one(state, UNOPENED.1),
        (false, false) => one(state, 0.0),
    }
}

/// What a class of a mark does to a state.
fn of_class(class: Class, shape: Shape, state: usize) -> Ways {
    match class {
        Class::OpenDouble => open(state, DOUBLE),
        Class::OpenSingle => open(state, SINGLE),
        Class::CloseDouble => close_double(state),
        Class::Apostrophe => match shape {
            Shape::After => close_single(state, false),
            Shape::AfterSign => close_single(state, true),
            _ => one(state, 0.0),
        },
        Class::Question | Class::Dash | Class::Ellipsis | Class::Other => one(state, 0.0),
    }
}

/// What anything but a doubtful mark does to a state.
fn of_step(step: Step, state: usize) -> Ways {
    match step {
        Step::Kept('“') => open(state, DOUBLE),
        Step::Kept('‘') => open(state, SINGLE),
        Step::Kept('”') => close_double(state),
        Step::Kept('"') => one(state ^ DOUBLE, 0.0),
        Step::Kept(_) => close_single(state, false),
        Step::Line if state != 0 => [(state, 0.0), (0, -LINE)],
        Step::Paragraph(opens) => {
            let double = if opens { GOES_ON } else { UNCLOSED.0 };
            one(
                0,
                if state & DOUBLE != 0 { double } else { 0.0 }
                    + if state & SINGLE != 0 { UNCLOSED.1 } else { 0.0 },
            )
        }
        Step::Line | Step::Mark(_) => one(state, 0.0),
    }
}

/// Makes the scores of all marks agree about which quotes are open. `lost` says of each mark whether it cannot be a
/// question mark, whatever its shape.
pub fn agree(page: &Page, lost: impl Fn(usize) -> bool, all: &mut [Scores]) {
    let steps = steps(page);
    let scores_of = |k: usize, all: &[Scores]| {
        let mut scores = all[k];
        if lost(k) || impossible(page.marks[k].shape, Class::Question) {
            scores[Class::Question as usize] += NEVER;
        }
        scores
    };
    // how well the best reading of all that follows does, from each state before each step
    let mut then = vec![[0.0; 4]; steps.len() + 1];
    for (i, &step) in steps.iter().enumerate().rev() {
        let mut best: States = [NEVER * 9.0; 4];
        let after = then[i + 1];
        for (state, best) in best.iter_mut().enumerate() {
            match step {
                Step::Mark(k) => {
                    let scores = scores_of(k as usize, all);
                    let shape = page.marks[k as usize].shape;
                    for class in ALL {
                        for (to, way) in of_class(class, shape, state) {
                            *best = best.max(scores[class as usize] + way + after[to]);
                        }
                    }
                }
                _ => {
                    for (to, way) in of_step(step, state) {
                        *best = best.max(way + after[to]);
                    }
                }
            }
        }
        then[i] = level(best);
    }
    let mut now: States = [0.0, NEVER, NEVER, NEVER];
    for (i, &step) in steps.iter().enumerate() {
        let mut next: States = [NEVER * 9.0; 4];
        let after = then[i + 1];
        if let Step::Mark(k) = step {
            let k = k as usize;
            let (scores, shape) = (scores_of(k, all), page.marks[k].shape);
            let mut agreed: Scores = [NEVER * 9.0; CLASSES];
            for class in ALL {
                for (state, before) in now.iter().enumerate() {
                    for (to, way) in of_class(class, shape, state) {
                        let so_far = before + scores[class as usize] + way;
                        next[to] = next[to].max(so_far);
                        agreed[class as usize] = agreed[class as usize].max(so_far + after[to]);
                    }
                }
            }
            let most = agreed.iter().copied().fold(f32::MIN, f32::max);
            all[k] = std::array::from_fn(|class| (agreed[class] - most).max(-60.0));
        } else {
            for (state, before) in now.iter().enumerate() {
                for (to, way) in of_step(step, state) {
                    next[to] = next[to].max(before + way);
                }
            }
        }
        now = level(next);
    }
}

/// The same, with the best at 0, so that a long text does not use up the digits.
fn level(states: States) -> States {
    let most = states.iter().copied().fold(f32::MIN, f32::max);
    states.map(|state| state - most)
}

/// All that changes what is open, in the order of the text.
fn steps(page: &Page) -> Vec<Step> {
    let mut steps = Vec::with_capacity(page.marks.len() * 2);
    let shows = &page.shows;
    let kept = shows.quotes || shows.straight_quotes || shows.open_singles;
    let mut marks = page.marks.iter().enumerate().peekable();
    for (t, token) in page.tokens.iter().enumerate() {
        match token.kind {
            Kind::Word | Kind::Number => {
                // a contraction's mark is part of its word, and opens nothing
                while marks.next_if(|(_, mark)| mark.at < token.end).is_some() {}
            }
            Kind::Mark => {
                if let Some((k, _)) = marks.next_if(|(_, mark)| mark.at == token.start) {
                    steps.push(Step::Mark(k as u32));
                }
            }
            Kind::Line => steps.push(Step::Line),
            Kind::Paragraph => {
                let next = page.token(t as isize + 1);
                let first = page.chars.get(next.start as usize).copied().unwrap_or(' ');
                let opens = match next.kind {
                    Kind::Mark => page.char(next.start as usize, 1).is_alphanumeric(),
                    Kind::Sign => matches!(first, '“' | '"'),
                    _ => false,
                };
                steps.push(Step::Paragraph(opens));
            }
            Kind::Sign if kept => {
                let c = page.chars[token.start as usize];
                let closes = matches!(c, '’' | '\'')
                    && shows.open_singles
                    && !page.char(token.start as usize, -1).is_whitespace();
                if matches!(c, '“' | '”' | '"' | '‘') || closes {
                    steps.push(Step::Kept(c));
                }
            }
            Kind::Sign => {}
        }
    }
    steps.push(Step::Paragraph(false));
    steps
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::marks::page::MARK;

    /// Scores as both passes might leave them: each letter of `likely` is the likeliest class of a mark and the one
    /// that follows it a little behind. `agreed` is what the likeliest classes are afterwards.
    #[track_caller]
    fn check(text: &str, likely: &[&str], agreed: &str) {
        let chars: Vec<char> = text.chars().collect();
        let marks: Vec<usize> = (0..chars.len()).filter(|&i| chars[i] == MARK).collect();
        let page = Page::new(chars, &marks);
        let place = |c: char| "?’‘“”—…x".chars().position(|other| other == c).expect("a class");
        let mut all: Vec<Scores> = likely
            .iter()
            .map(|two| {
                let mut scores = [-6.0; CLASSES];
                for (i, c) in two.chars().enumerate() {
                    scores[place(c)] = -(i as f32);
                }
                scores
            })
            .collect();
        agree(&page, |_| false, &mut all);
        let told: String = all
            .iter()
            .map(|scores| {
                let best = (0..CLASSES).max_by(|&a, &b| scores[a].total_cmp(&scores[b])).unwrap_or(0);
                "?’‘“”—…x".chars().nth(best).unwrap_or(' ')
            })
            .collect();
        assert_eq!(told, agreed, "{text}");
    }

    #[test]
    fn quotes_open_and_close() {
        // a quote was opened: what stands at the end closes it
        check("?The day is long.? So they said.", &["“", "…”"], "“”");
        // none was: it cannot close
        check("The day is long.? So they said.", &["”…"], "…");
        // right behind a full stop one opens where the last one was closed
        check("?We won.?They said.?And left.?", &["“", "”", "”“", "”"], "“”“”");
        // kept ones count
        check("“The day is long.? So they said.", &["…”"], "”");
        check("\"The day is long.\" So they said.?", &["”…"], "…");
        // over paragraphs
        check("?One.\n\n?Two.?", &["“—", "“", "”"], "““”");
    }

    #[test]
    fn possessives_may_stand_within_single_quotes() {
        check("?The miners? union is ours,? they said.", &["‘", "’", "”’"], "‘’’");
        check("the miners? union, the owners? house", &["’", "’"], "’’");
    }
}
