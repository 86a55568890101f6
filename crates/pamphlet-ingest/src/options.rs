//! What a caller may decide about reading.

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
}

/// How to walk and read; the default is what the command line does without options.
#[derive(Clone, Debug)]
pub struct Options {
    /// How to read a date of three numbers.
    pub date_order: DateOrder,
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
            max_file: 512 << 20,
            hidden: true,
            ignore_files: false,
            exclude: Vec::new(),
            child: None,
        }
    }
}
