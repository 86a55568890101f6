//! Lists of edits: applied to a text, turned into a map, and two lists in a row made into one.
//!
//! In every list the ranges ascend and do not overlap; they are places in the text before any edit of
//! that list. Whoever makes a list keeps that order; nothing here sorts.

use pamphlet_document::{Edit, SourceMap, SourceMapBuilder, SourceRange, TextRange};

/// The text that `edits` make of `text`. Ranges must ascend, not overlap, and lie in the text, as those of
/// [`Repaired::edits`](crate::Repaired::edits) do; an edit that does not is left out.
///
/// ```
/// let repaired = pamphlet_repair::Repairer::default().repair("It isn?t");
/// assert_eq!(pamphlet_repair::replay("It isn?t", &repaired.edits), repaired.text);
/// ```
pub fn replay(text: &str, edits: &[Edit]) -> String {
    let mut out = String::with_capacity(text.len() + edits.len() * 2);
    let mut at = 0;
    for edit in edits {
        let span = edit.range.span();
        let Some(before) = text.get(at..span.start) else { continue };
        if !text.is_char_boundary(span.end) {
            continue;
        }
        out.push_str(before);
        out.push_str(&edit.new);
        at = span.end;
    }
    out.push_str(&text[at..]);
    out
}

/// From the edited text back to the text before.
pub(crate) fn map(text_len: usize, edits: &[Edit]) -> SourceMap {
    let mut out = SourceMapBuilder::default();
    let mut at = 0u32;
    for edit in edits {
        out.copy(edit.range.start - at, u64::from(at));
        let source = SourceRange::new(u64::from(edit.range.start), u64::from(edit.range.end));
        out.replace(edit.new.len() as u32, source);
        at = edit.range.end;
    }
    out.copy(text_len as u32 - at, u64::from(at));
    out.finish()
}

/// One list that does what `first` (from `before` to `middle`) and then `second` (on `middle`) do. Edits of
/// the two that touch the same characters become one edit, under the later rule and the lower confidence.
pub(crate) fn compose(before: &str, middle: &str, first: Vec<Edit>, second: Vec<Edit>) -> Vec<Edit> {
    if first.is_empty() {
        return second;
    }
    if second.is_empty() {
        return first;
    }
    let mut out = Vec::with_capacity(first.len() + second.len());
    let mut first = first.into_iter().peekable();
    let mut second = second.into_iter().peekable();
    // how much further a place lies in `middle` than in `before`
    let mut shift = 0i64;
    loop {
        let a = first.peek().map(|edit| moved(edit, shift));
        let b = second.peek().map(|edit| (edit.range.start, edit.range.end));
        let a_first = match (a, b) {
            (None, None) => break,
            (Some(_), None) => true,
            (None, Some(_)) => false,
            (Some(a), Some(b)) => (a.0, a.1) <= (b.0, b.1),
        };
        // most edits overlap none of the other list
        if let (true, Some((_, end))) = (a_first, a)
            && b.is_none_or(|b| b.0 >= end)
            && let Some(edit) = first.next()
        {
            shift += edit.new.len() as i64 - i64::from(edit.range.len());
            out.push(edit);
            continue;
        }
        if let (false, Some((start, end))) = (a_first, b)
            && a.is_none_or(|a| a.0 >= end)
            && let Some(edit) = second.next()
        {
            let place = |at: u32| (i64::from(at) - shift) as u32;
            out.push(Edit { range: TextRange::new(place(start), place(end)), ..edit });
            continue;
        }
        let (start, mut end) = if a_first { a.unwrap_or_default() } else { b.unwrap_or_default() };
        let start_before = i64::from(start) - shift;
        let (mut from_first, mut from_second) = (Vec::new(), Vec::new());
        // the group: all edits of either list that overlap what has been gathered
        loop {
            if let Some((s, e)) = first.peek().map(|edit| moved(edit, shift))
                && (s < end && e > start || from_first.is_empty() && from_second.is_empty() && a_first)
                && let Some(edit) = first.next()
            {
                end = end.max(e);
                shift += edit.new.len() as i64 - i64::from(edit.range.len());
                from_first.push(edit);
            } else if let Some((s, e)) = second.peek().map(|edit| (edit.range.start, edit.range.end))
                && (s < end && e > start || from_first.is_empty() && from_second.is_empty())
                && let Some(edit) = second.next()
            {
                end = end.max(e);
                from_second.push(edit);
            } else {
                break;
            }
        }
        let range = TextRange::new(start_before as u32, (i64::from(end) - shift) as u32);
        let old = before[range.span()].to_owned();
        out.push(match (from_first.len(), from_second.len()) {
            (1, 0) => from_first.remove(0),
            (0, 1) => Edit { range, ..from_second.remove(0) },
            _ => {
                let mut new = String::new();
                let mut at = start as usize;
                for edit in &from_second {
                    new.push_str(&middle[at..edit.range.start as usize]);
                    new.push_str(&edit.new);
                    at = edit.range.end as usize;
                }
                new.push_str(&middle[at..end as usize]);
                let all = || from_second.iter().chain(&from_first);
                let confidence = all().map(|edit| edit.confidence).fold(1.0, f32::min);
                let rule = all().next().map(|edit| edit.rule.clone()).unwrap_or_default();
                Edit { range, old, new, rule, confidence }
            }
        });
    }
    out.retain(|edit| edit.old != edit.new);
    out
}

/// Where the outcome of an edit of the first list lies in the middle text.
fn moved(edit: &Edit, shift: i64) -> (u32, u32) {
    let start = (i64::from(edit.range.start) + shift) as u32;
    (start, start + edit.new.len() as u32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn edit(text: &str, start: usize, end: usize, new: &str) -> Edit {
        Edit {
            range: TextRange::new(start as u32, end as u32),
            old: text[start..end].to_owned(),
            new: new.to_owned(),
            rule: "test".into(),
            confidence: 1.0,
        }
    }

    #[track_caller]
    fn check(before: &str, first: &[(usize, usize, &str)], second: &[(usize, usize, &str)]) {
        let first: Vec<_> = first.iter().map(|&(s, e, new)| edit(before, s, e, new)).collect();
        let middle = replay(before, &first);
        let second: Vec<_> = second.iter().map(|&(s, e, new)| edit(&middle, s, e, new)).collect();
        let after = replay(&middle, &second);
        let both = compose(before, &middle, first, second);
        assert_eq!(replay(before, &both), after);
        assert!(both.windows(2).all(|two| two[0].range.end <= two[1].range.start), "{both:?}");
        assert!(both.iter().all(|edit| before[edit.range.span()] == *edit.old), "{both:?}");
    }

    #[test]
    fn two_lists_become_one() {
        check("abcdef", &[(1, 2, "XX")], &[(0, 1, "y"), (6, 7, "z")]);
        check("abcdef", &[(1, 2, "XX"), (3, 4, "")], &[(2, 5, "mid")]);
        check("abcdef", &[(1, 4, "")], &[(1, 2, "e!")]);
        check("abcdef", &[(0, 6, "&amp;rsquo;")], &[(0, 11, "&rsquo;")]);
        check("abcdef", &[(2, 3, "XY")], &[(2, 2, "in"), (3, 3, "side")]);
        check("abcdef", &[], &[(2, 3, "XY")]);
    }

    proptest! {
        #[test]
        fn composed_lists_do_the_same(text in "[a-f]{0,30}", cuts in prop::collection::vec((0usize..4, 0usize..4, "[x-z]{0,3}"), 0..8),
                                      more in prop::collection::vec((0usize..4, 0usize..4, "[p-r]{0,3}"), 0..8)) {
            fn list(len: usize, cuts: &[(usize, usize, String)]) -> Vec<(usize, usize, &str)> {
                let mut at = 0;
                let mut out = Vec::new();
                for (gap, take, new) in cuts {
                    let (start, end) = (at + gap, at + gap + take);
                    if end > len { break }
                    out.push((start, end, new.as_str()));
                    at = end.max(start + 1);
                }
                out
            }
            let first = list(text.len(), &cuts);
            let grown: i64 = first.iter().map(|(s, e, new)| new.len() as i64 - (*e as i64 - *s as i64)).sum();
            let second = list((text.len() as i64 + grown) as usize, &more);
            check(&text, &first, &second);
        }
    }
}
