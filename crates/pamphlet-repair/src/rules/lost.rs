//! Marks that were lost: what stands in their place is found here, what they were is judged by
//! [`crate::marks`].

use super::english::{is_contraction, word_after, word_before};
use super::gate::Seen;
use super::letters;
use crate::Rule;
use crate::characters::next_beyond_ascii_or;
use crate::marks::agree::agree;
use crate::marks::model::Model;
use crate::marks::page::{ENDINGS, MARK, Page, Shape};
use crate::marks::question::Lexicon;
use crate::marks::verdict;
use crate::marks::{Class, Scores};
use crate::repairer::{Rules, edit};
use pamphlet_document::Edit;
use rustc_hash::{FxBuildHasher, FxHashSet};
use std::hash::BuildHasher;
use std::sync::LazyLock;

const EVIDENCE: &str = "The text is English, and something in it cannot be a question mark: one between a \
    letter and the ending of a contraction, or one that the judge takes for something else by a wide margin. \
    U+FFFD, `â??`, `¿` after a letter and the like need no more evidence. Each mark is then judged by a model \
    trained on clean text that was damaged on purpose: the words around it, the sentence, what the rest of the \
    document shows. A `?` is changed only where the other reading is ahead by a margin.";

pub(crate) const APOSTROPHE: Rule = Rule {
    name: "lost-apostrophe",
    default: true,
    what: "An apostrophe or closing single quote that became `?` (or two or three of them), U+FFFD, `¿`, or `â` \
           with its tail cut off.",
    evidence: EVIDENCE,
    wrong: "A plural before a genuine question mark that a small letter follows; `workers’?`, where the order of \
            the two is a guess.",
    before: "The pit?s books and the miners? union weren?t open",
    after: "The pit’s books and the miners’ union weren’t open",
    leave: "Who keeps the books? The union? Or both? We asked.",
};

pub(crate) const QUOTE: Rule = Rule {
    name: "lost-quote",
    default: true,
    what: "An opening or closing quote that became one of the same.",
    evidence: EVIDENCE,
    wrong: "Quotes within quotes: whether ‘ or “ was lost cannot be seen where both were.",
    before: "?We don?t agree,? she said. ?It isn?t fair.?",
    after: "“We don’t agree,” she said. “It isn’t fair.”",
    leave: "Do we agree? she asked. Is it fair?",
};

pub(crate) const DASH: Rule = Rule {
    name: "lost-dash",
    default: true,
    what: "A dash that became one of the same.",
    evidence: EVIDENCE,
    wrong: "At the end of a sentence that breaks off, where … or a question mark could stand too.",
    before: "We don?t want charity ? we want work. The party ? and it isn?t alone ? agrees.",
    after: "We don’t want charity – we want work. The party – and it isn’t alone – agrees.",
    leave: "Was the strike won ? It was the first .",
};

pub(crate) const ELLIPSIS: Rule = Rule {
    name: "lost-ellipsis",
    default: true,
    what: "An ellipsis that became one of the same.",
    evidence: EVIDENCE,
    wrong: "At the end of a sentence, where it is hard to tell from a question mark; such marks stay.",
    before: "We weren\u{fffd}t sure, but then\u{fffd} we won",
    after: "We weren’t sure, but then… we won",
    leave: "We were sure, but then? We won",
};

/// The trained tables.
pub(super) static MODEL: LazyLock<Option<Model>> =
    LazyLock::new(|| Model::read(include_bytes!("../../model/marks.bin")));

static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::new);

/// How many letters of ASCII are judged as one: a longer text is judged in pieces, cut at line ends where there are any.
/// So the memory is bounded, a piece stays near the processor, and what an author does in one part of a long file says
/// nothing of another. Letters are counted, and not bytes, so that the pieces stay the same when marks are restored.
const PIECE: usize = 50_000;

/// The most bytes of a piece, for texts that have hardly any letters.
const LONGEST_PIECE: usize = 1 << 20;

/// How far ahead of a question mark the judge must be somewhere, for a text without an impossible mark.
const WIDE: f32 = 6.0;

/// A decision that was right less often than this, on passages that the trainer kept back, is left alone.
const SAFE: f32 = 0.55;

/// Which signs stand for lost marks in a text, and how many of them for one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Signs {
    /// How many `?` stand for one mark: 1 to 3, or 0 when none do.
    question: usize,
    /// Whether a single `?` is sure to stand for marks; else the judge must be ahead by a wide margin.
    certain: bool,
    /// How many U+FFFD stand for one mark, or 0.
    replacement: usize,
    /// `¿` stands for marks.
    inverted: bool,
    /// `â` stands for marks, alone or with `??` behind it.
    a_alone: bool,
    a_with_tail: bool,
}

impl Signs {
    fn any(&self) -> bool {
        self.question > 0 || self.replacement > 0 || self.inverted || self.a_alone || self.a_with_tail
    }

    /// Whether nothing but hints speaks for lost marks. Those of one piece are no evidence for another.
    fn doubtful(&self) -> bool {
        Self { question: 1, ..Self::default() } == *self
    }

    /// Whether a piece can have one of the signs.
    fn may_stand_in(&self, piece: &str) -> bool {
        let has = |sign: &str| memchr::memmem::find(piece.as_bytes(), sign.as_bytes()).is_some();
        self.question > 0 && memchr::memchr(b'?', piece.as_bytes()).is_some()
            || self.replacement > 0 && has("\u{fffd}")
            || self.inverted && has("¿")
            || (self.a_alone || self.a_with_tail) && has("â")
    }
}

/// A place that stands for one mark.
struct Place {
    start: usize,
    end: usize,
    /// It is no question mark.
    lost: bool,
    /// The run that it belongs to, and how many of that run are genuine question marks.
    run: usize,
    genuine: usize,
}

/// The pieces of a text that were judged, and left as they are: nothing has to be said of them again.
#[derive(Debug, Default)]
pub(crate) struct Judged {
    signs: Signs,
    /// Hashes of the pieces.
    settled: FxHashSet<u64>,
}

/// The edits for `text`; `seen` is what the gate saw in it, `english` says whether it is English.
pub(crate) fn find(
    text: &str,
    seen: &Seen,
    on: &Rules<'_>,
    judged: &mut Judged,
    english: impl FnOnce() -> bool,
) -> Vec<Edit> {
    let mut list = Vec::new();
    let signs = signs(text, seen);
    if !signs.any() || !english() {
        return list;
    }
    let Some(model) = MODEL.as_ref() else { return list };
    if judged.signs != signs {
        *judged = Judged { signs, settled: FxHashSet::default() };
    }
    let mut start = 0;
    while start < text.len() {
        let end = letters_end(text, start);
        let piece = &text[start..end];
        if signs.may_stand_in(piece) && (!signs.doubtful() || Spots::of(piece).hint()) {
            let hash = FxBuildHasher.hash_one(piece);
            if !judged.settled.contains(&hash) {
                let before = list.len();
                let alone = judge(text, start, end, &signs, model, on, &mut list);
                if alone && list.len() == before {
                    judged.settled.insert(hash);
                }
            }
        }
        start = end;
    }
    list
}

/// Where the piece ends that starts at `start`.
fn letters_end(text: &str, start: usize) -> usize {
    let bytes = &text.as_bytes()[start..text.len().min(start + LONGEST_PIECE)];
    let (mut end, mut letters) = (0, 0);
    for chunk in bytes.chunks(128) {
        let here = usize::from(chunk.iter().map(|byte| u8::from(byte.is_ascii_alphabetic())).sum::<u8>());
        if letters + here > PIECE {
            let left =
                chunk.iter().enumerate().filter(|(_, byte)| byte.is_ascii_alphabetic()).nth(PIECE - letters);
            end += left.map_or(chunk.len(), |(at, _)| at);
            return line_end(text, start, start + end);
        }
        letters += here;
        end += chunk.len();
    }
    if start + end == text.len() { start + end } else { line_end(text, start, start + end) }
}

/// The last line end before `end`, if half of what stands between is before it; else the last whole character.
fn line_end(text: &str, start: usize, mut end: usize) -> usize {
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    match memchr::memrchr(b'\n', &text.as_bytes()[start..end]) {
        Some(line) if line * 2 > end - start => start + line + 1,
        _ => end,
    }
}

/// Where a piece of `piece` bytes ends that starts at `start`.
pub(super) fn piece_end(text: &str, start: usize, piece: usize) -> usize {
    if start + piece >= text.len() { text.len() } else { line_end(text, start, start + piece) }
}

/// What stands around the `?` of a text, where none should.
#[derive(Clone, Copy, Debug, Default)]
struct Spots {
    /// By length of the run: how often one stands before the ending of a contraction.
    contractions: [usize; 4],
    /// Before a word, after white space.
    opening: usize,
    /// Between spaces, before a small letter.
    between: usize,
    /// After s, before a small letter.
    plural: usize,
}

impl Spots {
    fn of(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut spots = Self::default();
        let mut at = 0;
        while let Some(next) = memchr::memchr(b'?', &bytes[at..]) {
            let start = at + next;
            let len = bytes[start..].iter().take_while(|b| **b == b'?').count();
            at = start + len;
            if len > 3 {
                continue;
            }
            let left = start.checked_sub(1).map_or(b'\n', |i| bytes[i]);
            let right = bytes.get(at).copied().unwrap_or(b'\n');
            let small_next = || bytes.get(at + 1).is_some_and(u8::is_ascii_lowercase);
            let letter_left = left.is_ascii_alphabetic() || left >= 0x80;
            if letter_left && right.is_ascii_alphabetic() {
                if is_ending(word_after(text, at))
                    && !in_address(text, start)
                    && !word_before(text, start).is_empty()
                {
                    spots.contractions[len] += 1;
                }
            } else if left.is_ascii_whitespace() && right.is_ascii_alphabetic() {
                spots.opening += 1;
            } else if left == b' ' && right == b' ' && small_next() {
                spots.between += 1;
            } else if matches!(left, b's' | b'S') && right == b' ' && small_next() {
                spots.plural += 1;
            }
        }
        spots
    }

    /// Whether they hint at lost marks.
    fn hint(&self) -> bool {
        self.opening + self.between > 1 || self.plural > 0
    }
}

/// Looks for the signs that stand for lost marks.
fn signs(text: &str, seen: &Seen) -> Signs {
    let mut signs = Signs::default();
    if seen.question {
        let spots = Spots::of(text);
        let most = (1..4).max_by_key(|&n| (spots.contractions[n], n == 1)).unwrap_or(1);
        if spots.contractions[most] > 0 {
            (signs.question, signs.certain) = (most, true);
        } else if spots.hint() {
            signs.question = 1;
        }
    }
    if seen.replacement {
        signs.replacement = replacements(text);
    }
    if seen.other_sign {
        other_signs(text, &mut signs);
    }
    signs
}

/// How many U+FFFD stand for one mark, or 0 if there is none: the shortest run before the ending of a
/// contraction tells.
fn replacements(text: &str) -> usize {
    const REPLACEMENT: &str = "\u{fffd}";
    let bytes = text.as_bytes();
    let (mut at, mut spots, mut threes, mut runs) = (0, [0usize; 4], 0usize, 0usize);
    while let Some(next) = memchr::memmem::find(&bytes[at..], REPLACEMENT.as_bytes()) {
        let start = at + next;
        let len = bytes[start..].chunks(3).take_while(|three| *three == REPLACEMENT.as_bytes()).count();
        at = start + len * 3;
        runs += 1;
        threes += usize::from(len % 3 == 0);
        if len <= 3 && is_ending(word_after(text, at)) && !word_before(text, start).is_empty() {
            spots[len] += 1;
        }
    }
    let most = (1..4).max_by_key(|&n| (spots[n], n == 1)).unwrap_or(1);
    match () {
        () if runs == 0 => 0,
        () if spots[most] > 0 => most,
        () if threes * 2 > runs => 3,
        () => 1,
    }
}

fn other_signs(text: &str, signs: &mut Signs) {
    let bytes = text.as_bytes();
    signs.inverted =
        memchr::memmem::find_iter(bytes, "¿".as_bytes()).any(|at| !word_before(text, at).is_empty());
    let (mut sure, mut likely) = (0usize, 0usize);
    for at in memchr::memmem::find_iter(bytes, "â".as_bytes()) {
        let after = &text[at + 2..];
        if after.starts_with("??") {
            signs.a_with_tail = true;
        } else {
            let (word, ending) = (word_before(text, at), word_after(text, at + 2));
            sure += usize::from(is_contraction(word, ending));
            likely += usize::from(ending == "s" && word.len() > 3 && word.is_ascii());
        }
    }
    signs.a_alone = sure > 0 || likely > 1;
}

fn is_ending(word: &str) -> bool {
    ENDINGS.iter().any(|ending| ending.eq_ignore_ascii_case(word))
}

/// Whether a `?` is part of a web address or starts its parameters.
pub(super) fn in_address(text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    let before = &bytes[at.saturating_sub(200)..at];
    let word =
        before.iter().rposition(|b| b.is_ascii_whitespace()).map_or(before, |space| &before[space + 1..]);
    if word.windows(3).any(|three| three == b"://") || word.windows(4).any(|four| four == b"www.") {
        return bytes.get(at + 1).is_some_and(|b| !b.is_ascii_whitespace());
    }
    // `page.php?id=3`
    let after = &bytes[at + 1..bytes.len().min(at + 40)];
    let name = after.iter().position(|b| !b.is_ascii_alphanumeric() && *b != b'_').unwrap_or(0);
    name > 0 && after[name] == b'='
}

/// The places of `text[from..to]`, in order, and the characters with one [`MARK`] for each.
fn places(text: &str, from: usize, to: usize, signs: &Signs) -> (Vec<char>, Vec<usize>, Vec<Place>) {
    let piece = &text[from..to];
    let bytes = piece.as_bytes();
    let mut chars = Vec::with_capacity(piece.len());
    let (mut marks, mut found) = (Vec::new(), Vec::<Place>::new());
    let mut at = 0;
    while at < bytes.len() {
        let next = next_beyond_ascii_or(b'?', bytes, at);
        chars.extend(bytes[at..next].iter().map(|byte| char::from(*byte)));
        at = next;
        let Some(c) = piece[at..].chars().next() else { break };
        // how many signs follow each other, how long one is, and how many of them make one mark
        let (count, len, each) = match c {
            '?' if signs.question > 0 => {
                let count = bytes[at..].iter().take_while(|b| **b == b'?').count();
                (if in_address(piece, at) { 0 } else { count }, 1, signs.question)
            }
            // marks take their whole run: one that has another before it belongs to a run that is none
            '\u{fffd}' if !chars.ends_with(&['\u{fffd}']) => {
                (run_of_replacements(&bytes[at..]), 3, signs.replacement)
            }
            '¿' if signs.inverted => (1, 2, 1),
            'â' if signs.a_with_tail && piece[at..].starts_with("â??") => (1, 4, 1),
            'â' if signs.a_alone && stands_for_mark(piece, at) => (1, 2, 1),
            _ => (0, 1, 1),
        };
        if count == 0 || each == 0 {
            chars.push(c);
            at += c.len_utf8();
            continue;
        }
        let lost = c != '?' || each > 1;
        let genuine = if c == '?' { count % each } else { 0 };
        let run = found.len();
        let mut left = count;
        if c == '?' && each > 1 && count < each {
            // fewer than one mark takes: question marks
            for _ in 0..count {
                chars.push(c);
            }
            at += count;
            continue;
        }
        while left > 0 {
            let take = if c == '?' && each > 1 && found.len() - run < genuine { 1 } else { each.min(left) };
            marks.push(chars.len());
            chars.push(MARK);
            found.push(Place {
                start: from + at,
                end: from + at + take * len,
                lost: lost && genuine == 0,
                run,
                genuine,
            });
            at += take * len;
            left -= take;
        }
    }
    (chars, marks, found)
}

/// How many U+FFFD in a row can stand for marks; more are text that was lost.
const LONGEST_RUN: usize = 12;

/// How many U+FFFD stand at the start of `bytes`; 0 when they are too many for marks.
fn run_of_replacements(bytes: &[u8]) -> usize {
    let count =
        bytes.chunks(3).take(LONGEST_RUN + 1).take_while(|three| *three == "\u{fffd}".as_bytes()).count();
    if count > LONGEST_RUN { 0 } else { count }
}

/// Words of English that have an `â` of their own, around it.
const WITH_A: &[(&str, &str)] = &[
    ("ch", "teau"),
    ("ch", "teaux"),
    ("p", "té"),
    ("b", "ton"),
    ("m", "ché"),
    ("b", "timent"),
    ("c", "ble"),
];

/// Whether an `â` that may be one of its own stands for a mark: not in a word that has one.
fn stands_for_mark(text: &str, at: usize) -> bool {
    let (word, after) = (word_before(text, at), word_after(text, at + 2));
    !WITH_A.iter().any(|(a, b)| a.eq_ignore_ascii_case(word) && *b == after)
}

/// Judges the places of `text[from..to]`. Returns whether nothing but that piece was looked at.
fn judge(
    text: &str,
    from: usize,
    to: usize,
    signs: &Signs,
    model: &Model,
    on: &Rules<'_>,
    list: &mut Vec<Edit>,
) -> bool {
    let (chars, marks, found) = places(text, from, to, signs);
    if found.is_empty() {
        return true;
    }
    let page = Page::around_marks(chars, &marks);
    let mut scores = verdict::scores(&page, model, &LEXICON);
    if !signs.certain && !found.iter().any(|place| place.lost) && !has_wide_margin(&page, &scores) {
        return true;
    }
    agree(&page, |k| found[k].lost, &mut scores);
    let mut money = None;
    let mut k = 0;
    while k < found.len() {
        let run = found[k].run;
        let end = k + found[k..].iter().take_while(|place| place.run == run).count();
        let genuine = if signs.question > 1 { found[k].genuine } else { 0 };
        // `?”` is far commoner than `’?`: the question marks come first
        for i in k..end {
            if i - k < genuine {
                continue;
            }
            let lost = found[i].lost || genuine > 0;
            let decided = verdict::decide(page.marks[i].shape, &scores[i], lost, &verdict::costs(&page, i));
            let shape = page.marks[i].shape;
            // `?10 lakh`: no apostrophe stands before an amount
            let before_number = decided.class == Class::Apostrophe && shape == Shape::Before;
            let amount = (found[i].lost || decided.class == Class::Other || before_number)
                && letters::is_lost_sign(text, found[i].start, found[i].end);
            if amount && before_number && letters::money(text).is_none() {
                continue;
            }
            if amount && on.has(&letters::RULE) {
                let money = *money.get_or_insert_with(|| letters::money(text));
                let sign = if found[i].lost { Some(money.unwrap_or('£')) } else { money };
                if let Some(sign) = sign {
                    list.push(edit(
                        text,
                        found[i].start,
                        found[i].end,
                        sign,
                        &letters::RULE,
                        letters::CONFIDENCE,
                    ));
                    continue;
                }
            }
            let chance = model.chances.of(decided.decision(shape), decided.ahead);
            if chance >= SAFE {
                put(text, &found[i], &page, i, decided.class, chance, on, list);
            }
        }
        k = end;
    }
    money.is_none()
}

/// Whether some mark that could be a question mark is something else by far.
fn has_wide_margin(page: &Page, scores: &[Scores]) -> bool {
    page.marks.iter().zip(scores).enumerate().any(|(i, (mark, scores))| {
        let decided = verdict::decide(mark.shape, scores, false, &verdict::costs(page, i));
        !matches!(decided.class, Class::Question | Class::Other) && decided.margin > WIDE
    })
}

/// Puts the decided character, if its rule is on.
#[allow(clippy::too_many_arguments, reason = "what is known of one mark")]
fn put(
    text: &str,
    place: &Place,
    page: &Page,
    k: usize,
    class: Class,
    chance: f32,
    on: &Rules<'_>,
    list: &mut Vec<Edit>,
) {
    let at = page.marks[k].at as usize;
    let spaced = page.char(at, -1).is_whitespace() && page.char(at, 1).is_whitespace();
    let numbers = page.char(at, -1).is_ascii_digit() && page.char(at, 1).is_ascii_digit();
    let (rule, new) = match class {
        Class::Question => return,
        Class::Apostrophe => (&APOSTROPHE, '’'),
        Class::OpenSingle => (&QUOTE, '‘'),
        Class::OpenDouble => (&QUOTE, '“'),
        Class::CloseDouble => (&QUOTE, '”'),
        Class::Dash if spaced || numbers => (&DASH, '–'),
        Class::Dash => (&DASH, '—'),
        Class::Ellipsis => (&ELLIPSIS, '…'),
        Class::Other => return,
    };
    if on.has(rule) {
        list.push(edit(text, place.start, place.end, new, rule, chance.min(0.999)));
    }
}
