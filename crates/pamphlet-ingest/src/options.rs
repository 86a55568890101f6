//! What a caller may decide about reading.

use std::fmt;
use std::path::PathBuf;

/// How to read `03-04-2002`, where neither the number nor the rest of the document settles it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DateOrder {
    /// By the rest of the document; where that is silent, month first, and the document is marked.
    #[default]
    Auto,
    /// Day before month.
    DayFirst,
    /// Month before day.
    MonthFirst,
    /// The year, where it has two digits, before month and day: `02-09-26`. Where it stands at the end, the
    /// month comes before the day.
    YearFirst,
}

/// A field, and the column of a table or the key of a record that holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mapped {
    /// `text`, `title`, `date`, `id`, or the name of any other field.
    pub field: String,
    /// The column's or key's name; capitals, spaces and `_` do not matter.
    pub column: String,
}

impl std::str::FromStr for Mapped {
    type Err = OptionError;

    /// Reads `FIELD=COLUMN`.
    fn from_str(text: &str) -> Result<Self, OptionError> {
        match text.split_once('=').map(|(field, column)| (field.trim(), column.trim())) {
            Some((field, column)) if !field.is_empty() && !column.is_empty() => {
                Ok(Self { field: field.to_lowercase(), column: column.to_owned() })
            }
            _ => Err(OptionError(format!("'{text}' is not of the form FIELD=COLUMN"))),
        }
    }
}

/// An option that cannot be meant: what is wrong, in one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OptionError(pub(crate) String);

impl fmt::Display for OptionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for OptionError {}

/// How to walk and read; the default is what the command line does without options.
#[derive(Clone, Debug)]
pub struct Options {
    /// How to read a date of three numbers.
    pub date_order: DateOrder,
    /// Which columns and keys of records hold which fields; others are told by their names.
    pub map: Vec<Mapped>,
    /// Only documents of these formats, as the field `type` names them; none: of all.
    pub types: Vec<String>,
    /// No documents of these formats.
    pub types_not: Vec<String>,
    /// Only files whose path below the root fits one of these globs; `!` before one leaves out what fits. As
    /// in a `.gitignore`, the last that fits decides, and one without `/` fits names anywhere.
    pub globs: Vec<String>,
    /// Files above this many bytes are left out, unless their format is read record by record.
    pub max_file: u64,
    /// Whether files and folders whose name starts with a dot are read. Folders of version control
    /// (`.git`, `.hg`, `.svn`, …) never are.
    pub hidden: bool,
    /// Whether `.gitignore`, `.ignore` and the like leave files out.
    pub ignore_files: bool,
    /// Folders that are left out, such as the index when it stands inside a root.
    pub exclude: Vec<PathBuf>,
    /// A program that calls [`crate::child_main`] when its first argument is `__extract`: PDF is read in it
    /// where `pdftotext` is not installed. For a binary that embeds this crate, itself.
    pub child: Option<PathBuf>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            date_order: DateOrder::Auto,
            map: Vec::new(),
            types: Vec::new(),
            types_not: Vec::new(),
            globs: Vec::new(),
            max_file: 512 << 20,
            hidden: true,
            ignore_files: false,
            exclude: Vec::new(),
            child: None,
        }
    }
}

/// The formats that `types` may name, and `xml` for all vocabularies of XML, `json` and `csv` with their
/// kin, `mail` with mailboxes.
pub(crate) const TYPES: [&str; 23] = [
    "text",
    "markdown",
    "html",
    "xml",
    "tei",
    "akoma-ntoso",
    "law",
    "hansard",
    "json",
    "jsonl",
    "csv",
    "tsv",
    "pdf",
    "docx",
    "odt",
    "odp",
    "ods",
    "epub",
    "rtf",
    "doc",
    "mail",
    "mbox",
    "warc",
];

impl Options {
    /// Whether the options can be meant.
    ///
    /// # Errors
    /// For a glob that is none, and a format that is not known.
    ///
    /// ```
    /// let options = pamphlet_ingest::Options { types: vec!["htlm".into()], ..Default::default() };
    /// assert!(options.check().unwrap_err().to_string().starts_with("no format 'htlm'"));
    /// ```
    pub fn check(&self) -> Result<(), OptionError> {
        for name in self.types.iter().chain(&self.types_not) {
            if !TYPES.contains(&&**name) {
                return Err(OptionError(format!("no format '{name}'; there are {}", TYPES.join(", "))));
            }
        }
        crate::walk::globs(std::path::Path::new("."), &self.globs).map(|_| ())
    }

    /// Whether documents of a format are wanted.
    pub(crate) fn wants(&self, format: &str) -> bool {
        let is = |name: &String| name == format || family(format).contains(&&**name);
        (self.types.is_empty() || self.types.iter().any(is)) && !self.types_not.iter().any(is)
    }

    /// Whether every format is wanted.
    pub(crate) fn wants_all(&self) -> bool {
        self.types.is_empty() && self.types_not.is_empty()
    }

    /// What decides about the text of a document and its fields, as a short text: documents that were read
    /// with another are read again.
    pub fn fingerprint(&self) -> String {
        let mut out = format!("{:?}", self.date_order);
        for Mapped { field, column } in &self.map {
            out.push_str(&format!(", {field}={column}"));
        }
        for (sign, names) in [('+', &self.types), ('-', &self.types_not)] {
            let mut names: Vec<&String> = names.iter().collect();
            names.sort();
            for name in names {
                out.push_str(&format!(", {sign}{name}"));
            }
        }
        out
    }
}

/// The wider names that a format goes by too.
fn family(format: &str) -> &'static [&'static str] {
    match format {
        "tei" | "akoma-ntoso" | "law" | "hansard" => &["xml"],
        "jsonl" => &["json"],
        "tsv" => &["csv"],
        "mbox" => &["mail"],
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_and_their_families() {
        let check = |types: &[&str], not: &[&str], format: &str, expected: bool| {
            let list = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
            let options = Options { types: list(types), types_not: list(not), ..Options::default() };
            assert_eq!(options.wants(format), expected, "{types:?} {not:?} {format}");
        };
        check(&[], &[], "pdf", true);
        check(&["html", "xml"], &[], "tei", true);
        check(&["html"], &[], "text", false);
        check(&["xml"], &["law"], "law", false);
        check(&[], &["json"], "jsonl", false);
        check(&["jsonl"], &[], "json", false);
    }

    #[test]
    fn a_map_has_two_sides() {
        let mapped = |text: &str| text.parse::<Mapped>().map(|one| (one.field, one.column));
        assert_eq!(mapped("Text = Full Speech"), Ok(("text".into(), "Full Speech".into())));
        assert!(mapped("text").is_err() && mapped("=body").is_err());
    }
}
