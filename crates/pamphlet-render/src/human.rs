//! Hits for a person: a title line, where it stands, and the snippet with its matches marked.
//!
//! ```text
//!  1  Workers’ Power · Local · 2002-09-26
//!     corpus/league.txt:25  Our aims
//!     … councils of workers’ delegates and a workers’ militia.
//! ```

use crate::style::{DIM, MATCH, TITLE};
use crate::{Layout, Marker, columns, safe_line};
use pamphlet::query::ScorePart;
use pamphlet::{FacetValue, Hit};
use std::ops::Range;

/// Columns that the rank takes; everything else of a hit stands to its right.
pub(crate) const INDENT: usize = 5;

/// Paths of near-duplicates that are named; of more only the number is told.
const ALSO: usize = 5;

/// The least of a line that text is put into, however narrow the screen.
const LEAST: usize = 16;

/// Running text is set no wider than that: longer lines are hard to read.
const WIDEST: usize = 100;

/// One hit, ended by an empty line.
pub fn hit(hit: &Hit, layout: Layout<'_>) -> String {
    let paint = layout.paint();
    let mut out = String::new();
    let rank = format!("{:>3}  ", hit.rank);
    let title = if hit.title.is_empty() { "(no title)" } else { &hit.title };
    let date = hit.date.as_deref().map(|date| format!("  {date}")).unwrap_or_default();
    let title = fitting(title, layout, rank.len() + date.len());
    out.push_str(&rank);
    out.push_str(&paint.on(TITLE, &layout.apart(title)));
    out.push_str(&paint.on(DIM, &date));
    out.push('\n');

    let indent = " ".repeat(INDENT);
    let mut place = safe_line(&hit.path).into_owned();
    match hit.source.page {
        Some(page) => place.push_str(&format!(" page {page}")),
        None => place.push_str(&format!(":{}", hit.source.line[0])),
    }
    out.push_str(&indent);
    out.push_str(&layout.place_of_hit(&place, &hit.path));
    if let Some(section) = hit.section.as_deref().filter(|section| *section != hit.title) {
        let mut taken = INDENT + columns::of(&place) + 2;
        if layout.screen && taken + LEAST > layout.width {
            // beside the path there is no room for it
            out.push_str(&format!("\n{:INDENT$}", ""));
            taken = INDENT;
        } else {
            out.push_str("  ");
        }
        out.push_str(&paint.on(DIM, &layout.apart(fitting(section, layout, taken))));
    }
    out.push('\n');

    wrap(&hit.snippet, &hit.highlights, layout, &mut out);
    for more in hit.snippets.iter().skip(1) {
        out.push_str(&indent);
        out.push_str(&paint.on(DIM, &format!("line {}", more.source.line[0])));
        out.push('\n');
        wrap(&more.snippet, &more.highlights, layout, &mut out);
    }
    if !hit.also.is_empty() {
        let also: Vec<_> = hit.also.iter().take(ALSO).map(|path| safe_line(path)).collect();
        let more = hit.also.len() - also.len();
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let also = format!("also: {}{more}", also.join(", "));
        // paths are there to be copied: they are never cut
        let room = if layout.screen { room(layout, INDENT) } else { usize::MAX };
        for line in columns::lines(&also, room) {
            out.push_str(&indent);
            out.push_str(&paint.on(DIM, &layout.apart(also[line].to_owned())));
            out.push('\n');
        }
    }
    out.push('\n');
    out
}

/// How a score came about, a line a part.
pub fn explanation(parts: &[ScorePart], layout: Layout<'_>) -> String {
    let paint = layout.paint();
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
pub fn facet(name: &str, values: &[FacetValue], layout: Layout<'_>) -> String {
    let mut out = format!("{}\n", layout.paint().on(TITLE, &safe_line(name)));
    for value in values {
        let shown = layout.apart(fitting(&value.value, layout, 11));
        out.push_str(&format!("{:>9}  {shown}\n", value.count));
    }
    out.push('\n');
    out
}

/// Columns that are left of a line of which some are taken.
fn room(layout: Layout<'_>, taken: usize) -> usize {
    layout.width.saturating_sub(taken).max(LEAST)
}

/// A text in one line, made harmless, and cut to the rest of the line where that is a screen's.
pub(crate) fn fitting(text: &str, layout: Layout<'_>, taken: usize) -> String {
    let text = safe_line(text);
    if layout.screen { columns::cut_end(&text, room(layout, taken)) } else { text.into_owned() }
}

/// Writes a snippet in lines of the layout's width, matches marked. Highlights are `[start, end)` in characters,
/// ascending.
fn wrap(snippet: &str, highlights: &[[usize; 2]], layout: Layout<'_>, out: &mut String) {
    let (text, matches) = with_marks(snippet, highlights, &layout.marker());
    let styled: Vec<_> = matches.into_iter().map(|found| (found, MATCH)).collect();
    wrap_styled(&text, &styled, layout, out);
}

/// Writes a text in lines of the layout's width, parts of it in a style: ranges of bytes, ascending.
pub(crate) fn wrap_styled(
    text: &str,
    styled: &[(Range<usize>, anstyle::Style)],
    layout: Layout<'_>,
    out: &mut String,
) {
    let paint = layout.paint();
    for line in columns::lines(text, room(layout, INDENT).min(WIDEST)) {
        let mut shown = String::new();
        let mut at = line.start;
        for (found, style) in styled {
            let (from, to) = (found.start.clamp(at, line.end), found.end.clamp(at, line.end));
            // what goes on in the next line is marked in both, without the blank between
            let word = text[from..to].trim_end();
            if !word.is_empty() {
                shown.push_str(&safe_line(&text[at..from]));
                shown.push_str(&paint.on(*style, &safe_line(word)));
                at = from + word.len();
            }
        }
        shown.push_str(&safe_line(&text[at..line.end]));
        out.push_str(&" ".repeat(INDENT));
        out.push_str(&layout.apart(shown));
        out.push('\n');
    }
}

/// The text with the user's marks around its matches, and where these stand then, in bytes, marks included.
fn with_marks(text: &str, highlights: &[[usize; 2]], marker: &Marker<'_>) -> (String, Vec<Range<usize>>) {
    let places: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let byte = |character: usize| places.get(character).copied().unwrap_or(text.len());
    let (mut out, mut matches, mut at) = (String::with_capacity(text.len()), Vec::new(), 0);
    for &[from, to] in highlights {
        let (from, to) = (byte(from).max(at), byte(to));
        if from < to {
            out.push_str(&text[at..from]);
            let start = out.len();
            out.push_str(&marker.around(&text[from..to]));
            matches.push(start..out.len());
            at = to;
        }
    }
    out.push_str(&text[at..]);
    (out, matches)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(snippet: &str, highlights: &[[usize; 2]], layout: Layout<'_>, expected: &str) {
        let mut out = String::new();
        wrap(snippet, highlights, layout, &mut out);
        assert_eq!(out, expected);
    }

    #[test]
    fn matches_are_marked_where_they_stand() {
        let plain = Layout::plain(80);
        let marks = Layout { marks: Some(("[", "]")), ..plain };
        check("the power of all", &[[4, 9]], plain, "     the power of all\n");
        check("the power of all", &[[4, 9], [13, 16]], marks, "     the [power] of [all]\n");
        // side by side, as in Chinese, and characters of several bytes
        check("工人的力量", &[[0, 2], [2, 3]], marks, "     [工人][的]力量\n");
        check("é power", &[[2, 7]], marks, "     é [power]\n");
        // out of order or beyond the end: as much as there is
        check("power", &[[0, 99], [1, 2]], marks, "     [power]\n");
        check("a\u{1b}b power", &[[4, 9]], marks, "     a␛b [power]\n");
    }

    #[test]
    fn a_match_over_two_lines_is_coloured_in_both() {
        let color = Layout { color: true, ..Layout::plain(21) };
        let (on, off) = (MATCH.render().to_string(), MATCH.render_reset().to_string());
        check(
            "for workers and their power",
            &[[4, 27]],
            color,
            &format!("     for {on}workers and{off}\n     {on}their power{off}\n"),
        );
    }
}
