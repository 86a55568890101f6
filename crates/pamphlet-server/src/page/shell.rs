//! What stands around every view: the search box, the ways to the other views, and what narrows the search.

use super::link::Link;
use super::shown;
use crate::parameter::Given;

/// The parameters that all views keep.
pub(crate) const KEPT: [&str; 8] = ["q", "from", "to", "where", "phrase", "any", "stem", "duplicates"];
/// What those that count words keep beside these.
const STUDIED: [&str; 2] = ["stop_words", "min_documents"];

/// A view of a search, or of the tools beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum View {
    Hits,
    Concordance,
    Trend,
    Words,
    Keyness,
    Collocates,
    Ngrams,
    Code,
    Quote,
}

/// The views behind the way that is called Study.
const STUDY: [View; 6] =
    [View::Words, View::Keyness, View::Collocates, View::Ngrams, View::Code, View::Quote];

impl View {
    pub fn path(self) -> &'static str {
        match self {
            View::Hits => "/",
            View::Concordance => "/concordance",
            View::Trend => "/trend",
            View::Words => "/words",
            View::Keyness => "/keyness",
            View::Collocates => "/collocates",
            View::Ngrams => "/ngrams",
            View::Code => "/code",
            View::Quote => "/quote",
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            View::Hits => "Hits",
            View::Concordance => "Concordance",
            View::Trend => "Trend",
            View::Words => "Words",
            View::Keyness => "Keyness",
            View::Collocates => "Collocates",
            View::Ngrams => "N-grams",
            View::Code => "Codebook",
            View::Quote => "Quotations",
        }
    }

    /// What the search box keeps beside the query, where no field of the page has it.
    fn own(self) -> &'static [&'static str] {
        match self {
            View::Hits | View::Concordance => &["where", "sort"],
            View::Trend => &["where", "by", "show", "also"],
            View::Words | View::Keyness | View::Collocates => &["where", "sort"],
            View::Ngrams => &["where"],
            View::Code => &["where", "form"],
            View::Quote => &[],
        }
    }

    /// The box about copies and versions: whether they are shown, or counted once.
    fn copies(self) -> (&'static str, &'static str) {
        match self {
            View::Hits | View::Concordance => ("show", "Show copies and versions"),
            _ => ("fold", "Count copies and versions once"),
        }
    }
}

/// A way to somewhere.
#[derive(Clone, Debug, Default)]
pub(crate) struct Way {
    pub name: String,
    pub href: String,
    /// Whether it leads to where one is.
    pub on: bool,
}

/// The ways to the same with another value of a parameter, each a value and its name, from where `on` holds.
pub(crate) fn choices(here: &Link, parameter: &str, values: &[(&str, &str)], on: &str, to: &str) -> Vec<Way> {
    let way = |&(value, name): &(&str, &str)| Way {
        name: name.to_owned(),
        href: here.clone().with(parameter, value).to(to),
        on: value == on,
    };
    values.iter().map(way).collect()
}

/// The frame of a page.
#[derive(Clone, Debug, Default)]
pub(crate) struct Shell {
    pub title: String,
    pub query: String,
    /// Where the search box leads.
    pub action: &'static str,
    /// What the search box keeps beside the query.
    pub hidden: Vec<(String, String)>,
    pub tabs: Vec<Way>,
    /// The second row of tabs, of the study tools.
    pub study: Vec<Way>,
    /// What narrows the search, each with the way to do without.
    pub chips: Vec<Way>,
    /// The way to do without all of it.
    pub clear: String,
    pub from: String,
    pub to: String,
    pub phrase: bool,
    pub any: bool,
    pub full: bool,
    /// What the box about copies asks for, its name, and whether it is ticked.
    pub copies: (&'static str, &'static str, bool),
}

impl Shell {
    /// A page that is no search.
    pub fn plain(title: &str) -> Self {
        Self { title: title.to_owned(), action: "/", ..Self::default() }
    }

    /// A view of a search.
    pub fn of(given: &Given, view: View, title: &str) -> Self {
        let here = Link::of(given).without("page");
        let chips = chips(given, &here, view.path());
        let mut clear = here;
        for name in ["from", "to", "where", "phrase", "any", "stem", "duplicates"] {
            clear = clear.without(name);
        }
        let query = given.value("q").unwrap_or_default();
        let text = |name: &str| given.value(name).unwrap_or_default().to_owned();
        let (value, label) = view.copies();
        Self {
            title: if query.is_empty() { title.to_owned() } else { format!("{query} · {title}") },
            query: query.to_owned(),
            action: view.path(),
            hidden: Link::of(given).only(view.own()).fields().to_vec(),
            tabs: tabs(given, Some(view)),
            study: study(given, Some(view)),
            chips,
            clear: clear.to(view.path()),
            from: text("from"),
            to: text("to"),
            phrase: given.flag("phrase"),
            any: given.flag("any"),
            full: given.value("stem") == Some("full"),
            copies: (value, label, given.value("duplicates") == Some(value)),
        }
    }

    /// A page beside the views, such as a document, with the ways to them.
    pub fn beside(given: &Given, title: &str) -> Self {
        Self {
            query: given.value("q").unwrap_or_default().to_owned(),
            tabs: tabs(given, None),
            hidden: Link::of(given).only(&["where"]).fields().to_vec(),
            ..Self::plain(title)
        }
    }
}

/// The ways to all views; those to the study tools are one.
fn tabs(given: &Given, on: Option<View>) -> Vec<Way> {
    let kept = Link::of(given).only(&KEPT);
    let tab =
        |view: View| Way { name: view.name().to_owned(), href: kept.to(view.path()), on: on == Some(view) };
    let mut tabs: Vec<Way> = [View::Hits, View::Concordance, View::Trend].map(tab).into();
    let is_study = on.is_some_and(|view| STUDY.contains(&view));
    tabs.push(Way { name: "Study".to_owned(), on: is_study, ..tab(View::Words) });
    tabs
}

/// The ways to the study tools, on one of them.
fn study(given: &Given, on: Option<View>) -> Vec<Way> {
    if on.is_none_or(|view| !STUDY.contains(&view)) {
        return Vec::new();
    }
    let kept = Link::of(given).only(&[&KEPT[..], &STUDIED].concat());
    let tab =
        |view: View| Way { name: view.name().to_owned(), href: kept.to(view.path()), on: on == Some(view) };
    STUDY.map(tab).into()
}

fn chips(given: &Given, here: &Link, action: &str) -> Vec<Way> {
    let mut chips = Vec::new();
    let mut add = |name: String, without: Link| {
        chips.push(Way { name, href: without.to(action), on: true });
    };
    if let Some(from) = given.value("from") {
        add(format!("from {}", shown::date(from)), here.clone().without("from"));
    }
    if let Some(to) = given.value("to") {
        add(format!("to {}", shown::date(to)), here.clone().without("to"));
    }
    for pair in given.values("where") {
        if let Some((field, value)) = pair.split_once('=') {
            let name = format!("{}: {}", shown::field(field), shown::value(field, value));
            add(name, here.clone().without_value("where", pair));
        }
    }
    for (name, on, label) in [
        ("phrase", given.flag("phrase"), "as one phrase"),
        ("any", given.flag("any"), "any of the words"),
        ("stem", given.value("stem") == Some("full"), "words of the same stem"),
        ("duplicates", given.value("duplicates") == Some("show"), "copies shown"),
        ("duplicates", given.value("duplicates") == Some("fold"), "copies counted once"),
    ] {
        if on {
            add(label.to_owned(), here.clone().without(name));
        }
    }
    chips
}

/// The ways to the page before and after; empty where there is none.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pages {
    pub now: String,
    pub before: String,
    pub after: String,
}

impl Pages {
    /// Page `now` (from 1) of what has `more` behind it.
    pub fn new(given: &Given, action: &str, now: usize, more: bool) -> Self {
        let link = |page: usize| match page {
            1 => Link::of(given).without("page").to(action),
            _ => Link::of(given).with("page", &page.to_string()).to(action),
        };
        Self {
            now: shown::number(now as u64),
            before: if now > 1 { link(now - 1) } else { String::new() },
            after: if more { link(now + 1) } else { String::new() },
        }
    }

    pub fn any(&self) -> bool {
        !self.before.is_empty() || !self.after.is_empty()
    }
}
