//! From arguments to a request, and the index that it is put to.

use crate::args::{FilterArgs, Global, Limit, QueryArgs, Stem};
use crate::location;
use crate::nearest::nearest;
use crate::output::Output;
use crate::problem::Problem;
use pamphlet::{Codebook, CodebookForm, Error, Index, Note, PartialDate, Request, Stemming};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// The request of the arguments; `text` is the query. It ends when nobody reads the output any more.
pub fn request(args: &QueryArgs, text: String, output: &Output) -> anyhow::Result<Request> {
    let mut request = Request::new(text);
    request.any = args.any;
    request.phrase = args.phrase;
    request.strict = args.strict;
    request.stem = match args.stem {
        Stem::Light => Stemming::Light,
        Stem::Full => Stemming::Full,
    };
    request.expand = args.expand;
    request.stop = Some(output.over());
    request.timeout = args.timeout.map(seconds).transpose()?;
    filtered(&mut request, &args.filters)?;
    request.sets = args.codebook.as_deref().map(|path| codebook(path, output)).transpose()?;
    Ok(request)
}

/// Adds the conditions of `--from`, `--to` and `--where`.
pub fn filtered(request: &mut Request, args: &FilterArgs) -> anyhow::Result<()> {
    request.from = args.from.as_deref().map(date).transpose()?;
    request.to = args.to.as_deref().map(date).transpose()?;
    for filter in &args.filters {
        let Some((field, value)) = filter.split_once('=').filter(|(field, _)| !field.is_empty()) else {
            return Err(Problem::new(
                format!("'--where {filter}' has no '='"),
                "write a field and its value, such as --where lang=en",
            )
            .into());
        };
        request.filters.push((field.to_owned(), value.to_owned()));
    }
    Ok(())
}

/// Reads a codebook; what of it cannot be used is told line by line.
fn codebook(path: &Path, output: &Output) -> anyhow::Result<Arc<Codebook>> {
    let shown = path.display();
    let bytes = crate::input::file(path).map_err(|error| {
        Problem::new(format!("cannot read the codebook '{shown}': {error}"), "check the path")
    })?;
    let text = pamphlet::repair::decode(&bytes, None).text;
    let book = Codebook::read(&text, CodebookForm::of(&path.to_string_lossy(), &text));
    for problem in &book.problems {
        output.warning(format!("warning: {shown}:{}: {}", problem.line, problem.message));
    }
    if book.categories.is_empty() {
        let hint = "docs/analysis.md shows what a codebook looks like";
        return Err(Problem::new(format!("the codebook '{shown}' has no category"), hint).into());
    }
    Ok(Arc::new(book))
}

/// A time that an argument gives.
pub fn seconds(seconds: f64) -> anyhow::Result<Duration> {
    Duration::try_from_secs_f64(seconds).map_err(|_| {
        Problem::new(format!("'{seconds}' is no time"), "give seconds, such as --timeout 2.5").into()
    })
}

fn date(text: &str) -> anyhow::Result<PartialDate> {
    text.parse().map_err(|error: pamphlet::document::DateError| {
        Problem::new(error.to_string(), "dates are written 1848, 1848-03 or 1848-03-18").into()
    })
}

/// The words of the command line as one query. What is no UTF-8 cannot match anything and becomes U+FFFD.
pub fn text(args: &QueryArgs) -> String {
    let words: Vec<_> = args.query.iter().map(|word| word.to_string_lossy()).collect();
    words.join(" ")
}

/// Refuses a command without a query.
pub fn required(args: &QueryArgs) -> anyhow::Result<String> {
    if args.query.is_empty() {
        return Err(
            Problem::new("no query was given", "for example: pamphlet search \"workers' power\"").into()
        );
    }
    Ok(text(args))
}

/// As many as were asked for; `None` is all.
pub fn limit(limit: Limit) -> Option<usize> {
    (limit.0 != usize::MAX).then_some(limit.0)
}

/// Opens the index to read from.
pub fn open(global: &Global) -> anyhow::Result<Index> {
    Index::open(location::for_reading(global)).map_err(explained)
}

/// An error with the hint that helps.
pub fn explained(error: Error) -> anyhow::Error {
    use pamphlet::index::Error as Below;
    if let Error::ManyDocuments { paths, .. } = &error {
        let hint = format!("give one of: {}", paths.join(", "));
        return Problem::new(error.to_string(), hint).into();
    }
    if let Error::Cluster(below) = &error
        && let Some(hint) = below.hint()
    {
        return Problem::new(error.to_string(), hint).into();
    }
    let hint = match &error {
        Error::Index(Below::NotFound { .. }) => {
            "make one with 'pamphlet index PATH...', or search a folder at once with 'pamphlet search --in PATH QUERY'"
        }
        Error::Index(Below::Foreign { .. }) => "choose another folder with --index; nothing was touched",
        Error::Index(Below::Damaged { .. }) => {
            "'pamphlet verify' lists what is damaged; 'pamphlet index --rebuild PATH...' makes the index anew"
        }
        Error::Index(Below::Fault { .. }) => crate::panics::HINT,
        Error::Index(Below::Outdated { .. }) => "make it anew with 'pamphlet index --rebuild PATH...'",
        Error::Index(Below::Newer { .. }) => "use a newer pamphlet, or another folder with --index",
        Error::Index(Below::Locked { .. }) => {
            "with --wait it waits until that is done; searching goes on meanwhile"
        }
        Error::Index(Below::RootMissing { path }) => {
            let near = beside(path).map(|near| format!("did you mean '{near}'? ")).unwrap_or_default();
            let hint = format!("{near}nothing was touched; check the path");
            return Problem::new(error.to_string(), hint).into();
        }
        Error::NoDocument { .. } => "give a path as 'pamphlet search' prints it, or a document's id",
        Error::Query(pamphlet::query::Error::OutOfRange { .. }) => {
            "'pamphlet help COMMAND' says what it can be"
        }
        Error::Query(_) => "without --strict it is searched as far as it can be read",
        _ => return error.into(),
    };
    Problem::new(error.to_string(), hint).into()
}

/// The name beside a path that does not exist that is most like it, with its folder.
pub fn beside(path: &Path) -> Option<String> {
    let wanted = path.file_name()?.to_string_lossy().into_owned();
    let folder = path.parent().unwrap_or(Path::new(""));
    let listed = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let entries = std::fs::read_dir(listed).ok()?.take(10_000);
    let mut names: Vec<String> =
        entries.filter_map(|entry| Some(entry.ok()?.file_name().to_string_lossy().into_owned())).collect();
    names.sort();
    let near = nearest(&wanted, names.iter().map(String::as_str))?;
    Some(folder.join(near).to_string_lossy().into_owned())
}

/// What a person should know about how the query was read, on standard error.
pub fn notes(notes: &[Note], output: &Output) {
    for note in notes {
        output.note(format!("note: {}", note.message));
    }
}
