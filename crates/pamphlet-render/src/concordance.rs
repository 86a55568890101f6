//! Concordance lines for a person: the keyword in the middle, aligned by columns, also with wide scripts.

use crate::direction::isolated_as;
use crate::style::DIM;
use crate::{Layout, columns, safe_line};
use pamphlet::Line;

/// Columns for the path at the end of a line: a quarter of the line, within these.
const PATH: std::ops::RangeInclusive<usize> = 12..=32;

/// What stands right behind a word.
const CLOSING: [char; 24] = [
    ',', '.', ';', ':', '!', '?', ')', ']', '}', '…', '’', '”', '»', '。', '、', '，', '．', '：', '；',
    '！', '？', '」', '』', '）',
];

/// What stands right before a word.
const OPENING: [char; 14] = ['(', '[', '{', '¿', '¡', '“', '„', '‘', '«', '「', '『', '（', '#', '/'];

/// The least that is shown of the text, however narrow the screen.
const LEAST: usize = 20;

/// One line: what stands before, right-aligned; the keyword; what comes after; the path.
pub fn concordance_line(line: &Line, layout: Layout<'_>) -> String {
    let marker = layout.marker();
    let (before, after) = (safe_line(&line.before), safe_line(&line.after));
    let path_room = (layout.width / 4).clamp(*PATH.start(), *PATH.end());
    let room = layout.width.saturating_sub(path_room + 2).max(LEAST);
    // every keyword starts in the same column, a little left of the middle, as most are short
    let left = room * 9 / 20;
    let keyword = safe_line(&line.keyword);
    let around = columns::of(&marker.around(""));
    let keyword = columns::cut_end(&keyword, (room - left).saturating_sub(around + 2).max(1));
    let right = (room - left).saturating_sub(columns::of(&keyword) + around + 2);
    let before = columns::end_words(before.trim_end(), left);
    let after = columns::start_words(after.trim_start(), right);
    // a comma stands where it stood, right behind the word, and a bracket right before it
    let (gap, rest) = if after.starts_with(CLOSING) { ("", 1) } else { (" ", 0) };
    let (before_gap, more) = if before.ends_with(OPENING) { ("", 1) } else { (" ", 0) };
    let text = format!(
        "{}{before}{before_gap}{}{gap}{after}{}",
        " ".repeat(left.saturating_sub(columns::of(before)) + more),
        marker.on(&keyword),
        " ".repeat(right.saturating_sub(columns::of(after)) + rest),
    );
    let text = if layout.screen { isolated_as(&keyword, text) } else { text };
    let place = format!("{}:{}", safe_line(&line.path), line.source.line[0]);
    let place = if layout.screen { columns::cut_start(&place, path_room) } else { place };
    format!("{text}  {}\n", layout.place(&place, &line.path, DIM))
}

#[cfg(test)]
mod tests {
    use super::*;
    use pamphlet::Source;

    fn line(before: &str, keyword: &str, after: &str) -> Line {
        Line {
            doc: String::new(),
            path: "speeches/a.txt".to_owned(),
            date: None,
            before: before.to_owned(),
            keyword: keyword.to_owned(),
            after: after.to_owned(),
            source: Source { line: [7, 7], byte: [0, 0], page: None },
        }
    }

    #[track_caller]
    fn check(width: usize, lines: &[(&str, &str, &str)], expected: &str) {
        let layout = Layout { screen: true, marks: Some(("[", "]")), ..Layout::plain(width) };
        let shown: String = lines.iter().map(|(a, b, c)| concordance_line(&line(a, b, c), layout)).collect();
        assert_eq!(shown, expected);
        for shown in shown.lines() {
            assert!(columns::of(shown) <= width, "{shown}");
        }
    }

    #[test]
    fn keywords_stand_below_each_other() {
        check(
            64,
            &[
                ("that nobody who works for the", "power", "of the people will be heard"),
                ("для всех, кто верит в ту", "власть", "которая принадлежит народу"),
                ("労働者たちが団結するときの", "力", "は何よりも強いものである。"),
                ("le cafe\u{301} et la", "liberte\u{301}", "sont a\u{300} tous ceux qui"),
                ("", "Power", ""),
            ],
            "   who works for the [power] of the people      speeches/a.txt:7
всех, кто верит в ту [власть] которая           speeches/a.txt:7
たちが団結するときの [力] は何よりも強いもので  speeches/a.txt:7
       le cafe\u{301} et la [liberte\u{301}] sont a\u{300} tous      speeches/a.txt:7
                     [Power]                    speeches/a.txt:7
",
        );
    }

    #[test]
    fn long_paths_and_keywords_are_cut_on_a_screen_only() {
        let long =
            Line { path: "speeches/in/a/deep/folder/march.txt".to_owned(), ..line("the", "power", "of all") };
        let shown = |screen| concordance_line(&long, Layout { screen, ..Layout::plain(60) });
        assert!(shown(true).ends_with("  …er/march.txt:7\n"), "{}", shown(true));
        assert!(shown(false).ends_with("  speeches/in/a/deep/folder/march.txt:7\n"), "{}", shown(false));
    }

    #[test]
    fn a_hebrew_line_runs_as_a_whole_from_right_to_left() {
        let layout = Layout { screen: true, ..Layout::plain(60) };
        let shown = concordance_line(&line("אין", "כוח", "בלי עם"), layout);
        assert!(shown.starts_with('\u{2067}') && shown.contains("\u{2069}  "), "{shown:?}");
        let plain = concordance_line(&line("אין", "כוח", "בלי עם"), Layout::plain(60));
        assert!(!plain.contains('\u{2067}'), "{plain:?}");
    }
}
