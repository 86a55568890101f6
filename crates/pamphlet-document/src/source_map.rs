//! From a place in a document's text back to the bytes of the original file.
//!
//! A map is a list of [`Run`]s in the order of the text. A run of equal steps says that each
//! `text_step` bytes of text came from `source_step` bytes of the file, `count` times over: plain UTF-8
//! is one long run of 1:1, UTF-16 of ASCII 1:2, windows-1251 Cyrillic 2:1. A replacement is a run of one
//! step. Text that stands nowhere in the file has a run with a `source_step` of 0.

use crate::{SourceRange, TextRange};
use serde::{Deserialize, Serialize};

/// `count` steps, each `text_step` bytes of text from `source_step` bytes of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    /// Where the run starts in the text.
    pub text: u32,
    /// Where the run starts in the file.
    pub source: u64,
    /// How many steps; at least 1.
    pub count: u32,
    /// Bytes of text a step; at least 1.
    pub text_step: u32,
    /// Bytes of the file a step; 0 for text that was put in.
    pub source_step: u32,
}

impl Run {
    /// Where the run ends in the text.
    pub fn text_end(&self) -> u32 {
        self.text + self.count * self.text_step
    }

    /// Where the run ends in the file.
    pub fn source_end(&self) -> u64 {
        self.source + u64::from(self.count) * u64::from(self.source_step)
    }

    /// The part of the file behind the whole steps that `text` touches; `text` must overlap the run.
    fn source_of(&self, text: TextRange) -> SourceRange {
        let from = text.start.saturating_sub(self.text) / self.text_step;
        let to = (text.end.min(self.text_end()) - self.text).div_ceil(self.text_step).max(from);
        let step = u64::from(self.source_step);
        SourceRange::new(self.source + u64::from(from) * step, self.source + u64::from(to) * step)
    }

    /// The run cut down to `text`, which must lie in the run. A cut within a step keeps the step's whole
    /// source, since half a replacement has no place of its own.
    fn cut(&self, text: TextRange, out: &mut SourceMapBuilder) {
        let step = self.text_step;
        let mut at = text.start;
        while at < text.end {
            let inside = (at - self.text) % step;
            let len = text.end - at;
            let piece = if inside == 0 && len >= step {
                let count = len / step;
                out.steps(count, step, self.source_step, self.source_of(TextRange::new(at, at + 1)).start);
                count * step
            } else {
                let piece = len.min(step - inside);
                out.replace(piece, self.source_of(TextRange::new(at, at + piece)));
                piece
            };
            at += piece;
        }
    }
}

/// The way back from a text to the file that it came from; see the module's head.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceMap {
    runs: Vec<Run>,
}

impl SourceMap {
    /// A text of `len` bytes that is the file itself, from byte `source` on.
    pub fn identity(len: u32, source: u64) -> Self {
        let mut builder = SourceMapBuilder::default();
        builder.copy(len, source);
        builder.finish()
    }

    /// A map from runs that follow each other without a gap in the text, as [`SourceMap::runs`] gives them.
    /// `None` when they do not.
    pub fn from_runs(runs: Vec<Run>) -> Option<Self> {
        let mut at = 0u32;
        for run in &runs {
            if run.text != at || run.count == 0 || run.text_step == 0 {
                return None;
            }
            at = run.count.checked_mul(run.text_step).and_then(|len| at.checked_add(len))?;
            u64::from(run.count)
                .checked_mul(u64::from(run.source_step))
                .and_then(|len| run.source.checked_add(len))?;
        }
        Some(Self { runs })
    }

    /// The runs, in the order of the text, without gaps.
    pub fn runs(&self) -> &[Run] {
        &self.runs
    }

    /// How many bytes of text the map covers.
    pub fn text_len(&self) -> u32 {
        self.runs.last().map_or(0, Run::text_end)
    }

    /// The smallest range of the file that holds all that `text` came from. For an empty range, the place
    /// before which it stands. A range beyond the end is cut to the end.
    ///
    /// ```
    /// use pamphlet_document::{SourceMapBuilder, SourceRange, TextRange};
    /// let mut map = SourceMapBuilder::default();
    /// map.copy(7, 100); // "workers" from byte 100
    /// map.replace(3, SourceRange::new(107, 108)); // "’" for "?"
    /// let map = map.finish();
    /// assert_eq!(map.source_of(TextRange::new(0, 10)), SourceRange::new(100, 108));
    /// assert_eq!(map.source_of(TextRange::new(7, 10)), SourceRange::new(107, 108));
    /// assert_eq!(map.source_of(TextRange::new(2, 2)), SourceRange::new(102, 102));
    /// ```
    pub fn source_of(&self, text: TextRange) -> SourceRange {
        let end = self.text_len();
        let text = TextRange::new(text.start.min(end), text.end.min(end));
        let first = self.runs.partition_point(|run| run.text_end() <= text.start);
        if text.is_empty() {
            let at = match self.runs.get(first) {
                Some(run) => run.source_of(text).start,
                None => self.runs.last().map_or(0, Run::source_end),
            };
            return SourceRange::new(at, at);
        }
        let mut found: Option<SourceRange> = None;
        for run in self.runs[first..].iter().take_while(|run| run.text < text.end) {
            if run.source_step == 0 {
                continue;
            }
            let part = run.source_of(text);
            found = Some(
                found.map_or(part, |sum| SourceRange::new(sum.start.min(part.start), sum.end.max(part.end))),
            );
        }
        found.unwrap_or_else(|| {
            let at = self.runs[first].source;
            SourceRange::new(at, at)
        })
    }

    /// The map of a text that was made from this map's text: `outer` leads into this text, and the result
    /// leads from the outer text to the file.
    pub fn compose(&self, outer: &SourceMap) -> SourceMap {
        let mut out = SourceMapBuilder::default();
        for run in outer.runs() {
            if run.source_step == 0 {
                let at = self.source_of(TextRange::new(run.source as u32, run.source as u32)).start;
                out.insert(run.count * run.text_step, at);
            } else if run.text_step == 1 && run.source_step == 1 {
                self.copy_range(TextRange::new(run.source as u32, run.source_end() as u32), &mut out);
            } else {
                for step in 0..run.count {
                    let from = run.source as u32 + step * run.source_step;
                    let source = self.source_of(TextRange::new(from, from + run.source_step));
                    out.replace(run.text_step, source);
                }
            }
        }
        out.finish()
    }

    /// Appends to `out` the part of this map that belongs to `text`: what a copy of that piece of text
    /// brings along.
    pub fn copy_range(&self, text: TextRange, out: &mut SourceMapBuilder) {
        let first = self.runs.partition_point(|run| run.text_end() <= text.start);
        for run in self.runs[first..].iter().take_while(|run| run.text < text.end) {
            let part = TextRange::new(text.start.max(run.text), text.end.min(run.text_end()));
            run.cut(part, out);
        }
    }
}

/// Builds a [`SourceMap`] front to back; neighbouring runs that continue each other become one.
#[derive(Clone, Debug, Default)]
pub struct SourceMapBuilder {
    runs: Vec<Run>,
    text: u32,
}

impl SourceMapBuilder {
    /// How many bytes of text are mapped so far.
    pub fn text_len(&self) -> u32 {
        self.text
    }

    /// The smallest range of the file that holds all that the text so far came from; `None` where it stands
    /// nowhere.
    pub fn source(&self) -> Option<SourceRange> {
        let runs = self.runs.iter().filter(|run| run.source_step > 0);
        runs.map(|run| SourceRange::new(run.source, run.source_end()))
            .reduce(|sum, part| SourceRange::new(sum.start.min(part.start), sum.end.max(part.end)))
    }

    /// The next `len` bytes of text are the bytes of the file from `source` on.
    pub fn copy(&mut self, len: u32, source: u64) {
        self.steps(len, 1, 1, source);
    }

    /// The next `text_len` bytes of text stand for `source`; an empty `source` makes it an insertion.
    pub fn replace(&mut self, text_len: u32, source: SourceRange) {
        match u32::try_from(source.len()) {
            Ok(step) => self.steps(u32::from(text_len > 0), text_len.max(1), step, source.start),
            // a replacement of 4 GiB or more keeps its start and as much as a run can say
            Err(_) => self.steps(u32::from(text_len > 0), text_len.max(1), u32::MAX, source.start),
        }
    }

    /// The next `len` bytes of text stand nowhere in the file; `at` is the place before which they were put.
    pub fn insert(&mut self, len: u32, at: u64) {
        self.steps(u32::from(len > 0), len.max(1), 0, at);
    }

    /// The next `count` × `text_step` bytes of text came from `count` × `source_step` bytes from `source` on.
    pub fn steps(&mut self, count: u32, text_step: u32, source_step: u32, source: u64) {
        if count == 0 {
            return;
        }
        if let Some(last) = self.runs.last_mut()
            && last.text_step == text_step
            && last.source_step == source_step
            && source_step > 0
            && last.source_end() == source
            && (text_step == 1 || source_step <= 4)
        {
            last.count += count;
        } else {
            self.runs.push(Run { text: self.text, source, count, text_step, source_step });
        }
        self.text += count * text_step;
    }

    /// The map.
    pub fn finish(self) -> SourceMap {
        SourceMap { runs: self.runs }
    }
}

/// Where the lines of a file start, to turn a byte into a line number. A line ends at `\n`, `\r\n` or a
/// bare `\r`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lines {
    /// The byte after each line end, ascending; the first line's start, 0, is left out.
    starts: Vec<u64>,
    /// How many lines of the file come before the first of these starts is counted: for a record, which
    /// keeps the starts of its own lines only.
    #[serde(default)]
    before: u64,
}

impl Lines {
    /// From the byte after each line end, ascending.
    pub fn from_starts(starts: Vec<u64>) -> Self {
        Self { starts, before: 0 }
    }

    /// The same for a part of a file that `before` whole lines come before.
    pub fn after(self, before: u64) -> Self {
        Self { before, ..self }
    }

    /// How many lines come before those that [`Lines::starts`] tells of.
    pub fn before(&self) -> u64 {
        self.before
    }

    /// Only the starts that lie in a part of the file, to be kept with a document that stands there: line numbers
    /// of places in the part stay what they were.
    ///
    /// ```
    /// use pamphlet_document::{Lines, SourceRange};
    /// let lines = Lines::of(b"one\ntwo\nthree\nfour\n").within(SourceRange::new(5, 12));
    /// assert_eq!(lines.starts(), [8]);
    /// assert_eq!([lines.line_of(5), lines.line_of(9)], [2, 3]);
    /// ```
    pub fn within(&self, part: SourceRange) -> Self {
        let from = self.starts.partition_point(|&start| start <= part.start);
        let to = self.starts.partition_point(|&start| start < part.end).max(from);
        Self { starts: self.starts[from..to].to_vec(), before: self.before + from as u64 }
    }

    /// Scans a file's bytes (of an encoding in which a line end is the byte 0x0A or 0x0D).
    pub fn of(bytes: &[u8]) -> Self {
        // counted first: a list that grows takes twice the room, and a file may be line ends only
        let mut starts = Vec::with_capacity(Self::count(bytes) as usize);
        starts.extend(ends(bytes).map(|end| end as u64 + 1));
        Self { starts, before: 0 }
    }

    /// How many line ends [`Lines::of`] finds.
    pub fn count(bytes: &[u8]) -> u64 {
        // by parts whose sum fits a byte: a compiler makes vectors of that
        let is = |wanted: u8| move |byte: &u8| u8::from(*byte == wanted);
        let count = |part: &[u8], wanted: u8| u64::from(part.iter().map(is(wanted)).sum::<u8>());
        let all = |wanted: u8| bytes.chunks(255).map(|part| count(part, wanted)).sum::<u64>();
        match (all(b'\n'), all(b'\r')) {
            (feeds, 0) => feeds,
            (feeds, returns) => {
                let pairs = bytes.windows(2).filter(|pair| pair == b"\r\n").count();
                feeds + returns - pairs as u64
            }
        }
    }

    /// The starts, as [`Lines::from_starts`] takes them.
    pub fn starts(&self) -> &[u64] {
        &self.starts
    }

    /// The number of the line that holds the byte, from 1.
    ///
    /// ```
    /// let lines = pamphlet_document::Lines::of(b"one\r\ntwo\rthree\n");
    /// assert_eq!([lines.line_of(0), lines.line_of(4), lines.line_of(5), lines.line_of(9)], [1, 1, 2, 3]);
    /// ```
    pub fn line_of(&self, byte: u64) -> u64 {
        self.before + self.starts.partition_point(|&start| start <= byte) as u64 + 1
    }

    /// First and last line that a range touches, both inclusive, from 1.
    pub fn of_range(&self, range: SourceRange) -> [u64; 2] {
        let last = if range.is_empty() { range.start } else { range.end - 1 };
        [self.line_of(range.start), self.line_of(last)]
    }
}

/// The last byte of each line end.
/// How many bytes are asked together whether one of them can end a line.
const PART: usize = 32;

fn ends(bytes: &[u8]) -> impl Iterator<Item = usize> + '_ {
    let may_end = |byte: &u8| *byte == b'\n' || *byte == b'\r';
    // all of a part, without stopping: a compiler makes vectors of that, and most parts have none
    let has_end = move |part: &&[u8]| part.iter().fold(false, |any, byte| any | may_end(byte));
    let parts = bytes.chunks(PART).enumerate().filter(move |(_, part)| has_end(part));
    let places = parts.flat_map(|(at, part)| (at * PART..).zip(part));
    places
        .filter(|&(i, &byte)| byte == b'\n' || byte == b'\r' && bytes.get(i + 1) != Some(&b'\n'))
        .map(|(i, _)| i)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_step_of_two_bytes_maps_by_whole_steps() {
        let mut map = SourceMapBuilder::default();
        map.steps(5, 2, 1, 10); // five Cyrillic letters
        let map = map.finish();
        assert_eq!(map.source_of(TextRange::new(2, 6)), SourceRange::new(11, 13));
        assert_eq!(map.source_of(TextRange::new(3, 4)), SourceRange::new(11, 12));
    }

    #[test]
    fn a_cut_through_two_steps_keeps_them_apart() {
        let mut map = SourceMapBuilder::default();
        map.steps(2, 3, 4, 0); // two characters of three bytes, from four bytes each
        let map = map.finish();
        let mut cut = SourceMapBuilder::default();
        map.copy_range(TextRange::new(2, 5), &mut cut);
        let cut = cut.finish();
        assert_eq!(cut.source_of(TextRange::new(0, 1)), SourceRange::new(0, 4));
        assert_eq!(cut.source_of(TextRange::new(1, 3)), SourceRange::new(4, 8));
    }

    #[test]
    fn insertions_have_a_place_and_no_bytes() {
        let mut map = SourceMapBuilder::default();
        map.copy(3, 0);
        map.insert(2, 3);
        map.copy(3, 3);
        let map = map.finish();
        assert_eq!(map.source_of(TextRange::new(3, 5)), SourceRange::new(3, 3));
        assert_eq!(map.source_of(TextRange::new(2, 6)), SourceRange::new(2, 4));
    }

    #[test]
    fn runs_that_do_not_join_are_refused() {
        let run = Run { text: 1, source: 0, count: 1, text_step: 1, source_step: 1 };
        assert!(SourceMap::from_runs(vec![run]).is_none());
    }

    /// A map by parts: (text length, source length, gap in the source before it).
    fn build(parts: &[(u32, u32, u32)]) -> SourceMap {
        let mut source = 0u64;
        let mut out = SourceMapBuilder::default();
        for &(text, len, gap) in parts {
            source += u64::from(gap);
            if text == len {
                out.copy(text, source);
            } else {
                out.replace(text, SourceRange::new(source, source + u64::from(len)));
            }
            source += u64::from(len);
        }
        out.finish()
    }

    proptest! {
        /// The composed map says of every byte what the two maps say one after the other.
        #[test]
        fn composes(inner in prop::collection::vec((1u32..6, 0u32..6, 0u32..4), 1..20),
                    outer in prop::collection::vec((1u32..6, 0u32..6, 0u32..4), 1..20)) {
            let inner = build(&inner);
            let len = inner.text_len();
            let outer: Vec<_> = {
                let mut left = len;
                outer.into_iter().map_while(|(text, src, gap)| {
                    left = left.checked_sub(src + gap)?;
                    Some((text, src, gap))
                }).collect()
            };
            let outer = build(&outer);
            let both = inner.compose(&outer);
            prop_assert_eq!(both.text_len(), outer.text_len());
            for at in 0..outer.text_len() {
                let mid = outer.source_of(TextRange::new(at, at + 1));
                let want = inner.source_of(TextRange::new(mid.start as u32, mid.end as u32));
                let got = both.source_of(TextRange::new(at, at + 1));
                prop_assert_eq!(got, want, "byte {}", at);
            }
            prop_assert!(SourceMap::from_runs(both.runs().to_vec()).is_some());
        }
    }
}
