//! Hits for a person: a title line, where it stands, and the snippet with its matches marked.
//!
//! ```text
//!  1  Workers’ Power · Local · 2002-09-26
//!     corpus/league.txt:25  Our aims
//!     … councils of workers’ delegates and a workers’ militia.
//! ```

use crate::safe_line;
use crate::style::{DIM, MATCH, PLACE, Paint, TITLE};
use pamphlet::query::ScorePart;
use pamphlet::{FacetValue, Hit};
use unicode_width::UnicodeWidthChar;

/// How hits are laid out.
#[derive(Clone, Copy, Debug)]
pub struct Layout {
    /// Columns a line may have.
    pub width: usize,
    /// Whether to colour.
    pub color: bool,
}

/// Columns that the rank takes; everything else of a hit stands to its right.
const INDENT: usize = 5;

/// Paths of near-duplicates that are named; of more only the number is told.
const ALSO: usize = 5;

/// One hit, ended by an empty line.
pub fn hit(hit: &Hit, layout: Layout) -> String {
    let paint = Paint::new(layout.color);
    let mut out = String::new();
    let title = if hit.title.is_empty() { "(no title)" } else { &hit.title };
    out.push_str(&format!("{:>3}  {}", hit.rank, paint.on(TITLE, &safe_line(title))));
    if let Some(date) = &hit.date {
        out.push_str(&paint.on(DIM, &format!("  {date}")));
    }
    out.push('\n');

    let indent = " ".repeat(INDENT);
    let mut place = safe_line(&hit.path).into_owned();
    match hit.source.page {
        Some(page) => place.push_str(&format!(" page {page}")),
        None => place.push_str(&format!(":{}", hit.source.line[0])),
    }
    out.push_str(&indent);
    out.push_str(&paint.on(PLACE, &place));
    if let Some(section) = hit.section.as_deref().filter(|section| *section != hit.title) {
        out.push_str(&paint.on(DIM, &format!("  {}", safe_line(section))));
    }
    out.push('\n');

    wrap(&hit.snippet, &hit.highlights, layout, paint, &mut out);
    for more in hit.snippets.iter().skip(1) {
        out.push_str(&indent);
        out.push_str(&paint.on(DIM, &format!("line {}", more.source.line[0])));
        out.push('\n');
        wrap(&more.snippet, &more.highlights, layout, paint, &mut out);
    }
    if !hit.also.is_empty() {
        let also: Vec<_> = hit.also.iter().take(ALSO).map(|path| safe_line(path)).collect();
        let more = hit.also.len() - also.len();
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        out.push_str(&indent);
        out.push_str(&paint.on(DIM, &format!("also: {}{more}", also.join(", "))));
        out.push('\n');
    }
    out.push('\n');
    out
}

/// How a score came about, a line a part.
pub fn explanation(parts: &[ScorePart], layout: Layout) -> String {
    let paint = Paint::new(layout.color);
    let mut out = String::new();
    for part in parts {
        let name = format!("{:?}", part.part).to_lowercase();
        let word = part.word.as_deref().map(safe_line).unwrap_or_default();
        out.push_str(&paint.on(DIM, &format!("{:INDENT$}{:>8.3}  {name:<9} {word}", "", part.value)));
        out.push('\n');
    }
    out.push('\n');
    out
}

/// The values of a field with the number of hits that have each.
pub fn facet(name: &str, values: &[FacetValue], layout: Layout) -> String {
    let paint = Paint::new(layout.color);
    let mut out = format!("{}\n", paint.on(TITLE, &safe_line(name)));
    for value in values {
        out.push_str(&format!("{:>9}  {}\n", value.count, safe_line(&value.value)));
    }
    out.push('\n');
    out
}

/// Writes a snippet in lines of the layout's width, broken at spaces, matches in their style. Highlights
/// are `[start, end)` in characters, ascending.
fn wrap(snippet: &str, highlights: &[[usize; 2]], layout: Layout, paint: Paint, out: &mut String) {
    let room = layout.width.saturating_sub(INDENT).max(20);
    let chars: Vec<char> = snippet.chars().collect();
    let mut start = 0;
    while start < chars.len() {
        let end = line_end(&chars, start, room);
        out.push_str(&" ".repeat(INDENT));
        marked(&chars, start, end, highlights, paint, out);
        out.push('\n');
        start = end;
        while chars.get(start).is_some_and(|c| c.is_whitespace()) {
            start += 1;
        }
    }
}

/// Where a line that starts at `start` ends: after the last word that fits, or in a word that alone does not.
fn line_end(chars: &[char], start: usize, room: usize) -> usize {
    let mut columns = 0;
    let mut last_space = None;
    for (i, c) in chars.iter().enumerate().skip(start) {
        if c.is_whitespace() {
            last_space = Some(i);
        }
        columns += c.width().unwrap_or(1);
        if columns > room {
            return last_space.filter(|&space| space > start).unwrap_or(i.max(start + 1));
        }
    }
    chars.len()
}

/// The characters `start..end` with the part of each highlight that falls among them in the match style.
pub(crate) fn marked(
    chars: &[char],
    start: usize,
    end: usize,
    highlights: &[[usize; 2]],
    paint: Paint,
    out: &mut String,
) {
    let plain = |from: usize, to: usize| chars[from..to].iter().collect::<String>();
    let mut at = start;
    for &[from, to] in highlights {
        let (from, to) = (from.clamp(at, end), to.clamp(at, end));
        if from < to {
            out.push_str(&safe_line(&plain(at, from)));
            out.push_str(&paint.on(MATCH, &safe_line(&plain(from, to))));
            at = to;
        }
    }
    out.push_str(&safe_line(&plain(at, end)));
}
