//! Codebooks: queries by category, as dictionaries for counting and as sets for queries (`@economy`).
//!
//! [`Codebook::read`] reads the text of a file: a dictionary of quanteda (YAML), a LIWC `.dic`, lines `label# query`, or a
//! table. What cannot be used is told with its line; the rest is a codebook all the same. No file is opened here.

mod lines;
mod liwc;
mod table;
mod yaml;

use crate::ast::{Expr, Phrase, Word};
use crate::note::Note;
use crate::parser::{Reading, parse};
use std::collections::BTreeMap;

/// Categories with what belongs to them.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Codebook {
    /// In the order of the file. One with parts (`economy.tax`) comes as its parts.
    pub categories: Vec<Category>,
    /// What could not be used, by line.
    pub problems: Vec<Problem>,
}

/// A category.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Category {
    /// Its name; that of a part has those above it before it, with points between (`economy.tax`).
    pub name: String,
    /// What belongs to it.
    pub entries: Vec<Entry>,
}

/// What belongs to a category.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Entry {
    /// As it was written.
    pub text: String,
    /// Its line, from 1.
    pub line: usize,
    /// Whether it is a query. Else it is a word or a phrase as dictionaries have them: exactly these words, `*` any
    /// letters, `?` one.
    pub query: bool,
}

/// What of a codebook could not be used.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Problem {
    /// The line, from 1.
    pub line: usize,
    /// One line for a person: lower case, no full stop.
    pub message: String,
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "line {}: {}", self.line, self.message)
    }
}

/// Forms of a codebook.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodebookForm {
    /// A dictionary of quanteda: names over names or lists of words, in YAML.
    Yaml,
    /// LIWC: numbered categories between `%`, then words with the numbers of theirs.
    Liwc,
    /// `label# query`, one a line.
    Lines,
    /// A table with a column of categories and one of words or queries, parted by commas, semicolons or TABs.
    Table,
}

impl CodebookForm {
    /// The form of a file by the end of its name; where that does not tell, by its text.
    pub fn of(name: &str, text: &str) -> Self {
        let end = name.rsplit_once('.').map(|(_, end)| end.to_lowercase());
        match end.as_deref() {
            Some("yml" | "yaml") => return CodebookForm::Yaml,
            Some("dic") => return CodebookForm::Liwc,
            Some("csv" | "tsv") => return CodebookForm::Table,
            _ => {}
        }
        let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        match lines.next() {
            Some(line) if line.starts_with('%') => CodebookForm::Liwc,
            Some(line) if lines::parted(line).is_some() => CodebookForm::Lines,
            Some(line) if line.ends_with(':') || line.contains(": ") => CodebookForm::Yaml,
            Some(line) if line.contains([',', ';', '\t']) => CodebookForm::Table,
            _ => CodebookForm::Lines,
        }
    }
}

/// Deepest categories; what is deeper belongs to the one above.
const MOST_DEPTH: usize = 20;

/// Entries that are read; dictionaries have some ten thousand.
const MOST_ENTRIES: usize = 100_000;

impl Codebook {
    /// Reads the text of a codebook.
    ///
    /// ```
    /// use pamphlet_query::{Codebook, CodebookForm};
    /// let book = Codebook::read("economy:\n  tax: [tax*, 'excise duty']\n  work: [wage*]\n", CodebookForm::Yaml);
    /// let names: Vec<_> = book.categories.iter().map(|category| category.name.as_str()).collect();
    /// assert_eq!(names, ["economy.tax", "economy.work"]);
    /// // a line that is wrong costs no other
    /// let book = Codebook::read("tax# tax* OR levy\nwar peace\nwork# wage*\n", CodebookForm::Lines);
    /// assert_eq!((book.categories.len(), book.problems[0].line), (2, 2));
    /// ```
    pub fn read(text: &str, form: CodebookForm) -> Self {
        let text = text.trim_start_matches('\u{feff}');
        let mut gather = Gather::default();
        match form {
            CodebookForm::Yaml => yaml::read(text, &mut gather),
            CodebookForm::Liwc => liwc::read(text, &mut gather),
            CodebookForm::Lines => lines::read(text, &mut gather),
            CodebookForm::Table => table::read(text, &mut gather),
        }
        gather.finish()
    }

    /// Whether a name behind `@` is that of a category, or of one that has parts.
    pub fn has(&self, name: &str) -> bool {
        self.below(name).next().is_some()
    }

    /// The categories of a name: it, and its parts.
    fn below(&self, name: &str) -> impl Iterator<Item = &Category> {
        let wanted = key(name);
        self.categories.iter().filter(move |category| {
            let own = key(&category.name);
            !wanted.is_empty()
                && own.strip_prefix(&wanted).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        })
    }

    /// All that belongs to a name and its parts, as one expression; `is_field` as for [`parse`].
    pub(crate) fn expr(&self, name: &str, is_field: &dyn Fn(&str) -> bool) -> Option<Expr> {
        let mut parts = Vec::new();
        for category in self.below(name) {
            parts.extend(category.entries.iter().map(|entry| entry.expr(is_field)));
        }
        (!parts.is_empty()).then(|| Expr::any(parts))
    }

    /// All that belongs to a name and its parts, as a query that needs no codebook; `None` where there is nothing.
    ///
    /// ```
    /// use pamphlet_query::{Codebook, CodebookForm};
    /// let book = Codebook::read("economy:\n  tax: [tax*, 'excise duty']\n", CodebookForm::Yaml);
    /// assert_eq!(book.query_of("economy.tax").as_deref(), Some("=tax* OR \"excise duty\""));
    /// assert_eq!(book.query_of("war"), None);
    /// ```
    pub fn query_of(&self, name: &str) -> Option<String> {
        self.expr(name, &is_name).map(|expr| expr.to_string())
    }

    /// The same codebook with no more than so many names above each other: `economy.tax.vat` by 1 belongs to `economy`.
    pub fn to_level(&self, level: usize) -> Codebook {
        let mut gather = Gather::default();
        for category in &self.categories {
            let name = category.name.split('.').take(level.max(1)).collect::<Vec<_>>().join(".");
            for entry in &category.entries {
                gather.push(&name, entry.clone());
            }
        }
        Codebook { problems: self.problems.clone(), ..gather.finish() }
    }
}

/// A name as it is compared: case, accents, blanks and signs do not matter, points do.
fn key(name: &str) -> String {
    let part = |part: &str| pamphlet_index::analyzer::folded(part).replace(' ', "-");
    name.split('.').map(part).collect::<Vec<_>>().join(".")
}

/// A category as it is named in a query: `@home-affairs.law` of `Home affairs.Law`.
pub fn set_of(name: &str) -> String {
    format!("@{}", key(name))
}

impl Entry {
    fn expr(&self, is_field: &dyn Fn(&str) -> bool) -> Expr {
        if self.query {
            return parse(&self.text, Reading::default(), is_field).0;
        }
        let words: Vec<&str> = self.text.split_whitespace().collect();
        match words[..] {
            [one] => Expr::Word(Word { text: one.to_owned(), exact: true, fuzzy: None }),
            _ => Expr::Phrase(Phrase { text: words.join(" "), slop: 0 }),
        }
    }
}

/// Whether a word before a colon may be the name of a field, where no index says which ones there are.
fn is_name(name: &str) -> bool {
    !name.is_empty() && name.len() <= 64
}

/// Whether an entry of a dictionary is meant as a query: it has an operator, quotes, brackets or a field.
fn is_query(text: &str) -> bool {
    text.contains(['"', '“', '(', '=', '@'])
        || text.starts_with('/')
        || text.split_whitespace().any(|word| {
            matches!(word, "AND" | "OR" | "NOT") || word.starts_with("NEAR/") || word.starts_with("BEFORE/")
        })
}

/// Gathers categories while a file is read.
#[derive(Default)]
struct Gather {
    categories: Vec<Category>,
    /// Where each category stands in the list, by its key.
    places: BTreeMap<String, usize>,
    problems: Vec<Problem>,
    entries: usize,
}

impl Gather {
    fn problem(&mut self, line: usize, message: impl Into<String>) {
        self.problems.push(Problem { line, message: message.into() });
    }

    /// An entry of a dictionary: a word, a phrase, or where it looks like one, a query.
    fn entry(&mut self, category: &str, text: &str, line: usize) {
        let query = is_query(text);
        self.add(category, text, line, query);
    }

    /// Adds an entry, if it can be used.
    fn add(&mut self, category: &str, text: &str, line: usize, query: bool) {
        let text = text.trim();
        if key(category).is_empty() {
            return self.problem(line, "a category needs a name");
        }
        if !text.chars().any(|c| c.is_alphanumeric()) {
            let shown: String = text.chars().take(40).collect();
            return self.problem(line, format!("'{shown}' has no word"));
        }
        if query {
            if text.split(|c: char| c.is_whitespace() || c == '(').any(|word| word.starts_with('@')) {
                return self.problem(line, "a set cannot name another one");
            }
            let (_, notes) = parse(text, Reading::default(), &is_name);
            if let Some(note) = notes.iter().find(|note| Note::is_misreading(note)) {
                return self.problem(line, note.message.clone());
            }
        }
        if self.entries == MOST_ENTRIES {
            self.problem(line, format!("only the first {MOST_ENTRIES} entries are used"));
        }
        self.entries += 1;
        if self.entries <= MOST_ENTRIES {
            self.push(category, Entry { text: text.to_owned(), line, query });
        }
    }

    fn push(&mut self, category: &str, entry: Entry) {
        let place = *self.places.entry(key(category)).or_insert_with(|| {
            self.categories.push(Category { name: category.to_owned(), entries: Vec::new() });
            self.categories.len() - 1
        });
        let entries = &mut self.categories[place].entries;
        // a word that is listed twice counts once in any case
        if !entries.iter().rev().take(64).any(|known| known.text == entry.text) {
            entries.push(entry);
        }
    }

    fn finish(mut self) -> Codebook {
        self.problems.sort_by_key(|problem| problem.line);
        Codebook { categories: self.categories, problems: self.problems }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, form: CodebookForm, want: &[(&str, &[&str])], problems: &[&str]) {
        let book = Codebook::read(text, form);
        let found: Vec<(&str, Vec<&str>)> = book
            .categories
            .iter()
            .map(|one| (one.name.as_str(), one.entries.iter().map(|entry| entry.text.as_str()).collect()))
            .collect();
        let want: Vec<(&str, Vec<&str>)> = want.iter().map(|(name, texts)| (*name, texts.to_vec())).collect();
        assert_eq!(found, want);
        let told: Vec<String> = book.problems.iter().map(Problem::to_string).collect();
        assert_eq!(told, problems);
    }

    #[test]
    fn a_dictionary_of_quanteda() {
        let text = "# policy\neconomy:\n  tax:\n    - tax*\n    - 'excise duty' # of goods\n  work: [wage*, strike]\nwar: army\n";
        let want: [(&str, &[&str]); 3] = [
            ("economy.tax", &["tax*", "excise duty"]),
            ("economy.work", &["wage*", "strike"]),
            ("war", &["army"]),
        ];
        check(text, CodebookForm::Yaml, &want, &[]);
    }

    #[test]
    fn an_error_in_yaml_costs_no_other_category() {
        let text = "tax:\n  - tax*\n  - 'open\nwar:\n  - army\n  - '--'\n  -\nwork: [wage*, strike\npeace:\n  - treaty\n";
        let book = Codebook::read(text, CodebookForm::Yaml);
        let names: Vec<&str> = book.categories.iter().map(|one| one.name.as_str()).collect();
        assert_eq!(names, ["tax", "war", "work", "peace"]);
        let lines: Vec<usize> = book.problems.iter().map(|problem| problem.line).collect();
        assert_eq!(lines.len(), 4, "{:?}", book.problems);
        assert!(book.problems.iter().any(|problem| problem.to_string() == "line 6: '--' has no word"));
        assert!(book.problems.iter().any(|problem| problem.to_string() == "line 7: '' has no word"));
    }

    #[test]
    fn a_dictionary_of_liwc() {
        let text = "%\n1\teconomy\n2\ttax\n%\ntax*\t1 2\nfair share\t2\nwage\t1\t7\n;\t1\n";
        let want: [(&str, &[&str]); 2] = [("economy", &["tax*", "wage"]), ("tax", &["tax*", "fair share"])];
        check(
            text,
            CodebookForm::Liwc,
            &want,
            &["line 7: there is no category 7", "line 8: ';' has no word"],
        );
        check("1 economy\n", CodebookForm::Liwc, &[], &["line 1: a LIWC dictionary begins with a line '%'"]);
    }

    #[test]
    fn lines_of_queries() {
        let text = "# a comment\ntax# tax* OR \"excise duty\"\nwar peace\ntax# levy\nwork# (wage*\nall# @tax\n# x\n x# \n";
        check(
            text,
            CodebookForm::Lines,
            &[("tax", &["tax* OR \"excise duty\"", "levy"])],
            &[
                "line 3: there is no '#' between a label and a query",
                "line 5: '(' without ')' is left out",
                "line 6: a set cannot name another one",
                "line 8: '' has no word",
            ],
        );
    }

    #[test]
    fn a_table() {
        let text = "id;category;query\n1;tax;\"tax* OR \"\"excise duty\"\"\"\n2;war;army\n3;;peace\n4;war\n";
        let problems = ["line 4: a category needs a name", "line 5: the row has no cell 'query'"];
        check(
            text,
            CodebookForm::Table,
            &[("tax", &["tax* OR \"excise duty\""]), ("war", &["army"])],
            &problems,
        );
        // without names of columns the first two
        check("tax,levy\nwar,army\n", CodebookForm::Table, &[("tax", &["levy"]), ("war", &["army"])], &[]);
    }

    #[test]
    fn the_form_is_told() {
        let check =
            |name: &str, text: &str, want| assert_eq!(CodebookForm::of(name, text), want, "{name} {text}");
        check("a.yml", "x", CodebookForm::Yaml);
        check("a.txt", "%\n1\ta\n", CodebookForm::Liwc);
        check("a.txt", "# c\ntax# levy\n", CodebookForm::Lines);
        check("a.txt", "tax:\n  - levy\n", CodebookForm::Yaml);
        check("a.txt", "code,query\ntax,levy\n", CodebookForm::Table);
    }

    #[test]
    fn names_are_found_by_their_parts_and_levels() {
        let book = Codebook::read(
            "Home affairs:\n  Police: [police]\n  Law: [law]\nwar: [army]\n",
            CodebookForm::Yaml,
        );
        let expr = |name: &str| book.expr(name, &|_| false).map(|expr| expr.to_string());
        assert_eq!(expr("home-affairs").as_deref(), Some("=police OR =law"));
        assert_eq!(expr("HOME-AFFAIRS.law").as_deref(), Some("=law"));
        assert_eq!((expr("home"), expr("")), (None, None));
        let names: Vec<String> = book.to_level(1).categories.into_iter().map(|one| one.name).collect();
        assert_eq!(names, ["Home affairs", "war"]);
        assert_eq!(set_of("Home affairs.Law"), "@home-affairs.law");
    }
}
