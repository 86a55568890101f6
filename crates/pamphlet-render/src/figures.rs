//! Rows of figures, each a word or a row of words with what was counted: for a person as columns, for a program as
//! JSON or a table.

use crate::table::{Table, row};
use crate::{Layout, columns, safe_line};
use pamphlet::{Collocate, KeyWord, Ngram, WordCount};
use serde::Serialize;

/// A row of figures.
pub trait Figures: Serialize {
    /// The columns of a table, named as the keys of the JSON.
    const COLUMNS: &'static [&'static str];
    /// The headings that a person sees; the first column is text.
    const HEADINGS: &'static [&'static str];

    /// The cells of a table; what is not known is empty.
    fn cells(&self) -> Vec<String>;
    /// The cells that a person sees.
    fn shown(&self) -> Vec<String>;
}

/// A row for a table.
pub fn figures_row<T: Figures>(table: Table, figures: &T) -> String {
    let cells = figures.cells();
    row(table, cells.iter().map(String::as_str))
}

/// Rows as columns under their headings: text to the left, figures to the right.
pub fn figures_table<T: Figures>(rows: &[T], layout: Layout<'_>) -> String {
    let shown: Vec<Vec<String>> = rows.iter().map(Figures::shown).collect();
    columns_of(&T::HEADINGS.iter().map(|head| (*head).to_owned()).collect::<Vec<_>>(), &shown, layout)
}

/// Lines of cells under their headings: the first to the left, the others to the right. The first is cut where a screen is
/// too narrow.
pub(crate) fn columns_of(headings: &[String], rows: &[Vec<String>], layout: Layout<'_>) -> String {
    if rows.is_empty() {
        return String::new();
    }
    let mut widths: Vec<usize> = headings.iter().map(|head| columns::of(head)).collect();
    for cells in rows {
        for (width, cell) in widths.iter_mut().zip(cells) {
            *width = columns::of(&safe_line(cell)).max(*width);
        }
    }
    let figures: usize = widths.iter().skip(1).map(|width| width + 2).sum();
    if let Some(first) = widths.first_mut() {
        let most = if layout.screen { layout.width.saturating_sub(figures).max(8) } else { 60 };
        *first = (*first).min(most);
    }
    let mut out = String::new();
    for cells in std::iter::once(headings).chain(rows.iter().map(Vec::as_slice)) {
        let mut line = String::new();
        for (at, (cell, width)) in cells.iter().zip(&widths).enumerate() {
            if at == 0 {
                let text = columns::cut_end(&safe_line(cell), *width);
                let blanks = " ".repeat(width - columns::of(&text).min(*width));
                line.push_str(&layout.apart(text));
                line.push_str(&blanks);
            } else {
                line.push_str(&format!("  {cell:>width$}"));
            }
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

/// A figure that may be unknown, for a table.
pub(crate) fn maybe(value: Option<f64>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

/// The same for a person.
fn maybe_shown(value: Option<f64>, places: usize) -> String {
    value.map_or("-".to_owned(), |value| format!("{value:.places$}"))
}

impl Figures for WordCount {
    const COLUMNS: &'static [&'static str] =
        &["word", "count", "per_million", "documents", "dp", "juilland_d", "find"];
    const HEADINGS: &'static [&'static str] =
        &["", "count", "per million", "documents", "DP", "Juilland's D"];

    fn cells(&self) -> Vec<String> {
        vec![
            self.word.clone(),
            self.count.to_string(),
            self.per_million.to_string(),
            self.documents.to_string(),
            self.dp.to_string(),
            maybe(self.juilland_d),
            self.find.clone(),
        ]
    }

    fn shown(&self) -> Vec<String> {
        vec![
            self.word.clone(),
            self.count.to_string(),
            format!("{:.1}", self.per_million),
            self.documents.to_string(),
            format!("{:.3}", self.dp),
            maybe_shown(self.juilland_d, 3),
        ]
    }
}

impl Figures for KeyWord {
    const COLUMNS: &'static [&'static str] = &[
        "word",
        "count",
        "reference_count",
        "per_million",
        "reference_per_million",
        "documents",
        "reference_documents",
        "log_likelihood",
        "bic",
        "log_ratio",
        "percent_diff",
        "odds_ratio",
        "find",
    ];
    const HEADINGS: &'static [&'static str] = &[
        "",
        "count",
        "reference",
        "per million",
        "reference",
        "log-likelihood",
        "log ratio",
        "%DIFF",
        "BIC",
    ];

    fn cells(&self) -> Vec<String> {
        vec![
            self.word.clone(),
            self.count.to_string(),
            self.reference_count.to_string(),
            self.per_million.to_string(),
            self.reference_per_million.to_string(),
            self.documents.to_string(),
            self.reference_documents.to_string(),
            self.log_likelihood.to_string(),
            self.bic.to_string(),
            self.log_ratio.to_string(),
            maybe(self.percent_diff),
            maybe(self.odds_ratio),
            self.find.clone(),
        ]
    }

    fn shown(&self) -> Vec<String> {
        vec![
            self.word.clone(),
            self.count.to_string(),
            self.reference_count.to_string(),
            format!("{:.1}", self.per_million),
            format!("{:.1}", self.reference_per_million),
            format!("{:.2}", self.log_likelihood),
            format!("{:.2}", self.log_ratio),
            maybe_shown(self.percent_diff, 1),
            format!("{:.2}", self.bic),
        ]
    }
}

impl Figures for Collocate {
    const COLUMNS: &'static [&'static str] = &[
        "word",
        "count",
        "left",
        "right",
        "documents",
        "total",
        "expected",
        "log_likelihood",
        "pmi",
        "mi3",
        "log_dice",
        "t_score",
        "find",
    ];
    const HEADINGS: &'static [&'static str] = &[
        "",
        "count",
        "left",
        "right",
        "of",
        "expected",
        "log-likelihood",
        "PMI",
        "logDice",
        "MI3",
        "t-score",
    ];

    fn cells(&self) -> Vec<String> {
        vec![
            self.word.clone(),
            self.count.to_string(),
            self.left.to_string(),
            self.right.to_string(),
            self.documents.to_string(),
            self.total.to_string(),
            self.expected.to_string(),
            self.log_likelihood.to_string(),
            self.pmi.to_string(),
            self.mi3.to_string(),
            self.log_dice.to_string(),
            self.t_score.to_string(),
            self.find.clone(),
        ]
    }

    fn shown(&self) -> Vec<String> {
        vec![
            self.word.clone(),
            self.count.to_string(),
            self.left.to_string(),
            self.right.to_string(),
            self.total.to_string(),
            format!("{:.1}", self.expected),
            format!("{:.2}", self.log_likelihood),
            format!("{:.2}", self.pmi),
            format!("{:.2}", self.log_dice),
            format!("{:.2}", self.mi3),
            format!("{:.2}", self.t_score),
        ]
    }
}

impl Figures for Ngram {
    const COLUMNS: &'static [&'static str] = &["ngram", "n", "count", "per_million", "documents", "find"];
    const HEADINGS: &'static [&'static str] = &["", "n", "count", "per million", "documents"];

    fn cells(&self) -> Vec<String> {
        vec![
            self.ngram.clone(),
            self.n.to_string(),
            self.count.to_string(),
            self.per_million.to_string(),
            self.documents.to_string(),
            self.find.clone(),
        ]
    }

    fn shown(&self) -> Vec<String> {
        vec![
            self.ngram.clone(),
            self.n.to_string(),
            self.count.to_string(),
            format!("{:.1}", self.per_million),
            self.documents.to_string(),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ngram(ngram: &str, count: u64) -> Ngram {
        let find = format!("\"{ngram}\"");
        Ngram { ngram: ngram.to_owned(), n: 2, count, per_million: 12.34, documents: 1, find }
    }

    #[test]
    fn figures_stand_in_columns() {
        let rows = [ngram("united nations", 120), ngram("工人 力量", 4)];
        let want = "                n  count  per million  documents
united nations  2    120         12.3          1
工人 力量       2      4         12.3          1
";
        assert_eq!(figures_table(&rows, Layout::plain(80)), want);
        let row = figures_row(Table::Csv, &rows[0]);
        assert_eq!(row, "united nations,2,120,12.34,1,\"\"\"united nations\"\"\"\n");
    }

    #[test]
    fn every_row_has_its_columns() {
        fn check<T: Figures>(figures: &T) {
            assert_eq!((figures.cells().len(), figures.shown().len()), (T::COLUMNS.len(), T::HEADINGS.len()));
            let json = serde_json::to_value(figures).expect("it has a form");
            let keys: Vec<_> = json.as_object().expect("an object").keys().cloned().collect();
            let mut columns = T::COLUMNS.to_vec();
            columns.sort_unstable();
            assert_eq!(keys, columns);
        }
        check(&ngram("a b", 1));
    }
}
