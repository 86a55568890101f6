//! The rules in their order, applied to a text until nothing more changes.

use crate::rules::english::is_english;
use crate::rules::gate::Seen;
use crate::rules::lost::Judged;
use crate::{Rule, decode, edits, rules};
use pamphlet_document::{Diagnostic, Edit, SourceMap, SourceRange, TextRange};
use std::borrow::Cow;
use std::cell::OnceCell;

/// Repairs texts. Made once and shared between threads: it holds the set of rules, and reads the trained
/// model the first time that a text needs it.
#[derive(Clone, Debug)]
pub struct Repairer {
    /// By place in [`crate::rules`].
    on: Vec<bool>,
}

/// There is no rule of this name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no repair rule is called '{name}'")]
pub struct UnknownRule {
    /// The name that was given.
    pub name: String,
}

/// A text after repair.
#[derive(Clone, Debug)]
pub struct Repaired<'t> {
    /// The text; borrowed when nothing was changed.
    pub text: Cow<'t, str>,
    /// What was changed: ranges in the text that was given, ascending, not overlapping.
    pub edits: Vec<Edit>,
    /// From the repaired text to the text that was given.
    pub map: SourceMap,
}

/// A file's bytes after decoding and repair.
#[derive(Clone, Debug)]
pub struct RepairedBytes<'b> {
    /// The text; borrowed when the bytes were clean UTF-8.
    pub text: Cow<'b, str>,
    /// The encoding of the bytes, as the Encoding Standard names it.
    pub encoding: &'static str,
    /// What was changed, by place in the bytes, ascending. A file in one encoding other than UTF-8 is not
    /// an edit; bytes in a second encoding are.
    pub edits: Vec<ByteEdit>,
    /// From the repaired text to the bytes.
    pub map: SourceMap,
    /// What a person should know about the decoding.
    pub diagnostics: Vec<Diagnostic>,
}

/// One change, by its place in the original bytes.
#[derive(Clone, Debug, PartialEq)]
pub struct ByteEdit {
    /// The bytes that were changed.
    pub byte: SourceRange,
    /// What they said, decoded; bytes that say nothing are written `\x92`.
    pub from: String,
    /// What stands there now.
    pub to: String,
    /// The name of the rule.
    pub rule: Cow<'static, str>,
    /// The chance that the edit is right, from 0 to 1.
    pub confidence: f32,
}

impl Default for Repairer {
    /// All rules that are safe for a text whose line layout is to be kept.
    fn default() -> Self {
        Self { on: crate::rules().iter().map(|rule| rule.default).collect() }
    }
}

/// The rules that are on, as the rules' own code asks.
pub(crate) struct Rules<'r>(&'r [bool]);

impl Rules<'_> {
    /// Whether the rule is on.
    pub fn has(&self, rule: &Rule) -> bool {
        crate::rules().iter().zip(self.0).any(|(other, &on)| on && other.name == rule.name)
    }
}

impl Repairer {
    /// The default rules without those named.
    ///
    /// # Errors
    /// If there is no rule of a name.
    ///
    /// ```
    /// use pamphlet_repair::Repairer;
    /// let repairer = Repairer::without(&["lost-apostrophe"])?;
    /// assert!(repairer.repair("the pit?s books").edits.is_empty());
    /// assert!(Repairer::without(&["lost-apostrophes"]).is_err());
    /// # Ok::<(), pamphlet_repair::UnknownRule>(())
    /// ```
    pub fn without(names: &[&str]) -> Result<Self, UnknownRule> {
        Self::default().switch(names, false)
    }

    /// The same with more rules, such as those that change the line layout.
    ///
    /// # Errors
    /// If there is no rule of a name.
    pub fn and(self, names: &[&str]) -> Result<Self, UnknownRule> {
        self.switch(names, true)
    }

    fn switch(mut self, names: &[&str], on: bool) -> Result<Self, UnknownRule> {
        for &name in names {
            let place = crate::rules().iter().position(|rule| rule.name == name);
            let place = place.ok_or_else(|| UnknownRule { name: name.to_owned() })?;
            self.on[place] = on;
        }
        Ok(self)
    }

    /// Repairs a text. Takes time in proportion to its length, whatever it holds; repairing the result
    /// again changes nothing.
    ///
    /// ```
    /// let repairer = pamphlet_repair::Repairer::default();
    /// let repaired = repairer.repair("the pit?s paper");
    /// assert_eq!(repaired.text, "the pit’s paper");
    /// assert_eq!((repaired.edits[0].old.as_str(), repaired.edits[0].new.as_str()), ("?", "’"));
    /// ```
    pub fn repair<'t>(&self, text: &'t str) -> Repaired<'t> {
        let mut work = Work::new(text);
        rules::apply(&mut work, &Rules(&self.on));
        let map = edits::map(text.len(), &work.edits);
        Repaired { text: work.text, edits: work.edits, map }
    }

    /// Decodes bytes and repairs the text.
    ///
    /// ```
    /// let repairer = pamphlet_repair::Repairer::default();
    /// let repaired = repairer.repair_bytes(b"caf\xc3\xa9 and the pit?s books", None);
    /// assert_eq!(repaired.text, "café and the pit’s books");
    /// assert_eq!(repaired.edits[0].byte, pamphlet_document::SourceRange::new(17, 18));
    /// ```
    pub fn repair_bytes<'b>(&self, bytes: &'b [u8], declared: Option<&str>) -> RepairedBytes<'b> {
        let mut decoded = decode(bytes, declared);
        let second = std::mem::take(&mut decoded.second_encoding);
        let repaired = self.repair(&decoded.text);
        let mut all: Vec<ByteEdit> = Vec::with_capacity(repaired.edits.len() + second.len());
        for edit in repaired.edits {
            all.push(ByteEdit {
                byte: decoded.map.source_of(edit.range),
                from: edit.old,
                to: edit.new,
                rule: edit.rule,
                confidence: edit.confidence,
            });
        }
        if !second.is_empty() {
            for range in second {
                let byte = decoded.map.source_of(range);
                let from = bytes[byte.start as usize..byte.end as usize].iter();
                all.push(ByteEdit {
                    byte,
                    from: from.map(|byte| format!("\\x{byte:02x}")).collect(),
                    to: decoded.text[range.span()].to_owned(),
                    rule: Cow::Borrowed(rules::mixed_encoding::RULE.name),
                    confidence: rules::mixed_encoding::CONFIDENCE,
                });
            }
            all.sort_by_key(|edit| (edit.byte.start, edit.byte.end));
        }
        let map = decoded.map.compose(&repaired.map);
        let changed = match repaired.text {
            Cow::Owned(text) => Some(text),
            Cow::Borrowed(_) => None,
        };
        let text = changed.map_or(decoded.text, Cow::Owned);
        RepairedBytes { text, encoding: decoded.encoding, edits: all, map, diagnostics: decoded.diagnostics }
    }
}

/// A text on its way through the rules.
pub(crate) struct Work<'t> {
    before: &'t str,
    /// The text as it is now.
    pub text: Cow<'t, str>,
    edits: Vec<Edit>,
    /// What is known of the text as it is now.
    seen: OnceCell<Seen>,
    english: OnceCell<bool>,
    /// What was said of lost marks before.
    pub judged: Judged,
}

impl<'t> Work<'t> {
    fn new(text: &'t str) -> Self {
        Self {
            before: text,
            text: Cow::Borrowed(text),
            edits: Vec::new(),
            seen: OnceCell::new(),
            english: OnceCell::new(),
            judged: Judged::default(),
        }
    }

    /// Which signs of damage the text has.
    pub fn seen(&self) -> Seen {
        *self.seen.get_or_init(|| Seen::of(&self.text))
    }

    /// Whether the text is English.
    pub fn english(&self) -> bool {
        *self.english.get_or_init(|| is_english(&self.text))
    }

    /// Applies a list of edits on the text as it is now. Returns whether anything changed.
    pub fn apply(&mut self, list: Vec<Edit>) -> bool {
        if list.is_empty() {
            return false;
        }
        let after = edits::replay(&self.text, &list);
        let so_far = std::mem::take(&mut self.edits);
        self.edits = edits::compose(self.before, &self.text, so_far, list);
        self.text = Cow::Owned(after);
        self.seen.take();
        self.english.take();
        true
    }

    /// The same for edits that put marks in place of signs, and leave every word as it is: what is known of the text
    /// need not be asked again but near them.
    pub fn apply_marks(&mut self, list: Vec<Edit>) -> bool {
        let (seen, english) = (self.seen(), self.english.take());
        let mut grown = 0i64;
        let mut places = Vec::with_capacity(list.len());
        for edit in &list {
            let start = (i64::from(edit.range.start) + grown) as usize;
            places.push(start..start + edit.new.len());
            grown += edit.new.len() as i64 - i64::from(edit.range.len());
        }
        if !self.apply(list) {
            self.english = english.map_or_else(OnceCell::new, OnceCell::from);
            return false;
        }
        self.seen = OnceCell::from(seen.after(&self.text, &places));
        self.english = english.map_or_else(OnceCell::new, OnceCell::from);
        true
    }
}

/// An edit of `text[start..end]` by `rule`.
pub(crate) fn edit(
    text: &str,
    start: usize,
    end: usize,
    new: impl Into<String>,
    rule: &Rule,
    confidence: f32,
) -> Edit {
    Edit {
        range: TextRange::new(start as u32, end as u32),
        old: text[start..end].to_owned(),
        new: new.into(),
        rule: Cow::Borrowed(rule.name),
        confidence,
    }
}
