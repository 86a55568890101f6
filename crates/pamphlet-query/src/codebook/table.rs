//! A table with a column of categories and one of words or queries.

use super::Gather;

/// What the columns may be called.
const CATEGORY: [&str; 6] = ["category", "code", "label", "key", "dictionary", "theme"];
const ENTRY: [&str; 7] = ["query", "pattern", "word", "term", "entry", "value", "keyword"];

pub(super) fn read(text: &str, gather: &mut Gather) {
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let delimiter =
        [b'\t', b';', b','].into_iter().find(|&sign| first.contains(char::from(sign))).unwrap_or(b',');
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let (mut category, mut entry) = (0, 1);
    let mut record = csv::StringRecord::new();
    let mut first = true;
    loop {
        match reader.read_record(&mut record) {
            Ok(true) => {}
            Ok(false) => break,
            Err(error) => {
                let line = error.position().map_or(1, |place| place.line() as usize);
                gather.problem(line, "the row cannot be read");
                continue;
            }
        }
        let line = record.position().map_or(1, |place| place.line() as usize);
        if std::mem::replace(&mut first, false) {
            let named = |names: &[&str]| {
                record.iter().position(|cell| names.contains(&cell.trim().to_lowercase().as_str()))
            };
            if let (Some(of), Some(text)) = (named(&CATEGORY), named(&ENTRY)) {
                (category, entry) = (of, text);
                continue;
            }
        }
        match (record.get(category), record.get(entry)) {
            (Some(category), Some(text)) => gather.entry(category.trim(), text, line),
            (_, None) => gather.problem(line, "the row has no cell 'query'"),
            (None, _) => gather.problem(line, "the row has no cell 'category'"),
        }
    }
}
