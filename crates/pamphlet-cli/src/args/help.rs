//! What `--help` says beyond the options: a paragraph and examples for each command.
//!
//! The examples are run by a test, in a folder that holds the sample documents as `corpus`.

use super::Cli;
use clap::{Command, CommandFactory};

/// Help of one command.
pub struct Help {
    /// The command.
    pub command: &'static str,
    /// What `--help` says before the options, and `-h` does not.
    pub about: &'static str,
    /// What can be typed, with what it does.
    pub examples: &'static [(&'static str, &'static str)],
}

/// The command line with all its help.
pub fn command() -> Command {
    let mut command = Cli::command();
    for help in HELP {
        if command.find_subcommand(help.command).is_none() {
            continue;
        }
        command = command.mut_subcommand(help.command, |sub| {
            let about = sub.get_about().map(ToString::to_string).unwrap_or_default();
            sub.long_about(format!("{about}\n\n{}", help.about)).after_help(examples(help))
        });
    }
    command
}

/// Two lines an example, so that they fit a narrow screen: what it does, and what is typed.
fn examples(help: &Help) -> String {
    let mut out = "Examples:".to_owned();
    for (line, does) in help.examples {
        out.push_str(&format!("\n  # {does}\n  {line}"));
    }
    out
}

/// The help of every command.
pub const HELP: &[Help] = &[
    Help {
        command: "index",
        about: "Files may be in any encoding and format that is read (docs/formats.md); each is told by its content. \
                What cannot be read is named and stops nothing. Run again, only what is new or changed is read, and what \
                is gone from below the paths is dropped. Interrupted with Ctrl-C, the index stays as it was.",
        examples: &[
            ("pamphlet index corpus", "read a folder into index/"),
            ("pamphlet index corpus --type html,pdf", "only web pages and PDF"),
            (
                "pamphlet index corpus/speeches-1947.csv --map author=speaker",
                "say which column is which field",
            ),
            ("pamphlet index --index my-index corpus", "into a folder of your choice"),
        ],
    },
    Help {
        command: "search",
        about: "Words side by side must all stand in a document; \"in quotes\" they are a phrase. Case, accents and the \
                style of apostrophes do not matter. What is typed never fails: what cannot be an operator is searched as \
                words, and a note says so. The whole language: docs/query-language.md.",
        examples: &[
            ("pamphlet search --in corpus -p \"workers' power\"", "index a folder and search it at once"),
            ("pamphlet search '\"general strike\" OR lockout'", "a phrase or a word"),
            ("pamphlet search 'strike NEAR/8 committee'", "at most eight words between"),
            ("pamphlet search strike --from 1890 --to 1926 --sort date", "of these years, oldest first"),
            ("pamphlet search strike --where lang=en --facet type", "of one language, counted by format"),
            ("pamphlet search strike --mark '[' ']' --color never", "marks instead of colour"),
            ("pamphlet search strike -n all --format csv", "a table for a spreadsheet"),
        ],
    },
    Help {
        command: "kwic",
        about: "Every match is a line, with the words before and after it. A line ends where its paragraph does.",
        examples: &[
            ("pamphlet kwic \"workers' power\"", "each place where it stands"),
            ("pamphlet kwic 'strike*' --sort after1", "in the order of the next word"),
            ("pamphlet kwic 'strike*' --group", "how often each form occurs"),
            ("pamphlet kwic strike --context 20 -n all --format csv", "a table with more context"),
        ],
    },
    Help {
        command: "trend",
        about: "Counts matches and documents, and says how many there are in a million words of all documents of the same \
                year, so that years can be compared. A ~ marks a rate from few words. Times without a document are shown as \
                such, dates that are not known as (none). With --format json every row has the query that finds its matches.",
        examples: &[
            ("pamphlet trend 'strike* OR lockout*'", "by year"),
            ("pamphlet trend strike --by decade", "by decade"),
            ("pamphlet trend strike --by type", "by the values of a field"),
            ("pamphlet trend strike --also lockout --by decade --svg plot.svg", "two queries, and an image"),
            ("pamphlet trend strike --format csv", "a table to plot"),
        ],
    },
    Help {
        command: "words",
        about: "Without a query the words of all documents, else those of the documents that match. A word is what =word \
                finds: any case and accents, no other form. DP and Juilland's D say how evenly it is spread over the \
                documents: DP is 0 and D is 1 where it is spread evenly. The formulas: docs/analysis.md.",
        examples: &[
            ("pamphlet words --stop-words en", "the most frequent words"),
            ("pamphlet words --like 'work*' --sort word", "all forms of one beginning"),
            ("pamphlet words strike -n all --format csv", "of the documents that match, as a table"),
        ],
    },
    Help {
        command: "keyness",
        about: "Compares the documents of one query with those of another, or with all others. Log-likelihood says how sure \
                it is that a word is more frequent there, log ratio and %DIFF how much. The formulas: docs/analysis.md.",
        examples: &[
            ("pamphlet keyness --target type:html", "web pages against all others"),
            ("pamphlet keyness --target lang:en --reference lang:fr", "one part against another"),
            ("pamphlet keyness --target strike --negative", "what is rarer where the word stands"),
        ],
    },
    Help {
        command: "collocates",
        about: "Counts the words in a window around every match and compares them with all words. A window ends where its \
                paragraph does; words of the match itself do not count. The formulas: docs/analysis.md.",
        examples: &[
            ("pamphlet collocates strike", "five words on each side"),
            ("pamphlet collocates strike --left 2 --right 0", "the two words before"),
            (
                "pamphlet collocates 'work*' --within sentence --sort log-dice",
                "in the same sentence, by logDice",
            ),
        ],
    },
    Help {
        command: "ngrams",
        about: "Without a query the rows of words in all documents, else those in the documents that match. With --stop-words \
                those that begin or end with a stop word are left out.",
        examples: &[
            ("pamphlet ngrams --stop-words en", "two and three words that recur"),
            ("pamphlet ngrams --words 4..6 --min-documents 2", "longer ones, in several documents"),
            ("pamphlet ngrams strike --like 'strike*'", "those with a word, where it stands"),
        ],
    },
    Help {
        command: "code",
        about: "Counts the matches of every category of a codebook: a dictionary of quanteda (YAML), a LIWC .dic, lines \
                'label# query', or a table (CSV). Without a query in all documents, else in those that match. A line of the \
                codebook that cannot be used is named, and the rest is used. In any query @name is a category: \
                pamphlet search --codebook FILE '@economy AND tax'. The forms: docs/analysis.md.",
        examples: &[
            ("pamphlet code --codebook docs/labour.yml", "how often each category occurs"),
            (
                "pamphlet code --codebook docs/labour.yml --by doc --format csv",
                "documents by categories, as a table",
            ),
            ("pamphlet code --codebook docs/labour.yml --by decade", "over time"),
            (
                "pamphlet code --codebook docs/labour.yml --sample 20 --seed 7 --format csv",
                "lines to code by hand",
            ),
        ],
    },
    Help {
        command: "quote",
        about: "Finds a passage again wherever it stands, also with words put in or left out, in another spelling, or \
                without its punctuation; what differs is marked [-as in the passage-]{+as it stands here+}. Oldest \
                first; what has no date comes last. How it is found, and what is missed: docs/reuse.md.",
        examples: &[
            (
                "pamphlet quote \"society's wealth and never decides what becomes of it\"",
                "who has this passage",
            ),
            ("pamphlet show corpus/chartist-league.txt | pamphlet quote - --words 8", "or eight words of it"),
            (
                "pamphlet quote --document corpus/chartist-league.txt --words 6",
                "whatever others have of this",
            ),
            (
                "pamphlet quote --documents 'lang:en' --against 'date:..1920' --words 8",
                "what these have of those",
            ),
        ],
    },
    Help {
        command: "similar",
        about: "Copies and versions are what docs/duplicates.md says; others are found by the words that tell most of the \
                document, and how well they answer these is told as a part of how well it does itself.",
        examples: &[
            ("pamphlet similar corpus/platform-2004.txt", "its versions, and what is about the same"),
            ("pamphlet similar corpus/chartist-league.txt --from 1900 -n 3", "of a time"),
        ],
    },
    Help {
        command: "diff",
        about: "Sentences that are new (+), dropped (-), moved (>) or changed (~, with the words marked \
                [-before-]{+after+}). The earlier version of a document is the one with the latest date before its own among its \
                copies and versions.",
        examples: &[
            ("pamphlet diff corpus/platform-1996.txt corpus/platform-2004.txt", "what became of a platform"),
            ("pamphlet diff corpus/platform-2004.txt", "against its earlier version"),
        ],
    },
    Help {
        command: "cite",
        about: "Cites a document, the sentence of it in which a query matches first, or a passage. An annotation (W3C) holds \
                the words, what stands around them, their place, and a hash of the text; 'pamphlet show' finds it again, \
                also when the file has changed.",
        examples: &[
            ("pamphlet cite corpus/chartist-league.txt power", "the sentence, and where it stands"),
            ("pamphlet cite corpus/speeches-1947.csv#1 pit --style chicago", "a note in Chicago style"),
            ("pamphlet cite corpus/chartist-league.txt --style bibtex", "a document as a whole"),
            ("pamphlet cite corpus/platform-2004.txt quay --style annotation | tee c.json", "for programs"),
        ],
    },
    Help {
        command: "replay",
        about: "Asks what a command saved with --save again. Exits with 0 when the results are the same, byte for byte, and \
                with 1 when they are not, and says why: documents that came, went or changed, versions, order.",
        examples: &[(
            "pamphlet search strike --save run.json >/dev/null; pamphlet replay run.json",
            "save a search, and see whether it is still the same",
        )],
    },
    Help {
        command: "show",
        about: "A document is named by its path, as 'pamphlet search' prints it, or by the start of its id.",
        examples: &[
            ("pamphlet show --citation c.json", "what 'pamphlet cite' wrote, found again"),
            ("pamphlet show corpus/chartist-league.txt", "the text, repaired"),
            ("pamphlet show corpus/chartist-league.txt --raw", "the bytes of the file"),
            ("pamphlet show corpus/chartist-league.txt --mark power", "with every match marked"),
        ],
    },
    Help {
        command: "repair",
        about: "Mends what bad conversions did to a text (lost apostrophes, mojibake, entities), mark by mark and only with \
                evidence; line layout is kept, and the original is never written to. Rules: docs/repair.",
        examples: &[
            ("pamphlet repair corpus/chartist-league.txt", "the repaired text"),
            ("pamphlet repair corpus/chartist-league.txt --diff", "see what would be mended"),
            ("pamphlet repair corpus/chartist-league.txt --report", "each repair as a JSON line"),
            ("pamphlet repair corpus --out repaired", "every file of a folder, into another"),
        ],
    },
    Help {
        command: "extract",
        about: "Shows what is made of a file before it is indexed: text, blocks, speeches, metadata, repairs, and what was \
                noticed, each with its place in the file.",
        examples: &[
            ("pamphlet extract corpus/letter-tei-1886.xml", "one JSON object a document"),
            (
                "pamphlet extract corpus/speeches-1947.csv --map author=speaker",
                "say which column is which field",
            ),
        ],
    },
    Help {
        command: "info",
        about: "Documents, words, dates, the fields with their most frequent values, and the versions that made the index.",
        examples: &[
            ("pamphlet info", "of the index here or in a parent folder"),
            ("pamphlet info --format csv", "every field and value with its number of documents"),
        ],
    },
    Help {
        command: "verify",
        about: "Reads every file of the index and compares it with its checksum, then reads the documents' files again and \
                compares what they give. Exits with 2 when anything differs.",
        examples: &[("pamphlet verify", "the index here or in a parent folder")],
    },
    Help {
        command: "plan",
        about: "For a collection that outgrows one machine: parts, nodes, disk, memory and time of an OpenSearch cluster, \
                with the figures that it is reckoned from. Nothing is asked of a cluster. docs/scale.md says what to \
                measure first; docs/cluster.md how to use one.",
        examples: &[
            ("pamphlet plan --documents 40000000 --bytes 800GB", "two copies on nodes of 2 TB"),
            ("pamphlet plan --documents 500000000 --bytes 10TB --disk 8TB --cores 32", "larger nodes"),
        ],
    },
    Help {
        command: "serve",
        about: "The page and the API answer on this machine only, unless --bind says otherwise. Stop with Ctrl-C.",
        examples: &[
            ("pamphlet serve", "on http://127.0.0.1:7878"),
            ("pamphlet serve --bind 127.0.0.1:0", "on any free port, which is printed"),
        ],
    },
    Help {
        command: "config",
        about: "Settings come from pamphlet.toml here or in the nearest parent folder, then from the user's own file \
                ($XDG_CONFIG_HOME/pamphlet/pamphlet.toml). The environment goes before both, and arguments before all. \
                The keys: docs/terminal.md.",
        examples: &[
            ("pamphlet config", "which files are read"),
            ("pamphlet config --show", "every setting and where it comes from"),
            ("pamphlet config --show --format json", "the same for a program"),
        ],
    },
    Help {
        command: "completions",
        about: "Prints a script; your shell's manual says where it goes. docs/terminal.md has a line for each.",
        examples: &[
            ("pamphlet completions bash", "for bash"),
            ("pamphlet completions zsh", "for zsh"),
            ("pamphlet completions fish", "for fish"),
            ("pamphlet completions powershell", "for PowerShell"),
        ],
    },
    Help {
        command: "man",
        about: "Prints a page in the language of man (roff), or writes all of them into a folder.",
        examples: &[
            ("pamphlet man", "the page of the program"),
            ("pamphlet man search", "the page of a command"),
            ("pamphlet man --out man1", "all pages: man1/pamphlet.1, man1/pamphlet-search.1, ..."),
        ],
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_has_its_help() {
        for sub in command().get_subcommands() {
            let name = sub.get_name();
            assert!(HELP.iter().any(|help| help.command == name), "no examples for {name}");
            let after = sub.get_after_help().map(ToString::to_string).unwrap_or_default();
            assert!(after.contains(&format!("pamphlet {name}")), "{name}: {after}");
            for line in after.lines() {
                assert!(line.chars().count() <= 80, "{name}: {line}");
            }
            for argument in sub.get_arguments().filter(|argument| !argument.is_hide_set()) {
                assert!(argument.get_help().is_some(), "{name}: {} has no help", argument.get_id());
            }
        }
    }
}
