//! Text that runs from right to left, set apart from what stands around it (UAX #9, isolates).
//!
//! A terminal that orders text by itself would carry the rank, the path or the next column along; one that does not
//! shows nothing of an isolate. These are our own controls: those of a stranger are shown, not obeyed.

/// Begins an isolate whose direction is that of its first letter.
const FIRST_STRONG: char = '\u{2068}';
/// Begins an isolate from right to left.
const RIGHT_TO_LEFT: char = '\u{2067}';
/// Begins an isolate from left to right.
const LEFT_TO_RIGHT: char = '\u{2066}';
/// Ends an isolate.
const END: char = '\u{2069}';

/// The text, in an isolate where a letter of it runs from right to left.
pub(crate) fn isolated(text: String) -> String {
    if has_right_to_left(&text) { format!("{FIRST_STRONG}{text}{END}") } else { text }
}

/// The text in an isolate of the direction of `keyword`, where a letter of it runs from right to left: what stands before
/// a Hebrew keyword stands to its right.
pub(crate) fn isolated_as(keyword: &str, text: String) -> String {
    if !has_right_to_left(&text) {
        return text;
    }
    let start = if has_right_to_left(keyword) { RIGHT_TO_LEFT } else { LEFT_TO_RIGHT };
    format!("{start}{text}{END}")
}

/// Whether any letter runs from right to left: the blocks that the standard keeps for such scripts (Hebrew, Arabic,
/// Syriac, Thaana, N'Ko, …), whether their letters are given yet or not.
fn has_right_to_left(text: &str) -> bool {
    text.chars().any(|c| {
        matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}'
            | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_runs_from_right_to_left_is_set_apart() {
        assert_eq!(isolated("Workers’ Power".to_owned()), "Workers’ Power");
        assert_eq!(isolated("כוח".to_owned()), "\u{2068}כוח\u{2069}");
        assert_eq!(isolated_as("العمال", "قوة العمال".to_owned()), "\u{2067}قوة العمال\u{2069}");
        assert_eq!(isolated_as("power", "power כוח".to_owned()), "\u{2066}power כוח\u{2069}");
    }
}
