//! A first look over a text: its root, and which elements stand within running text.
//!
//! An element is inline where its parent has text of its own beside it; that is counted for each pair of
//! parent and child over the whole text, since a single paragraph may happen to hold nothing but a name.

use super::tag::Tag;
use super::tokens::{Token, Tokens};
use std::collections::{HashMap, HashSet};

/// Elements below this depth are not counted; they are taken as the counted ones of the same name.
const DEEPEST: usize = 256;
/// So many different children of one element are told apart.
const MOST_CHILDREN: usize = 32;
/// Names beyond these are not counted; a text with so many has no vocabulary.
const MOST_NAMES: usize = 4_096;

/// What the first look found.
#[derive(Debug, Default)]
pub(super) struct Survey<'a> {
    /// The root element.
    pub root: Option<Tag<'a>>,
    /// Whether words are elements of their own, as in linguistically annotated TEI.
    pub words: bool,
    names: HashMap<&'a str, u32>,
    /// Elements whose text stands in lines as somebody typed them.
    typed: HashSet<u32>,
    pairs: HashMap<(u32, u32), Pair>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Pair {
    all: u32,
    mixed: u32,
}

struct Frame {
    name: u32,
    text: bool,
    typed: Typed,
    children: Vec<(u32, u32)>,
}

impl<'a> Survey<'a> {
    /// Looks over a text.
    pub fn of(unit: &'a str) -> Self {
        let mut survey = Self::default();
        let mut tokens = Tokens::new(unit);
        let mut frames: Vec<Frame> = Vec::new();
        let mut spare: Vec<Vec<(u32, u32)>> = Vec::new();
        let mut deeper = 0usize;
        while let Some(token) = tokens.next() {
            match token {
                Token::Open(tag) | Token::Empty(tag) => {
                    let name = survey.name(tag.local());
                    survey.root.get_or_insert(tag);
                    survey.words |= tag.local() == "w";
                    if let (0, Some(parent)) = (deeper, frames.last_mut()) {
                        parent.child(name);
                    }
                    if matches!(token, Token::Open(_)) {
                        if frames.len() < DEEPEST {
                            let children = spare.pop().unwrap_or_default();
                            frames.push(Frame { name, text: false, typed: Typed::default(), children });
                        } else {
                            deeper += 1;
                        }
                    }
                }
                Token::Close(_) if deeper > 0 => deeper -= 1,
                Token::Close(_) => {
                    if let Some(frame) = frames.pop() {
                        spare.push(survey.count(frame));
                    }
                }
                Token::Text(text, _) => {
                    if let Some(frame) = frames.last_mut() {
                        frame.text = frame.text || text.bytes().any(|byte| !byte.is_ascii_whitespace());
                        if frame.children.is_empty() {
                            frame.typed.see(text);
                        }
                    }
                }
                Token::Reference(..) => {
                    if let Some(frame) = frames.last_mut() {
                        frame.text = true;
                    }
                }
                Token::Doctype(_) | Token::Broken(_) => {}
            }
        }
        while let Some(frame) = frames.pop() {
            survey.count(frame);
        }
        survey
    }

    /// Whether an element usually stands within the text of such a parent.
    pub fn inline(&self, parent: &str, name: &str) -> bool {
        let (Some(&parent), Some(&name)) = (self.names.get(parent), self.names.get(name)) else {
            return false;
        };
        self.pairs.get(&(parent, name)).is_some_and(|pair| pair.mixed > 0 && pair.mixed * 2 >= pair.all)
    }

    /// Whether the text of such elements stands in lines as somebody typed them.
    pub fn is_typed(&self, name: &str) -> bool {
        !self.typed.is_empty() && self.names.get(name).is_some_and(|name| self.typed.contains(name))
    }

    /// Whether such an element has such a parent anywhere.
    pub fn occurs(&self, parent: &str, name: &str) -> bool {
        let (Some(&parent), Some(&name)) = (self.names.get(parent), self.names.get(name)) else {
            return false;
        };
        self.pairs.contains_key(&(parent, name))
    }

    /// Whether an element of this name occurs.
    pub fn holds(&self, name: &str) -> bool {
        self.names.contains_key(name)
    }

    fn name(&mut self, name: &'a str) -> u32 {
        let next = self.names.len() as u32;
        if next as usize >= MOST_NAMES {
            return self.names.get(name).copied().unwrap_or(u32::MAX);
        }
        *self.names.entry(name).or_insert(next)
    }

    /// Adds what an element held, and gives the empty list back.
    fn count(&mut self, mut frame: Frame) -> Vec<(u32, u32)> {
        if frame.children.is_empty() && frame.typed.is_typed() {
            self.typed.insert(frame.name);
        }
        for (child, times) in frame.children.drain(..) {
            let pair = self.pairs.entry((frame.name, child)).or_default();
            pair.all = pair.all.saturating_add(times);
            if frame.text {
                pair.mixed = pair.mixed.saturating_add(times);
            }
        }
        frame.children
    }
}

/// The lines of an element that holds nothing but text.
#[derive(Clone, Copy, Debug, Default)]
struct Typed {
    lines: u32,
    bytes: u32,
    short: u32,
}

impl Typed {
    /// A whole sitting or paper, not a paragraph that some tool broke into lines of one width: that has at most one
    /// that ends early. Of the lines of old protocols in XML one in twelve is shorter than half of the others.
    const LINES: u32 = 40;

    fn see(&mut self, text: &str) {
        for line in memchr::memchr_iter(b'\n', text.as_bytes())
            .scan(0, |from, at| Some(text[std::mem::replace(from, at + 1)..at].trim().len() as u32))
        {
            if line > 0 {
                self.short += u32::from(u64::from(line) * 2 * u64::from(self.lines) < u64::from(self.bytes));
                self.lines += 1;
                self.bytes = self.bytes.saturating_add(line);
            }
        }
    }

    fn is_typed(self) -> bool {
        self.lines >= Self::LINES && self.short * 25 >= self.lines
    }
}

impl Frame {
    fn child(&mut self, name: u32) {
        if let Some((_, times)) = self.children.iter_mut().find(|(known, _)| *known == name) {
            *times = times.saturating_add(1);
        } else if self.children.len() < MOST_CHILDREN {
            self.children.push((name, 1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(unit: &str, parent: &str, name: &str, expected: bool) {
        assert_eq!(Survey::of(unit).inline(parent, name), expected, "{name} in {parent}: {unit}");
    }

    #[test]
    fn inline_is_what_stands_in_text() {
        check("<a><p>See <x>this</x> now</p></a>", "p", "x", true);
        check("<a><p><x>this</x></p><p>and <x>that</x></p></a>", "p", "x", true);
        check("<a>\n <p>text</p>\n <p>text</p>\n</a>", "a", "p", false);
        check("<a><p>text</p></a>", "a", "nobody", false);
        check("<a>&amp;<x>y</x></a>", "a", "x", true);
    }

    #[test]
    fn depth_is_bounded() {
        let deep = "<a>".repeat(100_000) + "x" + &"</a>".repeat(100_000);
        assert!(Survey::of(&deep).holds("a"));
    }
}
