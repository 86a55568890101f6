//! A text with its differences from another between marks: `[-what stood there-]{+what stands here+}`.

use crate::style::{ADDED, REMOVED};
use pamphlet::Difference;

/// Words of an unchanged stretch that are shown at its ends; what is between them is left out for a person.
const ENDS: usize = 12;

/// A stretch of bytes with its style.
pub(crate) type Styled = (std::ops::Range<usize>, anstyle::Style);

/// The text with its differences between marks, and where these stand in it.
pub(crate) fn marked(text: &str, differences: &[Difference]) -> (String, Vec<Styled>) {
    let places: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let byte = |character: usize| places.get(character).copied().unwrap_or(text.len());
    let (mut out, mut styled, mut at) = (String::new(), Vec::new(), 0);
    for difference in differences {
        let (from, to) = (byte(difference.at[0]).max(at), byte(difference.at[1]).max(at));
        shortened(&text[at..from], &mut out);
        if !difference.was.is_empty() {
            if from == to && out.chars().next_back().is_some_and(|c| !c.is_whitespace()) {
                out.push(' ');
            }
            let start = out.len();
            out.push_str(&format!("[-{}-]", difference.was));
            styled.push((start..out.len(), REMOVED));
        }
        if from < to {
            let start = out.len();
            out.push_str(&format!("{{+{}+}}", &text[from..to]));
            styled.push((start..out.len(), ADDED));
        } else if text[to..].starts_with(|c: char| !c.is_whitespace()) {
            out.push(' ');
        }
        at = to;
    }
    shortened(&text[at..], &mut out);
    (out, styled)
}

/// Writes a stretch without its middle, where it is long.
pub(crate) fn shortened(text: &str, out: &mut String) {
    let words: Vec<&str> = text.split(' ').collect();
    if words.len() <= 2 * ENDS + 8 {
        out.push_str(text);
        return;
    }
    let (head, tail) = (&words[..ENDS], &words[words.len() - ENDS..]);
    out.push_str(&format!("{} … {}", head.join(" "), tail.join(" ")));
}
