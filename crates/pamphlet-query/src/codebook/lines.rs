//! `label# query`, one a line; a line that begins with `#` says nothing.

use super::Gather;

/// A label and its query, where a line has both.
pub(super) fn parted(line: &str) -> Option<(&str, &str)> {
    let (label, query) = line.split_once('#')?;
    // `C# code` is one label, `the #tag` none
    let label = label.trim();
    (!label.is_empty() && (query.is_empty() || query.starts_with(char::is_whitespace)))
        .then_some((label, query))
}

pub(super) fn read(text: &str, gather: &mut Gather) {
    for (number, line) in (1..).zip(text.lines()) {
        let trimmed = line.trim();
        if trimmed.is_empty() || trimmed.starts_with('#') {
            continue;
        }
        match parted(trimmed) {
            Some((label, query)) => gather.add(label, query, number, true),
            None => gather.problem(number, "there is no '#' between a label and a query"),
        }
    }
}
